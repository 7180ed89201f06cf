from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from nsnt_desktop.models.base import Base, Id, Text


class Criterion(Base):
    """One criterion of nông thôn mới fed by an indicator; the value is the officer's to enter."""

    __tablename__ = "criterion"

    id: Mapped[Id]
    criteria_set: Mapped[Text]
    period: Mapped[Text]
    code: Mapped[Text]
    name: Mapped[Text]
    indicator: Mapped[Text]
    zone: Mapped[Text]
    operator: Mapped[Text]
    value: Mapped[Text]
    """A decimal number as text ("55", "15.5"), empty: no threshold entered, so no verdict."""
    unit: Mapped[Text]
    legal_document: Mapped[Text]
    confirmed: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
    reach_by: Mapped[date | None]
    """The day the office means to have reached it by; None: not set."""


class Assumption(Base):
    """One number or choice that no published text gave us; shipped as data the officer edits and confirms."""

    __tablename__ = "assumption"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    label: Mapped[Text]
    value: Mapped[Text]
    unit: Mapped[Text]
    note: Mapped[Text]
    confirmed: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
