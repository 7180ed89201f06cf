"""Chỉ số: the six indicators with numerator and denominator; by village, by source, schemes by class."""

from PySide6.QtWidgets import QTabWidget

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.registry.schemes import list_schemes
from nsnt_desktop.registry.years import find_year, previous_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.figure_lines import (
    class_lines,
    indicator_headings,
    indicator_lines,
    scheme_lines,
    source_lines,
    village_lines,
)
from nsnt_desktop.ui.plain_table import Heading, PlainTable
from nsnt_desktop.ui.widgets import Page, button, card, column, label, row, scrolled
from nsnt_desktop.ui.year_compare import YearCompare

_VILLAGE_CODES = ("1", "2", "2a", "2b", "3", "4", "5")


class FiguresPage(Page):
    """What the figures of the year say."""

    title = "Chỉ số"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.indicators = PlainTable("Sáu chỉ số", indicator_headings(None), wrap=True)
        self.villages = PlainTable("Chỉ số theo thôn", self._village_headings(), row_height=44)
        self.sources = PlainTable(
            "Số hộ theo nguồn nước chính",
            (
                Heading("Nguồn nước chính"),
                Heading("Số hộ", 80, right=True),
                Heading("Tỷ lệ hộ", 84, right=True),
                Heading("Nhân khẩu", 90, right=True),
                Heading("Hợp vệ sinh", 100, right=True),
                Heading("Sạch đạt quy chuẩn", 140, right=True),
            ),
            wrap=True,
        )
        self.classes = PlainTable(
            "Công trình theo mức độ bền vững",
            (Heading("Mức độ"), Heading("Số công trình", 110, right=True), Heading("Tỷ lệ", 84, right=True)),
        )
        self.schemes = PlainTable(
            "Xếp loại từng công trình",
            (
                Heading("Công trình", 220),
                Heading("Xếp loại", 150),
                Heading("Vì sao"),
                Heading("Số hộ của xã", 100, right=True),
            ),
        )
        self.tabs = QTabWidget()
        self.compare = YearCompare(context, lambda: self.tabs.currentWidget() is self.compare)
        self._make_tabs()
        self._connect()
        self.copy = button("Chép bảng", "", "file-spreadsheet")
        self.copy.setToolTip("Chép bảng đang xem để dán vào Excel (Ctrl+C)")
        self.copy.clicked.connect(self._copy)
        self._year = label("", "dim")
        outer = column(row(label(self.title, "h1"), self._year, None, self.copy, gap=12), self.tabs, gap=10)
        outer.setContentsMargins(20, 14, 20, 14)
        self.setLayout(outer)

    @staticmethod
    def _village_headings() -> tuple[Heading, ...]:
        shares = [Heading(code, 84, right=True) for code in _VILLAGE_CODES]
        return (Heading("Thôn"), Heading("Số hộ", 64, right=True), *shares)

    def _make_tabs(self) -> None:
        self.classes.setFixedHeight(222)
        self.classes.setMaximumWidth(620)
        self.schemes.setMinimumHeight(160)
        pages = (
            ("Sáu chỉ số", card(self.indicators)),
            ("Theo thôn", card(self.villages, label("Bấm đúp vào một thôn để xem các hộ.", "dim"))),
            ("Theo nguồn nước", card(self.sources)),
            ("Công trình theo mức độ bền vững", scrolled(card(self.classes, self.schemes, gap=12))),
            ("So sánh các năm", self.compare),
        )
        for title, page in pages:
            self.tabs.addTab(page, title)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _at: self.compare.refresh())
        self.indicators.setToolTip("Bấm đúp để xem các hộ chưa xác định")
        self.indicators.opened.connect(lambda chip: self.context.go("households", {"chip": chip}))
        self.villages.opened.connect(lambda village: self.context.go("households", {"village_id": village}))
        self.schemes.opened.connect(lambda scheme: self.context.go("schemes", {"scheme_id": scheme}))

    def show_argument(self, argument: object) -> None:
        """Show the years side by side."""
        if argument == "years":
            self.tabs.setCurrentWidget(self.compare)

    def refresh(self) -> None:
        self.compare.refresh()
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            before = previous_year(session, year)
            figures = year_figures(session, year)
            last = year_figures(session, before) if before else None
            schemes = list_schemes(session, year)
            decimals = load_assumptions(session).decimals
        self._year.setText(f"năm {figures.year}, {vn.number(figures.commune.counts.households)} hộ đang ở")
        headings = indicator_headings(last.year if last else None)
        self.indicators.show_lines(indicator_lines(figures, last, decimals), headings)
        names = {i.code: f"{i.name} ({i.unit})" for i in figures.commune.indicators}
        shown = [
            Heading(h.title, h.width, h.right, names.get(h.title, h.tip)) for h in self._village_headings()
        ]
        self.villages.show_lines(village_lines(figures, _VILLAGE_CODES, decimals), shown)
        self.sources.show_lines(source_lines(figures.commune))
        self.classes.show_lines(class_lines(figures.classes))
        self.schemes.show_lines(scheme_lines(schemes))

    def _copy(self) -> None:
        tables = (self.indicators, self.villages, self.sources, self.classes, self.compare.table)
        tables[self.tabs.currentIndex()].copy()
        self.context.did(None, "Đã chép bảng. Mở Excel và bấm Ctrl+V để dán.")
