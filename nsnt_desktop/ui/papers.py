"""Văn bản: the plan and the report of the year, each written in a few steps here, and what was issued."""

from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStackedWidget, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.models import OfficialDocument
from nsnt_desktop.models.words import WITH_BASES, DocumentKind
from nsnt_desktop.registry.issuing import Issued, latest_issued
from nsnt_desktop.registry.papers import Paper, load_paper
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.issued_list import IssuedList, IssuedView
from nsnt_desktop.ui.paper_facts import PaperFacts, ReportFigures
from nsnt_desktop.ui.paper_preview import PreviewStep
from nsnt_desktop.ui.paper_save import SaveStep
from nsnt_desktop.ui.paper_text import TextStep
from nsnt_desktop.ui.steps import Walk
from nsnt_desktop.ui.widgets import Page, badge, button, card, column, label, row, scrolled, set_badge

_ABOUT = {
    DocumentKind.PLAN: (
        "Kế hoạch triển khai thực hiện Bộ chỉ số theo dõi - đánh giá nước sạch nông thôn: "
        "tập huấn, thu thập, kiểm tra, phân công, báo cáo."
    ),
    DocumentKind.REPORT: (
        "Báo cáo kết quả thực hiện Bộ chỉ số gửi cấp trên: sáu chỉ số, theo nguồn nước, theo thôn, "
        "công trình, chỉ tiêu nông thôn mới và các phụ lục."
    ),
    DocumentKind.REQUEST: "Đề nghị Trưởng các thôn rà soát, nộp danh sách hộ theo phiếu, đúng hạn.",
    DocumentKind.INVITATION: "Mời Trưởng các thôn và cán bộ dự tập huấn; giờ, ngày, địa điểm để ghi.",
    DocumentKind.MINUTES: "Biên bản hai bên cùng ký, kèm danh sách hộ được chọn ngẫu nhiên ở mỗi thôn.",
    DocumentKind.COVER_LETTER: "Gửi báo cáo và tệp số liệu lên cấp trên.",
}


