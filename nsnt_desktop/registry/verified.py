"""The mark "đã đối chiếu" over whole villages: how many households carry it, and setting it on all."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from nsnt_desktop.models import HouseholdRecord, Village, now
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.years import check_open
from nsnt_desktop.storage.audit import update_rows
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

R = HouseholdRecord


@dataclass(frozen=True)
class Verified:
    """A village marked as checked."""

    action_id: int | None
    """For "Hoàn tác"; None: every household carried the mark already."""
    households: int
    """How many got the mark."""


def verified_by_village(session: Session, year_id: int) -> dict[int, int]:
    """Return how many active households of each village carry the mark; villages without any are absent."""
    query = (
        select(R.village_id, func.count(case((R.verified, 1))))
        .where(R.year_id == year_id, R.status == HouseholdStatus.ACTIVE)
        .group_by(R.village_id)
    )
    return {village_id: count for village_id, count in session.execute(query) if count}


def verify_village(data: DataFile, year_id: int, village_id: int) -> Verified:
    """Mark every active household of a village; one not updated yet counts as updated, for it was looked at.

    Raises KnownError if the year is closed.
    """
    with change(data, "Đối chiếu cả thôn") as made:
        check_open(made.session, year_id)
        made.what = f"Đánh dấu đã đối chiếu {made.session.get_one(Village, village_id).name}"
        query = select(R.id, R.updated_at).where(
            R.year_id == year_id,
            R.village_id == village_id,
            R.status == HouseholdStatus.ACTIVE,
            R.verified.is_(False),
        )
        moment = now()
        changes: dict[int, dict[str, tuple[Any, Any]]] = {}
        for record_id, updated_at in made.session.execute(query):
            changes[record_id] = {"verified": (False, True)}
            if updated_at is None:
                changes[record_id]["updated_at"] = (None, moment)
        update_rows(made.session, R, changes)
        return Verified(made.action_id if changes else None, len(changes))
