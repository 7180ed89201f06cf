"""LibreOffice as the second reader: it computes workbooks anew and prints Word files."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from nsnt_desktop.resource_files import resource

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
    made = converted(folder, {f"{name}.xlsx": content for name, content in books.items()}, "xlsx")
    return {name: read_sheets(made[f"{name}.xlsx"]) for name in books}


def converted(folder: Path, files: Mapping[str, bytes], into: str) -> dict[str, Path]:
    """Return the files as LibreOffice writes them anew in another format, by name; one start for all of them.

    Times New Roman is the bundled Tinos there, whatever fonts the machine has.
    """
    program = office_program()
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed: there is no second reader of our files here")
    made, out = folder / "files", folder / "converted"
    made.mkdir()
    for name, content in files.items():
        (made / name).write_bytes(content)
    words = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*words, "--convert-to", into, "--outdir", out, *sorted(made.iterdir())],
        check=True,
        capture_output=True,
        timeout=240,
        env={**os.environ, "HOME": str(folder), "FONTCONFIG_FILE": str(_fonts(folder))},
    )
    paths = {name: out / f"{Path(name).stem}.{into}" for name in files}
    if not any(path.exists() for path in paths.values()):
        pytest.skip(f"this LibreOffice has no part that reads {', '.join(files)}")
    return paths


def _fonts(folder: Path) -> Path:
    settings = folder / "fonts.conf"
    settings.write_text(
        f"""<?xml version="1.0"?><fontconfig><dir>{resource("fonts")}</dir><cachedir>{folder}</cachedir>
        <alias binding="same"><family>Times New Roman</family><accept><family>Tinos</family></accept></alias>
        </fontconfig>""",
        encoding="utf-8",
    )
    return settings


def read_sheets(path: Path) -> Sheets:
    """Return the values kept in a workbook."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
