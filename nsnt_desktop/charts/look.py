"""How a chart looks where it is drawn: the screen, light or dark, and paper, which must do without colour.

Sizes are in the unit of the drawing: pixels on a screen, points on paper.
"""

from dataclasses import dataclass
from functools import cache

from nsnt_desktop.resource_files import resource

SCREEN_FACE, SCREEN_BOLD = "NotoSans-Regular", "NotoSans-Bold"


@dataclass(frozen=True)
class Look:
    """Typeface, size and colours of a chart."""

    face: str
    """A name reportlab knows."""
    bold: str
    size: float
    paper: str
    text: str
    dim: str
    grid: str
    solid: str
    """Of full bars, and of their edges and hatching."""
    light: str
    series: tuple[str, ...]
    """Of lines; each line has its own strokes and markers too."""


def paper_look(face: str, bold: str) -> Look:
    """Return the look on paper: greys only, so that any printer prints the same."""
    series = ("#000000", "#000000", "#555555", "#555555", "#808080")
    return Look(face, bold, 10, "#ffffff", "#000000", "#333333", "#cccccc", "#707070", "#d9d9d9", series)


def screen_look(*, dark: bool) -> Look:
    """Return the look on a screen, with reportlab able to measure the screen's typeface."""
    _register()
    if dark:
        series = ("#4aa3e0", "#4cc38a", "#e0a83f", "#f07167", "#93a1b3")
        colours = ("#1c232b", "#e6ebf1", "#93a1b3", "#2d3743", "#4aa3e0", "#39506a")
    else:
        series = ("#0b6bb5", "#1a7a4a", "#8f5c0f", "#c0392b", "#5c6b7f")
        colours = ("#ffffff", "#1c2733", "#5c6b7f", "#e1e6ec", "#0b6bb5", "#b5d3ec")
    return Look(SCREEN_FACE, SCREEN_BOLD, 12, *colours, series)


@cache
def _register() -> None:
    from reportlab.pdfbase.pdfmetrics import registerFont  # noqa: PLC0415 - loaded when first needed
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    for face in (SCREEN_FACE, SCREEN_BOLD):
        registerFont(TTFont(face, str(resource("fonts", f"{face}.ttf"))))
