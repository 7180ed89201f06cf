from pathlib import Path

from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, cell, shown

from communes import year_id
from nsnt_desktop.registry.new_villages import NewVillage, add_villages
from nsnt_desktop.registry.villages import list_villages
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.backup import list_backups, make_backup
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.app import Desk
from nsnt_desktop.ui.backups import BackupsPage
from nsnt_desktop.ui.main_window import MainWindow
from nsnt_desktop.ui.widgets import ElidedLabel


def test_a_backup_is_made_and_listed(qtbot: QtBot, data: DataFile) -> None:
    page, _, said = shown(qtbot, BackupsPage, data)
    assert page.stack.currentIndex() == 0
    page.make.click()
    qtbot.waitUntil(lambda: bool(said))
    assert said[-1][0].startswith("Đã sao lưu")
    assert page.stack.currentIndex() == 1
    assert cell(page.table, 0, 2) == list_backups(data.path)[0].path.name
    assert page.make.isEnabled()


def test_a_backup_goes_to_a_usb_stick(qtbot: QtBot, data: DataFile, tmp_path: Path) -> None:
    page, dialogs, said = shown(qtbot, BackupsPage, data)
    stick = tmp_path / "USB"
    stick.mkdir()
    dialogs.answers.append(stick)
    page.usb.click()
    qtbot.waitUntil(lambda: bool(said))
    assert len(list(stick.glob("*.nsnt"))) == 1


def test_a_folder_that_cannot_be_written_is_told(qtbot: QtBot, data: DataFile, tmp_path: Path) -> None:
    page, dialogs, said = shown(qtbot, BackupsPage, data)
    taken = tmp_path / "tep"
    taken.write_text("", encoding="utf-8")
    dialogs.answers.append(taken)
    page.usb.click()
    qtbot.waitUntil(lambda: bool(said))
    assert said[-1][1]
    assert "Không ghi được bản sao lưu" in said[-1][0]
    assert page.make.isEnabled()


def test_nothing_is_restored_without_a_yes(qtbot: QtBot, data: DataFile) -> None:
    make_backup(data.path)
    page, dialogs, _ = shown(qtbot, BackupsPage, data)
    asked: list[object] = []
    page.context.restore_asked.connect(asked.append)
    dialogs.answers += [False, True]
    page.restore.click()
    assert not asked
    page.restore.click()
    assert asked == [list_backups(data.path)[0].path]
    assert "Dữ liệu hiện tại được sao lưu trước" in dialogs.asked[-1]


def test_restoring_reopens_the_file_as_it_was_and_keeps_what_stood(qtbot: QtBot, data: DataFile) -> None:
    make_backup(data.path)
    add_villages(data, year_id(data), [NewVillage("Thôn sau sao lưu")])
    data.close()
    dialogs = FakeDialogs()
    desk = Desk(dialogs)
    assert desk.open(data.path)
    first = desk.window
    assert isinstance(first, MainWindow)
    dialogs.answers.append(True)
    first.show_page("backups")
    page = first.page()
    assert isinstance(page, BackupsPage)
    page.restore.click()
    qtbot.waitUntil(lambda: desk.window is not None and desk.window is not first)
    second = desk.window
    assert isinstance(second, MainWindow)
    qtbot.addWidget(second)
    with second.context.data.reading() as session:
        names = [village.name for village in list_villages(session, find_year(session))]
    assert names == ["Thôn Phác Lê", "Thôn Do Thượng"]
    assert second.notice_text.text().startswith("Đã khôi phục dữ liệu")
    assert len(list_backups(data.path)) == 2
    assert second.isVisible()
    second.close()


def test_the_status_line_tells_of_a_backup_just_made(qtbot: QtBot, data: DataFile) -> None:
    data.close()
    desk = Desk(FakeDialogs())
    assert desk.open(data.path)
    window = desk.window
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    assert "Chưa có bản sao lưu" in window.statusBar().findChildren(ElidedLabel)[0].toolTip()
    window.show_page("backups")
    page = window.page()
    assert isinstance(page, BackupsPage)
    page.make.click()
    qtbot.waitUntil(page.make.isEnabled)
    assert "Sao lưu gần nhất" in window.statusBar().findChildren(ElidedLabel)[0].toolTip()
    window.close()
