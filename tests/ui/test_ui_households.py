"""Hộ gia đình through the real window: search, form, save by field, undo."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from grid_support import dialogs, heads, window
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QScrollArea
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs
from sqlalchemy import select
from typing_vi import press, type_text

from communes import CommuneOf, content_digest
from nsnt_desktop.models import Household, HouseholdRecord
from nsnt_desktop.models.words import HouseholdStatus, Poverty
from nsnt_desktop.registry.reference_lists import set_source_field
from nsnt_desktop.registry.years import add_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.fields import Choice, ChoiceField, LineField
from nsnt_desktop.ui.grid_columns import AT
from nsnt_desktop.ui.grid_filters import CHIPS
from nsnt_desktop.ui.household_fields import CubicMetresField
from nsnt_desktop.ui.household_new import AddHousehold
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.main_window import MainWindow

__all__ = ["dialogs", "window"]

ROWS: list[dict[str, Any]] = [
    {"head": "Trịnh Đức Khoẻ", "persons": 4, "hygienic": True, "clean": True, "source": "drilled_well"},
    {"head": "Nguyễn Thị Đượm", "persons": 2, "hygienic": None, "poverty": Poverty.POOR},
    {"head": "Lê Văn Ấm", "persons": 6, "village": "Thôn Do Thượng", "clean": False},
    {"head": "Bùi Thế Yến", "persons": 1, "status": HouseholdStatus.MOVED_AWAY},
]


@pytest.fixture
def page(window: MainWindow, commune_of: CommuneOf) -> HouseholdsPage:
    commune_of(ROWS)
    window.show_page("households")
    shown = window.page()
    assert isinstance(shown, HouseholdsPage)
    return shown


def choose(page: HouseholdsPage, head: str) -> int:
    page.table.selectRow(heads(page).index(head))
    assert page.form.record_id is not None
    return page.form.record_id


def line(page: HouseholdsPage, name: str) -> LineField:
    field = page.form.fields[name]
    assert isinstance(field, LineField)
    return field


def record(data: DataFile, record_id: int) -> HouseholdRecord:
    with data.reading() as session:
        return session.get_one(HouseholdRecord, record_id)


def test_the_list_shows_active_households_by_village_and_given_name(page: HouseholdsPage) -> None:
    assert heads(page) == ["Nguyễn Thị Đượm", "Trịnh Đức Khoẻ", "Lê Văn Ấm"]
    assert page.count.text() == "3 hộ"


def test_search_needs_no_accents_and_finds_as_one_types(page: HouseholdsPage) -> None:
    type_text(page.search, "duom")
    assert heads(page) == ["Nguyễn Thị Đượm"]
    page.search.clear()
    type_text(page.search, "Khoẻ trịnh")
    assert heads(page) == ["Trịnh Đức Khoẻ"]


def test_the_search_box_of_the_window_leads_here(window: MainWindow, page: HouseholdsPage) -> None:
    window.show_page("overview")
    type_text(window.search, "am")
    press(window.search, Qt.Key.Key_Return)
    assert window.page() is page
    assert heads(page) == ["Lê Văn Ấm"]


@pytest.mark.parametrize(
    ("chip", "expected"),
    [
        ("Chưa xác định", ["Nguyễn Thị Đượm", "Lê Văn Ấm"]),
        ("Hộ nghèo", ["Nguyễn Thị Đượm"]),
        ("Chưa sạch", ["Lê Văn Ấm"]),
        ("Đã chuyển đi", ["Bùi Thế Yến"]),
    ],
)
def test_a_chip_filters(page: HouseholdsPage, chip: str, expected: list[str]) -> None:
    made = next(button for key, button in page.chips.items() if CHIPS[key] == chip)
    made.click()
    assert heads(page) == expected


def test_a_field_is_saved_as_it_is_left_and_undone(
    page: HouseholdsPage, window: MainWindow, data: DataFile
) -> None:
    record_id = choose(page, "Trịnh Đức Khoẻ")
    before = content_digest(data)
    persons = line(page, "persons")
    persons.line.selectAll()
    type_text(persons.line, "5")
    press(persons.line, Qt.Key.Key_Return)
    assert record(data, record_id).persons == 5
    assert window.notice.isVisible()
    window.context.undo()
    assert content_digest(data) == before
    assert persons.line.text() == "4"
    window.context.redo()
    assert record(data, record_id).persons == 5


def test_vietnamese_is_typed_into_the_name(page: HouseholdsPage, data: DataFile) -> None:
    record_id = choose(page, "Lê Văn Ấm")
    name = line(page, "head")
    name.line.selectAll()
    type_text(name.line, "Lê Văn Thuở")
    press(name.line, Qt.Key.Key_Return)
    with data.reading() as session:
        household = session.get_one(Household, record(data, record_id).household_id)
    assert household.head == "Lê Văn Thuở"
    assert page.form.name.text() == "Lê Văn Thuở"
    assert page.form.record_id == record_id  # the place is kept although the list is sorted anew


@pytest.mark.parametrize(
    ("typed", "sentence"), [("-2", "số nguyên"), ("400", "từ 1 đến 50"), ("ba", "số nguyên")]
)
def test_a_wrong_number_stays_to_be_seen_and_changes_nothing(
    page: HouseholdsPage, data: DataFile, typed: str, sentence: str
) -> None:
    choose(page, "Trịnh Đức Khoẻ")
    before = content_digest(data)
    persons = line(page, "persons")
    persons.line.selectAll()
    type_text(persons.line, typed)
    press(persons.line, Qt.Key.Key_Return)
    assert sentence in persons.fault.text()
    assert persons.line.text() == typed
    assert content_digest(data) == before


def test_a_blank_is_not_known_and_never_zero(page: HouseholdsPage, data: DataFile) -> None:
    record_id = choose(page, "Trịnh Đức Khoẻ")
    persons = line(page, "persons")
    persons.line.selectAll()
    press(persons.line, Qt.Key.Key_Delete)
    press(persons.line, Qt.Key.Key_Return)
    assert record(data, record_id).persons is None


def test_cubic_metres_are_kept_exactly(page: HouseholdsPage, data: DataFile) -> None:
    record_id = choose(page, "Trịnh Đức Khoẻ")
    volume = line(page, "litres_per_month")
    assert isinstance(volume, CubicMetresField)
    type_text(volume.line, "12,5")
    press(volume.line, Qt.Key.Key_Return)
    assert record(data, record_id).litres_per_month == 12_500
    assert volume.line.text() == "12,5"


def test_a_choice_is_saved_at_once(page: HouseholdsPage, data: DataFile) -> None:
    record_id = choose(page, "Nguyễn Thị Đượm")
    field = page.form.fields["hygienic"]
    assert isinstance(field, ChoiceField)
    assert field.box.currentText() == "Chưa xác định"
    field.box.setCurrentIndex(field.box.findText("Có"))
    field.box.activated.emit(field.box.currentIndex())
    assert record(data, record_id).hygienic is True


def named(name: str, village: str = "") -> Callable[[QDialog], None]:
    """Fill in the dialog of a new household and add it."""

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, AddHousehold)
        if village:
            dialog.village.setCurrentText(village)
        type_text(dialog.head, name)
        dialog.add.click()

    return answer


def test_a_household_is_added_to_the_village_shown(
    page: HouseholdsPage, data: DataFile, dialogs: FakeDialogs
) -> None:
    page.show_argument({"village_id": 2})
    dialogs.answers = [named("  Phùng Thị Ước ")]
    page.add()
    assert heads(page) == ["Lê Văn Ấm", "Phùng Thị Ước"]
    with data.reading() as session:
        made = session.scalars(select(Household).where(Household.head == "Phùng Thị Ước")).one()
        assert (
            session.scalars(
                select(HouseholdRecord.village_id).where(HouseholdRecord.household_id == made.id)
            ).one()
            == 2
        )


def test_adding_a_household_can_be_given_up(
    page: HouseholdsPage, data: DataFile, dialogs: FakeDialogs
) -> None:
    before = content_digest(data)
    dialogs.answers = [QDialog.reject]
    page.add()
    assert content_digest(data) == before
    assert page.form.record_id is None


def test_a_household_that_has_gone_is_shown_when_asked_for(page: HouseholdsPage, data: DataFile) -> None:
    with data.reading() as session:
        gone = session.scalars(
            select(HouseholdRecord.id).where(HouseholdRecord.status == HouseholdStatus.MOVED_AWAY)
        ).one()
    page.show_argument({"village_id": 2, "record_id": gone})
    assert heads(page) == ["Bùi Thế Yến"]
    assert page.form.record_id == gone


def test_a_finding_leads_to_the_field(page: HouseholdsPage) -> None:
    record_id = choose(page, "Lê Văn Ấm")
    page.show_argument({"record_id": record_id, "field": "persons", "only": frozenset({record_id})})
    assert heads(page) == ["Lê Văn Ấm"]
    assert page.form.record_id == record_id
    page.only.click()
    assert len(heads(page)) == 3


def test_another_year_does_not_leave_the_form_on_a_record_of_this_one(
    page: HouseholdsPage, window: MainWindow, data: DataFile
) -> None:
    with change(data, "Thêm năm") as made:
        add_year(made.session, 2025)
    record_id = choose(page, "Lê Văn Ấm")
    line(page, "phone").line.setFocus()
    type_text(line(page, "phone").line, "0911222333")
    window.context.set_year(2025)
    assert page.form.record_id is None
    with data.reading() as session:
        household = session.get_one(Household, session.get_one(HouseholdRecord, record_id).household_id)
        assert household.phone == "0911222333"


def test_sorting_keeps_the_household_chosen(page: HouseholdsPage) -> None:
    record_id = choose(page, "Lê Văn Ấm")
    for order in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
        page.table.sortByColumn(2, order)
        assert page.model.record_id(page.table.currentIndex().row()) == record_id
        assert page.form.record_id == record_id


def test_the_villages_stand_in_the_list_again_after_a_restart(page: HouseholdsPage) -> None:
    page.show_argument({"village_id": 2})  # hides the column, which is not what the officer chose
    assert page.table.isColumnHidden(1)
    page.table.setColumnWidth(0, 171)
    again = HouseholdsPage(page.context)
    assert again.table.columnWidth(0) == 171
    assert not again.table.isColumnHidden(1)


def test_what_was_refused_is_told_when_another_household_is_shown(
    page: HouseholdsPage, window: MainWindow, data: DataFile
) -> None:
    record_id = choose(page, "Lê Văn Ấm")
    line(page, "persons").line.setFocus()
    type_text(line(page, "persons").line, "x")
    choose(page, "Trịnh Đức Khoẻ")
    assert "«Số khẩu» chưa được lưu" in window.notice_text.text()
    assert record(data, record_id).persons == 6


def test_undo_is_offered_only_beside_what_it_takes_back(page: HouseholdsPage, window: MainWindow) -> None:
    choose(page, "Lê Văn Ấm")
    type_text(line(page, "phone").line, "0911222333")
    press(line(page, "phone").line, Qt.Key.Key_Return)
    assert window.notice_undo.isVisible()
    window.context.did(None, "Đã chép bảng.")
    assert not window.notice_undo.isVisible()
    window.context.undo()
    assert not window.notice_undo.isVisible()


def test_a_backup_that_fails_at_close_is_told(
    page: HouseholdsPage, window: MainWindow, nsnt_home: Path, dialogs: FakeDialogs
) -> None:
    nsnt_home.write_text("", encoding="utf-8")  # a file where the folder of the backups has to be
    choose(page, "Lê Văn Ấm")
    type_text(line(page, "phone").line, "0911222333")
    window.close()
    assert "Không ghi được bản sao lưu" in dialogs.asked[-1]


def test_a_source_no_longer_in_use_stands_in_its_household(page: HouseholdsPage, data: DataFile) -> None:
    source = record(data, choose(page, "Trịnh Đức Khoẻ")).main_source_id
    assert source is not None
    set_source_field(data, source, "active", False)
    field = page.form.fields["main_source_id"]
    assert isinstance(field, ChoiceField)
    assert field.box.chosen() == source
    choose(page, "Lê Văn Ấm")
    assert source not in field.box.values


def test_the_next_year_is_opened_from_the_year_box_and_undone(
    page: HouseholdsPage, window: MainWindow, dialogs: FakeDialogs
) -> None:
    at = window.year_box.years.count() - 1
    assert window.year_box.years.itemText(at) == "Mở năm 2025…"
    dialogs.answers = [False, True]
    for year in (2024, 2025):  # first the officer thinks better of it
        window.year_box.years.setCurrentIndex(at)
        window.year_box.years.activated.emit(at)
        assert window.context.year == year
        assert window.year_box.years.currentText() == str(year)
    assert "Để trống: m³" in dialogs.asked[-1]
    assert "3 hộ" in window.notice_text.text()
    assert heads(page) == ["Nguyễn Thị Đượm", "Trịnh Đức Khoẻ", "Lê Văn Ấm"]
    window.context.undo()
    assert window.context.year == 2024
    assert window.year_box.years.itemText(window.year_box.years.count() - 1) == "Mở năm 2025…"


def focused_in_view(page: HouseholdsPage, name: str) -> bool:
    field = page.form.fields[name]
    return field.editor.hasFocus() and field.editor.visibleRegion().boundingRect().height() >= 20


def test_the_field_a_finding_leads_to_is_seen(
    qtbot: QtBot, page: HouseholdsPage, window: MainWindow, data: DataFile
) -> None:
    record_id = choose(page, "Lê Văn Ấm")
    window.show_page("overview")
    window.activateWindow()
    window.context.go("households", {"record_id": record_id, "field": "hygienic"})
    qtbot.waitUntil(lambda: focused_in_view(page, "hygienic"))
    box = page.form.fields["hygienic"].editor
    before = content_digest(data)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_End):
        QTest.keyClick(box, key)
    assert content_digest(data) == before
    assert isinstance(box, Choice)
    QTest.keyClick(box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert box.view().isVisible()
    box.hidePopup()


def test_ctrl_z_takes_back_what_a_field_just_saved(
    page: HouseholdsPage, window: MainWindow, data: DataFile
) -> None:
    record_id = choose(page, "Lê Văn Ấm")
    phone = line(page, "phone").line
    phone.setFocus()
    window.activateWindow()
    before = content_digest(data)
    type_text(phone, "0911222333")
    QTest.keyClick(phone, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert phone.text() == ""  # still being typed: the line's own undo
    type_text(phone, "0911222333")
    press(phone, Qt.Key.Key_Return)
    assert content_digest(data) != before
    QTest.keyClick(phone, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert content_digest(data) == before
    assert phone.text() == ""
    QTest.keyClick(phone, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert phone.text() == "0911222333"
    assert record_id == page.form.record_id


@pytest.mark.parametrize("name", ["persons", "note"])
def test_esc_gives_up_what_is_being_typed(page: HouseholdsPage, data: DataFile, name: str) -> None:
    choose(page, "Lê Văn Ấm")
    before = content_digest(data)
    field = page.form.fields[name]
    type_text(field.editor, "abc")
    if name == "persons":
        press(field.editor, Qt.Key.Key_Return)
        assert "ví dụ 4," in field.fault.text()
    press(field.editor, Qt.Key.Key_Escape)
    assert field.fault.isHidden()
    assert field.typed() == field.value if name == "persons" else field.typed() == ""
    assert field.keep()
    assert content_digest(data) == before


def test_a_household_added_to_the_whole_commune_is_asked_its_village(
    qtbot: QtBot, page: HouseholdsPage, window: MainWindow, data: DataFile, dialogs: FakeDialogs
) -> None:
    dialogs.answers = [named("Phùng Thị Ước", "Thôn Do Thượng")]
    window.search.setText("am")
    window.context.go("households", {"search": "am"})
    window.activateWindow()
    page.add()
    assert page.form.record_id is not None
    assert record(data, page.form.record_id).village_id == 2
    qtbot.waitUntil(lambda: focused_in_view(page, "persons"))


def test_the_search_above_is_cleared_by_another_filter(page: HouseholdsPage, window: MainWindow) -> None:
    type_text(window.search, "am")
    press(window.search, Qt.Key.Key_Return)
    window.context.go("households", {"chip": "POOR"})
    assert window.search.text() == ""
    assert heads(page) == ["Nguyễn Thị Đượm"]


@pytest.mark.parametrize("width", [1280, 1366])
def test_the_verdict_on_the_water_is_in_sight(
    qtbot: QtBot, page: HouseholdsPage, window: MainWindow, width: int
) -> None:
    window.resize(width, 720)
    qtbot.wait(50)
    at = AT["clean"]
    right = page.table.columnViewportPosition(at) + page.table.columnWidth(at)
    assert right <= page.table.viewport().width()


@pytest.mark.parametrize("width", [1280, 1366])
def test_nothing_of_the_overview_is_cut(
    qtbot: QtBot, page: HouseholdsPage, window: MainWindow, width: int
) -> None:
    window.resize(width, 720)
    window.show_page("overview")
    qtbot.wait(50)
    shown = window.page()
    area = shown.findChild(QScrollArea)
    assert page is not shown
    assert area is not None
    assert area.horizontalScrollBar().maximum() == 0


def test_the_window_stands_where_it_stood(page: HouseholdsPage, window: MainWindow, qtbot: QtBot) -> None:
    again = MainWindow(window.context)
    window.resize(900, 500)
    window.hide()
    QSettings().setValue("window/geometry", window.saveGeometry())
    again.resize(1280, 720)
    qtbot.addWidget(again)
    again.show()
    again.stand_as_before()
    assert again.height() == 500  # the screen of the tests is only 800 wide
    assert again.width() <= 900
    assert page.window() is window


def test_the_dialog_of_files_speaks_vietnamese(page: HouseholdsPage, qtbot: QtBot) -> None:
    dialog = QFileDialog(page, "Chọn tệp")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    texts = {made.text() for made in dialog.findChildren(QLabel)}
    assert {"&Tìm trong:", "&Tên tệp:", "&Loại tệp:"} <= texts
