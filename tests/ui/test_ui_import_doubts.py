"""The questions of a list, answered in one table: one by one, by the keyboard, many at once."""

from typing import Any

import pytest
from preview_support import Preview
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_vi import press, type_text

from communes import VILLAGES, CommuneOf
from nsnt_desktop.importing.list_file import recognise_list
from nsnt_desktop.importing.matching.questions import MAKE_NEW, AskKind
from nsnt_desktop.importing.words.choices import SheetChoices
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.import_memory import load_memory
from nsnt_desktop.ui.grid_editors import ChoiceLine
from nsnt_desktop.ui.import_answers import AnswerLine, AnswerTable, suggested
from taking_in import list_of

HEADING = ("Họ và tên chủ hộ", "Thôn", "Số nhân khẩu", "Nguồn nước chính")
HERE = VILLAGES[0]
KNOWN: list[dict[str, Any]] = [
    {"head": "Trịnh Văn Khoẻ", "code": "", "persons": 4},
    {"head": "Lê Thị Hòa", "code": "", "persons": 3},
    {"head": "Lê Thị Hòa", "code": "", "persons": 6},
    {"head": "Phạm Văn Ân", "code": "", "persons": 5},
]
WORDS = [
    ("Cao Thị Lạ", HERE, 3, "Nước khe"),
    ("Ngô Bá Nhì", HERE, 2, "Nước khe"),
    ("Vũ Đức Ba", HERE, 1, "Nước thần tiên"),
]
ANSWER = 4
_NONE = Qt.KeyboardModifier.NoModifier


def of_kind(table: AnswerTable, *kinds: AskKind) -> list[int]:
    """Return the lines about something."""
    keys = table.answers.keys()
    return [row for row, key in enumerate(keys) if isinstance(key, tuple) and key[0] in kinds]


def editor(table: AnswerTable, row: int) -> ChoiceLine:
    found = table.indexWidget(table.answers.index(row, ANSWER))
    assert isinstance(found, ChoiceLine)
    return found


def line(table: AnswerTable, row: int) -> AnswerLine:
    return table.line(row)


@pytest.fixture
def words(qtbot: QtBot, commune_of: CommuneOf) -> Preview:
    return Preview(qtbot, commune_of(KNOWN), list_of(*WORDS, heading=HEADING))


def test_questions_come_first_and_are_counted(words: Preview) -> None:
    assert words.tabs()[:2] == ["Các dòng (3)", "Cần trả lời (2)"]
    assert words.step.tabs.currentIndex() == 1
    assert line(words.step.asks, 0).cells[0].startswith("Cột «Nguồn nước chính» ghi «Nước khe».")
    assert line(words.step.asks, 0).cells[0].endswith("\nNguồn nước chưa biết · 2 dòng")
    assert line(words.step.asks, 0).cells[ANSWER] == "chưa trả lời"


