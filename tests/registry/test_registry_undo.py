from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from communes import CommuneOf, action_count, audit_lines, content_digest, count, fill, village_ids, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import (
    Action,
    Household,
    HouseholdRecord,
    SurveyYear,
    SustainabilityCriterion,
    Village,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import Basis, HouseholdStatus, Poverty, SchemeKind, YearState
from nsnt_desktop.registry.households import (
    add_household,
    set_household_field,
    set_household_fields,
)
from nsnt_desktop.registry.new_villages import NewVillage, add_villages
from nsnt_desktop.registry.schemes import (
    add_scheme,
    set_scheme_answer,
    set_scheme_field,
)
from nsnt_desktop.registry.undo import Undone, latest_action, take_back
from nsnt_desktop.registry.villages import remove_village, set_village_field
from nsnt_desktop.registry.water_tests import add_test, remove_test
from nsnt_desktop.storage.audit import bulk_insert
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

names = st.sampled_from(["An", "Trịnh Đức Khoẻ", "Lê Thị Ánh", "Bùi Ơn"])
fields = st.one_of(
    st.tuples(st.just("head"), names),
    st.tuples(st.just("code"), st.sampled_from(["", "H1", "H2"])),
    st.tuples(st.just("phone"), st.sampled_from(["", "0912 345 678"])),
    st.tuples(st.just("persons"), st.sampled_from([None, 1, 4])),
    st.tuples(st.just("poverty"), st.sampled_from([None, *Poverty])),
    st.tuples(st.sampled_from(["hygienic", "clean", "has_meter"]), st.sampled_from([None, True, False])),
    st.tuples(st.just("basis"), st.sampled_from([None, *Basis])),
    st.tuples(st.just("status"), st.sampled_from([*HouseholdStatus])),
    st.tuples(st.just("verified"), st.booleans()),
    st.tuples(st.just("note"), st.sampled_from(["", 'có "ngoặc" và\\'])),
    st.tuples(st.just("litres_per_month"), st.sampled_from([None, 0, 4500])),
)
scheme_fields = st.one_of(
    st.tuples(st.just("kind"), st.sampled_from([None, *SchemeKind])),
    st.tuples(st.just("working"), st.sampled_from([None, True, False])),
    st.tuples(st.just("managing_body"), st.sampled_from(["", "UBND xã"])),
    st.tuples(st.just("year_built"), st.sampled_from([None, 2001])),
)
steps = st.one_of(
    st.tuples(st.just("field"), st.integers(0, 30), fields),
    st.tuples(st.just("field"), st.integers(0, 30), fields),
    st.tuples(st.just("block"), st.integers(0, 30), st.lists(fields, max_size=3)),
    st.tuples(st.just("household"), st.integers(0, 1), names),
    st.tuples(st.just("scheme"), st.just(0), names),
    st.tuples(st.just("scheme field"), st.integers(0, 30), scheme_fields),
    st.tuples(st.just("test"), st.integers(0, 30), st.sampled_from([None, True, False])),
    st.tuples(st.just("remove test"), st.integers(0, 30), st.none()),
)


def _ids(data: DataFile, model: type[Any]) -> list[int]:
    with data.reading() as session:
        return list(session.scalars(select(model.id).order_by(model.id)))


def _do(data: DataFile, kind: str, which: int, what: Any) -> None:
    year = year_id(data)
    records = _ids(data, HouseholdRecord)
    schemes = _ids(data, WaterScheme)
    tests = _ids(data, WaterTest)
    if kind == "household":
        add_household(data, year, village_ids(data)[which], what, persons=3)
    elif kind == "field":
        set_household_field(data, records[which % len(records)], *what)
    elif kind == "block":
        set_household_fields(data, [(records[(which + i) % len(records)], *w) for i, w in enumerate(what)])
    elif kind == "scheme" and len(schemes) < 3:
        add_scheme(data, year, f"Công trình {len(schemes)} {what}")
    elif kind == "scheme field" and schemes:
        set_scheme_field(data, schemes[which % len(schemes)], *what)
    elif kind == "test" and schemes:
        add_test(data, scheme_id=schemes[which % len(schemes)], tested_on=date(2024, 5, 1), passed=what)
    elif kind == "remove test" and tests:
        remove_test(data, tests[which % len(tests)])


def _latest(data: DataFile) -> int:
    with data.reading() as session:
        return latest_action(session)


def _back(data: DataFile, action: int) -> Undone:
    undone = take_back(data, action)
    assert undone.kept == 0
    assert undone.action_id == _latest(data)
    return undone


@given(st.lists(steps, min_size=1, max_size=8))
@settings(max_examples=20)
def test_undoing_everything_in_reverse_leads_back_and_undoing_that_leads_forth(
    data: DataFile, steps: list[tuple[str, int, Any]]
) -> None:
    if not _ids(data, Household):
        fill(data, [{"head": "Gốc"}, {"head": "Khác", "persons": 2}])
    start = content_digest(data)
    actions = []
    for step in steps:
        before = _latest(data)
        _do(data, *step)
        if _latest(data) != before:
            actions.append(_latest(data))
    end = content_digest(data)
    undos = [_back(data, action).action_id for action in reversed(actions)]
    assert content_digest(data) == start
    redos = [_back(data, undo or 0).action_id for undo in reversed(undos)]
    assert content_digest(data) == end
    for redo in reversed(redos):
        _back(data, redo or 0)
    assert content_digest(data) == start


@pytest.fixture
def record(data: DataFile) -> int:
    return add_household(data, year_id(data), village_ids(data)[0], "Trịnh Đức Khoẻ", persons=4).record_id


def _record(data: DataFile, record_id: int) -> HouseholdRecord:
    with data.reading() as session:
        return session.get_one(HouseholdRecord, record_id)


def test_an_edit_that_changes_nothing_leaves_no_action(data: DataFile, record: int) -> None:
    before = action_count(data)
    assert set_household_field(data, record, "persons", 4) is None
    assert set_household_field(data, record, "head", "  Trịnh  Đức Khoẻ ") is None
    assert set_household_fields(data, []).action_id is None
    assert action_count(data) == before


def test_what_was_edited_since_stays_and_is_counted(data: DataFile, record: int) -> None:
    first = set_household_fields(data, [(record, "persons", 5), (record, "note", "bể nứt")]).action_id
    set_household_field(data, record, "persons", 6)
    undone = take_back(data, first or 0)
    assert (undone.restored, undone.kept) == (1, 1)
    assert undone.what == "Sửa hộ Trịnh Đức Khoẻ"
    found = _record(data, record)
    assert (found.persons, found.note) == (6, "")
    assert found.updated_at is not None  # the later edit still counts as this year's update


def test_what_stays_keeps_its_stamp(commune_of: CommuneOf) -> None:
    data = commune_of([{"persons": 3}])  # carried over, not updated yet
    (record,) = _ids(data, HouseholdRecord)
    first = set_household_field(data, record, "persons", 5) or 0
    set_household_field(data, record, "persons", 6)  # within the same second
    assert take_back(data, first).action_id is None
    found = _record(data, record)
    assert (found.persons, found.updated_at is None) == (6, False)


def test_nothing_left_to_take_back_leaves_no_action(data: DataFile, record: int) -> None:
    first = set_household_field(data, record, "persons", 5) or 0
    set_household_field(data, record, "persons", 6)
    before = action_count(data)
    undone = take_back(data, first)
    assert (undone.action_id, undone.restored, undone.kept) == (None, 0, 1)
    told = undone.told("Đã hoàn tác.")
    assert told.startswith("Không hoàn tác được gì: Sửa hộ Trịnh Đức Khoẻ.")
    assert action_count(data) == before
    assert _record(data, record).persons == 6


def test_search_keys_are_not_values_the_officer_edited(data: DataFile, record: int) -> None:
    first = set_household_field(data, record, "head", "Lê An") or 0
    set_household_field(data, record, "code", "H7")
    undone = take_back(data, first)
    assert (undone.restored, undone.kept) == (1, 0)
    with data.reading() as session:
        household = session.scalars(select(Household)).one()
        assert (household.head, household.code) == ("Trịnh Đức Khoẻ", "H7")
        assert household.search == "trinh duc khoe h7"


def test_an_added_household_edited_since_stays(data: DataFile, record: int) -> None:
    added = _latest(data)
    set_household_field(data, record, "persons", 5)
    undone = take_back(data, added)
    assert undone.action_id is None
    assert undone.kept == 2  # the household and its record
    assert count(data, Household) == 1


def test_a_bulk_insert_can_be_taken_back(data: DataFile) -> None:
    start = content_digest(data)
    with change(data, "Nhập danh sách") as made:
        ids = bulk_insert(
            made.session,
            Household,
            [{"code": f"H{n}", "head": "A", "search": "a", "sort_key": "a"} for n in range(5)],
        )
        bulk_insert(
            made.session,
            HouseholdRecord,
            [
                {
                    "year_id": year_id(data),
                    "household_id": i,
                    "village_id": village_ids(data)[0],
                    "treatment": "",
                    "pollution_risk": "",
                    "note": "",
                    "poverty": Poverty.POOR,
                }
                for i in ids
            ],
        )
        imported = made.action_id
    assert count(data, HouseholdRecord) == 5
    end = content_digest(data)
    undone = _back(data, imported)
    assert undone.restored == 10
    assert content_digest(data) == start
    _back(data, undone.action_id or 0)
    assert content_digest(data) == end


def test_an_action_taken_back_twice_takes_nothing_from_those_who_came_after(data: DataFile) -> None:
    def take_in(code: str) -> int:
        with change(data, "Nhập danh sách") as made:
            bulk_insert(
                made.session, Household, [{"code": code, "head": "A", "search": "a", "sort_key": "a"}]
            )
            return made.action_id

    first = take_in("H1")
    _back(data, first)
    take_in("H2")  # under the same number, as SQLite gives them out again
    undone = take_back(data, first)
    assert (undone.action_id, undone.kept) == (None, 1)
    assert count(data, Household) == 1


def test_a_name_taken_since_is_no_crash(data: DataFile) -> None:
    village = village_ids(data)[0]
    set_village_field(data, village, "name", "Thôn Mới")
    renamed = _latest(data)
    add_villages(data, year_id(data), [NewVillage("Thôn Phác Lê")])
    undone = take_back(data, renamed)
    assert (undone.action_id, undone.kept) == (None, 1)
    with data.reading() as session:
        assert session.get_one(Village, village).name == "Thôn Mới"


def test_a_removed_village_whose_name_was_given_away_stays_away(data: DataFile) -> None:
    remove_village(data, village_ids(data)[1])
    removed = _latest(data)
    add_villages(data, year_id(data), [NewVillage("Thôn Do Thượng")])
    before = content_digest(data)
    assert take_back(data, removed).action_id is None
    assert content_digest(data) == before


def _turn(data: DataFile, state: YearState) -> None:
    with change(data, "Chốt hay mở lại số liệu") as made:
        made.session.scalars(select(SurveyYear)).one().state = state


def test_a_closed_year_refuses_edits_and_undo(data: DataFile, record: int) -> None:
    added = _latest(data)
    edited = set_household_field(data, record, "persons", 5) or 0
    scheme = add_scheme(data, year_id(data), "Bến Én").record_id
    with data.reading() as session:
        criterion = session.scalars(select(SustainabilityCriterion.id)).first() or 0
    answered = set_scheme_answer(data, scheme, criterion, met=True) or 0
    _turn(data, YearState.CLOSED)
    before = content_digest(data)
    refused: list[Callable[[], object]] = [
        lambda: set_household_field(data, record, "persons", 7),
        lambda: set_household_field(data, record, "head", "Lê An"),
        lambda: add_household(data, year_id(data), village_ids(data)[0], "Lê An"),
        lambda: set_scheme_field(data, scheme, "working", False),
        lambda: add_scheme(data, year_id(data), "Khác"),
        lambda: set_scheme_answer(data, scheme, criterion, met=False),
        lambda: take_back(data, answered),
        lambda: take_back(data, edited),
        lambda: take_back(data, added),
    ]
    for attempt in refused:
        with pytest.raises(KnownError, match="đã chốt"):
            attempt()
    assert content_digest(data) == before
    _turn(data, YearState.OPEN)
    _back(data, edited)
    assert _record(data, record).persons == 4


def test_undo_names_what_it_undoes(data: DataFile, record: int) -> None:
    edited = set_household_field(data, record, "persons", 5) or 0
    undone = take_back(data, edited)
    with data.reading() as session:
        action = session.get_one(Action, undone.action_id)
        assert (action.undoes_id, action.what) == (edited, "Sửa hộ Trịnh Đức Khoẻ")
        assert session.get_one(Action, edited).what == "Sửa hộ Trịnh Đức Khoẻ"
    assert ("household_record", "persons", "5", "4") in audit_lines(data, undone.action_id or 0)
