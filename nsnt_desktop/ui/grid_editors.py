"""The editors of the households' list: a line, and a line with the list of what may be chosen under it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QHideEvent, QKeyEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from nsnt_desktop.ui.grid_columns import COLUMNS, Kind
from nsnt_desktop.ui.household_model import HouseholdModel
from nsnt_desktop.ui.theme import colours

Index = QModelIndex | QPersistentModelIndex
_STEPS = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
"""Keys that leave a cell, and where they go: rows down, columns right."""
_SIDEWAYS = {Qt.Key.Key_Left, Qt.Key.Key_Right}
_MOVES_IN_LIST = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
_ROWS_SHOWN = 9
ARROW = 18
"""Width of the sign that a list may be opened."""


class CellLine(QLineEdit):
    """A cell being edited; `over` tells that typing opened it, so arrows leave it as in Excel."""

    def __init__(self, parent: QWidget, *, over: bool) -> None:
        super().__init__(parent)
        self.over = over
        self.setFrame(False)
        self.setStyleSheet("QLineEdit { border-radius: 0; padding: 0 4px; min-height: 0; }")

    def value_text(self) -> str:
        """Return what leaving the cell saves."""
        return self.text()


class ChoiceLine(CellLine):
    """A cell of a closed list: the letters typed choose from the list under it, arrows move in it."""

    picked = Signal()
    """A value was clicked in the list."""

    def __init__(
        self, parent: QWidget, labels: Sequence[str], suggest: Callable[[str], int | None], *, over: bool
    ) -> None:
        super().__init__(parent, over=over)
        self._suggest = suggest
        self.list = QListWidget(parent.window())
        self.list.setAccessibleName("Chọn một giá trị")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.addItems(list(labels))
        self.list.hide()
        self.list.itemClicked.connect(lambda _item: self.picked.emit())
        self.textEdited.connect(self._follow)
        self.destroyed.connect(self.list.deleteLater)

    def choose(self, text: str) -> None:
        """Begin with a value."""
        self.setText(text)
        found = self.list.findItems(text, Qt.MatchFlag.MatchExactly)
        self.list.setCurrentRow(self.list.row(found[0]) if found else -1)

    def value_text(self) -> str:
        item = self.list.currentItem()
        return self.text() if item is None else item.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _MOVES_IN_LIST.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
        self.setText(self.list.currentItem().text())
        self.setModified(True)  # so that a refresh does not take it away
        self.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()
        self.list.show()
        self.list.raise_()
        if self.list.currentItem() is not None:
            self.list.scrollToItem(self.list.currentItem())

    def hideEvent(self, event: QHideEvent) -> None:
        self.list.hide()
        super().hideEvent(event)

    def _follow(self, typed: str) -> None:
        found = self._suggest(typed)
        self.list.setCurrentRow(-1 if found is None else found)

    def _place(self) -> None:
        window = self.window()
        height = self.list.sizeHintForRow(0) * min(self.list.count(), _ROWS_SHOWN) + 4
        width = max(self.width(), min(self.list.sizeHintForColumn(0) + 28, 520))
        below = self.mapTo(window, QPoint(0, self.height()))
        if below.y() + height > window.height():
            below = self.mapTo(window, QPoint(0, -height))
        left = max(0, min(below.x(), window.width() - width))
        self.list.setGeometry(left, max(0, below.y()), width, height)


class GridDelegate(QStyledItemDelegate):
    """Edits and paints the cells of the households' list."""

    left = Signal(int, int)
    """A cell was left by a key that goes so many rows down and columns right."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.over = False
        """Whether the next editor is opened by typing."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: Index,
    ) -> QWidget:
        column, model = COLUMNS[index.column()], index.model()
        if column.kind is Kind.CHOICE and isinstance(model, HouseholdModel):
            reader = model.reader
            labels = [option.label for option in reader.options(column.saved_as)]
            choice = ChoiceLine(
                parent, labels, lambda typed: reader.suggested(column.saved_as, typed), over=self.over
            )
            choice.picked.connect(lambda: self._leave(choice, (0, 0)))
            return choice
        line = CellLine(parent, over=self.over)
        line.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        return line

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect)  # the whole cell, not what the style sheet's padding leaves of it

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if not isinstance(editor, CellLine) or editor.isModified():  # a refresh keeps what is being typed
            return
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, ChoiceLine):
            editor.choose(text)
        else:
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, CellLine):
            model.setData(index, editor.value_text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, CellLine) and isinstance(event, QKeyEvent):
            step = self._step(editor, event)
            if step is not None and event.type() == QEvent.Type.KeyPress:
                self._leave(editor, step)
                return True
        return super().eventFilter(editor, event)

    @staticmethod
    def _step(editor: CellLine, event: QKeyEvent) -> tuple[int, int] | None:
        key = Qt.Key(event.key())
        step = _STEPS.get(key)
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain == Qt.KeyboardModifier.ShiftModifier:
            return (-1, 0)
        if step is None or (plain and key is not Qt.Key.Key_Backtab):
            return None
        in_list = isinstance(editor, ChoiceLine) and key in _MOVES_IN_LIST
        in_text = key in _SIDEWAYS and (not editor.over or isinstance(editor, ChoiceLine))
        return None if in_list or in_text else step

    def _leave(self, editor: CellLine, step: tuple[int, int]) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if step != (0, 0):
            self.left.emit(*step)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if option.state & QStyle.StateFlag.State_Selected and (
            index.data(Qt.ItemDataRole.ForegroundRole) is not None
        ):
            # The style sheet gives a selected cell its own ink: a refusal or a blank would no longer show.
            option.state &= ~QStyle.StateFlag.State_Selected
            if index.data(Qt.ItemDataRole.BackgroundRole) is None:
                option.backgroundBrush = QBrush(QColor(colours().soft))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if not option.state & QStyle.StateFlag.State_HasFocus:
            return
        painter.save()
        painter.setPen(QPen(QColor(colours().accent), 2))
        painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        if COLUMNS[index.column()].kind is Kind.CHOICE:
            self._paint_arrow(painter, option)
        painter.restore()

    @staticmethod
    def _paint_arrow(painter: QPainter, option: QStyleOptionViewItem) -> None:
        area = option.rect.adjusted(option.rect.width() - ARROW, 2, -2, -2)
        painter.fillRect(area, QColor(colours().soft))
        middle = area.center()
        painter.setPen(QPen(QColor(colours().accent), 1.6))
        painter.drawLine(middle + QPoint(-3, -1), middle + QPoint(0, 2))
        painter.drawLine(middle + QPoint(0, 2), middle + QPoint(3, -1))
