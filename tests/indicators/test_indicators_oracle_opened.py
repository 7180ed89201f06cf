"""Cuts and opened numbers of communes drawn by lot, against the oracle (indicators_oracle.py)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from random import Random

import indicators_oracle as oracle
import pytest
from sqlalchemy.orm import Session

from generated_communes import FILES, Commune, Drawn, House, draw
from nsnt_desktop.indicators.cuts import Blank, Cut, Where, cut_figures
from nsnt_desktop.indicators.definitions import part_count
from nsnt_desktop.indicators.opening import Part, open_count, open_number, open_schemes
from nsnt_desktop.indicators.results import Counts
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.datafile import DataFile

CODES = (*oracle.PERCENT, "5")
NO_HOUSEHOLDS = {"persons", "litres", "litre_persons"}
COUNTS = sorted({*asdict(Counts())} - NO_HOUSEHOLDS)
LOOKED_AT = 3
"""Communes of a file: opening every number of all would take minutes."""


@pytest.mark.parametrize("seed", range(FILES))
def test_cuts_and_opened_numbers(data: DataFile, seed: int) -> None:
    drawn, random = draw(data, seed), Random(seed)  # noqa: S311 - the same choices on every run
    with data.reading() as session:
        for commune in random.sample(list(drawn.communes.values()), LOOKED_AT):
            wheres = [_check_cut(session, drawn, commune, cut) for cut in Cut]
            for where in [Where(), *(random.choice(cut) for cut in wheres if cut)]:
                _check_opened(session, drawn, commune, where, random)
            _check_schemes(session, drawn, commune)


def _in(commune: Commune, where: Where) -> list[House]:
    def same(wanted: object, value: object) -> bool:
        return wanted is None or (value is None if wanted is Blank.BLANK else value == wanted)

    return [
        house
        for house in commune.active
        if same(where.village_id, house.village_id)
        and same(where.former_commune, house.former_commune)
        and same(where.poverty, house.poverty)
        and same(where.source, house.source_id)
    ]


def _check_cut(session: Session, drawn: Drawn, commune: Commune, cut: Cut) -> list[Where]:
    groups = cut_figures(session, find_year(session, commune.year), cut)
    total: Counter[str] = Counter()
    for group in groups:
        houses = _in(commune, group.where)
        assert asdict(group.place.counts) == oracle.counts(houses), (commune.year, group.where)
        total.update(asdict(group.place.counts))
        expected = oracle.household_indicators(
            houses,
            int(drawn.assumed["days_per_month"]),
            all_persons=bool(drawn.assumed["litres_all_persons"]),
        )
        for code, three in expected.items():
            found = group.place.indicator(code)
            assert (found.numerator, found.denominator, found.unknown) == three, (commune.year, code)
    everybody = oracle.counts(commune.active)
    assert {name: total[name] for name in everybody} == everybody
    assert [group.where for group in groups] == _groups(drawn, commune, cut)
    return [group.where for group in groups]


def _groups(drawn: Drawn, commune: Commune, cut: Cut) -> list[Where]:
    """Return the groups of a cut in the office's order, the one not known last."""
    active = commune.active
    shown = [
        (village_id, former)
        for village_id, _name, former, first, last in drawn.villages
        if (first or 0) <= commune.year <= (last or 9999)
        or any(house.village_id == village_id for house in active)
    ]
    if cut is Cut.VILLAGE:
        return [Where(village_id=village_id) for village_id, _former in shown]
    if cut is Cut.FORMER_COMMUNE:
        names = dict.fromkeys(former for _village, former in shown)
        return [Where(former_commune=name) for name in sorted(names, key=lambda name: name == "")]
    if cut is Cut.POVERTY:
        return [Where(poverty=poverty) for poverty in (*Poverty, Blank.BLANK)]
    occurring = {house.source_id for house in active}
    known = [Where(source=source_id) for source_id, *_ in drawn.sources if source_id in occurring]
    return [*known, Where(source=Blank.BLANK)] if None in occurring else known


def _check_opened(session: Session, drawn: Drawn, commune: Commune, where: Where, random: Random) -> None:
    year = find_year(session, commune.year)
    houses = _in(commune, where)
    assumptions = load_assumptions(session)
    counts = Counts(**oracle.counts(houses))
    for code in random.sample(CODES, 4):
        parts = (
            oracle.litres_parts(houses, all_persons=bool(drawn.assumed["litres_all_persons"]))
            if code == "5"
            else oracle.share_parts(houses, code)
        )
        for part in Part:
            opened = open_number(session, year, code, part, where)
            assert list(opened) == _in_order(drawn, houses, parts[part]), (commune.year, code, part, where)
            assert len(opened) == part_count(code, part, counts, assumptions)
    for name in random.sample(COUNTS, 3):
        opened = open_count(session, year, name, where)
        met = {house.id for house in houses if oracle.counts([house])[name]}
        assert list(opened) == _in_order(drawn, houses, met), (commune.year, name, where)


def _in_order(drawn: Drawn, houses: Sequence[House], wanted: Iterable[int]) -> list[int]:
    position = {village[0]: place for place, village in enumerate(drawn.villages)}
    chosen = set(wanted)
    found = [house for house in houses if house.id in chosen]
    found.sort(key=lambda house: (position[house.village_id], house.sort_key, house.household_id))
    return [house.id for house in found]


def _check_schemes(session: Session, drawn: Drawn, commune: Commune) -> None:
    year = find_year(session, commune.year)
    classes = {
        s.id: oracle.scheme_class(s, drawn.criteria, drawn.assumed, commune.as_of) for s in commune.schemes
    }
    expected = {
        Part.NUMERATOR: [key for key, word in classes.items() if word == "sustainable"],
        Part.NOT_MET: [key for key, word in classes.items() if word not in {"sustainable", None}],
        Part.UNKNOWN: [key for key, word in classes.items() if word is None],
        Part.DENOMINATOR: list(classes),
    }
    for part, schemes in expected.items():
        assert open_schemes(session, year, part) == tuple(sorted(schemes)), (commune.year, part)
