"""The view of a table edited in place: Enter goes to the next row, Tab to the next cell."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from nsnt_desktop.documents.table_workbook import Column as Exported
from nsnt_desktop.documents.table_workbook import ShownTable
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.edit_table import CHOICES_ROLE, Column, RowsModel
from nsnt_desktop.ui.table_export import KEY, TableExport
from nsnt_desktop.ui.theme import colours
from nsnt_desktop.ui.widgets import ShareDelegate, column, label, set_up_table

_EDIT = QAbstractItemView.EditTrigger
_HINT = QAbstractItemDelegate.EndEditHint


class CellDelegate(QStyledItemDelegate):
    """Edits a cell in a line of its own size, or in a box where only some texts may be chosen."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        choices = index.data(CHOICES_ROLE)
        if choices:
            box = QComboBox(parent)
            box.addItems(choices)
            box.activated.connect(lambda _i: self._commit(box))
            return box
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setStyleSheet("QLineEdit { border-radius: 0; padding: 0 4px; min-height: 0; }")
        line.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        return line

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        told = index.data(Qt.ItemDataRole.ForegroundRole) is not None
        if told and option.state & QStyle.StateFlag.State_Selected:
            # The style sheet gives a selected cell its own ink: a refusal or a warning would no longer show.
            option.state &= ~QStyle.StateFlag.State_Selected
            if index.data(Qt.ItemDataRole.BackgroundRole) is None:
                option.backgroundBrush = QBrush(QColor(colours().soft))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = option.widget
        if not isinstance(view, QTableView) or not view.wordWrap():
            return super().sizeHint(option, index)
        # Qt's own hint forgets the style sheet's padding, and then cuts the last line.
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) is not None
        room = QRect(0, 0, view.columnWidth(index.column()) - (46 if ticked else 22), 1000)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        height = option.fontMetrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text).height()
        return QSize(30, max(30, height + 10))

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(Qt.ItemDataRole.EditRole)))
        elif isinstance(editor, QLineEdit) and not editor.isModified():  # a refresh keeps what is being typed
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        text = editor.currentText() if isinstance(editor, QComboBox) else getattr(editor, "text", str)()
        model.setData(index, text)

    def _commit(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box, _HINT.NoHint)


def _exported(column: Column, row: Any) -> str:
    if column.share is not None:
        share = column.share(row)
        return "" if share is None else f"{share} %"
    text = column.text(row)
    return "x" if not text and column.ticked is not None and column.ticked(row) else text


class EditView(QTableView):
    """A table whose columns share the room there is, and never get less than they need."""

    def __init__(self, model: RowsModel, name: str, *, wrap: bool) -> None:
        super().__init__()
        set_up_table(self)
        self.rows = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.exporting = TableExport(self)
        self.setEditTriggers(_EDIT.DoubleClicked | _EDIT.EditKeyPressed | _EDIT.AnyKeyPressed)
        self._cells, self._bars = CellDelegate(self), ShareDelegate(self)
        self.setItemDelegate(self._cells)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(30)
        for at, shown in enumerate(model.columns):
            if shown.share is not None:
                self.setItemDelegateForColumn(at, self._bars)
        if wrap:
            self.setWordWrap(True)
            self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = self.rows.columns
        spare = max(0, self.viewport().width() - sum(shown.width for shown in columns))
        parts = sum(shown.stretch for shown in columns) or 1
        for at, shown in enumerate(columns):
            self.horizontalHeader().resizeSection(at, shown.width + spare * shown.stretch // parts)
        if self.wordWrap():
            self.resizeRowsToContents()

    def export(self) -> None:
        """Save the whole table as an Excel file; the officer is asked where."""
        shown = self.as_shown()
        self.exporting.table(shown.title, lambda: shown)

    def as_shown(self) -> ShownTable:
        """Return the table as it stands, as it is saved to Excel; a tick is "x"."""
        columns = tuple(
            Exported(c.heading.replace("\n", " "), c.right or bool(c.share)) for c in self.rows.columns
        )
        rows = [[_exported(c, row) for c in self.rows.columns] for row in self.rows.rows]
        return ShownTable(self.accessibleName(), columns, rows)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.exporting.offer(menu, self.export)
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if QKeySequence(event.keyCombination()) == QKeySequence(KEY):
            self.export()
            return
        entered = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if entered and self.state() is QAbstractItemView.State.EditingState:
            return  # the editor's own Enter, passed on to us; the delegate closes it
        if entered and self.currentIndex().isValid():
            self.edit(self.currentIndex()) if self._editable(self.currentIndex()) else self._move_down()
            return
        super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, _HINT.NoHint)
        if hint is _HINT.SubmitModelCache:
            self._move_down()
        elif hint in {_HINT.EditNextItem, _HINT.EditPreviousItem}:
            self._edit_beside(1 if hint is _HINT.EditNextItem else -1)

    def _editable(self, index: QModelIndex) -> bool:
        return bool(self.model().flags(index) & Qt.ItemFlag.ItemIsEditable)

    def _move_down(self) -> None:
        now = self.currentIndex()
        below = now.siblingAtRow(now.row() + 1)
        if below.isValid():
            self.setCurrentIndex(below)

    def _edit_beside(self, step: int) -> None:
        count = len(self.rows.columns)
        now = self.currentIndex()
        place = now.row() * count + now.column() + step
        while 0 <= place < count * len(self.rows.rows):
            index = self.rows.index(place // count, place % count)
            if self._editable(index):
                self.setCurrentIndex(index)
                self.edit(index)
                return
            place += step


class EditTable(QWidget):
    """The table with the sentence of the newest refusal under it."""

    def __init__(
        self,
        context: Context,
        name: str,
        columns: Sequence[Column],
        key: Callable[[Any], Hashable] = lambda row: row.id,
        *,
        wrap: bool = False,
        whole: bool = False,
    ) -> None:
        """With whole, the table is as tall as its rows and leaves scrolling to what is around it."""
        super().__init__()
        self.model = RowsModel(context, columns, key)
        self.view = EditView(self.model, name, wrap=wrap)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.model.refused.connect(self._tell)
        self._whole = whole
        if whole:
            self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.view.verticalHeader().installEventFilter(self)
            self.view.verticalHeader().sectionResized.connect(lambda *_: self._fit())
        self.setLayout(column(self.view, self.fault, gap=4))

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows, keeping the cell and the scroll position."""
        kept = self.current_key()
        at = max(self.view.currentIndex().column(), 0)
        scroll = self.view.verticalScrollBar().value()
        if self.model.show(rows):
            if kept is not None:
                self.select(kept, at)
            self.view.verticalScrollBar().setValue(scroll)
        if self._whole:
            self._fit()

    def current_row(self) -> Any:
        """Return the row the officer stands on, or None."""
        index = self.view.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def current_key(self) -> Hashable | None:
        """Return the key of that row, or None."""
        row = self.current_row()
        return None if row is None else self.model.key(row)

    def select(self, key: Hashable, at: int = 0) -> bool:
        """Go to the row of this key; False if it is not there."""
        for number, row in enumerate(self.model.rows):
            if self.model.key(row) == key:
                self.view.setCurrentIndex(self.model.index(number, at))
                return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show}:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        bar = self.view.horizontalScrollBar()
        extra = bar.sizeHint().height() if bar.maximum() > 0 else 0
        rows = self.view.verticalHeader().length()
        self.view.setFixedHeight(self.view.horizontalHeader().sizeHint().height() + rows + extra + 4)

    def _tell(self, message: str) -> None:
        self.fault.setText(message)
        self.fault.setVisible(bool(message))
