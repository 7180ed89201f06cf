"""Driving the households' list with keys, as an officer does: the window, its page, the keys."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, own_settings
from sqlalchemy import select as query
from typing_vi import type_text

from communes import CommuneOf
from nsnt_desktop.models import HouseholdRecord, MainSource
from nsnt_desktop.models.words import HouseholdStatus, Poverty
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.app import make_application
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.grid_columns import AT
from nsnt_desktop.ui.grid_editors import CellLine
from nsnt_desktop.ui.household_grid import HouseholdGrid
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.jobs import wait_for_jobs
from nsnt_desktop.ui.main_window import MainWindow
from nsnt_desktop.ui.theme import colours

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def key(
    widget: QWidget, pressed: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key as the window system sends it: first offered to shortcuts, then to the widget."""
    offered = QKeyEvent(QEvent.Type.ShortcutOverride, pressed, modifiers)
    offered.ignore()
    QApplication.sendEvent(widget, offered)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, pressed, modifiers))
    QApplication.processEvents()


def editor(page: HouseholdsPage) -> CellLine | None:
    """Return the editor open in the list."""
    found = page.table.indexWidget(page.table.currentIndex())
    return found if isinstance(found, CellLine) and found.isVisible() else None


def stand(page: HouseholdsPage, row: int, column: str) -> HouseholdGrid:
    """Stand on a cell."""
    page.table.setFocus()
    page.table.go_to(row, AT[column])
    return page.table


def select(page: HouseholdsPage, first: tuple[int, str], last: tuple[int, str]) -> None:
    """Choose a block, standing on its first cell."""
    stand(page, *first)
    model = page.model
    chosen = QItemSelection(model.index(first[0], AT[first[1]]), model.index(last[0], AT[last[1]]))
    page.table.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def type_over(
    page: HouseholdsPage, row: int, column: str, text: str, leave: Qt.Key | None = Qt.Key.Key_Return
) -> None:
    """Type into a cell without opening it first: the first letter opens it."""
    type_text(stand(page, row, column), text[0])
    opened = editor(page)
    assert opened is not None
    if text[1:]:
        type_text(opened, text[1:])
    if leave is not None:
        key(opened, leave)


def paste(page: HouseholdsPage, row: int, column: str, text: str) -> None:
    """Paste a text from a cell on."""
    QGuiApplication.clipboard().setText(text)
    key(stand(page, row, column), Qt.Key.Key_V, CTRL)


def text(page: HouseholdsPage, row: int, column: str) -> str:
    """Return what a cell shows."""
    return str(page.model.index(row, AT[column]).data())


def tip(page: HouseholdsPage, row: int, column: str) -> str:
    """Return what a cell says under the mouse."""
    return str(page.model.index(row, AT[column]).data(Qt.ItemDataRole.ToolTipRole))


def is_red(page: HouseholdsPage, row: int, column: str) -> bool:
    """Return whether a cell carries a mark."""
    return ground(page, row, column) == QColor(colours().error_soft)


def ground(page: HouseholdsPage, row: int, column: str) -> object:
    """Return the colour behind a cell, None: the usual one."""
    return page.model.index(row, AT[column]).data(Qt.ItemDataRole.BackgroundRole)


def here(page: HouseholdsPage) -> tuple[int, str]:
    """Return the cell one stands on."""
    index = page.table.currentIndex()
    return index.row(), next(name for name, at in AT.items() if at == index.column())


NOT_POOR = {"poverty": Poverty.NONE}
ROWS: list[dict[str, Any]] = [
    {
        "head": "Lê Văn An",
        "persons": 4,
        "hygienic": True,
        "clean": True,
        "source": "drilled_well",
        **NOT_POOR,
    },
    {"head": "Bùi Thị Bình", "persons": 2, "poverty": Poverty.POOR},
    {"head": "Trần Cường", "persons": 6, "hygienic": False, "clean": True, "source": "rain", **NOT_POOR},
    {"head": "Phạm Thị Dung", "persons": 3, "village": "Thôn Do Thượng", **NOT_POOR},
    {"head": "Đỗ Văn Em", "persons": 1, "status": HouseholdStatus.MOVED_AWAY},
]


@pytest.fixture
def dialogs() -> FakeDialogs:
    return FakeDialogs()


@pytest.fixture
def window(
    qapp: QApplication,  # noqa: ARG001 - Qt first
    qtbot: QtBot,
    data: DataFile,
    dialogs: FakeDialogs,
    tmp_path: Path,
) -> Iterator[MainWindow]:
    own_settings(tmp_path)
    make_application()
    made = MainWindow(Context(data, 2024, dialogs))
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    wait_for_jobs()


@pytest.fixture
def page(window: MainWindow, commune_of: CommuneOf) -> HouseholdsPage:
    commune_of(ROWS)
    window.show_page("households")
    shown = window.page()
    assert isinstance(shown, HouseholdsPage)
    return shown


def heads(page: HouseholdsPage) -> list[str]:
    return [page.model.household(i).head for i in range(page.model.rowCount())]


def record(page: HouseholdsPage, row: int) -> HouseholdRecord:
    with page.context.data.reading() as session:
        return session.get_one(HouseholdRecord, page.model.record_id(row))


def source_code(page: HouseholdsPage, row: int) -> str | None:
    with page.context.data.reading() as session:
        wanted = query(MainSource.code).where(MainSource.id == record(page, row).main_source_id)
        return session.scalars(wanted).one_or_none()


def choose(menu: Any, *texts: str) -> None:
    """Choose from a menu and its submenus by a part of each text."""
    for wanted in texts:
        action = next(a for a in menu.actions() if wanted in a.text())
        assert action.isEnabled()
        menu = action.menu()
    action.trigger()
