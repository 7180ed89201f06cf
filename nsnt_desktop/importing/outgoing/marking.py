"""How a marked copy looks: coloured cells, their comments, the column of reasons, the sheet to read first."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nsnt_desktop import format as vn
from nsnt_desktop.importing.files.reading import Sheet
from nsnt_desktop.importing.files.refusals import MAX_CELLS, MAX_COLUMNS
from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.outgoing.flaws import Flaw, row_numbers
from nsnt_desktop.importing.outgoing.list_style import row_height
from nsnt_desktop.importing.words.marked_words import GUIDE_TITLE, TO_MEND
from nsnt_desktop.registry.apply_batch import Outcome

FONT = "Times New Roman"
WRONG, WAITING = "FFF4B6B0", "FFFFDF9E"
"""Fills of a cell that keeps its row out, and of one that waits for an answer."""
REASONS_WIDTH = 66
"""Of the column of reasons, in characters."""
_LETTERS_A_LINE = 76
"""Of reasons in that width: the letters are narrower than the digits a width is told in."""
_AUTHOR = "Nước sạch nông thôn"
_MOST_COMMENTS = 2_000
"""In a sheet: Excel grows slow beyond it, and the column of reasons says the same."""
ONE_LINE = row_height([("", 1)])
"""The height in points of a row with a reason of one line."""
_TALLEST_PT = 400.0
"""Of a row; Excel takes 409."""
_LONGEST = 32_767
"""Letters in a cell, Excel's own limit."""
_NAMED_ROWS = 40
_TITLE_LENGTH = 60
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """Return a text as a cell can hold it: no control characters, no more letters than Excel takes."""
    return _UNWRITABLE.sub("", text)[:_LONGEST]


@dataclass(frozen=True)
class RowMarks:
    """What is to be marked in one row."""

    cells: Mapping[int, tuple[Flaw, ...]]
    """By column, counted from 0."""
    reasons: str
    """For the column beside the table, a line each."""

    @property
    def height(self) -> float:
        """The height in points in which the reasons show whole."""
        lines = [(line, _LETTERS_A_LINE) for line in self.reasons.split("\n")]
        return min(_TALLEST_PT, sum(row_height([line]) for line in lines))


Marks = Mapping[str, Mapping[int, RowMarks]]
"""By sheet, by Excel row."""


def marks_of(found: Iterable[Flaw]) -> Marks:
    """Return what is to be marked, by sheet and row."""
    rows: dict[str, dict[int, list[Flaw]]] = defaultdict(lambda: defaultdict(list))
    for flaw in found:
        rows[flaw.sheet][flaw.excel_row].append(flaw)
    return {name: {row: _row(told) for row, told in by_row.items()} for name, by_row in rows.items()}


def _row(told: Sequence[Flaw]) -> RowMarks:
    cells: dict[int, tuple[Flaw, ...]] = {}
    for flaw in told:
        for column in flaw.columns:
            cells[column] = (*cells.get(column, ()), flaw)
    return RowMarks(cells, writable("\n".join(map(_line, told))))


def _line(flaw: Flaw) -> str:
    title = flaw.title if len(flaw.title) <= _TITLE_LENGTH else f"{flaw.title[: _TITLE_LENGTH - 1]}…"
    return f"Cột {flaw.letters}{f' ({title})' if title else ''}: {flaw.told}"


