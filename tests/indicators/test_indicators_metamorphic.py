"""What must not change the figures, done through the program's own deeds; and what changes them all alike."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from random import Random

import pytest
from sqlalchemy import select

from communes import VILLAGES, Row, fill, village_ids, year_id
from nsnt_desktop.indicators.compute import compute_year, year_figures
from nsnt_desktop.indicators.cuts import Cut, CutFigures, cut_figures
from nsnt_desktop.indicators.results import YearFigures
from nsnt_desktop.models import HouseholdRecord
from nsnt_desktop.models.words import Basis, HouseholdStatus, Poverty
from nsnt_desktop.registry.closing import close_year, reopen_year
from nsnt_desktop.registry.household_life import Lived, end_households, leave_households, move_households
from nsnt_desktop.registry.households import add_household
from nsnt_desktop.registry.merge_villages import merge_villages
from nsnt_desktop.registry.new_villages import NewVillage, add_villages
from nsnt_desktop.registry.schemes import add_scheme, set_scheme_field
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.villages import order_villages, set_village_field
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile

EARLY = date(2024, 6, 1)
SHARED = ("1", "2", "2a", "2b", "3", "4", "4a", "4b", "5")


def _rows(seed: int, *, sound: bool = False) -> list[Row]:
    """Return forty households of two villages; sound ones have no error that would block closing."""
    random = Random(seed)  # noqa: S311 - the same commune on every run
    rows: list[Row] = []
    for _ in range(40):
        clean = random.choice([True, True, False, None])
        rows.append(
            {
                "village": random.choice(VILLAGES),
                "source": random.choice(["drilled_well", "dug_well", "rain", "bought"]),
                "persons": random.choice([1, 2, 4, 7] if sound else [None, 0, 1, 4, 7]),
                "poverty": random.choice([*Poverty] if sound else [*Poverty, None]),
                "hygienic": True if clean else random.choice([True, False, None]),
                "clean": clean,
                "basis": Basis.TEST,
                "litres_per_month": random.choice([None, 4500, 12_000]),
                "dry_season_shortage": random.choice([True, False, None]),
                "pollution_risk": random.choice(["", "chuồng trại"]),
                "updated_at": datetime(2024, 10, 1, 8),  # noqa: DTZ001 - the clock of the office PC
            }
        )
    if sound:
        return rows
    return [{**row, "source": random.choice([row["source"], "central_tap", None])} for row in rows]


@pytest.fixture(params=range(5))
def commune(request: pytest.FixtureRequest, data: DataFile) -> DataFile:
    fill(data, _rows(request.param))
    return data


def _figures(data: DataFile) -> YearFigures:
    with data.reading() as session:
        return year_figures(session, find_year(session, 2024))


def _cut(data: DataFile, cut: Cut) -> tuple[CutFigures, ...]:
    with data.reading() as session:
        return cut_figures(session, find_year(session, 2024), cut)


def _records(data: DataFile, village_id: int) -> list[int]:
    with data.reading() as session:
        there = HouseholdRecord.village_id == village_id
        return list(session.scalars(select(HouseholdRecord.id).where(there).order_by(HouseholdRecord.id)))


@pytest.mark.parametrize("leave", [leave_households, end_households])
def test_a_household_that_comes_and_leaves_changes_nothing(
    commune: DataFile, leave: Callable[[DataFile, Sequence[int], str], Lived]
) -> None:
    before = _figures(commune)
    told: Row = {"persons": 5, "poverty": Poverty.POOR, "hygienic": True, "clean": True}
    added = add_household(commune, year_id(commune), village_ids(commune)[0], "Lê Văn Đi", **told)
    assert _figures(commune).commune.counts.households == before.commune.counts.households + 1
    leave(commune, [added.record_id], "Về quê")
    assert _figures(commune) == before


def test_a_deed_taken_back_leaves_the_figures_as_they_were(commune: DataFile) -> None:
    before = _figures(commune)
    first, second = village_ids(commune)
    take_back(commune, merge_villages(commune, first, second).action_id)
    assert _figures(commune) == before


def test_splitting_a_village_leaves_the_commune_alone(commune: DataFile) -> None:
    before = _figures(commune)
    first, second = village_ids(commune)
    add_villages(commune, year_id(commune), [NewVillage("Thôn Mới")])
    (new,) = set(village_ids(commune)) - {first, second}
    move_households(commune, _records(commune, first)[::2], new)
    after = _figures(commune)
    assert after.commune == before.commune
    assert after.villages[1] == before.villages[1]
    parts = [asdict(village.counts) for village in after.villages if village.village_id in {first, new}]
    assert len(parts) == 2
    assert all(part["households"] for part in parts)
    whole = asdict(before.villages[0].counts)
    assert {name: parts[0][name] + parts[1][name] for name in whole} == whole


def test_merging_villages_leaves_the_commune_alone(commune: DataFile) -> None:
    before = _figures(commune)
    merge_villages(commune, *village_ids(commune))
    after = _figures(commune)
    assert after.commune == before.commune
    (left,) = after.villages
    assert (left.counts, left.indicators) == (after.commune.counts, before.commune.indicators[:-1])


def test_names_and_order_of_villages_change_no_number(commune: DataFile) -> None:
    before = _figures(commune)
    first, second = village_ids(commune)
    set_village_field(commune, first, "name", "Thôn Đổi Tên")
    set_village_field(commune, second, "former_commune", "Cẩm Long")
    order_villages(commune, [second, first])
    after = _figures(commune)
    assert after.commune == before.commune
    renamed = [
        replace(before.villages[1], former_commune="Cẩm Long"),
        replace(before.villages[0], name="Thôn Đổi Tên"),
    ]
    assert list(after.villages) == renamed
    assert [group.place.counts for group in _cut(commune, Cut.FORMER_COMMUNE)] == [
        village.counts for village in renamed
    ]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("times", [2, 3])
def test_every_household_twice_doubles_counts_and_keeps_shares(data: DataFile, seed: int, times: int) -> None:
    rows = _rows(seed)
    fill(data, rows)
    once = _figures(data)
    fill(data, rows * times)
    many = _figures(data)
    for before, after in zip((once.commune, *once.villages), (many.commune, *many.villages), strict=True):
        assert asdict(after.counts) == {name: n * times for name, n in asdict(before.counts).items()}
        for code in SHARED:
            assert after.indicator(code).value == before.indicator(code).value
            assert after.indicator(code).rounded(2) == before.indicator(code).rounded(2)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_households_changes_nothing(data: DataFile, seed: int) -> None:
    rows = _rows(seed)
    fill(data, rows)
    before = _figures(data)
    Random(seed).shuffle(rows)  # noqa: S311 - the same order on every run
    fill(data, [*_gone(rows), *rows])
    assert _figures(data) == before


def _gone(rows: Sequence[Row]) -> list[Row]:
    return [{**row, "status": HouseholdStatus.MERGED} for row in rows[:7]]


@pytest.mark.parametrize("seed", range(5))
def test_closing_and_opening_again_change_no_figure(data: DataFile, seed: int) -> None:
    fill(data, _rows(seed, sound=True))
    added = add_scheme(data, year_id(data), "Bến Én")
    set_scheme_field(data, added.record_id, "working", False)
    before, cuts = _figures(data), [_cut(data, cut) for cut in Cut]
    close_year(data, year_id(data), EARLY)
    assert _figures(data) == before
    assert [_cut(data, cut) for cut in Cut] == cuts
    with data.reading() as session:
        assert compute_year(session, find_year(session, 2024)) == before
    reopen_year(data, year_id(data), "Sửa số khẩu")
    assert _figures(data) == before
