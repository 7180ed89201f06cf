"""The class of a water scheme: five questions and a managing body (assumption), or the officer's own."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
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
from nsnt_desktop.storage.water_tests import tested_clean


@dataclass(frozen=True)
class CriterionAnswer:
    """One criterion answered: met, not met, or no figures yet (None), and why."""

    criterion_id: int
    label: str
    met: bool | None
    reason: str
    by_officer: bool


@dataclass(frozen=True)
class SchemeVerdict:
    """A scheme's class in one year: what the rules propose and what stands."""

    scheme_id: int
    name: str
    answers: tuple[CriterionAnswer, ...]
    managed: bool
    """Whether a managing body is on record; a blank is not known, which is no "there is none"."""
    proposed: SustainabilityClass | None
    final: SustainabilityClass | None
    overridden: bool
    reason: str
    """Why the final class stands: the officer's own words where he classed it otherwise."""
    proposed_reason: str
    """What the rules say, whatever the officer said."""


def scheme_verdicts(session: Session, year: SurveyYear) -> tuple[SchemeVerdict, ...]:
    """Return the verdict on every scheme followed in a year, by name."""
    assumptions = load_assumptions(session)
    criteria = session.scalars(
        select(SustainabilityCriterion)
        .where(SustainabilityCriterion.active)
        .order_by(SustainabilityCriterion.position)
    ).all()
    rows = session.execute(
        select(SchemeRecord, WaterScheme)
        .join(WaterScheme, WaterScheme.id == SchemeRecord.scheme_id)
        .where(SchemeRecord.year_id == year.id)
        .order_by(WaterScheme.name)
    ).all()
    verdicts = []
    for record, scheme in rows:
        tests = list(session.scalars(select(WaterTest).where(WaterTest.scheme_id == scheme.id)))
        given = {
            a.criterion_id: a.met
            for a in session.scalars(select(SchemeAnswer).where(SchemeAnswer.scheme_record_id == record.id))
            if a.met is not None
        }
        answers = tuple(
            CriterionAnswer(c.id, c.label, given[c.id], "cán bộ đánh giá", by_officer=True)
            if c.id in given
            else CriterionAnswer(
                c.id,
                c.label,
                *_propose(c.code, record, scheme, tests, year=year, assumptions=assumptions),
                by_officer=False,
            )
            for c in criteria
        )
        verdicts.append(_verdict(record, scheme, answers, assumptions))
    return tuple(verdicts)


def count_classes(verdicts: tuple[SchemeVerdict, ...]) -> dict[SustainabilityClass | None, int]:
    """Return how many schemes stand in each class; None: not classified. Every key is present."""
    found = Counter(v.final for v in verdicts)
    return {key: found[key] for key in [*SustainabilityClass, None]}


def classify(
    *, working: bool | None, managed: bool, met: int, unknown: int, assumptions: Assumptions
) -> SustainabilityClass | None:
    """Return the class the rules propose, or None when too much is not known."""
    if working is False:
        return SustainabilityClass.NOT_WORKING
    if working is None or unknown > assumptions.class_unknown_max:
        return None
    if met < assumptions.fairly_min_met:
        return SustainabilityClass.POORLY
    if not managed:
        return None  # whoever knows that nobody manages it says so by a class of his own, with the reason
    if met >= assumptions.sustainable_min_met:
        return SustainabilityClass.SUSTAINABLE
    return SustainabilityClass.FAIRLY


def _verdict(
    record: SchemeRecord, scheme: WaterScheme, answers: tuple[CriterionAnswer, ...], assumptions: Assumptions
) -> SchemeVerdict:
    managed = bool(record.managing_body.strip()) or record.management_model is not None
    met = sum(a.met is True for a in answers)
    unknown = sum(a.met is None for a in answers)
    proposed = classify(
        working=record.working, managed=managed, met=met, unknown=unknown, assumptions=assumptions
    )
    override = record.class_override if record.class_reason.strip() else None
    by_rules = _reason(record.working, managed, met, len(answers), unknown)
    return SchemeVerdict(
        scheme_id=scheme.id,
        name=scheme.name,
        answers=answers,
        managed=managed,
        proposed=proposed,
        final=override or proposed,
        overridden=override is not None,
        reason=record.class_reason if override else by_rules,
        proposed_reason=by_rules,
    )


def _reason(working: bool | None, managed: bool, met: int, asked: int, unknown: int) -> str:
    if working is False:
        return "công trình không hoạt động"
    if working is None:
        return "chưa ghi công trình còn hoạt động hay không"
    body = "có" if managed else "chưa ghi"
    rest = f", {unknown} tiêu chí chưa có số liệu" if unknown else ""
    return f"{body} tổ chức quản lý, đạt {met}/{asked} tiêu chí{rest}"


def _propose(
    code: str,
    record: SchemeRecord,
    scheme: WaterScheme,
    tests: list[WaterTest],
    *,
    year: SurveyYear,
    assumptions: Assumptions,
) -> tuple[bool | None, str]:
    """Return what the record can tell of one criterion, and in which words; unknown codes tell nothing."""
    match code:
        case "covers_cost":
            return _at_least(record.yearly_income, record.yearly_cost, "thu", "chi")
        case "water_meets":
            return tested_clean(tests, year.as_of, assumptions.test_valid_months)
        case "regular_supply" if record.days_interrupted is not None:
            regular = record.days_interrupted <= assumptions.days_interrupted_max
            return regular, f"gián đoạn {record.days_interrupted} ngày trong năm"
        case "capacity_used":
            return _capacity(record, scheme, year.year, assumptions.capacity_share)
        case "trained_operator" if record.trained_operator is not None:
            return record.trained_operator, "theo số liệu công trình"
    return None, "chưa có số liệu"


def _at_least(have: int | None, need: int | None, have_word: str, need_word: str) -> tuple[bool | None, str]:
    if have is None or need is None:
        return None, "chưa có số liệu"
    return have >= need, f"{have_word} {vn.number(have)} đồng, {need_word} {vn.number(need)} đồng"


def _capacity(record: SchemeRecord, scheme: WaterScheme, year: int, share: int) -> tuple[bool | None, str]:
    if scheme.in_use_since is not None and year - scheme.in_use_since < 2:
        return True, "chưa đủ hai năm kể từ khi sử dụng"
    pairs = (
        (record.actual_capacity, record.design_capacity, "công suất"),
        (record.actual_connections, record.design_connections, "đấu nối"),
    )
    known = [(a, d, word) for a, d, word in pairs if a is not None and d]
    if not known:
        return None, "chưa có số liệu"
    actual, design, word = max(known, key=lambda p: p[0] / p[1])
    return actual * 100 >= share * design, f"{word} thực tế {actual}/{design} thiết kế"
