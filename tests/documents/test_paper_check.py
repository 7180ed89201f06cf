from datetime import date
from typing import Any

from communes import CommuneOf
from nsnt_desktop.documents.paper_check import PlacedSlip, paper_slips
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry.papers import set_paper_text
from nsnt_desktop.registry.reference_lists import list_criteria, set_criterion_field
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile

SOUND: dict[str, Any] = {"persons": 4, "poverty": "none", "hygienic": True, "clean": True, "basis": "test"}
ROWS = [SOUND, SOUND, {**SOUND, "hygienic": False, "clean": False, "basis": None}]


def found(data: DataFile, kind: DocumentKind = DocumentKind.REPORT) -> list[PlacedSlip]:
    with data.reading() as session:
        return list(paper_slips(session, find_year(session), kind, date(2024, 10, 20)))


def write(data: DataFile, section: str, text: str, kind: DocumentKind = DocumentKind.REPORT) -> None:
    with data.reading() as session:
        year_id = find_year(session).id
    set_paper_text(data, year_id, kind, section, text)


def coded(data: DataFile, code: str, kind: DocumentKind = DocumentKind.REPORT) -> list[PlacedSlip]:
    return [placed for placed in found(data, kind) if placed.slip.code == code]


def test_the_proposed_wording_has_no_figure_but_the_computed(commune_of: CommuneOf) -> None:
    assert coded(commune_of(ROWS), "figure_unknown") == []


def test_a_figure_of_the_officers_that_was_not_computed_is_told(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    write(data, "good_points", "Đã có 66,7 % hộ dùng nước sạch; 2 hộ còn khó, 1.234 hộ đã xong.")
    (placed,) = coded(data, "figure_unknown")
    assert placed.section == "good_points"
    assert "“1.234 hộ” trong mục «III.1. Kết quả đạt được»" in placed.slip.message


def test_what_is_aimed_at_is_not_held_against_the_figures(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    write(data, "next_year", "Phấn đấu 98,5 % hộ dùng nước sạch.")
    assert coded(data, "figure_unknown") == []


def test_open_errors_are_told_in_the_report_only(commune_of: CommuneOf) -> None:
    data = commune_of([{**SOUND, "persons": 0}, SOUND])
    (placed,) = coded(data, "open_errors")
    assert "lỗi chưa xử lý" in placed.slip.message
    assert coded(data, "open_errors", DocumentKind.PLAN) == []


def test_thresholds_nobody_confirmed_are_told(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    with data.reading() as session:
        first = list_criteria(session)[0]
    set_criterion_field(data, first.id, "value", "90")
    set_criterion_field(data, first.id, "legal_document", "Công văn 12/SNN-TL")
    assert any(first.code in placed.slip.message for placed in coded(data, "thresholds_unconfirmed"))
    before = coded(data, "thresholds_unconfirmed")
    assert len(before) == 1
    set_criterion_field(data, first.id, "confirmed", True)
    assert coded(data, "thresholds_unconfirmed") != before


def test_a_slip_of_style_names_its_section_behind_a_field(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    write(data, "funding", "Kinh phí năm {năm} do 188/KHUBND quy định.", DocumentKind.PLAN)
    (placed,) = coded(data, "symbol", DocumentKind.PLAN)
    assert placed.section == "funding"
