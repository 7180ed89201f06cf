from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nsnt_desktop.models.base import Base, Id, Text
from nsnt_desktop.models.words import YearState


class SurveyYear(Base):
    """One year of the work: when its figures hold, and whether they may still change."""

    __tablename__ = "survey_year"

    id: Mapped[Id]
    year: Mapped[int] = mapped_column(unique=True)
    as_of: Mapped[date]
    deadline: Mapped[date]
    state: Mapped[YearState] = mapped_column(default=YearState.OPEN)
    state_reason: Mapped[Text]
    """Why a closed year was opened again, in the officer's words."""
    closed_at: Mapped[datetime | None]
    figures: Mapped[Text]
    """The figures as they were when the year was closed (JSON); empty while it is open."""


class VillageDelivery(Base):
    """What one village handed in for one year: when, and the totals its head declared."""

    __tablename__ = "village_delivery"
    __table_args__ = (UniqueConstraint("year_id", "village_id"),)

    id: Mapped[Id]
    year_id: Mapped[int] = mapped_column(ForeignKey("survey_year.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    delivered_on: Mapped[date | None]
    declared_households: Mapped[int | None]
    declared_persons: Mapped[int | None]
    declared_poor: Mapped[int | None]
    note: Mapped[Text]
