"""The checks worked out a second time: plain predicates over rows, from the list of rules, no program code.

Each rule gives findings as (rule, severity, subject, records): records are the household records it concerns.
Takes what `generated_communes.draw` returns. Rule 6 (likely doubles) has tests of its own.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from generated_communes import Commune, Drawn, House
from water_test_oracle import verdict_of_tests

Told = tuple[str, str, str, frozenset[int]]
ERROR, WARNING = "error", "warning"


def findings(drawn: Drawn, commune: Commune, today: date) -> set[Told]:
    """Return what rules 1 to 17 but 6 find in one year of a file; the years stand open."""
    return {
        *of_households(drawn, commune.active),
        *of_villages(drawn, commune, today),
        *of_schemes(drawn, commune),
    }


def of_households(drawn: Drawn, active: Iterable[House]) -> Iterator[Told]:
    """Rules 1, 2, 5, 7, 10 and 16."""
    for house in active:
        for rule, severity in _said_of(house, drawn.assumed):
            yield rule, severity, f"household:{house.household_id}", frozenset({house.id})


def _said_of(house: House, assumed: Any) -> Iterator[tuple[str, str]]:
    if house.clean is True and house.hygienic is not True:
        yield "1", ERROR
    if house.scheme_id is None and house.group == "central":
        yield "2", ERROR
    elsewhere = {"household", "other"}
    if house.scheme_id is not None and house.group in elsewhere and house.second_group != "central":
        yield "2", ERROR
    # Bought or borrowed clean water stands in 2b, so it needs a basis like that of a well (decision 4).
    if house.clean is True and house.group in elsewhere and house.basis in {None, "none"}:
        yield "5", WARNING
    if house.persons is None or house.persons <= 0:
        yield "7", ERROR
    elif house.persons > assumed["persons_max"]:
        yield "7", WARNING
    if house.persons and house.persons > 0 and house.litres is not None:
        a_day = Fraction(house.litres, house.persons * assumed["days_per_month"])
        if not assumed["litres_min"] <= a_day <= assumed["litres_max"]:
            yield "10", WARNING
    if house.clean is True and house.source_id is None:
        yield "16", ERROR


def of_villages(drawn: Drawn, commune: Commune, today: date) -> Iterator[Told]:
    """Rules 8, 9, 11, 13, 14 and 15."""
    before = drawn.communes.get(commune.year - 1)
    for village_id, _name, _former, first, last in drawn.villages:
        subject = f"village:{village_id}"
        here = [house for house in commune.active if house.village_id == village_id]
        blank = frozenset(house.id for house in here if house.poverty is None)
        if blank:
            yield "8", ERROR, subject, blank
        unsure = frozenset(house.id for house in here if house.hygienic is None or house.clean is None)
        if unsure:
            yield "9", WARNING, subject, unsure
        delivery = commune.deliveries.get(village_id, {})
        if _totals_differ(here, delivery):
            yield "11", WARNING, subject, frozenset()
        if before and _moved(here, _in(before, village_id), drawn.assumed["village_change_points"]):
            yield "13", WARNING, subject, frozenset()
        in_force = (first is None or first <= commune.year) and (last is None or commune.year <= last)
        near = (commune.deadline - today).days <= drawn.assumed["deadline_near_days"]
        if in_force and near and delivery.get("delivered_on") is None:
            yield "15", WARNING, subject, frozenset()
    if before:
        yield from _not_updated(commune, before)


def _in(commune: Commune, village_id: int) -> list[House]:
    return [house for house in commune.active if house.village_id == village_id]


def _totals_differ(here: list[House], declared: dict[str, Any]) -> bool:
    counted = {
        "declared_households": len(here),
        "declared_persons": sum(house.persons or 0 for house in here),
        "declared_poor": len([house for house in here if house.poverty == "poor"]),
    }
    return any(declared.get(key) not in {None, value} for key, value in counted.items())


def _moved(now: list[House], before: list[House], points: int) -> bool:
    def percent(houses: list[House], asked: str) -> Fraction | None:
        answers = [getattr(house, asked) for house in houses]
        if not answers or answers.count(None) == len(answers):
            return None
        return Fraction(100 * answers.count(True), len(answers))

    for asked in ("hygienic", "clean"):
        new, old = percent(now, asked), percent(before, asked)
        if new is not None and old is not None and abs(new - old) > points:
            return True
    return False


def _not_updated(commune: Commune, before: Commune) -> Iterator[Told]:
    """Rule 14: a household of last year that is neither updated, moved nor ended, told of its village."""
    standing = {house.household_id: house for house in commune.houses}
    owed: dict[int, set[int]] = {}
    for old in before.active:
        new = standing.get(old.household_id)
        if new is None:
            owed.setdefault(old.village_id, set())
        elif new.status == "active" and not new.updated:
            owed.setdefault(new.village_id, set()).add(new.id)
    for village_id, records in owed.items():
        yield "14", WARNING, f"village:{village_id}", frozenset(records)


def of_schemes(drawn: Drawn, commune: Commune) -> Iterator[Told]:
    """Rules 3, 4, 12 and 17."""
    followed = {scheme.id: scheme for scheme in commune.schemes}
    for scheme_id, tests in drawn.scheme_tests.items():
        citing = [house for house in commune.active if house.scheme_id == scheme_id]
        served = [house for house in citing if house.group == "central"]
        subject = f"scheme:{scheme_id}"
        record = followed[scheme_id].record if scheme_id in followed else {}
        if record.get("working") is False and served:
            yield "3", ERROR, subject, frozenset(house.id for house in served)
        clean = [house for house in served if house.clean is True]
        for severity, houses in _without_test(tests, clean, commune.as_of, drawn.assumed):
            yield "4", severity, subject, frozenset(house.id for house in houses)
        here, total = record.get("households_here"), record.get("actual_connections")
        if here is not None and here != len(citing):
            yield "12", WARNING, subject, frozenset()
        if here is not None and total is not None and here > total:
            yield "17", WARNING, subject, frozenset()


def _without_test(
    tests: Iterable[Any], clean: list[House], as_of: date, assumed: Any
) -> Iterator[tuple[str, list[House]]]:
    """A failed test stands over any basis; without a valid one another basis makes it a warning."""
    said = verdict_of_tests(tests, as_of, assumed["test_valid_months"])
    if said is True or not clean:
        return
    if said is False:
        yield ERROR, clean
        return
    other = [house for house in clean if house.basis in {"supplier", "official_list", "other"}]
    for severity, houses in ((ERROR, [house for house in clean if house not in other]), (WARNING, other)):
        if houses:
            yield severity, houses
