"""LibreOffice as the second reader of a workbook: it computes every formula anew and saves what came out."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

Sheets = dict[str, list[list[Any]]]
"""The rows of each sheet by its name; a cell without a value is ""."""


def office_program() -> str | None:
    """Return LibreOffice's own command; None: it is not installed."""
    usual = (
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        r"C:\Program Files\LibreOffice\program\soffice.exe",
    )
    return shutil.which("soffice") or next((path for path in usual if Path(path).exists()), None)


def recalculated(folder: Path, books: Mapping[str, bytes]) -> dict[str, Sheets]:
    """Return what LibreOffice makes of some workbooks, by name; one start for all of them."""
    program = office_program()
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed: nothing here can recalculate a workbook")
    made, out = folder / "books", folder / "recalculated"
    made.mkdir()
    for name, content in books.items():
        (made / f"{name}.xlsx").write_bytes(content)
    words = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run(
        [*words, "--outdir", out, *sorted(made.iterdir())],
        check=True,
        capture_output=True,
        timeout=240,
        env={**os.environ, "HOME": str(folder)},
    )
    return {name: read_sheets(out / f"{name}.xlsx") for name in books}


def read_sheets(path: Path) -> Sheets:
    """Return the values kept in a workbook."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
