"""The filters over the list of households: the search line, the chips, and those another page named."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.checks import check_year
from nsnt_desktop.models.words import Severity
from nsnt_desktop.registry.household_lists import Chip, HouseholdFilter
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.widgets import button

CHIPS = {
    Chip.UNKNOWN: "Chưa xác định",
    Chip.POOR: "Hộ nghèo",
    Chip.NOT_CLEAN: "Chưa sạch",
    Chip.NOT_UPDATED: "Chưa cập nhật",
    Chip.NOT_VERIFIED: "Chưa đối chiếu",
    Chip.GONE: "Đã chuyển đi",
}
FAULTY = "Có lỗi"
_GAP = 6
_TITLE_WIDTH = 330
"""Points a title may take on its chip: the list beside the form is not wider than 450 on a small screen."""


class Flow(QWidget):
    """Buttons side by side, in as many lines as the width asks for."""

    def __init__(self, buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        self._buttons = list(buttons)
        for made in self._buttons:
            made.setParent(self)

    def minimumSizeHint(self) -> QSize:
        widest = max(made.sizeHint().width() for made in self._buttons)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Put the buttons that are shown in their places."""
        x = y = height = 0
        for made in self._buttons:
            if made.isHidden():
                continue
            size = made.sizeHint()
            if x and x + size.width() > self.width():
                x, y = 0, y + height + _GAP
            made.setGeometry(x, y, size.width(), size.height())
            x, height = x + size.width() + _GAP, size.height()
        self.setFixedHeight(y + height)


class HouseholdFilters(Flow):
    """The chips, with the search line that stands beside the villages."""

    changed = Signal()
    """Another filter holds."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.chips = {chip: button(text, "chip") for chip, text in CHIPS.items()}
        self.faulty = button(FAULTY, "chip")
        self.faulty.setToolTip("Hộ có lỗi phải sửa trước khi chốt số liệu")
        self.only = button("", "chip")
        self.only.setChecked(True)
        self.only.hide()
        first, *others = self.chips.values()
        super().__init__([first, self.faulty, *others, self.only])
        self.search = QLineEdit()
        self.search.setPlaceholderText("Tìm tên, mã, điện thoại (không cần dấu)")
        self.search.setClearButtonEnabled(True)
        self._named: frozenset[int] | None = None
        self._faults: frozenset[int] | None = None
        self.search.textChanged.connect(lambda _text: self.changed.emit())
        for made in self.chips.values():
            made.toggled.connect(lambda _on: self.changed.emit())
        self.faulty.toggled.connect(lambda _on: self.find_faults())
        self.only.toggled.connect(lambda _on: self._forget_named())
        # Records of another year would leave an empty list behind.
        context.year_changed.connect(lambda _year: self._forget_named())

    def where(self, village_id: int | None) -> HouseholdFilter:
        """Return what the list shows of a village, or of the commune."""
        chips = frozenset(chip for chip, made in self.chips.items() if made.isChecked())
        limits = [limit for limit in (self._named, self._faults) if limit is not None]
        only = frozenset.intersection(*limits) if limits else None
        return HouseholdFilter(village_id, self.search.text(), chips, only)

    def any_on(self) -> bool:
        """Return whether anything but the village limits the list."""
        return self.where(None) != HouseholdFilter()

    def find_faults(self) -> None:
        """Run the checks in the background if the chip «Có lỗi» is on; the list follows."""
        if not self.faulty.isChecked():
            if self._faults is not None:
                self._faults = None
                self.changed.emit()
            return
        data, year = self.context.data, self.context.year

        def work() -> frozenset[int]:
            with data.reading() as session:
                found = check_year(session, find_year(session, year))
            return frozenset(i for f in found if f.severity is Severity.ERROR for i in f.record_ids)

        self.faulty.setText(f"{FAULTY}…")
        self.arrange()
        run_in_background(work, partial(self._take_faults, year), self._faults_failed, self)

    def _take_faults(self, year: int, found: frozenset[int]) -> None:
        self._end_of_search()
        if self.faulty.isChecked() and year == self.context.year:
            self._faults = found
            self.changed.emit()

    def _faults_failed(self, error: BaseException) -> None:
        self._end_of_search()
        self.faulty.setChecked(False)
        self.context.failed(error)

    def _end_of_search(self) -> None:
        self.faulty.setText(FAULTY)
        self.arrange()

    def show_wanted(self, wanted: dict[str, Any]) -> None:
        """Set the filters as another page asks, all at once: search, chip, only with its title."""
        blockers = [QSignalBlocker(w) for w in (self.search, self.only, self.faulty, *self.chips.values())]
        self.search.setText(wanted.get("search", ""))
        for chip, made in self.chips.items():
            made.setChecked(chip.name == wanted.get("chip"))
        self._faults = None
        self.faulty.setChecked(False)
        self._named = wanted.get("only")
        self._show_title(wanted.get("title") or f"{vn.number(len(self._named or ()))} hộ được nêu")
        for blocker in blockers:
            blocker.unblock()
        self.arrange()

    def _show_title(self, title: str) -> None:
        """Say on the chip which households the list is limited to."""
        self.only.setVisible(self._named is not None)
        self.only.setChecked(True)
        cut = self.only.fontMetrics().elidedText(title, Qt.TextElideMode.ElideMiddle, _TITLE_WIDTH)
        self.only.setText(f"{cut}  ✕")
        self.only.setToolTip(f"{title}. Bấm để xem lại mọi hộ.")

    def _forget_named(self) -> None:
        if self._named is None:
            return
        self._named = None
        self.only.hide()
        self.arrange()
        self.changed.emit()
