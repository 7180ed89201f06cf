"""Sáu chỉ số: each indicator and part with its counts, what is not assessed, last year and the change."""

from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.registry.years import find_year, previous_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.figure_lines import indicator_headings, indicator_lines
from nsnt_desktop.ui.figure_tab import FigureTab
from nsnt_desktop.ui.plain_table import PlainTable
from nsnt_desktop.ui.widgets import card, column


class IndicatorsTab(FigureTab):
    """The table of the six indicators."""

    title = "Sáu chỉ số"
    key = "indicators"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.table = PlainTable(self.title, indicator_headings(None), wrap=True)
        self.table.setToolTip("Bấm đúp để xem các hộ chưa xác định")
        self.table.opened.connect(lambda chip: self.context.go("households", {"chip": chip}))
        layout = column(gap=0)
        layout.addWidget(card(self.table))
        self.setLayout(layout)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            before = previous_year(session, year)
            figures = year_figures(session, year)
            last = year_figures(session, before) if before else None
            decimals = load_assumptions(session).decimals
        headings = indicator_headings(last.year if last else None)
        self.table.show_lines(indicator_lines(figures, last, decimals), headings)

    def shown_table(self) -> PlainTable:
        return self.table
