"""The last step of a paper: number and day, what should be looked at, the two files, issuing."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from nsnt_desktop.documents.gather import formats_of, paper_stem
from nsnt_desktop.documents.paper_check import PlacedSlip
from nsnt_desktop.models.words import DocumentKind, Severity
from nsnt_desktop.registry.papers import load_paper, set_paper_date, set_paper_number
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import DayField, LineField
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.opening import open_path
from nsnt_desktop.ui.paper_issue import IssuePart
from nsnt_desktop.ui.paper_making import Saved, find_slips, save
from nsnt_desktop.ui.steps import Step
from nsnt_desktop.ui.typed import typed_number
from nsnt_desktop.ui.widgets import badge, button, card, column, label, row, scrolled

_FOLDER_KEY = "papers/folder"
"""Where papers were last saved: offered for the next one."""

_OFFICE = ("settings", "office")
_PAGES: dict[str, tuple[str, object]] = {
    "signer_missing": _OFFICE,
    "signing_space": _OFFICE,
    "filing_missing": _OFFICE,
    "filing_office": _OFFICE,
    "filing_order": _OFFICE,
    "as_above_order": _OFFICE,
    "thresholds_unconfirmed": ("settings", "criteria"),
    "open_errors": ("findings", Severity.ERROR),
}
"""Where each kind of slip is mended, when that is neither a section nor a field of this step."""


class _PaperNumberField(LineField):
    """The number of a paper; blank leaves room for handwriting."""

    def typed(self) -> int | None:
        return typed_number(self.line.text())

    def shown(self, value: int | None) -> str:
        return "" if value is None else str(value)


class SaveStep(Step):
    """Number, day, style check, save."""

    title = "Lưu, ban hành"
    sought = Signal(str)
    """A section of the wording, by its key, where something is to be mended."""

    def __init__(self, context: Context, kind: DocumentKind) -> None:
        super().__init__(context)
        self.kind = kind
        self._year_id = 0
        self.folder: Path | None = None
        self.number = _PaperNumberField(
            context,
            "Số văn bản",
            lambda number: set_paper_number(context.data, self._year_id, kind, number),
            hint="để trống cho văn thư ghi",
        )
        self.day = DayField(
            context, "Ngày văn bản", lambda day: set_paper_date(context.data, self._year_id, kind, day)
        )
        self.day.line.setPlaceholderText("để trống cho văn thư ghi")
        self.slips = column(gap=6)
        self.where = label("", "dim", wrap=True)
        self.save = button("Lưu các tệp…", "primary", "save")
        self.save.clicked.connect(self._save)
        self.other = button("Đổi thư mục…")
        self.other.clicked.connect(self._choose_folder)
        self.done = label("", wrap=True)
        self.open_folder = button("Mở thư mục", "", "folder-open")
        self.open_folder.clicked.connect(lambda: open_path(self.folder))
        self.open_pdf = button("Mở tệp PDF", "", "file-text")
        self.open_pdf.clicked.connect(lambda: open_path(self._pdf))
        self._pdf: Path | None = None
        self.issuing = IssuePart(context, kind, self.leave)
        self._turn = 0
        self._lay_out()

    def _lay_out(self) -> None:
        fields = row(self.number, self.day, gap=12)
        fields.setStretch(0, 1)
        fields.setStretch(1, 1)
        left = card(
            label("Số và ngày", "h2"),
            fields,
            self.where,
            row(self.save, self.other, None),
            self.done,
            row(self.open_folder, self.open_pdf, None),
            self.issuing,
            None,
            gap=10,
        )
        right = card(label("Soát trước khi lưu", "h2"), self.slips, None, gap=10)
        both = row(left, right, gap=10)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        content = QWidget()
        content.setLayout(column(both, None))
        self.setLayout(column(scrolled(content)))

    def enter(self) -> None:
        self._show_saved(None)
        last = str(QSettings().value(_FOLDER_KEY, ""))
        if self.folder is None and last and Path(last).is_dir():
            self.folder = Path(last)
        self.refresh()

    def primary(self) -> QPushButton:
        return self.save

    def leave(self) -> bool:
        return self.number.keep() and self.day.keep()

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            paper = load_paper(session, year.id, self.kind)
        self._year_id = year.id
        self.number.show_value(paper.number)
        self.day.show_value(paper.issued_on)
        self._show_where()
        self.issuing.refresh()
        self._check()

    def _show_where(self) -> None:
        stem = paper_stem(self.kind, self.context.year)
        names = ", ".join(f"{stem}.{ending}" for ending in formats_of(self.kind))
        self.where.setText(f"Các tệp: {names}. Thư mục: {self.folder or 'chưa chọn'}")
        self.other.setVisible(self.folder is not None)

    def _check(self) -> None:
        self._turn += 1
        turn, data, year, kind = self._turn, self.context.data, self.context.year, self.kind

        def done(found: tuple[PlacedSlip, ...]) -> None:
            if turn == self._turn:
                self._show_slips(found)

        run_in_background(lambda: find_slips(data, year, kind), done, self.context.failed, self)

    def _show_slips(self, found: tuple[PlacedSlip, ...]) -> None:
        while self.slips.count():
            item = self.slips.takeAt(0)
            if item and (gone := item.widget()):
                gone.hide()
                gone.deleteLater()
        for placed in found:
            line = QWidget()
            layout = row(badge("nên xem", "warning"), label(placed.slip.message, wrap=True))
            layout.setStretch(1, 1)
            if there := self._way(placed):
                go = button("Đến chỗ sửa", "link")
                go.setAccessibleDescription(placed.slip.message)
                go.clicked.connect(there)
                layout.addWidget(go)
            line.setLayout(layout)
            self.slips.addWidget(line)
        self.issuing.found = len(found)
        if not found:
            self.slips.addWidget(badge("Không thấy điều gì cần xem lại.", "met"))

    def _way(self, placed: PlacedSlip) -> Callable[[], None] | None:
        """Return what leads to the place of a slip; None where the paper itself has no such place."""
        code = placed.slip.code
        if placed.section:
            return lambda: self.sought.emit(placed.section)
        if code in _PAGES:
            return lambda: self.context.went.emit(*_PAGES[code])
        fields = {"number_missing": self.number, "date_missing": self.day}
        return fields[code].line.setFocus if code in fields else None

    def _choose_folder(self) -> bool:
        chosen = self.context.dialogs.folder(self, "Chọn thư mục lưu văn bản")
        if chosen is not None:
            self.folder = chosen
            QSettings().setValue(_FOLDER_KEY, str(chosen))
            self._show_where()
        return chosen is not None

    def _save(self) -> None:
        if not self.leave() or (self.folder is None and not self._choose_folder()):
            return
        folder, data, year, kind = self.folder, self.context.data, self.context.year, self.kind
        assert folder is not None  # noqa: S101 - for mypy: chosen just above
        self.save.setEnabled(False)
        self._show_saved(None)
        self.done.setText("Đang lưu…")

        def failed(error: BaseException) -> None:
            self.save.setEnabled(True)
            self.done.setText("Chưa lưu được.")
            self.context.failed(error)

        run_in_background(lambda: save(data, year, kind, folder), self._on_saved, failed, self)

    def _on_saved(self, saved: Saved) -> None:
        self.save.setEnabled(True)
        self._show_saved(saved)
        names = ", ".join(path.name for path in saved.files)
        self.context.did(None, f"Đã lưu {names} vào {saved.folder}.")

    def _show_saved(self, saved: Saved | None) -> None:
        self._pdf = saved.files[0] if saved else None
        self.done.setText("Đã lưu:\n" + "\n".join(map(str, saved.files)) if saved else "")
        self.open_folder.setVisible(saved is not None)
        self.open_pdf.setVisible(saved is not None)
