"""A table of a paper as reportlab draws it: repeated heading rows, whole rows, wrapped long text."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.platypus import Paragraph
from reportlab.platypus import Table as PdfTable

from nsnt_desktop.documents import layout
from nsnt_desktop.documents.fonts import Family, text_width
from nsnt_desktop.documents.layout import TextStyle
from nsnt_desktop.documents.pdf_parts import TALL, paragraph_style
from nsnt_desktop.documents.table_head import column_widths, heading_rows, spans
from nsnt_desktop.documents.tree import Table, printable

Cell = str | Paragraph


def pdf_table(table: Table, width: float, faces: Family, *, in_annex: bool) -> PdfTable:
    """Return the table, as wide as told (points)."""
    text, head = layout.cell_styles(in_annex=in_annex)
    widths = column_widths(table.columns, width)
    headings = [_cells(row, widths, head, faces, ["center"] * len(widths)) for row in heading_rows(table)]
    for (column, row), (last_column, _) in spans(table):
        wide = sum(widths[column : last_column + 1])
        headings[row][column] = _cell(heading_rows(table)[row][column], wide, head, faces, "center")
    aligns = [column.align for column in table.columns]
    rows = [_cells(row, widths, text, faces, aligns) for row in table.rows]
    if table.total is not None:
        rows.append(_cells(table.total, widths, head, faces, aligns))
    return PdfTable(
        headings + rows,
        colWidths=widths,
        repeatRows=len(headings),
        style=_commands(table, len(headings), text, head, faces),
        splitByRow=1,
        splitInRow=0,
    )


def start_height(table: PdfTable, width: float, repeated: int) -> float:
    """Return the height of the heading rows and one row under them, which Word keeps together too."""
    table.wrap(width, TALL)
    heights: Sequence[float] = table._rowHeights  # type: ignore[attr-defined]  # noqa: SLF001 - no public way to ask
    return sum(heights[: repeated + 1])


def _cells(
    row: Sequence[str], widths: Sequence[float], style: TextStyle, faces: Family, aligns: Sequence[str]
) -> list[Cell]:
    return [
        _cell(text, width, style, faces, align)
        for text, width, align in zip(row, widths, aligns, strict=True)
    ]


def _cell(text: str, width: float, style: TextStyle, faces: Family, align: str) -> Cell:
    """Return a string where it fits, a paragraph where it must wrap: paragraphs cost 40 % more time."""
    text = printable(text)
    room = width - 2 * layout.CELL_PADDING_PT
    if text_width(text, style, faces) <= room:
        return text
    return Paragraph(escape(text), paragraph_style(style, faces, align))


def _commands(
    table: Table, headings: int, text: TextStyle, head: TextStyle, faces: Family
) -> list[tuple[Any, ...]]:
    pad = layout.CELL_PADDING_PT
    commands: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), faces.face(text), text.size, text.leading),
        ("FONT", (0, 0), (-1, headings - 1), faces.face(head), head.size, head.leading),
        ("GRID", (0, 0), (-1, -1), layout.GRID_PT, black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), pad),
        ("RIGHTPADDING", (0, 0), (-1, -1), pad),
        ("TOPPADDING", (0, 0), (-1, -1), layout.CELL_TOP_PT),
        ("BOTTOMPADDING", (0, 0), (-1, -1), layout.CELL_BOTTOM_PT),
        ("ALIGN", (0, 0), (-1, headings - 1), "CENTER"),
    ]
    for place, column in enumerate(table.columns):
        commands.append(("ALIGN", (place, headings), (place, -1), column.align.upper()))
    commands += [("SPAN", start, end) for start, end in spans(table)]
    if table.total is not None:
        commands.append(("FONT", (0, -1), (-1, -1), faces.face(head), head.size, head.leading))
    return commands
