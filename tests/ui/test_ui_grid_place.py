"""Where one stands in the list of households stays, whatever is changed; filters and columns."""

import gc

from grid_support import (
    ROWS,
    dialogs,
    editor,
    heads,
    here,
    key,
    page,
    paste,
    record,
    select,
    stand,
    type_over,
    window,
)
from PySide6.QtCore import QEvent, QPoint, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs
from shiboken6 import isValid
from typing_vi import type_text

from communes import CommuneOf
from nsnt_desktop.registry.household_lists import Chip
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.registry.new_year import open_next_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.grid_columns import AT, COLUMNS
from nsnt_desktop.ui.household_model import WARM
from nsnt_desktop.ui.household_new import AddHousehold
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.main_window import MainWindow

__all__ = ["dialogs", "page", "window"]


# Keeping the place


def test_an_edited_row_stays_until_the_list_is_asked_anew(page: HouseholdsPage) -> None:
    next(made for chip, made in page.chips.items() if chip.name == "UNKNOWN").click()
    assert heads(page) == ["Bùi Thị Bình", "Phạm Thị Dung"]
    type_over(page, 0, "clean", "đ")
    type_over(page, 0, "hygienic", "c")
    assert heads(page) == ["Bùi Thị Bình", "Phạm Thị Dung"]
    page.renew()
    assert heads(page) == ["Phạm Thị Dung"]
    page.context.undo()  # of a household outside the filter
    assert heads(page) == ["Phạm Thị Dung"]
    page.renew()
    assert heads(page) == ["Bùi Thị Bình", "Phạm Thị Dung"]


def test_the_names_stand_still_while_the_columns_are_scrolled(page: HouseholdsPage, qtbot: QtBot) -> None:
    grid, names = page.table, page.table.verticalHeader()
    assert names.isHidden()
    stand(page, 2, "code")
    qtbot.waitUntil(lambda: not names.isHidden())
    assert [page.model.headerData(i, Qt.Orientation.Vertical) for i in range(4)] == heads(page)
    where = QPoint(20, names.sectionViewportPosition(1) + 10)
    QTest.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert {index.row() for index in grid.selectedIndexes()} == {1}
    type_over(page, 1, "code", "H7")  # and what is typed is that household's
    assert page.model.household(1).code == "H7"
    stand(page, 1, "head")
    qtbot.waitUntil(names.isHidden)


def test_a_year_left_at_once_leaves_nothing_behind(
    page: HouseholdsPage, window: MainWindow, qtbot: QtBot
) -> None:
    """What was to be read for the year left is not read; it once ended the process."""
    open_next_year(window.context.data)
    for year in (2025, 2024, 2025, 2024):
        window.context.set_year(year)
    gc.collect()
    qtbot.wait(WARM * 2)
    page.search.setText("binh")
    assert heads(page) == ["Bùi Thị Bình"]


def test_f5_sorts_anew(page: HouseholdsPage, window: MainWindow) -> None:
    page.table.sortByColumn(AT["persons"], Qt.SortOrder.AscendingOrder)
    assert [page.model.household(i).persons for i in range(4)] == [2, 3, 4, 6]
    type_over(page, 0, "persons", "9")
    assert [page.model.household(i).persons for i in range(4)] == [9, 3, 4, 6]
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert [page.model.household(i).persons for i in range(4)] == [3, 4, 6, 9]
    assert page.form.name.text() == "Phạm Thị Dung"  # where one stands goes along
    assert heads(page)[here(page)[0]] == "Phạm Thị Dung"


def add_xuan(dialog: QDialog) -> None:
    assert isinstance(dialog, AddHousehold)
    type_text(dialog.head, "Hồ Thị Xuân")
    dialog.add.click()


def test_rows_made_and_removed_elsewhere_come_and_go(page: HouseholdsPage, dialogs: FakeDialogs) -> None:
    page.show_argument({"village_id": 2})
    dialogs.answers = [add_xuan]
    page.add()
    assert heads(page) == ["Phạm Thị Dung", "Hồ Thị Xuân"]
    page.context.undo()
    assert heads(page) == ["Phạm Thị Dung"]
    page.context.redo()
    assert heads(page) == ["Phạm Thị Dung", "Hồ Thị Xuân"]


