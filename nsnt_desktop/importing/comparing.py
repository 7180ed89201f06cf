"""The fourth step of an import: each row held against the register — new, changed, same, or a question."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from nsnt_desktop.importing import returning
from nsnt_desktop.importing.entries import (
    Entry,
    Place,
    Told,
    codes_differ,
    described,
    holder_of,
    is_named,
    line_of,
    which_key,
)
from nsnt_desktop.importing.fields import Field
from nsnt_desktop.importing.marks import sort_marked
from nsnt_desktop.importing.pairing import paired
from nsnt_desktop.importing.parsed import ImportRow, ParsedSheet
from nsnt_desktop.importing.places import Places, place_words
from nsnt_desktop.importing.questions import MAKE_NEW, SKIP, TAKE, Answers, Ask, AskKind, nearest_first
from nsnt_desktop.importing.saying import FIELDS, Said
from nsnt_desktop.models.words import HouseholdStatus, Poverty
from nsnt_desktop.registry.apply_batch import BatchRow, Outcome
from nsnt_desktop.registry.collection_sheet import household_of
from nsnt_desktop.registry.import_memory import LearntWord
from nsnt_desktop.registry.register import Gone, Register, Registered
from nsnt_desktop.text import match_key

_STATUS_COLUMNS = {Field.POOR: Poverty.POOR, Field.NEAR_POOR: Poverty.NEAR_POOR}
_OFFERED = 50
"""Namesakes offered at most: nobody reads further."""
_Options = Callable[[], list[tuple[str, str]]]
"""Answers and their labels, worked out when a question is first asked."""


@dataclass(frozen=True)
class Comparison:
    """A list held against the register."""

    rows: tuple[BatchRow, ...]
    asks: tuple[Ask, ...]
    missing: tuple[Registered, ...]
    """Households of the list's villages that it does not name; nothing is done to them unasked."""
    learnt: tuple[LearntWord, ...] = ()
    """Villages and schemes as the officer answered, now or for an earlier list."""


def compare(sheets: Iterable[ParsedSheet], register: Register, answers: Answers) -> Comparison:
    """Compare the rows of a list with the register of a year; nothing is written.

    A household is the one our own sheet marks, else the one with the same code, else the one of the same
    village and head (accents count; case, spaces and tone placement do not). A blank never changes a value.
    The order of the rows decides only which of two rows for one household is called the first.
    """
    work = _Comparing(register, answers)
    for sheet in sheets:
        work.sheet(sheet)
    work.settle()
    return Comparison(tuple(work.rows), work.asked(), work.missing(), tuple(work.learnt.values()))


