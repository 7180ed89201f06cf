"""One row of a list on its way to a household, and what can be told from it and a registered one."""

from collections import Counter
from dataclasses import dataclass

from nsnt_desktop.importing.parsed import ImportRow
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.registry.register import Registered
from nsnt_desktop.text import match_key


@dataclass(frozen=True, slots=True)
class Told:
    """What the columns of one sheet can tell."""

    fields: tuple[tuple[str, str], ...]
    poverty: frozenset[Poverty]
    """The statuses it has a column for: one without a column is not denied by a blank."""


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
    if codes_differ(row.code, household.values["code"]):
        return False
    pairs = (
        (row.persons, household.values["persons"]),
        (digits(row.phone), digits(household.values["phone"])),
    )
    told = Counter(given == kept for given, kept in pairs if given and kept)
    return bool(told[True]) and not told[False]


def digits(phone: str | None) -> str:
    return "".join(c for c in phone or "" if c not in " .-()")


def which_key(entry: Entry) -> str:
    return f"which:{entry.row.sheet}:{entry.row.excel_row}"


def line_of(entry: Entry) -> str:
    return f"Dòng {entry.row.excel_row}"


def described(household: Registered) -> str:
    """Return what tells a registered household from its namesakes."""
    values = household.values
    parts = [values["code"], values["head"], f"{values['persons'] or '—'} khẩu", values["address"]]
    return " · ".join(part for part in parts if part)
