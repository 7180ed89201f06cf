from datetime import date, timedelta
from fractions import Fraction
from statistics import linear_regression

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nsnt_desktop.indicators.criteria import judge
from nsnt_desktop.indicators.forecast import Pace, forecast, gained_a_year, pace
from nsnt_desktop.indicators.results import Counts, Indicator, PlaceFigures
from nsnt_desktop.models import Criterion

TODAY = date(2024, 11, 15)


def _points(*values: object) -> list[tuple[int, Fraction]]:
    return [(2020 + at, Fraction(str(value))) for at, value in enumerate(values)]


def test_fewer_than_three_years_are_no_trend() -> None:
    assert forecast([], 2025, unit_is_percent=True) is None
    assert forecast(_points(50, 60), 2025, unit_is_percent=True) is None


def test_the_range_is_the_prediction_interval_by_hand() -> None:
    ahead = forecast(_points(50, 56, 59), 2023, unit_is_percent=True)
    assert ahead is not None
    # ȳ = 55, b = 4,5, residuals -0,5 1 -0,5: s² = 1,5; ŷ(2023) = 64; √(1,5 · (1 + 1/3 + 4/2)) = √5
    half = 3.078 * 5**0.5
    assert ahead.slope == Fraction("4.5")
    assert (float(ahead.low), float(ahead.high)) == pytest.approx((64 - half, 64 + half))
    assert ahead.years == (2020, 2021, 2022)


def test_with_four_years_the_errors_are_spread_over_two() -> None:
    ahead = forecast(_points(50, 56, 59, 63), 2024, unit_is_percent=True)
    assert ahead is not None
    # ȳ = 57, b = 4,2, residuals -0,7 1,1 -0,1 -0,3: s² = 1,8 / 2; ŷ(2024) = 67,5
    # √(0,9 · (1 + 1/4 + 6,25/5)) = 1,5
    half = 1.886 * 1.5
    assert (ahead.year, ahead.slope) == (2024, Fraction("4.2"))
    assert (float(ahead.low), float(ahead.high)) == pytest.approx((67.5 - half, 67.5 + half))


@given(st.lists(st.integers(0, 100), min_size=3, max_size=14), st.integers(1, 10))
def test_the_line_is_least_squares_and_the_range_holds_it(values: list[int], further: int) -> None:
    points = _points(*values)
    used = points[-10:]
    year = points[-1][0] + further
    ahead = forecast(points[::-1], year, unit_is_percent=False)
    assert ahead is not None
    line = linear_regression([x for x, _ in used], [float(y) for _, y in used])
    assert float(ahead.slope) == pytest.approx(line.slope, abs=1e-6)
    middle = line.slope * year + line.intercept
    assert ahead.low <= ahead.high
    assert (
        float(ahead.low) == pytest.approx(max(0, middle - (float(ahead.high) - middle)), abs=1e-6)
        or middle < 0
    )
    share = forecast(points, year, unit_is_percent=True)
    assert share is not None
    assert 0 <= share.low <= share.high <= 100


def test_years_in_line_by_chance_prove_no_certainty() -> None:
    ahead = forecast(_points(50, 50, 50), 2023, unit_is_percent=True)
    assert ahead is not None
    assert [ahead.low, ahead.high, ahead.slope] == [49, 51, 0]


def test_a_range_further_on_is_wider() -> None:
    near, far = (forecast(_points(50, 56, 59), year, unit_is_percent=False) for year in (2023, 2026))
    assert near is not None
    assert far is not None
    assert far.high - far.low > near.high - near.low


def _indicator(numerator: int, denominator: int = 100, code: str = "2", unknown: int = 0) -> Indicator:
    unit = "lít/người/ngày đêm" if code == "5" else "%"
    return Indicator(code, "Tên", "Ngắn", unit, numerator, denominator, unknown)


