"""Criteria of nông thôn mới held against their indicators; a verdict only where there is a threshold."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from nsnt_desktop.indicators.results import Indicator, PlaceFigures
from nsnt_desktop.models import Criterion

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "≥": operator.ge,
    "≤": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
_HOUSEHOLDS = frozenset({"1", "2", "2a", "2b", "3", "4", "4a", "4b"})


@dataclass(frozen=True)
class Verdict:
    """One criterion in one year: met, not met, or None (no threshold, or nothing assessed)."""

    criterion: Criterion
    indicator: Indicator | None
    threshold: Fraction | None
    met: bool | None
    missing_households: int | None
    """How many households more would meet it, where it counts households and is not met."""


def judge(criterion: Criterion, place: PlaceFigures) -> Verdict:
    """Return the verdict on one criterion, from the exact value of its indicator."""
    indicator = next((i for i in place.indicators if i.code == criterion.indicator), None)
    threshold = Fraction(criterion.value) if criterion.value else None
    compare = _COMPARE.get(criterion.operator)
    if indicator is None or threshold is None or compare is None or indicator.value is None:
        return Verdict(criterion, indicator, threshold, None, None)
    met = compare(indicator.value, threshold)
    return Verdict(criterion, indicator, threshold, met, None if met else _missing(criterion, indicator))


def _missing(criterion: Criterion, indicator: Indicator) -> int | None:
    if criterion.operator != "≥" or indicator.code not in _HOUSEHOLDS:
        return None
    wanted = Fraction(criterion.value) * indicator.denominator / 100
    return -(-wanted.numerator // wanted.denominator) - indicator.numerator
