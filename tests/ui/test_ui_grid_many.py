"""What is done to many households at once, and the ways about their page."""

from grid_support import choose, dialogs, heads, page, record, select, stand, type_over, window
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs
from sqlalchemy import select as query

from communes import content_digest
from nsnt_desktop.models import SurveyYear
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.schemes import add_scheme
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.grid_menus import assign_menu, verify_menu
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.main_window import MainWindow

__all__ = ["dialogs", "page", "window"]


def test_one_value_is_given_to_those_chosen(page: HouseholdsPage, data: DataFile) -> None:
    with data.reading() as session:
        year_id = session.scalars(query(SurveyYear.id)).one()
    add_scheme(data, year_id, "Trạm bơm R&D")
    page.renew()
    before = content_digest(data)
    select(page, (0, "head"), (2, "head"))
    choose(assign_menu(page.table, page, page.table.chosen_rows()), "Công trình cấp nước tập trung", "R&&D")
    assert [record(page, row).scheme_id for row in range(4)] == [1, 1, 1, None]
    page.context.undo()
    assert content_digest(data) == before


def test_a_typed_value_is_given_to_those_chosen(page: HouseholdsPage, dialogs: FakeDialogs) -> None:
    select(page, (0, "head"), (1, "head"))
    menu = assign_menu(page.table, page, page.table.chosen_rows())
    dialogs.answers = ["12,5", "nhiều", None]
    for _ in range(3):
        choose(menu, "m³/tháng…")
    assert [record(page, row).litres_per_month for row in range(3)] == [12_500, 12_500, None]
    assert dialogs.asked[0] == "Gán cho 2 hộ đã chọn"


def test_those_chosen_or_all_that_are_shown_are_marked_as_checked(page: HouseholdsPage) -> None:
    select(page, (0, "head"), (1, "head"))
    choose(page.work_menu(), "Đánh dấu đã đối chiếu", "Đã đối chiếu 2 hộ đã chọn")
    assert [record(page, row).verified for row in range(4)] == [True, True, False, False]
    page.show_argument({"village_id": 1})
    choose(page.work_menu(), "Đánh dấu đã đối chiếu", "Đã đối chiếu cả Thôn Phác Lê (3 hộ)")
    page.show_argument({})
    assert [record(page, row).verified for row in range(4)] == [True, True, True, False]
    choose(verify_menu(page.table, page, [], "cả xã"), "Bỏ dấu của cả xã (4 hộ)")
    assert not any(record(page, row).verified for row in range(4))


def focused() -> QWidget:
    return QApplication.focusWidget() or QWidget()


def test_f6_goes_from_part_to_part(page: HouseholdsPage, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    stand(page, 0, "head")
    QTest.keyClick(page.table, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.form.isAncestorOf(focused()))
    QTest.keyClick(focused(), Qt.Key.Key_F6)
    assert page.search.hasFocus()
    QTest.keyClick(page.search, Qt.Key.Key_F6)
    assert page.table.hasFocus()


def test_the_form_and_the_list_show_the_same(page: HouseholdsPage) -> None:
    type_over(page, 0, "head", "Lê Văn Anh", leave=Qt.Key.Key_Tab)
    assert page.form.name.text() == "Lê Văn Anh"


def test_what_becomes_of_a_household_stands_in_the_menu(page: HouseholdsPage, dialogs: FakeDialogs) -> None:
    select(page, (1, "head"), (1, "head"))
    dialogs.answers = ["vào Nam"]
    choose(page.work_menu(), "Đánh dấu đã chuyển đi")
    assert record(page, 1).status is HouseholdStatus.MOVED_AWAY
    assert heads(page)[1] == "Bùi Thị Bình"  # it stays to be seen until the list is read anew
    page.renew()
    assert "Bùi Thị Bình" not in heads(page)


def test_the_sheets_are_of_the_village_shown(page: HouseholdsPage) -> None:
    page.show_argument({"village_id": 2})
    assert page.sheets.village_id == 2
    page.show_argument({"search": "an"})
    assert page.sheets.village_id is None
