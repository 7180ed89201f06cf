import sqlite3
from contextlib import closing
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from documents_support import docx_lines, pdf_text
from sqlalchemy import event, select

from communes import CommuneOf, content_digest, year_id
from nsnt_desktop.documents import issuing
from nsnt_desktop.documents.issuing import copy_out, issue_year_paper
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.frozen import thawed
from nsnt_desktop.models import DocumentFile, OfficialDocument
from nsnt_desktop.models.words import DocumentKind, DocumentState
from nsnt_desktop.registry.issuing import (
    Issued,
    ToIssue,
    issue_paper,
    issued_file,
    issued_papers,
    issued_texts,
    latest_issued,
    next_number,
    number_notes,
    recall_paper,
)
from nsnt_desktop.registry.papers import set_paper_date, set_paper_number, set_paper_text
from nsnt_desktop.registry.undo import latest_action, take_back
from nsnt_desktop.storage.datafile import DataFile

PLAN, REPORT = DocumentKind.PLAN, DocumentKind.REPORT
TODAY = date(2024, 11, 20)


def numbered(data: DataFile, kind: DocumentKind, number: int, day: date) -> None:
    set_paper_number(data, year_id(data), kind, number)
    set_paper_date(data, year_id(data), kind, day)


def issue(data: DataFile, kind: DocumentKind, number: int, day: date = date(2024, 11, 5)) -> Issued:
    numbered(data, kind, number, day)
    return issue_year_paper(data, 2024, kind, TODAY)


def kept(data: DataFile, issued: Issued) -> dict[str, bytes]:
    with data.reading() as session:
        return dict(issued_file(session, file.id) for file in issued.files)


def notes(
    data: DataFile, number: int, day: date, kind: DocumentKind = PLAN, year: int = 0
) -> tuple[str, ...]:
    """What is told of a number; year 0: of a paper of another survey year."""
    with data.reading() as session:
        return number_notes(session, year, kind, number, day)


def test_a_paper_is_kept_with_its_files_wording_and_figures(commune_of: CommuneOf) -> None:
    data = commune_of([{"persons": 4, "hygienic": True}, {"persons": 2, "hygienic": False}])
    set_paper_text(data, year_id(data), REPORT, "proposals", "- Đề nghị hỗ trợ bể lọc cho hộ nghèo.")
    issued = issue(data, REPORT, 12)
    assert (issued.version, issued.number, issued.issued_on) == (1, 12, date(2024, 11, 5))
    assert issued.state is DocumentState.ISSUED
    files = kept(data, issued)
    assert list(files) == [f"bao-cao-2024-so-12.{ending}" for ending in ("pdf", "docx", "xlsx")]
    assert [sha256(content).hexdigest() for content in files.values()] == [f.sha256 for f in issued.files]
    pdf, word, _ = files.values()
    assert "Số: 12/BC-UBND" in pdf_text(pdf)
    assert "Đề nghị hỗ trợ bể lọc cho hộ nghèo" in " ".join(docx_lines(word))
    with data.reading() as session:
        texts = issued_texts(session, issued.id)
        figures = session.get_one(OfficialDocument, issued.id).figures
        assert issued_papers(session) == [issued]
    assert texts["proposals"] == "- Đề nghị hỗ trợ bể lọc cho hộ nghèo."
    assert len(texts) > 10
    assert texts["opening"].startswith("UBND xã Cẩm Tân báo cáo")
    counts = thawed(figures).figures.commune.counts
    assert (counts.households, counts.persons) == (2, 6)


