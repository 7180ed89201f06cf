"""A list held against the register: who is who, what changes, what is asked."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from time import perf_counter
from typing import Any

import pytest
from compared import (
    ASKED,
    CHANGED,
    DO_THUONG,
    IDS,
    NEW,
    PHAC_LE,
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
from hypothesis import given
from hypothesis import strategies as st

from nsnt_desktop.importing.matching.comparing import Comparison, compare
from nsnt_desktop.importing.matching.questions import MAKE_NEW, SKIP, TAKE, Answers, AskKind
from nsnt_desktop.importing.matching.saying import changes_of
from nsnt_desktop.importing.rows.parsed import ImportRow
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.models.words import Basis, Poverty
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.register import Register, Registered

# Who is who


def test_by_code_though_the_head_has_changed() -> None:
    known = register(registered(7, "Trịnh Đức Khoẻ", code="H1"), registered(8, "Lê An", code="H2"))
    row = one(listed({"head": "Trịnh Văn Con", "code": "H1"}), known)
    assert (row.outcome, row.record_id, row.values) == (CHANGED, 7, {"head": "Trịnh Văn Con"})


@pytest.mark.parametrize(
    "written",
    [
        "Trịnh Thị Hoà",
        "TRỊNH THỊ HÒA",
        "trịnh  thị hòa",
        unicodedata.normalize("NFD", "Trịnh Thị Hoà"),
    ],
)
def test_by_village_and_head_however_it_is_typed(written: str) -> None:
    known = register(registered(7, "Trịnh Thị Hòa", persons=4))
    row = one(listed({"head": written, "persons": 4}), known)
    assert (row.outcome, row.record_id, row.values) == (SAME, 7, {})


def test_accents_make_another_person_where_both_are_named() -> None:
    known = register(registered(7, "Trịnh Thị Hòa"))
    found = compare([listed({"head": "Trịnh Thị Hoa"}, {"head": "Trịnh Thị Hòa"})], known, Answers())
    assert [(r.outcome, r.record_id) for r in by_place(found)] == [(NEW, None), (SAME, 7)]
    assert not found.asks


@pytest.mark.parametrize(
    "other", ["Trịnh Văn Hòa", "Trịnh Thị Hảo", "Lê Thị Hòa", "Trịnh Thị Quý", "Hộ 12", "An"]
)
def test_a_name_with_nothing_in_common_is_simply_new(other: str) -> None:
    known = register(registered(7, "Trịnh Thị Hòa"), registered(8, "Hộ 13"))
    found = compare([listed({"head": other})], known, Answers())
    assert outcomes(found) == [NEW]
    assert [h.record_id for h in found.missing] == [7, 8]


def test_the_same_name_in_another_village_is_another_household() -> None:
    known = register(registered(7, "An", DO_THUONG))
    row = one(listed({"head": "An"}), known)
    assert (row.outcome, row.village) == (NEW, PHAC_LE)


def test_a_code_numbered_anew_in_every_village_matches_nobody_elsewhere() -> None:
    known = register(registered(7, "An", DO_THUONG, code="1"))
    row = one(listed({"head": "Bình", "code": "1"}), known)
    assert (row.outcome, row.village) == (NEW, PHAC_LE)
    moved = one(listed({"head": "An", "code": "1"}), known)  # the same code and name: the same household
    assert (moved.outcome, moved.record_id) == (SAME, 7)


def test_a_code_that_belongs_to_another_name_asks_before_it_renames_anybody() -> None:
    known = register(registered(7, "An", code="1"), registered(8, "Bình", code="2"))
    shifted = listed({"head": "Cúc", "code": "1"}, {"head": "An", "code": "2"}, {"head": "Bình", "code": "3"})
    found = compare([shifted], known, Answers())
    assert outcomes(found) == [ASKED, ASKED, ASKED]
    assert not found.missing
    first = next(ask for ask in found.asks if ask.key == "which:S:3")
    assert [answer for answer, _ in first.options] == ["8", "7", MAKE_NEW]
    answered = compare([shifted], known, chosen(which_2=MAKE_NEW, which_3="7", which_4="8"))
    assert [(r.outcome, r.record_id) for r in by_place(answered)] == [(NEW, None), (CHANGED, 7), (CHANGED, 8)]


def test_new_codes_for_known_names_ask_before_the_register_doubles() -> None:
    known = register(registered(7, "An", code="001"))
    found = compare([listed({"head": "An", "code": "1"})], known, Answers())
    assert outcomes(found) == [ASKED]
    assert "001" in found.asks[0].text
    assert one(listed({"head": "An", "code": "1"}), known, chosen(which_2="7")).values == {"code": "1"}
    assert one(listed({"head": "An", "code": "1"}), known, chosen(which_2=MAKE_NEW)).outcome is NEW


def test_codes_tell_two_households_of_one_name_apart() -> None:
    known = register(registered(7, "An", code="H1"), registered(8, "An", code="H2"))
    found = compare(
        [listed({"head": "An", "code": "H2", "persons": 2}, {"head": "An", "code": "H1"})], known, Answers()
    )
    assert [(r.outcome, r.record_id) for r in by_place(found)] == [(CHANGED, 8), (SAME, 7)]


# What it says


def test_a_blank_changes_nothing_and_a_column_not_there_changes_nothing() -> None:
    full = registered(
        7,
        "An",
        code="H1",
        address="Ngõ 1",
        phone="0912345678",
        persons=4,
        poverty=Poverty.POOR,
        source="drilled_well",
        scheme_id=3,
        hygienic=True,
        clean=True,
        basis=Basis.TEST,
        has_meter=True,
        litres_per_month=5000,
        dry_season_shortage=True,
        pollution_risk="chăn nuôi",
        note="hộ mới",
    )
    known = register(full)
    everything = [name for name in ImportRow._fields if name not in {"sheet", "excel_row", "head"}]
    blank = listed({"head": "An"}, also=everything)
    assert (one(blank, known).outcome, one(blank, known).values) == (SAME, {})
    absent = listed({"head": "An", "persons": 5})
    assert one(absent, known).values == {"persons": 5}
    told_false = listed({"head": "An", "hygienic": False, "has_meter": False, "litres_per_month": 0})
    assert one(told_false, known).values == {"hygienic": False, "has_meter": False, "litres_per_month": 0}


def test_a_value_of_a_column_the_sheet_does_not_know_is_not_taken() -> None:
    known = register(registered(7, "An", persons=4))
    sheet = listed({"head": "An", "persons": 5})
    assert one(replace(sheet, known=frozenset({"head"})), known).values == {}


def test_old_and_new_of_every_change_are_told() -> None:
    held = registered(7, "An", persons=4, scheme_id=1)
    known = register(held, schemes={1: "Bến Xuân", 2: "Cẩm Phú"})
    row = one(listed({"head": "An", "persons": 5, "scheme": "cẩm phú"}), known)
    assert {(c.field, c.old, c.new) for c in changes_of(row, {7: held})} == {
        ("persons", 4, 5),
        ("scheme_id", 1, 2),
    }
    assert changes_of(one(listed({"head": "Bình"}), known), {7: held}) == []


@pytest.mark.parametrize(
    ("held", "told", "outcome"),
    [
        ("drilled_well", "household_unspecified", SAME),
        ("bought", "household_unspecified", SAME),
        ("central_tap", "household_unspecified", CHANGED),
        ("central_tap", "central_unspecified", SAME),
        ("drilled_well", "central_unspecified", CHANGED),
        ("household_unspecified", "drilled_well", CHANGED),
        ("drilled_well", "drilled_well", SAME),
        (None, "household_unspecified", CHANGED),
    ],
)
def test_a_vague_source_keeps_the_finer_word_it_does_not_contradict(
    held: str | None, told: str, outcome: Outcome
) -> None:
    kept: dict[str, Any] = {"source": held} if held else {}
    known = register(registered(7, "An", **kept))
    row = one(listed({"head": "An", "source_code": told}), known)
    assert row.outcome is outcome
    assert (row.values or {}).get("main_source_id") == (IDS[told] if outcome is CHANGED else None)


@pytest.mark.parametrize(
    ("columns", "held", "told", "after"),
    [
        ([Field.POOR], Poverty.NEAR_POOR, Poverty.NONE, None),
        ([Field.POOR], Poverty.POOR, Poverty.NONE, Poverty.NONE),
        ([Field.POOR], Poverty.NEAR_POOR, Poverty.POOR, Poverty.POOR),
        ([Field.NEAR_POOR], Poverty.POOR, Poverty.NONE, None),
        ([Field.NEAR_POOR], Poverty.NEAR_POOR, Poverty.NONE, Poverty.NONE),
        ([Field.NEAR_POOR], None, Poverty.NONE, None),
        ([Field.POOR, Field.NEAR_POOR], Poverty.NEAR_POOR, Poverty.NONE, Poverty.NONE),
        ([Field.POVERTY], Poverty.NEAR_POOR, Poverty.NONE, Poverty.NONE),
    ],
)
def test_a_list_denies_only_the_poverty_it_has_a_column_for(
    columns: list[Field], held: Poverty | None, told: Poverty, after: Poverty | None
) -> None:
    known = register(registered(7, "An", poverty=held))
    row = one(listed({"head": "An", "poverty": told}, fields=columns), known)
    assert (row.values or {}).get("poverty") is after


def test_a_new_household_of_a_near_poor_list_is_not_said_to_be_no_poor_one() -> None:
    row = one(listed({"head": "An", "poverty": Poverty.NONE}, fields=[Field.NEAR_POOR]), register())
    assert row.values == {"head": "An"}
    row = one(listed({"head": "An", "poverty": Poverty.NONE}, fields=[Field.POOR]), register())
    assert row.values == {"head": "An", "poverty": Poverty.NONE}


def test_a_phone_written_with_spaces_is_the_same_phone() -> None:
    known = register(registered(7, "An", phone="0912 345 678"))
    assert one(listed({"head": "An", "phone": "0912345678"}), known).outcome is SAME
    assert one(listed({"head": "An", "phone": "0912345679"}), known).values == {"phone": "0912345679"}


# Several of one name


TWO = (registered(7, "An", persons=4, note="a"), registered(8, "An", persons=2, note="b"))


def test_two_of_one_name_are_told_apart_by_what_the_list_says() -> None:
    found = compare(
        [listed({"head": "An", "persons": 2, "note": "c"}, {"head": "An", "persons": 4})],
        register(*TWO),
        Answers(),
    )
    assert [(r.outcome, r.record_id) for r in by_place(found)] == [(CHANGED, 8), (SAME, 7)]


@pytest.mark.parametrize("turned", [False, True])
def test_the_row_that_says_most_goes_first(turned: bool) -> None:
    full, bare = {"head": "An", "persons": 4, "note": "a"}, {"head": "An", "persons": 4}
    rows = [bare, full] if turned else [full, bare]
    found = compare([listed(*rows)], register(*TWO), Answers())
    assert {(r.excel_row, r.outcome, r.record_id) for r in found.rows} == {
        (2 + turned, SAME, 7),
        (3 - turned, CHANGED, 8),
    }


def test_where_nothing_tells_them_apart_it_asks_which() -> None:
    sheet, known = listed({"head": "An", "persons": 9}), register(*TWO)
    found = compare([sheet], known, Answers())
    (ask,) = found.asks
    assert (ask.kind, ask.rows) == (AskKind.WHICH, (("S", 2),))
    assert [answer for answer, _ in ask.options] == ["7", "8", MAKE_NEW]
    assert not found.missing  # one of them is on the list, whichever it is
    for answer in ("7", "8"):
        row = one(sheet, known, chosen(which_2=answer))
        assert (row.outcome, row.record_id, row.values) == (CHANGED, int(answer), {"persons": 9})
    assert one(sheet, known, chosen(which_2=MAKE_NEW)).outcome is NEW


def test_an_answer_stands_over_what_would_be_guessed() -> None:
    sheet = listed({"head": "An", "persons": 4, "note": "x"}, {"head": "An", "persons": 4, "note": "y"})
    known = register(*TWO)
    assert outcomes(compare([sheet], known, Answers())) == [ASKED, ASKED]
    answered = compare([sheet], known, chosen(which_2="8"))
    assert [r.record_id for r in by_place(answered)] == [8, 7]
    both = compare([sheet], known, chosen(which_2="7", which_3="7"))
    assert Counter(r.record_id for r in both.rows if r.record_id)[7] == 1


def test_a_row_repeated_in_the_list_waits_and_can_be_taken_or_skipped() -> None:
    sheet = listed({"head": "An", "persons": 4}, {"head": "AN", "persons": 5})
    found = compare([sheet], register(), Answers())
    assert outcomes(found) == [NEW, ASKED]
    (ask,) = found.asks
    assert ask.kind is AskKind.DUPLICATE
    assert "dòng 2" in ask.text
    assert [answer for answer, _ in ask.options] == [SKIP, TAKE]
    assert outcomes(compare([sheet], register(), chosen(duplicate_3=SKIP))) == [NEW, SKIPPED]
    assert outcomes(compare([sheet], register(), chosen(duplicate_3=TAKE))) == [NEW, NEW]


def test_a_row_repeated_at_the_same_place_of_another_sheet_waits_too() -> None:
    sheets = [listed({"head": "An"}, sheet="Thôn 1"), listed({"head": "An"}, sheet="Bản sao")]
    found = compare(sheets, register(), Answers())
    assert Counter(outcomes(found)) == {NEW: 1, ASKED: 1}
    assert "trang tính «Thôn 1»" in found.asks[0].text


def test_one_registered_household_is_never_taken_by_two_rows() -> None:
    known = register(registered(7, "An", code="H1"))
    sheet = listed({"head": "An", "code": "H1", "persons": 4}, {"head": "Bình", "code": "H1", "persons": 5})
    found = compare([sheet], known, Answers())
    assert [(r.outcome, r.record_id) for r in by_place(found)] == [(CHANGED, 7), (ASKED, None)]
    assert "mã hộ «H1»" in found.asks[0].text
    taken = by_place(compare([sheet], known, chosen(duplicate_3=TAKE)))
    assert [(r.outcome, r.record_id) for r in taken] == [(CHANGED, 7), (NEW, None)]


def test_a_code_given_twice_to_two_new_heads_asks() -> None:
    sheet = listed({"head": "An", "code": "H1"}, {"head": "Bình", "code": "H1"})
    assert outcomes(compare([sheet], register(), Answers())) == [NEW, ASKED]
    apart = listed({"head": "An", "code": "H1"}, {"head": "Bình", "code": "H1", "village": "Thôn Do Thượng"})
    assert outcomes(compare([apart], register(), Answers())) == [NEW, NEW]


def test_two_new_households_of_one_name_with_codes_of_their_own_are_two() -> None:
    sheet = listed({"head": "An", "code": "H1"}, {"head": "An", "code": "H2"})
    assert outcomes(compare([sheet], register(), Answers())) == [NEW, NEW]


# The whole


def test_who_is_missing_is_told_for_the_villages_named_and_left_alone() -> None:
    known = register(registered(7, "An"), registered(8, "Bình"), registered(9, "Cúc", DO_THUONG))
    found = compare([listed({"head": "An"})], known, Answers())
    assert [h.record_id for h in found.missing] == [8]
    assert [row.record_id for row in found.rows] == [7]


HEADS = ["An", "AN", "Bình", "Hoà", "Hòa", "Hoa"]
some_rows = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "head": st.sampled_from(HEADS),
            "code": st.sampled_from([None, "H1", "H2"]),
            "persons": st.sampled_from([None, 1, 4]),
            "village": st.sampled_from([None, "Thôn Phác Lê", "do thượng", "Thôn 66"]),
            "scheme": st.sampled_from([None, "Nhà máy", "Bến Xuân"]),
            "clean": st.sampled_from([None, True, False]),
        },
    ),
    max_size=9,
)
some_households = st.lists(
    st.tuples(
        st.sampled_from(HEADS),
        st.sampled_from([PHAC_LE, DO_THUONG]),
        st.sampled_from(["", "H1", "H2"]),
        st.sampled_from([None, 1, 4]),
    ),
    max_size=6,
)
some_answers = st.dictionaries(
    st.one_of(
        st.builds("which:S:{}".format, st.integers(2, 10)),
        st.builds("duplicate:S:{}".format, st.integers(2, 10)),
        st.sampled_from(["village::", "village::thôn 66\x01"]),
    ),
    st.sampled_from([MAKE_NEW, SKIP, TAKE, "1", "2"]),
    max_size=4,
)


def built(households: list[tuple[str, int, str, int | None]]) -> Register:
    made = [registered(n, h, v, code=c, persons=p) for n, (h, v, c, p) in enumerate(households, 1)]
    return register(*made, schemes={5: "Nhà máy"})


@given(some_rows, some_households, some_answers)
def test_every_row_has_one_outcome_and_every_household_at_most_one_row(
    rows: list[dict[str, Any]],
    households: list[tuple[str, int, str, int | None]],
    answers: dict[str, str],
) -> None:
    known = built(households)
    usable = {k: a for k, a in answers.items() if not k.startswith("village") or a in {"1", "2", SKIP}}
    sheet = listed(*rows)
    found = compare([sheet], known, Answers(chosen=usable))
    assert [row.excel_row for row in by_place(found)] == [row.excel_row for row in sheet.rows]
    taken = [row.record_id for row in found.rows if row.record_id is not None]
    assert len(taken) == len(set(taken))
    assert not set(taken) & {h.record_id for h in found.missing}
    waiting = {place for ask in found.asks for place in ask.rows}
    assert waiting == {(r.sheet, r.excel_row) for r in found.rows if r.outcome is ASKED}
    for row in found.rows:
        assert (row.record_id is not None) == (row.outcome in {CHANGED, SAME})
        assert (row.village is not None) == (row.outcome is NEW)
        assert bool(row.values or row.scheme) == (row.outcome in {NEW, CHANGED})
    for ask in found.asks:
        assert len(dict(ask.options)) == len(ask.options)


@given(some_households)
def test_what_the_register_holds_is_the_same_when_it_comes_back(
    households: list[tuple[str, int, str, int | None]],
) -> None:
    known = built(households)
    names = {PHAC_LE: "Thôn Phác Lê", DO_THUONG: "Thôn Do Thượng"}
    rows = [{"head": h, "village": names[v], "code": c or None, "persons": p} for h, v, c, p in households]
    twice = {(v, c) for _, v, c, _ in households if c}
    found = compare([listed(*rows)], known, Answers())
    if len(twice) == sum(bool(c) for *_, c, _ in households):  # a code given twice is a fault, and asks
        assert set(outcomes(found)) <= {SAME}
        assert not found.missing
    assert CHANGED not in outcomes(found)


def settled(found: Comparison, rows: Sequence[dict[str, Any]]) -> Counter[str]:
    return Counter(
        repr((rows[r.excel_row - 2], r.outcome, r.record_id, sorted((r.values or {}).items())))
        for r in found.rows
    )


@pytest.mark.parametrize(
    ("households", "rows"),
    [
        (TWO, [{"persons": 9}, {"persons": 2}]),
        (TWO, [{"note": None}, {"persons": 4}]),
        (TWO, [{"persons": 2, "note": "z"}, {"persons": 2}, {"note": "a"}]),
        (TWO, [{"code": "H1"}, {"persons": 4}, {"head": "Bình"}]),
        ((registered(7, "An", code="H1"), registered(8, "An")), [{"code": None}, {"code": "H1"}]),
        ((registered(7, "An", code="H1"), registered(8, "An")), [{"persons": 3}, {"code": "H1"}]),
    ],
)
def test_the_order_of_the_rows_decides_nothing(
    households: tuple[Registered, ...], rows: list[dict[str, Any]]
) -> None:
    known = register(*households)
    columns = [name for row in rows for name in row]
    results = []
    for order in permutations(rows):
        found = compare([listed(*order, also=columns)], known, Answers())
        results.append(settled(found, order))
        assert found.missing == compare([listed(*rows, also=columns)], known, Answers()).missing
    assert all(result == results[0] for result in results)


def test_ten_thousand_rows_are_not_held_each_against_each() -> None:
    # No benchmark: 0.2 to 0.9 s each here, and minutes if the work grew with the square.
    heads = [f"Trịnh Thị {a}{b}" for a in "ABCDEFGHIJ" for b in range(1000)]
    known = register(*(registered(n, h, code=f"H{n}", persons=4) for n, h in enumerate(heads, 1)))
    by_name = listed(*({"head": h, "persons": 5} for h in reversed(heads)))
    by_code = listed(*({"head": h, "code": f"H{n}", "persons": 5} for n, h in enumerate(heads, 1)))
    of_one_name = listed(*({"head": "Chưa rõ", "persons": 5} for _ in heads))
    nameless = register(*(registered(n, "Chưa rõ", persons=4) for n in range(1, 301)))
    for sheet, held in (
        (by_name, known),
        (by_code, known),
        (of_one_name, register()),
        (of_one_name, nameless),
    ):
        start = perf_counter()
        assert len(compare([sheet], held, Answers()).rows) == 10_000
        assert perf_counter() - start < 5
