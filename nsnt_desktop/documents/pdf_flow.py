"""The flow of a paper through its PDF pages: head, body, signing block, annexes, and what keeps together."""

from collections.abc import Iterable

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, Spacer

from nsnt_desktop.documents import layout
from nsnt_desktop.documents.arrange import annex_label, arranged, recipient_lines
from nsnt_desktop.documents.chart_pictures import paper_drawing
from nsnt_desktop.documents.fonts import Family, text_width
from nsnt_desktop.documents.layout import TextStyle
from nsnt_desktop.documents.pdf_parts import TALL, Bookmark, Rule, line, line_count, side_by_side
from nsnt_desktop.documents.pdf_table import pdf_table, start_height
from nsnt_desktop.documents.tree import (
    Annex,
    Block,
    Chart,
    Document,
    Heading,
    Table,
    TextBlock,
    printable,
)

_UNSPLIT_LINES = 3
"""Up to so many lines a paragraph stays whole: no single line is left on either page."""
_KEPT_LINES = 3
"""How many last lines of the body go with the signing block."""


class Flow:
    """Makes the flowables of one section; holds the typeface and the width between the margins."""

    def __init__(self, faces: Family, *, landscape: bool) -> None:
        self.faces = faces
        self.width = layout.text_width_mm(landscape=landscape) * mm
        self._outline = 0
        self._deepest = -1

    def paper(self, document: Document) -> list[Flowable]:
        """Return the paper itself, without its annexes."""
        *body, last = arranged(document.blocks, closes=True)
        assert not isinstance(last, Table | Chart)  # noqa: S101 - Document refuses a body that ends so
        story, headings = self._body(body, in_annex=False)
        closing = self._line(last.text, layout.text_style(last))
        return self._head(document) + story + self._close(headings, closing, self._foot(document))

    def annex(self, annex: Annex, place: int, how_many: int) -> list[Flowable]:
        """Return one annex, from its label on."""
        label = annex_label(place, how_many)
        title = printable(annex.title)
        story: list[Flowable] = [
            Bookmark(f"{label}. {title}", 0, f"annex{place}"),
            self._line(label, layout.ANNEX_LABEL_STYLE),
            self._line(title.upper(), layout.ANNEX_TITLE_STYLE),
            self._line(f"({annex.attached_to})", layout.ANNEX_ATTACHED_STYLE),
        ]
        self._outline, self._deepest = 1000 * place, 0
        body, headings = self._body(arranged(annex.blocks, closes=False), in_annex=True)
        if body and isinstance(body[-1], Spacer):
            body.pop()  # room under a table that fills its page would open an empty one
        return story + body + headings

    def _line(self, text: str, style: TextStyle) -> Paragraph:
        return line(text, style, self.faces)

    def _short_rule(self, text: str, style: TextStyle, width: float) -> Rule:
        # A text of several lines takes its measure from its place, not from its whole length.
        longest = min(text_width(printable(text), style, self.faces), width)
        return Rule(longest * layout.SHORT_LINE)

    def _head(self, document: Document) -> list[Flowable]:
        left: list[Flowable] = []
        if document.superior_agency:
            left.append(self._line(document.superior_agency, layout.SUPERIOR_STYLE))
        left += [self._line(name, layout.AGENCY_STYLE) for name in document.agency]
        place = self.width * layout.HEAD_SHARES[0]
        left.append(self._short_rule(document.agency[-1], layout.AGENCY_STYLE, place))
        right: list[Flowable] = [
            self._line(layout.COUNTRY, layout.COUNTRY_STYLE),
            self._line(layout.MOTTO, layout.MOTTO_STYLE),
            Rule(text_width(layout.MOTTO, layout.MOTTO_STYLE, self.faces)),
        ]
        # Number and date in a row of their own: level with each other however many lines stand above.
        gap = Spacer(0, layout.NUMBER_STYLE.before)
        number: list[Flowable] = [gap, self._line(document.number_line, layout.NUMBER_STYLE)]
        date: list[Flowable] = [gap, self._line(document.place_date, layout.PLACE_DATE_STYLE)]
        if not document.kind:
            subject = layout.LETTER_SUBJECT_LEAD + document.subject
            number += [
                Spacer(0, layout.LETTER_SUBJECT_STYLE.before),
                self._line(subject, layout.LETTER_SUBJECT_STYLE),
            ]
        story: list[Flowable] = [
            side_by_side([[left, right], [number, date]], layout.HEAD_SHARES, self.faces)
        ]
        if document.kind:
            story += [
                self._line(document.kind, layout.KIND_STYLE),
                self._line(document.subject, layout.SUBJECT_STYLE),
                self._short_rule(document.subject, layout.SUBJECT_STYLE, self.width),
            ]
        if document.addressee:
            story.append(self._line(layout.ADDRESSEE_LEAD + document.addressee, layout.ADDRESSEE_STYLE))
        return [*story, Spacer(0, layout.BODY_TO_HEAD_PT)]

    def _foot(self, document: Document) -> Flowable:
        if document.second_signing:
            left = self._signing(document.second_signing, document.second_signer)
        else:
            left = [self._line(layout.RECIPIENTS_LEAD, layout.RECIPIENTS_LEAD_STYLE)]
            left += [self._line(r, layout.RECIPIENT_STYLE) for r in recipient_lines(document.recipients)]
        right = self._signing(document.signing_lines, document.signer)
        return side_by_side([[left, right]], layout.FOOT_SHARES, self.faces)

    def _signing(self, lines: Iterable[str], signer: str) -> list[Flowable]:
        block: list[Flowable] = [self._line(text, layout.SIGNING_STYLE) for text in lines]
        return [*block, Spacer(0, layout.SIGNATURE_ROOM_MM * mm), self._line(signer, layout.SIGNER_STYLE)]

    def _close(self, headings: list[Flowable], last: Paragraph, foot: Flowable) -> list[Flowable]:
        """Keep the signing block with the last lines of the body, and let the lines before them flow."""
        room = Spacer(0, layout.BODY_TO_FOOT_PT)
        lines = line_count(last, self.width)
        if lines < _KEPT_LINES + 2:
            return [KeepTogether([*headings, last, room, foot])]
        leading = last.style.leading
        start, end = last.split(self.width, (lines - _KEPT_LINES + 0.1) * leading)
        start.spaceAfter = end.spaceBefore = 0
        need = self._heights(headings) + 2 * leading
        return [CondPageBreak(need), *headings, start, KeepTogether([end, room, foot])]

    def _body(self, blocks: Iterable[Block], *, in_annex: bool) -> tuple[list[Flowable], list[Flowable]]:
        """Return the blocks, and apart from them the headings at the end that wait for their text.

        A heading or caption moves to the next page rather than stand alone at the foot of one.
        """
        story: list[Flowable] = []
        waiting: list[Flowable] = []
        for block in blocks:
            if isinstance(block, Heading):
                waiting += self._heading(block)
                continue
            if isinstance(block, Table):
                parts, start = self._table(block, in_annex=in_annex)
            elif isinstance(block, Chart):
                parts, start = self._chart(block)
            else:
                parts, start = self._text(block)
            story += [CondPageBreak(self._heights(waiting) + start), *waiting, *parts]
            waiting = []
        return story, waiting

    def _heights(self, flowables: Iterable[Flowable]) -> float:
        return sum(self._height(flowable) for flowable in flowables)

    def _height(self, flowable: Flowable) -> float:
        space = flowable.getSpaceBefore() + flowable.getSpaceAfter()
        return float(flowable.wrap(self.width, TALL)[1] + space)

    def _heading(self, block: Heading) -> list[Flowable]:
        self._outline += 1
        self._deepest = min(block.level - 1, self._deepest + 1)
        return [
            Bookmark(block.text, self._deepest, f"heading{self._outline}"),
            self._line(block.text, layout.text_style(block)),
        ]

    def _text(self, block: TextBlock) -> tuple[list[Flowable], float]:
        """Return a paragraph and the least height it needs to begin: two lines, or all of a short one."""
        flowable = self._line(block.text, layout.text_style(block))
        is_short = line_count(flowable, self.width) <= _UNSPLIT_LINES
        whole = self._height(flowable) - flowable.getSpaceAfter()
        return [flowable], whole if is_short else 2 * flowable.style.leading

    def _table(self, table: Table, *, in_annex: bool) -> tuple[list[Flowable], float]:
        drawn = pdf_table(table, self.width, self.faces, in_annex=in_annex)
        parts: list[Flowable] = []
        if table.caption:
            parts.append(self._line(table.caption, layout.CAPTION_STYLE))
        start = self._heights(parts) + start_height(drawn, self.width, drawn.repeatRows)
        parts.append(drawn)
        if table.note:
            parts.append(self._line(table.note, layout.NOTE_STYLE))
        return [*parts, Spacer(0, layout.TABLE_AFTER_PT)], start

    def _chart(self, chart: Chart) -> tuple[list[Flowable], float]:
        """Return a chart under its caption, and the height of both: it never parts."""
        parts: list[Flowable] = []
        if chart.caption:
            parts.append(self._line(chart.caption, layout.CAPTION_STYLE))
        parts.append(paper_drawing(chart.data, self.faces, self.width))
        return [*parts, Spacer(0, layout.TABLE_AFTER_PT)], self._heights(parts)
