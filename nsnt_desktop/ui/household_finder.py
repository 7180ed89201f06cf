"""Finding the other household of the year, the likeliest first."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.registry.duplicates import likely_duplicates
from nsnt_desktop.registry.household_lists import HouseholdFilter, HouseholdRow, household_rows
from nsnt_desktop.registry.roster import Roster
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.text import fold
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.duplicate_panel import PAUSE
from nsnt_desktop.ui.plain_table import Heading, Line, PlainTable
from nsnt_desktop.ui.widgets import column

_PRESS = QEvent.Type.KeyPress
_TO_LIST = {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_OFFERED = 50
"""Households offered at most: to narrow them down is quicker than to read on."""


class HouseholdFinder(QWidget):
    """Offers the likely duplicates of a household, or whom is searched for."""

    chosen = Signal(int)
    """The record of the household chosen."""

    def __init__(self, context: Context, own: HouseholdRow) -> None:
        super().__init__()
        self.context, self.own = context, own
        with context.data.reading() as session:
            self._roster = Roster(context.data, find_year(session, context.year).id)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Gộp vào hộ nào? Gõ tên, mã hoặc điện thoại (không cần dấu)")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Tìm hộ để gộp vào")
        self._wait = QTimer(self, singleShot=True, interval=PAUSE)
        self._wait.timeout.connect(self.look_now)
        self.search.textChanged.connect(lambda _text: self._wait.start())
        self.search.installEventFilter(self)
        headings = (
            Heading("Chủ hộ"),
            Heading("Thôn", 170),
            Heading("Khẩu", 60, right=True),
            Heading("Điện thoại", 120),
            Heading("", 190),
        )
        self.table = PlainTable("Các hộ tìm thấy", headings)
        self.table.setSelectionMode(PlainTable.SelectionMode.SingleSelection)
        self.table.setFixedHeight(128)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._select())
        self.setLayout(column(self.search, self.table, gap=6))
        self.look_now()

    def look_now(self) -> None:
        """Show who may be the same household; once something is typed, who is searched for."""
        self._wait.stop()
        typed = fold(self.search.text())
        why = {} if typed else self._likely()
        ids = self._roster.find(HouseholdFilter(search=typed), "head").ids[:_OFFERED] if typed else list(why)
        with self.context.data.reading() as session:
            found = household_rows(session, [i for i in ids if i != self.own.id])
        self.table.show_lines([_line(row, why.get(row.id, "")) for row in found])

    def _likely(self) -> dict[int, str]:
        """Return the likely duplicates that are counted this year, and why each is one."""
        own = self.own
        with self.context.data.reading() as session:
            like = likely_duplicates(
                session,
                self._roster.year_id,
                own.head,
                village_id=own.village_id,
                phone=own.phone,
                code=own.code,
                leave_out=own.household_id,
            )
        return {one.record_id: one.likeness.value for one in like if one.record_id and not one.can_return}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow down, or Enter, goes from the search to the first household found."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == _PRESS else None
        if watched is self.search and pressed in _TO_LIST:
            if self._wait.isActive():
                self.look_now()
            self.table.setFocus()
            self.table.selectRow(0)
            return True
        return super().eventFilter(watched, event)

    def _select(self) -> None:
        for line in self.table.selected():
            if isinstance(line.key, int):
                self.chosen.emit(line.key)


def _line(row: HouseholdRow, why: str) -> Line:
    return Line((row.head, row.village, vn.number(row.persons), row.phone, why), row.id, {4: "warning"})
