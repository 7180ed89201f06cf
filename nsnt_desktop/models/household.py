from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from nsnt_desktop.models.base import Base, Id, Text
from nsnt_desktop.models.words import Basis, HouseholdStatus, Poverty
from nsnt_desktop.text import fold, person_sort_key


def search_text(head: str, code: str, phone: str) -> str:
    """Return what the search box looks in: SQLite's LIKE and lower() know ASCII only.

    A phone stands in it without its spaces and dots, as it is searched for.
    """
    digits = "".join(filter(str.isdigit, phone)) if phone else ""
    return f"{fold(head)} {fold(code)} {digits}".strip()


def search_keys(head: str, code: str, phone: str) -> dict[str, str]:
    """Return the columns a household is found and sorted by, which follow from its own words."""
    return {"search": search_text(head, code, phone), "sort_key": person_sort_key(head)}


class Household(Base):
    """The lasting identity of a household; what changes with the year stands in HouseholdRecord."""

    __tablename__ = "household"
    __table_args__ = (
        # Only where there is one: found when a household is removed, and costs an import nothing.
        Index("ix_household_split_from_id", "split_from_id", sqlite_where=text("split_from_id IS NOT NULL")),
    )

    id: Mapped[Id]
    code: Mapped[Text]
    head: Mapped[Text]
    address: Mapped[Text]
    phone: Mapped[Text]
    search: Mapped[Text]
    sort_key: Mapped[Text] = mapped_column(index=True)
    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    """The household this one was split off from."""
    birth_year: Mapped[int | None]
    """Of the head of household; it tells namesakes apart."""

    @validates("head", "code", "phone")
    def _keep_keys(self, key: str, value: str) -> str:
        words = {"head": self.head or "", "code": self.code or "", "phone": self.phone or "", key: value}
        for name, found in search_keys(**words).items():
            setattr(self, name, found)
        return value


class HouseholdRecord(Base):
    """A household in one survey year; a null answer means "not yet known"."""

    __tablename__ = "household_record"
    __table_args__ = (
        # In this order it also finds all years of a household.
        UniqueConstraint("household_id", "year_id"),
        Index("ix_household_record_place", "year_id", "village_id"),
        Index(
            "ix_household_record_merged_into_id",
            "merged_into_id",
            sqlite_where=text("merged_into_id IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    year_id: Mapped[int] = mapped_column(ForeignKey("survey_year.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    status: Mapped[HouseholdStatus] = mapped_column(default=HouseholdStatus.ACTIVE)
    persons: Mapped[int | None]
    poverty: Mapped[Poverty | None]
    main_source_id: Mapped[int | None] = mapped_column(ForeignKey("main_source.id"))
    second_source_id: Mapped[int | None] = mapped_column(ForeignKey("main_source.id"))
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("water_scheme.id"))
    hygienic: Mapped[bool | None]
    clean: Mapped[bool | None]
    basis: Mapped[Basis | None]
    has_meter: Mapped[bool | None]
    litres_per_month: Mapped[int | None]
    """Clean water used in a month, m³ × 1000, so that sums stay exact."""
    volume_estimated: Mapped[bool] = mapped_column(default=False)
    treatment: Mapped[Text]
    dry_season_shortage: Mapped[bool | None]
    pollution_risk: Mapped[Text]
    note: Mapped[Text]
    updated_at: Mapped[datetime | None]
    """When this year's figures came in; None: carried over and not touched yet."""
    verified: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    """The household it was merged into this year, where the status says so."""
    status_note: Mapped[Text]
    """Why it is no longer active, or where it went, in the officer's words."""


class NotDuplicate(Base):
    """Two households that look alike and are not the same ("không phải trùng"); the lower id stands first."""

    __tablename__ = "not_duplicate"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[Id]
    first_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
