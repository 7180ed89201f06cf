"""All that the form of one household shows, read in one go: figures, earlier years, checklist, tests."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.household_water import (
    Question,
    household_questions,
    main_source,
    water_reasons,
)
from nsnt_desktop.indicators.hygienic import Proposal
from nsnt_desktop.models import (
    Household,
    HouseholdRecord,
    MainSource,
    Regulation,
    SchemeRecord,
    SurveyYear,
    WaterScheme,
)
from nsnt_desktop.models.words import HouseholdStatus, SourceGroup
from nsnt_desktop.registry.household_labels import Names, load_names
from nsnt_desktop.registry.household_lists import HouseholdRow, household_history
from nsnt_desktop.registry.villages import village_labels, villages_in_force
from nsnt_desktop.registry.water_tests import TestRow, household_tests, list_regulations

Choices = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Link:
    """Another household this one points to, in the year shown."""

    record_id: int | None
    """None: it has no record in this year."""
    head: str


@dataclass(frozen=True)
class HouseholdSheet:
    """One household in one year, with everything that stands beside it."""

    year: int
    household: HouseholdRow
    others: tuple[tuple[int, HouseholdRow], ...]
    """Its other years, newest first."""
    names: Names
    villages: Choices
    sources: Choices
    schemes: Choices
    central: bool
    """Whether the main source is a centralised scheme."""
    questions: tuple[Question, ...]
    proposal: Proposal
    hygienic_reason: str
    clean_reason: str
    tests: tuple[TestRow, ...]
    regulations: tuple[Regulation, ...]
    status_note: str
    merged_into: Link | None
    split_from: Link | None

    @property
    def earlier(self) -> tuple[tuple[int, HouseholdRow], ...]:
        """The years before the one shown, newest first."""
        return tuple((year, row) for year, row in self.others if year < self.year)


def household_sheet(session: Session, record_id: int) -> HouseholdSheet | None:
    """Return the sheet of a record; None if there is none such any more."""
    record = session.get(HouseholdRecord, record_id)
    if record is None:
        return None
    year = session.get_one(SurveyYear, record.year_id)
    years = household_history(session, record.household_id)
    row = next(row for _, row in years if row.id == record_id)
    split_from = session.scalar(select(Household.split_from_id).where(Household.id == record.household_id))
    source, reasons = main_source(session, record), water_reasons(session, record)
    past = {row.scheme_id for _, row in years} | {record.scheme_id}
    return HouseholdSheet(
        year=year.year,
        household=row,
        others=tuple((of_year, other) for of_year, other in years if of_year != year.year),
        names=load_names(session),
        villages=village_labels(villages_in_force(session, year.year, row.village_id)),
        sources=_sources(session, {row.main_source_id, row.second_source_id}),
        schemes=_schemes(session, year.id, past),
        central=source is not None and source.group is SourceGroup.CENTRAL,
        questions=household_questions(session, record_id),
        proposal=reasons.proposal,
        hygienic_reason=reasons.hygienic,
        clean_reason=reasons.clean,
        tests=household_tests(session, record.household_id),
        regulations=tuple(list_regulations(session)),
        status_note=record.status_note,
        merged_into=_link(session, year.id, record.merged_into_id),
        split_from=_link(session, year.id, split_from),
    )


def status_words(sheet: HouseholdSheet) -> str:
    """Return what became of a household that has gone: "Đã chuyển đi (2024): lý do"; else nothing."""
    status = sheet.household.status
    if status is HouseholdStatus.ACTIVE:
        return ""
    into = f" vào hộ {sheet.merged_into.head}" if sheet.merged_into else ""
    note = f": {sheet.status_note}" if sheet.status_note else ""
    return f"{status.label}{into} ({sheet.year}){note}"


def _sources(session: Session, own: set[int | None]) -> Choices:
    # What it has is offered even where it may no longer be chosen: an empty box would say "unknown".
    every = session.scalars(select(MainSource).order_by(MainSource.position))
    return tuple((s.id, s.label) for s in every if s.active or s.id in own)


def _schemes(session: Session, year_id: int, own: set[int | None]) -> Choices:
    followed = select(SchemeRecord.scheme_id).where(SchemeRecord.year_id == year_id)
    query = select(WaterScheme.id, WaterScheme.name).where(
        WaterScheme.id.in_(followed) | WaterScheme.id.in_([i for i in own if i is not None])
    )
    return tuple((i, name) for i, name in session.execute(query.order_by(WaterScheme.name)))


def _link(session: Session, year_id: int, household_id: int | None) -> Link | None:
    if household_id is None:
        return None
    query = (
        select(Household.head, HouseholdRecord.id)
        .outerjoin(
            HouseholdRecord,
            (HouseholdRecord.household_id == Household.id) & (HouseholdRecord.year_id == year_id),
        )
        .where(Household.id == household_id)
    )
    head, record_id = session.execute(query).one()
    return Link(record_id, head)
