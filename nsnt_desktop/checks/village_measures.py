"""What villages are compared by: two shares, persons a household, litres a person and day; all exact."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from nsnt_desktop import format as vn
from nsnt_desktop.checks.finding import common_words
from nsnt_desktop.checks.village_counts import Counted
from nsnt_desktop.storage.assumptions import Assumptions


@dataclass(frozen=True)
class Measure:
    """One figure of a village."""

    value: Callable[[Counted, Assumptions], Fraction | None]
    """None: not assessed, or nobody to count."""
    unit: str
    """The key of its unit in the words of the rules."""
    one_household: Callable[[Counted, Assumptions], Fraction]
    """How far a single household, answering otherwise, can move it; only asked where there is a value."""
    blanks: Callable[[Counted], Fraction] = lambda _counted: Fraction(0)
    """How far it can still rise when what is blank is filled in."""


def _share(name: str) -> Measure:
    """Return the share of households as it is printed: blanks stay in the denominator."""

    def value(counted: Counted, _assumptions: Assumptions) -> Fraction | None:
        if not counted[f"{name}_known"]:
            return None
        return Fraction(100 * counted[name], counted["households"])

    return Measure(
        value,
        "points",
        lambda counted, _assumptions: Fraction(100, counted["households"]),
        lambda counted: Fraction(
            100 * (counted["households"] - counted[f"{name}_known"]), counted["households"]
        ),
    )


def _persons(counted: Counted, _assumptions: Assumptions) -> Fraction | None:
    known = counted["persons_known"]
    return Fraction(counted["persons"], known) if known else None


def _person_days(counted: Counted, assumptions: Assumptions) -> int:
    """Return what indicator 5 divides by, after the same setting."""
    persons = counted["persons" if assumptions.litres_all_persons else "litre_persons"]
    return persons * assumptions.days_per_month


def _litres(counted: Counted, assumptions: Assumptions) -> Fraction | None:
    """Return indicator 5 of a village; without a metered household there is none."""
    if not counted["litre_persons"]:
        return None
    return Fraction(counted["litres"], _person_days(counted, assumptions))


def _litres_of_one(counted: Counted, assumptions: Assumptions) -> Fraction:
    most = assumptions.litres_max * assumptions.persons_max * assumptions.days_per_month
    return Fraction(most, _person_days(counted, assumptions))


SHARES: Mapping[str, Measure] = {"hygienic": _share("hygienic"), "clean": _share("clean")}
MEASURES: Mapping[str, Measure] = {
    **SHARES,
    "persons_each": Measure(
        _persons,
        "persons",
        lambda counted, assumptions: Fraction(assumptions.persons_max, counted["persons_known"]),
    ),
    "litres_each": Measure(_litres, "litres", _litres_of_one),
}


def value_words(measure: Measure, value: Fraction, decimals: int) -> str:
    """Return a value with its unit: "95,3 %", "3,9 khẩu"."""
    if measure.unit == "points":
        return vn.percent(value, decimals)
    return f"{vn.number(value, decimals)} {common_words()[measure.unit]}"


def change_words(measure: Measure, change: Fraction, decimals: int) -> str:
    """Return a change: "tăng 1,5 điểm", "giảm 0,2 khẩu", "không đổi"."""
    words = common_words()
    if change == 0:
        return words["same"]
    side = words["up" if change > 0 else "down"]
    return f"{side} {vn.number(abs(change), decimals)} {words[measure.unit]}"
