"""Rows whose name no household has: whom they are like, what is asked and proposed, what becomes of them."""

from dataclasses import replace
from typing import Any

import pytest
from compared import (
    ASKED,
    CHANGED,
    DO_THUONG,
    NEW,
    SAME,
    SKIPPED,
    by_place,
    chosen,
    listed,
    one,
    outcomes,
    register,
    registered,
)

from nsnt_desktop.importing.matching.comparing import compare
from nsnt_desktop.importing.matching.questions import MAKE_NEW, SKIP, Answers, AskKind
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.progress import StoppedError
from nsnt_desktop.registry.collection_sheet import household_key

HUNG = registered(7, "Nguyễn Văn Hùng", persons=4, birth_year=1975, source="drilled_well")
BARE = {"head": "Nguyen Van Hung", "persons": 4, "birth_year": 1975, "source_code": "drilled_well"}


def test_a_name_without_accents_is_asked_about_with_both_sides_and_a_proposal() -> None:
    found = compare([listed(BARE)], register(HUNG), Answers())
    assert outcomes(found) == [ASKED]
    (ask,) = found.asks
    assert (ask.kind, ask.key, ask.rows) == (AskKind.LIKE, "like:S:2", (("S", 2),))
    assert [answer for answer, _ in ask.options] == ["7", MAKE_NEW, SKIP]
    assert (ask.score, ask.suggested) == (99, "7")
    assert ask.listed == "Nguyen Van Hung · 4 khẩu · sinh 1975 · drilled_well"
    assert ask.registered == "Nguyễn Văn Hùng · 4 khẩu · sinh 1975 · drilled_well"
    assert ask.why == "cùng tên không dấu, cùng năm sinh, cùng số khẩu"
    assert not found.missing  # it is offered: it may well be on the list


def test_the_answer_is_taken_and_kept_with_the_row() -> None:
    sheet, known = listed(BARE), register(HUNG)
    taken = one(sheet, known, chosen(like_2="7"))
    assert (taken.outcome, taken.record_id, taken.values) == (SAME, 7, {})
    assert taken.matched_by == "người dùng chọn (giống 99 %)"
    made = one(sheet, known, chosen(like_2=MAKE_NEW))
    assert (made.outcome, made.matched_by) == (NEW, "người dùng chọn: hộ mới")
    assert one(sheet, known, chosen(like_2=SKIP)).outcome is SKIPPED
    left = compare([sheet], known, chosen(like_2=MAKE_NEW))
    assert [h.record_id for h in left.missing] == [7]


@pytest.mark.parametrize(
    ("row", "how"),
    [
        ({"head": "Nguyễn Văn Hùng"}, "theo tên"),
        ({"head": "Nguyễn Văn Hùng", "persons": 4}, "theo tên và số khẩu"),
        ({"head": "Nguyễn Văn Hùng", "persons": 4, "birth_year": 1975}, "theo tên, năm sinh và số khẩu"),
        ({"head": "Ai đó", "code": "H7"}, "theo mã hộ"),
        ({"head": "Ai đó", "household_key": "1007"}, "theo mã đối chiếu trên phiếu"),
    ],
)
def test_how_a_household_was_found_is_kept(row: dict[str, Any], how: str) -> None:
    known = registered(7, "Nguyễn Văn Hùng", persons=4, birth_year=1975, code="H7")
    if "household_key" in row:
        row = {**row, "household_key": household_key(known)}
    assert one(listed(row), register(known)).matched_by == how


def test_an_empty_register_asks_nothing() -> None:
    heads = ["Nguyễn Văn Hùng", "Nguyen Van Hung", "Nguyễn Văn Hưng", "Ông Nguyễn Văn Hùng"]
    found = compare([listed(*({"head": head} for head in heads))], register(), Answers())
    assert outcomes(found) == [NEW] * 4
    assert not found.asks


def test_whom_another_row_has_by_name_is_not_asked_about() -> None:
    rows = ({"head": "Nguyễn Văn Hưng"}, {"head": "Nguyễn Văn Hùng"})
    found = compare([listed(*rows)], register(HUNG), Answers())
    assert [(r.outcome, r.record_id) for r in by_place(found)] == [(NEW, None), (SAME, 7)]


def test_only_households_of_the_village_are_offered() -> None:
    elsewhere = registered(7, "Nguyễn Văn Hùng", DO_THUONG)
    assert outcomes(compare([listed(BARE)], register(elsewhere), Answers())) == [NEW]


def test_two_rows_are_never_proposed_one_household() -> None:
    rows = ({"head": "Nguyen Van Hung", "persons": 2}, {"head": "Nguyen Van Hung", "persons": 4})
    two = register(HUNG, registered(8, "Nguyễn Vân Hùng", persons=2))
    found = compare([listed(*rows)], two, Answers())
    by_row = {ask.rows[0][1]: ask for ask in found.asks}
    assert by_row[2].suggested == "8"
    assert by_row[3].kind is AskKind.DUPLICATE  # of one name in the list: that is asked first
    alike = ({"head": "Nguyen Van Hung"}, {"head": "Nguyễn Van Hung"})
    found = compare([listed(*alike)], register(HUNG), Answers())
    assert [ask.suggested for ask in found.asks] == ["7", ""]


