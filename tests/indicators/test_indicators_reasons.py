"""The sentences beside a class or a proposal, word for word: papers print them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from communes import year_id
from nsnt_desktop.indicators.class_rule import CriterionAnswer, rule_reason, rule_words
from nsnt_desktop.indicators.hygienic import lower_first, propose_central, propose_hygienic
from nsnt_desktop.indicators.sustainability import SchemeVerdict, scheme_verdicts
from nsnt_desktop.models import (
    Assumption,
    SchemeAnswer,
    SchemeRecord,
    SustainabilityCriterion,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import ManagementModel, SustainabilityClass
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

NOTHING = "chưa có số liệu"


def _add(data: DataFile, name: str, *, since: int | None = 2010, **values: Any) -> int:
    year = year_id(data)
    with change(data, "Thêm công trình") as made:
        scheme = WaterScheme(name=name, in_use_since=since)
        made.session.add(scheme)
        made.session.flush()
        made.session.add(SchemeRecord(year_id=year, scheme_id=scheme.id, **{"working": True, **values}))
        return scheme.id


def _verdicts(data: DataFile) -> tuple[SchemeVerdict, ...]:
    with data.reading() as session:
        return scheme_verdicts(session, find_year(session, 2024))


@pytest.mark.parametrize(
    ("place", "values", "met", "reason"),
    [
        (
            0,
            {"yearly_income": 1_000_000, "yearly_cost": 999_999},
            True,
            "thu 1.000.000 đồng, chi 999.999 đồng",
        ),
        (0, {"yearly_income": 5, "yearly_cost": 6}, False, "thu 5 đồng, chi 6 đồng"),
        (0, {"yearly_income": 5}, None, NOTHING),
        (0, {"yearly_cost": 5}, None, NOTHING),
        (1, {}, None, "chưa có kết quả xét nghiệm"),
        (2, {"days_interrupted": 30}, True, "gián đoạn 30 ngày trong năm"),
        (2, {"days_interrupted": 31}, False, "gián đoạn 31 ngày trong năm"),
        (2, {}, None, NOTHING),
        (3, {"since": 2023}, True, "chưa đủ hai năm kể từ khi sử dụng"),
        (3, {"since": 2022}, None, NOTHING),
        (3, {"since": None}, None, NOTHING),
        (3, {"actual_capacity": 599, "design_capacity": 1000}, False, "công suất thực tế 599/1000 thiết kế"),
        (3, {"actual_connections": 6, "design_connections": 10}, True, "đấu nối thực tế 6/10 thiết kế"),
        (
            3,
            {
                "actual_capacity": 7,
                "design_capacity": 100,
                "actual_connections": 8,
                "design_connections": 100,
            },
            False,
            "đấu nối thực tế 8/100 thiết kế",
        ),
        (4, {"trained_operator": True}, True, "theo số liệu công trình"),
        (4, {"trained_operator": False}, False, "theo số liệu công trình"),
        (4, {}, None, NOTHING),
        (5, {"managing_body": " Tổ quản lý "}, True, "Tổ quản lý"),
        (5, {"management_model": ManagementModel.COOPERATIVE}, True, "Hợp tác xã"),
        (5, {"managing_body": "  "}, None, "chưa ghi tổ chức quản lý"),
    ],
)
def test_what_a_criterion_is_answered_from(
    data: DataFile, place: int, values: dict[str, Any], met: bool | None, reason: str
) -> None:
    _add(data, "Bến Én", **values)
    (verdict,) = _verdicts(data)
    assert (verdict.answers[place].met, verdict.answers[place].reason) == (met, reason)


@pytest.mark.parametrize(
    ("passed", "until", "met", "reason"),
    [
        (True, None, True, "xét nghiệm ngày 01/06/2024 đạt"),
        (False, None, False, "xét nghiệm ngày 01/06/2024 không đạt"),
        (True, date(2024, 7, 1), None, "xét nghiệm ngày 01/06/2024 đã hết giá trị"),
    ],
)
def test_the_test_a_scheme_is_judged_by(
    data: DataFile, passed: bool, until: date | None, met: bool | None, reason: str
) -> None:
    scheme = _add(data, "Bến Én")
    with change(data, "Thêm xét nghiệm") as made:
        test = {"tested_on": date(2024, 6, 1), "passed": passed, "valid_until": until}
        made.session.add(WaterTest(scheme_id=scheme, **test))
    (verdict,) = _verdicts(data)
    assert (verdict.answers[1].met, verdict.answers[1].reason) == (met, reason)


def test_verdicts_stand_by_name_and_their_answers_in_the_officers_order(data: DataFile) -> None:
    last, first = _add(data, "Thác Mơ", working=False), _add(data, "Bến Én", working=None)
    with change(data, "Sắp lại tiêu chí") as made:
        criteria = list(made.session.scalars(select(SustainabilityCriterion)))
        for criterion in criteria:
            criterion.position = -criterion.position
        record = made.session.scalars(select(SchemeRecord).where(SchemeRecord.scheme_id == last)).one()
        answered = criteria[5].id
        made.session.add(SchemeAnswer(scheme_record_id=record.id, criterion_id=answered, met=False))
    found = _verdicts(data)
    assert [(verdict.scheme_id, verdict.name) for verdict in found] == [(first, "Bến Én"), (last, "Thác Mơ")]
    ids = [criterion.id for criterion in criteria]
    assert [answer.criterion_id for answer in found[1].answers] == ids[::-1]
    assert (found[1].answers[0].met, found[1].answers[0].reason) == (False, "cán bộ đánh giá")
    assert found[0].proposed_reason == "chưa ghi công trình còn hoạt động hay không"
    assert found[1].proposed_reason == "công trình không hoạt động"


def test_a_rule_without_a_required_criterion_speaks_of_no_others() -> None:
    answers = [
        CriterionAnswer(1, "Thu đủ bù chi", False, True, "thử", by_officer=False),
        CriterionAnswer(2, "Người vận hành", False, None, "thử", by_officer=False),
    ]
    assert rule_reason(True, answers) == "đạt 1/2 tiêu chí, 1 tiêu chí chưa có số liệu"


def test_the_rule_in_words_with_two_required_criteria_and_none(data: DataFile) -> None:
    with data.reading() as session:
        criteria = list(session.scalars(select(SustainabilityCriterion)))
        criteria[0].required = True
        assumptions = load_assumptions(session)
        both = rule_words(criteria, assumptions)
        none = rule_words(criteria[1:5], assumptions)
    first, second = "«Thu đủ bù chi»", "«Có tổ chức quản lý khai thác»"
    assert both.lines[0] == f"Bền vững: đạt {first} và {second} và ít nhất 5/4 tiêu chí khác."
    assert both.lines[2] == f"Kém bền vững: đạt ít hơn, hoặc không đạt {first} hoặc {second}."
    assert both.warnings == (
        (
            "Đang dùng 4 tiêu chí khác mà mức bền vững cần đạt 5: không công trình nào được xếp bền vững. "
            "Hãy sửa số tiêu chí cần đạt, hoặc dùng thêm tiêu chí."
        ),
    )
    assert none.lines[2] == "Kém bền vững: đạt ít hơn."
    assert none.lines[3] == "Không hoạt động: công trình ghi không còn hoạt động."


def test_the_best_class_comes_first_where_its_number_is_the_smaller(data: DataFile) -> None:
    """The rule in words says "bền vững: ít nhất 1": so it is, though the next class asks for more."""
    _add(data, "Bến Én", managing_body="Tổ quản lý", trained_operator=True)
    with change(data, "Sửa thông số") as made:
        changed = {"sustainable_min_met": "1", "class_unknown_max": "4"}
        for row in made.session.scalars(select(Assumption).where(Assumption.key.in_(changed))):
            row.value = changed[row.key]
    assert _verdicts(data)[0].final is SustainabilityClass.SUSTAINABLE


def test_proposals_about_hygienic_water() -> None:
    told = propose_hygienic("Giếng đào", [("Thành giếng", False), ("Sân giếng", False), ("Cách xa", None)])
    assert (told.verdict, told.reason) == (False, "giếng đào, không đạt: thành giếng; sân giếng")
    unnamed = propose_central("", (True, "xét nghiệm đạt"))
    assert (unnamed.verdict, unnamed.reason) == (
        None,
        "dùng công trình cấp nước tập trung nhưng chưa ghi công trình nào",
    )


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Giếng khoan", "giếng khoan"),
        ("UBND xã", "UBND xã"),
        ("HTX", "HTX"),
        ("G2B", "g2B"),
        ("Á", "á"),
        ("", ""),
    ],
)
def test_words_inside_a_sentence(text: str, inside: str) -> None:
    assert lower_first(text) == inside
