"""Rule 14: households of last year that nobody accounted for (domain §5)."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from nsnt_desktop import format as vn
from nsnt_desktop.checks.asking import Asked
from nsnt_desktop.checks.finding import Finding, found, heads_label
from nsnt_desktop.checks.records import H, R
from nsnt_desktop.models import HouseholdRecord, Village
from nsnt_desktop.models.words import HouseholdStatus


def not_updated(asked: Asked) -> Iterator[Finding]:
    """Each household of last year is updated this year, or said to have moved, merged or ended."""
    if asked.previous is None:
        return
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in asked.session.execute(_query(asked, asked.previous.id)):
        groups[row.village_id].append(row)
    for village_id, rows in groups.items():
        yield found(
            "14",
            "not_updated",
            f"village:{village_id}",
            records=[row.id for row in rows if row.id is not None],
            village_id=village_id,
            village=asked.villages[village_id],
            count=vn.number(len(rows)),
            heads=heads_label([row.head for row in rows]),
            year=asked.previous.year,
        )


def _query(asked: Asked, previous_id: int) -> Any:
    last = aliased(HouseholdRecord)
    village_id = func.coalesce(R.village_id, last.village_id)
    untouched = R.id.is_(None) | ((R.status == HouseholdStatus.ACTIVE) & R.updated_at.is_(None))
    return (
        select(R.id, Village.id.label("village_id"), H.head)
        .select_from(last)
        .join(H, H.id == last.household_id)
        .outerjoin(R, (R.household_id == last.household_id) & (R.year_id == asked.year.id))
        .join(Village, Village.id == village_id)
        .where(last.year_id == previous_id, last.status == HouseholdStatus.ACTIVE, untouched)
        .order_by(Village.position, Village.id, H.sort_key, last.id)
    )
