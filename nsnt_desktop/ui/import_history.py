"""Lịch sử nhập: every list taken in, how it was read, what became of each row; each can be taken back."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.importing.layouts.encodings import Encoding
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.memory import no_cycle_search
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.import_history import KeptBatch, columns_of, rows_of
from nsnt_desktop.registry.undo import Undone
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.import_history_rows import KeptRows, KeptRowsPage
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.plain_table import Heading, Line, PlainTable
from nsnt_desktop.ui.widgets import ElidedLabel, button, card, label, row

_COUNTS = {
    Outcome.NEW: ("Mới", 60),
    Outcome.CHANGED: ("Thay đổi", 76),
    Outcome.SAME: ("Giữ nguyên", 90),
    Outcome.SKIPPED: ("Bỏ qua", 68),
    Outcome.ASKED: ("Chờ", 54),
    Outcome.REJECTED: ("Từ chối", 70),
}
"""As Outcome names them, with the width of the column."""
_ROWS, _COLUMNS = range(2)


class HistoryView(QStackedWidget):
    """The lists taken in for the year; one of them opened shows its rows."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._batches: dict[int, KeptBatch] = {}
        self.shown: int | None = None
        """The batch whose rows are shown."""
        self.addWidget(self._make_list())
        self.addWidget(self._make_batch())
        context.ended.connect(self._show_buttons)

    def _make_list(self) -> QWidget:
        self.table = PlainTable(
            "Lịch sử nhập",
            (
                Heading("Lúc nhập", 140),
                Heading("Tệp"),
                *(Heading(title, width, right=True) for title, width in _COUNTS.values()),
            ),
            wrap=True,
        )
        self.table.opened.connect(lambda key: self.open(int(str(key))))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_buttons())
        self.table.lines.modelReset.connect(self._show_buttons)
        self.nothing = label("Chưa nhập danh sách nào cho năm này.", "dim")
        self.look = button("Xem từng dòng")
        self.look.clicked.connect(lambda: self.open(self._chosen()[0].id))
        self.undo = button("Hoàn tác lần nhập đã chọn", "", "undo-2")
        self.undo.clicked.connect(lambda: self._undo(self._chosen()[0]))
        self.redo = button("Làm lại lần nhập đã chọn")
        self.redo.clicked.connect(lambda: self._redo(self._chosen()[0]))
        return card(self.nothing, self.table, row(self.look, self.undo, self.redo, None))

    def _make_batch(self) -> QWidget:
        back = button("Về lịch sử nhập", "link")
        back.clicked.connect(self.close_batch)
        self.name = ElidedLabel()
        self.name.setObjectName("h2")
        self.told = label("", "dim")
        self.rows = KeptRowsPage(self.context)
        self.columns = PlainTable(
            "Cách đọc",
            (Heading("Trang tính", 170), Heading("Cột", 56), Heading("Được hiểu là"), Heading("Chữ", 200)),
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.rows, "Các dòng")
        self.tabs.addTab(self.columns, "Cách đọc")
        return card(row(self.name, self.told, None, back, gap=10), self.tabs, gap=6, margin=10)

    # The list

    def show_batches(self, batches: Sequence[KeptBatch]) -> None:
        """Show the lists taken in for the year, newest first."""
        self._batches = {batch.id: batch for batch in batches}
        self.table.show_lines([_line(batch) for batch in batches])
        self.nothing.setVisible(not batches)
        self.table.setVisible(bool(batches))
        for one in (self.look, self.undo, self.redo):
            one.setVisible(bool(batches))
        if self.shown is not None and self.shown not in self._batches:  # of another year
            self.close_batch()
        self._show_buttons()
        self._show_head()

    def _chosen(self) -> list[KeptBatch]:
        return [self._batches[int(str(line.key))] for line in self.table.selected()]

    def _show_buttons(self) -> None:
        chosen = self._chosen()
        one = chosen[0] if len(chosen) == 1 else None
        free = one is not None and not self.context.working
        self.look.setEnabled(one is not None)
        self.undo.setEnabled(free and one is not None and one.undo_id is None)
        self.redo.setEnabled(free and one is not None and one.undo_id is not None)

    def _undo(self, batch: KeptBatch) -> None:
        def done(undone: Undone) -> None:
            self.context.did(undone.action_id, undone.told(f"Đã hoàn tác lần nhập {batch.file_name}."))

        self.context.take_back(batch.action_id, done)
        self._show_buttons()

    def _redo(self, batch: KeptBatch) -> None:
        def done(again: Undone) -> None:
            self.context.did(again.action_id, again.told(f"Đã nhập lại {batch.file_name} như lần trước."))

        if batch.undo_id is not None:
            self.context.take_back(batch.undo_id, done)
            self._show_buttons()

    # One of them

    def open(self, batch_id: int) -> None:
        """Show how a list was read and what became of its rows."""
        self.shown = batch_id
        data = self.context.data

        @no_cycle_search()
        def work() -> tuple[KeptRows, list[Line]]:
            with data.reading() as session:
                return KeptRows(rows_of(session, batch_id)), _columns(columns_of(session, batch_id))

        def done(found: tuple[KeptRows, list[Line]]) -> None:
            if self.shown == batch_id:
                self._show_batch(*found)

        run_in_background(work, done, self.context.failed, self)

    def close_batch(self) -> None:
        """Go back to the list."""
        self.shown = None
        self.setCurrentIndex(0)

    def _show_batch(self, rows: KeptRows, columns: list[Line]) -> None:
        self._show_head()
        self.rows.show_rows(rows)
        self.columns.show_lines(columns)
        self.tabs.setTabText(_ROWS, f"Các dòng ({vn.number(len(rows))})")
        self.tabs.setTabText(_COLUMNS, f"Cách đọc ({vn.number(len(columns))} cột)")
        self.setCurrentIndex(1)

    def _show_head(self) -> None:
        batch = self._batches.get(self.shown or 0)
        if batch is not None:
            undone = ", đã hoàn tác" if batch.undo_id is not None else ""
            self.name.show_text(batch.file_name)
            self.told.setText(f"nhập lúc {vn.moment(batch.taken_in_at)}{undone}")


def _line(batch: KeptBatch) -> Line:
    gone = batch.undo_id is not None
    name = f"đã hoàn tác: {batch.file_name}" if gone else batch.file_name
    counts = (vn.number(batch.counts[outcome]) for outcome in _COUNTS)
    cells = (vn.moment(batch.taken_in_at), name, *counts)
    return Line(cells, batch.id, dict.fromkeys(range(len(cells)), "dim") if gone else {})


def _columns(sheets: dict[str, dict[str, list[str]]]) -> list[Line]:
    """Return one line for each column that was read, as `columns_of` tells them."""
    lines = []
    for sheet, columns in sheets.items():
        for letter, (meaning, *fonts) in columns.items():
            encoding = Encoding.of(fonts[0]) if fonts else Encoding.UNICODE
            written = encoding.label if encoding is Encoding.UNICODE else f"{encoding.label} → Unicode"
            lines.append(Line((sheet, letter, Field.of(meaning).label, written)))
    return lines
