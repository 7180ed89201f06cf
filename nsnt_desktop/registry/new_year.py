"""Opening the next survey year from the newest one: who is carried over, and what starts blank."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.models import Base, HouseholdRecord, SchemeRecord, SurveyYear
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.years import add_year, find_year
from nsnt_desktop.storage.audit import insert_columns
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

_HOUSEHOLD_BLANK = frozenset({"litres_per_month", "volume_estimated", "verified", "updated_at"})
"""Measured or checked anew each year; everything else is last year's word until somebody updates it."""
_SCHEME_BLANK = frozenset(
    {
        "price",
        "yearly_income",
        "yearly_cost",
        "loss_percent",
        "days_interrupted",
        "class_override",
        "class_reason",
    }
)


@dataclass(frozen=True)
class OpenedYear:
    """A survey year that was opened."""

    year: int
    households: int
    schemes: int
    action_id: int


def open_next_year(data: DataFile) -> OpenedYear:
    """Open the year after the newest: active households and their villages, schemes, and the lasting answers.

    Each record counts as not updated until somebody touches it; m³, money and the officer's own class of a
    scheme start blank. Households that moved away, merged or ended stay in their years.
    """
    with change(data, "Mở năm mới") as made:
        session = made.session
        last = find_year(session)
        made.action.what = f"Mở năm {last.year + 1}"
        opened = add_year(session, last.year + 1)
        active = select(HouseholdRecord).where(
            HouseholdRecord.year_id == last.id, HouseholdRecord.status == HouseholdStatus.ACTIVE
        )
        households = _carry(session, HouseholdRecord, list(session.scalars(active)), opened, _HOUSEHOLD_BLANK)
        schemes = select(SchemeRecord).where(SchemeRecord.year_id == last.id)
        followed = _carry(session, SchemeRecord, list(session.scalars(schemes)), opened, _SCHEME_BLANK)
        return OpenedYear(opened.year, households, followed, made.action_id)


def _carry(
    session: Session, model: type[Base], rows: list[Any], opened: SurveyYear, blank: frozenset[str]
) -> int:
    names = [c.name for c in model.__table__.columns if c.name not in blank | {"id", "year_id"}]
    columns: dict[str, list[Any]] = {name: [getattr(row, name) for row in rows] for name in names}
    insert_columns(session, model, {"year_id": [opened.id] * len(rows), **columns})
    return len(rows)
