from datetime import date
from io import BytesIO

import pdfplumber
import pytest
from documents_support import OFFICE, docx_lines, pdf_pages, pdf_text
from sqlalchemy import select

from communes import VILLAGES, CommuneOf, year_id
from nsnt_desktop.documents.docx import docx_bytes
from nsnt_desktop.documents.gather import draft_body, paper_document, proposed_sections
from nsnt_desktop.documents.issuing import issue_year_paper
from nsnt_desktop.documents.paper_check import paper_slips
from nsnt_desktop.documents.pdf import pdf_bytes
from nsnt_desktop.documents.sample_list import sample_annex
from nsnt_desktop.documents.tree import Document, Table
from nsnt_desktop.documents.worded_papers import worded_labels, worded_paper
from nsnt_desktop.documents.wording import office_fields
from nsnt_desktop.models import Assumption
from nsnt_desktop.models.words import WITH_BASES, DocumentKind
from nsnt_desktop.registry.issuing import next_number, number_notes
from nsnt_desktop.registry.papers import set_paper_date, set_paper_number, set_paper_text
from nsnt_desktop.registry.supervision_sample import HouseholdToCheck, households_to_check
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

REPORT, REQUEST, INVITATION = DocumentKind.REPORT, DocumentKind.REQUEST, DocumentKind.INVITATION
MINUTES, COVER = DocumentKind.MINUTES, DocumentKind.COVER_LETTER
SMALL = [kind for kind in DocumentKind if kind not in WITH_BASES]
TODAY = date(2024, 11, 1)
MM = 72 / 25.4


def document(data: DataFile, kind: DocumentKind) -> Document:
    with data.reading() as session:
        return paper_document(session, find_year(session), kind, TODAY)


def small(kind: DocumentKind) -> Document:
    more = {"báo_cáo": "Báo cáo số 12/BC-UBND", "số_hộ_mỗi_thôn": "5"}
    return worded_paper(kind, OFFICE, 2024, number=5, issued_on=date(2025, 2, 5), more=more)


@pytest.mark.parametrize("kind", SMALL)
def test_each_is_whole_in_both_files_and_has_no_slip(data: DataFile, kind: DocumentKind) -> None:
    set_paper_number(data, year_id(data), kind, 5)
    set_paper_date(data, year_id(data), kind, date(2025, 2, 5))
    made = document(data, kind)
    pdf, word = pdf_text(pdf_bytes(made)), " ".join(docx_lines(docx_bytes(made)))
    assert "{" not in pdf
    assert "ngày 05 tháng 02 năm 2025" in pdf
    for text in (pdf, word):
        assert "./." in text
        assert f"Số: 05/{made.number_line.partition('/')[2]}" in text
    with data.reading() as session:
        codes = {found.slip.code for found in paper_slips(session, find_year(session), kind, TODAY)}
    assert codes <= {"signer_missing"}  # this office has not named one


@pytest.mark.parametrize("kind", [REQUEST, COVER])
def test_a_letter_has_its_subject_under_its_number_and_no_name_of_a_kind(kind: DocumentKind) -> None:
    made = small(kind)
    with pdfplumber.open(BytesIO(pdf_bytes(made, bundled_fonts=True))) as pdf:
        words = pdf.pages[0].extract_words(keep_blank_chars=True, extra_attrs=["size", "fontname"])
    subject = next(word for word in words if word["text"].startswith("V/v "))
    number = next(word for word in words if word["text"].startswith("Số: 05/UBND-NN"))
    addressee = next(word for word in words if word["text"].startswith("Kính gửi: "))
    assert 12 <= subject["size"] <= 13
    assert subject["fontname"].endswith("Tinos")
    assert number["bottom"] < subject["top"] < addressee["top"]
    assert subject["x1"] < 297 * MM * 0.4
    # Centred under the number.
    middle = (number["x0"] + number["x1"]) / 2
    assert (subject["x0"] + subject["x1"]) / 2 == pytest.approx(middle, abs=1)
    assert made.title == f"Công văn {made.subject}"
    assert f"V/v {made.subject}" in " ".join(docx_lines(docx_bytes(made)))


def test_who_is_addressed() -> None:
    assert small(REQUEST).addressee == "Trưởng các thôn trên địa bàn xã"
    assert small(COVER).addressee == OFFICE.superior_full
    assert small(INVITATION).addressee == ""
    assert "trân trọng kính mời" in pdf_text(pdf_bytes(small(INVITATION)))


def test_minutes_are_signed_by_two_hands_and_sent_to_nobody() -> None:
    made = small(MINUTES)
    text = pdf_text(pdf_bytes(made))
    assert "Nơi nhận" not in text
    assert "ĐẠI DIỆN THÔN" in text
    assert "ĐẠI DIỆN ĐOÀN KIỂM TRA" in text
    assert OFFICE.signer not in text
    assert {"ĐẠI DIỆN THÔN", "ĐẠI DIỆN ĐOÀN KIỂM TRA"} <= set(docx_lines(docx_bytes(made)))


