"""Where the heading of a list stands: its rows, the titles over each column, and why."""

import re
from dataclasses import dataclass

from nsnt_desktop.importing.files.reading import Cell, Range, Sheet
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.row_words import is_group, is_numbered_group, poverty_named
from nsnt_desktop.importing.words.vocabulary import Confidence, match_title, plain_title, word_key
from nsnt_desktop.text import clean, fold

SEARCHED_ROWS = 60
"""Title rows above a heading; the longest seen are 8."""
MAX_DEPTH = 4
_ENOUGH_WITHOUT_HEAD = 3
"""Known titles that make a heading of a row in which nobody named the column of names."""
_NUMBERING = re.compile(r"[(\[]?\s*(?:\d{1,2}|[a-zđ]|[ivx]{1,4})\s*[)\]]?", re.IGNORECASE)
_DATA = re.compile(r"[-\d.,]+|x", re.IGNORECASE)
_ASIDE = re.compile(r"[(\[].*[)\]]")
_ANSWERS = frozenset(
    map(
        word_key,
        (
            "có",
            "không",
            "đạt",
            "không đạt",
            "chưa",
            "chưa đạt",
            "khác",
            "nam",
            "nữ",
            "tổng",
            "tổng số",
            "trong đó",
        ),
    )
)
_ABOVE_A_TABLE = re.compile(
    r"danh sach|bang |bieu|tong hop|"
    r"ubnd|uy ban|cong hoa|doc lap|kinh gui|mau so|phu luc|ke hoach|bao cao|don vi"
    r"|^(?:thon|ban|xa|xom|huyen|tinh|khu pho|to dan pho)\b|ngay .* thang"
)
_LONGEST_GROUP = 70
_LEGEND = re.compile(r"\b1\s*[.:=)\-].*\b2\s*[.:=)\-]")
"""What code numbers mean: "1. Có; 2. Không"."""


@dataclass(frozen=True)
class Heading:
    """The heading of a table; rows count from 0."""

    start: int
    depth: int
    data: int
    """The first row under it, and under the row that numbers the columns."""
    titles: list[list[str]]
    """Of each column: from the group down to its own, each once."""
    reason: str


def text_rows(rows: list[list[Cell]]) -> list[list[str]]:
    """Return rows of cells as texts."""
    return [[clean(cell) if isinstance(cell, str) else str(cell) for cell in row] for row in rows]


def find_heading(sheet: Sheet, top: list[list[str]]) -> Heading | None:
    """Return the heading of a sheet: the row of its first rows that names the most columns."""
    row = _best_row(top)
    return heading_at(sheet, top, row) if row is not None else None


def heading_at(
    sheet: Sheet, top: list[list[str]], row: int, first: int = 0, *, chosen: bool = False
) -> Heading:
    """Return the heading whose main row is `row`; it reaches up to `first` at most, chosen: not at all."""
    head = _head_column(top[row])
    start = row if chosen else _reach_up(top, row, first, sheet.merged)
    depth = _depth(top, row, head, sheet.merged) + row - start
    data = start + depth
    if data < len(top) and is_numbering(top[data]):
        data += 1
    titles = _titles(top, start, depth, sheet.merged)
    return Heading(start, depth, data, titles, _reason(top[row], row, chosen=chosen))


def named_fields(row: list[str]) -> set[Field]:
    """Return the meanings a row of titles names."""
    return {match_title(text).field for text in row if text} - {Field.IGNORE}


def is_numbering(row: list[str]) -> bool:
    """Return whether a row numbers the columns: 1, 2, 3 or (1), (2) or A, B, C."""
    texts = [text.removesuffix(".0") for text in row if text]
    return (
        len(texts) > 2 and all(_NUMBERING.fullmatch(text) for text in texts) and len(set(texts)) == len(texts)
    )


def _best_row(top: list[list[str]]) -> int | None:
    """Return the row that names the head and the most besides; without a head only where it names three."""
    with_head: dict[int, int] = {}
    without: dict[int, int] = {}
    for index, row in enumerate(top[:SEARCHED_ROWS]):
        fields = named_fields(row)
        if Field.HEAD in fields:
            below = top[index + 1] if index + 1 < len(top) else []
            if len(fields) == 1 and below and not below[_head_column(row)]:
                fields |= named_fields(below)
            with_head[index] = len(fields)
        elif len(fields) >= _ENOUGH_WITHOUT_HEAD and not any(map(_DATA.fullmatch, row)):
            without[index] = len(fields)
    known = {index: score for index, score in with_head.items() if score > 1} or without
    best: int | None = None
    for index, score in known.items():
        if best is None or (score > known[best] and not _holds_data(top[best + 1 : index])):
            best = index
    return best


def _holds_data(rows: list[list[str]]) -> bool:
    """Return whether rows under a heading hold a list, so that a fuller heading below is another table's."""
    return any(any(map(_DATA.fullmatch, row)) and not is_numbering(row) for row in rows)


def _head_column(row: list[str]) -> int:
    """Return the column of names, else the first known one, else the first with a title."""
    found = [(match_title(text).field, at) for at, text in enumerate(row) if text]
    named = [at for field, at in found if field is Field.HEAD]
    known = [at for field, at in found if field is not Field.IGNORE]
    return (named or known or [at for _, at in found] or [0])[0]


