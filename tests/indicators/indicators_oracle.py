"""The indicators worked out a second time: plain Python over rows, from the words of the field.

Written from Quyết định 1893/QĐ-BNN-TL as it is published, and docs/decisions/0004; it uses no program code.
Takes anything with the fields of `generated_communes.House` and `Scheme`; words of lists are their codes
("poor", "central", "sustainable").
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

from water_test_oracle import verdict_of_tests

Three = tuple[int, int, int]
"""Numerator, denominator, not assessed."""
PERCENT = ("1", "2", "2a", "2b", "3", "4", "4a", "4b")


def counts(houses: Iterable[Any]) -> dict[str, int]:
    """Return every count of some active households, each by walking over them anew."""
    rows = list(houses)

    def where(asked: Callable[[Any], object]) -> int:
        return sum(1 for row in rows if asked(row))

    metered = [row for row in rows if is_metered(row)]
    return {
        "households": len(rows),
        "updated": where(lambda r: r.updated),
        "persons": sum(row.persons for row in rows if row.persons is not None),
        "persons_unknown": where(lambda r: r.persons is None),
        "poor": where(is_poor),
        "near_poor": where(lambda r: r.poverty == "near_poor"),
        "poverty_unknown": where(lambda r: r.poverty is None),
        "hygienic": where(lambda r: r.hygienic is True),
        "hygienic_unknown": where(lambda r: r.hygienic is None),
        "clean": where(lambda r: r.clean is True),
        "clean_unknown": where(lambda r: r.clean is None),
        "clean_central": where(lambda r: r.clean is True and r.group == "central"),
        "poor_hygienic": where(lambda r: is_poor(r) and r.hygienic is True),
        "poor_hygienic_unknown": where(lambda r: is_poor(r) and r.hygienic is None),
        "poor_clean": where(lambda r: is_poor(r) and r.clean is True),
        "poor_clean_unknown": where(lambda r: is_poor(r) and r.clean is None),
        "poor_clean_central": where(lambda r: is_poor(r) and r.clean is True and r.group == "central"),
        "source_unknown": where(lambda r: r.source_id is None),
        "clean_source_unknown": where(lambda r: r.clean is True and r.source_id is None),
        "poor_clean_source_unknown": where(lambda r: is_poor(r) and r.clean is True and r.source_id is None),
        "metered": len(metered),
        "litres": sum(row.litres for row in metered),
        "litre_persons": sum(row.persons for row in metered),
        "estimated": sum(1 for row in metered if row.estimated),
        "shortage": where(lambda r: r.shortage is True),
        "shortage_unknown": where(lambda r: r.shortage is None),
        "pollution": where(lambda r: r.pollution != ""),
    }


def is_poor(row: Any) -> bool:
    """Near-poor households are kept apart."""
    return bool(row.poverty == "poor")


def is_metered(row: Any) -> bool:
    """Clean water, a volume that is known (it may be 0), and somebody to divide it by."""
    return row.clean is True and row.litres is not None and row.persons is not None and row.persons > 0


def is_met(row: Any, code: str) -> bool:
    """Return whether a household stands in the numerator of an indicator of percent."""
    if code in {"1", "3"}:
        return row.hygienic is True
    central = row.group == "central"
    return row.clean is True and {"a": central, "b": not central}.get(code[-1], True)


def is_unsure(row: Any, code: str) -> bool:
    """Return whether a household is not assessed in an indicator of percent."""
    if code in {"1", "3"}:
        return row.hygienic is None
    nowhere = code[-1] in "ab" and row.clean is True and row.source_id is None
    return row.clean is None or nowhere


def share(houses: Iterable[Any], code: str) -> Three:
    """Return an indicator of percent.

    Clean water of an unknown source is counted in part b, so that the parts add up; neither part is assessed.
    """
    parts = share_parts(houses, code)
    return len(parts["numerator"]), len(parts["denominator"]), len(parts["unknown"])


def share_parts(houses: Iterable[Any], code: str) -> dict[str, set[int]]:
    """Return the records in each part of an indicator of percent; one may be met and not assessed at once."""
    rows = [row for row in houses if code[0] not in "34" or is_poor(row)]
    unknown = {row.id for row in rows if is_unsure(row, code)}
    numerator = {row.id for row in rows if is_met(row, code)}
    everybody = {row.id for row in rows}
    return {
        "numerator": numerator,
        "not_met": everybody - numerator - unknown,
        "unknown": unknown,
        "denominator": everybody,
    }


def litres_parts(houses: Iterable[Any], *, all_persons: bool) -> dict[str, set[int]]:
    """Return the records in each part of indicator 5; nobody fails to meet it."""
    rows = list(houses)
    metered = {row.id for row in rows if is_metered(row)}
    return {
        "numerator": metered,
        "not_met": set(),
        "unknown": {row.id for row in rows if row.clean is True} - metered,
        "denominator": {row.id for row in rows if row.persons is not None} if all_persons else metered,
    }


def litres(houses: Iterable[Any], days: int, *, all_persons: bool) -> Three:
    """Return indicator 5: litres a month over persons × days; without a volume nothing is assessed."""
    rows = list(houses)
    metered = [row for row in rows if is_metered(row)]
    persons = sum(row.persons or 0 for row in (rows if all_persons else metered))
    return sum(row.litres for row in metered), persons * days, 0 if metered else persons * days


def household_indicators(houses: Iterable[Any], days: int, *, all_persons: bool) -> dict[str, Three]:
    rows = list(houses)
    return {
        **{code: share(rows, code) for code in PERCENT},
        "5": litres(rows, days, all_persons=all_persons),
    }


def sustainable(classes: Sequence[str | None]) -> Three:
    """Return indicator 6 of the classes of all schemes followed; None: not classified."""
    return classes.count("sustainable"), len(classes), classes.count(None)


def value(three: Three, scale: int) -> Fraction | None:
    """Return the exact value; None: nothing to divide by, or nobody of it assessed."""
    numerator, denominator, unknown = three
    return None if denominator in {0, unknown} else Fraction(numerator, denominator) * scale


def printed(exact: Fraction | None, decimals: int) -> str:
    """Return what paper and screen show: "1.234,5", half up; "—" where there is no value."""
    if exact is None:
        return "—"
    with localcontext() as context:
        context.prec = 200
        quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
        rounded = quotient.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{rounded:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def scheme_class(scheme: Any, criteria: Sequence[Any], assumed: Any, as_of: date) -> str | None:
    """Return the class of a scheme that stands; the officer's own needs its reason."""
    if scheme.record["class_override"] is not None and scheme.record["class_reason"].strip():
        return str(scheme.record["class_override"])
    return proposed_class(scheme, criteria, assumed, as_of)


