"""A list from disk to a preview: the counts, the questions, and that nothing is written."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importing_lists import ole_file
from sqlalchemy import select

from cli_running import run
from communes import VILLAGES, content_digest, count, file_digest, village_ids
from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.importing.intake import Preview, preview_list
from nsnt_desktop.importing.list_file import ListFile, read_list, with_choices
from nsnt_desktop.importing.matching.questions import MAKE_NEW, SKIP, TAKE, Answers, AskKind
from nsnt_desktop.importing.words.choices import SheetChoices
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.models import Household, HouseholdRecord, ImportBatch, Village
from nsnt_desktop.models.words import SourceGroup
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.register import Register
from nsnt_desktop.storage.datafile import DataFile
from taking_in import SAMPLES, counts, list_of, preview, register_digest, register_of, take_in, with_village

PHAC_LE, DO_THUONG = VILLAGES


def loi() -> ListFile:
    """Return sample 6, whose rows name Thôn 6 and, once, Thôn 66."""
    return with_village(read_list(SAMPLES / "6-thon-6-loi.xlsx"), PHAC_LE)


def test_the_faulty_sample_asks_rejects_and_adds_up(data: DataFile) -> None:
    found = preview(data, read_list(SAMPLES / "6-thon-6-loi.xlsx"))
    named = sorted({ask.text for ask in found.asks if ask.kind is AskKind.VILLAGE})
    assert named == ["Thôn «Thôn 66» là thôn nào?", "Thôn «Thôn 6» là thôn nào?"]
    six = next(ask.key for ask in found.asks if "«Thôn 6»" in ask.text)
    found = preview(data, found.file, Answers(chosen={six: MAKE_NEW}))
    assert counts(found) == {"new": 52, "asked": 3, "rejected": 5}
    assert {error.excel_row for error in found.rejected} == {4, 7, 10, 13, 28}
    waiting = {ask.kind: ask.rows for ask in found.asks}
    (sheet,) = (sheet.name for sheet, _ in found.file.sheets)
    assert waiting == {
        AskKind.SOURCE: ((sheet, 22),),
        AskKind.VILLAGE: ((sheet, 25),),
        AskKind.DUPLICATE: ((sheet, 19),),
    }


def test_every_question_of_the_faulty_sample_can_be_answered(data: DataFile) -> None:
    file = read_list(SAMPLES / "6-thon-6-loi.xlsx")
    answers = Answers()
    for _ in range(2):  # what lies under a village comes up once the village is known
        for ask in preview(data, file, answers).asks:
            offered = dict(ask.options)
            if ask.kind is AskKind.SOURCE:
                answers = Answers({**answers.words, ask.key: "surface"}, answers.chosen)
            else:
                best = next(a for a in (TAKE, MAKE_NEW) if a in offered)
                answers = Answers(answers.words, {**answers.chosen, ask.key: best})
    found = preview(data, file, answers)
    assert counts(found) == {"new": 55, "rejected": 5}
    assert not found.asks
    take_in(data, file, answers)
    with data.reading() as session:
        names = list(session.scalars(select(Village.name).order_by(Village.position)))
    assert names == [*VILLAGES, "Thôn 6", "Thôn 66"]
    assert counts(preview(data, file)) == {"same": 54, "asked": 1, "rejected": 5}


def test_a_preview_writes_nothing(data: DataFile) -> None:
    before = content_digest(data), data.path.read_bytes()
    assert preview(data, loi()).batch.rows
    assert (content_digest(data), data.path.read_bytes()) == before


def test_a_village_named_by_the_officer_stands_over_the_title(data: DataFile) -> None:
    file = read_list(SAMPLES / "1-phac-le-bieu-in.xlsx", f"  {DO_THUONG} ")
    found = preview(data, file)
    assert {row.village for row in found.batch.rows} == {village_ids(data)[1]}
    assert {row.village for row in preview(data, read_list(file.workbook.path)).batch.rows} == {
        village_ids(data)[0]
    }


def test_a_row_that_names_its_village_keeps_it(data: DataFile) -> None:
    file = with_village(list_of(["An", DO_THUONG, 4], ["Bình", "", 3]), PHAC_LE)
    assert [row.village for row in preview(data, file).batch.rows] == village_ids(data)[::-1]


def test_the_same_list_again_is_all_the_same(data: DataFile) -> None:
    file = read_list(SAMPLES / "1-phac-le-bieu-in.xlsx")
    take_in(data, file)
    before = register_digest(data)
    assert counts(preview(data, file)) == {"same": 172}
    take_in(data, file)
    assert register_digest(data) == before
    assert count(data, ImportBatch) == 2


def test_a_column_given_another_meaning_is_read_so(data: DataFile) -> None:
    file = list_of(["An", PHAC_LE, 4, "", "0912345678"])
    (row,) = preview(data, file).batch.rows
    assert (row.values or {})["note"] == "0912345678"
    chosen = with_choices(file, "S", SheetChoices(meanings={4: Field.PHONE, 2: Field.IGNORE}))
    (row,) = preview(data, chosen).batch.rows
    assert row.values == {"head": "An", "phone": "0912345678"}
    assert preview(
        data, with_choices(file, "khác", SheetChoices(meanings={4: Field.PHONE}))
    ).batch.mapping == (preview(data, file).batch.mapping)
    assert json.loads(preview(data, chosen).batch.mapping) == {
        "S": {"A": "head", "B": "village", "C": "ignore", "D": "main_source", "E": "phone"}
    }


def test_an_unknown_word_is_asked_once_with_every_source_to_choose(data: DataFile) -> None:
    file = list_of(["An", PHAC_LE, 4, "Nước thần tiên"], ["Bình", PHAC_LE, 4, "NƯỚC THẦN TIÊN"])
    (ask,) = preview(data, file).asks
    assert (ask.kind, len(ask.rows)) == (AskKind.SOURCE, 2)
    assert ask.options[-1][0] == ""
    assert {code for code, _ in ask.options} == {*register_of(data).sources, ""}
    for code in ("gravity_pipe", ""):
        found = preview(data, file, Answers(words={ask.key: code}))
        assert counts(found) == {"new": 2}
        expected = register_of(data).sources.get(code)
        assert {(row.values or {}).get("main_source_id") for row in found.batch.rows} == {expected}


@pytest.mark.parametrize(
    ("heading", "word", "answer", "field"),
    [
        ("Loại hộ (nghèo, cận nghèo)", "khá giả", "none", "poverty"),
        ("Căn cứ đạt quy chuẩn", "nghe nói", "none", "basis"),
        ("Nước hợp vệ sinh", "hơi hơi", "yes", "hygienic"),
    ],
)
def test_unknown_words_of_other_columns_offer_that_columns_answers(
    data: DataFile, heading: str, word: str, answer: str, field: str
) -> None:
    file = list_of(["An", PHAC_LE, word], heading=("Họ và tên chủ hộ", "Thôn", heading))
    (ask,) = preview(data, file).asks
    assert ask.kind is AskKind.WORD
    assert answer in dict(ask.options)
    for offered, _ in ask.options:
        found = preview(data, file, Answers(words={ask.key: offered}))
        assert counts(found) == {"new": 1}
        assert (field in (found.batch.rows[0].values or {})) == bool(offered)


def test_a_list_without_a_heading_is_refused_in_one_sentence(data: DataFile) -> None:
    with pytest.raises(KnownError, match="Chưa có gì thay đổi"):
        list_of([1, 2, 3], heading=("a", "b", "c"))
    assert count(data, Household) == 0


def test_missing_households_are_told_and_stay(data: DataFile) -> None:
    take_in(data, list_of(["An", PHAC_LE, 4], ["Bình", PHAC_LE, 3], ["Cúc", DO_THUONG, 2]))
    shorter = list_of(["An", PHAC_LE, 5])
    assert [h.values["head"] for h in preview(data, shorter).comparison.missing] == ["Bình"]
    take_in(data, shorter)
    assert count(data, HouseholdRecord) == 3


@pytest.mark.parametrize(
    "row",
    [
        ["Bình", PHAC_LE, "ba"],  # a wrong cell
        ["BINH", PHAC_LE, "ba"],
        ["Bình", PHAC_LE, 3, "Nước thần tiên"],  # a question
        ["Bình", "", "ba"],
    ],
)
def test_a_household_whose_row_waits_or_is_wrong_is_not_missing(data: DataFile, row: list[Cell]) -> None:
    take_in(data, list_of(["An", PHAC_LE, 4], ["Bình", PHAC_LE, 3], ["Cúc", PHAC_LE, 2]))
    found = preview(data, list_of(["An", PHAC_LE, 4], row))
    assert [h.values["head"] for h in found.comparison.missing] == ["Cúc"]


def test_a_wrong_row_stands_for_a_household_of_its_own_village_alone(data: DataFile) -> None:
    take_in(data, list_of(["An", PHAC_LE, 4], ["Bình", PHAC_LE, 3], ["Cúc", DO_THUONG, 2]))
    found = preview(data, list_of(["An", PHAC_LE, 4], ["Cúc", DO_THUONG, 2], ["Bình", DO_THUONG, "ba"]))
    assert [h.values["head"] for h in found.comparison.missing] == ["Bình"]


_WORDS = ["", "Giếng khoan", "Nước thần tiên", "x"]
cells = st.tuples(
    st.sampled_from(["An", "AN", "Bình", "", "Hoà", "Tổng cộng", "=1+1"]),
    st.sampled_from(["", PHAC_LE, "do thượng", "Thôn 66"]),
    st.sampled_from(["", 4, 4.0, "4 khẩu", -2, "ba", 400]),
    st.sampled_from(_WORDS),
    st.sampled_from(["", "ghi chú"]),
)


@given(st.lists(cells, min_size=1, max_size=12), st.sampled_from([None, SKIP, MAKE_NEW]))
def test_the_outcomes_always_add_up_to_the_rows_of_data(
    rows: list[tuple[Any, ...]], answer: str | None
) -> None:
    known = _register()
    found = preview_list(list_of(*rows), known)
    if answer:
        chosen = {ask.key: answer for ask in found.asks if answer in dict(ask.options)}
        found = preview_list(found.file, known, Answers(chosen=chosen))
    (sheet,) = found.parsed
    assert sum(found.count(outcome) for outcome in Outcome) == len(found.batch.rows) == sheet.data_rows
    assert found.count(Outcome.REJECTED) == len(sheet.rejected_rows)
    assert all(one.excel_row < other.excel_row for one, other in pairwise(found.batch.rows))
    _questions_hold_exactly_the_waiting_rows(found)


def _questions_hold_exactly_the_waiting_rows(found: Preview) -> None:
    asked = {(row.sheet, row.excel_row) for row in found.batch.rows if row.outcome is Outcome.ASKED}
    assert {place for ask in found.asks for place in ask.rows} == asked


def _register() -> Register:
    villages = {1: (PHAC_LE, ""), 2: (DO_THUONG, "")}
    return Register(1, 2024, (), villages, {"drilled_well": 1}, {1: ""}, {1: SourceGroup.HOUSEHOLD}, {})


def test_the_order_of_the_rows_does_not_change_what_is_taken_in(data: DataFile) -> None:
    two = list_of(["An", PHAC_LE, 4, "", "a"], ["An", PHAC_LE, 2, "", "b"], ["Bình", PHAC_LE, 1])
    take_in(data, two, Answers(chosen={"duplicate:S:3": TAKE}))
    rows: list[list[Cell]] = [
        ["An", PHAC_LE, 9, "Nước mưa"],
        ["AN", PHAC_LE, 2],
        ["Cúc", DO_THUONG, 1],
        ["Bình", PHAC_LE, 3],
    ]
    told = set()
    for order in (rows, rows[::-1], rows[2:] + rows[:2]):
        found = preview(data, list_of(*order))
        told.add(
            frozenset(
                (row.outcome, row.record_id, row.village, repr(sorted((row.values or {}).items())))
                for row in found.batch.rows
            )
        )
    assert len(told) == 1


def test_a_password_is_one_sentence_on_the_command_line(closed_file: Path, tmp_path: Path) -> None:
    book = tmp_path / "khóa.xlsx"
    book.write_bytes(ole_file("EncryptionInfo", "EncryptedPackage"))
    before = file_digest(closed_file)
    code, out, err = run("import", closed_file, book)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "mật khẩu" in err
    assert file_digest(closed_file) == before
