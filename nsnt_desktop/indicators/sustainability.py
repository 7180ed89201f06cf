"""The class of a water scheme in a year: its criteria answered, the rule applied, or the officer's own."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.class_rule import CriterionAnswer, classify, rule_reason
from nsnt_desktop.indicators.scheme_measures import SchemeFacts, propose
from nsnt_desktop.models import (
    SchemeAnswer,
    SchemeRecord,
    SurveyYear,
    SustainabilityCriterion,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import SustainabilityClass
from nsnt_desktop.storage.assumptions import Assumptions, load_assumptions


@dataclass(frozen=True)
class SchemeVerdict:
    """A scheme's class in one year: what the rules propose and what stands."""

    scheme_id: int
    name: str
    answers: tuple[CriterionAnswer, ...]
    proposed: SustainabilityClass | None
    final: SustainabilityClass | None
    overridden: bool
    reason: str
    """Why the final class stands: the officer's own words where he classed it otherwise."""
    proposed_reason: str
    """What the rules say, whatever the officer said."""


def scheme_verdicts(session: Session, year: SurveyYear) -> tuple[SchemeVerdict, ...]:
    """Return the verdict on every scheme followed in a year, by name.

    A scheme shared with other communes stands here once, however many communes it serves.
    """
    assumptions = load_assumptions(session)
    criteria = session.scalars(
        select(SustainabilityCriterion)
        .where(SustainabilityCriterion.active)
        .order_by(SustainabilityCriterion.position, SustainabilityCriterion.id)
    ).all()
    rows = session.execute(
        select(SchemeRecord, WaterScheme)
        .join(WaterScheme, WaterScheme.id == SchemeRecord.scheme_id)
        .where(SchemeRecord.year_id == year.id)
        .order_by(WaterScheme.name)
    ).all()
    tests, given = _tests(session), _given(session, year)
    return tuple(
        _verdict(SchemeFacts(scheme, record, tests[scheme.id], year), criteria, given[record.id], assumptions)
        for record, scheme in rows
    )


def count_classes(verdicts: tuple[SchemeVerdict, ...]) -> dict[SustainabilityClass | None, int]:
    """Return how many schemes stand in each class; None: not classified. Every key is present.

    Indicator 6 is made of these counts: a scheme counts as one whatever its size, and one shared with
    other communes counts once in each commune that follows it.
    """
    found = Counter(v.final for v in verdicts)
    return {key: found[key] for key in [*SustainabilityClass, None]}


def _tests(session: Session) -> dict[int | None, list[WaterTest]]:
    tests: dict[int | None, list[WaterTest]] = defaultdict(list)
    for test in session.scalars(select(WaterTest).where(WaterTest.scheme_id.is_not(None))):
        tests[test.scheme_id].append(test)
    return tests


def _given(session: Session, year: SurveyYear) -> dict[int, dict[int, bool]]:
    """Return the officer's own answers by record and criterion."""
    query = (
        select(SchemeAnswer)
        .join(SchemeRecord, SchemeRecord.id == SchemeAnswer.scheme_record_id)
        .where(SchemeRecord.year_id == year.id)
    )
    given: dict[int, dict[int, bool]] = defaultdict(dict)
    for answer in session.scalars(query):
        if answer.met is not None:
            given[answer.scheme_record_id][answer.criterion_id] = answer.met
    return given


def _verdict(
    facts: SchemeFacts,
    criteria: Sequence[SustainabilityCriterion],
    given: dict[int, bool],
    assumptions: Assumptions,
) -> SchemeVerdict:
    record = facts.record
    answers = tuple(_answer(criterion, facts, given, assumptions) for criterion in criteria)
    proposed = classify(record.working, answers, assumptions)
    override = record.class_override if record.class_reason.strip() else None
    by_rules = rule_reason(record.working, answers)
    return SchemeVerdict(
        scheme_id=facts.scheme.id,
        name=facts.scheme.name,
        answers=answers,
        proposed=proposed,
        final=override or proposed,
        overridden=override is not None,
        reason=record.class_reason if override else by_rules,
        proposed_reason=by_rules,
    )


def _answer(
    criterion: SustainabilityCriterion, facts: SchemeFacts, given: dict[int, bool], assumptions: Assumptions
) -> CriterionAnswer:
    met: bool | None = given.get(criterion.id)
    by_officer = met is not None
    reason = "cán bộ đánh giá"
    if not by_officer:
        met, reason = propose(criterion.measure, facts, assumptions)
    return CriterionAnswer(criterion.id, criterion.label, criterion.required, met, reason, by_officer)
