"""Dự báo: what if some households met the standard, the years carried on, and how many households a year."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QStackedWidget

from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.figure_tab import FigureTab, fit_names
from nsnt_desktop.ui.outlook_pace import PacePart
from nsnt_desktop.ui.outlook_trend import TrendPart
from nsnt_desktop.ui.outlook_what_if import WhatIfPart
from nsnt_desktop.ui.plain_table import PlainTable
from nsnt_desktop.ui.widgets import button, card, column, row

_NAMES_LEAST = 150
"""Points a name needs; a narrow screen is scrolled sideways."""


class OutlookTab(FigureTab):
    """Three questions about years to come, one in sight."""

    title = "Dự báo"
    key = "outlook"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.what_if, self.trend, self.pace = WhatIfPart(context), TrendPart(context), PacePart(context)
        self.parts: tuple[FigureTab, ...] = (self.what_if, self.trend, self.pace)
        self.stack, self._group = QStackedWidget(), QButtonGroup(self)
        self.chips = []
        for at, part in enumerate(self.parts):
            chip = button(part.title, "chip")
            self._group.addButton(chip, at)
            self.stack.addWidget(part)
            self.chips.append(chip)
        self._group.idClicked.connect(self.bring)
        self.chips[0].setChecked(True)
        layout = column(gap=0)
        layout.addWidget(card(row(*self.chips, None), self.stack))
        self.setLayout(layout)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for part in self.parts:
            table = part.shown_table()
            if table is not None:
                fit_names(self, table, 1, _NAMES_LEAST)

    def bring(self, at: int) -> None:
        """Bring one of the three into sight."""
        self.chips[at].setChecked(True)
        self.stack.setCurrentIndex(at)
        self.refresh()

    def show_argument(self, argument: object) -> None:
        """Show what the figures would be if the households another screen names met the standard."""
        if isinstance(argument, frozenset):
            self.chips[0].setChecked(True)
            self.stack.setCurrentIndex(0)
            self.what_if.name_households(argument)

    def refresh(self) -> None:
        self.parts[self.stack.currentIndex()].refresh()

    def shown_table(self) -> PlainTable | None:
        return self.parts[self.stack.currentIndex()].shown_table()
