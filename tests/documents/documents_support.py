"""What the tests of the papers share: an office, readers of PDF and Word files."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO

import docx
import pypdf

from nsnt_desktop.documents.tree import Block, Document, Paragraph
from nsnt_desktop.documents.worded_papers import NO_FIELDS, worded_paper
from nsnt_desktop.models.words import DocumentKind, Levels
from nsnt_desktop.registry.office import LegalBasis, Office

_SET = "Bộ chỉ số theo dõi - đánh giá nước sạch nông thôn"
BASES = (
    LegalBasis(
        "Quyết định",
        "1893/QĐ-BNN-TL",
        date(2024, 6, 24),
        "Bộ trưởng Bộ Nông nghiệp và PTNT",
        f"việc ban hành {_SET} và tài liệu hướng dẫn triển khai",
    ),
    LegalBasis(
        "Kế hoạch",
        "188/KH-UBND",
        date(2024, 9, 6),
        "UBND huyện",
        f"Triển khai thực hiện {_SET} trên địa bàn huyện Cẩm Thủy",
    ),
)
OFFICE = Office(
    commune="Cẩm Tân",
    unit="xã",
    district="Cẩm Thủy",
    province="Thanh Hóa",
    levels=Levels.THREE,
    superior="UBND huyện",
    superior_full="Ủy ban nhân dân huyện Cẩm Thủy",
    superior_via="Phòng Nông nghiệp và PTNT",
    responsible="cán bộ phụ trách nông thôn mới",
    deadline_day=15,
    deadline_month=11,
    signing_lines=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    signer="Trịnh Minh Chung",
    plan_recipients=(
        "Phòng NN&PTNT huyện (để b/c)",
        "Các ngành, đoàn thể của xã",
        "Các thôn trên địa bàn xã",
        "Lưu: VT, NN",
    ),
    report_recipients=("UBND huyện (để b/c)", "Lưu: VT, NN"),
    plan_bases=BASES,
    report_bases=BASES,
    is_sample=False,
)


def a_document(*blocks: Block, **changes: object) -> Document:
    """Return a small paper with the given body."""
    parts: dict[str, object] = {
        "agency": ("ỦY BAN NHÂN DÂN", "XÃ CẨM TÂN"),
        "number_line": "Số: 05/KH-UBND",
        "place_date": "Cẩm Tân, ngày 05 tháng 02 năm 2025",
        "kind": "KẾ HOẠCH",
        "subject": "Triển khai thực hiện Bộ chỉ số",
        "blocks": blocks or (Paragraph("Một câu."),),
        "signing_lines": ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "signer": "Trịnh Minh Chung",
        "recipients": ("UBND huyện", "Lưu: VT, NN"),
        "author": "UBND xã Cẩm Tân",
    }
    return Document(**(parts | changes))  # type: ignore[arg-type]


def plan(
    office: Office,
    year: int,
    *,
    number: int | None,
    issued_on: date | None,
    texts: Mapping[str, str] = NO_FIELDS,
) -> Document:
    """Return the plan of a year."""
    return worded_paper(DocumentKind.PLAN, office, year, number=number, issued_on=issued_on, texts=texts)


def one_line(text: str) -> str:
    """Return the text with every run of white space, no-break ones too, made one space."""
    return " ".join(text.split())


def pdf_pages(content: bytes) -> list[str]:
    """Return the text of each page, on one line."""
    return [one_line(page.extract_text()) for page in pypdf.PdfReader(BytesIO(content)).pages]


def pdf_text(content: bytes) -> str:
    """Return the text of all pages without the page numbers, on one line."""
    pages = pdf_pages(content)
    return one_line(" ".join(page.removeprefix(f"{n} ") for n, page in enumerate(pages, 1)))


def docx_lines(content: bytes) -> list[str]:
    """Return the text of each paragraph of a Word file, in order, those inside tables too."""
    body = docx.Document(BytesIO(content)).element.body
    return [one_line("".join(t.text or "" for t in p.iter(_tag("t")))) for p in body.iter(_tag("p"))]


def _tag(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
