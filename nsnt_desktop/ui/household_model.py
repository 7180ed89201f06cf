"""The list of households as a table model: ids sorted by SQLite, rows fetched a page at a time."""

from array import array
from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from nsnt_desktop import format as vn
from nsnt_desktop.models.words import CLEAN_LABELS, UNKNOWN_LABEL, YES_NO_LABELS, HouseholdStatus
from nsnt_desktop.registry.household_lists import HouseholdFilter, HouseholdRow, household_ids, household_rows
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.theme import colours

PAGE = 200
PAGES_KEPT = 50
COLUMNS = (
    ("head", "Chủ hộ", 140),
    ("village", "Thôn", 90),
    ("persons", "Khẩu", 50),
    ("clean", "Nước sạch", 108),
    ("hygienic", "Hợp vệ sinh", 92),
    ("main_source", "Nguồn nước chính", 150),
    ("poverty", "Hộ nghèo", 104),
    ("litres_per_month", "m³/tháng", 76),
    ("updated_at", "Cập nhật", 92),
    ("code", "Mã hộ", 80),
)
"""Sort key, heading, width."""
_ROLE = Qt.ItemDataRole
_RIGHT = {"persons", "litres_per_month"}
_Index = QModelIndex | QPersistentModelIndex


def cubic_metres(litres: int | None) -> str:
    """Return litres as m³ with only the decimals it has: 12500 → "12,5"; empty when not known."""
    if litres is None:
        return ""
    whole, part = divmod(litres, 1000)
    return vn.number(whole) + (f",{part:03d}".rstrip("0") if part else "")


def shown(row: HouseholdRow, column: str) -> str:
    """Return what a cell shows."""
    tell = _TELL.get(column)
    return str(getattr(row, column)) if tell is None else tell(row)


_TELL: dict[str, Callable[[HouseholdRow], str]] = {
    "persons": lambda r: "" if r.persons is None else str(r.persons),
    "poverty": lambda r: UNKNOWN_LABEL if r.poverty is None else r.poverty.label,
    "main_source": lambda r: r.main_source or UNKNOWN_LABEL,
    "hygienic": lambda r: YES_NO_LABELS[r.hygienic],
    "clean": lambda r: CLEAN_LABELS[r.clean],
    "litres_per_month": lambda r: cubic_metres(r.litres_per_month),
    "updated_at": lambda r: "chưa" if r.updated_at is None else vn.day(r.updated_at),
}


class HouseholdModel(QAbstractTableModel):
    """The households a filter lets through, in the order asked for."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.where = HouseholdFilter()
        self._sort = "village"
        self._descending = False
        self._ids = array("q")
        self._pages: OrderedDict[int, list[HouseholdRow]] = OrderedDict()

    def reload(self) -> None:
        """Read the list anew; where the same households stand in the same order, only their rows."""
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            ids = array(
                "q", household_ids(session, year.id, self.where, self._sort, descending=self._descending)
            )
        self._pages.clear()
        if ids == self._ids:
            # Nothing moved: selection, editing and scroll stay as they are.
            if ids:
                self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

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
            with self.context.data.reading() as session:
                page = household_rows(session, list(self._ids[number * PAGE : (number + 1) * PAGE]))
            self._pages[number] = page
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        return page[offset]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == _ROLE.DisplayRole:
            return COLUMNS[section][1]
        return self._alignment(section) if role == _ROLE.TextAlignmentRole else None

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        if role == _ROLE.TextAlignmentRole:
            return self._alignment(index.column())
        if role not in {_ROLE.DisplayRole, _ROLE.ForegroundRole, _ROLE.ToolTipRole}:
            return None
        household = self.household(index.row())
        text = shown(household, COLUMNS[index.column()][0])
        if role == _ROLE.ForegroundRole:
            dim = text == UNKNOWN_LABEL or household.status is not HouseholdStatus.ACTIVE
            return QColor(colours().dim) if dim else None
        return text

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sort = COLUMNS[column][0]
        self._descending = order is Qt.SortOrder.DescendingOrder
        self.reload()

    @staticmethod
    def _alignment(column: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if COLUMNS[column][0] in _RIGHT else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)
