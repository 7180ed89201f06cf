"""Indicators over five calendar years, as lines."""

from collections.abc import Sequence

from nsnt_desktop.charts.chart import Lines, Series
from nsnt_desktop.format import BLANK, percent
from nsnt_desktop.indicators.definitions import PERCENT
from nsnt_desktop.indicators.results import Indicator, YearFigures

YEARS = 5
MAIN = ("1", "2", "3", "4", "6")
"""The indicators in percent; litres do not stand on the same axis."""
NOTHING = "Chưa chỉ số nào đủ số liệu để đánh giá nên chưa có gì để vẽ."


def year_lines(
    years: Sequence[YearFigures], decimals: int, codes: Sequence[str] = MAIN, *, with_table: bool = True
) -> Lines:
    """Return indicators in percent over the last five calendar years; a year without a value is a gap.

    years: oldest first; those before the five are left out.
    """
    shown = [figures for figures in years if figures.year > years[-1].year - YEARS]
    numbers = tuple(figures.year for figures in shown)
    title = _title(numbers)
    series = tuple(_series(shown, code, decimals) for code in codes)
    if all(value is None for one in series for value in one.values):
        return Lines(title, numbers, empty=NOTHING)
    return Lines(title, numbers, series, with_table)


def _title(years: tuple[int, ...]) -> str:
    if not years:
        return "Các chỉ số qua các năm (%)"
    span = f"từ năm {years[0]} đến năm {years[-1]}" if len(years) > 1 else f"năm {years[0]}"
    return f"Các chỉ số {span} (%)"


def _series(years: Sequence[YearFigures], code: str, decimals: int) -> Series:
    found = [_indicator(figures, code) for figures in years]
    name = next((indicator.short_name for indicator in found if indicator), code)
    values = tuple(i.value if i and i.unit == PERCENT else None for i in found)
    said = tuple(BLANK if value is None else percent(value, decimals) for value in values)
    return Series(code, name, values, said)


def _indicator(figures: YearFigures, code: str) -> Indicator | None:
    return next((i for i in figures.commune.indicators if i.code == code), None)
