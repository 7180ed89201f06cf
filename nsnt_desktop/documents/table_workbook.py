"""Any table of the screen as an Excel sheet: numbers are numbers, days are days, text is text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from nsnt_desktop.models.words import SAMPLE_MARK
from nsnt_desktop.registry.places import load_office
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.files import write_beside
from nsnt_desktop.text import fold

if TYPE_CHECKING:
    from nsnt_desktop.workbooks import Look

Cell = int | float | str | date | None
"""What a cell of the screen holds: mostly its text as it is shown."""
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_MOMENT = re.compile(r"(\d{2}):(\d{2}) (\d{2})/(\d{2})/(\d{4})")
_NUMBER = re.compile(
    r"(?P<sign>[▲▼+-]?)[ \u00a0]?(?P<whole>\d{1,3}(?:\.\d{3})+|0|[1-9]\d*)(?:,(?P<part>\d+))?"
    r"(?:[ \u00a0](?P<unit>[^\d\n]{1,24}))?"
)
_LONG = 44
"""Signs beyond which a text is wrapped."""
_SIGNS = {"▲": '"▲ "{0};"▼ "{0}', "▼": '"▲ "{0};"▼ "{0}', "+": "+{0};-{0}"}


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    title: str
    numbers: bool = False
    """Whether texts that read as numbers are numbers; elsewhere they are codes and names."""


@dataclass(frozen=True)
class ShownTable:
    """A table as it stands on the screen; the second line of a text says what its value was made of."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    bold: frozenset[int] = frozenset()
    """The rows in bold, counted from 0."""


def book_heading(session: Session, year: int) -> str:
    """Return the line above every sheet: "UBND xã Cẩm Tân – năm 2024 (dữ liệu minh họa)"."""
    office = load_office(session)
    return f"UBND {office.unit} {office.commune} – năm {year}" + (
        f" ({SAMPLE_MARK})" if office.is_sample else ""
    )


def save_table(data: DataFile, year: int, table: ShownTable, path: Path) -> None:
    """Write a table to a file, moved into place when complete. Raises KnownError."""
    with data.reading() as session:
        heading = book_heading(session, year)
    content = table_workbook(heading, table)
    write_beside(path, lambda file: file.write(content))


def table_stem(title: str, year: int) -> str:
    """Return a file name for a table, without its ending: "theo-thon-2024"."""
    return f"{'-'.join(fold(title).split())[:60] or 'bang'}-{year}"


def workbook_stem(year: int) -> str:
    """Return the file name of the workbook of all figures, without its ending."""
    return f"so-lieu-va-cong-thuc-{year}"


def typed(text: str) -> tuple[Cell, str]:
    """Return what a text shown as a number or a day is, and the number format that shows it so again.

    A text that is neither comes back as it is, with the format of text.
    """
    if found := _MOMENT.fullmatch(text):
        hour, minute, day, month, year = map(int, found.groups())
        return _made(text, "hh:mm dd/mm/yyyy", year, month, day, hour, minute)
    if found := _DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
        return _made(text, "dd/mm/yyyy", year, month, day)
    return text, "@"


