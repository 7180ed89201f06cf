"""A short table edited in place: each cell saves when left, and a refused cell keeps what was typed."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from nsnt_desktop.errors import KnownError
from nsnt_desktop.format import BLANK
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.theme import colours

Index = QModelIndex | QPersistentModelIndex
ROLE = Qt.ItemDataRole
CHOICES_ROLE = ROLE.UserRole + 1
NOWHERE = QModelIndex()


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: how a row shows in it, and how what was typed or ticked is saved."""

    heading: str
    text: Callable[[Any], str]
    width: int
    """The least it needs."""
    stretch: int = 0
    """Its part of what room is left."""
    save: Callable[[Any, str], int | None] | None = None
    """Saves what was typed; the action for "Hoàn tác", None if nothing changed; raises KnownError."""
    choices: Callable[[Any], Sequence[str]] | None = None
    """The only texts that may be chosen; an empty list leaves the cell free."""
    ticked: Callable[[Any], bool] | None = None
    tick: Callable[[Any, bool], int | None] | None = None
    share: Callable[[Any], int | None] | None = None
    right: bool = False
    colour: Callable[[Any], str] | None = None
    """The name of a colour of the theme, or "" for the usual one."""
    tip: Callable[[Any], str] | None = None


class RowsModel(QAbstractTableModel):
    """Rows of any kind, shown and edited by their columns; a refused text stays in its cell."""

    refused = Signal(str)
    """The sentence of the newest refusal, empty when none is left."""

    def __init__(
        self, context: Context, columns: Sequence[Column], key: Callable[[Any], Hashable] = lambda row: row.id
    ) -> None:
        super().__init__()
        self.context, self.columns, self.key = context, columns, key
        self.rows: list[Any] = []
        self.faults: dict[tuple[Hashable, int], tuple[str, str]] = {}

    def show(self, rows: Sequence[Any]) -> bool:
        """Show these rows; True if they are not the same ones as before and the place must be found again."""
        before = [self.key(row) for row in self.rows]
        if before == [self.key(row) for row in rows]:
            self.rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))
            return False
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()
        here = {self.key(row) for row in rows}
        self.faults = {place: fault for place, fault in self.faults.items() if place[0] in here}
        self._tell()
        return True

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == ROLE.DisplayRole:
            return self.columns[section].heading
        return _side(self.columns[section]) if role == ROLE.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        column = self.columns[index.column()]
        if column.save is not None:
            found |= Qt.ItemFlag.ItemIsEditable
        if column.tick is not None:
            found |= Qt.ItemFlag.ItemIsUserCheckable
        return found

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> object:
        answer = _ANSWERS.get(role)
        if answer is None:
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        typed, fault = self.faults.get((self.key(row), index.column()), (None, ""))
        return answer(row, column, typed, fault)

    def setData(self, index: Index, value: object, role: int = ROLE.EditRole) -> bool:
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == ROLE.CheckStateRole and column.tick is not None:
            with self.context.trying():
                self.context.did(column.tick(row, Qt.CheckState(value) is Qt.CheckState.Checked))
            return True
        if role != ROLE.EditRole or column.save is None:
            return False
        place = (self.key(row), index.column())
        text = str(value)
        shown = column.text(row)
        if text == ("" if shown == BLANK else shown):
            self._settle(place, index, None)
            return True
        try:
            action = column.save(row, text)
        except KnownError as error:
            self._settle(place, index, (text, error.message))
            return False
        self._settle(place, index, None)
        if action is not None:
            heading = " ".join(column.heading.split())
            self.context.did(action, f"Đã lưu «{heading}».")
        return True

    def _settle(self, place: tuple[Hashable, int], index: Index, fault: tuple[str, str] | None) -> None:
        self.faults.pop(place, None)
        if fault is not None:
            self.faults[place] = fault
        self._tell()
        if index.row() < len(self.rows):
            self.dataChanged.emit(
                self.index(index.row(), index.column()), self.index(index.row(), index.column())
            )

    def _tell(self) -> None:
        self.refused.emit(list(self.faults.values())[-1][1] if self.faults else "")


def _side(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _shown(row: Any, column: Column, typed: str | None, _fault: str) -> object:
    return column.text(row) if typed is None else typed


def _edited(row: Any, column: Column, typed: str | None, _fault: str) -> object:
    text = column.text(row) if typed is None else typed
    return "" if text == BLANK else text


def _checked(row: Any, column: Column, _typed: str | None, _fault: str) -> object:
    if column.ticked is None:
        return None
    return Qt.CheckState.Checked if column.ticked(row) else Qt.CheckState.Unchecked


def _ink(row: Any, column: Column, _typed: str | None, fault: str) -> object:
    name = "error" if fault else column.colour(row) if column.colour else ""
    return QColor(getattr(colours(), name)) if name else None


def _tip(row: Any, column: Column, _typed: str | None, fault: str) -> object:
    return fault or (column.tip(row) if column.tip else None)


_ANSWERS: dict[int, Callable[[Any, Column, str | None, str], object]] = {
    ROLE.DisplayRole: _shown,
    ROLE.EditRole: _edited,
    ROLE.CheckStateRole: _checked,
    ROLE.ForegroundRole: _ink,
    ROLE.ToolTipRole: _tip,
    ROLE.TextAlignmentRole: lambda _row, column, _typed, _fault: _side(column),
    ROLE.BackgroundRole: lambda _r, _c, _t, fault: QColor(colours().error_soft) if fault else None,
    ROLE.UserRole: lambda row, column, _typed, _fault: column.share(row) if column.share else None,
    CHOICES_ROLE: lambda row, column, _typed, _fault: list(column.choices(row)) if column.choices else None,
}
