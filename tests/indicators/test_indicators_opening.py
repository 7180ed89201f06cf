"""A number opened: exactly the households that plain Python over the same rows counts, as many as printed."""

from collections.abc import Callable
from dataclasses import fields

import pytest
from household_rows import CENTRAL, close, put, reopen, rows
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from communes import VILLAGES, CommuneOf, Row, village_ids, year_id
from nsnt_desktop.indicators.compute import year_assumptions, year_figures, year_verdicts
from nsnt_desktop.indicators.conditions import COUNTED
from nsnt_desktop.indicators.cuts import Blank, Cut, Where, cut_figures
from nsnt_desktop.indicators.definitions import household_definitions, part_count
from nsnt_desktop.indicators.opening import Part, open_count, open_number, open_schemes
from nsnt_desktop.indicators.results import Counts
from nsnt_desktop.models import (
    Assumption,
    Household,
    HouseholdRecord,
    MainSource,
    SchemeRecord,
    Village,
)
from nsnt_desktop.models.words import HouseholdStatus, Poverty, SourceGroup, SustainabilityClass
from nsnt_desktop.registry.household_lists import HouseholdFilter
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.registry.roster import Roster
from nsnt_desktop.registry.schemes import add_scheme
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

CODES = ("1", "2", "2a", "2b", "3", "4", "4a", "4b", "5")
NOT_HOUSEHOLDS = {"persons", "litres", "litre_persons"}


def opened(data: DataFile, code: str, part: Part, where: Where = Where()) -> list[str]:  # noqa: B008
    with data.reading() as session:
        ids = open_number(session, find_year(session, 2024), code, part, where)
        heads = dict(
            session.execute(
                select(HouseholdRecord.id, Household.head).join(
                    Household, Household.id == HouseholdRecord.household_id
                )
            ).all()
        )
    return [heads[i] for i in ids]


def _stands_in(row: Row, code: str, part: Part) -> bool:
    """Say it once more, without SQL."""
    poor, clean, source = row["poverty"] == Poverty.POOR, row["clean"], row["source"]
    whole = poor if code[0] in "34" else True
    if code == "5":
        full = bool(clean) and row["litres_per_month"] is not None and (row["persons"] or 0) > 0
        return {Part.UNKNOWN: bool(clean) and not full, Part.NOT_MET: False}.get(part, full)
    if code in {"1", "3"}:
        met: bool | None = row["hygienic"]
    elif code in {"2", "4"} or not clean:
        met = clean
    elif source is None:  # in 2b and 4b it is met and unknown at once
        both = {Part.NUMERATOR} if code[1] == "b" else set()
        return whole and part in {Part.UNKNOWN, Part.DENOMINATOR, *both}
    else:
        met = (source in CENTRAL) == (code[1] == "a")
    return (
        whole
        and {
            Part.NUMERATOR: met is True,
            Part.NOT_MET: met is False,
            Part.UNKNOWN: met is None,
            Part.DENOMINATOR: True,
        }[part]
    )


@given(rows)
def test_it_opens_the_households_that_plain_python_counts(commune_of: CommuneOf, rows: list[Row]) -> None:
    named = [{**row, "head": f"Hộ {n}"} for n, row in enumerate(rows)]
    data = commune_of(named)
    active = [r for r in named if r["year"] == 2024 and r["status"] == HouseholdStatus.ACTIVE]
    for code in CODES:
        for part in Part:
            expected = {r["head"] for r in active if _stands_in(r, code, part)}
            found = opened(data, code, part)
            assert set(found) == expected, (code, part)
            assert len(found) == len(expected)


@given(rows, st.booleans())
@settings(max_examples=20)
def test_as_many_as_printed_in_every_cut(commune_of: CommuneOf, rows: list[Row], closed: bool) -> None:
    data = commune_of(rows)
    if closed:
        close(data)
    with data.reading() as session:
        year = find_year(session, 2024)
        assumptions = year_assumptions(session, year)
        places = [(Where(), year_figures(session, year).commune)]
        places += [(one.where, one.place) for cut in Cut for one in cut_figures(session, year, cut)]
        for where, place in places:
            for code in CODES:
                numbers = {p: len(open_number(session, year, code, p, where)) for p in Part}
                assert numbers == {p: part_count(code, p, place.counts, assumptions) for p in Part}
                if code != "5":
                    i = place.indicator(code)
                    printed = (numbers[p] for p in (Part.NUMERATOR, Part.DENOMINATOR, Part.UNKNOWN))
                    assert tuple(printed) == (i.numerator, i.denominator, i.unknown)
            for name in COUNTED:
                assert len(open_count(session, year, name, where)) == getattr(place.counts, name), name
    if closed:
        reopen(data)


def test_every_count_of_households_can_be_opened() -> None:
    assert {f.name for f in fields(Counts)} - NOT_HOUSEHOLDS <= COUNTED.keys()


