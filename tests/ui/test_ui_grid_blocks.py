"""Blocks of cells of the households' list: copied, pasted, filled, marked where they cannot be saved."""

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
    select,
    source_code,
    stand,
    text,
    tip,
    type_over,
    window,
)
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from communes import CommuneOf, content_digest
from nsnt_desktop.errors import KnownError
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.grid_columns import AT, COLUMNS
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.main_window import MainWindow

__all__ = ["dialogs", "page", "window"]


def test_a_block_is_copied_as_excel_does(page: HouseholdsPage, data: DataFile) -> None:
    set_household_field(data, page.model.record_id(0), "litres_per_month", 1_234_500)
    set_household_field(data, page.model.record_id(0), "verified", True)
    page.columns.show_column("updated_at", False)
    select(page, (0, "main_source"), (1, "verified"))
    key(page.table, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == (
        "Giếng khoan\tKhông nghèo\t1234,5\tx\r\nChưa xác định\tHộ nghèo\t\t\r\n"
    )


def test_columns_are_copied_in_the_order_they_stand(page: HouseholdsPage) -> None:
    header = page.table.horizontalHeader()
    header.moveSection(header.visualIndex(AT["persons"]), 0)
    select(page, (0, "head"), (0, "persons"))
    key(page.table, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "4\tLê Văn An\tThôn Phác Lê\r\n"


def test_shift_and_arrows_choose_a_block(page: HouseholdsPage) -> None:
    stand(page, 0, "persons")
    for pressed in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        key(page.table, pressed, SHIFT)
    assert page.table.block() == ([0, 1], [AT["persons"], AT["clean"]])
    key(page.table, Qt.Key.Key_Space, SHIFT)
    assert page.table.block() == ([0, 1], page.table.columns_shown())


def test_a_block_from_excel_is_pasted_as_one(
    page: HouseholdsPage, data: DataFile, window: MainWindow
) -> None:
    before = content_digest(data)
    paste(page, 0, "persons", "5\tĐạt\tx\r\n\tKhông đạt\t\r\n4 khẩu\tđạt\tcó\r\n")
    first, second, third = (record(page, row) for row in range(3))
    assert (first.persons, first.clean, first.hygienic) == (5, True, True)
    assert (second.persons, second.clean, second.hygienic) == (None, False, None)
    assert (third.persons, third.clean, third.hygienic) == (4, True, True)
    assert page.table.block() == ([0, 1, 2], [AT["persons"], AT["clean"], AT["hygienic"]])
    assert window.notice_text.text() == "Đã dán: 3 hộ thay đổi."
    after = content_digest(data)
    window.context.undo()
    assert content_digest(data) == before
    window.context.redo()
    assert content_digest(data) == after


def test_a_copied_block_pasted_back_changes_nothing(page: HouseholdsPage, data: DataFile) -> None:
    for column in COLUMNS:
        page.columns.show_column(column.key, True)
    select(page, (0, "head"), (3, "note"))
    key(page.table, Qt.Key.Key_C, CTRL)
    before = content_digest(data)
    key(page.table, Qt.Key.Key_V, CTRL)
    assert content_digest(data) == before
    assert page.model.marks.places() == []


def test_one_cell_is_pasted_over_all_that_is_chosen(page: HouseholdsPage) -> None:
    QGuiApplication.clipboard().setText("gk\r\n")
    select(page, (0, "main_source"), (3, "main_source"))
    key(page.table, Qt.Key.Key_V, CTRL)
    assert {source_code(page, row) for row in range(4)} == {"drilled_well"}


def test_a_block_fills_what_is_chosen_where_it_fits(page: HouseholdsPage) -> None:
    QGuiApplication.clipboard().setText("1\n2\n")
    select(page, (0, "persons"), (3, "persons"))
    key(page.table, Qt.Key.Key_V, CTRL)
    assert [record(page, row).persons for row in range(4)] == [1, 2, 1, 2]
    QGuiApplication.clipboard().setText("7\n8\n9\n")
    select(page, (0, "persons"), (1, "persons"))  # does not fit: goes down once
    key(page.table, Qt.Key.Key_V, CTRL)
    assert [record(page, row).persons for row in range(4)] == [7, 8, 9, 2]


def test_cells_in_quotes_are_one_cell_each(page: HouseholdsPage) -> None:
    page.columns.show_column("note", True)
    paste(page, 0, "note", '"hai\r\ndòng"\r\n"có ""ngoặc"""\r\n"Anh"\r\n')
    assert [record(page, row).note for row in range(3)] == ["hai dòng", 'có "ngoặc"', '"Anh"']


def test_what_has_no_room_is_counted_and_nothing_is_guessed(page: HouseholdsPage, window: MainWindow) -> None:
    last = COLUMNS[page.table.columns_shown()[-1]].key
    paste(page, 2, last, "A1\tx\nA2\ty\nA3\tz\nA4\tt\n")
    assert [text(page, row, last) for row in (2, 3)] == ["A1", "A2"]
    told = window.notice_text.text()
    assert "2 dòng cuối không dán được" in told
    assert "1 cột bên phải không dán được" in told
    assert page.model.rowCount() == 4


def test_a_column_the_program_writes_is_skipped_and_said(page: HouseholdsPage, window: MainWindow) -> None:
    paste(page, 0, "verified", "x\t01/01/2020\tM1\n")
    assert record(page, 0).verified
    assert text(page, 0, "code") == "M1"
    assert "«Cập nhật» do chương trình ghi" in window.notice_text.text()


def test_bad_cells_of_a_block_are_marked_and_go_with_it(
    page: HouseholdsPage, data: DataFile, window: MainWindow
) -> None:
    before = content_digest(data)
    paste(page, 0, "persons", "ba\tĐạt\n99\tĐạt\n5\tchắc thế\n")
    assert [text(page, row, "persons") for row in range(3)] == ["ba", "99", "5"]
    assert [is_red(page, row, "persons") for row in range(3)] == [True, True, False]
    assert (record(page, 0).persons, record(page, 1).persons, record(page, 2).persons) == (4, 2, 5)
    assert record(page, 0).clean is True
    assert is_red(page, 2, "clean")
    assert "3 ô chưa lưu được" in window.notice_text.text()
    assert page.faults.isVisible()
    assert "«ba» không lưu được vào cột «Số khẩu»" in page.faults.text.text()  # the cell one stands on
    assert "(3)" in page.faults.next_button.text()
    window.context.undo()
    assert content_digest(data) == before
    assert not any(is_red(page, row, name) for row in range(3) for name in ("persons", "clean"))
    assert text(page, 0, "persons") == "4"
    assert not page.faults.isVisible()
    window.context.redo()
    assert text(page, 0, "persons") == "ba"
    assert is_red(page, 0, "persons")


def test_a_block_of_nothing_but_bad_cells_is_taken_back_by_ctrl_z(
    page: HouseholdsPage, data: DataFile
) -> None:
    type_over(page, 3, "persons", "5")
    saved = content_digest(data)
    paste(page, 0, "persons", "ba\nbốn\n")
    assert is_red(page, 0, "persons")
    key(page.table, Qt.Key.Key_Z, CTRL)
    assert not is_red(page, 0, "persons")
    assert text(page, 1, "persons") == "2"
    assert content_digest(data) == saved


def test_ctrl_z_after_a_later_deed_takes_back_that_deed(
    page: HouseholdsPage, data: DataFile, window: MainWindow
) -> None:
    before = content_digest(data)
    paste(page, 0, "persons", "ba\n")
    window.context.did(set_household_field(data, page.model.record_id(1), "phone", "0912"))
    QTest.keyClick(stand(page, 0, "head"), Qt.Key.Key_Z, CTRL)
    assert content_digest(data) == before
    assert is_red(page, 0, "persons")


def test_a_mark_goes_when_mended_and_by_esc(page: HouseholdsPage) -> None:
    paste(page, 0, "persons", "ba\nbốn\nnăm\n")
    type_over(page, 0, "persons", "3")
    assert not is_red(page, 0, "persons")
    assert record(page, 0).persons == 3
    key(stand(page, 1, "persons"), Qt.Key.Key_Escape)
    assert text(page, 1, "persons") == "2"
    type_over(page, 2, "persons", "6")  # what it held all along
    assert not is_red(page, 2, "persons")
    assert page.faults.isHidden()


def test_a_mark_goes_when_the_field_is_mended_elsewhere(page: HouseholdsPage, data: DataFile) -> None:
    paste(page, 0, "persons", "ba\nbốn\n")
    set_household_field(data, page.model.record_id(1), "phone", "0912")
    assert is_red(page, 1, "persons")
    set_household_field(data, page.model.record_id(1), "persons", 5)
    assert not is_red(page, 1, "persons")
    assert text(page, 1, "persons") == "5"
    assert is_red(page, 0, "persons")


def test_the_line_leads_from_mark_to_mark(page: HouseholdsPage) -> None:
    paste(page, 1, "persons", "ba\nbốn\n")
    stand(page, 0, "head")
    page.faults.next_button.click()
    assert here(page) == (1, "persons")
    page.faults.next_button.click()
    assert here(page) == (2, "persons")
    page.faults.next_button.click()
    assert here(page) == (1, "persons")
    page.faults.forget_button.setFocus()
    page.faults.forget_button.click()
    assert page.model.marks.places() == []
    assert page.window().focusWidget() is page.table


def test_marks_stay_over_sorting_and_filtering(page: HouseholdsPage) -> None:
    paste(page, 0, "persons", "ba\n")
    page.search.setText("dung")
    assert page.faults.isVisible()
    page.search.clear()
    page.table.sortByColumn(AT["head"], Qt.SortOrder.DescendingOrder)
    assert text(page, heads(page).index("Lê Văn An"), "persons") == "ba"


def test_delete_makes_a_block_not_known(page: HouseholdsPage, data: DataFile, window: MainWindow) -> None:
    before = content_digest(data)
    select(page, (0, "head"), (2, "main_source"))
    key(page.table, Qt.Key.Key_Delete)
    assert heads(page)[:3] == ["Lê Văn An", "Bùi Thị Bình", "Trần Cường"]
    assert all(record(page, row).persons is None for row in range(3))
    assert text(page, 0, "clean") == "Chưa xác định"
    assert "«Chủ hộ», «Thôn» không để trống được" in window.notice_text.text()
    window.context.undo()
    assert content_digest(data) == before


def test_a_head_is_not_emptied(page: HouseholdsPage, window: MainWindow) -> None:
    key(stand(page, 0, "head"), Qt.Key.Key_Delete)
    assert heads(page)[0] == "Lê Văn An"
    assert "không để trống được" in window.notice_text.text()
    key(page.table, Qt.Key.Key_Backspace)
    opened = editor(page)
    assert opened is not None
    key(opened, Qt.Key.Key_Return)
    assert is_red(page, 0, "head")
    assert "thiếu tên chủ hộ" in tip(page, 0, "head")
    assert page.model.household(0).head == "Lê Văn An"


def test_ctrl_d_fills_down(page: HouseholdsPage, data: DataFile) -> None:
    before = content_digest(data)
    select(page, (0, "persons"), (3, "main_source"))
    key(page.table, Qt.Key.Key_D, CTRL)
    assert [record(page, row).persons for row in range(4)] == [4, 4, 4, 4]
    assert {source_code(page, row) for row in range(4)} == {"drilled_well"}
    page.context.undo()
    assert content_digest(data) == before
    key(stand(page, 1, "persons"), Qt.Key.Key_D, CTRL)  # one cell: from the one above
    assert record(page, 1).persons == 4
    key(stand(page, 0, "persons"), Qt.Key.Key_D, CTRL)  # nothing above
    assert record(page, 0).persons == 4


def test_ctrl_x_takes_a_block_out(page: HouseholdsPage) -> None:
    select(page, (0, "persons"), (1, "persons"))
    key(page.table, Qt.Key.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == "4\r\n2\r\n"
    assert [record(page, row).persons for row in range(2)] == [None, None]


def test_a_large_block_is_one_step(
    qtbot: QtBot, page: HouseholdsPage, data: DataFile, commune_of: CommuneOf
) -> None:
    commune_of([{"head": f"Hộ Số {n:04}"} for n in range(2000)])
    page.renew()
    before = content_digest(data)
    lines = [f"{1 + n % 9}\tĐạt\tcó\tgk\tkhông\t{n % 30},5\r\n" for n in range(2000)]
    paste(page, 0, "persons", "".join(lines))
    assert record(page, 1999).litres_per_month == 19_500
    assert [record(page, row).persons for row in (0, 1, 1998)] == [1, 2, 1]
    page.context.undo()
    qtbot.waitUntil(lambda: not page.context.working, timeout=20_000)
    assert content_digest(data) == before


def test_nothing_to_paste_is_said(page: HouseholdsPage, window: MainWindow, data: DataFile) -> None:
    before = content_digest(data)
    paste(page, 0, "persons", "")
    assert "không có gì để dán" in window.notice_text.text()
    assert content_digest(data) == before


def test_what_is_typed_stays_when_the_disk_is_full(
    page: HouseholdsPage, window: MainWindow, data: DataFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise KnownError("Ổ đĩa đã đầy nên việc vừa làm không ghi được.")

    before = content_digest(data)
    monkeypatch.setattr("nsnt_desktop.ui.household_model.set_household_fields", full)
    type_over(page, 0, "persons", "5")
    assert window.notice_text.text().startswith("Ổ đĩa đã đầy")
    assert text(page, 0, "persons") == "5"
    assert is_red(page, 0, "persons")
    paste(page, 1, "persons", "5\n6\n")
    assert text(page, 1, "persons") == "2"
    monkeypatch.undo()
    assert content_digest(data) == before
    type_over(page, 0, "persons", "5")
    assert not is_red(page, 0, "persons")


def test_cells_that_make_no_block_are_not_copied(page: HouseholdsPage, window: MainWindow) -> None:
    select(page, (0, "head"), (0, "head"))
    for row, column in ((1, "persons"), (2, "persons")):
        index = page.model.index(row, AT[column])
        page.table.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
    QGuiApplication.clipboard().setText("cũ")
    key(page.table, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "cũ"
    assert "một khối ô liền nhau" in window.notice_text.text()
    key(page.table, Qt.Key.Key_Delete)  # which needs no block
    assert [record(page, row).persons for row in range(3)] == [4, None, None]
