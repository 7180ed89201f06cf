"""One list after another, from the file to the register, in the window."""

from pathlib import Path

import pytest
from imports_support import HEADINGS, KNOWN, LIST, Imports, write_list
from openpyxl import Workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from typing_vi import press

from communes import CommuneOf
from nsnt_desktop.registry.apply_batch import Outcome


@pytest.fixture
def imports(qtbot: QtBot, commune_of: CommuneOf) -> Imports:
    return Imports(qtbot, commune_of)


def test_the_sheets_for_the_villages_are_made_here_too(imports: Imports, tmp_path: Path) -> None:
    menu = imports.page.waiting.sheets.menu()
    imports.dialogs.answers = [tmp_path]
    next(a for a in menu.actions() if a.text() == "Phiếu điền sẵn số liệu – Excel…").trigger()
    imports.qtbot.waitUntil(menu.isEnabled, timeout=15_000)
    assert imports.said[-1] == (f"Đã lưu 2 phiếu thu thập vào {tmp_path}.", False)
    assert len(list(tmp_path.glob("phieu-dien-san-*.xlsx"))) == 2


def test_a_list_is_recognised_previewed_and_taken_in(imports: Imports, tmp_path: Path) -> None:
    imports.bring(write_list(tmp_path / "Phác Lê.xlsx", LIST))
    page = imports.page
    assert [line.cells[1] for line in page.columns.table.lines.lines] == list(HEADINGS)
    imports.preview()
    assert page.preview.seen is not None
    assert [page.preview.seen.preview.count(outcome) for outcome in Outcome] == [1, 1, 1, 0, 1, 1]
    imports.take_in()
    assert imports.said[-1][0].startswith("Đã nhập 3 hộ thôn Phác Lê: 1 mới, 1 thay đổi, 1 giữ nguyên")
    assert imports.households() == 4
    page.context.undo()
    assert imports.households() == 3


def test_two_files_follow_each_other(imports: Imports, tmp_path: Path) -> None:
    first = write_list(tmp_path / "a.xlsx", LIST[:3])
    second = write_list(tmp_path / "b.xlsx", LIST[:2], title="Thôn Do Thượng")
    imports.bring(first, second)
    assert imports.page.walk.heading.toolTip() == "a.xlsx (còn 1 tệp)"
    imports.take_in()
    assert imports.page.walk.heading.toolTip() == "b.xlsx"
    assert imports.page.walk.at() == 0
    assert imports.walking()


def test_the_same_file_again_is_noticed(imports: Imports, tmp_path: Path) -> None:
    path = write_list(tmp_path / "a.xlsx", LIST[:3])
    imports.bring(path)
    imports.take_in()
    imports.bring(path)
    assert imports.page.columns.before.text().startswith("Tệp này đã nhập lúc")
    assert imports.files()[1][2].startswith("Tệp này đã nhập lúc")
    imports.preview()
    assert imports.page.preview.seen is not None
    assert imports.page.preview.seen.preview.count(Outcome.SAME) == 3


def test_a_file_dropped_in_the_middle_waits_and_the_answers_stay(imports: Imports, tmp_path: Path) -> None:
    imports.bring(write_list(tmp_path / "a.xlsx", LIST))
    imports.preview()
    imports.page.preview.words["source_code:nuoc than tien"] = "rain"
    imports.drop(write_list(tmp_path / "b.xlsx", LIST[:2]))
    assert imports.page.walk.heading.toolTip() == "a.xlsx (còn 1 tệp)"
    assert imports.page.walk.at() == 1
    assert imports.page.preview.words
    assert imports.walking()


def test_a_list_on_its_way_in_cannot_be_taken_in_twice(imports: Imports, tmp_path: Path) -> None:
    imports.bring(write_list(tmp_path / "a.xlsx", LIST[:3]))
    imports.preview()
    imports.page.preview.apply.click()
    imports.page.refresh()  # F5: no comparison with the register of before may open the button again
    imports.qtbot.waitUntil(lambda: bool(imports.said), timeout=10_000)
    assert not imports.page.preview.apply.isEnabled()
    assert imports.households() == len(KNOWN) + 1