def test_they_stand_as_in_the_list_of_households(commune_of: CommuneOf) -> None:
    heads = ["Lê Văn Út", "Trịnh Văn An", "Đỗ Thị Ánh", "Trịnh Thị Bình", "Lê Văn Út"]
    data = commune_of(
        [{"head": head, "village": VILLAGES[n % 2], "clean": True} for n, head in enumerate(heads)]
    )
    with data.reading() as session:
        year = find_year(session, 2024)
        found = open_number(session, year, "2", Part.NUMERATOR)
        unsorted = open_number(session, year, "2", Part.NUMERATOR, in_order=False)
    assert found == tuple(Roster(data, year.id).find(HouseholdFilter()).ids)
    assert sorted(unsorted) == sorted(found)
    assert opened(data, "2", Part.NUMERATOR)[:2] == ["Đỗ Thị Ánh", "Lê Văn Út"]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (lambda ids: Where(village_id=ids[1]), ["B"]),
        (lambda _: Where(former_commune="Cẩm Long"), ["B"]),
        (lambda _: Where(former_commune=""), ["A", "C"]),
        (lambda _: Where(poverty=Poverty.POOR), ["A"]),
        (lambda _: Where(poverty=Blank.BLANK), ["C", "B"]),
        (lambda _: Where(source=Blank.BLANK), ["C"]),
        (lambda _: Where(source=1), ["A"]),
        (lambda ids: Where(village_id=ids[0], source=Blank.BLANK, former_commune=""), ["C"]),
        (lambda _: Where(village_id=0), []),
    ],
)
def test_where_narrows_it(
    commune_of: CommuneOf, where: Callable[[list[int]], Where], found: list[str]
) -> None:
    data = commune_of(
        [
            {"head": "A", "poverty": Poverty.POOR, "source": "central_tap"},
            {"head": "B", "village": VILLAGES[1], "source": "dug_well"},
            {"head": "C"},
        ]
    )
    put(data, select(Village).where(Village.name == VILLAGES[1]), former_commune="Cẩm Long")
    assert opened(data, "1", Part.DENOMINATOR, where(village_ids(data))) == found


def test_a_closed_year_opens_what_it_was_closed_with(commune_of: CommuneOf) -> None:
    data = commune_of([{"head": "A", "clean": True, "source": "dug_well", "village": VILLAGES[1]}])
    close(data)
    put(data, select(MainSource), group=SourceGroup.CENTRAL)
    put(data, select(Village), former_commune="Cẩm Phú")
    assert opened(data, "2a", Part.NUMERATOR) == []
    assert opened(data, "2b", Part.NUMERATOR, Where(former_commune="")) == ["A"]
    assert opened(data, "2b", Part.NUMERATOR, Where(former_commune="Cẩm Phú")) == []
    reopen(data)
    assert opened(data, "2a", Part.NUMERATOR, Where(former_commune="Cẩm Phú")) == ["A"]


def test_litres_over_all_persons_open_whose_persons_are_known(commune_of: CommuneOf) -> None:
    data = commune_of([{"head": "A", "persons": 4}, {"head": "B"}, {"head": "C", "persons": 0}])
    assert opened(data, "5", Part.DENOMINATOR) == []
    put(data, select(Assumption).where(Assumption.key == "litres_all_persons"), value="có")
    assert opened(data, "5", Part.DENOMINATOR) == ["A", "C"]


def test_schemes_of_indicator_6(data: DataFile) -> None:
    for name in ("A", "B", "C"):
        add_scheme(data, year_id(data), name)
    classes = (SustainabilityClass.POORLY, SustainabilityClass.SUSTAINABLE, None)
    with change(data, "Xếp loại") as made:
        records = made.session.scalars(select(SchemeRecord).order_by(SchemeRecord.id))
        for record, final in zip(records, classes, strict=True):
            record.class_override, record.class_reason = final, "theo văn bản"
    with data.reading() as session:
        year = find_year(session, 2024)
        a, b, c = (v.scheme_id for v in year_verdicts(session, year))
        found = {part: open_schemes(session, year, part) for part in Part}
        numbers = {part: len(ids) for part, ids in found.items()}
        indicator = year_figures(session, year).commune.indicator("6")
    assert found == {
        Part.NUMERATOR: (b,),
        Part.NOT_MET: (a,),
        Part.UNKNOWN: (c,),
        Part.DENOMINATOR: (a, b, c),
    }
    printed = (indicator.numerator, indicator.denominator, indicator.unknown)
    assert printed == (numbers[Part.NUMERATOR], numbers[Part.DENOMINATOR], numbers[Part.UNKNOWN])


def test_what_is_changed_is_opened_at_once(commune_of: CommuneOf) -> None:
    data = commune_of([{"head": "A"}, {"head": "B"}])
    with data.reading() as session:
        first = session.scalars(select(HouseholdRecord.id).order_by(HouseholdRecord.id)).first() or 0
    set_household_field(data, first, "hygienic", True)
    assert opened(data, "1", Part.NUMERATOR) == ["A"]


def test_parts_share_no_household_but_what_is_met_and_unknown(commune_of: CommuneOf) -> None:
    data = commune_of([{"head": "A", "clean": True}])
    with data.reading() as session:
        codes = [d.code for d in household_definitions(year_assumptions(session, find_year(session)))]
    assert codes == list(CODES)
    assert opened(data, "2b", Part.NUMERATOR) == opened(data, "2b", Part.UNKNOWN) == ["A"]
    assert opened(data, "2b", Part.NOT_MET) == []


def test_the_list_follows_the_offices_order_of_villages(commune_of: CommuneOf) -> None:
    data = commune_of([{"head": "A", "clean": True}, {"head": "B", "clean": True, "village": VILLAGES[1]}])
    assert opened(data, "2", Part.NUMERATOR) == ["A", "B"]
    put(data, select(Village).where(Village.name == VILLAGES[0]), position=9)
    assert opened(data, "2", Part.NUMERATOR) == ["B", "A"]
