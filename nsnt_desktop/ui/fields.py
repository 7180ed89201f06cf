"""Small editors that save when left; what cannot be saved stays as typed, with the reason under it."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum
from typing import Any

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models.words import UNKNOWN_LABEL, YES_NO_LABELS, LabelledEnum
from nsnt_desktop.text import fold
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.typed import typed_day, typed_number
from nsnt_desktop.ui.widgets import column, label, restyle

Save = Callable[[Any], int | None]
"""Saves a value; returns the action for "Hoàn tác", None if nothing changed; raises KnownError."""

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
_LIST_KEYS = {
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
    *(Qt.Key.Key_Home, Qt.Key.Key_End),
}


class Field(QWidget):
    """A title, its editor, and room for a sentence; subclasses put a value in and read what was typed."""

    def __init__(self, context: Context, title: str, editor: QWidget, save: Save) -> None:
        super().__init__()
        self.context, self.title, self.save = context, title, save
        self.editor = editor
        self.value: Any = None
        """As last shown: what the data file holds."""
        self._touched = False
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        name = label(title, "dim", wrap=True)
        name.setBuddy(editor)
        editor.setAccessibleName(title)
        self.setLayout(column(name, editor, self.fault, None, gap=3))

    def show_value(self, value: Any) -> None:
        """Show the saved value, unless the officer is in the middle of typing another."""
        self.value = value
        if not self._touched:
            self.put(value)

    def keep(self) -> bool:
        """Save what was typed; False if it was refused, and then it stays in the editor."""
        if not self._touched:
            return True
        self._touched = False
        before = self.value
        try:
            value = self.typed()
            action = self.save(value)
        except KnownError as error:
            self._touched = True
            self._tell(error.message)
            return False
        self._tell("")
        if action is not None and self.value == before:  # nobody refreshed us meanwhile
            self.value = value
        self.put(self.value)
        if action is not None:
            self.context.did(action, f"Đã lưu «{self.title}».")
        return True

    def release(self) -> None:
        """Save, or tell what cannot be saved and forget it: another record is to be shown."""
        if not self.keep():
            self.context.noticed.emit(f"«{self.title}» chưa được lưu. {self.fault.text()}", True)
        self._touched = False
        self._tell("")

    def give_up(self) -> None:
        """Forget what is being typed and show the saved value again (Esc)."""
        self._touched = False
        self._tell("")
        self.put(self.value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc gives up what was typed; with nothing typed Ctrl+Z and Ctrl+Y belong to the window."""
        if watched is self.editor and isinstance(event, QKeyEvent) and event.type() in _KEYS:
            wanted = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
            if wanted and self._touched:
                self.give_up()
                return True
            moves = event.matches(_UNDO) or event.matches(_REDO)
            if moves and not self._touched:
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def put(self, value: Any) -> None:
        """Show a value in the editor."""
        raise NotImplementedError

    def typed(self) -> Any:
        """Return what the editor holds; raise KnownError if it cannot be read."""
        raise NotImplementedError

    def _touch(self) -> None:
        self._touched = True

    def _tell(self, message: str) -> None:
        self.fault.setText(message)
        self.fault.setVisible(bool(message))
        self.editor.setAccessibleDescription(message)
        self.editor.setProperty("wrong", "true" if message else "false")
        restyle(self.editor)


class LineField(Field):
    """One line of text."""

    def __init__(self, context: Context, title: str, save: Save, *, hint: str = "") -> None:
        self.line = QLineEdit()
        super().__init__(context, title, self.line, save)
        self.line.setPlaceholderText(hint)
        self.line.textEdited.connect(self._touch)
        self.line.editingFinished.connect(self.keep)
        self.line.installEventFilter(self)

    def put(self, value: Any) -> None:
        text = self.shown(value)
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def keep(self) -> bool:
        saved = super().keep()
        if saved and (self.line.isUndoAvailable() or self.line.isRedoAvailable()):
            at = self.line.cursorPosition()
            self.line.setText(self.line.text())  # forgets Qt's own undo: Ctrl+Z now takes back the saving
            self.line.setCursorPosition(at)
        return saved

    def typed(self) -> Any:
        return self.line.text()

    def shown(self, value: Any) -> str:
        """Return a value as the line shows it."""
        return str(value or "")


class NumberField(LineField):
    """A whole number; blank is None. The example stands in the sentence about what is no number."""

    def __init__(self, context: Context, title: str, save: Save, *, example: str = "1552") -> None:
        super().__init__(context, title, save)
        self.example = example
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)

    def typed(self) -> int | None:
        return typed_number(self.line.text(), self.example)

    def shown(self, value: Any) -> str:
        return "" if value is None else vn.number(value)


class YearField(NumberField):
    """A year, written without a dot."""

    def __init__(self, context: Context, title: str, save: Save) -> None:
        super().__init__(context, title, save, example="2024")
        self.line.setAlignment(Qt.AlignmentFlag.AlignLeft)

    def shown(self, value: Any) -> str:
        return "" if value is None else str(value)


class DayField(LineField):
    """A day typed as d/m/y; blank is None."""

    def __init__(self, context: Context, title: str, save: Save) -> None:
        super().__init__(context, title, save, hint="ngày/tháng/năm")

    def typed(self) -> date | None:
        return typed_day(self.line.text(), self.context.year)

    def shown(self, value: Any) -> str:
        return "" if value is None else vn.day(value)


