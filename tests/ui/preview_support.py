"""The preview of a list in a window of its own, for the tests of what it shows and asks."""

from collections.abc import Sequence
from typing import Any

from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs

from nsnt_desktop.importing.list_file import ListFile
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.import_preview import PreviewImportStep

Row = Sequence[Any]


class Preview:
    """An officer before the preview of one list."""

    def __init__(self, qtbot: QtBot, data: DataFile, file: ListFile) -> None:
        self.qtbot, self.data, self.file = qtbot, data, file
        self.context = Context(data, 2024, FakeDialogs())
        self.said: list[tuple[str, bool]] = []
        self.went: list[tuple[str, object]] = []
        self.taken: list[object] = []
        self.context.noticed.connect(lambda sentence, fault: self.said.append((sentence, fault)))
        self.context.went.connect(lambda page, argument: self.went.append((page, argument)))
        self.step = PreviewImportStep(self.context, lambda: self.file)
        self.step.taken.connect(self.taken.append)
        qtbot.addWidget(self.step)
        self.step.resize(1100, 640)
        self.step.show()
        qtbot.waitExposed(self.step)
        self.step.enter()
        self.settle()

    def settle(self) -> None:
        """Wait until the list was compared with the newest answers."""
        self.qtbot.waitUntil(lambda: not self.step.state.text().startswith("Đang"), timeout=20_000)

    def count(self, outcome: Outcome) -> int:
        assert self.step.seen is not None
        return self.step.seen.preview.count(outcome)

    def tabs(self) -> list[str]:
        """Return the titles of the tabs that can be seen."""
        tabs = self.step.tabs
        return [tabs.tabText(at) for at in range(tabs.count()) if tabs.isTabVisible(at)]

    def cells(self) -> list[tuple[str, ...]]:
        """Return the rows shown, without the sheet."""
        return [line.cells[1:] for line in self.step.rows.lines.lines]

    def apply(self) -> None:
        self.step.apply.click()
        self.qtbot.waitUntil(lambda: bool(self.taken), timeout=20_000)
