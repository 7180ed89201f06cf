from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.class_rule import CriterionAnswer, classify, rule_words
from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.indicators.definitions import sustainable_schemes
from nsnt_desktop.indicators.scheme_measures import measure_label
from nsnt_desktop.indicators.sustainability import SchemeVerdict, count_classes, scheme_verdicts
from nsnt_desktop.models import (
    Assumption,
    SchemeAnswer,
    SchemeRecord,
    SurveyYear,
    SustainabilityCriterion,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import ManagementModel, SchemeMeasure, SustainabilityClass
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage import water_tests
from nsnt_desktop.storage.assumptions import Assumptions, load_assumptions
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

BV, TDBV, KBV, KHD = SustainabilityClass
AS_OF = date(2024, 11, 15)


@pytest.fixture
def assumptions(data: DataFile) -> Assumptions:
    with data.reading() as session:
        return load_assumptions(session)


Met = bool | None


def _answers(required: Sequence[Met], others: Sequence[Met]) -> list[CriterionAnswer]:
    made = [(True, met) for met in required] + [(False, met) for met in others]
    return [
        CriterionAnswer(number, f"Tiêu chí {number}", needed, met, "thử", by_officer=False)
        for number, (needed, met) in enumerate(made)
    ]


@pytest.mark.parametrize(
    ("working", "managed", "met", "unknown", "expected"),
    [
        (True, True, 5, 0, BV),
        (True, True, 4, 1, TDBV),
        (True, True, 4, 0, TDBV),
        (True, True, 3, 1, TDBV),
        (True, True, 2, 1, KBV),
        (True, True, 0, 0, KBV),
        (True, None, 5, 0, None),  # nobody wrote down who manages it
        (True, None, 3, 1, None),
        (True, None, 2, 1, KBV),  # whoever manages it
        (True, False, 5, 0, KBV),  # nobody manages it
        (True, False, 0, 5, KBV),  # and no answer still missing can mend that
        (True, True, 3, 2, None),
        (True, True, 0, 5, None),
        (False, True, 5, 0, KHD),
        (False, None, 0, 5, KHD),
        (None, True, 5, 0, None),
        (None, False, 5, 0, None),
    ],
)
def test_the_shipped_rule(
    assumptions: Assumptions,
    *,
    working: Met,
    managed: Met,
    met: int,
    unknown: int,
    expected: SustainabilityClass | None,
) -> None:
    others = [True] * met + [None] * unknown + [False] * (5 - met - unknown)
    assert classify(working, _answers([managed], others), assumptions) is expected


answer = st.sampled_from([True, False, None])
_RANK = {KHD: 0, KBV: 1, TDBV: 2, BV: 3}


@given(
    working=answer,
    required=st.lists(answer, max_size=3),
    others=st.lists(answer, max_size=8),
    numbers=st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(0, 8)),
    which=st.integers(0, 20),
)
def test_a_criterion_met_at_last_never_lowers_the_class(
    assumptions: Assumptions,
    *,
    working: Met,
    required: list[Met],
    others: list[Met],
    numbers: tuple[int, int, int],
    which: int,
) -> None:
    rule = replace(
        assumptions,
        sustainable_min_met=numbers[0],
        fairly_min_met=numbers[1],
        class_unknown_max=numbers[2],
    )
    before = _answers(required, others)
    refused = [place for place, a in enumerate(before) if a.met is False]
    if not refused:
        return
    turned = refused[which % len(refused)]
    after = [replace(a, met=True) if place == turned else a for place, a in enumerate(before)]
    was, now = classify(working, before, rule), classify(working, after, rule)
    if was is not None and now is not None:
        assert _RANK[now] >= _RANK[was]
    if was in {BV, TDBV}:
        assert now is not None


