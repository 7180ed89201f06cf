"""One row of a list on its way to a household, and what can be told from it and a registered one."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from nsnt_desktop.importing.matching.weights import limit
from nsnt_desktop.importing.rows.parsed import ImportRow
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.registry.register import Registered
from nsnt_desktop.text import match_key


@dataclass(frozen=True, slots=True)
class Told:
    """What the columns of one sheet can tell."""

    fields: tuple[tuple[str, str], ...]
    poverty: frozenset[Poverty]
    """The statuses it has a column for: one without a column is not denied by a blank."""
    erased: tuple[tuple[str, str, Any], ...] = ()
    """Field of the register, attribute of a row and what the field then holds, where a blank erases."""


Place = int | tuple[str, str]
"""A village's id, or name and former commune of one to be made."""


@dataclass(eq=False, slots=True)
class Entry:
    """One row whose village is known, on its way to a household."""

    row: ImportRow
    told: Told
    place: Place
    scheme: int | str | None
    waits: bool
    """For an answer about its scheme; meanwhile it still says who is on the list."""
    settled: bool = False


def holder_of(entry: Entry, held: list[Registered]) -> Registered | None:
    """Return which household a code means: of the row's village, else of its name.

    Where neither agrees the code is another list's: many number their households from 1 in every village.
    """
    here = [h for h in held if h.village_id == entry.place]
    named = [h for h in here or held if is_named(entry, h)]
    found = named or here
    return found[0] if len(found) == 1 else None


def is_named(entry: Entry, household: Registered) -> bool:
    return match_key(entry.row.head) == match_key(household.values["head"])


def codes_differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)


def agrees(row: ImportRow, household: Registered) -> bool:
    """Return whether what a row says besides the name speaks for a household and nothing against it."""
    if codes_differ(row.code, household.values["code"]):
        return False
    if row.birth_year and household.values["birth_year"]:
        return not years_apart(row.birth_year, household.values["birth_year"])
    pairs = (
        (row.persons, household.values["persons"]),
        (digits(row.phone), digits(household.values["phone"])),
    )
    told = Counter(given == kept for given, kept in pairs if given and kept)
    return bool(told[True]) and not told[False]


def years_apart(one: int | None, other: int | None) -> bool:
    """Return whether two birth years are of two people; a year more or less is how age is counted."""
    return one is not None and other is not None and abs(one - other) > limit("birth_year_apart")


def is_against(row: ImportRow, household: Registered) -> bool:
    """Return whether a row of the same name may be another household: another code, or born another year."""
    values = household.values
    if codes_differ(row.code, values["code"]):
        return True
    if row.code and row.code == values["code"]:
        return False
    if not years_apart(row.birth_year, values["birth_year"]):
        return False
    known = digits(row.phone)
    return not known or known != digits(values["phone"])


def digits(phone: str | None) -> str:
    return "".join(c for c in phone or "" if c not in " .-()")


def which_key(entry: Entry) -> str:
    return f"which:{entry.row.sheet}:{entry.row.excel_row}"


def line_of(entry: Entry) -> str:
    return f"Dòng {entry.row.excel_row}"


def described(household: Registered) -> str:
    """Return what tells a registered household from its namesakes."""
    values = household.values
    born = f"sinh {values['birth_year']}" if values["birth_year"] else ""
    parts = [values["code"], values["head"], f"{values['persons'] or '—'} khẩu", born, values["address"]]
    return " · ".join(part for part in parts if part)


_WORDS = ("năm sinh", "số khẩu", "điện thoại")


def by_name(row: ImportRow, household: Registered) -> str:
    """Return "theo tên và số khẩu": what a row and a household of its name have in common."""
    values = household.values
    known = digits(row.phone) if row.phone else ""
    return _by_name(
        row.birth_year is not None and row.birth_year == values["birth_year"],
        row.persons is not None and row.persons == values["persons"],
        bool(known) and known == digits(values["phone"]),
    )


@cache
def _by_name(*same: bool) -> str:
    told = ["theo tên", *(word for word, is_same in zip(_WORDS, same, strict=True) if is_same)]
    return " và ".join(", ".join(told).rsplit(", ", 1))
