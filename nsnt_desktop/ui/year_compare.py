"""Năm qua năm: up to five years side by side, of the commune, a former commune or a village."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.figure_notes import group_note
from nsnt_desktop.ui.figure_opening import open_cell
from nsnt_desktop.ui.figure_tab import FigureTab, fit_names
from nsnt_desktop.ui.plain_table import PlainTable
from nsnt_desktop.ui.widgets import card, column, label, row
from nsnt_desktop.ui.year_compare_lines import (
    WHOLE,
    Chosen,
    ShownYear,
    compare_headings,
    compare_lines,
    places_to_choose,
    shown_years,
)

_NAME_AT, _NAME_WIDTH = 1, 212
"""The column of the indicators' names, and the least it needs."""
OPENS_YEARS = "Bấm đúp vào một số gạch chân để xem các hộ của số đó; số của năm khác thì chuyển sang năm đó."


class YearCompare(FigureTab):
    """The years side by side, and of which place."""

    title = "Năm qua năm"
    key = "years"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.years: list[ShownYear] = []
        self._decimals = 1
        self.place = Choice([(None, WHOLE)])
        self.place.setAccessibleName("Xem của")
        self.place.setMinimumContentsLength(24)
        self.place.choose(None)
        self.place.activated.connect(lambda _i: self._show())
        self.states = label("", "dim", wrap=True)
        self.table = self._make_table()
        self._holder: QVBoxLayout = column(self.table)
        top = row(label("Xem của"), self.place, gap=10)
        top.addWidget(self.states, 1)
        layout = column(gap=0)
        self.told = label("", "dim", wrap=True)
        layout.addWidget(card(top, self._holder, self.told))
        self.setLayout(layout)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            self.years = shown_years(session, self.context.year)
            self._decimals = load_assumptions(session).decimals
        self.place.offer(places_to_choose(self.years))
        if self.place.currentIndex() < 0:
            self.place.choose(None)
        self.states.setText("; ".join(f"{year.figures.year} {year.told}" for year in self.years) + ".")
        self._show()

    def shown_table(self) -> PlainTable:
        return self.table

    def _show(self) -> None:
        headings = compare_headings(self.years)
        if len(headings) != len(self.table.lines.headings):
            self._replace_table()
        chosen = Chosen(self.place.chosen(), self.place.currentText())
        self.table.show_lines(compare_lines(self.years, chosen, self._decimals), headings)
        fit_names(self, self.table, _NAME_AT, _NAME_WIDTH)
        self.told.setText(self._words(chosen))

    def _words(self, chosen: Chosen) -> str:
        places = [place for year in self.years if (place := year.place(chosen.place))]
        alone = "Chưa có năm khác trong tệp này để so sánh." if len(self.years) == 1 else ""
        opens = OPENS_YEARS if any(place.counts.households for place in places) else ""
        return " ".join(filter(None, (opens, alone, group_note(places))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit_names(self, self.table, _NAME_AT, _NAME_WIDTH)

    def _replace_table(self) -> None:
        # The columns of a table are set up once, and a year more has two columns more.
        old, self.table = self.table, self._make_table()
        self._holder.replaceWidget(old, self.table)
        old.hide()
        old.deleteLater()

    def _make_table(self) -> PlainTable:
        made = PlainTable("Năm qua năm", compare_headings(self.years), row_height=44)
        made.opened.connect(lambda key: open_cell(self.context, key))
        return made
