"""Many files at once: each in its turn, none forgotten, one bad file in nobody's way."""

import time
from pathlib import Path

import pytest
from imports_support import LIST, Imports, write_list
from pytestqt.qtbot import QtBot

from communes import CommuneOf
from nsnt_desktop.ui import imports as imports_page


@pytest.fixture
def imports(qtbot: QtBot, commune_of: CommuneOf) -> Imports:
    return Imports(qtbot, commune_of)


@pytest.fixture
def four(tmp_path: Path) -> list[Path]:
    """Return two good files, one that is none, and one that is the first under another name."""
    first = write_list(tmp_path / "1 Phác Lê.xlsx", LIST[:3])
    bad = tmp_path / "2 hỏng.xlsx"
    bad.write_bytes(b"PK\x03\x04 not a workbook")
    third = write_list(tmp_path / "3 Do Thượng.xlsx", LIST[:2], title="Thôn Do Thượng")
    twin = tmp_path / "4 bản sao.xlsx"
    twin.write_bytes(first.read_bytes())
    return [first, bad, third, twin]


def test_every_file_has_its_turn_and_the_end_tells_what_became_of_each(
    imports: Imports, four: list[Path]
) -> None:
    imports.bring(*four)
    assert imports.page.walk.heading.toolTip() == "1 Phác Lê.xlsx (còn 2 tệp)"
    imports.take_in()
    # The bad one stood between them and is told, the third is at hand.
    assert "2 hỏng.xlsx" in imports.said[-1][0]
    assert imports.page.walk.heading.toolTip() == "3 Do Thượng.xlsx"
    imports.page.walk.close_button.click()
    assert not imports.walking()
    assert imports.page.waiting.summary.text() == (
        "4 tệp: 1 đã nhập, 1 để lại, 1 trùng tệp, 1 không đọc được."
    )
    files = imports.files()
    assert files[0] == ("1 Phác Lê.xlsx", "Đã nhập", "1 mới, 1 thay đổi, 1 giữ nguyên")
    assert files[1][:2] == ("2 hỏng.xlsx", "Không đọc được")
    assert "Chưa có gì thay đổi" in files[1][2]
    assert files[2][1] == "Để lại"
    assert files[3][1:] == ("Trùng tệp", "Giống hệt «1 Phác Lê.xlsx» đã có ở trên.")


def test_what_became_of_the_files_is_kept_until_it_is_cleared(imports: Imports, four: list[Path]) -> None:
    imports.bring(four[0], four[1])
    imports.take_in()
    imports.page.refresh()
    assert len(imports.files()) == 2
    imports.page.waiting.clear.click()
    assert imports.files() == []
    assert not imports.page.waiting.listed.isVisible()


def test_a_file_put_aside_is_looked_at_later(imports: Imports, four: list[Path]) -> None:
    imports.bring(four[0])
    imports.page.walk.close_button.click()
    imports.choose(0)
    assert imports.walking()
    imports.take_in()
    assert [state for _, state, _ in imports.files()] == ["Đã nhập"]


def test_a_file_is_chosen_out_of_turn_and_the_one_at_hand_waits_as_it_was(
    imports: Imports, four: list[Path]
) -> None:
    imports.bring(four[0], four[2])
    village = imports.page.columns.village
    village.setCurrentIndex(village.count() - 1)
    village.activated.emit(village.currentIndex())
    chosen = imports.page.columns.file
    imports.page.to_queue.click()
    assert [state for _, state, _ in imports.files()] == ["Cần xem", "Chờ"]
    imports.choose(1)
    assert imports.page.walk.heading.toolTip() == "3 Do Thượng.xlsx (còn 1 tệp)"
    imports.take_in()
    assert imports.page.walk.heading.toolTip() == "1 Phác Lê.xlsx"
    assert imports.page.columns.file is chosen


def test_a_waiting_file_is_put_aside_and_is_not_opened(imports: Imports, four: list[Path]) -> None:
    imports.bring(four[0], four[2])
    imports.page.to_queue.click()
    imports.page.waiting.table.selectRow(1)
    imports.page.waiting.put_aside.click()
    imports.choose(0)
    imports.take_in()
    assert not imports.walking()
    assert imports.page.waiting.summary.text() == "2 tệp: 1 đã nhập, 1 để lại."


def test_a_folder_is_chosen_whole(imports: Imports, tmp_path: Path) -> None:
    write_list(tmp_path / "xã" / "thôn 1.xlsx", LIST[:3])
    write_list(tmp_path / "xã" / "thôn 2.xlsx", LIST[:2])
    imports.dialogs.answers = [tmp_path / "xã"]
    imports.page.waiting.choose_folder.click()
    imports.settle()
    assert [(name, state) for name, state, _ in imports.files()] == [
        ("thôn 1.xlsx", "Cần xem"),
        ("thôn 2.xlsx", "Chờ"),
    ]


def test_a_folder_dropped_in_which_there_is_no_list_is_told(imports: Imports, tmp_path: Path) -> None:
    imports.drop(tmp_path)
    assert imports.files() == []
    assert imports.said[-1][1]


def test_a_file_that_can_be_read_again_is_brought_again(imports: Imports, four: list[Path]) -> None:
    imports.bring(four[1])
    assert [state for _, state, _ in imports.files()] == ["Không đọc được"]
    write_list(four[1], LIST[:3])
    imports.bring(four[1])
    assert [state for _, state, _ in imports.files()] == ["Cần xem"]
    assert imports.walking()


def test_a_list_taken_back_is_told_so(imports: Imports, four: list[Path]) -> None:
    imports.bring(four[0])
    imports.take_in()
    imports.page.context.undo()
    assert imports.files()[0][2] == "đã hoàn tác: 1 mới, 1 thay đổi, 1 giữ nguyên"


def test_another_year_reads_the_file_at_hand_anew(imports: Imports, four: list[Path]) -> None:
    imports.bring(four[0])
    before = imports.page.columns.file
    imports.page.context.year_changed.emit(2024)
    imports.settle()
    assert imports.walking()
    assert imports.page.columns.file is not before


def test_reading_is_stopped_and_the_file_waits(
    imports: Imports, four: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*given: object) -> None:
        tell = given[3]
        assert callable(tell)
        for _ in range(1000):
            tell("Đang đọc", 0, 0)
            time.sleep(0.01)

    monkeypatch.setattr(imports_page, "open_list", endless)
    imports.page.take(four[:1])
    imports.qtbot.waitUntil(imports.page.waiting.progress.isVisible, timeout=10_000)
    assert imports.files()[0][1] == "Đang đọc"
    imports.page.waiting.progress.stop.click()
    assert not imports.page.busy
    assert imports.files()[0][1] == "Chờ"
    assert not imports.page.waiting.progress.isVisible()
    monkeypatch.undo()
    imports.choose(0)
    assert imports.walking()
