"""In which letters each cell of a sheet is read: as the officer says, by its font, or by its letters."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from nsnt_desktop.importing.letters.letters import OLD, Encoding, Verdict, is_readable, judge
from nsnt_desktop.importing.letters.mending import mended

CHOSEN = "do người dùng chọn"
_BY_LETTERS = "theo mặt chữ"


class Way(NamedTuple):
    """How the letters of a cell are read, and why; Unicode: it was saved wrongly and is to be mended."""

    encoding: Encoding
    why: str
    capitals: bool = False


_WAYS = {encoding: Way(encoding, _BY_LETTERS) for encoding in Encoding}


class Found(NamedTuple):
    """A text of a column that is read in a way, and its rows (from 0)."""

    column: int
    text: str
    way: Way
    rows: Sequence[int]


Column = Sequence[str]
"""The texts of a column; "" for whatever needs no look: numbers, dates, blanks."""
Picked = Sequence[Encoding | None]
"""The officer's word on each column."""
Fonts = Iterable[tuple[int, range, str]]
"""Runs of cells in an old font: (column, rows, font)."""
_Rows = dict[str, list[int]]
_Typed = dict[tuple[str, str], list[int]]
"""The rows of each text in an old font: (text, font) → rows."""
_Verdicts = dict[str, Verdict]
_Votes = Counter[Encoding]


def find(table: Sequence[Column], picked: Picked, fonts: Fonts) -> Iterator[Found]:
    """Yield the texts of a sheet, given by columns, that are not to be left as they stand."""
    for index, encoding in enumerate(picked):
        if encoding and encoding is not Encoding.UNICODE:
            yield from _by_choice(index, table[index], encoding)
    typed, rest = _set_apart([[] if encoding else list(table[i]) for i, encoding in enumerate(picked)], fonts)
    yield from _by_fonts(typed)
    yield from _by_letters(rest)


def _set_apart(table: list[list[str]], fonts: Fonts) -> tuple[list[_Typed], Sequence[Column]]:
    """Return the cells whose font tells, by column, and the columns without them."""
    typed: list[_Typed] = [{} for _ in table]
    for index, rows, font in fonts:
        column = table[index] if index < len(table) else []
        for row in rows[: max(len(column) - rows.start, 0)]:
            if column[row]:
                typed[index].setdefault((column[row], font), []).append(row)
                column[row] = ""
    return typed, table


def _by_choice(index: int, column: Column, encoding: Encoding) -> Iterator[Found]:
    for text, rows in _rows_of(column).items():
        if not _is_beyond(text):
            yield Found(index, text, Way(encoding, CHOSEN), rows)


def _rows_of(column: Column) -> _Rows:
    """Return the rows of each text that has more than plain letters."""
    rows: _Rows = {text: [] for text in set(column) if not text.isascii()}
    for row, text in enumerate(column):
        if text in rows:
            rows[text].append(row)
    return rows


def _is_beyond(text: str) -> bool:
    """Return whether a text is in Unicode beyond doubt: with letters no old font can give."""
    return max(text) > "\xff" and judge(text).sure is Encoding.UNICODE


def _by_fonts(typed: Sequence[_Typed]) -> Iterator[Found]:
    """Yield what is read by its font.

    Text put into Unicode earlier often keeps its old font: then the letters of the column, or sheet, say so.
    """
    verdicts = {text: judge(text) for text, _ in chain.from_iterable(typed)}
    votes = [_count(((text, rows) for (text, _), rows in cells.items()), verdicts) for cells in typed]
    total = sum(votes, Counter())
    for index, cells in enumerate(typed):
        for (text, font), rows in cells.items():
            way = _of_font(text, font.strip(), verdicts[text].sure, votes[index] or total)
            if way:
                yield Found(index, text, way, rows)


def _of_font(text: str, font: str, sure: Encoding | None, votes: _Votes) -> Way | None:
    meant = Encoding.VNI if font.upper().startswith("VNI") else Encoding.TCVN3
    if votes[Encoding.UNICODE] and not votes[meant]:
        return None
    if sure in OLD and sure is not meant:
        return _WAYS[sure]
    capitals = meant is Encoding.TCVN3 and font.upper().endswith("H")
    if _is_beyond(text) or not (capitals or is_readable(text, meant)):
        return None
    return Way(meant, f"phông {font}", capitals)


def _count(texts: Iterable[tuple[str, Sequence[int]]], verdicts: _Verdicts) -> _Votes:
    """Return of how many cells the letters are sure."""
    votes: _Votes = Counter()
    for text, rows in texts:
        sure = verdicts[text].sure
        if sure:
            votes[sure] += len(rows)
    return votes


def _by_letters(table: Sequence[Column]) -> Iterator[Found]:
    """Yield what only its letters tell; where they do not, its column and its row do, and then the sheet."""
    columns = [_rows_of(column) for column in table]
    verdicts = {text: judge(text) for text in set(chain.from_iterable(columns))}
    broken = {text for text in verdicts if mended(text)}
    verdicts |= dict.fromkeys(broken, Verdict(Encoding.UNICODE))
    votes = [_count(rows.items(), verdicts) for rows in columns]
    total = sum(votes, Counter()) or Counter(v.likely for v in verdicts.values() if v.likely)
    agreed = _agreed_rows(columns, verdicts) if len(total) > 1 else {}
    for index, rows_of in enumerate(columns):
        usual = _most(votes[index]) or _most(total)
        agreed_here = {} if len(votes[index]) == 1 else agreed
        for text, rows in rows_of.items():
            sure, likely = verdicts[text]
            said = sure or (likely if likely and total[likely] else None)
            for encoding, where in _parted(rows, said, usual, agreed_here):
                if text in broken if encoding is Encoding.UNICODE else is_readable(text, encoding):
                    yield Found(index, text, _WAYS[encoding], where)


def _parted(
    rows: Sequence[int], said: Encoding | None, usual: Encoding | None, agreed: Mapping[int, Encoding]
) -> Iterator[tuple[Encoding, Sequence[int]]]:
    """Yield the rows of one text by the letters in which it is read there."""
    if said or not agreed:
        if encoding := said or usual:
            yield encoding, rows
        return
    for encoding in Encoding:
        where = [row for row in rows if agreed.get(row, usual) is encoding]
        if where:
            yield encoding, where


def _most(votes: _Votes) -> Encoding | None:
    return max(votes, key=lambda encoding: votes[encoding]) if votes else None


def _agreed_rows(columns: Sequence[_Rows], verdicts: _Verdicts) -> dict[int, Encoding]:
    """Return the letters of rows whose cells agree, as those pasted from another file do."""
    voices: dict[int, set[Encoding]] = {}
    for rows_of in columns:
        for text, rows in rows_of.items():
            if sure := verdicts[text].sure:
                for row in rows:
                    voices.setdefault(row, set()).add(sure)
    return {row: next(iter(heard)) for row, heard in voices.items() if len(heard) == 1}
