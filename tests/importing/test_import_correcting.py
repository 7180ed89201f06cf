from datetime import datetime

import pytest

from nsnt_desktop.importing import correcting
from nsnt_desktop.importing.correcting import (
    blanks_of,
    correct,
    is_read_by,
    layout_of,
    with_memory,
    without_layout,
)
from nsnt_desktop.importing.layouts.encodings import Encoding
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.list_file import ListFile
from nsnt_desktop.importing.words.choices import Blank, SheetChoices, to_json
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.registry.import_memory import ImportMemory, LearntLayout
from taking_in import list_of

ROWS = [("Lê Văn An", "Thôn 1", 4, "Giếng khoan", "0912345678"), ("Lê Thị Bình", "Thôn 1", 3, "", "")]


@pytest.fixture
def file() -> ListFile:
    return list_of(*ROWS)


def shown(file: ListFile) -> Layout:
    layout = layout_of(file, "S")
    assert layout is not None
    return layout


def fields(file: ListFile) -> list[Field]:
    return [column.field for column in shown(file).columns]


def remembering(file: ListFile, chosen: SheetChoices) -> ListFile:
    key = shown(file).fingerprint
    learnt = LearntLayout(to_json(chosen), "năm ngoái.xlsx", datetime.fromisoformat("2024-10-02T08:00"))
    return with_memory(file, ImportMemory({key: learnt}))


def test_a_field_chosen_for_another_column_moves_there_and_comes_back(file: ListFile) -> None:
    before = fields(file)
    once = correct(file, "S", correcting.meaning(4, Field.PHONE))
    assert fields(once)[4] is Field.PHONE
    twice = correct(once, "S", correcting.meaning(1, Field.PHONE))
    assert fields(twice)[1] is Field.PHONE
    assert fields(twice)[4] is not Field.PHONE
    assert fields(correct(twice, "S", correcting.meaning(1, None))) == before


def test_several_columns_can_be_left_unread(file: ListFile) -> None:
    for index in (3, 4):
        file = correct(file, "S", correcting.meaning(index, Field.IGNORE))
    assert fields(file)[3:] == [Field.IGNORE, Field.IGNORE]


def test_what_is_remembered_can_be_taken_back_for_one_list(file: ListFile) -> None:
    before = fields(file)
    known = remembering(file, SheetChoices(meanings={4: Field.PHONE, 3: Field.ADDRESS}))
    assert fields(known)[3:] == [Field.ADDRESS, Field.PHONE]
    corrected = correct(known, "S", correcting.meaning(3, None))
    assert fields(corrected)[3:] == [before[3], Field.PHONE]
    assert corrected.choices["S"].meanings == {4: Field.PHONE}
    assert is_read_by(corrected, known.memory)
    # Read anew with the same memory, what was taken back stays so.
    assert fields(with_memory(corrected, known.memory))[3:] == [before[3], Field.PHONE]


def test_a_remembered_layout_forgotten_leaves_the_village_chosen(file: ListFile) -> None:
    before = fields(file)
    known = remembering(file, SheetChoices(meanings={4: Field.PHONE}))
    known = correct(known, "S", correcting.village("Thôn 9", "Cẩm Long"))
    forgotten = without_layout(known, shown(known).fingerprint)
    assert is_read_by(forgotten, ImportMemory())
    assert fields(forgotten) == before
    assert (shown(forgotten).village, shown(forgotten).former_commune) == ("Thôn 9", "Cẩm Long")


def test_a_letter_chosen_for_the_sheet_stands_for_all_its_columns() -> None:
    chosen = correcting.column_encoding(2, Encoding.VNI)(SheetChoices())
    assert correcting.sheet_encoding(Encoding.TCVN3)(chosen) == SheetChoices(encoding=Encoding.TCVN3)


@pytest.mark.parametrize(
    ("field", "offered"),
    [
        (Field.HYGIENIC, (Blank.UNKNOWN, Blank.NO, Blank.ERASE)),
        (Field.TICK_RAIN, (Blank.UNKNOWN, Blank.NO, Blank.ERASE)),
        (Field.PHONE, (Blank.UNKNOWN, Blank.ERASE)),
        (Field.HEAD, ()),
        (Field.VILLAGE, ()),
        (Field.STT, ()),
        (Field.IGNORE, ()),
    ],
)
def test_what_a_blank_can_mean_hangs_on_the_field(field: Field, offered: tuple[Blank, ...]) -> None:
    assert blanks_of(field) == offered
