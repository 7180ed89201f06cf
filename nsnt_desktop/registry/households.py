"""Households changed: added, and edited a field or a block at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Household, HouseholdRecord, Village, now
from nsnt_desktop.registry.duplicates import remember_apart
from nsnt_desktop.registry.household_life import check_there, check_village
from nsnt_desktop.registry.household_writing import RECORD_FIELDS, Changes, read_rows, write_changes
from nsnt_desktop.registry.register import IDENTITY
from nsnt_desktop.registry.years import check_open
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean

PERSONS_LIMIT = 50
"""Beyond this a number of persons is refused as a slip of the keyboard; the checks warn much earlier."""
EARLIEST_BIRTH = 1900
"""Nobody born earlier is head of a household."""


@dataclass(frozen=True)
class Added:
    """A household that was added."""

    record_id: int
    household_id: int
    action_id: int


@dataclass(frozen=True)
class Refused:
    """One value that was not saved, and the sentence why."""

    record_id: int
    field: str
    reason: str


@dataclass(frozen=True)
class Edited:
    """What an edit of one or many values did."""

    action_id: int | None
    """For "Hoàn tác"; None: nothing changed."""
    households: int
    """How many changed."""
    refused: tuple[Refused, ...]


def add_household(
    data: DataFile, year_id: int, village_id: int, head: str, *, unlike: Iterable[int] = (), **values: Any
) -> Added:
    """Add a household to a year. Values are fields of the household or its record.

    unlike: households the officer said are not the same as the new one. Raises KnownError: the year is
    closed, the village is no more, a household without a head, persons out of range.
    """
    with change(data, f"Thêm hộ {clean(head)}") as made:
        year = check_open(made.session, year_id)
        check_village(made.session.get_one(Village, village_id), year)
        given = {field: checked_value(field, value) for field, value in {"head": head, **values}.items()}
        household = Household(
            **{"code": "", "address": "", "phone": "", **{f: v for f, v in given.items() if f in IDENTITY}}
        )
        made.session.add(household)
        made.session.flush()
        record = HouseholdRecord(
            year_id=year_id,
            village_id=village_id,
            household_id=household.id,
            updated_at=now(),
            **{f: v for f, v in given.items() if f in RECORD_FIELDS},
        )
        made.session.add(record)
        remember_apart(made.session, [(household.id, other) for other in unlike])
        made.session.flush()
        return Added(record.id, household.id, made.action_id)


def set_household_field(data: DataFile, record_id: int, field: str, value: Any) -> int | None:
    """Save one field as it is left; return the action for "Hoàn tác", None if nothing changed.

    The year's record counts as updated, and the mark "đã đối chiếu" falls off.
    Raises KnownError: the year is closed, a household without a head, persons out of range.
    """
    edited = set_household_fields(data, [(record_id, field, value)])
    if edited.refused:
        raise KnownError(edited.refused[0].reason)
    return edited.action_id


def set_household_fields(data: DataFile, edits: Sequence[tuple[int, str, Any]]) -> Edited:
    """Save many fields of many households as one action; what cannot be saved is returned, the rest stands.

    Raises KnownError, and saves nothing, if a household stands in a closed year or is no longer there.
    """
    with change(data, "Sửa hộ") as made:
        wanted = {record_id for record_id, _, _ in edits}
        rows = read_rows(made.session, wanted)
        check_there(wanted, rows)
        for year_id in {row["year_id"] for row in rows.values()}:
            check_open(made.session, year_id)
        changes, refused = _sort_out(rows, edits)
        write_changes(made.session, rows, changes, now())
        heads = [rows[record_id]["head"] for record_id in changes]
        made.what = f"Sửa hộ {heads[0]}" if len(heads) == 1 else f"Sửa {len(heads)} hộ"
        return Edited(made.action_id if changes else None, len(changes), tuple(refused))


def _sort_out(
    rows: dict[int, dict[str, Any]], edits: Sequence[tuple[int, str, Any]]
) -> tuple[Changes, list[Refused]]:
    """Part the edits into what changes and what cannot be saved; the last word on a field counts."""
    changes: Changes = {}
    refused = []
    for record_id, field, value in edits:
        try:
            new = checked_value(field, value)
        except KnownError as error:
            refused.append(Refused(record_id, field, error.message))
            continue
        changed = changes.setdefault(record_id, {})
        changed.pop(field, None)
        if rows[record_id][field] != new:
            changed[field] = (rows[record_id][field], new)
    return {record_id: changed for record_id, changed in changes.items() if changed}, refused


def checked_value(field: str, value: Any) -> Any:
    """Return a value as it is kept; raise KnownError if it cannot be."""
    if field not in IDENTITY and field not in RECORD_FIELDS:
        raise ValueError(f"no such field of a household: {field}")
    if isinstance(value, str) and not isinstance(value, Enum):
        value = clean(value)
    _check(field, value)
    return value


def _check(field: str, value: Any) -> None:
    if field == "head" and not value:
        raise KnownError(f"Chưa ghi họ tên chủ hộ. {NOTHING_LOST} Hãy nhập họ tên chủ hộ.")
    if field == "persons" and value is not None and not 1 <= value <= PERSONS_LIMIT:
        raise KnownError(
            f"Số khẩu «{value}» không hợp lệ. {NOTHING_LOST} Hãy nhập số từ 1 đến {PERSONS_LIMIT}, "
            "hoặc để trống nếu chưa biết."
        )
    if field == "birth_year" and value is not None and not EARLIEST_BIRTH <= value <= now().year:
        raise KnownError(
            f"Năm sinh «{value}» không hợp lệ. {NOTHING_LOST} Hãy nhập năm từ {EARLIEST_BIRTH} đến nay, "
            "hoặc để trống nếu chưa biết."
        )
    if field == "litres_per_month" and value is not None and value < 0:
        raise KnownError(f"Số m³ không được âm. {NOTHING_LOST} Hãy nhập lại, hoặc để trống nếu chưa biết.")
