"""The fourth step of an import: each row held against the register — new, changed, same, or a question."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nsnt_desktop.importing.entries import (
    Entry,
    Place,
    Told,
    agrees,
    codes_differ,
    digits,
    holder_of,
    is_named,
    line_of,
    which_key,
)
from nsnt_desktop.importing.fields import Field
from nsnt_desktop.importing.parsed import ImportRow, ParsedSheet
from nsnt_desktop.importing.places import Places
from nsnt_desktop.importing.questions import MAKE_NEW, SKIP, TAKE, Answers, Ask, AskKind, nearest_first
from nsnt_desktop.models.words import Poverty, SourceGroup
from nsnt_desktop.registry.apply_batch import BatchRow, Outcome
from nsnt_desktop.registry.register import Register, Registered
from nsnt_desktop.text import match_key

_FIELDS = {
    "code": "code",
    "head": "head",
    "address": "address",
    "phone": "phone",
    "persons": "persons",
    "poverty": "poverty",
    "hygienic": "hygienic",
    "clean": "clean",
    "basis": "basis",
    "has_meter": "has_meter",
    "litres_per_month": "litres_per_month",
    "dry_season_shortage": "dry_season_shortage",
    "pollution_risk": "pollution",
    "note": "note",
}
"""Field of the register ← attribute of a row; village, source and scheme are looked up first."""
_STATUS_COLUMNS = {Field.POOR: Poverty.POOR, Field.NEAR_POOR: Poverty.NEAR_POOR}
_MANY = 100_000
"""Namesakes × rows of one village beyond which no pairing is tried: nobody's names, each row asks."""
_OFFERED = 50
"""Namesakes offered at most: nobody reads further."""


@dataclass(frozen=True)
class ValueChange:
    """One field of a known household that the list changes."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Comparison:
    """A list held against the register."""

    rows: tuple[BatchRow, ...]
    asks: tuple[Ask, ...]
    missing: tuple[Registered, ...]
    """Households of the list's villages that it does not name; nothing is done to them."""


def compare(sheets: Iterable[ParsedSheet], register: Register, answers: Answers) -> Comparison:
    """Compare the rows of a list with the register of a year; nothing is written.

    A household is the one with the same code, else the one of the same village and head (accents count; case,
    spaces and tone placement do not). A blank never changes a value. The order of the rows decides only
    which of two rows for one household is called the first.
    """
    work = _Comparing(register, answers)
    for sheet in sheets:
        work.sheet(sheet)
    work.settle()
    return Comparison(tuple(work.rows), work.asked(), work.missing())


