"""By what a list of the same layout is known again: its headings, as they stand in the file."""

import hashlib
from collections.abc import Sequence

from nsnt_desktop.importing.files.reading import Sheet
from nsnt_desktop.importing.words.marked_words import TO_MEND
from nsnt_desktop.text import clean, fold

_SEARCHED_ROWS = 60
_ENOUGH = 3
"""Texts a row needs to look like a heading, where none was recognised."""


def fingerprint(sheet: Sheet, heading_rows: Sequence[int]) -> str:
    """Return the digest of the headings of a sheet as it was read, before old letters were converted.

    Where no heading was recognised, the first row that could be one stands for it. The column our own marked
    copy adds is none of the layout.
    """
    rows = [[_word(cell) for cell in sheet.cells[row - 1]] for row in heading_rows]
    if not rows:
        top = ([_word(cell) for cell in row] for row in sheet.cells[:_SEARCHED_ROWS])
        rows = [next((row for row in top if sum(map(bool, row)) >= _ENOUGH), [])]
    while any(rows) and all(not row or not row[-1] for row in rows):
        rows = [row[:-1] for row in rows]  # an empty column at the edge is no other layout
    return hashlib.sha256("\n".join("\t".join(row) for row in rows).encode()).hexdigest()


def _word(cell: object) -> str:
    text = clean(cell) if isinstance(cell, str) and cell != TO_MEND else ""
    return fold(text) or text
