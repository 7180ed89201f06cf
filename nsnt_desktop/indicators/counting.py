"""The one query behind every indicator: active households of a year by village, main source and poverty."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.conditions import CONDITIONS, COUNTED, Supply, supply_of
from nsnt_desktop.indicators.results import Counts, SourceCounts
from nsnt_desktop.models import HouseholdRecord as R
from nsnt_desktop.models import MainSource, Village
from nsnt_desktop.models.words import SOURCE_UNKNOWN_LABEL, HouseholdStatus, Poverty, SourceGroup

_FIELDS = tuple(f.name for f in fields(Counts))
_values = attrgetter(*_FIELDS)
_SUMS: dict[str, tuple[str, str]] = {
    "persons": ("persons", "households"),
    "litres": ("litres_per_month", "metered"),
    "litre_persons": ("persons", "metered"),
}
"""Counts that are no households: the column that is added up, and over which households."""
_ASKED = tuple(sorted({COUNTED[name].what for name in _FIELDS if name not in _SUMS}))
OF_SOURCE = tuple(f.name for f in fields(SourceCounts) if f.name in _FIELDS)
"""The counts that are kept for each source."""
_POVERTY: tuple[Poverty | None, ...] = (None, *Poverty)
_SOURCES = 1 << 20
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True)
class Group:
    """The households of one village, main source and poverty (None: not known yet)."""

    village_id: int
    source_id: int | None
    poverty: Poverty | None
    counts: Counts


@dataclass(frozen=True)
class Counted:
    """The counts of one year: by village, and by village and source; places without households are absent."""

    villages: dict[int, Counts]
    sources: dict[int, tuple[SourceCounts, ...]]
    order: dict[int | None, int]
    """The place of each source in the list of sources; None (not known) is last."""


def count_groups(session: Session, year_id: int, central: Collection[int]) -> tuple[Group, ...]:
    """Count the active households of a year once each; `central`: the main sources that are schemes."""
    rows = session.execute(_counting_query(session, year_id)).all()
    return tuple(_group(row, central) for row in rows)


def count_year(session: Session, year_id: int) -> Counted:
    """Count the active households of a year; a household counts once, by its main source."""
    sources = {s.id: s for s in session.scalars(select(MainSource).order_by(MainSource.position))}
    order = {source_id: i for i, source_id in enumerate([*sources, None])}
    groups = count_groups(session, year_id, central_of(sources.values()))
    found: dict[int, list[SourceCounts]] = defaultdict(list)
    by_source = added_by(groups, lambda g: (g.village_id, g.source_id))
    for (village_id, source_id), counts in sorted(by_source.items(), key=lambda item: order[item[0][1]]):
        found[village_id].append(_source(source_id, counts, sources))
    return Counted(
        villages=added_by(groups, lambda g: g.village_id),
        sources={village_id: tuple(parts) for village_id, parts in found.items()},
        order=order,
    )


def records_of(session: Session, year_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return what is true of the records of a year, told so that SQLite runs through them as they stand.

    They stand together, and the way over their index takes five times as long. The first and the last are
    asked of each village, which the index knows without a search.
    """

    def of_village(end: Callable[[Any], Any]) -> Any:
        found = select(end(R.id)).where(R.year_id == year_id, R.village_id == Village.id)
        return found.correlate(Village).scalar_subquery()

    ends = select(func.min(of_village(func.min)), func.max(of_village(func.max))).select_from(Village)
    return (R.id.between(*session.execute(ends).one()), R.year_id + 0 == year_id)


def central_of(sources: Iterable[MainSource | SourceCounts]) -> frozenset[int]:
    """Return which main sources are centralised schemes, by id."""
    central = (s for s in sources if s.group is SourceGroup.CENTRAL)
    ids = (s.id if isinstance(s, MainSource) else s.source_id for s in central)
    return frozenset(i for i in ids if i is not None)


def added_by(groups: Iterable[Group], key: Callable[[Group], _Key]) -> dict[_Key, Counts]:
    """Add up the groups that share a key."""
    parts: dict[_Key, list[Counts]] = defaultdict(list)
    for group in groups:
        parts[key(group)].append(group.counts)
    return {found: add_counts(same) for found, same in parts.items()}


def add_counts(parts: Sequence[Counts]) -> Counts:
    """Add counts, then divide: villages are never averaged."""
    return Counts(*map(sum, zip(*map(_values, parts), strict=True)))


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
            **{name: sum(getattr(s, name) for s in same) for name in OF_SOURCE},
        )
        for same in grouped.values()
    )


def _counting_query(session: Session, year_id: int) -> Select[*tuple[Any, ...]]:
    """Return the query: one row for each group, its number first."""
    t = _slim_records(session, year_id).c
    households = [func.count().filter(CONDITIONS[what](t)) for what in _ASKED]
    sums = [func.sum(t[column]).filter(CONDITIONS[what](t)) for column, what in _SUMS.values()]
    return select(t.group, *households, *sums).group_by(t.group)


def _slim_records(session: Session, year_id: int) -> Any:
    """Return the year's active records made small: SQLite sorts them in three quarters of the time.

    One number holds village, source and poverty. Of a text or a moment only stays whether there is any.
    """
    poverty = case({p.value: i for i, p in enumerate(_POVERTY) if p}, value=R.poverty, else_=0)
    group = (R.village_id * _SOURCES + func.coalesce(R.main_source_id, 0)) * len(_POVERTY) + poverty
    return (
        select(
            group.label("group"),
            R.persons,
            R.hygienic,
            R.clean,
            R.litres_per_month,
            R.volume_estimated,
            R.dry_season_shortage,
            case((R.updated_at.is_not(None), 1)).label("updated_at"),
            case((R.pollution_risk != "", 1), else_="").label("pollution_risk"),
        )
        .where(*records_of(session, year_id), R.status == HouseholdStatus.ACTIVE)
        .limit(-1)  # or SQLite would put the records themselves in its place
        .subquery()
    )


def _group(row: Sequence[Any], central: Collection[int]) -> Group:
    place, poverty_at = divmod(row[0], len(_POVERTY))
    village_id, source_id = divmod(place, _SOURCES)
    poverty = _POVERTY[poverty_at]
    supply = supply_of(source_id or None, central)
    found = dict(zip((*_ASKED, *_SUMS), row[1:], strict=True))
    # SQL's sum of nothing is a null.
    counts = Counts(**{name: found[of] or 0 for name, of in _counted(poverty, supply)})
    return Group(village_id, source_id or None, poverty, counts)


@cache
def _counted(poverty: Poverty | None, supply: Supply) -> tuple[tuple[str, str], ...]:
    """Return the counts that households of one poverty and supply are in, and which number of theirs."""
    asked = ((name, COUNTED[name]) for name in _FIELDS if name not in _SUMS)
    households = ((name, one.what) for name, one in asked if one.asks(poverty, supply))
    return (*households, *zip(_SUMS, _SUMS, strict=True))


def _source(source_id: int | None, counts: Counts, sources: dict[int, MainSource]) -> SourceCounts:
    source = sources.get(source_id or 0)
    label, group = (source.label, source.group) if source else (SOURCE_UNKNOWN_LABEL, None)
    return SourceCounts(source_id, label, group, **{name: getattr(counts, name) for name in OF_SOURCE})
