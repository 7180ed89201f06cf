from fractions import Fraction

from charts_support import counts, figures

from communes import CommuneOf
from nsnt_desktop.charts.chart import told
from nsnt_desktop.charts.history import recent_years
from nsnt_desktop.charts.year_lines import year_lines
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.registry.years import find_year

UNKNOWN = counts(10, clean=0, clean_unknown=10)


def test_a_year_without_a_value_is_a_gap_not_a_zero() -> None:
    years = [figures(2022, [counts(3, 1)]), figures(2023, [UNKNOWN]), figures(2024, [counts(3, 2)])]
    chart = year_lines(years, 1, ("2",))
    assert chart.years == (2022, 2023, 2024)
    assert chart.series[0].values == (Fraction(100, 3), None, Fraction(200, 3))
    assert chart.series[0].said == ("33,3\u00a0%", "—", "66,7\u00a0%")
    assert told(chart).endswith("Sạch đạt quy chuẩn: 2022: 33,3\u00a0%, 2023: —, 2024: 66,7\u00a0%.")


def test_five_calendar_years_are_shown_and_the_kept_ones_only() -> None:
    years = [figures(year, [counts()]) for year in (2010, 2019, 2020, 2021, 2024)]
    assert year_lines(years, 1).years == (2020, 2021, 2024)
    assert year_lines(years, 1).title == "Các chỉ số từ năm 2020 đến năm 2024 (%)"
    assert year_lines(years[-1:], 1).title == "Các chỉ số năm 2024 (%)"


def test_litres_stand_on_no_axis_of_percentages() -> None:
    metered = counts(10, 5, metered=5, litres=36_000, litre_persons=20)
    assert year_lines([figures(2024, [metered])], 1, ("2", "5")).series[1].values == (None,)


def test_where_nothing_was_assessed_the_reason_stands() -> None:
    chart = year_lines([figures(2023), figures(2024)], 1)
    assert chart.empty == "Chưa chỉ số nào đủ số liệu để đánh giá nên chưa có gì để vẽ."
    assert told(chart).endswith(chart.empty)


def test_the_years_of_the_data_file_come_oldest_first(commune_of: CommuneOf) -> None:
    data = commune_of([{"year": year, "hygienic": True} for year in (2017, 2021, 2023, 2024, 2025)])
    with data.reading() as session:
        now = year_figures(session, find_year(session, 2024))
        found = recent_years(session, now)
    assert [year.year for year in found] == [2021, 2023, 2024]
    assert found[-1] is now
