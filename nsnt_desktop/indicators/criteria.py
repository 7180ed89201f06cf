"""Criteria of nông thôn mới held against their indicators; a verdict only where there is a threshold.

The verdict is the one of the published value, in which what is not assessed does not count as met. Beside it
stand the lowest and the highest value the answers still missing could give, and whether they could turn it.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from nsnt_desktop.indicators.definitions import LITRES, PERCENT
from nsnt_desktop.indicators.results import Counts, Indicator, PlaceFigures, YearFigures
from nsnt_desktop.models import Criterion

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "≥": operator.ge,
    ">": operator.gt,
    "≤": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}
OPERATORS = tuple(_COMPARE)
_UPWARDS = frozenset({"≥", ">", "="})
"""Where having more helps."""
IN_LITRES = "5"
"""The one indicator that is no percentage."""
OF_SCHEMES = "6"
"""The one indicator that counts schemes."""
_SOURCE_UNKNOWN = {"2b": "clean_source_unknown", "4b": "poor_clean_source_unknown"}
"""The count of households that stand in a part only because nobody wrote down their source."""


@dataclass(frozen=True)
class Bounds:
    """What an indicator would say, in its unit, if none of the unknown met it, and if all did."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Verdict:
    """One criterion in one year: met, not met, or None (no threshold, or nothing assessed)."""

    criterion: Criterion
    indicator: Indicator | None
    threshold: Fraction | None
    met: bool | None
    missing_households: int | None = None
    """How many households more would meet it, where it counts households and is not met."""
    missing_schemes: int | None = None
    """The same in schemes (indicator 6)."""
    missing_litres: Fraction | None = None
    """The same in litres a person and day (indicator 5); 0: the threshold is reached and has to be passed."""
    bounds: Bounds | None = None
    """None where nothing was assessed, and of litres: no answer missing says how many there will be."""
    turns: bool = False
    """Whether the answers still missing could turn the verdict."""


@dataclass(frozen=True)
class VillageGap:
    """One village held against a criterion of the commune."""

    village: PlaceFigures
    indicator: Indicator
    needed: int | None
    """Households more to reach the threshold in this village, 0: it is reached; None: nothing to say."""
    not_met: int
    """Households assessed that do not meet it."""
    left_over: int | None
    """What the commune would still miss if every household here met it; None: the commune misses none."""


def indicator_unit(code: str) -> str:
    """Return the unit of a criterion's value, which follows from its indicator; "" where it has none yet."""
    return "" if not code else LITRES if code == IN_LITRES else PERCENT


def judge(criterion: Criterion, place: PlaceFigures) -> Verdict:
    """Return the verdict on one criterion, from the exact value of its indicator."""
    indicator = next((i for i in place.indicators if i.code == criterion.indicator), None)
    threshold = Fraction(criterion.value) if criterion.value else None
    compare = _COMPARE.get(criterion.operator)
    if indicator is None or threshold is None or compare is None or indicator.value is None:
        return Verdict(criterion, indicator, threshold, None, bounds=_bounds(indicator, place.counts))
    met = compare(indicator.value, threshold)
    bounds = _bounds(indicator, place.counts)
    missing = None if met else _missing(criterion.operator, threshold, indicator)
    litres = indicator.code == IN_LITRES
    of_schemes = indicator.code == OF_SCHEMES
    return Verdict(
        criterion,
        indicator,
        threshold,
        met,
        missing_households=None if litres or of_schemes else missing,
        missing_schemes=missing if of_schemes else None,
        missing_litres=_missing_litres(criterion, threshold, indicator) if litres and not met else None,
        bounds=bounds,
        turns=bounds is not None and _turns(criterion.operator, threshold, indicator, bounds),
    )


def village_gaps(figures: YearFigures, verdict: Verdict) -> tuple[VillageGap, ...]:
    """Return the villages by how few households each needs to reach the threshold, those over it after them.

    A village without anything assessed stands last. Empty without a threshold that counts households up.
    """
    threshold, indicator = verdict.threshold, verdict.indicator
    if threshold is None or indicator is None or indicator.code in {IN_LITRES, OF_SCHEMES}:
        return ()
    if verdict.criterion.operator not in _UPWARDS:
        return ()
    gaps = [_gap(village, verdict, threshold) for village in figures.villages]
    return tuple(sorted(gaps, key=_nearness))


def _gap(village: PlaceFigures, verdict: Verdict, threshold: Fraction) -> VillageGap:
    indicator = village.indicator(verdict.criterion.indicator)
    needed = None
    if indicator.value is not None:
        over = _COMPARE[verdict.criterion.operator](indicator.value, threshold)
        needed = 0 if over else _missing(verdict.criterion.operator, threshold, indicator)
    most = _numerators(indicator, village.counts)[1]
    missing = verdict.missing_households
    left = None if missing is None else max(0, missing - (indicator.denominator - indicator.numerator))
    return VillageGap(village, indicator, needed, indicator.denominator - most, left)


def _nearness(gap: VillageGap) -> tuple[int, int]:
    if gap.needed is None:
        return 2, 0
    return (0, gap.needed) if gap.needed else (1, 0)


def _missing(sign: str, threshold: Fraction, indicator: Indicator) -> int | None:
    """Return how many more would meet a share; None where more would not help, or there are not so many."""
    wanted = threshold * indicator.denominator / 100
    match sign:
        case "≥":
            reached = ceil(wanted)
        case ">":
            reached = floor(wanted) + 1
        case "=" if wanted.denominator == 1:
            reached = int(wanted)
        case _:
            return None
    return reached - indicator.numerator if indicator.numerator < reached <= indicator.denominator else None


def _missing_litres(criterion: Criterion, threshold: Fraction, indicator: Indicator) -> Fraction | None:
    value = indicator.value or Fraction()
    return threshold - value if criterion.operator in _UPWARDS and value <= threshold else None


def _bounds(indicator: Indicator | None, counts: Counts) -> Bounds | None:
    if indicator is None or indicator.value is None or indicator.code == IN_LITRES:
        return None
    low, high = _numerators(indicator, counts)
    return Bounds(Fraction(100 * low, indicator.denominator), Fraction(100 * high, indicator.denominator))


def _numerators(indicator: Indicator, counts: Counts) -> tuple[int, int]:
    """Return the fewest and the most that could meet an indicator once all is assessed.

    A clean household of unknown source stands in 2b (4b) already and may yet leave it, for 2 = 2a + 2b.
    """
    inside = getattr(counts, _SOURCE_UNKNOWN.get(indicator.code, ""), 0)
    most = min(indicator.denominator, indicator.numerator + indicator.unknown - inside)
    return indicator.numerator - inside, most


def _turns(sign: str, threshold: Fraction, indicator: Indicator, bounds: Bounds) -> bool:
    """Return whether some value from the lowest to the highest would be judged otherwise than today's."""
    compare = _COMPARE[sign]
    possible = {compare(value, threshold) for value in (bounds.low, bounds.high)}
    wanted = threshold * indicator.denominator / 100
    if sign == "=" and wanted.denominator == 1 and bounds.low <= threshold <= bounds.high:
        possible.add(True)
    return possible != {compare(indicator.value, threshold)}