class Choice(QComboBox):
    """A box of choices that holds Python values and does not change while a form is scrolled past it."""

    def __init__(self, choices: Sequence[tuple[Any, str]]) -> None:
        super().__init__()
        self.values: list[Any] = []
        self._typed = ""
        self._typed_at = QElapsedTimer()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(30)  # as tall as a line beside it
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.offer(choices)

    def offer(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer these choices, keeping the one chosen if it is still there."""
        texts = [text for _, text in choices]
        if texts == [self.itemText(i) for i in range(self.count())]:
            self.values = [value for value, _ in choices]
            return
        chosen = self.chosen() if self.values else None
        self.values = [value for value, _ in choices]
        self.clear()
        self.addItems(texts)
        self.choose(chosen)

    def chosen(self) -> Any:
        """Return the value chosen."""
        return self.values[self.currentIndex()] if self.currentIndex() >= 0 else None

    def choose(self, value: Any) -> None:
        """Choose a value without saying so."""
        self.setCurrentIndex(self.values.index(value) if value in self.values else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows change nothing while the list is closed; Alt+Down, F4 or Space opens it."""
        if event.key() in _LIST_KEYS and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
            return
        meant = self._answer_begun(event.text())
        if meant is None:
            super().keyPressEvent(event)
        else:
            self.setCurrentIndex(meant)
            self.activated.emit(meant)

    def _answer_begun(self, letter: str) -> int | None:
        """Return the answer that letters typed begin: "c" is «Có», only "ch" is «Chưa xác định».

        Qt goes on from the one chosen to the next with that letter, and knows no "d" for «Đạt».
        """
        answers = all(value is None or isinstance(value, bool) for value in self.values)
        if not fold(letter) or not answers:
            return None
        pause = QApplication.keyboardInputInterval()
        going_on = self._typed_at.isValid() and self._typed_at.elapsed() < pause
        self._typed = (self._typed if going_on else "") + fold(letter)
        self._typed_at.start()
        begun = [at for at in range(self.count()) if fold(self.itemText(at)).startswith(self._typed)]
        return min(begun, key=lambda at: self.values[at] is None, default=None)


class ChoiceField(Field):
    """One of several values, saved at once when chosen."""

    def __init__(self, context: Context, title: str, save: Save, choices: Sequence[tuple[Any, str]]) -> None:
        self.box = Choice(choices)
        super().__init__(context, title, self.box, save)
        self.box.activated.connect(self._on_activated)

    def put(self, value: Any) -> None:
        self.box.choose(value)

    def typed(self) -> Any:
        return self.box.chosen()

    def _on_activated(self, _index: int) -> None:
        self._touch()
        self.keep()


def choices_of(words: type[LabelledEnum], blank: str | None = UNKNOWN_LABEL) -> list[tuple[Enum | None, str]]:
    """Return the members of a closed list with their labels, the blank first unless there is none."""
    first: list[tuple[Enum | None, str]] = [] if blank is None else [(None, blank)]
    return first + [(member, member.label) for member in words]


YES_NO_UNKNOWN = [(answer, YES_NO_LABELS[answer]) for answer in (None, True, False)]


class TickField(Field):
    """A yes or a no, ticked."""

    def __init__(self, context: Context, title: str, save: Save) -> None:
        self.box = QCheckBox()
        super().__init__(context, title, self.box, save)
        self.box.clicked.connect(self._on_clicked)

    def put(self, value: Any) -> None:
        self.box.setChecked(bool(value))

    def typed(self) -> bool:
        return self.box.isChecked()

    def _on_clicked(self) -> None:
        self._touch()
        self.keep()


class LinesField(Field):
    """Several lines of text, one item a line."""

    def __init__(self, context: Context, title: str, save: Save, *, lines: int = 4) -> None:
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * lines + 22)
        super().__init__(context, title, self.text, save)
        self._putting = False
        self.text.textChanged.connect(self._on_text)
        self.text.installEventFilter(self)

    def put(self, value: Any) -> None:
        if str(value or "") != self.text.toPlainText():
            self._putting = True
            self.text.setPlainText(str(value or ""))
            self._putting = False

    def keep(self) -> bool:
        saved = super().keep()
        if saved:
            self.text.document().clearUndoRedoStacks()  # Ctrl+Z now takes back the saving
        return saved

    def typed(self) -> str:
        return self.text.toPlainText()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text and event.type() == QEvent.Type.FocusOut:
            self.keep()
        return super().eventFilter(watched, event)

    def _on_text(self) -> None:
        if not self._putting:
            self._touch()


class FieldGrid(QWidget):
    """Fields side by side, as many as the width has room for."""

    def __init__(self, fields: Sequence[QWidget], *, wanted: int = 230, most: int = 3) -> None:
        super().__init__()
        self._fields, self._wanted, self._columns = list(fields), wanted, 0
        self._most = min(most, len(self._fields))
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self.setLayout(self._grid)
        self._arrange(min(2, self._most))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(max(1, min(self._most, self.width() // self._wanted)))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        for at in range(max(columns, self._columns)):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)
        self._columns = columns
        for at, field in enumerate(self._fields):
            self._grid.addWidget(field, at // columns, at % columns)
