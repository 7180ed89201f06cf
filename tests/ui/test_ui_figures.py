from collections.abc import Collection

import pytest
from grid_support import dialogs, heads, window
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from screens_support import shown
from sqlalchemy import select
from typing_vi import press

from communes import CommuneOf, Row, year_id
from nsnt_desktop.models import Household, HouseholdRecord, SchemeRecord, SurveyYear
from nsnt_desktop.models.words import SustainabilityClass
from nsnt_desktop.registry.closing import close_year
from nsnt_desktop.registry.reference_lists import list_assumptions, set_assumption_field
from nsnt_desktop.registry.schemes import add_scheme, set_scheme_field
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.figure_cuts import CutsTab
from nsnt_desktop.ui.figure_indicators import IndicatorsTab
from nsnt_desktop.ui.figures import FiguresPage
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.main_window import MainWindow
from nsnt_desktop.ui.papers import PapersPage
from nsnt_desktop.ui.plain_table import PlainTable
from nsnt_desktop.ui.schemes import SchemesPage
from nsnt_desktop.ui.widgets import Page

__all__ = ["dialogs", "window"]

LAST_YEAR: list[Row] = [
    {"head": "Quý", "year": 2023, "hygienic": True, "clean": False, "persons": 4, "poverty": "none"}
]
ROWS: list[Row] = [
    {
        "head": "An",
        "hygienic": True,
        "clean": True,
        "persons": 4,
        "poverty": "none",
        "source": "drilled_well",
        "litres_per_month": 12000,
        "volume_estimated": True,
    },
    {"head": "Bình", "hygienic": True, "clean": False, "persons": 3, "poverty": "poor", "source": "rain"},
    {"head": "Chi", "hygienic": None, "clean": None, "persons": 3, "poverty": "none", "source": None},
    {"head": "Dũng", "hygienic": True, "clean": True, "village": "Thôn Do Thượng", "source": "drilled_well"},
]
NUMERATOR, DENOMINATOR, VALUE, NOT_MET, UNKNOWN, LAST = 2, 3, 4, 5, 6, 7


def cells(table: PlainTable, row: int) -> tuple[str, ...]:
    return table.lines.lines[row].cells


def went_to(page: Page) -> list[tuple[str, object]]:
    places: list[tuple[str, object]] = []
    page.context.went.connect(lambda key, argument: places.append((key, argument)))
    return places


def names(data: DataFile, ids: Collection[int]) -> set[str]:
    with data.reading() as session:
        query = select(Household.head).join(HouseholdRecord, HouseholdRecord.household_id == Household.id)
        return set(session.scalars(query.where(HouseholdRecord.id.in_(ids))))


def opened(page: Page, table: PlainTable, row: int, column: int) -> tuple[set[str], str]:
    """Open a cell with Enter; return who is listed, and what the list is called."""
    places = went_to(page)
    table.setCurrentIndex(table.lines.index(row, column))
    press(table, Qt.Key.Key_Return)
    assert len(places) == 1
    (place, argument), said = places[0], str
    assert place == "households"
    assert isinstance(argument, dict)
    return names(page.context.data, argument["only"]), said(argument["title"])


def six(page: FiguresPage) -> PlainTable:
    return page.bring(IndicatorsTab).table


def test_the_table_says_every_indicator_with_its_counts(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, FiguresPage, commune_of(ROWS + LAST_YEAR))
    assert [line.cells[0] for line in six(page).lines.lines] == (
        ["1", "2", "2a", "2b", "3", "4", "4a", "4b", "5", "6"]
    )
    assert cells(six(page), 0) == (
        *("1", "Tỷ lệ hộ sử dụng nước hợp vệ sinh", "3", "4", "75,0\u00a0%", "0", "1 hộ"),
        *("100,0\u00a0%", "▼ 25,0"),
    )
    assert cells(six(page), 1)[4:] == ("50,0\u00a0%", "1", "1 hộ", "0,0\u00a0%", "▲ 50,0")
    assert cells(six(page), 8)[2:] == ("12.000", "120", "100,0", "—", "1 hộ", "—", "—")
    assert six(page).lines.headings[LAST].title == "Năm 2023"


