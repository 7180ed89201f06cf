"""A marked copy made on the sender's own workbook, in memory: formats, formulas and print set-up stay."""

import re
import unicodedata
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy
from io import BytesIO
from typing import Any

from nsnt_desktop.importing.files import packages
from nsnt_desktop.importing.files.formula_values import formula_values, with_formula_values
from nsnt_desktop.importing.files.looks import is_old_font
from nsnt_desktop.importing.files.reading import Sheet
from nsnt_desktop.importing.files.sheet_xml import column_letters, column_number
from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.outgoing.list_style import row_height
from nsnt_desktop.importing.outgoing.marking import (
    FONT,
    ONE_LINE,
    REASONS_WIDTH,
    Marker,
    Marks,
    RowMarks,
    is_guide,
    reasons_column,
)
from nsnt_desktop.importing.words.marked_words import READ_FIRST, TO_MEND

_MOST_ROWS = 20_000
"""In a sheet: openpyxl holds 1 KB a cell and reads 9,400 rows a second."""
_MOST_XML = 10_000_000
"""Bytes of one sheet, for the same reason."""
_USUAL_WIDTH = 8.4
"""Characters of a column nobody widened."""
_ELSEWHERE = re.compile(r"\[\d+\]")
"""A formula that looks into another workbook."""


def marked_original(data: bytes, preview: Preview, sheets: Sequence[Sheet], marks: Marks) -> bytes | None:
    """Return the workbook `data` with the marks; None where it is too large, or openpyxl cannot copy it."""
    name = preview.file.workbook.name
    package = packages.open_package(data, name)
    if "xl/workbook.xml" not in package.namelist() or _is_large(package, sheets):
        return None
    try:
        content = _made(data, preview, sheets, marks)
    except Exception:  # noqa: BLE001 - whatever it stumbles over, the copy made of values is as right
        return None
    values = {
        sheet: packages.read_part(package, part, name)
        for sheet, part in packages.sheet_parts(package, name).items()
    }
    return with_formula_values(content, {sheet: formula_values(xml) for sheet, xml in values.items()}, name)


def _is_large(package: zipfile.ZipFile, sheets: Sequence[Sheet]) -> bool:
    largest = max(part.file_size for part in package.infolist() if "worksheets/" in part.filename)
    return largest > _MOST_XML or any(len(sheet.cells) > _MOST_ROWS for sheet in sheets)


def _made(data: bytes, preview: Preview, sheets: Sequence[Sheet], marks: Marks) -> bytes:
    from openpyxl import load_workbook  # noqa: PLC0415 - a tenth of a second, only when needed

    from nsnt_desktop.workbooks import book_bytes  # noqa: PLC0415 - likewise

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the parts it leaves out
        book = load_workbook(BytesIO(data), rich_text=True, keep_links=False)
    book.template = False
    _replace_old_fonts(book)
    marker = Marker()
    layouts = {sheet.name: layout for sheet, layout in preview.file.sheets}
    for raw, plain in zip(preview.file.workbook.sheets, sheets, strict=True):
        page = book[raw.name]
        if is_guide(raw):
            book.remove(page)
            continue
        page.sheet_view.tabSelected = False  # or what is typed would go into several sheets at once
        _to_unicode(page, raw, plain)
        _restore(page, raw)
        layout = layouts.get(raw.name)
        if layout:
            _Page(page, plain, layout, marker).mark(marks.get(raw.name, {}))
    _drop_names_elsewhere(book)
    marker.fill_guide(book.create_sheet(READ_FIRST, 0), preview, marks)
    book.active = 0
    return book_bytes(book)


def _to_unicode(page: Any, raw: Sheet, plain: Sheet) -> None:
    """Write the letters of old fonts anew."""
    for row, (was, now) in enumerate(zip(raw.cells, plain.cells, strict=True), 1):
        if was == now:
            continue
        for column, (old, new) in enumerate(zip(was, now, strict=True), 1):
            # Spaces and ways to compose a letter are the sender's; only other letters are written anew.
            if old != new and isinstance(old, str) and isinstance(new, str) and _differ(old, new):
                cell = page.cell(row, column)
                if cell.data_type != "f":
                    cell.value = new
                    cell.data_type = "s"


def _replace_old_fonts(book: Any) -> None:
    """Put a font of Unicode in the place of each old one, in blank cells too: they will be typed in."""
    fonts = book._fonts  # noqa: SLF001 - the cells only point into it
    for at, font in enumerate(fonts):
        if is_old_font(font.name or ""):
            fonts[at] = _in_unicode(font)
            fonts._dict.setdefault(fonts[at], at)  # noqa: SLF001 - by which the list finds its entries
    for style in book._named_styles:  # noqa: SLF001 - they are only listed by name
        if is_old_font(style.font.name or ""):
            style.font = _in_unicode(style.font)


