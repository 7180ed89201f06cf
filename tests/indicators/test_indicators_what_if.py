"""What would be is what is, once it has been written: the same rows answered otherwise and counted again."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from communes import VILLAGES, CommuneOf, Row, fill, village_ids
from nsnt_desktop.indicators.compute import compute_year, year_figures
from nsnt_desktop.indicators.results import YearFigures
from nsnt_desktop.indicators.supposing import Supposed, suppose
from nsnt_desktop.indicators.what_if import (
    Goal,
    Group,
    Meant,
    Supposition,
    Through,
    affected,
    homes,
    moved,
    what_if,
)
from nsnt_desktop.models import Household, HouseholdRecord, MainSource, Village, WaterScheme
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.reference_lists import list_criteria, set_criterion_field
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

ANSWER = st.sampled_from([True, False, None])
ROW = st.fixed_dictionaries(
    {
        "village": st.sampled_from(VILLAGES),
        "hygienic": ANSWER,
        "clean": ANSWER,
        "poverty": st.sampled_from(["poor", "near_poor", "none", None]),
        "source": st.sampled_from(["central_tap", "drilled_well", "rain", None]),
        "persons": st.sampled_from([None, 0, 1, 5]),
        "litres_per_month": st.sampled_from([None, 0, 9000]),
        "volume_estimated": st.booleans(),
        "status": st.sampled_from([*[HouseholdStatus.ACTIVE] * 4, HouseholdStatus.MOVED_AWAY]),
    }
)


def _answered(row: Row, supposition: Supposition) -> Row:
    then: dict[str, Any] = {**row, "hygienic": True}
    if supposition.goal is Goal.CLEAN:
        then["clean"] = True
    if supposition.through is Through.CENTRAL and row["source"] != "central_tap":
        then["source"] = "central_tap"
    return then


def _without_sources(figures: YearFigures) -> list[Any]:
    return [(place.counts, place.indicators) for place in (figures.commune, *figures.villages)]


@settings(max_examples=25)
@given(
    rows=st.lists(st.tuples(ROW, st.booleans()), min_size=1, max_size=8),
    goal=st.sampled_from(Goal),
    through=st.sampled_from(Through),
)
def test_what_would_be_is_what_is_counted_once_it_is_written(
    commune_of: CommuneOf, rows: list[tuple[Row, bool]], goal: Goal, through: Through
) -> None:
    supposition = Supposition(goal, through)
    data = commune_of([row for row, _ in rows])
    with data.reading() as session:
        year = find_year(session)
        records = session.scalars(select(HouseholdRecord.id).order_by(HouseholdRecord.id)).all()
        chosen = frozenset(record for record, (_, meant) in zip(records, rows, strict=True) if meant)
        found = homes(session, year, Meant(record_ids=chosen))
        changing = tuple(home for home in found if moved(home, supposition) != home)
        assert affected(found, supposition) == changing
        then = what_if(compute_year(session, year), found, supposition, load_assumptions(session))
    fill(data, [_answered(row, supposition) if meant else row for row, meant in rows])
    with data.reading() as session:
        written = compute_year(session, find_year(session))
    assert _without_sources(then) == _without_sources(written)
    assert then.commune.sources == ()
    assert then.classes == written.classes


ROWS: list[Row] = [
    {"hygienic": True, "clean": True, "source": "central_tap", "poverty": "none", "head": "Bùi Thị An"},
    {"hygienic": True, "clean": False, "source": "drilled_well", "poverty": "poor", "head": "Lê Văn Bình"},
    {"hygienic": False, "clean": None, "source": "drilled_well", "poverty": "none", "head": "Hà Văn Anh"},
    {"hygienic": None, "clean": None, "village": VILLAGES[1], "head": "Hà Thị Cúc"},
    {"hygienic": True, "clean": True, "source": "rain", "village": VILLAGES[1], "head": "Hà Thị Dung"},
]


def _supposed(data: DataFile, meant: Meant, supposition: Supposition | None = None) -> Supposed:
    with data.reading() as session:
        return suppose(session, find_year(session), meant, supposition or Supposition())


def _scheme_of(data: DataFile, record: int) -> int:
    with change(data, "Thêm công trình") as made:
        scheme = WaterScheme(code="CT1", name="Trạm Phác Lê", other_communes="")
        made.session.add(scheme)
        made.session.flush()
        made.session.get_one(HouseholdRecord, record).scheme_id = scheme.id
        return scheme.id


def test_a_group_is_just_its_households(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    first, second = village_ids(data)
    with data.reading() as session:
        well = session.scalars(select(MainSource.id).where(MainSource.code == "drilled_well")).one()
        record = session.scalars(select(HouseholdRecord.id).order_by(HouseholdRecord.id)).first() or 0
    scheme = _scheme_of(data, record)
    counts = {
        Meant(): 3,
        Meant(village_id=second): 1,
        Meant(Group.NOT_HYGIENIC): 2,
        Meant(Group.POOR): 1,
        Meant(Group.SOURCE, of=well): 2,
        Meant(Group.SOURCE): 1,
        Meant(Group.SOURCE, village_id=first): 0,
        Meant(Group.SCHEME, of=scheme): 1,
        Meant(Group.SCHEME): 0,
        Meant(record_ids=frozenset({record, 9999})): 1,
    }
    assert {meant: _supposed(data, meant).found for meant in counts} == counts


def test_only_so_many_households_change_the_first_of_the_list(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    supposed = _supposed(data, Meant(village_id=village_ids(data)[0]), Supposition(most=1))
    assert (supposed.found, len(supposed.changing), len(supposed.counted)) == (2, 2, 1)
    assert supposed.counted == supposed.changing[:1]  # Hà Văn Anh stands before Lê Văn Bình
    clean = supposed.then.commune.indicator("2")
    assert (supposed.now.commune.indicator("2").numerator, clean.numerator, clean.unknown) == (2, 3, 1)
    assert supposed.then.commune.indicator("1").numerator == 4  # clean water is hygienic water
    none = _supposed(data, Meant(), Supposition(most=0))
    assert none.then.commune.indicators == none.now.commune.indicators


def test_who_meets_it_already_does_not_change(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS[:1])
    everybody = Meant(record_ids=frozenset(range(1, 100)))
    assert _supposed(data, everybody).changing == ()
    assert _supposed(data, everybody, Supposition(Goal.HYGIENIC, Through.CENTRAL)).changing == ()


def test_the_criteria_are_judged_anew(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    with data.reading() as session:
        criterion = next(c.id for c in list_criteria(session) if c.indicator == "2")
    set_criterion_field(data, criterion, "value", "60")
    ((now, then), *others) = _supposed(data, Meant(), Supposition(most=1)).verdicts
    assert (now.met, now.missing_households, then.met) == (False, 1, True)
    assert {verdict.met for pair in others for verdict in pair} == {None}


def test_nothing_is_written(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    with data.reading() as session:
        before = year_figures(session, find_year(session))
    _supposed(data, Meant())
    with data.reading() as session:
        assert year_figures(session, find_year(session)) == before


@pytest.mark.parametrize("rows", [[], [{"hygienic": None}]])
def test_a_commune_without_answers_supposes_too(commune_of: CommuneOf, rows: list[Row]) -> None:
    supposed = _supposed(commune_of(rows), Meant())
    values = {i.code: i.value for i in supposed.then.commune.indicators}
    assert values["2"] == (100 if rows else None)
    assert values["4"] is None


def test_of_a_file_of_two_years_only_the_households_of_one_are_meant(commune_of: CommuneOf) -> None:
    data = commune_of([*({**row, "year": 2023} for row in ROWS), *ROWS])
    with data.reading() as session:
        year = find_year(session, 2024)
        own = set(session.scalars(select(HouseholdRecord.id).where(HouseholdRecord.year_id == year.id)).all())
        found = homes(session, year, Meant())
        assert {home.record_id for home in found} <= own
        assert len(found) == len({home.record_id for home in found}) == 3
        assert {home.village_id for home in found} == set(village_ids(data))
        everybody = homes(session, year, Meant(record_ids=frozenset(range(1, 100))))
        assert {home.record_id for home in everybody} == own
        then = what_if(compute_year(session, year), found, Supposition(), load_assumptions(session))
    assert then.year == 2024


def test_households_stand_as_in_the_list_villages_by_the_offices_order(commune_of: CommuneOf) -> None:
    data = commune_of([{**row, "clean": None} for row in reversed(ROWS)])
    first, second = village_ids(data)

    def heads() -> list[str]:
        with data.reading() as session:
            query = select(HouseholdRecord.id, Household.head).join(
                Household, Household.id == HouseholdRecord.household_id
            )
            by_record = dict(session.execute(query).all())
            return [by_record[home.record_id] for home in homes(session, find_year(session), Meant())]

    names = ["Bùi Thị An", "Hà Văn Anh", "Lê Văn Bình", "Hà Thị Cúc", "Hà Thị Dung"]
    assert heads() == names
    with change(data, "Đổi thứ tự thôn") as made:
        made.session.get_one(Village, first).position = 9
        made.session.get_one(Village, second).position = 1
    assert heads() == [*names[3:], *names[:3]]
    with change(data, "Cùng thứ tự") as made:
        made.session.get_one(Village, first).position = 1
    assert heads() == names


def test_each_count_moves_by_what_a_household_had_and_has(commune_of: CommuneOf) -> None:
    rows: list[Row] = [
        {"clean": None, "poverty": "poor", "persons": 5, "litres_per_month": 9000, "volume_estimated": True},
        {"clean": None, "poverty": "none", "persons": None, "litres_per_month": 9000},
        {"clean": None, "poverty": "none", "persons": 3, "litres_per_month": None},
        {"clean": False, "poverty": "poor", "hygienic": True, "source": "drilled_well"},
        {"clean": True, "hygienic": True, "poverty": "none", "persons": 2, "litres_per_month": 3000},
    ]
    supposed = _supposed(commune_of(rows), Meant(), Supposition())
    then = supposed.then.commune.counts
    assert (then.clean, then.poor_clean, then.clean_unknown) == (5, 2, 0)
    assert (then.source_unknown, then.clean_source_unknown, then.poor_clean_source_unknown) == (4, 4, 1)
    assert (then.metered, then.litres, then.litre_persons, then.estimated) == (2, 12000, 7, 1)
    taken = _supposed(commune_of(rows), Meant(), Supposition(through=Through.CENTRAL)).then.commune.counts
    # The last household is clean already and not meant; it stays where its source is not known.
    assert (taken.source_unknown, taken.clean_source_unknown, taken.poor_clean_source_unknown) == (1, 1, 0)


def test_a_group_of_a_source_not_known_is_not_a_group_of_all_sources(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    with data.reading() as session:
        rain = session.scalars(select(MainSource.id).where(MainSource.code == "rain")).one()
        unknown = homes(session, find_year(session), Meant(Group.SOURCE))
        of_rain = homes(session, find_year(session), Meant(Group.SOURCE, of=rain))
    assert [home.hygienic for home in unknown] == [None]
    assert [home.clean for home in of_rain] == [True]


def test_poor_households_and_volumes_of_nothing_move_their_own_counts(commune_of: CommuneOf) -> None:
    rows: list[Row] = [
        {"clean": None, "poverty": "poor", "persons": 2, "litres_per_month": 0},
        {"clean": None, "poverty": "poor", "persons": 3, "litres_per_month": 0},
        {"clean": None, "poverty": "none", "persons": 4, "litres_per_month": 0},
    ]
    then = _supposed(commune_of(rows), Meant(), Supposition()).then.commune.counts
    assert (then.clean, then.poor_clean, then.metered) == (3, 2, 3)
    assert (then.litres, then.litre_persons) == (0, 9)
