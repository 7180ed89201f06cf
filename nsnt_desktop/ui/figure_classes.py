"""Công trình theo mức độ bền vững: schemes by class, and why each stands where it does."""

from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.registry.schemes import list_schemes
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.figure_lines import class_lines, scheme_lines
from nsnt_desktop.ui.figure_tab import FigureTab
from nsnt_desktop.ui.plain_table import Heading, PlainTable
from nsnt_desktop.ui.widgets import card, column, scrolled


class ClassesTab(FigureTab):
    """The classes added up, and every scheme below."""

    title = "Công trình"
    key = "classes"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.classes = PlainTable(
            "Công trình theo mức độ bền vững",
            (Heading("Mức độ"), Heading("Số công trình", 110, right=True), Heading("Tỷ lệ", 84, right=True)),
        )
        self.classes.setFixedHeight(222)
        self.classes.setMaximumWidth(620)
        self.schemes = PlainTable(
            "Xếp loại từng công trình",
            (
                Heading("Công trình", 220),
                Heading("Xếp loại", 150),
                Heading("Vì sao"),
                Heading("Số hộ của xã", 100, right=True),
            ),
        )
        self.schemes.setMinimumHeight(160)
        self.schemes.opened.connect(lambda scheme: self.context.go("schemes", {"scheme_id": scheme}))
        layout = column(gap=0)
        layout.addWidget(scrolled(card(self.classes, self.schemes, gap=12)))
        self.setLayout(layout)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            figures, schemes = year_figures(session, year), list_schemes(session, year)
        self.classes.show_lines(class_lines(figures.classes))
        self.schemes.show_lines(scheme_lines(schemes))

    def shown_table(self) -> PlainTable:
        return self.classes
