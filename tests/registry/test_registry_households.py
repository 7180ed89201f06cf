from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from communes import VILLAGES, CommuneOf, count, village_ids, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Household, HouseholdRecord, WaterScheme
from nsnt_desktop.models.words import HouseholdStatus, Poverty
from nsnt_desktop.registry.household_lists import (
    SORT_COLUMNS,
    Chip,
    HouseholdFilter,
    HouseholdRow,
    count_by_village,
    household_history,
    household_ids,
    household_rows,
)
from nsnt_desktop.registry.households import PERSONS_LIMIT, add_household, set_household_field
from nsnt_desktop.registry.schemes import add_scheme
from nsnt_desktop.storage.datafile import DataFile

PEOPLE = ["Trịnh Đức Khoẻ", "Lê Thị Ánh", "Bùi Văn An", "Phạm Văn Đông", "Lê Dung", "Cao Bá Ân"]


@pytest.fixture
def six(commune_of: CommuneOf) -> DataFile:
    return commune_of(
        [
            {"head": name, "code": f"CT-{n:02d}", "phone": f"0912 345 {n:03d}", "village": VILLAGES[n % 2]}
            for n, name in enumerate(PEOPLE)
        ]
    )


def _heads(data: DataFile, where: HouseholdFilter, sort: str = "head", **order: bool) -> list[str]:
    with data.reading() as session:
        ids = household_ids(session, year_id(data), where, sort, **order)
        return [row.head for row in household_rows(session, ids)]


def _find(data: DataFile, search: str) -> list[str]:
    return _heads(data, HouseholdFilter(search=search))


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("trinh duc khoe", ["Trịnh Đức Khoẻ"]),
        ("TRỊNH ĐỨC KHỎE", ["Trịnh Đức Khoẻ"]),
        ("khoe trinh", ["Trịnh Đức Khoẻ"]),
        ("le", ["Lê Thị Ánh", "Lê Dung"]),
        ("ct-03", ["Phạm Văn Đông"]),
        ("345 004", ["Lê Dung"]),
        ("%", []),
        ("_", []),
        ("trinh dung", []),
    ],
)
def test_search_knows_no_accents(six: DataFile, search: str, found: list[str]) -> None:
    if search == "%":  # punctuation alone is no search at all
        assert len(_find(six, search)) == len(PEOPLE)
    else:
        assert _find(six, search) == found


def test_people_stand_in_the_vietnamese_order_of_given_names(six: DataFile) -> None:
    order = ["Bùi Văn An", "Lê Thị Ánh", "Cao Bá Ân", "Lê Dung", "Phạm Văn Đông", "Trịnh Đức Khoẻ"]
    assert _heads(six, HouseholdFilter()) == order
    assert _heads(six, HouseholdFilter(), descending=True) == order[::-1]


def test_by_village_then_by_name(six: DataFile) -> None:
    assert _heads(six, HouseholdFilter(), "village") == [
        "Bùi Văn An",
        "Lê Dung",
        "Trịnh Đức Khoẻ",
        "Lê Thị Ánh",
        "Cao Bá Ân",
        "Phạm Văn Đông",
    ]
    with six.reading() as session:
        assert count_by_village(session, year_id(six), HouseholdFilter(search="le")) == dict(
            zip(village_ids(six), (1, 1), strict=True)
        )
        only_first = HouseholdFilter(village_id=village_ids(six)[0], search="")
        assert count_by_village(session, year_id(six), only_first) == dict(
            zip(village_ids(six), (3, 3), strict=True)
        )
    assert _heads(six, only_first) == ["Bùi Văn An", "Lê Dung", "Trịnh Đức Khoẻ"]


@given(st.sampled_from(sorted(SORT_COLUMNS)), st.booleans(), st.integers(1, 7))
@settings(max_examples=25)
def test_pages_put_together_are_the_list(six: DataFile, sort: str, descending: bool, page: int) -> None:
    with six.reading() as session:
        ids = household_ids(session, year_id(six), HouseholdFilter(), sort, descending=descending)
        pages = [household_rows(session, ids[at : at + page]) for at in range(0, len(ids), page)]
        assert [row.id for rows in pages for row in rows] == ids
        assert sorted(ids) == sorted(session.scalars(select(HouseholdRecord.id)))
        assert [r.id for r in household_rows(session, [*ids[::-1], 999])] == ids[::-1]
        assert household_rows(session, []) == []


