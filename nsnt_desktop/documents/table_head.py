"""The heading of a table worked out once for both renderers: its rows, its merged cells, its widths."""

from collections.abc import Sequence
from itertools import groupby

from nsnt_desktop.documents.tree import Column, Table

Corner = tuple[int, int]
"""Column and row, from 0."""


def column_widths(columns: Sequence[Column], width: float) -> list[float]:
    """Return the width of each column, in the unit of width."""
    shares = sum(column.share for column in columns)
    return [width * column.share / shares for column in columns]


def heading_rows(table: Table) -> list[list[str]]:
    """Return the texts of one heading row, or of two where columns are grouped.

    The text of a merged cell stands in its upper left corner; its other cells are empty.
    """
    titles = [column.title for column in table.columns]
    if not table.is_grouped:
        return [titles]
    upper = [column.group or column.title for column in table.columns]
    for start, end in _groups(table.columns):
        upper[start + 1 : end + 1] = [""] * (end - start)
    lower = [column.title if column.group else "" for column in table.columns]
    return [upper, lower]


def spans(table: Table) -> list[tuple[Corner, Corner]]:
    """Return the merged cells of the heading: upper left and lower right corners."""
    if not table.is_grouped:
        return []
    across = [((start, 0), (end, 0)) for start, end in _groups(table.columns) if end > start]
    down = [((place, 0), (place, 1)) for place, column in enumerate(table.columns) if not column.group]
    return across + down


def _groups(columns: Sequence[Column]) -> list[tuple[int, int]]:
    found = []
    for name, members in groupby(enumerate(columns), key=lambda pair: pair[1].group):
        places = [place for place, _ in members]
        if name:
            found.append((places[0], places[-1]))
    return found
