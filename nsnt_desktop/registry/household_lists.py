"""The list of a year's households as its screen pages through it: filters, order, rows, history."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from nsnt_desktop.models import Household, HouseholdRecord, MainSource, SurveyYear, Village, WaterScheme
from nsnt_desktop.models.words import Basis, HouseholdStatus, Poverty
from nsnt_desktop.text import fold


class Chip(Enum):
    """The quick filters over the list of households."""

    UNKNOWN = auto()
    POOR = auto()
    NOT_CLEAN = auto()
    NOT_UPDATED = auto()
    GONE = auto()


@dataclass(frozen=True)
class HouseholdFilter:
    """Which households the list shows; without GONE only active ones."""

    village_id: int | None = None
    search: str = ""
    chips: frozenset[Chip] = frozenset()
    only: frozenset[int] | None = None
    """Record ids, as a finding of the checks names them; None: no such limit."""


@dataclass(frozen=True)
class HouseholdRow:
    """One household in one year, with the words its lists show."""

    id: int
    """Of the record of the year."""
    household_id: int
    village_id: int
    village: str
    code: str
    head: str
    address: str
    phone: str
    status: HouseholdStatus
    persons: int | None
    poverty: Poverty | None
    main_source_id: int | None
    main_source: str
    second_source_id: int | None
    scheme_id: int | None
    scheme: str
    hygienic: bool | None
    clean: bool | None
    basis: Basis | None
    has_meter: bool | None
    litres_per_month: int | None
    volume_estimated: bool
    treatment: str
    dry_season_shortage: bool | None
    pollution_risk: str
    note: str
    updated_at: datetime | None
    verified: bool


R, H = HouseholdRecord, Household

SORT_COLUMNS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "village": (Village.position.expression, H.sort_key.expression),
    "code": (H.code.expression,),
    "head": (H.sort_key.expression,),
    "persons": (R.persons.expression,),
    "poverty": (R.poverty.expression,),
    "main_source": (MainSource.position.expression,),
    "scheme": (WaterScheme.name.expression,),
    "hygienic": (R.hygienic.expression,),
    "clean": (R.clean.expression,),
    "basis": (R.basis.expression,),
    "litres_per_month": (R.litres_per_month.expression,),
    "updated_at": (R.updated_at.expression,),
}


def household_ids(
    session: Session, year_id: int, where: HouseholdFilter, sort: str = "village", *, descending: bool = False
) -> list[int]:
    """Return the record ids of a year's households that a filter lets through, sorted."""
    query = select(R.id).join(H, H.id == R.household_id).where(*_conditions(year_id, where))
    if sort == "village":
        query = query.join(Village, Village.id == R.village_id)
    elif sort == "main_source":
        query = query.outerjoin(MainSource, MainSource.id == R.main_source_id)
    elif sort == "scheme":
        query = query.outerjoin(WaterScheme, WaterScheme.id == R.scheme_id)
    columns = SORT_COLUMNS[sort]
    order = [column.desc() if descending else column for column in columns]
    return list(session.scalars(query.order_by(*order, R.id)))


def household_rows(session: Session, ids: Sequence[int]) -> list[HouseholdRow]:
    """Return the households of these record ids, in that order."""
    found = {row.id: row for row in _rows(session, _row_query().where(R.id.in_(_values(ids))))}
    return [found[i] for i in ids if i in found]


def household_history(session: Session, household_id: int) -> list[tuple[int, HouseholdRow]]:
    """Return one household year by year, newest first."""
    query = (
        _row_query()
        .add_columns(SurveyYear.year)
        .join(SurveyYear, SurveyYear.id == R.year_id)
        .where(R.household_id == household_id)
        .order_by(SurveyYear.year.desc())
    )
    return [(row[-1], HouseholdRow(*row[:-1])) for row in session.execute(query)]


def count_by_village(session: Session, year_id: int, where: HouseholdFilter) -> dict[int, int]:
    """Return how many households of each village a filter lets through, whatever village it names."""
    anywhere = HouseholdFilter(None, where.search, where.chips, where.only)
    query = (
        select(R.village_id, func.count())
        .join(H, H.id == R.household_id)
        .where(*_conditions(year_id, anywhere))
        .group_by(R.village_id)
    )
    return dict(session.execute(query).all())


def _conditions(year_id: int, where: HouseholdFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [R.year_id == year_id]
    gone = Chip.GONE in where.chips
    found.append(R.status != HouseholdStatus.ACTIVE if gone else R.status == HouseholdStatus.ACTIVE)
    if where.village_id is not None:
        found.append(R.village_id == where.village_id)
    found += [H.search.contains(word, autoescape=True) for word in fold(where.search).split()]
    if Chip.UNKNOWN in where.chips:
        found.append(R.hygienic.is_(None) | R.clean.is_(None))
    if Chip.POOR in where.chips:
        found.append(R.poverty == Poverty.POOR)
    if Chip.NOT_CLEAN in where.chips:
        found.append(R.clean.is_(False))
    if Chip.NOT_UPDATED in where.chips:
        found.append(R.updated_at.is_(None))
    if where.only is not None:
        found.append(R.id.in_(_values(where.only)))
    return found


def _values(ids: Iterable[int]) -> Select[int]:
    """Return ids as a table: SQLite takes only so many values one by one."""
    return select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value)


def _row_query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            R.id,
            R.household_id,
            R.village_id,
            Village.name,
            H.code,
            H.head,
            H.address,
            H.phone,
            R.status,
            R.persons,
            R.poverty,
            R.main_source_id,
            func.coalesce(MainSource.label, ""),
            R.second_source_id,
            R.scheme_id,
            func.coalesce(WaterScheme.name, ""),
            R.hygienic,
            R.clean,
            R.basis,
            R.has_meter,
            R.litres_per_month,
            R.volume_estimated,
            R.treatment,
            R.dry_season_shortage,
            R.pollution_risk,
            R.note,
            R.updated_at,
            R.verified,
        )
        .join(H, H.id == R.household_id)
        .join(Village, Village.id == R.village_id)
        .outerjoin(MainSource, MainSource.id == R.main_source_id)
        .outerjoin(WaterScheme, WaterScheme.id == R.scheme_id)
    )


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> list[HouseholdRow]:
    return [HouseholdRow(*row) for row in session.execute(query)]
