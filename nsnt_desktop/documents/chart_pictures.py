"""A chart for paper: its drawing in vectors, and the same drawing as a PDF of its own or a picture."""

from io import BytesIO
from pathlib import Path

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from nsnt_desktop.charts.chart import Chart
from nsnt_desktop.charts.draw import draw, titled
from nsnt_desktop.charts.look import paper_look
from nsnt_desktop.documents import layout
from nsnt_desktop.documents.fonts import Family, family
from nsnt_desktop.documents.previews import page_image
from nsnt_desktop.storage.files import write_beside

WIDTH = layout.text_width_mm(landscape=False) * mm
"""Of a chart in a file of its own, in points: that of the text of a paper."""
DPI = 300
_TALLEST = 0.9
"""The most of a page between its margins that a chart may take, so that its caption fits too."""


def paper_drawing(chart: Chart, faces: Family, width: float) -> Drawing:
    """Return the drawing of a chart in the paper's typeface, in points, made smaller if over a page tall."""
    drawing = draw(chart, paper_look(faces.regular, faces.bold), width)
    room = (layout.PAGE_MM[1] - layout.TOP_MM - layout.BOTTOM_MM) * mm * _TALLEST
    drawing.renderScale = min(1.0, room / drawing.height)
    return drawing


def chart_png(chart: Chart, faces: Family, width: float, dpi: float) -> bytes:
    """Return a chart as a PNG picture on white; width in points."""
    return page_image(_page(chart, paper_drawing(chart, faces, width), faces), 0, dpi=dpi).png()


def save_chart(chart: Chart, path: Path) -> None:
    """Write a chart under its title to a file, PDF or PNG by its ending. Raises KnownError."""
    faces = family()
    drawing = titled(paper_drawing(chart, faces, WIDTH), chart.title, paper_look(faces.regular, faces.bold))
    content = _page(chart, drawing, faces)
    if path.suffix.lower() != ".pdf":
        content = page_image(content, 0, dpi=DPI).png()
    write_beside(path, lambda file: file.write(content))


def _page(chart: Chart, drawing: Drawing, faces: Family) -> bytes:
    """Return a PDF of one page, as large as the drawing."""
    size = drawing.width * drawing.renderScale, drawing.height * drawing.renderScale
    out = BytesIO()
    font = faces.regular
    canvas = Canvas(out, size, initialFontName=font, invariant=1)  # type: ignore[arg-type]  # takes a name
    canvas.setTitle(chart.title)
    renderPDF.draw(drawing, canvas, 0, 0)
    canvas.save()
    return out.getvalue()
