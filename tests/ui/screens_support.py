"""What the tests of the screens share: answers in place of dialogs, a page on a real file."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from typing_vi import press, type_text

from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.dialogs import DATA_FILES, Dialogs
from nsnt_desktop.ui.edit_view import EditTable
from nsnt_desktop.ui.widgets import Page

P = TypeVar("P", bound=Page)


class FakeDialogs(Dialogs):
    """Answers what the test laid ready, and keeps what was asked."""

    def __init__(self) -> None:
        self.answers: list[object] = []
        self.asked: list[str] = []

    def _answer(self, asked: str) -> object:
        self.asked.append(asked)
        return self.answers.pop(0)

    def text(self, parent: QWidget, title: str, label: str, value: str = "") -> str | None:  # noqa: ARG002
        answer = self._answer(title)
        return answer if isinstance(answer, str) else None

    def choose(self, parent: QWidget, title: str, label: str, options: Sequence[str]) -> str | None:  # noqa: ARG002
        answer = self._answer(label)
        return answer if isinstance(answer, str) and answer in options else None

    def lines(self, parent: QWidget, title: str, label: str) -> str | None:  # noqa: ARG002
        answer = self._answer(title)
        return answer if isinstance(answer, str) else None

    def confirm(self, parent: QWidget, question: str, yes: str) -> bool:  # noqa: ARG002
        return bool(self._answer(question))

    def folder(self, parent: QWidget, title: str) -> Path | None:  # noqa: ARG002
        answer = self._answer(title)
        return answer if isinstance(answer, Path) else None

    def open_file(self, parent: QWidget, title: str, kinds: str = DATA_FILES) -> Path | None:  # noqa: ARG002
        answer = self._answer(title)
        return answer if isinstance(answer, Path) else None

    def run(self, dialog: QDialog) -> bool:
        """Show the dialog; the answer laid ready is what the officer does in it."""
        dialog.show()
        answer = self._answer(dialog.windowTitle())
        assert callable(answer)
        answer(dialog)
        return dialog.result() == QDialog.DialogCode.Accepted

    def error(self, parent: QWidget | None, message: str) -> None:  # noqa: ARG002
        self.asked.append(message)


def own_settings(folder: Path) -> None:
    """Keep the program's settings in a folder of the test, never the real ones."""
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(folder))


def shown(qtbot: QtBot, page_class: type[P], data: DataFile) -> tuple[P, FakeDialogs, list[tuple[str, bool]]]:
    """Show a page on a data file as the main window does; return it, its dialogs, and what it said."""
    dialogs = FakeDialogs()
    context = Context(data, 2024, dialogs)
    said: list[tuple[str, bool]] = []
    context.noticed.connect(lambda sentence, fault: said.append((sentence, fault)))
    page = page_class(context)
    context.changed.connect(lambda _tables: page.refresh())
    qtbot.addWidget(page)
    page.resize(1150, 700)
    page.refresh()
    page.show()
    qtbot.waitExposed(page)
    return page, dialogs, said


def type_cell(table: EditTable, row: int, column: int, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type over one cell and leave it with a key, as in Excel."""
    index = table.model.index(row, column)
    table.view.setFocus()
    table.view.setCurrentIndex(index)
    table.view.edit(index)
    editor = table.view.indexWidget(index)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    if text:
        type_text(editor, text)
    else:
        press(editor, Qt.Key.Key_Delete)
    press(editor, key)
    QApplication.processEvents()  # Qt closes the editor afterwards


def cell(table: EditTable, row: int, column: int) -> str:
    """Return what a cell shows."""
    return str(table.model.index(row, column).data())
