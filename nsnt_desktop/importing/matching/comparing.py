"""The fourth step of an import: each row held against the register — new, changed, same, or a question."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nsnt_desktop.importing.matching.asking import Asking
from nsnt_desktop.importing.matching.doubts import (
    held_against,
    likest_first,
    proposals,
)
from nsnt_desktop.importing.matching.entries import (
    Entry,
    Place,
    Told,
    by_name,
    codes_differ,
    holder_of,
    is_against,
    is_named,
    line_of,
    years_apart,
)
from nsnt_desktop.importing.matching.kept_out import KeptOut
from nsnt_desktop.importing.matching.likeness import Like
from nsnt_desktop.importing.matching.marks import sort_marked
from nsnt_desktop.importing.matching.pairing import paired
from nsnt_desktop.importing.matching.placing import Placing
from nsnt_desktop.importing.matching.questions import Answers, Ask
from nsnt_desktop.importing.matching.saying import FIELDS, Said, erasing
from nsnt_desktop.importing.matching.settling import Settling
from nsnt_desktop.importing.matching.weights import limit
from nsnt_desktop.importing.rows.parsed import ImportRow, ParsedSheet
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.models.words import HouseholdStatus, Poverty
from nsnt_desktop.progress import Tell, silent
from nsnt_desktop.registry.apply_batch import BatchRow
from nsnt_desktop.registry.collection_sheet import household_of
from nsnt_desktop.registry.import_memory import LearntWord
from nsnt_desktop.registry.register import Register, Registered
from nsnt_desktop.text import match_key

_STATUS_COLUMNS = {Field.POOR: Poverty.POOR, Field.NEAR_POOR: Poverty.NEAR_POOR}
_LEFT = {HouseholdStatus.MOVED_AWAY, HouseholdStatus.ENDED}
_TOLD_EVERY = 1000
"""Rows after which it is told how far the work is, and can be stopped."""


@dataclass(frozen=True)
class Comparison:
    """A list held against the register."""

    rows: tuple[BatchRow, ...]
    asks: tuple[Ask, ...]
    missing: tuple[Registered, ...]
    """Households of the list's villages that it does not name; nothing is done to them unasked."""
    learnt: tuple[LearntWord, ...] = ()
    """Villages and schemes as the officer answered, now or for an earlier list."""
    gone: tuple[tuple[int, HouseholdStatus], ...] = ()
    """Records of the missing, and what the officer says became of them."""
    partial: frozenset[int] = frozenset()
    """Villages of which the list names only a part: who is missing there has not gone."""


def compare(
    sheets: Iterable[ParsedSheet], register: Register, answers: Answers, *, tell: Tell = silent
) -> Comparison:
    """Compare the rows of a list with the register of a year; nothing is written.

    A household is the one our own sheet marks, else the one with the same code, else the one of the same
    village and head (accents count; case, spaces and tone placement do not). A row without one is held
    against the households of its village that are left; one that is like any of them is a question. A blank
    never changes a value, but where the officer chose that it erases. The order of the rows decides only
    which of two rows for one household is called the first.
    """
    work = _Comparing(register, answers, tell)
    sheets = tuple(sheets)
    work.of = sum(len(sheet.rows) for sheet in sheets)
    for sheet in sheets:
        work.sheet(sheet)
    work.settle()
    missing = work.missing()
    return Comparison(
        tuple(work.asking.rows),
        work.asking.asked(),
        missing,
        tuple(work.placing.learnt.values()),
        tuple(
            (h.record_id, answers.missing[h.record_id])
            for h in missing
            if answers.missing.get(h.record_id) in _LEFT
        ),
        work.partial(missing),
    )


