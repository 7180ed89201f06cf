"""The strokes charts are drawn with, over reportlab's shapes; measured from the top left as one reads."""

from collections.abc import Sequence
from itertools import chain
from typing import Literal

from reportlab.graphics.shapes import Circle, Drawing, Hatching, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

from nsnt_desktop.charts.chart import Tone
from nsnt_desktop.charts.look import Look

Anchor = Literal["start", "middle", "end"]
DASHES: tuple[list[float], ...] = ([], [7, 3], [2, 2.5], [9, 3, 2, 3], [4, 2])
_MARKERS = ("circle", "square", "triangle", "diamond", "open")
_BASELINE = 0.36
"""From the middle of a line of text down to its baseline, in sizes."""


class Pen:
    """Draws on one drawing of a width and height; y counts from the top."""

    def __init__(self, look: Look, width: float, height: float) -> None:
        self.look = look
        self.drawing = Drawing(width, height)
        # Without it an unembedded Times slips into the PDF.
        self.drawing.initialFontName = look.face  # type: ignore[attr-defined]  # its types lack it
        self.height = height

    def text(
        self,
        x: float,
        middle: float,
        words: str,
        anchor: Anchor = "start",
        *,
        colour: str = "",
        bold: bool = False,
        size: float = 0,
    ) -> None:
        """Write one line of words, its middle at a height."""
        size = size or self.look.size
        baseline = self.height - middle - _BASELINE * size
        face = self.look.bold if bold else self.look.face
        fill = HexColor(colour or self.look.text)
        string = String(x, baseline, words, fontName=face, fontSize=size, fillColor=fill, textAnchor=anchor)
        self.drawing.add(string)

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        width: float = 1,
        dash: int = 0,
    ) -> None:
        """Draw a straight line; dash: which of DASHES."""
        made = Line(start[0], self.height - start[1], end[0], self.height - end[1])
        made.strokeColor, made.strokeWidth, made.strokeDashArray = HexColor(colour), width, DASHES[dash]
        self.drawing.add(made)

    def path(self, points: Sequence[tuple[float, float]], colour: str, width: float, dash: int) -> None:
        """Draw a line through points."""
        flat = list(chain.from_iterable((x, self.height - y) for x, y in points))
        made = PolyLine(flat, strokeColor=HexColor(colour), strokeWidth=width, strokeDashArray=DASHES[dash])
        self.drawing.add(made)

    def blot(self, x: float, top: float, width: float, height: float) -> None:
        """Cover a place with paper, so that words on it can be read."""
        self._rect(x, top, width, height, fill=self.look.paper, stroke="")

    def bar(self, x: float, top: float, width: float, height: float, tone: Tone) -> None:
        """Draw a bar in its tone."""
        look = self.look
        fill = {Tone.SOLID: look.solid, Tone.LIGHT: look.light}.get(tone, look.paper)
        dashes = DASHES[2] if tone is Tone.EMPTY else []
        self._rect(x, top, width, height, fill=fill, stroke=look.solid, dashes=dashes)
        if tone is Tone.HATCHED:
            low, high, right = self.height - top - height, self.height - top, x + width
            corners = [x, low, right, low, right, high, x, high]
            self.drawing.add(
                Hatching(
                    spacings=look.size / 3,
                    angles=45,
                    xyLists=[corners],
                    strokeColor=HexColor(look.solid),
                    strokeWidth=0.8,
                )
            )

    def _rect(
        self,
        x: float,
        top: float,
        width: float,
        height: float,
        *,
        fill: str,
        stroke: str,
        dashes: Sequence[float] = (),
    ) -> None:
        made = Rect(x, self.height - top - height, width, height)
        made.fillColor, made.strokeWidth = HexColor(fill), 0.8
        made.strokeColor = HexColor(stroke) if stroke else None
        made.strokeDashArray = list(dashes)
        self.drawing.add(made)

    def marker(self, x: float, y: float, at: int) -> None:
        """Draw the marker of the line with this place among the lines."""
        kind, r = _MARKERS[at % len(_MARKERS)], self.look.size * 0.3
        y = self.height - y
        edge = HexColor(self.look.series[at % len(self.look.series)])
        fill = HexColor(self.look.paper) if kind == "open" else edge
        if kind in ("circle", "open"):
            self.drawing.add(Circle(x, y, r, fillColor=fill, strokeColor=edge, strokeWidth=1.2))
            return
        corners = {
            "square": [x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r],
            "triangle": [x - 1.2 * r, y - r, x + 1.2 * r, y - r, x, y + 1.2 * r],
            "diamond": [x - 1.3 * r, y, x, y - 1.3 * r, x + 1.3 * r, y, x, y + 1.3 * r],
        }[kind]
        self.drawing.add(Polygon(corners, fillColor=fill, strokeColor=edge, strokeWidth=0.5))


def width_of(words: str, look: Look, *, bold: bool = False, size: float = 0) -> float:
    """Return the width of one line of words."""
    return float(stringWidth(words, look.bold if bold else look.face, size or look.size))


def shortened(words: str, width: float, look: Look) -> str:
    """Return the words, with "…" at their end where they are too wide."""
    if width_of(words, look) <= width:
        return words
    while words and width_of(words + "…", look) > width:
        words = words[:-1]
    return words.rstrip() + "…"


def wrapped(words: str, width: float, look: Look, most: int = 2) -> tuple[str, ...]:
    """Return the words in at most so many lines, the last shortened where they do not fit."""
    lines = simpleSplit(words, look.face, look.size, width)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return tuple(shortened(line, width, look) for line in lines) or ("",)
