"""The faults planted in 2024, as resources/sample/faults.toml lists them, and the totals put right after."""

from collections.abc import Callable
from random import Random
from typing import Any

from nsnt_desktop.models.words import HouseholdStatus, Poverty
from nsnt_desktop.sample.home import Facts, Home, draw
from nsnt_desktop.sample.population import YEAR, own

_PICKS: dict[str, Callable[[Facts], bool]] = {
    "clean_own": lambda f: own(f) and f.clean is True,
    "scheme": lambda f: f.scheme == "phac_le" and f.clean is True,
    "metered": lambda f: f.litres is not None and not f.estimated and f.persons in range(2, 7),
    "plain": lambda f: own(f) and f.hygienic is True and f.clean is False,
}
"""Which homes a fault may be planted in; poor ones never, so that their few figures stay as they are."""


def plant(rng: Random, homes: list[Home], faults: dict[str, Any]) -> None:
    """Plant the faults of single households, and the doubles."""
    for fault in faults["record"]:
        for home in _pick(rng, homes, fault):
            home.change(YEAR, **fault.get("set", {}), **dict.fromkeys(fault.get("blank", [])))
            home.faulty = True
    for double in faults["double"]:
        here = [home for home in _counted(homes) if home.village == double["village"]]
        known = next(home for home in here if home.free and home.phone)
        new = next(home for home in here if home.new)
        if "heads" in double:
            known.head, new.head = double["heads"]
        else:
            new.phone = known.phone
        known.faulty = new.faulty = True


def _counted(homes: list[Home]) -> list[Home]:
    here = [home for home in homes if YEAR in home.years]
    return [home for home in here if home.years[YEAR].status is HouseholdStatus.ACTIVE]


def _pick(rng: Random, homes: list[Home], fault: dict[str, Any]) -> list[Home]:
    here = [home for home in _counted(homes) if home.village == fault["village"] and home.free]
    suits = _PICKS[fault["pick"]]
    return draw(rng, here, fault["households"], YEAR, lambda _h, f: f.poverty is Poverty.NONE and suits(f))


def settle_persons(rng: Random, homes: list[Home], wanted: int) -> None:
    """Bring the persons of 2024 to the total wanted, one by one, in homes without a meter."""
    counted = _counted(homes)
    missing = wanted - sum(home.years[YEAR].persons or 0 for home in counted)
    step = 1 if missing > 0 else -1
    for home in draw(
        rng,
        counted,
        abs(missing),
        YEAR,
        lambda h, f: h.free and f.litres is None and 1 < (f.persons or 0) < 7,
    ):
        home.change(YEAR, persons=(home.years[YEAR].persons or 0) + step)
