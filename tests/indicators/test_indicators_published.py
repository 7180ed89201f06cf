"""The published tables of three provinces, from households and schemes written into a real data file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import chain, repeat
from typing import Any

from communes import VILLAGES, Row, fill, year_id
from nsnt_desktop.format import number, percent
from nsnt_desktop.indicators.compute import year_figures, year_verdicts
from nsnt_desktop.indicators.results import YearFigures
from nsnt_desktop.models import SchemeRecord, WaterScheme, WaterTest
from nsnt_desktop.models.words import HouseholdStatus, Poverty, SourceGroup, SustainabilityClass
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.audit import bulk_insert
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

LITRES_OF_60_A_DAY = 4 * 30 * 60
SOUND = {
    "working": True,
    "managing_body": "Tổ quản lý",
    "yearly_income": 10,
    "yearly_cost": 10,
    "days_interrupted": 0,
    "design_capacity": 100,
    "actual_capacity": 100,
    "trained_operator": True,
}


@dataclass(frozen=True)
class People:
    """How many of some households have what; clean from a scheme, of one's own, and not yet known."""

    poverty: Poverty
    households: int
    hygienic_central: int
    hygienic_own: int
    clean_central: int
    clean_own: int
    clean_unknown: int = 0


def _rows(people: People) -> Iterator[Row]:
    own = people.households - people.hygienic_central
    for place, source in enumerate(
        chain(repeat("central_tap", people.hygienic_central), repeat("rain", own))
    ):
        if place == people.households:
            return
        central = source == "central_tap"
        rank = place if central else place - people.hygienic_central
        yes = rank < (people.clean_central if central else people.clean_own)
        unknown = people.households - place <= people.clean_unknown
        yield {
            "village": VILLAGES[place % 2],
            "poverty": people.poverty,
            "persons": 4,
            "source": source,
            "hygienic": central or rank < people.hygienic_own,
            "clean": None if unknown else yes,
            "litres_per_month": LITRES_OF_60_A_DAY if central and yes else None,
        }


def _schemes(data: DataFile, sustainable: int, fairly: int, poorly: int, stopped: int) -> None:
    spoiled: list[dict[str, Any]] = [
        {},
        {"yearly_income": 1, "days_interrupted": 90},
        {"yearly_income": 1, "days_interrupted": 90, "actual_capacity": 1},
        {"working": False},
    ]
    kinds = [
        kind
        for kind, count in zip(spoiled, (sustainable, fairly, poorly, stopped), strict=True)
        for _ in range(count)
    ]
    year = year_id(data)
    with change(data, "Dựng công trình thử") as made:
        ids = bulk_insert(made.session, WaterScheme, [{"name": f"Công trình {n}"} for n in range(len(kinds))])
        records = [
            {**SOUND, **kind, "year_id": year, "scheme_id": scheme}
            for scheme, kind in zip(ids, kinds, strict=True)
        ]
        bulk_insert(made.session, SchemeRecord, records)
        tests = [{"scheme_id": scheme, "tested_on": date(2024, 6, 1), "passed": True} for scheme in ids]
        bulk_insert(made.session, WaterTest, tests)


def _figures(data: DataFile) -> YearFigures:
    with data.reading() as session:
        return year_figures(session, find_year(session, 2024))


def _printed(figures: YearFigures, decimals: int = 1) -> dict[str, str]:
    return {i.code: number(i.value, decimals) for i in figures.commune.indicators}


def _classes(figures: YearFigures) -> list[str]:
    total = sum(figures.classes.values())
    return [number(Fraction(100 * figures.classes[word], total), 1) for word in SustainabilityClass]


