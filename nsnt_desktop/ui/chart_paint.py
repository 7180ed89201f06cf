"""The shapes of a chart's drawing, painted on a screen or a picture: the same drawing the PDF prints.

Qt's own reader of SVG loses reportlab's clipped groups and unfilled paths, so the few shapes that charts are
made of are painted one by one. Loads reportlab.
"""

from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from reportlab.graphics.shapes import (
    Circle,
    Drawing,
    Group,
    Line,
    Path,
    Polygon,
    PolyLine,
    Rect,
    Shape,
    String,
)

from nsnt_desktop.charts.look import SCREEN_BOLD

_SCREEN_FAMILY = "Noto Sans"


def paint(drawing: Drawing, painter: QPainter) -> None:
    """Paint a drawing at the painter's origin; one unit of the drawing is one pixel of the painter."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_all(drawing, drawing.height, painter)


def _paint_all(group: Group, height: float, painter: QPainter) -> None:
    for shape in group.contents:
        if isinstance(shape, Group):  # moved, never turned or scaled
            painter.save()
            painter.translate(shape.transform[4], -shape.transform[5])
            _paint_all(shape, height, painter)
            painter.restore()
        elif isinstance(shape, String):
            _paint_words(shape, height, painter)
        else:
            painter.setPen(_pen(shape))
            painter.setBrush(_brush(shape))
            _paint_shape(shape, height, painter)


def _colour(colour: Any) -> QColor:
    red, green, blue = colour.rgb()
    return QColor.fromRgbF(red, green, blue)


def _pen(shape: Any) -> QPen:
    colour = getattr(shape, "strokeColor", None)
    if colour is None:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(_colour(colour), shape.strokeWidth)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if shape.strokeDashArray:
        pen.setDashPattern([length / shape.strokeWidth for length in shape.strokeDashArray])
    return pen


def _brush(shape: Any) -> QBrush:
    colour = getattr(shape, "fillColor", None)
    return QBrush(Qt.BrushStyle.NoBrush) if colour is None else QBrush(_colour(colour))


def _paint_shape(shape: Shape, height: float, painter: QPainter) -> None:
    """Paint one shape; its y counts from the bottom."""
    match shape:
        case Line():
            painter.drawLine(QLineF(shape.x1, height - shape.y1, shape.x2, height - shape.y2))
        case Rect():
            painter.drawRect(QRectF(shape.x, height - shape.y - shape.height, shape.width, shape.height))
        case Circle():
            painter.drawEllipse(QPointF(shape.cx, height - shape.cy), shape.r, shape.r)
        case Polygon():
            painter.drawPolygon(QPolygonF(_points(shape, height)))
        case PolyLine():
            painter.drawPolyline(QPolygonF(_points(shape, height)))
        case Path():  # hatching: each stroke from one point to the next
            points = _points(shape, height)
            painter.drawLines([QLineF(*pair) for pair in zip(points[::2], points[1::2], strict=True)])
        case _:
            raise TypeError(f"charts are not made of {shape!r}")


def _points(shape: Any, height: float) -> list[QPointF]:
    flat = shape.points
    return [QPointF(x, height - y) for x, y in zip(flat[::2], flat[1::2], strict=True)]


def _paint_words(shape: String, height: float, painter: QPainter) -> None:
    font = QFont(_SCREEN_FAMILY)
    font.setPixelSize(round(shape.fontSize))
    font.setBold(shape.fontName == SCREEN_BOLD)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    painter.setFont(font)
    painter.setPen(_colour(shape.fillColor))
    width = QFontMetricsF(font).horizontalAdvance(shape.text)
    before = {"start": 0.0, "middle": width / 2, "end": width}[shape.textAnchor]
    painter.drawText(QPointF(shape.x - before, height - shape.y), shape.text)
