"""Blocks of cells as text, the way Excel puts them on the clipboard and takes them from it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SPECIAL = re.compile(r"[\t\r\n]|^\"")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|\Z)')
_BARE = re.compile(r"[^\t\r\n]*")
_END = re.compile(r"\t|\r\n|\r|\n")


def write_block(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of cells as text: tabs between cells, a line a row; a cell that holds these in quotes."""
    return "".join("\t".join(map(_quoted, row)) + "\r\n" for row in rows)


def read_block(text: str) -> list[list[str]]:
    """Return the rows of cells a text holds; the shorter ones filled up with empty cells."""
    rows = [row for row, _ in _rows(text)]
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell


def _rows(text: str) -> Iterator[tuple[list[str], int]]:
    at = 0
    row: list[str] = []
    while at < len(text) or row:
        cell, at = _cell(text, at)
        row.append(cell)
        end = _END.match(text, at)
        at = end.end() if end else at
        if end is None or end.group() != "\t":
            yield row, at
            row = []
            if end is None:
                return


def _cell(text: str, at: int) -> tuple[str, int]:
    found = _QUOTED.match(text, at)
    # Excel quotes a cell for a tab, a line break or a quote in it; other quotes belong to the text.
    if found and (re.search(r'[\t\r\n]|""', found[1])):
        return found[1].replace('""', '"'), found.end()
    bare = _BARE.match(text, at)
    return (bare.group(), bare.end()) if bare else ("", at)


@dataclass(frozen=True)
class Target:
    """Which cells of the list a block goes into, and what has no room there."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    tall: int
    """Rows of the block that are used, again and again down the target."""
    wide: int
    rows_left_over: int
    columns_left_over: int


def lay_out(
    block: tuple[int, int], rows: Sequence[int], columns: Sequence[int], room: tuple[int, Sequence[int]]
) -> Target:
    """Return where a block (its rows, its columns) goes.

    `rows` and `columns` are those chosen, `room` the number of rows of the list and its columns from left to
    right. A block that fills the chosen cells exactly, once or several times, does so; any other goes down
    once from the first chosen cell.
    """
    tall, wide = block
    count, across = room
    if len(rows) % tall == 0 and len(columns) % wide == 0:
        return Target(tuple(rows), tuple(columns), tall, wide, 0, 0)
    start = across.index(columns[0])
    kept_rows = range(rows[0], min(rows[0] + tall, count))
    kept_columns = tuple(across[start : start + wide])
    return Target(tuple(kept_rows), kept_columns, tall, wide, tall - len(kept_rows), wide - len(kept_columns))
