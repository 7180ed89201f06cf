"""Theo nhóm: every way to part the commune, what a cell tells, and whom it opens."""

from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from screens_support import shown
from test_ui_figures import opened

from communes import CommuneOf, Row, village_ids
from nsnt_desktop.indicators.cuts import Cut
from nsnt_desktop.models import Village
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.cut_lines import PERSONS_AT, Shown
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.figure_cuts import CutsTab
from nsnt_desktop.ui.figures import FiguresPage

KNOWN: Row = {"persons": 3, "poverty": "none", "hygienic": True, "clean": True}
ROWS: list[Row] = [
    {**KNOWN, "head": "An", "source": "drilled_well", "litres_per_month": 9000},
    {**KNOWN, "head": "Bình", "source": "rain", "poverty": "poor", "clean": False},
    {**KNOWN, "head": "Chi", "hygienic": None, "clean": None, "persons": None},
    {**KNOWN, "head": "Dũng", "source": "central_tap", "poverty": "near_poor", "village": "Thôn Do Thượng"},
    {**KNOWN, "head": "Em", "source": "bought", "poverty": None, "village": "Thôn Do Thượng"},
    {**KNOWN, "head": "Xưa", "year": 2023, "clean": False, "source": "rain"},
]
NAME, HOUSEHOLDS, PERSONS = 0, 1, PERSONS_AT
AT = {code: at for at, code in enumerate(("1", "2", "2a", "2b", "3", "4", "5"), PERSONS_AT + 1)}


def cuts(qtbot: QtBot, data: DataFile) -> tuple[FiguresPage, CutsTab]:
    page, _, _ = shown(qtbot, FiguresPage, data)
    return page, page.bring(CutsTab)


def pick(box: Choice, value: Any) -> None:
    box.choose(value)
    box.activated.emit(box.currentIndex())


def lines(tab: CutsTab) -> dict[str, tuple[str, ...]]:
    return {line.cells[0].strip(): line.cells for line in tab.table.lines.lines}


def row_of(tab: CutsTab, name: str) -> int:
    return list(lines(tab)).index(name)


def test_villages_stand_over_the_commune(qtbot: QtBot, commune_of: CommuneOf) -> None:
    _, tab = cuts(qtbot, commune_of(ROWS))
    assert list(lines(tab)) == ["Thôn Phác Lê", "Thôn Do Thượng", "Toàn xã"]
    assert lines(tab)["Thôn Phác Lê"] == (
        *("Thôn Phác Lê", "3\n60,0\u00a0%", "6\n1 hộ chưa rõ", "66,7\u00a0%\n2/3", "33,3\u00a0%\n1/3"),
        *("0,0\u00a0%\n0/3", "33,3\u00a0%\n1/3", "100,0\u00a0%\n1/1", "0,0\u00a0%\n0/1", "100,0\n1 hộ"),
    )
    assert lines(tab)["Toàn xã"][HOUSEHOLDS] == "5\n100,0\u00a0%"
    assert lines(tab)["Thôn Do Thượng"][AT["3"]] == "—\n0/0"


@pytest.mark.parametrize(
    ("cut", "names"),
    [
        (Cut.POVERTY, ["Hộ nghèo", "Hộ cận nghèo", "Không nghèo", "Chưa xác định", "Toàn xã"]),
        (Cut.FORMER_COMMUNE, ["Cẩm Long", "Chưa ghi xã cũ", "Toàn xã"]),
        (
            Cut.SOURCE,
            [
                *("Công trình cấp nước tập trung", "Công trình cấp nước tập trung (vòi/đồng hồ tại hộ)"),
                *("Quy mô hộ gia đình", "Giếng khoan", "Nước mưa (bể, lu)"),
                *("Nguồn khác", "Nước mua, đóng bình, chở xe", "Chưa xác định nguồn", "Toàn xã"),
            ],
        ),
    ],
)
def test_every_cut_names_its_groups_and_closes(
    qtbot: QtBot, commune_of: CommuneOf, cut: Cut, names: list[str]
) -> None:
    data = commune_of(ROWS)
    with change(data, "Đổi xã cũ") as made:
        made.session.get_one(Village, village_ids(data)[0]).former_commune = "Cẩm Long"
    _, tab = cuts(qtbot, data)
    pick(tab.cut, cut)
    assert list(lines(tab)) == names
    assert tab.table.lines.headings[NAME].title == cut.label
    single = [line for line in tab.table.lines.lines if not line.bold]
    assert sum(int(line.cells[HOUSEHOLDS].split("\n")[0]) for line in single) == 5


