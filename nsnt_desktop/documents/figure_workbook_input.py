"""All that the workbook of figures is made from: a year's households, and what the program says of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.documents.table_workbook import book_heading
from nsnt_desktop.indicators.compute import (
    former_commune_figures,
    year_assumptions,
    year_criteria,
    year_figures,
    year_verdicts,
)
from nsnt_desktop.indicators.criteria import Verdict
from nsnt_desktop.indicators.frozen import frozen_year
from nsnt_desktop.indicators.results import PlaceFigures, SourceCounts, YearFigures
from nsnt_desktop.indicators.sustainability import SchemeVerdict
from nsnt_desktop.models import Household, HouseholdRecord, MainSource, SurveyYear, Village
from nsnt_desktop.models.words import SOURCE_UNKNOWN_LABEL, HouseholdStatus
from nsnt_desktop.registry.household_lists import HouseholdRow, household_rows
from nsnt_desktop.storage.assumptions import Assumptions

NO_FORMER = "Chưa ghi xã cũ"
F = TypeVar("F", PlaceFigures, SourceCounts)


@dataclass(frozen=True)
class Group(Generic[F]):
    """Households that are counted together: a village, a former commune, a main source."""

    number: int
    """What the sheet of households names it by: two villages may share a name."""
    label: str
    beside: str
    """Of a village its former commune, of a source its group."""
    figures: F | None
    """What the program counted; None: it knows nothing of the group (a closed year changed since)."""


@dataclass(frozen=True)
class BookInput:
    """One year of one commune."""

    heading: str
    """The commune and the year, and the mark of the sample commune."""
    as_of: date
    closed_on: date | None
    """When the figures were frozen; None: they are computed from the households of today."""
    figures: YearFigures
    criteria: tuple[Verdict, ...]
    schemes: tuple[SchemeVerdict, ...]
    assumptions: Assumptions
    households: tuple[HouseholdRow, ...]
    village_groups: dict[int, Group[PlaceFigures]]
    former_groups: dict[str, Group[PlaceFigures]]
    source_groups: dict[int | None, Group[SourceCounts]]


def book_input(session: Session, year: SurveyYear) -> BookInput:
    """Return what the workbook of a year is made from. Raises KnownError as `year_figures`."""
    figures, assumptions = year_figures(session, year), year_assumptions(session, year)
    households = tuple(household_rows(session, _active(session, year)))
    villages = _villages(session, figures, households)
    return BookInput(
        heading=book_heading(session, year.year),
        as_of=year.as_of,
        closed_on=year.closed_at.date() if year.closed_at and frozen_year(year) else None,
        figures=figures,
        criteria=year_criteria(session, year, figures),
        schemes=year_verdicts(session, year),
        assumptions=assumptions,
        households=households,
        village_groups=villages,
        former_groups=_formers(figures, villages.values(), assumptions),
        source_groups=_sources(session, figures, households),
    )


def source_key(household: HouseholdRow, known: Iterable[int | None]) -> int | None:
    """Return the source a household counts under; one that is no longer on the list is not known."""
    return household.main_source_id if household.main_source_id in known else None


def closed_words(book: BookInput) -> str:
    """Return the day the figures hold: "số liệu tính đến ngày 15/11/2024, đã chốt ngày 20/11/2024"."""
    closed = f", đã chốt ngày {vn.short_day(book.closed_on)}" if book.closed_on else ""
    return f"Số liệu tính đến ngày {vn.short_day(book.as_of)}{closed}"


def _active(session: Session, year: SurveyYear) -> list[int]:
    record = HouseholdRecord
    return list(
        session.scalars(
            select(record.id)
            .join(Household, Household.id == record.household_id)
            .join(Village, Village.id == record.village_id)
            .where(record.year_id == year.id, record.status == HouseholdStatus.ACTIVE)
            .order_by(Village.position, Village.id, Household.sort_key, record.id)
        )
    )


def _villages(
    session: Session, figures: YearFigures, households: Iterable[HouseholdRow]
) -> dict[int, Group[PlaceFigures]]:
    told = {village.village_id: village for village in figures.villages if village.village_id is not None}
    others = {household.village_id for household in households} - set(told)
    today = session.scalars(
        select(Village).where(Village.id.in_(others)).order_by(Village.position, Village.id)
    )
    places = [(i, v.name, v.former_commune, v) for i, v in told.items()]
    rows = [*places, *((v.id, v.name, v.former_commune, None) for v in today)]
    return {i: Group(at, name, former, known) for at, (i, name, former, known) in enumerate(rows, 1)}


def _formers(
    figures: YearFigures, villages: Iterable[Group[PlaceFigures]], assumptions: Assumptions
) -> dict[str, Group[PlaceFigures]]:
    seen = dict.fromkeys(village.beside for village in villages)
    names = sorted(seen, key=lambda name: not name)  # in the order of their villages, the blank one last
    return {
        name: Group(at, name or NO_FORMER, "", former_commune_figures(figures, name, assumptions))
        for at, name in enumerate(names, 1)
    }


def _sources(
    session: Session, figures: YearFigures, households: Iterable[HouseholdRow]
) -> dict[int | None, Group[SourceCounts]]:
    told = {source.source_id: source for source in figures.commune.sources}
    rows = session.scalars(select(MainSource).order_by(MainSource.position, MainSource.id)).all()
    known: dict[int | None, tuple[str, str]] = {s.id: (s.label, s.group.label) for s in rows}
    known[None] = (SOURCE_UNKNOWN_LABEL, SOURCE_UNKNOWN_LABEL)
    used = {source_key(household, known) for household in households} | set(told)
    for gone in told.keys() - known.keys():
        known[gone] = (told[gone].label, group.label if (group := told[gone].group) else SOURCE_UNKNOWN_LABEL)
    shown = [key for key in known if key in used]
    return {key: Group(at, known[key][0], known[key][1], told.get(key)) for at, key in enumerate(shown, 1)}
