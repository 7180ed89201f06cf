"""When the figures of each household came in: derived from the village's delivery, never from the clock."""

from datetime import date, datetime, time, timedelta
from typing import Any

from nsnt_desktop.sample.home import Home
from nsnt_desktop.sample.population import YEAR

_MORNING = time(8)


def delivered_on(village: dict[str, Any], position: int, year: int) -> date | None:
    """Return when a village delivered its list; the years before are complete."""
    if year == YEAR:
        day: date | None = village.get("delivered_on")
        return day
    return date(year, 10, 18 + position)


def stamp(homes: list[Home], plan: dict[str, Any], made_on: date) -> None:
    """Stamp the updated records of every year; some of the newest were checked against the paper list."""
    villages = {village["name"]: (i, village) for i, village in enumerate(plan["village"], 1)}
    for number, home in enumerate(homes):
        position, village = villages[home.village]
        for year in home.years:
            day = delivered_on(village, position, year) or made_on
            at = datetime.combine(day, _MORNING) + timedelta(minutes=number * 7 % 480)
            came_in = year != YEAR or home.updated
            checked = year != YEAR or (home.updated and not home.faulty and number % 4 == 0)
            home.change(year, updated_at=at if came_in else None, verified=checked)