def test_the_numbers_beside_the_villages_follow(page: HouseholdsPage, qtbot: QtBot) -> None:
    type_over(page, 0, "village", "do")

    def told() -> list[str]:
        return [page.village_list.item(i).text() for i in range(3)]

    qtbot.waitUntil(lambda: told() == ["Cả xã  (4)", "Thôn Phác Lê  (2)", "Thôn Do Thượng  (2)"])


def test_a_long_name_of_a_village_is_read_in_full(page: HouseholdsPage) -> None:
    page.village_list.setFixedWidth(80)
    QApplication.processEvents()
    assert not page.village_list.horizontalScrollBar().isVisible()
    assert page.village_list.item(2).toolTip() == page.village_list.item(2).text()


def test_a_cell_being_typed_in_outlives_a_change_elsewhere(page: HouseholdsPage, data: DataFile) -> None:
    type_over(page, 0, "head", "Lê", leave=None)
    set_household_field(data, page.model.record_id(0), "phone", "0912345678")
    opened = editor(page)
    assert opened is not None
    assert opened.text() == "Lê"
    type_text(opened, " Na")
    key(opened, Qt.Key.Key_Return)
    assert heads(page)[0] == "Lê Na"


def test_sorting_by_every_column_keeps_the_cell(page: HouseholdsPage) -> None:
    stand(page, 1, "persons")
    for at in range(len(COLUMNS)):
        for order in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
            page.table.sortByColumn(at, order)
            assert sorted(heads(page)) == sorted(row["head"] for row in ROWS[:4])
            row, column = here(page)
            assert (heads(page)[row], column) == ("Bùi Thị Bình", "persons")


def test_a_click_on_a_heading_sorts(page: HouseholdsPage) -> None:
    header = page.table.horizontalHeader()
    at = header.sectionViewportPosition(AT["persons"]) + 10
    for expected in ([2, 3, 4, 6], [6, 4, 3, 2]):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, header.height() // 2))
        assert [page.model.household(i).persons for i in range(4)] == expected


def test_names_sort_by_given_name(page: HouseholdsPage) -> None:
    page.table.sortByColumn(AT["head"], Qt.SortOrder.AscendingOrder)
    assert heads(page) == ["Lê Văn An", "Bùi Thị Bình", "Trần Cường", "Phạm Thị Dung"]


# Filters


def test_households_with_errors_are_found(page: HouseholdsPage, qtbot: QtBot) -> None:
    page.filters.faulty.click()
    qtbot.waitUntil(lambda: heads(page) == ["Trần Cường"])  # clean, yet not hygienic
    type_over(page, 0, "hygienic", "c")
    assert heads(page) == ["Trần Cường"]
    page.renew()
    qtbot.waitUntil(lambda: heads(page) == [])
    page.filters.faulty.click()
    assert len(heads(page)) == 4


def test_errors_and_those_named_by_another_page_narrow_each_other(page: HouseholdsPage, qtbot: QtBot) -> None:
    named = frozenset({page.model.record_id(0), page.model.record_id(2)})
    page.show_argument({"only": named})
    assert heads(page) == ["Lê Văn An", "Trần Cường"]
    page.filters.faulty.click()
    qtbot.waitUntil(lambda: heads(page) == ["Trần Cường"])


def test_those_not_checked_against_paper_are_found(page: HouseholdsPage) -> None:
    key(stand(page, 0, "verified"), Qt.Key.Key_Space)
    next(made for chip, made in page.chips.items() if chip.name == "NOT_VERIFIED").click()
    assert heads(page) == ["Bùi Thị Bình", "Trần Cường", "Phạm Thị Dung"]


def test_a_list_the_filters_emptied_is_filled_again(page: HouseholdsPage) -> None:
    page.search.setText("xyz")
    page.filters.chips[Chip.POOR].setChecked(True)
    assert page.show_all.isVisible()
    page.show_all.click()
    assert page.search.text() == ""
    assert len(heads(page)) == 4
    assert page.table.isVisible()


def test_a_click_on_a_menu_leaves_the_cell_its_keyboard(page: HouseholdsPage, window: MainWindow) -> None:
    stand(page, 1, "persons")
    QTest.mouseClick(page.work_button, Qt.MouseButton.LeftButton)
    for menu in page.findChildren(QMenu):
        menu.close()
    assert window.focusWidget() is page.table


