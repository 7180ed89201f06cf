from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from screens_support import shown
from typing_vi import press

from communes import CommuneOf
from nsnt_desktop.ui.figure_indicators import IndicatorsTab
from nsnt_desktop.ui.figure_sources import SourcesTab
from nsnt_desktop.ui.figure_villages import VillagesTab
from nsnt_desktop.ui.figures import FiguresPage
from nsnt_desktop.ui.plain_table import PlainTable
from nsnt_desktop.ui.widgets import Page

LAST_YEAR: list[dict[str, object]] = [
    {"year": 2023, "hygienic": True, "clean": False, "persons": 4, "poverty": "none"}
]
ROWS: list[dict[str, object]] = [
    {"hygienic": True, "clean": True, "persons": 4, "poverty": "none", "source": "drilled_well"},
    {"hygienic": True, "clean": False, "persons": 3, "poverty": "poor", "source": "rain"},
    {"hygienic": None, "clean": None, "persons": 3, "poverty": "none", "source": None},
    {"hygienic": True, "clean": True, "village": "Thôn Do Thượng", "source": "drilled_well"},
]


def cells(table: PlainTable, row: int) -> tuple[str, ...]:
    return table.lines.lines[row].cells


def went_to(page: Page) -> list[tuple[str, object]]:
    places: list[tuple[str, object]] = []
    page.context.went.connect(lambda key, argument: places.append((key, argument)))
    return places


def test_the_table_says_every_indicator_with_its_counts(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, FiguresPage, commune_of(ROWS + LAST_YEAR))
    assert [line.cells[0] for line in page.bring(IndicatorsTab).table.lines.lines] == (
        ["1", "2", "2a", "2b", "3", "4", "4a", "4b", "5", "6"]
    )
    assert cells(page.bring(IndicatorsTab).table, 0) == (
        *("1", "Tỷ lệ hộ sử dụng nước hợp vệ sinh", "3", "4", "75,0\u00a0%", "1 hộ"),
        *("100,0\u00a0%", "▼ 25,0"),
    )
    assert cells(page.bring(IndicatorsTab).table, 1)[4:] == ("50,0\u00a0%", "1 hộ", "0,0\u00a0%", "▲ 50,0")
    assert page.bring(IndicatorsTab).table.lines.headings[6].title == "Năm 2023"


def test_what_is_not_assessed_is_a_dash(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, FiguresPage, commune_of([{"hygienic": None, "clean": None}]))
    assert cells(page.bring(IndicatorsTab).table, 0)[4] == "—"
    assert cells(page.bring(IndicatorsTab).table, 4)[2:5] == ("0", "0", "—")  # no poor household
    assert cells(page.bring(VillagesTab).table, 0)[2].startswith("—")


def test_villages_add_up_and_open_their_households(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, FiguresPage, commune_of(ROWS))
    table = page.bring(VillagesTab).table
    assert cells(table, 0)[:3] == ("Thôn Phác Lê", "3", "66,7\u00a0%\n2/3")
    assert cells(table, len(table.lines.lines) - 1)[:3] == ("Toàn xã", "4", "75,0\u00a0%\n3/4")
    places = went_to(page)
    table.setCurrentIndex(table.lines.index(1, 0))
    press(table, Qt.Key.Key_Return)
    assert places == [("households", {"village_id": table.lines.lines[1].key})]


def test_the_selection_stays_after_a_refresh(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, FiguresPage, commune_of(ROWS))
    page.bring(VillagesTab).table.selectRow(1)
    key = page.bring(VillagesTab).table.selected()[0].key
    page.refresh()
    assert [line.key for line in page.bring(VillagesTab).table.selected()] == [key]


def test_ctrl_c_copies_the_table_as_excel_takes_it(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, said = shown(qtbot, FiguresPage, commune_of(ROWS))
    QTest.keyClick(page.bring(IndicatorsTab).table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:3] == ["Số", "Chỉ số", "Tử số"]
    assert lines[1].split("\t")[2:4] == ["3", "4"]
    page.bring(SourcesTab)
    page.copy.click()
    assert "Giếng khoan\t2\t50,0" in QGuiApplication.clipboard().text()
    assert said[-1][0].startswith("Đã chép bảng")


def test_sources_stand_under_their_group_and_close(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, FiguresPage, commune_of(ROWS))
    names = [line.cells[0].strip() for line in page.bring(SourcesTab).table.lines.lines]
    assert names == [
        *("Quy mô hộ gia đình", "Giếng khoan", "Nước mưa (bể, lu)"),
        *("Chưa xác định nguồn", "Tổng số hộ"),
    ]
    assert cells(page.bring(SourcesTab).table, 4)[1:3] == ("4", "100,0\u00a0%")


def test_one_row_is_selected_after_a_double_click_and_back(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, FiguresPage, commune_of(ROWS))
    table = page.bring(IndicatorsTab).table
    places = went_to(page)
    at = table.visualRect(table.lines.index(1, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert places == []  # the click has to be over before the page goes
    qtbot.waitUntil(lambda: places == [("households", {"chip": "UNKNOWN"})])
    page.refresh()
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]
    assert table.currentIndex().row() == 1
