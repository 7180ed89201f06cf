from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, own_settings, shown
from typing_vi import compose_text, type_text

from communes import CommuneOf
from nsnt_desktop.models.words import WITH_BASES, DocumentKind, Severity
from nsnt_desktop.registry.papers import Paper, load_paper, set_paper_text
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.paper_preview import PreviewStep
from nsnt_desktop.ui.paper_save import SaveStep
from nsnt_desktop.ui.paper_text import TextStep
from nsnt_desktop.ui.papers import PapersPage
from nsnt_desktop.ui.steps import Walk

ROWS = [
    {"persons": 4, "poverty": "none", "hygienic": True, "clean": True, "basis": "test"},
    {"persons": 3, "poverty": "poor", "hygienic": False, "clean": False, "source": "rain"},
]


def paper_of(data: DataFile, kind: DocumentKind) -> Paper:
    with data.reading() as session:
        return load_paper(session, find_year(session).id, kind)


def walk_of(page: PapersPage) -> Walk:
    walk = page.stack.currentWidget()
    assert isinstance(walk, Walk)
    return walk


def text_step(walk: Walk) -> TextStep:
    walk.go_to(1)
    step = walk.steps[1]
    assert isinstance(step, TextStep)
    return step


def save_step(walk: Walk) -> SaveStep:
    walk.go_to(3)
    step = walk.steps[3]
    assert isinstance(step, SaveStep)
    return step


@pytest.fixture
def papers(
    qtbot: QtBot, commune_of: CommuneOf, tmp_path: Path
) -> tuple[PapersPage, FakeDialogs, list[tuple[str, bool]]]:
    own_settings(tmp_path)
    return shown(qtbot, PapersPage, commune_of(ROWS))


Papers = tuple[PapersPage, FakeDialogs, list[tuple[str, bool]]]


def test_the_start_names_the_year_and_begins_in_place(papers: Papers) -> None:
    page = papers[0]
    card = page.cards[DocumentKind.REPORT]
    assert card.start.text() == "Lập báo cáo năm 2024"
    assert page.cards[DocumentKind.PLAN].start.text() == "Lập kế hoạch năm 2024"
    card.start.click()
    walk = walk_of(page)
    assert walk.heading.toolTip() == "Báo cáo năm 2024"
    assert [step.title for step in walk.steps] == ["Số liệu", "Lời văn", "Xem trước", "Lưu, ban hành"]
    page.show_argument("plan")
    assert walk_of(page) is not walk


def test_errors_are_told_and_lead_to_the_checks(papers: Papers) -> None:
    page = papers[0]
    places: list[tuple[str, object]] = []
    page.context.went.connect(lambda key, argument: places.append((key, argument)))
    page.show_argument("report")
    figures = walk_of(page).steps[0]
    assert not figures.errors.isHidden()  # type: ignore[attr-defined]
    figures.errors.click()  # type: ignore[attr-defined]
    assert places[0][0] == "findings"
    assert walk_of(page).on.isEnabled()  # a draft is never forbidden


def test_a_section_is_written_over_kept_and_taken_back(papers: Papers) -> None:
    page, _, said = papers
    page.show_argument("report")
    step = text_step(walk_of(page))
    step.sections.setCurrentRow(3)
    proposed = step.text.toPlainText()
    assert proposed
    step.text.selectAll()
    compose_text(step.text, "Người dân")
    type_text(step.text, " dùng nước giếng khoan.")
    step.sections.setCurrentRow(4)  # leaving the section saves it
    data = page.context.data
    assert paper_of(data, DocumentKind.REPORT).texts == {"sources": "Người dân dùng nước giếng khoan."}
    assert said[-1] == ("Đã lưu lời văn mục «II.2. Theo nguồn nước chính».", False)
    step.sections.setCurrentRow(3)
    assert step.text.toPlainText() == "Người dân dùng nước giếng khoan."
    step.restore.click()
    assert step.text.toPlainText() == proposed
    assert paper_of(data, DocumentKind.REPORT).texts == {}
    page.context.undo()
    assert step.text.toPlainText() == "Người dân dùng nước giếng khoan."


def test_sections_only_looked_at_stay_the_proposed_ones(papers: Papers) -> None:
    """Their no-break spaces read back as plain ones made every section with a share the officer's own."""
    page = papers[0]
    page.show_argument("report")
    step = text_step(walk_of(page))
    for at in range(step.sections.count()):
        step.sections.setCurrentRow(at)
    walk_of(page).go_to(2)
    assert paper_of(page.context.data, DocumentKind.REPORT).texts == {}
    assert "\u00a0%" in step._proposed["indicators"]


def test_text_being_typed_survives_a_refresh(papers: Papers) -> None:
    page = papers[0]
    page.show_argument("report")
    step = text_step(walk_of(page))
    type_text(step.text, "abc ")
    page.refresh()
    assert step.text.toPlainText().startswith("abc ")
    walk_of(page).go_to(2)
    assert paper_of(page.context.data, DocumentKind.REPORT).texts["opening"].startswith("abc ")


