from datetime import date, timedelta

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from screens_support import shown
from test_ui_figure_criteria import CLEAN, NOT_CLEAN, ROWS, UNKNOWN, enter, lines
from typing_vi import type_text

from communes import VILLAGES, CommuneOf, Row
from nsnt_desktop.indicators.what_if import Goal, Group, Through
from nsnt_desktop.ui.figure_outlook import OutlookTab
from nsnt_desktop.ui.figures import FiguresPage
from nsnt_desktop.ui.households import HouseholdsPage

TODAY = date.today()  # noqa: DTZ011 - as the office PC


def in_year(year: int, rows: list[Row]) -> list[Row]:
    return [{**row, "year": year} for row in rows]


YEARS = [
    *in_year(2022, [*[CLEAN] * 5, *[NOT_CLEAN] * 5]),
    *in_year(2023, [*[CLEAN] * 6, *[NOT_CLEAN] * 4]),
    *in_year(2024, [*[CLEAN] * 6, *[NOT_CLEAN] * 3, UNKNOWN]),
]


def outlook(qtbot: QtBot, commune_of: CommuneOf, rows: list[Row]) -> OutlookTab:
    page, _, _ = shown(qtbot, FiguresPage, commune_of(rows))
    return page.bring(OutlookTab)


def test_so_many_households_more_and_the_figures_beside_each_other(
    qtbot: QtBot, commune_of: CommuneOf
) -> None:
    data = commune_of(ROWS)
    enter(data, "2", value="60")
    page, _, _ = shown(qtbot, FiguresPage, data)
    part = page.bring(OutlookTab).what_if
    part.most.setText("2")
    part.refresh()
    clean = next(line for line in lines(part.table) if line[0] == "2")
    assert clean[2:] == ("45,5\u00a0%\n5/11 hộ", "63,6\u00a0%\n7/11 hộ", "▲ 18,2")
    criterion = lines(part.table)[-1]
    assert criterion[0] == "17.1"
    assert criterion[2].startswith("chưa đạt, còn thiếu 2 hộ")
    assert criterion[3].startswith("đạt")
    assert "Nhóm có 6 hộ; tính với 2 hộ đầu theo thứ tự danh sách" in part.told.text()
    assert "chỉ số 1 là 100,0\u00a0%, chỉ số 2 là 63,6\u00a0%" in part.told.text()
    part.most.setText("hai")
    part.refresh()
    assert "không phải là số nguyên" in part.fault.text()


def test_the_group_is_chosen_by_village_source_and_goal(qtbot: QtBot, commune_of: CommuneOf) -> None:
    part = outlook(qtbot, commune_of, ROWS).what_if
    part.village.setCurrentIndex(1)
    part.village.activated.emit(1)
    assert part.told.text().startswith("Nhóm có 5 hộ")
    part.group.choose(Group.SOURCE)
    part.refresh()
    assert part.of.isVisible()
    assert part.told.text() == "Không có hộ nào như vậy trong năm này. Hãy chọn nhóm khác."
    part.of.choose(None)
    part.refresh()
    assert part.told.text().startswith("Nhóm có 1 hộ")
    part.group.choose(Group.SCHEME)
    part.refresh()
    assert not part.of.isVisible()
    part.group.choose(Group.NOT_CLEAN)
    part.village.choose(None)
    part.goal.choose(Goal.HYGIENIC)
    part.refresh()
    assert part.told.text() == "Cả 6 hộ đều đã như vậy, nên các chỉ số không đổi."
    assert not part.open.isVisible()
    part.through.choose(Through.CENTRAL)
    part.refresh()
    assert part.open.isVisible()


def test_the_households_counted_can_be_seen(qtbot: QtBot, commune_of: CommuneOf) -> None:
    tab = outlook(qtbot, commune_of, ROWS)
    places: list[tuple[str, object]] = []
    tab.context.went.connect(lambda key, argument: places.append((key, argument)))
    tab.what_if.open.click()
    ((key, argument),) = places
    assert key == "households"
    assert isinstance(argument, dict)
    assert len(argument["only"]) == 6
    assert argument["title"] == "Nếu đạt nước sạch đạt quy chuẩn: 6 hộ"


