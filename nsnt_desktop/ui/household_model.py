"""The list of households as a table model: ids from the roster, rows fetched a page at a time."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.typed_cells import CellReader, load_lists
from nsnt_desktop.importing.words.cells import Refused
from nsnt_desktop.models.words import UNKNOWN_LABEL, HouseholdStatus, YearState
from nsnt_desktop.registry.household_lists import HouseholdFilter, HouseholdRow, household_rows
from nsnt_desktop.registry.household_news import came_or_went
from nsnt_desktop.registry.households import Edited, set_household_fields
from nsnt_desktop.registry.roster import Roster
from nsnt_desktop.registry.undo import latest_action, taken_back
from nsnt_desktop.registry.years import check_open, find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.grid_columns import (
    AT,
    COLUMNS,
    GridColumn,
    Kind,
    cell_text,
    typed_text,
)
from nsnt_desktop.ui.grid_findings import CellFindings
from nsnt_desktop.ui.grid_marks import Mark, Marks, Place
from nsnt_desktop.ui.theme import colours

WARM = 200
"""Milliseconds after the list was found."""
PAGE = 200
PAGES_KEPT = 50
_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex
_SHOWN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_FLAGS = dict.fromkeys(Kind, _SHOWN | Qt.ItemFlag.ItemIsEditable) | {
    Kind.READ_ONLY: _SHOWN,
    Kind.TICK: _SHOWN | Qt.ItemFlag.ItemIsUserCheckable,
}
"""Put together once: Qt asks for them by the thousand."""


@dataclass(frozen=True)
class Edit:
    """One cell to be written."""

    record_id: int
    column: GridColumn
    value: Any
    """A value of its field, or Refused with the reason why what was typed is none."""
    typed: str = ""

    @property
    def place(self) -> Place:
        """The cell."""
        return self.record_id, self.column.key

    def mark(self, sentence: str) -> Mark:
        """Return the mark it leaves if it cannot be saved."""
        return Mark(self.typed, sentence)


@dataclass(frozen=True)
class Written:
    """What writing cells did."""

    action_id: int | None
    households: int
    refused: int


class HouseholdModel(QAbstractTableModel):
    """The households a filter lets through, in the order asked for; edited rows stay where they stand."""

    marked = Signal()
    """Marks of cells came or went."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.where = HouseholdFilter()
        self._sort = "village"
        self._descending = False
        self._ids = array("q")
        self.counts: dict[int, int] = {}
        """How many households of each village the filter lets through, whatever village it names."""
        self._pages: OrderedDict[int, list[HouseholdRow]] = OrderedDict()
        self._marks: dict[int, Marks] = {}
        self._writing = False
        self.read_year()
        self._roster = Roster(context.data, self._year_id)
        # Ours, and on a method of ours: a shot at a roster that was let go would end the process.
        self._warming = QTimer(self, singleShot=True, interval=WARM)
        self._warming.timeout.connect(self._warm)
        self.findings = CellFindings(context)
        self.findings.found.connect(self._show_page_again)

    # What stands in the list

    def reload(self) -> None:
        """Find the households anew, filtered and sorted; the one place where ids come from."""
        if self._roster.year_id != self._year_id:
            self._roster = Roster(self.context.data, self._year_id)
        found = self._roster.find(self.where, self._sort, descending=self._descending)
        ids, self.counts = found.ids, found.counts
        self._warming.start()  # after the list is painted, before somebody types the first letter of a search
        self._pages.clear()
        if ids == self._ids:
            self._show_all_again()  # nothing moved: selection, editing and scroll stay as they are
            return
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

    def _warm(self) -> None:
        with self.context.trying():
            self._roster.warm()

    def count_again(self) -> dict[int, int]:
        """Return how many households of each village the filter would let through now; the list stays."""
        self.counts = self._roster.find(self.where, self._sort).counts
        return self.counts

    def patch(self) -> bool:
        """Show what was changed, every household where it stands.

        False: households or villages came or went, and the list is to be read anew.
        """
        if not self._writing:
            with self.context.data.reading() as session:
                same = find_year(session, self.context.year).id == self._year_id
                if not same or came_or_went(session, self._seen):
                    return False
            villages = self.reader.lists.villages
            self.read_year()
            self.marks.something_saved()
            if self.reader.lists.villages != villages:
                return False
        self._pages.clear()
        self._show_all_again()
        return True

    def read_year(self) -> None:
        """Read what belongs to the year but the households: its lists of values, whether it is closed."""
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            self._year_id = year.id
            self.closed = year.state is YearState.CLOSED
            self.reader = CellReader(load_lists(session, year))
            self._seen = latest_action(session)
            self.marks = self._marks.setdefault(year.id, Marks())
            put_on = self.marks.action_ids()
            self.marks.hide_undone(taken_back(session, put_on) if put_on else frozenset())
        self.marks.forget_mended(self._held(self.marks.places()))
        self.marked.emit()

    def _show_all_again(self) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))

    def _show_page_again(self, number: int) -> None:
        last = min((number + 1) * PAGE, len(self._ids)) - 1
        if number * PAGE <= last:
            self.dataChanged.emit(self.index(number * PAGE, 0), self.index(last, len(COLUMNS) - 1))

    def record_id(self, row: int) -> int:
        """Return the record shown in a row."""
        return self._ids[row]

    def row_of(self, record_id: int) -> int | None:
        """Return the row a record stands in, None if the filter hides it."""
        try:
            return self._ids.index(record_id)
        except ValueError:
            return None

    def household(self, row: int) -> HouseholdRow:
        """Return the household shown in a row, from the page kept or from the data file."""
        number, offset = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self.households(range(number * PAGE, min((number + 1) * PAGE, len(self._ids))))
            self._pages[number] = page
            self.findings.ask(number, [household.id for household in page])
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        return page[offset]

    def households(self, rows: Iterable[int]) -> list[HouseholdRow]:
        """Return the households of many rows, read at once."""
        with self.context.data.reading() as session:
            return household_rows(session, [self._ids[row] for row in rows])

    def text(self, household: HouseholdRow, column: GridColumn) -> str:
        """Return a cell as it is edited and copied: what was typed, where it could not be saved."""
        mark = self.marks.get((household.id, column.key))
        return mark.typed if mark else typed_text(household, column, self.reader.lists)

    # Editing

    def check_open(self) -> bool:
        """Return whether figures may change; if they may not, say so."""
        if self.closed:
            with self.context.trying(), self.context.data.reading() as session:
                check_open(session, self._year_id)
        return not self.closed

    def typed(self, row: int, column: GridColumn, text: str) -> Edit:
        """Return what typing a text into a cell would write."""
        return Edit(self._ids[row], column, self.reader.read(column.saved_as, text), text)

    def write(self, edits: Sequence[Edit]) -> Written:
        """Save what can be saved as one action and mark the cells that cannot.

        Nothing is saved, and the fault is told, if the file cannot be written.
        """
        wrong = [e for e in edits if isinstance(e.value, Refused)]
        good = [e for e in edits if not isinstance(e.value, Refused)]
        marks = {e.place: e.mark(_why(e, e.value.reason)) for e in wrong}
        try:
            edited = self._save(good)
        except KnownError as error:
            self.context.noticed.emit(error.message, True)
            edited = Edited(None, 0, ())
            marks |= {e.place: e.mark(error.message) for e in good if len(edits) == 1 and not self.closed}
        typed = {(e.record_id, e.column.saved_as): e for e in good}
        for refused in edited.refused:
            edit = typed[refused.record_id, refused.field]
            marks[edit.place] = edit.mark(refused.reason)
        held = self._held(marks)
        told = {
            place: replace(mark, action_id=edited.action_id, held=held.get(place, ""))
            for place, mark in marks.items()
        }
        self.marks.settle([e.place for e in edits], told)
        self._show_all_again()
        self.marked.emit()
        return Written(edited.action_id, edited.households, len(marks))

    def _save(self, edits: Sequence[Edit]) -> Edited:
        if not edits:
            return Edited(None, 0, ())
        self._writing = True
        try:
            return set_household_fields(
                self.context.data, [(e.record_id, e.column.saved_as, e.value) for e in edits]
            )
        finally:
            self._writing = False
            self._pages.clear()

    def _held(self, places: Collection[Place]) -> dict[Place, str]:
        """Return what cells hold, whatever was typed into them."""
        if not places:
            return {}
        with self.context.data.reading() as session:
            found = household_rows(session, sorted({record_id for record_id, _ in places}))
        by_id = {household.id: household for household in found}
        return {
            (record_id, key): typed_text(by_id[record_id], COLUMNS[AT[key]], self.reader.lists)
            for record_id, key in places
            if record_id in by_id
        }

    def forget_marks(self, places: Iterable[Place]) -> bool:
        """Take marks off; False if there were none."""
        gone = self.marks.forget(places)
        if gone:
            self._show_all_again()
            self.marked.emit()
        return gone

    # What Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return self._beside(section, role)
        if role == _ROLE.DisplayRole:
            return COLUMNS[section].heading
        if role == _ROLE.ToolTipRole:
            return COLUMNS[section].name
        return _alignment(COLUMNS[section]) if role == _ROLE.TextAlignmentRole else None

    def _beside(self, row: int, role: int) -> object:
        """Return whose row it is, for when the column of names is out of sight."""
        if role in {_ROLE.DisplayRole, _ROLE.ToolTipRole}:
            return self.household(row).head
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return _SHOWN if self.closed else _FLAGS[COLUMNS[index.column()].kind]

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        column = COLUMNS[index.column()]
        if role == _ROLE.TextAlignmentRole:
            return _alignment(column)
        answer = _ANSWERS.get(role)
        if answer is None:
            return None
        household = self.household(index.row())
        return answer(self, household, column, self.marks.get((household.id, column.key)))

    def setData(self, index: _Index, value: object, role: int = _ROLE.EditRole) -> bool:
        column, row = COLUMNS[index.column()], index.row()
        if role == _ROLE.CheckStateRole:
            ticked = Qt.CheckState(value) is Qt.CheckState.Checked
            written = self.write([Edit(self._ids[row], column, ticked)])
        elif role != _ROLE.EditRole:
            return False
        elif str(value) == typed_text(self.household(row), column, self.reader.lists):
            self.forget_marks([(self._ids[row], column.key)])
            return True
        else:
            written = self.write([self.typed(row, column, str(value))])
        if written.action_id is not None:
            self.context.did(written.action_id, f"Đã lưu «{column.name}» của hộ {self.household(row).head}.")
        return not written.refused

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sort = COLUMNS[column].key
        self._descending = order is Qt.SortOrder.DescendingOrder
        self.reload()


