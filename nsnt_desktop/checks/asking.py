"""What every rule is given, and the query most of them start from."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, aliased

from nsnt_desktop.models import Household, HouseholdRecord, MainSource, SurveyYear, Village
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.storage.assumptions import Assumptions

R, H = HouseholdRecord, Household
MAIN, SECOND = aliased(MainSource), aliased(MainSource)


@dataclass(frozen=True)
class Asked:
    """One check of one survey year."""

    session: Session
    year: SurveyYear
    previous: SurveyYear | None
    assumptions: Assumptions
    today: date
    record_id: int | None = None
    """One household's record, where only that household is asked about."""


def active(asked: Asked) -> ColumnElement[bool]:
    """Return the condition "a household counted in the year" (and the one asked about)."""
    counted = (R.year_id == asked.year.id) & (R.status == HouseholdStatus.ACTIVE)
    return counted if asked.record_id is None else counted & (R.id == asked.record_id)


def households(asked: Asked, *conditions: ColumnElement[bool], extra: tuple[Any, ...] = ()) -> Select[Any]:
    """Return the query of the active households that meet every condition, village by village, by name.

    Its rows: id (of the record), household_id, village_id, village, former_commune, head, then extra.
    """
    return (
        select(
            R.id,
            R.household_id,
            R.village_id,
            Village.name.label("village"),
            Village.former_commune,
            H.head,
            *extra,
        )
        .join(H, H.id == R.household_id)
        .join(Village, Village.id == R.village_id)
        .outerjoin(MAIN, MAIN.id == R.main_source_id)
        .where(active(asked), *conditions)
        .order_by(Village.position, Village.id, H.sort_key, R.id)
    )
