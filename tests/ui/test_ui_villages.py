from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from screens_support import cell, shown, type_cell
from typing_vi import compose_text, type_text

from communes import CommuneOf
from nsnt_desktop.registry.places import VillageRow, list_villages
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.villages import VillagesPage


def villages(data: DataFile) -> list[VillageRow]:
    with data.reading() as session:
        return list_villages(session, find_year(session))


def test_a_cell_typed_over_is_saved_and_undone(qtbot: QtBot, data: DataFile) -> None:
    page, _, said = shown(qtbot, VillagesPage, data)
    type_cell(page.table, 0, 2, "Trịnh Văn Khoẻ")
    assert villages(data)[0].village_head == "Trịnh Văn Khoẻ"
    assert said[-1] == ("Đã lưu «Trưởng thôn».", False)
    assert page.table.view.currentIndex().row() == 1  # Enter goes to the next row
    page.context.undo()
    assert villages(data)[0].village_head == ""
    assert cell(page.table, 0, 2) == ""


def test_a_composed_word_is_saved(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    page.table.view.edit(page.table.model.index(1, 2))
    editor = page.table.view.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    compose_text(editor, "Hường")
    page.table.view.commitData(editor)
    assert villages(data)[1].village_head == "Hường"


def test_a_refused_name_stays_in_its_cell_with_the_reason(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    type_cell(page.table, 1, 0, "thôn phác lê")
    assert [v.name for v in villages(data)] == ["Thôn Phác Lê", "Thôn Do Thượng"]
    assert cell(page.table, 1, 0) == "thôn phác lê"
    assert "Đã có thôn" in page.table.fault.text()
    assert page.table.fault.isVisible()
    type_cell(page.table, 1, 0, "Thôn Do Hạ")
    assert villages(data)[1].name == "Thôn Do Hạ"
    assert not page.table.fault.isVisible()


def test_a_delivery_day_and_blank_totals(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    type_cell(page.table, 0, 6, "2/10")
    type_cell(page.table, 0, 7, "1.172")
    assert villages(data)[0].delivered_on == date(2024, 10, 2)
    assert villages(data)[0].declared_households == 1172
    type_cell(page.table, 0, 7, "")
    assert villages(data)[0].declared_households is None
    assert cell(page.table, 0, 7) == "—"
    type_cell(page.table, 0, 6, "32/10")
    assert "không phải là ngày" in page.table.fault.text()
    assert villages(data)[0].delivered_on == date(2024, 10, 2)


def test_tab_goes_to_the_next_cell_and_keeps_editing(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    type_cell(page.table, 0, 3, "0912", Qt.Key.Key_Tab)
    assert villages(data)[0].phone == "0912"
    assert page.table.view.currentIndex().column() == 6  # counts in between are not typed


def test_villages_pasted_one_a_line_are_added_as_one_action(qtbot: QtBot, data: DataFile) -> None:
    page, dialogs, said = shown(qtbot, VillagesPage, data)
    dialogs.answers.append("Thôn 3\nThôn Phác Lê\n\nThôn 4")
    page.add.click()
    assert [v.name for v in villages(data)][2:] == ["Thôn 3", "Thôn 4"]
    assert said[-1] == ("Đã thêm 2 thôn.", False)
    page.context.undo()
    assert len(villages(data)) == 2


def test_only_an_empty_village_can_be_removed(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of([{"village": "Thôn Phác Lê"}])
    page, _, _ = shown(qtbot, VillagesPage, data)
    page.table.select(villages(data)[0].id)
    assert not page.remove.isEnabled()
    assert cell(page.table, 0, 4) == "1"
    page.table.select(villages(data)[1].id)
    page.remove.click()
    assert [v.name for v in villages(data)] == ["Thôn Phác Lê"]
    page.context.undo()
    assert len(villages(data)) == 2


def test_its_households_are_opened(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    went: list[object] = []
    page.context.went.connect(lambda key, argument: went.append((key, argument)))
    page.table.select(villages(data)[1].id)
    page.open.click()
    assert went == [("households", {"village_id": villages(data)[1].id})]


def test_a_refresh_keeps_the_row_and_what_is_being_typed(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    index = page.table.model.index(1, 2)
    page.table.view.setCurrentIndex(index)
    page.table.view.edit(index)
    editor = page.table.view.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    type_text(editor, "Lê Văn")
    page.refresh()
    assert editor.text() == "Lê Văn"
    assert page.table.view.currentIndex().row() == 1


def test_without_villages_the_page_says_what_to_do(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    for village in villages(data):
        page.table.select(village.id)
        page.remove.click()
    assert page.stack.currentIndex() == 0
    assert not page.open.isEnabled()


def test_ctrl_n_adds_villages(qtbot: QtBot, data: DataFile) -> None:
    page, dialogs, _ = shown(qtbot, VillagesPage, data)
    dialogs.answers = ["Thôn Mới"]
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert "Thôn Mới" in {village.name for village in villages(data)}