def test_a_group_of_sources_is_the_sum_of_its_sources(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, tab = cuts(qtbot, commune_of(ROWS))
    pick(tab.cut, Cut.SOURCE)
    own = lines(tab)["Quy mô hộ gia đình"]
    assert own[HOUSEHOLDS:3] == ("2\n40,0\u00a0%", "6")
    assert own[AT["2"]] == "50,0\u00a0%\n1/2"
    at = row_of(tab, "Quy mô hộ gia đình")
    assert opened(page, tab.table, at, HOUSEHOLDS) == ({"An", "Bình"}, "Quy mô hộ gia đình: 2 hộ")
    assert opened(page, tab.table, at, AT["2"]) == ({"An"}, "Chỉ số 2, đạt, Quy mô hộ gia đình: 1 hộ")


@pytest.mark.parametrize(
    ("cut", "group", "column", "who", "title"),
    [
        (Cut.VILLAGE, "Thôn Phác Lê", AT["1"], {"An", "Bình"}, "Chỉ số 1, đạt, Thôn Phác Lê: 2 hộ"),
        (Cut.VILLAGE, "Thôn Do Thượng", HOUSEHOLDS, {"Dũng", "Em"}, "Thôn Do Thượng: 2 hộ"),
        (Cut.VILLAGE, "Thôn Do Thượng", NAME, {"Dũng", "Em"}, "Thôn Do Thượng: 2 hộ"),
        (Cut.VILLAGE, "Toàn xã", HOUSEHOLDS, {"An", "Bình", "Chi", "Dũng", "Em"}, "Mọi hộ: 5 hộ"),
        (Cut.VILLAGE, "Toàn xã", AT["5"], {"An"}, "Chỉ số 5, có lượng nước: 1 hộ"),
        (Cut.POVERTY, "Hộ cận nghèo", AT["2a"], {"Dũng"}, "Chỉ số 2a, đạt, Hộ cận nghèo: 1 hộ"),
        (Cut.POVERTY, "Chưa xác định", AT["2b"], {"Em"}, "Chỉ số 2b, đạt, Chưa xác định: 1 hộ"),
        (Cut.SOURCE, "Chưa xác định nguồn", HOUSEHOLDS, {"Chi"}, "Chưa xác định nguồn: 1 hộ"),
    ],
)
def test_a_number_of_a_group_opens_exactly_its_households(  # noqa: PLR0917 - the table above
    qtbot: QtBot, commune_of: CommuneOf, cut: Cut, group: str, column: int, who: set[str], title: str
) -> None:
    page, tab = cuts(qtbot, commune_of(ROWS))
    pick(tab.cut, cut)
    assert opened(page, tab.table, row_of(tab, group), column) == (who, title)


def test_villages_of_one_name_are_told_apart(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    with change(data, "Đổi tên") as made:
        for village_id, former in zip(village_ids(data), ("Cẩm Long", "Cẩm Phú"), strict=True):
            village = made.session.get_one(Village, village_id)
            village.name, village.former_commune = "Thôn 1", former
    page, tab = cuts(qtbot, data)
    assert list(lines(tab)) == ["Thôn 1\nCẩm Long (cũ)", "Thôn 1\nCẩm Phú (cũ)", "Toàn xã"]
    assert opened(page, tab.table, 1, HOUSEHOLDS) == ({"Dũng", "Em"}, "Thôn 1, Cẩm Phú (cũ): 2 hộ")


def test_indicators_of_the_poor_say_nothing_of_others(qtbot: QtBot, commune_of: CommuneOf) -> None:
    _, tab = cuts(qtbot, commune_of(ROWS))
    pick(tab.cut, Cut.POVERTY)
    assert lines(tab)[Poverty.POOR.label][AT["3"]] == "100,0\u00a0%\n1/1"
    for shown_now in Shown:
        pick(tab.shown, shown_now)
        for group in (Poverty.NEAR_POOR.label, Poverty.NONE.label, "Chưa xác định"):
            assert [lines(tab)[group][AT[code]] for code in ("3", "4")] == ["—", "—"]
            assert not {AT["3"], AT["4"]} & set(tab.table.lines.lines[row_of(tab, group)].opens)


def test_who_fails_and_who_is_not_known_are_counted_and_opened(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, tab = cuts(qtbot, commune_of(ROWS))
    pick(tab.shown, Shown.NOT_MET)
    assert lines(tab)["Thôn Phác Lê"][AT["1"] :] == ("0", "1", "2", "1", "0", "1", "—")
    assert opened(page, tab.table, 0, AT["2"]) == ({"Bình"}, "Chỉ số 2, không đạt, Thôn Phác Lê: 1 hộ")
    pick(tab.shown, Shown.UNKNOWN)
    assert lines(tab)["Thôn Do Thượng"][AT["1"] :] == ("0", "0", "0", "0", "0", "0", "2")
    assert opened(page, tab.table, 0, AT["1"]) == ({"Chi"}, "Chỉ số 1, chưa xác định, Thôn Phác Lê: 1 hộ")


def test_the_change_since_last_year_is_shown_where_there_was_one(qtbot: QtBot, commune_of: CommuneOf) -> None:
    _, tab = cuts(qtbot, commune_of(ROWS))
    pick(tab.shown, Shown.CHANGE)
    assert lines(tab)["Thôn Phác Lê"][AT["2"]] == "▲ 33,3\n0,0→33,3"
    assert tab.table.lines.lines[0].tones[AT["2"]] == "met"
    assert lines(tab)["Thôn Do Thượng"][AT["2"]] == "—"  # nobody lived there
    assert "So với năm 2023" in tab.told.text()
    pick(tab.cut, Cut.SOURCE)
    assert lines(tab)["Quy mô hộ gia đình"][AT["2"]] == "▲ 50,0\n0,0→50,0"
    assert lines(tab)["Nước mưa (bể, lu)"][AT["2"]] == "không đổi\n0,0→0,0"
    assert lines(tab)["Giếng khoan"][AT["2"]] == "—"


def test_without_a_year_before_the_change_says_why(qtbot: QtBot, commune_of: CommuneOf) -> None:
    _, tab = cuts(qtbot, commune_of(ROWS[:5]))
    pick(tab.shown, Shown.CHANGE)
    assert lines(tab)["Toàn xã"][AT["2"]] == "—"
    assert tab.told.text() == "Chưa có năm trước trong tệp này nên chưa có thay đổi để xem."


def test_a_commune_without_households_says_so(qtbot: QtBot, data: DataFile) -> None:
    _, tab = cuts(qtbot, data)
    for cut in Cut:
        pick(tab.cut, cut)
        assert lines(tab)["Toàn xã"][AT["1"]] == "—\n0/0"
        assert all(not line.opens for line in tab.table.lines.lines)
        assert tab.told.text() == "Chưa có hộ nào nên các chỉ số để «—»."


def test_a_missing_value_is_explained(qtbot: QtBot, commune_of: CommuneOf) -> None:
    _, tab = cuts(qtbot, commune_of(ROWS))
    assert "Bấm đúp" in tab.told.text()
    assert "«—» là chưa có gì để tính, không phải bằng 0" in tab.told.text()


def test_the_choices_and_the_line_stay_after_a_change(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, tab = cuts(qtbot, commune_of(ROWS))
    pick(tab.cut, Cut.POVERTY)
    pick(tab.shown, Shown.UNKNOWN)
    tab.table.selectRow(2)
    with change(page.context.data, "Đổi tên thôn") as made:
        made.session.get_one(Village, village_ids(page.context.data)[0]).name = "Thôn Một"
    assert (tab.cut.chosen(), tab.shown.chosen()) == (Cut.POVERTY, Shown.UNKNOWN)
    assert [line.cells[0] for line in tab.table.selected()] == [Poverty.NONE.label]


def test_names_keep_their_room_and_excel_gets_every_column(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, tab = cuts(qtbot, commune_of(ROWS))
    for width in (863, 1170, 2000):
        page.resize(width, 460)
        QApplication.processEvents()
        assert tab.table.columnWidth(0) >= 180
        assert tab.table.isColumnHidden(PERSONS) is (width < 900)
        header = tab.table.horizontalHeader()
        ends = header.sectionPosition(PERSONS) + header.sectionSize(PERSONS)
        assert header.sectionPosition(AT["1"]) == ends  # no gap where the persons stood
        assert tab.table.horizontalScrollBar().isVisible() is (width < 900)
    page.resize(863, 460)
    page.copy.click()
    rows = [row.split("\t") for row in QGuiApplication.clipboard().text().split("\n")]
    assert rows[0] == ["Thôn", "Số hộ", "Nhân khẩu", *AT]
    assert rows[1][:3] == ["Thôn Phác Lê", "3 · 60,0\u00a0%", "6 · 1 hộ chưa rõ"]
