"""The first step of an import: what was recognised in the file, all of it open to correction."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from nsnt_desktop import format as vn
from nsnt_desktop.importing.correcting import (
    Change,
    correct,
    is_read_by,
    layout_of,
    with_memory,
    without_layout,
)
from nsnt_desktop.importing.files.reading import Sheet
from nsnt_desktop.importing.files.refusals import NOTHING_CHANGED
from nsnt_desktop.importing.layouts.encodings import decode
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.list_file import ListFile, choices_in_force, with_hidden
from nsnt_desktop.importing.words.choices import SheetChoices
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.registry.import_memory import ImportMemory, forget, list_layouts, load_memory
from nsnt_desktop.registry.villages import villages_in_force
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.import_column_table import ColumnSeen, ColumnTable, columns_seen
from nsnt_desktop.ui.import_heading import ROWS, HeadingCard
from nsnt_desktop.ui.import_job import Opened
from nsnt_desktop.ui.import_sheet_card import Place, SheetCard
from nsnt_desktop.ui.import_words import told_further, told_unread
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.steps import Step
from nsnt_desktop.ui.widgets import card, column, label, scrolled

_AT_ONCE = 20_000
"""Cells of a file that are recognised anew faster than a hand notices (about 50 ms)."""
_TABLE_HEIGHT = 240
"""Points a table keeps on a small screen, where the step is scrolled."""


class ColumnsStep(Step):
    """Sheets, letters, village, heading and columns as they were recognised."""

    title = "Nhận dạng"
    onward = "Xem trước"
    changed = Signal()
    """The list is read otherwise than before, or is being so: what comes after has to be made again."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.file: ListFile | None = None
        self.busy = False
        self._seen: dict[str, tuple[ColumnSeen, ...]] = {}
        self._places: list[Place] = []
        self._turn = 0
        self.card = SheetCard()
        self.before, self.sheets, self.village = self.card.before, self.card.sheets, self.card.village
        self.table = ColumnTable()
        self.heading = HeadingCard()
        self.unread = label("", "dim", wrap=True)
        self.state = label("Đang đọc lại danh sách…", "accent")
        self.state.hide()
        self.columns_page = card(self.table, self.unread, gap=4, margin=8)
        self.nothing = label("", "dim", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages = QStackedWidget()
        for page in (self.columns_page, self.heading, self.nothing):
            self.pages.addWidget(page)
        self.pages.setMinimumHeight(_TABLE_HEIGHT)
        content = QWidget()
        inside = column(self.card, self.state, gap=8)
        inside.addWidget(self.pages, 1)
        content.setLayout(inside)
        self.content = scrolled(content)
        self.content.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(column(self.content, gap=0))
        self._connect()

    def _connect(self) -> None:
        self.card.picked.connect(self._show_sheet)
        self.card.ticked.connect(self._tick)
        self.card.heading_asked.connect(lambda: self._show_page(self.heading))
        self.card.letters_asked.connect(lambda _on: self._show_columns())
        self.card.forget_asked.connect(self._forget)
        self.card.restart_asked.connect(lambda: self._correct(lambda _chosen: SheetChoices()))
        self.heading.left.connect(lambda: self._show_page(self.columns_page))
        for part in (self.card, self.table, self.heading):
            part.corrected.connect(self._correct)

    def show_file(self, opened: Opened) -> None:
        """Show what was recognised in a file just opened."""
        self.before.setVisible(opened.before is not None)
        self.before.setText(f"Tệp này đã nhập lúc {vn.moment(opened.before)}")
        self.card.by_column.setChecked(False)
        memory = self._load()
        self.card.show_sheets(opened.file)
        self.sheets.blockSignals(True)
        self.sheets.setCurrentIndex(_first_shown(opened.file))
        self.sheets.blockSignals(False)
        self._show(opened.file, _seen(opened.file))
        if not is_read_by(opened.file, memory):  # another list taught something since
            self._renew(lambda: with_memory(opened.file, memory))

    def refresh(self) -> None:
        """Show villages and what is remembered as they are now."""
        file = self.file
        if file is None or self.busy:
            return
        memory, page = self._load(), self.pages.currentWidget()
        if is_read_by(file, memory):
            self._show_sheet()
            if page is self.heading and self.layout_shown() is not None:
                self._show_page(page)
        else:
            self._renew(lambda: with_memory(file, memory))

    def may_go_on(self) -> bool:
        return self.file is not None and not self.busy and bool(self.file.sheets) and not _headless(self.file)

    def layout_shown(self) -> Layout | None:
        """Return how the sheet shown is read; None where it is left aside."""
        if self.file is None or not self.file.workbook.sheets:
            return None
        return layout_of(self.file, self._sheet(self.file).name)

    def _load(self) -> ImportMemory:
        """Return what is remembered now; the villages are kept as they are now."""
        with self.context.data.reading() as session:
            villages = villages_in_force(session, self.context.year)
            self._places = [(village.name, village.former_commune) for village in villages]
            return load_memory(session)

    # Corrections

    def _correct(self, change: Change) -> None:
        file = self.file
        if file is not None:
            name = self._sheet(file).name
            self._renew(lambda: correct(file, name, change))

    def _tick(self, name: str, on: bool) -> None:
        file = self.file
        if file is not None:
            names = [sheet.name for sheet in file.workbook.sheets]
            self.sheets.setCurrentIndex(names.index(name))
            ticked = file.ticked | {name} if on else file.ticked - {name}
            self._renew(lambda: with_hidden(file, ticked))

    def _forget(self) -> None:
        file, layout = self.file, self.layout_shown()
        if file is None or layout is None:
            return
        with self.context.data.reading() as session:
            kept = [found.id for found in list_layouts(session) if found.fingerprint == layout.fingerprint]
        self._renew(lambda: without_layout(file, layout.fingerprint))
        with self.context.trying():
            done = forget(self.context.data, kept)
            self.context.did(done, "Đã bỏ cách đọc đã nhớ; danh sách được đọc lại như chương trình nhận ra.")

    def _renew(self, make: Callable[[], ListFile]) -> None:
        """Read the list otherwise: at once, or in the background where that takes a while."""
        file = self.file
        if file is None or self.busy:
            return
        if _cells(file) <= _AT_ONCE:
            made = make()
            self._show(made, _seen(made))
        else:
            self._in_background(make)
        self.changed.emit()

    def _in_background(self, make: Callable[[], ListFile]) -> None:
        self._turn += 1
        turn, focused = self._turn, QApplication.focusWidget()
        self._set_busy(busy=True)

        def work() -> tuple[ListFile, dict[str, tuple[ColumnSeen, ...]]]:
            made = make()
            return made, _seen(made)

        def done(found: tuple[ListFile, dict[str, tuple[ColumnSeen, ...]]]) -> None:
            if turn != self._turn:
                return  # another file was opened meanwhile
            self._set_busy(busy=False)
            if self.file is not None:  # else it was put aside
                self._show(*found)
                self.refresh()
                if focused is not None and isValid(focused) and self.isAncestorOf(focused):
                    focused.setFocus()
            self.changed.emit()

        def failed(error: BaseException) -> None:
            if turn == self._turn:
                self._set_busy(busy=False)
                self.changed.emit()
            self.context.failed(error)

        run_in_background(work, done, failed, self)

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.state.setVisible(busy)
        self.content.setEnabled(not busy)

    # What is shown

    def _show(self, file: ListFile, seen: dict[str, tuple[ColumnSeen, ...]]) -> None:
        self.file, self._seen = file, seen
        self._turn += 1
        self._set_busy(busy=False)
        self._show_sheet()

    def _sheet(self, file: ListFile) -> Sheet:
        """Return the sheet shown, as it was read."""
        return file.workbook.sheets[max(self.sheets.currentIndex(), 0)]

    def _show_sheet(self) -> None:
        file = self.file
        if file is None or not file.workbook.sheets:
            return
        self.card.show_sheets(file)
        raw, layout = self._sheet(file), self.layout_shown()
        chosen, aside = _chosen(file, raw, layout), _aside(file, raw, layout)
        plain = next((sheet for sheet, _ in file.sheets if sheet.name == raw.name), None) or _top(raw, chosen)
        asked = not raw.hidden or raw.name in file.ticked
        is_list = asked and any(any(cells) for cells in plain.cells)
        self.card.show_sheet(layout, chosen, self._places, aside if is_list else "")
        self.nothing.setText(aside)
        self.heading.show_rows(plain, layout, chosen=chosen.heading_row is not None)
        self._show_columns()
        self._show_page(self.columns_page if layout else self.heading if is_list else self.nothing)

    def _show_columns(self) -> None:
        file, layout = self.file, self.layout_shown()
        if file is None or layout is None:
            return
        seen, chosen = self._seen.get(layout.sheet, ()), _chosen(file, self._sheet(file), layout)
        self.table.show_columns(seen, chosen, asked_letters=self.card.by_column.isChecked())
        told = "\n".join(filter(None, (told_unread([found.column for found in seen]), told_further(layout))))
        self.unread.setText(told)
        self.unread.setVisible(bool(told))

    def _show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        self.card.change_heading.setVisible(page is not self.heading)


def _chosen(file: ListFile, raw: Sheet, layout: Layout | None) -> SheetChoices:
    return choices_in_force(file, layout) if layout else file.choices.get(raw.name, SheetChoices())


def _aside(file: ListFile, raw: Sheet, layout: Layout | None) -> str:
    """Return why a sheet, or another one, keeps the file from being taken in as it stands."""
    if layout is None:
        reason = next((sheet.reason for sheet in file.skipped if sheet.name == raw.name), "")
        told, refused, _ = reason.partition(NOTHING_CHANGED)
        return f"{told}Hãy chọn dòng tiêu đề ở bảng dưới, hoặc để trang này không đọc." if refused else told
    headless = _headless(file)
    if layout.sheet in headless:
        return f"Chưa có cột nào là «{Field.HEAD.label}»: hãy chọn ở cột «Được hiểu là» của bảng dưới."
    return f"Trang tính «{headless[0]}» chưa có cột nào là «{Field.HEAD.label}»." if headless else ""


def _headless(file: ListFile) -> list[str]:
    """Return the sheets no column of which holds the heads of households."""
    return [layout.sheet for _, layout in file.sheets if Field.HEAD not in layout.fields]


def _first_shown(file: ListFile) -> int:
    """Return the sheet to show first: one that is read, else one that is not hidden."""
    read = {layout.sheet for _, layout in file.sheets}
    order = [(sheet.name not in read, sheet.hidden, at) for at, sheet in enumerate(file.workbook.sheets)]
    return min(order)[2] if order else 0


def _top(raw: Sheet, chosen: SheetChoices) -> Sheet:
    return decode(replace(raw, cells=raw.cells[:ROWS]), chosen.encoding, chosen.encodings).sheet


def _cells(file: ListFile) -> int:
    return sum(len(sheet.cells) * len(sheet.cells[0]) for sheet in file.workbook.sheets if sheet.cells)


def _seen(file: ListFile) -> dict[str, tuple[ColumnSeen, ...]]:
    return {layout.sheet: columns_seen(sheet, layout) for sheet, layout in file.sheets}
