"""The rows of a list in a table: lines are made when they are first looked at, so 10,000 cost nothing."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.layouts.row_kinds import SkippedRow
from nsnt_desktop.importing.words.cells import show
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.registry.apply_batch import BatchRow, Outcome
from nsnt_desktop.registry.register import Register, Registered
from nsnt_desktop.ui.import_changes import Piece, Pieces, as_html, plain, told, told_in_full
from nsnt_desktop.ui.plain_table import Heading, Index, Line, PlainModel, PlainTable
from nsnt_desktop.ui.theme import colours
from nsnt_desktop.ui.widgets import card, column, label, scrolled

TONES = {
    Outcome.NEW: "met",
    Outcome.CHANGED: "accent",
    Outcome.SAME: "dim",
    Outcome.SKIPPED: "dim",
    Outcome.ASKED: "warning",
    Outcome.REJECTED: "error",
}
Place = tuple[str, int]
"""Sheet and Excel row."""
PIECES = Qt.ItemDataRole.UserRole + 1
_TOLD, _MATCHED = 5, 6
_NARROW = 1000
"""Below this width in points, how a household was found stands in the line beneath the table only."""
_PADDING = 9
_DETAIL = 46
"""Points: two lines; more are scrolled, so that the table keeps its height."""
_HINT = "Chọn một dòng để xem mọi thay đổi của hộ; bấm đúp để mở hộ trong sổ."
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class Lines(Sequence[Line]):
    """Lines made one by one as they are asked for, and kept."""

    def __init__(self, keys: Sequence[Hashable], make: Callable[[int], Line]) -> None:
        self.keys, self._make = keys, make
        self._made: dict[int, Line] = {}

    @property
    def made(self) -> int:
        """How many lines somebody looked at."""
        return len(self._made)

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | Sequence[Line]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        found = self._made.get(at)
        if found is None:
            at = range(len(self))[at]
            found = self._made[at] = self._make(at)
        return found


@dataclass(frozen=True)
class ListRows:
    """All rows of a list as the table shows them: households by outcome, and what is no household."""

    preview: Preview
    register: Register

    @cached_property
    def known(self) -> Mapping[int, Registered]:
        """Every household of the register by its record."""
        return {h.record_id: h for h in (*self.register.households, *self.register.gone)}

    @cached_property
    def by_place(self) -> Mapping[Place, BatchRow]:
        """The rows that mean a household."""
        return {(row.sheet, row.excel_row): row for row in self.preview.batch.rows}

    @cached_property
    def aside(self) -> tuple[tuple[str, SkippedRow], ...]:
        """The rows that mean no household (totals, signatures, blank …), with their sheet."""
        return tuple((sheet.sheet, row) for sheet in self.preview.parsed for row in sheet.skipped)

    def lines(self, outcome: Outcome | None = None) -> Lines:
        """Return the lines of the households of an outcome, None for all."""
        rows = self.preview.batch.rows
        if outcome is not None:
            rows = tuple(row for row in rows if row.outcome is outcome)
        return Lines([(row.sheet, row.excel_row) for row in rows], lambda at: self._line(rows[at]))

    def aside_lines(self) -> Lines:
        """Return the lines of the rows that are no household, each with its reason."""
        return Lines([(sheet, row.excel_row) for sheet, row in self.aside], self._aside_line)

    def pieces(self, place: Place) -> Pieces:
        """Return what the line of a row says, in pieces."""
        row = self.by_place.get(place)
        return told(row, self.known, self.register) if row else ()

    def in_full(self, place: Place) -> Pieces:
        """Return all there is to say of a row."""
        row = self.by_place.get(place)
        if row is None:
            return tuple(
                Piece(f"Dòng {r.excel_row}: {r.reason}") for s, r in self.aside if (s, r.excel_row) == place
            )
        head = self.head(row)
        start = Piece(f"Dòng {row.excel_row}" + (f" · {head}" if head else "") + ": ", "dim")
        return (start, *told_in_full(row, self.known, self.register))

    def record(self, place: Place) -> int | None:
        """Return the household of the year that a row was found to be, None for a new one or none."""
        row = self.by_place.get(place)
        return row.record_id if row and row.returns is None else None

    def head(self, row: BatchRow) -> str:
        """Return the name a row gives, read off the cells: rows kept out have one too."""
        cells, column = self._heads[row.sheet]
        written = show(cells[row.excel_row - 1][column]) if column is not None else ""
        found = self.known.get(row.record_id or 0)
        return written or (found.values["head"] if found else "")

    @cached_property
    def _heads(self) -> dict[str, tuple[list[list[Any]], int | None]]:
        columns = ((sheet, layout.column_of(Field.HEAD)) for sheet, layout in self.preview.file.sheets)
        return {sheet.name: (sheet.cells, column.index if column else None) for sheet, column in columns}

    def _line(self, row: BatchRow) -> Line:
        found = self.known.get(row.record_id or 0)
        cells = (
            row.sheet,
            str(row.excel_row),
            row.outcome.label,
            self.head(row),
            village_of(row, found, self.register),
            plain(told(row, self.known, self.register)),
            row.matched_by,
        )
        return Line(cells, (row.sheet, row.excel_row), {2: TONES[row.outcome], _MATCHED: "dim"})

    def _aside_line(self, at: int) -> Line:
        sheet, row = self.aside[at]
        cells = (sheet, str(row.excel_row), row.kind.label, "", "", row.reason, "")
        return Line(cells, (sheet, row.excel_row), {2: "dim", _TOLD: "dim"})


def village_of(row: BatchRow, found: Registered | None, register: Register) -> str:
    """Return the village of a row: its household's, else the one it names."""
    place = found.village_id if found else row.village
    return register.villages[place][0] if isinstance(place, int) else place or ""


