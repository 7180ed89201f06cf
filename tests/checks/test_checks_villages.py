"""Rules 8, 9, 11, 13, 14 and 15: whole villages; and findings passed over and counted."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from fractions import Fraction

import pytest
from checks_support import EARLY, all_findings, editing, findings, found_in, sound
from sqlalchemy import select

from communes import Row, fill, village_ids, year_id
from nsnt_desktop.checks import check_villages, summary
from nsnt_desktop.checks.village_measures import SHARES, change_words, value_words
from nsnt_desktop.models import Assumption, FindingNote, HouseholdRecord, SurveyYear, Village
from nsnt_desktop.models.words import HouseholdStatus, Poverty, Severity, YearState
from nsnt_desktop.registry.villages import set_delivery
from nsnt_desktop.registry.years import add_year, find_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.datafile import DataFile

OTHER_VILLAGE = "Thôn Do Thượng"


@pytest.mark.parametrize(
    ("rule", "blank", "severity"),
    [
        ("8", {"poverty": None}, Severity.ERROR),
        ("9", {"hygienic": None, "clean": None, "basis": None}, Severity.WARNING),
        ("9", {"clean": None, "basis": None}, Severity.WARNING),
    ],
)
def test_blanks_are_told_by_number_village_by_village(
    data: DataFile, rule: str, blank: Row, severity: Severity
) -> None:
    rows = [sound(**blank), sound(**blank), sound(), sound(village=OTHER_VILLAGE, **blank)]
    first, second = found_in(data, rule, *rows)
    assert first.message.startswith("Thôn Phác Lê: còn 2 hộ chưa")
    assert second.message.startswith("Thôn Do Thượng: còn 1 hộ chưa")
    assert [first.subject, second.subject] == [f"village:{i}" for i in village_ids(data)]
    assert (first.record_id, len(first.record_ids)) == (None, 2)
    assert (second.record_id,) == second.record_ids
    assert first.severity is severity


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        ("8", sound(poverty=Poverty.NONE)),
        ("9", sound(hygienic=False, clean=False)),
        ("9", sound(hygienic=None, clean=None, status=HouseholdStatus.ENDED)),
        ("8", sound(poverty=None, status=HouseholdStatus.ENDED)),
    ],
)
def test_a_no_is_not_a_blank(data: DataFile, rule: str, row: Row) -> None:
    assert found_in(data, rule, row) == []


@pytest.mark.parametrize(
    ("field", "right", "wrong", "told"),
    [
        ("declared_households", 2, 3, "trưởng thôn báo 3 hộ, danh sách có 2"),
        ("declared_persons", 8, 0, "trưởng thôn báo 0 khẩu, danh sách có 8"),
        ("declared_poor", 0, 1, "trưởng thôn báo 1 hộ nghèo, danh sách có 0"),
    ],
)
def test_totals_against_the_village_heads(
    data: DataFile, field: str, right: int, wrong: int, told: str
) -> None:
    village, year = village_ids(data)[0], year_id(data)
    assert found_in(data, "11", sound(), sound()) == []
    set_delivery(data, year, village, field, right)
    assert findings(data, "11") == []
    set_delivery(data, year, village, field, wrong)
    (found,) = findings(data, "11")
    assert told in found.message
    assert (found.village_id, found.field) == (village, field)
    set_delivery(data, year, village, field, None)
    assert findings(data, "11") == []


def test_a_village_without_households_may_have_declared_some(data: DataFile) -> None:
    set_delivery(data, year_id(data), village_ids(data)[1], "declared_households", 7)
    (found,) = findings(data, "11")
    assert "báo 7 hộ, danh sách có 0" in found.message
    assert found.field == "declared_households"


def _years(before: int, after: int, field: str = "clean", of: int = 20) -> list[Row]:
    def rows(year: int, yes: int) -> list[Row]:
        return [sound(**{"basis": None, "clean": False, field: i < yes}, year=year) for i in range(of)]

    return rows(2023, before) + rows(2024, after)


@pytest.mark.parametrize(
    ("before", "after", "found"), [(10, 12, False), (10, 13, True), (10, 7, True), (10, 8, False)]
)
@pytest.mark.parametrize("field", ["clean", "hygienic"])
def test_an_indicator_that_moved_more_than_ten_points(
    data: DataFile, field: str, before: int, after: int, found: bool
) -> None:
    assert len(found_in(data, "13", *_years(before, after, field))) == found


def test_the_move_is_told_from_what_to_what(data: DataFile) -> None:
    (up,) = found_in(data, "13", *_years(10, 13))
    assert (
        "tỷ lệ hộ dùng nước sạch tăng từ 50,0\u00a0% lên 65,0\u00a0% so với năm 2023 (quá 10 điểm)"
        in up.message
    )
    (down,) = found_in(data, "13", *_years(10, 7))
    assert "giảm từ 50,0\u00a0% xuống 35,0\u00a0%" in down.message


def test_a_village_not_assessed_last_year_has_not_moved(data: DataFile) -> None:
    rows = [{**row, "clean": None} if row["year"] == 2023 else row for row in _years(0, 20)]
    assert found_in(data, "13", *rows) == []
    assert found_in(data, "13", *(row for row in _years(0, 20) if row["year"] == 2024)) == []


def _carried_over(data: DataFile, change: Callable[[HouseholdRecord], None] | None) -> None:
    """One household of 2023, carried over to 2024 and changed there (None: not carried over)."""
    fill(data, [sound(year=2023, head="Lê Văn An")])
    with editing(data) as session:
        if change is None:
            return
        last = session.query(HouseholdRecord).one()
        record = HouseholdRecord(
            year_id=year_id(data),
            household_id=last.household_id,
            village_id=last.village_id,
            treatment="",
            pollution_risk="",
            note="",
        )
        change(record)
        session.add(record)


def _updated(record: HouseholdRecord) -> None:
    record.updated_at = sound()["updated_at"]


def _moved(record: HouseholdRecord) -> None:
    record.status = HouseholdStatus.MOVED_AWAY


def _untouched(_record: HouseholdRecord) -> None:
    pass


@pytest.mark.parametrize(
    ("change", "found"), [(_updated, False), (_moved, False), (_untouched, True), (None, True)]
)
def test_households_of_last_year_are_accounted_for(
    data: DataFile, change: Callable[[HouseholdRecord], None] | None, found: bool
) -> None:
    _carried_over(data, change)
    said_of = findings(data, "14")
    assert len(said_of) == found
    for said in said_of:
        assert said.message.startswith("Thôn Phác Lê: 1 hộ của năm 2023 chưa cập nhật")
        assert "(Lê Văn An)" in said.message
        assert len(said.record_ids) == (change is not None)


def test_a_new_household_and_one_gone_last_year_are_no_debt(data: DataFile) -> None:
    fill(data, [sound(updated_at=None), sound(year=2023, status=HouseholdStatus.ENDED)])
    assert findings(data, "14") == []


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2024, 10, 15), None),
        (date(2024, 10, 16), "còn 30 ngày đến hạn báo cáo 15/11/2024"),
        (date(2024, 11, 14), "còn 1 ngày"),
        (date(2024, 11, 15), "hôm nay là hạn báo cáo"),
        (date(2024, 11, 17), "đã quá hạn báo cáo 15/11/2024 2 ngày"),
    ],
)
def test_villages_that_delivered_nothing(data: DataFile, today: date, told: str | None) -> None:
    set_delivery(data, year_id(data), village_ids(data)[0], "delivered_on", date(2024, 10, 2))
    set_delivery(data, year_id(data), village_ids(data)[1], "declared_households", 0)
    found = findings(data, "15", today=today)
    assert len(found) == (told is not None)
    for finding in found:
        assert told is not None
        assert finding.message.startswith("Thôn Do Thượng chưa nộp danh sách")
        assert told in finding.message
        assert finding.field == "delivered_on"


def test_a_closed_year_and_a_village_not_in_force_wait_for_nothing(data: DataFile) -> None:
    assert len(findings(data, "15", today=date(2024, 11, 1))) == 2
    with editing(data) as session:
        session.get_one(Village, village_ids(data)[0]).active_to = 2023
        session.get_one(Village, village_ids(data)[1]).active_from = 2025
    assert findings(data, "15", today=date(2024, 11, 1)) == []
    with editing(data) as session:
        session.get_one(Village, village_ids(data)[0]).active_to = None
        session.get_one(SurveyYear, year_id(data)).state = YearState.CLOSED
    assert findings(data, "15", today=date(2024, 11, 1)) == []


def _pass_over(data: DataFile, rule: str, subject: str, reason: str) -> None:
    with editing(data) as session:
        session.add(
            FindingNote(year_id=year_id(data), rule=rule, subject=subject, reason=reason, by="Cán bộ")
        )


def test_a_warning_passed_over_stays_with_its_reason_and_is_not_counted(data: DataFile) -> None:
    (found,) = found_in(data, "7", sound(persons=25))
    _pass_over(data, "7", found.subject, "Nhà nuôi dạy trẻ")
    (found,) = findings(data, "7")
    assert (found.passed_over, found.passed_over_by) == ("Nhà nuôi dạy trẻ", "Cán bộ")
    counted = summary(all_findings(data))
    assert (counted.errors, counted.warnings, counted.passed_over, counted.by_village) == (0, 0, 1, {})


def test_an_error_cannot_be_passed_over(data: DataFile) -> None:
    (found,) = found_in(data, "7", sound(persons=0))
    _pass_over(data, "7", found.subject, "Kệ")
    assert findings(data, "7")[0].passed_over == ""


@pytest.mark.parametrize(("rule", "reason"), [("7", "  "), ("10", "Đã hỏi")])
def test_a_note_without_a_reason_or_of_another_rule_changes_nothing(
    data: DataFile, rule: str, reason: str
) -> None:
    (found,) = found_in(data, "7", sound(persons=25))
    _pass_over(data, rule, found.subject, reason)
    assert findings(data, "7")[0].passed_over == ""


def test_the_summary_counts_by_village_and_severity(data: DataFile) -> None:
    fill(data, [sound(persons=0), sound(persons=25), sound(persons=25, village=OTHER_VILLAGE)])
    first, second = village_ids(data)
    counted = summary(all_findings(data))
    assert counted.by_village == {
        first: {Severity.ERROR: 1, Severity.WARNING: 1},
        second: {Severity.ERROR: 0, Severity.WARNING: 1},
    }
    assert (counted.errors, counted.warnings, counted.passed_over) == (1, 2, 0)


def test_a_village_is_named_with_its_former_commune(data: DataFile) -> None:
    with editing(data) as session:
        session.get_one(Village, village_ids(data)[0]).former_commune = "Cẩm Long"
    (found,) = found_in(data, "7", sound(persons=0, head="Lê Văn An"))
    assert found.message.startswith("Hộ Lê Văn An (Thôn Phác Lê, Cẩm Long) ")


def test_findings_can_be_written_as_json(data: DataFile) -> None:
    (found,) = found_in(data, "7", sound(persons=0))
    assert json.loads(json.dumps(asdict(found)))["severity"] == "error"


def test_the_first_year_has_no_year_before(data: DataFile) -> None:
    fill(data, [sound()])
    with editing(data) as session:
        add_year(session, 2025)
    assert findings(data, "13") == findings(data, "14") == []
    assert len(findings(data, "14", year=2025, today=EARLY)) == 1


def test_last_years_households_stand_by_village_and_name(data: DataFile) -> None:
    rows = [
        sound(year=2023, head="Lê Văn Út"),
        sound(year=2023, head="Lê Văn An"),
        sound(year=2023, head="Bùi Thị Cúc", village=OTHER_VILLAGE),
    ]
    fill(data, rows)
    first, second = village_ids(data)
    told = findings(data, "14")
    assert [(f.village_id, f.subject) for f in told] == [
        (first, f"village:{first}"),
        (second, f"village:{second}"),
    ]
    assert "Lê Văn An, Lê Văn Út" in told[0].message
    with editing(data) as session:
        session.get_one(Village, first).position, session.get_one(Village, second).position = 2, 1
    assert [f.village_id for f in findings(data, "14")] == [second, first]
    with editing(data) as session:
        session.get_one(Village, first).position = 1
    assert [f.village_id for f in findings(data, "14")] == [first, second]


def test_three_heads_are_named_and_the_fourth_is_counted(data: DataFile) -> None:
    heads = ["Lê Văn An", "Lê Văn Bình", "Lê Văn Cúc", "Lê Văn Dần"]
    (three,) = found_in(data, "8", *(sound(head=head, poverty=None) for head in heads[:3]))
    assert "Lê Văn An, Lê Văn Bình, Lê Văn Cúc" in three.message
    assert "hộ khác" not in three.message
    (four,) = found_in(data, "8", *(sound(head=head, poverty=None) for head in heads))
    assert "Lê Văn An, Lê Văn Bình, Lê Văn Cúc và 1 hộ khác" in four.message
    assert four.village_id == village_ids(data)[0]


def test_what_is_said_of_a_village_alone_keeps_what_was_passed_over(data: DataFile) -> None:
    first, _ = village_ids(data)
    fill(
        data, [*(sound(year=2023) for _ in range(4)), *(sound(hygienic=False, clean=False) for _ in range(4))]
    )
    found = next(f for f in findings(data, "13") if f.village_id == first)
    _pass_over(data, "13", found.subject, "Nguồn nước bị lũ cuốn")
    with data.reading() as session:
        told = check_villages(session, find_year(session, 2024), EARLY)
    assert [f.passed_over for f in told if f.subject == found.subject and f.rule == "13"] == [
        "Nguồn nước bị lũ cuốn"
    ]


def test_the_newest_of_the_years_before_is_the_one_compared_with(data: DataFile) -> None:
    dirty = {"hygienic": False, "clean": False}
    fill(
        data,
        [
            *(sound(year=2022, **dirty) for _ in range(4)),
            *(sound(year=2023) for _ in range(4)),
            *(sound() for _ in range(4)),
        ],
    )
    assert findings(data, "13") == []


def test_what_differs_and_what_moved_is_told_one_after_the_other(data: DataFile) -> None:
    village, year = village_ids(data)[0], year_id(data)
    both = {"hygienic": False, "clean": False}
    fill(data, [*(sound(year=2023, **both) for _ in range(3)), *(sound() for _ in range(3))])
    set_delivery(data, year, village, "declared_households", 9)
    set_delivery(data, year, village, "declared_poor", 8)
    (differing,), (moved,) = findings(data, "11"), findings(data, "13")
    assert (
        "trưởng thôn báo 9 hộ, danh sách có 3; trưởng thôn báo 8 hộ nghèo, danh sách có 0"
        in differing.message
    )
    assert "lên 100,0\u00a0%; tỷ lệ hộ dùng nước sạch tăng từ 0,0\u00a0% lên 100,0\u00a0%" in moved.message


def test_the_move_is_told_with_the_decimals_of_the_office(data: DataFile) -> None:
    with editing(data) as session:
        session.scalars(select(Assumption).where(Assumption.key == "decimals")).one().value = "2"
    (up,) = found_in(data, "13", *_years(10, 13))
    assert "từ 50,00\u00a0% lên 65,00\u00a0%" in up.message


def test_villages_that_delivered_nothing_stand_in_the_offices_order(data: DataFile) -> None:
    first, second = village_ids(data)
    near = date(2024, 11, 14)
    assert [f.village_id for f in findings(data, "15", today=near)] == [first, second]
    with editing(data) as session:
        session.get_one(Village, first).position, session.get_one(Village, second).position = 2, 1
    assert [f.village_id for f in findings(data, "15", today=near)] == [second, first]
    with editing(data) as session:
        session.get_one(Village, first).position = 1
    assert [f.village_id for f in findings(data, "15", today=near)] == [first, second]


def test_a_share_moves_by_one_household_and_rises_by_its_blanks(data: DataFile) -> None:
    counted = Counter(households=8, clean=3, clean_known=5)
    with data.reading() as session:
        assumptions = load_assumptions(session)
    share = SHARES["clean"]
    assert share.value(counted, assumptions) == Fraction(300, 8)
    assert (share.one_household(counted, assumptions), share.blanks(counted)) == (
        Fraction(100, 8),
        Fraction(300, 8),
    )
    assert share.value(Counter(households=8), assumptions) is None


def test_values_and_changes_in_words() -> None:
    clean = SHARES["clean"]
    assert value_words(clean, Fraction(100, 3), 2) == "33,33\u00a0%"
    told = [change_words(clean, Fraction(change), 1) for change in ("0.5", "-0.5", "0")]
    assert told == ["tăng 0,5 điểm", "giảm 0,5 điểm", "không đổi"]
