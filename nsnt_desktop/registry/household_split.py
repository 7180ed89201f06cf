"""Splitting a household: some of its people form a new one in the same village."""

from dataclasses import dataclass
from typing import Any

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Household, HouseholdRecord, now
from nsnt_desktop.registry.household_life import active_records, touch
from nsnt_desktop.registry.household_lists import HouseholdRow
from nsnt_desktop.registry.household_writing import RECORD_FIELDS
from nsnt_desktop.registry.households import checked_value
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST

CARRIED = (
    *("main_source_id", "second_source_id", "scheme_id", "hygienic", "clean", "basis"),
    *("treatment", "dry_season_shortage", "pollution_risk"),
)
"""What a new household begins with, as proposed: the water of the place it leaves.

Not the poverty, which is decided household by household, and not the meter and its m³.
"""


@dataclass(frozen=True)
class Split:
    """A household that was split off."""

    record_id: int
    household_id: int
    action_id: int


def carried_over(old: HouseholdRow) -> dict[str, Any]:
    """Return the values a household split off would begin with, for the officer to accept or not."""
    return {field: getattr(old, field) for field in CARRIED}


def remaining_persons(before: int | None, moved: int | None) -> int | None:
    """Return how many stay in the old household; None: not known, or nobody would be left."""
    if before is None or moved is None or moved >= before:
        return None
    return before - moved


def split_household(
    data: DataFile, record_id: int, head: str, *, persons: int | None, remaining: int | None, **values: Any
) -> Split:
    """Split a new household off in the same village; the old one keeps `remaining` persons.

    Values are fields of the new household or its record, as the officer accepted them (`carried_over`). It
    is not verified, and remembers which household it came from. Raises KnownError: the year is closed, the
    household is no longer active, no name, persons out of range or nobody left.
    """
    with change(data, "Tách hộ") as made:
        session = made.session
        (old,) = active_records(session, [record_id])
        before = session.get_one(Household, old.household_id)
        _check_left(old.persons, persons, remaining)
        wanted = {"head": head, "persons": persons, "village_id": old.village_id, **values}
        given = {field: checked_value(field, value) for field, value in wanted.items()}
        made.what = f"Tách hộ {given['head']} từ hộ {before.head}"
        texts = {"code": "", "address": before.address, "phone": ""}
        own = {field: given.get(field, text) for field, text in texts.items()}
        household = Household(head=given["head"], split_from_id=before.id, **own)
        session.add(household)
        session.flush()
        facts = {field: value for field, value in given.items() if field in RECORD_FIELDS}
        new = HouseholdRecord(
            year_id=old.year_id, household_id=household.id, updated_at=now(), verified=False, **facts
        )
        session.add(new)
        if old.persons != checked_value("persons", remaining):
            old.persons = remaining
            touch(old)
        session.flush()
        return Split(new.id, household.id, made.action_id)


def _check_left(before: int | None, moved: int | None, remaining: int | None) -> None:
    if before is not None and moved is not None and moved >= before and remaining is None:
        raise KnownError(
            f"Hộ cũ có {before} khẩu, tách {moved} khẩu thì không còn ai. {NOTHING_LOST} "
            "Hãy ghi lại số khẩu tách ra; nếu cả hộ đổi chủ thì chỉ cần sửa tên chủ hộ."
        )