@pytest.mark.parametrize(
    ("cell", "who", "title"),
    [
        ((0, NUMERATOR), {"An", "Bình", "Dũng"}, "Chỉ số 1, đạt: 3 hộ"),
        ((0, DENOMINATOR), {"An", "Bình", "Chi", "Dũng"}, "Chỉ số 1, được tính: 4 hộ"),
        ((0, UNKNOWN), {"Chi"}, "Chỉ số 1, chưa xác định: 1 hộ"),
        ((1, NOT_MET), {"Bình"}, "Chỉ số 2, không đạt: 1 hộ"),
        ((2, NOT_MET), {"An", "Bình", "Dũng"}, "Chỉ số 2a, không đạt: 3 hộ"),
        ((3, NUMERATOR), {"An", "Dũng"}, "Chỉ số 2b, đạt: 2 hộ"),
        ((5, DENOMINATOR), {"Bình"}, "Chỉ số 4, được tính: 1 hộ"),
        ((8, NUMERATOR), {"An"}, "Chỉ số 5, có lượng nước: 1 hộ"),
        ((8, DENOMINATOR), {"An"}, "Chỉ số 5, được tính số khẩu: 1 hộ"),
        ((8, UNKNOWN), {"Dũng"}, "Chỉ số 5, hộ sạch chưa đủ số liệu: 1 hộ"),
        ((1, 1), {"An", "Dũng"}, "Chỉ số 2, đạt: 2 hộ"),  # its name opens who meets it
    ],
)
def test_a_number_opens_exactly_its_households(
    qtbot: QtBot, commune_of: CommuneOf, cell: tuple[int, int], who: set[str], title: str
) -> None:
    page, _, _ = shown(qtbot, FiguresPage, commune_of(ROWS + LAST_YEAR))
    assert opened(page, six(page), *cell) == (who, title)


def test_only_numbers_of_somebody_are_underlined(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, FiguresPage, commune_of(ROWS + LAST_YEAR))
    lines = six(page).lines.lines
    assert set(lines[0].opens) == {NUMERATOR, DENOMINATOR, UNKNOWN, LAST}  # nobody fails it
    assert set(lines[2].opens) == {DENOMINATOR, NOT_MET, UNKNOWN}
    assert set(lines[9].opens) == set()  # no scheme


