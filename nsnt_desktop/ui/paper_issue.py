"""Issuing a paper: what is to be told of its number, and keeping it as it leaves the office."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.documents.issuing import issue_year_paper
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry.issuing import Issued, latest_issued, next_number, number_notes
from nsnt_desktop.registry.papers import load_paper
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.widgets import badge, button, column, label, row, set_badge

_WHY = (
    "Khi văn bản đã ký và văn thư đã cấp số: giữ đúng bản này trong tệp dữ liệu, gồm tệp PDF, tệp Word, "
    "lời văn và số liệu. Sửa về sau thành bản mới, bản đã giữ không đổi."
)


class IssuePart(QWidget):
    """The part of the last step where a paper becomes an issued one."""

    def __init__(self, context: Context, kind: DocumentKind, keep: Callable[[], bool]) -> None:
        """Keep: saves what is being typed beside it; False: it cannot be."""
        super().__init__()
        self.context, self.kind, self._keep = context, kind, keep
        self.found = 0
        """How many things the check would have looked at."""
        self.state = badge()
        self.mark = badge("nên xem", "warning")
        self.notes = label("", wrap=True)
        self.issue = button("Ban hành…", "", "check")
        self.issue.clicked.connect(self.ask)
        noted = row(self.mark, self.notes)
        noted.setStretch(1, 1)
        inside = column(
            row(label("Ban hành", "h2"), self.state, None),
            label(_WHY, "dim", wrap=True),
            noted,
            row(self.issue, None),
            gap=8,
        )
        inside.setContentsMargins(0, 0, 0, 0)
        self.setLayout(inside)

    def refresh(self) -> None:
        """Show how far the paper is, and what is to be told of its number and day."""
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            paper = load_paper(session, year.id, self.kind)
            notes = number_notes(session, year.id, self.kind, paper.number, paper.issued_on)
            before = latest_issued(session, year.id, self.kind)
            if paper.number is None:
                series = paper.issued_on.year if paper.issued_on else date.today().year  # noqa: DTZ011
                number = next_number(session, self.kind, series)
                if number > 1:
                    notes = (
                        f"Số {self.kind.label.lower()} kế tiếp của năm {series} trong tệp này: {number:02d}.",
                    )
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self.mark.setVisible(bool(notes) and paper.number is not None)
        told = "chưa ban hành"
        if before is not None and before.issued_on is not None:
            told = f"đã ban hành số {before.number:02d} ngày {vn.day(before.issued_on)}, lần {before.version}"
        set_badge(self.state, told, "accent" if before is not None else "")

    def ask(self) -> None:
        """Ask, then make and keep the paper in the background."""
        if not self._keep():
            return
        data, year, kind = self.context.data, self.context.year, self.kind
        parts = [f"Ban hành {kind.label.lower()} năm {year}? Bản này sẽ được giữ nguyên, không sửa được nữa."]
        if not self.notes.isHidden():
            parts.append(self.notes.text())
        if self.found:
            parts.append(f"Phần soát còn {self.found} điều nên xem.")
        if not self.context.dialogs.confirm(self, "\n\n".join(parts), "Ban hành"):
            return
        self.issue.setEnabled(False)

        def done(issued: Issued) -> None:
            self.issue.setEnabled(True)
            self.refresh()
            self.context.did(
                None,
                f"Đã ban hành {kind.label.lower()} số {issued.number:02d} (lần {issued.version}); "
                "xem lại ở danh sách văn bản.",
            )

        def failed(error: BaseException) -> None:
            self.issue.setEnabled(True)
            self.context.failed(error)

        today = date.today()  # noqa: DTZ011 - the office PC's own day
        run_in_background(lambda: issue_year_paper(data, year, kind, today), done, failed, self)
