"""The second step of an import: what would change, what is asked, what is kept out; one button."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QTabWidget

from nsnt_desktop import format as vn
from nsnt_desktop.importing.list_file import ListFile
from nsnt_desktop.importing.questions import Answers, Ask, AskKind
from nsnt_desktop.registry.apply_batch import Applied, Outcome
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.import_job import Seen, see, take_in
from nsnt_desktop.ui.import_lines import TAKEN
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.plain_table import Heading, Line, PlainTable
from nsnt_desktop.ui.steps import Step
from nsnt_desktop.ui.widgets import badge, button, card, column, label, row, set_badge

_KINDS = {
    Outcome.NEW: "met",
    Outcome.CHANGED: "accent",
    Outcome.SAME: "",
    Outcome.ASKED: "warning",
    Outcome.REJECTED: "error",
    Outcome.SKIPPED: "",
}
NOTHING_NEW = "Ghi nhận đã nộp, không có thay đổi"
_BY_WORD = {AskKind.SOURCE, AskKind.WORD}
_ANSWER = 3
_ROWS, _ASKS, _ERRORS, _MISSING = range(4)


class PreviewImportStep(Step):
    """Counts, rows, questions and errors of the list, made anew with every answer."""

    title = "Xem trước và nhập"
    onward = ""
    taken = Signal(object)
    """Applied: the list is in."""

    def __init__(self, context: Context, file: Callable[[], ListFile | None]) -> None:
        super().__init__(context)
        self._file = file
        self.seen: Seen | None = None
        self.words: dict[str, str] = {}
        self.chosen: dict[str, str] = {}
        self.asked: dict[tuple[AskKind, str], Ask] = {}
        """Every question so far, answered or not, so that an answer can be changed."""
        self._turn = 0
        self._taking = False
        self.counts: dict[Outcome, QLabel] = {outcome: badge("", kind) for outcome, kind in _KINDS.items()}
        self.state = label("", "dim", wrap=True)
        self.apply = button("", "primary", "check")
        self.apply.clicked.connect(self._apply)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self._make_tables()
        layout = column(row(*self.counts.values(), None, self.apply), self.state, gap=6)
        layout.addWidget(self.tabs, 1)
        self.setLayout(layout)

    def _make_tables(self) -> None:
        self.rows = PlainTable(
            "Các dòng của danh sách",
            (
                Heading("Trang tính", 100),
                Heading("Dòng", 56, right=True),
                Heading("Kết quả", 104),
                Heading("Chủ hộ", 190),
                Heading("Thôn", 130),
                Heading("Nội dung"),
            ),
        )
        self.asks = PlainTable(
            "Câu hỏi",
            (
                Heading("Về", 150),
                Heading("Câu hỏi"),
                Heading("Số dòng", 80, right=True),
                Heading("Trả lời", 270),
            ),
            row_height=34,
            two_lines=False,
            wrap=True,
        )
        self.errors = PlainTable(
            "Lỗi trong danh sách",
            (
                Heading("Trang tính", 110),
                Heading("Dòng", 56, right=True),
                Heading("Cột", 52),
                Heading("Tiêu đề", 150),
                Heading("Giá trị", 120),
                Heading("Vì sao không nhận"),
            ),
            wrap=True,
        )
        self.missing = PlainTable(
            "Hộ không còn trong danh sách",
            (
                Heading("Thôn", 160),
                Heading("Mã hộ", 120),
                Heading("Chủ hộ"),
                Heading("Nhân khẩu", 96, right=True),
            ),
        )
        self.missing.opened.connect(lambda record: self.context.go("households", {"record_id": record}))
        copy = button("Chép danh sách lỗi để gửi lại thôn", "link", "file-spreadsheet")
        copy.clicked.connect(self._copy_errors)
        gone = label(
            "Các hộ này có trong sổ nhưng danh sách không nhắc đến; chương trình giữ nguyên. "
            "Bấm đúp để mở hộ và ghi đã chuyển đi nếu đúng vậy.",
            "dim",
            wrap=True,
        )
        for page in (
            card(self.rows, margin=8),
            card(self.asks, margin=8),
            card(self.errors, row(copy, None), margin=8),
            card(gone, self.missing, margin=8),
        ):
            self.tabs.addTab(page, "")

    def begin(self) -> None:
        """Forget the answers: another file is shown."""
        self.words, self.chosen, self.asked, self.seen = {}, {}, {}, None

    def primary(self) -> QPushButton:
        return self.apply

    def enter(self) -> None:
        self._look(first=True)

    def refresh(self) -> None:
        self._look(first=False)

    def _look(self, *, first: bool) -> None:
        file = self._file()
        if file is None or self._taking:
            return
        self._turn += 1
        turn, data, year = self._turn, self.context.data, self.context.year
        answers = Answers(dict(self.words), dict(self.chosen))
        self.state.setText("Đang so với sổ hộ…")
        self.apply.setEnabled(False)

        def done(seen: Seen) -> None:
            if turn == self._turn:
                self._show(seen, first=first)

        def failed(error: BaseException) -> None:
            if turn == self._turn:
                self.state.setText("Chưa xem trước được; hãy quay lại bước Nhận dạng.")
            self.context.failed(error)

        run_in_background(lambda: see(data, year, file, answers), done, failed, self)

    def _show(self, seen: Seen, *, first: bool) -> None:
        self.seen = seen
        preview = seen.preview
        for outcome, shown in self.counts.items():
            number = preview.count(outcome)
            shown.setVisible(bool(number) or outcome in TAKEN)
            set_badge(shown, f"{vn.number(number)} {outcome.label.lower()}", _KINDS[outcome])
        taken = sum(preview.count(outcome) for outcome in TAKEN)
        same = taken > 0 and taken == preview.count(Outcome.SAME)
        self.apply.setText(NOTHING_NEW if same else f"Nhập {vn.number(taken)} hộ")
        self.apply.setEnabled(taken > 0)
        self.state.setText(_told(preview.count(Outcome.ASKED), preview.count(Outcome.REJECTED)))
        self.state.setVisible(bool(self.state.text()))
        self.rows.show_lines(seen.rows)
        self.rows.setColumnHidden(0, len(preview.file.sheets) == 1)
        self.errors.show_lines(seen.errors)
        self.errors.setColumnHidden(0, len(preview.file.sheets) == 1)
        self.missing.show_lines(seen.missing)
        self._show_asks(preview.asks)
        titles = (
            (_ROWS, "Các dòng", len(seen.rows)),
            (_ASKS, "Câu hỏi", len(self.asked)),
            (_ERRORS, "Lỗi", len(seen.errors)),
            (_MISSING, "Không còn trong danh sách", len(seen.missing)),
        )
        for at, title, number in titles:
            self.tabs.setTabText(at, f"{title} ({vn.number(number)})")
            self.tabs.setTabVisible(at, at == _ROWS or bool(number))
        if first:
            self.tabs.setCurrentIndex(_ASKS if preview.asks else _ERRORS if seen.errors else _ROWS)

    def _show_asks(self, asks: tuple[Ask, ...]) -> None:
        self.asked |= {(ask.kind, ask.key): ask for ask in asks}
        lines = [
            Line((ask.kind.label, ask.text, vn.number(len(ask.rows)), ""), at, tip=ask.text)
            for at, ask in self.asked.items()
        ]
        if [line.cells for line in self.asks.lines.lines] == [line.cells for line in lines]:
            return  # the boxes stand as they are: the keyboard keeps its place
        self.asks.show_lines(lines)
        for at, ask in enumerate(self.asked.values()):
            box = Choice([(None, "chưa trả lời"), *ask.options])
            box.choose(self._answer(ask))
            box.setAccessibleName(ask.text)
            box.activated.connect(lambda _i, b=box, a=ask: self._take_answer(a, b.chosen()))
            self.asks.setIndexWidget(self.asks.lines.index(at, _ANSWER), box)

    def _answer(self, ask: Ask) -> str | None:
        return (self.words if ask.kind in _BY_WORD else self.chosen).get(ask.key)

    def _take_answer(self, ask: Ask, answer: str | None) -> None:
        answers = self.words if ask.kind in _BY_WORD else self.chosen
        if answer is None:
            answers.pop(ask.key, None)
        else:
            answers[ask.key] = answer
        self._look(first=False)

    def _copy_errors(self) -> None:
        self.errors.copy()
        self.context.did(None, "Đã chép danh sách lỗi. Dán vào Excel hoặc tin nhắn để gửi lại thôn.")

    def _apply(self) -> None:
        seen, data, file = self.seen, self.context.data, self._file()
        if seen is None:
            return
        self._taking = True  # no comparison may offer the button again before the list is in
        self.apply.setEnabled(False)
        self.state.show()
        self.state.setText("Đang nhập…")

        def done(applied: Applied) -> None:
            self._taking = False
            self.context.did(applied.action_id, seen.sentence)
            if self._file() is file:
                self.taken.emit(applied)
            else:  # it was put aside meanwhile, and another may be at hand
                self._look(first=True)

        def failed(error: BaseException) -> None:
            self._taking = False
            self.apply.setEnabled(True)
            self.state.setText("Chưa nhập dòng nào.")
            self.context.failed(error)

        self._turn += 1  # a comparison still under way is out of date
        run_in_background(lambda: take_in(data, seen), done, failed, self)


def _told(asked: int, rejected: int) -> str:
    parts = []
    if asked:
        parts.append(f"{vn.number(asked)} dòng chờ trả lời")
    if rejected:
        parts.append(f"{vn.number(rejected)} dòng có ô sai")
    return f"{' và '.join(parts)} sẽ chưa được nhập; các dòng khác vẫn nhập được." if parts else ""