def test_last_years_number_changes_the_year_and_says_so(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, said = shown(qtbot, FiguresPage, commune_of(ROWS + LAST_YEAR))
    assert opened(page, six(page), 0, LAST) == ({"Quý"}, "Chỉ số 1, đạt: 1 hộ")
    assert page.context.year == 2023
    assert "Đang xem các hộ của năm 2023" in said[-1][0]
    assert "năm 2024" in said[-1][0]


def test_a_number_nobody_stands_behind_says_so(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, said = shown(qtbot, FiguresPage, commune_of(ROWS))
    places = went_to(page)
    six(page).setCurrentIndex(six(page).lines.index(2, 1))
    press(six(page), Qt.Key.Key_Return)
    assert places == []
    assert said == [("Chỉ số 2a, đạt: không có hộ nào.", False)]


def test_the_opened_list_names_its_number_until_it_is_let_go(
    window: MainWindow, commune_of: CommuneOf
) -> None:
    commune_of(ROWS + LAST_YEAR)
    window.show_page("figures")
    page = window.page()
    assert isinstance(page, FiguresPage)
    six(page).setCurrentIndex(six(page).lines.index(1, NUMERATOR))
    press(six(page), Qt.Key.Key_Return)
    listed = window.page()
    assert isinstance(listed, HouseholdsPage)
    assert set(heads(listed)) == {"An", "Dũng"}
    assert listed.only.isVisible()
    assert listed.only.text() == "Chỉ số 2, đạt: 2 hộ  ✕"
    window.context.set_year(2023)  # ids of 2024 would leave an empty list
    assert heads(listed) == ["Quý"]
    assert not listed.only.isVisible()


def test_a_long_title_is_cut_in_the_middle_and_told_in_full(
    window: MainWindow, commune_of: CommuneOf
) -> None:
    commune_of(ROWS)
    long = "Chỉ số 2b, không đạt, Công trình cấp nước tập trung (vòi/đồng hồ tại hộ), Cẩm Long (cũ): 12 hộ"
    window.context.go("households", {"only": frozenset({1}), "title": long})
    page = window.page()
    assert isinstance(page, HouseholdsPage)
    assert page.only.text().startswith("Chỉ số 2b")
    assert page.only.text().endswith("12 hộ  ✕")
    assert page.only.sizeHint().width() < 450
    assert long in page.only.toolTip()


def test_a_closed_year_says_where_its_list_is_another_today(qtbot: QtBot, commune_of: CommuneOf) -> None:
    sound = {"poverty": "none", "hygienic": True, "clean": False, "persons": 3, "source": "rain"}
    rows = [{**row, **sound} for row in ROWS]
    data = commune_of(rows)
    close_year(data, year_id(data))
    with change(data, "Hỏng") as made:  # nobody can edit a closed year: the file was repaired by hand
        year = made.session.scalars(select(SurveyYear).where(SurveyYear.year == 2024)).one()
        made.session.scalars(select(HouseholdRecord).where(HouseholdRecord.year_id == year.id)).all()[
            0
        ].hygienic = False
    page, _, said = shown(qtbot, FiguresPage, data)
    assert cells(six(page), 0)[NUMERATOR] == "4"
    assert len(opened(page, six(page), 0, NUMERATOR)[0]) == 3
    assert "Bảng ghi 4 hộ như lúc chốt số liệu" in said[-1][0]


def test_indicator_6_opens_the_schemes(window: MainWindow, commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    good = add_scheme(data, year_id(data), "Nước sạch Cẩm Tân").scheme_id
    add_scheme(data, year_id(data), "Trạm Phác Lê")
    classify(data, good, SustainabilityClass.SUSTAINABLE)
    window.show_page("figures")
    page = window.page()
    assert isinstance(page, FiguresPage)
    assert cells(six(page), 9)[2:7] == ("1", "2", "50,0\u00a0%", "0", "1 công trình")
    six(page).setCurrentIndex(six(page).lines.index(9, NUMERATOR))
    press(six(page), Qt.Key.Key_Return)
    assert isinstance(window.page(), SchemesPage)
    assert window.notice_text.text() == "Chỉ số 6, đạt: 1 công trình: Nước sạch Cẩm Tân."


def classify(data: DataFile, scheme_id: int, kind: SustainabilityClass) -> None:
    with data.reading() as session:
        record = session.scalars(select(SchemeRecord.id).where(SchemeRecord.scheme_id == scheme_id)).one()
    set_scheme_field(data, record, "class_reason", "Sở xếp")
    set_scheme_field(data, record, "class_override", kind)


# Why a value is missing


def notes(qtbot: QtBot, data: DataFile) -> str:
    page, _, _ = shown(qtbot, FiguresPage, data)
    return page.bring(IndicatorsTab).notes.text()


def test_nothing_at_all_is_told_as_such(qtbot: QtBot, data: DataFile) -> None:
    told = notes(qtbot, data)
    assert "Bấm đúp" not in told
    assert "«—» là chưa có gì để tính, không phải bằng 0." in told
    assert "Chỉ số 1, 2, 2a, 2b, 3, 4, 4a, 4b, 5: chưa có hộ nào; chỉ số 6: chưa có công trình;" in told
    assert told.endswith("năm trước: chưa có năm trước trong tệp này.")


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([{"hygienic": None, "clean": True, "source": "rain"}], "Chỉ số 1: mọi hộ đều chưa xác định;"),
        ([{"poverty": "none"}], "chỉ số 3, 4, 4a, 4b: chưa có hộ nghèo;"),
        ([{"poverty": None}], "chỉ số 3, 4, 4a, 4b: mọi hộ đều chưa ghi nghèo hay không;"),
        ([{"poverty": "poor"}], "3, 4, 4a, 4b: mọi hộ đều chưa xác định;"),
        ([{"clean": False}], "chỉ số 5: chưa có hộ nào đạt nước sạch;"),
        ([{"clean": True, "persons": 3}], "chỉ số 5: chưa hộ sạch nào đủ lượng nước và số khẩu;"),
    ],
)
def test_each_missing_value_says_why(qtbot: QtBot, commune_of: CommuneOf, rows: list[Row], why: str) -> None:
    assert why in notes(qtbot, commune_of(rows))


def test_schemes_nobody_classified_are_told_from_none(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    add_scheme(data, year_id(data), "Trạm Phác Lê")
    assert "Chỉ số 6: mọi công trình đều chưa phân loại;" in notes(qtbot, data)


def test_coverage_and_method_of_indicator_5_are_told(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of([*ROWS, {**ROWS[0], "head": "Em", "volume_estimated": False}])
    page, _, _ = shown(qtbot, FiguresPage, data)
    page.context.changed.connect(lambda _tables: page.refresh())
    told = page.bring(IndicatorsTab).notes
    assert (
        "Chỉ số 5 tính trên 2/3 hộ có số liệu (1 hộ theo đồng hồ hoặc lượng nước bán, 1 hộ ước tính), "
        "chia cho số khẩu của các hộ đó và 30 ngày một tháng (cần đối chiếu văn bản)."
    ) in told.text()
    with data.reading() as session:
        rules = {rule.key: rule.id for rule in list_assumptions(session)}
    set_assumption_field(data, rules["litres_all_persons"], "value", "có")
    set_assumption_field(data, rules["days_per_month"], "value", "31")
    for rule in ("litres_all_persons", "days_per_month"):
        set_assumption_field(data, rules[rule], "confirmed", True)
    assert "chia cho số khẩu của mọi hộ trong xã và 31 ngày một tháng." in told.text()
    assert opened(page, six(page), 8, DENOMINATOR)[0] == {"An", "Bình", "Chi", "Em"}  # Dũng's are unknown


# Keeping the place, copying, small screens


def test_the_selection_stays_after_a_refresh(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, FiguresPage, commune_of(ROWS))
    six(page).selectRow(1)
    with page.context.data.reading() as session:
        record = session.scalars(select(HouseholdRecord.id)).all()[1]
        assert find_year(session, 2024)
    with change(page.context.data, "Sửa") as made:
        made.session.get_one(HouseholdRecord, record).clean = True
    assert cells(six(page), 1)[NUMERATOR] == "3"
    assert [line.cells[0] for line in six(page).selected()] == ["2"]


def test_ctrl_c_copies_the_table_as_excel_takes_it(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, said = shown(qtbot, FiguresPage, commune_of(ROWS))
    QTest.keyClick(six(page), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:6] == ["Số", "Chỉ số", "Tử số", "Mẫu số", "Kết quả", "Không đạt"]
    assert lines[1].split("\t")[2:4] == ["3", "4"]
    page.bring(CutsTab)
    page.copy.click()
    assert "Thôn Phác Lê\t3 · 75,0" in QGuiApplication.clipboard().text()
    assert said[-1][0].startswith("Đã chép bảng")


def test_a_small_screen_leaves_out_what_follows_from_the_rest(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, FiguresPage, commune_of(ROWS))
    for width, hidden in ((863, True), (1170, False)):
        page.resize(width, 460)
        QApplication.processEvents()
        assert six(page).isColumnHidden(NOT_MET) is hidden
        assert six(page).columnWidth(1) >= 180
        six(page).copy()
        assert "Không đạt" in QGuiApplication.clipboard().text()  # Excel has room


def test_one_row_is_selected_after_a_double_click_and_back(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, FiguresPage, commune_of(ROWS))
    table = six(page)
    places = went_to(page)
    at = table.visualRect(table.lines.index(1, UNKNOWN)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert places == []  # the click has to be over before the page goes
    qtbot.waitUntil(lambda: len(places) == 1)
    page.refresh()
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]
    assert table.currentIndex().row() == 1


def test_the_figures_of_a_report_open_too(window: MainWindow, commune_of: CommuneOf) -> None:
    commune_of(ROWS)
    window.context.go("papers", "report")
    page = window.page()
    assert isinstance(page, PapersPage)
    table = next(t for t in page.findChildren(PlainTable) if t.accessibleName().startswith("Sáu chỉ số"))
    table.setCurrentIndex(table.lines.index(1, NUMERATOR))
    press(table, Qt.Key.Key_Return)
    listed = window.page()
    assert isinstance(listed, HouseholdsPage)
    assert set(heads(listed)) == {"An", "Dũng"}