def test_a_list_without_a_known_heading_is_opened_for_the_officer_to_choose_it(
    imports: Imports, tmp_path: Path
) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Ghi chép", "linh tinh"])
    book.save(tmp_path / "Ghi chép thôn 2.xlsx")
    imports.bring(tmp_path / "Ghi chép thôn 2.xlsx")
    assert imports.walking()
    assert not imports.page.walk.on.isEnabled()
    assert not imports.said


def test_a_workbook_with_nothing_in_it_is_refused_by_name(imports: Imports, tmp_path: Path) -> None:
    Workbook().save(tmp_path / "trống.xlsx")
    imports.bring(tmp_path / "trống.xlsx")
    assert not imports.walking()
    assert imports.said[0][1]
    assert "trống.xlsx" in imports.said[0][0]


def test_enter_presses_the_main_button_of_a_step(imports: Imports, tmp_path: Path) -> None:
    page = imports.page
    imports.bring(write_list(tmp_path / "a.xlsx", LIST[:3]))
    press(page.walk, Qt.Key.Key_Return)
    assert page.walk.at() == 1
    imports.preview()
    press(page.walk, Qt.Key.Key_Return)
    imports.qtbot.waitUntil(lambda: page.stack.currentIndex() == 0, timeout=10_000)
    assert imports.said[-1][0].startswith("Đã nhập 3 hộ")


def test_a_list_being_taken_in_is_not_put_aside(imports: Imports, tmp_path: Path) -> None:
    page = imports.page
    second = write_list(tmp_path / "b.xlsx", LIST[:2], title="Thôn Do Thượng")
    imports.bring(write_list(tmp_path / "a.xlsx", LIST[:3]), second)
    imports.preview()
    page.preview.apply.click()
    page.walk.close_button.click()
    assert imports.said[-1] == ("Danh sách đang được nhập. Hãy đợi xong, hoặc bấm «Dừng» rồi làm lại.", True)
    imports.qtbot.waitUntil(lambda: page.walk.heading.toolTip() == "b.xlsx", timeout=10_000)
    assert imports.files()[0][:2] == ("a.xlsx", "Đã nhập")
    assert imports.households() == len(KNOWN) + 1


def test_enter_stands_on_the_first_question_and_does_not_take_the_list_in(
    imports: Imports, tmp_path: Path
) -> None:
    imports.bring(write_list(tmp_path / "a.xlsx", LIST))
    press(imports.page.walk, Qt.Key.Key_Return)
    state = imports.page.preview.state
    imports.qtbot.waitUntil(lambda: not state.text().startswith("Đang"), timeout=20_000)
    table = imports.page.preview.asks
    assert imports.page.window().focusWidget() is table
    assert table.line(table.currentIndex().row()).answer is None
    press(table, Qt.Key.Key_Return)
    assert imports.households() == 3
    assert not imports.page.preview.taking
    assert table.indexWidget(table.currentIndex()) is not None  # the answers are open


def test_a_list_without_questions_is_taken_in_with_enter(imports: Imports, tmp_path: Path) -> None:
    imports.bring(write_list(tmp_path / "a.xlsx", LIST[:3]))
    imports.preview()
    press(imports.page.walk, Qt.Key.Key_Return)
    imports.qtbot.waitUntil(lambda: imports.households() == 4, timeout=20_000)


def test_a_list_without_a_heading_says_so_once(imports: Imports, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Nguyễn Văn Kha,4,Giếng khoan\nLê Thị Mơ,3,Giếng đào\nTrần Văn Tú,5,Nước mưa\n", "utf-8")
    imports.bring(path)
    told = imports.page.columns.card.where.text()
    assert told.count("Không có dòng tiêu đề") == 1
    assert told.endswith("Số liệu từ dòng 1.")
