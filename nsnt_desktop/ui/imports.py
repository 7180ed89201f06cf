"""Nhập từ Excel: the lists of village heads from their files to the register, and those taken in before."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.progress import Tell
from nsnt_desktop.registry.apply_batch import Applied
from nsnt_desktop.registry.import_history import find_batch, list_batches, taken_in_before
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.import_columns import ColumnsStep
from nsnt_desktop.ui.import_history import HistoryView
from nsnt_desktop.ui.import_job import Opened, open_list
from nsnt_desktop.ui.import_preview import PreviewImportStep
from nsnt_desktop.ui.import_queue import UNFINISHED, Arrived, FileState, ImportQueue, Waiting, look_over
from nsnt_desktop.ui.import_queue_view import QueueView
from nsnt_desktop.ui.jobs import Job, run_job
from nsnt_desktop.ui.steps import Walk
from nsnt_desktop.ui.widgets import Page, button, column, label, row

_BUG = "Chương trình gặp lỗi khi đọc tệp này; tệp và số liệu còn nguyên."
_TAKING = "Danh sách đang được nhập. Hãy đợi xong, hoặc bấm «Dừng» rồi làm lại."


class ImportsPage(Page):
    """Lists taken in, one after another."""

    title = "Nhập từ Excel"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setAcceptDrops(True)
        self.queue = ImportQueue()
        self._job: Job | None = None
        self._finding: Job | None = None
        self.columns = ColumnsStep(context)
        self.preview = PreviewImportStep(context, lambda: self.columns.file)
        self.preview.taken.connect(self._on_taken)
        self.walk = Walk("", (self.columns, self.preview), self._put_aside, "Để lại tệp này")
        self.columns.changed.connect(self.walk.show_state)
        self.to_queue = button("Hàng chờ", "link")
        self.to_queue.setToolTip("Xem các tệp đang chờ; tệp này vẫn để nguyên như đang xem")
        self.to_queue.clicked.connect(self._show_queue)
        self.walk.top.insertWidget(self.walk.top.count() - 1, self.to_queue)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._make_start())
        self.stack.addWidget(self.walk)
        self.setLayout(column(self.stack, gap=0))
        context.year_changed.connect(lambda _year: self._begin_again())

    def _make_start(self) -> QWidget:
        self.about = label("", "dim")
        self.waiting = QueueView(self.context, self.queue)
        self.waiting.brought.connect(self.take)
        self.waiting.wanted.connect(self._look_at)
        self.waiting.changed.connect(self.refresh)
        self.waiting.progress.stopped.connect(self._stop)
        self.history = HistoryView(self.context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.waiting, "Nhập danh sách")
        self.tabs.addTab(self.history, "Lịch sử nhập")
        content = QWidget()
        inside = column(row(label(self.title, "h1"), self.about, None, gap=12), self.tabs, gap=10)
        inside.setContentsMargins(20, 14, 20, 14)
        content.setLayout(inside)
        return content

    @property
    def busy(self) -> bool:
        """Whether files are being looked for or read."""
        return self._job is not None or self._finding is not None

    # What is shown

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            batches = list_batches(session, year.id)
            for file in self.queue.files:
                if file.state in UNFINISHED:
                    file.before = taken_in_before(session, year.id, file.digest)
        self.about.setText(f"năm {year.year}, {year.state.label}")
        by_id = {batch.id: batch for batch in batches}
        for file in self.queue.files:
            if file.batch is not None:
                file.batch = by_id.get(file.batch.id, file.batch)
        self.history.show_batches(batches)
        self.tabs.setTabText(1, f"Lịch sử nhập ({vn.number(len(batches))})")
        self._show_files()
        if self.stack.currentWidget() is self.walk:
            self.walk.refresh()

    def _show_files(self) -> None:
        self.waiting.refresh()
        left = self.queue.left()
        self.to_queue.setVisible(len(self.queue.files) > 1)
        if self.queue.current is not None:
            more = f" (còn {vn.number(left)} tệp)" if left else ""
            self.walk.heading.show_text(self.queue.current.path.name + more)

    def _show_queue(self) -> None:
        self.stack.setCurrentIndex(0)
        self.tabs.setCurrentIndex(0)
        self._show_files()

    # Files come

    def take(self, paths: Sequence[Path]) -> None:
        """Put files and the files of folders into the queue, and begin with the first if none is at hand."""

        def done(arrived: list[Arrived]) -> None:
            self._end_finding()
            self.queue.add(arrived)
            self.refresh()
            if self.queue.current is None:
                self._go_on()

        def failed(error: BaseException) -> None:
            self._end_finding()
            self.context.failed(error)

        def work(tell: Tell) -> list[Arrived]:
            return look_over(paths, tell)

        self.waiting.progress.begin("Đang xem các tệp")
        told = self.waiting.progress.tell
        self._finding = run_job(work, done, failed, self, told, self._end_finding, only_reads=True)

    def _end_finding(self) -> None:
        self._finding = None
        if self._job is None:
            self.waiting.progress.end()

    # The way of a file

    def _go_on(self) -> None:
        """Look at the next file, or tell what became of them all."""
        self.queue.current = None
        self.columns.file = None
        following = self.queue.next()
        if following is not None:
            self._look_at(following)
        else:
            self._show_queue()

    def _look_at(self, file: Waiting) -> None:
        """Show a file to the officer; another at hand stays as it is now, and waits."""
        current = self.queue.current
        if file is not current:
            if self._is_taking():
                return
            if current is not None:
                self._leave(current, FileState.WAITING)
            self.queue.current = file
            if file.opened is None:
                self._read(file)
            else:
                self._show(file, file.opened)
        elif file.state is FileState.OPEN:
            self.stack.setCurrentWidget(self.walk)
            self.walk.refresh()

    def _is_taking(self) -> bool:
        if self.preview.taking:
            self.context.noticed.emit(_TAKING, True)
        return self.preview.taking

    def _leave(self, file: Waiting, state: FileState) -> None:
        """Let go of the file at hand; what was corrected in it is kept."""
        if self._job is not None:
            job, self._job = self._job, None
            job.end()
            job.stop()
            self.waiting.progress.end()
        if file.opened is not None and self.columns.file is not None:
            file.opened = Opened(self.columns.file, file.opened.villages, file.opened.before)
        file.state, self.queue.current = state, None

    def _read(self, file: Waiting) -> None:
        data, year = self.context.data, self.context.year
        file.state, file.told = FileState.READING, ""
        self._show_queue()
        self.waiting.progress.begin(f"Đang đọc «{file.path.name}»")

        def work(tell: Tell) -> Opened:
            return open_list(data, year, file.path, tell)

        def stopped() -> None:
            self._end_reading()
            file.state, self.queue.current = FileState.WAITING, None
            self._show_files()

        def failed(error: BaseException) -> None:
            self._end_reading()
            file.state = FileState.UNREADABLE
            file.told = error.message if isinstance(error, KnownError) else _BUG
            self._go_on()
            self.context.failed(error)

        def done(opened: Opened) -> None:
            self._end_reading()
            self._show(file, opened)

        told = self.waiting.progress.tell
        self._job = run_job(work, done, failed, self, told, stopped, only_reads=True)

    def _end_reading(self) -> None:
        self._job = None
        self.waiting.progress.end()

    def _stop(self) -> None:
        for job in (self._finding, self._job):
            if job is not None:
                job.stop()

    def _show(self, file: Waiting, opened: Opened) -> None:
        file.state, file.opened = FileState.OPEN, opened
        self._show_files()
        self.preview.begin()
        self.columns.show_file(opened)
        self.walk.begin()
        self.stack.setCurrentWidget(self.walk)

    def _put_aside(self) -> None:
        if self.queue.current is not None and not self._is_taking():
            self._leave(self.queue.current, FileState.ASIDE)
            self._go_on()

    def _on_taken(self, applied: Applied) -> None:
        file = self.queue.current
        if file is not None:
            file.state, file.opened = FileState.TAKEN, None
            with self.context.data.reading() as session:
                file.batch = find_batch(session, applied.batch_id)
        self._go_on()
        self.refresh()

    def _begin_again(self) -> None:
        """Read the file at hand anew: for another year the list before may be another."""
        current = self.queue.current
        for file in self.queue.files:
            file.opened = None  # villages and what came before are those of a year
        if current is not None and not self.preview.taking:
            self._leave(current, FileState.WAITING)
            current.opened = None
            self._look_at(current)

    # Files are dropped anywhere on the page

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            self.waiting.show_dropping(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.waiting.show_dropping(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.waiting.show_dropping(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            self.take(paths)
