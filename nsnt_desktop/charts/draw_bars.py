"""Lying bars: the labels at the left, each value at the end of its bar, thresholds and lines across."""

from dataclasses import dataclass, replace
from fractions import Fraction

from reportlab.graphics.shapes import Drawing

from nsnt_desktop.charts.axis import percent_ticks, ticks
from nsnt_desktop.charts.chart import Bar, Bars, Gap, Panel, Tone
from nsnt_desktop.charts.look import Look
from nsnt_desktop.charts.pen import Pen, width_of, wrapped
from nsnt_desktop.format import number
from nsnt_desktop.indicators.definitions import PERCENT

_LABEL_SHARE, _MARKS_SHARE = 0.36, 0.24
"""The most of the width that labels and the words of thresholds may take."""
_LINE, _BAR, _GAP = 1.2, 1.08, 0.5
"""Heights of a line of text, of a bar, and of the room between two, in sizes."""
_TIGHT = 12
"""From so many bars on they stand closer."""


@dataclass(frozen=True)
class _Columns:
    """Where the columns of a chart begin."""

    left: float
    right: float
    """Where the axis ends; the words of the longest bar still fit beside it."""
    marks: float


@dataclass(frozen=True)
class _Row:
    """One row as it will be drawn, and its height."""

    row: Bar | Gap
    label: tuple[str, ...]
    marks: tuple[str, ...]
    height: float


def draw_bars(chart: Bars, look: Look, width: float) -> Drawing:
    """Return a chart of bars; its height follows from what stands in it."""
    columns = _columns(chart, look, width)
    panels = [_rows(panel, columns, look, width) for panel in chart.panels]
    key = _key_rows(chart, look, width)
    heads = [_head_height(panel, look) for panel in chart.panels]
    foot = 1.9 * look.size
    height = len(key) * 1.5 * look.size + sum(sum(row.height for row in rows) for rows in panels)
    pen = Pen(look, width, height + sum(heads) + foot * len(panels))
    top = _draw_key(pen, key)
    for panel, rows, head in zip(chart.panels, panels, heads, strict=True):
        top = _draw_panel(pen, panel, rows, columns, top + head) + foot
    return pen.drawing


def _columns(chart: Bars, look: Look, width: float) -> _Columns:
    bars = [bar for panel in chart.panels for bar in panel.bars]
    labels = max(width_of(bar.label, look) for bar in bars)
    left = min(labels, width * _LABEL_SHARE) + 0.8 * look.size
    wide = max((width_of(words, look) for bar in bars for words in bar.marks_said), default=0)
    marks = min(wide, width * _MARKS_SHARE) + 0.8 * look.size if wide else 0
    said = max(width_of(words, look) for bar in bars for words in (bar.said, bar.before_said))
    right = width - marks - said - 0.8 * look.size
    for unit in (width_of(panel.unit, look) for panel in chart.panels):
        if unit > left - 0.8 * look.size:  # no room before the axis: some is kept after it
            right = min(right, width - unit - 2.4 * look.size)
    return _Columns(left, max(right, left + 20), width - marks)


def _rows(panel: Panel, columns: _Columns, look: Look, width: float) -> list[_Row]:
    gap = _GAP * look.size * (0.6 if len(panel.rows) >= _TIGHT else 1)
    made = []
    for row in panel.rows:
        if isinstance(row, Gap):
            made.append(_Row(row, (row.said,), (), _LINE * look.size + gap))
            continue
        label = wrapped(row.label, columns.left - 0.8 * look.size, look)
        room = width - columns.marks - 0.4 * look.size
        marks = tuple(line for words in row.marks_said for line in wrapped(words, room, look))
        bars = (2 if row.before_said else 1) * _BAR * look.size
        text = max(len(label), len(marks)) * _LINE * look.size
        made.append(_Row(row, label, marks, max(bars, text) + gap))
    return made


