"""Wording the office keeps for every year, and goes back from."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, own_settings, shown

from communes import CommuneOf, year_id
from nsnt_desktop.documents.gather import as_template, may_be_kept, paper_document
from nsnt_desktop.models import PaperTemplate
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry.new_year import open_next_year
from nsnt_desktop.registry.paper_templates import load_templates
from nsnt_desktop.registry.papers import load_paper
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.paper_text import TextStep
from nsnt_desktop.ui.papers import PapersPage
from nsnt_desktop.ui.steps import Walk

PLAN, REPORT = DocumentKind.PLAN, DocumentKind.REPORT
OWN = "Kinh phí năm 2024 do ngân sách xã bảo đảm; năm 2025 xin tỉnh hỗ trợ."
KEPT = "Kinh phí năm {năm} do ngân sách xã bảo đảm; năm {năm_sau} xin tỉnh hỗ trợ."
Papers = tuple[PapersPage, FakeDialogs, list[tuple[str, bool]]]


@pytest.fixture
def papers(qtbot: QtBot, commune_of: CommuneOf, tmp_path: Path) -> Papers:
    own_settings(tmp_path)
    return shown(qtbot, PapersPage, commune_of([{"persons": 4, "hygienic": True}]))


def text_step(page: PapersPage, section: str, kind: DocumentKind = PLAN) -> TextStep:
    page.start(kind)
    walk = page.stack.currentWidget()
    assert isinstance(walk, Walk)
    walk.go_to(1)
    step = walk.steps[1]
    assert isinstance(step, TextStep)
    step.choose(section)
    return step


def write(step: TextStep, text: str) -> None:
    step.text.selectAll()
    step.text.insertPlainText(text)
    step.keep()
    QApplication.processEvents()


def templates(data: DataFile, kind: DocumentKind = PLAN) -> dict[str, str]:
    with data.reading() as session:
        return load_templates(session, kind)


def words_of(data: DataFile, year: int) -> list[str]:
    with data.reading() as session:
        found = paper_document(session, find_year(session, year), PLAN, find_year(session, year).as_of)
    return [getattr(block, "text", "") for block in found.blocks]


def test_a_wording_is_kept_for_every_year_with_its_year_as_a_field(papers: Papers) -> None:
    page, dialogs, said = papers
    data, step = page.context.data, text_step(page, "funding")
    assert step.template.isHidden()  # nothing of the office's own yet
    write(step, OWN)
    dialogs.answers = [False, True]
    step.template.click()
    assert KEPT in dialogs.asked[-1]
    assert templates(data) == {}
    step.template.click()
    assert templates(data) == {"funding": KEPT}
    assert said[-1] == ("Đã giữ lời văn mục «Kinh phí thực hiện» làm mẫu của đơn vị.", False)
    with data.reading() as session:
        assert load_paper(session, year_id(data), PLAN).texts == {}  # it is the proposed one now
    assert step.text.wording() == OWN
    open_next_year(data)
    assert OWN in words_of(data, 2024)
    assert "Kinh phí năm 2025 do ngân sách xã bảo đảm; năm 2026 xin tỉnh hỗ trợ." in words_of(data, 2025)


def test_back_to_the_words_of_the_program_and_undone(papers: Papers) -> None:
    page, dialogs, _ = papers
    data, step = page.context.data, text_step(page, "funding")
    shipped = step.text.wording()
    write(step, OWN)
    dialogs.answers = [True]
    step.template.click()
    assert not step.drop.isHidden()
    step.drop.click()
    assert step.text.wording() == shipped
    assert templates(data) == {}
    page.context.undo()
    assert templates(data) == {"funding": KEPT}
    page.context.undo()
    assert templates(data) == {}
    with data.reading() as session:
        assert load_paper(session, year_id(data), PLAN).texts == {"funding": OWN}


def test_each_keeping_is_a_version_and_the_newest_counts(papers: Papers) -> None:
    page, dialogs, _ = papers
    data, step = page.context.data, text_step(page, "funding")
    for text in ("Câu thứ nhất.", "Câu thứ hai."):
        write(step, text)
        dialogs.answers = [True]
        step.template.click()
    assert templates(data) == {"funding": "Câu thứ hai."}
    with data.reading() as session:
        kept = [row.text for row in session.query(PaperTemplate).order_by(PaperTemplate.id)]
    assert kept == ["Câu thứ nhất.", "Câu thứ hai."]


def test_a_field_nobody_knows_is_told_before_it_is_kept(papers: Papers) -> None:
    page, dialogs, said = papers
    step = text_step(page, "funding")
    write(step, "Kinh phí của {phòng_ban}.")
    dialogs.answers = []
    step.template.click()
    assert "{phòng_ban}" in said[-1][0]
    assert templates(page.context.data) == {}


def test_sections_with_figures_of_one_year_are_no_template(papers: Papers) -> None:
    page = papers[0]
    step = text_step(page, "indicators", REPORT)
    write(step, "Kết quả năm 2024: 95 %.")
    assert step.template.isHidden()
    step.choose("proposals")
    write(step, "- Đề nghị năm 2025 hỗ trợ bể lọc.")
    assert not step.template.isHidden()
    papers[1].answers = [True]
    step.template.click()
    assert templates(page.context.data, REPORT) == {"proposals": "- Đề nghị năm {năm_sau} hỗ trợ bể lọc."}
    assert step.text.wording() == "- Đề nghị năm 2025 hỗ trợ bể lọc."
    assert step.edited.text() == "câu đề xuất, chưa duyệt"
    assert may_be_kept(PLAN, "funding")
    assert not may_be_kept(REPORT, "indicators")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("năm 2024 và năm\u00a02025", "năm {năm} và năm\u00a0{năm_sau}"),
        ("Năm 2024", "Năm {năm}"),
        ("Quyết định số 2024/QĐ, ngày 24/6/2024", "Quyết định số 2024/QĐ, ngày 24/6/2024"),
        ("năm 20245", "năm 20245"),
        ("năm 2023", "năm 2023"),
    ],
)
def test_only_the_year_said_as_a_year_becomes_a_field(text: str, kept: str) -> None:
    assert as_template(text, 2024) == kept
