"""Sáu chỉ số: each indicator and part with its counts, what is not assessed, last year and the change."""

from PySide6.QtGui import QResizeEvent

from nsnt_desktop.indicators.compute import year_assumptions, year_figures
from nsnt_desktop.registry.reference_lists import list_assumptions
from nsnt_desktop.registry.years import find_year, previous_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.figure_lines import NOT_MET_AT, indicator_headings, indicator_lines
from nsnt_desktop.ui.figure_notes import LITRES_RULES, litres_note, missing_note
from nsnt_desktop.ui.figure_opening import OPENS, open_cell
from nsnt_desktop.ui.figure_tab import FigureTab
from nsnt_desktop.ui.plain_table import PlainTable
from nsnt_desktop.ui.widgets import card, column, label

_WIDE = 900
"""Below this width the names of the indicators would not have room beside every column."""


class IndicatorsTab(FigureTab):
    """The table of the six indicators, and how they came about."""

    title = "Sáu chỉ số"
    key = "indicators"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.table = PlainTable(self.title, indicator_headings(None), wrap=True)
        self.table.opened.connect(lambda key: open_cell(context, key))
        self.notes = label("", "dim", wrap=True)
        layout = column(gap=0)
        layout.addWidget(card(self.table, self.notes))
        self.setLayout(layout)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            before = previous_year(session, year)
            figures = year_figures(session, year)
            last = year_figures(session, before) if before else None
            assumptions = year_assumptions(session, year)
            rules = [rule for rule in list_assumptions(session) if rule.key in LITRES_RULES]
        headings = indicator_headings(last.year if last else None)
        self.table.show_lines(indicator_lines(figures, last, assumptions), headings)
        confirmed = all(rule.confirmed for rule in rules)
        notes = (
            OPENS if figures.commune.counts.households else "",
            litres_note(figures.commune, assumptions, confirmed=confirmed),
            missing_note(figures, last),
        )
        self.notes.setText("\n".join(filter(None, notes)))

    def shown_table(self) -> PlainTable:
        return self.table

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(NOT_MET_AT, self.width() < _WIDE)
