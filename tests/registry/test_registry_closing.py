"""A year is closed when no error stands; from then on nothing moves its figures until it is opened again."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from communes import CommuneOf, Row, action_count, audit_lines, content_digest, village_ids, year_id
from nsnt_desktop.documents.gather import report_input
from nsnt_desktop.documents.report_input import ReportInput
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.models import (
    Action,
    Assumption,
    Criterion,
    HouseholdRecord,
    SurveyYear,
    SustainabilityCriterion,
    Village,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import DocumentKind, SustainabilityClass, YearState
from nsnt_desktop.registry import closing
from nsnt_desktop.registry.closing import close_year, preview_closing, preview_reopening, reopen_year
from nsnt_desktop.registry.finding_notes import bring_back, pass_over
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.registry.new_year import open_next_year
from nsnt_desktop.registry.papers import set_paper_number
from nsnt_desktop.registry.reference_lists import set_assumption_field, set_criterion_field
from nsnt_desktop.registry.schemes import add_scheme, set_scheme_field
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.villages import set_village_field
from nsnt_desktop.registry.years import find_year, list_years
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

TODAY = date(2024, 11, 10)
SOUND: list[Row] = [
    {"head": "An", "persons": 4, "poverty": "poor", "hygienic": True, "clean": False, "source": "rain"},
    {"head": "Bình", "persons": 2, "poverty": "none", "hygienic": False, "clean": False, "source": "rain"},
    {
        "head": "Chi",
        "persons": 3,
        "poverty": "none",
        "hygienic": True,
        "clean": True,
        "basis": "official_list",
        "source": "drilled_well",
        "litres_per_month": 9000,
        "village": "Thôn Do Thượng",
    },
]
WRONG: Row = {"head": "Dũng", "persons": 3, "poverty": "none", "hygienic": False, "clean": True}


def report(data: DataFile, year: int = 2024) -> ReportInput:
    with data.reading() as session:
        return report_input(session, find_year(session, year), date(2024, 12, 1))


def record_id(data: DataFile) -> int:
    with data.reading() as session:
        return session.scalars(select(HouseholdRecord.id).order_by(HouseholdRecord.id)).all()[0]


def state(data: DataFile, year: int = 2024) -> SurveyYear:
    with data.reading() as session:
        return find_year(session, year)


def test_an_error_that_stands_keeps_the_year_open(commune_of: CommuneOf) -> None:
    data = commune_of([*SOUND, WRONG])
    before, actions = content_digest(data), action_count(data)
    with data.reading() as session:
        errors = preview_closing(session, year_id(data), TODAY).errors
    assert errors
    with pytest.raises(KnownError, match=f"Còn {errors} lỗi.*Kiểm tra số liệu"):
        close_year(data, year_id(data), TODAY)
    assert (content_digest(data), action_count(data)) == (before, actions)


def test_a_year_without_a_household_is_not_closed(data: DataFile) -> None:
    with pytest.raises(KnownError, match="chưa có hộ nào"):
        close_year(data, year_id(data), TODAY)
    assert state(data).state is YearState.OPEN


def test_warnings_are_counted_and_do_not_block(commune_of: CommuneOf) -> None:
    data = commune_of(SOUND)
    with data.reading() as session:
        shown = preview_closing(session, year_id(data), TODAY)
    assert (shown.year, shown.errors, shown.counts.households) == (2024, 0, 3)
    assert shown.warnings
    closed = close_year(data, year_id(data), TODAY)
    assert (closed.year, closed.households, closed.warnings) == (2024, 3, shown.warnings)
    year = state(data)
    assert year.state is YearState.CLOSED
    assert isinstance(year.closed_at, datetime)
    assert report(data).open_warnings == shown.warnings
    fields = {(table, field) for table, field, _, _ in audit_lines(data, closed.action_id)}
    assert fields == {("survey_year", name) for name in ("state", "closed_at", "figures")}


def test_earlier_open_years_are_named_and_do_not_block(commune_of: CommuneOf) -> None:
    data = commune_of([*SOUND, {**SOUND[0], "year": 2023, "head": "Em"}])
    with data.reading() as session:
        assert preview_closing(session, year_id(data), TODAY).earlier_open == (2023,)
    close_year(data, year_id(data), TODAY)


def with_a_scheme(data: DataFile) -> None:
    added = add_scheme(data, year_id(data), "Trạm Bái Đa").record_id
    for field, value in {"working": True, "managing_body": "HTX", "trained_operator": True}.items():
        set_scheme_field(data, added, field, value)
    with change(data, "Xét nghiệm") as made:
        scheme = made.session.scalars(select(WaterScheme.id)).one()
        made.session.add(WaterTest(scheme_id=scheme, tested_on=date(2024, 9, 1), passed=True))


def assume(data: DataFile, key: str, value: str) -> None:
    with data.reading() as session:
        row = session.scalars(select(Assumption.id).where(Assumption.key == key)).one()
    set_assumption_field(data, row, "value", value)


def set_thresholds(data: DataFile, value: str) -> None:
    with data.reading() as session:
        rows = session.scalars(select(Criterion.id).where(Criterion.indicator == "2")).all()
    for row in rows:
        set_criterion_field(data, row, "value", value)


def stir_everything(data: DataFile) -> None:
    """Change all that the figures of a year are made from, but for its own records."""
    for key, value in {
        "days_per_month": "20",
        "litres_all_persons": "có",
        "decimals": "2",
        "persons_max": "1",
        "fairly_min_met": "0",
        "class_unknown_max": "100",
        "test_valid_months": "1",
    }.items():
        assume(data, key, value)
    set_thresholds(data, "99")
    with change(data, "Đổi") as made:
        scheme = made.session.scalars(select(WaterScheme)).one()
        scheme.name = "Tên khác"
        for day, passed in ((date(2024, 10, 1), False), (date(2024, 11, 1), None)):
            made.session.add(WaterTest(scheme_id=scheme.id, tested_on=day, passed=passed))
        for row in made.session.scalars(select(SustainabilityCriterion)):
            row.active, row.label = row.position % 2 == 0, "Câu hỏi khác"
    first, second = village_ids(data)
    set_village_field(data, first, "name", "Thôn Mới")
    set_village_field(data, second, "former_commune", "Cẩm Long")


def test_nothing_moves_the_figures_of_a_closed_year(commune_of: CommuneOf) -> None:
    data = commune_of(SOUND)
    with_a_scheme(data)
    set_thresholds(data, "30")
    before = report(data)
    assert before.schemes[0].latest_test
    assert [c.verdict for c in before.criteria if c.threshold] == ["đạt (cần đối chiếu văn bản)"]
    close_year(data, year_id(data), TODAY)
    assert report(data) == before
    stir_everything(data)
    after = report(data)
    # Annex 4 and the warnings are read from the year's records, under the names the villages have now, and
    # from the water tests as they are now: neither is a figure.
    assert replace(after, households_not_met=(), water=before.water) == replace(before, households_not_met=())
    assert [len(v.households) for v in after.households_not_met or ()] == [2]
    reopen_year(data, year_id(data), "Đối chiếu lại")
    assert report(data).figures != before.figures
    assert report(data).criteria != before.criteria


def test_a_village_merged_later_stands_in_the_closed_year_as_it_was(commune_of: CommuneOf) -> None:
    data = commune_of(SOUND)
    close_year(data, year_id(data), TODAY)
    before = report(data).figures
    first, second = village_ids(data)
    with change(data, "Nhập thôn") as made:
        village = made.session.get_one(Village, second)
        village.active_to, village.merged_into_id = 2023, first
    assert report(data).figures == before
    assert [v.name for v in before.villages] == ["Thôn Phác Lê", "Thôn Do Thượng"]


def test_next_years_report_compares_with_the_figures_as_closed(commune_of: CommuneOf) -> None:
    data = commune_of(SOUND)
    before = report(data).figures
    close_year(data, year_id(data), TODAY)
    open_next_year(data)
    assume(data, "days_per_month", "15")
    assert report(data, 2025).previous == before


def test_a_closed_year_refuses_every_edit(commune_of: CommuneOf) -> None:
    data = commune_of(SOUND)
    year = year_id(data)
    edited = set_household_field(data, record_id(data), "note", "trước khi chốt")
    passed = pass_over(data, year, "15", ["village:1"], reason="đã hỏi", by="Lê An")
    assert edited
    assert passed
    close_year(data, year, TODAY)
    before = content_digest(data)
    for edit in (
        lambda: set_household_field(data, record_id(data), "persons", 5),
        lambda: add_scheme(data, year, "Trạm mới"),
        lambda: pass_over(data, year, "15", ["village:2"], reason="đã hỏi", by="Lê An"),
        lambda: bring_back(data, year, "15", ["village:1"]),
        lambda: take_back(data, edited),
        lambda: take_back(data, passed),
    ):
        with pytest.raises(KnownError, match=r"năm 2024 đã chốt.*Mở lại năm 2024"):
            edit()
    assert content_digest(data) == before
    set_paper_number(data, year, DocumentKind.REPORT, 12)  # the report is written after closing


def test_closing_and_reopening_are_not_undone(commune_of: CommuneOf) -> None:
    data = commune_of(SOUND)
    year = year_id(data)
    closed = close_year(data, year, TODAY)
    reopened = reopen_year(data, year, "Sót hộ")
    for action in (closed.action_id, reopened.action_id):
        with pytest.raises(KnownError, match="Mở lại năm"):
            take_back(data, action)
    assert state(data).state is YearState.OPEN


def test_reopening_needs_a_reason_and_leaves_it_in_the_trail(commune_of: CommuneOf) -> None:
    data = commune_of(SOUND)
    year = year_id(data)
    close_year(data, year, TODAY)
    before = content_digest(data)
    for blank in ("", "  \n"):
        with pytest.raises(KnownError, match="Chưa ghi lý do"):
            reopen_year(data, year, blank)
    assert content_digest(data) == before
    open_next_year(data)
    with data.reading() as session:
        assert preview_reopening(session, year).later == (2025,)
    reopened = reopen_year(data, year, " Sót hai hộ Thôn Phác Lê ")
    kept = state(data)
    assert (kept.state, kept.closed_at, kept.figures) == (YearState.OPEN, None, "")
    assert kept.state_reason == "Sót hai hộ Thôn Phác Lê"
    with data.reading() as session:
        told = session.get_one(Action, reopened.action_id).what
        told_before = session.scalars(select(Action.what).order_by(Action.id)).all()
    assert told == "Mở lại năm 2024: Sót hai hộ Thôn Phác Lê"
    assert "Chốt số liệu năm 2024" in told_before
    lines = {field: (old, new) for _, field, old, new in audit_lines(data, reopened.action_id)}
    assert lines["state"] == ('"closed"', '"open"')
    assert lines["figures"][0]  # what was reported then is still in the trail
    close_year(data, year, TODAY)
    assert state(data).state is YearState.CLOSED


def test_twice_does_no_harm(commune_of: CommuneOf) -> None:
    data = commune_of(SOUND)
    year = year_id(data)
    with pytest.raises(KnownError, match="đang mở"):
        reopen_year(data, year, "vì sao")
    close_year(data, year, TODAY)
    before = content_digest(data)
    with pytest.raises(KnownError, match="đã chốt rồi"):
        close_year(data, year, TODAY)
    assert content_digest(data) == before


def test_a_failure_within_closing_leaves_the_year_open(
    commune_of: CommuneOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = commune_of(SOUND)
    before, actions = content_digest(data), action_count(data)

    def fail(year: SurveyYear, *_: Any) -> None:
        year.state = YearState.CLOSED  # half done
        raise MemoryError

    monkeypatch.setattr(closing, "_shut", fail)
    with pytest.raises(MemoryError):
        close_year(data, year_id(data), TODAY)
    assert (content_digest(data), action_count(data)) == (before, actions)
    monkeypatch.undo()
    close_year(data, year_id(data), TODAY)


def test_a_scheme_of_a_closed_year_keeps_the_class_the_officer_gave_it(commune_of: CommuneOf) -> None:
    data = commune_of(SOUND)
    added = add_scheme(data, year_id(data), "Trạm Bái Đa").record_id
    set_scheme_field(data, added, "class_override", SustainabilityClass.POORLY)
    set_scheme_field(data, added, "class_reason", "Hay mất nước")
    close_year(data, year_id(data), TODAY)
    (scheme,) = report(data).schemes
    assert (scheme.final, scheme.overridden, scheme.reason) == (
        SustainabilityClass.POORLY,
        True,
        "Hay mất nước",
    )
    with data.reading() as session:
        assert year_figures(session, list_years(session)[0]).classes[SustainabilityClass.POORLY] == 1
