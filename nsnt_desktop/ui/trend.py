"""A small line chart of a few indicators over the years, axis from 0 to 100."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.ui.theme import colours

_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 128, 10, 24


@dataclass(frozen=True)
class Series:
    """One line: its name, the theme colour it is drawn in, and a value or None for each year."""

    name: str
    colour: str
    values: tuple[Fraction | None, ...]


class Trend(QWidget):
    """Draws percentages by year; a year without a value leaves a gap."""

    def __init__(self) -> None:
        super().__init__()
        self.years: tuple[int, ...] = ()
        self.series: tuple[Series, ...] = ()
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Biểu đồ các năm")

    def show_series(self, years: tuple[int, ...], series: tuple[Series, ...]) -> None:
        """Show these lines; the words for screen readers say the same."""
        self.years, self.series = years, series
        told = [f"{s.name}: " + ", ".join(vn.percent(v) for v in s.values) for s in series]
        self.setAccessibleDescription("; ".join(told))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.years:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPointSizeF(8.5)
        painter.setFont(font)
        self._draw_axes(painter)
        taken: list[float] = []
        for series in sorted(self.series, key=lambda s: -(s.values[-1] or 0)):
            self._draw_line(painter, series, taken)
        painter.end()

    def _x(self, at: int) -> float:
        width = self.width() - _LEFT - _RIGHT
        return _LEFT + (width * at / (len(self.years) - 1) if len(self.years) > 1 else width / 2)

    def _y(self, percent: float) -> float:
        return _TOP + (self.height() - _TOP - _BOTTOM) * (1 - percent / 100)

    def _draw_axes(self, painter: QPainter) -> None:
        now = colours()
        flags = Qt.AlignmentFlag
        for percent in (0, 50, 100):
            y = self._y(percent)
            painter.setPen(QPen(QColor(now.line), 1))
            painter.drawLine(QPointF(_LEFT, y), QPointF(self.width() - _RIGHT, y))
            painter.setPen(QColor(now.dim))
            painter.drawText(
                QRectF(0, y - 9, _LEFT - 8, 18), flags.AlignRight | flags.AlignVCenter, str(percent)
            )
        for at, year in enumerate(self.years):
            area = QRectF(self._x(at) - 24, self.height() - _BOTTOM + 6, 48, 16)
            painter.drawText(area, flags.AlignCenter, str(year))

    def _draw_line(self, painter: QPainter, series: Series, taken: list[float]) -> None:
        now = colours()
        colour = QColor(getattr(now, series.colour))
        points = [
            None if value is None else QPointF(self._x(at), self._y(float(value)))
            for at, value in enumerate(series.values)
        ]
        painter.setPen(QPen(colour, 2))
        for one, other in pairwise(points):
            if one is not None and other is not None:
                painter.drawLine(one, other)
        painter.setBrush(QColor(now.card))
        for point in points:
            if point is not None:
                painter.drawEllipse(point, 3, 3)
        last = points[-1]
        if last is not None:
            # Names never overlap: a lower line's name moves down under the one above it.
            y = max(last.y(), taken[-1] + 16) if taken else last.y()
            taken.append(y)
            text = f"{series.name} {vn.number(series.values[-1], 1)}"
            painter.setPen(colour)
            painter.drawText(
                QRectF(last.x() + 10, y - 9, _RIGHT - 10, 18), Qt.AlignmentFlag.AlignVCenter, text
            )
