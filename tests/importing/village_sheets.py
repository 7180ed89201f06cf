"""Our own sheet as a village head sends it back: saved, typed in, and looked at by the import."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from nsnt_desktop.importing.intake import Preview, preview_list
from nsnt_desktop.importing.list_file import read_list
from nsnt_desktop.importing.matching.saying import changes_of
from nsnt_desktop.importing.outgoing.list_template import SHEET_NAME, save_village_lists
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.collection_sheet import (
    COLUMNS,
    PLACE_COLUMNS,
)
from nsnt_desktop.registry.collection_sheet_words import SheetKind
from nsnt_desktop.registry.register import load_register
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile

HEADING, FIRST = 6, 7
HOUSEHOLDS: list[dict[str, Any]] = [
    {"head": "Lê Văn An", "code": "", "persons": 4, "poverty": Poverty.NONE, "source": "drilled_well"},
    {"head": "Lê Thị Bình", "code": "", "persons": 3, "hygienic": True, "phone": "0912345678"},
    {"head": "Trần Văn Cường", "code": "7", "persons": 5, "clean": False, "note": "- cuối xóm"},
]


def preview(data: DataFile, path: Path, year: int | None = None) -> Preview:
    with data.reading() as session:
        return preview_list(read_list(path), load_register(session, find_year(session, year)))


def counted(found: Preview) -> dict[Outcome, int]:
    return {outcome: n for outcome in Outcome if (n := found.count(outcome))}


def changes(data: DataFile, found: Preview) -> list[tuple[str, Any, Any]]:
    """Return field, old and new of all that the list changes."""
    with data.reading() as session:
        households = load_register(session, find_year(session)).households
    kept = {household.record_id: household for household in households}
    return [(c.field, c.old, c.new) for row in found.batch.rows for c in changes_of(row, kept)]


def column(field: str) -> int:
    return [c.field for c in (*COLUMNS, *PLACE_COLUMNS)].index(field) + 2


def typed_in(path: Path, type_: Callable[[Worksheet], None]) -> Path:
    """Change a saved sheet as its village head would."""
    book = openpyxl.load_workbook(path)
    type_(book[SHEET_NAME])
    book.save(path)
    return path


def row_of(sheet: Worksheet, head: str) -> int:
    at = column("head")
    return next(row for row in range(FIRST, sheet.max_row) if sheet.cell(row, at).value == head)


def put(sheet: Worksheet, row: int, **values: Any) -> None:
    for field, value in values.items():
        sheet.cell(row, column(field)).value = value


def save(
    data: DataFile, folder: Path, kind: SheetKind = SheetKind.FILLED, villages: Sequence[int] | None = None
) -> Path:
    return save_village_lists(data, 2024, folder, kind, villages)[0]