def words_of(step: TextStep) -> str:
    if not step.live.pane.pdf:
        return ""
    pages = PdfReader(BytesIO(step.live.pane.pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_page_beside_the_text_follows_what_is_typed(qtbot: QtBot, papers: Papers) -> None:
    page = papers[0]
    page.resize(1300, 700)
    page.show_argument("report")
    step = text_step(walk_of(page))
    step.sections.setCurrentRow(step.sections.count() - 1)
    type_text(step.text, "Người dân mong sớm có nước máy. ")
    qtbot.waitUntil(lambda: "Người dân mong sớm có nước máy." in words_of(step), timeout=15_000)
    assert paper_of(page.context.data, DocumentKind.REPORT).texts == {}  # shown, not saved yet
    bar = step.live.pane.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0)  # the last section is not on the first page
    before = step.live.pane.pdf
    type_text(step.text, "{năm_")  # half a field makes no paper: the page stays, the sentence says why
    qtbot.waitUntil(lambda: "dấu “{”" in step.live.state.text(), timeout=15_000)
    assert step.live.pane.pdf is before


def test_the_page_shows_an_emptied_section_as_it_would_be_kept(qtbot: QtBot, papers: Papers) -> None:
    page = papers[0]
    page.resize(1300, 700)
    page.show_argument("plan")
    step = text_step(walk_of(page))
    step.sections.setCurrentRow(3)
    assert step.name.text() == "Kinh phí thực hiện"
    type_text(step.text, "Tạm ứng. ")
    qtbot.waitUntil(lambda: "Tạm ứng." in words_of(step), timeout=15_000)
    step.text.selectAll()
    step.text.textCursor().removeSelectedText()
    qtbot.waitUntil(lambda: "Tạm ứng." not in words_of(step), timeout=15_000)
    assert "các nguồn vốn hợp pháp khác" in words_of(step)


def link_of(step: SaveStep, words: str) -> QPushButton:
    return next(
        link
        for link in step.findChildren(QPushButton)
        if link.text() == "Đến chỗ sửa" and words in link.accessibleDescription()
    )


def test_what_should_be_looked_at_leads_to_its_place(qtbot: QtBot, papers: Papers) -> None:
    page = papers[0]
    page.show_argument("report")
    data = page.context.data
    with data.reading() as session:
        year_id = find_year(session).id
    set_paper_text(data, year_id, DocumentKind.REPORT, "difficulties", "Có tới 77,7 % hộ thiếu nước")
    step = save_step(walk_of(page))
    qtbot.waitUntil(lambda: step.slips.count() > 3, timeout=10_000)
    places: list[tuple[str, object]] = []
    page.context.went.connect(lambda key, argument: places.append((key, argument)))
    link_of(step, "lỗi chưa xử lý").click()
    link_of(step, "người ký").click()
    assert places == [("findings", Severity.ERROR), ("settings", "office")]
    link_of(step, "“77,7 %” trong mục «III.2. Khó khăn, hạn chế»").click()
    walk = walk_of(page)
    text = walk.steps[1]
    assert walk.at() == 1
    assert isinstance(text, TextStep)
    assert text.text.toPlainText() == "Có tới 77,7 % hộ thiếu nước"
    walk.go_to(3)
    qtbot.waitUntil(lambda: step.slips.count() > 3, timeout=10_000)
    link_of(step, "Thiếu dấu câu").click()
    assert walk.at() == 1


def test_a_narrow_window_leaves_the_room_to_the_text(papers: Papers) -> None:
    page = papers[0]
    page.show_argument("plan")
    step = text_step(walk_of(page))
    page.resize(700, 500)
    assert step.live.isHidden()
    page.resize(1300, 700)
    assert not step.live.isHidden()


def test_the_preview_shows_every_page(qtbot: QtBot, papers: Papers) -> None:
    page = papers[0]
    page.show_argument("report")
    walk = walk_of(page)
    walk.go_to(2)
    step = walk.steps[2]
    assert isinstance(step, PreviewStep)
    qtbot.waitUntil(lambda: "trang giấy" in step.shown.state.text(), timeout=15_000)
    assert len(step.shown.pane.pages) > 3
    first = step.shown.pane.pages[0]
    qtbot.waitUntil(lambda: not first.pixmap().isNull(), timeout=10_000)
    assert abs(first.pixmap().width() - first.width()) <= 4


def test_the_pages_go_to_the_printer_each_as_wide_as_it_is(
    qtbot: QtBot, papers: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, dialogs, said = papers
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    monkeypatch.setattr(dialogs, "printer", lambda _parent: printer)
    page.show_argument("report")
    walk = walk_of(page)
    walk.go_to(2)
    step = walk.steps[2]
    assert isinstance(step, PreviewStep)
    qtbot.waitUntil(step.shown.print.isEnabled, timeout=15_000)
    wide = [view.small.width > view.small.height for view in step.shown.pane.pages]
    last_upright = wide.index(True)  # counted from 1
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(last_upright, last_upright + 1)
    step.shown.print.click()
    qtbot.waitUntil(lambda: bool(said), timeout=30_000)
    assert said[-1] == ("Đã gửi 2 trang tới máy in.", False)
    printed = [sheet.mediabox for sheet in PdfReader(tmp_path / "in.pdf").pages]
    assert [sheet.width > sheet.height for sheet in printed] == [False, True], (printed, wide)


def test_number_day_and_both_files_are_saved(qtbot: QtBot, papers: Papers, tmp_path: Path) -> None:
    page, dialogs, said = papers
    page.show_argument("report")
    step = save_step(walk_of(page))
    type_text(step.number.line, "12")
    type_text(step.day.line, "5/11/2024")
    step.day.keep()
    data = page.context.data
    step.number.keep()
    assert paper_of(data, DocumentKind.REPORT) == Paper(12, date(2024, 11, 5), {})
    folder = tmp_path / "Văn bản"
    folder.mkdir()
    dialogs.answers = [folder]
    step.save.click()
    qtbot.waitUntil(lambda: step.done.text().startswith("Đã lưu"), timeout=15_000)
    assert {path.suffix for path in folder.glob("bao-cao-2024.*")} == {".pdf", ".docx", ".xlsx"}
    first = PdfReader(folder / "bao-cao-2024.pdf").pages[0].extract_text()
    assert "12/BC-UBND" in first
    assert said[-1] == (f"Đã lưu bao-cao-2024.pdf, bao-cao-2024.docx, bao-cao-2024.xlsx vào {folder}.", False)
    assert not step.open_folder.isHidden()


def test_a_number_that_is_none_is_refused_and_stays(qtbot: QtBot, papers: Papers) -> None:
    page = papers[0]
    page.show_argument("plan")
    walk = walk_of(page)
    step = save_step(walk)
    type_text(step.number.line, "0")
    assert not step.leave()
    walk.back.click()
    assert walk.at() == 3
    assert not step.number.fault.isHidden()
    qtbot.waitUntil(lambda: step.slips.count() > 0, timeout=10_000)


def test_a_folder_that_cannot_be_written_is_told(qtbot: QtBot, papers: Papers, tmp_path: Path) -> None:
    page, dialogs, said = papers
    page.show_argument("plan")
    step = save_step(walk_of(page))
    blocked = tmp_path / "tep.txt"
    blocked.write_text("đây là tệp")
    dialogs.answers = [blocked]
    step.save.click()
    qtbot.waitUntil(lambda: step.done.text() == "Chưa lưu được.", timeout=15_000)
    assert said[-1][1]
    assert step.save.isEnabled()


def test_an_unknown_field_in_the_wording_is_told_not_crashed(qtbot: QtBot, papers: Papers) -> None:
    page, _, said = papers
    page.show_argument("report")
    walk = walk_of(page)
    step = text_step(walk)
    type_text(step.text, "{abc} ")
    walk.go_to(2)
    qtbot.waitUntil(lambda: bool(said) and said[-1][1], timeout=15_000)
    assert "{abc}" in said[-1][0]


def test_the_folder_of_one_paper_is_offered_for_the_next(
    qtbot: QtBot, papers: Papers, tmp_path: Path
) -> None:
    page, dialogs, _ = papers
    page.show_argument("plan")
    dialogs.answers = [tmp_path]
    save_step(walk_of(page)).other.click()
    page.show_argument("report")
    step = save_step(walk_of(page))
    assert step.folder == tmp_path
    assert str(tmp_path) in step.where.text()
    qtbot.waitUntil(lambda: step.slips.count() > 0, timeout=10_000)


@pytest.mark.parametrize("kind", [kind for kind in DocumentKind if kind not in WITH_BASES])
def test_every_small_paper_is_written_looked_at_and_saved(
    qtbot: QtBot, papers: Papers, tmp_path: Path, kind: DocumentKind
) -> None:
    page, dialogs, said = papers
    page.cards[kind].start.click()
    walk = walk_of(page)
    assert walk.heading.toolTip() == kind.label
    wording = text_step(walk)
    assert wording.sections.count() >= 3
    assert wording.text.toPlainText().strip()
    step = save_step(walk)
    folder = tmp_path / "Văn bản"
    folder.mkdir()
    dialogs.answers = [folder]
    step.save.click()
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert not said[-1][1], said
    files = sorted(path.suffix for path in folder.iterdir())
    minutes = kind is DocumentKind.MINUTES  # with the drawn households, to sort and to fill in
    assert files == ([".docx", ".pdf", ".xlsx"] if minutes else [".docx", ".pdf"])
