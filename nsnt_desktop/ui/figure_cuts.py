"""Theo nhóm: the indicators of every village, former commune, kind of household or main source."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.compute import year_assumptions, year_figures
from nsnt_desktop.indicators.cuts import Cut, cut_figures
from nsnt_desktop.indicators.results import PlaceFigures, YearFigures
from nsnt_desktop.models import SurveyYear
from nsnt_desktop.registry.years import find_year, previous_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.cut_lines import PERSONS_AT, Asked, Group, Shown, cut_headings, cut_lines, groups_of
from nsnt_desktop.ui.fields import Choice, choices_of
from nsnt_desktop.ui.figure_notes import group_note
from nsnt_desktop.ui.figure_opening import OPENS, open_cell
from nsnt_desktop.ui.figure_tab import FigureTab, fit_names
from nsnt_desktop.ui.plain_table import PlainTable
from nsnt_desktop.ui.widgets import card, column, label, row

_NAME_WIDTH = 180
"""The least that the name of a group needs; on a narrow screen the table is scrolled for it."""
_WIDE = 900
"""Below this width the persons give way to the indicators."""


class CutsTab(FigureTab):
    """One line a group, and the commune last."""

    title = "Theo nhóm"
    key = "cuts"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.cut = Choice([(cut, cut.label) for cut in Cut])
        self.shown = Choice(choices_of(Shown, None))
        for box, name, first in ((self.cut, "Chia theo", Cut.VILLAGE), (self.shown, "Xem", Shown.VALUE)):
            box.setAccessibleName(name)
            box.setMinimumContentsLength(20)
            box.choose(first)
            box.activated.connect(lambda _i: self.refresh())
        self.table = PlainTable("Chỉ số theo nhóm", cut_headings(Cut.VILLAGE, {}), row_height=44)
        self.table.opened.connect(lambda key: open_cell(context, key))
        self.told = label("", "dim", wrap=True)
        top = row(label("Chia theo"), self.cut, label("Xem"), self.shown, None, gap=10)
        layout = column(gap=0)
        layout.addWidget(card(top, self.table, self.told))
        self.setLayout(layout)

    def refresh(self) -> None:
        cut: Cut = self.cut.chosen()
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            figures, assumptions = year_figures(session, year), year_assumptions(session, year)
            groups = _read_groups(session, year, cut, figures)
            before = previous_year(session, year)
            earlier = self._earlier(session, before, cut)
        names = {i.code: f"{i.name} ({i.unit})" for i in figures.commune.indicators}
        asked = Asked(cut, self.shown.chosen(), figures.year, assumptions)
        self.table.show_lines(cut_lines(asked, groups, earlier), cut_headings(cut, names))
        fit_names(self, self.table, 0, _NAME_WIDTH)
        self.told.setText(self._words([group.place for group in groups], before.year if before else None))

    def _earlier(self, session: Session, before: SurveyYear | None, cut: Cut) -> list[Group]:
        """Return the groups of the year before, where they are asked for: as slow as this year's."""
        if before is None or self.shown.chosen() is not Shown.CHANGE:
            return []
        return _read_groups(session, before, cut, year_figures(session, before))

    def _words(self, places: Sequence[PlaceFigures], before: int | None) -> str:
        missing = group_note(places)
        if self.shown.chosen() is Shown.CHANGE:
            if before is None:
                return "Chưa có năm trước trong tệp này nên chưa có thay đổi để xem."
            return f"So với năm {before}, theo điểm phần trăm (chỉ số 5: lít). {missing}".strip()
        opens = OPENS if places[-1].counts.households else ""
        return f"{opens} {missing}".strip()

    def shown_table(self) -> PlainTable:
        return self.table

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit_names(self, self.table, 0, _NAME_WIDTH)
        # Only then: sized after a column was hidden, Qt's header leaves a gap in its place.
        self.table.setColumnHidden(PERSONS_AT, self.width() < _WIDE)


def _read_groups(session: Session, year: SurveyYear, cut: Cut, figures: YearFigures) -> list[Group]:
    return groups_of(cut, figures, cut_figures(session, year, cut), year_assumptions(session, year))
