from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from documents_support import OFFICE, docx_lines, one_line, pdf_text, plan
from report_support import report_input

from nsnt_desktop.documents.docx import docx_bytes
from nsnt_desktop.documents.pdf import pdf_bytes
from nsnt_desktop.documents.report import report
from nsnt_desktop.documents.style_check import slips
from nsnt_desktop.documents.tree import Chart, Document, Table
from nsnt_desktop.documents.worded_papers import worded_labels, worded_texts
from nsnt_desktop.documents.wording import citation
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models.words import DocumentKind, Levels

# What stands wrong in the real plan, and what the program prints in its place.
CORRECTED = {
    "kế hoạch số 188/KHUBND": "Kế hoạch số 188/KH-UBND",
    "- Tổ chức tập huấn,": "1. Tổ chức tập huấn,",
    "2.2. Tổ chức": "2. Tổ chức",
    "(sau đây viết tắt là Bộ chỉ số)": "(sau đây viết tắt là Bộ chỉ số).",
    "2.3 UBND xã": "3. UBND xã",
    "2.4. Kiểm tra": "4. Kiểm tra",
    "(qua phòng Nông nghiệp": "(qua Phòng Nông nghiệp",
    "Lưu: NN.": "Lưu: VT, NN.",
    "KT.CHỦ": "KT. CHỦ",
}


def real_lines() -> list[str]:
    text = Path(__file__).parent.joinpath("data", "plan-2024.txt").read_text(encoding="utf-8")
    for wrong, right in CORRECTED.items():
        assert wrong in text, wrong
        text = text.replace(wrong, right)
    return [one_line(line.strip("* ")) for line in text.splitlines() if line.strip()]


REAL = plan(OFFICE, 2024, number=None, issued_on=date(2024, 10, 22))


def test_every_sentence_of_the_real_plan_stands_in_the_pdf_in_order() -> None:
    text, place = pdf_text(pdf_bytes(REAL)), 0
    for line in real_lines()[:-3]:
        assert line in text[place:], line
        place = text.index(line, place)
    assert all(line in text for line in real_lines()[-3:])  # signing lines stand beside the recipients


def test_every_line_of_the_real_plan_is_a_paragraph_of_the_word_file() -> None:
    lines = docx_lines(docx_bytes(REAL))
    assert [line for line in real_lines() if line not in lines] == []


