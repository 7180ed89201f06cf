"""Cuts of a year: each adds up to the commune, in the office's order, and stays as the year was closed."""

from dataclasses import fields, replace

import pytest
from household_rows import close, put, reopen, rows
from hypothesis import given
from sqlalchemy import select

from communes import VILLAGES, CommuneOf, Row, village_ids
from nsnt_desktop.indicators.compute import year_assumptions, year_figures
from nsnt_desktop.indicators.counting import add_counts
from nsnt_desktop.indicators.cuts import Blank, Cut, CutFigures, Where, cut_figures
from nsnt_desktop.indicators.definitions import household_indicators
from nsnt_desktop.indicators.frozen import freeze, thawed
from nsnt_desktop.indicators.results import Counts
from nsnt_desktop.models import Assumption, MainSource, Village
from nsnt_desktop.models.words import Poverty, SourceGroup
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile


def cut_of(data: DataFile, cut: Cut) -> tuple[CutFigures, ...]:
    with data.reading() as session:
        return cut_figures(session, find_year(session, 2024), cut)


def _counts(data: DataFile, cut: Cut) -> dict[str, Counts]:
    return {one.place.name: one.place.counts for one in cut_of(data, cut)}


@given(rows)
def test_every_cut_adds_up_to_the_commune(commune_of: CommuneOf, rows: list[Row]) -> None:
    data = commune_of(rows)
    with data.reading() as session:
        year = find_year(session, 2024)
        commune, assumptions = year_figures(session, year).commune, year_assumptions(session, year)
    opened = {cut: cut_of(data, cut) for cut in Cut}
    for cut, found in opened.items():
        assert add_counts([one.place.counts for one in found]) == commune.counts, cut
        for one in found:
            assert one.place.indicators == household_indicators(one.place.counts, assumptions)
    close(data)
    assert {cut: cut_of(data, cut) for cut in Cut} == opened
    reopen(data)


def test_groups_stand_in_the_offices_order_and_the_unknown_last(commune_of: CommuneOf) -> None:
    data = commune_of(
        [
            {"source": None, "poverty": Poverty.POOR},
            {"source": "dug_well", "poverty": None, "village": VILLAGES[1]},
            {"source": "central_tap", "poverty": Poverty.NONE},
        ]
    )
    put(data, select(Village).where(Village.name == VILLAGES[1]), former_commune="Cẩm Long")
    first, second = village_ids(data)
    assert [(g.place.name, g.where) for g in cut_of(data, Cut.VILLAGE)] == [
        (VILLAGES[0], Where(village_id=first)),
        (VILLAGES[1], Where(village_id=second)),
    ]
    assert [(g.place.name, g.where, g.place.counts.households) for g in cut_of(data, Cut.FORMER_COMMUNE)] == [
        ("Cẩm Long", Where(former_commune="Cẩm Long"), 1),
        ("Chưa ghi xã cũ", Where(former_commune=""), 2),
    ]
    assert [(g.place.name, g.where, g.place.counts.households) for g in cut_of(data, Cut.POVERTY)] == [
        ("Hộ nghèo", Where(poverty=Poverty.POOR), 1),
        ("Hộ cận nghèo", Where(poverty=Poverty.NEAR_POOR), 0),
        ("Không nghèo", Where(poverty=Poverty.NONE), 1),
        ("Chưa xác định", Where(poverty=Blank.BLANK), 1),
    ]
    with data.reading() as session:
        ids = dict(session.execute(select(MainSource.code, MainSource.id)).all())
    assert [g.where.source for g in cut_of(data, Cut.SOURCE)] == [
        ids["central_tap"],
        ids["dug_well"],
        Blank.BLANK,
    ]
    assert [g.place.name for g in cut_of(data, Cut.SOURCE)][1:] == ["Giếng đào", "Chưa xác định nguồn"]


@pytest.mark.parametrize("cut", Cut)
def test_a_commune_without_households_has_no_figure_in_any_cut(commune_of: CommuneOf, cut: Cut) -> None:
    found = cut_of(commune_of([]), cut)
    assert all(one.place.counts == Counts() for one in found)
    assert all(indicator.value is None for one in found for indicator in one.place.indicators)
    assert len(found) == {Cut.VILLAGE: 2, Cut.FORMER_COMMUNE: 1, Cut.POVERTY: 4, Cut.SOURCE: 0}[cut]


HOMES: list[Row] = [
    {"source": "dug_well", "poverty": Poverty.POOR, "clean": True, "hygienic": True, "persons": 3},
    {"source": "central_tap", "poverty": Poverty.NONE, "clean": True, "litres_per_month": 9000, "persons": 4},
]


def test_a_closed_year_keeps_its_cuts_whatever_is_renamed_since(commune_of: CommuneOf) -> None:
    data = commune_of(HOMES)
    before = {cut: cut_of(data, cut) for cut in Cut}
    close(data, days_per_month=30)
    put(data, select(MainSource), group=SourceGroup.CENTRAL, label="Nguồn khác")
    put(data, select(Village), former_commune="Cẩm Phú")
    put(data, select(Assumption).where(Assumption.key == "days_per_month"), value="31")
    assert {cut: cut_of(data, cut) for cut in Cut} == before


def test_what_was_kept_by_source_goes_before_the_records(commune_of: CommuneOf) -> None:
    data = commune_of(HOMES)
    close(data)
    with change(data, "Sửa") as made:
        year = find_year(made.session, 2024)
        frozen = thawed(year.figures)
        first, second = frozen.figures.commune.sources
        gone = replace(second, source_id=99, label="Nguồn cũ", households=5)
        commune = replace(frozen.figures.commune, sources=(replace(first, households=7), gone))
        year.figures = freeze(replace(frozen, figures=replace(frozen.figures, commune=commune)))
    well, old = _counts(data, Cut.SOURCE).values()
    assert (well.households, well.metered) == (7, 1)
    assert old == replace(Counts(), households=5, persons=3, hygienic=1, clean=1)


def test_a_village_removed_since_opens_nobody(commune_of: CommuneOf) -> None:
    data = commune_of([])
    close(data)
    with change(data, "Sửa") as made:
        year = find_year(made.session, 2024)
        frozen = thawed(year.figures)
        villages = tuple(replace(v, village_id=None) for v in frozen.figures.villages)
        year.figures = freeze(replace(frozen, figures=replace(frozen.figures, villages=villages)))
    assert {one.where for one in cut_of(data, Cut.VILLAGE)} == {Where(village_id=0)}


def test_adding_nothing_is_nothing() -> None:
    assert add_counts([]) == Counts()
    assert len(fields(Counts)) > 20
