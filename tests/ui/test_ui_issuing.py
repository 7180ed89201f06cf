from datetime import date
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, own_settings, shown
from typing_vi import type_text

from communes import CommuneOf, year_id
from nsnt_desktop.models.words import DocumentKind, DocumentState
from nsnt_desktop.registry.issuing import Issued, issued_papers
from nsnt_desktop.registry.papers import set_paper_date, set_paper_number, set_paper_text
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.paper_save import SaveStep
from nsnt_desktop.ui.papers import PapersPage
from nsnt_desktop.ui.steps import Walk

PLAN, REPORT = DocumentKind.PLAN, DocumentKind.REPORT
Papers = tuple[PapersPage, FakeDialogs, list[tuple[str, bool]]]


@pytest.fixture
def papers(qtbot: QtBot, commune_of: CommuneOf, tmp_path: Path) -> Papers:
    own_settings(tmp_path)
    data = commune_of([{"persons": 4, "hygienic": True}, {"persons": 3, "hygienic": False}])
    set_paper_number(data, year_id(data), PLAN, 5)
    set_paper_date(data, year_id(data), PLAN, date(2024, 2, 5))
    return shown(qtbot, PapersPage, data)


def last_step(page: PapersPage, kind: DocumentKind = PLAN) -> SaveStep:
    page.start(kind)
    walk = page.stack.currentWidget()
    assert isinstance(walk, Walk)
    walk.go_to(3)
    step = walk.steps[3]
    assert isinstance(step, SaveStep)
    return step


def issued_by(data: DataFile) -> list[Issued]:
    with data.reading() as session:
        return issued_papers(session)


def issue(qtbot: QtBot, papers: Papers, kind: DocumentKind = PLAN) -> SaveStep:
    page, dialogs, _ = papers
    step = last_step(page, kind)
    before = len(issued_by(page.context.data))
    dialogs.answers = [True]
    step.issuing.issue.click()
    qtbot.waitUntil(lambda: len(issued_by(page.context.data)) > before, timeout=20_000)
    qtbot.waitUntil(step.issuing.issue.isEnabled, timeout=20_000)
    return step


def test_a_paper_is_issued_after_a_question_and_stands_in_the_list(qtbot: QtBot, papers: Papers) -> None:
    page, dialogs, said = papers
    assert page.issued.none.isVisible()
    assert not page.issued.table.isVisible()
    step = last_step(page)
    assert step.issuing.state.text() == "chưa ban hành"
    dialogs.answers = [False]
    step.issuing.issue.click()
    assert "Ban hành kế hoạch năm 2024?" in dialogs.asked[-1]
    assert issued_by(page.context.data) == []
    step = issue(qtbot, papers)
    assert step.issuing.state.text() == "đã ban hành số 05 ngày 05/02/2024, lần 1"
    assert said[-1] == ("Đã ban hành kế hoạch số 05 (lần 1); xem lại ở danh sách văn bản.", False)
    page._close()
    assert page.issued.table.isVisible()
    (line,) = page.issued.table.lines.lines
    assert line.cells[:6] == ("2024", "Kế hoạch", "05", "05/02/2024", "1", "Đã ban hành")
    assert "SHA-256" in line.tip
    assert "đã ban hành" in page.cards[PLAN].state.text()


def test_without_a_day_the_officer_is_told_and_nothing_is_kept(qtbot: QtBot, papers: Papers) -> None:
    page, dialogs, said = papers
    step = last_step(page, REPORT)
    type_text(step.number.line, "12")
    step.number.keep()
    dialogs.answers = [True]
    step.issuing.issue.click()
    qtbot.waitUntil(lambda: bool(said) and said[-1][1], timeout=20_000)
    assert "chưa có số hoặc ngày" in said[-1][0]
    assert issued_by(page.context.data) == []
    assert step.issuing.issue.isEnabled()


def test_a_number_still_being_typed_is_issued_too(qtbot: QtBot, papers: Papers) -> None:
    """The officer types the number and presses the button at once: what stands there is what is meant."""
    page, dialogs, _ = papers
    step = last_step(page)
    step.number.line.selectAll()
    type_text(step.number.line, "7")
    dialogs.answers = [True]
    step.issuing.issue.click()
    qtbot.waitUntil(lambda: len(issued_by(page.context.data)) == 1, timeout=20_000)
    assert issued_by(page.context.data)[0].number == 7


