"""Five years of 100,000 households: all indicators by village, and a printed number opened."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from generated import commune
from sqlalchemy import insert, literal, select
from timing import Paired, pair, seconds

from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.indicators.cuts import Where
from nsnt_desktop.indicators.frozen import Frozen, freeze, thawed
from nsnt_desktop.indicators.opening import Part, open_number
from nsnt_desktop.indicators.sustainability import scheme_verdicts
from nsnt_desktop.models import HouseholdRecord
from nsnt_desktop.models.words import YearState
from nsnt_desktop.registry.years import add_year, find_year, list_years
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

HOUSEHOLDS = 100_000
EARLIER = range(2020, 2024)
HAND_WRITTEN = """
SELECT village_id, count(*), sum(persons), sum(poverty = 'poor'), sum(hygienic = 1), sum(hygienic IS NULL),
  sum(clean = 1), sum(clean IS NULL), sum(clean = 1 AND s."group" = 'central'),
  sum(poverty = 'poor' AND hygienic = 1), sum(poverty = 'poor' AND clean = 1),
  sum(poverty = 'poor' AND clean = 1 AND s."group" = 'central'),
  sum(CASE WHEN clean = 1 AND persons > 0 THEN litres_per_month END),
  sum(CASE WHEN clean = 1 AND litres_per_month IS NOT NULL THEN persons END)
FROM household_record r LEFT JOIN main_source s ON s.id = r.main_source_id
WHERE year_id = ? AND status = 'active' GROUP BY village_id
"""
OPENED = """
SELECT r.id FROM household_record r JOIN household h ON h.id = r.household_id
JOIN village v ON v.id = r.village_id
WHERE r.year_id = 1 AND r.status = 'active' AND r.clean = 1 ORDER BY v.position, h.sort_key
"""


def five_years(folder: Path) -> Paired:
    """Five years, all but the newest closed: as the screen that compares them asks for them."""
    data = _five(folder)
    _close(data)
    return _measured(data, "indicators by village, {:,} households × 5 years, four closed")


def five_open_years(folder: Path) -> Paired:
    """Five years counted from their records, as after five years nobody closed."""
    return _measured(_five(folder), "indicators by village, {:,} households × 5 years, all open")


def opening(folder: Path) -> Paired:
    """Half of all households opened from indicator 2, against one query of the same ids in the same order."""
    return _opened(folder, "indicator 2", OPENED, "2", Part.NUMERATOR)


def opening_all(folder: Path) -> Paired:
    """Every household of the commune opened from a denominator: the most that can be."""
    everybody = OPENED.replace("AND r.clean = 1", "")
    return _opened(folder, "a denominator", everybody, "1", Part.DENOMINATOR)


def opening_village(folder: Path) -> Paired:
    """The clean households of one village."""
    one = OPENED.replace("AND r.clean = 1", "AND r.clean = 1 AND r.village_id = 3")
    return _opened(folder, "indicator 2 of a village", one, "2", Part.NUMERATOR, Where(village_id=3))


def _five(folder: Path) -> DataFile:
    """Return a commune whose newest year is 2024, and four earlier ones with the same answers."""
    data = commune(folder / "years.nsnt", HOUSEHOLDS)
    columns = [c for c in HouseholdRecord.__table__.columns if c.name not in {"id", "year_id"}]
    with change(data, "Tạo các năm đo thử") as made:
        newest = find_year(made.session)
        for of in EARLIER:
            year = add_year(made.session, of)
            made.session.flush()
            records = select(literal(year.id), *columns).where(HouseholdRecord.year_id == newest.id)
            same = records.order_by(HouseholdRecord.id)
            names = ["year_id", *(c.name for c in columns)]
            made.session.execute(insert(HouseholdRecord).from_select(names, same))
    return data


def _close(data: DataFile) -> None:
    with change(data, "Chốt số liệu đo thử") as made:
        for of in EARLIER:
            year = find_year(made.session, of)
            figures, schemes = year_figures(made.session, year), scheme_verdicts(made.session, year)
            year.figures, year.state = freeze(Frozen(figures, schemes, (), {}, 0, {})), YearState.CLOSED


def _measured(data: DataFile, name: str) -> Paired:
    def ours() -> float:
        thawed.cache_clear()
        with data.reading() as session:
            return seconds(lambda: [year_figures(session, year) for year in list_years(session)])

    def bare() -> float:
        with _bare(data.path) as connection:
            ids = [i for (i,) in connection.execute("SELECT id FROM survey_year")]
            return seconds(lambda: [connection.execute(HAND_WRITTEN, [i]).fetchall() for i in ids])

    measured = pair(name.format(HOUSEHOLDS), ours, bare)
    data.close()
    return measured


def _opened(folder: Path, what: str, query: str, *number: Any) -> Paired:
    data = commune(folder / "opening.nsnt", HOUSEHOLDS)

    def ours() -> float:
        with data.reading() as session:
            year = find_year(session)
            return seconds(lambda: open_number(session, year, *number))

    def bare() -> float:
        with _bare(data.path) as connection:
            return seconds(lambda: connection.execute(query).fetchall())

    measured = pair(f"a number opened, {what}, {HOUSEHOLDS:,} households", ours, bare)
    data.close()
    return measured


def _bare(path: Path) -> closing[sqlite3.Connection]:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA cache_size=-32000")
    connection.execute("SELECT count(*) FROM main_source").fetchone()
    return closing(connection)


FIGURES: dict[str, Callable[[Path], Paired]] = {
    "indicators5": five_years,
    "indicators5open": five_open_years,
    "opening": opening,
    "opening_all": opening_all,
    "opening_village": opening_village,
}
