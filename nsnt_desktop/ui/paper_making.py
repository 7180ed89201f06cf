"""A paper made in the background: gathered in one reading session, written to bytes or to files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nsnt_desktop.documents.gather import draft_body, paper_document, paper_stem, save_paper
from nsnt_desktop.documents.paper_check import PlacedSlip, paper_slips
from nsnt_desktop.documents.tree import Document
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile


@dataclass(frozen=True)
class Saved:
    """The files of a paper that were written."""

    files: tuple[Path, ...]
    folder: Path


def gather(data: DataFile, year: int, kind: DocumentKind) -> Document:
    """Return the paper as the data file has it now."""
    with data.reading() as session:
        return paper_document(session, find_year(session, year), kind, date.today())  # noqa: DTZ011


def make_pdf(data: DataFile, year: int, kind: DocumentKind) -> bytes:
    """Return the pages of the paper."""
    from nsnt_desktop.documents.pdf import pdf_bytes  # noqa: PLC0415 - reportlab is loaded when first needed

    return pdf_bytes(gather(data, year, kind))


def read_draft(data: DataFile, year: int, kind: DocumentKind) -> Callable[[Mapping[str, str]], Document]:
    """Return what makes the paper's own pages, annexes left out, from the texts of its sections."""
    with data.reading() as session:
        return draft_body(session, find_year(session, year), kind, date.today())  # noqa: DTZ011


def find_slips(data: DataFile, year: int, kind: DocumentKind) -> tuple[PlacedSlip, ...]:
    """Return what should be looked at before the paper is saved."""
    with data.reading() as session:
        return paper_slips(session, find_year(session, year), kind, date.today())  # noqa: DTZ011


def save(data: DataFile, year: int, kind: DocumentKind, folder: Path) -> Saved:
    """Write the paper as PDF and Word files into a folder."""
    files = save_paper(gather(data, year, kind), folder, paper_stem(kind, year))
    return Saved(tuple(files), folder)
