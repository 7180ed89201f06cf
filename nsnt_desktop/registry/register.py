"""The register of one year as an import compares against it: every active household, its key fields."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.models import Household, HouseholdRecord, MainSource, SurveyYear, Village, WaterScheme
from nsnt_desktop.models.words import HouseholdStatus, SourceGroup

IDENTITY = ("code", "head", "address", "phone")
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


@dataclass(frozen=True, slots=True)
class Registered:
    """One active household of a year as it stands in the data file."""

    record_id: int
    household_id: int
    village_id: int
    updated: bool
    values: dict[str, Any]
    """By field name: IDENTITY and COMPARED."""


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


def load_register(session: Session, year: SurveyYear) -> Register:
    """Return the register of a year, read in one pass."""
    names = (*IDENTITY, *COMPARED)
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
        Registered(row[0], row[1], row[2], row[3] is not None, dict(zip(names, row[4:], strict=True)))
        for row in session.execute(query)
    )
    villages = session.scalars(select(Village).order_by(Village.position, Village.id))
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
    )