class _Comparing:
    def __init__(self, register: Register, answers: Answers, tell: Tell) -> None:
        self.register = register
        self.asking = Asking()
        self.placing = Placing(register, answers, self.asking)
        self.of = 0
        self._tell = tell
        self._done = 0
        self._by_code: dict[str, list[Registered]] = defaultdict(list)
        self._by_name: dict[tuple[Place, str], list[Registered]] = defaultdict(list)
        for household in register.households:
            if household.values["code"]:
                self._by_code[household.values["code"]].append(household)
            self._by_name[household.village_id, match_key(household.values["head"])].append(household)
        self._said = Said(register)
        self._row = Settling(register, answers, self.asking, self._said)
        self._entries: dict[tuple[Place, str], list[Entry]] = defaultdict(list)
        self._coded: dict[str, list[Entry]] = defaultdict(list)
        self._keyed: dict[int, list[Entry]] = defaultdict(list)
        # Those counted last year and not yet in this one stand on the sheets that were filled with them.
        waiting = (household for household in register.gone if household.status is HouseholdStatus.ACTIVE)
        self._by_id = {household.household_id: household for household in (*waiting, *register.households)}
        self._villages: set[int] = set()
        self._kept_out: list[ImportRow] = []

    def sheet(self, sheet: ParsedSheet) -> None:
        """Find the places of one sheet's rows; only fields it has a column for can change anything."""
        known = sheet.known | {"head"}
        poverty = {p for field, p in _STATUS_COLUMNS.items() if field in sheet.fields}
        told = Told(
            tuple((field, name) for field, name in FIELDS.items() if name in known),
            frozenset(Poverty) if Field.POVERTY in sheet.fields else frozenset(poverty),
            erasing(sheet.erased),
        )
        self._kept_out += sheet.kept_out
        for row in sheet.rows:
            self._step("Đang so với sổ hộ")
            place = self.placing.village(row)
            if place is None:
                continue
            scheme, waits = self.placing.scheme(row)
            entry = Entry(row, told, place, scheme, waits)
            self._entries[place, match_key(row.head)].append(entry)
            marked = self._marked(entry) if row.household_key else None
            if marked:
                self._keyed[marked.household_id].append(entry)
            elif row.code:
                self._coded[row.code].append(entry)
            if isinstance(place, int):
                self._villages.add(place)

    def _step(self, what: str) -> None:
        if self._done % _TOLD_EVERY == 0:
            self._tell(what, self._done, self.of)
        self._done += 1

    def settle(self) -> None:
        """Find the household of every row: by the mark of our own sheet, then by code, then by name.

        Only when all of these are known is it seen whom the other rows are like.
        """
        self._settle_marked()
        for code, entries in self._coded.items():
            self._settle_code(code, entries)
        for key, entries in self._entries.items():
            left = [h for h in self._by_name.get(key, ()) if not self._row.is_taken(h)]
            entry = entries[0]
            alone = len(left) == len(entries) == 1 and not entry.settled
            if alone and not is_against(entry.row, left[0]):
                # The one household of its name and nothing against it, as nearly always in a later list.
                self._row.take(entry, left[0], by_name(entry.row, left[0]))
            elif left or len(entries) > 1 or entry.settled:
                self._settle_name(entries, left)
            else:
                # A name nobody else has, as nearly always in a first list.
                self._row.make_or_return(entry)
        self._done = 0
        for place, strangers in self._row.strangers.items():
            self._row.settle_strangers(place, strangers, self._step)

    # Which household it is

    def _marked(self, entry: Entry) -> Registered | None:
        """Return the household our own sheet marks a row with; code and name together outweigh the mark.

        Rows sorted or moved without the hidden columns stand beside the marks of other households.
        """
        found = household_of(entry.row.household_key or "", self._by_id)
        if found is None or found.village_id != entry.place:
            return None
        if entry.row.code and not is_named(entry, found):
            holder = holder_of(entry, self._by_code.get(entry.row.code, []))
            return None if holder and is_named(entry, holder) else found
        return found

    def _settle_marked(self) -> None:
        """Give the households our own sheet marks their rows; a mark copied to another name is a question."""
        keyed = [(self._by_id[number], entries) for number, entries in self._keyed.items()]
        found = sort_marked(keyed, self._by_name, self._entries)
        for entry, holder in found.sure:
            self._row.take(entry, holder, "theo mã đối chiếu trên phiếu", renames=True)
        for entry, holder in found.doubtful:
            self._ask_holder(entry, holder)
        for other, first in found.twins:
            self._row.ask_twin(other, first, "cùng một hộ trên phiếu")

    def _settle_code(self, code: str, entries: list[Entry]) -> None:
        """Give the rows of one code their household; a second row for the same one is a question."""
        held = self._by_code.get(code, [])
        meant: dict[int | Place, list[Entry]] = defaultdict(list)
        found: dict[int | Place, Registered] = {}
        for entry in entries:
            holder = holder_of(entry, held)
            key: int | Place = ("", str(holder.record_id)) if holder else entry.place
            meant[key].append(entry)
            if holder:
                found[key] = holder
        for key, claimants in meant.items():
            same = [e for e in claimants if key in found and is_named(e, found[key])]
            first = (same or claimants)[0]
            if key in found and self._row.is_taken(found[key]):
                first = self._row.matched[found[key].record_id]  # by the mark of our own sheet
            elif key in found:
                self._settle_holder(first, found[key])
            for entry in claimants:
                # Of one name they meet again among their namesakes.
                if entry is not first and match_key(entry.row.head) != match_key(first.row.head):
                    self._row.ask_twin(entry, first, f"trùng mã hộ «{code}»")

    def _settle_holder(self, entry: Entry, holder: Registered) -> None:
        """Take the household that has the code, unless it or the row is better known by another name."""
        key = (holder.village_id, match_key(holder.values["head"]))
        namesakes = self._by_name.get((entry.place, match_key(entry.row.head)), [])
        if is_named(entry, holder) or not (namesakes or key in self._entries):
            self._row.take(entry, holder, "theo mã hộ")
        else:
            self._ask_holder(entry, holder)

    def _ask_holder(self, entry: Entry, holder: Registered) -> None:
        """Settle as answered a row that names a household but not its head, else ask."""
        namesakes = self._by_name.get((entry.place, match_key(entry.row.head)), [])
        by_code = entry.row.code and entry.row.code == holder.values["code"]
        said = f"mã hộ «{entry.row.code}»" if by_code else "dòng này"
        kept, head = holder.values["head"], entry.row.head
        text = f"{line_of(entry)}: {said} trong sổ là của «{kept}», không phải «{head}». Là hộ nào?"
        among = [holder, *namesakes]
        self._row.which(entry, among, text)
        if not (self._row.is_taken(holder) or self._row.was_answered(entry, among)):
            self._row.offered.update(h.record_id for h in among)

    def _settle_name(self, entries: list[Entry], left: list[Registered]) -> None:
        """Give the rows of one village and name their households among those of this name."""
        several = len(left) > 1
        for entry in entries:
            asked = several or (left and is_against(entry.row, left[0]))
            if asked and not entry.settled and self._row.was_answered(entry, left):
                self._row.which(entry, left, "")
        rest = [entry for entry in entries if not entry.settled]
        for entry, household in paired(rest, left, self._said):
            self._row.take(entry, household, by_name(entry.row, household))
            left.remove(household)
        rest = [entry for entry in rest if not entry.settled]
        seen = [entry for entry in entries if entry.settled]
        if rest:  # each of these is taken or offered: on the list either way
            self._row.offered.update(h.record_id for h in left)
        if len(left) == 1 and len(rest) > 1:
            rest.sort(key=lambda entry: is_against(entry.row, left[0]))  # it is theirs that nothing denies
        in_doubt = len(left) > 1 or any(is_against(entry.row, h) for h in left for entry in rest)
        held = {entry: likest_first(held_against(entry, left)) for entry in rest if in_doubt}
        proposed = proposals(held)
        for entry in rest:
            self._settle_namesake(entry, left, seen, proposed.get(entry))
            seen.append(entry)

    def _settle_namesake(
        self, entry: Entry, left: list[Registered], seen: Sequence[Entry], proposed: Like | None
    ) -> None:
        """Settle a row by the households of its name that are left and the rows of its name before it."""
        head = entry.row.head
        if len(left) > 1:
            text = f"{line_of(entry)}: «{head}» là hộ nào trong {len(left)} hộ cùng tên của thôn?"
            self._row.which(entry, left, text, proposed)
        elif left and is_against(entry.row, left[0]):
            self._row.which(entry, left, _against_words(entry, left[0]), proposed)
        elif left:
            household = left.pop()
            self._row.take(entry, household, by_name(entry.row, household))
        else:
            twin = next((s for s in seen if not _are_apart(entry, s)), None)
            if twin is None or not self._row.ask_twin(entry, twin, "trùng"):
                self._row.make_or_return(entry)

    # Who is not on it

    def missing(self) -> tuple[Registered, ...]:
        """Return the households of the villages named that no row is, nor may be once answered or mended."""
        named = self._row.matched.keys() | self._row.offered
        left = tuple(
            h for h in self.register.households if h.village_id in self._villages and h.record_id not in named
        )
        if not (left and self._kept_out):
            return left
        kept = KeptOut(self._by_id)
        for row in self._kept_out:
            village = self.placing.village_id(row)
            kept.add(row, self._villages if village is None else {village})
        return tuple(h for h in left if not kept.name(h))

    def partial(self, missing: Iterable[Registered]) -> frozenset[int]:
        """Return the villages of which the list names only a small part."""
        every = Counter(h.village_id for h in self.register.households if h.village_id in self._villages)
        left = Counter(h.village_id for h in missing)
        least = limit("part_of_village")
        return frozenset(v for v, count in every.items() if (count - left[v]) * 100 < count * least)


def _are_apart(entry: Entry, other: Entry) -> bool:
    """Return whether two rows of one name are two households for certain."""
    born = years_apart(entry.row.birth_year, other.row.birth_year)
    return born or codes_differ(entry.row.code, other.row.code)


def _against_words(entry: Entry, holder: Registered) -> str:
    """Return the question about a row of the same name as a household that something speaks against."""
    row, values = entry.row, holder.values
    if codes_differ(row.code, values["code"]):
        kept = f"có mã hộ «{values['code']}», không phải «{row.code}»"
    else:
        kept = f"sinh năm {values['birth_year']}, không phải {row.birth_year}"
    return f"{line_of(entry)}: «{row.head}» trong sổ {kept}. Là hộ nào?"
