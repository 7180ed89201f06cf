"""The first step of an import: what was recognised in the file, each column of it open to correction."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar

from nsnt_desktop import format as vn
from nsnt_desktop.importing.fields import Field
from nsnt_desktop.importing.layout import Column, Layout
from nsnt_desktop.importing.list_file import ListFile, with_choices
from nsnt_desktop.importing.recognising import NOTHING_CHOSEN
from nsnt_desktop.importing.vocabulary import Confidence
from nsnt_desktop.text import village_key
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.import_job import Opened
from nsnt_desktop.ui.plain_table import Heading, Line, PlainTable
from nsnt_desktop.ui.steps import Step
from nsnt_desktop.ui.widgets import badge, card, column, label, row

_MEANING = 2
_TONES = {
    Confidence.SURE: "met",
    Confidence.LIKELY: "warning",
    Confidence.NONE: "dim",
    Confidence.CHOSEN: "accent",
}
_FIELDS = [(field, field.label) for field in (Field.IGNORE, *(f for f in Field if f is not Field.IGNORE))]


class ColumnsStep(Step):
    """Sheets, heading rows, village and columns as they were recognised."""

    title = "Nhận dạng"
    onward = "Xem trước"
    changed = Signal()
    """The officer read something otherwise than the program: what comes after has to be made again."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.opened: Opened | None = None
        self.file: ListFile | None = None
        self.before = badge("", "warning")
        self.sheets = QTabBar()
        self.sheets.setDrawBase(False)
        self.sheets.setAccessibleName("Trang tính")
        self.sheets.currentChanged.connect(lambda _at: self._show_sheet())
        self.where = label("", "dim", wrap=True)
        self.skipped = label("", "dim", wrap=True)
        self.village = Choice([])
        self.village.setAccessibleName("Thôn của danh sách")
        self.village.setMinimumContentsLength(30)
        self.village.activated.connect(lambda _i: self._choose_village())
        self.why_village = label("", "dim", wrap=True)
        self.table = PlainTable(
            "Các cột của danh sách",
            (
                Heading("Cột", 48),
                Heading("Tiêu đề trong tệp"),
                Heading("Được hiểu là", 270),
                Heading("Mức chắc chắn", 130),
                Heading("Vì sao"),
            ),
            row_height=34,
            two_lines=False,
            wrap=True,
        )
        village = row(label("Thôn"), self.village, self.why_village, gap=10)
        village.setStretch(2, 1)
        top = card(row(self.sheets, None, self.before), village, self.where, self.skipped, gap=6, margin=10)
        layout = column(top, gap=8)
        layout.addWidget(card(self.table, margin=8), 1)
        self.setLayout(layout)

    def show_file(self, opened: Opened) -> None:
        """Show what was recognised in a file just opened."""
        self.opened, self.file = opened, opened.file
        self.before.setVisible(opened.before is not None)
        self.before.setText(f"Tệp này đã nhập lúc {vn.moment(opened.before)}")
        self.sheets.blockSignals(True)
        while self.sheets.count():
            self.sheets.removeTab(0)
        for sheet, _ in opened.file.sheets:
            self.sheets.addTab(sheet.name)
        self.sheets.blockSignals(False)
        self.sheets.setVisible(len(opened.file.sheets) > 1)
        left_out = [f"«{sheet.name}»: {sheet.reason}" for sheet in opened.file.skipped]
        self.skipped.setText("Không đọc " + "  ".join(left_out) if left_out else "")
        self.skipped.setVisible(bool(left_out))
        self._show_sheet()

    def may_go_on(self) -> bool:
        return self.file is not None

    def layout_shown(self) -> Layout | None:
        """Return how the sheet shown is read."""
        at = self.sheets.currentIndex()
        return self.file.sheets[at][1] if self.file and at >= 0 else None

    def _show_sheet(self) -> None:
        layout = self.layout_shown()
        if layout is None:
            return
        rows = layout.heading_rows
        lines = f"dòng {rows[0]}" if len(rows) == 1 else f"dòng {rows[0]}–{rows[-1]}"
        encoding = f"; chữ: {self.file.workbook.encoding}" if self.file else ""
        self.where.setText(f"Tiêu đề ở {lines}, số liệu từ dòng {layout.first_data_row}{encoding}.")
        self._show_village(layout)
        self._show_columns(layout)

    def _show_village(self, layout: Layout) -> None:
        by_row = layout.column_of(Field.VILLAGE) is not None
        known = self.opened.villages if self.opened else ()
        choices: list[tuple[str | None, str]] = [(None, "theo từng dòng" if by_row else "chưa rõ, chọn thôn")]
        choices += [(name, name) for name in known]
        chosen = layout.village
        if chosen is not None:
            key = village_key(chosen)
            chosen = next((name for name in known if village_key(name) == key), chosen)
            if chosen not in known:
                choices.append((chosen, f"{chosen} (chưa có trong danh mục)"))
        self.village.offer(choices)
        self.village.choose(chosen)
        self.why_village.setText(layout.village_reason)

    def _show_columns(self, layout: Layout) -> None:
        shown = [c for c in layout.columns if c.title or c.field is not Field.IGNORE]
        self.table.show_lines([_line(c) for c in shown])
        for at, found in enumerate(shown):
            box = Choice(_FIELDS)
            box.choose(found.field)
            box.setAccessibleName(f"Cột {found.letter} được hiểu là")
            box.activated.connect(lambda _i, b=box, index=found.index: self._choose(index, b.chosen()))
            self.table.setIndexWidget(self.table.lines.index(at, _MEANING), box)

    def _choose(self, index: int, field: Field) -> None:
        layout = self.layout_shown()
        if self.file is None or layout is None:
            return
        chosen = self.file.choices.get(layout.sheet, NOTHING_CHOSEN)
        meanings = {**chosen.meanings, index: field}
        self.file = with_choices(self.file, layout.sheet, replace(chosen, meanings=meanings))
        self._show_sheet()
        self.changed.emit()

    def _choose_village(self) -> None:
        layout = self.layout_shown()
        if self.file is None or layout is None:
            return
        chosen = self.file.choices.get(layout.sheet, NOTHING_CHOSEN)
        choices = replace(chosen, village=self.village.chosen() or "")
        self.file = with_choices(self.file, layout.sheet, choices)
        self._show_sheet()
        self.changed.emit()


def _line(found: Column) -> Line:
    cells = (
        found.letter,
        found.title or "(không có tiêu đề)",
        "",
        found.confidence.label,
        _brief(found),
    )
    tones = {3: _TONES[found.confidence]}
    if found.field is Field.IGNORE:
        tones |= {0: "dim", 1: "dim", 4: "dim"}
    return Line(cells, found.index, tones, tip=found.reason)


def _brief(found: Column) -> str:
    """Return why a column is read so, without what the cells beside it say; the tooltip has it all."""
    brief = found.reason.replace(f" của «{found.field.label}»", "").replace(f" «{found.title}»", "")
    brief = brief.removeprefix("Tiêu đề là ").removeprefix("Tiêu đề ").rstrip(".")
    return brief[:1].lower() + brief[1:]
