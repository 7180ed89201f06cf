"""Who may stand in the register already, and pairs remembered as "không phải trùng"."""

import unicodedata
from typing import Any

import pytest

from communes import VILLAGES, CommuneOf, Row, content_digest, count, village_ids, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Household, NotDuplicate
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.duplicates import SHOWN, Duplicate, Likeness, likely_duplicates, say_not_duplicate
from nsnt_desktop.registry.household_merge import merge_households
from nsnt_desktop.registry.households import add_household
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.storage.datafile import DataFile

STATUS = HouseholdStatus
ANY: Row = {"status": STATUS.ACTIVE, "status_note": ""}
HOMES: list[Row] = [
    {**ANY, "head": "Trịnh Văn Hùng", "phone": "0951.234.567"},
    {**ANY, "head": "Trịnh Văn Hưng"},
    {**ANY, "head": "Trịnh Văn Dũng"},
    {**ANY, "head": "Trịnh Văn Hùng", "village": VILLAGES[1]},
    {**ANY, "head": "Lê Thị Hoà", "status": STATUS.MOVED_AWAY, "status_note": "vào Nam"},
    {**ANY, "head": "Bùi Văn An", "year": 2023, "status": STATUS.MOVED_AWAY},
    {**ANY, "head": "Cao Bá Ân", "year": 2022},
]


@pytest.fixture
def homes(commune_of: CommuneOf) -> DataFile:
    """Households 1 to 7, numbered as they stand."""
    return commune_of(HOMES)


def like(data: DataFile, head: str, village: int | None = 0, **asked: Any) -> tuple[Duplicate, ...]:
    where = None if village is None else village_ids(data)[village]
    with data.reading() as session:
        return likely_duplicates(session, year_id(data), head, village_id=where, **asked)


def told(data: DataFile, head: str, village: int | None = 0, **asked: Any) -> list[tuple[int, Likeness]]:
    return [(one.household_id, one.likeness) for one in like(data, head, village, **asked)]


@pytest.mark.parametrize(
    "head", ["Trịnh Văn Hùng", " TRỊNH  văn hùng", unicodedata.normalize("NFD", "Trịnh Văn Hùng")]
)
def test_one_name_comes_first_then_alike_then_elsewhere(homes: DataFile, head: str) -> None:
    assert told(homes, head) == [(1, Likeness.NAME), (2, Likeness.UNACCENTED), (4, Likeness.ELSEWHERE)]


def test_typed_without_accents_both_are_alike(homes: DataFile) -> None:
    assert told(homes, "trinh van hung") == [(1, Likeness.UNACCENTED), (2, Likeness.UNACCENTED)]


def test_tone_placement_is_no_difference(homes: DataFile) -> None:
    assert told(homes, "Lê Thị Hòa") == [(5, Likeness.NAME)]


def test_a_slip_of_the_keyboard_is_similar_another_name_is_not(homes: DataFile) -> None:
    assert told(homes, "Trịnh Văn Dũngg") == [(3, Likeness.SIMILAR)]
    assert told(homes, "Trịnh Văn Cường") == []


@pytest.mark.parametrize("head", ["", "Trịnh", "Hùng "])
def test_a_name_being_begun_finds_nobody(homes: DataFile, head: str) -> None:
    assert told(homes, head) == []


def test_a_phone_comes_before_every_name(homes: DataFile) -> None:
    found = told(homes, "Trịnh Văn Hưng", phone="0951 234567")
    assert found[:2] == [(1, Likeness.PHONE), (2, Likeness.NAME)]
    assert told(homes, "", phone="0951 234 567") == [(1, Likeness.PHONE)]
    assert told(homes, "", phone="0951") == []


def test_the_end_of_another_phone_makes_no_similar_name(homes: DataFile) -> None:
    assert told(homes, "Cao Thị Mơ", phone="51 234 567") == []


def test_a_code_is_found_in_either_case_and_only_whole(homes: DataFile) -> None:
    assert told(homes, "", None, code="h3") == [(3, Likeness.CODE)]
    assert told(homes, "", None, code="H") == []


