"""The years kept carried on: a straight line with its range, and how much a year a criterion still asks for.

Ordinary least squares over n years x with values y, in exact fractions:
slope b = Σ(x−x̄)(y−ȳ) / Σ(x−x̄)², middle ŷ = ȳ + b(x₀−x̄), residual variance s² = Σ(y−ŷ)² / (n−2). The range
is the usual prediction interval ŷ ± t·s·√(1 + 1/n + (x₀−x̄)²/Σ(x−x̄)²), with Student's t of n−2 degrees of
freedom for four in five: wide with three years, as it has to be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, sqrt

from nsnt_desktop.indicators.criteria import Verdict
from nsnt_desktop.indicators.results import Indicator

YEARS_LEAST = 3
"""Through two points runs a line that says nothing of its own error."""
YEARS_MOST = 10
"""Older years tell of another time."""
_T = tuple(map(Fraction, ("3.078", "1.886", "1.638", "1.533", "1.476", "1.440", "1.415", "1.397")))
"""Student's t, four in five on both sides, for 1 to 8 degrees of freedom: 3 to 10 years."""
_LEAST_HALF = Fraction(1)
"""Half of the narrowest range told, in points or litres: three years in line by chance prove no certainty."""
_DAYS_A_YEAR = Fraction(1461, 4)
Points = Sequence[tuple[int, Fraction]]


@dataclass(frozen=True)
class Forecast:
    """What an indicator would be in a year if the years kept went on as they went, in its unit."""

    year: int
    years: tuple[int, ...]
    """The years it rests on, oldest first."""
    slope: Fraction
    """By how much the line rises a year."""
    low: Fraction
    high: Fraction


def forecast(points: Points, year: int, *, unit_is_percent: bool) -> Forecast | None:
    """Return the range of a year to come; None: fewer than three years have a value.

    A share stays between 0 and 100, litres do not fall under 0.
    """
    used = sorted(points)[-YEARS_MOST:]
    if len(used) < YEARS_LEAST:
        return None
    count = len(used)
    mean_x, mean_y = Fraction(sum(x for x, _ in used), count), sum((y for _, y in used), Fraction()) / count
    spread = sum(((x - mean_x) * (x - mean_x) for x, _ in used), Fraction())
    slope = sum(((x - mean_x) * (y - mean_y) for x, y in used), Fraction()) / spread
    errors = ((y - mean_y - slope * (x - mean_x)) for x, y in used)
    residual = sum(error * error for error in errors) / (count - 2)
    away = 1 + Fraction(1, count) + (year - mean_x) * (year - mean_x) / spread
    half = max(_T[count - 3] * Fraction(sqrt(residual * away)), _LEAST_HALF)
    middle = mean_y + slope * (year - mean_x)
    top = Fraction(100) if unit_is_percent else None
    return Forecast(
        year, tuple(x for x, _ in used), slope, _within(middle - half, top), _within(middle + half, top)
    )


def _within(value: Fraction, top: Fraction | None) -> Fraction:
    return max(value if top is None else min(value, top), Fraction())


def gained_a_year(kept: Sequence[tuple[int, Indicator | None]]) -> Fraction | None:
    """Return how many more met an indicator each year, from the first to the last of the years with a value.

    Of indicator 5: litres a person and day. None: fewer than two such years.
    """
    in_order = sorted(kept, key=lambda one: one[0])
    known = [(year, _amount(now)) for year, now in in_order if now and now.value is not None]
    if len(known) < 2:
        return None
    (first, before), (last, now) = known[0], known[-1]
    return Fraction(now - before, last - first)


def _amount(indicator: Indicator) -> Fraction:
    litres = indicator.unit != "%"
    return indicator.value or Fraction() if litres else Fraction(indicator.numerator)


@dataclass(frozen=True)
class Pace:
    """What a criterion asks for a year, from today to the day it is to be reached by."""

    missing: Fraction
    """Households, schemes, or litres a person and day."""
    reach_by: date | None
    """None: nobody said by when."""
    past: bool
    """The day is over."""
    within_a_year: bool
    """Less than a year is left: all that is missing has to come in it."""
    per_year: Fraction | None
    """Households and schemes in whole numbers, rounded up; None without a day to come."""
    gained: Fraction | None
    """How many a year came in the years kept; None: fewer than two."""

    @property
    def enough(self) -> bool | None:
        """Whether what came each year would do; None where one of the two is not known."""
        return None if self.per_year is None or self.gained is None else self.gained >= self.per_year


def pace(
    verdict: Verdict, kept: Sequence[tuple[int, Indicator | None]], reach_by: date | None, today: date
) -> Pace | None:
    """Return what a criterion asks for a year; None: it is met, not judged, or having more does not help."""
    missing = _missing(verdict)
    if missing is None:
        return None
    days = (reach_by - today).days if reach_by else 0
    past = reach_by is not None and days <= 0
    years = max(Fraction(1), days / _DAYS_A_YEAR)
    asked = None if reach_by is None or past else missing / years
    if asked is not None and verdict.missing_litres is None:
        asked = Fraction(ceil(asked))
    within = asked is not None and days < _DAYS_A_YEAR
    return Pace(missing, reach_by, past, within, asked, gained_a_year(kept))


def _missing(verdict: Verdict) -> Fraction | None:
    counts = (verdict.missing_households, verdict.missing_schemes, verdict.missing_litres)
    found = next((count for count in counts if count is not None), None)
    return None if found is None else Fraction(found)