def test_households_chosen_in_the_list_are_asked_about(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    households, _, _ = shown(qtbot, HouseholdsPage, data)
    asked: list[tuple[str, object]] = []
    households.context.went.connect(lambda key, argument: asked.append((key, argument)))
    households.table.selectAll()
    action = next(a for a in households.work_menu().actions() if a.text().startswith("Nếu các hộ này"))
    action.trigger()
    ((key, argument),) = asked
    page, _, _ = shown(qtbot, FiguresPage, data)
    page.show_argument(argument)
    part = page.bring(OutlookTab).what_if
    assert key == "figures"
    assert part.named.text().startswith("11 hộ đã chọn trong danh sách")
    assert part.told.text().startswith("Nhóm có 11 hộ, 5 hộ đã như vậy. Nếu 6 hộ này đạt")
    assert not part.group.isVisible()
    part.named.click()
    assert part.group.isVisible()
    assert not part.named.isVisible()


def test_three_years_give_a_range_and_what_it_rests_on(qtbot: QtBot, commune_of: CommuneOf) -> None:
    tab = outlook(qtbot, commune_of, YEARS)
    tab.bring(1)
    clean = next(line for line in lines(tab.trend.table) if line[0] == "2")
    assert clean[2:4] == ("2022: 50,0 · 2023: 60,0 · 2024: 60,0", "▲ 5,0")
    assert clean[4] == "từ 43\u00a0% đến 90\u00a0%"
    assert "kéo dài xu thế 3 năm (2022–2024), không phải kế hoạch" in tab.trend.told.text()
    assert "năm 2024 còn 1 hộ" in tab.trend.told.text()
    poor = next(line for line in lines(tab.trend.table) if line[0] == "4")
    assert poor[2:] == ("—", "—", "—\nmới có 0/3 năm")
    tab.trend.target.choose(2027)
    tab.trend.target.activated.emit(2)
    assert tab.trend.table.lines.headings[4].title == "Năm 2027"
    page = tab.trend
    assert tab.shown_table() is page.table


def test_two_years_give_no_forecast_and_say_so(qtbot: QtBot, commune_of: CommuneOf) -> None:
    tab = outlook(qtbot, commune_of, YEARS[10:])
    tab.bring(1)
    assert tab.trend.told.text().startswith("Mới có 2 năm số liệu")
    assert next(line for line in lines(tab.trend.table) if line[0] == "2")[4] == "—\nmới có 2/3 năm"


def test_households_a_year_until_the_day(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of(YEARS)
    enter(data, "2", value="100", reach_by=TODAY + timedelta(days=800))
    enter(data, "2a", value="10", reach_by=TODAY)
    enter(data, "5", value="80")
    page, _, _ = shown(qtbot, FiguresPage, data)
    tab = page.bring(OutlookTab)
    tab.bring(2)
    clean, central, litres = lines(tab.pace.table)
    assert clean[3:] == (
        "còn thiếu 4 hộ",
        (TODAY + timedelta(days=800)).strftime("%d/%m/%Y"),
        "2 hộ\nmột năm",
        "tăng 0,5 hộ\nkhông kịp với mức này",
    )
    assert central[5:] == ("đã qua ngày đặt ra", "không tăng")
    assert litres[3:] == ("chưa đánh giá", "—", "—", "—")
    type_text(tab.pace.day, (TODAY + timedelta(days=90)).strftime("%d/%m/%Y"))
    tab.pace.day.editingFinished.emit()
    assert [line[5] for line in lines(tab.pace.table)[:2]] == [
        "4 hộ\ntrong chưa đầy một năm",
        "1 hộ\ntrong chưa đầy một năm",
    ]
    tab.pace.day.setText("sang năm")
    tab.pace.refresh()
    assert "không phải là ngày" in tab.pace.fault.text()


def test_a_day_never_set_and_a_single_year_say_why(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    enter(data, "2", value="60")
    page, _, _ = shown(qtbot, FiguresPage, data)
    tab = page.bring(OutlookTab)
    tab.bring(2)
    assert lines(tab.pace.table)[0][5:] == ("—\nchưa đặt ngày", "—\nchưa đủ hai năm")


def test_an_empty_commune_and_no_threshold_are_told(qtbot: QtBot, commune_of: CommuneOf) -> None:
    tab = outlook(qtbot, commune_of, [])
    assert tab.what_if.told.text().startswith("Không có hộ nào như vậy")
    assert {line[2].partition("\n")[0] for line in lines(tab.what_if.table)} == {"—"}
    tab.bring(1)
    assert {line[4] for line in lines(tab.trend.table)} == {"—\nmới có 0/3 năm"}
    tab.bring(2)
    assert tab.pace.told.text().startswith("Chưa có tiêu chí nào có ngưỡng")
    assert not tab.pace.table.isVisible()


def test_the_part_in_sight_is_what_is_copied(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = shown(qtbot, FiguresPage, commune_of(YEARS))
    tab = page.bring(OutlookTab)
    tab.chips[1].click()
    page.copy.click()
    assert "từ 43\u00a0% đến 90\u00a0%" in QGuiApplication.clipboard().text()
    assert VILLAGES[0] not in QGuiApplication.clipboard().text()
