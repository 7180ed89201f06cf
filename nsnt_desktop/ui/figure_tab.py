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

    def shown_table(self) -> PlainTable | None:
        """Return the table in sight, which is what is copied; None: there is none."""
        return None
