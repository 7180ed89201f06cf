"""Merging households of one year into one: what is proposed, and the deed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Household, HouseholdRecord
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.household_life import active_records, told, touch
from nsnt_desktop.registry.household_lists import HouseholdRow
from nsnt_desktop.registry.households import checked_value
from nsnt_desktop.registry.register import IDENTITY
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST

FILLABLE = (
    *("code", "address", "phone", "birth_year", "poverty", "main_source_id", "second_source_id", "scheme_id"),
    *(
        "hygienic",
        "clean",
        "basis",
        "has_meter",
        "treatment",
        "dry_season_shortage",
        "pollution_risk",
        "note",
    ),
)
"""Fields a kept household may take over from one merged into it, where its own is blank.

Not the m³ a month: what one household used is not what the merged one uses.
"""


@dataclass(frozen=True)
class Filling:
    """A value the kept household could take over, and whose it is."""

    field: str
    value: Any
    head: str
    record_id: int


@dataclass(frozen=True)
class Merged:
    """What a merging did."""

    action_id: int
    households: int
    """How many were merged into it."""


def merged_persons(persons: Sequence[int | None]) -> int | None:
    """Return the persons of a merged household: the sum, None ("chưa xác định") if one is not known."""
    known = [number for number in persons if number is not None]
    return sum(known) if known and len(known) == len(persons) else None


def fillings(kept: HouseholdRow, others: Sequence[HouseholdRow]) -> tuple[Filling, ...]:
    """Return what the others know and the kept household does not; of two others the first counts.

    A scheme is offered only together with the main source it belongs to.
    """
    found = []
    for field in FILLABLE:
        needs_source = field == "scheme_id" and kept.main_source_id is not None
        if _known(kept, field) or needs_source:
            continue
        giver = next((other for other in others if _known(other, field)), None)
        if giver is not None:
            found.append(Filling(field, getattr(giver, field), giver.head, giver.id))
    return tuple(found)


def _known(row: HouseholdRow, field: str) -> bool:
    return getattr(row, field) not in {None, ""}


def merge_households(
    data: DataFile,
    keep: int,
    others: Sequence[int],
    *,
    persons: int | None,
    take: Mapping[str, Any] | None = None,
) -> Merged:
    """Merge the households of some records into the one of `keep`, all of one year.

    The others stay in the year as "Đã nhập hộ" with a pointer to the kept one, which gets the persons given
    and the values of `take` (fields of FILLABLE). Pointers of earlier mergings stay: they are history.
    Raises KnownError: no other household, one is the kept one itself, of another year or no longer active,
    the year is closed, persons out of range.
    """
    _check_others(keep, others)
    with change(data, "Gộp hộ") as made:
        kept, *gone = active_records(made.session, [keep, *others])
        if any(record.year_id != kept.year_id for record in gone):
            raise KnownError(f"Chỉ gộp được các hộ của cùng một năm. {NOTHING_LOST} Hãy chọn lại các hộ.")
        household = made.session.get_one(Household, kept.household_id)
        made.what = f"Gộp {told(made.session, gone)} vào hộ {household.head}"
        for record in gone:
            record.status, record.merged_into_id = HouseholdStatus.MERGED, kept.household_id
            touch(record)
        _fill(made.session, kept, {"persons": persons, **(take or {})})
        return Merged(made.action_id, len(gone))


def _check_others(keep: int, others: Sequence[int]) -> None:
    if keep in others:
        raise KnownError(f"Không gộp một hộ vào chính hộ đó. {NOTHING_LOST} Hãy chọn hộ khác để gộp.")
    if not others:
        raise KnownError(f"Chưa chọn hộ nào để gộp. {NOTHING_LOST} Hãy chọn ít nhất hai hộ.")


def _fill(session: Session, kept: HouseholdRecord, values: Mapping[str, Any]) -> None:
    household = session.get_one(Household, kept.household_id)
    changed = False
    for field, value in values.items():
        row: Any = household if field in IDENTITY else kept
        new = checked_value(field, value)
        if getattr(row, field) != new:
            setattr(row, field, new)
            changed = True
    if changed:
        touch(kept)
