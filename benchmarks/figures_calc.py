"""All indicators by village in LibreOffice Calc: COUNTIFS over the same rows, load and save included."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from generated import commune
from timing import Paired, seconds

from nsnt_desktop.documents.figure_workbook import figure_workbook
from nsnt_desktop.documents.figure_workbook_households import write_households
from nsnt_desktop.documents.figure_workbook_input import BookInput, book_input
from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.workbooks import book_bytes, new_book


def in_calc(folder: Path, households: int = 100_000) -> Paired:
    """The workbook of all figures converted by LibreOffice, against our own computation from the data file.

    The name tells beside it what converting the sheet of households alone takes: loading and saving.
    """
    if shutil.which("soffice") is None:
        raise SystemExit("LibreOffice (soffice) is not installed.")
    data = commune(folder / "large.nsnt", households)
    with data.reading() as session:
        book = book_input(session, find_year(session))
    live, bare = folder / "live.xlsx", folder / "bare.xlsx"
    live.write_bytes(figure_workbook(book))
    bare.write_bytes(_households_only(book))
    without = _convert(folder, bare)  # also makes LibreOffice's profile, before anything is counted

    def ours() -> float:
        with data.reading() as session:
            year = find_year(session)
            return seconds(lambda: compute_year(session, year))

    ours()
    # A conversion takes most of a minute: two pairs are enough where one side is hundreds of times the other.
    pairs = [(ours(), _convert(folder, live)) for _ in range(2)]
    data.close()
    name = f"indicators by village, {households:,} households, in Calc (without formulas {without:.1f} s)"
    return Paired(name, tuple(a for a, _ in pairs), tuple(b for _, b in pairs))


def _households_only(book: BookInput) -> bytes:
    made = new_book()
    write_households(made, book)
    return book_bytes(made)


def _convert(folder: Path, path: Path) -> float:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words: list[str | Path] = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        folder / "out",
        path,
    ]
    return seconds(lambda: subprocess.run(words, check=True, capture_output=True))


FIGURES_CALC: dict[str, Callable[[Path], Paired]] = {"figures_calc": in_calc}
