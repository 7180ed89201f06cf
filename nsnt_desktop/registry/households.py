"""Households changed: added, and edited a field or a block at a time."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import (
    Household,
    HouseholdRecord,
    now,
)
from nsnt_desktop.registry.register import IDENTITY
from nsnt_desktop.registry.years import check_open
from nsnt_desktop.storage.changes import Change, change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean

RECORD_FIELDS = frozenset(
    {
        "village_id",
        "status",
        "persons",
        "poverty",
        "main_source_id",
        "second_source_id",
        "scheme_id",
        "hygienic",
        "clean",
        "basis",
        "has_meter",
        "litres_per_month",
        "volume_estimated",
        "treatment",
        "dry_season_shortage",
        "pollution_risk",
        "note",
        "verified",
    }
)
PERSONS_LIMIT = 50
"""Beyond this a number of persons is refused as a slip of the keyboard; the checks warn much earlier."""


def add_household(data: DataFile, year_id: int, village_id: int, head: str, **values: Any) -> int:
    """Add a household to a year; return its record id. Values are fields of the household or its record."""
    with change(data, f"Thêm hộ {clean(head)}") as made:
        check_open(made.session, year_id)
        household = Household(code="", address="", phone="", head="")
        record = HouseholdRecord(
            year_id=year_id, village_id=village_id, updated_at=now(), treatment="", pollution_risk="", note=""
        )
        for field, value in {"head": head, **values}.items():
            _set(household, record, field, value)
        made.session.add(household)
        made.session.flush()
        record.household_id = household.id
        made.session.add(record)
        made.session.flush()
        return record.id


def set_household_field(data: DataFile, record_id: int, field: str, value: Any) -> int | None:
    """Save one field as it is left; return the action for "Hoàn tác", None if nothing changed.

    The year's record counts as updated, and the mark "đã đối chiếu" falls off.
    Raises KnownError: the year is closed, a household without a head, persons out of range.
    """
    return set_household_fields(data, [(record_id, field, value)])


def set_household_fields(data: DataFile, edits: Sequence[tuple[int, str, Any]]) -> int | None:
    """Save many fields of many households as one action (a pasted block undoes as one)."""
    with change(data, "Sửa hộ") as made:
        touched = False
        for record_id, field, value in edits:
            touched |= _edit(made, record_id, field, value)
        if len({record_id for record_id, _, _ in edits}) == 1:
            record = made.session.get_one(HouseholdRecord, edits[0][0])
            made.action.what = f"Sửa hộ {made.session.get_one(Household, record.household_id).head}"
        elif edits:
            made.action.what = f"Sửa {len({e[0] for e in edits})} hộ"
        return made.action_id if touched else None


def _edit(made: Change, record_id: int, field: str, value: Any) -> bool:
    record = made.session.get_one(HouseholdRecord, record_id)
    check_open(made.session, record.year_id)
    household = made.session.get_one(Household, record.household_id)
    if not _set(household, record, field, value):
        return False
    record.updated_at = now()
    if field != "verified":
        record.verified = False
    return True


def _set(household: Household, record: HouseholdRecord, field: str, value: Any) -> bool:
    if isinstance(value, str) and not isinstance(value, Enum):
        value = clean(value)
    _check(field, value)
    if field not in IDENTITY and field not in RECORD_FIELDS:
        raise ValueError(f"no such field of a household: {field}")
    row: Any = household if field in IDENTITY else record
    if getattr(row, field) == value:
        return False
    setattr(row, field, value)
    return True


def _check(field: str, value: Any) -> None:
    if field == "head" and not value:
        raise KnownError(f"Chưa ghi họ tên chủ hộ. {NOTHING_LOST} Hãy nhập họ tên chủ hộ.")
    if field == "persons" and value is not None and not 1 <= value <= PERSONS_LIMIT:
        raise KnownError(
            f"Số khẩu «{value}» không hợp lệ. {NOTHING_LOST} Hãy nhập số từ 1 đến {PERSONS_LIMIT}, "
            "hoặc để trống nếu chưa biết."
        )
    if field == "litres_per_month" and value is not None and value < 0:
        raise KnownError(f"Số m³ không được âm. {NOTHING_LOST} Hãy nhập lại, hoặc để trống nếu chưa biết.")
