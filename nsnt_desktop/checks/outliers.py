"""Rules 18 and 19: villages that stand apart from the others, within a year and in how they changed.

A village stands apart where it lies farther from the median of the villages than `outlier_mads` × 1.4826 ×
MAD, the median of the distances from the median: a measure of the usual spread that a few wrong villages do
not stretch. All is decided in exact fractions. What a single household, or blanks still to be filled in,
could account for is not told.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Any

from nsnt_desktop import format as vn
from nsnt_desktop.checks.asking import Asked
from nsnt_desktop.checks.finding import Finding, common_words, found, rule_words
from nsnt_desktop.checks.village_counts import Counted, by_village
from nsnt_desktop.checks.village_measures import MEASURES, Measure, change_words, value_words
from nsnt_desktop.checks.village_rules import far_moves
from nsnt_desktop.storage.assumptions import Assumptions

_TO_DEVIATION = Fraction(14_826, 10_000)
"""MAD × this is the standard deviation where values spread as a bell."""
_Values = Mapping[int, Fraction]
"""One figure of every village that has it."""


@dataclass(frozen=True)
class Spread:
    """Where the villages stand in one figure."""

    middle: Fraction
    limit: Fraction
    """How far from the middle is still usual."""
    villages: int


def spread_of(measure: Measure, values: _Values, assumptions: Assumptions) -> Spread | None:
    """Return where the villages stand; None where there are too few, or no usual spread can be told.

    Where half of the villages have one and the same value MAD is 0, and any other would stand apart. Of
    shares the fixed points of rule 13 are taken then; of other figures nothing is said.
    """
    if not values or len(values) < assumptions.outlier_villages_min:
        return None
    middle = Fraction(median(values.values()))
    limit = assumptions.outlier_mads * _TO_DEVIATION * median(abs(v - middle) for v in values.values())
    if limit == 0 and measure.unit == "points":
        limit = Fraction(assumptions.village_change_points)
    return Spread(middle, limit, len(values)) if limit else None


def stands_apart(asked: Asked) -> Iterator[Finding]:
    """Rule 18: a village whose shares, persons a household or litres a person lie far from the others'."""
    counted = by_village(asked.groups)
    told: dict[int, list[str]] = defaultdict(list)
    for name, measure in MEASURES.items():
        values = _values(measure, counted, asked.assumptions)
        for village_id, spread in _outliers(asked, measure, values, counted):
            shown = value_words(measure, values[village_id], asked.assumptions.decimals)
            middle = value_words(measure, spread.middle, asked.assumptions.decimals)
            told[village_id].append(_said("18", "apart", "measure", name, spread, value=shown, median=middle))
    yield from _findings(asked, "18", "apart", counted, told)


def moved_apart(asked: Asked) -> Iterator[Finding]:
    """Rule 19: a village that changed since last year otherwise than the villages did.

    What rule 13 says of the same village and share already is not said again.
    """
    counted, said = by_village(asked.groups), far_moves(asked)
    counted_before = by_village(asked.groups_before)
    told: dict[int, list[str]] = defaultdict(list)
    for name, measure in MEASURES.items():
        before = _values(measure, counted_before, asked.assumptions)
        after = _values(measure, counted, asked.assumptions)
        changes = {village_id: after[village_id] - before[village_id] for village_id in before.keys() & after}
        for village_id, spread in _outliers(asked, measure, changes, counted):
            if name in said.get(village_id, {}):
                continue
            shown = change_words(measure, changes[village_id], asked.assumptions.decimals)
            middle = change_words(measure, spread.middle, asked.assumptions.decimals)
            value = value_words(measure, after[village_id], asked.assumptions.decimals)
            words = {"value": value, "change": shown, "median": middle}
            told[village_id].append(_said("19", "moved", "measure", name, spread, **words))
    yield from _findings(asked, "19", "moved", counted, told)


def _values(measure: Measure, counted: Mapping[int, Counted], assumptions: Assumptions) -> _Values:
    found_values = {village_id: measure.value(each, assumptions) for village_id, each in counted.items()}
    return {village_id: value for village_id, value in found_values.items() if value is not None}


def _outliers(
    asked: Asked, measure: Measure, values: _Values, counted: Mapping[int, Counted]
) -> Iterator[tuple[int, Spread]]:
    spread = spread_of(measure, values, asked.assumptions)
    if spread is None:
        return
    for village_id, value in values.items():
        one = measure.one_household(counted[village_id], asked.assumptions)
        low, high = value - one, value + one + measure.blanks(counted[village_id])
        if low > spread.middle + spread.limit or high < spread.middle - spread.limit:
            yield village_id, spread


def _said(code: str, name: str, part: str, measure: str, spread: Spread, **values: str) -> str:
    sentence: str = rule_words(code, name)[part]
    return sentence.format(what=common_words()[measure], villages=spread.villages, **values)


def _findings(
    asked: Asked, code: str, name: str, counted: Mapping[int, Counted], told: Mapping[int, list[str]]
) -> Iterator[Finding]:
    year: Any = asked.previous.year if asked.previous else None
    for village_id in filter(told.__contains__, asked.villages):
        yield found(
            code,
            name,
            f"village:{village_id}",
            village_id=village_id,
            village=asked.villages[village_id],
            households=vn.number(counted[village_id]["households"]),
            measures="; ".join(told[village_id]),
            year=year,
        )
