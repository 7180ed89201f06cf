"""Small pieces of a PDF page: text in a house style, drawn lines, bookmarks, cells without borders."""

from collections.abc import Sequence
from functools import cache
from typing import Literal
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table

from nsnt_desktop.documents import layout
from nsnt_desktop.documents.fonts import Family
from nsnt_desktop.documents.layout import TextStyle
from nsnt_desktop.documents.tree import printable

_ALIGNMENTS: dict[str, Literal[0, 1, 2, 4]] = {
    "left": TA_LEFT,
    "center": TA_CENTER,
    "right": TA_RIGHT,
    "justify": TA_JUSTIFY,
}


TALL = 10.0**6
"""More height than anything needs, for measuring."""


@cache
def paragraph_style(style: TextStyle, faces: Family, align: str = "") -> ParagraphStyle:
    """Return a house style in reportlab's terms, aligned otherwise if told; shared, so never change one."""
    return ParagraphStyle(
        style.name,
        fontName=faces.face(style),
        fontSize=style.size,
        leading=style.leading,
        alignment=_ALIGNMENTS[align or style.align],
        firstLineIndent=style.first_line_mm * mm,
        spaceBefore=style.before,
        spaceAfter=style.after,
        allowWidows=0,
        # Word breaks a line rather than push its words together; both are to break at the same place.
        spaceShrinkage=0,
        allowOrphans=0,
    )


def line(text: str, style: TextStyle, faces: Family) -> Paragraph:
    """Return one paragraph of plain text: whatever looks like markup in it is printed as it is."""
    return Paragraph(escape(printable(text)), paragraph_style(style, faces))


def line_count(paragraph: Paragraph, width: float) -> int:
    """Return how many lines a paragraph takes in a width in points."""
    paragraph.wrap(width, TALL)
    return len(paragraph.blPara.lines)  # type: ignore[attr-defined]


class Rule(Flowable):
    """A drawn line of a given length in points, in the middle of its place."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self.length = length

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        self.width = available
        self.height = layout.LINE_GAP_PT + layout.LINE_PT
        return self.width, self.height

    def draw(self) -> None:
        start = (self.width - self.length) / 2
        self.canv.setLineWidth(layout.LINE_PT)
        self.canv.line(start, layout.LINE_PT / 2, start + self.length, layout.LINE_PT / 2)


class Bookmark(Flowable):
    """An entry of the outline beside the page; takes no room."""

    def __init__(self, text: str, level: int, key: str) -> None:
        super().__init__()
        self.text, self.level, self.key = text, level, key

    def wrap(self, _available: float, _height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.bookmarkHorizontal(self.key, 0, layout.BODY_STYLE.leading)
        self.canv.addOutlineEntry(self.text, self.key, self.level)


def side_by_side(rows: Sequence[list[list[Flowable]]], shares: Sequence[float], faces: Family) -> Table:
    """Return cells beside each other without borders or padding, as head and foot of a paper need them."""
    width = layout.text_width_mm(landscape=False) * mm
    zero = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    # An unnamed font would bring an unembedded Helvetica into the file.
    font = ("FONT", (0, 0), (-1, -1), faces.regular)
    style = [*zero, font, ("VALIGN", (0, 0), (-1, -1), "TOP")]
    return Table(rows, colWidths=[width * share for share in shares], style=style)