def _reach_up(top: list[list[str]], row: int, first: int, merged: tuple[Range, ...]) -> int:
    """Return the first row of the heading: rows of groups over the row that names the head belong to it."""
    start = row
    while start > first and row - start < MAX_DEPTH - 1 and _groups(top, start, merged):
        start -= 1
    return start


def _groups(top: list[list[str]], row: int, merged: tuple[Range, ...]) -> bool:
    """Return whether the row above names groups of the columns of this one."""
    above, below = top[row - 1], top[row]
    found = [(at, text) for at, text in enumerate(above) if text]
    if not found or any(len(text) > _LONGEST_GROUP or _ABOVE_A_TABLE.search(fold(text)) for _, text in found):
        return False
    if is_numbering(above) or any(_DATA.fullmatch(text) or _LEGEND.search(text) for text in above):
        return False
    wide = [(f[1], t[1]) for f, t in merged if f[0] <= row - 1 <= t[0]]
    if any(right - left + 1 >= sum(map(bool, below)) for left, right in wide):
        return False  # a title over the whole table
    placed = all(below[at] or any(left <= at <= right for left, right in wide) for at, _ in found)
    known = any(match_title(text).field is not Field.IGNORE for _, text in found)
    return placed and (known or (len(found) > 1 and bool(wide)))


def _depth(top: list[list[str]], row: int, head: int, merged: tuple[Range, ...]) -> int:
    """Return how many rows the heading has from the row of the head down: those that only name columns."""
    depth = 1
    while depth < MAX_DEPTH and row + depth < len(top):
        below = top[row + depth]
        texts = [text for text in below if text]
        if (
            not texts
            or is_numbering(below)
            or any(map(_DATA.fullmatch, texts))
            or not _continues(below[head])
        ):
            break
        reaches = any(f[0] <= row < row + depth <= t[0] and f[1] <= head <= t[1] for f, t in merged)
        if not (reaches or _names_columns(top[row + depth - 1], below)):
            break
        depth += 1
    return depth


def _continues(text: str) -> bool:
    """Return whether a cell under the title of the names may belong to it still: "(chữ in hoa)", "chủ hộ"."""
    return not text or bool(_ASIDE.fullmatch(text)) or fold(text) in {"chu ho", "ho va ten", "ho gia dinh"}


def _names_columns(above: list[str], below: list[str]) -> bool:
    """Return whether a row under a heading holds titles: known ones, units in brackets, answers."""
    texts = [(at, text) for at, text in enumerate(below) if text]
    if len(texts) == 1 and (is_group(texts[0][1]) or is_numbered_group(texts[0][1])):
        return False
    if len(texts) == 1 and poverty_named(texts[0][1]) and above[texts[0][0]]:
        return False  # the group of the poor, under a title of its own
    if all(_ASIDE.fullmatch(text) for _, text in texts):
        return True
    if any(match_title(text).confidence is Confidence.SURE for _, text in texts):
        return True
    if any(match_title(text).field is not Field.IGNORE for _, text in texts):
        return True
    answers = [word_key(plain_title(text)) in _ANSWERS for _, text in texts]
    return all(answers) and len(texts) > 1 and any(not above[at] for at, _ in texts)


def _titles(top: list[list[str]], start: int, depth: int, merged: tuple[Range, ...]) -> list[list[str]]:
    """Return for each column its titles from the group down to its own, each once."""
    rows = [list(row) for row in top[start : start + depth]]
    covered: set[tuple[int, int]] = set()
    for first, last in merged:
        if not start <= first[0] < start + depth:
            continue
        for column in range(first[1], min(last[1] + 1, len(rows[0]))):
            rows[first[0] - start][column] = top[first[0]][first[1]]
            covered |= {(line - start, column) for line in range(first[0], last[0] + 1)}
    for level in range(depth - 1):
        _spread_groups(rows, level, covered)
    return [list(dict.fromkeys(text for text in column if text)) for column in zip(*rows, strict=True)]


def _spread_groups(rows: list[list[str]], level: int, covered: set[tuple[int, int]]) -> None:
    """Fill group titles to the right where their cells are not merged: in .csv, and half-merged lists."""
    below = rows[level + 1 :]
    for column in range(1, len(rows[0])):
        if rows[level][column] or (level, column) in covered:
            continue
        grouped = any(row[column] for row in below) and any(row[column - 1] for row in below)
        upper = [row[column] for row in rows[:level]]
        same = upper == [row[column - 1] for row in rows[:level]]
        if grouped and same and not _stands_alone(below, column, rows[level][column - 1]):
            rows[level][column] = rows[level][column - 1]


def _stands_alone(below: list[list[str]], column: int, group: str) -> bool:
    """Return whether a title speaks for itself, so that the group to its left ends."""
    texts = [row[column] for row in below if row[column]]
    known = match_title(texts[-1]).field if texts else Field.IGNORE
    return known in {Field.NOTE, Field.PHONE, Field.HEAD, Field.STT, Field.VILLAGE, Field.ADDRESS} and bool(
        group
    )


def _reason(row: list[str], at: int, *, chosen: bool) -> str:
    if chosen:
        return f"Dòng {at + 1} do người dùng chọn."
    fields = named_fields(row)
    head = next((text for text in row if text and match_title(text).field is Field.HEAD), "")
    others = len(fields - {Field.HEAD})
    if head:
        return f"Dòng {at + 1} có «{head}» và {others} cột khác nhận ra."
    return f"Dòng {at + 1} có {others} cột nhận ra; cột chủ hộ được tìm theo nội dung."