class _Comparing:
    def __init__(self, register: Register, answers: Answers) -> None:
        self.register = register
        self.answers = answers
        self.rows: list[BatchRow] = []
        self.learnt: dict[str, LearntWord] = {}
        self._asks: dict[str, Ask] = {}
        self._waiting: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._by_code: dict[str, list[Registered]] = defaultdict(list)
        self._by_name: dict[tuple[Place, str], list[Registered]] = defaultdict(list)
        for household in register.households:
            if household.values["code"]:
                self._by_code[household.values["code"]].append(household)
            self._by_name[household.village_id, match_key(household.values["head"])].append(household)
        self._places = Places(register)
        self._said = Said(register)
        self._new_names: dict[str, str] = {}
        self._entries: dict[tuple[Place, str], list[Entry]] = defaultdict(list)
        self._coded: dict[str, list[Entry]] = defaultdict(list)
        self._keyed: dict[int, list[Entry]] = defaultdict(list)
        # Those counted last year and not yet in this one stand on the sheets that were filled with them.
        waiting = (household for household in register.gone if household.status is HouseholdStatus.ACTIVE)
        self._by_id = {household.household_id: household for household in (*waiting, *register.households)}
        self._gone = returning.by_name(register)
        self._matched: dict[int, Entry] = {}
        self._offered: set[int] = set()
        self._villages: set[int] = set()

    def sheet(self, sheet: ParsedSheet) -> None:
        """Find the places of one sheet's rows; only fields it has a column for can change anything."""
        known = sheet.known | {"head"}
        poverty = {p for field, p in _STATUS_COLUMNS.items() if field in sheet.fields}
        told = Told(
            tuple((field, name) for field, name in FIELDS.items() if name in known),
            frozenset(Poverty) if Field.POVERTY in sheet.fields else frozenset(poverty),
        )
        for row in sheet.rows:
            place = self._village(row)
            if place is None:
                continue
            scheme, waits = self._scheme(row)
            entry = Entry(row, told, place, scheme, waits)
            self._entries[place, match_key(row.head)].append(entry)
            marked = self._marked(entry) if row.household_key else None
            if marked:
                self._keyed[marked.household_id].append(entry)
            elif row.code:
                self._coded[row.code].append(entry)
            if isinstance(place, int):
                self._villages.add(place)

    def settle(self) -> None:
        """Find the household of every row: by the mark of our own sheet first, then by code, then by name."""
        self._settle_marked()
        for code, entries in self._coded.items():
            self._settle_code(code, entries)
        for key, entries in self._entries.items():
            left = [h for h in self._by_name.get(key, ()) if not self._is_taken(h)]
            if left or len(entries) > 1 or entries[0].settled:
                self._settle_name(entries, left)
            else:
                # A name nobody else has, as nearly always in a first list.
                self._make_or_return(entries[0], self._gone.get(key))

    # Where it belongs

    def _village(self, row: ImportRow) -> Place | None:
        name, former = row.village or "", row.former_commune or ""
        found = self._places.village(name, former)
        return self._answered_village(row, name, former) if found is None else found

    def _answered_village(self, row: ImportRow, name: str, former: str) -> Place | None:
        key = f"village:{match_key(former)}:{match_key(name)}"
        answer = self.answers.chosen.get(key)
        if answer == MAKE_NEW:
            # Written in capitals further down it is the same new village.
            first = self._new_names.setdefault(key, f"{name}\n{former}").split("\n")
            return first[0], first[1]
        if answer == SKIP:
            named = f"bỏ qua các hộ của «{name}»" if name else "bỏ qua các hộ không ghi thôn"
            self._add(row, Outcome.SKIPPED, reason=named)
            return None
        if answer is not None:
            self._learn(key, answer, place_words(name, former))
            return int(answer)
        text = "Danh sách không ghi thôn. Đây là thôn nào?"
        if name:
            text = f"Thôn «{place_words(name, former)}» là thôn nào?"
        self._ask(row, AskKind.VILLAGE, key, text, lambda: self._village_options(name, former))
        return None

    def _village_options(self, name: str, former: str) -> list[tuple[str, str]]:
        known = [(str(i), place_words(n, place)) for i, (n, place) in self.register.villages.items()]
        options = nearest_first(place_words(name, former), known) if name else known
        if name and not self._places.is_known(name, former):
            options.append((MAKE_NEW, f"Thêm thôn mới «{place_words(name, former)}»"))
        return [*options, (SKIP, "Bỏ qua các dòng này")]

    def _scheme(self, row: ImportRow) -> tuple[int | str | None, bool]:
        """Return the scheme a row names, and whether the row must wait for an answer."""
        if not row.scheme:
            return None, False
        found = self._places.scheme(row.scheme)
        if found is not None:
            return found, False
        key = f"scheme:{match_key(row.scheme)}"
        answer = self.answers.chosen.get(key)
        if answer == MAKE_NEW:
            return self._new_names.setdefault(key, row.scheme), False
        if answer == SKIP:
            return None, False
        if answer is not None:
            self._learn(key, answer, row.scheme)
            return int(answer), False
        known = [(str(i), name) for i, name in self.register.schemes.items()]
        more = [(MAKE_NEW, f"Thêm công trình mới «{row.scheme}»"), (SKIP, "Để trống công trình")]
        text = f"Công trình «{row.scheme}» là công trình nào?"
        self._ask(row, AskKind.SCHEME, key, text, lambda: [*nearest_first(row.scheme or "", known), *more])
        return None, True

    def _learn(self, key: str, answer: str, shown: str) -> None:
        kind, _, word = key.partition(":")
        if shown:  # a list that names no village teaches nothing
            self.learnt.setdefault(key, LearntWord(kind, word, answer, shown))

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
            self._take(entry, holder)
        for entry, holder in found.doubtful:
            self._ask_holder(entry, holder)
        for other, first in found.twins:
            self._ask_twin(other, first, "cùng một hộ trên phiếu")

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
            if key in found and self._is_taken(found[key]):
                first = self._matched[found[key].record_id]  # by the mark of our own sheet
            elif key in found:
                self._settle_holder(first, found[key])
            for entry in claimants:
                # Of one name they meet again among their namesakes.
                if entry is not first and match_key(entry.row.head) != match_key(first.row.head):
                    self._ask_twin(entry, first, f"trùng mã hộ «{code}»")

    def _settle_holder(self, entry: Entry, holder: Registered) -> None:
        """Take the household that has the code, unless it or the row is better known by another name."""
        key = (holder.village_id, match_key(holder.values["head"]))
        namesakes = self._by_name.get((entry.place, match_key(entry.row.head)), [])
        if is_named(entry, holder) or not (namesakes or key in self._entries):
            self._take(entry, holder)
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
        self._which(entry, among, text)
        if not (self._is_taken(holder) or self._was_answered(entry, among)):
            self._offered.update(h.record_id for h in among)

    def _settle_name(self, entries: list[Entry], left: list[Registered]) -> None:
        """Give the rows of one village and name their households among those of this name."""
        several = len(left) > 1
        for entry in entries:
            asked = several or (left and codes_differ(entry.row.code, left[0].values["code"]))
            if asked and not entry.settled and self._was_answered(entry, left):
                self._which(entry, left, "")
        rest = [entry for entry in entries if not entry.settled]
        for entry, household in paired(rest, left, self._said):
            self._take(entry, household)
            left.remove(household)
        rest = [entry for entry in rest if not entry.settled]
        seen = [entry for entry in entries if entry.settled]
        if rest:  # each of these is taken or offered: on the list either way
            self._offered.update(h.record_id for h in left)
        for entry in rest:
            code, head = entry.row.code, entry.row.head
            kept = left[0].values["code"] if left else ""
            if len(left) > 1:
                text = f"{line_of(entry)}: «{head}» là hộ nào trong {len(left)} hộ cùng tên của thôn?"
                self._which(entry, left, text)
            elif left and codes_differ(code, kept):
                text = (
                    f"{line_of(entry)}: «{head}» trong sổ có mã hộ «{kept}», không phải «{code}». Là hộ nào?"
                )
                self._which(entry, left, text)
            elif left:
                self._take(entry, left.pop())
            else:
                twin = next((s for s in seen if not codes_differ(code, s.row.code)), None)
                if twin is None or not self._ask_twin(entry, twin, "trùng"):
                    self._make_or_return(entry, self._gone.get((entry.place, match_key(head))))
            seen.append(entry)

    def _was_answered(self, entry: Entry, among: list[Registered]) -> bool:
        answer = self.answers.chosen.get(which_key(entry))
        return answer == MAKE_NEW or any(str(h.record_id) == answer for h in among)

    def _which(self, entry: Entry, among: list[Registered], text: str) -> None:
        """Settle a row as the officer answered, else ask which of some households it is."""
        answer = self.answers.chosen.get(which_key(entry))
        chosen = next((h for h in among if str(h.record_id) == answer and not self._is_taken(h)), None)
        if chosen:
            self._take(entry, chosen)
            among.remove(chosen)
        elif answer == MAKE_NEW:
            self._make(entry)
        else:
            options = [(str(h.record_id), described(h)) for h in among[:_OFFERED]]
            made = (MAKE_NEW, "Hộ mới, chưa có trong sổ")
            self._wait(entry, AskKind.WHICH, which_key(entry), text, [*options, made])

    def _ask_twin(self, entry: Entry, first: Entry, how: str) -> bool:
        """Settle a row that repeats an earlier one, as answered or as a question; False: both are wanted."""
        key = f"duplicate:{entry.row.sheet}:{entry.row.excel_row}"
        answer = self.answers.chosen.get(key)
        where = f"dòng {first.row.excel_row}"
        if first.row.sheet != entry.row.sheet:
            where += f" của trang tính «{first.row.sheet}»"
        if answer == TAKE:
            return False
        if answer == SKIP:
            entry.settled = True
            if not entry.waits:
                self._add(entry.row, Outcome.SKIPPED, reason=f"{how} với {where}")
            return True
        question = f"{line_of(entry)}: hộ «{entry.row.head}» {how} với {where}. Có phải hai hộ khác nhau?"
        options = [(SKIP, "Trùng, bỏ qua dòng này"), (TAKE, "Hai hộ khác nhau, nhập cả hai")]
        self._wait(entry, AskKind.DUPLICATE, key, question, options)
        return True

    def _is_taken(self, household: Registered) -> bool:
        return household.record_id in self._matched

    def _take(self, entry: Entry, household: Registered) -> None:
        entry.settled = True
        self._matched[household.record_id] = entry
        if isinstance(household, Gone):
            self._gone[household.village_id, match_key(household.values["head"])].remove(household)
        if entry.waits:
            return
        changes = self._said.changes(entry, household)
        kept = household.values["scheme_id"]
        scheme = entry.scheme if entry.scheme not in {None, kept} else None
        back = returning.back(household)
        outcome = Outcome.CHANGED if changes or scheme is not None or back else Outcome.SAME
        self._add(entry.row, outcome, record_id=household.record_id, scheme=scheme, values=changes, **back)

    def _make_or_return(self, entry: Entry, gone: list[Gone] | None) -> None:
        """Make a new household, unless some of this name had gone: then it is a question."""
        if not gone:
            self._make(entry)
            return
        answer = self.answers.chosen.get(returning.key(entry))
        back = next((h for h in gone if str(h.household_id) == answer), None)
        if back:
            self._take(entry, back)
        elif answer == MAKE_NEW:
            self._make(entry)
        elif answer == SKIP:
            entry.settled = True
            if not entry.waits:
                self._add(entry.row, Outcome.SKIPPED, reason=returning.what_became(gone[0]))
        else:
            self._wait(entry, AskKind.GONE, *returning.question(entry, gone))

    def _make(self, entry: Entry) -> None:
        entry.settled = True
        if entry.waits:
            return
        row, values = entry.row, self._said.values(entry)
        if values.get("poverty") is Poverty.NONE and Poverty.POOR not in entry.told.poverty:
            del values["poverty"]
        village, former = entry.place if isinstance(entry.place, tuple) else (entry.place, "")
        # In the order of BatchRow: by name it takes twice as long, and a first list makes thousands.
        self.rows.append(
            BatchRow(row.sheet, row.excel_row, Outcome.NEW, "", None, village, former, entry.scheme, values)
        )

    # What is said of it

    def _add(self, row: ImportRow, outcome: Outcome, **what: Any) -> None:
        self.rows.append(BatchRow(row.sheet, row.excel_row, outcome, **what))

    def _wait(self, entry: Entry, kind: AskKind, key: str, text: str, options: list[tuple[str, str]]) -> None:
        entry.settled = True
        if not entry.waits:  # else it is asked about its scheme first
            self._ask(entry.row, kind, key, text, lambda: options)

    def _ask(self, row: ImportRow, kind: AskKind, key: str, text: str, options: _Options) -> None:
        if key not in self._asks:
            self._asks[key] = Ask(kind, key, text, (), tuple(options()))
        self._waiting[key].append((row.sheet, row.excel_row))
        self._add(row, Outcome.ASKED, reason=text)

    def asked(self) -> tuple[Ask, ...]:
        """Return the questions, each with every row that waits for it."""
        return tuple(replace(ask, rows=tuple(self._waiting[key])) for key, ask in self._asks.items())

    def missing(self) -> tuple[Registered, ...]:
        """Return the households of the villages named that no row is, nor may be once it is answered."""
        named = self._matched.keys() | self._offered
        return tuple(
            h for h in self.register.households if h.village_id in self._villages and h.record_id not in named
        )
