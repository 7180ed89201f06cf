"""The two years before 2024: what changed since, taken back from the facts of the year after."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from nsnt_desktop.models.words import Basis, HouseholdStatus, Poverty
from nsnt_desktop.sample.home import Facts, Home, Suits, draw
from nsnt_desktop.sample.population import clean_basis, own, some_persons, volume

NOW, LAST, FIRST = 2024, 2023, 2022
_DRIFT = 0.12
"""The share of households with one person more or fewer from one year to the next."""


def look_back(
    rng: Random, homes: list[Home], plan: dict[str, Any], heads: Iterator[str], phones: Iterator[str]
) -> list[Home]:
    """Return the households with their years 2023 and 2022, and with those that went away meanwhile."""
    for village in plan["village"]:
        _mark(rng, [home for home in homes if home.village == village["name"]], village)
    for home in homes:
        if not home.new:
            home.years[LAST] = home.years[NOW]
    _connections(rng, homes, plan["history"])
    for village in plan["village"]:
        _less_clean(rng, homes, village.get("cleaner", 0), LAST, village["name"])
    _worse(rng, homes, plan, LAST)
    homes = homes + _leavers(rng, plan, NOW, heads, phones)

    arrived = draw(rng, homes, plan["history"]["new_2023"], LAST, lambda h, f: h.free and own(f))
    for home in homes:
        if LAST in home.years and home not in arrived:
            home.years[FIRST] = home.years[LAST]
    _less_clean(rng, homes, plan["history"]["not_clean_more_2022"], FIRST)
    _worse(rng, homes, plan, FIRST)
    return homes + _leavers(rng, plan, LAST, heads, phones)


def _mark(rng: Random, homes: list[Home], village: dict[str, Any]) -> None:
    """Mark the homes of a village that were not updated in 2024, and those new in it."""
    count = village.get("not_updated", 0)
    for home in draw(rng, homes, count, NOW, lambda _h, f: f.scheme not in {"ho_treo", "dong_chua"}):
        home.updated = False
    for home in draw(rng, homes, village.get("new", 0), NOW, lambda h, f: h.updated and own(f)):
        home.new = True


def _connections(rng: Random, homes: list[Home], history: dict[str, Any]) -> None:
    """Take back who joined a scheme in 2024, and who left one that broke down."""
    joined, left = history["newly_connected"], history["left_scheme"]
    for home in draw(
        rng,
        homes,
        joined["households"],
        LAST,
        lambda h, f: h.village == joined["village"] and f.scheme == joined["scheme"] and bool(f.clean),
    ):
        home.years[LAST] = Facts(
            persons=home.years[NOW].persons, source="dug_well", poverty=home.years[NOW].poverty
        )
    leavers = draw(
        rng,
        homes,
        left["households"],
        LAST,
        lambda h, f: (
            h.village == left["village"] and h.free and own(f) and f.hygienic is True and not f.clean
        ),
    )
    stayers = [h for h in homes if h.years[NOW].scheme in {left["scheme"], "dong_chua"}]
    for home in leavers:
        home.change(LAST, source="central_public", scheme=left["scheme"], shortage=False)
    for home in leavers + stayers:
        home.change(LAST, clean=True, basis=Basis.TEST)


def _less_clean(rng: Random, homes: list[Home], count: int, year: int, village: str | None = None) -> None:
    here = [home for home in homes if village in {None, home.village}]
    may_change = year == FIRST
    for home in draw(
        rng, here, count, year, lambda h, f: (h.free or may_change) and own(f) and f.clean is True
    ):
        home.change(year, clean=False, basis=None)


def _worse(rng: Random, homes: list[Home], plan: dict[str, Any], year: int) -> None:
    """Make the other figures of a year a little lower than a year later."""
    history, at = plan["history"], LAST - year
    may_change = [home for home in homes if home.free or year == FIRST]

    def not_yet(_home: Home, facts: Facts) -> bool:
        return own(facts) and facts.hygienic is True and not facts.clean

    for home in draw(rng, may_change, history["not_hygienic_more"][at], year, not_yet):
        home.change(year, hygienic=False)
    for count, now, before in (
        (history["poor_more"][at], Poverty.NEAR_POOR, Poverty.POOR),
        (history["near_poor_more"][at], Poverty.NONE, Poverty.NEAR_POOR),
    ):
        for home in draw(rng, may_change, count, year, _with_poverty(now)):
            home.change(year, poverty=before)
    for home in may_change:
        if year in home.years:
            home.years[year] = _year_before(rng, home.years[year], plan["litres"][str(year)])


def _with_poverty(poverty: Poverty) -> Suits:
    return lambda _home, facts: facts.poverty is poverty and not facts.clean


def _year_before(rng: Random, facts: Facts, litres: int) -> Facts:
    step = rng.choice((-1, 1)) if rng.random() < _DRIFT else 0
    facts = replace(facts, persons=max(1, (facts.persons or 1) + step))
    return replace(facts, litres=volume(rng, facts, litres)) if facts.litres else facts


def _leavers(
    rng: Random, plan: dict[str, Any], year: int, heads: Iterator[str], phones: Iterator[str]
) -> list[Home]:
    """Return homes that stood the year before and moved away, merged or ended in this year."""
    villages = [village for village in plan["village"] if "delivered_on" in village]
    homes = []
    for number, status in enumerate(plan["history"][f"gone_{year}"], 1):
        village = villages[number % len(villages)]
        facts = Facts(persons=some_persons(rng), source="drilled_well", clean=rng.random() < 0.5)
        if facts.clean:
            facts = replace(facts, basis=clean_basis(rng, facts))
        gone = replace(facts, status=HouseholdStatus.of(status))
        code = f"{village['code']}-{year % 100}{number:02d}"
        homes.append(Home(village["name"], code, next(heads), next(phones), {year: gone, year - 1: facts}))
    return homes