def _head_height(panel: Panel, look: Look) -> float:
    return (1.5 if panel.line_said else 0.3) * look.size


def _ticks(panel: Panel) -> tuple[int, ...]:
    if panel.unit == PERCENT:
        return percent_ticks()
    known = [v for bar in panel.bars for v in (bar.value, bar.before) if v is not None]
    highest = max(known, default=Fraction(1))
    near = [mark for bar in panel.bars for mark in bar.marks if mark <= 2 * highest]
    return ticks(max(highest, *near, Fraction(1)))


def _draw_panel(pen: Pen, panel: Panel, rows: list[_Row], columns: _Columns, top: float) -> float:
    """Draw the bars over their axis and return where they end."""
    strokes = _ticks(panel)
    scale = (columns.right - columns.left) / strokes[-1]
    bottom = top + sum(row.height for row in rows)
    for stroke in strokes:
        x = columns.left + stroke * scale
        pen.line((x, top), (x, bottom), pen.look.dim if stroke == 0 else pen.look.grid, 0.8)
        pen.text(x, bottom + 0.8 * pen.look.size, number(stroke), "middle", colour=pen.look.dim)
    _write_unit(pen, panel.unit, columns, number(strokes[-1]), bottom + 0.8 * pen.look.size)
    tops = [top + sum(row.height for row in rows[:at]) for at in range(len(rows))]
    for row, y in zip(rows, tops, strict=True):
        if isinstance(row.row, Bar):
            _draw_bar(pen, row.row, columns, y + row.height / 2, scale)
    if panel.line is not None:
        _draw_line(pen, panel, columns.left + float(panel.line) * scale, top, bottom)
    for row, y in zip(rows, tops, strict=True):  # words last: nothing goes through them
        _write_row(pen, row, columns, y, (scale, panel.line))
    return bottom


def _write_unit(pen: Pen, unit: str, columns: _Columns, last: str, middle: float) -> None:
    """Write the unit after the axis' last number or, where no room is left for it, before the first."""
    x = columns.right + width_of(last, pen.look) / 2 + 0.4 * pen.look.size
    if x + width_of(unit, pen.look) <= pen.drawing.width:
        pen.text(x, middle, unit, colour=pen.look.dim)
    else:
        pen.text(columns.left - 0.5 * pen.look.size, middle, unit, "end", colour=pen.look.dim)


def _draw_bar(pen: Pen, bar: Bar, columns: _Columns, middle: float, scale: float) -> None:
    height = _BAR * pen.look.size
    top = middle - height if bar.before_said else middle - height / 2
    for value, tone, at in ((bar.value, bar.tone, top), (bar.before, Tone.HATCHED, middle)):
        if value:
            pen.bar(columns.left, at + 0.08 * height, float(value) * scale, 0.84 * height, tone)
    for mark in bar.marks:
        x = columns.left + float(mark) * scale
        if x <= columns.right + 0.5:  # what is far off the axis stands in its words only
            ends = top - 0.3 * height, middle + (1.3 if bar.before_said else 0.8) * height
            pen.line((x, ends[0]), (x, ends[1]), pen.look.paper, 4)
            pen.line((x, ends[0]), (x, ends[1]), pen.look.text, 2)


def _write_row(
    pen: Pen, row: _Row, columns: _Columns, top: float, axis: tuple[float, Fraction | None]
) -> None:
    size, middle = pen.look.size, top + row.height / 2
    if isinstance(row.row, Gap):
        pen.blot(columns.left + 1, top, columns.marks - columns.left - 1, row.height)
        pen.text(columns.left + 0.4 * size, middle, row.row.said, colour=pen.look.dim)
        return
    for at, words in enumerate(row.label):
        line = middle + (at - (len(row.label) - 1) / 2) * _LINE * size
        pen.text(columns.left - 0.5 * size, line, words, "end")
    for at, words in enumerate(row.marks):
        line = middle + (at - (len(row.marks) - 1) / 2) * _LINE * size
        pen.text(columns.marks + 0.4 * size, line, words, colour=pen.look.dim)
    scale, across = axis
    marks = (*row.row.marks, *(() if across is None else (across,)))
    _write_values(pen, replace(row.row, marks=marks), columns, middle, scale)


