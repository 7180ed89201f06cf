"""Workbooks of ours written in memory: openpyxl on its own puts each sheet into a temporary file first.

It loads openpyxl: import it where a workbook is made.
"""

import io
import zipfile
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

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