def test_households_as_like_as_each_other_are_offered_and_none_is_proposed() -> None:
    two = register(registered(7, "Nguyễn Văn Hùng"), registered(8, "Nguyễn Văn Hưng"))
    (ask,) = compare([listed({"head": "Nguyen Van Hung"})], two, Answers()).asks
    assert {answer for answer, _ in ask.options} == {"7", "8", MAKE_NEW, SKIP}
    assert ask.suggested == ""


def test_the_new_head_of_a_household_is_found_by_its_phone() -> None:
    known = registered(7, "Nguyễn Văn Hùng", persons=4, phone="0912345678")
    row = {"head": "Trịnh Thị Lan", "persons": 4, "phone": "0912 345 678"}
    (ask,) = compare([listed(row)], register(known), Answers()).asks
    assert (ask.suggested, ask.why) == ("7", "tên chủ hộ khác, cùng điện thoại, cùng số khẩu")
    # The phone of the village head stands in many rows and tells nobody apart.
    rows = [{**row, "head": head} for head in ("Trịnh Thị Lan", "Bùi Ơn", "Lê Sáu")]
    assert outcomes(compare([listed(*rows)], register(known), Answers())) == [NEW] * 3


def test_a_namesake_born_another_year_is_asked_about() -> None:
    row = {"head": "Nguyễn Văn Hùng", "birth_year": 1950}
    found = compare([listed(row)], register(HUNG), Answers())
    (ask,) = found.asks
    assert (ask.kind, ask.score, ask.suggested) == (AskKind.WHICH, 60, "")
    assert "sinh năm 1975, không phải 1950" in ask.text
    assert one(listed(row), register(HUNG), chosen(which_2="7")).values == {"birth_year": 1950}
    assert one(listed(row), register(HUNG), chosen(which_2=MAKE_NEW)).outcome is NEW
    near = {"head": "Nguyễn Văn Hùng", "birth_year": 1976}  # tuổi ta, tuổi tây
    assert one(listed(near), register(HUNG)).record_id == 7


@pytest.mark.parametrize("turned", [False, True])
def test_the_birth_year_tells_namesakes_apart(turned: bool) -> None:
    rows = [{"head": "Nguyễn Văn Hùng", "birth_year": 1950}, {"head": "Nguyễn Văn Hùng", "birth_year": 1975}]
    two = register(HUNG, registered(8, "Nguyễn Văn Hùng", persons=2, birth_year=1950))
    found = compare([listed(*(rows[::-1] if turned else rows))], two, Answers())
    assert {r.record_id for r in found.rows if r.outcome is SAME} == {7, 8}
    assert [r.record_id for r in by_place(found)] == ([7, 8] if turned else [8, 7])
    alone = compare([listed(*rows)], register(HUNG), Answers())
    assert [(r.outcome, r.record_id) for r in by_place(alone)] == [(NEW, None), (SAME, 7)]


def test_a_blank_erases_only_where_the_officer_chose_so() -> None:
    full = registered(7, "An", code="H1", phone="0912345678", persons=4, note="x", clean=True, scheme_id=3)
    blank = listed({"head": "An"}, also=["phone", "persons", "note", "clean", "scheme", "head"])
    known = register(full, schemes={3: "Bến Xuân"})
    assert one(blank, known).outcome is SAME
    erasing = replace(blank, erased=frozenset({"phone", "persons", "note", "clean", "scheme", "head"}))
    row = one(erasing, known)
    assert row.outcome is CHANGED
    assert row.values == {"phone": "", "persons": None, "note": "", "clean": None, "scheme_id": None}
    told = replace(listed({"head": "An", "persons": 5}), erased=frozenset({"persons"}))
    assert one(told, known).values == {"persons": 5}


# Who is not on the list


def test_what_became_of_the_missing_is_kept_for_them_alone() -> None:
    known = register(registered(7, "An"), registered(8, "Bình"), registered(9, "Cúc", DO_THUONG))
    missing = {
        7: HouseholdStatus.ENDED,
        8: HouseholdStatus.MOVED_AWAY,
        9: HouseholdStatus.ENDED,
    }
    found = compare([listed({"head": "An"})], known, Answers(missing=missing))
    assert found.gone == ((8, HouseholdStatus.MOVED_AWAY),)  # An is here, Do Thượng is no part of the list
    odd = Answers(missing={8: HouseholdStatus.MERGED})
    assert compare([listed({"head": "An"})], known, odd).gone == ()


def test_a_list_of_a_few_households_says_nothing_of_the_others() -> None:
    many = register(*(registered(n, f"Hộ số {n}") for n in range(10)))
    few = compare([listed(*({"head": f"Hộ số {n}"} for n in range(4)))], many, Answers())
    assert few.partial == {1}
    half = compare([listed(*({"head": f"Hộ số {n}"} for n in range(5)))], many, Answers())
    assert half.partial == frozenset()
    assert compare([listed({"head": "An"})], register(), Answers()).partial == frozenset()


def test_the_work_says_how_far_it_is_and_can_be_stopped() -> None:
    rows = listed(*({"head": f"Hộ {n}"} for n in range(2500)))
    said: list[tuple[str, int, int]] = []
    compare([rows], register(HUNG), Answers(), tell=lambda *what: said.append(what))
    assert [done for what, done, of in said if of == 2500 and "so với" in what] == [0, 1000, 2000]

    def stop(_what: str, done: int, _of: int) -> None:
        if done:
            raise StoppedError

    with pytest.raises(StoppedError):
        compare([rows], register(HUNG), Answers(), tell=stop)
