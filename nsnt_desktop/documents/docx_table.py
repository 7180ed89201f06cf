"""A table of a paper as Word XML, written row by row as text: python-docx is quadratic in its rows."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from nsnt_desktop.documents.docx_parts import style_id
from nsnt_desktop.documents.layout import CELL_BOTTOM_PT, CELL_PADDING_PT, CELL_TOP_PT, GRID_PT, cell_styles
from nsnt_desktop.documents.table_head import column_widths, heading_rows, spans
from nsnt_desktop.documents.tree import Align, Table, printable

_TWIPS_PER_MM = 1440 / 25.4
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="{GRID_PT * 8:.0f}" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx_table(table: Table, width_mm: float, *, in_annex: bool) -> Any:
    """Return the w:tbl element of a table, as wide as told (millimetres)."""
    text, head = cell_styles(in_annex=in_annex)
    plain, bold = style_id(text), style_id(head)
    widths = [round(width * _TWIPS_PER_MM) for width in column_widths(table.columns, width_mm)]
    aligns = [column.align for column in table.columns]
    parts = [_opening(widths), *_headings(table, widths, bold)]
    parts += [_row(row, widths, aligns, plain) for row in table.rows]
    if table.total is not None:
        parts.append(_row(table.total, widths, aligns, bold))
    return parse_xml("".join((*parts, "</w:tbl>")))


def _opening(widths: Sequence[int]) -> str:
    pad, top = (round(points * 20) for points in (CELL_PADDING_PT, CELL_TOP_PT))
    # The line between two rows adds to their height here, in the PDF it is drawn inside: rows of one height.
    bottom = round((CELL_BOTTOM_PT - GRID_PT) * 20)
    margins = (
        f'<w:top w:w="{top}" w:type="dxa"/><w:left w:w="{pad}" w:type="dxa"/>'
        f'<w:bottom w:w="{bottom}" w:type="dxa"/><w:right w:w="{pad}" w:type="dxa"/>'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _headings(table: Table, widths: Sequence[int], style: str) -> list[str]:
    merged = dict(spans(table))
    covered = {
        (column, row): (start, end)
        for start, end in merged.items()
        for column in range(start[0], end[0] + 1)
        for row in range(start[1], end[1] + 1)
    }
    rows = []
    for place, texts in enumerate(heading_rows(table)):
        cells = []
        for column, text in enumerate(texts):
            start, end = covered.get((column, place), ((column, place), (column, place)))
            if column > start[0]:
                continue  # inside a cell merged to the left
            marks = f'<w:gridSpan w:val="{end[0] - start[0] + 1}"/>' if end[0] > start[0] else ""
            if end[1] > start[1]:
                marks += '<w:vMerge w:val="restart"/>' if place == start[1] else "<w:vMerge/>"
            cells.append(_cell(text, sum(widths[column : end[0] + 1]), "center", style, marks))
        rows.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>")
    return rows


def _row(row: Sequence[str], widths: Sequence[int], aligns: Sequence[Align], style: str) -> str:
    cells = "".join(
        _cell(text, width, align, style) for text, width, align in zip(row, widths, aligns, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(text: str, width: int, align: Align, style: str, marks: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{marks}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(printable(text))}</w:t></w:r></w:p></w:tc>'
    )