def typed_number(text: str) -> tuple[Cell, str]:
    """Return the same of a text in a column of numbers: "95,3 %" is 0.953, "▼ 0,8" is -0.8, "51 hộ" is 51."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return typed(text)
    sign, whole, part, unit = found.group("sign", "whole", "part", "unit")
    value = Decimal(f"{whole.replace('.', '')}.{part or 0}") * (-1 if sign in {"▼", "-"} else 1)
    shape = ("#,##0" if "." in whole or len(whole) < 4 else "0") + (f".{'0' * len(part)}" if part else "")
    if unit == "%":
        value, shape = value / 100, shape + "%"
    elif unit:
        shape += ' "' + unit.replace('"', "") + '"'
    plain = int(value) if value == value.to_integral_value() else float(value)
    return plain, _SIGNS.get(sign, "{0}").format(shape)


def table_workbook(heading: str, table: ShownTable) -> bytes:
    """Return a table as the bytes of an .xlsx; `heading` names the commune and the year."""
    from nsnt_desktop.workbooks import (  # noqa: PLC0415 - a tenth of a second, only when needed
        HEADING,
        TITLE,
        WORDS,
        Page,
        Sheet,
        book_bytes,
        fitting_width,
        new_book,
    )

    columns, rows = _in_single_lines(table)
    shown = [[column.title, *(_as_text(row[at]) for row in rows)] for at, column in enumerate(columns)]
    widths = [fitting_width(texts[1:], least=min(len(texts[0]) + 2, 14)) for texts in shown]
    book = new_book()
    sheet = Sheet(book, "Bảng", Page(widths, heading_row=4, frozen_columns=1))
    sheet.write([heading], WORDS)
    sheet.write([table.title], TITLE, 20)
    sheet.write([])
    lines = max(
        (-(-len(c.title) // max(1, int(w) - 2)) for c, w in zip(columns, widths, strict=True)), default=1
    )
    sheet.write([column.title for column in columns], HEADING, 16 * lines + 8)
    for at, row in enumerate(rows):
        cells = [_cell(value, column) for value, column in zip(row, columns, strict=True)]
        looks = [
            _look(value, form, bold=at in table.bold, right=column.numbers)
            for (value, form), column in zip(cells, columns, strict=True)
        ]
        sheet.write([value for value, _ in cells], looks, row_height(row, widths))
    sheet.filter(4, len(columns))
    return book_bytes(book)


def _made(text: str, form: str, *parts: int) -> tuple[Cell, str]:
    try:
        moment = datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - the office's own clock
    except ValueError:
        return text, "@"  # 31/02/2024
    if moment.year < 1900:
        return text, "@"  # Excel's days begin there
    return (moment if len(parts) > 3 else moment.date()), form


def _in_single_lines(table: ShownTable) -> tuple[list[Column], list[list[Cell]]]:
    """Return the table with each column of two lines parted into two: the value stays a number."""
    columns: list[Column] = []
    parted = []
    for at, column in enumerate(table.columns):
        two = any(isinstance(row[at], str) and "\n" in str(row[at]) for row in table.rows)
        parted.append(two)
        columns += (
            [column, Column(f"{column.title} – chi tiết".strip(" –"), column.numbers)] if two else [column]
        )
    rows = []
    for row in table.rows:
        cells: list[Cell] = []
        for cell, two in zip(row, parted, strict=True):
            if two:
                first, _, second = ("" if cell is None else str(cell)).partition("\n")
                cells += [first, second.replace("\n", " · ")]
            else:
                cells.append(cell)
        rows.append(cells)
    return columns, rows


def _cell(value: Cell, column: Column) -> tuple[Cell, str]:
    if isinstance(value, str):
        return typed_number(value) if column.numbers else typed(value)
    if isinstance(value, datetime):
        return value, "hh:mm dd/mm/yyyy"
    if isinstance(value, date):
        return value, "dd/mm/yyyy"
    return value, "0.###" if isinstance(value, float) else "0"


def _look(value: Cell, form: str, *, bold: bool, right: bool) -> "Look":
    from nsnt_desktop.workbooks import Look  # noqa: PLC0415 - as above

    long = isinstance(value, str) and len(value) > _LONG
    return Look(form, bold=bold, wrap=long, align="right" if right else "")


def row_height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    """Return the height in points in which wrapped texts show whole; 0: one line, as the program makes it."""
    lines = (
        ceil(len(c) / (w - 4))
        for c, w in zip(row, widths, strict=True)
        if isinstance(c, str) and len(c) > _LONG
    )
    most = max(lines, default=1)
    return 15.0 * most + 3 if most > 1 else 0


def _as_text(value: Cell) -> str:
    return "dd/mm/yyyy" if isinstance(value, date) else "" if value is None else str(value)
