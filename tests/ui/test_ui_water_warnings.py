from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from screens_support import shown
from sqlalchemy import select
from typing_vi import press

from communes import CommuneOf, Row
from nsnt_desktop.models import Household, HouseholdRecord, SchemeRecord, WaterScheme, WaterTest
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui import overview
from nsnt_desktop.ui.figure_warnings import WaterWarningsTab
from nsnt_desktop.ui.figures import FiguresPage
from nsnt_desktop.ui.overview import OverviewPage

ROWS: list[Row] = [
    {"head": "An", "source": "dug_well", "dry_season_shortage": True, "pollution_risk": "rác thải"},
    {"head": "Bình", "source": "dug_well", "dry_season_shortage": False},
    {"head": "Cúc", "source": "central_tap", "dry_season_shortage": None, "clean": True},
    {"head": "Xưa", "year": 2023, "source": "dug_well", "dry_season_shortage": True},
]


def with_scheme(data: DataFile) -> int:
    with change(data, "Thêm công trình") as made:
        made.session.add(scheme := WaterScheme(name="Khe Ngang"))
        made.session.flush()
        year = find_year(made.session, 2024)
        made.session.add(SchemeRecord(year_id=year.id, scheme_id=scheme.id))
        made.session.add(WaterTest(scheme_id=scheme.id, tested_on=date(2023, 1, 5), passed=True))
        query = select(HouseholdRecord).join(Household, Household.id == HouseholdRecord.household_id)
        made.session.scalars(query.where(Household.head == "Cúc")).one().scheme_id = scheme.id
        return scheme.id


def opened(qtbot: QtBot, data: DataFile, cell: tuple[int, str, int]) -> tuple[str, dict[str, Any], int]:
    """Open a cell of a warning with Enter; return the page it leads to, what it asks there, and the year."""
    at, row, column = cell
    page, _, _ = shown(qtbot, FiguresPage, data)
    tab = page.bring(WaterWarningsTab)
    tab.bring(at)
    went: list[tuple[str, dict[str, Any]]] = []
    page.context.went.connect(lambda key, argument: went.append((key, argument)))
    table = tab.tables[at]
    line = [line.cells[0] for line in table.lines.lines].index(row)
    table.setCurrentIndex(table.lines.index(line, column))
    press(table, Qt.Key.Key_Return)
    assert len(went) == 1
    return *went[0], page.context.year


@pytest.mark.parametrize(
    ("cell", "title", "year"),
    [
        ((0, "Toàn xã", 2), "Thiếu nước mùa khô: 1 hộ", 2024),
        ((0, "Giếng đào", 2), "Thiếu nước mùa khô, Giếng đào: 1 hộ", 2024),
        ((0, "Toàn xã", 4), "Chưa ghi thiếu nước mùa khô: 1 hộ", 2024),
        ((0, "Toàn xã", 5), "Thiếu nước mùa khô năm 2023: 1 hộ", 2023),
        ((1, "rác thải", 2), "Nguy cơ ô nhiễm, rác thải: 1 hộ", 2024),
        ((3, "Khe Ngang", 2), "Nước sạch thiếu xét nghiệm, Khe Ngang: 1 hộ", 2024),
        ((3, "Không tính tất cả", 2), "Nước sạch thiếu xét nghiệm: 1 hộ", 2024),
    ],
)
def test_a_number_opens_its_households(
    qtbot: QtBot, commune_of: CommuneOf, cell: tuple[int, str, int], title: str, year: int
) -> None:
    data = commune_of(ROWS)
    with_scheme(data)
    page, asked, shown_year = opened(qtbot, data, cell)
    assert (page, asked["title"], shown_year) == ("households", title, year)
    with data.reading() as session:
        (record,) = asked["only"]
        assert session.get_one(HouseholdRecord, record).year_id == find_year(session, year).id


def test_a_scheme_opens_itself(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    scheme = with_scheme(data)
    assert opened(qtbot, data, (2, "Khe Ngang", 0))[:2] == ("schemes", {"scheme_id": scheme})


def test_the_tables_say_what_is_known(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    with_scheme(data)
    page, _, _ = shown(qtbot, FiguresPage, data)
    tab = page.bring(WaterWarningsTab)
    assert tab.tables[0].lines.lines[0].cells == (
        *("Toàn xã", "3", "1", "50,0\u00a0%", "1"),
        *("1 (100,0\u00a0%)", "—"),  # the one short now has no record of last year
    )
    assert "chưa đánh giá, cả 1 hộ chưa rõ năm 2023" in tab.told.text()
    assert [chip.text() for chip in tab.chips] == [
        "Thiếu nước mùa khô (1)",
        "Nguy cơ ô nhiễm (1)",
        "Xét nghiệm nước (1)",
        "Nước sạch thiếu xét nghiệm (1)",
    ]
    tab.bring(2)
    assert tab.shown_table() is tab.tables[2]
    assert tab.tables[2].lines.lines[1].cells == (
        *("Khe Ngang", "Đã hết giá trị", "05/01/2023", "05/01/2024", "—"),
    )


def test_the_overview_names_tests_about_to_end(
    qtbot: QtBot, commune_of: CommuneOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "expiring_tests", lambda _session, _year: 2)
    page, _, _ = shown(qtbot, OverviewPage, commune_of(ROWS))
    went: list[tuple[str, object]] = []
    page.context.went.connect(lambda key, argument: went.append((key, argument)))
    said = "2 xét nghiệm nước hết giá trị trước hạn báo cáo"
    link = next(one for one in page.findChildren(QPushButton) if one.text() == said)
    link.click()
    assert went == [("figures", "warnings")]
