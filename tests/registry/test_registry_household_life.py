"""Households moved, gone, ended, merged, split and back: what changes, what stays, and undo."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from six_households import SIX, STATUS, record, six
from sqlalchemy import func, select

from communes import VILLAGES, content_digest, count, fill, village_ids, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.models import (
    ChecklistAnswer,
    ChecklistQuestion,
    Household,
    HouseholdRecord,
    SurveyYear,
    Village,
)
from nsnt_desktop.models.words import YearState
from nsnt_desktop.registry.household_life import (
    bring_back,
    end_households,
    leave_households,
    move_households,
    return_household,
)
from nsnt_desktop.registry.household_merge import merge_households
from nsnt_desktop.registry.household_split import split_household
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

__all__ = ["six"]


def close_year(data: DataFile) -> None:
    with change(data, "Chốt") as made:
        made.session.get_one(SurveyYear, year_id(data)).state = YearState.CLOSED


def end_village(data: DataFile, village_id: int, last: int, into: int | None = None) -> None:
    with change(data, "Sáp nhập thôn") as made:
        village = made.session.get_one(Village, village_id)
        village.active_to, village.merged_into_id = last, into


# Moving


def test_several_move_at_once_and_count_as_updated(six: DataFile) -> None:
    there = village_ids(six)[1]
    done = move_households(six, [1, 2, 4], there)
    assert done.households == 2  # the third was there already
    assert [record(six, i).village_id for i in (1, 2, 4)] == [there] * 3
    assert record(six, 1).updated_at is not None
    assert not record(six, 1).verified
    assert record(six, 4).verified
    assert record(six, 4).updated_at is None
    assert done.action_id is not None
    undone = take_back(six, done.action_id)
    assert undone.what == f"Chuyển 2 hộ sang {VILLAGES[1]}"
    assert record(six, 1).village_id == village_ids(six)[0]


def test_a_move_to_where_it_is_leaves_no_action(six: DataFile) -> None:
    before = content_digest(six)
    assert move_households(six, [1], village_ids(six)[0]).action_id is None
    assert content_digest(six) == before


def test_no_move_to_a_village_that_is_no_more(six: DataFile) -> None:
    here, there = village_ids(six)
    end_village(six, there, 2023, here)
    with pytest.raises(KnownError, match="Năm 2024 không có"):
        move_households(six, [1], there)


# Going and coming back


def test_gone_households_leave_the_counts_and_keep_their_figures(six: DataFile) -> None:
    leave_households(six, [1, 2], "  vào Bình Dương ")
    gone = record(six, 1)
    assert (gone.status, gone.status_note, gone.persons) == (STATUS.MOVED_AWAY, "vào Bình Dương", 4)
    assert not gone.verified
    with six.reading() as session:
        assert compute_year(session, find_year(session, 2024)).commune.counts.households == 3


def test_an_end_needs_its_reason(six: DataFile) -> None:
    with pytest.raises(KnownError, match="Chưa ghi lý do"):
        end_households(six, [1], "  ")
    end_households(six, [1], "chủ hộ mất")
    assert (record(six, 1).status, record(six, 1).status_note) == (STATUS.ENDED, "chủ hộ mất")


def test_what_has_gone_cannot_go_again(six: DataFile) -> None:
    leave_households(six, [1])
    deeds: list[Callable[[], object]] = [
        lambda: leave_households(six, [1, 2]),
        lambda: end_households(six, [1], "mất"),
        lambda: move_households(six, [1], village_ids(six)[1]),
        lambda: merge_households(six, 1, [2], persons=6),
        lambda: merge_households(six, 2, [1], persons=6),
        lambda: split_household(six, 1, "Trịnh Văn Nam", persons=1, remaining=3),
    ]
    before = content_digest(six)
    for deed in deeds:
        with pytest.raises(KnownError, match="Hộ Trịnh Văn Hùng không còn «Đang ở»"):
            deed()
    assert content_digest(six) == before


def test_back_again_clears_why_it_had_gone(six: DataFile) -> None:
    merge_households(six, 2, [1], persons=6)
    leave_households(six, [4], "đi Lào")
    done = bring_back(six, [1, 4, 5])
    assert done.households == 2
    back = record(six, 1)
    assert (back.status, back.status_note, back.merged_into_id) == (STATUS.ACTIVE, "", None)
    assert record(six, 4).status_note == ""
    assert bring_back(six, [1]).action_id is None


def test_back_again_to_the_village_that_took_its_own_in(six: DataFile) -> None:
    here, there = village_ids(six)
    leave_households(six, [4])
    end_village(six, there, 2023, here)
    bring_back(six, [4])
    assert record(six, 4).village_id == here


def test_a_household_of_last_year_returns_with_its_figures(six: DataFile) -> None:
    household_id = record(six, 6).household_id
    returned = return_household(six, year_id(six), household_id)
    back = record(six, returned.record_id)
    assert (back.household_id, back.year_id, back.persons) == (household_id, year_id(six), 3)
    assert (back.updated_at, back.verified, back.status) == (None, False, STATUS.ACTIVE)
    assert returned.figures_of == 2023
    assert record(six, 6).year_id == year_id(six, 2023)
    take_back(six, returned.action_id)
    assert count(six, HouseholdRecord) == 6


def test_why_it_went_last_year_does_not_come_back_with_it(six: DataFile) -> None:
    with change(six, "Chuyển đi năm trước") as made:
        gone = made.session.get_one(HouseholdRecord, 6)
        gone.status, gone.status_note, gone.litres_per_month = STATUS.MOVED_AWAY, "đi Lào", 9000
    back = record(six, return_household(six, year_id(six), record(six, 6).household_id).record_id)
    assert (back.status, back.status_note, back.litres_per_month) == (STATUS.ACTIVE, "", None)


def test_its_answers_about_the_source_come_back_with_it(six: DataFile) -> None:
    with change(six, "Trả lời") as made:
        question = made.session.scalars(select(ChecklistQuestion.id)).first()
        made.session.add(ChecklistAnswer(record_id=6, question_id=question, met=True))
    before = content_digest(six)
    returned = return_household(six, year_id(six), record(six, 6).household_id)
    with six.reading() as session:
        query = select(ChecklistAnswer.question_id, ChecklistAnswer.met)
        kept = session.execute(query.where(ChecklistAnswer.record_id == returned.record_id)).one()
    assert tuple(kept) == (question, True)
    take_back(six, returned.action_id)
    assert content_digest(six) == before


def test_one_that_went_this_year_returns_to_its_own_record(six: DataFile) -> None:
    leave_households(six, [1])
    household_id = record(six, 1).household_id
    assert return_household(six, year_id(six), household_id).record_id == 1
    with pytest.raises(KnownError, match="đang có trong số liệu năm 2024"):
        return_household(six, year_id(six), household_id)


def test_one_known_only_from_a_later_year_returns_to_an_earlier_one(six: DataFile) -> None:
    household_id = record(six, 1).household_id
    returned = return_household(six, year_id(six, 2023), household_id)
    assert (returned.figures_of, record(six, returned.record_id).persons) == (2024, 4)


def test_nothing_happens_in_a_closed_year(six: DataFile) -> None:
    leave_households(six, [5])
    close_year(six)
    before = content_digest(six)
    household_id = record(six, 6).household_id
    deeds: list[Callable[[], object]] = [
        lambda: move_households(six, [1], village_ids(six)[1]),
        lambda: leave_households(six, [1]),
        lambda: end_households(six, [1], "mất"),
        lambda: bring_back(six, [5]),
        lambda: return_household(six, year_id(six), household_id),
        lambda: merge_households(six, 1, [2], persons=6),
        lambda: split_household(six, 1, "Trịnh Văn Nam", persons=1, remaining=3),
    ]
    for deed in deeds:
        with pytest.raises(KnownError, match="đã chốt"):
            deed()
    assert content_digest(six) == before


# Whatever happens

DEED = st.tuples(
    st.sampled_from(["move", "leave", "end", "back", "merge", "split", "return"]),
    st.integers(0, 30),
    st.integers(0, 30),
)


@settings(max_examples=25)
@given(deeds=st.lists(DEED, min_size=1, max_size=8))
def test_any_life_keeps_the_counts_whole_and_is_undone_to_the_letter(
    data: DataFile, deeds: list[tuple[str, int, int]]
) -> None:
    fill(data, SIX)
    before = content_digest(data)
    actions = [action for deed in deeds if (action := _live(data, *deed)) is not None]
    _check_whole(data)
    for action in reversed(actions):
        take_back(data, action)
    assert content_digest(data) == before


def _live(data: DataFile, kind: str, one: int, other: int) -> int | None:
    """Do one deed to households picked by number; None where it was refused or changed nothing."""
    with data.reading() as session:
        ids = list(
            session.scalars(select(HouseholdRecord.id).where(HouseholdRecord.year_id == year_id(data)))
        )
        homes = list(session.scalars(select(Household.id).order_by(Household.id)))
    first, second = ids[one % len(ids)], ids[other % len(ids)]
    year, village = year_id(data), village_ids(data)[other % 2]
    does: dict[str, Callable[[], Any]] = {
        "move": lambda: move_households(data, [first, second], village),
        "leave": lambda: leave_households(data, [first, second], "đi xa"),
        "end": lambda: end_households(data, [first], "mất"),
        "back": lambda: bring_back(data, [first, second]),
        "merge": lambda: merge_households(data, first, [second], persons=6, take={"phone": "0951"}),
        "split": lambda: split_household(data, first, "Người Mới", persons=1, remaining=1),
        "return": lambda: return_household(data, year, homes[one % len(homes)]),
    }
    try:
        action: int | None = does[kind]().action_id
    except KnownError:
        return None
    return action


def _check_whole(data: DataFile) -> None:
    with data.reading() as session:
        figures = compute_year(session, find_year(session, 2024))
        total = figures.commune.counts
        pairs = select(HouseholdRecord.household_id, HouseholdRecord.year_id)
        assert max(Counter(map(tuple, session.execute(pairs))).values()) == 1
        active = select(func.count()).where(
            HouseholdRecord.year_id == year_id(data), HouseholdRecord.status == STATUS.ACTIVE
        )
        assert total.households == session.scalar(active)
        assert sum(village.counts.households for village in figures.villages) == total.households
        assert sum(village.counts.persons for village in figures.villages) == total.persons
