"""A list whose preview no longer holds is not taken in: nobody's later edit is overwritten."""

from collections.abc import Callable

import pytest

from communes import VILLAGES, CommuneOf, Row, village_ids, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.matching.questions import MAKE_NEW, Answers
from nsnt_desktop.models import SurveyYear
from nsnt_desktop.models.words import HouseholdStatus, YearState
from nsnt_desktop.registry.apply_batch import Batch, apply_batch
from nsnt_desktop.registry.household_life import (
    bring_back,
    leave_households,
    move_households,
    return_household,
)
from nsnt_desktop.registry.households import add_household, set_household_field
from nsnt_desktop.registry.merge_villages import merge_villages
from nsnt_desktop.registry.new_villages import NewVillage, add_villages
from nsnt_desktop.registry.new_year import open_next_year
from nsnt_desktop.registry.schemes import add_scheme
from nsnt_desktop.registry.undo import latest_action, take_back
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from taking_in import list_of, preview, register_digest, register_of, take_in

PHAC_LE, DO_THUONG = VILLAGES
ANY: Row = {"code": "", "persons": 4, "status": HouseholdStatus.ACTIVE}
HEADING = ("Họ và tên chủ hộ", "Thôn", "Số nhân khẩu", "Tên công trình cấp nước")
STALE = "Sổ hộ đã thay đổi từ lúc xem trước «thon.xlsx»"


@pytest.fixture
def data(commune_of: CommuneOf) -> DataFile:
    """An, Bình and Dung are counted in 2024; Cúc has moved away, Ơn was counted in 2023 only."""
    return commune_of(
        [
            {**ANY, "head": "An"},
            {**ANY, "head": "Bình"},
            {**ANY, "head": "Dung", "village": DO_THUONG},
            {**ANY, "head": "Cúc", "status": HouseholdStatus.MOVED_AWAY},
            {**ANY, "head": "Ơn", "year": 2023},
        ]
    )


def record(data: DataFile, head: str) -> int:
    return next(h.record_id for h in register_of(data, 2024).households if h.values["head"] == head)


def batch(data: DataFile, *rows: tuple[str, str, int], **answers: str) -> Batch:
    chosen = {key.replace("_", ":S:"): answer for key, answer in answers.items()}
    return preview(data, list_of(*rows, heading=HEADING[:3]), Answers(chosen=chosen)).batch


def known(data: DataFile) -> Batch:
    """Return a list that changes An and leaves Bình as he is."""
    return batch(data, ("An", PHAC_LE, 5), ("Bình", PHAC_LE, 4))


def refused(data: DataFile, stale: Batch, words: str = STALE) -> None:
    before = register_digest(data)
    with pytest.raises(KnownError, match=words):
        apply_batch(data, stale)
    assert register_digest(data) == before


_EDITS: dict[str, Callable[[DataFile], object]] = {
    "what the list changes": lambda d: set_household_field(d, record(d, "An"), "persons", 7),
    "what it says nothing of": lambda d: set_household_field(d, record(d, "An"), "note", "đã đến xem"),
    "what it left the same": lambda d: set_household_field(d, record(d, "Bình"), "persons", 6),
    "the name": lambda d: set_household_field(d, record(d, "An"), "head", "Lê An"),
    "the household left": lambda d: leave_households(d, [record(d, "Bình")]),
    "the household moved": lambda d: move_households(d, [record(d, "An")], village_ids(d)[1]),
    "the village was merged": lambda d: merge_villages(d, *village_ids(d)),
    "an edit was taken back": lambda d: take_back(d, latest(d)),
}


def latest(data: DataFile) -> int:
    with data.reading() as session:
        return latest_action(session)


@pytest.mark.parametrize("edit", _EDITS)
def test_a_household_edited_since_the_preview_refuses_the_list(data: DataFile, edit: str) -> None:
    set_household_field(data, record(data, "Bình"), "phone", "0912345678")
    stale = known(data)
    _EDITS[edit](data)
    refused(data, stale)
    apply_batch(data, known(data))  # looked at anew it is taken in


def test_edits_of_other_households_and_what_no_list_says_do_not_refuse_it(data: DataFile) -> None:
    looked_at = known(data)
    set_household_field(data, record(data, "Dung"), "persons", 9)
    set_household_field(data, record(data, "An"), "treatment", "lọc RO")
    add_household(data, year_id(data), village_ids(data)[0], "Giang")
    apply_batch(data, looked_at)
    assert (
        next(h for h in register_of(data, 2024).households if h.values["head"] == "An").values["persons"] == 5
    )