class PaperCard(QFrame):
    """One of the papers: what it is, how far it is, and the button that leads on."""

    def __init__(self, kind: DocumentKind) -> None:
        super().__init__()
        self.kind = kind
        self.state, self.edited = badge(), label("", "dim", wrap=True)
        self.start = button("", "primary", "file-text")
        inside = card(
            row(label(kind.label, "h2"), None, self.state),
            label(_ABOUT[kind], wrap=True),
            self.edited,
            row(self.start, None),
            gap=10,
        )
        self.setLayout(column(inside, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_paper(self, paper: Paper, year: int, issued: OfficialDocument | None) -> None:
        """Show number, day, what the officer edited, and the version in force, if one was issued."""
        self.start.setText(f"Lập {self.kind.label.lower()} năm {year}")
        _show_state(self.state, paper, issued)
        texts = len(paper.texts)
        self.edited.setText(
            f"Đã sửa lời văn {texts} mục, còn lại theo câu đề xuất." if texts else "Theo câu đề xuất."
        )


class PaperRow(QWidget):
    """One of the small papers, in a line: what it is for, how far it is, and the button that leads on."""

    def __init__(self, kind: DocumentKind) -> None:
        super().__init__()
        self.state, self.start = badge(), button("Lập", "", "file-text")
        self.start.setAccessibleDescription(kind.label)
        about = column(label(kind.label, wrap=True), label(_ABOUT[kind], "dim", wrap=True), gap=2)
        inside = row(self.state, self.start, gap=12)
        inside.insertLayout(0, about, 1)
        inside.setContentsMargins(0, 4, 0, 4)
        self.setLayout(inside)

    def show_paper(self, paper: Paper, _year: int, issued: OfficialDocument | None) -> None:
        """Show number and day, and the version in force, if one was issued."""
        _show_state(self.state, paper, issued)


def _show_state(state: QLabel, paper: Paper, issued: OfficialDocument | None) -> None:
    numbered = f"số {paper.number:02d}" if paper.number else "chưa ghi số"
    dated = f"ngày {vn.day(paper.issued_on)}" if paper.issued_on else "chưa ghi ngày"
    told = f"{numbered}, {dated}"
    if issued is not None:
        told = f"đã ban hành số {issued.number:02d} ngày {vn.day(issued.issued_on)}"
    set_badge(state, told, "met" if issued else "accent" if paper.number else "")


class PapersPage(Page):
    """The papers of the year."""

    title = "Văn bản"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.cards: dict[DocumentKind, PaperCard | PaperRow] = {
            kind: PaperCard(kind) if kind in WITH_BASES else PaperRow(kind) for kind in DocumentKind
        }
        for kind, shown in self.cards.items():
            shown.start.clicked.connect(lambda _checked=False, k=kind: self.start(k))
        self.walks: dict[DocumentKind, Walk] = {}
        self.stack = QStackedWidget()
        self.stack.addWidget(self._make_start())
        self.view = IssuedView(context, self._close)
        self.stack.addWidget(self.view)
        self.setLayout(column(self.stack, gap=0))
        context.year_changed.connect(lambda _year: self._begin_again())

    def _make_start(self) -> QWidget:
        content = QWidget()
        self._about_year = label("", "dim")
        both, small = row(gap=12), column(gap=2)
        for kind, shown in self.cards.items():
            if kind in WITH_BASES:
                both.addWidget(shown, 1)
            else:
                small.addWidget(shown)
        self.issued = IssuedList(self.context)
        self.issued.opened.connect(self._look)
        inside = column(row(label(self.title, "h1"), self._about_year, None, gap=12), both, gap=12)
        inside.addWidget(card(label("Văn bản khác", "h2"), small, gap=4))
        inside.addWidget(self.issued, 1)
        inside.setContentsMargins(20, 14, 20, 14)
        content.setLayout(inside)
        return scrolled(content)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            papers = {kind: load_paper(session, year.id, kind) for kind in DocumentKind}
            in_force = {kind: latest_issued(session, year.id, kind) for kind in DocumentKind}
        self.issued.refresh()
        self._about_year.setText(f"năm {year.year}, hạn báo cáo {vn.day(year.deadline)}")
        for kind, shown in self.cards.items():
            shown.show_paper(papers[kind], year.year, in_force[kind])
        if isinstance(walk := self.stack.currentWidget(), Walk):
            walk.heading.show_text(self._heading(next(k for k, w in self.walks.items() if w is walk)))
            walk.refresh()

    def show_argument(self, argument: object) -> None:
        """Start writing a paper, by its code: "plan", "report" and so on."""
        if argument in {kind.value for kind in DocumentKind}:
            self.start(DocumentKind.of(str(argument)))

    def start(self, kind: DocumentKind) -> None:
        """Begin the steps of a paper on this page."""
        if kind not in self.walks:
            self.walks[kind] = self._make_walk(kind)
            self.stack.addWidget(self.walks[kind])
        walk = self.walks[kind]
        walk.heading.show_text(self._heading(kind))
        walk.begin()
        self.stack.setCurrentWidget(walk)

    def _look(self, paper: Issued) -> None:
        self.view.show_paper(paper)
        self.stack.setCurrentWidget(self.view)

    def _make_walk(self, kind: DocumentKind) -> Walk:
        is_report = kind is DocumentKind.REPORT
        first = ReportFigures(self.context) if is_report else PaperFacts(self.context, kind)
        text, save = TextStep(self.context, kind), SaveStep(self.context, kind)
        walk = Walk(
            "",
            (first, text, PreviewStep(self.context, kind), save),
            self._close,
            "Về danh sách văn bản",
        )

        def show_section(key: str) -> None:
            walk.go_to(walk.steps.index(text))
            text.choose(key)

        save.sought.connect(show_section)
        return walk

    def _heading(self, kind: DocumentKind) -> str:
        # The names of the small ones take the room the year would need in a narrow window.
        return f"{kind.label} năm {self.context.year}" if kind in WITH_BASES else kind.label

    def _begin_again(self) -> None:
        """Another year was chosen: what the later steps show is of the year before."""
        walk = self.stack.currentWidget()
        if isinstance(walk, Walk):
            walk.begin()

    def _close(self) -> None:
        self.stack.setCurrentIndex(0)
        self.refresh()
