"""Closing a survey year (chốt số liệu), which freezes its figures, and opening it again with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.checks import Finding, check_year, summary
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import compute_year, judge_criteria
from nsnt_desktop.indicators.frozen import Frozen, LatestTest, freeze, frozen_year, judged
from nsnt_desktop.indicators.results import Counts
from nsnt_desktop.indicators.sustainability import scheme_verdicts
from nsnt_desktop.models import SurveyYear, now
from nsnt_desktop.models.words import YearState
from nsnt_desktop.registry.water_tests import TestRow, scheme_tests
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean

MOVED = "13"
"""The rule that asks why a village's figures moved far; its reason is printed (domain §5)."""


@dataclass(frozen=True)
class Closing:
    """What closing a year would freeze, and what stands in its way."""

    year: int
    counts: Counts
    errors: int
    """Each of them blocks closing."""
    warnings: int
    """Neither mended nor passed over; they are told, and do not block."""
    unclassified: int
    """Schemes without a class."""
    earlier_open: tuple[int, ...]
    """Years before it that are open still, which does not block either."""


@dataclass(frozen=True)
class Standing:
    """What the checks leave for a year's report to tell."""

    errors: int
    warnings: int
    moved: dict[int, str]
    """The officer's reason why a village's figures moved far since the year before, by village id."""


@dataclass(frozen=True)
class Closed:
    """A year that was closed."""

    year: int
    households: int
    warnings: int
    action_id: int


@dataclass(frozen=True)
class Reopening:
    """What opening a closed year again would touch."""

    year: int
    closed_at: datetime | None
    later: tuple[int, ...]
    """Years opened since; what is changed now does not flow into them."""


@dataclass(frozen=True)
class Reopened:
    """A closed year that was opened again."""

    year: int
    action_id: int


def preview_closing(session: Session, year_id: int, today: date | None = None) -> Closing:
    """Return what closing a year would freeze; nothing is written."""
    year = session.get_one(SurveyYear, year_id)
    figures = compute_year(session, year)
    found = summary(check_year(session, year, today))
    earlier = select(SurveyYear.year).where(SurveyYear.year < year.year, SurveyYear.state == YearState.OPEN)
    return Closing(
        year=year.year,
        counts=figures.commune.counts,
        errors=found.errors,
        warnings=found.warnings,
        unclassified=figures.classes[None],
        earlier_open=tuple(session.scalars(earlier.order_by(SurveyYear.year))),
    )


def close_year(data: DataFile, year_id: int, today: date | None = None) -> Closed:
    """Close a year and freeze its figures. `today` as in `check_year`.

    Raises KnownError, and closes nothing: an error stands, there is no household, it is closed already.
    """
    with change(data, "Chốt số liệu") as made:
        session = made.session
        year = session.get_one(SurveyYear, year_id)
        if year.state is YearState.CLOSED:
            raise KnownError(f"Số liệu năm {year.year} đã chốt rồi. {NOTHING_LOST} Không cần chốt lại.")
        made.what = f"Chốt số liệu năm {year.year}"
        frozen, found = _taken(session, year, today)
        households = frozen.figures.commune.counts.households
        _demand_sound(year.year, found, households)
        _shut(year, frozen, now())
        return Closed(year.year, households, found.warnings, made.action_id)


def shut_year(session: Session, year: SurveyYear, at: datetime) -> None:
    """Close a year inside a change under way, as it stood at that moment, whatever the checks say."""
    frozen, _ = _taken(session, year, at.date())
    _shut(year, frozen, at)


def preview_reopening(session: Session, year_id: int) -> Reopening:
    """Return what opening a closed year again would touch; nothing is written."""
    year = session.get_one(SurveyYear, year_id)
    later = select(SurveyYear.year).where(SurveyYear.year > year.year).order_by(SurveyYear.year)
    return Reopening(year.year, year.closed_at, tuple(session.scalars(later)))


def reopen_year(data: DataFile, year_id: int, reason: str) -> Reopened:
    """Open a closed year again; its frozen figures are let go, the reason stays in the audit trail.

    Raises KnownError without a reason, or if the year is open.
    """
    with change(data, "Mở lại năm") as made:
        year = made.session.get_one(SurveyYear, year_id)
        if year.state is YearState.OPEN:
            raise KnownError(f"Năm {year.year} đang mở. {NOTHING_LOST} Có thể sửa số liệu ngay.")
        if not clean(reason):
            raise KnownError(
                f"Chưa ghi lý do mở lại năm {year.year}. {NOTHING_LOST} Hãy ghi ngắn gọn vì sao phải mở lại."
            )
        made.what = f"Mở lại năm {year.year}: {clean(reason)}"
        year.state, year.state_reason = YearState.OPEN, clean(reason)
        year.closed_at, year.figures = None, ""
        return Reopened(year.year, made.action_id)


def year_standing(session: Session, year: SurveyYear, today: date | None = None) -> Standing:
    """Return how a year stands: as it was closed, else as the checks find it now."""
    frozen = frozen_year(year)
    if frozen:
        return Standing(0, frozen.warnings, frozen.moved)
    return _standing(check_year(session, year, today))


def _standing(findings: Sequence[Finding]) -> Standing:
    found = summary(findings)
    moved = {
        f.village_id: f.passed_over
        for f in findings
        if f.rule == MOVED and f.village_id is not None and f.passed_over
    }
    return Standing(found.errors, found.warnings, moved)


def latest_test(tests: Iterable[TestRow], year: SurveyYear) -> LatestTest | None:
    """Return the latest of a scheme's tests (newest first) by the day the figures of a year hold."""
    return next((LatestTest(t.tested_on, t.passed) for t in tests if t.tested_on <= year.as_of), None)


def figures_text(session: Session, year: SurveyYear, today: date | None = None) -> str:
    """Return the figures of a year as they are kept: those it was closed with, else as they stand now."""
    return year.figures or freeze(_taken(session, year, today)[0])


def _taken(session: Session, year: SurveyYear, today: date | None) -> tuple[Frozen, Standing]:
    found = _standing(check_year(session, year, today))
    figures, schemes = compute_year(session, year), scheme_verdicts(session, year)
    tests = scheme_tests(session)
    latest = {v.scheme_id: latest_test(tests.get(v.scheme_id, ()), year) for v in schemes}
    frozen = Frozen(
        figures=figures,
        schemes=schemes,
        criteria=tuple(judged(verdict) for verdict in judge_criteria(session, figures)),
        assumptions=asdict(load_assumptions(session)),
        warnings=found.warnings,
        moved=found.moved,
        tests={scheme_id: test for scheme_id, test in latest.items() if test},
    )
    return frozen, found


def _shut(year: SurveyYear, frozen: Frozen, at: datetime) -> None:
    year.state, year.closed_at, year.figures = YearState.CLOSED, at, freeze(frozen)


def _demand_sound(year: int, found: Standing, households: int) -> None:
    if not households:
        raise KnownError(
            f"Năm {year} chưa có hộ nào nên chưa chốt được. {NOTHING_LOST} Hãy nhập danh sách hộ trước."
        )
    if found.errors:
        raise KnownError(
            f"Còn {found.errors} lỗi nên chưa chốt được số liệu năm {year}. {NOTHING_LOST} "
            "Hãy vào Kiểm tra số liệu, sửa hết lỗi rồi chốt lại."
        )
