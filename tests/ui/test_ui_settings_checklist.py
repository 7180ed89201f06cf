"""Cài đặt, điều kiện vệ sinh: the questions edited in their table, their sources in a menu."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, cell, own_settings, shown, type_cell

from communes import content_digest
from nsnt_desktop.models import ChecklistQuestion
from nsnt_desktop.registry.checklist import list_questions
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.settings import SettingsPage

Shown = tuple[SettingsPage, FakeDialogs, list[tuple[str, bool]]]


@pytest.fixture
def settings(qtbot: QtBot, data: DataFile, tmp_path: Path) -> Shown:
    own_settings(tmp_path)
    page, dialogs, said = shown(qtbot, SettingsPage, data)
    page.show_argument("checklist")
    return page, dialogs, said


def _questions(data: DataFile) -> list[ChecklistQuestion]:
    with data.reading() as session:
        return list_questions(session)


def test_a_question_is_reworded_in_its_cell(settings: Shown, data: DataFile) -> None:
    table = settings[0].checklist.table
    assert cell(table, 4, 1) == "Giếng đào"
    type_cell(table, 4, 0, "Thành giếng cao từ 0,8 m")
    assert _questions(data)[4].label == "Thành giếng cao từ 0,8 m"
    type_cell(table, 4, 0, "")
    assert "Chưa ghi nội dung" in table.fault.text()
    assert _questions(data)[4].label == "Thành giếng cao từ 0,8 m"


def test_sources_are_ticked_in_the_menu_and_undone(settings: Shown, data: DataFile) -> None:
    page = settings[0]
    before = content_digest(data)
    page.checklist.table.view.selectRow(8)
    page.checklist.fill_menu()
    entries = {entry.text(): entry for entry in page.checklist.menu.actions()}
    assert [text for text, entry in entries.items() if entry.isChecked()] == ["Nước mưa (bể, lu)"]
    assert not any("tập trung" in text for text in entries)
    entries["Dùng nhờ hộ khác"].trigger()
    assert _questions(data)[8].source_codes == "rain neighbour"
    assert cell(page.checklist.table, 8, 1) == "Nước mưa (bể, lu), Dùng nhờ hộ khác"
    page.context.undo()
    assert content_digest(data) == before


def test_a_question_is_added_and_stands_chosen_for_its_sources(settings: Shown, data: DataFile) -> None:
    page, dialogs, said = settings
    dialogs.answers = ["Bình còn niêm phong"]
    page.checklist.add.click()
    assert _questions(data)[-1].label == "Bình còn niêm phong"
    assert page.checklist.table.current_row().label == "Bình còn niêm phong"
    assert said[-1] == ("Đã thêm điều kiện. Hãy chọn nguồn nước được hỏi.", False)
    dialogs.answers = [None]
    before = content_digest(data)
    page.checklist.add.click()
    assert content_digest(data) == before
