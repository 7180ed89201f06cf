from pytestqt.qtbot import QtBot
from screens_support import shown

from communes import CommuneOf
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.overview import OverviewPage
from two_communes import close


def test_an_empty_chart_says_so(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, OverviewPage, data)
    assert page.trend.chart is not None
    assert page.trend.chart.empty.endswith("nên chưa có gì để vẽ.")
    assert page.trend.accessibleDescription().endswith(page.trend.chart.empty)


def test_a_chart_with_figures_is_drawn(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, OverviewPage, commune_of([{"hygienic": True, "clean": True}]))
    assert page.trend.accessibleDescription() == (
        "Các chỉ số năm 2024 (%). Hợp vệ sinh: 2024: 100,0\u00a0%; "
        "Sạch đạt quy chuẩn: 2024: 100,0\u00a0%; Hộ nghèo, sạch: 2024: —."
    )


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