def test_typing_chooses_and_enter_goes_to_the_next_line(words: Preview) -> None:
    table = words.step.asks
    table.setFocus()
    table.setCurrentIndex(table.answers.index(0, 0))
    type_text(table, "m")
    opened = editor(table, 0)
    type_text(opened, "áng")
    assert opened.value_text() == "Máng lần/tự chảy"
    press(opened, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert table.currentIndex().row() == 1
    words.settle()
    assert line(table, 0).cells[ANSWER] == "Máng lần/tự chảy"
    assert (words.count(Outcome.NEW), words.count(Outcome.ASKED)) == (2, 1)
    assert words.tabs()[1] == "Cần trả lời (1)"
    assert words.step.apply.text() == "Nhập 2 hộ"


def test_a_click_opens_the_answers_and_another_takes_one(words: Preview) -> None:
    table = words.step.asks
    at = table.visualRect(table.answers.index(1, ANSWER)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, _NONE, at)
    opened = editor(table, 1)
    item = opened.list.item(opened.list.count() - 1)
    opened.list.scrollToItem(item)
    area = opened.list.visualItemRect(item)
    QTest.mouseClick(opened.list.viewport(), Qt.MouseButton.LeftButton, _NONE, area.center())
    words.settle()
    assert line(table, 1).answer == ""
    assert line(table, 1).cells[ANSWER] == "Để trống (chưa xác định)"


def test_escape_answers_nothing(words: Preview) -> None:
    table = words.step.asks
    table.setCurrentIndex(table.answers.index(0, 0))
    press(table, Qt.Key.Key_Return)
    press(editor(table, 0), Qt.Key.Key_Down)
    press(editor(table, 0), Qt.Key.Key_Escape)
    assert line(table, 0).answer is None
    assert not words.step.words


def test_an_answer_can_be_changed_and_taken_back(words: Preview) -> None:
    table = words.step.asks
    key = table.answers.keys()[0]
    for answer, asked in (("rain", 1), ("surface", 1), (None, 3)):
        table.answered.emit([key], answer)
        words.settle()
        assert line(table, 0).answer == answer
        assert words.count(Outcome.ASKED) == asked
        assert table.answers.keys()[0] == key


def test_a_selection_is_answered_at_once(words: Preview) -> None:
    table = words.step.asks
    table.selectAll()
    table.selectionModel().setCurrentIndex(
        table.answers.index(0, 0), table.selectionModel().SelectionFlag.NoUpdate
    )
    press(table, Qt.Key.Key_Return)
    editor(table, 0).choose("Nước mưa (bể, lu)")
    press(editor(table, 0), Qt.Key.Key_Return)
    words.settle()
    assert [line(table, row).answer for row in (0, 1)] == ["rain", "rain"]
    assert words.count(Outcome.NEW) == 3


def test_the_next_answer_is_typed_while_the_last_one_is_compared(words: Preview) -> None:
    table = words.step.asks
    table.setFocus()
    table.setCurrentIndex(table.answers.index(1, 0))
    press(table, Qt.Key.Key_Return)
    opened = editor(table, 1)
    table.answered.emit([table.answers.keys()[0]], "rain")
    words.settle()
    assert editor(table, 1) is opened
    assert opened.isVisible()
    assert table.currentIndex().row() == 1


def test_namesakes_are_never_all_made_the_same_household(qtbot: QtBot, commune_of: CommuneOf) -> None:
    rows = [("Lê Thị Hòa", HERE, 4, ""), ("Lê Thị Hòa", HERE, 5, "")]
    shown = Preview(qtbot, commune_of(KNOWN), list_of(*rows, heading=HEADING))
    table = shown.step.asks
    asked = of_kind(table, AskKind.WHICH)
    assert len(asked) == 2
    table.selectAll()
    page = shown.step.doubts
    offered = page.several.values
    assert not [value for value in offered if isinstance(value, str) and value.isdigit()]
    record = next(value for value, _ in line(table, asked[0]).options if value and value != MAKE_NEW)
    table.give(asked[0], record)
    shown.settle()
    assert list(shown.step.chosen.values()) == [record]


def test_selected_lines_become_new_households(qtbot: QtBot, commune_of: CommuneOf) -> None:
    rows = [("Lê Thị Hòa", HERE, 4, ""), ("Lê Thị Hòa", HERE, 5, "")]
    shown = Preview(qtbot, commune_of(KNOWN), list_of(*rows, heading=HEADING))
    page = shown.step.doubts
    assert not page.all_new.isEnabled()
    shown.step.asks.selectAll()
    assert page.all_new.text() == "Tất cả là hộ mới (2)"
    page.all_new.click()
    shown.settle()
    assert shown.count(Outcome.NEW) == 2
    assert [line(shown.step.asks, row).answer for row in (0, 1)] == [MAKE_NEW, MAKE_NEW]


def test_a_long_answer_is_read_from_its_start(qtbot: QtBot, commune_of: CommuneOf) -> None:
    shown = Preview(qtbot, commune_of(KNOWN), list_of(("Trinh Van Khoe", HERE, 4, ""), heading=HEADING))
    table = shown.step.asks
    table.setCurrentIndex(table.answers.index(0, 0))
    press(table, Qt.Key.Key_Return)
    opened = editor(table, 0)
    assert opened.value_text().startswith("Trịnh Văn Khoẻ")
    assert (opened.selectedText(), opened.cursorPosition()) == (opened.value_text(), 0)
    press(opened, Qt.Key.Key_Return)
    shown.settle()
    assert line(table, 0).cells[ANSWER].startswith("Trịnh Văn Khoẻ")
    assert "đề xuất" not in line(table, 0).cells[ANSWER]


def test_where_every_row_waits_nothing_is_said_to_be_ready(qtbot: QtBot, commune_of: CommuneOf) -> None:
    shown = Preview(qtbot, commune_of(KNOWN), list_of(("Trinh Van Khoe", HERE, 4, ""), heading=HEADING))
    assert shown.step.state.text() == "1 dòng chờ trả lời sẽ chưa được nhập; chưa có dòng nào để nhập."
    assert not shown.step.apply.isEnabled()


def test_what_is_proposed_is_marked_and_taken_all_at_once(qtbot: QtBot, commune_of: CommuneOf) -> None:
    rows = [("Trinh Van Khoe", HERE, 4, ""), ("Phạm Văn Ânn", HERE, 5, "")]
    shown = Preview(qtbot, commune_of(KNOWN), list_of(*rows, heading=HEADING))
    page, table = shown.step.doubts, shown.step.asks
    asked = of_kind(table, AskKind.LIKE)
    assert len(asked) == 2
    first = line(table, asked[0])
    assert "Trinh Van Khoe" in first.cells[0]
    assert "Trịnh Văn Khoẻ" in first.cells[1]
    assert first.cells[2].endswith("%")
    assert [words for _, words in first.options if words.endswith(" %, đề xuất)")]
    page.likely.choose(0)
    page.likely.activated.emit(0)
    assert page.accept.text() == "Nhận mọi đề xuất (2)"
    page.accept.click()
    shown.settle()
    assert shown.count(Outcome.ASKED) == 0
    assert page.accept.text() == "Nhận mọi đề xuất (0)"
    assert not page.accept.isEnabled()


def test_taking_the_proposals_renames_nobody_and_the_further_answer_does(
    qtbot: QtBot, commune_of: CommuneOf
) -> None:
    rows = [("Trinh Van Khoe", HERE, 4, ""), ("Phạm Văn Ấn", HERE, 5, "")]
    shown = Preview(qtbot, commune_of(KNOWN), list_of(*rows, heading=HEADING))
    page, table = shown.step.doubts, shown.step.asks
    page.likely.choose(0)
    page.likely.activated.emit(0)
    page.accept.click()
    shown.settle()
    assert (shown.count(Outcome.SAME), shown.count(Outcome.CHANGED)) == (2, 0)
    (row,) = [at for at in of_kind(table, AskKind.LIKE) if "Phạm Văn Ấn" in line(table, at).cells[0]]
    further = next(
        value
        for value, words in line(table, row).options
        if words == "Là hộ này, sửa tên thành «Phạm Văn Ấn»"
    )
    table.selectAll()
    assert further not in page.several.values  # of this line alone
    table.give(row, further)
    shown.settle()
    assert line(table, row).cells[ANSWER] == "Là hộ này, sửa tên thành «Phạm Văn Ấn»"
    assert (shown.count(Outcome.SAME), shown.count(Outcome.CHANGED)) == (1, 1)


def test_proposals_less_alike_than_chosen_are_left_to_the_officer(
    qtbot: QtBot, commune_of: CommuneOf
) -> None:
    rows = [("Trinh Van Khoe", HERE, 4, ""), ("Phạm Văn Ânn", HERE, 5, "")]
    shown = Preview(qtbot, commune_of(KNOWN), list_of(*rows, heading=HEADING))
    page = shown.step.doubts
    asks = [ask for ask in page.asks.values() if ask.suggested]
    for least in (95, 90, 80, 70):
        page.likely.choose(least)
        expected = {(a.kind, a.key): a.suggested for a in asks if (a.score or 0) >= least}
        assert page.proposals() == expected


def test_a_word_remembered_stands_there_and_can_be_answered_otherwise(
    qtbot: QtBot, commune_of: CommuneOf
) -> None:
    data = commune_of(KNOWN)
    first = Preview(qtbot, data, list_of(*WORDS[:2], heading=HEADING, name="a.xlsx"))
    first.step.asks.answered.emit([first.step.asks.answers.keys()[0]], "gravity_pipe")
    first.settle()
    first.apply()
    again = list_of(("Hà Thị Tư", HERE, 2, "Nước khe"), heading=HEADING, name="b.xlsx")
    with data.reading() as session:
        memory = load_memory(session)
    remembering = recognise_list(again.workbook, memory, {"S": SheetChoices()})
    shown = Preview(qtbot, data, remembering)
    assert shown.count(Outcome.NEW) == 1
    assert shown.tabs()[1] == "Cần trả lời (0)"
    assert shown.step.tabs.currentIndex() == 0
    table = shown.step.asks
    assert line(table, 0).cells[ANSWER] == "Máng lần/tự chảy (nhớ từ lần trước)"
    table.answered.emit([table.answers.keys()[0]], "surface")
    shown.settle()
    assert line(table, 0).answer == "surface"
    assert shown.step.seen is not None
    (row,) = [r for r in shown.step.seen.preview.batch.rows if r.outcome is Outcome.NEW]
    register = shown.step.seen.rows.register
    assert (row.values or {})["main_source_id"] == register.sources["surface"]


@pytest.mark.parametrize(
    ("typed", "found"), [("mua", 1), ("m", 0), ("ch", 0), ("nuoc", 1), ("KHOAN", 2), ("zz", None), ("", None)]
)
def test_letters_typed_find_an_answer(typed: str, found: int | None) -> None:
    assert suggested(["Máng lần/tự chảy", "Nước mưa", "Giếng khoan"], typed) == found
