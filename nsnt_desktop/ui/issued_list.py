"""The papers that left the office: looked at, printed, copied out, called back."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.documents.issuing import copy_out
from nsnt_desktop.models.words import DocumentState
from nsnt_desktop.registry.issuing import Issued, IssuedFile, issued_file, issued_papers, recall_paper
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.opening import open_path
from nsnt_desktop.ui.paper_pages import PrintablePages
from nsnt_desktop.ui.plain_table import Heading, Line, PlainTable
from nsnt_desktop.ui.widgets import button, card, column, label, row

_HEADINGS = (
    Heading("Năm", 60),
    Heading("Văn bản", 250),
    Heading("Số", 60, right=True),
    Heading("Ngày", 100),
    Heading("Lần", 50, right=True),
    Heading("Tình trạng"),
    Heading("Giữ lúc", 140),
)


class IssuedList(QWidget):
    """The issued papers of all years and what can be done with one."""

    opened = Signal(object)
    """A paper to be looked at (`registry.issuing.Issued`)."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.papers: dict[int, Issued] = {}
        self.table = PlainTable("Văn bản đã ban hành", _HEADINGS)
        self.table.setMinimumHeight(150)
        self.table.opened.connect(lambda key: self.opened.emit(self.papers[key]))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_state())
        self.none = label(
            "Chưa có văn bản nào được ban hành. Ở bước «Lưu, ban hành» của kế hoạch hoặc báo cáo, "
            "ghi số, ngày rồi bấm «Ban hành…».",
            "dim",
            wrap=True,
        )
        self.look = self._button("Xem, in", "file-text", self.opened.emit)
        self.copy = self._button("Lưu bản sao…", "save", lambda paper: self._save(paper, paper.files))
        self.copy.setToolTip("Lưu tệp PDF và Word đúng như lúc ban hành")
        self.sign = self._button("Bản để ký số…", "file-down", self._save_to_sign)
        self.sign.setToolTip(
            "Lưu riêng tệp PDF để đưa vào phần mềm ký số; bản giữ trong tệp dữ liệu không đổi"
        )
        self.recall = self._button("Thu hồi…", "", self._recall)
        self.folder: Path | None = None
        self.open_folder = button("Mở thư mục", "", "folder-open")
        self.open_folder.clicked.connect(lambda: open_path(self.folder))
        self.open_folder.hide()
        inside = card(
            row(
                label("Đã ban hành", "h2"),
                None,
                *(self.look, self.copy, self.sign, self.recall, self.open_folder),
            ),
            self.none,
            self.table,
            gap=8,
        )
        self.setLayout(column(inside))

    def _button(self, text: str, icon: str, deed: Callable[[Issued], None]) -> QPushButton:
        made = button(text, "", icon)
        made.clicked.connect(lambda: self._with_chosen(deed))
        return made

    def refresh(self) -> None:
        """Show the papers as the data file has them."""
        with self.context.data.reading() as session:
            papers = issued_papers(session)
        self.papers = {paper.id: paper for paper in papers}
        self.table.show_lines([_line(paper) for paper in papers])
        self.table.setVisible(bool(papers))
        self.none.setVisible(not papers)
        for shown in (self.look, self.copy, self.sign, self.recall):
            shown.setVisible(bool(papers))
        if papers and not self.table.selected():
            self.table.selectRow(0)
        self._show_state()

    def chosen(self) -> Issued | None:
        """Return the paper selected in the list."""
        lines = self.table.selected()
        return self.papers.get(lines[0].key) if len(lines) == 1 and isinstance(lines[0].key, int) else None

    def _show_state(self) -> None:
        paper = self.chosen()
        for shown in (self.look, self.copy, self.sign):
            shown.setEnabled(paper is not None)
        self.recall.setEnabled(paper is not None and paper.state is DocumentState.ISSUED)

    def _with_chosen(self, deed: Callable[[Issued], None]) -> None:
        if (paper := self.chosen()) is not None:
            deed(paper)

    def _save_to_sign(self, paper: Issued) -> None:
        self._save(paper, [file for file in paper.files if file.name.endswith(".pdf")], "-ky-so")

    def _save(self, _paper: Issued, files: Sequence[IssuedFile], mark: str = "") -> None:
        folder = self.context.dialogs.folder(self, "Chọn thư mục lưu bản sao")
        if folder is None:
            return
        data = self.context.data

        def done(written: list[Path]) -> None:
            names = " và ".join(path.name for path in written)
            self.context.did(None, f"Đã lưu {names} vào {folder}.")
            self.folder = folder
            self.open_folder.show()

        run_in_background(lambda: copy_out(data, files, folder, mark), done, self.context.failed, self)

    def _recall(self, paper: Issued) -> None:
        reason = self.context.dialogs.text(
            self,
            "Thu hồi văn bản",
            f"Lý do thu hồi {_named(paper)} (văn bản vẫn còn trong danh sách, ghi là đã thu hồi):",
        )
        if reason is None:
            return
        with self.context.trying():
            recall_paper(self.context.data, paper.id, reason)
            self.context.did(None, f"Đã thu hồi {_named(paper)}.")


class IssuedView(QWidget):
    """An issued paper as it was kept: looked at and printed from the kept file."""

    def __init__(self, context: Context, on_close: Callable[[], None]) -> None:
        super().__init__()
        self.context = context
        self.heading = label("", "h1")
        self.back = button("Về danh sách văn bản", "link")
        self.back.clicked.connect(on_close)
        self.shown = PrintablePages(context)
        inside = column(row(self.heading, None, self.back), gap=10)
        inside.addWidget(self.shown, 1)
        inside.setContentsMargins(20, 14, 20, 12)
        self.setLayout(inside)

    def show_paper(self, paper: Issued) -> None:
        """Show the pages of the kept PDF."""
        data = self.context.data
        kept = next(file for file in paper.files if file.name.endswith(".pdf"))
        self.heading.setText(_named(paper).capitalize())

        def read() -> bytes:
            with data.reading() as session:
                return issued_file(session, kept.id)[1]

        self.shown.show_made(read)


def _named(paper: Issued) -> str:
    return f"{paper.kind.label.lower()} số {paper.number:02d} ngày {vn.day(paper.issued_on)}"


def _line(paper: Issued) -> Line:
    recalled = paper.state is DocumentState.RECALLED
    state = f"{paper.state.label}: {paper.note}" if recalled else paper.state.label
    digests = "\n".join(f"{file.name}\nSHA-256 {file.sha256}" for file in paper.files)
    return Line(
        (
            str(paper.year),
            paper.kind.label,
            f"{paper.number:02d}",
            vn.day(paper.issued_on),
            str(paper.version),
            state,
            vn.moment(paper.made_at),
        ),
        key=paper.id,
        tones={5: "dim" if recalled else "met"},
        tip=digests,
    )
