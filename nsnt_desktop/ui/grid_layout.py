"""Which columns of the households' list are shown, in which order and how wide: kept for next time."""

import json
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from nsnt_desktop.ui.grid_columns import AT, COLUMNS

_KEPT = "households/columns"
_ALWAYS = "head"
"""Without the names a list says nothing."""


@dataclass(frozen=True)
class _Place:
    key: str
    width: int
    shown: bool


_AT_FIRST = [_Place(column.key, column.width, column.at_first) for column in COLUMNS]


class GridLayout:
    """The columns of one list."""

    def __init__(self, table: QTableView) -> None:
        self.header: QHeaderView = table.horizontalHeader()
        self._hidden_now: frozenset[str] = frozenset()
        self._wanted = set[str]()
        self._apply(_kept())
        self.header.setSectionsMovable(True)
        self.header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.header.customContextMenuRequested.connect(
            lambda at: self.menu().popup(self.header.viewport().mapToGlobal(at))
        )
        self.header.sectionResized.connect(lambda *_: self._keep())
        self.header.sectionMoved.connect(lambda *_: self._keep())

    def hide_for_now(self, *keys: str) -> None:
        """Hide columns that would say the same in every row; what the officer chose stays as it is."""
        self._hidden_now = frozenset(keys)
        self._show_wanted()

    def is_wanted(self, key: str) -> bool:
        """Return whether the officer wants to see a column."""
        return key in self._wanted

    def show_column(self, key: str, wanted: bool) -> None:
        """Show or hide a column, and remember it."""
        self._wanted = self._wanted | {key} if wanted else self._wanted - {key}
        self._show_wanted()
        self._keep()

    def reset(self) -> None:
        """Show the columns as the program comes."""
        self._apply(_AT_FIRST)
        self._keep()

    def menu(self) -> QMenu:
        """Return the menu the columns are chosen from; it stays open while several are ticked."""
        made = _StayingMenu(self.header)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in COLUMNS:
            action = QAction(column.name, made)
            action.setCheckable(True)
            action.setChecked(self.is_wanted(column.key))
            action.setEnabled(column.key != _ALWAYS)
            action.toggled.connect(lambda on, key=column.key: self.show_column(key, on))
            made.addAction(action)
        made.addSeparator()
        made.addAction("Về như lúc đầu", self.reset)
        return made

    def _apply(self, places: list[_Place]) -> None:
        self._applying = True
        for at, place in enumerate(places):
            section = AT[place.key]
            self.header.moveSection(self.header.visualIndex(section), at)
            self.header.setSectionHidden(section, False)  # a hidden column takes no width
            self.header.resizeSection(section, place.width)
        self._wanted = {place.key for place in places if place.shown} | {_ALWAYS}
        self._show_wanted()
        self._applying = False

    def _show_wanted(self) -> None:
        for column in COLUMNS:
            shown = column.key in self._wanted and column.key not in self._hidden_now
            self.header.setSectionHidden(AT[column.key], not shown)

    def _keep(self) -> None:
        if self._applying:
            return
        before = {place.key: place.width for place in _kept()}
        places = []
        for at in range(self.header.count()):
            section = self.header.logicalIndex(at)
            key = COLUMNS[section].key
            width = self.header.sectionSize(section) or before[key]  # hidden: as wide as it was
            places.append([key, width, self.is_wanted(key)])
        QSettings().setValue(_KEPT, json.dumps(places))


def _kept() -> list[_Place]:
    """Return the columns as they were left; those the program did not have then come last."""
    try:
        saved: Any = json.loads(str(QSettings().value(_KEPT) or "[]"))
        places = [_Place(str(key), int(width), bool(on)) for key, width, on in saved if key in AT]
    except (ValueError, TypeError):  # settings of another program, or cut off half way
        places = []
    known = {place.key for place in places}
    if not places or len(known) != len(places):
        return _AT_FIRST
    return places + [place for place in _AT_FIRST if place.key not in known]


class _StayingMenu(QMenu):
    """A menu that stays open when something in it is ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable() and action.isEnabled():
            action.toggle()
            return
        super().mouseReleaseEvent(event)