class _Comparing:
    def __init__(self, register: Register, answers: Answers) -> None:
        self.register = register
        self.answers = answers
        self.rows: list[BatchRow] = []
        self._asks: dict[str, Ask] = {}
        self._waiting: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._by_code: dict[str, list[Registered]] = defaultdict(list)
        self._by_name: dict[tuple[Place, str], list[Registered]] = defaultdict(list)
        for household in register.households:
            if household.values["code"]:
                self._by_code[household.values["code"]].append(household)
            self._by_name[household.village_id, match_key(household.values["head"])].append(household)
        self._places = Places(register)
        self._vague = _vague_sources(register)
        self._new_names: dict[str, str] = {}
        self._entries: dict[tuple[Place, str], list[Entry]] = defaultdict(list)
        self._coded: dict[str, list[Entry]] = defaultdict(list)
        self._matched: set[int] = set()
        self._offered: set[int] = set()
        self._villages: set[int] = set()

    def sheet(self, sheet: ParsedSheet) -> None:
        """Find the places of one sheet's rows; only fields it has a column for can change anything."""
        known = sheet.known | {"head"}
        poverty = {p for field, p in _STATUS_COLUMNS.items() if field in sheet.fields}
        told = Told(
            tuple((field, name) for field, name in _FIELDS.items() if name in known),
            frozenset(Poverty) if Field.POVERTY in sheet.fields else frozenset(poverty),
        )
        for row in sheet.rows:
            place = self._village(row)
            if place is None:
                continue
            scheme, waits = self._scheme(row)
            entry = Entry(row, told, place, scheme, waits)
            self._entries[place, match_key(row.head)].append(entry)
            if row.code:
                self._coded[row.code].append(entry)
            if isinstance(place, int):
                self._villages.add(place)

    def settle(self) -> None:
        """Find the household of every row: by code first, then by name."""
        for code, entries in self._coded.items():
            self._settle_code(code, entries)
        for key, entries in self._entries.items():
            left = [h for h in self._by_name.get(key, ()) if not self._is_taken(h)]
            if left or len(entries) > 1 or entries[0].settled:
                self._settle_name(entries, left)
            else:
                self._make(entries[0])  # a name nobody else has, as nearly always in a first list

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
            return int(answer)
        text = "Danh sách không ghi thôn. Đây là thôn nào?"
        if name:
            text = f"Thôn «{_place(name, former)}» là thôn nào?"
        self._ask(row, AskKind.VILLAGE, key, text, lambda: self._village_options(name, former))
        return None

    def _village_options(self, name: str, former: str) -> list[tuple[str, str]]:
        known = [(str(i), _place(n, place)) for i, (n, place) in self.register.villages.items()]
        options = nearest_first(_place(name, former), known) if name else known
        if name and not self._places.is_known(name, former):
            options.append((MAKE_NEW, f"Thêm thôn mới «{_place(name, former)}»"))
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
        if answer is not None:
            return (None if answer == SKIP else int(answer)), False
        known = [(str(i), name) for i, name in self.register.schemes.items()]
        more = [(MAKE_NEW, f"Thêm công trình mới «{row.scheme}»"), (SKIP, "Để trống công trình")]
        text = f"Công trình «{row.scheme}» là công trình nào?"
        self._ask(row, AskKind.SCHEME, key, text, lambda: [*nearest_first(row.scheme or "", known), *more])
        return None, True

    # Which household it is

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
            if key in found:
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
            return
        code, kept = entry.row.code, holder.values["head"]
        head = entry.row.head
        text = f"{line_of(entry)}: mã hộ «{code}» trong sổ là của «{kept}», không phải «{head}». Là hộ nào?"
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
        if 1 < len(left) * len(rest) < _MANY:
            self._pair(rest, left)
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
                    self._make(entry)
            seen.append(entry)

    def _pair(self, entries: list[Entry], left: list[Registered]) -> None:
        """Pair what is beyond doubt: rows that say just what the register holds, then those that agree.

        Rows that fit fewest households go first, and of those the rows that say most. What is paired leaves
        `left`.
        """
        fits = {e: [h for h in left if not self._changes(e, h)] for e in entries}
        order = {e: (-len(self._values(e)), repr(sorted(self._values(e).items(), key=str))) for e in entries}
        while any(fits.values()):
            entry = min((e for e in fits if fits[e]), key=lambda e: (len(fits[e]), order[e]))
            taken = fits.pop(entry)[0]
            self._take(entry, taken)
            left.remove(taken)
            fits = {e: [h for h in those if h is not taken] for e, those in fits.items()}
        while True:
            agreed = {e: [h for h in left if agrees(e.row, h)] for e in fits}
            wanted = Counter(h.record_id for those in agreed.values() for h in those)
            sure = [(e, h[0]) for e, h in agreed.items() if len(h) == 1 and wanted[h[0].record_id] == 1]
            if not sure:
                return
            for entry, household in sure:
                self._take(entry, household)
                del fits[entry]
                left.remove(household)

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
            options = [(str(h.record_id), _describe(h)) for h in among[:_OFFERED]]
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
        self._matched.add(household.record_id)
        if entry.waits:
            return
        changes = self._changes(entry, household)
        kept = household.values["scheme_id"]
        scheme = entry.scheme if entry.scheme not in {None, kept} else None
        outcome = Outcome.CHANGED if changes or scheme is not None else Outcome.SAME
        self._add(entry.row, outcome, record_id=household.record_id, scheme=scheme, values=changes)

    def _make(self, entry: Entry) -> None:
        entry.settled = True
        if entry.waits:
            return
        values = self._values(entry)
        if values.get("poverty") is Poverty.NONE and Poverty.POOR not in entry.told.poverty:
            del values["poverty"]
        place, former = entry.place if isinstance(entry.place, tuple) else (entry.place, "")
        what = {"village": place, "former_commune": former, "scheme": entry.scheme, "values": values}
        self._add(entry.row, Outcome.NEW, **what)

    # What it says

    def _values(self, entry: Entry) -> dict[str, Any]:
        """Return what the row gives, by field of the register; a blank is nothing given."""
        row = entry.row
        given = {
            field: value
            for field, name in entry.told.fields
            if (value := getattr(row, name)) is not None and value != ""
        }
        if row.source_code:
            given["main_source_id"] = self.register.sources[row.source_code]
        return given

    def _changes(self, entry: Entry, found: Registered) -> dict[str, Any]:
        return {
            name: value
            for name, value in self._values(entry).items()
            if not self._says_the_same(name, found.values[name], value, entry.told)
        }

    def _says_the_same(self, name: str, old: Any, new: Any, told: Told) -> bool:
        if old == new:
            return True
        match name:
            case "head":
                # Written hoà for hòa, or in capitals, it is the same person; the register's spelling stays.
                return match_key(old) == match_key(new)
            case "phone":
                return digits(old) == digits(new)
            case "main_source_id":
                # "Nhỏ lẻ" says no less than "giếng khoan" denies: the register's finer word stays.
                return old in self._vague.get(new, ())
            case "poverty":
                # A list with a column for the poor only cannot tell who is near-poor.
                untold = Poverty.POOR if old is None else old
                return new is Poverty.NONE and untold not in told.poverty
        return False

    def _add(self, row: ImportRow, outcome: Outcome, **what: Any) -> None:
        self.rows.append(BatchRow(row.sheet, row.excel_row, outcome, **what))

    def _wait(self, entry: Entry, kind: AskKind, key: str, text: str, options: list[tuple[str, str]]) -> None:
        entry.settled = True
        if not entry.waits:  # else it is asked about its scheme first
            self._ask(entry.row, kind, key, text, lambda: options)

    def _ask(
        self,
        row: ImportRow,
        kind: AskKind,
        key: str,
        text: str,
        options: Callable[[], list[tuple[str, str]]],
    ) -> None:
        if key not in self._asks:
            self._asks[key] = Ask(kind, key, text, (), tuple(options()))
        self._waiting[key].append((row.sheet, row.excel_row))
        self._add(row, Outcome.ASKED, reason=text)

    def asked(self) -> tuple[Ask, ...]:
        """Return the questions, each with every row that waits for it."""
        return tuple(replace(ask, rows=tuple(self._waiting[key])) for key, ask in self._asks.items())

    def missing(self) -> tuple[Registered, ...]:
        """Return the households of the villages named that no row is, nor may be once it is answered."""
        named = self._matched | self._offered
        return tuple(
            h for h in self.register.households if h.village_id in self._villages and h.record_id not in named
        )


