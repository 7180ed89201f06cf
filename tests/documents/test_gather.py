from datetime import date
from pathlib import Path
from typing import Any

import pytest

from communes import CommuneOf
from nsnt_desktop.documents.gather import (
    paper_document,
    proposed_sections,
    report_input,
    save_year_paper,
)
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import now
from nsnt_desktop.models.words import WITH_BASES, DocumentKind
from nsnt_desktop.registry.closing import shut_year
from nsnt_desktop.registry.finding_notes import pass_over
from nsnt_desktop.registry.papers import set_paper_date, set_paper_number, set_paper_text
from nsnt_desktop.registry.reference_lists import list_criteria, set_criterion_field
from nsnt_desktop.registry.schemes import add_scheme
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

TODAY = date(2024, 10, 20)
ROWS: list[dict[str, Any]] = [
    {"persons": 4, "poverty": "none", "hygienic": True, "clean": True, "basis": "test"},
    {"persons": 3, "poverty": "poor", "hygienic": False, "clean": False, "source": "rain"},
    {"persons": 3, "poverty": "none", "hygienic": True, "clean": None, "village": "Thôn Do Thượng"},
    {"year": 2023, "persons": 3, "hygienic": False, "clean": False},
]


def year_id(data: DataFile) -> int:
    with data.reading() as session:
        return find_year(session).id


def test_a_report_is_gathered_from_the_data_file(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    add_scheme(data, year_id(data), "Trạm bơm Phác Lê")
    with data.reading() as session:
        given = report_input(session, find_year(session), TODAY)
    assert (given.year, given.previous.year if given.previous else None) == (2024, 2023)
    assert given.as_of == TODAY
    assert given.figures.commune.counts.households == 3
    assert [scheme.name for scheme in given.schemes] == ["Trạm bơm Phác Lê"]
    assert given.open_errors + given.open_warnings > 0
    assert given.households_not_met is not None
    assert [(v.village, len(v.households)) for v in given.households_not_met] == [
        ("Thôn Phác Lê", 1),
        ("Thôn Do Thượng", 1),
    ]


def test_after_the_day_of_the_figures_they_hold_as_of_that_day(commune_of: CommuneOf) -> None:
    with commune_of(ROWS).reading() as session:
        assert report_input(session, find_year(session), date(2026, 1, 1)).as_of == date(2024, 11, 15)


def test_a_closed_year_holds_as_of_the_day_it_was_closed(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    with change(data, "Chốt") as made:
        shut_year(made.session, find_year(made.session), now().replace(year=2024, month=11, day=10))
    for today in (date(2024, 11, 11), date(2026, 1, 1)):
        with data.reading() as session:
            assert report_input(session, find_year(session), today).as_of == date(2024, 11, 10)


def test_the_reason_why_a_village_moved_reaches_the_report(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    with data.reading() as session:
        assert report_input(session, find_year(session), TODAY).moved == {}
    pass_over(data, year_id(data), "13", ["village:1"], reason="Nối đường ống mới", by="cán bộ")
    with data.reading() as session:
        year = find_year(session)
        assert report_input(session, year, TODAY).moved == {1: "Nối đường ống mới"}
        _, proposed = proposed_sections(session, year, DocumentKind.REPORT, TODAY)
    assert "lý do: Nối đường ống mới." in proposed["villages"]


def test_the_deadline_is_near_as_of_the_day_of_the_report(commune_of: CommuneOf) -> None:
    with commune_of(ROWS).reading() as session:
        early, late = (
            report_input(session, find_year(session), day).open_warnings for day in (date(2024, 1, 1), TODAY)
        )
    assert late == early + 2  # two villages have not delivered


def test_a_criterion_is_judged_only_with_a_threshold(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    with data.reading() as session:
        first = next(c for c in list_criteria(session) if c.indicator == "2")
        rows = report_input(session, find_year(session), TODAY).criteria
        assert {row.verdict for row in rows} == {"chưa nhập ngưỡng"}
    set_criterion_field(data, first.id, "value", "55,5")
    with data.reading() as session:
        row = report_input(session, find_year(session), TODAY).criteria[0]
    assert (row.threshold, row.verdict) == (
        "≥ 55,5 %",
        "chưa đạt, còn thiếu 1 hộ; còn 1 hộ chưa xác định, nếu đều đạt thì đủ (cần đối chiếu văn bản)",
    )


def test_number_day_and_wording_stand_in_the_papers(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    year = year_id(data)
    for kind in WITH_BASES:
        set_paper_number(data, year, kind, 5)
        set_paper_date(data, year, kind, date(2024, 2, 5))
        set_paper_text(data, year, kind, "opening", "Câu riêng của xã.")
    with data.reading() as session:
        papers = [paper_document(session, find_year(session), kind, TODAY) for kind in WITH_BASES]
        given = report_input(session, find_year(session), TODAY)
    assert [paper.number_line for paper in papers] == ["Số: 05/KH-UBND", "Số: 05/BC-UBND"]
    assert all("Câu riêng của xã." in [getattr(b, "text", "") for b in paper.blocks] for paper in papers)
    assert (given.plan_number, given.plan_issued_on) == (5, date(2024, 2, 5))


def test_every_section_that_can_be_edited_has_a_title_and_a_proposal(commune_of: CommuneOf) -> None:
    with commune_of(ROWS).reading() as session:
        for kind in DocumentKind:
            labels, proposed = proposed_sections(session, find_year(session), kind, TODAY)
            assert set(labels) == set(proposed)
            assert all(labels.values())


def test_a_last_section_without_a_sentence_is_told(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    set_paper_text(data, year_id(data), DocumentKind.REPORT, "proposals", "# Chỉ có tiêu đề")
    with data.reading() as session, pytest.raises(KnownError, match="Phần cuối"):
        paper_document(session, find_year(session), DocumentKind.REPORT, TODAY)


def test_both_files_are_saved_under_plain_names(commune_of: CommuneOf, tmp_path: Path) -> None:
    data = commune_of(ROWS)
    folder = tmp_path / "Văn bản năm 2024"
    names = [path.name for path in save_year_paper(data, DocumentKind.PLAN, None, folder)]
    assert names == ["ke-hoach-2024.pdf", "ke-hoach-2024.docx"]
    assert all(path.stat().st_size > 5_000 for path in folder.iterdir())


def test_a_folder_that_is_a_file_is_told(commune_of: CommuneOf, tmp_path: Path) -> None:
    blocked = tmp_path / "tệp"
    blocked.write_text("")
    with pytest.raises(KnownError):
        save_year_paper(commune_of(ROWS), DocumentKind.PLAN, 2024, blocked)