def proposed_class(scheme: Any, criteria: Sequence[Any], assumed: Any, as_of: date) -> str | None:
    """Return the class the shipped rule gives (assumption), with the numbers the officer has set."""
    working = scheme.record["working"]
    if working is not True:
        return None if working is None else "not_working"
    required: list[bool | None] = []
    others: list[bool | None] = []
    for criterion, measure, needed, in_use in criteria:
        if not in_use:
            continue
        said = scheme.answers.get(criterion)
        answer = said if said is not None else measured(measure, scheme, assumed, as_of)
        (required if needed else others).append(answer)
    if False in required:
        return "poorly"
    if others.count(None) > assumed["class_unknown_max"]:
        return None
    by_count = _class_of(others.count(True), assumed)
    return None if None in required and by_count != "poorly" else by_count


def _class_of(met: int, assumed: Any) -> str:
    if met >= assumed["sustainable_min_met"]:
        return "sustainable"
    return "fairly" if met >= assumed["fairly_min_met"] else "poorly"


def measured(measure: str | None, scheme: Any, assumed: Any, as_of: date) -> bool | None:
    """Return what the record and the tests tell of one criterion; None: they do not."""
    record = scheme.record
    income, cost, days = record["yearly_income"], record["yearly_cost"], record["days_interrupted"]
    told: dict[str | None, bool | None] = {
        "covers_cost": None if income is None or cost is None else income >= cost,
        "water_meets": verdict_of_tests(scheme.tests, as_of, assumed["test_valid_months"]),
        "regular_supply": None if days is None else days <= assumed["days_interrupted_max"],
        "capacity_used": _capacity_used(scheme, assumed["capacity_share"], as_of.year),
        "trained_operator": record["trained_operator"],
        "managed": True if record["managing_body"].strip() or record["management_model"] else None,
        None: None,
    }
    return told[measure]


def _capacity_used(scheme: Any, percent: int, year: int) -> bool | None:
    """A scheme is asked from two years after its start; before that nothing is held against it."""
    if scheme.in_use_since is not None and year - scheme.in_use_since < 2:
        return True
    record, shares = scheme.record, []
    for kind in ("capacity", "connections"):
        design, actual = record[f"design_{kind}"], record[f"actual_{kind}"]
        if design and actual is not None:
            shares.append(Fraction(actual, design) * 100 >= percent)
    return any(shares) if shares else None
