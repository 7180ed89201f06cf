"""A walk in steps inside a page: where I am, back, on; no dialog."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.widgets import ElidedLabel, button, column, row


class Step(QWidget):
    """One step of a walk."""

    title = ""
    onward = "Tiếp tục"
    """What the button that leads on says; empty: the step has its own button."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def enter(self) -> None:
        """Show what this step is about, each time it is reached."""

    def leave(self) -> bool:
        """Save what was typed; False keeps the officer here."""
        return True

    def refresh(self) -> None:
        """Show the data as it is now, keeping the place."""

    def primary(self) -> QPushButton | None:
        """Return the step's own main button, where it has one."""
        return None

    def may_go_on(self) -> bool:
        """Whether the steps after this one have something to show."""
        return True


class Walk(QWidget):
    """Steps one after another, their names on top, back and on at the bottom."""

    def __init__(self, title: str, steps: Sequence[Step], on_close: Callable[[], None], back: str) -> None:
        super().__init__()
        self.steps = list(steps)
        self._on_close = on_close
        self.heading = ElidedLabel()
        self.heading.setObjectName("h1")
        self.heading.show_text(title)
        self.close_button = button(back, "link")
        self.close_button.clicked.connect(self._close)
        self._group = QButtonGroup(self)
        self.names = [button(f"{number}  {step.title}", "chip") for number, step in enumerate(steps, 1)]
        for at, name in enumerate(self.names):
            self._group.addButton(name, at)
            name.clicked.connect(lambda _checked=False, to=at: self.go_to(to))
        self.stack = QStackedWidget()
        for step in steps:
            self.stack.addWidget(step)
        self.back = button("Quay lại")
        self.back.clicked.connect(lambda: self.go_to(self.at() - 1))
        self.on = button("Tiếp tục", "primary")
        self.on.clicked.connect(lambda: self.go_to(self.at() + 1))
        self.top = row(self.heading, *self.names, None, self.close_button, gap=6)
        self.top.insertSpacing(1, 8)
        outer = column(self.top, gap=10)
        outer.addWidget(self.stack, 1)
        outer.addLayout(row(self.back, None, self.on))
        outer.setContentsMargins(20, 14, 20, 12)
        self.setLayout(outer)

    def at(self) -> int:
        """Return the number of the step shown, from 0."""
        return self.stack.currentIndex()

    def begin(self) -> None:
        """Show the first step."""
        self.stack.setCurrentIndex(0)
        self.steps[0].enter()
        self.show_state()
        self._take_keys()

    def go_to(self, to: int) -> None:
        """Leave the step shown and show another, if both agree."""
        open_to = next(
            (at for at, step in enumerate(self.steps) if not step.may_go_on()), len(self.steps) - 1
        )
        to = max(0, min(to, open_to))
        if to != self.at() and self.steps[self.at()].leave():
            self.stack.setCurrentIndex(to)
            self.steps[to].enter()
            self._take_keys()
        self.show_state()

    def show_state(self) -> None:
        """Show which step this is and which can be reached."""
        at, last = self.at(), len(self.steps) - 1
        reachable = True
        for number, (name, step) in enumerate(zip(self.names, self.steps, strict=True)):
            name.setEnabled(reachable)
            name.setChecked(number == at)
            reachable = reachable and step.may_go_on()
        step = self.steps[at]
        self.back.setVisible(at > 0)
        self.on.setVisible(at < last and bool(step.onward))
        self.on.setText(step.onward)
        self.on.setEnabled(step.may_go_on())

    def refresh(self) -> None:
        """Show the data as it is now in the step shown."""
        self.steps[self.at()].refresh()
        self.show_state()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the step's main button with Enter, unless a line or another button has the keyboard."""
        focused = QApplication.focusWidget()
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or isinstance(focused, QLineEdit):
            super().keyPressEvent(event)
        elif isinstance(focused, QAbstractButton):
            focused.click()
        else:
            main = self.on if self.on.isVisible() else self.steps[self.at()].primary()
            if main is not None:
                main.click()

    def _take_keys(self) -> None:
        focused = QApplication.focusWidget()
        if focused is None or not self.steps[self.at()].isAncestorOf(focused):
            self.setFocus()

    def _close(self) -> None:
        if self.steps[self.at()].leave():
            self._on_close()