def test_lao_cai_2024(data: DataFile) -> None:
    poor = People(Poverty.POOR, 1000, 200, 748, 39, 41)
    rest = People(Poverty.NONE, 9000, 3000, 5582, 1571, 3049)
    left = [
        {**row, "status": status}
        for row in _rows(poor)
        for status in (HouseholdStatus.MOVED_AWAY, HouseholdStatus.ENDED)
    ]
    fill(data, [*_rows(poor), *_rows(rest), *left])
    _schemes(data, 46, 213, 525, 216)
    figures = _figures(data)
    assert _printed(figures) == {
        "1": "95,3", "2": "47,0", "2a": "16,1", "2b": "30,9",
        "3": "94,8", "4": "8,0", "4a": "3,9", "4b": "4,1", "5": "60,0", "6": "4,6",
    }  # fmt: skip
    assert _classes(figures) == ["4,6", "21,3", "52,5", "21,6"]
    assert figures.classes[None] == 0
    assert figures.commune.counts.metered == 39 + 1571  # "tính trên 1.610/4.700 hộ có số liệu"
    with data.reading() as session:
        verdicts = year_verdicts(session, find_year(session, 2024))
    assert not any(verdict.overridden for verdict in verdicts)


def test_kon_tum_2023(data: DataFile) -> None:
    """Indicators 4 and 5 were not assessed: no verdict on the poor households' water, no volume."""
    poor = People(Poverty.POOR, 500, 132, 300, 0, 0, clean_unknown=500)
    rest = People(Poverty.NONE, 1500, 568, 860, 552, 442)
    unmetered = [{**row, "litres_per_month": None} for row in chain(_rows(poor), _rows(rest))]
    fill(data, unmetered)
    _schemes(data, 365, 203, 329, 103)
    figures = _figures(data)
    assert _printed(figures) == {
        "1": "93,0", "2": "49,7", "2a": "27,6", "2b": "22,1",
        "3": "86,4", "4": "—", "4a": "—", "4b": "—", "5": "—", "6": "36,5",
    }  # fmt: skip
    assert _classes(figures) == ["36,5", "20,3", "32,9", "10,3"]
    assert figures.commune.indicator("2").unknown == 500
    not_assessed = figures.commune.indicator("4")
    assert (not_assessed.numerator, not_assessed.denominator, not_assessed.unknown) == (0, 500, 500)


def test_thanh_hoa_2022(data: DataFile) -> None:
    """Hygienic water by source, 97 = 27,3 + 69,7; no scheme was classified."""
    poor = People(Poverty.POOR, 500, 100, 372, 80, 93)
    rest = People(Poverty.NEAR_POOR, 9500, 2630, 6598, 2440, 3407)
    fill(data, [*_rows(poor), *_rows(rest)])
    figures = _figures(data)
    printed = _printed(figures)
    assert {code: printed[code] for code in ("1", "2", "2a", "2b", "3", "4", "6")} == {
        "1": "97,0", "2": "60,2", "2a": "25,2", "2b": "35,0", "3": "94,4", "4": "34,6", "6": "—",
    }  # fmt: skip
    hygienic = {
        group: sum(source.hygienic for source in figures.commune.sources if source.group is group)
        for group in SourceGroup
    }
    total = figures.commune.counts.households
    shares = [percent(Fraction(100 * count, total)) for count in hygienic.values()]
    assert shares == ["27,3\u00a0%", "69,7\u00a0%", "0,0\u00a0%"]
    assert percent(figures.commune.indicator("1").value) == "97,0\u00a0%"


def test_schemes_nobody_classified_are_not_assessed(data: DataFile) -> None:
    _schemes(data, 0, 0, 0, 0)
    assert _printed(_figures(data))["6"] == "—"
    with change(data, "Thêm công trình") as made:
        scheme = WaterScheme(name="Bến Én")
        made.session.add(scheme)
        made.session.flush()
        made.session.add(SchemeRecord(year_id=find_year(made.session, 2024).id, scheme_id=scheme.id))
    figures = _figures(data)
    assert _printed(figures)["6"] == "—"
    assert figures.classes[None] == figures.commune.indicator("6").unknown == 1