def test_the_rule_stands_in_words_made_of_its_numbers(data: DataFile, assumptions: Assumptions) -> None:
    with data.reading() as session:
        criteria = list(session.scalars(select(SustainabilityCriterion)))
        words = rule_words(criteria, assumptions)
        assert words.lines == (
            "Bền vững: đạt «Có tổ chức quản lý khai thác» và ít nhất 5/5 tiêu chí khác.",
            "Tương đối bền vững: đạt «Có tổ chức quản lý khai thác» và ít nhất 3/5 tiêu chí khác.",
            "Kém bền vững: đạt ít hơn, hoặc không đạt «Có tổ chức quản lý khai thác».",
            "Không hoạt động: công trình ghi không còn hoạt động.",
            (
                "Chưa phân loại: hơn 1 tiêu chí khác chưa có số liệu, "
                "hoặc chưa biết có đạt «Có tổ chức quản lý khai thác» không."
            ),
        )
        assert words.warnings == ()
        (never_best,) = rule_words(criteria[1:], assumptions).warnings
        assert "Đang dùng 4 tiêu chí khác mà mức bền vững cần đạt 5" in never_best
        (never_fair,) = rule_words(criteria, replace(assumptions, fairly_min_met=5)).warnings
        assert "không công trình nào được xếp tương đối bền vững" in never_fair
        free = rule_words(criteria[:5], assumptions)
    assert free.lines[0] == "Bền vững: đạt ít nhất 5/5 tiêu chí."
    assert free.lines[4] == "Chưa phân loại: hơn 1 tiêu chí chưa có số liệu."


def test_a_measure_is_named_with_its_limit(assumptions: Assumptions) -> None:
    labels = [measure_label(measure, assumptions) for measure in (*SchemeMeasure, None)]
    assert "Gián đoạn không quá 30 ngày trong năm" in labels
    assert "Công suất hoặc đấu nối từ 60 % thiết kế" in labels
    assert len(set(labels)) == len(labels)
    assert not any("{" in label for label in labels)


@given(st.dictionaries(st.sampled_from([*SustainabilityClass, None]), st.integers(0, 2000)))
def test_indicator_6_counts_all_schemes_followed(found: dict[SustainabilityClass | None, int]) -> None:
    classes = {key: found.get(key, 0) for key in [*SustainabilityClass, None]}
    indicator = sustainable_schemes(classes)
    total = sum(classes.values())
    assert (indicator.numerator, indicator.denominator, indicator.unknown) == (
        classes[BV],
        total,
        classes[None],
    )
    if total == classes[None]:
        assert indicator.value is None
    else:
        assert indicator.value == Fraction(100 * classes[BV], total)


@pytest.mark.parametrize(
    ("counts", "published"),
    [((46, 213, 525, 216), "4.6"), ((365, 203, 329, 103), "36.5")],  # Lào Cai 2024, Kon Tum 2023
)
def test_the_published_shares_of_schemes(counts: tuple[int, ...], published: str) -> None:
    classes: dict[SustainabilityClass | None, int] = dict(zip(SustainabilityClass, counts, strict=True))
    assert sustainable_schemes({**classes, None: 0}).rounded() == published


GOOD: dict[str, Any] = {
    "working": True,
    "managing_body": "Tổ quản lý",
    "yearly_income": 10,
    "yearly_cost": 10,
    "days_interrupted": 30,
    "design_capacity": 100,
    "actual_capacity": 60,
    "trained_operator": True,
}


def _add(data: DataFile, name: str = "Bến Én", **values: Any) -> int:
    """Add a scheme that meets every criterion, but for what is said; return its record's id."""
    with change(data, "Thêm công trình") as made:
        scheme = WaterScheme(name=name, in_use_since=values.pop("in_use_since", 2010))
        made.session.add(scheme)
        made.session.flush()
        year = made.session.scalars(select(SurveyYear)).one()
        passed = values.pop("passed", True)
        record = SchemeRecord(year_id=year.id, scheme_id=scheme.id, **{**GOOD, **values})
        made.session.add(record)
        if passed is not None:
            made.session.add(WaterTest(scheme_id=scheme.id, tested_on=date(2024, 6, 1), passed=passed))
        made.session.flush()
        return record.id


