"""What changed in one household, when and by what, as its form tells it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from nsnt_desktop.registry.household_trail import TrailEntry
from nsnt_desktop.ui.widgets import button, column, label

FIRST = 5
"""Entries shown until more are asked for."""
UNCHANGED = "Giữ nguyên số liệu"
TAKEN_BACK = "đã hoàn tác"


class TrailList(QWidget):
    """The newest changes, and the rest on demand."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[TrailEntry, ...] = ()
        self._all = False
        self._holder = column(gap=8)
        self.none = label("Chưa có thay đổi nào được ghi lại.", "dim", wrap=True)
        self.more = button("", "link")
        self.more.clicked.connect(self._show_all)
        self.setLayout(column(self.none, self._holder, self.more, gap=6))
        self.show_trail(())

    def show_trail(self, entries: Sequence[TrailEntry]) -> None:
        """Show what was done, newest first."""
        shown = tuple(entries)
        if shown == self.entries and self._holder.count():
            return
        self.entries = shown
        self._draw()

    def start_over(self) -> None:
        """Show only the newest changes again: another household is shown."""
        self._all = False
        self.show_trail(())

    def _show_all(self) -> None:
        self._all = True
        self._draw()

    def _draw(self) -> None:
        while self._holder.count():
            item = self._holder.takeAt(0)
            if item and (gone := item.widget()):
                gone.hide()
                gone.deleteLater()
        shown = self.entries if self._all else self.entries[:FIRST]
        for entry in shown:
            self._holder.addWidget(_entry(entry))
        left = len(self.entries) - len(shown)
        self.more.setText(f"Xem {left} lần thay đổi cũ hơn")
        self.more.setVisible(left > 0)
        self.none.setVisible(not self.entries)


def entry_head(entry: TrailEntry) -> str:
    """Return the first line of an entry: when, by what, and whether it was taken back since."""
    back = f" ({TAKEN_BACK})" if entry.taken_back else ""
    return f"{entry.done_at:%d/%m/%Y %H:%M} · {entry.what}{back}"


def _entry(entry: TrailEntry) -> QWidget:
    holder = QWidget()
    head = label(entry_head(entry), "dim" if entry.taken_back else "", wrap=True)
    told = "\n".join(entry.changes) or UNCHANGED
    holder.setLayout(column(head, label(told, "dim", wrap=True), gap=1))
    return holder
