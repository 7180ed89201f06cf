"""A report's proposed sentences: marked until accepted or rewritten, and again when their figures move."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from screens_support import own_settings, shown
from typing_vi import type_text

from communes import CommuneOf, year_id
from nsnt_desktop.documents.paper_check import PlacedSlip, paper_slips
from nsnt_desktop.models import HouseholdRecord
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry.papers import load_paper, set_paper_text
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.paper_text import TextStep
from nsnt_desktop.ui.papers import PapersPage
from nsnt_desktop.ui.steps import Walk

PLAN, REPORT = DocumentKind.PLAN, DocumentKind.REPORT


@pytest.fixture
def page(qtbot: QtBot, commune_of: CommuneOf, tmp_path: Path) -> PapersPage:
    own_settings(tmp_path)
    return shown(qtbot, PapersPage, commune_of([{"persons": 4, "hygienic": n % 2 == 0} for n in range(10)]))[
        0
    ]


def text_step(page: PapersPage, kind: DocumentKind = REPORT) -> TextStep:
    page.start(kind)
    walk = page.stack.currentWidget()
    assert isinstance(walk, Walk)
    walk.go_to(1)
    step = walk.steps[1]
    assert isinstance(step, TextStep)
    return step


def key_of(step: TextStep) -> str:
    return str(step.sections.currentItem().data(Qt.ItemDataRole.UserRole))


def slips(data: DataFile, code: str) -> list[PlacedSlip]:
    with data.reading() as session:
        found = paper_slips(session, find_year(session), REPORT, date.today())  # noqa: DTZ011 - as the page does
    return [placed for placed in found if placed.slip.code == code]


def move_figures(data: DataFile) -> None:
    with change(data, "Sửa một hộ") as made:
        made.session.get_one(HouseholdRecord, 1).hygienic = False


def test_a_proposal_is_marked_until_it_is_accepted(page: PapersPage) -> None:
    data, step = page.context.data, text_step(page)
    count = sum(map(bool, step._proposed.values()))  # of a section without a sentence nothing is asked
    assert count > 10
    (told,) = slips(data, "proposal_unread")
    assert f"Còn {count} mục" in told.slip.message
    assert told.section == key_of(step)
    assert step.edited.text() == "câu đề xuất, chưa duyệt"
    step.accept.click()
    assert step.sections.currentRow() == 1  # on to the next one that nobody read
    assert step.sections.item(0).text().startswith("✓")
    assert f"Còn {count - 1} mục" in slips(data, "proposal_unread")[0].slip.message
    step.sections.setCurrentRow(0)
    assert step.edited.text() == "đã duyệt"
    assert step.accept.isHidden()
    page.context.undo()
    assert step.edited.text() == "câu đề xuất, chưa duyệt"
    for _ in range(count):
        step.accept.click()
    assert slips(data, "proposal_unread") == []


def test_an_accepted_proposal_is_marked_again_when_its_figures_move(page: PapersPage) -> None:
    data, step = page.context.data, text_step(page)
    step.choose("indicators")
    step.accept.click()
    step.choose("indicators")
    before = step.text.toPlainText()
    move_figures(data)
    assert step.text.toPlainText() != before  # the figures of a proposal are linked
    assert step.edited.text() == "số liệu đã đổi"
    assert step.accept.text() == "Duyệt câu đề xuất"
    step.accept.click()
    step.choose("indicators")
    assert step.edited.text() == "đã duyệt"


def test_a_section_written_over_is_marked_when_its_figures_move(page: PapersPage) -> None:
    data, step = page.context.data, text_step(page)
    step.choose("indicators")
    type_text(step.text, "Theo số liệu: ")
    step.keep()
    assert step.edited.text() == "đã sửa"
    assert slips(data, "figures_moved") == []
    wording = step.text.toPlainText()
    move_figures(data)
    assert step.text.toPlainText() == wording  # what the officer wrote is never changed
    assert step.edited.text() == "số liệu đã đổi"
    (told,) = slips(data, "figures_moved")
    assert told.section == "indicators"
    assert step.accept.text() == "Vẫn giữ lời văn này"
    step.accept.click()
    step.choose("indicators")
    assert step.edited.text() == "đã sửa"
    assert step.text.toPlainText() == wording
    assert slips(data, "figures_moved") == []


def test_back_to_the_proposal_it_waits_to_be_accepted(page: PapersPage) -> None:
    data, step = page.context.data, text_step(page)
    step.choose("indicators")
    type_text(step.text, "Theo số liệu: ")
    step.keep()
    step.restore.click()
    assert step.edited.text() == "câu đề xuất, chưa duyệt"
    with data.reading() as session:
        assert load_paper(session, year_id(data), REPORT).seen == {}


def test_wording_of_an_older_file_is_simply_edited(page: PapersPage) -> None:
    """It was written before the program noted over which proposal: nothing is claimed of its figures."""
    data = page.context.data
    set_paper_text(data, year_id(data), REPORT, "indicators", "Lời văn cũ.")
    move_figures(data)
    step = text_step(page)
    step.choose("indicators")
    assert step.edited.text() == "đã sửa"
    assert slips(data, "figures_moved") == []


def test_the_words_of_a_plan_tell_no_figures_and_wait_for_nobody(page: PapersPage) -> None:
    step = text_step(page, PLAN)
    assert step.edited.isHidden()
    assert step.accept.isHidden()
