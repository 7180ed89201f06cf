from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from nsnt_desktop.models.base import Base, Id, Text
from nsnt_desktop.models.words import ManagementModel, SchemeKind, SchemeMeasure, SustainabilityClass


class WaterScheme(Base):
    """The lasting identity of a centralised scheme; it may serve several communes."""

    __tablename__ = "water_scheme"

    id: Mapped[Id]
    code: Mapped[Text]
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[SchemeKind | None]
    source: Mapped[Text]
    treatment: Mapped[Text]
    year_built: Mapped[int | None]
    in_use_since: Mapped[int | None]
    other_communes: Mapped[Text]


class SchemeRecord(Base):
    """A scheme in one survey year; money in đồng, capacities in m³ a day."""

    __tablename__ = "scheme_record"
    __table_args__ = (UniqueConstraint("year_id", "scheme_id"),)

    id: Mapped[Id]
    year_id: Mapped[int] = mapped_column(ForeignKey("survey_year.id"))
    scheme_id: Mapped[int] = mapped_column(ForeignKey("water_scheme.id"))
    working: Mapped[bool | None]
    design_capacity: Mapped[int | None]
    actual_capacity: Mapped[int | None]
    design_connections: Mapped[int | None]
    actual_connections: Mapped[int | None]
    households_here: Mapped[int | None]
    """Connections in this commune, apart from the total."""
    persons: Mapped[int | None]
    price: Mapped[int | None]
    yearly_income: Mapped[int | None]
    yearly_cost: Mapped[int | None]
    loss_percent: Mapped[int | None]
    hours_per_day: Mapped[int | None]
    days_interrupted: Mapped[int | None]
    managing_body: Mapped[Text]
    management_model: Mapped[ManagementModel | None]
    trained_operator: Mapped[bool | None]
    class_override: Mapped[SustainabilityClass | None]
    """The officer's own class, which stands over the proposed one; needs a reason."""
    class_reason: Mapped[Text]
    note: Mapped[Text]


class SchemeAnswer(Base):
    """The officer's answer to one criterion of sustainability, where the record cannot tell."""

    __tablename__ = "scheme_answer"
    __table_args__ = (UniqueConstraint("scheme_record_id", "criterion_id"),)

    id: Mapped[Id]
    scheme_record_id: Mapped[int] = mapped_column(ForeignKey("scheme_record.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("sustainability_criterion.id"))
    met: Mapped[bool | None]


class SustainabilityCriterion(Base):
    """One question that a scheme's class rests on; the list is the officer's to edit (assumption)."""

    __tablename__ = "sustainability_criterion"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    label: Mapped[Text]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
    required: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    """Whether the two upper classes need it met, however many others are."""
    measure: Mapped[SchemeMeasure | None]
    """What its answer is proposed from; None: the officer answers it himself."""


class WaterTest(Base):
    """A test of water, of a scheme or of a household (one of the two)."""

    __tablename__ = "water_test"

    id: Mapped[Id]
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("water_scheme.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    tested_on: Mapped[date]
    laboratory: Mapped[Text]
    regulation_id: Mapped[int | None] = mapped_column(ForeignKey("regulation.id"))
    passed: Mapped[bool | None]
    valid_until: Mapped[date | None]
    note: Mapped[Text]


class Regulation(Base):
    """A water quality regulation and the days it applies (from, to; None: open)."""

    __tablename__ = "regulation"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    applies_from: Mapped[date | None]
    applies_to: Mapped[date | None]
