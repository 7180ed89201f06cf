"""One household year by year: what each field held, side by side, and in one line under its editor."""

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from nsnt_desktop.registry.household_labels import FIELD_LABELS, value_words
from nsnt_desktop.registry.household_lists import HouseholdRow
from nsnt_desktop.registry.household_sheet import HouseholdSheet
from nsnt_desktop.ui.widgets import label

YEARLY = (
    *("village_id", "status", "persons", "poverty", "main_source_id", "second_source_id", "scheme_id"),
    *("litres_per_month", "has_meter", "hygienic", "clean", "basis", "treatment"),
    *("dry_season_shortage", "pollution_risk", "note"),
)
"""Fields that each year holds anew."""
ALWAYS = frozenset({"persons", "poverty", "main_source_id", "hygienic", "clean"})
"""Told year by year also where they never changed."""
BESIDE = 2
"""Earlier years told under a field."""
ACROSS = 3
"""Years side by side: more would cut words in a form this narrow, so the rest stand below."""


def past_line(sheet: HouseholdSheet, field: str) -> tuple[str, bool]:
    """Return what a field held in the last years, empty where it is the same, and whether it changed last."""
    now = value_words(field, getattr(sheet.household, field), sheet.names)
    past = [(year, _words(sheet, row, field)) for year, row in sheet.earlier[:BESIDE]]
    if all(words == now for _, words in past):
        return "", False
    grouped = [(words, [year for year, _ in years]) for words, years in groupby(past, key=lambda of: of[1])]
    told = " · ".join(f"{', '.join(map(str, years))}: {words}" for words, years in grouped)
    return told, past[0][1] != now


class YearsTable(QWidget):
    """The years as columns, the newest first; under each field its values, once where they never changed."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(1)
        for at in range(ACROSS):
            self._grid.setColumnStretch(at, 1)
        self.setLayout(self._grid)
        self.cells: tuple[object, ...] = ()

    def show_years(self, sheet: HouseholdSheet) -> None:
        """Show every year of a household; nothing is drawn anew where nothing changed."""
        years = sorted([(sheet.year, sheet.household), *sheet.others], key=lambda of: -of[0])
        lines = [(field, [_words(sheet, row, field) for _, row in years]) for field in YEARLY]
        cells = (sheet.year, tuple(year for year, _ in years), tuple((f, tuple(w)) for f, w in lines))
        if cells == self.cells:
            return
        self.cells = cells
        self._clear()
        for start in range(0, len(years), ACROSS):
            self._show_block([year for year, _ in years], lines, start, sheet.year)
        self._grid.addWidget(label(self._rest(lines), "dim", wrap=True), self._grid.rowCount(), 0, 1, ACROSS)

    def _show_block(self, years: list[int], lines: list[tuple[str, list[str]]], start: int, now: int) -> None:
        top = self._grid.rowCount()
        for at, year in enumerate(years[start : start + ACROSS]):
            self._grid.addWidget(label(str(year), "accent" if year == now else "strong"), top, at)
        for field, words in lines:
            if len(set(words)) == 1 and field not in ALWAYS:
                continue
            # The year before the last one shown tells whether that one changed.
            seen, before = words[start : start + ACROSS], words[start + 1 : start + ACROSS + 1]
            self._show_line(field, seen, before)

    def _show_line(self, field: str, words: list[str], before: list[str]) -> None:
        top = self._grid.rowCount()
        title = label(FIELD_LABELS[field], "dim")
        title.setContentsMargins(0, 5, 0, 0)
        self._grid.addWidget(title, top, 0, 1, ACROSS)
        if len(set(words)) == 1:
            told = words[0] if len(words) == 1 else f"{words[0]} (không đổi)"
            self._grid.addWidget(label(told, wrap=True), top + 1, 0, 1, ACROSS)
            return
        for at, text in enumerate(words):
            changed = at < len(before) and before[at] != text
            cell = label(text, "changed" if changed else "", wrap=True)
            self._grid.addWidget(cell, top + 1, at, Qt.AlignmentFlag.AlignTop)

    @staticmethod
    def _rest(lines: list[tuple[str, list[str]]]) -> str:
        if len(lines[0][1]) == 1:
            return "Chưa có số liệu năm khác để so sánh."
        same = sum(len(set(words)) == 1 and field not in ALWAYS for field, words in lines)
        return f"{same} mục khác không đổi qua các năm." if same else ""

    def _clear(self) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            if item and (gone := item.widget()):
                gone.hide()
                gone.deleteLater()


def _words(sheet: HouseholdSheet, row: HouseholdRow, field: str) -> str:
    return value_words(field, getattr(row, field), sheet.names)
