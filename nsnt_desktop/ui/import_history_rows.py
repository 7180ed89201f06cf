"""What became of every row of a list taken in: by outcome, by name."""

from collections import Counter
from collections.abc import Hashable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.import_history import KeptRow
from nsnt_desktop.text import fold
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.import_rows import TONES
from nsnt_desktop.ui.plain_table import Heading, Line, PlainTable
from nsnt_desktop.ui.widgets import button, column, row


class KeptRows:
    """The rows of one list with their lines and what they are found by, made off the screen."""

    def __init__(self, rows: Sequence[KeptRow]) -> None:
        self.counts = Counter(row.outcome for row in rows)
        self.sheets = len({row.sheet for row in rows})
        self._found = [(row.outcome, fold(row.head), _line(row)) for row in rows]

    def __len__(self) -> int:
        return len(self._found)

    def lines(self, outcome: Outcome | None, search: str) -> list[Line]:
        """Return the lines of one outcome (None: of all) whose name holds the words sought."""
        wanted = fold(search)
        return [
            line
            for found, head, line in self._found
            if (outcome is None or found is outcome) and wanted in head
        ]


class KeptRowsPage(QWidget):
    """The rows in a table, a filter for each outcome, a line to search by name."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.rows = KeptRows(())
        self.filters: dict[Outcome | None, QPushButton] = {
            outcome: button("", "pill") for outcome in (None, *Outcome)
        }
        self._group = QButtonGroup(self)
        for outcome, one in self.filters.items():
            tone = "" if outcome is None else TONES[outcome]
            one.setProperty("kind", "" if tone == "dim" else tone)
            one.setCheckable(True)
            self._group.addButton(one)
            one.clicked.connect(lambda _checked=False: self._show())
        self.search = QLineEdit()
        self.search.setPlaceholderText("Tìm theo tên chủ hộ…")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(190)
        self._typing = QTimer(self, singleShot=True, interval=150)
        self._typing.timeout.connect(self._show)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.table = PlainTable(
            "Kết quả từng dòng",
            (
                Heading("Trang tính", 110),
                Heading("Dòng", 60, right=True),
                Heading("Kết quả", 110),
                Heading("Chủ hộ", 180),
                Heading("Nhận ra hộ", 220),
                Heading("Lý do"),
            ),
            wrap=True,
        )
        self.table.opened.connect(lambda record: context.go("households", {"record_id": record}))
        top = row(*self.filters.values(), None, self.search, gap=6)
        layout = column(top, self.table, gap=6)
        layout.setContentsMargins(0, 8, 0, 0)
        self.setLayout(layout)

    def show_rows(self, rows: KeptRows) -> None:
        """Show the rows of another list, all of them."""
        self.rows = rows
        for outcome, one in self.filters.items():
            number = len(rows) if outcome is None else rows.counts[outcome]
            one.setText(f"{'Tất cả' if outcome is None else outcome.label} {vn.number(number)}")
            one.setVisible(outcome is None or bool(number))
        self.filters[None].setChecked(True)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.table.setColumnHidden(0, rows.sheets <= 1)
        self._show()

    def _show(self) -> None:
        self._typing.stop()
        outcome = next(o for o, one in self.filters.items() if one.isChecked())
        self.table.show_lines(self.rows.lines(outcome, self.search.text()))


def _line(row: KeptRow) -> Line:
    key: Hashable = row.record_id
    cells = (row.sheet, str(row.excel_row), row.outcome.label, row.head, row.matched_by, row.reason)
    return Line(cells, key, {2: TONES[row.outcome]}, tip=row.reason)
