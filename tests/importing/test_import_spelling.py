"""Whose spelling of a head stands: a list that says less never overwrites the name in the register."""

import itertools

import pytest
from compared import CHANGED, SAME, chosen, listed, one, register, registered
from hypothesis import given
from hypothesis import strategies as st

from communes import VILLAGES, CommuneOf
from nsnt_desktop.importing.matching.comparing import compare
from nsnt_desktop.importing.matching.questions import Answers
from nsnt_desktop.importing.matching.spelling import Spelling, compare_spelling
from nsnt_desktop.registry.apply_batch import Outcome, apply_batch
from nsnt_desktop.registry.collection_sheet import household_key
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.text import fold
from taking_in import counts, list_of, preview, register_of

CHIEN = "Mai Văn Chiến"
LESS = [
    "MAI VĂN CHIẾN",
    "Mai Van Chien",
    "MAI VAN CHIEN",
    "Mai Van Chienn",  # without accents, and typed wrong besides
    "M.V.Chiến",
    "M. Văn Chiến",
    "Ông Mai Văn Chiến",
    "Mai Văn Chiến (đã mất)",
    "Ong Mai Van Chien",
    "Mai Chiến",
    "Văn Chiến",
    "Chiến",
]
EITHER = ["Mai Văn Chiên", "Mai Vân Chiến", "Mai Văn Chiếm", "Mai Văn Đức Chiến", "Mai Văn Chiến B"]
ANOTHER = ["Bùi Thị Vẻ", "Mai Văn Đông", "Mai Bá Long"]


@pytest.mark.parametrize("head", LESS)
def test_a_name_that_says_less_leaves_the_registers(head: str) -> None:
    assert compare_spelling(head, CHIEN) is Spelling.SAYS_LESS


@pytest.mark.parametrize("head", EITHER)
def test_a_name_that_may_be_the_right_one_is_told_as_such(head: str) -> None:
    assert compare_spelling(head, CHIEN) is Spelling.EITHER


@pytest.mark.parametrize("head", [name for name in LESS[1:] if "Ông" not in name and "(" not in name])
def test_a_list_that_says_more_may_be_right(head: str) -> None:
    assert compare_spelling(CHIEN, head) is Spelling.EITHER


@pytest.mark.parametrize("head", ANOTHER)
def test_another_persons_name_is_told_as_such(head: str) -> None:
    assert compare_spelling(head, CHIEN) is Spelling.ANOTHER


def test_of_a_couple_either_may_be_the_head() -> None:
    couple = "Mai Văn Chiến (vợ: Bùi Thị Vẻ)"
    assert compare_spelling("Bùi Thị Vẻ", couple) is Spelling.EITHER
    assert compare_spelling(couple, "Bùi Thị Vẻ") is Spelling.EITHER
    assert compare_spelling(CHIEN, couple) is Spelling.SAYS_LESS


_SYLLABLES = st.sampled_from(["Mai", "Văn", "Chiến", "Nguyễn", "Thị", "Hòa", "Lý", "Đức", "An", "Thuỷ"])


@given(st.lists(_SYLLABLES, min_size=2, max_size=4).map(" ".join))
def test_a_name_never_yields_to_itself_without_accents_or_in_capitals(name: str) -> None:
    for written in (name, name.upper(), name.lower(), fold(name), fold(name).upper()):
        assert compare_spelling(written, name) is Spelling.SAYS_LESS


# In the comparison


KNOWN = register(registered(7, CHIEN, persons=4, phone="0912345678"))


@pytest.mark.parametrize("head", [*LESS[1:], *EITHER[:4]])
def test_the_answer_this_household_leaves_the_registers_spelling(head: str) -> None:
    row = {"head": head, "persons": 4, "phone": "0912345678"}
    (ask,) = compare([listed(row)], KNOWN, Answers()).asks
    taken = one(listed(row), KNOWN, chosen(like_2="7"))
    assert (taken.outcome, taken.record_id, taken.values) == (SAME, 7, {})
    answers = [answer for answer, _ in ask.options]
    assert ("7:rename" in answers) is (head in EITHER)
    assert ask.suggested in {"7", ""}


@pytest.mark.parametrize("head", EITHER[:4])
def test_the_further_answer_takes_the_lists_spelling(head: str) -> None:
    row = {"head": head, "persons": 4}
    (ask,) = compare([listed(row)], KNOWN, Answers()).asks
    assert dict(ask.options)["7:rename"] == f"Là hộ này, sửa tên thành «{head}»"
    taken = one(listed(row), KNOWN, chosen(like_2="7:rename"))
    assert (taken.outcome, taken.record_id, taken.values) == (CHANGED, 7, {"head": head})


