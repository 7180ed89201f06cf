"""The rules about what is not filled in yet, village by village: 8, 9 and 14 (domain §5)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from nsnt_desktop import format as vn
from nsnt_desktop.checks.asking import Asked, H, R, households
from nsnt_desktop.checks.finding import Finding, found, heads_label, village_label
from nsnt_desktop.models import HouseholdRecord, Village
from nsnt_desktop.models.words import HouseholdStatus


def poverty_blank(asked: Asked) -> Iterator[Finding]:
    """Rule 8: the denominators of indicators 3 and 4 need every household's poverty."""
    rows = asked.session.execute(households(asked, R.poverty.is_(None)))
    yield from _by_village(asked, "8", "blank", rows)


def verdict_blank(asked: Asked) -> Iterator[Finding]:
    """Rule 9: households whose water is not assessed yet are told by number, never taken for a no."""
    blank = R.hygienic.is_(None) | R.clean.is_(None)
    yield from _by_village(asked, "9", "blank", asked.session.execute(households(asked, blank)))


def not_updated(asked: Asked) -> Iterator[Finding]:
    """Rule 14: each household of last year is updated this year, or said to have moved, merged or ended."""
    if asked.previous is None:
        return
    last = aliased(HouseholdRecord)
    village_id = func.coalesce(R.village_id, last.village_id)
    untouched = R.id.is_(None) | ((R.status == HouseholdStatus.ACTIVE) & R.updated_at.is_(None))
    query = (
        select(
            R.id,
            Village.id.label("village_id"),
            Village.name.label("village"),
            Village.former_commune,
            H.head,
        )
        .select_from(last)
        .join(H, H.id == last.household_id)
        .outerjoin(R, (R.household_id == last.household_id) & (R.year_id == asked.year.id))
        .join(Village, Village.id == village_id)
        .where(last.year_id == asked.previous.id, last.status == HouseholdStatus.ACTIVE, untouched)
        .order_by(Village.position, Village.id, H.sort_key, last.id)
    )
    rows = asked.session.execute(query)
    yield from _by_village(asked, "14", "not_updated", rows, year=asked.previous.year)


def _by_village(
    asked: Asked, code: str, case: str, rows: Iterable[Any], **values: object
) -> Iterator[Finding]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.village_id].append(row)
    for village_id, group in grouped.items():
        yield found(
            code,
            case,
            f"village:{village_id}",
            records=[row.id for row in group if row.id is not None],
            village_id=village_id,
            alone=asked.record_id is not None,
            village=village_label(group[0].village, group[0].former_commune),
            count=vn.number(len(group)),
            heads=heads_label([row.head for row in group]),
            **values,
        )
