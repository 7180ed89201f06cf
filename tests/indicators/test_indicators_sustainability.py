from collections import Counter
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.indicators.definitions import sustainable_schemes
from nsnt_desktop.indicators.sustainability import (
    SchemeVerdict,
    classify,
    count_classes,
    scheme_verdicts,
)
from nsnt_desktop.models import (
    Assumption,
    SchemeAnswer,
    SchemeRecord,
    SurveyYear,
    SustainabilityCriterion,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import ManagementModel, SustainabilityClass
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


@pytest.mark.parametrize(
    ("state", "expected"),  # working, managed, met, unknown
    [
        ((True, True, 5, 0), BV),
        ((True, True, 4, 1), TDBV),
        ((True, True, 4, 0), TDBV),
        ((True, True, 3, 1), TDBV),
        ((True, True, 2, 1), KBV),
        ((True, True, 0, 0), KBV),
        ((True, False, 5, 0), None),  # nobody wrote down who manages it
        ((True, False, 3, 1), None),
        ((True, False, 2, 1), KBV),  # whoever manages it
        ((True, True, 3, 2), None),
        ((True, True, 0, 5), None),
        ((False, True, 5, 0), KHD),
        ((False, False, 0, 5), KHD),
        ((None, True, 5, 0), None),
    ],
)
def test_the_shipped_rule(
    assumptions: Assumptions,
    state: tuple[bool | None, bool, int, int],
    expected: SustainabilityClass | None,
) -> None:
    working, managed, met, unknown = state
    assert (
        classify(working=working, managed=managed, met=met, unknown=unknown, assumptions=assumptions)
        is expected
    )


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
    assert len(verdict.answers) == 5
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
    assert [a.by_officer for a in verdict.answers] == [True, False, False, False, False]


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