def test_one_preview_is_taken_in_once(data: DataFile) -> None:
    fresh = batch(data, ("Mai Văn Chiến", PHAC_LE, 3))
    apply_batch(data, fresh)
    refused(data, fresh)
    assert sum(h.values["head"] == "Mai Văn Chiến" for h in register_of(data, 2024).households) == 1


def test_a_household_added_by_hand_meanwhile_is_not_added_twice(data: DataFile) -> None:
    fresh = batch(data, ("Mai Văn Chiến", PHAC_LE, 3))
    add_household(data, year_id(data), village_ids(data)[1], "Mai Văn Chiến")
    assert preview(data, list_of(("An", PHAC_LE, 4, ""), heading=HEADING)).batch.seen
    add_household(data, year_id(data), village_ids(data)[0], "Mai Văn Chiến")
    refused(data, fresh)


def test_nobody_is_put_into_a_village_that_was_merged_or_removed_meanwhile(data: DataFile) -> None:
    fresh = batch(data, ("Mai Văn Chiến", PHAC_LE, 3))
    merge_villages(data, *village_ids(data))
    refused(data, fresh)
    take_back(data, latest(data))
    leave_households(data, [record(data, "Dung")])
    apply_batch(data, fresh)


def test_nobody_is_put_into_a_village_that_is_gone(data: DataFile) -> None:
    added = add_villages(data, year_id(data), [NewVillage("Thôn Cò Mót")])
    assert added.action_id is not None
    fresh = batch(data, ("Mai Văn Chiến", "Thôn Cò Mót", 3))
    take_back(data, added.action_id)
    refused(data, fresh)


def test_a_scheme_taken_back_meanwhile_refuses_the_list(data: DataFile) -> None:
    added = add_scheme(data, year_id(data), "Bến Xuân")
    cites = preview(data, list_of(("An", PHAC_LE, 4, "Bến Xuân"), heading=HEADING)).batch
    assert added.action_id is not None
    take_back(data, added.action_id)
    refused(data, cites)


def test_a_household_that_came_back_meanwhile_refuses_the_list(data: DataFile) -> None:
    gone = {h.values["head"]: h for h in register_of(data, 2024).gone}
    stale = batch(data, ("Cúc", PHAC_LE, 3), gone_2=str(gone["Cúc"].household_id))
    bring_back(data, [gone["Cúc"].record_id])
    refused(data, stale, "đang có trong số liệu năm 2024")
    stale = batch(data, ("Ơn", PHAC_LE, 3), gone_2=str(gone["Ơn"].household_id))
    return_household(data, year_id(data), gone["Ơn"].household_id)
    refused(data, stale, "đang có trong số liệu năm 2024")


def test_a_household_that_had_gone_and_was_edited_since_refuses_the_list(data: DataFile) -> None:
    gone = next(h for h in register_of(data, 2024).gone if h.values["head"] == "Cúc")
    stale = batch(data, ("Cúc", PHAC_LE, 3), gone_2=str(gone.household_id))
    set_household_field(data, gone.record_id, "persons", 8)
    refused(data, stale)


def test_a_household_brought_back_as_it_was_is_taken_in(data: DataFile) -> None:
    for head in ("Cúc", "Ơn"):
        gone = next(h for h in register_of(data, 2024).gone if h.values["head"] == head)
        apply_batch(data, batch(data, (head, PHAC_LE, 3), gone_2=str(gone.household_id)))
        assert record(data, head)


def test_a_household_whose_making_was_taken_back_refuses_the_list(data: DataFile) -> None:
    made = take_in(data, list_of(("Mai Văn Chiến", PHAC_LE, 3, ""), heading=HEADING))
    stale = batch(data, ("Mai Văn Chiến", PHAC_LE, 5))
    take_back(data, made.action_id)
    refused(data, stale)


def test_a_year_closed_meanwhile_says_so(data: DataFile) -> None:
    stale = batch(data, ("An", PHAC_LE, 5), ("Mai Văn Chiến", PHAC_LE, 3), like_3=MAKE_NEW)
    with change(data, "Chốt") as made:
        made.session.get_one(SurveyYear, year_id(data)).state = YearState.CLOSED
    refused(data, stale, "đã chốt")


def test_a_year_whose_opening_was_taken_back_refuses_the_list(data: DataFile) -> None:
    opened = open_next_year(data)
    assert opened.action_id is not None
    stale = batch(data, ("An", PHAC_LE, 5))
    take_back(data, opened.action_id)
    refused(data, stale)
