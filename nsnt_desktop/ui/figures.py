"""Chỉ số: what the figures of the year say, part by part."""

from typing import TypeVar

from PySide6.QtWidgets import QTabWidget

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.figure_classes import ClassesTab
from nsnt_desktop.ui.figure_indicators import IndicatorsTab
from nsnt_desktop.ui.figure_sources import SourcesTab
from nsnt_desktop.ui.figure_tab import FigureTab
from nsnt_desktop.ui.figure_villages import VillagesTab
from nsnt_desktop.ui.widgets import Page, button, column, label, row
from nsnt_desktop.ui.year_compare import YearCompare

F = TypeVar("F", bound=FigureTab)
TABS: tuple[type[FigureTab], ...] = (IndicatorsTab, VillagesTab, SourcesTab, ClassesTab, YearCompare)


class FiguresPage(Page):
    """What the figures of the year say."""

    title = "Chỉ số"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.tabs = QTabWidget()
        self.parts = [tab(context) for tab in TABS]
        for part in self.parts:
            self.tabs.addTab(part, part.title)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.currentChanged.connect(lambda _at: self.refresh())
        self.copy = button("Chép bảng", "", "file-spreadsheet")
        self.copy.setToolTip("Chép bảng đang xem để dán vào Excel (Ctrl+C)")
        self.copy.clicked.connect(self._copy)
        self._year = label("", "dim")
        outer = column(row(label(self.title, "h1"), self._year, None, self.copy, gap=12), self.tabs, gap=10)
        outer.setContentsMargins(20, 14, 20, 14)
        self.setLayout(outer)

    def part(self) -> FigureTab:
        """Return the tab in sight."""
        part = self.tabs.currentWidget()
        assert isinstance(part, FigureTab)  # noqa: S101 - for mypy: nothing else is put in
        return part

    def bring(self, kind: type[F]) -> F:
        """Bring a tab into sight and return it."""
        part = next(part for part in self.parts if isinstance(part, kind))
        self.tabs.setCurrentWidget(part)
        return part

    def show_argument(self, argument: object) -> None:
        """Show a tab by its key: "years"."""
        for part in self.parts:
            if part.key == argument:
                self.tabs.setCurrentWidget(part)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            figures = year_figures(session, find_year(session, self.context.year))
        self._year.setText(f"năm {figures.year}, {vn.number(figures.commune.counts.households)} hộ đang ở")
        self.part().refresh()
        self.copy.setVisible(self.part().shown_table() is not None)

    def _copy(self) -> None:
        table = self.part().shown_table()
        if table is not None:
            table.copy()
            self.context.did(None, "Đã chép bảng. Mở Excel và bấm Ctrl+V để dán.")
