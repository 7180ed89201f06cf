"""The workbook of all figures: the households of a year, and each figure as a live formula that counts them.

It holds no results of its formulas: what is read off it was computed by the program that opened it.
"""

from contextlib import suppress
from pathlib import Path

from nsnt_desktop.documents.figure_workbook_groups import (
    write_former_communes,
    write_sources,
    write_villages,
)
from nsnt_desktop.documents.figure_workbook_guide import write_guide
from nsnt_desktop.documents.figure_workbook_households import (
    range_names,
    write_households,
    write_schemes,
    write_settings,
)
from nsnt_desktop.documents.figure_workbook_indicators import (
    write_criteria,
    write_indicators,
)
from nsnt_desktop.documents.figure_workbook_input import BookInput, book_input
from nsnt_desktop.documents.table_workbook import workbook_stem
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.files import write_beside
from nsnt_desktop.workbooks import book_bytes, new_book


def save_year_workbook(data: DataFile, year: int | None, folder: Path) -> Path:
    """Write the workbook of a year, the newest if none is named, into a folder, made if missing; return it.

    Raises KnownError.
    """
    with data.reading() as session:
        found = find_year(session, year).year
    with suppress(OSError):  # what is wrong with the folder, the file will say
        folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{workbook_stem(found)}.xlsx"
    save_figure_workbook(data, found, path)
    return path


def save_figure_workbook(data: DataFile, year: int, path: Path) -> None:
    """Write the workbook of a year, moved into place when complete. Raises KnownError."""
    with data.reading() as session:
        book = book_input(session, find_year(session, year))
    content = figure_workbook(book)
    write_beside(path, lambda file: file.write(content))


def figure_workbook(book: BookInput) -> bytes:
    """Return the workbook as the bytes of an .xlsx."""
    made = new_book(range_names(book))
    write_guide(made, book)
    write_indicators(made, book)
    write_villages(made, book)
    write_former_communes(made, book)
    write_sources(made, book)
    write_criteria(made, book)
    write_households(made, book)
    write_schemes(made, book)
    write_settings(made, book)
    return book_bytes(made)
