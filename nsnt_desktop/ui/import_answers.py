"""A table in which each line is answered by a choice: with the mouse, by typing, several lines at once."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QStyleOptionViewItem,
    QWidget,
)

from nsnt_desktop.text import fold
from nsnt_desktop.ui.grid_editors import ChoiceLine
from nsnt_desktop.ui.plain_table import Heading, Index, Line, PlainModel, PlainTable, WrapDelegate
from nsnt_desktop.ui.theme import colours

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_TABS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
_SMALL = 8.5
"""Points of the lines under the first one of a cell."""
_PADDING = 20
"""Points left and right of a cell's text, together, with a little to spare."""
_ARROW = 26
"""Points the sign takes that a list opens in the cell."""
_MEASURED, _TWO_LINES = 300, 48
"""Lines whose heights are measured; points a line has where there are more."""
_ONE_BY_ONE = 100
"""Lines that come or go singly; more, and the table is shown anew."""
_NO_MODIFIERS = Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True)
class AnswerLine(Line):
    """A line and the answers it may be given; its last cell is the answer."""

    options: tuple[tuple[Any, str], ...] = ()
    answer: Any = None
    first: Any = None
    """The answer the list opens at while there is none."""
    alone: frozenset[Any] = frozenset()
    """Answers that mean this line only: several lines are never given them at once."""
    spans: int = 1
    """Columns its first cell goes over, where the next ones have nothing to say."""


class AnswerModel(PlainModel):
    """Shows lines with answers; new lines come and old ones go without the others losing their place."""

    def show(self, lines: Sequence[Line], headings: Sequence[Heading]) -> None:
        old, new = self.keys(), [line.key for line in lines]
        here, wanted = set(old), set(new)
        moved = [key for key in old if key in wanted] != [key for key in new if key in here]
        if moved or len(here ^ wanted) > _ONE_BY_ONE:
            super().show(lines, headings)
            return
        self._remove(wanted)
        self._insert(lines, here)
        self.lines = list(lines)
        if lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(self.headings) - 1))

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        last = index.column() == len(self.headings) - 1
        return flags | Qt.ItemFlag.ItemIsEditable if last else flags

    def _remove(self, wanted: set[Hashable]) -> None:
        for row in reversed(range(len(self.lines))):
            if self.lines[row].key not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                self.lines = [*self.lines[:row], *self.lines[row + 1 :]]
                self.endRemoveRows()

    def _insert(self, lines: Sequence[Line], here: set[Hashable]) -> None:
        for row, line in enumerate(lines):
            if line.key not in here:
                self.beginInsertRows(QModelIndex(), row, row)
                self.lines = [*self.lines[:row], line, *self.lines[row:]]
                self.endInsertRows()


class AnswerDelegate(WrapDelegate):
    """Chooses an answer from a list under the cell; draws what follows a line break small and dim."""

    def __init__(self, table: "AnswerTable") -> None:
        super().__init__(table)
        self._answers = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        table, at = self._answers, index.column()
        if 0 < at < table.line(index.row()).spans:
            return QSize(0, 0)  # under the first cell
        width = sum(table.columnWidth(c) for c in range(at, at + table.columnSpan(index.row(), at)))
        padding = _PADDING + _ARROW - 9 if at == table.at else _PADDING
        room = QRect(0, 0, max(width - padding, 40), 10_000)
        height = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data())).height()
        return QSize(width, max(height + 12, table.verticalHeader().defaultSectionSize()))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = self._answers.line(index.row())
        labels = [label for _, label in line.options]
        editor = ChoiceLine(parent, labels, lambda typed: suggested(labels, typed), over=False)
        editor.picked.connect(lambda: self._leave(editor, 0))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        middle = option.rect.center().y()
        editor.setGeometry(option.rect.left(), middle - 15, option.rect.width(), 30)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, ChoiceLine) and not editor.isModified() and not editor.text():
            line = self._answers.line(index.row())
            at = line.answer if line.answer is not None else line.first
            labels = dict(line.options)
            editor.choose(labels.get(at, line.options[0][1]))
            editor.selectAll()

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, ChoiceLine) and editor.list.currentRow() >= 0:
            line = self._answers.line(index.row())
            self._answers.give(index.row(), line.options[editor.list.currentRow()][0])

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, ChoiceLine) and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _ENTER or key in _TABS:
                if event.type() == QEvent.Type.KeyPress:
                    self._leave(editor, _TABS.get(key, 1))
                return True
        return super().eventFilter(editor, event)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._paint_text(painter, option, index)
        if index.column() == self._answers.at:
            self._paint_arrow(painter, option.rect)

    @staticmethod
    def _paint_arrow(painter: QPainter, area: QRect) -> None:
        """Show that a list opens here."""
        middle = QPoint(area.right() - 14, area.center().y())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours().dim), 1.6))
        painter.drawPolyline([middle + QPoint(-4, -2), middle + QPoint(0, 2), middle + QPoint(4, -2)])
        painter.restore()

    def _paint_text(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        first, _, rest = str(index.data()).partition("\n")
        answers = index.column() == self._answers.at
        if not (rest or answers):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        tone = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.save()
        painter.setFont(option.font)
        painter.setPen(tone if isinstance(tone, QColor) else QColor(colours().text))
        if answers:
            area = option.rect.adjusted(9, 2, -_ARROW, -2)
            painter.drawText(area, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter), first)
        else:
            self._draw_lines(painter, option.rect.adjusted(9, 5, -9, -4), first, rest)
        painter.restore()

    @staticmethod
    def _draw_lines(painter: QPainter, area: QRect, first: str, rest: str) -> None:
        wrap = int(Qt.TextFlag.TextWordWrap)
        used = painter.boundingRect(area, wrap, first)
        painter.drawText(area, wrap, first)
        small = QFont(painter.font())
        small.setPointSizeF(_SMALL)
        painter.setFont(small)
        painter.setPen(QColor(colours().dim))
        painter.drawText(area.adjusted(0, used.height(), 0, 0), wrap, rest)

    def _leave(self, editor: ChoiceLine, step: int) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self._answers.go_on(step)


