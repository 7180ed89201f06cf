"""The list of households as an Excel sheet: as filtered and sorted, with every column there is."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHeaderView

from nsnt_desktop import format as vn
from nsnt_desktop.documents.table_workbook import Cell, Column, ShownTable
from nsnt_desktop.importing.typed_cells import CellLists
from nsnt_desktop.registry.household_lists import HouseholdRow, household_rows
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.grid_columns import COLUMNS, TICKED, GridColumn, Kind, cell_text


def exported_columns(header: QHeaderView) -> list[GridColumn]:
    """Return every column in the order the officer gave them, those out of sight among them."""
    return [COLUMNS[header.logicalIndex(at)] for at in range(header.count())]


def households_table(
    data: DataFile, ids: Sequence[int], columns: Sequence[GridColumn], lists: CellLists, title: str
) -> ShownTable:
    """Return the households of these record ids in this order, each cell with its own kind of value."""
    with data.reading() as session:
        found = household_rows(session, ids)
    rows = [[_value(row, column, lists) for column in columns] for row in found]
    return ShownTable(f"{title}: {vn.number(len(rows))} hộ", tuple(Column(c.name) for c in columns), rows)


def _value(row: HouseholdRow, column: GridColumn, lists: CellLists) -> Cell:
    held: Any = getattr(row, column.saved_as, None)
    if column.kind is Kind.TICK:
        return TICKED if held else ""
    if column.key == "litres_per_month":
        return None if held is None else held / 1000
    if column.key == "updated_at":
        return None if held is None else held.date()
    return held if column.kind is Kind.NUMBER else cell_text(row, column, lists)
