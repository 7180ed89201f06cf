"""The menus over the households chosen: give them all one value, mark them as checked, blocks of cells."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.importing.words.cells import Refused
from nsnt_desktop.ui import grid_work
from nsnt_desktop.ui.grid_columns import AT, COLUMNS, GridColumn, Kind
from nsnt_desktop.ui.household_grid import HouseholdGrid

_OF_ONE = {"head", "code", "phone", "birth_year", "verified", "updated_at", "status"}
"""What several households do not share, or what is set in a way of its own."""


def assign_menu(grid: HouseholdGrid, parent: QWidget, rows: Sequence[int]) -> QMenu:
    """Return the menu that gives the households of these rows one value of a field."""
    made = QMenu(f"Gán cho {vn.number(len(rows))} hộ đã chọn", parent)
    for column in COLUMNS:
        if column.key in _OF_ONE:
            continue
        if column.kind is Kind.CHOICE:
            made.addMenu(_values(grid, made, rows, column))
        elif column.kind is Kind.TICK:
            made.addMenu(_ticks(grid, made, rows, column))
        else:
            made.addAction(f"{column.name}…", partial(_ask, grid, parent, rows, column))
    made.setEnabled(bool(rows))
    return made


def verify_menu(grid: HouseholdGrid, parent: QWidget, rows: Sequence[int], shown: str) -> QMenu:
    """Return the menu that marks households as checked; `shown` names the whole list, "thôn Phác Lê" say."""
    made = QMenu("Đánh dấu đã đối chiếu", parent)
    column = COLUMNS[AT["verified"]]
    every = range(grid.households.rowCount())
    chosen, whole = f"{vn.number(len(rows))} hộ đã chọn", f"{shown} ({vn.number(len(every))} hộ)"
    for text, meant, value in (
        (f"Đã đối chiếu {chosen}", rows, True),
        (f"Đã đối chiếu {whole}", every, True),
        (f"Bỏ dấu của {chosen}", rows, False),
        (f"Bỏ dấu của {whole}", every, False),
    ):
        action = made.addAction(text)
        action.setEnabled(bool(meant))
        action.triggered.connect(
            lambda _on=False, meant=meant, value=value: grid_work.assign(
                grid.households, meant, column, value, ""
            )
        )
    return made


def cells_menu(grid: HouseholdGrid, parent: QWidget) -> QMenu:
    """Return the menu of what is done to the cells chosen."""
    made = QMenu("Ô đã chọn", parent)
    for text, keys, act in (
        ("Chép", "Ctrl+C", grid.copy),
        ("Dán", "Ctrl+V", grid.paste),
        ("Điền xuống", "Ctrl+D", grid.fill_down),
        ("Xóa nội dung", "Delete", lambda: grid_work.clear(grid.households, grid.chosen_cells())),
    ):
        # The keys are only told: the list itself hears them, and a shortcut here would be a second one.
        made.addAction(f"{text}\t{keys}", act)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return made


def _values(grid: HouseholdGrid, parent: QWidget, rows: Sequence[int], column: GridColumn) -> QMenu:
    made = QMenu(column.name, parent)
    for option in grid.households.reader.options(column.saved_as):
        made.addAction(
            option.label.replace("&", "&&"),
            partial(grid_work.assign, grid.households, rows, column, option.value, option.label),
        )
    return made


def _ticks(grid: HouseholdGrid, parent: QWidget, rows: Sequence[int], column: GridColumn) -> QMenu:
    made = QMenu(column.name, parent)
    for text, value in (("Có", True), ("Không", False)):
        made.addAction(text, partial(grid_work.assign, grid.households, rows, column, value, ""))
    return made


def _ask(grid: HouseholdGrid, parent: QWidget, rows: Sequence[int], column: GridColumn) -> None:
    context = grid.households.context
    title = f"Gán cho {vn.number(len(rows))} hộ đã chọn"
    typed = context.dialogs.text(parent, title, f"{column.name}:")
    if typed is None:
        return
    value = grid.households.reader.read(column.saved_as, typed)
    if isinstance(value, Refused):
        sentence = f"«{typed}» không gán được: {value.reason}. Chưa có gì bị thay đổi. Hãy nhập lại."
        context.noticed.emit(sentence, True)
        return
    grid_work.assign(grid.households, rows, column, value, typed)
