from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from communes import VILLAGES, CommuneOf, action_count, content_digest, count, village_ids, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Household, HouseholdRecord, WaterScheme
from nsnt_desktop.models.words import Basis, HouseholdStatus, Poverty
from nsnt_desktop.registry.household_life import leave_households
from nsnt_desktop.registry.household_lists import (
    HouseholdFilter,
    HouseholdRow,
    household_history,
    household_rows,
)
from nsnt_desktop.registry.households import (
    PERSONS_LIMIT,
    add_household,
    set_household_field,
    set_household_fields,
)
from nsnt_desktop.registry.merge_villages import merge_villages
from nsnt_desktop.registry.roster import Roster
from nsnt_desktop.registry.schemes import add_scheme
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.storage.datafile import DataFile


def _find(data: DataFile, search: str) -> list[str]:
    ids = Roster(data, year_id(data)).find(HouseholdFilter(search=search)).ids
    with data.reading() as session:
        return [row.head for row in household_rows(session, ids)]


def _row(data: DataFile, record_id: int) -> HouseholdRow:
    with data.reading() as session:
        (row,) = household_rows(session, [record_id])
        return row


def test_add_and_edit_a_household(data: DataFile) -> None:
    village, other = village_ids(data)
    record = add_household(
        data, year_id(data), village, "  Trịnh  Đức Khoe\u0309 ", persons=4, poverty=Poverty.POOR, phone="09"
    ).record_id
    row = _row(data, record)
    assert (row.head, row.persons, row.poverty, row.phone, row.village) == (
        "Trịnh Đức Khoẻ",
        4,
        Poverty.POOR,
        "09",
        VILLAGES[0],
    )
    assert (row.hygienic, row.clean, row.main_source, row.scheme) == (None, None, "", "")
    assert row.status is HouseholdStatus.ACTIVE
    assert row.updated_at is not None
    set_household_field(data, record, "verified", True)
    assert _row(data, record).verified
    assert set_household_field(data, record, "village_id", other) is not None
    row = _row(data, record)
    assert (row.village, row.verified) == (VILLAGES[1], False)  # the mark falls off with any edit
    set_household_field(data, record, "head", "Lê Văn Ân")
    assert _find(data, "le van an") == ["Lê Văn Ân"]
    assert _find(data, "khoe") == []
    with data.reading() as session:
        ((year, only),) = household_history(session, row.household_id)
    assert year == 2024
    assert only.head == "Lê Văn Ân"


def test_a_carried_over_record_counts_as_updated_by_an_edit(commune_of: CommuneOf) -> None:
    data = commune_of([{"persons": 3, "verified": True}])
    with data.reading() as session:
        (record,) = session.scalars(select(HouseholdRecord.id))
    assert set_household_field(data, record, "persons", 3) is None
    assert _row(data, record).updated_at is None
    set_household_field(data, record, "persons", None)
    row = _row(data, record)
    assert row.updated_at is not None
    assert row.persons is None
    assert not row.verified


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("head", ""),
        ("head", " \u200b "),
        ("persons", 0),
        ("persons", -1),
        ("persons", PERSONS_LIMIT + 1),
        ("litres_per_month", -1),
    ],
)
def test_a_slip_is_refused_in_a_sentence(data: DataFile, field: str, value: Any) -> None:
    record = add_household(data, year_id(data), village_ids(data)[0], "Lê An", persons=4).record_id
    with pytest.raises(KnownError) as error:
        set_household_field(data, record, field, value)
    assert "Hãy" in error.value.message
    assert error.value.message.endswith(".")
    with pytest.raises(KnownError):
        add_household(data, year_id(data), village_ids(data)[0], **{"head": "Bùi Bê", field: value})
    assert count(data, Household) == 1
    assert _row(data, record).persons == 4


def test_the_edges_that_are_allowed(data: DataFile) -> None:
    record = add_household(data, year_id(data), village_ids(data)[0], "Lê An").record_id
    for persons in (1, PERSONS_LIMIT, None):
        set_household_field(data, record, "persons", persons)
        assert _row(data, record).persons == persons
    set_household_field(data, record, "litres_per_month", 0)
    assert _row(data, record).litres_per_month == 0


def test_an_unknown_field_is_a_bug_and_nothing_is_written(data: DataFile) -> None:
    record = add_household(data, year_id(data), village_ids(data)[0], "Lê An").record_id
    for field in ("year_id", "id", "search", "nonsense"):
        with pytest.raises(ValueError, match="no such field"):
            set_household_field(data, record, field, 1)


def test_a_row_names_its_scheme(data: DataFile) -> None:
    add_scheme(data, year_id(data), "Bến Én")
    with data.reading() as session:
        scheme = session.scalars(select(WaterScheme.id)).one()
    record = add_household(data, year_id(data), village_ids(data)[0], "Lê An", scheme_id=scheme).record_id
    assert _row(data, record).scheme == "Bến Én"