def test_a_gap_is_told_beside_the_number_and_in_the_question(qtbot: QtBot, papers: Papers) -> None:
    page, dialogs, _ = papers
    data = page.context.data
    issue(qtbot, papers)
    set_paper_number(data, year_id(data), PLAN, 9)
    step = last_step(page)
    assert "bỏ trống số 06, 07, 08" in step.issuing.notes.text()
    dialogs.answers = [False]
    step.issuing.issue.click()
    assert "bỏ trống số 06, 07, 08" in dialogs.asked[-1]
    set_paper_number(data, year_id(data), PLAN, None)
    assert "Số kế hoạch kế tiếp của năm 2024 trong tệp này: 06." in step.issuing.notes.text()


def test_the_kept_pages_are_shown_and_printed_not_those_of_today(
    qtbot: QtBot, papers: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, dialogs, said = papers
    issue(qtbot, papers)
    kept = page.context.data
    set_paper_text(kept, year_id(kept), PLAN, "funding", "Không có kinh phí.")
    page._close()
    page.issued.look.click()
    assert page.view.heading.text() == "Kế hoạch số 05 ngày 05/02/2024"
    qtbot.waitUntil(page.view.shown.print.isEnabled, timeout=20_000)
    pages = len(page.view.shown.pane.pages)
    assert pages >= 2
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    monkeypatch.setattr(dialogs, "printer", lambda _parent: printer)
    page.view.shown.print.click()
    qtbot.waitUntil(lambda: said[-1][0] == f"Đã gửi {pages} trang tới máy in.", timeout=30_000)
    page.view.back.click()
    assert page.stack.currentIndex() == 0


def test_copies_are_what_was_kept_and_never_overwrite_a_signed_one(
    qtbot: QtBot, papers: Papers, tmp_path: Path
) -> None:
    page, dialogs, said = papers
    issue(qtbot, papers)
    page._close()
    dialogs.answers = [tmp_path] * 3
    page.issued.copy.click()
    qtbot.waitUntil(lambda: "Đã lưu" in said[-1][0], timeout=20_000)
    names = {path.name for path in tmp_path.glob("ke-hoach*")}
    assert names == {"ke-hoach-2024-so-05.pdf", "ke-hoach-2024-so-05.docx"}
    assert page.issued.open_folder.isVisible()
    page.issued.sign.click()
    qtbot.waitUntil(lambda: "ky-so" in said[-1][0], timeout=20_000)
    signed = tmp_path / "ke-hoach-2024-so-05-ky-so.pdf"
    assert signed.read_bytes() == (tmp_path / "ke-hoach-2024-so-05.pdf").read_bytes()
    signed.write_bytes(b"signed by the vice-chairman")
    page.issued.sign.click()
    qtbot.waitUntil(lambda: "(2)" in said[-1][0], timeout=20_000)
    assert signed.read_bytes() == b"signed by the vice-chairman"


def test_calling_back_asks_for_a_reason(qtbot: QtBot, papers: Papers) -> None:
    page, dialogs, said = papers
    issue(qtbot, papers)
    page._close()
    dialogs.answers = [None, " ", "Ghi nhầm số"]
    page.issued.recall.click()
    assert issued_by(page.context.data)[0].state is DocumentState.ISSUED
    page.issued.recall.click()
    assert "lý do" in said[-1][0]
    page.issued.recall.click()
    (paper,) = issued_by(page.context.data)
    assert (paper.state, paper.note) == (DocumentState.RECALLED, "Ghi nhầm số")
    assert page.issued.table.lines.lines[0].cells[5] == "Đã thu hồi: Ghi nhầm số"
    assert not page.issued.recall.isEnabled()
    assert page.issued.copy.isEnabled()


def test_a_printer_that_takes_nothing_is_told_and_the_paper_is_safe(
    qtbot: QtBot, papers: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, dialogs, said = papers
    issue(qtbot, papers)
    page._close()
    page.issued.look.click()
    qtbot.waitUntil(page.view.shown.print.isEnabled, timeout=20_000)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "gone" / "in.pdf"))
    monkeypatch.setattr(dialogs, "printer", lambda _parent: printer)
    page.view.shown.print.click()
    qtbot.waitUntil(lambda: said[-1][1], timeout=20_000)
    assert said[-1][0].startswith("Máy in không nhận trang in. Văn bản và số liệu không mất gì;")
    assert page.view.shown.print.isEnabled()
    assert len(issued_by(page.context.data)) == 1