def _verdicts(data: DataFile) -> tuple[SchemeVerdict, ...]:
    with data.reading() as session:
        return scheme_verdicts(session, find_year(session))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, BV),
        ({"yearly_income": 9}, TDBV),
        ({"days_interrupted": 31}, TDBV),
        ({"actual_capacity": 59}, TDBV),
        ({"actual_capacity": 59, "design_connections": 10, "actual_connections": 6}, BV),
        ({"actual_capacity": 1, "in_use_since": 2023}, BV),  # not two years old yet
        ({"actual_capacity": 1, "in_use_since": 2022}, TDBV),
        ({"design_capacity": 0, "actual_capacity": 0}, TDBV),  # one unknown
        ({"trained_operator": False, "yearly_cost": None}, TDBV),
        ({"trained_operator": False, "passed": False, "yearly_income": 0}, KBV),
        ({"trained_operator": None, "yearly_cost": None}, None),
        ({"managing_body": "  "}, None),
        ({"managing_body": "", "management_model": ManagementModel.COMMUNE}, BV),
        ({"working": False}, KHD),
        ({"working": None}, None),
        ({"passed": None}, TDBV),
    ],
)
def test_the_class_proposed_from_the_record(
    data: DataFile, values: dict[str, Any], expected: SustainabilityClass | None
) -> None:
    _add(data, **values)
    (verdict,) = _verdicts(data)
    assert verdict.proposed is expected
    assert verdict.final is expected
    assert not verdict.overridden
    assert len(verdict.answers) == 6
    assert all(answer.reason for answer in verdict.answers)


def test_the_officers_class_needs_a_reason(data: DataFile) -> None:
    _add(data, "A", class_override=KBV)
    _add(data, "B", class_override=KBV, class_reason="  ")
    _add(data, "C", class_override=KBV, class_reason="Sắp ngừng")
    without, blank, given_reason = _verdicts(data)
    for verdict in (without, blank):
        assert (verdict.final, verdict.overridden) == (BV, False)
    assert (given_reason.proposed, given_reason.final, given_reason.overridden) == (BV, KBV, True)
    assert given_reason.reason == "Sắp ngừng"
    assert given_reason.proposed_reason == without.reason == without.proposed_reason
    assert given_reason.reason == "Sắp ngừng"


def test_the_officers_answer_stands_over_the_record(data: DataFile) -> None:
    record_id = _add(data, yearly_income=1)
    with change(data, "Đánh giá") as made:
        criteria = made.session.scalars(
            select(SustainabilityCriterion).order_by(SustainabilityCriterion.position)
        ).all()
        for criterion, met in zip(criteria[:2], (True, None), strict=True):
            made.session.add(SchemeAnswer(scheme_record_id=record_id, criterion_id=criterion.id, met=met))
    (verdict,) = _verdicts(data)
    assert verdict.final is BV
    assert [a.by_officer for a in verdict.answers] == [True, False, False, False, False, False]


def _answer(data: DataFile, record_id: int, measure: SchemeMeasure, met: bool) -> None:
    with change(data, "Đánh giá") as made:
        criterion = made.session.scalars(
            select(SustainabilityCriterion).where(SustainabilityCriterion.measure == measure)
        ).one()
        made.session.add(SchemeAnswer(scheme_record_id=record_id, criterion_id=criterion.id, met=met))


def test_the_officer_says_whether_anybody_manages_a_scheme(data: DataFile) -> None:
    nobody = _add(data, "A", managing_body="")
    somebody = _add(data, "B", managing_body="")
    _add(data, "C", managing_body="")
    _answer(data, nobody, SchemeMeasure.MANAGED, met=False)
    _answer(data, somebody, SchemeMeasure.MANAGED, met=True)
    verdicts = _verdicts(data)
    assert [v.final for v in verdicts] == [KBV, BV, None]
    assert verdicts[0].reason == "không đạt «Có tổ chức quản lý khai thác», đạt 5/5 tiêu chí khác"
    assert verdicts[2].reason == "chưa có số liệu về «Có tổ chức quản lý khai thác», đạt 5/5 tiêu chí khác"