def test_later_changes_leave_it_as_it_was_and_make_a_new_version(commune_of: CommuneOf) -> None:
    data = commune_of([{"persons": 4, "hygienic": True}])
    first = issue(data, REPORT, 12)
    before = kept(data, first)
    set_paper_text(data, year_id(data), REPORT, "proposals", "- Câu mới hẳn.")
    assert kept(data, first) == before
    second = issue_year_paper(data, 2024, REPORT, TODAY)
    assert (second.version, second.number) == (2, 12)
    assert [file.name for file in second.files] == [
        "bao-cao-2024-so-12-lan-2.pdf",
        "bao-cao-2024-so-12-lan-2.docx",
        "bao-cao-2024-so-12-lan-2.xlsx",
    ]
    assert "Câu mới hẳn" in pdf_text(next(iter(kept(data, second).values())))
    assert kept(data, first) == before
    with data.reading() as session:
        assert [(paper.version, paper.id) for paper in issued_papers(session)] == [
            (2, second.id),
            (1, first.id),
        ]
        newest = latest_issued(session, year_id(data), REPORT)
        assert newest is not None
        assert newest.id == second.id


def test_without_number_or_day_or_before_its_day_nothing_is_issued(data: DataFile) -> None:
    with pytest.raises(KnownError, match="chưa có số hoặc ngày"):
        issue_year_paper(data, 2024, PLAN, TODAY)
    set_paper_number(data, year_id(data), PLAN, 5)
    before = content_digest(data)
    with pytest.raises(KnownError, match="chưa có số hoặc ngày"):
        issue_year_paper(data, 2024, PLAN, TODAY)
    assert content_digest(data) == before
    tomorrow = date.today() + timedelta(days=1)  # noqa: DTZ011 - as the program reads the clock
    set_paper_date(data, year_id(data), PLAN, tomorrow)
    with pytest.raises(KnownError, match="chưa tới"):
        issue_year_paper(data, 2024, PLAN, TODAY)


