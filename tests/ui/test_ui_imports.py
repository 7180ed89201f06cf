from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, shown
from typing_vi import press

from communes import CommuneOf
from nsnt_desktop.importing.fields import Field
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.household_lists import HouseholdFilter
from nsnt_desktop.registry.roster import Roster
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.imports import ImportsPage

HEADINGS = ("STT", "Họ và tên chủ hộ", "Số khẩu", "Nguồn nước chính", "Nước hợp vệ sinh")
KNOWN = [
    {"head": "Trịnh Văn Khoẻ", "persons": 4, "source": "drilled_well", "hygienic": True},
    {"head": "Lê Thị Hòa", "persons": 3, "source": "drilled_well", "hygienic": True},
    {"head": "Phạm Văn Ân", "persons": 5, "source": "drilled_well", "hygienic": True},
]
LIST = [
    (1, "Trịnh Văn Khoẻ", 4, "Giếng khoan", "có"),  # the same
    (2, "Lê Thị Hòa", 2, "Giếng khoan", "có"),  # one value changes
    (3, "Đỗ Văn Mới", 6, "Giếng khoan", "có"),  # new
    (4, "Cao Thị Lạ", 3, "Nước thần tiên", "có"),  # a question
    (5, "Bùi Văn Sai", "ba mươi", "Giếng khoan", "có"),  # a wrong cell
]
Imports = tuple[ImportsPage, FakeDialogs, list[tuple[str, bool]]]


@pytest.fixture
def imports(qtbot: QtBot, commune_of: CommuneOf) -> Imports:
    return shown(qtbot, ImportsPage, commune_of(KNOWN))


def write_list(path: Path, rows: Sequence[Sequence[object]], title: str = "Thôn Phác Lê") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([f"DANH SÁCH HỘ SỬ DỤNG NƯỚC - {title}"])
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def opened(qtbot: QtBot, page: ImportsPage, *paths: Path) -> None:
    page.take(list(paths))
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.walk, timeout=10_000)


def previewed(qtbot: QtBot, page: ImportsPage) -> None:
    page.walk.go_to(1)
    settled(qtbot, page)


def settled(qtbot: QtBot, page: ImportsPage) -> None:
    qtbot.waitUntil(lambda: not page.preview.state.text().startswith("Đang"), timeout=10_000)


def count(page: ImportsPage, outcome: Outcome) -> int:
    assert page.preview.seen is not None
    return page.preview.seen.preview.count(outcome)


def households(data: DataFile) -> int:
    with data.reading() as session:
        year = find_year(session)
    return len(Roster(data, year.id).find(HouseholdFilter()).ids)


def test_the_sheets_for_the_villages_are_made_here_too(
    qtbot: QtBot, imports: Imports, tmp_path: Path
) -> None:
    page, dialogs, said = imports
    menu = page.sheets.menu()
    dialogs.answers = [tmp_path]
    next(a for a in menu.actions() if a.text() == "Phiếu điền sẵn số liệu – Excel…").trigger()
    qtbot.waitUntil(menu.isEnabled, timeout=15_000)
    assert said[-1] == (f"Đã lưu 2 phiếu thu thập vào {tmp_path}.", False)
    assert len(list(tmp_path.glob("phieu-dien-san-*.xlsx"))) == 2


def test_a_list_is_recognised_previewed_and_taken_in(qtbot: QtBot, imports: Imports, tmp_path: Path) -> None:
    page, _, said = imports
    opened(qtbot, page, write_list(tmp_path / "Phác Lê.xlsx", LIST))
    step = page.columns
    assert [line.cells[1] for line in step.table.lines.lines] == list(HEADINGS)
    assert step.village.chosen() == "Thôn Phác Lê"
    page.walk.on.click()
    settled(qtbot, page)
    shown_counts = [count(page, outcome) for outcome in Outcome]
    assert shown_counts == [1, 1, 1, 0, 1, 1]
    told = {line.cells[3]: (line.cells[2], line.cells[5]) for line in page.preview.rows.lines.lines}
    assert told["Lê Thị Hòa"] == ("Thay đổi", "nhân khẩu: 3 → 2")
    assert told["Đỗ Văn Mới"][0] == "Mới"
    assert told["Bùi Văn Sai"][0] == "Từ chối"
    assert [line.cells[2] for line in page.preview.missing.lines.lines] == ["Phạm Văn Ân"]
    error = page.preview.errors.lines.lines[0].cells
    assert error[1:5] == ("7", "C", "Số khẩu", "ba mươi")
    assert page.preview.apply.text() == "Nhập 3 hộ"
    page.preview.apply.click()
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 0, timeout=10_000)
    assert said[-1][0] == (
        "Đã nhập 3 hộ thôn Phác Lê: 1 mới, 1 thay đổi, 1 giữ nguyên, 1 chờ trả lời, 1 từ chối."
    )
    assert households(page.context.data) == 4
    page.context.undo()
    assert households(page.context.data) == 3