def test_what_came_each_year_is_counted_from_the_first_to_the_last_year_with_a_value() -> None:
    kept = [
        (2024, _indicator(60)),
        (2021, _indicator(45)),
        (2022, None),
        (2020, _indicator(0, 100, unknown=100)),
    ]
    assert gained_a_year(kept) == 5
    assert gained_a_year(kept[1:]) is None
    assert gained_a_year([(2023, _indicator(600, 10, "5")), (2024, _indicator(635, 10, "5"))]) == Fraction(
        "3.5"
    )


def _pace(
    reach_by: date | None, *, value: str = "90", now: Indicator | None = None, sign: str = "≥"
) -> Pace | None:
    indicator = now or _indicator(55)
    criterion = Criterion(indicator=indicator.code, value=value, operator=sign, confirmed=True)
    verdict = judge(criterion, PlaceFigures("Cẩm Tân", Counts(), (indicator,)))
    return pace(verdict, [(2023, _indicator(40)), (2024, indicator)], reach_by, TODAY)


def pace_of(reach_by: date | None, *, value: str = "90", now: Indicator | None = None) -> Pace:
    found = _pace(reach_by, value=value, now=now)
    assert found is not None
    return found


def test_households_a_year_until_the_day() -> None:
    two_years = pace_of(date(2026, 11, 15))  # 730 days, a little less than two years: 35 households
    assert [two_years.missing, two_years.per_year, two_years.gained] == [35, 18, 15]
    assert (two_years.enough, two_years.past, two_years.within_a_year) == (False, False, False)
    assert pace_of(date(2027, 11, 16)).per_year == 12
    assert pace_of(date(2027, 11, 16)).enough is True


def test_less_than_a_year_left_asks_for_all_of_it() -> None:
    soon = pace_of(date(2025, 3, 1))
    assert soon.per_year == 35
    assert soon.within_a_year


def test_a_day_that_is_over_or_was_never_set_asks_for_nothing() -> None:
    over, never = pace_of(TODAY), pace_of(None)
    assert (over.past, over.per_year, over.enough) == (True, None, None)
    assert (never.past, never.per_year, never.within_a_year) == (False, None, False)


def test_what_is_met_not_judged_or_not_helped_has_no_pace() -> None:
    assert _pace(TODAY, value="50") is None
    assert _pace(TODAY, value="") is None
    assert _pace(TODAY, value="50", sign="<") is None


def test_litres_and_schemes_have_a_pace_too() -> None:
    litres = pace_of(date(2034, 11, 15), value="80", now=_indicator(700, 10, "5"))
    assert litres.per_year == Fraction(10) / (Fraction(3652 * 4, 1461))
    schemes = pace_of(date(2026, 11, 15), value="75", now=_indicator(1, 4, "6"))
    assert [schemes.missing, schemes.per_year] == [2, 2]


def test_years_are_put_in_order_before_the_first_and_the_last_are_compared() -> None:
    kept = [(2023, _indicator(50)), (2021, _indicator(30)), (2024, _indicator(90)), (2022, _indicator(45))]
    assert gained_a_year(kept) == 20
    assert (
        gained_a_year([(2024, _indicator(9, 10)), (2024, _indicator(9, 10)), (2023, _indicator(6, 10))]) == 3
    )


def test_shares_grow_by_households_and_litres_by_litres() -> None:
    assert gained_a_year([(2023, _indicator(10, 200)), (2024, _indicator(30, 200))]) == 20  # not 10 points


def test_tomorrow_is_still_to_come_and_a_whole_year_is_not_within_it() -> None:
    tomorrow = pace_of(TODAY + timedelta(days=1))
    assert (tomorrow.past, tomorrow.within_a_year) == (False, True)
    assert tomorrow.per_year == 35
    assert pace_of(TODAY + timedelta(days=365)).within_a_year is True
    assert pace_of(TODAY + timedelta(days=366)).within_a_year is False
    assert tomorrow.reach_by == TODAY + timedelta(days=1)


def test_the_year_asked_for_is_named() -> None:
    ahead = forecast(_points(50, 56, 59), 2024, unit_is_percent=True)
    assert ahead is not None
    assert ahead.year == 2024