def test_the_quick_filters(commune_of: CommuneOf) -> None:
    stamp = datetime(2024, 9, 1)  # noqa: DTZ001 - the PC's clock
    yes = {"hygienic": True, "clean": True, "updated_at": stamp}
    data = commune_of(
        [
            {"head": "Đủ", **yes},
            {"head": "Nghèo", **yes, "poverty": Poverty.POOR},
            {"head": "Cận", **yes, "poverty": Poverty.NEAR_POOR},
            {"head": "Chưa sạch", **yes, "clean": False},
            {"head": "Chưa rõ", **yes, "clean": None},
            {"head": "Chưa sửa", **yes, "updated_at": None},
            {"head": "Đi rồi", **yes, "status": HouseholdStatus.MOVED_AWAY},
            {"head": "Năm trước", **yes, "year": 2023},
        ]
    )

    def chips(*wanted: Chip) -> list[str]:
        return _heads(data, HouseholdFilter(chips=frozenset(wanted)))

    assert chips(Chip.POOR) == ["Nghèo"]
    assert chips(Chip.NOT_CLEAN) == ["Chưa sạch"]
    assert chips(Chip.UNKNOWN) == ["Chưa rõ"]
    assert chips(Chip.NOT_UPDATED) == ["Chưa sửa"]
    assert chips(Chip.GONE) == ["Đi rồi"]
    assert chips(Chip.POOR, Chip.NOT_CLEAN) == []
    assert len(chips()) == 6
    with data.reading() as session:
        (poor,) = household_ids(session, year_id(data), HouseholdFilter(chips=frozenset({Chip.POOR})))
    assert _heads(data, HouseholdFilter(only=frozenset({poor}))) == ["Nghèo"]
    assert _heads(data, HouseholdFilter(only=frozenset())) == []


def _row(data: DataFile, record_id: int) -> HouseholdRow:
    with data.reading() as session:
        (row,) = household_rows(session, [record_id])
        return row


def test_add_and_edit_a_household(data: DataFile) -> None:
    village, other = village_ids(data)
    record = add_household(
        data, year_id(data), village, "  Trịnh  Đức Khoe\u0309 ", persons=4, poverty=Poverty.POOR, phone="09"
    )
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
    record = add_household(data, year_id(data), village_ids(data)[0], "Lê An", persons=4)
    with pytest.raises(KnownError) as error:
        set_household_field(data, record, field, value)
    assert "Hãy" in error.value.message
    assert error.value.message.endswith(".")
    with pytest.raises(KnownError):
        add_household(data, year_id(data), village_ids(data)[0], **{"head": "Bùi Bê", field: value})
    assert count(data, Household) == 1
    assert _row(data, record).persons == 4


def test_the_edges_that_are_allowed(data: DataFile) -> None:
    record = add_household(data, year_id(data), village_ids(data)[0], "Lê An")
    for persons in (1, PERSONS_LIMIT, None):
        set_household_field(data, record, "persons", persons)
        assert _row(data, record).persons == persons
    set_household_field(data, record, "litres_per_month", 0)
    assert _row(data, record).litres_per_month == 0


def test_an_unknown_field_is_a_bug_and_nothing_is_written(data: DataFile) -> None:
    record = add_household(data, year_id(data), village_ids(data)[0], "Lê An")
    for field in ("year_id", "id", "search", "nonsense"):
        with pytest.raises(ValueError, match="no such field"):
            set_household_field(data, record, field, 1)


def test_a_row_names_its_scheme(data: DataFile) -> None:
    add_scheme(data, year_id(data), "Bến Én")
    with data.reading() as session:
        scheme = session.scalars(select(WaterScheme.id)).one()
    record = add_household(data, year_id(data), village_ids(data)[0], "Lê An", scheme_id=scheme)
    assert _row(data, record).scheme == "Bến Én"
    assert _heads(data, HouseholdFilter(), "scheme") == ["Lê An"]
