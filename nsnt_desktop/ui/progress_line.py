"""One thin line that says how far long work is, with the button that stops it."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy

from nsnt_desktop import format as vn
from nsnt_desktop.ui.widgets import ElidedLabel, button, row

SOON = 300
"""Milliseconds after which work is worth a line: what is done sooner does not make the screen jump."""


class ProgressLine(QFrame):
    """What is being done, how much of it is done, and "Dừng"."""

    stopped = Signal()
    """The officer wants it to end."""

    def __init__(self) -> None:
        super().__init__()
        self.what = ElidedLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.stop = button("Dừng", "link", "x")
        self.stop.clicked.connect(self._stop)
        layout = row(self.what, self.bar, self.stop, gap=10)
        layout.setStretch(1, 1)
        layout.setContentsMargins(16, 4, 16, 4)
        self.setLayout(layout)
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self.show)
        self.hide()

    def begin(self, what: str) -> None:
        """Announce work: "Đang đọc «Phác Lê.xlsx»"; the line shows if it is still under way in a moment."""
        self.tell(what, 0, 0)
        self.stop.setEnabled(True)
        self.stop.setText("Dừng")
        self._soon.start()

    def tell(self, what: str, done: int, of: int) -> None:
        """Show how far the work is; of 0: nobody knows."""
        self.what.show_text(f"{what}: {vn.number(done)} / {vn.number(of)}" if of > 1 else f"{what}…")
        self.bar.setRange(0, of)
        self.bar.setValue(min(done, of))
        self.bar.setAccessibleName(self.what.toolTip())

    def end(self) -> None:
        """Put the line away."""
        self._soon.stop()
        self.hide()

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.stop.setText("Đang dừng…")
        self.stopped.emit()
