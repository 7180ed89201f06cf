"""Nông thôn mới: each criterion held against its indicator, and the villages nearest to the chosen one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from nsnt_desktop.indicators.compute import year_criteria, year_figures
from nsnt_desktop.indicators.criteria import IN_LITRES, OF_SCHEMES, Verdict, village_gaps
from nsnt_desktop.indicators.criteria_words import missing_words, unknown_words
from nsnt_desktop.indicators.results import YearFigures
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.criteria_lines import CRITERIA_HEADINGS, GAP_HEADINGS, criterion_lines, gap_lines
from nsnt_desktop.ui.figure_opening import open_cell
from nsnt_desktop.ui.figure_tab import FigureTab, fit_names
from nsnt_desktop.ui.plain_table import PlainTable
from nsnt_desktop.ui.widgets import button, card, column, label, row, scrolled

NO_CRITERIA = (
    "Chưa có tiêu chí nào gắn với một chỉ số. Hãy bấm «Nhập ngưỡng» để thêm tiêu chí và chọn chỉ số."
)


_TABLE_LEAST = 150
"""Points a table needs to show more than its headings; a low screen is scrolled."""
_NAMES_LEAST = 190
"""Points a name needs; a narrow screen is scrolled sideways."""


class CriteriaFiguresTab(FigureTab):
    """The criteria above, the villages of the chosen one below."""

    title = "Nông thôn mới"
    key = "criteria"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.verdicts: tuple[Verdict, ...] = ()
        self._figures: YearFigures | None = None
        self._decimals = 1
        self.table = PlainTable("Tiêu chí nông thôn mới", CRITERIA_HEADINGS, row_height=44)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_gaps())
        self.told = label("", "dim", wrap=True)
        self.settings = button("Nhập ngưỡng", "link")
        self.settings.clicked.connect(lambda: context.go("settings", "criteria"))
        self.nearest = label("", "h2", wrap=True)
        self.note = label("", "dim", wrap=True)
        self.villages = PlainTable("Các thôn gần ngưỡng nhất", GAP_HEADINGS, row_height=44)
        self.villages.opened.connect(lambda key: open_cell(context, key))
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        top = row(self.told, self.settings)
        top.setStretch(0, 1)
        for part in (card(top, self.table), card(self.nearest, self.note, self.villages)):
            split.addWidget(part)
        for table in (self.table, self.villages):
            table.setMinimumHeight(_TABLE_LEAST)
            table.clicked.connect(lambda _index, table=table: self._use(table))
        self._used = self.table
        """The table last clicked: the one to copy."""
        layout = column(scrolled(split))
        self.setLayout(layout)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            self._figures = year_figures(session, year)
            self.verdicts = year_criteria(session, year, self._figures)
            self._decimals = load_assumptions(session).decimals
        self.table.show_lines(criterion_lines(self.verdicts, self._decimals))
        if self.verdicts and not self.table.currentIndex().isValid():
            self.table.selectRow(self._first_missing())
        self.told.setText(self._standing())
        self._show_gaps()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit_names(self, self.table, 1, _NAMES_LEAST)
        fit_names(self, self.villages, 0, _NAMES_LEAST)

    def shown_table(self) -> PlainTable:
        return self._used

    def _use(self, table: PlainTable) -> None:
        self._used = table

    def chosen(self) -> Verdict | None:
        """Return the criterion whose villages are shown."""
        at = self.table.currentIndex().row()
        return self.verdicts[at] if 0 <= at < len(self.verdicts) else None

    def _first_missing(self) -> int:
        return next((at for at, verdict in enumerate(self.verdicts) if verdict.missing_households), 0)

    def _standing(self) -> str:
        if not self.verdicts:
            return NO_CRITERIA
        judged = [verdict for verdict in self.verdicts if verdict.met is not None]
        met = sum(verdict.met is True for verdict in judged)
        without = sum(verdict.threshold is None for verdict in self.verdicts)
        rest = f" {without} tiêu chí chưa nhập ngưỡng nên chưa kết luận." if without else ""
        return f"Đạt {met}/{len(judged)} tiêu chí đã có ngưỡng và số liệu.{rest}"

    def _show_gaps(self) -> None:
        verdict = self.chosen()
        gaps = village_gaps(self._figures, verdict) if verdict and self._figures else ()
        self.nearest.setText(_heading(verdict))
        self.note.setText(_note(verdict, shown=bool(gaps)))
        self.note.setVisible(bool(self.note.text()))
        self.villages.show_lines(gap_lines(gaps, self._figures.year if self._figures else 0, self._decimals))


def _heading(verdict: Verdict | None) -> str:
    if verdict is None:
        return "Các thôn gần ngưỡng nhất"
    missing = missing_words(verdict)
    return f"Tiêu chí {verdict.criterion.code}: " + (missing or "các thôn gần ngưỡng nhất")


def _note(verdict: Verdict | None, *, shown: bool) -> str:
    """Say what the unknown could still do, or why no village stands here."""
    if verdict is None:
        return ""
    told = unknown_words(verdict)
    if shown:
        return f"{told[:1].upper()}{told[1:]}." if told else ""
    if verdict.threshold is None:
        return "Chưa nhập ngưỡng nên không biết thôn nào gần đạt."
    if verdict.criterion.indicator == OF_SCHEMES:
        return "Chỉ số 6 tính theo công trình, không chia theo thôn; xem phần «Công trình»."
    if verdict.criterion.indicator == IN_LITRES:
        return "Chỉ số 5 tính bằng lít bình quân, không có số hộ còn thiếu của từng thôn."
    return f"Với dấu «{verdict.criterion.operator}», thêm hộ đạt không giúp tới ngưỡng."
