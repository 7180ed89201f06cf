"""What the rules about villages count: one query for a year, by village and main source."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from nsnt_desktop.checks.records import R, records_of
from nsnt_desktop.models.words import HouseholdStatus, Poverty

Counted = Counter[str]
"""Plain counts by name; one that is missing is 0."""

_METERED = R.clean.is_(True) & R.litres_per_month.is_not(None) & (R.persons > 0)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


_COUNTS: Mapping[str, ColumnElement[Any]] = {
    "households": func.count(),
    "persons": func.coalesce(func.sum(R.persons), 0),
    "persons_known": func.count(R.persons),
    "hygienic": _count(R.hygienic.is_(True)),
    "hygienic_known": func.count(R.hygienic),
    "clean": _count(R.clean.is_(True)),
    "clean_known": func.count(R.clean),
    "litres": func.coalesce(func.sum(case((_METERED, R.litres_per_month))), 0),
    "litre_persons": func.coalesce(func.sum(case((_METERED, R.persons))), 0),
    "poor": _count(R.poverty == Poverty.POOR),
    "near_poor": _count(R.poverty == Poverty.NEAR_POOR),
    "not_poor": _count(R.poverty == Poverty.NONE),
    "poverty_blank": _count(R.poverty.is_(None)),
}


@dataclass(frozen=True)
class Group:
    """The active households of one village and main source (None: not known)."""

    village_id: int
    source_id: int | None
    counted: Counted


def count_groups(session: Session, year_id: int) -> tuple[Group, ...]:
    """Count the active households of a year by village and main source."""
    query = (
        select(R.village_id, R.main_source_id, *(column.label(name) for name, column in _COUNTS.items()))
        .where(records_of(year_id), R.status == HouseholdStatus.ACTIVE)
        .group_by(R.village_id, R.main_source_id)
    )
    return tuple(
        Group(row.village_id, row.main_source_id, Counter({name: getattr(row, name) for name in _COUNTS}))
        for row in session.execute(query)
    )


def add_up(groups: Iterable[Group]) -> Counted:
    """Return the counts of several groups together."""
    total: Counted = Counter()
    for group in groups:
        total.update(group.counted)
    return total


def by_village(groups: Iterable[Group]) -> dict[int, Counted]:
    """Return the counts of every village that has households."""
    villages: dict[int, Counted] = {}
    for group in groups:
        villages.setdefault(group.village_id, Counter()).update(group.counted)
    return villages