def test_without_a_village_the_name_counts_with_or_without_accents(homes: DataFile) -> None:
    same = [(1, Likeness.ELSEWHERE), (4, Likeness.ELSEWHERE)]
    assert told(homes, "Trịnh Văn Hùng", None) == [*same, (2, Likeness.ANYWHERE)]
    assert {i for i, _ in told(homes, "trinh van hung", None)} == {1, 2, 4}
    assert told(homes, "Trịnh Văn", None) == []


def test_those_gone_are_found_with_when_and_why(homes: DataFile) -> None:
    (this_year,) = like(homes, "Lê Thị Hoà")
    assert (this_year.year, this_year.status, this_year.status_note) == (2024, STATUS.MOVED_AWAY, "vào Nam")
    assert this_year.record_id is not None
    (before,) = like(homes, "Bùi Văn An")
    assert (before.year, before.status, before.record_id) == (2023, STATUS.MOVED_AWAY, None)
    (forgotten,) = like(homes, "Cao Bá Ân")
    assert (forgotten.year, forgotten.status, forgotten.record_id) == (2022, STATUS.ACTIVE, None)
    assert all(one.can_return for one in (this_year, before, forgotten))
    assert not like(homes, "Trịnh Văn Hùng")[0].can_return


def test_a_household_is_not_its_own_duplicate_nor_of_those_merged_into_it(homes: DataFile) -> None:
    assert told(homes, "Trịnh Văn Hùng", leave_out=1) == [(2, Likeness.UNACCENTED), (4, Likeness.ELSEWHERE)]
    ids = {one.household_id: one.record_id for one in like(homes, "Trịnh Văn Hùng")}
    kept, gone = ids[1], ids[2]
    assert kept is not None
    assert gone is not None
    merge_households(homes, kept, [gone], persons=5)
    assert told(homes, "Trịnh Văn Hùng", leave_out=1) == [(4, Likeness.ELSEWHERE)]
    assert like(homes, "Trịnh Văn Hưng")[0].status is STATUS.MERGED


def test_the_list_is_short_and_similar_names_do_not_fill_it(commune_of: CommuneOf) -> None:
    alike = [{"head": f"Nguyễn Thị Minh Huyề{letter}"} for letter in "abcdeghikl"]
    data = commune_of([*alike, *({"head": "Nguyễn Thị Minh Huyền"} for _ in range(2))])
    found = [kind for _, kind in told(data, "Nguyễn Thị Minh Huyền")]
    assert found == [Likeness.NAME] * 2 + [Likeness.SIMILAR] * 3
    many = commune_of([{"head": "Nguyễn Thị Minh Huyền"} for _ in range(SHOWN + 5)])
    assert len(told(many, "Nguyễn Thị Minh Huyền")) == SHOWN


# Remembered pairs


def test_every_pair_of_a_group_is_remembered_once(homes: DataFile) -> None:
    before = content_digest(homes)
    action = say_not_duplicate(homes, [4, 1, 2])
    assert count(homes, NotDuplicate) == 3
    assert told(homes, "Trịnh Văn Hùng", leave_out=1) == []
    assert told(homes, "Trịnh Văn Hùng", leave_out=4) == []
    assert said_again(homes) is None
    assert action is not None
    take_back(homes, action)
    assert content_digest(homes) == before
    assert told(homes, "Trịnh Văn Hùng", leave_out=1) != []


def said_again(data: DataFile) -> int | None:
    return say_not_duplicate(data, [1, 2])


def test_too_many_at_once_are_refused(homes: DataFile) -> None:
    with pytest.raises(KnownError, match="tối đa 40 hộ"):
        say_not_duplicate(homes, range(1, 42))
    assert count(homes, NotDuplicate) == 0


def test_a_new_household_remembers_whom_it_is_not_in_one_step(homes: DataFile) -> None:
    before = content_digest(homes)
    added = add_household(homes, year_id(homes), village_ids(homes)[0], "Trịnh Văn Hùng", unlike=[1, 4])
    assert told(homes, "Trịnh Văn Hùng", leave_out=added.household_id) == [(2, Likeness.UNACCENTED)]
    take_back(homes, added.action_id)
    assert content_digest(homes) == before
    assert count(homes, Household) == len(HOMES)
