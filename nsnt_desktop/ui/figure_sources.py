"""Theo nguồn nước: households by main source, under the sums of each group."""

from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.figure_lines import source_lines
from nsnt_desktop.ui.figure_tab import FigureTab
from nsnt_desktop.ui.plain_table import Heading, PlainTable
from nsnt_desktop.ui.widgets import card, column


class SourcesTab(FigureTab):
    """One line a source."""

    title = "Theo nguồn nước"
    key = "sources"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.table = PlainTable(
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
        layout = column(gap=0)
        layout.addWidget(card(self.table))
        self.setLayout(layout)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            figures = year_figures(session, find_year(session, self.context.year))
        self.table.show_lines(source_lines(figures.commune))

    def shown_table(self) -> PlainTable:
        return self.table
