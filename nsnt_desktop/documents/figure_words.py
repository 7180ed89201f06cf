"""Figures as a report writes them: "—" in tables, "chưa đánh giá" in sentences, changes from exact values."""

from fractions import Fraction

from nsnt_desktop.format import BLANK, number, percent
from nsnt_desktop.indicators.results import Indicator, PlaceFigures, YearFigures
from nsnt_desktop.models.words import UNKNOWN_LABEL

PERCENT = "%"
MAIN_CODES = ("1", "2", "3", "4", "5", "6")
PARTS = {"2": ("2a", "2b"), "4": ("4a", "4b")}


def find(place: PlaceFigures, code: str) -> Indicator | None:
    """Return an indicator by its code, None where the place has none (6 stands on the commune only)."""
    return next((i for i in place.indicators if i.code == code), None)


def before(previous: YearFigures | None, code: str) -> Fraction | None:
    """Return last year's exact value of an indicator, None where there is none."""
    found = find(previous.commune, code) if previous else None
    return found.value if found else None


def in_table(indicator: Indicator | None, decimals: int) -> str:
    """Return the result without its unit."""
    return number(indicator.value if indicator else None, decimals)


def count_in_table(indicator: Indicator | None) -> str:
    """Return the numerator; "—" where nothing was assessed, for a count not made is no zero."""
    assessed = indicator is not None and indicator.value is not None
    return number(indicator.numerator) if indicator is not None and assessed else BLANK


def in_text(value: Fraction | None, unit: str, decimals: int) -> str:
    """Return a value with its unit: "95,3 %", "61,2 lít/người/ngày đêm"."""
    if value is None:
        return "chưa đánh giá"
    return percent(value, decimals) if unit == PERCENT else f"{number(value, decimals)}\u00a0{unit}"


def in_cell(value: Fraction | None, unit: str, decimals: int) -> str:
    """Return a value with its unit for a narrow cell, "—" where there is none."""
    return BLANK if value is None else breakable(in_text(value, unit, decimals))


def breakable(unit: str) -> str:
    """Return a unit that may go on to the next line after a stroke, not inside a word."""
    return unit.replace("/", "/ ")


def change_in_table(now: Fraction | None, then: Fraction | None, decimals: int) -> str:
    """Return the change since last year with its sign, rounded once from the exact difference."""
    if now is None or then is None:
        return BLANK
    written = number(now - then, decimals)
    return f"+{written}" if now > then and written.strip("0,") else written


def difference_in_text(difference: Fraction, unit: str, decimals: int) -> str:
    """Return the size of a change: "0,8 điểm phần trăm"; a change of a percentage is in points."""
    return f"{number(abs(difference), decimals)} {'điểm phần trăm' if unit == PERCENT else unit}"


def share(part: int, whole: int) -> Fraction | None:
    """Return part of whole in percent; None where there is no whole."""
    return Fraction(part * 100, whole) if whole else None


def answer(value: bool | None) -> str:
    """Return a three-valued answer for a table cell."""
    return UNKNOWN_LABEL if value is None else ("Có" if value else "Không")