def _why(edit: Edit, reason: str) -> str:
    typed = f"«{edit.typed}»" if edit.typed else "Ô trống"
    return (
        f"{typed} không lưu được vào cột «{edit.column.name}»: {reason}. Số liệu cũ vẫn giữ nguyên. "
        "Hãy sửa lại, hoặc nhấn Esc tại ô để bỏ."
    )


def _shown(model: HouseholdModel, household: HouseholdRow, column: GridColumn, mark: Mark | None) -> str:
    return mark.typed if mark else cell_text(household, column, model.reader.lists)


def _tip(model: HouseholdModel, household: HouseholdRow, column: GridColumn, mark: Mark | None) -> str | None:
    if mark:
        return mark.sentence
    told = model.findings.told((household.id, column.key))
    return "\n".join(filter(None, (_shown(model, household, column, mark), told))) or None


def _tick(
    _model: HouseholdModel, household: HouseholdRow, column: GridColumn, _mark: Mark | None
) -> Qt.CheckState | None:
    if column.kind is not Kind.TICK:
        return None
    return Qt.CheckState.Checked if getattr(household, column.saved_as) else Qt.CheckState.Unchecked


def _ink(
    model: HouseholdModel, household: HouseholdRow, column: GridColumn, mark: Mark | None
) -> QColor | None:
    if mark:
        return QColor(colours().error)
    unknown = _shown(model, household, column, mark) == UNKNOWN_LABEL
    # It stands here until the list is read anew, and counts elsewhere or no more.
    gone = household.status is not HouseholdStatus.ACTIVE
    gone = gone or model.where.village_id not in {None, household.village_id}
    return QColor(colours().dim) if unknown or gone else None


def _ground(
    model: HouseholdModel, household: HouseholdRow, column: GridColumn, mark: Mark | None
) -> QColor | None:
    """Tint what could not be saved, and otherwise what the checks ask to look at again."""
    if mark:
        return QColor(colours().error_soft)
    return QColor(colours().warning_soft) if model.findings.open_in((household.id, column.key)) else None


_ANSWERS: dict[int, Callable[[HouseholdModel, HouseholdRow, GridColumn, Mark | None], object]] = {
    _ROLE.DisplayRole: _shown,
    _ROLE.EditRole: lambda model, household, column, _mark: model.text(household, column),
    _ROLE.ForegroundRole: _ink,
    _ROLE.BackgroundRole: _ground,
    _ROLE.ToolTipRole: _tip,
    _ROLE.CheckStateRole: _tick,
}


def _alignment(column: GridColumn) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.kind is Kind.NUMBER else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
