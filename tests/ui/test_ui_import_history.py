"""What was taken in stands there for ever: every row, how it was read, and the way back."""

from pathlib import Path

import pytest
from imports_support import HEADINGS, LIST, Imports, write_list
from pytestqt.qtbot import QtBot

from communes import CommuneOf
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.ui.import_history import HistoryView


@pytest.fixture
def imports(qtbot: QtBot, commune_of: CommuneOf, tmp_path: Path) -> Imports:
    """Return the page after a list of five rows was taken in."""
    imports = Imports(qtbot, commune_of)
    imports.bring(write_list(tmp_path / "a.xlsx", LIST))
    imports.take_in()
    imports.page.tabs.setCurrentIndex(1)
    imports.page.history.table.selectRow(0)
    return imports


def opened(imports: Imports) -> HistoryView:
    history = imports.page.history
    history.look.click()
    imports.qtbot.waitUntil(lambda: history.currentIndex() == 1, timeout=10_000)
    return history


def cells(history: HistoryView) -> list[tuple[str, ...]]:
    return [line.cells for line in history.rows.table.lines.lines]


def test_the_history_names_each_list_and_takes_it_back(imports: Imports) -> None:
    history = imports.page.history
    assert history.table.lines.lines[0].cells[1:] == ("a.xlsx", "1", "1", "1", "0", "1", "1")
    history.undo.click()
    assert imports.said[-1][0].startswith("Đã hoàn tác lần nhập a.xlsx.")
    assert imports.households() == 3
    assert history.table.lines.lines[0].cells[1] == "đã hoàn tác: a.xlsx"
    assert not history.undo.isEnabled()


def test_what_was_taken_back_is_done_again_and_taken_back_again(imports: Imports) -> None:
    history = imports.page.history
    assert not history.redo.isEnabled()
    history.undo.click()
    history.redo.click()
    assert imports.said[-1] == ("Đã nhập lại a.xlsx như lần trước.", False)
    assert imports.households() == 4
    assert history.table.lines.lines[0].cells[1] == "a.xlsx"
    history.undo.click()
    assert imports.households() == 3
    assert history.redo.isEnabled()


def test_every_row_stands_there_with_its_outcome(imports: Imports) -> None:
    history = opened(imports)
    assert [(row[1], row[2], row[3]) for row in cells(history)] == [
        ("3", "Giữ nguyên", "Trịnh Văn Khoẻ"),
        ("4", "Thay đổi", "Lê Thị Hòa"),
        ("5", "Mới", "Đỗ Văn Mới"),
        ("6", "Chờ trả lời", ""),
        ("7", "Từ chối", ""),
    ]
    assert "Số khẩu" in cells(history)[4][5] or "cột C" in cells(history)[4][5]
    assert history.tabs.tabText(0) == "Các dòng (5)"


def test_rows_are_filtered_by_outcome_and_found_by_name(imports: Imports) -> None:
    history = opened(imports)
    history.rows.filters[Outcome.CHANGED].click()
    assert [row[3] for row in cells(history)] == ["Lê Thị Hòa"]
    history.rows.filters[None].click()
    history.rows.search.setText("van khoe")
    imports.qtbot.waitUntil(lambda: len(cells(history)) == 1, timeout=5_000)
    assert cells(history)[0][3] == "Trịnh Văn Khoẻ"
    assert history.rows.filters[Outcome.REJECTED].text() == "Từ chối 1"
    assert not history.rows.filters[Outcome.SKIPPED].isVisible()


def test_a_household_is_opened_from_its_row(imports: Imports) -> None:
    went: list[tuple[str, object]] = []
    imports.page.context.went.connect(lambda page, argument: went.append((page, argument)))
    history = opened(imports)
    first = history.rows.table.lines.lines[0]
    history.rows.table.opened.emit(first.key)
    assert went == [("households", {"record_id": first.key})]
    assert history.rows.table.lines.lines[4].key is None


def test_the_way_it_was_read_is_told_in_words(imports: Imports) -> None:
    history = opened(imports)
    told = [line.cells for line in history.columns.lines.lines]
    assert len(told) == len(HEADINGS)
    assert told[1][1:] == ("B", "Chủ hộ", "Unicode")


def test_rows_of_a_list_taken_back_keep_the_names(imports: Imports) -> None:
    imports.page.history.undo.click()
    history = opened(imports)
    assert cells(history)[2][2:4] == ("Mới", "Đỗ Văn Mới")
    assert history.told.text().endswith(", đã hoàn tác")
    assert history.rows.table.lines.lines[2].key is None


def test_another_list_opened_begins_with_all_its_rows(imports: Imports, tmp_path: Path) -> None:
    history = opened(imports)
    history.rows.filters[Outcome.NEW].click()
    history.close_batch()
    imports.bring(write_list(tmp_path / "b.xlsx", LIST[:2]))
    imports.take_in()
    imports.page.tabs.setCurrentIndex(1)
    history.table.selectRow(0)
    history = opened(imports)
    assert len(cells(history)) == 2
