"""What one list taught is there for the next, and goes when the list is taken back."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from communes import VILLAGES, count, village_ids, year_id
from nsnt_desktop.importing.files.reading import Cell, Sheet
from nsnt_desktop.importing.layouts.encodings import Encoding
from nsnt_desktop.importing.layouts.fingerprint import fingerprint
from nsnt_desktop.importing.list_file import ListFile, choices_in_force, recognise_list, with_choices
from nsnt_desktop.importing.matching.questions import Answers
from nsnt_desktop.importing.words.choices import Blank, SheetChoices, from_json, over, to_json
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.models import (
    ImportLayout,
    ImportWord,
    MainSource,
)
from nsnt_desktop.registry.import_memory import forget, load_memory
from nsnt_desktop.registry.merge_villages import merge_villages
from nsnt_desktop.registry.new_villages import NewVillage, add_villages
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.villages import remove_village
from nsnt_desktop.storage.datafile import DataFile
from taking_in import counts, list_of, preview, take_in

PHAC_LE, DO_THUONG = VILLAGES
HEADING: tuple[Cell, ...] = ("Họ và tên chủ hộ", "Thôn", "Số nhân khẩu", "Nguồn nước chính", "Cột lạ")


def list_again(data: DataFile, *rows: list[Cell], name: str = "b.xlsx") -> ListFile:
    """Return another list of the layout, read with what the office remembers."""
    plain = list_of(*rows, heading=HEADING, name=name)
    with data.reading() as session:
        return recognise_list(plain.workbook, load_memory(session))


def phones(file: ListFile) -> ListFile:
    return with_choices(file, "S", SheetChoices(meanings={4: Field.PHONE}))


def test_a_column_corrected_once_is_read_so_in_the_next_list(data: DataFile) -> None:
    first = list_of(["An", PHAC_LE, 4, "", "0912 345 678"], heading=HEADING, name="a.xlsx")
    assert (preview(data, first).batch.rows[0].values or {}).get("phone") is None
    take_in(data, phones(first))
    again = list_again(data, ["Bình", DO_THUONG, 3, "", "0987 654 321"])
    (row,) = preview(data, again).batch.rows
    assert (row.values or {})["phone"] == "0987654321"
    ((_, layout),) = again.sheets
    assert "a.xlsx" in layout.remembered
    assert layout.columns[4].reason


def test_a_list_of_another_layout_is_not_touched_by_it(data: DataFile) -> None:
    take_in(data, phones(list_of(["An", PHAC_LE, 4, "", "0912345678"], heading=HEADING)))
    with data.reading() as session:
        memory = load_memory(session)
    other = list_of(["Cúc", PHAC_LE, 4, "0911111111"], heading=("Chủ hộ", "Thôn", "Số khẩu", "Cột lạ"))
    ((_, layout),) = recognise_list(other.workbook, memory).sheets
    assert not layout.remembered
    assert layout.columns[3].field is not Field.PHONE or "theo nội dung" in layout.columns[3].reason


def test_the_newest_choice_counts_and_one_made_now_counts_most(data: DataFile) -> None:
    take_in(data, phones(list_of(["An", PHAC_LE, 4, "", "0912345678"], heading=HEADING)))
    again = list_again(data, ["Bình", PHAC_LE, 3, "", "ngõ 3"])
    corrected = with_choices(again, "S", SheetChoices(meanings={4: Field.ADDRESS}))
    assert (preview(data, corrected).batch.rows[0].values or {})["address"] == "ngõ 3"
    take_in(data, corrected)
    third = list_again(data, ["Cúc", PHAC_LE, 3, "", "ngõ 4"], name="c.xlsx")
    assert third.sheets[0][1].columns[4].field is Field.ADDRESS
    assert count(data, ImportLayout) == 1


def test_a_word_answered_once_is_not_asked_again_and_can_be_answered_otherwise(data: DataFile) -> None:
    first = list_of(["An", PHAC_LE, 4, "Nước thần tiên"], heading=HEADING)
    (ask,) = preview(data, first).asks
    take_in(data, first, Answers(words={ask.key: "gravity_pipe"}))
    again = list_again(data, ["Bình", PHAC_LE, 4, "NƯỚC THẦN TIÊN"])
    found = preview(data, again)
    assert not found.asks
    (recalled,) = found.recalled
    assert (recalled.key, "NƯỚC THẦN TIÊN" in recalled.text) == (ask.key, True)
    with data.reading() as session:
        sources = dict(session.execute(select(MainSource.code, MainSource.id)).all())
    assert (found.batch.rows[0].values or {})["main_source_id"] == sources["gravity_pipe"]
    take_in(data, again, Answers(words={ask.key: "surface"}))
    with data.reading() as session:
        assert set(load_memory(session).words.values()) == {"surface"}


def test_an_answer_for_a_source_is_none_for_another_kind_of_column(data: DataFile) -> None:
    heading: tuple[Cell, ...] = ("Họ và tên chủ hộ", "Thôn", "Nguồn nước chính", "Loại hộ")
    first = list_of(["An", PHAC_LE, "loại đặc biệt", "loại đặc biệt"], heading=heading)
    asks = {ask.key.partition(":")[0]: ask.key for ask in preview(data, first).asks}
    assert asks.keys() == {"source_code", "poverty"}
    found = preview(data, first, Answers(words={asks["source_code"]: "rain"}))
    assert [ask.key for ask in found.asks] == [asks["poverty"]]


def test_a_village_named_otherwise_is_asked_once_for_all_lists(data: DataFile) -> None:
    first = list_of(["An", "Làng Thượng", 4], heading=HEADING[:3])
    (ask,) = preview(data, first).asks
    wanted = village_ids(data)[1]
    take_in(data, first, Answers(chosen={ask.key: str(wanted)}))
    plain = list_of(["Bình", "làng thượng", 3], heading=HEADING[:3])
    with data.reading() as session:
        again = recognise_list(plain.workbook, load_memory(session))
    (row,) = preview(data, again).batch.rows
    assert row.village == wanted


def old_village(data: DataFile) -> list[str]:
    """Return the villages a list of "Thôn Cũ" is taken to be of, by what is remembered, or its questions."""
    found = preview(data, list_again(data, ["Bình", "Thôn Cũ", 3]))
    return [ask.text for ask in found.asks] or [str(row.village) for row in found.batch.rows]


def test_a_village_that_was_merged_is_asked_about_again(data: DataFile) -> None:
    first = list_of(["An", "Thôn Cũ", 4], heading=HEADING)
    (ask,) = preview(data, first).asks
    here, other = village_ids(data)
    take_in(data, first, Answers(chosen={ask.key: str(here)}))
    assert old_village(data) == [str(here)]
    merged = merge_villages(data, here, other)
    assert old_village(data) == ["Thôn «Thôn Cũ» là thôn nào?"]
    stale = Answers(chosen={ask.key: str(here)})  # answered before the villages were merged
    assert counts(preview(data, first, stale)) == {"asked": 1}
    take_back(data, merged.action_id)
    assert old_village(data) == [str(here)]


def test_a_new_village_under_the_number_of_one_removed_is_not_taken_for_it(data: DataFile) -> None:
    add_villages(data, year_id(data), [NewVillage("Thôn Mười")])
    number = village_ids(data)[-1]
    columns = (*HEADING[:3], "Tên công trình cấp nước")
    waits = list_of(["An", "Thôn Cũ", 4, "Công trình lạ"], heading=columns)
    ask = preview(data, waits).asks[0]
    take_in(data, waits, Answers(chosen={ask.key: str(number)}))  # its one row waits for the scheme
    remove_village(data, number)
    add_villages(data, year_id(data), [NewVillage("Thôn Tám")])
    assert village_ids(data)[-1] == number
    assert old_village(data) == ["Thôn «Thôn Cũ» là thôn nào?"]
    take_in(data, list_again(data, ["Dung", "Thôn Cũ", 3]), Answers(chosen={ask.key: str(number)}))
    assert old_village(data) == [str(number)]  # answered anew it holds again


def test_undoing_the_list_forgets_what_it_taught(data: DataFile) -> None:
    first = phones(list_of(["An", PHAC_LE, 4, "Nước thần tiên", "0912345678"], heading=HEADING))
    (ask,) = preview(data, first).asks
    applied = take_in(data, first, Answers(words={ask.key: "rain"}))
    assert (count(data, ImportLayout), count(data, ImportWord)) == (1, 1)
    take_back(data, applied.action_id)
    assert (count(data, ImportLayout), count(data, ImportWord)) == (0, 0)


def test_what_is_forgotten_comes_back_with_undo(data: DataFile) -> None:
    take_in(data, phones(list_of(["An", PHAC_LE, 4, "", "0912345678"], heading=HEADING)))
    with data.reading() as session:
        (layout,) = session.scalars(select(ImportLayout.id))
    action = forget(data, layout_ids=[layout])
    assert count(data, ImportLayout) == 0
    assert list_again(data, ["Bình", PHAC_LE, 3, "", "x"]).sheets[0][1].remembered == ""
    take_back(data, action)
    assert count(data, ImportLayout) == 1


def test_nothing_chosen_leaves_nothing_to_remember(data: DataFile) -> None:
    take_in(data, list_of(["An", PHAC_LE, 4, "Giếng khoan"], heading=HEADING))
    assert (count(data, ImportLayout), count(data, ImportWord)) == (0, 0)


def test_the_village_of_a_list_is_not_remembered_for_the_layout(data: DataFile) -> None:
    named = with_choices(list_of(["An", "", 4], heading=HEADING[:3]), "S", SheetChoices(village=PHAC_LE))
    assert counts(preview(data, named)) == {"new": 1}
    take_in(data, named)
    assert count(data, ImportLayout) == 0


def test_choices_survive_the_way_through_the_file() -> None:
    chosen = SheetChoices(
        heading_row=3,
        meanings={1: Field.HEAD, 4: Field.IGNORE},
        blanks={2: Blank.ERASE},
        encoding=Encoding.VNI,
        encodings={5: Encoding.UNICODE},
        skip_hidden_rows=True,
        village="Thôn 1",
    )
    assert from_json(to_json(chosen)) == replace(chosen, village=None)
    assert to_json(SheetChoices(village="Thôn 1")) == ""
    assert from_json('{"meanings": {"1": "of a later version"}}') == SheetChoices()
    assert over(chosen, SheetChoices(meanings={1: Field.NOTE})).meanings == {1: Field.NOTE, 4: Field.IGNORE}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (["Chủ hộ", "Khẩu"], ["CHỦ HỘ", "khẩu "], True),
        (["Chủ hộ", "Khẩu"], ["Chủ hộ", "Khẩu", ""], True),
        (["Chủ hộ", "Khẩu"], ["Khẩu", "Chủ hộ"], False),
        (["Chủ hộ", "Khẩu"], ["Chủ hộ", "", "Khẩu"], False),
    ],
)
def test_layouts_are_told_by_their_headings(one: list[Cell], other: list[Cell], same: bool) -> None:
    digests = [fingerprint(Sheet("S", False, [["Tên trang"], row, ["a"]]), (2,)) for row in (one, other)]
    assert (digests[0] == digests[1]) is same


def test_choices_about_one_sheet_of_a_file_stay_with_it() -> None:
    file = phones(list_of(["An", PHAC_LE, 4, "", "0912345678"], heading=HEADING))
    ((_, layout),) = file.sheets
    assert choices_in_force(file, layout).meanings == {4: Field.PHONE}
    assert with_choices(file, "khác", SheetChoices(heading_row=9)).sheets[0][1] == layout