class AnswerTable(PlainTable):
    """A table of questions; its last column is the answer."""

    answered = Signal(object, object)
    """The keys of the lines answered, and the answer."""

    def __init__(self, name: str, headings: Sequence[Heading], *, wrap: bool = False) -> None:
        self.answers = AnswerModel(headings)
        super().__init__(name, headings, wrap=wrap, two_lines=False, model=self.answers)
        self._delegate_of_answers = AnswerDelegate(self)
        self.setItemDelegate(self._delegate_of_answers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)  # lines differ in height
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.at = len(headings) - 1
        """The column of the answers."""
        self.clicked.connect(self._on_click)

    def show_lines(self, lines: Sequence[Line], headings: Sequence[Heading] | None = None) -> None:
        super().show_lines(lines, headings)
        for row in range(self.answers.rowCount()):
            if self.columnSpan(row, 0) != self.line(row).spans:
                self.setSpan(row, 0, 1, self.line(row).spans)
        self._fit_rows()

    def line(self, row: int) -> AnswerLine:
        """Return one line."""
        found = self.answers.lines[row]
        assert isinstance(found, AnswerLine)  # noqa: S101 - for mypy: no other lines are shown
        return found

    def chosen_lines(self) -> list[AnswerLine]:
        """Return the selected lines, from top to bottom."""
        return [line for line in self.selected() if isinstance(line, AnswerLine)]

    def give(self, row: int, answer: Any) -> None:
        """Answer a line, and with it the other selected lines that can be answered so."""
        line = self.line(row)
        others = self.chosen_lines()
        lines = [line]
        if line in others and answer not in line.alone:
            lines = [one for one in others if _takes(one, answer)]
        self.answer_lines(lines, answer)

    def answer_lines(self, lines: Iterable[AnswerLine], answer: Any) -> None:
        """Answer some lines."""
        keys = [line.key for line in lines if line.answer != answer]
        if keys:
            self.answered.emit(keys, answer)

    def go_on(self, step: int) -> None:
        """Go to a line further down, so that the next one can be answered."""
        now = self.currentIndex()
        row = max(0, min(self.answers.rowCount() - 1, now.row() + step))
        if step and len(self.chosen_lines()) < 2:
            self.setCurrentIndex(self.answers.index(row, self.at))
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier in {
            _NO_MODIFIERS,
            Qt.KeyboardModifier.ShiftModifier,
        }
        typed = event.text() if plain and event.text().strip() else ""
        if index.isValid() and (event.key() in {*_ENTER, Qt.Key.Key_F2} or (typed.isprintable() and typed)):
            self._edit(index.row(), typed if event.key() not in _ENTER else "")
            return
        super().keyPressEvent(event)

    def _fit_rows(self) -> None:
        if self.answers.rowCount() <= _MEASURED:
            super()._fit_rows()
        elif self.wordWrap():  # two lines each: measuring hundreds with every answer would be felt
            self.verticalHeader().setDefaultSectionSize(_TWO_LINES)

    def _edit(self, row: int, typed: str = "") -> None:
        index = self.answers.index(row, self.at)
        flags = self.selectionModel().SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        self.edit(index)
        editor = self.indexWidget(index)
        if typed and isinstance(editor, ChoiceLine):
            editor.selectAll()
            editor.insert(typed)
            editor.setModified(True)
            editor.textEdited.emit(editor.text())
        elif isinstance(editor, ChoiceLine):
            # From its end: a long answer is seen from its start. Qt selects the other way round.
            editor.setSelection(len(editor.text()), -len(editor.text()))

    def _on_click(self, index: QModelIndex) -> None:
        if index.column() == self.at and QApplication.keyboardModifiers() == _NO_MODIFIERS:
            self._edit(index.row())


def _takes(line: AnswerLine, answer: Any) -> bool:
    return any(value == answer for value, _ in line.options) and answer not in line.alone


def suggested(labels: Sequence[str], typed: str) -> int | None:
    """Return which label letters typed begin, or a word of it; accents and case do not matter."""
    word = fold(typed)
    if not word:
        return None
    ways: tuple[Callable[[str], bool], ...] = (
        lambda text: text.startswith(word),
        lambda text: f" {word}" in text,
        lambda text: word in text,
    )
    texts = [fold(label) for label in labels]
    return next((at for fits in ways for at, text in enumerate(texts) if fits(text)), None)
