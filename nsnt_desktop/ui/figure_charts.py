"""Biểu đồ: what the tables of the year say, as charts to look at, to copy and to save."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from nsnt_desktop.charts.chart import Chart
from nsnt_desktop.charts.history import recent_years
from nsnt_desktop.charts.year_charts import class_bars, indicator_bars, source_bars, thresholds, village_bars
from nsnt_desktop.charts.year_lines import year_lines
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import year_assumptions, year_criteria, year_figures
from nsnt_desktop.indicators.definitions import HOUSEHOLD_INDICATORS
from nsnt_desktop.models import SurveyYear
from nsnt_desktop.models.words import LabelledEnum
from nsnt_desktop.registry.years import find_year, previous_year
from nsnt_desktop.ui.chart_view import ChartView, chart_picture
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import Choice, choices_of
from nsnt_desktop.ui.figure_tab import FigureTab
from nsnt_desktop.ui.widgets import button, card, column, label, row, scrolled

FILES = "Ảnh (*.png);;PDF (*.pdf)"
_RANKED = (
    *((d.code, f"{d.code}. {d.short_name}") for d in HOUSEHOLD_INDICATORS),
    ("5", "5. Lít/người/ngày đêm"),
)


class Kind(LabelledEnum):
    """The charts there are."""

    INDICATORS = "indicators", "Các chỉ số, so với năm trước và ngưỡng"
    VILLAGES = "villages", "Các thôn theo một chỉ số"
    SOURCES = "sources", "Số hộ theo nguồn nước chính"
    CLASSES = "classes", "Công trình theo mức độ bền vững"
    YEARS = "years", "Các chỉ số qua năm năm"


class ChartsTab(FigureTab):
    """One chart at a time, and what can be done with it."""

    title = "Biểu đồ"
    key = "charts"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.kind = Choice(choices_of(Kind, None))
        self.kind.setAccessibleName("Biểu đồ")
        self.kind.setMinimumContentsLength(30)
        self.kind.choose(Kind.INDICATORS)
        self.code = Choice(_RANKED)
        self.code.setAccessibleName("Chỉ số để xếp các thôn")
        self.code.setMinimumContentsLength(22)
        self.code.choose("2")
        for box in (self.kind, self.code):
            box.activated.connect(lambda _at: self.refresh())
        self.copy = button("Chép hình", "", "file-down")
        self.copy.setToolTip("Chép biểu đồ thành hình để dán vào Word, Zalo…")
        self.copy.clicked.connect(self._copy)
        self.save = button("Lưu thành tệp…", "", "save")
        self.save.clicked.connect(self._save)
        self.name = label("", "h2", wrap=True)
        self.view = ChartView(tall=True)
        self._lay_out()

    def _lay_out(self) -> None:
        holder = QWidget()
        holder.setLayout(column(self.view, None, gap=0))
        inside = card(
            row(self.kind, self.code, None, self.copy, self.save, gap=10), self.name, scrolled(holder), gap=10
        )
        layout = column(gap=0)
        layout.addWidget(inside)
        self.setLayout(layout)

    def show_argument(self, argument: object) -> None:
        if isinstance(argument, Kind):
            self.kind.choose(argument)
            self.refresh()

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            chart = _chart(session, year, self.kind.chosen(), self.code.chosen())
        self.code.setVisible(self.kind.chosen() is Kind.VILLAGES)
        self.name.setText(chart.title)
        for made in (self.copy, self.save):
            made.setEnabled(not chart.empty)
        self.view.show_chart(chart)

    def _copy(self) -> None:
        if self.view.chart is not None:
            QGuiApplication.clipboard().setImage(chart_picture(self.view.chart))
            self.context.did(None, "Đã chép hình. Mở Word và bấm Ctrl+V để dán.")

    def _save(self) -> None:
        chart = self.view.chart
        if chart is None:
            return
        suggested = f"bieu-do-{self.kind.chosen().value}-{self.context.year}.png"
        path = self.context.dialogs.save_file(self, "Lưu biểu đồ", suggested, FILES)
        if path is None:
            return
        self._write(
            chart, path if path.suffix.lower() in {".png", ".pdf"} else path.with_name(f"{path.name}.png")
        )

    def _write(self, chart: Chart, path: Path) -> None:
        from nsnt_desktop.documents.chart_pictures import save_chart  # noqa: PLC0415 - loads reportlab

        try:
            save_chart(chart, path)
        except KnownError as fault:
            self.context.dialogs.error(self, str(fault))
            return
        self.context.did(None, f"Đã lưu biểu đồ vào tệp «{path.name}».")


def _chart(session: Session, year: SurveyYear, kind: Kind, code: str) -> Chart:
    figures, decimals = year_figures(session, year), year_assumptions(session, year).decimals
    match kind:
        case Kind.VILLAGES:
            return village_bars(figures, code, decimals)
        case Kind.SOURCES:
            return source_bars(figures, decimals)
        case Kind.CLASSES:
            return class_bars(figures, decimals)
        case Kind.YEARS:
            return year_lines(recent_years(session, figures), decimals)
    last = previous_year(session, year)
    before = year_figures(session, last) if last else None
    return indicator_bars(figures, before, thresholds(year_criteria(session, year, figures)), decimals)