def test_a_change_while_the_files_are_made_is_not_overlooked(
    data: DataFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The officer goes on typing while the pages are made: what is kept must be what the data says."""
    numbered(data, PLAN, 5, date(2024, 2, 5))
    kept_of = issue_paper

    def typed_meanwhile(data: DataFile, year: int, kind: DocumentKind, made: ToIssue) -> Issued:
        set_paper_text(data, year_id(data), PLAN, "funding", "Không có kinh phí.")
        return kept_of(data, year, kind, made)

    monkeypatch.setattr(issuing, "issue_paper", typed_meanwhile)
    with pytest.raises(KnownError, match="vừa thay đổi"):
        issue_year_paper(data, 2024, PLAN, TODAY)
    with data.reading() as session:
        assert issued_papers(session) == []
    monkeypatch.undo()
    assert issue_year_paper(data, 2024, PLAN, TODAY).version == 1


def test_a_kept_file_that_was_damaged_is_never_given_out(data: DataFile) -> None:
    issued = issue(data, PLAN, 5)
    with closing(sqlite3.connect(data.path)) as raw, raw:
        raw.execute("UPDATE document_file SET content = x'00' WHERE id = ?", (issued.files[0].id,))
    with data.reading() as session, pytest.raises(KnownError, match="không còn đúng"):
        issued_file(session, issued.files[0].id)
    with data.reading() as session:
        assert issued_file(session, issued.files[1].id)[0].endswith(".docx")


def test_a_paper_called_back_stays_in_the_list_with_its_reason(data: DataFile) -> None:
    issued = issue(data, PLAN, 5)
    with pytest.raises(KnownError, match="lý do"):
        recall_paper(data, issued.id, "  ")
    recall_paper(data, issued.id, " Ghi nhầm số ")
    with data.reading() as session:
        (paper,) = issued_papers(session)
        assert latest_issued(session, year_id(data), PLAN) is None
        assert next_number(session, PLAN, 2024) == 6
    assert (paper.state, paper.note, paper.files) == (DocumentState.RECALLED, "Ghi nhầm số", issued.files)
    with pytest.raises(KnownError, match="thu hồi rồi"):
        recall_paper(data, issued.id, "Lần nữa")
    assert issue_year_paper(data, 2024, PLAN, TODAY).version == 2


@pytest.mark.parametrize("recalled", [False, True])
def test_neither_issuing_nor_calling_back_is_undone(data: DataFile, recalled: bool) -> None:
    issued = issue(data, PLAN, 5)
    if recalled:
        recall_paper(data, issued.id, "Nhầm")
    before = content_digest(data)
    with data.reading() as session:
        newest = latest_action(session)
    with pytest.raises(KnownError, match="Thu hồi…"):
        take_back(data, newest)
    assert content_digest(data) == before
    with data.reading() as session:
        assert session.scalars(select(DocumentFile.name)).all() == [
            "ke-hoach-2024-so-05.pdf",
            "ke-hoach-2024-so-05.docx",
        ]


def test_numbers_run_by_kind_and_calendar_year(data: DataFile) -> None:
    issue(data, PLAN, 5, date(2024, 2, 5))
    issue(data, REPORT, 40)
    with data.reading() as session:
        assert next_number(session, PLAN, 2024) == 6
        assert next_number(session, REPORT, 2024) == 41
        assert next_number(session, PLAN, 2025) == 1
    assert notes(data, 6, date(2024, 3, 1)) == ()
    assert notes(data, 5, date(2025, 3, 1)) == ()
    assert "đã dùng cho kế hoạch khác, ban hành 05/02/2024" in notes(data, 5, date(2024, 3, 1))[0]
    assert notes(data, 5, date(2024, 2, 5), year=year_id(data)) == ()  # the same paper once more
    (gap,) = notes(data, 9, date(2024, 3, 1))
    assert "bỏ trống số 06, 07, 08;" in gap
    assert "số 06, 07, 08, 09, 10 và 9 số nữa" in notes(data, 20, date(2024, 3, 1))[0]
    assert "không theo cùng thứ tự" in notes(data, 6, date(2024, 2, 4))[0]
    assert "không theo cùng thứ tự" in notes(data, 4, date(2024, 2, 6))[0]
    with data.reading() as session:
        assert number_notes(session, 0, PLAN, None, date(2024, 2, 4)) == ()
        assert number_notes(session, 0, PLAN, 5, None) == ()


def test_the_list_is_read_without_the_files(commune_of: CommuneOf) -> None:
    data = commune_of([{"persons": 4}])
    issue(data, REPORT, 12)
    asked: list[str] = []
    with data.reading() as session:
        session.connection().connection.driver_connection.set_trace_callback(asked.append)  # type: ignore[union-attr]
        issued_papers(session)
    assert not any("content" in sql or "figures" in sql for sql in asked if "document" in sql)
    assert any("document_file" in sql for sql in asked)


def test_copies_go_beside_what_stands_there_and_a_bad_folder_is_told(data: DataFile, tmp_path: Path) -> None:
    issued = issue(data, PLAN, 5)
    first = copy_out(data, issued.files, tmp_path)
    assert [path.read_bytes() for path in first] == list(kept(data, issued).values())
    assert copy_out(data, issued.files, tmp_path) == first
    first[1].write_bytes(b"edited in Word")
    second = copy_out(data, issued.files, tmp_path)
    assert [path.name for path in second] == ["ke-hoach-2024-so-05.pdf", "ke-hoach-2024-so-05 (2).docx"]
    assert first[1].read_bytes() == b"edited in Word"
    with pytest.raises(KnownError, match="không tìm thấy thư mục"):
        copy_out(data, issued.files, tmp_path / "rút-usb")


def test_a_full_disk_keeps_no_half_of_a_paper_and_the_draft_is_safe(data: DataFile) -> None:
    numbered(data, PLAN, 5, date(2024, 2, 5))
    set_paper_text(data, year_id(data), PLAN, "funding", "Câu của cán bộ.")
    before = content_digest(data)
    with data.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    limit = f"PRAGMA max_page_count={pages}"
    event.listen(data.engine, "begin", lambda connection: connection.exec_driver_sql(limit))
    with pytest.raises(KnownError, match="đã đầy"):
        issue_year_paper(data, 2024, PLAN, TODAY)
    assert content_digest(data) == before
