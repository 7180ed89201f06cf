"""The list of households edited like Excel: keys, blocks of cells, the clipboard."""

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QApplication, QTableView, QWidget

from nsnt_desktop.ui import grid_work
from nsnt_desktop.ui.grid_columns import AT, COLUMNS, Kind
from nsnt_desktop.ui.grid_editors import ARROW, CellLine, GridDelegate
from nsnt_desktop.ui.household_model import HouseholdModel
from nsnt_desktop.ui.widgets import set_up_table

_EDIT = QAbstractItemView.EditTrigger
_SELECT = QItemSelectionModel.SelectionFlag
_KEY = QKeySequence.StandardKey
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


NAMES = 140
"""Width of the names beside the rows."""


class HouseholdGrid(QTableView):
    """The view of the list."""

    moved = Signal(bool)
    """Another cell is the current one; True: a key is held down, and it will not stay that one."""

    def __init__(self, model: HouseholdModel) -> None:
        super().__init__()
        set_up_table(self)
        self.households = model
        self._held_down = False
        self.setModel(model)
        self.setAccessibleName("Danh sách hộ")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(_EDIT.DoubleClicked | _EDIT.EditKeyPressed | _EDIT.AnyKeyPressed)
        self.setTabKeyNavigation(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        # A header that follows the selection asks every row of every column chosen, at each painting.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self))
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setMinimumSectionSize(36)
        self._make_names()
        self.cells = GridDelegate(self)
        self.cells.left.connect(self._step)
        self.setItemDelegate(self.cells)

    # What is chosen

    def _make_names(self) -> None:
        """Let the names stand still at the left while the other columns are scrolled past them."""
        names = self.verticalHeader()
        names.setObjectName("names")
        names.setFixedWidth(NAMES)
        names.setTextElideMode(Qt.TextElideMode.ElideRight)
        names.setHighlightSections(False)
        names.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        names.setSelectionModel(QItemSelectionModel(self.households, self))
        names.sectionClicked.connect(self.selectRow)
        self.horizontalScrollBar().valueChanged.connect(self._show_names)
        self.horizontalHeader().geometriesChanged.connect(self._show_names)

    def _show_names(self) -> None:
        head = AT["head"]
        gone = self.columnViewportPosition(head) + self.columnWidth(head) < NAMES // 3
        self.verticalHeader().setVisible(gone and not self.isColumnHidden(head))

    def columns_shown(self) -> list[int]:
        """Return the columns from left to right as they stand."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(at) for at in range(header.count())]
        return [column for column in order if not header.isSectionHidden(column)]

    def chosen_rows(self) -> list[int]:
        """Return the rows in which a cell is chosen, in order."""
        return sorted(set().union(*(range(r.top(), r.bottom() + 1) for r in self._ranges())))

    def chosen_cells(self) -> list[tuple[int, int]]:
        """Return the cells chosen."""
        shown = self.columns_shown()
        return sorted(
            {
                (row, column)
                for r in self._ranges()
                for column in shown
                if r.left() <= column <= r.right()
                for row in range(r.top(), r.bottom() + 1)
            }
        )

    def block(self) -> tuple[list[int], list[int]] | None:
        """Return rows and columns of the block chosen; None: the cells chosen make no block."""
        rows, ranges = self.chosen_rows(), self._ranges()
        columns = [c for c in self.columns_shown() if any(r.left() <= c <= r.right() for r in ranges)]
        count = sum(r.height() * sum(r.left() <= column <= r.right() for column in columns) for r in ranges)
        return (rows, columns) if rows and columns and count == len(rows) * len(columns) else None

    def _ranges(self) -> list[QItemSelectionRange]:
        chosen = self.selectionModel().selection()
        return [chosen.at(i) for i in range(chosen.count())]

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the only one chosen."""
        index = self.model().index(row, column)
        self.selectionModel().setCurrentIndex(index, _SELECT.ClearAndSelect)
        self.scrollTo(index)

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            wanted = event.matches(_KEY.Undo) and self.households.marks.loose()
            if wanted or event.matches(_KEY.Copy) or event.matches(_KEY.Paste) or event.matches(_KEY.Cut):
                event.accept()
                return True
        return super().event(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if self._held_down and not event.isAutoRepeat():
            self._held_down = False
            self.moved.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() is QAbstractItemView.State.EditingState:
            return  # the editor's own key, passed on to us
        self._held_down = event.isAutoRepeat()
        if not self._command(event) and not self._walk(event) and not self._refuse(event):
            self._type(event)

    def _command(self, event: QKeyEvent) -> bool:
        """Do what Ctrl+C, Ctrl+V, Ctrl+D, Delete and the like ask for; False if it is none of them."""
        if event.matches(_KEY.Copy):
            self.copy()
        elif event.matches(_KEY.Cut):
            self.copy()
            grid_work.clear(self.households, self.chosen_cells())
        elif event.matches(_KEY.Paste):
            self.paste()
        elif event.matches(_KEY.Undo) and self.households.marks.loose():
            self.households.forget_marks(self.households.marks.loose())
        elif event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.fill_down()
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers():
            grid_work.clear(self.households, self.chosen_cells())
        elif event.key() == Qt.Key.Key_Escape:
            self.forget_marks()
        elif event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._choose_rows()
        else:
            return False
        event.accept()
        return True

    def _walk(self, event: QKeyEvent) -> bool:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._step(-1 if back else 1, 0)
        elif event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._step(0, 1 if event.key() == Qt.Key.Key_Tab else -1)
        else:
            return False
        return True

    def _refuse(self, event: QKeyEvent) -> bool:
        """Say why a cell cannot be typed into; False if it can, or nothing is being typed."""
        typing = event.text().strip() and not event.modifiers() & _COMMANDS
        typing = typing or event.key() == Qt.Key.Key_F2 or self._opens_list(event)
        index = self.currentIndex()
        if not typing or not index.isValid():
            return False
        return not self._may_edit(index)

    def _may_edit(self, index: QModelIndex) -> bool:
        if not self.households.check_open():
            return False
        column = COLUMNS[index.column()]
        if column.kind is Kind.READ_ONLY:
            sentence = (
                f"Cột «{column.name}» do chương trình tự ghi nên không sửa được. Số liệu vẫn nguyên vẹn."
            )
            self.households.context.noticed.emit(sentence, True)
        return column.kind is not Kind.READ_ONLY

    def _type(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        ticks = index.isValid() and COLUMNS[index.column()].kind is Kind.TICK
        if ticks and (event.key() == Qt.Key.Key_Space or event.text().lower() == "x"):
            grid_work.tick(self.households, index.row(), self.chosen_cells())
            return
        self.cells.over = event.key() != Qt.Key.Key_F2
        if event.key() == Qt.Key.Key_Backspace and index.isValid():
            self._edit_emptied(index)
        elif self._opens_list(event):
            self.edit(index)
        else:
            super().keyPressEvent(event)
        self.cells.over = False

    @staticmethod
    def _opens_list(event: QKeyEvent) -> bool:
        down = event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier
        return down or (event.key() == Qt.Key.Key_F4 and not event.modifiers())

    def _edit_emptied(self, index: QModelIndex) -> None:
        if not self._may_edit(index):
            return
        self.edit(index)
        editor = self.indexWidget(index)
        if isinstance(editor, CellLine):
            editor.selectAll()
            editor.del_()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        index = self.currentIndex()
        if self.state() is not QAbstractItemView.State.EditingState and index.isValid():
            if not (event.commitString() or event.preeditString()) or not self._may_edit(index):
                return
            if event.commitString() and not event.preeditString():
                self._edit_committed(index, event)
                return
        self.cells.over = True
        super().inputMethodEvent(event)
        self.cells.over = False

    def _edit_committed(self, index: QModelIndex, event: QInputMethodEvent) -> None:
        # Qt opens the editor for letters that are composed, and loses those that come whole.
        self.cells.over = True
        self.edit(index)
        self.cells.over = False
        editor = self.indexWidget(index)
        if isinstance(editor, CellLine):
            editor.selectAll()
            QApplication.sendEvent(editor, event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters are typed into the cell, they do not jump to another."""

    def _choose_rows(self) -> None:
        last = len(COLUMNS) - 1
        chosen = QItemSelection()
        for row in self.chosen_rows():
            chosen.select(self.model().index(row, 0), self.model().index(row, last))
        self.selectionModel().select(chosen, _SELECT.ClearAndSelect)

    def _step(self, down: int, right: int) -> None:
        now = self.currentIndex()
        shown = self.columns_shown()
        if not now.isValid() or now.column() not in shown:
            return
        place = now.row() * len(shown) + shown.index(now.column()) + right + down * len(shown)
        if 0 <= place < len(shown) * self.model().rowCount():
            self.go_to(place // len(shown), shown[place % len(shown)])

    def closeEditor(self, editor: QWidget, _hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._may_edit(index):
            super().mouseDoubleClickEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        again = index.isValid() and index == self.currentIndex()
        super().mousePressEvent(event)
        on_arrow = event.position().x() >= self.visualRect(index).right() - ARROW
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if (
            again
            and plain
            and on_arrow
            and COLUMNS[index.column()].kind is Kind.CHOICE
            and self._may_edit(index)
        ):
            self.edit(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        index = self.currentIndex()
        # A sentence under the list may take the room of the very row it is about.
        if index.isValid() and 0 <= self.visualRect(index).top() < event.oldSize().height():
            self.scrollTo(index)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.moved.emit(self._held_down)

    # Blocks

    def copy(self) -> None:
        """Copy the block chosen (Ctrl+C)."""
        block = self.block()
        if block is None:
            self.households.context.noticed.emit("Chỉ chép được một khối ô liền nhau. Hãy chọn lại.", True)
            return
        grid_work.copy_cells(self.households, *block)

    def paste(self) -> None:
        """Paste a block over the cells chosen, or from the first of them on (Ctrl+V)."""
        now = self.currentIndex()
        rows, columns = self.block() or ([now.row()], [now.column()])
        if not now.isValid() or not set(columns) <= set(self.columns_shown()):
            return
        text = QGuiApplication.clipboard().text()
        across = self.columns_shown()
        corners = grid_work.paste(self.households, text, rows, columns, across)
        if len(corners) == 2:
            self._choose_block(*corners)

    def fill_down(self) -> None:
        """Fill the first row chosen down (Ctrl+D)."""
        block = self.block()
        if block is not None:
            grid_work.fill_down(self.households, *block)

    def forget_marks(self) -> None:
        """Take the red marks off the cells chosen (Esc)."""
        places = [(self.households.record_id(row), COLUMNS[c].key) for row, c in self.chosen_cells()]
        self.households.forget_marks(places)

    def _choose_block(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        shown = self.columns_shown()
        chosen = QItemSelection()
        for column in shown[shown.index(first[1]) : shown.index(last[1]) + 1]:
            chosen.select(self.model().index(first[0], column), self.model().index(last[0], column))
        self.selectionModel().select(chosen, _SELECT.ClearAndSelect)
