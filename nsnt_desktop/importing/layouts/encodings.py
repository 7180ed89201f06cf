"""How the letters of a list are written: Unicode, or the letters of an old Vietnamese font."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType

from nsnt_desktop.importing.files.reading import Cell, Sheet
from nsnt_desktop.importing.letters import letter_ways, old_fonts
from nsnt_desktop.importing.letters.letter_ways import CHOSEN, Column, Found, Way
from nsnt_desktop.importing.letters.letters import Encoding, may_be_old
from nsnt_desktop.importing.letters.mending import mended

__all__ = ["NO_COLUMNS", "Decoded", "Encoding", "Written", "decode"]


@dataclass(frozen=True)
class Written:
    """How one column is written, and why in Vietnamese."""

    encoding: Encoding
    reason: str


@dataclass(frozen=True)
class Decoded:
    """A sheet in Unicode, and how its columns were written (by index from 0; those in Unicode left out)."""

    sheet: Sheet
    columns: Mapping[int, Written]


NO_COLUMNS: Mapping[int, Encoding] = MappingProxyType({})

_Made = Counter[Way]
"""How many cells of a column were converted in each way."""
_TOLD = {
    Encoding.TCVN3: "Phông cũ TCVN3 → Unicode",
    Encoding.VNI: "Phông cũ VNI → Unicode",
    Encoding.UNICODE: "Chữ lưu sai bảng mã → Unicode",
}


def decode(
    sheet: Sheet, chosen: Encoding | None = None, columns: Mapping[int, Encoding] = NO_COLUMNS
) -> Decoded:
    """Return a sheet in Unicode; `chosen` is the officer's word for the sheet, `columns` for single columns.

    Else a cell's font tells, else its letters, its column and its row. What is in Unicode stays as it stands.
    """
    fonts = sheet.looks.fonts
    if not (chosen or columns or fonts) and not may_be_old(_texts(sheet)):
        return Decoded(sheet, {})
    table = [[cell if isinstance(cell, str) else "" for cell in column] for column in zip(*sheet.cells)]  # noqa: B905
    picked = [columns.get(index, chosen) for index in range(len(table))]
    cells, made = _converted(sheet, letter_ways.find(table, picked, fonts.runs()))
    told = {index: _as_chosen(encoding) for index, encoding in columns.items()}
    told |= {index: _told(table[index], counts) for index, counts in made.items()}
    return Decoded(replace(sheet, cells=cells) if made else sheet, told)


def _texts(sheet: Sheet) -> list[str]:
    return [cell for cell in set(chain.from_iterable(sheet.cells)) if isinstance(cell, str)]


def _converted(sheet: Sheet, found: Iterable[Found]) -> tuple[list[list[Cell]], dict[int, _Made]]:
    """Return the cells in Unicode, and by column how many were converted."""
    cells = [list(row) for row in sheet.cells]
    made: dict[int, _Made] = defaultdict(Counter)
    for index, text, way, rows in found:
        read = _read(text, way)
        if read != text:
            for row in rows:
                cells[row][index] = read
            made[index][way._replace(capitals=False) if way.capitals else way] += len(rows)
    return cells, made


def _read(text: str, way: Way) -> str:
    if way.encoding is Encoding.UNICODE:
        return mended(text) or text
    if way.encoding is Encoding.VNI:
        return old_fonts.from_vni(text)
    return old_fonts.from_tcvn3(text, capitals=way.capitals)


def _told(column: Column, made: _Made) -> Written:
    accented = len(column) - sum(map(str.isascii, column))
    partly = len(made) > 1 or accented > made.total()
    parts = [
        f"{_TOLD[way.encoding]} ({way.why}){f', {count} ô' if partly else ''}."
        for way, count in made.most_common()
    ]
    return Written(made.most_common(1)[0][0].encoding, " ".join(parts))


def _as_chosen(encoding: Encoding) -> Written:
    return Written(encoding, f"Đọc như {encoding.label} ({CHOSEN}).")
