"""Slips of style in a paper, listed before it is saved (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

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
from nsnt_desktop.format import day_in_words, short_day

_FINAL_MARKS = (".", ";", ":", "!", "?", "…")
_SYMBOL = re.compile(r"\b\d*/?(KH|BC|QĐ|TB|CV|TTr|NQ|CT)UBND\b")
_AUTHORITY = re.compile(r"\b(KT|TM|TL|TUQ|Q)\.(?=\S)")
_DOUBLED = re.compile(r"\b(xã|huyện|tỉnh|về|của|và|các|ngày|số) \1\b", re.IGNORECASE)
"""Words that are never said twice running; many others are (dần dần, thường thường)."""
_DAY_IN_WORDS = re.compile(r"\bngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})\b")
_SHORT_DAY = re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})\b")
_EXCERPT = 60


@dataclass(frozen=True)
class Slip:
    """One slip: a code for programs, a Vietnamese sentence that says what to do."""

    code: str
    message: str
    text: str = ""
    """The whole text it was found in, where that is a block of the paper."""


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
            yield Slip("mark_missing", f"Thiếu dấu câu ở cuối đoạn “{_excerpt(block.text)}”.", block.text)


def _wording(document: Document) -> Iterator[Slip]:
    for text in _texts(document):
        if found := _SYMBOL.search(text):
            good = found.group().replace("UBND", "-UBND")
            yield Slip("symbol", f"Ký hiệu “{found.group()}” thiếu gạch nối; hãy viết “{good}”.", text)
        if found := _DOUBLED.search(text):
            where = f"viết hai lần trong “{_excerpt(text)}”"
            yield Slip("doubled", f"“{found.group()}” {where}; hãy bỏ một từ.", text)
        for field in FIELD.findall(text):
            yield Slip("field_left", f"Còn ô “{{{field}}}” chưa được điền; hãy sửa trước khi ban hành.", text)
        yield from _days(text)


def _days(text: str) -> Iterator[Slip]:
    """Yield the days no calendar has, and those without the zero before days under 10 and months 1 and 2."""
    for pattern, written in ((_DAY_IN_WORDS, day_in_words), (_SHORT_DAY, short_day)):
        for found in pattern.finditer(text):
            try:
                good = written(date(*(int(found[part]) for part in ("year", "month", "day"))))
            except ValueError:
                yield Slip("no_such_day", f"Không có ngày “{found.group()}”; hãy sửa lại ngày, tháng.", text)
                continue
            lacks_zero = len(found["day"]) == 1 or found["month"] in {"1", "2"}
            if lacks_zero:
                said = f"“{found.group()}” thiếu số 0 ở ngày, tháng; hãy viết “{good}”."
                yield Slip("zero_missing", said, text)


def _signing(document: Document) -> Iterator[Slip]:
    for text in document.signing_lines:
        if found := _AUTHORITY.search(text):
            good = text.replace(found.group(), found.group() + " ")
            yield Slip("signing_space", f"“{text}” thiếu dấu cách sau “{found.group()}”; hãy viết “{good}”.")
    if not document.signer.strip() and not document.second_signing:
        yield Slip("signer_missing", "Chưa có họ tên người ký; hãy nhập trong phần thông tin đơn vị.")


def _recipients(document: Document) -> Iterator[Slip]:
    if document.second_signing:
        return  # minutes are signed by both and sent to nobody
    lines = recipient_lines(document.recipients)
    filed = [line for line in lines if line.startswith("- Lưu")]
    if not filed:
        yield Slip("filing_missing", "Nơi nhận chưa có dòng “Lưu: VT”; hãy thêm vào cuối danh sách.")
    for line in filed:
        if not re.search(r"\bVT\b", line):
            yield Slip("filing_office", f"Dòng “{line}” thiếu “VT” (văn thư); hãy viết “Lưu: VT, …”.")
    if filed and lines[-1] not in filed:
        yield Slip("filing_order", f"Dòng “{filed[0]}” phải đứng cuối danh sách nơi nhận; hãy chuyển xuống.")
    if any(line.startswith("- Như trên") for line in lines[1:]):
        yield Slip("as_above_order", "Dòng “- Như trên” phải đứng đầu danh sách nơi nhận; hãy chuyển lên.")


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
