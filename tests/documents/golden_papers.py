"""The papers as they were last found right; python tests/documents/golden_papers.py renews what is kept."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

import pypdfium2
from documents_support import OFFICE, docx_lines
from PIL import Image
from report_support import report_input

from nsnt_desktop.documents.docx import docx_bytes
from nsnt_desktop.documents.pdf import pdf_bytes
from nsnt_desktop.documents.previews import page_image
from nsnt_desktop.documents.report import report
from nsnt_desktop.documents.sample_list import sample_annex
from nsnt_desktop.documents.tree import Document
from nsnt_desktop.documents.worded_papers import worded_paper
from nsnt_desktop.documents.wording import office_fields
from nsnt_desktop.models.words import DocumentKind, Levels
from nsnt_desktop.registry.supervision_sample import HouseholdToCheck

FOLDER = Path(__file__).parent / "data" / "golden"
DPI = 40
DRAWN = tuple(
    HouseholdToCheck(
        place, village, "", f"PL-{n:03d}", head, n, source, n % 2 == 0, None if n == 3 else n == 2
    )
    for place, village in enumerate(("Thôn Phác Lê", "Thôn Do Thượng"))
    for n, head, source in (
        (1, "Trịnh Văn Đường", "Giếng khoan"),
        (2, "Lê Quốc <Bảo> & con", "Công trình cấp nước tập trung (vòi/đồng hồ tại hộ)"),
        (3, "Nguyễn Thị Ánh Tuyết", ""),
    )
)
TWO_LEVELS = replace(
    OFFICE,
    levels=Levels.TWO,
    district="",
    superior="UBND tỉnh",
    superior_full="Ủy ban nhân dân tỉnh Thanh Hóa",
    superior_via="Sở Nông nghiệp và Môi trường",
    signing_lines=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
)


def _worded(kind: DocumentKind) -> Document:
    more = {
        "báo_cáo": "Báo cáo số 12/BC-UBND ngày 12 tháng 11 năm 2024",
        "số_hộ_mỗi_thôn": "3",
    }
    annexes = (sample_annex(DRAWN, office_fields(OFFICE, 2024, ())),) if kind is DocumentKind.MINUTES else ()
    return worded_paper(kind, OFFICE, 2024, number=5, issued_on=date(2025, 2, 5), more=more, annexes=annexes)


PAPERS: Mapping[str, Callable[[], Document]] = {
    **{
        kind.value: lambda kind=kind: _worded(kind)  # type: ignore[misc]
        for kind in DocumentKind
        if kind is not DocumentKind.REPORT
    },
    "report": lambda: report(report_input()),
    "report-two-levels": lambda: report(
        report_input(office=TWO_LEVELS, previous=None, households_not_met=())
    ),
}


def page_texts(content: bytes) -> str:
    """Return the words of a PDF, page by page."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(BytesIO(content)))
    return "\n".join(f"--- {n}\n{text}" for n, text in enumerate(pages, 1)).replace("\r\n", "\n") + "\n"


def pictures(content: bytes) -> list[Image.Image]:
    """Return each page as a small grey picture."""
    made = (page_image(content, n, dpi=DPI) for n in range(len(pypdfium2.PdfDocument(BytesIO(content)))))
    return [Image.frombytes("RGB", (one.width, one.height), one.rgb).convert("L") for one in made]


def as_strip(pages: list[Image.Image]) -> Image.Image:
    """Return the pages side by side."""
    strip = Image.new("L", (sum(page.width for page in pages), max(page.height for page in pages)), 128)
    left = 0
    for page in pages:
        strip.paste(page, (left, 0))
        left += page.width
    return strip


def word_text(document: Document) -> str:
    """Return the paragraphs of the Word file, a line each."""
    return "\n".join(docx_lines(docx_bytes(document))) + "\n"


def renew() -> None:
    """Write what the papers are now; to be looked at before it is kept."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PAPERS.items():
        document = make()
        content = pdf_bytes(document, bundled_fonts=True)
        (FOLDER / f"{name}.txt").write_text(page_texts(content), encoding="utf-8", newline="\n")
        (FOLDER / f"{name}.docx.txt").write_text(word_text(document), encoding="utf-8", newline="\n")
        as_strip(pictures(content)).quantize(16).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    renew()
