"""A paper as a PDF/A file: pages, margins, page numbers, file properties; the flow stands in pdf_flow."""

from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import count

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate
from reportlab.platypus.doctemplate import LayoutError

from nsnt_desktop.documents import layout
from nsnt_desktop.documents.fonts import Family, family
from nsnt_desktop.documents.pdf_archive import archived
from nsnt_desktop.documents.pdf_flow import Flow
from nsnt_desktop.documents.tree import Document, printable
from nsnt_desktop.errors import KnownError

rl_config.useA85 = 0  # pages as bytes, not as text in base 85, which is a quarter longer and slower
PROGRAM = "NSNT Desktop"
# From the top of a line of Times New Roman to its baseline, in sizes: where Word sets it too.
_ASCENT = 0.9


def pdf_bytes(document: Document, *, invariant: bool = False, bundled_fonts: bool = False) -> bytes:
    """Return the paper as the bytes of a PDF file.

    invariant: leave out the time of making, so that equal papers give equal bytes.
    bundled_fonts: use Tinos even where Times New Roman is installed. Raises KnownError.
    """
    faces = family(bundled=bundled_fonts)
    out = BytesIO()
    template = BaseDocTemplate(
        out,
        title=printable(document.title),
        author=printable(document.author),
        subject=printable(document.subject),
        creator=PROGRAM,
        lang=document.language,
        invariant=int(invariant),
        # Without it an unembedded Helvetica slips into the file.
        initialFontName=faces.regular,
    )
    template.addPageTemplates(list(_page_templates(document, faces)))
    try:
        template.build(_story(document, faces))
    except LayoutError as fault:
        raise KnownError(
            "Có một ô trong bảng dài hơn cả trang giấy nên chưa tạo được tệp PDF. Số liệu không mất gì; "
            "hãy rút ngắn nội dung ô đó rồi thử lại."
        ) from fault
    return archived(out.getvalue(), document)


def _story(document: Document, faces: Family) -> list[Flowable]:
    story = Flow(faces, landscape=False).paper(document)
    for place, annex in enumerate(document.annexes, 1):
        story += [NextPageTemplate(_section_name(place)), PageBreak()]
        story += Flow(faces, landscape=annex.landscape).annex(annex, place, len(document.annexes))
    return story


def _section_name(place: int) -> str:
    return f"section{place}"


def _page_templates(document: Document, faces: Family) -> Iterator[PageTemplate]:
    """One template a section: the paper itself, then each annex, since each counts its own pages."""
    for place, landscape in enumerate([False, *(annex.landscape for annex in document.annexes)]):
        width, height = (side * mm for side in layout.page_size_mm(landscape=landscape))
        frame = Frame(
            layout.LEFT_MM * mm,
            layout.BOTTOM_MM * mm,
            width - (layout.LEFT_MM + layout.RIGHT_MM) * mm,
            height - (layout.TOP_MM + layout.BOTTOM_MM) * mm,
            # Without zero padding text and tables do not line up.
            leftPadding=0,
            bottomPadding=0,
            rightPadding=0,
            topPadding=0,
        )
        yield PageTemplate(
            _section_name(place),
            [frame],
            onPage=_stamp(faces, document.mark, (width, height)),
            pagesize=(width, height),
        )


def _stamp(faces: Family, mark: str, size: tuple[float, float]) -> Callable[[Canvas, BaseDocTemplate], None]:
    """Return what draws page number and mark; the first page of a section shows no number."""
    numbers = count(1)
    width, height = size
    middle = (width + (layout.LEFT_MM - layout.RIGHT_MM) * mm) / 2

    def draw(canvas: Canvas, _template: BaseDocTemplate) -> None:
        number = next(numbers)
        if number > 1:
            style = layout.PAGE_NUMBER_STYLE
            canvas.setFont(faces.face(style), style.size)
            baseline = height - layout.PAGE_NUMBER_FROM_TOP_MM * mm - _ASCENT * style.size
            canvas.drawCentredString(middle, baseline, str(number))
        if mark:
            style = layout.MARK_STYLE
            canvas.setFont(faces.face(style), style.size)
            canvas.drawRightString(
                width - layout.RIGHT_MM * mm, layout.MARK_FROM_BOTTOM_MM * mm, printable(mark)
            )

    return draw