def test_the_plan_says_nothing_the_real_one_does_not() -> None:
    head = {
        "ỦY BAN NHÂN DÂN",
        "XÃ CẨM TÂN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    }
    lines = {line for line in docx_lines(docx_bytes(REAL)) if line}
    assert lines - set(real_lines()) == head


def test_number_and_date_are_printed_with_leading_zeros() -> None:
    document = plan(OFFICE, 2025, number=5, issued_on=date(2025, 2, 5))
    assert document.number_line == "Số: 05/KH-UBND"
    assert document.place_date == "Cẩm Tân, ngày 05 tháng 02 năm 2025"


def test_without_number_and_date_there_is_room_to_write_them() -> None:
    document = plan(OFFICE, 2025, number=None, issued_on=None)
    assert document.number_line.startswith("Số: \u00a0\u00a0\u00a0\u00a0")
    assert one_line(document.place_date) == "Cẩm Tân, ngày tháng năm 2025"
    assert "Số: \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/KH-UBND".replace(" ", "") in _raw_docx(document)


def _raw_docx(document: object) -> str:
    import zipfile  # noqa: PLC0415
    from io import BytesIO  # noqa: PLC0415

    content = docx_bytes(document)  # type: ignore[arg-type]
    return zipfile.ZipFile(BytesIO(content)).read("word/document.xml").decode().replace(" ", "")


def test_two_levels_report_to_the_province_and_name_no_district() -> None:
    office = replace(
        OFFICE,
        levels=Levels.TWO,
        superior="UBND tỉnh",
        superior_via="Sở Nông nghiệp và Môi trường",
        plan_bases=(),
        plan_recipients=("Lưu: VT",),
    )
    text = one_line(" ".join(docx_lines(docx_bytes(plan(office, 2026, number=1, issued_on=None)))))
    assert "về UBND tỉnh (qua Sở Nông nghiệp và Môi trường) trước ngày 15/11" in text
    assert "huyện" not in text


def test_edited_sections_are_printed_and_their_fields_filled() -> None:
    edited = {"funding": "Kinh phí năm {năm} của {tên_xã}.\n- Phần một.\n# Mục\n## Điểm\n1) là văn.\n7. Câu."}
    document = plan(OFFICE, 2024, number=1, issued_on=None, texts=edited)
    lines = docx_lines(docx_bytes(document))
    start = lines.index("III. KINH PHÍ THỰC HIỆN")
    assert lines[start + 1 : start + 7] == [
        "Kinh phí năm 2024 của Cẩm Tân.",
        "- Phần một.",
        "1. Mục",
        "a) Điểm",
        "1) là văn.",
        "2. Câu.",
    ]


@pytest.mark.parametrize("text", ["{không_biết}", "{năm.__class__}", "{0}", "{}", "một { đứng lẻ", "năm}"])
def test_an_unknown_field_or_a_stray_brace_is_told_not_raised(text: str) -> None:
    with pytest.raises(KnownError, match=r"\{năm\}"):
        plan(OFFICE, 2024, number=1, issued_on=None, texts={"funding": text})


def test_a_brace_in_a_name_is_printed_as_it_is() -> None:
    office = replace(OFFICE, responsible="ông {năm}")
    document = plan(office, 2024, number=1, issued_on=None)
    assert any("(ông {năm})" in line for line in docx_lines(docx_bytes(document)))


def test_the_proposed_texts_make_the_same_plan() -> None:
    texts = worded_texts(DocumentKind.PLAN, OFFICE, 2024)
    assert list(texts) == list(worded_labels(DocumentKind.PLAN))
    assert plan(OFFICE, 2024, number=None, issued_on=date(2024, 10, 22), texts=texts) == REAL


def test_the_plan_with_number_and_date_has_no_slips() -> None:
    assert slips(plan(OFFICE, 2024, number=12, issued_on=date(2024, 10, 22))) == ()


def test_the_sample_commune_is_marked_on_every_page() -> None:
    sample = plan(replace(OFFICE, is_sample=True), 2024, number=1, issued_on=None)
    assert sample.mark == "dữ liệu minh họa"
    assert REAL.mark == ""


def test_an_emptied_section_leaves_no_heading_and_the_numbers_close_up() -> None:
    document = plan(OFFICE, 2024, number=1, issued_on=None, texts={"funding": "  \n"})
    lines = docx_lines(docx_bytes(document))
    assert "III. TỔ CHỨC THỰC HIỆN" in lines
    assert not any("KINH PHÍ" in line for line in lines)


def test_a_plan_without_a_last_sentence_is_told() -> None:
    with pytest.raises(KnownError, match="hãy viết một câu ở phần cuối"):
        plan(OFFICE, 2024, number=1, issued_on=None, texts={"organisation": "# Chỉ có tiêu đề"})


def test_a_basis_just_added_is_cited_as_far_as_it_is_known() -> None:
    bare = replace(OFFICE.plan_bases[0], issuer="", subject="")
    assert citation(bare) == "Quyết định số 1893/QĐ-BNN-TL ngày 24/6/2024"


def test_without_bases_the_opening_still_reads() -> None:
    document = plan(replace(OFFICE, plan_bases=()), 2024, number=1, issued_on=None)
    opening = "Thực hiện quy định về theo dõi - đánh giá nước sạch nông thôn. UBND xã Cẩm Tân ban hành"
    assert any(line.startswith(opening) for line in docx_lines(docx_bytes(document)))


def said_in(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not isinstance(block, Table | Chart)]


def test_a_basis_is_cited_in_full_once_and_short_after_that() -> None:
    texts = {"funding": "Theo {căn_cứ}; xem thêm { căn_cứ }."}
    made = plan(OFFICE, 2024, number=5, issued_on=None, texts=texts)
    told = said_in(made)
    full = "Quyết định số 1893/QĐ-BNN-TL ngày 24/6/2024 của Bộ trưởng Bộ Nông nghiệp và PTNT về"
    assert told[0].startswith(f"Thực hiện {full}")
    short = "Quyết định số 1893/QĐ-BNN-TL; Kế hoạch số 188/KH-UBND"
    assert f"Theo {short}; xem thêm {short}." in told
    assert sum(full in text for text in told) == 1
    # The first place is the first of the paper, not of the section that was rewritten first.
    emptied = plan(OFFICE, 2024, number=5, issued_on=None, texts=texts | {"opening": "Triển khai như sau:"})
    said = next(text for text in said_in(emptied) if text.startswith("Theo "))
    assert said.startswith(f"Theo {full}")
    assert said.endswith(f"xem thêm {short}.")


def test_a_report_cites_its_bases_above_and_short_in_its_text() -> None:
    made = report(report_input(texts={"proposals": "Căn cứ {căn_cứ}, đề nghị hỗ trợ."}))
    said = next(text for text in said_in(made) if text.startswith("Căn cứ Quyết"))
    assert "ngày 24/6/2024" in said  # the list above
    short = "Căn cứ Quyết định số 1893/QĐ-BNN-TL; Kế hoạch số 188/KH-UBND, đề nghị hỗ trợ."
    assert short in said_in(made)
