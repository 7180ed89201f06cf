"""A chart on the screen: drawn by `charts` in the colours in force, copied as a picture on white."""

import math
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nsnt_desktop.charts.chart import Chart, told
from nsnt_desktop.ui.theme import DARK, colours

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

PICTURE_WIDTH = 900
"""Pixels of the screen that a copied picture is laid out for, whatever the window's width."""
PICTURE_SCALE = 3
_WIDEST = 1100
"""Wider a chart does not get easier to read."""


class ChartView(QWidget):
    """Draws one chart.

    tall: the chart takes the height it needs in its width, as in a scrolled tab; else it fills its place.
    reportlab is loaded after the place of the first chart was painted: a window stands before its charts.
    """

    def __init__(self, *, tall: bool = False) -> None:
        super().__init__()
        self.chart: Chart | None = None
        self._tall = tall
        self._drawn: tuple[tuple[int, int, bool], Drawing] | None = None
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._load)
        vertical = QSizePolicy.Policy.Minimum if tall else QSizePolicy.Policy.Expanding
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        policy.setHeightForWidth(tall)
        self.setSizePolicy(policy)
        self.setMinimumHeight(150)

    def show_chart(self, chart: Chart) -> None:
        """Show a chart; the words for screen readers say the same."""
        self.chart, self._drawn = chart, None
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(told(chart))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return self._tall

    def heightForWidth(self, width: int) -> int:
        if self.chart is None or not self._tall:
            return -1
        return math.ceil(self._drawing(self.chart, width).height)

    def sizeHint(self) -> QSize:
        return QSize(400, 150)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.chart is None:
            return
        if "nsnt_desktop.ui.chart_paint" not in sys.modules:
            self._later.start()
            return
        from nsnt_desktop.ui.chart_paint import paint  # noqa: PLC0415 - loads reportlab

        painter = QPainter(self)
        paint(self._drawing(self.chart, self.width()), painter)
        painter.end()

    def _load(self) -> None:
        import nsnt_desktop.ui.chart_paint  # noqa: F401, PLC0415 - loads reportlab

        self.update()

    def _drawing(self, chart: Chart, width: int) -> "Drawing":
        from nsnt_desktop.charts.draw import draw  # noqa: PLC0415 - loads reportlab
        from nsnt_desktop.charts.look import screen_look  # noqa: PLC0415

        asked = (min(width, _WIDEST), 0 if self._tall else self.height(), colours() is DARK)
        if self._drawn is None or self._drawn[0] != asked:
            look = screen_look(dark=asked[2])
            self._drawn = (asked, draw(chart, look, asked[0], asked[1]))
        return self._drawn[1]


def chart_picture(chart: Chart) -> QImage:
    """Return a chart under its title as a picture on white, in many pixels."""
    from nsnt_desktop.charts.draw import draw, titled  # noqa: PLC0415 - loads reportlab
    from nsnt_desktop.charts.look import screen_look  # noqa: PLC0415
    from nsnt_desktop.ui.chart_paint import paint  # noqa: PLC0415

    look = screen_look(dark=False)
    drawing = titled(draw(chart, look, PICTURE_WIDTH), chart.title, look)
    size = QSize(math.ceil(drawing.width), math.ceil(drawing.height)) * PICTURE_SCALE
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.scale(PICTURE_SCALE, PICTURE_SCALE)
    paint(drawing, painter)
    painter.end()
    return image
