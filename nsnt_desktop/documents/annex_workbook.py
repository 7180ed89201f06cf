"""The annexes of a paper as an Excel file, a sheet each, and the line the level above adds up."""

from collections.abc import Sequence
from typing import Any

from nsnt_desktop.documents.arrange import annex_label
from nsnt_desktop.documents.table_workbook import row_height, typed_number
from nsnt_desktop.documents.tree import Annex, Block, Chart, Column, Document, Table, printable

_CONSOLIDATED = "Gửi cấp trên"
_PAGE_WIDTH = 200
"""Signs that are read on one page."""
_LONG = 44
"""Signs beyond which a text is wrapped."""
_MARGIN = "Thôn"
"""The heading of what stands above each of several tables of one annex: the village."""


def annex_bytes(document: Document) -> bytes:
    """Return the annexes as the bytes of an .xlsx: numbers are numbers, every other cell is text."""
    from nsnt_desktop.workbooks import book_bytes, new_book  # noqa: PLC0415 - loaded when first needed

    book = new_book()
    if document.consolidated is not None:
        _sheet(book, document, _CONSOLIDATED, "Số liệu của xã để cấp trên tổng hợp", document.consolidated)
    for place, annex in enumerate(document.annexes, 1):
        label = annex_label(place, len(document.annexes))
        _sheet(book, document, label, printable(annex.title), _one_table(annex))
    return book_bytes(book)


def _one_table(annex: Annex) -> Table:
    """Return what an annex tells as one table that can be sorted and filtered.

    Tables under a name, one a village, get a column that says which; an annex without one says its sentences.
    """
    tables = [block for block in annex.blocks if isinstance(block, Table)]
    if not tables:
        return Table((Column("Ghi chú", 1),), tuple((text,) for text in map(_said, annex.blocks) if text))
    if len(tables) == 1 and not tables[0].caption:
        return tables[0]
    columns = (Column(_MARGIN, 1), *tables[0].columns)
    named = [(table.caption.rpartition(": ")[0] or table.caption, table) for table in tables]
    return Table(columns, tuple((name, *row) for name, table in named for row in table.rows))


def _said(block: Block) -> str:
    return "" if isinstance(block, Table | Chart) else printable(block.text)


def _sheet(book: Any, document: Document, name: str, title: str, table: Table) -> None:
    from nsnt_desktop.workbooks import (  # noqa: PLC0415 - as above
        HEADING,
        TITLE,
        WORDS,
        Look,
        Page,
        Sheet,
        fitting_width,
    )

    headings = [f"{c.group}: {c.title}" if c.group else c.title for c in table.columns]
    rows: list[Sequence[str]] = [*table.rows, *([table.total] if table.total else [])]
    widths = [
        fitting_width([row[at] for row in rows], least=min(len(heading) + 2, 14))
        for at, heading in enumerate(headings)
    ]
    page = Page(
        widths,
        heading_row=4,
        frozen_columns=min(3, len(headings) - 1),
        pages_wide=max(1, round(sum(widths) / _PAGE_WIDTH)),
    )
    sheet = Sheet(book, name, page)
    mark = f" ({document.mark})" if document.mark else ""
    sheet.write([f"{document.author} – {document.kind.capitalize()}, {document.number_line}{mark}"], WORDS)
    sheet.write([title], TITLE, 20)
    sheet.write([])
    lines = max(-(-len(h) // max(1, int(w) - 2)) for h, w in zip(headings, widths, strict=True))
    sheet.write(headings, HEADING, 16 * lines + 8)
    for row in rows:
        bold = row is table.total
        cells = [
            typed_number(text) if column.align == "right" else (text, "@")
            for text, column in zip(row, table.columns, strict=True)
        ]
        looks = [
            Look(form, bold=bold, wrap=len(text) > _LONG, align=column.align)
            for (_, form), text, column in zip(cells, row, table.columns, strict=True)
        ]
        sheet.write([value for value, _ in cells], looks, row_height(row, widths))
    if table.total is None:  # a filter over a total would sort it in among the rows
        sheet.filter(4, len(headings))