def test_an_answer_lets_the_row_in(qtbot: QtBot, imports: Imports, tmp_path: Path) -> None:
    page = imports[0]
    opened(qtbot, page, write_list(tmp_path / "a.xlsx", LIST))
    previewed(qtbot, page)
    assert page.preview.tabs.currentIndex() == 1  # questions first
    box = page.preview.asks.indexWidget(page.preview.asks.lines.index(0, 3))
    assert isinstance(box, Choice)
    box.choose("rain")
    box.activated.emit(box.currentIndex())
    settled(qtbot, page)
    assert (count(page, Outcome.NEW), count(page, Outcome.ASKED)) == (2, 0)
    assert page.preview.apply.text() == "Nhập 4 hộ"
    assert page.preview.asks.lines.rowCount() == 1  # the answer can still be changed


def test_a_column_read_wrongly_is_corrected(qtbot: QtBot, imports: Imports, tmp_path: Path) -> None:
    page = imports[0]
    opened(qtbot, page, write_list(tmp_path / "a.xlsx", LIST))
    box = page.columns.table.indexWidget(page.columns.table.lines.index(2, 2))
    assert isinstance(box, Choice)
    box.choose(Field.IGNORE)
    box.activated.emit(box.currentIndex())
    assert page.columns.table.lines.lines[2].cells[3] == "Do người dùng chọn"
    previewed(qtbot, page)
    assert count(page, Outcome.REJECTED) == 0
    assert count(page, Outcome.CHANGED) == 0


def test_the_village_is_chosen_where_the_list_does_not_say(
    qtbot: QtBot, imports: Imports, tmp_path: Path
) -> None:
    page = imports[0]
    opened(qtbot, page, write_list(tmp_path / "a.xlsx", LIST[:3], title="năm 2024"))
    assert page.columns.village.chosen() is None
    page.columns.village.choose("Thôn Do Thượng")
    page.columns.village.activated.emit(0)
    previewed(qtbot, page)
    assert {line.cells[4] for line in page.preview.rows.lines.lines} == {"Thôn Do Thượng"}
    assert count(page, Outcome.NEW) == 3


def test_a_file_that_is_no_list_is_told_and_the_next_one_opens(
    qtbot: QtBot, imports: Imports, tmp_path: Path
) -> None:
    page, _, said = imports
    bad = tmp_path / "hỏng.xlsx"
    bad.write_bytes(b"PK\x03\x04 not a workbook")
    opened(qtbot, page, bad, write_list(tmp_path / "b.xlsx", LIST))
    assert said[0][1]
    assert "hỏng.xlsx" in said[0][0]
    assert page.walk.heading.toolTip() == "b.xlsx"


def test_two_files_follow_each_other(qtbot: QtBot, imports: Imports, tmp_path: Path) -> None:
    page = imports[0]
    first = write_list(tmp_path / "a.xlsx", LIST[:3])
    second = write_list(tmp_path / "b.xlsx", LIST[:2], title="Thôn Do Thượng")
    opened(qtbot, page, first, second)
    assert page.walk.heading.toolTip() == "a.xlsx (còn 1 tệp)"
    previewed(qtbot, page)
    page.preview.apply.click()
    qtbot.waitUntil(lambda: page.walk.heading.toolTip() == "b.xlsx", timeout=10_000)
    assert page.walk.at() == 0
    assert page.columns.village.chosen() == "Thôn Do Thượng"


