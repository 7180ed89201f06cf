"""The figures of a year against an oracle: plain Python over the same rows, exact fractions, no SQL."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from household_rows import CENTRAL, rows
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from communes import VILLAGES, CommuneOf, Row
from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.indicators.definitions import household_indicators
from nsnt_desktop.indicators.results import Counts, PlaceFigures, YearFigures
from nsnt_desktop.models import Assumption, MainSource, Village
from nsnt_desktop.models.words import HouseholdStatus, Poverty
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile


def figures(data: DataFile, year: int = 2024) -> YearFigures:
    with data.reading() as session:
        return compute_year(session, find_year(session, year))


def _expected(found: Sequence[Row], all_persons: bool = False) -> dict[str, tuple[int, int, int]]:
    """Return (numerator, denominator, not assessed) of each household indicator."""
    poor = [r for r in found if r["poverty"] == Poverty.POOR]

    def asked(group: Sequence[Row], field: str) -> tuple[int, int, int]:
        return (
            len([r for r in group if r[field] is True]),
            len(group),
            len([r for r in group if r[field] is None]),
        )

    def parted(group: Sequence[Row], central: bool) -> tuple[int, int, int]:
        clean = [r for r in group if r["clean"] is True]
        unknown = [r for r in group if r["clean"] is None or (r["clean"] and r["source"] is None)]
        return len([r for r in clean if (r["source"] in CENTRAL) == central]), len(group), len(unknown)

    metered = [
        r for r in found if r["clean"] and r["litres_per_month"] is not None and (r["persons"] or 0) > 0
    ]
    persons = sum(r["persons"] or 0 for r in (found if all_persons else metered))
    return {
        "1": asked(found, "hygienic"),
        "2": asked(found, "clean"),
        "2a": parted(found, central=True),
        "2b": parted(found, central=False),
        "3": asked(poor, "hygienic"),
        "4": asked(poor, "clean"),
        "4a": parted(poor, central=True),
        "4b": parted(poor, central=False),
        "5": (sum(r["litres_per_month"] for r in metered), persons * 30, 0 if metered else persons * 30),
    }


def _active(found: Sequence[Row], year: int = 2024) -> list[Row]:
    return [r for r in found if r["year"] == year and r["status"] == HouseholdStatus.ACTIVE]


def _check_place(place: PlaceFigures, found: Sequence[Row]) -> None:
    for code, (numerator, denominator, unknown) in _expected(found).items():
        indicator = place.indicator(code)
        assert (indicator.numerator, indicator.denominator, indicator.unknown) == (
            numerator,
            denominator,
            unknown,
        ), code
        scale = 1 if code == "5" else 100
        blank = denominator in {0, unknown}
        assert indicator.value == (None if blank else Fraction(numerator * scale, denominator)), code
        assert (indicator.rounded() is None) == blank
    for whole, a, b in (("2", "2a", "2b"), ("4", "4a", "4b")):
        parts = [place.indicator(code) for code in (whole, a, b)]
        assert parts[0].numerator == parts[1].numerator + parts[2].numerator
        assert len({i.denominator for i in parts}) == 1
    c = place.counts
    assert c.households == len(found)
    assert c.updated == len([r for r in found if r["updated_at"]])
    assert c.persons == sum(r["persons"] or 0 for r in found)
    assert c.persons_unknown == len([r for r in found if r["persons"] is None])
    assert c.near_poor == len([r for r in found if r["poverty"] == Poverty.NEAR_POOR])
    assert c.poverty_unknown == len([r for r in found if r["poverty"] is None])
    assert c.shortage == len([r for r in found if r["dry_season_shortage"] is True])
    assert c.pollution == len([r for r in found if r["pollution_risk"]])
    assert c.source_unknown == len([r for r in found if r["source"] is None])
    assert sum(s.households for s in place.sources) == c.households
    assert sum(s.persons for s in place.sources) == c.persons
    assert sum(s.hygienic for s in place.sources) == c.hygienic
    assert sum(s.clean for s in place.sources) == c.clean
    assert sum(s.persons_unknown for s in place.sources) == c.persons_unknown
    assert sum(s.hygienic_unknown for s in place.sources) == c.hygienic_unknown
    assert sum(s.clean_unknown for s in place.sources) == c.clean_unknown


@given(rows)
def test_every_figure_agrees_with_the_oracle(commune_of: CommuneOf, rows: list[Row]) -> None:
    data = commune_of(rows)
    found = figures(data)
    _check_place(found.commune, _active(rows))
    for village in found.villages:
        _check_place(village, [r for r in _active(rows) if r["village"] == village.name])
    assert [v.name for v in found.villages] == list(VILLAGES)
    for name in vars(Counts()):
        assert getattr(found.commune.counts, name) == sum(getattr(v.counts, name) for v in found.villages)
    with data.reading() as session:
        order = [
            *session.scalars(select(MainSource.label).order_by(MainSource.position)),
            "Chưa xác định nguồn",
        ]
    labels = [s.label for s in found.commune.sources]
    assert labels == sorted(set(labels), key=order.index)
    if any(r["year"] == 2023 for r in rows):
        _check_place(figures(data, 2023).commune, _active(rows, 2023))


@given(rows, st.sampled_from([s for s in HouseholdStatus if s != HouseholdStatus.ACTIVE]))
@settings(max_examples=15)
def test_households_that_left_change_nothing(
    commune_of: CommuneOf, rows: list[Row], status: HouseholdStatus
) -> None:
    before = figures(commune_of(rows))
    gone = [{**row, "status": status} for row in rows]
    assert figures(commune_of([*rows, *gone])) == before


@given(rows)
@settings(max_examples=15)
def test_the_other_denominator_of_litres(commune_of: CommuneOf, rows: list[Row]) -> None:
    data = commune_of(rows)
    _assume(data, litres_all_persons="có", days_per_month="31")
    numerator, denominator, unknown = _expected(_active(rows), all_persons=True)["5"]
    found = figures(data).commune.indicator("5")
    _assume(data, litres_all_persons="không", days_per_month="30")
    assert (found.numerator, found.denominator) == (numerator, denominator // 30 * 31)
    assert found.unknown == (found.denominator if unknown else 0)


def _assume(data: DataFile, **values: str) -> None:
    with change(data, "Sửa thông số") as made:
        for row in made.session.scalars(select(Assumption).where(Assumption.key.in_(values))):
            row.value = values[row.key]


def test_a_blank_is_never_a_zero(commune_of: CommuneOf) -> None:
    blank: Row = {"persons": 4}
    nothing = figures(commune_of([])).commune
    assert all(i.value is None and i.rounded() is None for i in nothing.indicators)
    not_assessed = figures(commune_of([blank] * 3)).commune
    assert all(i.value is None for i in not_assessed.indicators)
    assert not_assessed.indicator("1").unknown == not_assessed.indicator("1").denominator == 3
    no = {**blank, "hygienic": False, "clean": False}
    zero = figures(commune_of([no, blank])).commune
    assert zero.indicator("1").value == zero.indicator("2a").value == 0
    assert zero.indicator("1").rounded() == "0.0"
    assert zero.indicator("3").value is None  # no poor household
    assert zero.indicator("5").value is None  # nothing metered


def test_clean_water_of_an_unknown_source_is_in_no_part(commune_of: CommuneOf) -> None:
    place = figures(commune_of([{"clean": True, "persons": 3}])).commune
    assert place.indicator("2").value == 100
    assert place.indicator("2a").value is None
    assert place.indicator("2b").value is None


def test_litres_by_hand(commune_of: CommuneOf) -> None:
    clean: Row = {"clean": True, "source": "central_tap"}
    data = commune_of(
        [
            {**clean, "persons": 4, "litres_per_month": 9_000},
            {**clean, "persons": 2, "litres_per_month": 2_000},
            {**clean, "persons": 5},  # volume not known
            {**clean, "litres_per_month": 8_000},  # persons not known
            {"persons": 3, "litres_per_month": 7_000, "clean": False},  # not clean water
        ]
    )
    found = figures(data).commune
    assert found.indicator("5").value == Fraction(11_000, 6 * 30)
    assert found.indicator("5").rounded() == "61.1"
    assert found.counts.metered == 2


def test_a_village_out_of_force_still_counts_its_households(data: DataFile, commune_of: CommuneOf) -> None:
    with change(data, "Giải thể thôn") as made:
        made.session.scalars(select(Village).where(Village.name == VILLAGES[0])).one().active_to = 2020
        made.session.scalars(select(Village).where(Village.name == VILLAGES[1])).one().active_from = 2030
    assert [v.name for v in figures(commune_of([])).villages] == []
    found = figures(commune_of([{"village": VILLAGES[1], "hygienic": True}]))
    assert [(v.name, v.counts.households) for v in found.villages] == [(VILLAGES[1], 1)]
    assert found.commune.counts.households == 1


def test_the_table_of_lao_cai_2024_from_households(commune_of: CommuneOf) -> None:
    """95,3 | 47 = 16,1 + 30,9 | 94,8 | 8 = 3,9 + 4,1 | 60: 2.000 households, half of them poor."""

    def group(poverty: Poverty, central: int, own: int, hygienic: int) -> list[Row]:
        sources = ["central_tap"] * central + ["dug_well"] * (1000 - central)
        return [
            {
                "poverty": poverty,
                "persons": 4,
                "source": source,
                "clean": n < central + own,
                "hygienic": n < hygienic,
                "litres_per_month": 4 * 30 * 60 if n < central else None,
                "village": VILLAGES[n % 2],
            }
            for n, source in enumerate(sources)
        ]

    data = commune_of(group(Poverty.POOR, 39, 41, 948) + group(Poverty.NONE, 283, 577, 958))
    place = figures(data).commune
    published = {
        "1": "95.3", "2": "47.0", "2a": "16.1", "2b": "30.9",
        "3": "94.8", "4": "8.0", "4a": "3.9", "4b": "4.1", "5": "60.0",
    }  # fmt: skip
    assert {code: place.indicator(code).rounded() for code in published} == published


@pytest.mark.parametrize(
    ("counts", "published"),
    [
        (
            {"households": 135_000, "hygienic": 125_550, "clean": 67_095, "clean_central": 37_260,
             "poor": 1000, "poor_hygienic": 864},
            {"1": "93.0", "2": "49.7", "2a": "27.6", "2b": "22.1", "3": "86.4"},
        ),  # Kon Tum 2023
        (
            {"households": 1000, "hygienic": 970, "clean": 602, "clean_central": 252,
             "poor": 1000, "poor_hygienic": 944, "poor_clean": 346},
            {"1": "97.0", "2": "60.2", "2a": "25.2", "2b": "35.0", "3": "94.4", "4": "34.6"},
        ),  # Thanh Hóa 2022
        (
            {"households": 3000, "clean": 2000, "clean_central": 1000},
            {"2": "66.7", "2a": "33.3", "2b": "33.3"},
        ),  # rounded parts that do not add up are shown as they are
        (
            {"households": 1600, "hygienic": 1500},
            {"1": "93.8"},
        ),  # 93,75: half up
    ],
)  # fmt: skip
def test_published_tables_from_counts(
    data: DataFile, counts: dict[str, int], published: dict[str, str]
) -> None:
    place = _place(data, Counts(**counts))
    assert {code: place[code].rounded() for code in published} == published


def _place(data: DataFile, counts: Counts) -> dict[str, Any]:

    with data.reading() as session:
        return {i.code: i for i in household_indicators(counts, load_assumptions(session))}


def test_two_decimals_come_from_the_same_fraction(data: DataFile) -> None:
    indicator = _place(data, Counts(households=1600, hygienic=1519))["1"]
    assert (indicator.rounded(1), indicator.rounded(2)) == ("94.9", "94.94")
