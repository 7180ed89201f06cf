"""A marked copy made of the values that were read, in the same rows and columns as the file had them."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from datetime import date, datetime, time, timedelta
from typing import Any

from nsnt_desktop.importing.files.reading import Cell, Sheet
from nsnt_desktop.importing.files.sheet_xml import column_letters
from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.outgoing.marking import (
    FONT,
    REASONS_WIDTH,
    Marker,
    Marks,
    RowMarks,
    is_guide,
    reasons_column,
    writable,
)
from nsnt_desktop.importing.words.cells import show
from nsnt_desktop.importing.words.marked_words import READ_FIRST, TO_MEND

_NO_VALUE = "=NA()"
"""Stands where a formula had no value: read again it has none either."""
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?")
_EXACT = 10**15
"""Whole numbers under it are exact in Excel."""
_FIRST_YEAR = 1900
"""Excel knows no day before it."""
_SAMPLED_ROWS = 300
"""By whose texts the widths are chosen."""
_NARROWEST, _WIDEST = 6, 40
_REFUSED = re.compile(r"[\\*?:/\[\]]")
_LONGEST_NAME = 31


def marked_values(preview: Preview, sheets: Sequence[Sheet], marks: Marks) -> bytes:
    """Return a new workbook with the values of the sheets and the marks."""
    from openpyxl import Workbook  # noqa: PLC0415 - a tenth of a second, only when needed

    from nsnt_desktop.workbooks import book_bytes, write_only_sheet  # noqa: PLC0415

    book = Workbook(write_only=True)
    marker = Marker()
    marker.fill_guide(write_only_sheet(book, READ_FIRST), preview, marks)
    layouts = {sheet.name: layout for sheet, layout in preview.file.sheets}
    for sheet in sheets:
        if not is_guide(sheet):
            made = write_only_sheet(book, _sheet_name(sheet.name))
            page = _Page(made, sheet, layouts.get(sheet.name), marker)
            page.write(marks.get(sheet.name, {}))
    return book_bytes(book)


def _sheet_name(name: str) -> str:
    """Return a name Excel takes for a sheet: that of a text file may be longer, or hold signs it refuses."""
    return _REFUSED.sub("_", writable(name))[:_LONGEST_NAME].strip("'") or "Danh sách"


class _Page:
    """One sheet on its way into the copy; openpyxl asks for widths and hidden rows before the first row."""

    def __init__(self, page: Any, sheet: Sheet, layout: Layout | None, marker: Marker) -> None:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
        from openpyxl.styles import Alignment, Font  # noqa: PLC0415

        self.page, self.sheet, self.layout, self.marker = page, sheet, layout, marker
        self._made = WriteOnlyCell
        self._looks: dict[str, Any] = {}
        self._font, self._bold = Font(name=FONT, size=12), Font(name=FONT, size=12, bold=True)
        self._plain = Alignment(vertical="center")
        self._wrapped = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self.headings = frozenset(layout.heading_rows if layout else ())
        self.reasons = reasons_column(sheet, layout) if layout and sheet.cells else None

    def write(self, marks: Mapping[int, RowMarks]) -> None:
        """Write all rows, those with something to mend marked."""
        if not marks:
            self.reasons = self._earlier()
        self.marker.new_sheet()
        self._set_up(marks)
        for excel_row, values in enumerate(self.sheet.cells, 1):
            self.page.append(list(self._row(excel_row, values, marks.get(excel_row))))

    def _earlier(self) -> int | None:
        """Return the column of an earlier copy's reasons, to be left blank."""
        columns = self.layout.columns if self.layout else ()
        return next((column.index for column in columns if column.title == TO_MEND), None)

    def _set_up(self, marks: Mapping[int, RowMarks]) -> None:
        self.page.sheet_state = "hidden" if self.sheet.hidden else "visible"
        for at, width in enumerate(_widths(self.sheet, self.layout)):
            self.page.column_dimensions[column_letters(at + 1)].width = width
        for at in self.sheet.looks.hidden_columns:
            self.page.column_dimensions[column_letters(at + 1)].hidden = True
        if self.reasons is not None and marks:
            self.page.column_dimensions[column_letters(self.reasons + 1)].width = REASONS_WIDTH
        for row in self.sheet.looks.hidden_rows:
            self.page.row_dimensions[row].hidden = True
        for row, row_marks in marks.items() if self.reasons is not None else ():
            self.page.row_dimensions[row].height = row_marks.height
        for (top, left), (bottom, right) in self.sheet.merged:
            self.page.merged_cells.add(
                f"{column_letters(left + 1)}{top + 1}:{column_letters(right + 1)}{bottom + 1}"
            )

    def _row(self, excel_row: int, values: Sequence[Cell], marks: RowMarks | None) -> Iterator[Any]:
        width = max(len(values), 0 if self.reasons is None else self.reasons + 1)
        for at in range(width):
            if at == self.reasons:
                yield self._reason(excel_row, marks)
                continue
            value = values[at] if at < len(values) else ""
            told = marks.cells.get(at) if marks else None
            fault = self.sheet.faults.get((excel_row - 1, at), "")
            if value == "" and not (told or fault):
                yield None
                continue
            cell = self._cell(value, heading=excel_row in self.headings)
            if fault:
                shown = _ERROR.search(fault)
                cell.value = shown[0] if shown else _NO_VALUE
            if told:
                self.marker.mark(cell, told)
            yield cell

    def _reason(self, excel_row: int, marks: RowMarks | None) -> Any:
        if marks is None and not (self.layout and excel_row == self.layout.heading_rows[0]):
            return None
        cell = self._made(self.page)
        if marks:
            self.marker.write_reasons(cell, marks)
        else:
            self.marker.write_heading(cell)
        return cell

    def _cell(self, value: Cell, *, heading: bool) -> Any:
        kept, number_format = _kept(value)
        cell: Any = self._made(self.page, kept)
        if isinstance(kept, str):
            cell.data_type = "s"
        key = f"{heading}{number_format}"
        if key not in self._looks:
            cell.font = self._bold if heading else self._font
            cell.alignment = self._wrapped if heading else self._plain
            cell.number_format = number_format
            self._looks[key] = cell._style  # noqa: SLF001 - the only way to give one look to many cells at once
        cell._style = copy(self._looks[key])  # noqa: SLF001
        return cell


def _kept(value: Cell) -> tuple[Any, str]:
    """Return a value as Excel can hold it, and its number format."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value), "General"
    if isinstance(value, int | float) and math.isfinite(value):
        return value, "General"
    if isinstance(value, date) and value.year >= _FIRST_YEAR:
        whole = not isinstance(value, datetime) or value.time() == time()
        return value, "dd/mm/yyyy" if whole else "dd/mm/yyyy hh:mm"
    if isinstance(value, time | timedelta):
        return value, "[h]:mm:ss"
    return writable(value if isinstance(value, str) else show(value)), "@"


def _widths(sheet: Sheet, layout: Layout | None) -> list[float]:
    """Return a width for each column in which most of its texts show, title rows left aside."""
    start = layout.heading_rows[0] - 1 if layout else 0
    rows = sheet.cells[start : start + _SAMPLED_ROWS]
    lengths = [[len(show(cell)) for cell in column] for column in zip(*rows, strict=False)]
    return [min(_WIDEST, max(_NARROWEST, *map(float, column)) + 2) for column in lengths]
