"""Several tables on one sheet: one under another with other columns, or two side by side."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from nsnt_desktop.importing.files.reading import Cell, Sheet
from nsnt_desktop.importing.files.refusals import refusal
from nsnt_desktop.importing.files.sheet_xml import column_letters
from nsnt_desktop.importing.layouts.heading import Heading, named_fields
from nsnt_desktop.importing.layouts.layout import Column, Layout
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.vocabulary import Confidence, match_title
from nsnt_desktop.text import clean, fold

_WORDS = re.compile(r"h(?:ộ|ô\u0323|ọ\u0302|o\u0323\u0302)|t(?:ên|e\u0302n)|^\s*s?tt\b", re.IGNORECASE)
"""One of these stands in every heading, over the column of names or of numbers; also in NFD."""


def later_headings(sheet: Sheet, layout: Layout) -> list[int]:
    """Return the rows (from 0) further down that are headings of tables with other columns."""
    head = layout.column_of(Field.HEAD)
    places = {0, head.index} if head else {0}
    start = layout.first_data_row - 1
    likely = sorted(
        row
        for at in places
        for row, cells in enumerate(sheet.cells[start:], start)
        if cells[at].__class__ is str and cells[at] and _WORDS.search(cells[at])  # type: ignore[arg-type]
    )
    known = {title for row in layout.heading_rows for title in _titles(sheet.cells[row - 1])}
    found = []
    for row in dict.fromkeys(likely):
        titles = set(_titles(sheet.cells[row]))
        if not titles <= known and _is_heading(sheet.cells[row]):
            known = titles
            found.append(row)
    return found


def _is_heading(cells: list[Cell]) -> bool:
    fields = named_fields([clean(cell) if isinstance(cell, str) else "" for cell in cells])
    return Field.HEAD in fields and len(fields) > 1


def _titles(cells: list[Cell]) -> list[str]:
    return [fold(clean(cell)) for cell in cells if isinstance(cell, str) and cell]


def check_side_by_side(sheet: Sheet, heading: Heading, columns: Sequence[Column]) -> None:
    """Raise KnownError where a second list stands beside the first, under the same titles."""
    titles = [fold(" ".join(parts)) for parts in heading.titles]
    heads = [
        c.index for c in columns if c.title and match_title(heading.titles[c.index][-1]).field is Field.HEAD
    ]
    for left, right in pairwise(heads):
        step = right - left
        if titles[left] != titles[right] or not _filled(sheet, heading, right):
            continue
        pairs = zip(titles[left:right], titles[right : right + step], strict=False)
        again = [one for one, other in pairs if one and one == other]
        if len(again) > 1:
            raise refusal(
                f"Trang tính «{sheet.name}» có hai danh sách đặt cạnh nhau (cột {column_letters(left + 1)}"
                f" và cột {column_letters(right + 1)} cùng ghi chủ hộ).",
                "Hãy chuyển phần bên phải xuống dưới phần bên trái, lưu lại rồi chọn lại.",
            )


def hidden_list(titles: Sequence[list[str]], hidden: Collection[int]) -> set[int]:
    """Return the hidden columns of another list, with names of its own, beside the one that is shown."""
    named = [at for at, parts in enumerate(titles) if parts and match_title(parts[-1]).field is Field.HEAD]
    if all(at in hidden for at in named):
        return set()
    found: set[int] = set()
    for start in (at for at in named if at in hidden):
        for step in (1, -1):
            at = start
            while at in hidden:
                found.add(at)
                at += step
    return found


def left_aside(column: Column) -> Column:
    """Return a column of a hidden list as one that is not read."""
    reason = "Cột ẩn, của một danh sách khác đặt bên cạnh, nên không đọc."
    return replace(column, field=Field.IGNORE, confidence=Confidence.LIKELY, reason=reason)


def _filled(sheet: Sheet, heading: Heading, column: int) -> bool:
    return any(row[column] != "" for row in sheet.cells[heading.data :])
