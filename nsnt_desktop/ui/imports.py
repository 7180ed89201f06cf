"""Nhập từ Excel: a village head's list from the file to the register, and the lists taken in before."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabWidget, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.registry.apply_batch import list_batches
from nsnt_desktop.registry.undo import take_back, taken_back
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.collection_sheets import collection_sheet_menu
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.import_columns import ColumnsStep
from nsnt_desktop.ui.import_job import Opened, open_list
from nsnt_desktop.ui.import_lines import batch_lines
from nsnt_desktop.ui.import_preview import PreviewImportStep
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.plain_table import Heading, PlainTable
from nsnt_desktop.ui.steps import Walk
from nsnt_desktop.ui.widgets import Page, button, card, column, label, row

_COUNTS = (
    ("Mới", 60),
    ("Thay đổi", 76),
    ("Giữ nguyên", 90),
    ("Bỏ qua", 68),
    ("Chờ", 54),
    ("Từ chối", 70),
)
"""As Outcome names them, with the width of the column."""


class ImportsPage(Page):
    """Lists taken in, one after another."""

    title = "Nhập từ Excel"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setAcceptDrops(True)
        self.queue: list[Path] = []
        self._turn = 0
        self.columns = ColumnsStep(context)
        self.preview = PreviewImportStep(context, lambda: self.columns.file)
        self.preview.taken.connect(lambda _applied: self._next())
        self.walk = Walk("", (self.columns, self.preview), self._next, "Bỏ tệp này")
        self.stack = QStackedWidget()
        self.stack.addWidget(self._make_start())
        self.stack.addWidget(self.walk)
        self.setLayout(column(self.stack, gap=0))
        context.year_changed.connect(lambda _year: self._begin_again())

    def _make_start(self) -> QWidget:
        self.about = label("", "dim")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self._make_drop(), "Nhập danh sách")
        self.tabs.addTab(self._make_history(), "Lịch sử nhập")
        content = QWidget()
        inside = column(row(label(self.title, "h1"), self.about, None, gap=12), self.tabs, gap=10)
        inside.setContentsMargins(20, 14, 20, 14)
        content.setLayout(inside)
        return content

    def _make_drop(self) -> QFrame:
        self.choose = button("Chọn tệp…", "primary", "upload")
        self.choose.clicked.connect(self._choose)
        self.state = label("", "dim")
        self.state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = (
            label("Kéo thả danh sách của các thôn vào đây", "h2"),
            label(
                "Tệp .xlsx, .xls, .ods, .csv; có thể chọn nhiều tệp một lúc. Chương trình tự nhận ra "
                "dòng tiêu đề, thôn và từng cột; bạn xem và sửa trước khi nhập. "
                "Tệp gốc không bị thay đổi.",
                "dim",
                wrap=True,
            ),
        )
        for word in words:
            word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sheets = button("Phiếu thu thập", "", "file-down")
        self.sheets.setToolTip("Phiếu gửi các thôn, trống hoặc điền sẵn; thôn điền bản Excel gửi lại để nhập")
        self.sheets.setMenu(collection_sheet_menu(self.context, self, None))
        buttons = row(None, self.choose, self.sheets, None)
        return card(None, *words, buttons, self.state, None, gap=12, margin=28)

    def _make_history(self) -> QFrame:
        self.history = PlainTable(
            "Lịch sử nhập",
            (
                Heading("Lúc nhập", 140),
                Heading("Tệp"),
                *(Heading(title, width, right=True) for title, width in _COUNTS),
            ),
        )
        self.no_history = label("Chưa nhập danh sách nào cho năm này.", "dim")
        self.undo = button("Hoàn tác lần nhập đã chọn", "", "undo-2")
        self.undo.clicked.connect(self._undo)
        self.history.selectionModel().selectionChanged.connect(lambda *_: self._show_undo())
        return card(self.no_history, self.history, row(self.undo, None))

    # What is shown

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            batches = list_batches(session, year.id)
            self._undone = taken_back(session, [batch.action_id for batch in batches])
        self.about.setText(f"năm {year.year}, {year.state.label}")
        self._actions = {batch.id: (batch.action_id, batch.file_name) for batch in batches}
        self.history.show_lines(batch_lines(batches, self._undone))
        self.no_history.setVisible(not batches)
        self.history.setVisible(bool(batches))
        self.tabs.setTabText(1, f"Lịch sử nhập ({vn.number(len(batches))})")
        self._show_undo()
        if self.stack.currentWidget() is self.walk:
            self.walk.refresh()

    def _show_undo(self) -> None:
        self.undo.setVisible(bool(self._actions))
        chosen = [self._actions[int(str(line.key))][0] for line in self.history.selected()]
        self.undo.setEnabled(len(chosen) == 1 and not self._undone.intersection(chosen))

    # The way of a file

    def take(self, paths: list[Path]) -> None:
        """Begin with these files, one after another."""
        self.queue = list(paths)
        self._open()

    def _choose(self) -> None:
        paths = self.context.dialogs.open_files(self, "Chọn danh sách của các thôn")
        if paths:
            self.take(paths)

    def _open(self) -> None:
        if not self.queue:
            self.state.setText("")
            self.stack.setCurrentIndex(0)
            return
        path, data, year = self.queue[0], self.context.data, self.context.year
        self._turn += 1
        turn = self._turn
        self.stack.setCurrentIndex(0)
        self.tabs.setCurrentIndex(0)
        self.choose.setEnabled(False)
        self.state.setText(f"Đang đọc {path.name}…")

        def done(opened: Opened) -> None:
            if turn == self._turn:  # else another year was chosen meanwhile, and the file is read again
                self._on_opened(opened)

        def failed(error: BaseException) -> None:
            if turn != self._turn:
                return
            self.choose.setEnabled(True)
            self._next()
            self.context.failed(error)

        run_in_background(lambda: open_list(data, year, path), done, failed, self)

    def _on_opened(self, opened: Opened) -> None:
        self.choose.setEnabled(True)
        self.state.setText("")
        self._show_name()
        self.preview.begin()
        self.columns.show_file(opened)
        self.walk.begin()
        self.stack.setCurrentWidget(self.walk)

    def _show_name(self) -> None:
        waiting = len(self.queue) - 1
        self.walk.heading.show_text(self.queue[0].name + (f" (còn {waiting} tệp)" if waiting else ""))

    def _next(self) -> None:
        """Go on to the next file, or back to the start."""
        del self.queue[:1]
        self.columns.file = None
        self._open()
        self.refresh()

    def _begin_again(self) -> None:
        if self.queue:
            self._open()

    def _undo(self) -> None:
        chosen = self.history.selected()
        if len(chosen) != 1:
            return
        action, name = self._actions[int(str(chosen[0].key))]
        with self.context.trying():
            undone = take_back(self.context.data, action)
            self.context.did(undone.action_id, undone.told(f"Đã hoàn tác lần nhập {name}."))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths and not self.queue:
            self.take(paths)
        elif paths:  # the list at hand stays as it is, with what was answered
            self.queue += paths
            self._show_name()
