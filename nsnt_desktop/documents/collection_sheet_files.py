"""Collection sheets on paper, from the data file to PDF files in a folder."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from nsnt_desktop.registry.collection_sheet import collection_sheets
from nsnt_desktop.registry.collection_sheet_words import SheetKind, file_stems, joint_stem
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile

Villages = Collection[int] | None
"""Ids of villages; None: all that stand in the year."""


def village_sheets_pdf(data: DataFile, year: int, kind: SheetKind, villages: Villages = None) -> bytes:
    """Return the sheets of some villages as the pages of one PDF. Raises KnownError."""
    from nsnt_desktop.documents.collection_sheet_pdf import sheets_pdf  # noqa: PLC0415 - loads reportlab

    with data.reading() as session:
        sheets = collection_sheets(session, find_year(session, year), villages)
    return sheets_pdf(sheets, kind)


def save_village_sheets(
    data: DataFile, year: int, kind: SheetKind, folder: Path, villages: Villages = None
) -> list[Path]:
    """Write a PDF for each village into a folder and return them; an old one is replaced; KnownError."""
    from nsnt_desktop.documents.collection_sheet_pdf import save_sheets_pdf  # noqa: PLC0415 - loads reportlab

    with data.reading() as session:
        sheets = collection_sheets(session, find_year(session, year), villages)
    made = []
    for village, stem in zip(sheets.villages, file_stems(sheets, kind), strict=True):
        made.append(folder / f"{stem}.pdf")
        save_sheets_pdf(replace(sheets, villages=(village,)), kind, made[-1])
    return made


def save_joint_sheets(data: DataFile, year: int, kind: SheetKind, folder: Path) -> list[Path]:
    """Write the sheets of all villages into one PDF, each with its own page numbers. Raises KnownError."""
    from nsnt_desktop.documents.collection_sheet_pdf import save_sheets_pdf  # noqa: PLC0415 - loads reportlab

    with data.reading() as session:
        sheets = collection_sheets(session, find_year(session, year))
    path = folder / f"{joint_stem(sheets, kind)}.pdf"
    save_sheets_pdf(sheets, kind, path)
    return [path]
