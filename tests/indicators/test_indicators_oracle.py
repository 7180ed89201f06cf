"""Every figure of two thousand communes drawn by lot, against the oracle (indicators_oracle.py)."""

from collections.abc import Sequence
from dataclasses import asdict

import indicators_oracle as oracle
import pytest

from generated_communes import FILES, Commune, Drawn, House, draw
from nsnt_desktop.format import number
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.indicators.results import PlaceFigures, YearFigures
from nsnt_desktop.indicators.sustainability import scheme_verdicts
from nsnt_desktop.models.words import SustainabilityClass
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile

CODES = (*oracle.PERCENT, "5")


@pytest.mark.parametrize("seed", range(FILES))
def test_every_figure_of_communes_drawn_by_lot(data: DataFile, seed: int) -> None:
    drawn = draw(data, seed)
    with data.reading() as session:
        for commune in drawn.communes.values():
            year = find_year(session, commune.year)
            _check_year(drawn, commune, year_figures(session, year))
            found = {verdict.scheme_id: verdict for verdict in scheme_verdicts(session, year)}
            assert {key: verdict.final for key, verdict in found.items()} == _classes(drawn, commune)
            assert {key: verdict.proposed for key, verdict in found.items()} == _proposed(drawn, commune)


def _classes(drawn: Drawn, commune: Commune) -> dict[int, str | None]:
    return {
        s.id: oracle.scheme_class(s, drawn.criteria, drawn.assumed, commune.as_of) for s in commune.schemes
    }


def _proposed(drawn: Drawn, commune: Commune) -> dict[int, str | None]:
    return {
        s.id: oracle.proposed_class(s, drawn.criteria, drawn.assumed, commune.as_of) for s in commune.schemes
    }


def _check_year(drawn: Drawn, commune: Commune, found: YearFigures) -> None:
    said = f"seed year {commune.year}"
    active = commune.active
    _check_place(drawn, active, found.commune, said)
    shown = [
        (v_id, name, former)
        for v_id, name, former, first, last in drawn.villages
        if (first or 0) <= commune.year <= (last or 9999) or any(house.village_id == v_id for house in active)
    ]
    assert [(v.village_id, v.name, v.former_commune) for v in found.villages] == shown, said
    for village in found.villages:
        here = [house for house in active if house.village_id == village.village_id]
        _check_place(drawn, here, village, said)
    classes = list(_classes(drawn, commune).values())
    assert found.classes == {key: classes.count(key) for key in (*SustainabilityClass, None)}, said
    _check_indicator(found.commune, "6", oracle.sustainable(classes), said)


def _check_place(drawn: Drawn, houses: Sequence[House], place: PlaceFigures, said: str) -> None:
    assert asdict(place.counts) == oracle.counts(houses), said
    expected = oracle.household_indicators(
        houses,
        int(drawn.assumed["days_per_month"]),
        all_persons=bool(drawn.assumed["litres_all_persons"]),
    )
    assert [i.code for i in place.indicators if i.code != "6"] == list(CODES)
    for code, three in expected.items():
        _check_indicator(place, code, three, said)
    _check_sources(drawn, houses, place, said)


def _check_indicator(place: PlaceFigures, code: str, three: oracle.Three, said: str) -> None:
    found = place.indicator(code)
    where = f"{said}, {place.name}, {code}"
    assert (found.numerator, found.denominator, found.unknown) == three, where
    exact = oracle.value(three, 1 if code == "5" else 100)
    assert found.value == exact, where
    for decimals in (1, 2):
        shown = oracle.printed(exact, decimals)
        assert number(found.value, decimals) == shown, where
        plain = None if exact is None else shown.replace(".", "").replace(",", ".")
        assert found.rounded(decimals) == plain, where


def _check_sources(drawn: Drawn, houses: Sequence[House], place: PlaceFigures, said: str) -> None:
    expected = []
    for source_id, label, group in [*drawn.sources, (None, "Chưa xác định nguồn", None)]:
        counted = oracle.counts(house for house in houses if house.source_id == source_id)
        if counted["households"]:
            names = ("households", "persons", "hygienic", "clean")
            blanks = ("persons_unknown", "hygienic_unknown", "clean_unknown")
            expected.append((source_id, label, group, *(counted[name] for name in (*names, *blanks))))
    found = [
        (s.source_id, s.label, s.group, s.households, s.persons, s.hygienic, s.clean,
         s.persons_unknown, s.hygienic_unknown, s.clean_unknown)
        for s in place.sources
    ]  # fmt: skip
    assert found == expected, said
