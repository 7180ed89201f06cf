"""How many rows of a list have each outcome; a click on a count shows those rows only."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.ui.import_lines import TAKEN
from nsnt_desktop.ui.import_rows import Lines, ListRows
from nsnt_desktop.ui.widgets import button, row

_KINDS = {
    Outcome.NEW: "met",
    Outcome.CHANGED: "accent",
    Outcome.SAME: "",
    Outcome.ASKED: "warning",
    Outcome.REJECTED: "error",
    Outcome.SKIPPED: "",
}


class CountsBar(QWidget):
    """One count for each outcome, one for all rows, one for what is no household."""

    chosen = Signal()
    """Other rows are to be shown."""

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.everything = self._count("")
        self.counts = {outcome: self._count(kind) for outcome, kind in _KINDS.items()}
        self.aside = self._count("")
        self.aside.setToolTip("Dòng cộng, dòng nhóm, chữ ký, dòng trống: xem vì sao không phải hộ")
        self.everything.setChecked(True)
        self.setLayout(row(self.everything, *self.counts.values(), self.aside, None, gap=6))

    def _count(self, kind: str) -> QPushButton:
        made = button("", "pill")
        made.setProperty("kind", kind)
        made.setCheckable(True)
        made.clicked.connect(self.chosen)
        self._group.addButton(made)
        return made

    def show_counts(self, rows: ListRows) -> None:
        """Show how many there are of each; a count whose last row went leads back to all of them."""
        preview = rows.preview
        self.everything.setText(f"Tất cả {vn.number(len(preview.batch.rows))}")
        for outcome, shown in self.counts.items():
            number = preview.count(outcome)
            shown.setText(f"{vn.number(number)} {outcome.label.lower()}")
            shown.setVisible(bool(number) or outcome in TAKEN)
        self.aside.setText(f"{vn.number(len(rows.aside))} không phải hộ")
        self.aside.setVisible(bool(rows.aside))
        if any(shown.isChecked() and shown.isHidden() for shown in (*self.counts.values(), self.aside)):
            self.everything.setChecked(True)

    def lines(self, rows: ListRows) -> Lines:
        """Return the lines of the count that is chosen."""
        if self.aside.isChecked():
            return rows.aside_lines()
        return rows.lines(next((o for o, shown in self.counts.items() if shown.isChecked()), None))
