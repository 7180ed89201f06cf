from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from screens_support import cell, shown, type_cell
from typing_vi import press

from communes import VILLAGES, CommuneOf, Row
from nsnt_desktop.registry.reference_lists import list_criteria, set_criterion_field
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.figure_criteria import CriteriaFiguresTab
from nsnt_desktop.ui.figures import FiguresPage
from nsnt_desktop.ui.plain_table import PlainTable
from nsnt_desktop.ui.settings import SettingsPage

CLEAN: Row = {"hygienic": True, "clean": True, "source": "drilled_well"}
NOT_CLEAN: Row = {"hygienic": True, "clean": False, "source": "drilled_well"}
UNKNOWN: Row = {"hygienic": True, "clean": None}
ROWS = [
    *[CLEAN] * 2,
    *[NOT_CLEAN] * 4,
    UNKNOWN,
    *[{**CLEAN, "village": VILLAGES[1]}] * 3,
    {**NOT_CLEAN, "village": VILLAGES[1]},
]


def enter(data: DataFile, indicator: str, **fields: object) -> int:
    """Enter fields of the first criterion of an indicator."""
    with data.reading() as session:
        row_id = next(c.id for c in list_criteria(session) if c.indicator == indicator)
    for field, value in fields.items():
        set_criterion_field(data, row_id, field, value)
    return row_id


def lines(table: PlainTable) -> list[tuple[str, ...]]:
    return [line.cells for line in table.lines.lines]


def test_each_criterion_says_what_is_missing(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    enter(data, "2", value="50", legal_document="QĐ 318/QĐ-TTg", confirmed=True)
    enter(data, "6", value="50")
    page, _, _ = shown(qtbot, FiguresPage, data)
    tab = page.bring(CriteriaFiguresTab)
    first = lines(tab.table)[0]
    assert first[2:5] == ("2", "45,5\u00a0%\n5/11", "≥ 50 %")
    assert first[5] == "chưa đạt, còn thiếu 1 hộ\ncòn 1 hộ chưa xác định, nếu đều đạt thì đủ"
    assert first[6] == "45,5 – 54,5\u00a0%\n1 hộ chưa rõ"
    assert [line[5] for line in lines(tab.table)[1:]] == [*["chưa nhập ngưỡng"] * 3, "chưa đánh giá"]
    assert (
        tab.told.text()
        == "Đạt 0/1 tiêu chí đã có ngưỡng và số liệu. 3 tiêu chí chưa nhập ngưỡng nên chưa kết luận."
    )


def test_an_unconfirmed_threshold_says_so(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    enter(data, "2", value="40")
    page, _, _ = shown(qtbot, FiguresPage, data)
    tab = page.bring(CriteriaFiguresTab)
    assert lines(tab.table)[0][5] == "đạt\ncần đối chiếu văn bản"
    assert lines(tab.villages)[0][5] == "—"  # the commune misses none


def test_the_villages_nearest_to_the_threshold_open_their_households(
    qtbot: QtBot, commune_of: CommuneOf
) -> None:
    data = commune_of(ROWS)
    enter(data, "2", value="60")
    page, _, _ = shown(qtbot, FiguresPage, data)
    tab = page.bring(CriteriaFiguresTab)
    assert tab.nearest.text() == "Tiêu chí 17.1: còn thiếu 2 hộ"
    near, over = lines(tab.villages)
    assert near == (VILLAGES[0], "28,6\u00a0%\n2/7", "3 hộ", "4", "1", "xã đủ")
    assert over == (VILLAGES[1], "75,0\u00a0%\n3/4", "đã qua ngưỡng", "1", "0", "xã còn thiếu 1 hộ")
    places: list[tuple[str, object]] = []
    page.context.went.connect(lambda key, argument: places.append((key, argument)))
    for at in (3, 4):
        tab.villages.setCurrentIndex(tab.villages.lines.index(0, at))
        press(tab.villages, Qt.Key.Key_Return)
    assert [len(argument["only"]) for _, argument in places if isinstance(argument, dict)] == [4, 1]
    assert {key for key, _ in places} == {"households"}


def test_the_table_last_clicked_is_the_one_to_copy(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    enter(data, "2", value="60")
    page, _, _ = shown(qtbot, FiguresPage, data)
    tab = page.bring(CriteriaFiguresTab)
    assert tab.shown_table() is tab.table
    for table in (tab.villages, tab.table):
        at = table.visualRect(table.lines.index(0, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert tab.shown_table() is table


def test_what_no_village_can_close_is_explained(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    enter(data, "2", value="60", operator="≤")
    enter(data, "5", value="80")
    enter(data, "6", value="50")
    page, _, _ = shown(qtbot, FiguresPage, data)
    tab = page.bring(CriteriaFiguresTab)
    notes = []
    for at in (0, 1, 3, 4):
        tab.table.selectRow(at)
        notes.append(tab.note.text())
        assert lines(tab.villages) == []
    assert "thêm hộ đạt không giúp" in notes[0]
    assert "Chưa nhập ngưỡng" in notes[1]
    assert "tính bằng lít" in notes[2]
    assert "tính theo công trình" in notes[3]


def test_the_chosen_criterion_stays_chosen(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    enter(data, "2", value="60")
    page, _, _ = shown(qtbot, FiguresPage, data)
    tab = page.bring(CriteriaFiguresTab)
    tab.table.selectRow(1)
    enter(data, "2a", value="10")
    assert tab.chosen() is not None
    assert tab.nearest.text() == "Tiêu chí 17.1: còn thiếu 2 hộ"  # 2a: none of eleven, two are needed


def test_without_households_or_criteria_the_screen_says_why(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of([])
    enter(data, "2", value="60")
    page, _, _ = shown(qtbot, FiguresPage, data)
    tab = page.bring(CriteriaFiguresTab)
    assert lines(tab.table)[0][3:7] == ("—", "≥ 60 %", "chưa đánh giá", "—")
    assert [line[1:3] for line in lines(tab.villages)] == [("—\nkhông có hộ", "—")] * 2
    with data.reading() as session:
        rows = [c.id for c in list_criteria(session)]
    for row_id in rows:
        set_criterion_field(data, row_id, "indicator", "")
    assert tab.told.text().startswith("Chưa có tiêu chí nào")
    assert lines(tab.villages) == []


def test_the_table_of_criteria_is_edited_in_its_cells(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, SettingsPage, data)
    page.show_argument("criteria")
    table = page.criteria.table
    type_cell(table, 0, 5, "Vùng miền núi")
    table.model.setData(table.model.index(0, 6), ">")
    type_cell(table, 0, 7, "55,5")
    type_cell(table, 0, 10, "31/12/2025")
    assert [cell(table, 0, at) for at in (5, 6, 7, 8, 10)] == [
        "Vùng miền núi",
        ">",
        "55,5",
        "%",
        "31/12/2025",
    ]
    type_cell(table, 0, 10, "mai")
    assert "không phải là ngày" in table.fault.text()
    type_cell(table, 0, 10, "")
    assert cell(table, 0, 10) == "—"
