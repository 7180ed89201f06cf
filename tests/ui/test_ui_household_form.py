"""The form of one household through the real window: years, checklist, tests, findings, trail, life."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, own_settings
from sqlalchemy import select
from typing_vi import press, type_text

from communes import CommuneOf, Row, content_digest, year_id
from nsnt_desktop.models import HouseholdRecord, MainSource, SurveyYear, WaterTest
from nsnt_desktop.models.words import HouseholdStatus, Poverty, YearState
from nsnt_desktop.registry.household_life import leave_households
from nsnt_desktop.registry.years import add_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.app import make_application
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import ChoiceField, Field, LineField, TickField
from nsnt_desktop.ui.household_fields import KindsField
from nsnt_desktop.ui.household_form import HouseholdForm
from nsnt_desktop.ui.household_trail import entry_head
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.jobs import wait_for_jobs
from nsnt_desktop.ui.main_window import MainWindow

HOMES: list[Row] = [
    {"head": "Trịnh Đức Khoẻ", "persons": 4, "source": "drilled_well", "poverty": Poverty.NONE},
    {"head": "Lê Văn Ấm", "persons": 6, "source": "rain", "hygienic": True, "clean": True},
]


@pytest.fixture
def window(
    qapp: QApplication,  # noqa: ARG001 - Qt first
    qtbot: QtBot,
    commune_of: CommuneOf,
    tmp_path: Path,
) -> Iterator[MainWindow]:
    own_settings(tmp_path)
    make_application()
    made = MainWindow(Context(commune_of(HOMES), 2024, FakeDialogs()))
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    wait_for_jobs()


@pytest.fixture
def form(window: MainWindow, data: DataFile) -> HouseholdForm:
    return _show(window, _record(data).id)


def _show(window: MainWindow, record_id: int) -> HouseholdForm:
    window.context.go("households", {"record_id": record_id})
    page = window.page()
    assert isinstance(page, HouseholdsPage)
    page.form.show_record(record_id)
    page.form.show_rest()
    return page.form


def _record(data: DataFile, at: int = 0) -> HouseholdRecord:
    with data.reading() as session:
        query = select(HouseholdRecord).order_by(HouseholdRecord.household_id, HouseholdRecord.id)
        return session.scalars(query).all()[at]


def _tests(data: DataFile) -> list[WaterTest]:
    with data.reading() as session:
        return list(session.scalars(select(WaterTest)))


def _choose(field: Field, text: str) -> None:
    assert isinstance(field, ChoiceField)
    field.box.setCurrentIndex(field.box.findText(text))
    field.box.activated.emit(field.box.currentIndex())


def _type(field: Field, text: str) -> None:
    assert isinstance(field, LineField)
    field.line.setFocus()
    field.line.selectAll()
    if text:
        type_text(field.line, text)
    else:
        press(field.line, Qt.Key.Key_Delete)
    press(field.line, Qt.Key.Key_Return)


def _add_years(data: DataFile, **values: object) -> None:
    """Give the first household two earlier years."""
    now = _record(data)
    with change(data, "Thêm năm") as made:
        for year in (2022, 2023):
            added = add_year(made.session, year)
            row = HouseholdRecord(year_id=added.id, household_id=now.household_id, village_id=now.village_id)
            for name in ("persons", "poverty", "main_source_id"):
                setattr(row, name, getattr(now, name))
            for name, value in values.items():
                setattr(row, name, value)
            made.session.add(row)


def _words(of: QWidget) -> list[str]:
    QApplication.processEvents()  # Qt shows what was added to a layout a moment later
    return [made.text() for made in of.findChildren(QLabel) if not made.isHidden()]


# Earlier years


def test_earlier_years_stand_under_a_field_only_where_they_differ(
    form: HouseholdForm, data: DataFile
) -> None:
    assert all(notes.past.isHidden() for notes in form.notes.values())
    _add_years(data, persons=3)
    notes = form.notes["persons"]
    assert notes.past.text() == "2023, 2022: 3"
    assert notes.past.property("changed") is True
    assert notes.past.isVisibleTo(form)
    assert form.notes["poverty"].past.isHidden()
    _type(form.fields["persons"], "3")
    assert notes.past.isHidden()


def test_the_years_stand_side_by_side(form: HouseholdForm, data: DataFile) -> None:
    _add_years(data, persons=3, clean=False)
    form.show_rest()
    told = _words(form.years)
    assert told[:3] == ["2024", "2023", "2022"]
    at = told.index("Số khẩu")
    assert told[at + 1 : at + 4] == ["4", "3", "3"]
    assert "Giếng khoan (không đổi)" in told
    assert "mục khác không đổi qua các năm." in told[-1]


# The checklist


def test_the_checklist_is_answered_undone_and_taken(
    form: HouseholdForm, window: MainWindow, data: DataFile
) -> None:
    before = content_digest(data)
    rows = [row for row in form.checklist.rows if not row.isHidden()]
    assert len(rows) == 4
    assert form.checklist.take.isHidden()
    for row in rows:
        _choose(row.answer, "Đạt")
    assert form.checklist.reason.text() == "Giếng khoan, đủ 4 điều kiện."
    assert not form.checklist.take.isHidden()
    form.checklist.take.click()
    assert _record(data).hygienic is True
    assert form.hygienic_reason.text() == "Hợp vệ sinh vì: giếng khoan, đủ 4 điều kiện."
    assert form.checklist.take.isHidden()
    for _ in range(5):
        window.context.undo()
    assert content_digest(data) == before


def test_a_letter_means_the_same_answer_as_in_the_list(form: HouseholdForm, data: DataFile) -> None:
    field = form.fields["hygienic"]
    field.editor.setFocus()
    for typed, answer in (("k", False), ("c", True), ("ch", None)):
        type_text(field.editor, typed)
        assert _record(data).hygienic is answer
        QTest.qWait(QApplication.keyboardInputInterval() + 50)  # or they are all one word
    type_text(form.fields["clean"].editor, "d")
    assert _record(data).clean is True


def test_a_verdict_against_the_proposal_is_seen(form: HouseholdForm) -> None:
    _choose(form.checklist.rows[0].answer, "Không đạt")
    _choose(form.fields["hygienic"], "Có")
    assert form.hygienic_reason.text().startswith("Cán bộ ghi hợp vệ sinh, khác đề xuất: giếng khoan")
    assert form.hygienic_reason.objectName() == "warning"
    assert not form.checklist.take.isHidden()


def test_a_centralised_source_has_no_questions_but_says_what_it_rests_on(
    form: HouseholdForm, data: DataFile
) -> None:
    with data.reading() as session:
        label = session.scalars(select(MainSource.label).where(MainSource.code == "central_tap")).one()
    _choose(form.fields["main_source_id"], label)
    assert all(row.isHidden() for row in form.checklist.rows)
    assert "dựa vào xét nghiệm của công trình" in form.checklist.none.text()
    assert "chưa ghi công trình nào" in form.checklist.reason.text()


def test_tab_goes_through_the_checklist_where_it_stands(form: HouseholdForm, window: MainWindow) -> None:
    window.activateWindow()
    form.fields["has_meter"].editor.setFocus()
    answers = [row.answer.editor for row in form.checklist.rows]
    for expected in (*answers, form.fields["hygienic"].editor):
        before = QApplication.focusWidget()
        assert before is not None
        QTest.keyClick(before, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected


def test_a_closed_year_refuses_an_answer_and_keeps_it_to_be_seen(form: HouseholdForm, data: DataFile) -> None:
    with change(data, "Chốt số liệu") as made:
        made.session.get_one(SurveyYear, year_id(data)).state = YearState.CLOSED
    before = content_digest(data)
    _choose(form.checklist.rows[0].answer, "Đạt")
    assert "đã chốt" in form.checklist.rows[0].answer.fault.text()
    assert content_digest(data) == before


# Tests of the household's water


def test_a_test_is_added_edited_and_removed(form: HouseholdForm, window: MainWindow, data: DataFile) -> None:
    before = content_digest(data)
    type_text(form.tests.day, "12/9")
    press(form.tests.day, Qt.Key.Key_Return)
    (block,) = form.tests.blocks
    _choose(block.fields["passed"], "Đạt quy chuẩn")
    _type(block.fields["laboratory"], "Trung tâm kiểm soát bệnh tật")
    (kept,) = _tests(data)
    assert (kept.passed, kept.laboratory) == (True, "Trung tâm kiểm soát bệnh tật")
    assert kept.household_id == _record(data).household_id
    assert kept.regulation_id is not None  # the one in force on that day
    assert "tính đến 12/09/2025" in block.counted.text()
    assert "xét nghiệm ngày 12/09/2024 đạt" in form.clean_reason.text()
    block.remove.click()
    assert not _tests(data)
    assert not form.tests.blocks
    for _ in range(4):
        window.context.undo()
    assert content_digest(data) == before


@pytest.mark.parametrize(
    ("typed", "sentence"), [("", "Chưa ghi ngày lấy mẫu"), ("32/1", "không phải là ngày")]
)
def test_a_test_without_a_day_is_refused(
    form: HouseholdForm, data: DataFile, typed: str, sentence: str
) -> None:
    form.tests.day.setText(typed)
    form.tests.add.click()
    assert sentence in form.tests.fault.text()
    assert form.tests.day.text() == typed
    assert not _tests(data)


def test_a_test_moves_tab_and_focus_to_its_verdict(form: HouseholdForm, window: MainWindow) -> None:
    window.activateWindow()
    form.tests.day.setFocus()
    type_text(form.tests.day, "12/9/2024")
    press(form.tests.day, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is form.tests.blocks[0].fields["passed"].editor


# Findings


def test_a_finding_stands_at_its_field_and_goes_when_mended(form: HouseholdForm, data: DataFile) -> None:
    _type(form.fields["persons"], "")
    form.show_rest()
    notes = form.notes["persons"]
    assert notes.findings.text() == "Hộ này chưa ghi số khẩu. Hãy nhập số khẩu đang ở."
    assert notes.findings.objectName() == "error"
    assert form.found.text() == "1 lỗi, 1 cảnh báo"
    form.found.click()
    assert form.fields["persons"].editor.hasFocus()
    _type(form.fields["persons"], "4")
    form.show_rest()
    assert notes.findings.isHidden()
    assert _record(data).persons == 4


def test_the_links_lead_to_the_years_and_the_trail(form: HouseholdForm, qtbot: QtBot) -> None:
    qtbot.wait(50)
    for link, part in ((form.to_years, form.years), (form.to_trail, form.trail)):
        form._area.verticalScrollBar().setValue(0)
        assert part.visibleRegion().isEmpty()
        link.click()
        assert not part.visibleRegion().isEmpty()


def test_findings_of_one_household_do_not_stand_at_another(
    form: HouseholdForm, window: MainWindow, data: DataFile
) -> None:
    _show(window, _record(data, 1).id)
    assert "chưa có căn cứ" in form.notes["basis"].findings.text()
    form.show_record(_record(data).id)
    assert form.notes["basis"].findings.isHidden()


def test_the_slow_parts_follow_after_a_rest(form: HouseholdForm, qtbot: QtBot, data: DataFile) -> None:
    entries = form.trail.entries
    _type(form.fields["persons"], "5")
    assert form.trail.entries == entries
    qtbot.waitUntil(lambda: len(form.trail.entries) > len(entries))
    assert _record(data).persons == 5


def test_what_changed_is_told_newest_first(form: HouseholdForm, window: MainWindow) -> None:
    _type(form.fields["persons"], "5")
    window.context.undo()
    form.show_rest()
    heads = [entry_head(entry) for entry in form.trail.entries]
    assert heads[0].endswith("Hoàn tác: Sửa hộ Trịnh Đức Khoẻ")
    assert heads[1].endswith("Sửa hộ Trịnh Đức Khoẻ (đã hoàn tác)")
    assert "Số khẩu: 4 → 5" in _words(form.trail)


def test_the_older_changes_are_shown_on_demand(form: HouseholdForm, data: DataFile) -> None:
    for persons in range(5, 12):
        with change(data, "Sửa hộ") as made:
            made.session.get_one(HouseholdRecord, _record(data).id).persons = persons
    form.show_rest()
    assert form.trail.more.text() == "Xem 3 lần thay đổi cũ hơn"
    form.trail.more.click()
    assert form.trail.more.isHidden()
    assert "Đưa hộ vào danh sách\nLập số liệu năm 2024" in _words(form.trail)


def test_kinds_of_pollution_are_chosen_from_the_list_or_typed(form: HouseholdForm, data: DataFile) -> None:
    field = form.fields["pollution_risk"]
    assert isinstance(field, KindsField)
    for kind in ("chuồng trại", "rác thải"):
        field.fill_menu()
        next(entry for entry in field.menu.actions() if entry.text() == kind).trigger()
    assert _record(data).pollution_risk == "chuồng trại; rác thải"
    field.fill_menu()
    assert [entry.text() for entry in field.menu.actions() if entry.isChecked()] == [
        "chuồng trại",
        "rác thải",
    ]
    field.turn("chuồng trại")
    assert _record(data).pollution_risk == "rác thải"
    field.line.setFocus()
    QTest.keyClick(field.line, Qt.Key.Key_Down)
    assert field.menu.isVisible()
    field.menu.close()


def test_the_verified_mark_falls_off_on_any_edit(form: HouseholdForm, data: DataFile) -> None:
    tick = form.fields["verified"]
    assert isinstance(tick, TickField)
    edits: tuple[Callable[[], None], ...] = (
        lambda: _choose(form.fields["dry_season_shortage"], "Có"),
        lambda: _choose(form.checklist.rows[0].answer, "Đạt"),
        form.tests.add.click,
    )
    for edit in edits:
        tick.box.click()
        assert _record(data).verified
        form.tests.day.setText("12/9/2024")
        edit()
        assert not _record(data).verified
        assert not tick.box.isChecked()


def test_a_household_that_left_says_where_to(form: HouseholdForm, data: DataFile) -> None:
    assert form.life.isHidden()
    leave_households(data, [_record(data).id], "về quê vợ")
    assert form.life.text() == "Đã chuyển đi (2024): về quê vợ"
    assert not form.life.isHidden()


def test_a_merged_household_leads_to_the_one_that_took_it_in(
    form: HouseholdForm, window: MainWindow, data: DataFile
) -> None:
    status = form.fields["status"]
    assert isinstance(status, ChoiceField)
    assert HouseholdStatus.MERGED not in status.box.values  # into whom is asked elsewhere
    with change(data, "Nhập hộ") as made:
        record = made.session.get_one(HouseholdRecord, _record(data).id)
        record.status, record.merged_into_id = HouseholdStatus.MERGED, _record(data, 1).household_id
    assert status.box.currentText() == HouseholdStatus.MERGED.label
    assert form.merged_link.text() == "Xem hộ Lê Văn Ấm"
    form.merged_link.click()
    page = window.page()
    assert isinstance(page, HouseholdsPage)
    assert page.form.record_id == _record(data, 1).id


@pytest.mark.parametrize("width", [356, 420])
def test_nothing_is_wider_than_the_form(
    form: HouseholdForm, qtbot: QtBot, data: DataFile, width: int
) -> None:
    _add_years(data, persons=3, second_source_id=1, note="Bể chứa bị nứt, chờ sửa")
    with change(data, "Sửa hộ") as made:
        made.session.get_one(HouseholdRecord, _record(data).id).main_source_id = 1
    alone = HouseholdForm(form.context)
    qtbot.addWidget(alone)
    alone.resize(width, 600)
    alone.show()
    alone.show_record(form.record_id)
    alone.show_rest()
    qtbot.wait(50)
    assert alone._area.horizontalScrollBar().maximum() == 0
    assert alone.notes["main_source_id"].whole.isVisibleTo(alone) is (width == 356)
    room = alone._area.viewport().width()
    parts: list[QLabel | QPushButton] = [*alone.findChildren(QLabel), *alone.findChildren(QPushButton)]
    for part in parts:
        if part.isVisible() and alone._content.isAncestorOf(part):
            right = part.mapTo(alone._content, part.rect().topRight()).x()
            assert right <= room, part.text()
