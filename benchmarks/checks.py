"""All checks of 100,000 households, against the same conditions counted by hand-written SQL."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from generated import commune
from timing import Paired, pair, seconds

from nsnt_desktop.checks import check_year
from nsnt_desktop.registry.years import find_year

HOUSEHOLDS = 100_000
_CONDITIONS = (
    "clean IS 1 AND hygienic IS 0",
    "clean IS 1 AND hygienic IS NULL",
    "scheme_id IS NULL AND main_source_id IN (1, 2)",
    "scheme_id IS NOT NULL AND main_source_id > 2 AND (second_source_id IS NULL OR second_source_id > 2)",
    "clean IS 1 AND main_source_id > 2 AND (basis IS NULL OR basis = 'none')",
    "persons IS NULL OR persons <= 0 OR persons > 20",
    "poverty IS NULL",
    "hygienic IS NULL OR clean IS NULL",
    "persons > 0 AND (litres_per_month < 600 * persons OR litres_per_month > 6000 * persons)",
    "clean IS 1 AND main_source_id IS NULL",
)
_COUNTED = ", ".join(f"count(CASE WHEN {condition} THEN 1 END)" for condition in _CONDITIONS)
_ACTIVE = "+year_id = 1 AND status = 'active'"
_DOUBLES = """
SELECT count(*) FROM (
  SELECT 1 FROM household_record r JOIN household h ON h.id = r.household_id
  WHERE +r.year_id = 1 GROUP BY r.village_id, h.sort_key HAVING count(*) > 1)
"""
_VILLAGES = f"""
SELECT village_id, main_source_id, count(*), sum(persons), sum(hygienic), sum(clean), sum(poverty = 'poor')
FROM household_record WHERE {_ACTIVE} GROUP BY village_id, main_source_id
"""
HAND_WRITTEN = (f"SELECT {_COUNTED} FROM household_record WHERE {_ACTIVE}", _DOUBLES, _VILLAGES)
"""Counts alone: no sentence is made and no household named."""
_SOUND = """
UPDATE household_record SET persons = 4, hygienic = 1, clean = id % 3 = 0, main_source_id = 4,
  basis = CASE WHEN id % 3 = 0 THEN 'test' END, litres_per_month = NULL
"""


def sound(folder: Path) -> Paired:
    """Nearly nothing to be found, as in a year about to be closed."""
    return _measured(folder, f"all checks, {HOUSEHOLDS:,} households, sound", _SOUND)


def faulty(folder: Path) -> Paired:
    """Answers drawn by lot: nine findings to ten households."""
    return _measured(folder, f"all checks, {HOUSEHOLDS:,} households, 90,000 findings", "")


def _measured(folder: Path, name: str, first: str) -> Paired:
    path = folder / "large.nsnt"
    data = commune(path, HOUSEHOLDS)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA cache_size=-32000")
        if first:
            connection.execute(first)
            connection.commit()

        def ours() -> float:
            with data.reading() as session:
                year = find_year(session)
                return seconds(lambda: check_year(session, year))

        def bare() -> float:
            return seconds(lambda: [connection.execute(query).fetchall() for query in HAND_WRITTEN])

        measured = pair(name, ours, bare)
    data.close()
    return measured


CHECKS: dict[str, Callable[[Path], Paired]] = {"checks": sound, "checks_faulty": faulty}