def changes_of(row: BatchRow, register: Mapping[int, Registered]) -> list[ValueChange]:
    """Return old and new of every field a changed row changes; register is keyed by record id."""
    if row.outcome is not Outcome.CHANGED or row.record_id is None:
        return []
    old = register[row.record_id].values
    values = dict(row.values or {})
    if row.scheme is not None:
        values["scheme_id"] = row.scheme
    return [ValueChange(name, old[name], value) for name, value in values.items()]


def _vague_sources(register: Register) -> dict[int, frozenset[int]]:
    """Return, for each word that names only a group of sources, the sources it agrees with.

    Lists with the two columns CNTT and CNNL tick CNNL for everything no scheme serves, bought water included.
    """
    central = frozenset(i for i, g in register.source_groups.items() if g is SourceGroup.CENTRAL)
    agrees = {
        "central_unspecified": central,
        "household_unspecified": register.source_groups.keys() - central,
    }
    return {register.sources[c]: frozenset(ids) for c, ids in agrees.items() if c in register.sources}


def _place(name: str, former: str) -> str:
    return f"{name} (xã cũ {former})" if former else name


def _describe(household: Registered) -> str:
    values = household.values
    parts = [values["code"], values["head"], f"{values['persons'] or '—'} khẩu", values["address"]]
    return " · ".join(part for part in parts if part)
