"""Theo thôn: the indicators of every village, each value over its counts."""

from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.figure_lines import village_lines
from nsnt_desktop.ui.figure_tab import FigureTab
from nsnt_desktop.ui.plain_table import Heading, PlainTable
from nsnt_desktop.ui.widgets import card, column, label

_CODES = ("1", "2", "2a", "2b", "3", "4", "5")


class VillagesTab(FigureTab):
    """One line a village."""

    title = "Theo thôn"
    key = "villages"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.table = PlainTable("Chỉ số theo thôn", _headings({}), row_height=44)
        self.table.opened.connect(lambda village: self.context.go("households", {"village_id": village}))
        layout = column(gap=0)
        layout.addWidget(card(self.table, label("Bấm đúp vào một thôn để xem các hộ.", "dim")))
        self.setLayout(layout)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            figures = year_figures(session, find_year(session, self.context.year))
            decimals = load_assumptions(session).decimals
        names = {i.code: f"{i.name} ({i.unit})" for i in figures.commune.indicators}
        self.table.show_lines(village_lines(figures, _CODES, decimals), _headings(names))

    def shown_table(self) -> PlainTable:
        return self.table


def _headings(names: dict[str, str]) -> tuple[Heading, ...]:
    shares = [Heading(code, 84, right=True, tip=names.get(code, "")) for code in _CODES]
    return (Heading("Thôn"), Heading("Số hộ", 64, right=True), *shares)
