"""What a year warns of: dry seasons, pollution risks, water tests that end, clean water without a test."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.compute import year_assumptions, year_figures
from nsnt_desktop.indicators.dry_season import DrySeason, dry_season
from nsnt_desktop.indicators.pollution import Pollution, pollution
from nsnt_desktop.indicators.results import YearFigures
from nsnt_desktop.indicators.unproven_schemes import Unproven, unproven_schemes
from nsnt_desktop.indicators.warned_places import load_places, year_records
from nsnt_desktop.indicators.water_validity import OwnTests, SchemeTest, Validity, own_tests, scheme_tests
from nsnt_desktop.models import SurveyYear


@dataclass(frozen=True)
class WaterWarnings:
    """The warnings of one year, with the records they are about."""

    year: int
    as_of: date
    """The day the figures hold, on which clean water needs its test."""
    day: date
    """The day the tests are looked at: the as-of day; before it today, or the day the year was closed."""
    deadline: date
    dry: DrySeason
    pollution: Pollution
    schemes: tuple[SchemeTest, ...]
    own: tuple[OwnTests, ...]
    unproven: Unproven


def water_warnings(
    session: Session, year: SurveyYear, today: date | None = None, figures: YearFigures | None = None
) -> WaterWarnings:
    """Return the warnings of a survey year; `today` is this PC's day if left out.

    figures: those of the year, where the caller has them; counting them takes longer than all the rest.

    Of a closed year the indicators and assumptions are those it was closed with. Not frozen: the tests, as
    they are on record now, the names of villages, sources and schemes, and the records of the year, which
    cannot be edited.
    """
    day = _day(year, today or date.today())  # noqa: DTZ011 - the day of the office PC
    months = year_assumptions(session, year).test_valid_months
    last = session.scalars(select(SurveyYear).where(SurveyYear.year == year.year - 1)).first()
    now, before = year_records(session, year), year_records(session, last) if last else None
    places = load_places(session)
    return WaterWarnings(
        year=year.year,
        as_of=year.as_of,
        day=day,
        deadline=year.deadline,
        dry=dry_season(places, now, before, last.year if last else None),
        pollution=pollution(places, now),
        schemes=scheme_tests(session, year, day, months),
        own=own_tests(session, year, day, months),
        unproven=unproven_schemes(session, year, (figures or year_figures(session, year)).commune, months),
    )


def expiring_tests(session: Session, year: SurveyYear, today: date | None = None) -> int:
    """Return how many schemes and households have a test that holds today and ends before the deadline."""
    day = _day(year, today or date.today())  # noqa: DTZ011 - the day of the office PC
    months = year_assumptions(session, year).test_valid_months
    schemes = scheme_tests(session, year, day, months)
    own = own_tests(session, year, day, months)
    return sum(scheme.standing.validity is Validity.EXPIRING for scheme in schemes) + sum(
        len(tests.records) for tests in own if tests.validity is Validity.EXPIRING
    )


def _day(year: SurveyYear, today: date) -> date:
    return min(year.as_of, year.closed_at.date() if year.closed_at else today)
