"""All checks of one survey year, in the order of the rules."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.checks import blank_rules, household_rules, scheme_rules, village_rules
from nsnt_desktop.checks.asking import Asked
from nsnt_desktop.checks.duplicates import likely_doubles
from nsnt_desktop.checks.finding import Finding
from nsnt_desktop.models import FindingNote, SurveyYear
from nsnt_desktop.models.words import Severity
from nsnt_desktop.storage.assumptions import load_assumptions

RULES: tuple[Callable[[Asked], Iterator[Finding]], ...] = (
    household_rules.clean_not_hygienic,
    household_rules.source_and_scheme,
    scheme_rules.scheme_not_working,
    scheme_rules.clean_without_test,
    household_rules.clean_without_basis,
    likely_doubles,
    household_rules.persons_out_of_range,
    blank_rules.poverty_blank,
    blank_rules.verdict_blank,
    household_rules.litres_out_of_range,
    village_rules.totals_differ,
    scheme_rules.connections_differ,
    village_rules.indicator_moved,
    blank_rules.not_updated,
    village_rules.not_delivered,
    household_rules.clean_source_unknown,
    scheme_rules.more_here_than_connected,
)
HOUSEHOLD_RULES: tuple[Callable[[Asked], Iterator[Finding]], ...] = (
    household_rules.clean_not_hygienic,
    household_rules.source_and_scheme,
    scheme_rules.scheme_not_working,
    scheme_rules.clean_without_test,
    household_rules.clean_without_basis,
    household_rules.persons_out_of_range,
    blank_rules.poverty_blank,
    blank_rules.verdict_blank,
    household_rules.litres_out_of_range,
    household_rules.clean_source_unknown,
)
"""Those that can be asked about one household; totals and doubles need the others."""


def check_year(session: Session, year: SurveyYear, today: date | None = None) -> tuple[Finding, ...]:
    """Return what the rules find in a survey year: rule by rule, village by village.

    Warnings the officer passed over come along with the reason; errors cannot be passed over.
    `today` (this PC's day if left out) decides only whether a deadline is near.
    """
    return _run(RULES, _asked(session, year, today), _notes(session, year))


def check_household(session: Session, year: SurveyYear, record_id: int) -> tuple[Finding, ...]:
    """Return what the rules find in one household's record of a year, told of that household alone.

    A household that is no longer active is not judged; likely doubles and totals are left to `check_year`.
    """
    asked = replace(_asked(session, year, None), record_id=record_id)
    return _run(HOUSEHOLD_RULES, asked, _notes(session, year))


def _asked(session: Session, year: SurveyYear, today: date | None) -> Asked:
    return Asked(
        session=session,
        year=year,
        previous=_previous(session, year),
        assumptions=load_assumptions(session),
        today=today or date.today(),  # noqa: DTZ011 - the day of the office PC
    )


def _run(
    rules: tuple[Callable[[Asked], Iterator[Finding]], ...],
    asked: Asked,
    notes: dict[tuple[str, str], str],
) -> tuple[Finding, ...]:
    return tuple(_with_note(finding, notes) for rule in rules for finding in rule(asked))


def _previous(session: Session, year: SurveyYear) -> SurveyYear | None:
    return session.scalars(
        select(SurveyYear).where(SurveyYear.year < year.year).order_by(SurveyYear.year.desc()).limit(1)
    ).first()


def _notes(session: Session, year: SurveyYear) -> dict[tuple[str, str], str]:
    notes = session.scalars(select(FindingNote).where(FindingNote.year_id == year.id))
    return {(note.rule, note.subject): note.reason.strip() for note in notes}


def _with_note(finding: Finding, notes: dict[tuple[str, str], str]) -> Finding:
    reason = notes.get((finding.rule, finding.subject))
    if not reason or finding.severity is Severity.ERROR:
        return finding
    return replace(finding, passed_over=reason)
