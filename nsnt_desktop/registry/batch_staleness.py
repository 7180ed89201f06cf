"""Whether the register is still the one a list was compared with: nobody's later edit is overwritten."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import in_force
from nsnt_desktop.models import Base, HouseholdRecord, SurveyYear, Village
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.household_lists import id_values
from nsnt_desktop.registry.register import Register, Registered
from nsnt_desktop.storage.faults import NOTHING_LOST


def changed_since(file_name: str) -> KnownError:
    """Return the error for a list whose preview no longer holds."""
    return KnownError(
        f"Sổ hộ đã thay đổi từ lúc xem trước «{file_name}». {NOTHING_LOST} Hãy xem trước lại rồi nhập."
    )


def are_there(session: Session, model: type[Base], ids: Iterable[int]) -> bool:
    """Return whether all these rows of a table still stand."""
    wanted = set(ids)
    table = Base.metadata.tables[model.__tablename__]
    found = session.scalars(select(table.c.id).where(table.c.id.in_(id_values(wanted)))) if wanted else ()
    return wanted == set(found)


def is_as_seen(now: Mapping[str, Any], before: Registered) -> bool:
    """Return whether a household is counted, lives there and holds the same values (row of read_rows)."""
    return (
        now["status"] is HouseholdStatus.ACTIVE
        and now["village_id"] == before.village_id
        and all(now[name] == value for name, value in before.values.items())
    )


def can_be_settled(session: Session, seen: Register, village_ids: Collection[int]) -> bool:
    """Return whether new households may go where they are to go.

    They may not where one came since, for it may be the very same; nor into a village that was given up.
    """
    here = _active_by_village(session, seen.year_id, village_ids)
    known = {household.record_id for household in seen.households}
    if any(records - known for records in here.values()):
        return False
    year = session.get_one(SurveyYear, seen.year_id).year
    villages = (session.get(Village, village_id) for village_id in village_ids)
    return all(v is not None and (v.id in here or in_force(v, year)) for v in villages)


def _active_by_village(session: Session, year_id: int, village_ids: Collection[int]) -> dict[int, set[int]]:
    query = select(HouseholdRecord.village_id, HouseholdRecord.id).where(
        HouseholdRecord.year_id == year_id,
        HouseholdRecord.status == HouseholdStatus.ACTIVE,
        HouseholdRecord.village_id.in_(id_values(village_ids)),
    )
    found = defaultdict[int, set[int]](set)
    for village_id, record_id in session.execute(query):
        found[village_id].add(record_id)
    return dict(found)
