"""The list of households typed into like Excel, in the real window, with real key events."""

import pytest
from grid_support import (
    CTRL,
    SHIFT,
    dialogs,
    editor,
    heads,
    here,
    is_red,
    key,
    page,
    paste,
    record,
    source_code,
    stand,
    text,
    tip,
    type_over,
    window,
)
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from typing_vi import compose_text, type_text

from communes import content_digest
from nsnt_desktop.models.words import Poverty, YearState
from nsnt_desktop.registry.years import add_year, find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.grid_columns import AT, COLUMNS
from nsnt_desktop.ui.grid_editors import ChoiceLine
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.main_window import MainWindow
from nsnt_desktop.ui.theme import colours

__all__ = ["dialogs", "page", "window"]


# Typing


def test_typing_over_a_cell_keeps_the_first_letter_and_enter_goes_down(page: HouseholdsPage) -> None:
    type_over(page, 0, "head", "Lê Thị Ước")
    assert text(page, 0, "head") == "Lê Thị Ước"
    assert here(page) == (1, "head")
    assert page.form.record_id == page.model.record_id(1)
    type_over(page, 1, "persons", "12")
    assert record(page, 1).persons == 12
    key(page.table, Qt.Key.Key_Return, SHIFT)
    assert here(page) == (1, "persons")


def test_a_vietnamese_first_letter_opens_the_cell(page: HouseholdsPage) -> None:
    type_over(page, 1, "head", "Đặng Thị Ổn")
    assert text(page, 1, "head") == "Đặng Thị Ổn"


def test_a_corrected_letter_of_unikey_arrives(page: HouseholdsPage) -> None:
    type_over(page, 0, "note", "a", leave=None)
    opened = editor(page)
    assert opened is not None
    key(opened, Qt.Key.Key_Backspace)  # Unikey takes the letter back and sends the composed one
    type_text(opened, "ấp")
    key(opened, Qt.Key.Key_Return)
    assert record(page, 0).note == "ấp"


def test_composition_on_a_cell_begins_editing(page: HouseholdsPage) -> None:
    assert stand(page, 0, "head").testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    compose_text(page.table, "Hoà")
    opened = editor(page)
    assert opened is not None
    assert opened.text() == "Hoà"
    compose_text(opened, " Thị")
    key(opened, Qt.Key.Key_Return)
    assert text(page, 0, "head") == "Hoà Thị"


def test_a_letter_committed_without_composing_begins_editing(page: HouseholdsPage) -> None:
    event = QInputMethodEvent()
    event.setCommitString("đ")
    QApplication.sendEvent(stand(page, 0, "main_source"), event)
    opened = editor(page)
    assert opened is not None
    assert opened.text() == "đ"
    key(opened, Qt.Key.Key_Escape)


def test_composition_chooses_from_a_list_too(page: HouseholdsPage) -> None:
    compose_text(stand(page, 1, "main_source"), "giếng đ")
    opened = editor(page)
    assert isinstance(opened, ChoiceLine)
    key(opened, Qt.Key.Key_Return)
    assert source_code(page, 1) == "dug_well"


def test_f2_edits_what_is_there(page: HouseholdsPage) -> None:
    key(stand(page, 0, "head"), Qt.Key.Key_F2)
    opened = editor(page)
    assert opened is not None
    assert opened.text() == "Lê Văn An"
    key(opened, Qt.Key.Key_End)
    type_text(opened, "h")
    key(opened, Qt.Key.Key_Left)  # moves in the text
    assert editor(page) is opened
    key(opened, Qt.Key.Key_Return)
    assert text(page, 0, "head") == "Lê Văn Anh"


def test_a_double_click_edits(page: HouseholdsPage) -> None:
    index = page.model.index(1, AT["persons"])
    spot = page.table.visualRect(index).center()
    viewport = page.table.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=spot)
    opened = editor(page)
    assert opened is not None
    assert opened.text() == "2"


def test_esc_gives_up_and_leaves_the_cell_as_it_was(page: HouseholdsPage, data: DataFile) -> None:
    before = content_digest(data)
    type_over(page, 0, "persons", "9", leave=Qt.Key.Key_Escape)
    assert editor(page) is None
    assert here(page) == (0, "persons")
    assert text(page, 0, "persons") == "4"
    assert content_digest(data) == before


def test_tab_goes_right_past_what_is_hidden_and_on_to_the_next_row(page: HouseholdsPage) -> None:
    page.columns.show_column("village", False)
    type_over(page, 0, "head", "An", leave=Qt.Key.Key_Tab)
    assert here(page) == (0, "persons")
    key(page.table, Qt.Key.Key_Backtab)
    assert here(page) == (0, "head")
    last = COLUMNS[page.table.columns_shown()[-1]].key
    key(stand(page, 0, last), Qt.Key.Key_Tab)
    assert here(page) == (1, "head")


