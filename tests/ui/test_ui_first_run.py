from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs
from typing_vi import press, type_text

from nsnt_desktop.models.words import Levels
from nsnt_desktop.registry.places import load_office
from nsnt_desktop.registry.villages import list_villages
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.app import Desk
from nsnt_desktop.ui.first_run import FirstRun


class FakeDesk(Desk):
    """Keeps what it was told to show or open."""

    def __init__(self) -> None:
        self.answers = FakeDialogs()
        super().__init__(self.answers)
        self.shown: list[DataFile] = []
        self.opened: list[Path] = []

    def show(self, data: DataFile) -> None:
        self.shown.append(data)

    def open(self, path: Path) -> bool:
        self.opened.append(path)
        return True


@pytest.fixture
def desk() -> Iterator[FakeDesk]:
    made = FakeDesk()
    yield made
    for data in made.shown:
        data.close()


@pytest.fixture
def window(qtbot: QtBot, desk: FakeDesk, tmp_path: Path) -> FirstRun:
    made = FirstRun(desk, tmp_path / "Documents")
    qtbot.addWidget(made)
    made.resize(911, 512)
    made.show()
    qtbot.waitExposed(made)
    return made


def enter() -> None:
    focused = QApplication.focusWidget()
    assert isinstance(focused, QWidget)
    press(focused, Qt.Key.Key_Return)


def test_a_commune_is_made_by_keyboard_alone(window: FirstRun, desk: FakeDesk, tmp_path: Path) -> None:
    enter()
    type_text(window.commune.name, "Cẩm Tân")
    type_text(window.commune.district, "Cẩm Thủy")
    type_text(window.commune.province, "Thanh Hóa")
    enter()
    window.signers.levels.choose(Levels.THREE)
    window.signers.position.setCurrentText("Chủ tịch")
    type_text(window.signers.signer, "Nguyễn Văn An")
    enter()
    type_text(window.villages.text, "Thôn Phác Lê")
    press(window.villages.text, Qt.Key.Key_Return)  # a new line, not the next step
    type_text(window.villages.text, "Thôn Do Thượng")
    assert window.villages.count.text() == "2 thôn."
    window.forward.click()
    window.year.year.setText("2024")
    enter()
    assert window.place.path.text() == str(tmp_path / "Documents" / "cam-tan.nsnt")
    enter()
    (data,) = desk.shown
    with data.reading() as session:
        office = load_office(session)
        year = find_year(session)
        names = [village.name for village in list_villages(session, year)]
    assert (office.commune, office.levels, office.signer) == ("Cẩm Tân", Levels.THREE, "Nguyễn Văn An")
    assert office.signing_lines == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert (year.year, names) == (2024, ["Thôn Phác Lê", "Thôn Do Thượng"])


def test_going_back_keeps_what_was_typed(window: FirstRun) -> None:
    window.make.click()
    type_text(window.commune.name, "Cẩm Tân")
    window.forward.click()
    window.back.click()
    assert window.commune.name.text() == "Cẩm Tân"
    window.back.click()
    assert window.stack.currentIndex() == 0
    assert not window.back.isVisible()


def test_a_commune_needs_a_name(window: FirstRun) -> None:
    window.make.click()
    window.forward.click()
    assert window.stack.currentIndex() == 1
    assert window.fault.text() == "Chưa có tên xã. Hãy nhập tên xã."
    assert window.fault.isVisible()


def test_names_pasted_from_excel_and_duplicates(window: FirstRun) -> None:
    window.show_step(3)
    window.villages.text.setPlainText("1\tThôn Phác Lê\t172\n2\tThôn Hoà\n3\tThôn Hòa\n\n")
    assert window.villages.names() == ["Thôn Phác Lê", "Thôn Hoà", "Thôn Hòa"]
    assert window.villages.repeated() == ["Thôn Hòa"]
    window.forward.click()
    assert window.stack.currentIndex() == 3
    assert "Tên ghi hai lần: Thôn Hòa" in window.fault.text()


def test_a_year_out_of_range_and_a_file_that_exists(window: FirstRun, desk: FakeDesk, tmp_path: Path) -> None:
    window.commune.name.setText("Cẩm Tân")
    window.show_step(4)
    window.year.year.setText("24")
    window.forward.click()
    assert "không hợp lệ" in window.fault.text()
    window.year.year.setText("2024")
    window.forward.click()
    (tmp_path / "Documents").mkdir()
    (tmp_path / "Documents" / "cam-tan.nsnt").write_text("", encoding="utf-8")
    window.forward.click()
    assert "Đã có tệp" in window.fault.text()
    assert not desk.shown
    window.place.path.setText(str(tmp_path / "Documents" / "khac"))
    window.forward.click()
    assert desk.shown[0].path.name == "khac.nsnt"


def test_a_file_is_opened(window: FirstRun, desk: FakeDesk, tmp_path: Path) -> None:
    desk.answers.answers += [None, tmp_path / "xa.nsnt"]
    window.open.click()
    assert not desk.opened
    window.open.click()
    assert desk.opened == [tmp_path / "xa.nsnt"]


def test_the_sample_is_made_in_the_background(
    qtbot: QtBot, window: FirstRun, desk: FakeDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nsnt_desktop.ui.first_run._make_sample", lambda path: path)
    window.sample.click()
    assert window.progress.isVisible()
    assert not window.make.isEnabled()
    qtbot.waitUntil(lambda: bool(desk.opened))
    assert desk.opened == [tmp_path / "Documents" / "NSNT" / "du-lieu-minh-hoa.nsnt"]
    assert window.make.isEnabled()