def test_the_history_names_each_list_and_takes_it_back(
    qtbot: QtBot, imports: Imports, tmp_path: Path
) -> None:
    page, _, said = imports
    path = write_list(tmp_path / "a.xlsx", LIST[:3])
    opened(qtbot, page, path)
    previewed(qtbot, page)
    page.preview.apply.click()
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 0, timeout=10_000)
    page.tabs.setCurrentIndex(1)
    assert page.history.lines.lines[0].cells[1:5] == ("a.xlsx", "1", "1", "1")
    page.history.selectRow(0)
    page.undo.click()
    assert said[-1][0].startswith("Đã hoàn tác lần nhập a.xlsx.")
    assert households(page.context.data) == 3
    assert page.history.lines.lines[0].cells[1] == "đã hoàn tác: a.xlsx"
    page.history.selectRow(0)
    assert not page.undo.isEnabled()


def test_the_same_file_again_is_noticed(qtbot: QtBot, imports: Imports, tmp_path: Path) -> None:
    page = imports[0]
    path = write_list(tmp_path / "a.xlsx", LIST[:3])
    opened(qtbot, page, path)
    previewed(qtbot, page)
    page.preview.apply.click()
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 0, timeout=10_000)
    opened(qtbot, page, path)
    assert page.columns.before.text().startswith("Tệp này đã nhập lúc")
    previewed(qtbot, page)
    assert count(page, Outcome.SAME) == 3


def test_a_file_dropped_in_the_middle_waits_and_the_answers_stay(
    qtbot: QtBot, imports: Imports, tmp_path: Path
) -> None:
    page = imports[0]
    opened(qtbot, page, write_list(tmp_path / "a.xlsx", LIST))
    previewed(qtbot, page)
    box = page.preview.asks.indexWidget(page.preview.asks.lines.index(0, 3))
    assert isinstance(box, Choice)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    settled(qtbot, page)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(write_list(tmp_path / "b.xlsx", LIST[:2])))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, dropped, left, none))
    assert page.walk.heading.toolTip() == "a.xlsx (còn 1 tệp)"
    assert page.walk.at() == 1
    assert page.preview.words


def test_a_list_on_its_way_in_cannot_be_taken_in_twice(
    qtbot: QtBot, imports: Imports, tmp_path: Path
) -> None:
    page, _, said = imports
    opened(qtbot, page, write_list(tmp_path / "a.xlsx", LIST[:3]))
    previewed(qtbot, page)
    page.preview.apply.click()
    page.refresh()  # F5: no comparison with the register of before may open the button again
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert not page.preview.apply.isEnabled()
    assert households(page.context.data) == len(KNOWN) + 1


def test_a_refused_file_is_named_where_its_sentence_does_not(
    qtbot: QtBot, imports: Imports, tmp_path: Path
) -> None:
    page, _, said = imports
    book = Workbook()
    assert book.active is not None
    book.active.append(["Ghi chép", "linh tinh"])
    book.save(tmp_path / "Ghi chép thôn 2.xlsx")
    page.take([tmp_path / "Ghi chép thôn 2.xlsx"])
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert said[0][1]
    assert said[0][0].startswith("Tệp «Ghi chép thôn 2.xlsx»: Không tìm thấy dòng tiêu đề")


def test_a_list_that_changes_nothing_says_so_on_its_button(
    qtbot: QtBot, imports: Imports, tmp_path: Path
) -> None:
    page = imports[0]
    opened(qtbot, page, write_list(tmp_path / "a.xlsx", LIST[:1]))
    previewed(qtbot, page)
    assert page.preview.apply.text() == "Ghi nhận đã nộp, không có thay đổi"
    assert page.preview.apply.isEnabled()


def test_the_verdicts_of_a_new_household_come_first(qtbot: QtBot, imports: Imports, tmp_path: Path) -> None:
    page = imports[0]
    opened(qtbot, page, write_list(tmp_path / "a.xlsx", LIST[2:3]))
    cells = [line.cells for line in page.columns.table.lines.lines]
    assert cells[1][4] == "tên gọi đã biết"
    assert not [why for *_, why in cells if why.endswith("của")]  # a heading named as its field is
    previewed(qtbot, page)
    assert page.preview.rows.lines.lines[0].cells[5].startswith("HVS: Có; nhân khẩu: 6")


def test_enter_presses_the_main_button_of_a_step(qtbot: QtBot, imports: Imports, tmp_path: Path) -> None:
    page, _, said = imports
    opened(qtbot, page, write_list(tmp_path / "a.xlsx", LIST[:3]))
    press(page.walk, Qt.Key.Key_Return)
    assert page.walk.at() == 1
    settled(qtbot, page)
    press(page.walk, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 0, timeout=10_000)
    assert said[-1][0].startswith("Đã nhập 3 hộ")
