"""The page of imports in a window, and lists to bring to it, for the tests of what the officer does there."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, shown

from communes import CommuneOf
from nsnt_desktop.registry.household_lists import HouseholdFilter
from nsnt_desktop.registry.roster import Roster
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.imports import ImportsPage

HEADINGS = ("STT", "Họ và tên chủ hộ", "Số khẩu", "Nguồn nước chính", "Nước hợp vệ sinh")
KNOWN = [
    {"head": "Trịnh Văn Khoẻ", "persons": 4, "source": "drilled_well", "hygienic": True},
    {"head": "Lê Thị Hòa", "persons": 3, "source": "drilled_well", "hygienic": True},
    {"head": "Phạm Văn Ân", "persons": 5, "source": "drilled_well", "hygienic": True},
]
LIST = [
    (1, "Trịnh Văn Khoẻ", 4, "Giếng khoan", "có"),  # the same
    (2, "Lê Thị Hòa", 2, "Giếng khoan", "có"),  # one value changes
    (3, "Đỗ Văn Mới", 6, "Giếng khoan", "có"),  # new
    (4, "Cao Thị Lạ", 3, "Nước thần tiên", "có"),  # a question
    (5, "Bùi Văn Sai", "ba mươi", "Giếng khoan", "có"),  # a wrong cell
]


def write_list(path: Path, rows: Sequence[Sequence[object]], title: str = "Thôn Phác Lê") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([f"DANH SÁCH HỘ SỬ DỤNG NƯỚC - {title}"])
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(list(row))
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


class Imports:
    """An officer before the page of imports."""

    def __init__(self, qtbot: QtBot, commune_of: CommuneOf) -> None:
        self.qtbot = qtbot
        self.data = commune_of(KNOWN)
        self.page: ImportsPage
        self.dialogs: FakeDialogs
        self.page, self.dialogs, self.said = shown(qtbot, ImportsPage, self.data)

    def bring(self, *paths: Path) -> None:
        """Bring files and wait until one of them is shown, or none is left."""
        self.page.take(list(paths))
        self.settle()

    def drop(self, *paths: Path) -> None:
        """Drop files on the page."""
        dropped = QMimeData()
        dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        self.page.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, dropped, left, none))
        self.settle()

    def settle(self) -> None:
        """Wait until no file is looked for or read."""
        self.qtbot.waitUntil(lambda: not self.page.busy, timeout=20_000)

    def preview(self) -> None:
        """Go on to the preview and wait for it."""
        self.page.walk.go_to(1)
        state = self.page.preview.state
        self.qtbot.waitUntil(lambda: not state.text().startswith("Đang"), timeout=20_000)

    def take_in(self) -> None:
        """Take in the list at hand, as previewed."""
        self.preview()
        before = self.page.queue.current
        self.page.preview.apply.click()
        self.qtbot.waitUntil(lambda: self.page.queue.current is not before, timeout=20_000)
        self.settle()

    def walking(self) -> bool:
        """Return whether a file is being looked at."""
        return self.page.stack.currentWidget() is self.page.walk

    def files(self) -> list[tuple[str, str, str]]:
        """Return the queue as it is shown: file, state, what became of it."""
        lines = self.page.waiting.table.lines.lines
        return [(line.cells[0], line.cells[2], line.cells[3]) for line in lines]

    def choose(self, row: int) -> None:
        """Open a line of the queue."""
        self.page.waiting.table.selectRow(row)
        self.page.waiting.look.click()
        self.settle()

    def households(self) -> int:
        """Return how many households the register has."""
        with self.data.reading() as session:
            year = find_year(session)
        return len(Roster(self.data, year.id).find(HouseholdFilter()).ids)