def _records(data: DataFile) -> list[int]:
    with data.reading() as session:
        return list(session.scalars(select(HouseholdRecord.id)))


_EDITS: dict[str, Sequence[Any]] = {
    "head": ["Lê An", "Trịnh Thị Hoà", " Lê  An ", ""],
    "code": ["", "H1", "H2"],
    "persons": [None, 1, 4, 0, PERSONS_LIMIT + 1],
    "poverty": [None, *Poverty],
    "hygienic": [None, True, False],
    "basis": [None, *Basis],
    "note": ["", "bể nứt", "=1+1"],
    "verified": [True, False],
    "litres_per_month": [None, 0, 7300, -1],
    "status": list(HouseholdStatus),
}
_EDIT = st.sampled_from(sorted(_EDITS)).flatmap(
    lambda field: st.tuples(st.integers(0, 3), st.just(field), st.sampled_from(_EDITS[field]))
)


@given(st.lists(_EDIT, max_size=12))
@settings(max_examples=60)
def test_a_block_is_its_edits_one_by_one_and_one_undo(commune_of: CommuneOf, edits: list[Any]) -> None:
    data = commune_of([{"head": f"Hộ {n}", "verified": n % 2 == 0} for n in range(4)])
    records, before = _records(data), content_digest(data)
    edited = set_household_fields(data, [(records[n], field, value) for n, field, value in edits])
    block = {i: _row(data, i) for i in records}
    if edited.action_id is not None:
        take_back(data, edited.action_id)
    assert content_digest(data) == before
    refused = []
    for n, field, value in edits:
        try:
            set_household_field(data, records[n], field, value)
        except KnownError as error:
            refused.append((records[n], field, error.message))
    assert [(r.record_id, r.field, r.reason) for r in edited.refused] == refused
    for record_id, row in block.items():
        one_by_one = _row(data, record_id)
        for name in _EDITS.keys() - {"verified"}:  # the last single edit takes the mark off again
            assert getattr(row, name) == getattr(one_by_one, name)


def test_a_block_saves_what_it_can_and_returns_the_rest(commune_of: CommuneOf) -> None:
    data = commune_of([{"head": "Lê An", "persons": 3}, {"head": "Bùi Bê", "persons": 4}])
    first, second = _records(data)
    actions = action_count(data)
    edited = set_household_fields(
        data, [(first, "persons", 0), (first, "note", "vắng"), (second, "persons", 5), (second, "head", " ")]
    )
    assert (edited.households, action_count(data)) == (2, actions + 1)
    assert [(r.record_id, r.field) for r in edited.refused] == [(first, "persons"), (second, "head")]
    assert all("Hãy" in r.reason for r in edited.refused)
    rows = (_row(data, first), _row(data, second))
    assert [(r.head, r.persons, r.note) for r in rows] == [("Lê An", 3, "vắng"), ("Bùi Bê", 5, "")]


def test_a_block_of_refusals_alone_leaves_no_action(commune_of: CommuneOf) -> None:
    data = commune_of([{"head": "Lê An"}])
    before, actions = content_digest(data), action_count(data)
    edited = set_household_fields(data, [(_records(data)[0], "persons", 99)])
    assert (edited.action_id, edited.households, len(edited.refused)) == (None, 0, 1)
    assert (content_digest(data), action_count(data)) == (before, actions)


def test_what_became_of_a_household_falls_with_its_status(data: DataFile) -> None:
    record = add_household(data, year_id(data), village_ids(data)[0], "Cao Bá Ân").record_id
    leave_households(data, [record], "ra Hà Nội")
    back = set_household_field(data, record, "status", HouseholdStatus.ACTIVE) or 0
    with data.reading() as session:
        assert session.get_one(HouseholdRecord, record).status_note == ""
    take_back(data, back)
    with data.reading() as session:
        assert session.get_one(HouseholdRecord, record).status_note == "ra Hà Nội"


def test_no_household_is_added_to_a_village_that_is_no_more(data: DataFile) -> None:
    gone, into = village_ids(data)
    merge_villages(data, gone, into)
    before = content_digest(data)
    with pytest.raises(KnownError, match=r"không có «Thôn Phác Lê».*Chưa có gì bị thay đổi"):
        add_household(data, year_id(data), gone, "Cao Bá Ân")
    assert content_digest(data) == before


def test_an_edit_that_comes_after_the_household_was_taken_back_is_told(data: DataFile) -> None:
    added = add_household(data, year_id(data), village_ids(data)[0], "Cao Bá Ân")
    take_back(data, added.action_id)
    before = action_count(data)
    with pytest.raises(KnownError, match=r"không còn trong sổ.*Chưa có gì bị thay đổi"):
        set_household_field(data, added.record_id, "persons", 3)
    with pytest.raises(KnownError, match="không còn trong sổ"):
        leave_households(data, [added.record_id])
    assert action_count(data) == before