def _in_unicode(font: Any) -> Any:
    made = copy(font)
    made.name, made.scheme, made.charset = FONT, None, None
    return made


def _differ(old: str, new: str) -> bool:
    return unicodedata.normalize("NFC", old) != unicodedata.normalize("NFC", new)


def _restore(page: Any, raw: Sheet) -> None:
    """Put the value read in place of what cannot stay.

    These are formulas that look into another workbook, the way to which is dropped, and numbers that openpyxl
    took for days beyond the calendar.
    """
    for (row, column), cell in page._cells.items():  # noqa: SLF001 - page.iter_rows would make each blank cell
        elsewhere = cell.data_type == "f" and _ELSEWHERE.search(_formula(cell.value))
        mistaken = cell.data_type == "e" and (row - 1, column - 1) not in raw.faults
        if elsewhere or mistaken:
            is_read = row <= len(raw.cells) and column <= len(raw.cells[0])
            value = raw.cells[row - 1][column - 1] if is_read else ""
            cell.value = value if value != "" else None


def _formula(value: Any) -> str:
    """Return the text of a formula; one that fills several cells is an object of its own."""
    return str(getattr(value, "text", value) or "")


def _drop_names_elsewhere(book: Any) -> None:
    for names in (book.defined_names, *(page.defined_names for page in book.worksheets)):
        for name in [name for name, about in names.items() if _ELSEWHERE.search(about.value or "")]:
            del names[name]


class _Page:
    """One sheet of the sender's workbook, to be marked."""

    def __init__(self, page: Any, sheet: Sheet, layout: Layout, marker: Marker) -> None:
        self.page, self.sheet, self.layout, self.marker = page, sheet, layout, marker
        self.reasons = reasons_column(sheet, layout)

    def mark(self, marks: Mapping[int, RowMarks]) -> None:
        """Take an earlier copy's marks away, then mark the rows with something to mend."""
        self.marker.new_sheet()
        self._unmark()
        if marks and self.reasons is not None:
            self._open_column(self.reasons + 1)
            self.marker.write_heading(self.page.cell(self.layout.heading_rows[0], self.reasons + 1))
        for row, row_marks in marks.items():
            for column, told in row_marks.cells.items():
                self.marker.mark(self._anchor(row, column + 1), told)
            if self.reasons is not None:
                self._write_reasons(row, row_marks)

    def _unmark(self) -> None:
        for column in self.layout.columns:
            if column.title == TO_MEND:
                told = [row for row, cells in enumerate(self.sheet.cells, 1) if cells[column.index] != ""]
                for row in told:
                    for at in range(len(self.sheet.cells[row - 1])):
                        self.marker.unmark(self.page.cell(row, at + 1))
                    self.page.cell(row, column.index + 1).value = None

    def _write_reasons(self, row: int, marks: RowMarks) -> None:
        assert self.reasons is not None  # noqa: S101 - for mypy: asked by mark
        self.marker.write_reasons(self.page.cell(row, self.reasons + 1), marks)
        about = self.page.row_dimensions[row]
        if about.height is not None or marks.height > ONE_LINE:
            about.height = max(about.height or self._needed(row), marks.height)

    def _needed(self, row: int) -> float:
        """Return the height a row without one of its own takes for the texts the sender wrapped."""
        widths = self.page.column_dimensions
        texts = [
            (cell, (widths[letter].width if letter in widths else 0) or _USUAL_WIDTH)
            for at, cell in enumerate(self.sheet.cells[row - 1], 1)
            if isinstance(cell, str) and self.page.cell(row, at).alignment.wrap_text
            for letter in [column_letters(at)]
        ]
        return row_height(texts)

    def _anchor(self, row: int, column: int) -> Any:
        """Return the cell, or the one that is shown in its place where cells are merged."""
        from openpyxl.cell import MergedCell  # noqa: PLC0415

        cell = self.page.cell(row, column)
        if not isinstance(cell, MergedCell):
            return cell
        merged = next(m for m in self.page.merged_cells.ranges if cell.coordinate in m)
        return self.page.cell(merged.min_row, merged.min_col)

    def _open_column(self, number: int) -> None:
        """Give the column of reasons its width, apart from its neighbours where the file sets many as one."""
        dimensions = self.page.column_dimensions
        for letter, about in list(dimensions.items()):
            first = about.min or column_number(letter)
            last = about.max or first
            if first <= number <= last:
                del dimensions[letter]
                self._set_columns(about, first, number - 1)
                self._set_columns(about, number + 1, last)
        dimensions[column_letters(number)].width = REASONS_WIDTH

    def _set_columns(self, like: Any, first: int, last: int) -> None:
        if first > last:
            return
        letter = column_letters(first)
        about = copy(like)
        about.index, about.min, about.max = letter, first, last
        self.page.column_dimensions[letter] = about
