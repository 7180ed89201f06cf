"""Lines over the years: strokes and markers of their own, names beside them, values under their years."""

from itertools import pairwise

from reportlab.graphics.shapes import Drawing

from nsnt_desktop.charts.axis import percent_ticks
from nsnt_desktop.charts.chart import Lines, Series
from nsnt_desktop.charts.look import Look
from nsnt_desktop.charts.pen import Pen, shortened, width_of
from nsnt_desktop.format import BLANK
from nsnt_desktop.indicators.criteria_words import NOT_ASSESSED

_ROW = 1.45
"""Height of a row of the table under the chart, in sizes."""


class _Plot:
    """The place where the lines are drawn: years across, percentages up."""

    def __init__(self, pen: Pen, chart: Lines, edges: tuple[float, float, float, float]) -> None:
        self.pen, self.chart = pen, chart
        self.left, self.top, self.right, self.bottom = edges

    def x(self, year: int) -> float:
        """Return where a year stands, by the distance in time."""
        first, last = self.chart.years[0], self.chart.years[-1]
        share = (year - first) / (last - first) if last > first else 0.5
        return self.left + share * (self.right - self.left)

    def y(self, value: float) -> float:
        """Return the height of a percentage."""
        return self.bottom - value / 100 * (self.bottom - self.top)


def draw_lines(chart: Lines, look: Look, width: float, height: float) -> Drawing:
    """Return a chart of lines of a given size."""
    pen = Pen(look, width, height)
    plot = _with_table(pen, chart) if chart.with_table else _alone(pen, chart)
    _draw_axes(plot)
    for at, series in enumerate(chart.series):
        _draw_line(plot, series, at)
    _draw_names(plot)
    if chart.with_table:
        _draw_table(plot)
    return pen.drawing


def lines_height(chart: Lines, look: Look, width: float) -> float:
    """Return a good height of a chart of lines in a width."""
    table = len(chart.series) * _ROW * look.size if chart.with_table else 0
    return max(0.3 * width, 13 * look.size) + table + 2.4 * look.size


def _with_table(pen: Pen, chart: Lines) -> _Plot:
    size = pen.look.size
    names = max(width_of(_name(series), pen.look) for series in chart.series) + 3.4 * size
    cell = max(width_of(said, pen.look) for series in chart.series for said in series.said)
    left = min(names, 0.4 * pen.drawing.width) + cell / 2 + 0.4 * size
    bottom = pen.height - 1.9 * size - len(chart.series) * _ROW * size
    right = pen.drawing.width - max(cell / 2, 1.8 * size) - 0.4 * size
    return _Plot(pen, chart, (left, 0.6 * size, right, bottom))


def _alone(pen: Pen, chart: Lines) -> _Plot:
    size = pen.look.size
    said = max(width_of(_end_words(series, chart), pen.look) for series in chart.series)
    right = pen.drawing.width - min(said, 0.5 * pen.drawing.width) - 1.2 * size
    left = width_of("100", pen.look) + 1.6 * size
    return _Plot(pen, chart, (left, 0.6 * size, right, pen.height - 1.7 * size))


def _draw_axes(plot: _Plot) -> None:
    pen, size = plot.pen, plot.pen.look.size
    # With a table the axis starts left of the first year, so that its values stand under it.
    start = plot.left - (2.2 * size if plot.chart.with_table else 0.6 * size)
    for stroke in percent_ticks():
        y = plot.y(stroke)
        pen.line((start, y), (plot.right, y), pen.look.dim if stroke == 0 else pen.look.grid, 0.8)
        pen.text(start - 0.4 * size, y, str(stroke), "end", colour=pen.look.dim)
    for year in plot.chart.years:
        pen.text(plot.x(year), plot.bottom + size, str(year), "middle", bold=plot.chart.with_table)


def _draw_line(plot: _Plot, series: Series, at: int) -> None:
    points = [
        None if value is None else (year, (plot.x(year), plot.y(float(value))))
        for year, value in zip(plot.chart.years, series.values, strict=True)
    ]
    colour = _colour(plot, at)
    for one, other in pairwise(points):
        # Neither a year without a value nor one without figures is bridged.
        if one and other and other[0] == one[0] + 1:
            plot.pen.path([one[1], other[1]], colour, 1.6, at)
    for point in points:
        if point:
            plot.pen.marker(*point[1], at)


def _colour(plot: _Plot, at: int) -> str:
    return plot.pen.look.series[at % len(plot.pen.look.series)]


def _name(series: Series) -> str:
    return f"{series.code}. {series.name}"


def _end_words(series: Series, chart: Lines) -> str:
    if chart.with_table:
        return series.code
    return f"{series.name} {series.said[-1] if series.said[-1] != BLANK else NOT_ASSESSED}"


def _draw_names(plot: _Plot) -> None:
    """Write each line's name beside its last value, lower ones moved down so that none overlap."""
    size, room = plot.pen.look.size, plot.pen.drawing.width
    ends = sorted((_end(plot, series), at) for at, series in enumerate(plot.chart.series))
    heights = _apart([height for height, _ in ends], 1.2 * size, plot.bottom)
    for height, (_, at) in zip(heights, ends, strict=True):
        series = plot.chart.series[at]
        if plot.chart.with_table and series.values[-1] is None:
            continue
        x = plot.right + 0.8 * size
        words = shortened(_end_words(series, plot.chart), room - x, plot.pen.look)
        plot.pen.text(x, height, words, colour=_colour(plot, at), bold=plot.chart.with_table)


def _end(plot: _Plot, series: Series) -> float:
    known = [value for value in series.values if value is not None]
    return plot.y(float(known[-1])) if known else plot.bottom


def _apart(heights: list[float], least: float, lowest: float) -> list[float]:
    """Return heights from the top moved apart, down first and, where the place ends, up again."""
    moved: list[float] = []
    for height in heights:
        moved.append(max(height, moved[-1] + least) if moved else height)
    limit = lowest
    for at in reversed(range(len(moved))):
        moved[at] = min(moved[at], limit)
        limit = moved[at] - least
    return moved


def _draw_table(plot: _Plot) -> None:
    pen, size = plot.pen, plot.pen.look.size
    for at, series in enumerate(plot.chart.series):
        y = plot.bottom + 1.9 * size + (at + 0.5) * _ROW * size
        pen.line((0, y - _ROW * size / 2), (pen.drawing.width, y - _ROW * size / 2), pen.look.grid, 0.5)
        pen.path([(0, y), (2.4 * size, y)], _colour(plot, at), 1.6, at)
        pen.marker(1.2 * size, y, at)
        cell = max(width_of(said, pen.look) for said in series.said)
        room = plot.left - cell / 2 - 3.2 * size
        pen.text(2.9 * size, y, shortened(_name(series), room, pen.look))
        for year, said in zip(plot.chart.years, series.said, strict=True):
            pen.text(plot.x(year), y, said, "middle")
