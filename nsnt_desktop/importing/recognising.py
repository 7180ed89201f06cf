"""The second step of an import: where the heading of a sheet stands, and what each column means."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.choices import SheetChoices
from nsnt_desktop.importing.encodings import Written
from nsnt_desktop.importing.fields import Field
from nsnt_desktop.importing.layout import Column, Layout, with_columns
from nsnt_desktop.importing.reading import Cell, Sheet
from nsnt_desktop.importing.refusals import refusal
from nsnt_desktop.importing.sheet_xml import column_letters
from nsnt_desktop.importing.village_names import find_village
from nsnt_desktop.importing.vocabulary import NO_MATCH, Confidence, Match, match_title
from nsnt_desktop.text import clean

_SEARCHED_ROWS = 60
"""Title rows above a heading; the longest seen are 8."""
_MAX_SUBHEADINGS = 2
_NUMBERING = re.compile(r"\(?(\d{1,2}|[A-Za-z])\)?")
_OLD_FONT = re.compile(r"[\u00a1-\u00bf\u00d0\u00f0\u00ad®µ¬]")


NOTHING_CHOSEN = SheetChoices()


def recognise(
    sheet: Sheet,
    file_name: str = "",
    choices: SheetChoices = NOTHING_CHOSEN,
    written: Mapping[int, Written] = MappingProxyType({}),
) -> Layout:
    """Return the layout of a sheet in Unicode, the officer's choices over what is recognised.

    `written`: columns that were in an old font. KnownError when no row of the sheet is a heading.
    """
    layout = _recognised(sheet, file_name, choices)
    columns = [
        replace(c, encoding=written[c.index].encoding, encoding_reason=written[c.index].reason)
        if c.index in written
        else c
        for c in with_columns(layout, choices.meanings).columns
    ]
    columns = [replace(c, blank=choices.blanks.get(c.index, c.blank)) for c in columns]
    layout = replace(layout, columns=tuple(columns), skip_hidden_rows=choices.skip_hidden_rows)
    if choices.village is None:
        return layout
    reason = "Do người dùng chọn." if choices.village else "Chưa chọn thôn."
    village = choices.village or None
    return replace(layout, village=village, former_commune=choices.former_commune, village_reason=reason)


def _recognised(sheet: Sheet, file_name: str, choices: SheetChoices) -> Layout:
    top = [[_text(cell) for cell in row] for row in sheet.cells[: _SEARCHED_ROWS + _MAX_SUBHEADINGS + 1]]
    heading = choices.heading_row - 1 if choices.heading_row else _heading_row(top)
    if heading is None:
        raise _no_heading(sheet, top)
    depth = _depth(top, heading, sheet)
    columns = _columns(_titles(top, heading, depth, sheet))
    data = heading + depth
    if data < len(top) and _is_numbering(top[data]):
        data += 1
    titles = [text for row in top[:heading] for text in row if text]
    village, why = find_village(titles, sheet.name, file_name)
    if any(column.field is Field.VILLAGE for column in columns):
        why = "Thôn ghi ở từng dòng, trong cột «Thôn»."
    rows = tuple(range(heading + 1, heading + depth + 1))
    return Layout(sheet.name, rows, data + 1, columns, village, why)


def _text(cell: Cell) -> str:
    return clean(cell) if isinstance(cell, str) else str(cell)


def _heading_row(top: list[list[str]]) -> int | None:
    best, best_score = None, 1
    for index, row in enumerate(top[:_SEARCHED_ROWS]):
        fields = {match_title(text).field for text in row if text} - {Field.IGNORE}
        if Field.HEAD in fields and len(fields) > best_score:
            best, best_score = index, len(fields)
    return best


def _depth(top: list[list[str]], heading: int, sheet: Sheet) -> int:
    """Return how many rows the heading has: those under it belong to it while they only name columns."""
    head = next(i for i, text in enumerate(top[heading]) if match_title(text).field is Field.HEAD)
    depth = 1
    while depth <= _MAX_SUBHEADINGS and heading + depth < len(top):
        below = top[heading + depth]
        texts = [text for text in below if text]
        named = [text for text in texts if match_title(text).field is not Field.IGNORE]
        merged_in = any(
            first[0] <= heading < heading + depth <= last[0] and first[1] <= head <= last[1]
            for first, last in sheet.merged
        )
        if below[head] or not (merged_in or named) or _is_data(texts):
            break
        depth += 1
    return depth


def _is_data(texts: list[str]) -> bool:
    return any(re.fullmatch(r"[-\d.,]+|x", text.lower()) for text in texts)


def _is_numbering(row: list[str]) -> bool:
    texts = [text.removesuffix(".0") for text in row if text]
    return (
        len(texts) > 2 and all(_NUMBERING.fullmatch(text) for text in texts) and len(set(texts)) == len(texts)
    )


def _titles(top: list[list[str]], heading: int, depth: int, sheet: Sheet) -> list[list[str]]:
    """Return for each column its titles from the group down to its own, each once."""
    rows = [list(row) for row in top[heading : heading + depth]]
    for first, last in sheet.merged:
        if heading <= first[0] < heading + depth:
            for column in range(first[1], min(last[1] + 1, len(rows[0]))):
                rows[first[0] - heading][column] = top[first[0]][first[1]]
    if depth > 1 and not sheet.merged:
        _spread_groups(rows)
    return [list(dict.fromkeys(text for text in column if text)) for column in zip(*rows, strict=True)]


def _spread_groups(rows: list[list[str]]) -> None:
    """Fill the group title to the right, where the file does not tell which cells are merged (.csv, .ods)."""
    for column in range(1, len(rows[0])):
        if not rows[0][column] and rows[1][column] and rows[1][column - 1]:
            rows[0][column] = rows[0][column - 1]


def _columns(titles: list[list[str]]) -> tuple[Column, ...]:
    matches = [_match(parts) for parts in titles]
    keepers: dict[Field, int] = {}
    for index, match in enumerate(matches):
        kept = keepers.setdefault(match.field, index)
        if matches[kept].confidence is Confidence.LIKELY and match.confidence is Confidence.SURE:
            keepers[match.field] = index
    columns = []
    for index, (parts, match) in enumerate(zip(titles, matches, strict=True)):
        title = ": ".join(parts)
        field, confidence, reason = match.field, match.confidence, match.reason
        if match is NO_MATCH:
            reason = f"Không nhận ra tiêu đề «{title}» nên không đọc." if title else "Cột không có tiêu đề."
        elif field is not Field.IGNORE and keepers[field] != index:
            reason = (
                f"Trùng nghĩa «{field.label}» với cột {column_letters(keepers[field] + 1)} nên không đọc."
            )
            field, confidence = Field.IGNORE, Confidence.LIKELY
        columns.append(Column(index, title, field, confidence, reason))
    return tuple(columns)


def _match(parts: list[str]) -> Match:
    """Return the best match of a column's own title, of what follows its colon, of all its titles."""
    if not parts:
        return NO_MATCH
    own = parts[-1]
    tries = [match_title(own), match_title(clean(own.rpartition(":")[2])), match_title(" ".join(parts))]
    for confidence in (Confidence.SURE, Confidence.LIKELY):
        for match in tries:
            if match.confidence is confidence:
                return match
    return NO_MATCH


def _no_heading(sheet: Sheet, top: list[list[str]]) -> KnownError:
    raw = "".join(cell for row in sheet.cells[:_SEARCHED_ROWS] for cell in row if isinstance(cell, str))
    odd = len(_OLD_FONT.findall(raw))
    if odd > 5 and odd * 20 > len(raw):
        return refusal(
            f"Không tìm thấy dòng tiêu đề trong trang tính «{sheet.name}»; chữ có vẻ gõ bằng phông cũ"
            " (.VnTime/TCVN3 hoặc VNI).",
            "Hãy chuyển bảng sang Unicode (ví dụ bằng Unikey Toolkit), lưu lại rồi chọn lại.",
        )
    return refusal(
        f"Không tìm thấy dòng tiêu đề trong trang tính «{sheet.name}»: cần một dòng có «Họ và tên chủ hộ»"
        f" và ít nhất một cột khác trong {min(len(top), _SEARCHED_ROWS)} dòng đầu.",
        "Hãy thêm dòng tiêu đề hoặc dùng biểu mẫu của chương trình rồi chọn lại.",
    )