def _write_values(pen: Pen, bar: Bar, columns: _Columns, middle: float, scale: float) -> None:
    half = _BAR * pen.look.size / 2 if bar.before_said else 0
    _write(pen, _End(bar.value, bar.said, middle - half, scale, bar.marks), columns)
    if bar.before_said:
        _write(pen, _End(bar.before, bar.before_said, middle + half, scale, bar.marks, dim=True), columns)


@dataclass(frozen=True)
class _End:
    """The end of a bar, where its value is written."""

    value: Fraction | None
    said: str
    middle: float
    scale: float
    marks: tuple[Fraction, ...] = ()
    dim: bool = False


def _write(pen: Pen, end: _End, columns: _Columns) -> None:
    """Write a value at the end of its bar, past a threshold that would go through the words."""
    size, width = pen.look.size, width_of(end.said, pen.look)
    x = _words_start(end, columns, width, size)
    pen.blot(x - 1, end.middle - 0.42 * size, width + 2, 0.84 * size)
    colour = pen.look.dim if end.dim or end.value is None else pen.look.text
    pen.text(x, end.middle, end.said, colour=colour)


def _words_start(end: _End, columns: _Columns, width: float, size: float) -> float:
    """Return where a value is written: at its bar, or past the one stroke that would go through it.

    Past two it would stand too far from its bar: then the stroke is seen over and under the words.
    """
    start = columns.left + float(end.value or 0) * end.scale + 0.4 * size
    strokes = [columns.left + float(mark) * end.scale for mark in sorted(end.marks)]

    def hit(x: float) -> list[float]:
        return [stroke for stroke in strokes if x - 0.4 * size <= stroke <= x + width + 2]

    if not (through := hit(start)):
        return start
    moved = through[-1] + 0.5 * size
    is_free = not hit(moved) and moved + width <= columns.marks
    return moved if len(through) == 1 and is_free else start


def _draw_line(pen: Pen, panel: Panel, x: float, top: float, bottom: float) -> None:
    pen.line((x, top - 0.2 * pen.look.size), (x, bottom), pen.look.text, 1.4, 1)
    half = width_of(panel.line_said, pen.look, bold=True) / 2
    x = min(max(x, half), pen.drawing.width - half)
    pen.text(x, top - 0.8 * pen.look.size, panel.line_said, "middle", bold=True)


def _key_rows(chart: Bars, look: Look, width: float) -> list[list[tuple[Tone | None, str, float]]]:
    """Return the key in as many rows as it needs, each entry with its place; None: a threshold."""
    entries: list[tuple[Tone | None, str]] = [*chart.key]
    if chart.marks_key:
        entries.append((None, chart.marks_key))
    rows: list[list[tuple[Tone | None, str, float]]] = []
    x = width
    for tone, words in entries:
        wide = width_of(words, look) + 3.6 * look.size
        if x + wide - 1.6 * look.size > width:
            rows.append([])
            x = 0
        rows[-1].append((tone, words, x))
        x += wide
    return rows


def _draw_key(pen: Pen, rows: list[list[tuple[Tone | None, str, float]]]) -> float:
    size, top = pen.look.size, 0.0
    for entries in rows:
        for tone, words, x in entries:
            if tone is None:
                pen.line(
                    (x + 0.8 * size, top + 0.1 * size), (x + 0.8 * size, top + 1.1 * size), pen.look.text, 2
                )
            else:
                pen.bar(x + 1, top + 0.2 * size, 1.5 * size, 0.8 * size, tone)
            pen.text(x + 2 * size, top + 0.6 * size, words)
        top += 1.5 * size
    return top
