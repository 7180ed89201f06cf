"""The papers against bare reportlab: the same words in its own paragraphs and tables, the same typeface."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the program is not installed in .venv

from generated import commune
from timing import Paired, pair, seconds

from nsnt_desktop.documents import layout
from nsnt_desktop.documents.fonts import family, text_width
from nsnt_desktop.documents.gather import draft_body, paper_document
from nsnt_desktop.documents.pdf import pdf_bytes
from nsnt_desktop.documents.previews import page_image
from nsnt_desktop.documents.table_head import column_widths
from nsnt_desktop.documents.tree import Block, Chart, Document, Table, printable
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.sample import make_sample
from nsnt_desktop.storage.datafile import DataFile, open_data_file

_TODAY = date(2024, 11, 1)


def plan(folder: Path) -> Paired:
    """The plan, from the data file to the bytes of the PDF, against its words in bare paragraphs."""
    return _paper("plan, PDF", _sample(folder), DocumentKind.PLAN)


def report_pdf(folder: Path) -> Paired:
    """The report with annexes of the sample's 1,552 households, against its words and tables in reportlab."""
    return _paper("report with annexes, PDF, 1,552 households", _sample(folder), DocumentKind.REPORT)


def report10000(folder: Path) -> Paired:
    """The same for 10,000 households in 40 villages."""
    data = commune(folder / "papers.nsnt", 10_000)
    return _paper("report with annexes, PDF, 10,000 households", data, DocumentKind.REPORT)


def preview(folder: Path) -> Paired:
    """One paragraph of the report changed: the paper's own pages made and the page drawn, as beside the text.

    The yardstick makes and draws the same words in bare paragraphs.
    """
    data = _sample(folder)
    with data.reading() as session:
        make = draft_body(session, find_year(session), DocumentKind.REPORT, _TODAY)
    texts = {"proposals": "- Đề nghị hỗ trợ bể lọc cho hộ nghèo."}

    def ours() -> float:
        return seconds(lambda: page_image(pdf_bytes(make(texts)), 0))

    def bare() -> float:
        document = make(texts)
        return seconds(lambda: page_image(bare_pdf(document), 0))

    measured = pair("report, one paragraph changed, page drawn", ours, bare)
    data.close()
    return measured


def memory(folder: Path) -> Paired:
    """Peak memory of the report of 10,000 households, against what importing the same modules takes."""
    commune(folder / "memory.nsnt", 10_000).close()

    def run(what: str) -> float:
        words = [sys.executable, __file__, what, str(folder / "memory.nsnt")]
        return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)

    name = "peak memory, report of 10,000 households"
    return pair(name, lambda: run("ours"), lambda: run("bare"), runs=3, unit="MB")


def bare_pdf(document: Document, wraps: frozenset[tuple[str, int]] = frozenset()) -> bytes:
    """Return the words of a paper as reportlab sets them without us: no head, no page number, no chart.

    wraps: cells too long for one line, by text and width in points; they are paragraphs, as in our tables.
    """
    from reportlab.lib import colors  # noqa: PLC0415 - the yardstick's own imports
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate  # noqa: PLC0415
    from reportlab.platypus import Table as Cells  # noqa: PLC0415

    face = family(bundled=True).regular
    style = ParagraphStyle("plain", fontName=face, fontSize=14, leading=17)
    small = ParagraphStyle("cell", fontName=face, fontSize=11, leading=12.65)
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), face, 11)]

    def flowable(block: Block, room: float) -> Flowable | None:
        if isinstance(block, Chart):
            return None
        if isinstance(block, Table):
            widths = column_widths(block.columns, room)
            heading = tuple(column.title for column in block.columns)
            rows = [
                [
                    Paragraph(escape(text), small) if (text, int(width)) in wraps else text
                    for text, width in zip(row, widths, strict=True)
                ]
                for row in (heading, *block.rows)
            ]
            return Cells(rows, colWidths=widths, repeatRows=1, style=grid)
        return Paragraph(escape(printable(block.text)), style)

    out = BytesIO()
    parts = _blocks(document)
    SimpleDocTemplate(out, leftMargin=0, rightMargin=0).build(
        [made for block, room in parts if (made := flowable(block, room))]
    )
    return out.getvalue()


def _blocks(document: Document) -> list[tuple[Block, float]]:
    """Return every block with the width it has, in points."""
    parts = [(document.blocks, False), *((annex.blocks, annex.landscape) for annex in document.annexes)]
    return [
        (block, layout.text_width_mm(landscape=landscape) * 72 / 25.4)
        for blocks, landscape in parts
        for block in blocks
    ]


def _wrapping(document: Document) -> frozenset[tuple[str, int]]:
    faces = family(bundled=True)
    found = set()
    for block, room in _blocks(document):
        if isinstance(block, Table):
            widths = column_widths(block.columns, room)
            heading = tuple(column.title for column in block.columns)
            for row in (heading, *block.rows):
                for text, width in zip(row, widths, strict=True):
                    if text_width(text, layout.ANNEX_CELL_STYLE, faces) > width - 2 * layout.CELL_PADDING_PT:
                        found.add((text, int(width)))
    return frozenset(found)


def _sample(folder: Path) -> DataFile:
    path = folder / "papers.nsnt"
    path.unlink(missing_ok=True)
    make_sample(path)
    return open_data_file(path, write=False)


def _made(data: DataFile, kind: DocumentKind) -> Document:
    with data.reading() as session:
        return paper_document(session, find_year(session), kind, _TODAY)


def _paper(name: str, data: DataFile, kind: DocumentKind) -> Paired:
    document = _made(data, kind)
    wraps = _wrapping(document)
    measured = pair(
        name,
        lambda: seconds(lambda: pdf_bytes(_made(data, kind))),
        lambda: seconds(lambda: bare_pdf(document, wraps)),
    )
    data.close()
    return measured


PAPERS: Mapping[str, Callable[[Path], Paired]] = {
    "plan": plan,
    "report_pdf": report_pdf,
    "report10000": report10000,
    "preview": preview,
    "report_memory": memory,
}

if __name__ == "__main__":
    import resource

    if sys.argv[1] == "ours":
        opened = open_data_file(Path(sys.argv[2]), write=False)
        pdf_bytes(_made(opened, DocumentKind.REPORT))
        opened.close()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
