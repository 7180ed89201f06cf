from pytestqt.qtbot import QtBot
from screens_support import shown

from communes import CommuneOf
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.overview import OverviewPage
from two_communes import close


def test_an_empty_chart_says_so(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, OverviewPage, data)
    assert page.no_trend.isVisible()
    assert page.no_trend.text() == "Chưa có số liệu để vẽ."
    assert not page.trend.isVisible()


def test_a_chart_with_figures_is_drawn(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, OverviewPage, commune_of([{"hygienic": True, "clean": True}]))
    assert page.trend.isVisible()
    assert not page.no_trend.isVisible()


def test_counts_are_not_torn_apart(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, OverviewPage, commune_of([{"hygienic": True, "clean": True}]))
    assert "\u00a0+\u00a0" in page.cards[1].counts.text()


def test_a_closed_year_says_which_part_is_of_today(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of([{"year": 2024, "hygienic": True, "clean": True}])
    page, _, _ = shown(qtbot, OverviewPage, data)
    assert "hiện nay" not in page.delivered.text()
    close(data, 2024)
    page.refresh()
    assert page.delivered.text().endswith("· lỗi, cảnh báo theo quy tắc hiện nay")
    assert page.trend_title.text() == "Năm 2024 (%)"
