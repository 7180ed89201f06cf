"""A paper as a Word file, for the office that goes on writing in Word: the same tree, the same layout."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Mm, Pt

from nsnt_desktop.documents import layout
from nsnt_desktop.documents.arrange import annex_label, arranged, recipient_lines
from nsnt_desktop.documents.docx_parts import (
    add_chart,
    add_line,
    add_page_field,
    add_rule,
    element,
    set_styles,
    side_by_side,
)
from nsnt_desktop.documents.docx_table import docx_table
from nsnt_desktop.documents.fonts import Family, family, text_width
from nsnt_desktop.documents.layout import TextStyle
from nsnt_desktop.documents.tree import Annex, Block, Chart, Document, Table, printable


def docx_bytes(document: Document) -> bytes:
    """Return the paper as the bytes of a Word file; KnownError when the fonts to measure by are broken."""
    word = docx.Document()
    set_styles(word, document.language)
    _set_properties(word, document)
    _set_page(word.sections[0], landscape=False)
    _stamp(word, document.mark)
    _paper(word, document, family())
    for place, annex in enumerate(document.annexes, 1):
        _annex(word, annex, place, len(document.annexes))
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _set_properties(word: Any, document: Document) -> None:
    properties = word.core_properties
    properties.title, properties.author = printable(document.title)[:255], printable(document.author)[:255]
    properties.language, properties.comments = document.language, ""
    properties.last_modified_by = properties.author


def _set_page(section: Any, *, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(side) for side in layout.page_size_mm(landscape=landscape))
    section.top_margin, section.bottom_margin = Mm(layout.TOP_MM), Mm(layout.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(layout.LEFT_MM), Mm(layout.RIGHT_MM)
    section.header_distance = Mm(layout.PAGE_NUMBER_FROM_TOP_MM)
    section.footer_distance = Mm(layout.MARK_FROM_BOTTOM_MM)
    section.different_first_page_header_footer = True


def _stamp(word: Any, mark: str) -> None:
    """Set page number and mark; later sections take them over, each first page shows no number."""
    section = word.sections[0]
    number = section.header.paragraphs[0]
    number.style = layout.PAGE_NUMBER_STYLE.name
    add_page_field(number)
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        line.style = layout.MARK_STYLE.name
        line.add_run(printable(mark))


def _paper(word: Any, document: Document, faces: Family) -> None:
    _head(word, document, faces)
    last = None
    for block in arranged(document.blocks, closes=True):
        last = _add_block(word, block, landscape=False, in_annex=False)
    if last is not None:
        last.paragraph_format.keep_with_next = True
        last.paragraph_format.space_after = Pt(
            last.style.paragraph_format.space_after.pt + layout.BODY_TO_FOOT_PT
        )
    _foot(word, document)


def _head(word: Any, document: Document, faces: Family) -> None:
    table = side_by_side(word, 2, layout.HEAD_SHARES)
    (left, right), (number, date) = (row.cells for row in table.rows)
    left_mm, right_mm = (layout.text_width_mm(landscape=False) * share for share in layout.HEAD_SHARES)
    if document.superior_agency:
        add_line(left, document.superior_agency, layout.SUPERIOR_STYLE)
    for name in document.agency:
        add_line(left, name, layout.AGENCY_STYLE)
    agency = text_width(printable(document.agency[-1]), layout.AGENCY_STYLE, faces)
    add_rule(left, min(agency, Mm(left_mm).pt) * layout.SHORT_LINE, left_mm)
    add_line(right, layout.COUNTRY, layout.COUNTRY_STYLE)
    add_line(right, layout.MOTTO, layout.MOTTO_STYLE)
    add_rule(right, text_width(layout.MOTTO, layout.MOTTO_STYLE, faces), right_mm)
    add_line(number, document.number_line, layout.NUMBER_STYLE)
    if not document.kind:
        add_line(number, layout.LETTER_SUBJECT_LEAD + document.subject, layout.LETTER_SUBJECT_STYLE)
    add_line(date, document.place_date, layout.PLACE_DATE_STYLE)
    _title(word, document, faces)


def _title(word: Any, document: Document, faces: Family) -> None:
    width_mm = layout.text_width_mm(landscape=False)
    if document.kind:
        add_line(word, document.kind, layout.KIND_STYLE)
        add_line(word, document.subject, layout.SUBJECT_STYLE)
        subject = text_width(printable(document.subject), layout.SUBJECT_STYLE, faces)
        add_rule(word, min(subject, Mm(width_mm).pt) * layout.SHORT_LINE, width_mm)
    if document.addressee:
        add_line(word, layout.ADDRESSEE_LEAD + document.addressee, layout.ADDRESSEE_STYLE)
    end = word.paragraphs[-1]
    end.paragraph_format.space_after = Pt(layout.BODY_TO_HEAD_PT)


def _add_block(word: Any, block: Block, *, landscape: bool, in_annex: bool) -> Any:
    """Add one block and return its paragraph, None for a table or a chart."""
    if isinstance(block, Chart):
        if block.caption:
            add_line(word, block.caption, layout.CAPTION_STYLE)
        add_chart(word, block.data, layout.text_width_mm(landscape=landscape))
        return None
    if not isinstance(block, Table):
        return add_line(word, block.text, layout.text_style(block))
    if block.caption:
        add_line(word, block.caption, layout.CAPTION_STYLE)
    width = layout.text_width_mm(landscape=landscape)
    word.element.body.insert_element_before(docx_table(block, width, in_annex=in_annex), "w:sectPr")
    # Word joins two tables that touch, so a line of text or of room stands after each.
    if block.note:
        add_line(word, block.note, layout.NOTE_STYLE)
    else:
        _add_room(word, layout.TABLE_AFTER_PT)
    return None


def _add_room(word: Any, height_pt: float) -> None:
    room = add_line(word, "", layout.NOTE_STYLE).paragraph_format
    room.space_before = room.space_after = Pt(0)
    room.line_spacing = Pt(height_pt)


def _foot(word: Any, document: Document) -> None:
    table = side_by_side(word, 1, layout.FOOT_SHARES)
    left, right = table.rows[0].cells
    if document.second_signing:
        _sign(left, document.second_signing, document.second_signer)
    else:
        add_line(left, layout.RECIPIENTS_LEAD, layout.RECIPIENTS_LEAD_STYLE)
        for recipient in recipient_lines(document.recipients):
            add_line(left, recipient, layout.RECIPIENT_STYLE)
    _sign(right, document.signing_lines, document.signer)
    _add_room(word, 1)  # a paper must not end in a table; one point high, so that it opens no new page


def _annex(word: Any, annex: Annex, place: int, how_many: int) -> None:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    _shrink_section_end(word)
    _set_page(section, landscape=annex.landscape)
    for old in section._sectPr.findall(element("w:pgNumType").tag):  # noqa: SLF001
        section._sectPr.remove(old)  # noqa: SLF001
    section._sectPr.insert_element_before(element("w:pgNumType", start="1"), "w:cols", "w:titlePg")  # noqa: SLF001
    headings: Iterable[tuple[str, TextStyle]] = (
        (annex_label(place, how_many), layout.ANNEX_LABEL_STYLE),
        (annex.title.upper(), layout.ANNEX_TITLE_STYLE),
        (f"({annex.attached_to})", layout.ANNEX_ATTACHED_STYLE),
    )
    for text, style in headings:
        add_line(word, text, style)
    for block in arranged(annex.blocks, closes=False):
        _add_block(word, block, landscape=annex.landscape, in_annex=True)
    if annex.blocks and isinstance(last := annex.blocks[-1], Table) and not last.note:
        # Room under a table that fills its page would open an empty one.
        word.paragraphs[-1].paragraph_format.line_spacing = Pt(1)


def _shrink_section_end(word: Any) -> None:
    """Make the paragraph that carries the section break one point high, so that it opens no new page."""
    shape = word.paragraphs[-1].paragraph_format
    shape.line_spacing, shape.space_after = Pt(1), Pt(0)


def _sign(cell: Any, lines: Iterable[str], signer: str) -> None:
    for text in lines:
        add_line(cell, text, layout.SIGNING_STYLE)
    cell.paragraphs[-1].paragraph_format.space_after = Mm(layout.SIGNATURE_ROOM_MM)
    add_line(cell, signer, layout.SIGNER_STYLE)
