"""Households merged into one and split in two: what is proposed, what is done, and undo."""

import pytest
from six_households import STATUS, record, row, six

from communes import content_digest
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Household, HouseholdRecord
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.registry.household_life import end_of_merging
from nsnt_desktop.registry.household_merge import fillings, merge_households, merged_persons
from nsnt_desktop.registry.household_split import carried_over, remaining_persons, split_household
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

__all__ = ["six"]

# Merging


@pytest.mark.parametrize(
    ("persons", "proposed"), [([4, 2], 6), ([4, None], None), ([None, None], None), ([], None)]
)
def test_persons_are_added_only_when_all_are_known(persons: list[int | None], proposed: int | None) -> None:
    assert merged_persons(persons) == proposed


def test_a_merging_keeps_one_and_points_the_others_to_it(six: DataFile) -> None:
    before = content_digest(six)
    done = merge_households(six, 1, [2, 5], persons=7, take={"phone": "0951 234 567", "clean": True})
    kept = row(six, 1)
    assert (kept.persons, kept.phone, kept.clean, kept.poverty) == (7, "0951 234 567", True, None)
    assert not kept.verified
    for gone in (2, 5):
        assert record(six, gone).status is STATUS.MERGED
        assert record(six, gone).merged_into_id == record(six, 1).household_id
    assert done.households == 2
    assert row(six, 2).phone == "0951 234 567"
    assert take_back(six, done.action_id).what == "Gộp 2 hộ vào hộ Trịnh Văn Hùng"
    assert content_digest(six) == before


def test_a_merging_that_changes_nothing_of_the_kept_leaves_its_mark(six: DataFile) -> None:
    merge_households(six, 4, [3], persons=5)
    assert record(six, 4).verified
    assert record(six, 4).updated_at is None


def test_blanks_are_offered_and_what_is_known_is_not(six: DataFile) -> None:
    kept, other = row(six, 1), row(six, 2)
    offered = {filling.field: (filling.value, filling.head) for filling in fillings(kept, [other])}
    assert offered["phone"] == ("0951 234 567", "Lê Thị Hoa")
    assert offered["poverty"] == (Poverty.POOR, "Lê Thị Hoa")
    assert not {"hygienic", "main_source_id", "code", "persons"} & set(offered)


def test_of_two_others_the_first_that_knows_is_offered(six: DataFile) -> None:
    offered = {
        filling.field: filling.record_id for filling in fillings(row(six, 3), [row(six, 4), row(six, 2)])
    }
    assert offered["clean"] == 2


@pytest.mark.parametrize(
    ("keep", "others", "words"),
    [
        (1, [1], "chính hộ đó"),
        (1, [2, 1], "chính hộ đó"),
        (1, [], "Chưa chọn hộ nào"),
        (1, [6], "cùng một năm"),
    ],
)
def test_a_merging_that_makes_no_sense_is_refused(
    six: DataFile, keep: int, others: list[int], words: str
) -> None:
    before = content_digest(six)
    with pytest.raises(KnownError, match=words):
        merge_households(six, keep, others, persons=6)
    assert content_digest(six) == before


def test_persons_no_household_has_are_refused(six: DataFile) -> None:
    with pytest.raises(KnownError, match="Số khẩu"):
        merge_households(six, 1, [2], persons=51)
    assert record(six, 2).status is STATUS.ACTIVE


def test_a_chain_of_mergings_keeps_its_pointers_and_has_an_end(six: DataFile) -> None:
    first, second, third = (record(six, i).household_id for i in (1, 2, 5))
    merge_households(six, 2, [1], persons=6)
    merge_households(six, 5, [2], persons=7)
    assert record(six, 1).merged_into_id == second
    assert record(six, 2).merged_into_id == third
    with six.reading() as session:
        assert end_of_merging(session, 1) == third
        assert end_of_merging(session, 5) is None
    assert len({first, second, third}) == 3


def test_a_ring_of_mergings_would_have_an_end_too(six: DataFile) -> None:
    with change(six, "Gộp lẫn nhau") as made:
        for one, other in ((1, 2), (2, 1)):
            merged = made.session.get_one(HouseholdRecord, one)
            merged.merged_into_id = made.session.get_one(HouseholdRecord, other).household_id
    with six.reading() as session:
        assert end_of_merging(session, 1) == record(six, 2).household_id


# Splitting


@pytest.mark.parametrize(
    ("before", "moved", "left"), [(5, 2, 3), (5, 5, None), (5, 6, None), (None, 2, None), (5, None, None)]
)
def test_who_stays_is_who_did_not_go(before: int | None, moved: int | None, left: int | None) -> None:
    assert remaining_persons(before, moved) == left


def test_a_split_makes_a_household_beside_the_old_one(six: DataFile) -> None:
    before = content_digest(six)
    carried = carried_over(row(six, 1))
    done = split_household(
        six, 1, " Trịnh  Văn Nam ", persons=1, remaining=3, phone="0951", poverty=Poverty.NONE, **carried
    )
    new, old = row(six, done.record_id), row(six, 1)
    assert (new.head, new.persons, new.village_id, new.phone) == ("Trịnh Văn Nam", 1, old.village_id, "0951")
    assert (new.main_source_id, new.hygienic, new.poverty) == (old.main_source_id, True, Poverty.NONE)
    assert (new.verified, new.updated_at is None) == (False, False)
    assert (old.persons, old.verified) == (3, False)
    with six.reading() as session:
        assert session.get_one(Household, done.household_id).split_from_id == old.household_id
    assert take_back(six, done.action_id).what == "Tách hộ Trịnh Văn Nam từ hộ Trịnh Văn Hùng"
    assert content_digest(six) == before


def test_a_split_of_unknown_persons_stays_unknown(six: DataFile) -> None:
    done = split_household(six, 3, "Bùi Văn Bình", persons=2, remaining=None)
    assert (record(six, 3).persons, record(six, done.record_id).persons) == (None, 2)


@pytest.mark.parametrize(
    ("head", "persons", "remaining", "words"),
    [
        ("", 1, 3, "họ tên chủ hộ"),
        ("Trịnh Văn Nam", 4, None, "không còn ai"),
        ("Trịnh Văn Nam", 4, 0, "Số khẩu"),
        ("Trịnh Văn Nam", 0, 4, "Số khẩu"),
    ],
)
def test_a_split_that_leaves_nobody_is_refused(
    six: DataFile, head: str, persons: int, remaining: int | None, words: str
) -> None:
    before = content_digest(six)
    with pytest.raises(KnownError, match=words):
        split_household(six, 1, head, persons=persons, remaining=remaining)
    assert content_digest(six) == before
