"""What is done to many cells of the households' list at once: each is one action, undone as one."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import Any

from PySide6.QtGui import QGuiApplication

from nsnt_desktop import format as vn
from nsnt_desktop.importing.words.cells import Refused
from nsnt_desktop.ui.grid_block import lay_out, read_block, write_block
from nsnt_desktop.ui.grid_columns import COLUMNS, GridColumn, Kind, blank_of, may_be_blank, typed_text
from nsnt_desktop.ui.household_model import Edit, HouseholdModel
from nsnt_desktop.ui.waiting import taking_a_moment

_MANY = 500
"""Cells beyond which the pointer says that it takes a moment."""
_READ_AT_ONCE = 1000

Cell = tuple[int, int]
"""Row and column."""


def _pointer(cells: int) -> AbstractContextManager[None]:
    return taking_a_moment() if cells >= _MANY else nullcontext()


def copy_cells(model: HouseholdModel, rows: Sequence[int], columns: Sequence[int]) -> None:
    """Put cells on the clipboard as Excel does."""
    with _pointer(len(rows) * len(columns)):
        lines: list[list[str]] = []
        left = iter(rows)
        while some := list(islice(left, _READ_AT_ONCE)):
            lines += [[model.text(h, COLUMNS[c]) for c in columns] for h in model.households(some)]
        QGuiApplication.clipboard().setText(write_block(lines))
    model.context.did(None, f"Đã chép {vn.number(len(rows))} dòng, {len(columns)} cột.")


def paste(
    model: HouseholdModel, text: str, rows: Sequence[int], columns: Sequence[int], across: Sequence[int]
) -> list[Cell]:
    """Write a block from the clipboard into the cells chosen; `across`: the columns shown, left to right.

    Returns the first and the last cell it went into, or nothing.
    """
    block = read_block(text)
    if not model.check_open():
        return []
    if not block:
        told = "Chưa có ô nào được chép nên không có gì để dán. Hãy chép các ô trong Excel rồi dán lại."
        model.context.noticed.emit(told, True)
        return []
    target = lay_out((len(block), len(block[0])), rows, columns, (model.rowCount(), across))
    read_only = [COLUMNS[c].name for c in target.columns if COLUMNS[c].kind is Kind.READ_ONLY]
    cells = [
        (row, column, block[down % target.tall][right % target.wide])
        for down, row in enumerate(target.rows)
        for right, column in enumerate(target.columns)
        if COLUMNS[column].kind is not Kind.READ_ONLY
    ]
    notes = _left_over(target.rows_left_over, target.columns_left_over, read_only)
    with _pointer(len(cells)):
        edits = [model.typed(row, COLUMNS[column], typed) for row, column, typed in cells]
        standing = _standing(model, cells, edits)
        write(model, [e for at, e in enumerate(edits) if at not in standing], "Đã dán", notes)
    return [(target.rows[0], target.columns[0]), (target.rows[-1], target.columns[-1])]


def _standing(
    model: HouseholdModel, cells: Sequence[tuple[int, int, str]], edits: Sequence[Edit]
) -> set[int]:
    """Return which refused cells hold just what was pasted into them: a source no longer in use, say."""
    wrong = [at for at, edit in enumerate(edits) if isinstance(edit.value, Refused)]
    rows = sorted({cells[at][0] for at in wrong})
    held = dict(zip(rows, model.households(rows), strict=True)) if rows else {}
    return {
        at
        for at in wrong
        if edits[at].typed.strip() == typed_text(held[cells[at][0]], edits[at].column, model.reader.lists)
    }


def _left_over(rows: int, columns: int, read_only: Sequence[str]) -> list[str]:
    found = []
    if rows:
        found.append(f"{vn.number(rows)} dòng cuối không dán được vì danh sách đã hết hộ.")
    if columns:
        found.append(f"{columns} cột bên phải không dán được vì bảng đã hết cột.")
    if read_only:
        names = ", ".join(f"«{name}»" for name in read_only)
        found.append(f"Cột {names} do chương trình ghi nên được bỏ qua.")
    return found


def clear(model: HouseholdModel, cells: Sequence[Cell]) -> None:
    """Empty cells: «chưa xác định», or no text; what must not be blank stays."""
    if not model.check_open():
        return
    columns = sorted({column for _, column in cells})
    kept = [COLUMNS[c] for c in columns if COLUMNS[c].kind is Kind.READ_ONLY or not may_be_blank(COLUMNS[c])]
    notes = (
        [f"Cột {', '.join(f'«{c.name}»' for c in kept)} không để trống được nên giữ nguyên."] if kept else []
    )
    edits = [
        Edit(model.record_id(row), COLUMNS[column], blank_of(COLUMNS[column]))
        for row, column in cells
        if COLUMNS[column] not in kept
    ]
    if not edits:
        model.context.noticed.emit(" ".join(notes), True)
        return
    write(model, edits, "Đã xóa nội dung", notes)


def fill_down(model: HouseholdModel, rows: Sequence[int], columns: Sequence[int]) -> None:
    """Fill the first row of a block into the rows under it; a single row takes from the row above it."""
    if not rows or not model.check_open():
        return
    source = rows[0] - 1 if len(rows) == 1 else rows[0]
    if source < 0:
        return
    held = model.household(source)
    filled = rows if len(rows) == 1 else rows[1:]
    edits = [
        Edit(model.record_id(row), COLUMNS[c], getattr(held, COLUMNS[c].saved_as))
        for row in filled
        for c in columns
        if COLUMNS[c].kind is not Kind.READ_ONLY
    ]
    write(model, edits, "Đã điền xuống")


def tick(model: HouseholdModel, row: int, cells: Sequence[Cell]) -> None:
    """Tick the chosen cells of columns of ticks, or take the ticks off if this row has one."""
    chosen = [(r, c) for r, c in cells if COLUMNS[c].kind is Kind.TICK]
    if not chosen or not model.check_open():
        return
    wanted = not getattr(model.household(row), COLUMNS[chosen[0][1]].saved_as)
    edits = [Edit(model.record_id(r), COLUMNS[c], wanted) for r, c in chosen]
    write(model, edits, "Đã đánh dấu" if wanted else "Đã bỏ dấu")


def assign(model: HouseholdModel, rows: Iterable[int], column: GridColumn, value: Any, typed: str) -> None:
    """Give one field of many households the same value."""
    if not model.check_open():
        return
    edits = [Edit(model.record_id(row), column, value, typed) for row in rows]
    write(model, edits, f"Đã gán «{column.name}»")


def write(model: HouseholdModel, edits: Sequence[Edit], done: str, notes: Sequence[str] = ()) -> None:
    """Write cells as one action and say what came of it; `done` begins the sentence: "Đã dán"."""
    with _pointer(len(edits)):
        written = model.write(edits)
    told = []
    if written.action_id is not None:
        told.append(f"{done}: {vn.number(written.households)} hộ thay đổi.")
    if written.refused:
        told.append(f"{vn.number(written.refused)} ô chưa lưu được (tô đỏ, còn nguyên chữ đã gõ).")
    told += notes
    model.context.did(written.action_id, " ".join(told or ["Không có gì thay đổi."]))