class RowsModel(PlainModel):
    """Shows lines that are made when they are first looked at."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        super().__init__(headings)
        self.list: ListRows | None = None

    def keys(self) -> list[Hashable]:
        return list(self.lines.keys) if isinstance(self.lines, Lines) else super().keys()

    def show(self, lines: Sequence[Line], headings: Sequence[Heading]) -> None:
        self.beginResetModel()
        self.lines, self.headings = lines, tuple(headings)
        self.endResetModel()

    def place(self, row: int) -> Place:
        """Return sheet and Excel row of a line."""
        sheet, number = self.lines[row].cells[:2]
        return sheet, int(number)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == PIECES:
            return self.list.pieces(self.place(index.row())) if self.list else ()
        return super().data(index, role)


class PiecesDelegate(QStyledItemDelegate):
    """Draws a cell piece by piece: what was is struck out, what will be is coloured."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        pieces: Pieces = index.data(PIECES)
        if len(pieces) < 2:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        painter.setFont(option.font)
        self._draw(painter, option.rect.adjusted(_PADDING, 0, -_PADDING, 0), pieces)
        painter.restore()

    @staticmethod
    def _draw(painter: QPainter, area: QRect, pieces: Pieces) -> None:
        now, font = colours(), QFont(painter.font())
        tones = {"old": now.dim, "new": now.accent, "dim": now.dim, "": now.text}
        metrics, left = painter.fontMetrics(), area.left()
        for piece in pieces:
            room = area.right() - left
            if room <= 0:
                return
            font.setStrikeOut(piece.tone == "old")
            painter.setFont(font)
            painter.setPen(QColor(tones[piece.tone]))
            text = metrics.elidedText(piece.text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, area.top(), room, area.height()), _MIDDLE, text)
            left += metrics.horizontalAdvance(piece.text)


class RowsTable(PlainTable):
    """The rows of a list; `opened` tells the place of the line that was double-clicked or entered."""

    def __init__(self) -> None:
        headings = (
            Heading("Trang tính", 100),
            Heading("Dòng", 56, right=True),
            Heading("Kết quả", 104),
            Heading("Chủ hộ", 170),
            Heading("Thôn", 120),
            Heading("Nội dung"),
            Heading("Nhận ra hộ", 220),
        )
        self.rows = RowsModel(headings)
        super().__init__("Các dòng của danh sách", headings, model=self.rows)
        self._pieces = PiecesDelegate(self)
        self.setItemDelegateForColumn(_TOLD, self._pieces)

    def show_rows(self, rows: ListRows, lines: Lines) -> None:
        """Show some of the rows of a list, the selection and the place kept."""
        self.rows.list = rows
        self.show_lines(lines)
        self.setColumnHidden(0, len(rows.preview.file.sheets) == 1)
        self._fit_columns()

    def place(self) -> Place | None:
        """Return the row the officer stands on."""
        index = self.currentIndex()
        return self.rows.place(index.row()) if index.isValid() else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        matched = self.rows.list is not None and any(
            row.matched_by for row in self.rows.list.preview.batch.rows
        )
        self.setColumnHidden(_MATCHED, not matched or self.width() < _NARROW)


class RowsPage(QWidget):
    """The rows with all there is to say of the one the officer stands on beneath them."""

    opened = Signal(object)
    """The record of the household a row was found to be, to be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.table = RowsTable()
        self.detail = label("", wrap=True)
        self.detail.setTextFormat(Qt.TextFormat.RichText)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.detail.setAccessibleName("Mọi thay đổi của dòng đang chọn")
        beneath = scrolled(self.detail)
        beneath.setFixedHeight(_DETAIL)
        self.setLayout(column(card(self.table, beneath, gap=6, margin=8), gap=0))
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_detail())
        self.table.rows.modelReset.connect(self._show_detail)
        self.table.opened.connect(self._open)
        QGuiApplication.styleHints().colorSchemeChanged.connect(
            self._show_detail
        )  # markup has its own colours

    def show_rows(self, rows: ListRows, lines: Lines) -> None:
        """Show some of the rows of a list, the selection and the place kept."""
        self.table.show_rows(rows, lines)
        self._show_detail()

    def _show_detail(self) -> None:
        rows, place = self.table.rows.list, self.table.place()
        if rows is None or place is None:
            self.detail.setText(as_html([Piece(_HINT, "dim")]))
            return
        self.detail.setText(as_html(rows.in_full(place)))

    def _open(self, place: Place) -> None:
        record = self.table.rows.list and self.table.rows.list.record(place)
        if record is not None:
            self.opened.emit(record)
