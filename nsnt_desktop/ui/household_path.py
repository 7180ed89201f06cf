"""Vì sao tính như vậy: how one household counts in each indicator, and what that rests on."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nsnt_desktop.indicators.definitions import HOUSEHOLD_INDICATORS, LITRES_SHORT_NAME, Part
from nsnt_desktop.indicators.household_path import Step
from nsnt_desktop.ui.widgets import badge, button, column, label, row

_NAMES = {one.code: one.short_name for one in HOUSEHOLD_INDICATORS} | {"5": LITRES_SHORT_NAME}
_NOT_COUNTED, _OTHER_PART = "không tính", "không thuộc"
MORE, LESS = "Xem cả phần a, b", "Ẩn phần a, b"


class PathCard(QWidget):
    """The indicators one under the other; those that share a verdict and its reason stand together."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: tuple[Step, ...] = ()
        self.more = button(MORE, "link")
        self.more.clicked.connect(self._toggle)
        self._whole = False
        self._lines: QVBoxLayout = column(gap=8)
        self.setLayout(column(self._lines, row(self.more, None), gap=4))

    def show_path(self, steps: Sequence[Step]) -> None:
        """Show how a household counts; nothing is drawn anew where nothing changed."""
        if self.steps != tuple(steps):
            self.steps = tuple(steps)
            self._draw()

    def _toggle(self) -> None:
        self._whole = not self._whole
        self._draw()

    def _draw(self) -> None:
        while item := self._lines.takeAt(0):
            if gone := item.widget():
                gone.hide()
                gone.deleteLater()
        everywhere = (
            len({step.why for step in self.steps}) == 1
        )  # gone: no indicator says anything of its own
        shown = [step for step in self.steps if self._whole or step.code[-1] not in "ab"]
        for same in path_lines(self.steps if everywhere else shown):
            self._lines.addWidget(_line(same, alone=everywhere))
        self.more.setText(LESS if self._whole else MORE)
        self.more.setVisible(bool(self.steps) and not everywhere)


def path_lines(steps: Sequence[Step]) -> list[list[Step]]:
    """Return the steps, neighbours with one verdict and one reason together."""
    return [list(same) for _, same in groupby(steps, key=lambda step: (verdict_words(step), step.why))]


def verdict_words(step: Step) -> tuple[str, str]:
    """Return the verdict of a household in an indicator, and the kind of its badge."""
    if not step.counted:
        return _NOT_COUNTED, ""
    if step.in_numerator is None:
        return Part.UNKNOWN.label, "warning"
    if step.code == "5":  # nobody meets or fails it: a volume is added up or it is not
        return ("được tính", "met") if step.in_numerator else ("chỉ tính số khẩu", "")
    if step.in_numerator:
        return Part.NUMERATOR.label, "met"
    # Clean water from the other kind of source is no fault.
    return (_OTHER_PART, "") if step.code[-1] in "ab" else (Part.NOT_MET.label, "error")


def _line(same: Sequence[Step], *, alone: bool) -> QWidget:
    why = label(same[0].why, "dim", wrap=True)
    held = QWidget()
    if alone:
        held.setLayout(column(why))
        return held
    codes = ", ".join(step.code for step in same)
    title = label(
        f"Chỉ số {codes}: {_NAMES[same[0].code]}" if len(same) == 1 else f"Chỉ số {codes}", wrap=True
    )
    title.setToolTip("\n".join(f"{step.code}. {step.name}" for step in same))
    head = row()
    head.addWidget(title, 1)
    head.addWidget(badge(*verdict_words(same[0])))
    held.setLayout(column(head, why, gap=1))
    return held