def test_arrows_leave_a_cell_typed_over(page: HouseholdsPage) -> None:
    type_over(page, 1, "persons", "5", leave=Qt.Key.Key_Up)
    assert record(page, 1).persons == 5
    assert here(page) == (0, "persons")
    key(page.table, Qt.Key.Key_Right)
    assert here(page) == (0, "clean")
    key(page.table, Qt.Key.Key_Down)
    assert here(page) == (1, "clean")


def test_backspace_empties_a_cell_for_typing(page: HouseholdsPage) -> None:
    key(stand(page, 0, "persons"), Qt.Key.Key_Backspace)
    opened = editor(page)
    assert opened is not None
    assert opened.text() == ""
    key(opened, Qt.Key.Key_Return)
    assert record(page, 0).persons is None


def test_clicking_another_cell_saves_what_was_typed(page: HouseholdsPage) -> None:
    type_over(page, 0, "persons", "8", leave=None)
    spot = page.table.visualRect(page.model.index(2, AT["head"])).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QApplication.processEvents()
    assert record(page, 0).persons == 8
    assert here(page) == (2, "head")


def test_numbers_are_typed_as_the_office_writes_them(page: HouseholdsPage) -> None:
    type_over(page, 0, "litres_per_month", "12,5")
    type_over(page, 1, "persons", "4 khẩu")
    assert record(page, 0).litres_per_month == 12_500
    assert record(page, 1).persons == 4
    type_over(page, 0, "litres_per_month", "1200")
    assert text(page, 0, "litres_per_month") == "1.200"
    key(stand(page, 0, "litres_per_month"), Qt.Key.Key_F2)
    opened = editor(page)
    assert opened is not None
    assert opened.text() == "1200"  # as it can be typed in again


# Closed lists


@pytest.mark.parametrize(
    ("typed", "code"), [("g", "drilled_well"), ("gg", "dug_well"), ("gk", "drilled_well")]
)
def test_letters_choose_a_source(page: HouseholdsPage, typed: str, code: str) -> None:
    type_over(page, 1, "main_source", typed)
    assert source_code(page, 1) == code
    assert here(page) == (2, "main_source")
    assert page.model.marks.places() == []


