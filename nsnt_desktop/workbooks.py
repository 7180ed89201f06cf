"""Workbooks of ours written in memory: openpyxl on its own puts each sheet into a temporary file first.

It loads openpyxl: import it where a workbook is made.
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

_MARGIN = 10 / 25.4
_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no text of a workbook may hold."""


class Formula(str):
    """A live formula: "=SUM(A1:A3)". Every other text stays text, whatever it begins with."""

    __slots__ = ()


Value = int | float | str | date | datetime | None
"""What a cell holds: a Formula is a formula, a str a text, a number a number."""


class Look(NamedTuple):
    """How a cell looks; a date needs the number format of one, "dd/mm/yyyy"."""

    number_format: str = "General"
    bold: bool = False
    fill: str = ""
    """A colour: "E8EEF4"; empty: none."""
    boxed: bool = True
    size: int = 11
    align: str = ""
    """ "left", "center", "right"; empty: as its kind of value does."""
    wrap: bool = False


TEXT = Look("@")
DAY = Look("dd/mm/yyyy")
HEADING = Look(bold=True, fill="E8EEF4", align="center", wrap=True)
TITLE = Look(bold=True, size=14, boxed=False)
WORDS = Look(boxed=False)


@dataclass(frozen=True)
class Page:
    """How a sheet is shown and printed."""

    widths: Sequence[float]
    """Of the columns, in characters."""
    heading_row: int = 0
    """It stays in sight and stands on every printed page; 0: none does."""
    frozen_columns: int = 0
    landscape: bool = True
    pages_wide: int = 1
    """Onto how many pages beside each other it is printed; the frozen columns stand on each."""


class Sheet:
    """A sheet written row by row from the top; the looks of its cells are made once."""

    def __init__(self, book: Workbook, title: str, page: Page) -> None:
        self._sheet = write_only_sheet(book, title)
        self._looks: dict[Look, Any] = {}
        self.row_count = 0
        for at, width in enumerate(page.widths, 1):
            self._sheet.column_dimensions[get_column_letter(at)].width = width
        if page.heading_row:
            self._sheet.freeze_panes = f"{get_column_letter(page.frozen_columns + 1)}{page.heading_row + 1}"
            self._sheet.print_title_rows = f"{page.heading_row}:{page.heading_row}"
        if page.pages_wide > 1:
            self._sheet.print_title_cols = f"A:{get_column_letter(page.frozen_columns)}"
        _set_up_print(self._sheet, page)

    def write(self, values: Sequence[Value], looks: Look | Sequence[Look] = WORDS, height: float = 0) -> int:
        """Write the next row, in one look or one for each cell; return its number."""
        each = [looks] * len(values) if isinstance(looks, Look) else looks
        self.row_count += 1
        if height:
            self._sheet.row_dimensions[self.row_count].height = height
        self._sheet.append([self._cell(value, look) for value, look in zip(values, each, strict=True)])
        return self.row_count

    def filter(self, heading_row: int, columns: int) -> None:
        """Offer filters over the rows written since the heading."""
        last = max(self.row_count, heading_row)
        self._sheet.auto_filter.ref = f"A{heading_row}:{get_column_letter(columns)}{last}"

    def _cell(self, value: Value, look: Look) -> Any:
        cell: Any = WriteOnlyCell(self._sheet)
        cell._style = self._looks.get(look) or self._made(look)  # noqa: SLF001 - one look for many cells
        if isinstance(value, str) and not isinstance(value, Formula):
            if value:
                cell.value = _REFUSED.sub("", value)
                cell.data_type = "s"
        else:
            cell.value = value
        return cell

    def _made(self, look: Look) -> Any:
        cell: Any = WriteOnlyCell(self._sheet)
        cell.font = Font(name="Times New Roman", size=look.size, bold=look.bold)
        cell.alignment = Alignment(horizontal=look.align or None, vertical="center", wrap_text=look.wrap)
        cell.number_format = look.number_format
        if look.boxed:
            line = Side(style="thin", color="888888")
            cell.border = Border(left=line, right=line, top=line, bottom=line)
        if look.fill:
            cell.fill = PatternFill("solid", fgColor=look.fill)
        self._looks[look] = cell._style  # noqa: SLF001 - likewise
        return self._looks[look]


def fitting_width(texts: Sequence[str], *, least: int = 6, most: int = 50) -> float:
    """Return the width of a column, in characters, in which its texts show whole up to a limit."""
    return min(max([least, *(len(text) + 2 for text in texts)]), most)


def new_book(names: Mapping[str, str] | None = None) -> Workbook:
    """Return an empty workbook that is computed when it is opened; `names` are ranges: "A" → "'Hộ'!$A$1"."""
    from openpyxl.workbook.defined_name import DefinedName  # noqa: PLC0415 - few workbooks have any

    book = Workbook(write_only=True)
    book.calculation.fullCalcOnLoad = True
    for name, place in (names or {}).items():
        book.defined_names[name] = DefinedName(name, attr_text=place)
    return book


def _set_up_print(sheet: Any, page: Page) -> None:
    sheet.page_setup.orientation = "landscape" if page.landscape else "portrait"
    sheet.page_setup.fitToWidth = page.pages_wide
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, _MARGIN)


# These follow openpyxl's own code into its private parts (3.1); the tests tell if a later one does otherwise.


class _InMemory(ExcelWriter):
    def __init__(self, book: Workbook, archive: zipfile.ZipFile) -> None:
        super().__init__(book, archive)
        self.archive = archive

    def write_worksheet(self, ws: Any) -> None:
        """Write one sheet as ExcelWriter does, but without a file that would hold households' data."""
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images  # noqa: SLF001
        if ws.parent.write_only:
            ws.close()
            writer: Any = ws._writer  # noqa: SLF001
        else:
            writer = WorksheetWriter(ws, io.BytesIO())
            writer.write()
        ws._rels = writer._rels  # noqa: SLF001
        self.archive.writestr(ws.path[1:], writer.out.getvalue())
        self.manifest.append(ws)


def book_bytes(book: Workbook) -> bytes:
    """Return a workbook as the bytes of an .xlsx; nothing of it touches a file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        _InMemory(book, archive).save()
    return stream.getvalue()


def write_only_sheet(book: Workbook, title: str) -> Any:
    """Return a new sheet of a write-only workbook; its rows wait in memory."""
    sheet: Any = book.create_sheet(title)

    def begin() -> None:
        if sheet._writer is None:  # noqa: SLF001
            sheet._writer = WorksheetWriter(sheet, io.BytesIO())  # noqa: SLF001
            sheet._writer.write_top()  # noqa: SLF001

    sheet._get_writer = begin  # noqa: SLF001
    return sheet
