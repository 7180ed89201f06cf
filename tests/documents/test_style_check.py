from dataclasses import replace

import pytest
from documents_support import a_document

from nsnt_desktop.documents.style_check import slips
from nsnt_desktop.documents.tree import (
    BasisParagraph,
    Bullet,
    Column,
    Document,
    Heading,
    Item,
    Paragraph,
    Table,
)

GOOD = a_document(
    BasisParagraph("Căn cứ một"),
    Heading("Nội dung"),
    Item("Câu có số."),
    Bullet("Một ý;"),
    Table((Column("Thôn", 1),), (("không dấu câu",),)),
    Paragraph("Câu cuối"),
)


def codes(document: Document) -> list[str]:
    return [slip.code for slip in slips(document)]


def test_a_good_paper_has_no_slips() -> None:
    assert slips(GOOD) == ()


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"number_line": "Số:        /KH-UBND"}, "number_missing", "chưa có số"),
        ({"place_date": "Cẩm Tân, ngày   tháng   năm 2024"}, "date_missing", "chưa có ngày"),
        ({"blocks": (Bullet("Thiếu dấu"), Paragraph("x."))}, "mark_missing", "“Thiếu dấu”"),
        ({"blocks": (Item("Thiếu dấu"), Paragraph("x."))}, "mark_missing", "“Thiếu dấu”"),
        ({"blocks": (Paragraph("theo 188/KHUBND ngày 1."),)}, "symbol", "“188/KH-UBND”"),
        ({"number_line": "Số: 05/BCUBND"}, "symbol", "“05/BC-UBND”"),
        ({"blocks": (Paragraph("còn {năm} đây."),)}, "field_left", "“{năm}”"),
        ({"signing_lines": ("KT.CHỦ TỊCH", "PHÓ CHỦ TỊCH")}, "signing_space", "“KT. CHỦ TỊCH”"),
        ({"signer": " "}, "signer_missing", "người ký"),
        ({"addressee": "UBND huyện huyện Cẩm Thủy"}, "doubled", "“huyện huyện”"),
        ({"recipients": ("UBND huyện",)}, "filing_missing", "Lưu: VT"),
        ({"recipients": ("UBND huyện", "Lưu: NN")}, "filing_office", "“- Lưu: NN.”"),
        ({"recipients": ("Lưu: VT", "UBND huyện")}, "filing_order", "“- Lưu: VT;”"),
        ({"recipients": ("UBND huyện", "Như trên", "Lưu: VT")}, "as_above_order", "“- Như trên”"),
        (
            {"blocks": (Paragraph("từ ngày 5 tháng 02 năm 2025."),)},
            "zero_missing",
            "“ngày 05 tháng 02 năm 2025”",
        ),
        (
            {"blocks": (Paragraph("từ ngày 15 tháng 1 năm 2025."),)},
            "zero_missing",
            "“ngày 15 tháng 01 năm 2025”",
        ),
        ({"blocks": (Paragraph("Kế hoạch ngày 5/2/2025."),)}, "zero_missing", "“05/02/2025”"),
        ({"subject": "Tập huấn ngày 9/10/2025"}, "zero_missing", "“09/10/2025”"),
        ({"blocks": (Paragraph("từ ngày 31/11/2025."),)}, "no_such_day", "“31/11/2025”"),
    ],
)
def test_each_slip_is_found(changes: dict[str, object], code: str, words: str) -> None:
    found = slips(replace(GOOD, **changes))  # type: ignore[arg-type]
    assert [slip.code for slip in found] == [code]
    assert words in found[0].message


@pytest.mark.parametrize(
    "text",
    [
        "từ ngày 05 tháng 02 năm 2025",
        "từ ngày 15 tháng 3 năm 2025",
        "từ ngày 15 tháng 08 năm 2025",
        "ngày 24/6/2024",
        "số 12/2024/QĐ-UBND",
        "trước ngày 15/11",
    ],
)
def test_days_that_are_right_are_no_slips(text: str) -> None:
    assert codes(replace(GOOD, blocks=(Paragraph(f"{text}."),))) == []


def test_several_slips_are_listed_from_top_to_bottom() -> None:
    document = replace(GOOD, number_line="Số: /KH-UBND", signer="", recipients=())
    assert codes(document) == ["number_missing", "signer_missing", "filing_missing"]
