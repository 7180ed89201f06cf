import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nsnt_desktop.importing.letters.letters import Encoding
from nsnt_desktop.ui.wording_edit import WordingEdit, pasted_lines


@pytest.mark.parametrize(
    ("pasted", "written"),
    [
        ("Nước\tsạch  nông thôn", "Nước sạch nông thôn"),
        ("\u00b7\tMột ý\n\uf0b7\tHai ý\n•Ba ý", "- Một ý\n- Hai ý\n- Ba ý"),
        ("nông\u00ad thôn\u200b mới", "nông thôn mới"),
        ("dòng một\u000bdòng hai\u2028dòng ba", "dòng một\ndòng hai\ndòng ba"),
        ("gọi là \u201cBộ chỉ số\u201d", "gọi là \u201cBộ chỉ số\u201d"),
        (" rất ", " rất "),
        (" ", " "),
        ("một đoạn\r\n", "một đoạn\n"),
        ("\n", "\n"),
        ("", ""),
        ("no\u0301i", "nói"),
    ],
)
def test_what_word_has_becomes_plain_lines(pasted: str, written: str) -> None:
    assert pasted_lines(pasted) == (written, None)


def test_old_letters_are_read_before_soft_hyphens_go() -> None:
    # "n\u00adíc" is "nước" in .VnTime: there the soft hyphen is the letter ư.
    old = "C\u00a5p n\u00ad\u00edc s\u00b9ch n\u00abng th\u00abn"
    assert pasted_lines(old)[1] is Encoding.TCVN3
    assert "nước sạch nông thôn" in pasted_lines(old)[0]


def test_a_line_in_unicode_stays_among_old_ones() -> None:
    both = "Bộ chỉ số nước sạch\nC\u00a5p n\u00ad\u00edc s\u00b9ch n\u00abng th\u00abn"
    first, second = pasted_lines(both)[0].splitlines()
    assert first == "Bộ chỉ số nước sạch"
    assert "nước sạch nông thôn" in second


def test_a_paste_goes_through_the_clipboard_and_back_with_one_undo(qtbot: QtBot) -> None:
    edit = WordingEdit()
    qtbot.addWidget(edit)
    edit.show()
    edit.setPlainText("Đầu. ")
    edit.moveCursor(edit.textCursor().MoveOperation.End)
    told: list[object] = []
    edit.read_from.connect(told.append)
    mime = QMimeData()
    mime.setHtml("<b>đậm</b>")
    mime.setText("T\u00d7nh h\u00d7nh n\u00ad\u00edc s\u00b9ch")
    QApplication.clipboard().setMimeData(mime)
    QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert edit.toPlainText().endswith("nước sạch")
    assert told == [Encoding.TCVN3]
    edit.undo()
    assert edit.toPlainText() == "Đầu. "
