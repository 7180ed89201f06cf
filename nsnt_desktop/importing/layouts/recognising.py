"""The second step of an import: where the heading of a sheet stands, and what each column means."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.reading import Cell, Sheet
from nsnt_desktop.importing.files.refusals import refusal
from nsnt_desktop.importing.files.sheet_xml import column_letters
from nsnt_desktop.importing.layouts.blank_cells import with_blanks
from nsnt_desktop.importing.layouts.codes import with_codes
from nsnt_desktop.importing.layouts.column_titles import match_columns
from nsnt_desktop.importing.layouts.column_values import (
    by_values,
    columns_without_heading,
    doubted,
    is_column_of_names,
    looks_like_given_name,
    texts_of,
)
from nsnt_desktop.importing.layouts.encodings import Written
from nsnt_desktop.importing.layouts.heading import (
    MAX_DEPTH,
    SEARCHED_ROWS,
    Heading,
    find_heading,
    heading_at,
    is_numbering,
    text_rows,
)
from nsnt_desktop.importing.layouts.layout import Column, Layout, parts_of, with_columns
from nsnt_desktop.importing.layouts.row_kinds import DataRow, RowSorter
from nsnt_desktop.importing.layouts.tables import check_side_by_side, hidden_list, later_headings, left_aside
from nsnt_desktop.importing.words.choices import SheetChoices
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.village_names import find_village, villages_down
from nsnt_desktop.importing.words.vocabulary import Confidence, Match
from nsnt_desktop.text import fold

NOTHING_CHOSEN = SheetChoices()
Rows = list[list[Cell]]
_ONE_IN = 5
"""Rows with a blank village from which on a column may name it once for the rows below."""


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
    layout = with_columns(layout, choices.meanings)
    layout = _with_values(sheet, layout)
    columns = [_as_chosen(column, sheet, choices, written) for column in layout.columns]
    hidden = sorted(row for row in sheet.looks.hidden_rows if row >= layout.first_data_row)
    layout = replace(
        layout,
        columns=tuple(columns),
        hidden_rows=tuple(row for row in hidden if row <= len(sheet.cells)),
        skip_hidden_rows=choices.skip_hidden_rows,
    )
    if choices.village is None:
        return layout
    layout = replace(layout, village_down=False)  # the officer says which village a row without one means
    reason = "Do người dùng chọn." if choices.village else "Chưa chọn thôn."
    village = choices.village or None
    return replace(layout, village=village, former_commune=choices.former_commune, village_reason=reason)


def _as_chosen(column: Column, sheet: Sheet, choices: SheetChoices, written: Mapping[int, Written]) -> Column:
    how = written.get(column.index)
    return replace(
        column,
        encoding=how.encoding if how else column.encoding,
        encoding_reason=how.reason if how else "",
        blank=choices.blanks.get(column.index, column.blank),
        hidden=column.index in sheet.looks.hidden_columns,
    )


def _recognised(sheet: Sheet, file_name: str, choices: SheetChoices) -> Layout:
    top = text_rows(sheet.cells[: max(SEARCHED_ROWS, choices.heading_row or 0) + MAX_DEPTH + 1])
    if choices.heading_row:
        chosen = min(choices.heading_row, len(top)) - 1
        heading: Heading | None = heading_at(sheet, top, chosen, chosen=True)
    else:
        heading = find_heading(sheet, top)
    if heading is None:
        return _without_heading(sheet, top, file_name)
    layout = _under_heading(sheet, heading, has_names=not choices.heading_row)
    if Field.HEAD not in layout.fields and not choices.heading_row:
        raise _no_heading(sheet, top)
    titles = _lines(top[: heading.start])
    village, why = find_village(titles, sheet.name, file_name)
    if Field.VILLAGE in layout.fields:
        why = "Thôn ghi ở từng dòng, trong cột «Thôn»."
    further = _further(sheet, layout)
    reason = layout.heading_reason + "".join(
        f" Từ dòng {table.heading_rows[0]} là một bảng có các cột khác." for table in further
    )
    return replace(layout, village=village, village_reason=why, further=further, heading_reason=reason)


def _under_heading(sheet: Sheet, heading: Heading, *, has_names: bool = True) -> Layout:
    body = sheet.cells[heading.data :]
    other = hidden_list(heading.titles, sheet.looks.hidden_columns)
    titles = [[] if at in other else parts for at, parts in enumerate(heading.titles)]
    columns = tuple(left_aside(c) if c.index in other else c for c in _columns(titles, body))
    if has_names:
        columns = _with_names(columns, body)
        check_side_by_side(sheet, heading, columns)
    rows = tuple(range(heading.start + 1, heading.start + heading.depth + 1))
    return Layout(sheet.name, rows, heading.data + 1, columns, None, "", heading.reason)


def _further(sheet: Sheet, layout: Layout) -> tuple[Layout, ...]:
    """Return the tables with other columns further down the sheet."""
    tables = []
    for row in later_headings(sheet, layout):
        top = text_rows(sheet.cells[: row + MAX_DEPTH + 1])
        table = _under_heading(sheet, heading_at(sheet, top, row, max(0, row - 1)))
        tables.append(replace(table, columns=_by_values(table, sheet)))
    return tuple(tables)


def _lines(rows: list[list[str]]) -> list[str]:
    """Return the texts above a heading; a label and what stands beside it as one: "Thôn: | 3" → "Thôn: 3"."""
    lines = []
    for row in rows:
        texts = [text.removesuffix(".0") for text in row if text]
        lines += texts
        if len(texts) > 1 and len(texts[0]) <= len("Tổ dân phố số:"):
            lines.insert(len(lines) - len(texts), f"{texts[0].rstrip(':')}: {texts[1]}")
    return lines


def _without_heading(sheet: Sheet, top: list[list[str]], file_name: str) -> Layout:
    """Return the layout of a list without a heading, where its cells leave no doubt; else KnownError."""
    filled = [index for index, row in enumerate(top) if sum(map(bool, row)) > 1 and not is_numbering(row)]
    columns: list[Column] = []
    while filled and not columns:
        columns = columns_without_heading(sheet.cells[filled[0] :])
        first = filled.pop(0)
        if columns and any(not sheet.cells[first][c.index] for c in columns if c.field is Field.HEAD):
            columns = []
    if not columns:
        raise _no_heading(sheet, top)
    village, why = find_village(_lines(top[:first]), sheet.name, file_name)
    reason = "Không có dòng tiêu đề; các cột được hiểu theo nội dung, hãy kiểm tra từng cột."
    return Layout(sheet.name, (), first + 1, tuple(columns), village, why, reason)


def _columns(titles: list[list[str]], body: Rows) -> tuple[Column, ...]:
    matches = _with_split_name(titles, match_columns(titles), body)
    keepers = _keepers(titles, matches)
    columns = []
    for index, (parts, match) in enumerate(zip(titles, matches, strict=True)):
        title = ": ".join(parts)
        field, confidence, reason = match.field, match.confidence, match.reason
        if match.confidence is Confidence.NONE:
            reason = f"Không nhận ra tiêu đề «{title}» nên không đọc." if title else "Cột không có tiêu đề."
        elif field is not Field.IGNORE and keepers[field] != index:
            reason = (
                f"Trùng nghĩa «{field.label}» với cột {column_letters(keepers[field] + 1)} nên không đọc."
            )
            field, confidence = Field.IGNORE, Confidence.LIKELY
        columns.append(Column(index, title, field, confidence, reason))
    return tuple(columns)


def _keepers(titles: list[list[str]], matches: list[Match]) -> dict[Field, int]:
    """Return which of several columns of one meaning is read: the surest, of names that of the "chủ hộ"."""
    keepers: dict[Field, int] = {}
    for index, match in enumerate(matches):
        kept = keepers.setdefault(match.field, index)
        if _strength(titles[index], match) > _strength(titles[kept], matches[kept]):
            keepers[match.field] = index
    return keepers


def _strength(parts: list[str], match: Match) -> int:
    named = match.field is Field.HEAD and " chu ho " in f" {fold(' '.join(parts))} "
    return 2 * (match.confidence is Confidence.SURE) + named


def _with_split_name(titles: list[list[str]], matches: list[Match], body: Rows) -> list[Match]:
    """Return the matches with the column of given names, where one title stands over both halves."""
    for at in range(len(matches) - 1):
        second = titles[at + 1]
        if matches[at].field is not Field.HEAD or not (not second or second == titles[at]):
            continue
        if looks_like_given_name(body, at, at + 1, titled=bool(second)):
            reason = f"Ô là tên, được ghép sau cột {column_letters(at + 1)} thành họ và tên."
            matches = list(matches)
            matches[at + 1] = Match(Field.GIVEN_NAME, Confidence.LIKELY, reason)
    return matches


def _with_names(columns: tuple[Column, ...], body: Rows) -> tuple[Column, ...]:
    """Return the columns with one of names told by its cells, where no title names the head of household."""
    if any(column.field is Field.HEAD for column in columns):
        return columns
    named = [c for c in columns if c.field is Field.IGNORE and is_column_of_names(texts_of(body, c.index))]
    if len(named) != 1:
        return columns
    reason = f"Tiêu đề «{named[0].title}» chưa rõ; theo nội dung: các ô là họ và tên."
    found = replace(named[0], field=Field.HEAD, confidence=Confidence.LIKELY, reason=reason)
    return tuple(found if column is named[0] else column for column in columns)


def _with_values(sheet: Sheet, layout: Layout) -> Layout:
    """Return the layout with what the cells of its columns say: meanings, doubts, and what a blank means."""
    layout = replace(layout, columns=_by_values(layout, sheet))
    village = layout.column_of(Field.VILLAGE)
    if village and _names_villages_once(sheet, layout, village.index):
        told = f"{village.reason.rstrip('.')}; thôn ghi một lần cho các dòng bên dưới."
        columns = tuple(replace(c, reason=told) if c is village else c for c in layout.columns)
        layout = replace(layout, columns=columns, village_down=True)
    further = tuple(_blanks(sheet, table, last) for table, last in parts_of(layout)[1:])
    return replace(_blanks(sheet, layout, parts_of(layout)[0][1]), further=further)


def _names_villages_once(sheet: Sheet, layout: Layout, column: int) -> bool:
    body = sheet.cells[layout.first_data_row - 1 :]
    blank = sum(row[column] == "" for row in body)
    # To know the households takes longer; a list that names the village in every row need not wait for it.
    return blank * _ONE_IN >= len(body) and villages_down(
        [row[column] for row in _households(sheet, layout, parts_of(layout)[0][1])]
    )


def _blanks(sheet: Sheet, layout: Layout, end: int | None) -> Layout:
    body = sheet.cells[layout.first_data_row - 1 : end]
    layout = with_blanks(layout, body, lambda: _households(sheet, layout, end))
    above = sheet.cells[: (layout.heading_rows or (layout.first_data_row,))[0] - 1][-SEARCHED_ROWS:]
    texts = (cell for row in above for cell in row if isinstance(cell, str) and cell)
    return with_codes(layout, texts, body, lambda: _households(sheet, layout, end))


def _households(sheet: Sheet, layout: Layout, end: int | None) -> Rows:
    head = layout.column_of(Field.HEAD)
    if head is None:
        return sheet.cells[layout.first_data_row - 1 : end]
    rows = RowSorter(sheet, layout, head.index, end).walk()
    return [row.cells for row in rows if isinstance(row, DataRow)]


def _by_values(layout: Layout, sheet: Sheet) -> tuple[Column, ...]:
    body = sheet.cells[layout.first_data_row - 1 :]
    known = set(layout.fields)
    columns = []
    for column in layout.columns:
        texts = texts_of(body, column.index)
        if column.confidence is Confidence.NONE:
            found = by_values(column, texts)
            if found.field in known or (
                found.field is Field.MAIN_SOURCE and any(f.source_code for f in known)
            ):
                found = column
        else:
            found = doubted(column, texts)
        known.add(found.field)
        columns.append(found)
    return tuple(columns)


def _no_heading(sheet: Sheet, top: list[list[str]]) -> KnownError:
    return refusal(
        f"Không tìm thấy dòng tiêu đề trong trang tính «{sheet.name}»: cần một dòng có «Họ và tên chủ hộ»"
        f" và ít nhất một cột khác trong {min(len(top), SEARCHED_ROWS)} dòng đầu.",
        "Hãy thêm dòng tiêu đề hoặc dùng biểu mẫu của chương trình rồi chọn lại.",
    )
