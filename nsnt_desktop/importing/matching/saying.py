"""What a row of a list says of its household, and what of it is new to the register."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from nsnt_desktop.importing.matching.entries import Entry, Told, digits
from nsnt_desktop.importing.matching.spelling import Spelling, compare_spelling
from nsnt_desktop.models.words import Poverty, SourceGroup
from nsnt_desktop.registry.apply_batch import BatchRow, Outcome
from nsnt_desktop.registry.register import Register, Registered
from nsnt_desktop.text import match_key

FIELDS = {
    "code": "code",
    "head": "head",
    "address": "address",
    "phone": "phone",
    "birth_year": "birth_year",
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
_ERASABLE = {**FIELDS, "main_source_id": "source_code", "scheme_id": "scheme"}
_TEXTS = frozenset({"code", "address", "phone", "pollution_risk", "note"})


def erasing(attributes: Collection[str]) -> tuple[tuple[str, str, Any], ...]:
    """Return field, attribute and what is left, for the columns whose blank erases; never for the head."""
    fields = _ERASABLE.items() if attributes else ()
    return tuple(
        (field, name, "" if field in _TEXTS else None)
        for field, name in fields
        if name in attributes and field != "head"
    )


@dataclass(frozen=True)
class ValueChange:
    """One field of a known household that the list changes."""

    field: str
    old: Any
    new: Any


class Said:
    """Reads rows with the words of one register."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._vague = _vague_sources(register)

    def values(self, entry: Entry) -> dict[str, Any]:
        """Return what the row gives, by field of the register; a blank is nothing given."""
        row = entry.row
        given = {
            field: value
            for field, name in entry.told.fields
            if (value := getattr(row, name)) is not None and value != ""
        }
        if row.source_code:
            given["main_source_id"] = self._register.sources[row.source_code]
        return given

    def changes(self, entry: Entry, found: Registered, *, renames: bool = False) -> dict[str, Any]:
        """Return what of it the register does not hold yet, and what a blank erases there.

        renames: where both spellings of the head may be right, the list's counts.
        """
        changed = {
            name: value
            for name, value in self.values(entry).items()
            if not self._says_the_same(name, found.values[name], value, entry.told)
        }
        if "head" in changed and not _is_new_name(found.values["head"], changed["head"], renames=renames):
            del changed["head"]
        if entry.told.erased:
            changed |= _erased(entry, found)
        return changed

    def kept_name(self, entry: Entry, found: Registered, changes: Mapping[str, Any]) -> dict[str, str]:
        """Return what is told of a row whose spelling may be the right one, but the register's stays."""
        head, kept = entry.row.head, found.values["head"]
        same = head == kept or "head" in changes or match_key(head) == match_key(kept)
        if same or compare_spelling(head, kept) is not Spelling.EITHER:
            return {}
        return {"reason": f"giữ tên trong sổ «{kept}», danh sách ghi «{head}»"}

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


def _is_new_name(old: str, new: str, *, renames: bool) -> bool:
    spelling = compare_spelling(new, old)
    return spelling is Spelling.ANOTHER or (renames and spelling is Spelling.EITHER)


def _erased(entry: Entry, found: Registered) -> dict[str, Any]:
    return {
        field: nothing
        for field, name, nothing in entry.told.erased
        if getattr(entry.row, name) in {None, ""} and found.values[field] != nothing
    }


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
