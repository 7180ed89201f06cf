"""The one query behind every indicator: active households of a year, by village and main source."""

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.results import Counts, SourceCounts
from nsnt_desktop.models import HouseholdRecord as R
from nsnt_desktop.models import MainSource
from nsnt_desktop.models.words import SOURCE_UNKNOWN_LABEL, HouseholdStatus, Poverty, SourceGroup


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """Count the rows on which every condition is true (a null is not true)."""
    return func.count(case((conditions[0] if len(conditions) == 1 else _all(conditions), 1)))


def _all(conditions: tuple[ColumnElement[bool], ...]) -> ColumnElement[bool]:
    joined = conditions[0]
    for condition in conditions[1:]:
        joined = joined & condition
    return joined


_POOR = R.poverty == Poverty.POOR
_METERED = R.clean.is_(True) & R.litres_per_month.is_not(None) & (R.persons > 0)

_COLUMNS: dict[str, ColumnElement[Any]] = {
    "households": func.count(),
    "updated": func.count(R.updated_at),
    "persons": func.coalesce(func.sum(R.persons), 0),
    "persons_unknown": _count(R.persons.is_(None)),
    "poor": _count(_POOR),
    "near_poor": _count(R.poverty == Poverty.NEAR_POOR),
    "poverty_unknown": _count(R.poverty.is_(None)),
    "hygienic": _count(R.hygienic.is_(True)),
    "hygienic_unknown": _count(R.hygienic.is_(None)),
    "clean": _count(R.clean.is_(True)),
    "clean_unknown": _count(R.clean.is_(None)),
    "poor_hygienic": _count(_POOR, R.hygienic.is_(True)),
    "poor_hygienic_unknown": _count(_POOR, R.hygienic.is_(None)),
    "poor_clean": _count(_POOR, R.clean.is_(True)),
    "poor_clean_unknown": _count(_POOR, R.clean.is_(None)),
    "metered": _count(_METERED),
    "litres": func.coalesce(func.sum(case((_METERED, R.litres_per_month))), 0),
    "litre_persons": func.coalesce(func.sum(case((_METERED, R.persons))), 0),
    "estimated": _count(_METERED, R.volume_estimated.is_(True)),
    "shortage_unknown": _count(R.dry_season_shortage.is_(None)),
    "shortage": _count(R.dry_season_shortage.is_(True)),
    "pollution": _count(R.pollution_risk != ""),
}

_OF_SOURCE = tuple(f.name for f in fields(SourceCounts) if f.name in _COLUMNS)
"""The counts that are kept for each source."""


@dataclass(frozen=True)
class Counted:
    """The counts of one year: by village, and by village and source; places without households are absent."""

    villages: dict[int, Counts]
    sources: dict[int, tuple[SourceCounts, ...]]
    order: dict[int | None, int]
    """The place of each source in the list of sources; None (not known) is last."""


def counting_query(year_id: int) -> Select[*tuple[Any, ...]]:
    """Return the query: one row for each village and main source of the year."""
    return (
        select(R.village_id, R.main_source_id, *(column.label(name) for name, column in _COLUMNS.items()))
        .where(R.year_id == year_id, R.status == HouseholdStatus.ACTIVE)
        .group_by(R.village_id, R.main_source_id)
    )


def count_year(session: Session, year_id: int) -> Counted:
    """Count the active households of a year; a household counts once, by its main source."""
    sources = {s.id: s for s in session.scalars(select(MainSource).order_by(MainSource.position))}
    order = {source_id: i for i, source_id in enumerate([*sources, None])}
    rows = session.execute(counting_query(year_id)).all()
    by_village: dict[int, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: order[r.main_source_id]):
        by_village[row.village_id].append(row)
    return Counted(
        {village: _sum([_row_counts(r, sources) for r in found]) for village, found in by_village.items()},
        {village: tuple(_source(r, sources) for r in found) for village, found in by_village.items()},
        order,
    )


def add_counts(parts: list[Counts]) -> Counts:
    """Add counts, then divide: villages are never averaged."""
    return _sum(parts)


def add_sources(parts: list[SourceCounts]) -> tuple[SourceCounts, ...]:
    """Add the counts of each source over several villages, in the order the sources first appear in."""
    grouped: dict[int | None, list[SourceCounts]] = defaultdict(list)
    for part in parts:
        grouped[part.source_id].append(part)
    return tuple(
        SourceCounts(
            same[0].source_id,
            same[0].label,
            same[0].group,
            **{name: sum(getattr(s, name) for s in same) for name in _OF_SOURCE},
        )
        for same in grouped.values()
    )


def _sum(parts: list[Counts]) -> Counts:
    return Counts(**{f.name: sum(getattr(p, f.name) for p in parts) for f in fields(Counts)})


def _row_counts(row: Any, sources: dict[int, MainSource]) -> Counts:
    source = sources.get(row.main_source_id)
    central = source is not None and source.group == SourceGroup.CENTRAL
    return Counts(
        **{name: getattr(row, name) for name in _COLUMNS},
        clean_central=row.clean if central else 0,
        poor_clean_central=row.poor_clean if central else 0,
        source_unknown=row.households if source is None else 0,
        clean_source_unknown=row.clean if source is None else 0,
        poor_clean_source_unknown=row.poor_clean if source is None else 0,
    )


def _source(row: Any, sources: dict[int, MainSource]) -> SourceCounts:
    source = sources.get(row.main_source_id)
    label, group = (source.label, source.group) if source else (SOURCE_UNKNOWN_LABEL, None)
    return SourceCounts(row.main_source_id, label, group, **{name: getattr(row, name) for name in _OF_SOURCE})