class Marker:
    """Marks cells of one workbook; its looks are made once."""

    def __init__(self) -> None:
        from openpyxl.comments import Comment  # noqa: PLC0415 - a tenth of a second, only when needed
        from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415

        self._comment = Comment
        self._fills = {colour: PatternFill("solid", fgColor=colour) for colour in (WRONG, WAITING)}
        self._plain = PatternFill()
        self.font = Font(name=FONT, size=11)
        self.bold = Font(name=FONT, size=11, bold=True)
        self.wrapped = Alignment(vertical="center", wrap_text=True)
        self._commented = 0

    def new_sheet(self) -> None:
        """Start to count comments anew: their limit is one of a sheet."""
        self._commented = 0

    def mark(self, cell: Any, told: Sequence[Flaw]) -> None:
        """Colour a cell and say why in its comment; a comment of the sender's stays above."""
        cell.fill = self._fills[WAITING if all(flaw.waits for flaw in told) else WRONG]
        if self._commented >= _MOST_COMMENTS:
            return
        self._commented += 1
        words = [flaw.told for flaw in told]
        if cell.comment is not None:
            words.insert(0, cell.comment.text)
        text = writable("\n".join(words))
        cell.comment = self._comment(text, _AUTHOR, height=24 + 18 * (1 + len(text) // 36), width=260)

    def unmark(self, cell: Any) -> None:
        """Take an earlier copy's colour and comment away."""
        if cell.fill.fgColor.rgb in self._fills:
            cell.fill = self._plain
        if cell.comment is not None and cell.comment.author == _AUTHOR:
            cell.comment = None

    def write_reasons(self, cell: Any, marks: RowMarks) -> None:
        """Write the reasons of a row beside the table."""
        cell.value, cell.font, cell.alignment = marks.reasons, self.font, self.wrapped
        cell.data_type = "s"

    def write_heading(self, cell: Any) -> None:
        """Write the heading over the reasons."""
        cell.value, cell.font, cell.alignment = TO_MEND, self.bold, self.wrapped

    def fill_guide(self, sheet: Any, preview: Preview, marks: Marks) -> None:
        """Write the sheet to read first; one column, so that no import takes it for a list."""
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
        from openpyxl.styles import Font  # noqa: PLC0415

        sheet.column_dimensions["A"].width = _GUIDE_WIDTH
        colours = {_COLOURS_FROM: WRONG, _COLOURS_FROM + 1: WAITING}
        for row, text in enumerate(_guide(preview, marks), 1):
            cell = WriteOnlyCell(sheet, writable(text))
            cell.data_type = "s"
            cell.font = Font(name=FONT, size=14 if row == 1 else 12, bold=row == 1)
            cell.alignment = self.wrapped
            if row in colours:
                cell.fill = self._fills[colours[row]]
            sheet.row_dimensions[row].height = row_height([(text, _GUIDE_WIDTH * 0.85)]) + 4
            sheet.append([cell])


def reasons_column(sheet: Sheet, layout: Layout) -> int | None:
    """Return where the reasons stand, counted from 0: where an earlier copy has them, or right of the table.

    None where the sheet, one column wider, could not be taken in again.
    """
    earlier = next((column.index for column in layout.columns if column.title == TO_MEND), None)
    if earlier is not None:
        return earlier
    start = max((column.index for column in layout.columns if column.title), default=-1) + 1
    used = {at for row in sheet.cells for at in range(start, len(row)) if row[at] != ""}
    top = layout.heading_rows[0] - 1
    for first, last in sheet.merged:
        if last[0] >= top:
            used |= set(range(first[1], last[1] + 1))
    free = next(at for at in range(start, MAX_COLUMNS + 2) if at not in used)
    fits = free < MAX_COLUMNS and max(free + 1, len(sheet.cells[0])) * len(sheet.cells) <= MAX_CELLS
    return free if fits else None


def is_guide(sheet: Sheet) -> bool:
    """Return whether a sheet is the one to read first of an earlier marked copy."""
    return bool(sheet.cells and sheet.cells[0]) and sheet.cells[0][0] == GUIDE_TITLE


_COLOURS_FROM = 5
_GUIDE_WIDTH = 84
"""Characters: a sheet of A4 takes them."""


def _guide(preview: Preview, marks: Marks) -> list[str]:
    taken = sum(preview.count(outcome) for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.SAME))
    waiting, rejected = preview.count(Outcome.ASKED), preview.count(Outcome.REJECTED)
    counts = (
        f"Nhận được {vn.number(taken)} dòng; chờ làm rõ {vn.number(waiting)} dòng; "
        f"chưa nhận {vn.number(rejected)} dòng."
    )
    how = (
        f"Chỉ cần sửa các ô tô màu; lý do ghi ở cột «{TO_MEND}» bên phải bảng. Các ô khác giữ nguyên. "
        "Sửa xong, lưu lại rồi gửi lại chính tệp này."
    )
    return [
        GUIDE_TITLE,
        f"Tệp đã gửi: {preview.file.workbook.name}. Ngày xem: {vn.day(date.today())}.",  # noqa: DTZ011
        counts,
        how,
        "Ô màu này: ghi sai, dòng chưa nhận được.",
        "Ô màu này: chưa rõ, cần ghi rõ hơn hoặc trả lời.",
        *_places(preview, marks),
    ]


def _places(preview: Preview, marks: Marks) -> Iterable[str]:
    """Yield one line for each sheet with something to mend: which rows, and which of them are hidden."""
    for sheet, layout in preview.file.sheets:
        rows = list(marks.get(sheet.name, ()))
        if not rows:
            continue
        where = f"Trang tính «{sheet.name}»{' (đang ẩn)' if sheet.hidden else ''}"
        yield f"{where}: {vn.number(len(rows))} dòng cần sửa, dòng {row_numbers(rows, _NAMED_ROWS)}."
        hidden = [row for row in rows if row in layout.hidden_rows]
        if hidden:
            yield f"{where}: các dòng đang ẩn, cần bỏ ẩn để sửa: {row_numbers(hidden, _NAMED_ROWS)}."