def test_among_several_households_the_further_answer_names_its_own() -> None:
    two = register(registered(7, CHIEN), registered(8, "Mai Văn Chiền"))
    (ask,) = compare([listed({"head": "Mai Văn Chiên"})], two, Answers()).asks
    offered = dict(ask.options)
    assert "Mai Văn Chiến" in offered["7:rename"]
    assert "Mai Văn Chiền" in offered["8:rename"]


def test_the_new_head_of_a_household_is_taken_over() -> None:
    row = {"head": "Bùi Thị Vẻ", "persons": 4, "phone": "0912345678"}
    (ask,) = compare([listed(row)], KNOWN, Answers()).asks
    assert "7:rename" not in dict(ask.options)
    taken = one(listed(row), KNOWN, chosen(like_2="7"))
    assert (taken.outcome, taken.values) == (CHANGED, {"head": "Bùi Thị Vẻ"})


def test_by_its_code_a_household_keeps_its_name_but_from_another_persons() -> None:
    coded = register(registered(7, CHIEN, code="H7"))
    assert one(listed({"head": "Mai Van Chien", "code": "H7"}), coded).outcome is SAME
    doubtful = one(listed({"head": "Mai Văn Chiên", "code": "H7"}), coded)
    assert (doubtful.outcome, doubtful.values) == (SAME, {})
    assert doubtful.reason == "giữ tên trong sổ «Mai Văn Chiến», danh sách ghi «Mai Văn Chiên»"
    other = one(listed({"head": "Bùi Thị Vẻ", "code": "H7"}), coded)
    assert (other.values, other.reason) == ({"head": "Bùi Thị Vẻ"}, "")


def test_a_name_corrected_on_our_own_sheet_is_taken_over() -> None:
    key = household_key(KNOWN.households[0])
    mended = one(listed({"head": "Mai Văn Chiên", "household_key": key}), KNOWN)
    assert mended.values == {"head": "Mai Văn Chiên"}
    less = one(listed({"head": "Mai Van Chien", "household_key": key}), KNOWN)
    assert (less.outcome, less.reason) == (SAME, "")


def test_a_question_which_household_offers_the_lists_spelling_too() -> None:
    rows = ({"head": "Mai Văn Chiên", "code": "H7"}, {"head": CHIEN})
    known = register(registered(7, CHIEN, code="H7"), registered(8, "Bùi Ơn"))
    (ask,) = compare([listed(*rows)], known, Answers()).asks
    assert "7:rename" in dict(ask.options)
    for answer, values in (("7", {}), ("7:rename", {"head": "Mai Văn Chiên"})):
        found = compare([listed(*rows)], known, chosen(which_2=answer)).rows
        assert next(row for row in found if row.excel_row == 2).values == values


def test_two_rows_never_take_one_household_by_the_two_answers() -> None:
    rows = [{"head": head, "persons": 4} for head in ("Mai Văn Chiên", "Mai Văn Chiếm")]
    for first, second in itertools.product(("7", "7:rename"), repeat=2):
        found = compare([listed(*rows)], KNOWN, chosen(like_2=first, like_3=second))
        assert [row.excel_row for row in found.rows if row.record_id == 7] == [2]


# Through the list and the register


@pytest.fixture
def data(commune_of: CommuneOf) -> DataFile:
    return commune_of(
        [{"head": CHIEN, "code": "", "persons": 4}, {"head": "Lê An", "code": "", "persons": 2}]
    )


def taken(data: DataFile, head: str, *, further: bool = False) -> tuple[dict[str, int], list[str]]:
    """Answer as proposed (or with the further answer), take the list in; return counts and the heads then."""
    file = list_of((head, VILLAGES[0], 4, "", ""), ("Lê An", VILLAGES[0], 2, "", ""))
    asks = preview(data, file).asks
    answers = {a.key: f"{a.suggested}:rename" if further else a.suggested for a in asks}
    found = preview(data, file, Answers(chosen=answers))
    assert found.count(Outcome.ASKED) == 0
    apply_batch(data, found.batch)
    return counts(found), sorted(h.values["head"] for h in register_of(data).households)


def test_taking_a_list_in_without_accents_renames_nobody(data: DataFile) -> None:
    assert taken(data, "Mai Van Chien") == ({"same": 2}, ["Lê An", CHIEN])


def test_taking_a_list_in_with_one_accent_wrong_renames_only_where_said(data: DataFile) -> None:
    assert taken(data, "Mai Văn Chiên") == ({"same": 2}, ["Lê An", CHIEN])
    assert taken(data, "Mai Văn Chiên", further=True) == (
        {"changed": 1, "same": 1},
        ["Lê An", "Mai Văn Chiên"],
    )
