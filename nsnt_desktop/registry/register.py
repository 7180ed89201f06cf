"""The register of one year as an import compares against it: every active household, its key fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.compute import in_force
from nsnt_desktop.models import Household, HouseholdRecord, MainSource, SurveyYear, Village, WaterScheme
from nsnt_desktop.models.words import HouseholdStatus, SourceGroup
from nsnt_desktop.registry.household_life import living_village

IDENTITY = ("code", "head", "address", "phone", "birth_year")
"""The household's own fields, the same in every year."""
COMPARED = (
    "persons",
    "poverty",
    "main_source_id",
    "scheme_id",
    "hygienic",
    "clean",
    "basis",
    "has_meter",
    "litres_per_month",
    "dry_season_shortage",
    "pollution_risk",
    "note",
)
"""Fields of a year's record that a list may change."""
_NAMES = (*IDENTITY, *COMPARED)
_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Registered:
    """One active household of a year as it stands in the data file."""

    record_id: int
    household_id: int
    village_id: int
    updated: bool
    values: dict[str, Any]
    """By field name: IDENTITY and COMPARED."""


@dataclass(frozen=True, slots=True)
class Gone(Registered):
    """A household not counted in the year; its values and record are the last it has."""

    status: HouseholdStatus
    year: int
    """Of that record."""


@dataclass(frozen=True)
class Register:
    """What a list is compared with."""

    year_id: int
    year: int
    households: tuple[Registered, ...]
    villages: dict[int, tuple[str, str]]
    """Name and former commune by id, in the commune's order."""
    sources: dict[str, int]
    """Id by code."""
    source_labels: dict[int, str]
    source_groups: dict[int, SourceGroup]
    schemes: dict[int, str]
    gone: tuple[Gone, ...] = ()
    """Households of this year or an earlier one that are not counted in it."""


class _Values:
    """Its instances share the names of their attributes: a dict of one takes 288 bytes, and not 464."""

    def __init__(self, row: Sequence[Any]) -> None:
        for name, value in zip(_NAMES, row, strict=True):
            setattr(self, name, value)


def _values(row: Sequence[Any]) -> dict[str, Any]:
    return vars(_Values(row))


def load_register(session: Session, year: SurveyYear) -> Register:
    """Return the register of a year, read in one pass."""
    query = (
        select(
            HouseholdRecord.id,
            HouseholdRecord.household_id,
            HouseholdRecord.village_id,
            HouseholdRecord.updated_at,
            *(getattr(Household, name) for name in IDENTITY),
            *(getattr(HouseholdRecord, name) for name in COMPARED),
        )
        .join(Household, Household.id == HouseholdRecord.household_id)
        .where(HouseholdRecord.year_id == year.id, HouseholdRecord.status == HouseholdStatus.ACTIVE)
        .order_by(HouseholdRecord.id)
    )
    households = tuple(
        Registered(row[0], row[1], row[2], row[3] is not None, _values(row[4:]))
        for row in session.execute(query.execution_options(yield_per=_ROWS_AT_ONCE))
    )
    settled = {household.village_id for household in households}
    villages = [
        village
        for village in session.scalars(select(Village).order_by(Village.position, Village.id))
        # A list must not bring households into a village that was given up.
        if in_force(village, year.year) or village.id in settled
    ]
    sources = session.scalars(select(MainSource).order_by(MainSource.position)).all()
    return Register(
        year_id=year.id,
        year=year.year,
        households=households,
        villages={v.id: (v.name, v.former_commune) for v in villages},
        sources={s.code: s.id for s in sources},
        source_labels={s.id: s.label for s in sources},
        source_groups={s.id: s.group for s in sources},
        schemes={s.id: s.name for s in session.scalars(select(WaterScheme).order_by(WaterScheme.name))},
        gone=_gone(session, year),
    )


def _gone(session: Session, year: SurveyYear) -> tuple[Gone, ...]:
    """Return the households with a record of the year or an earlier one, but no active one of the year."""
    here = select(HouseholdRecord.household_id).where(
        HouseholdRecord.year_id == year.id, HouseholdRecord.status == HouseholdStatus.ACTIVE
    )
    query = (
        select(
            HouseholdRecord.id,
            HouseholdRecord.household_id,
            HouseholdRecord.village_id,
            HouseholdRecord.status,
            SurveyYear.year,
            *(getattr(Household, name) for name in IDENTITY),
            *(getattr(HouseholdRecord, name) for name in COMPARED),
        )
        .join(Household, Household.id == HouseholdRecord.household_id)
        .join(SurveyYear, SurveyYear.id == HouseholdRecord.year_id)
        .where(SurveyYear.year <= year.year, HouseholdRecord.household_id.not_in(here))
        .order_by(SurveyYear.year.desc(), HouseholdRecord.id)
    )
    last: dict[int, Gone] = {}
    for record_id, household_id, village_id, status, of, *values in session.execute(query):
        if household_id not in last:
            known = _values(values)
            if of != year.year:
                known["litres_per_month"] = None  # measured anew each year: it does not come back with it
            place = living_village(session, village_id, year.year)
            last[household_id] = Gone(record_id, household_id, place, False, known, status, of)
    return tuple(last.values())
