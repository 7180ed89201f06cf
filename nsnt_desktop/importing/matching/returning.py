"""Rows of a list that name a household which had gone: back again, another one, or a list out of date."""

from collections import defaultdict
from typing import Any

from nsnt_desktop.importing.matching.entries import Entry, Place, line_of
from nsnt_desktop.importing.matching.questions import MAKE_NEW, SKIP
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.register import Gone, Register, Registered
from nsnt_desktop.text import match_key


def by_name(register: Register) -> dict[tuple[Place, str], list[Gone]]:
    """Return the households that are not counted this year, by village and name as lists are matched."""
    found: dict[tuple[Place, str], list[Gone]] = defaultdict(list)
    for household in register.gone:
        found[household.village_id, match_key(household.values["head"])].append(household)
    return dict(found)


def key(entry: Entry) -> str:
    """Return what the answer about a row is kept under."""
    return f"gone:{entry.row.sheet}:{entry.row.excel_row}"


def question(entry: Entry, gone: list[Gone]) -> tuple[str, str, list[tuple[str, str]]]:
    """Return the key, the question and its answers: back again, a new household, or nothing."""
    asked = f"{line_of(entry)}: hộ «{entry.row.head}» {what_became(gone[0])}. Hộ này trở lại?"
    back = [(str(h.household_id), _back_words(h, alone=len(gone) == 1)) for h in gone]
    return key(entry), asked, [*back, (MAKE_NEW, "Hộ mới, trùng tên"), (SKIP, "Bỏ qua dòng này")]


def _back_words(household: Gone, *, alone: bool) -> str:
    which = "" if alone else f" hộ {household.values['code']}, {what_became(household)}"
    return f"Đưa trở lại{which}"


def what_became(household: Gone) -> str:
    """Return what became of a household, as a part of a sentence."""
    if household.status is HouseholdStatus.ACTIVE:
        return f"có trong số liệu năm {household.year}, chưa có trong năm nay"
    return f"trong sổ đã ghi «{household.status.label}» năm {household.year}"


def back(household: Registered) -> dict[str, Any]:
    """Return what a row says besides of a household that had gone; nothing of one that is counted."""
    if not isinstance(household, Gone):
        return {}
    return {"returns": household.household_id, "reason": f"trở lại, {what_became(household)}"}
