"""Mỗi năm cần bao nhiêu hộ: what each criterion asks for a year until its day, against the years kept."""

from datetime import date

from PySide6.QtWidgets import QLineEdit

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import year_criteria
from nsnt_desktop.indicators.criteria import Verdict
from nsnt_desktop.indicators.forecast import Pace, pace
from nsnt_desktop.indicators.results import YearFigures
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.figure_tab import FigureTab
from nsnt_desktop.ui.outlook_lines import PACE_HEADINGS, indicator_by_year, pace_lines
from nsnt_desktop.ui.outlook_trend import years_kept
from nsnt_desktop.ui.plain_table import PlainTable
from nsnt_desktop.ui.typed import typed_day
from nsnt_desktop.ui.widgets import button, column, label, row

NO_THRESHOLDS = "Chưa có tiêu chí nào có ngưỡng, nên chưa tính được. Hãy bấm «Nhập ngưỡng»."


class PacePart(FigureTab):
    """The criteria with a threshold, the day meant, and households a year."""

    title = "Mỗi năm cần thêm"
    key = "pace"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.day = QLineEdit()
        self.day.setPlaceholderText("ngày/tháng/năm")
        self.day.setAccessibleName("Tính đến ngày")
        self.day.setMaximumWidth(130)
        self.day.setToolTip("Để trống: theo ngày «Phấn đấu đến» của từng tiêu chí")
        self.day.editingFinished.connect(self.refresh)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.settings = button("Nhập ngưỡng", "link")
        self.settings.clicked.connect(lambda: context.go("settings", "criteria"))
        self.told = label("", "dim", wrap=True)
        self.table = PlainTable(self.title, PACE_HEADINGS, row_height=44)
        hint = label("để trống: theo ngày «Phấn đấu đến» của từng tiêu chí", "dim", wrap=True)
        top = row(label("Tính đến ngày"), self.day, hint, self.settings, gap=10)
        top.setStretch(2, 1)
        self.setLayout(column(top, self.fault, self.told, self.table))

    def refresh(self) -> None:
        wanted = self._wanted()
        years = years_kept(self.context)
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            verdicts = [v for v in year_criteria(session, year, years[-1]) if v.threshold is not None]
        today = date.today()  # noqa: DTZ011 - the office PC's own day
        paces = [(verdict, _pace(verdict, years, wanted, today)) for verdict in verdicts]
        self.table.show_lines(pace_lines(paces, wanted))
        self.table.setVisible(bool(verdicts))
        self.told.setText(
            f"Tính từ hôm nay ({vn.day(today)}), số liệu năm {self.context.year}; coi như số hộ giữ nguyên."
            if verdicts
            else NO_THRESHOLDS
        )

    def shown_table(self) -> PlainTable:
        return self.table

    def _wanted(self) -> date | None:
        try:
            wanted, fault = typed_day(self.day.text(), self.context.year), ""
        except KnownError as error:
            wanted, fault = None, error.message
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        return wanted


def _pace(verdict: Verdict, years: list[YearFigures], wanted: date | None, today: date) -> Pace | None:
    kept = indicator_by_year(years, verdict.criterion.indicator)
    return pace(verdict, kept, wanted or verdict.criterion.reach_by, today)
