"""Figures as a report writes them: "—" in tables, "chưa đánh giá" in sentences, changes from exact values."""

from collections.abc import Sequence
from fractions import Fraction

from nsnt_desktop.format import BLANK, number, percent
from nsnt_desktop.indicators.definitions import PERCENT
from nsnt_desktop.indicators.results import Counts, Indicator, PlaceFigures, SourceCounts, YearFigures

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


def counted(counts: Sequence[Counts] | Sequence[SourceCounts], name: str, unknown: str = "") -> int | None:
    """Return a count added up, None where it is known of no household: a count not made is no zero."""
    households = sum(c.households for c in counts)
    blank = sum(int(getattr(c, unknown or f"{name}_unknown")) for c in counts)
    return None if 0 < households <= blank else sum(int(getattr(c, name)) for c in counts)


def poor_unknown(indicator: Indicator, counts: Counts) -> bool:
    """Return whether an indicator lacks poor households only because who is poor is not known yet."""
    of_the_poor = indicator.code[0] in "34"
    return of_the_poor and indicator.denominator == 0 and counts.poverty_unknown > 0


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
