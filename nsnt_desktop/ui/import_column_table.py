"""The columns of a sheet: what stands in each, how it is read and why; one choice corrects it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from nsnt_desktop.importing import correcting
from nsnt_desktop.importing.correcting import Change, blanks_of
from nsnt_desktop.importing.files.reading import Sheet
from nsnt_desktop.importing.layouts.encodings import Encoding
from nsnt_desktop.importing.layouts.layout import Column, Layout, parts_of
from nsnt_desktop.importing.words.cells import show
from nsnt_desktop.importing.words.choices import SheetChoices
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.vocabulary import Confidence
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.import_words import font_name
from nsnt_desktop.ui.plain_table import Heading, Line, PlainTable

AS_RECOGNISED = "như chương trình nhận ra"
LETTER, TITLE, EXAMPLES, MEANING, BLANK, LETTERS, CONFIDENCE, REASON = range(8)
_HEADINGS = (
    Heading("Cột", 40),
    Heading("Tiêu đề trong tệp", 124),
    Heading("Ví dụ", 124, tip="Những ô khác nhau đầu tiên của cột"),
    Heading("Được hiểu là", 180),
    Heading("Ô trống nghĩa là", 140),
    Heading("Chữ", 100),
    Heading("Mức chắc chắn", 114),
    Heading("Vì sao", 130),
)
"""With the width each column needs at least; what is left over goes to those that hold long words."""
_BOX_GAP, _BOX_HEIGHT = 6, 30
_ARROW = 38
"""Points a box needs beside the words in it."""
_GROWING = (TITLE, EXAMPLES, REASON)
_BOXES = (MEANING, BLANK, LETTERS)
_TONES = {
    Confidence.SURE: "met",
    Confidence.LIKELY: "warning",
    Confidence.NONE: "dim",
    Confidence.CHOSEN: "accent",
}
_FIELDS = [(field, field.label) for field in (Field.IGNORE, *(f for f in Field if f is not Field.IGNORE))]
_EXAMPLES = 3
_LONGEST, _TOGETHER = 26, 40
_SEARCHED = 2_000
"""Rows searched for good examples; further down it only matters whether anything stands there at all."""
_FILLED = 3
"""Cells in a row that has something to say."""
Options = Sequence[tuple[Any, str]]


@dataclass(frozen=True)
class ColumnSeen:
    """One column as it is shown, and the first different things that stand in it."""

    column: Column
    examples: tuple[str, ...]


def columns_seen(sheet: Sheet, layout: Layout) -> tuple[ColumnSeen, ...]:
    """Return every column with a title, a meaning or anything in it: none is left out in silence."""
    below = sheet.cells[layout.first_data_row - 1 : parts_of(layout)[0][1]]
    # Names of groups, totals and signatures stand nearly alone in their rows: they are no examples.
    rows = [row for row in below[:_SEARCHED] if len(row) - row.count("") >= _FILLED]
    seen = [
        ColumnSeen(column, _examples(rows, column.index) or _examples(below, column.index))
        for column in layout.columns
    ]
    return tuple(s for s in seen if s.examples or s.column.title or s.column.field is not Field.IGNORE)


def _examples(rows: Sequence[Sequence[Any]], index: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in rows:
        if row[index] != "" and (text := show(row[index])):
            found[text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"] = None
            if len(found) == _EXAMPLES:
                break
    return tuple(found)


class _CellChoice(Choice):
    """A box in a cell: the table scrolls to it when the keyboard comes to it."""

    def __init__(self, name: str, options: Options, reached: Callable[[], None]) -> None:
        super().__init__(options)
        self.setAccessibleName(name)
        self._reached = reached

    def offer(self, choices: Options) -> None:
        super().offer(choices)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)

    def choose(self, value: Any) -> None:
        super().choose(value)
        self.setToolTip(self.currentText())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._reached()


class ColumnTable(PlainTable):
    """One line for each column of the sheet shown."""

    corrected = Signal(object)
    """A Change of what is chosen of the sheet."""
    _indices: Sequence[int] = ()
    """Of the columns shown; Qt asks for them while the table is being made."""

    def __init__(self) -> None:
        super().__init__("Các cột của danh sách", _HEADINGS, row_height=34, two_lines=False, wrap=True)

    def show_columns(
        self, seen: Sequence[ColumnSeen], chosen: SheetChoices, *, asked_letters: bool = False
    ) -> None:
        """Show columns; where they are the same as before, the boxes and the keyboard keep their place."""
        old = any(s.column.encoding is not Encoding.UNICODE for s in seen)
        self.setColumnHidden(LETTERS, not (old or asked_letters or chosen.encodings))
        lines = [_line(s) for s in seen]
        indices = [s.column.index for s in seen]
        if indices == self._indices and indices:
            self.lines.lines = lines
            last = self.lines.index(len(lines) - 1, REASON)
            self.lines.dataChanged.emit(self.lines.index(0, 0), last)
        else:
            self._indices = indices
            self.show_lines(lines)
            self.scrollToTop()
        for at, found in enumerate(seen):
            self._show_boxes(at, found.column, chosen)
        self._chain_boxes()
        self._fit_columns()
        self._fit_rows()

    def box(self, at: int, kind: int) -> Choice | None:
        """Return the box in a line, under MEANING, BLANK or LETTERS."""
        found = self.indexWidget(self.lines.index(at, kind))
        return found if isinstance(found, Choice) else None

    def _show_boxes(self, at: int, found: Column, chosen: SheetChoices) -> None:
        i, name = found.index, f"Cột {found.letter}"
        meaning = chosen.meanings.get(i)
        options = [*_back(meaning), *_FIELDS]
        self._show_box((at, MEANING), f"{name} được hiểu là", options, found.field, correcting.meaning)
        blanks = [(blank, blank.label) for blank in blanks_of(found.field)]
        if blanks:
            blanks = [*_back(chosen.blanks.get(i)), *blanks]
        self._show_box((at, BLANK), f"{name}: ô trống nghĩa là", blanks, found.blank, correcting.blank)
        written = chosen.encodings.get(i)
        told = "tự nhận ra" if written else f"{font_name(found.encoding)} (tự nhận ra)"
        letters = [(None, told), *((e, font_name(e)) for e in Encoding)]
        self._show_box((at, LETTERS), f"{name}: cách viết chữ", letters, written, correcting.column_encoding)

    def _show_box(
        self,
        cell: tuple[int, int],
        name: str,
        options: Options,
        value: object,
        change: Callable[[int, Any], Change],
    ) -> None:
        place, box = self.lines.index(*cell), self.box(*cell)
        if not options:
            if box is not None:
                self.setIndexWidget(place, None)  # type: ignore[arg-type]
            return
        if box is None:
            box = _CellChoice(name, options, lambda: self.scrollTo(self.lines.index(*cell)))
            index, made = self._indices[cell[0]], box
            box.activated.connect(lambda _i: self.corrected.emit(change(index, made.chosen())))
            self.setIndexWidget(place, box)
        box.offer(options)
        box.choose(value)

    def _chain_boxes(self) -> None:
        """Let Tab go through the boxes line by line, and from the last one on to what follows the table."""
        before: QWidget = self
        for at in range(len(self._indices)):
            for kind in _BOXES:
                box = self.box(at, kind)
                if box is not None:
                    QWidget.setTabOrder(before, box)
                    before = box

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_columns()
        super().resizeEvent(event)

    def updateEditorGeometries(self) -> None:
        """Keep the boxes as tall as elsewhere, in the middle of their lines."""
        super().updateEditorGeometries()
        for at in range(len(self._indices)):
            for kind in _BOXES:
                box = self.box(at, kind)
                if box is not None:
                    area = self.visualRect(self.lines.index(at, kind))
                    top = area.top() + (area.height() - _BOX_HEIGHT) // 2
                    box.setGeometry(area.left(), top, area.width() - _BOX_GAP, _BOX_HEIGHT)

    def _fit_columns(self) -> None:
        header, widths = self.horizontalHeader(), [heading.width for heading in _HEADINGS]
        for kind in _BOXES:
            widths[kind] = max([widths[kind], *self._box_widths(kind)])
        shown = [at for at in range(len(_HEADINGS)) if not self.isColumnHidden(at)]
        spare = max(self.viewport().width() - sum(widths[at] for at in shown), 0)
        for at in shown:
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(at, widths[at] + (spare // len(_GROWING) if at in _GROWING else 0))

    def _box_widths(self, kind: int) -> list[int]:
        """Return how much each box in a column needs, so that what is chosen in it is not cut."""
        boxes = [self.box(at, kind) for at in range(len(self._indices))]
        return [box.fontMetrics().horizontalAdvance(box.currentText()) + _ARROW for box in boxes if box]


def _back(chosen: object) -> list[tuple[Any, str]]:
    """Return the choice that takes a correction back, where there is one."""
    return [(None, AS_RECOGNISED)] if chosen is not None else []


def _line(seen: ColumnSeen) -> Line:
    found = seen.column
    title = found.title or "(không có tiêu đề)"
    cells = (
        found.letter,
        f"{title} (cột ẩn)" if found.hidden else title,
        _together(seen.examples),
        *[""] * len(_BOXES),
        found.confidence.label,
        _brief(found),
    )
    tones: Mapping[int, str] = {EXAMPLES: "dim", CONFIDENCE: _TONES[found.confidence]}
    if found.field is Field.IGNORE:
        tones = {**tones, **dict.fromkeys((LETTER, TITLE, REASON), "dim")}
    return Line(cells, found.index, dict(tones), tip=f"{found.reason} {found.encoding_reason}".strip())


def _together(examples: Sequence[str]) -> str:
    """Return as many examples as two lines hold; the first one always."""
    told = " · ".join(examples)
    return told if len(told) <= _TOGETHER or len(examples) < 2 else _together(examples[:-1])


def _brief(found: Column) -> str:
    """Return why a column is read so, without what the cells beside it say; the tooltip has it all."""
    brief = found.reason.replace(f" của «{found.field.label}»", "").replace(f" «{found.title}»", "")
    brief = brief.removeprefix("Tiêu đề là ").rstrip(".")
    if brief.startswith("Tiêu đề «"):  # one of the titles over the column
        brief = brief.removeprefix("Tiêu đề ")
    return brief[:1].lower() + brief[1:]
