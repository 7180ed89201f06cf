"""All checks of one survey year, in the order of the rules; and those of one household, scheme or village."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.checks.asking import Asked
from nsnt_desktop.checks.finding import Finding, rule_scope
from nsnt_desktop.checks.record_pass import record_findings
from nsnt_desktop.checks.rules import RULES, OwnRule, VillageRule
from nsnt_desktop.checks.scheme_pass import scheme_findings
from nsnt_desktop.models import FindingNote, SurveyYear
from nsnt_desktop.models.words import Severity
from nsnt_desktop.storage.assumptions import load_assumptions

_Notes = dict[tuple[str, str], FindingNote]
"""Warnings passed over, by rule and subject."""


def check_year(session: Session, year: SurveyYear, today: date | None = None) -> tuple[Finding, ...]:
    """Return what the rules find in a survey year: rule by rule, village by village.

    Warnings the officer passed over come along with the reason; errors cannot be passed over.
    `today` (this PC's day if left out) decides only whether a deadline is near.
    """
    asked = _asked(session, year, today)
    told = {**record_findings(asked), **scheme_findings(asked)}
    every = (rule.finds(asked) if isinstance(rule, OwnRule) else told.get(rule.code, ()) for rule in RULES)
    return _with_notes((finding for findings in every for finding in findings), _notes(session, year))


def check_household(session: Session, year: SurveyYear, record_id: int) -> tuple[Finding, ...]:
    """Return what the rules find in one household's record of a year, told of that household alone.

    A household that is no longer active is not judged; likely doubles and totals are left to `check_year`.
    """
    return check_households(session, year, (record_id,)).get(record_id, ())


def check_households(
    session: Session, year: SurveyYear, record_ids: Sequence[int]
) -> dict[int, tuple[Finding, ...]]:
    """Return by record what `check_household` would; records without a finding are absent.

    At most some thousand at once: SQLite takes 32,766 values.
    """
    told = record_findings(replace(_asked(session, year), record_ids=tuple(record_ids)))
    every = (finding for rule in RULES for finding in told.get(rule.code, ()))
    found: dict[int, tuple[Finding, ...]] = {}
    for finding in _with_notes(every, _notes(session, year)):
        found[finding.record_ids[0]] = (*found.get(finding.record_ids[0], ()), finding)
    return found


def check_scheme(session: Session, year: SurveyYear, scheme_id: int) -> tuple[Finding, ...]:
    """Return what the rules about schemes find of one scheme in a year."""
    asked = replace(_asked(session, year), scheme_id=scheme_id)
    told = {**record_findings(asked), **scheme_findings(asked)}
    every = (f for rule in RULES for f in told.get(rule.code, ()) if rule_scope(rule.code) == "scheme")
    return _with_notes(every, _notes(session, year))


def check_villages(session: Session, year: SurveyYear, today: date | None = None) -> tuple[Finding, ...]:
    """Return what the rules about whole villages find in a year. `today` as in `check_year`."""
    asked = _asked(session, year, today)
    rules = (rule for rule in RULES if isinstance(rule, VillageRule))
    return _with_notes((finding for rule in rules for finding in rule.finds(asked)), _notes(session, year))


def _asked(session: Session, year: SurveyYear, today: date | None = None) -> Asked:
    return Asked(
        session=session,
        year=year,
        previous=_previous(session, year),
        assumptions=load_assumptions(session),
        today=today or date.today(),  # noqa: DTZ011 - the day of the office PC
    )


def _previous(session: Session, year: SurveyYear) -> SurveyYear | None:
    return session.scalars(
        select(SurveyYear).where(SurveyYear.year < year.year).order_by(SurveyYear.year.desc()).limit(1)
    ).first()


def _notes(session: Session, year: SurveyYear) -> _Notes:
    notes = session.scalars(select(FindingNote).where(FindingNote.year_id == year.id))
    return {(note.rule, note.subject): note for note in notes if note.reason.strip()}


def _with_notes(findings: Iterable[Finding], notes: _Notes) -> tuple[Finding, ...]:
    return tuple(_with_note(finding, notes) for finding in findings) if notes else tuple(findings)


def _with_note(finding: Finding, notes: _Notes) -> Finding:
    note = notes.get((finding.rule, finding.subject))
    if note is None or finding.severity is Severity.ERROR:
        return finding
    return replace(finding, passed_over=note.reason.strip(), passed_over_by=note.by.strip())