def test_the_arrow_keys_choose_from_the_list(page: HouseholdsPage) -> None:
    key(stand(page, 0, "clean"), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    opened = editor(page)
    assert isinstance(opened, ChoiceLine)
    assert opened.list.isVisible()
    assert opened.list.currentItem().text() == "Đạt quy chuẩn"
    key(opened, Qt.Key.Key_Down)
    assert opened.text() == "Không đạt"
    key(opened, Qt.Key.Key_Tab)
    assert record(page, 0).clean is False
    assert here(page) == (0, "hygienic")
    assert not opened.list.isVisible()


def test_a_click_in_the_list_chooses(page: HouseholdsPage) -> None:
    key(stand(page, 1, "poverty"), Qt.Key.Key_F4)
    opened = editor(page)
    assert isinstance(opened, ChoiceLine)
    item = opened.list.findItems("Hộ cận nghèo", Qt.MatchFlag.MatchExactly)[0]
    spot = opened.list.visualItemRect(item).center()
    QTest.mouseClick(opened.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QApplication.processEvents()
    assert record(page, 1).poverty is Poverty.NEAR_POOR
    assert here(page) == (1, "poverty")


def test_a_click_on_the_arrow_of_the_cell_opens_the_list(page: HouseholdsPage) -> None:
    index = stand(page, 0, "clean").currentIndex()
    spot = page.table.visualRect(index)
    QTest.mouseClick(
        page.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot.right() - 6, spot.center().y())
    )
    assert isinstance(editor(page), ChoiceLine)


def test_what_is_in_no_list_stays_to_be_seen(page: HouseholdsPage, data: DataFile) -> None:
    before = content_digest(data)
    type_over(page, 1, "main_source", "Giếng thần")
    assert text(page, 1, "main_source") == "Giếng thần"
    assert is_red(page, 1, "main_source")
    assert "không có trong danh sách" in tip(page, 1, "main_source")
    assert content_digest(data) == before
    key(stand(page, 1, "main_source"), Qt.Key.Key_F2)
    opened = editor(page)
    assert opened is not None
    assert opened.text() == "Giếng thần"


def test_the_list_stays_inside_the_window(page: HouseholdsPage, window: MainWindow) -> None:
    window.resize(911, 512)
    QApplication.processEvents()
    page.columns.show_column("second_source", True)
    for row in range(page.model.rowCount()):
        type_text(stand(page, row, "second_source"), "g")
        opened = editor(page)
        assert isinstance(opened, ChoiceLine)
        assert window.rect().contains(opened.list.geometry())
        key(opened, Qt.Key.Key_Escape)


def test_a_household_moves_to_another_village_and_stays_in_sight(page: HouseholdsPage) -> None:
    type_over(page, 0, "village", "do")
    assert record(page, 0).village_id == 2
    assert heads(page)[0] == "Lê Văn An"
    ink = page.model.index(0, AT["head"]).data(Qt.ItemDataRole.ForegroundRole)
    assert ink is None  # the whole commune is shown: it still counts here
    page.renew()
    assert heads(page)[-1] != "Lê Văn An"
    assert [page.model.household(i).village_id for i in range(4)] == [1, 1, 2, 2]


def test_a_household_moved_out_of_the_village_shown_pales(page: HouseholdsPage) -> None:
    page.village_list.setCurrentRow(1)
    type_over(page, 0, "village", "do")
    inks = [page.model.index(row, AT["head"]).data(Qt.ItemDataRole.ForegroundRole) for row in (0, 1)]
    assert inks == [QColor(colours().dim), None]


def test_what_was_saved_names_the_household(page: HouseholdsPage, window: MainWindow) -> None:
    type_over(page, 0, "persons", "7")
    assert window.notice_text.text() == "Đã lưu «Số khẩu» của hộ Lê Văn An."


# Ticks


def test_space_and_x_tick_and_an_edit_takes_the_tick_off(page: HouseholdsPage) -> None:
    key(stand(page, 0, "verified"), Qt.Key.Key_Space)
    assert record(page, 0).verified
    type_text(stand(page, 1, "verified"), "x")
    assert record(page, 1).verified
    type_over(page, 0, "persons", "7")
    assert not record(page, 0).verified
    assert page.model.index(0, AT["verified"]).data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked
    key(stand(page, 1, "verified"), Qt.Key.Key_Space)
    assert not record(page, 1).verified


def test_a_click_on_the_box_ticks(page: HouseholdsPage) -> None:
    page.table.scrollTo(page.model.index(0, AT["verified"]))
    cell = page.table.visualRect(page.model.index(0, AT["verified"]))
    spots = [QPoint(x, cell.center().y()) for x in range(cell.left() + 8, cell.left() + 30, 2)]
    for spot in spots:
        QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        if record(page, 0).verified:
            return
    pytest.fail("no spot of the cell ticks it")


# What may not be edited


def test_a_column_of_the_program_is_not_typed_into(page: HouseholdsPage, window: MainWindow) -> None:
    type_text(stand(page, 0, "updated_at"), "1")
    assert editor(page) is None
    assert "do chương trình tự ghi" in window.notice_text.text()


@pytest.mark.parametrize("deed", ["type", "f2", "paste", "delete", "fill", "tick", "double", "cut", "arrow"])
def test_nothing_is_edited_in_a_closed_year(
    page: HouseholdsPage, window: MainWindow, data: DataFile, deed: str
) -> None:
    with change(data, "Chốt số liệu") as made:
        find_year(made.session).state = YearState.CLOSED
    window.notice.hide()
    before = content_digest(data)
    column = "verified" if deed == "tick" else "clean"
    grid = stand(page, 1, column)
    QGuiApplication.clipboard().setText("Đạt")
    spot = grid.visualRect(grid.currentIndex()).center()
    deeds = {
        "type": lambda: type_text(grid, "k"),
        "f2": lambda: key(grid, Qt.Key.Key_F2),
        "paste": lambda: key(grid, Qt.Key.Key_V, CTRL),
        "delete": lambda: key(grid, Qt.Key.Key_Delete),
        "fill": lambda: key(grid, Qt.Key.Key_D, CTRL),
        "tick": lambda: key(grid, Qt.Key.Key_Space),
        "double": lambda: QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=spot),
        "cut": lambda: key(grid, Qt.Key.Key_X, CTRL),
        "arrow": lambda: key(grid, Qt.Key.Key_F4),
    }
    said: list[str] = []
    window.context.noticed.connect(lambda sentence, fault: said.append(sentence) if fault else None)
    deeds[deed]()
    assert editor(page) is None
    assert content_digest(data) == before
    assert len(said) == 1
    assert said[0].startswith("Số liệu năm 2024 đã chốt nên không sửa được.")


def test_a_reopened_year_is_edited_again(page: HouseholdsPage, data: DataFile) -> None:
    for state in (YearState.CLOSED, YearState.OPEN):
        with change(data, "Chốt, mở lại") as made:
            find_year(made.session).state = state
        page.refresh()
    type_over(page, 0, "persons", "7")
    assert record(page, 0).persons == 7


def test_marks_of_one_year_are_not_shown_in_another(page: HouseholdsPage, data: DataFile) -> None:
    with change(data, "Thêm năm") as made:
        add_year(made.session, 2025)
    paste(page, 0, "persons", "ba\n")
    page.context.set_year(2025)
    assert page.faults.isHidden()
    page.context.set_year(2024)
    assert page.faults.isVisible()
    assert text(page, 0, "persons") == "ba"
