"""The first rows of a sheet as they stand in the file, and which of them is the heading."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QFrame, QHeaderView

from nsnt_desktop.importing import correcting
from nsnt_desktop.importing.files.reading import Sheet
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.words.cells import show
from nsnt_desktop.ui.import_words import letters
from nsnt_desktop.ui.plain_table import Heading, Line, PlainTable
from nsnt_desktop.ui.widgets import button, column, label, row

ROWS = 40
"""Rows shown at least: no title above a heading is that long."""
_AFTER = 5
_NARROW, _WIDE, _PADDING = 56, 240, 26


class HeadingCard(QFrame):
    """The top of a sheet; the heading is chosen by one click."""

    corrected = Signal(object)
    """A Change of what is chosen of the sheet."""
    left = Signal()
    """Back to the columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._sheet: Sheet | None = None
        self.told = label("", "dim", wrap=True)
        self.table = PlainTable("Các dòng đầu của trang tính", (Heading("Dòng", 52, right=True),))
        self.table.setSelectionMode(PlainTable.SelectionMode.SingleSelection)
        self.table.opened.connect(self._choose)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_button())
        self.this = button("Đây là dòng tiêu đề", "", "check")
        self.this.clicked.connect(self._choose_selected)
        self.again = button("Như chương trình nhận ra", "link")
        self.again.clicked.connect(lambda: self.corrected.emit(correcting.heading(None)))
        self.back = button("Xem các cột", "link")
        self.back.clicked.connect(self.left)
        layout = column(self.told, gap=6)
        layout.addWidget(self.table, 1)
        layout.addLayout(row(self.this, self.again, None, self.back))
        layout.setContentsMargins(8, 6, 8, 6)
        self.setLayout(layout)

    def show_rows(self, sheet: Sheet, layout: Layout | None, *, chosen: bool) -> None:
        """Show the top of a sheet in Unicode; its layout is None where no heading was recognised."""
        self.told.setText(
            "Chọn dòng ghi tên các cột (dòng trên cùng, nếu tiêu đề có hai dòng): bấm đúp, hoặc chọn dòng "
            "rồi bấm «Đây là dòng tiêu đề»."
        )
        heading_rows = layout.heading_rows if layout else ()
        shown = sheet.cells[: max(ROWS, (layout.first_data_row if layout else 0) + _AFTER)]
        texts = [[show(cell) for cell in cells] for cells in shown]
        lines = [
            _line(number, cells, heading=number in heading_rows) for number, cells in enumerate(texts, 1)
        ]
        width = len(shown[0]) if shown else 0
        self.table.show_lines(
            lines, (self.table.lines.headings[0], *(Heading(letters(i)) for i in range(width)))
        )
        self._fit_columns(texts, width)
        self.again.setVisible(chosen)
        self.back.setVisible(layout is not None)
        if sheet is not self._sheet:
            self._sheet = sheet
            self._select(heading_rows[0] if heading_rows else _likely(texts))
        self._show_button()

    def _select(self, number: int) -> None:
        at = self.table.row_of(number)
        if at is not None:
            self.table.selectRow(at)
            self.table.scrollTo(self.table.lines.index(at, 0))

    def _choose_selected(self) -> None:
        for line in self.table.selected():
            self._choose(line.key)

    def _choose(self, number: object) -> None:
        self.corrected.emit(correcting.heading(int(str(number))))

    def _show_button(self) -> None:
        self.this.setEnabled(bool(self.table.selected()))

    def _fit_columns(self, texts: list[list[str]], width: int) -> None:
        """Give each column the width of what stands in it; a text alone in its row runs on."""
        self.table.clearSpans()
        header, widths = self.table.horizontalHeader(), [_NARROW] * width
        font = QFont(self.table.font())
        font.setBold(True)
        bold = QFontMetrics(font)
        for at, cells in enumerate(texts):
            filled = [index for index, text in enumerate(cells) if text]
            if len(filled) == 1 and filled[0] < width - 1:
                self.table.setSpan(at, filled[0] + 1, 1, width - filled[0])
                continue
            metrics = bold if self.table.lines.lines[at].bold else self.table.fontMetrics()
            for index in filled:
                widths[index] = max(widths[index], metrics.horizontalAdvance(cells[index]) + _PADDING)
        for index, wide in enumerate(widths):
            header.setSectionResizeMode(index + 1, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(index + 1, min(wide, _WIDE))


def _line(number: int, cells: list[str], *, heading: bool) -> Line:
    tones = dict.fromkeys(range(len(cells) + 1), "accent") if heading else {0: "dim"}
    return Line((str(number), *cells), number, tones, bold=heading)


def _likely(texts: list[list[str]]) -> int:
    """Return the row with the most words in it: where nothing was recognised the eye begins there."""
    words = [sum(bool(text) and not text[:1].isdigit() for text in cells) for cells in texts]
    return words.index(max(words)) + 1 if words else 0
