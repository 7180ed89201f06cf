"""Columns of code numbers, 1, 2, 3: read by the legend of the list, else asked; a 1 is no tick there."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.importing.layouts.layout import Column, Layout
from nsnt_desktop.importing.words.cells import TICKABLE, Refused, Unknown, parser, show
from nsnt_desktop.importing.words.choices import Blank
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.vocabulary import match_title
from nsnt_desktop.text import clean

Rows = list[list[Cell]]
Codes = tuple[tuple[str, str], ...]
_NUMBERS = frozenset("123456789")
_ALWAYS = {Field.MAIN_SOURCE, Field.POVERTY}
"""Columns of words, in which a number can only be a code."""
_SLIPS = 20
"""Ticks for each other number, in what is a column of ticks all the same."""
_ITEM = re.compile(r"(?<![\w.,/])(\d{1,2})\s*[.:=)\-–]\s*([^\W\d][^;,.:=\d]*)")
_SUBJECTS = re.compile(r",|/|;| và |&")
_BRACKETS = "()[]"


def with_codes(layout: Layout, above: Iterable[str], body: Rows, households: Callable[[], Rows]) -> Layout:
    """Return the layout with the codes of its columns; `above`: the texts over the heading.

    `body`: all rows under the heading; `households` tells which of them are households, and takes longer.
    """
    likely = [c for c in layout.columns if c.field in TICKABLE | _ALWAYS and _is_coded(c, body)]
    coded = {c.index for c in likely if _is_coded(c, households())}
    if not coded:
        return layout
    lines = list(above)
    columns = [_coded(c, lines) if c.index in coded else c for c in layout.columns]
    return replace(layout, columns=tuple(columns))


def _is_coded(column: Column, rows: Rows) -> bool:
    shown = Counter[str]()
    for cell, times in Counter(row[column.index] for row in rows).items():  # few are different
        if (text := show(cell)) in _NUMBERS:
            shown[text] += times
    ticks = 0 if column.field in _ALWAYS else shown.pop("1", 0)
    return bool(shown) and shown.total() * _SLIPS >= ticks


def _coded(column: Column, above: list[str]) -> Column:
    told = f"{column.reason.rstrip('.')}; "
    for text, codes in _legends(column, above):
        if _is_understood(column.field, codes):
            told += f"mã số đọc theo chú thích «{text}»."
            return replace(column, codes=codes, reason=told, blank=Blank.UNKNOWN)
    codes = tuple((number, "") for number in sorted(_NUMBERS))
    told += "các ô ghi mã số, không có chú thích: cần cho biết nghĩa."
    return replace(column, codes=codes, reason=told, blank=Blank.UNKNOWN)


def _legends(column: Column, above: list[str]) -> Iterator[tuple[str, Codes]]:
    """Yield the legends that speak of a column: its own, those that name it, those that name none."""
    own = _items(column.title)
    if own:
        yield column.title, own
    found = [(clean(text), _items(text)) for text in above]
    named = [(text, items, _subjects(text)) for text, items in found if items]
    yield from ((text, items) for text, items, fields in named if column.field in fields)
    yield from ((text, items) for text, items, fields in named if not fields)


def _items(text: str) -> Codes:
    items = [(code.lstrip("0"), clean(word).strip(f"{_BRACKETS} ")) for code, word in _ITEM.findall(text)]
    counted = [code for code, _ in items] == [str(n) for n in range(1, len(items) + 1)]
    return tuple(items) if counted and len(items) > 1 else ()


def _subjects(text: str) -> set[Field]:
    """Return what a legend is about, by the words before its first number."""
    first = _ITEM.search(text)
    before = text[: first.start()] if first else ""
    return {match_title(clean(part).strip(" :")).field for part in _SUBJECTS.split(before)} - {Field.IGNORE}


def _is_understood(field: Field, codes: Codes) -> bool:
    parse = parser(field, {})
    return not any(isinstance(parse(word), Refused | Unknown) for _, word in codes)
