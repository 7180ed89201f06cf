"""Slips of style in a paper, listed before it is saved (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nsnt_desktop.documents.arrange import recipient_lines
from nsnt_desktop.documents.tree import (
    BasisParagraph,
    Bullet,
    Chart,
    Document,
    Heading,
    Item,
    Paragraph,
    Table,
)
from nsnt_desktop.documents.wording import FIELD

_FINAL_MARKS = (".", ";", ":", "!", "?", "…")
_SYMBOL = re.compile(r"\b\d*/?(KH|BC|QĐ|TB|CV|TTr|NQ|CT)UBND\b")
_AUTHORITY = re.compile(r"\b(KT|TM|TL|TUQ|Q)\.(?=\S)")
_DOUBLED = re.compile(r"\b(xã|huyện|tỉnh|về|của|và|các|ngày|số) \1\b", re.IGNORECASE)
"""Words that are never said twice running; many others are (dần dần, thường thường)."""
_EXCERPT = 60


@dataclass(frozen=True)
class Slip:
    """One slip: a code for programs, a Vietnamese sentence that says what to do."""

    code: str
    message: str


def slips(document: Document) -> tuple[Slip, ...]:
    """Return the slips of a paper, from top to bottom; none when it is ready to be issued."""
    return tuple(
        slip for check in (_head, _marks, _wording, _signing, _recipients) for slip in check(document)
    )


def _head(document: Document) -> Iterator[Slip]:
    if not re.search(r"\d+/", document.number_line):
        yield Slip("number_missing", "Văn bản chưa có số; hãy lấy số ở văn thư hoặc để trống chỗ ghi tay.")
    if not re.search(r"ngày \d{2} tháng \d+ năm \d{4}", document.place_date):
        yield Slip("date_missing", "Văn bản chưa có ngày ban hành; hãy nhập ngày hoặc để trống chỗ ghi tay.")


def _marks(document: Document) -> Iterator[Slip]:
    # The program itself ends the last paragraph and every legal basis.
    for block in document.blocks[:-1]:
        if isinstance(block, Table | Chart | Heading | BasisParagraph):
            continue
        if not block.text.rstrip().endswith(_FINAL_MARKS):
            yield Slip("mark_missing", f"Thiếu dấu câu ở cuối đoạn “{_excerpt(block.text)}”.")


def _wording(document: Document) -> Iterator[Slip]:
    for text in _texts(document):
        if found := _SYMBOL.search(text):
            good = found.group().replace("UBND", "-UBND")
            yield Slip("symbol", f"Ký hiệu “{found.group()}” thiếu gạch nối; hãy viết “{good}”.")
        if found := _DOUBLED.search(text):
            yield Slip("doubled", f"“{found.group()}” viết hai lần trong “{_excerpt(text)}”; hãy bỏ một từ.")
        for field in FIELD.findall(text):
            yield Slip("field_left", f"Còn ô “{{{field}}}” chưa được điền; hãy sửa trước khi ban hành.")


def _signing(document: Document) -> Iterator[Slip]:
    for text in document.signing_lines:
        if found := _AUTHORITY.search(text):
            good = text.replace(found.group(), found.group() + " ")
            yield Slip("signing_space", f"“{text}” thiếu dấu cách sau “{found.group()}”; hãy viết “{good}”.")
    if not document.signer.strip():
        yield Slip("signer_missing", "Chưa có họ tên người ký; hãy nhập trong phần thông tin đơn vị.")


def _recipients(document: Document) -> Iterator[Slip]:
    filed = [line for line in recipient_lines(document.recipients) if line.startswith("- Lưu")]
    if not filed:
        yield Slip("filing_missing", "Nơi nhận chưa có dòng “Lưu: VT”; hãy thêm vào cuối danh sách.")
    for line in filed:
        if not re.search(r"\bVT\b", line):
            yield Slip("filing_office", f"Dòng “{line}” thiếu “VT” (văn thư); hãy viết “Lưu: VT, …”.")


def _texts(document: Document) -> Iterator[str]:
    yield document.number_line
    yield document.subject
    yield document.addressee
    blocks = [*document.blocks, *(block for annex in document.annexes for block in annex.blocks)]
    for block in blocks:
        if isinstance(block, Heading | Paragraph | BasisParagraph | Bullet | Item):
            yield block.text
    yield from document.recipients


def _excerpt(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"…{text[-_EXCERPT:]}"
