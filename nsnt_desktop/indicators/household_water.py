"""What one household's water rests on in a year: its checklist, the latest test, and the reason in words."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.hygienic import (
    Proposal,
    clean_reason,
    hygienic_reason,
    propose_central,
    propose_hygienic,
)
from nsnt_desktop.models import (
    ChecklistAnswer,
    ChecklistQuestion,
    HouseholdRecord,
    MainSource,
    SchemeRecord,
    SurveyYear,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import SourceGroup
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.water_tests import tested_clean


@dataclass(frozen=True)
class Question:
    """One question as it stands for a household: met, not met, not yet known (None)."""

    id: int
    label: str
    met: bool | None


@dataclass(frozen=True)
class WaterReasons:
    """Why the verdicts on one household's water stand, each in one sentence."""

    proposal: Proposal
    hygienic: str
    clean: str


def water_reasons(session: Session, record: HouseholdRecord) -> WaterReasons:
    """Return what the verdicts of a household in a year rest on."""
    source = main_source(session, record)
    central = source is not None and source.group is SourceGroup.CENTRAL
    proposal = hygienic_proposal(session, record.id)
    scheme = session.get(WaterScheme, record.scheme_id) if central and record.scheme_id else None
    of = f"công trình «{scheme.name}»" if scheme else ""
    tested = tested_water(session, record, central=central)
    return WaterReasons(
        proposal=proposal,
        hygienic=hygienic_reason(record.hygienic, record.clean, proposal),
        clean=clean_reason(record.clean, record.basis, tested, of),
    )


def main_source(session: Session, record: HouseholdRecord) -> MainSource | None:
    """Return the main source of a household in a year; None: not known yet."""
    return session.get(MainSource, record.main_source_id) if record.main_source_id else None


def household_questions(session: Session, record_id: int) -> tuple[Question, ...]:
    """Return the questions asked of a household's main source, with its answers of the year."""
    source = main_source(session, session.get_one(HouseholdRecord, record_id))
    code = source.code if source else None
    answers = select(ChecklistAnswer).where(ChecklistAnswer.record_id == record_id)
    given = {answer.question_id: answer.met for answer in session.scalars(answers)}
    asked = (
        select(ChecklistQuestion)
        .where(ChecklistQuestion.active)
        .order_by(ChecklistQuestion.position, ChecklistQuestion.id)
    )
    return tuple(
        Question(question.id, question.label, given.get(question.id))
        for question in session.scalars(asked)
        if code in question.source_codes.split()
    )


def hygienic_proposal(session: Session, record_id: int) -> Proposal:
    """Return what is proposed for a household: by its scheme's test, or by the checklist of its source."""
    record = session.get_one(HouseholdRecord, record_id)
    source = main_source(session, record)
    if source is not None and source.group is SourceGroup.CENTRAL:
        return _central(session, record)
    answers = [(q.label, q.met) for q in household_questions(session, record_id)]
    return propose_hygienic(source.label if source else "", answers)


def tested_water(session: Session, record: HouseholdRecord, *, central: bool) -> tuple[bool | None, str]:
    """Return what the latest test of the scheme, or else of the household itself, says at the as-of day."""
    if central:
        tests = select(WaterTest).where(WaterTest.scheme_id == record.scheme_id)
    else:
        tests = select(WaterTest).where(WaterTest.household_id == record.household_id)
    year = session.get_one(SurveyYear, record.year_id)
    months = load_assumptions(session).test_valid_months
    return tested_clean(list(session.scalars(tests)), year.as_of, months)


def _central(session: Session, record: HouseholdRecord) -> Proposal:
    if record.scheme_id is None:
        return propose_central("", (None, ""))
    name = session.get_one(WaterScheme, record.scheme_id).name
    working = session.scalar(
        select(SchemeRecord.working).where(
            SchemeRecord.scheme_id == record.scheme_id, SchemeRecord.year_id == record.year_id
        )
    )
    if working is False:
        return propose_central(name, (None, "công trình không hoạt động"))
    return propose_central(name, tested_water(session, record, central=True))
