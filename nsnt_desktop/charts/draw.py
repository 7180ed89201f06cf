"""One drawing in vectors of any chart, for screen and paper alike; loads reportlab."""

from reportlab.graphics.shapes import Drawing, Group

from nsnt_desktop.charts.chart import Chart, Lines
from nsnt_desktop.charts.draw_bars import draw_bars
from nsnt_desktop.charts.draw_lines import draw_lines, lines_height
from nsnt_desktop.charts.look import Look
from nsnt_desktop.charts.pen import Pen, wrapped


def draw(chart: Chart, look: Look, width: float, height: float = 0) -> Drawing:
    """Return the drawing of a chart, or of the sentence that says why there is nothing to draw.

    height: of lines only, 0: a good one; bars take the height they need.
    """
    if chart.empty:
        return _sentence(chart.empty, look, width, height)
    if isinstance(chart, Lines):
        return draw_lines(chart, look, width, height or lines_height(chart, look, width))
    return draw_bars(chart, look, width)


def titled(drawing: Drawing, title: str, look: Look) -> Drawing:
    """Return a drawing with room around it and its title over it: a picture that travels alone."""
    edge = look.size
    lines = wrapped(title, 0.92 * drawing.width, look)  # measured plain, written bold
    head = (len(lines) + 0.8) * 1.4 * look.size
    pen = Pen(look, drawing.width + 2 * edge, drawing.height + head + edge)
    for at, line in enumerate(lines):
        pen.text(edge, (at + 1) * 1.4 * look.size, line, bold=True)
    chart = Group(*drawing.contents)
    chart.translate(edge, edge)
    pen.drawing.add(chart)
    return pen.drawing


def _sentence(words: str, look: Look, width: float, height: float) -> Drawing:
    lines = wrapped(words, width - 2 * look.size, look, most=4)
    needed = (len(lines) + 3) * 1.4 * look.size
    pen = Pen(look, width, max(needed, height))
    for at, line in enumerate(lines):
        middle = pen.height / 2 + (at - (len(lines) - 1) / 2) * 1.4 * look.size
        pen.text(width / 2, middle, line, "middle", colour=look.dim)
    return pen.drawing
