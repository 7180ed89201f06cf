from datetime import date

import pytest
from sqlalchemy import select

from communes import CommuneOf, village_ids
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import FindingNote, SupervisionVisit
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry.finding_notes import bring_back, pass_over
from nsnt_desktop.registry.papers import (
    Paper,
    accept_proposal,
    households_not_met,
    load_paper,
    set_paper_date,
    set_paper_number,
    set_paper_text,
    work_of_year,
)
from nsnt_desktop.registry.undo import take_back, taken_back
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

REPORT = DocumentKind.REPORT


def year_id(data: DataFile) -> int:
    with data.reading() as session:
        return find_year(session).id


def paper(data: DataFile, kind: DocumentKind = REPORT) -> Paper:
    with data.reading() as session:
        return load_paper(session, find_year(session).id, kind)


def test_a_paper_is_empty_until_something_is_written(data: DataFile) -> None:
    assert paper(data) == Paper(None, None, {})


def test_number_day_and_wording_are_kept_by_kind(data: DataFile) -> None:
    year = year_id(data)
    set_paper_number(data, year, REPORT, 7)
    set_paper_date(data, year, REPORT, date(2024, 11, 5))
    set_paper_text(data, year, REPORT, "opening", "  Mở đầu \n - gạch   đầu dòng")
    assert paper(data) == Paper(7, date(2024, 11, 5), {"opening": "Mở đầu\n- gạch đầu dòng"})
    assert paper(data, DocumentKind.PLAN) == Paper()


def test_nothing_changed_is_no_action(data: DataFile) -> None:
    year = year_id(data)
    assert set_paper_number(data, year, REPORT, None) is None
    assert set_paper_text(data, year, REPORT, "opening", None) is None
    assert set_paper_text(data, year, REPORT, "opening", "Câu.") is not None
    assert set_paper_text(data, year, REPORT, "opening", "Câu. ") is None


def test_an_accepted_proposal_is_noted_once_and_undone(data: DataFile) -> None:
    year = year_id(data)
    assert accept_proposal(data, year, REPORT, "opening", "") is None  # nothing was proposed
    action = accept_proposal(data, year, REPORT, "opening", "Câu đề xuất.")
    assert action is not None
    assert accept_proposal(data, year, REPORT, "opening", "Câu đề xuất.") is None
    assert paper(data).seen == {"opening": "Câu đề xuất."}
    accept_proposal(data, year, REPORT, "opening", "Câu khác.")
    assert paper(data).seen == {"opening": "Câu khác."}
    set_paper_text(data, year, REPORT, "opening", "Của cán bộ.", proposed="Câu thứ ba.")
    assert paper(data).seen == {"opening": "Câu thứ ba."}
    set_paper_text(data, year, REPORT, "opening", None)
    assert paper(data) == Paper()


def test_each_is_undone(data: DataFile) -> None:
    year = year_id(data)
    action = set_paper_text(data, year, REPORT, "opening", "Câu.")
    restore = set_paper_text(data, year, REPORT, "opening", None)
    assert action is not None
    assert restore is not None
    assert paper(data).texts == {}
    take_back(data, restore)
    assert paper(data).texts == {"opening": "Câu."}


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_a_number_that_is_none_is_refused(data: DataFile, number: int) -> None:
    with pytest.raises(KnownError, match="Số văn bản"):
        set_paper_number(data, year_id(data), REPORT, number)
    assert paper(data) == Paper()


def test_households_not_met_are_those_without_two_yeses(commune_of: CommuneOf) -> None:
    data = commune_of(
        [
            {"head": "Đủ", "hygienic": True, "clean": True},
            {"head": "Chưa sạch", "hygienic": True, "clean": False},
            {"head": "Chưa rõ", "hygienic": None, "clean": None, "village": "Thôn Do Thượng"},
            {"head": "Đã đi", "hygienic": False, "status": "moved_away"},
        ]
    )
    with data.reading() as session:
        found = households_not_met(session, find_year(session).id)
    assert [(h.village, h.head) for h in found] == [
        ("Thôn Phác Lê", "Chưa sạch"),
        ("Thôn Do Thượng", "Chưa rõ"),
    ]


@pytest.mark.parametrize(
    ("visits", "expected"),  # households re-checked and differences of each visit; what they come to
    [
        ([(9, 1), (8, 0)], (1, 17, 1)),
        ([(9, 0)], (1, 9, 0)),
        ([(None, None)], (1, None, None)),
        ([(9, 0), (8, None)], (1, 17, None)),
        ([(9, 2), (8, None)], (1, 17, 2)),
    ],
)
def test_a_visit_without_its_numbers_is_no_zero(
    data: DataFile,
    visits: list[tuple[int | None, int | None]],
    expected: tuple[int, int | None, int | None],
) -> None:
    year, village = year_id(data), village_ids(data)[0]
    with change(data, "Kiểm tra") as made:
        for checked, differences in visits:
            made.session.add(
                SupervisionVisit(
                    year_id=year,
                    village_id=village,
                    visited_on=date(2024, 10, 1),
                    households_checked=checked,
                    differences=differences,
                )
            )
    with data.reading() as session:
        work = work_of_year(session, year)
    assert (work.supervised_villages, work.supervised_households, work.differences) == expected


def test_a_warning_passed_over_needs_a_reason_and_can_come_back(data: DataFile) -> None:
    year = year_id(data)
    with pytest.raises(KnownError, match="lý do"):
        pass_over(data, year, "5", ["household:1"], reason=" ", by="cán bộ")
    with pytest.raises(KnownError, match="họ tên"):
        pass_over(data, year, "5", ["household:1"], reason="đã xem", by=" ")
    assert pass_over(data, year, "5", [], reason="đã xem", by="cán bộ") is None
    first = pass_over(data, year, "5", ["household:1"], reason="đã xem", by="cán bộ")
    assert first is not None
    again = pass_over(data, year, "5", ["household:1", "household:2"], reason="đã hỏi", by="Lê An")
    assert again is not None
    with data.reading() as session:
        kept = {(n.subject, n.reason, n.by) for n in session.scalars(select(FindingNote))}
    assert kept == {(f"household:{i}", "đã hỏi", "Lê An") for i in (1, 2)}
    assert bring_back(data, year, "5", ["household:1"]) is not None
    assert bring_back(data, year, "5", ["household:1"]) is None


def test_an_action_counts_as_undone_until_it_is_done_again(data: DataFile) -> None:
    year = year_id(data)
    action = set_paper_number(data, year, REPORT, 7)
    other = set_paper_number(data, year, REPORT, 8)
    assert action is not None
    assert other is not None
    undo = take_back(data, other).action_id
    assert undo is not None
    with data.reading() as session:
        assert taken_back(session, [action, other]) == {other}
    take_back(data, undo)
    with data.reading() as session:
        assert taken_back(session, [action, other]) == frozenset()