def test_a_criterion_out_of_use_or_required_changes_the_class(data: DataFile) -> None:
    _add(data, yearly_income=9)
    assert [v.final for v in _verdicts(data)] == [TDBV]
    with change(data, "Sửa tiêu chí") as made:
        rows = made.session.scalars(select(SustainabilityCriterion)).all()
        next(c for c in rows if c.measure is SchemeMeasure.COVERS_COST).required = True
    assert [v.final for v in _verdicts(data)] == [KBV]
    with change(data, "Sửa tiêu chí") as made:
        rows = made.session.scalars(select(SustainabilityCriterion)).all()
        next(c for c in rows if c.measure is SchemeMeasure.COVERS_COST).active = False
        number = made.session.scalars(select(Assumption).where(Assumption.key == "sustainable_min_met")).one()
        number.value = "4"
    (verdict,) = _verdicts(data)
    assert verdict.final is BV
    assert len(verdict.answers) == 5


def test_a_criterion_the_program_cannot_read_waits_for_the_officer(data: DataFile) -> None:
    _add(data)
    with change(data, "Thêm tiêu chí") as made:
        made.session.add(SustainabilityCriterion(code="own-1", label="Có quy chế quản lý", position=9))
    (verdict,) = _verdicts(data)
    assert (verdict.answers[-1].met, verdict.answers[-1].reason) == (None, "cán bộ chưa đánh giá")
    assert verdict.final is BV  # five of the others are met, one not known


def test_classes_of_the_year_add_up_to_its_schemes(data: DataFile) -> None:
    for name, working in (("A", True), ("B", False), ("C", None)):
        _add(data, name, working=working)
    with data.reading() as session:
        figures = compute_year(session, find_year(session))
    assert figures.classes == {BV: 1, TDBV: 0, KBV: 0, KHD: 1, None: 1}
    assert figures.classes == count_classes(_verdicts(data))
    six = figures.commune.indicator("6")
    assert (six.numerator, six.denominator, six.unknown, six.rounded()) == (1, 3, 1, "33.3")
    assert Counter(v.final for v in _verdicts(data)).total() == 3


def _test(on: date, passed: bool | None = True, until: date | None = None, number: int = 1) -> WaterTest:
    return WaterTest(id=number, tested_on=on, passed=passed, valid_until=until)


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ([], None),
        ([_test(date(2024, 1, 1))], True),
        ([_test(date(2024, 1, 1)), _test(date(2024, 5, 1), passed=False)], False),
        ([_test(date(2024, 5, 1)), _test(date(2024, 1, 1), passed=False)], True),
        ([_test(date(2024, 5, 1)), _test(date(2024, 5, 1), passed=False, number=2)], False),
        ([_test(AS_OF), _test(date(2024, 11, 16), passed=False)], True),  # taken after the day: not seen
        ([_test(date(2023, 11, 15))], True),  # the last day of its year
        ([_test(date(2023, 11, 14))], None),  # expired: not known, not "no"
        ([_test(date(2020, 1, 1), until=AS_OF)], True),
        ([_test(date(2024, 9, 1), until=date(2024, 11, 14))], None),
        ([_test(date(2024, 9, 1), passed=None)], None),
        ([_test(date(2024, 5, 1)), _test(date(2024, 9, 1), passed=None)], True),  # its verdict is awaited
    ],
)
def test_the_latest_test_decides(tests: list[WaterTest], expected: bool | None) -> None:
    verdict, reason = water_tests.tested_clean(tests, AS_OF, 12)
    assert verdict is expected
    assert reason
    assert water_tests.latest_test([], AS_OF) is None


def test_validity_in_months() -> None:
    assert water_tests.valid_to(_test(date(2024, 1, 31)), 1) == date(2024, 2, 29)
    assert water_tests.valid_to(_test(date(2023, 12, 15)), 12) == date(2024, 12, 15)
    assert water_tests.valid_to(_test(date(2024, 3, 31)), 0) == date(2024, 3, 31)
    assert water_tests.valid_to(_test(date(2024, 1, 1)), 100_000).year == 9999  # "for ever" must not hang


@pytest.mark.parametrize("value", ["", "ba", "-1", "1,5", "0", "3", "١"])
def test_an_assumption_that_cannot_be_read_is_told(data: DataFile, value: str) -> None:
    with change(data, "Sửa thông số") as made:
        made.session.scalars(select(Assumption).where(Assumption.key == "decimals")).one().value = value
    with pytest.raises(KnownError, match="Số chữ số thập phân"), data.reading() as session:
        load_assumptions(session)
