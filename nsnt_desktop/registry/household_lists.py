"""The list of a year's households as its screen pages through it: filters, order, rows, history."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from nsnt_desktop.models import Household, HouseholdRecord, MainSource, SurveyYear, Village, WaterScheme
from nsnt_desktop.models.words import Basis, HouseholdStatus, Poverty


class Chip(Enum):
    """The quick filters over the list of households."""

    UNKNOWN = auto()
    POOR = auto()
    NOT_CLEAN = auto()
    NOT_UPDATED = auto()
    NOT_VERIFIED = auto()
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
    birth_year: int | None
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

IDS_GIVEN = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
"""The ids in the parameter "ids", a JSON list."""

CHIP_CONDITIONS: dict[Chip, ColumnElement[bool]] = {
    Chip.UNKNOWN: R.hygienic.is_(None) | R.clean.is_(None),
    Chip.POOR: R.poverty == Poverty.POOR,
    Chip.NOT_CLEAN: R.clean.is_(False),
    Chip.NOT_UPDATED: R.updated_at.is_(None),
    Chip.NOT_VERIFIED: R.verified.is_(False),
}
"""What each chip lets through; GONE chooses those who left instead of those who are here."""


def household_rows(session: Session, ids: Sequence[int]) -> list[HouseholdRow]:
    """Return the households of these record ids, in that order."""
    found = {row.id: row for row in _rows(session, _row_query().where(R.id.in_(id_values(ids))))}
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


def id_values(ids: Iterable[int]) -> Select[int]:
    """Return ids as a table: SQLite takes only so many values one by one."""
    return IDS_GIVEN.params(ids=json.dumps(list(ids)))


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
            H.birth_year,
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