def test_the_cover_letter_names_the_report_it_goes_with(data: DataFile) -> None:
    assert "Báo cáo số /BC-UBND ngày tháng năm của" in pdf_text(pdf_bytes(document(data, COVER)))
    set_paper_number(data, year_id(data), REPORT, 12)
    set_paper_date(data, year_id(data), REPORT, date(2024, 11, 5))
    text = pdf_text(pdf_bytes(document(data, COVER)))
    assert "1. Báo cáo số 12/BC-UBND ngày 05 tháng 11 năm 2024 của UBND xã Cẩm Tân" in text


def test_the_sample_is_drawn_by_lot_some_of_each_village(commune_of: CommuneOf) -> None:
    places = VILLAGES[:2]
    data = commune_of([{"village": places[n % 2], "persons": 3} for n in range(40)])
    with data.reading() as session:
        year = find_year(session)
        drawn = households_to_check(session, year, 5)
        assert households_to_check(session, year, 5) == drawn
        everyone = households_to_check(session, year, 1000)
        fewer = households_to_check(session, year, 3)
    assert [one.village for one in drawn] == [places[0]] * 5 + [places[1]] * 5
    assert len(everyone) == 40
    assert set(fewer) < set(drawn) < set(everyone)
    # By lot: not simply the first of the list.
    assert {one.code for one in drawn} != {one.code for one in [*everyone[:5], *everyone[20:25]]}


def test_the_officer_says_how_many_are_drawn(commune_of: CommuneOf) -> None:
    data = commune_of([{"persons": 3} for _ in range(20)])
    (table,) = (block for block in document(data, MINUTES).annexes[0].blocks if isinstance(block, Table))
    assert len(table.rows) == 5
    with change(data, "Sửa giả định") as made:
        row = made.session.scalars(select(Assumption).where(Assumption.key == "sample_households")).one()
        row.value = "8"
    document_now = document(data, MINUTES)
    (table,) = (block for block in document_now.annexes[0].blocks if isinstance(block, Table))
    assert len(table.rows) == 8
    assert "Mỗi thôn kiểm tra 8 hộ" in pdf_text(pdf_bytes(document_now))


def test_a_year_without_households_has_nobody_to_check(data: DataFile) -> None:
    pages = pdf_pages(pdf_bytes(document(data, MINUTES)))
    assert "chưa chọn được hộ để kiểm tra" in pages[-1]


@pytest.mark.parametrize("kind", SMALL)
def test_its_sections_are_edited_like_those_of_the_plan(data: DataFile, kind: DocumentKind) -> None:
    with data.reading() as session:
        year = find_year(session)
        labels, proposed = proposed_sections(session, year, kind, TODAY)
    assert list(labels) == list(proposed) == list(worded_labels(kind))
    key = next(iter(labels))
    set_paper_text(data, year_id(data), kind, key, "Câu của cán bộ {tên_xã}.")
    assert "Câu của cán bộ Cẩm Tân." in pdf_text(pdf_bytes(document(data, kind)))
    with data.reading() as session:
        draft = draft_body(session, find_year(session), kind, TODAY)({key: "Câu khác."})
    assert "Câu khác." in pdf_text(pdf_bytes(draft))
    assert draft.annexes == ()


def test_letters_share_one_number_series(data: DataFile) -> None:
    set_paper_number(data, year_id(data), REQUEST, 30)
    set_paper_date(data, year_id(data), REQUEST, date(2024, 9, 5))
    issued = issue_year_paper(data, 2024, REQUEST, TODAY)
    assert issued.files[0].name == "cong-van-nop-danh-sach-2024-so-30.pdf"
    with data.reading() as session:
        assert next_number(session, COVER, 2024) == 31
        assert next_number(session, MINUTES, 2024) == 1
        (told,) = number_notes(session, year_id(data), COVER, 30, date(2024, 11, 5))
    assert "Số 30 năm 2024 đã dùng cho công văn gửi thôn khác" in told


def test_villages_of_one_name_are_listed_apart() -> None:
    drawn = [
        HouseholdToCheck(place, "Thôn 1", former, f"T-{place}", "Lê An", 3, "", None, None)
        for place, former in enumerate(("Cẩm Tân", "Cẩm Vân"))
    ]
    annex = sample_annex(drawn, office_fields(OFFICE, 2024, ()))
    captions = [block.caption for block in annex.blocks if isinstance(block, Table)]
    assert captions == ["Thôn 1 (Cẩm Tân)", "Thôn 1 (Cẩm Vân)"]
