from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from communes import VILLAGES, CommuneOf, village_ids, year_id
from nsnt_desktop.models import HouseholdRecord, Village
from nsnt_desktop.models.words import HouseholdStatus, Poverty
from nsnt_desktop.registry.household_lists import Chip, HouseholdFilter, household_rows
from nsnt_desktop.registry.household_sorting import SORTS
from nsnt_desktop.registry.households import add_household, set_household_field
from nsnt_desktop.registry.roster import Roster
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.text import fold, natural_key, person_sort_key

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
    ids = Roster(data, year_id(data)).find(where, sort, **order).ids
    with data.reading() as session:
        return [row.head for row in household_rows(session, ids)]


def _counts(data: DataFile, where: HouseholdFilter) -> dict[int, int]:
    return Roster(data, year_id(data)).find(where).counts


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
    first, second = village_ids(six)
    assert _counts(six, HouseholdFilter(search="le")) == {first: 1, second: 1}
    only_first = HouseholdFilter(village_id=first)
    assert _counts(six, only_first) == {first: 3, second: 3}
    assert _heads(six, only_first) == ["Bùi Văn An", "Lê Dung", "Trịnh Đức Khoẻ"]


@given(st.sampled_from(sorted(SORTS)), st.booleans(), st.integers(1, 7))
@settings(max_examples=25)
def test_pages_put_together_are_the_list(six: DataFile, sort: str, descending: bool, page: int) -> None:
    ids = list(Roster(six, year_id(six)).find(HouseholdFilter(), sort, descending=descending).ids)
    with six.reading() as session:
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
    assert len(chips(Chip.NOT_VERIFIED)) == 6
    assert chips(Chip.POOR, Chip.NOT_CLEAN) == []
    assert len(chips()) == 6
    (poor,) = Roster(data, year_id(data)).find(HouseholdFilter(chips=frozenset({Chip.POOR}))).ids
    assert _heads(data, HouseholdFilter(only=frozenset({poor}))) == ["Nghèo"]
    assert _heads(data, HouseholdFilter(only=frozenset())) == []


_NAMES = ["Lê An", "Lê Ánh", "Trịnh Khoẻ", "Trịnh Khỏe", "Bùi Đào"]
_ROW = st.fixed_dictionaries(
    {
        "head": st.sampled_from(_NAMES),
        "village": st.sampled_from(VILLAGES),
        "code": st.sampled_from(["", "H2", "H10", "H1", "X"]),
        "persons": st.sampled_from([None, 1, 4, 12]),
        "status": st.sampled_from([*[HouseholdStatus.ACTIVE] * 4, HouseholdStatus.ENDED]),
        "clean": st.sampled_from([None, True, False]),
        "hygienic": st.just(True),
    }
)
_CHIPS: dict[Chip, Callable[[Any], bool]] = {
    Chip.UNKNOWN: lambda row: row.clean is None,
    Chip.NOT_CLEAN: lambda row: row.clean is False,
}
_KEYS: dict[str, Callable[[Any], Any]] = {
    "head": lambda row: person_sort_key(row.head),
    "village": lambda row: VILLAGES.index(row.village),
    "code": lambda row: natural_key(row.code) if row.code else "",
    "persons": lambda row: row.persons or 0,
}


@given(
    st.lists(_ROW, max_size=12),
    st.tuples(st.sampled_from(["", "le", "khoe", "h1", "trinh h2", "zz"]), st.sampled_from([None, 0, 1])),
    st.sampled_from([*_CHIPS, None]),
    st.sampled_from(sorted(_KEYS)),
)
@settings(max_examples=60)
def test_what_is_found_is_what_a_plain_search_finds(
    commune_of: CommuneOf, rows: list[Any], asked: tuple[str, int | None], chip: Chip | None, sort: str
) -> None:
    data = commune_of(rows)
    search, village = asked
    with data.reading() as session:
        every = household_rows(session, list(session.scalars(select(HouseholdRecord.id))))
    known = [
        row
        for row in every
        if row.status is HouseholdStatus.ACTIVE
        and all(word in fold(f"{row.head} {row.code}") for word in fold(search).split())
        and (chip is None or _CHIPS[chip](row))
    ]
    here = None if village is None else village_ids(data)[village]
    wanted = [row for row in known if here in {None, row.village_id}]
    wanted.sort(key=lambda row: (_KEYS["village"](row), person_sort_key(row.head), row.household_id))
    wanted.sort(key=_KEYS[sort])
    found = Roster(data, year_id(data)).find(
        HouseholdFilter(here, search, frozenset() if chip is None else frozenset({chip})), sort
    )
    assert list(found.ids) == [row.id for row in wanted]
    assert found.counts == {
        place: n for place in village_ids(data) if (n := sum(row.village_id == place for row in known))
    }


def test_it_takes_in_what_was_changed_since(six: DataFile) -> None:
    roster = Roster(six, year_id(six))
    first, second = village_ids(six)

    def heads(sort: str = "village", **where: Any) -> list[str]:
        with six.reading() as session:
            return [r.head for r in household_rows(session, roster.find(HouseholdFilter(**where), sort).ids)]

    an = roster.find(HouseholdFilter(search="van an")).ids[0]
    assert len(heads()) == len(heads("persons")) == 6
    edited = set_household_field(six, an, "persons", 9) or 0
    assert heads("persons")[-1] == "Bùi Văn An"
    take_back(six, edited)
    assert heads("persons") == heads()
    set_household_field(six, an, "head", "Bùi Văn Zét")
    assert heads(search="zet") == ["Bùi Văn Zét"]
    assert heads("head")[-1] == "Bùi Văn Zét"
    set_household_field(six, an, "village_id", second)
    assert heads(village_id=first) == ["Lê Dung", "Trịnh Đức Khoẻ"]
    set_household_field(six, an, "status", HouseholdStatus.MOVED_AWAY)
    assert len(heads()) == 5
    assert heads(chips=frozenset({Chip.GONE})) == ["Bùi Văn Zét"]
    added = add_household(six, year_id(six), first, "Cao Mới")
    assert "Cao Mới" in heads(village_id=first)
    take_back(six, added.action_id)
    assert len(heads()) == 5
    with change(six, "Sắp lại thôn") as made:
        for village in made.session.scalars(select(Village)):
            village.position = -village.position
    assert heads()[:2] == ["Lê Thị Ánh", "Cao Bá Ân"]


def test_a_year_without_households_is_an_empty_list(data: DataFile) -> None:
    found = Roster(data, year_id(data)).find(HouseholdFilter())
    assert (list(found.ids), found.counts) == ([], {})
