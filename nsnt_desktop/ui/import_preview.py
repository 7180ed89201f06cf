"""The second step of an import: what would change, what is asked, what is kept out; one button."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QPushButton, QTabWidget, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.list_file import ListFile
from nsnt_desktop.importing.matching.questions import Answers, Ask
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.progress import Tell
from nsnt_desktop.registry.apply_batch import Applied
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.import_counts import CountsBar
from nsnt_desktop.ui.import_doubts import BY_WORD, AskId, DoubtsPage, remembered_by
from nsnt_desktop.ui.import_job import Known, Seen, see, take_in
from nsnt_desktop.ui.import_lines import TAKEN, button_words, left_out_sentence
from nsnt_desktop.ui.import_missing import MissingPage
from nsnt_desktop.ui.import_return import return_button
from nsnt_desktop.ui.import_rows import RowsPage
from nsnt_desktop.ui.jobs import Job, run_job
from nsnt_desktop.ui.plain_table import Heading, PlainTable
from nsnt_desktop.ui.progress_line import ProgressLine
from nsnt_desktop.ui.steps import Step
from nsnt_desktop.ui.widgets import button, card, column, label, restyle, row

_ROWS, _ASKS, _ERRORS, _MISSING = range(4)
_COMPARING = "Đang so với sổ hộ…"


class PreviewImportStep(Step):
    """Counts, rows, questions and errors of the list, made anew with every answer."""

    title = "Xem trước và nhập"
    onward = ""
    taken = Signal(object)
    """Applied: the list is in."""

    def __init__(self, context: Context, file: Callable[[], ListFile | None]) -> None:
        super().__init__(context)
        self._file = file
        self._known: Known | None = None
        self._job: Job | None = None
        self._taking = False
        self._again: bool = False
        """Something was answered or changed while the list was being compared."""
        self._first = False
        self.begin()
        self.state = label("", "dim", wrap=True)
        self.declared = label("", "dim", wrap=True)
        self.counts = CountsBar()
        self.counts.chosen.connect(self._show_chosen)
        self.progress = ProgressLine()
        self.progress.stopped.connect(self._stop)
        self.apply = button("", "primary", "check")
        self.apply.clicked.connect(self._apply)
        top = row(column(self.state, self.declared, gap=2), self.apply)
        top.setStretch(0, 1)
        layout = column(top, self.progress, self.counts, gap=6)
        layout.addWidget(self._make_tabs(), 1)
        self.setLayout(layout)

    def _make_tabs(self) -> QTabWidget:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.rows_page = RowsPage()
        self.rows = self.rows_page.table
        self.rows_page.opened.connect(self._open_household)
        self.doubts = DoubtsPage()
        self.asks = self.doubts.table
        self.doubts.answered.connect(self._take_answer)
        self.doubts.accepted.connect(self._take_answers)
        self.missing_page = MissingPage()
        self.missing = self.missing_page.table
        self.missing_page.answered.connect(self._take_missing)
        self.missing_page.opened.connect(self._open_household)
        for page in (self.rows_page, self.doubts, self._make_errors(), self.missing_page):
            self.tabs.addTab(page, "")
        return self.tabs

    def _make_errors(self) -> QWidget:
        self.errors = PlainTable(
            "Lỗi trong danh sách",
            (
                Heading("Trang tính", 100),
                Heading("Dòng", 52, right=True),
                Heading("Cột", 46),
                Heading("Tiêu đề", 130),
                Heading("Giá trị", 110),
                Heading("Vì sao không nhận"),
                Heading("Được ghi"),
            ),
            wrap=True,
        )
        self.send_back = return_button(self.context, self, lambda: self.seen.preview if self.seen else None)
        about = label(
            "Dòng có ô sai chưa được nhập. Sửa trong tệp rồi nhập lại, hoặc gửi lại cho thôn sửa.",
            "dim",
            wrap=True,
        )
        ways = row(about, self.send_back)
        ways.setStretch(0, 1)
        return card(ways, self.errors, gap=6, margin=8)

    def begin(self) -> None:
        """Forget the answers: another file is shown."""
        self._again = False
        if self._job is not None and not self._taking:
            self._job.stop()
        self.words: dict[str, str] = {}
        self.chosen: dict[str, str] = {}
        self.gone: dict[int, HouseholdStatus] = {}
        self.asked: dict[AskId, Ask] = {}
        """Every question so far, answered or not, so that an answer can be changed."""
        self.seen: Seen | None = None

    @property
    def taking(self) -> bool:
        """Whether the list is being taken in just now."""
        return self._taking

    def primary(self) -> QPushButton:
        return self.apply

    def enter(self) -> None:
        self._look(first=True)

    def refresh(self) -> None:
        self._look(first=False)

    # Comparing

    def _look(self, *, first: bool) -> None:
        """Compare the list with the register; what is under way ends first, and only the newest counts."""
        self._first |= first
        if self._taking or self._file() is None:
            return
        self.state.setText(_COMPARING)
        self.apply.setEnabled(False)
        if self._job is not None:
            self._again = True
            self._job.stop()
            return
        self._start()

    def _start(self) -> None:
        file, data, year, known = self._file(), self.context.data, self.context.year, self._known
        if file is None:
            return
        self._again = False
        answers = Answers(dict(self.words), dict(self.chosen), dict(self.gone))

        def work(tell: Tell) -> Seen:
            return see(data, year, file, answers, before=known, tell=tell)

        def done(seen: Seen) -> None:
            self._known = seen.known
            if not self._ended(file, year):
                self._show(seen)

        def failed(error: BaseException) -> None:
            if not self._ended(file, year):
                self.state.setText("Chưa xem trước được; hãy quay lại bước Nhận dạng.")
                self.context.failed(error)

        def told(what: str, at: int, of: int) -> None:
            self.state.setText(f"{what} {vn.number(at)}/{vn.number(of)}…" if of > 1 else f"{what}…")

        def stopped() -> None:
            self._ended(file, year)

        self._job = run_job(work, done, failed, self, told, stopped)

    def _ended(self, file: ListFile, year: int) -> bool:
        """Whether the comparison that ended is out of date; the next one asked for is then under way."""
        self._job = None
        stale = self._again or self._file() is not file or self.context.year != year
        if self._again:
            self._start()
        return stale

    # What is shown

    def _show(self, seen: Seen) -> None:
        self.seen = seen
        preview = seen.preview
        self.apply.setText(button_words(preview))
        self.apply.setEnabled(sum(map(preview.count, TAKEN)) > 0 or bool(preview.batch.gone))
        self._say(left_out_sentence(preview))
        self.declared.setText(seen.declared)
        self.declared.setVisible(bool(seen.declared))
        self.declared.setObjectName("dim" if seen.agrees else "warning")
        restyle(self.declared)
        self.counts.show_counts(seen.rows)
        self._show_rows()
        self.errors.show_lines(seen.errors)
        self.errors.setColumnHidden(0, len(preview.file.sheets) == 1)
        self.missing_page.show_missing(
            preview.comparison.missing, seen.rows.register, self.gone, seen.partial
        )
        self._collect_asks(preview)
        self._show_asks()
        self._show_tabs()

    def _say(self, sentence: str) -> None:
        self.state.setText(sentence)
        self.state.setObjectName("warning" if sentence else "dim")
        restyle(self.state)

    def _show_rows(self) -> None:
        if self.seen is not None:
            rows = self.seen.rows
            self.rows_page.show_rows(rows, self.counts.lines(rows))

    def _show_chosen(self) -> None:
        self.tabs.setCurrentIndex(_ROWS)
        self._show_rows()

    def _collect_asks(self, preview: Preview) -> None:
        """Keep what is asked, and what was asked and answered, each in its place."""
        answered = self._answers()
        asked_now = {(ask.kind, ask.key): ask for ask in (*preview.recalled, *preview.asks)}
        kept = {i: asked_now.get(i, ask) for i, ask in self.asked.items() if i in answered or i in asked_now}
        self.asked = {**kept, **{i: ask for i, ask in asked_now.items() if i not in kept}}

    def _show_asks(self) -> None:
        if self.seen is not None:
            self.doubts.show_asks(self.asked.values(), self._answers(), remembered_by(self.seen.preview))

    def _show_tabs(self) -> None:
        if self.seen is None:
            return
        titles = (
            (_ROWS, "Các dòng", len(self.seen.preview.batch.rows), True),
            (_ASKS, "Cần trả lời", self.doubts.open_count(), bool(self.asked)),
            (_ERRORS, "Lỗi", len(self.seen.errors), bool(self.seen.errors)),
            (_MISSING, "Không còn trong danh sách", self.missing.lines.rowCount(), False),
        )
        for at, title, number, always in titles:
            self.tabs.setTabText(at, f"{title} ({vn.number(number)})")
            self.tabs.setTabVisible(at, always or bool(number))
        if self._first:
            self._first = False
            at = _ASKS if self.doubts.open_count() else _ERRORS if self.seen.errors else _ROWS
            self.tabs.setCurrentIndex(at)
            self._take_keys()

    def _take_keys(self) -> None:
        """Stand on what is asked: Enter answers it then, and does not take the list in without it."""
        focused = QApplication.focusWidget()
        if focused is None or focused.isAncestorOf(self):  # else the officer is at work elsewhere
            self.doubts.take_keys()

    def _open_household(self, record: object) -> None:
        self.context.go("households", {"record_id": record})

    # Answers

    def _answers(self) -> dict[AskId, str]:
        """Return what was answered, by question."""
        found = {}
        for kind, key in self.asked:
            given = self.words if kind in BY_WORD else self.chosen
            if key in given:
                found[kind, key] = given[key]
        return found

    def _take_answer(self, asks: Iterable[AskId], answer: str | None) -> None:
        self._put(dict.fromkeys(asks, answer))

    def _take_answers(self, answers: Mapping[AskId, str]) -> None:
        self._put(answers)

    def _put(self, answers: Mapping[AskId, str | None]) -> None:
        for (kind, key), answer in answers.items():
            given = self.words if kind in BY_WORD else self.chosen
            if answer is None:
                given.pop(key, None)
            else:
                given[key] = answer
        self._show_asks()
        self._show_tabs()
        self._look(first=False)

    def _take_missing(self, records: Iterable[int], status: HouseholdStatus | None) -> None:
        for record in records:
            if status is None:
                self.gone.pop(record, None)
            else:
                self.gone[record] = status
        self._look(first=False)

    # Taking it in

    def _apply(self) -> None:
        seen, data, file = self.seen, self.context.data, self._file()
        if seen is None or self._job is not None:
            return
        self._taking = True  # no comparison may offer the button again before the list is in
        self._be_taking()

        def done(applied: Applied) -> None:
            self._taking, self._job = False, None
            self._be_taking()
            self.context.did(applied.action_id, seen.sentence)
            if self._file() is file:
                self.taken.emit(applied)
            else:  # it was put aside meanwhile, and another may be at hand
                self._look(first=True)

        def failed(error: BaseException) -> None:
            self._not_taken("Chưa nhập dòng nào.")
            self.context.failed(error)

        def work(tell: Tell) -> Applied:
            return take_in(data, seen, tell)

        stopped = "Đã dừng, chưa nhập dòng nào; sổ hộ vẫn như trước."
        told = self.progress.tell
        self._job = run_job(work, done, failed, self, told, lambda: self._not_taken(stopped))

    def _be_taking(self) -> None:
        self.tabs.setEnabled(not self._taking)
        self.apply.setEnabled(False)
        if self._taking:
            self._say("Đang nhập…")
            self.progress.begin("Đang nhập")
        else:
            self.progress.end()

    def _not_taken(self, sentence: str) -> None:
        self._taking, self._job = False, None
        self._be_taking()
        self.apply.setEnabled(True)
        self._say(sentence)

    def _stop(self) -> None:
        if self._taking and self._job is not None:
            self._job.stop()
