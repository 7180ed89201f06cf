"""The icons: Lucide (ISC licence), bundled as SVG and drawn in the colour of the text around them."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from nsnt_desktop.resource_files import resource
from nsnt_desktop.ui.theme import colours


def icon(name: str, colour: str | None = None) -> QIcon:
    """Return an icon of resources/icons in a colour (by default the dim text of the scheme in force)."""
    return _draw(name, colour or colours().dim)


@cache
def _draw(name: str, colour: str) -> QIcon:
    svg = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    made = QIcon()
    for size in (16, 20, 24, 32, 48):  # sharp at 100, 125, 150 and 200 %
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        made.addPixmap(pixmap)
    return made
