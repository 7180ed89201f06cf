"""Chỉ số: what the figures of the year say, part by part."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QTabWidget

from nsnt_desktop import format as vn
from nsnt_desktop.documents.table_workbook import workbook_stem
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.figure_charts import ChartsTab
from nsnt_desktop.ui.figure_classes import ClassesTab
from nsnt_desktop.ui.figure_criteria import CriteriaFiguresTab
from nsnt_desktop.ui.figure_cuts import CutsTab
from nsnt_desktop.ui.figure_indicators import IndicatorsTab
from nsnt_desktop.ui.figure_outlook import OutlookTab
from nsnt_desktop.ui.figure_tab import FigureTab
from nsnt_desktop.ui.figure_warnings import WaterWarningsTab
from nsnt_desktop.ui.table_export import KEY, TableExport
from nsnt_desktop.ui.widgets import Page, button, column, label, row
from nsnt_desktop.ui.year_compare import YearCompare

F = TypeVar("F", bound=FigureTab)
TABS: tuple[type[FigureTab], ...] = (
    IndicatorsTab,
    CutsTab,
    ClassesTab,
    YearCompare,
    CriteriaFiguresTab,
    WaterWarningsTab,
    OutlookTab,
    ChartsTab,
)


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
        self.exporting = TableExport(self, context)
        self.export = button("Xuất Excel", "", "file-down")
        self.export.setToolTip("Lưu bảng đang xem, hoặc mọi chỉ số kèm công thức để tự kiểm tra")
        self.export.clicked.connect(self._offer_export)
        self._year = label("", "dim")
        head = row(label(self.title, "h1"), self._year, None, self.copy, self.export, gap=12)
        outer = column(head, self.tabs, gap=10)
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
        """Show a tab by its key, "years", or by its key and what it is to show."""
        key, wanted = argument if isinstance(argument, tuple) else (argument, None)
        for part in self.parts:
            if part.key == key:
                self.tabs.setCurrentWidget(part)
                part.show_argument(wanted)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            figures = year_figures(session, find_year(session, self.context.year))
        self._year.setText(f"năm {figures.year}, {vn.number(figures.commune.counts.households)} hộ đang ở")
        self.part().refresh()
        self.copy.setVisible(self.part().shown_table() is not None)

    def export_menu(self) -> QMenu:
        """Return what can be saved as an Excel file."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        table = self.part().shown_table()
        if table is not None:
            made.addAction("Bảng đang xem…", self._export_table).setShortcut(KEY)
        made.addAction("Mọi chỉ số kèm danh sách hộ và công thức…", self._export_workbook)
        self.exporting.offer_folder(made)
        return made

    def _offer_export(self) -> None:
        self.export_menu().popup(self.export.mapToGlobal(QPoint(0, self.export.height())))

    def _export_table(self) -> None:
        table = self.part().shown_table()
        if table is not None:
            shown = table.as_shown()
            self.exporting.table(shown.title, lambda: shown)

    def _export_workbook(self) -> None:
        data, year = self.context.data, self.context.year

        def write(path: Path) -> None:
            from nsnt_desktop.documents.figure_workbook import save_figure_workbook  # noqa: PLC0415 - openpyxl

            save_figure_workbook(data, year, path)

        self.exporting.save(workbook_stem(year), write)

    def _copy(self) -> None:
        table = self.part().shown_table()
        if table is not None:
            table.copy()
            self.context.did(None, "Đã chép bảng. Mở Excel và bấm Ctrl+V để dán.")
