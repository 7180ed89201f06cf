"""One part of the screen «Chỉ số»: reads its figures when it is in sight, and has a table to take along."""

from PySide6.QtWidgets import QWidget

from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.plain_table import PlainTable


class FigureTab(QWidget):
    """A tab; `refresh` is called only while it is in sight."""

    title = ""
    key = ""
    """What another screen names it by: context.go("figures", key)."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def refresh(self) -> None:
        """Show the figures as they are now, keeping the place."""

    def show_argument(self, argument: object) -> None:
        """Show what another screen asked for: context.go("figures", (key, argument)); None: nothing."""

    def shown_table(self) -> PlainTable | None:
        """Return the table in sight, which is what is copied; None: there is none."""
        return None


_BESIDE = 56
"""What stands beside the columns of a table within a tab: the card's edges and the scroll bar."""


def fit_names(tab: QWidget, table: PlainTable, at: int, least: int) -> None:
    """Give the column of names what room the numbers leave, but never too little to tell them apart."""
    header = table.horizontalHeader()
    headings = enumerate(table.lines.headings)
    taken = sum(heading.width for i, heading in headings if not table.isColumnHidden(i))
    room = tab.width() - _BESIDE - taken
    mode = header.ResizeMode.Stretch if room >= least else header.ResizeMode.Interactive
    if mode is not header.sectionResizeMode(at):
        header.setSectionResizeMode(at, mode)
    if room < least:
        header.resizeSection(at, least)