def test_no_chip_is_cut(page: HouseholdsPage, window: MainWindow) -> None:
    for width, height in ((1366, 768), (911, 512)):
        window.resize(width, height)
        QApplication.processEvents()
        for chip in (*page.chips.values(), page.filters.faulty):
            assert page.filters.rect().contains(chip.geometry())
            assert chip.width() >= chip.sizeHint().width()


# Columns


def test_the_choice_of_columns_is_kept(page: HouseholdsPage) -> None:
    header = page.table.horizontalHeader()
    page.columns.show_column("scheme", True)
    page.columns.show_column("code", False)
    header.moveSection(header.visualIndex(AT["scheme"]), 1)
    page.table.setColumnWidth(AT["head"], 177)
    again = HouseholdsPage(page.context)
    shown = [COLUMNS[c].key for c in again.table.columns_shown()]
    assert shown[:3] == ["head", "scheme", "village"]
    assert "code" not in shown
    assert again.table.columnWidth(AT["head"]) == 177
    again.columns.reset()
    assert [COLUMNS[c].key for c in again.table.columns_shown()] == [c.key for c in COLUMNS if c.at_first]


def test_columns_are_chosen_from_a_menu(page: HouseholdsPage) -> None:
    menu = page.columns.menu()
    actions = {action.text(): action for action in menu.actions()}
    assert not actions["Chủ hộ"].isEnabled()
    actions["Ghi chú"].trigger()
    assert not page.table.isColumnHidden(AT["note"])
    actions["Ghi chú"].trigger()
    assert page.table.isColumnHidden(AT["note"])
    actions["Mã hộ"].trigger()
    actions["Về như lúc đầu"].trigger()
    assert not page.table.isColumnHidden(AT["code"])


def test_the_menu_of_columns_stays_open_while_ticking(page: HouseholdsPage, qtbot: QtBot) -> None:
    menu = page.columns.menu()
    menu.popup(page.mapToGlobal(QPoint(0, 0)))
    qtbot.waitUntil(menu.isVisible)
    action = next(a for a in menu.actions() if a.text() == "Ghi chú")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    assert menu.isVisible()
    assert not page.table.isColumnHidden(AT["note"])
    menu.close()


def test_settings_that_cannot_be_read_are_left_aside(page: HouseholdsPage) -> None:
    for kept in ('[["head", "rộng", 1]]', "{", '[["head", 90, true], ["head", 91, true]]', '["x"]'):
        QSettings().setValue("households/columns", kept)
        again = HouseholdsPage(page.context)
        assert [COLUMNS[c].key for c in again.table.columns_shown()] == [c.key for c in COLUMNS if c.at_first]


def test_the_context_menu_comes_by_key_too(page: HouseholdsPage, qtbot: QtBot) -> None:
    select(page, (0, "persons"), (1, "persons"))
    page.table.customContextMenuRequested.emit(QPoint(-1, -1))
    menu = next(m for m in page.findChildren(QMenu) if m.isVisible())
    assert [a.text().split("\t")[0] for a in menu.actions()][:4] == [
        "Chép",
        "Dán",
        "Điền xuống",
        "Xóa nội dung",
    ]
    menu.actions()[2].trigger()
    assert record(page, 1).persons == 4
    menu.close()
    qtbot.waitUntil(lambda: not isValid(menu))


def test_a_row_stays_in_sight_when_a_sentence_takes_its_room(
    page: HouseholdsPage, window: MainWindow, commune_of: CommuneOf
) -> None:
    commune_of([{"head": f"Hộ Số {n:02}"} for n in range(60)])
    page.renew()
    window.resize(911, 512)
    QApplication.processEvents()
    rows = page.table.viewport().height() // page.table.rowHeight(0)
    paste(page, rows - 1, "persons", "ba\n")
    QApplication.processEvents()
    cell = page.table.visualRect(page.table.currentIndex())
    assert page.table.viewport().rect().contains(cell)


def test_a_key_held_down_shows_only_the_household_it_ends_on(page: HouseholdsPage) -> None:
    stand(page, 0, "head")
    first = page.form.record_id
    for _ in range(2):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, "", autorep=True
        )
        QApplication.sendEvent(page.table, event)
    assert here(page) == (2, "head")
    assert page.form.record_id == first
    QApplication.sendEvent(
        page.table, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    )
    assert page.form.record_id == page.model.record_id(2)
