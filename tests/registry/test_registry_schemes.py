"""Schemes of a year: their names, what is said of their figures, the register beside them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from communes import action_count, content_digest, fill, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.models import HouseholdRecord, WaterScheme
from nsnt_desktop.models.words import HouseholdStatus, SustainabilityClass
from nsnt_desktop.registry.new_year import open_next_year
from nsnt_desktop.registry.scheme_words import (
    agrees_with_register,
    field_notes,
    register_words,
    shared_words,
)
from nsnt_desktop.registry.schemes import (
    AddedScheme,
    SchemeRow,
    add_scheme,
    connected_households,
    list_schemes,
    matching_schemes,
    set_scheme_field,
    take_from_register,
)
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile


@pytest.fixture
def scheme(data: DataFile) -> AddedScheme:
    return add_scheme(data, year_id(data), "Trạm bơm Cẩm Tân")


def rows(data: DataFile, year: int | None = None) -> list[SchemeRow]:
    with data.reading() as session:
        return list_schemes(session, find_year(session, year))


def only(data: DataFile) -> SchemeRow:
    (row,) = rows(data)
    return row


def connected(scheme_id: int, **changes: Any) -> dict[str, Any]:
    return {"persons": 4, "source": "central_tap", "scheme_id": scheme_id, **changes}


# Names


@pytest.mark.parametrize("name", ["Trạm bơm Cẩm Tân", " trạm  BƠM Cẩm Tân ", "Tram bom Cam Tan"])
def test_a_name_there_is_already_is_refused_whatever_its_accents(
    data: DataFile, scheme: AddedScheme, name: str
) -> None:
    before = content_digest(data)
    with pytest.raises(KnownError, match="Đã có công trình «Trạm bơm Cẩm Tân»"):
        add_scheme(data, year_id(data), name)
    other = add_scheme(data, year_id(data), "Hồ treo")
    with pytest.raises(KnownError, match="Đã có công trình"):
        set_scheme_field(data, other.record_id, "name", name)
    assert set_scheme_field(data, scheme.record_id, "name", "Tram bom Cam Tan")  # its own, written anew
    take_back(data, other.action_id)
    set_scheme_field(data, scheme.record_id, "name", "Trạm bơm Cẩm Tân")
    assert content_digest(data) == before


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["Hồ treo Thôn 5", "Trạm bơm Cẩm Tân"]),
        ("tram", ["Trạm bơm Cẩm Tân"]),
        ("  tân BƠM", ["Trạm bơm Cẩm Tân"]),
        ("ct02", ["Hồ treo Thôn 5"]),
        ("tram ho", []),
    ],
)
def test_schemes_are_found_without_accents(
    data: DataFile, scheme: AddedScheme, typed: str, found: list[str]
) -> None:
    lake = add_scheme(data, year_id(data), "Hồ treo Thôn 5")
    set_scheme_field(data, lake.record_id, "code", "CT02")
    assert scheme.scheme_id != lake.scheme_id
    assert [row.scheme.name for row in matching_schemes(rows(data), typed)] == found


def test_a_scheme_of_another_year_is_followed_again_not_doubled(data: DataFile) -> None:
    open_next_year(data)
    first = add_scheme(data, year_id(data, 2025), "Bến Én")
    again = add_scheme(data, year_id(data, 2024), "bến én")
    assert (first.known, again.known) == (False, True)
    assert first.scheme_id == again.scheme_id
    assert first.record_id != again.record_id
    with data.reading() as session:
        assert [s.name for s in session.scalars(select(WaterScheme))] == ["Bến Én"]
    assert take_back(data, again.action_id).action_id
    assert rows(data, 2024) == []
    assert len(rows(data, 2025)) == 1


def test_a_scheme_out_of_use_is_carried_over_with_last_year_beside_it(
    data: DataFile, scheme: AddedScheme
) -> None:
    set_scheme_field(data, scheme.record_id, "working", False)
    set_scheme_field(data, scheme.record_id, "yearly_cost", 5_000_000)
    assert only(data).before is None
    open_next_year(data)
    row = only(data)
    assert row.record.working is False
    assert row.record.yearly_cost is None
    assert row.verdict.final is SustainabilityClass.NOT_WORKING
    assert row.before is not None
    assert (row.before.year, row.before.record.yearly_cost) == (2024, 5_000_000)
    assert row.before.final is SustainabilityClass.NOT_WORKING


# Households connected here


def test_the_register_is_counted_beside_the_record(data: DataFile, scheme: AddedScheme) -> None:
    gone = connected(scheme.scheme_id, status=HouseholdStatus.MOVED_AWAY)
    fill(
        data,
        [connected(scheme.scheme_id), connected(scheme.scheme_id, persons=None), gone, {"source": "rain"}],
    )
    row = only(data)
    assert (row.connected.households, row.connected.persons, row.connected.persons_unknown) == (2, 4, 1)
    assert agrees_with_register(row) is None
    assert register_words(row, 2024) == (
        "Công trình chưa ghi số hộ của xã này; "
        "danh sách hộ năm 2024 có 2 hộ (4 người, 1 hộ chưa ghi số khẩu)."
    )
    for here, agrees, told in (
        (5, False, "danh sách hộ ít hơn 3 hộ."),
        (1, False, "danh sách hộ nhiều hơn 1 hộ."),
    ):
        set_scheme_field(data, scheme.record_id, "households_here", here)
        assert agrees_with_register(only(data)) is agrees
        assert register_words(only(data), 2024).endswith(told)
    set_scheme_field(data, scheme.record_id, "households_here", 2)
    set_scheme_field(data, scheme.record_id, "persons", 8)
    assert agrees_with_register(only(data)) is True
    assert register_words(only(data), 2024).startswith("Công trình ghi 2 hộ (8 người); danh sách hộ")
    with data.reading() as session:
        found = connected_households(session, year_id(data), scheme.scheme_id)
        active = select(HouseholdRecord.id).where(
            HouseholdRecord.scheme_id == scheme.scheme_id, HouseholdRecord.status == HouseholdStatus.ACTIVE
        )
        assert found == set(session.scalars(active))


def test_the_registers_numbers_are_taken_over_as_one_action(data: DataFile, scheme: AddedScheme) -> None:
    fill(data, [connected(scheme.scheme_id), connected(scheme.scheme_id, persons=None)])
    set_scheme_field(data, scheme.record_id, "persons", 9)
    before, digest = action_count(data), content_digest(data)
    taken = take_from_register(data, scheme.record_id)
    assert (taken.households, taken.persons) == (2, None)
    assert (only(data).record.households_here, only(data).record.persons) == (2, 9)
    assert action_count(data) == before + 1
    assert taken.action_id is not None
    take_back(data, taken.action_id)
    assert content_digest(data) == digest
    fill(data, [connected(scheme.scheme_id), connected(scheme.scheme_id)])
    assert take_from_register(data, scheme.record_id).persons == 8
    assert (only(data).record.households_here, only(data).record.persons) == (2, 8)
    assert take_from_register(data, scheme.record_id).action_id is None


# What is said of the figures


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({"design_capacity": 100, "actual_capacity": 101}, "actual_capacity", "công suất thiết kế 100"),
        ({"design_capacity": 100, "actual_capacity": 100}, "actual_capacity", ""),
        ({"design_connections": 9, "actual_connections": 10}, "actual_connections", "đấu nối thiết kế 9"),
        ({"households_here": 5, "persons": 4}, "persons", "Ít hơn số hộ 5"),
        ({"households_here": 5, "persons": 51}, "persons", "hơn 10 người một hộ"),
        ({"households_here": 5, "persons": 50}, "persons", ""),
        ({"yearly_income": 212}, "yearly_income", "Ghi bằng đồng"),
        ({"yearly_income": 0}, "yearly_income", ""),
        ({"yearly_cost": 212_000_000}, "yearly_cost", ""),
        ({"price": 7}, "price", "ví dụ 7.500"),
        ({"price": 7500}, "price", ""),
        ({"year_built": 2010, "in_use_since": 2009}, "in_use_since", "Trước năm xây dựng 2010"),
        ({"in_use_since": 2025}, "in_use_since", "Sau năm 2024"),
        ({"year_built": 2025}, "year_built", "Sau năm 2024"),
        ({}, "persons", ""),
    ],
)
def test_what_does_not_sit_well_is_said_and_kept(
    data: DataFile, scheme: AddedScheme, values: dict[str, int], field: str, told: str
) -> None:
    for name, value in values.items():
        set_scheme_field(data, scheme.record_id, name, value)
    note = field_notes(only(data), 2024).get(field, "")
    assert told in note
    assert bool(told) == bool(note)


@pytest.mark.parametrize(
    ("field", "value"),
    [("loss_percent", 101), ("hours_per_day", 25), ("days_interrupted", 367), ("yearly_cost", -1)],
)
def test_what_cannot_be_is_refused(data: DataFile, scheme: AddedScheme, field: str, value: int) -> None:
    before = content_digest(data)
    with pytest.raises(KnownError, match="Hãy nhập số từ 0"):
        set_scheme_field(data, scheme.record_id, field, value)
    assert content_digest(data) == before


def test_a_shared_scheme_parts_its_connections_and_counts_once(data: DataFile, scheme: AddedScheme) -> None:
    assert shared_words(only(data)) == ""
    set_scheme_field(data, scheme.record_id, "other_communes", "xã Cẩm Long")
    assert "Hãy ghi số đấu nối thực tế của mọi xã" in shared_words(only(data))
    set_scheme_field(data, scheme.record_id, "actual_connections", 240)
    set_scheme_field(data, scheme.record_id, "households_here", 120)
    assert "tổng 240 đấu nối, xã này 120, còn lại 120 đấu nối ở xã khác" in shared_words(only(data))
    set_scheme_field(data, scheme.record_id, "households_here", 241)
    assert "nhiều hơn tổng số đấu nối (240)" in shared_words(only(data))
    set_scheme_field(data, scheme.record_id, "working", False)
    with data.reading() as session:
        figures = compute_year(session, find_year(session))
    assert figures.classes[SustainabilityClass.NOT_WORKING] == 1
    assert figures.commune.indicator("6").denominator == 1


figure = st.one_of(st.none(), st.integers(0, 400))
known = st.sampled_from([None, True, False])


@given(
    st.lists(
        st.tuples(
            known,
            known,
            st.tuples(figure, figure, figure),
            st.sampled_from([None, *SustainabilityClass]),
            st.sampled_from(["", "kiểm tra tại chỗ"]),
        ),
        max_size=4,
    )
)
def test_the_classes_and_the_unclassified_always_add_up(data: DataFile, described: list[Any]) -> None:
    _start_again(data)
    for number, (working, trained, (income, cost, days), override, reason) in enumerate(described):
        record = add_scheme(data, year_id(data), f"Công trình {number}").record_id
        values = {
            "working": working,
            "trained_operator": trained,
            "yearly_income": income,
            "yearly_cost": cost,
            "days_interrupted": None if days is None else min(days, 366),
            "class_override": override,
            "class_reason": reason,
        }
        for field, value in values.items():
            set_scheme_field(data, record, field, value)
    with data.reading() as session:
        figures = compute_year(session, find_year(session))
    assert sum(figures.classes.values()) == len(described)
    assert figures.commune.indicator("6").denominator == len(described)
    for row in rows(data):
        counted = row.record.class_override is not None and bool(row.record.class_reason)
        assert row.verdict.overridden is counted
        assert row.verdict.final is (row.record.class_override if counted else row.verdict.proposed)


def _start_again(data: DataFile) -> None:
    with change(data, "Làm lại từ đầu") as made:
        for row in rows(data):
            made.session.delete(made.session.merge(row.record))
        made.session.flush()
        for scheme in made.session.scalars(select(WaterScheme)):
            made.session.delete(scheme)
