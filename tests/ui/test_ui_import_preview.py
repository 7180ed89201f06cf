"""What a list would change, on the screen: counts that filter, old and new, errors, one button."""

from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from preview_support import Preview
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from typing_vi import press

from communes import VILLAGES, CommuneOf
from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.progress import Tell
from nsnt_desktop.registry.apply_batch import Applied, Outcome
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui import import_preview
from nsnt_desktop.ui.import_changes import Piece
from nsnt_desktop.ui.import_job import Seen, see, take_in
from nsnt_desktop.ui.import_lines import declared_sentence
from nsnt_desktop.ui.import_rows import PIECES, Lines
from nsnt_desktop.ui.main_window import MainWindow
from taking_in import list_of, preview, register_digest, register_of

HEADING = ("STT", "Họ và tên chủ hộ", "Thôn", "Số nhân khẩu", "Nguồn nước chính", "Nước hợp vệ sinh")
HERE = VILLAGES[0]
KNOWN = [
    {"head": "Trịnh Văn Khoẻ", "code": "", "persons": 4, "source": "drilled_well", "hygienic": True},
    {"head": "Lê Thị Hòa", "code": "", "persons": 3, "source": "drilled_well", "hygienic": False},
    {"head": "Phạm Văn Ân", "code": "", "persons": 5, "source": "drilled_well", "hygienic": True},
]
ROWS: tuple[tuple[Cell, ...], ...] = (
    (1, "Trịnh Văn Khoẻ", HERE, 4, "Giếng khoan", "có"),
    (2, "Lê Thị Hòa", HERE, 2, "Giếng khoan", "có"),
    (3, "Đỗ Quang Mới", HERE, 6, "Giếng khoan", "có"),
    (4, "Bùi Xuân Sai", HERE, "ba mươi", "Giếng khoan", "có"),
    ("", "Tổng cộng", "", 12, "", ""),
)


@pytest.fixture
def shown(qtbot: QtBot, commune_of: CommuneOf) -> Preview:
    return Preview(qtbot, commune_of(KNOWN), list_of(*ROWS, heading=HEADING))


def test_each_count_shows_its_rows_only(shown: Preview) -> None:
    step = shown.step
    assert step.counts.everything.text() == "Tất cả 4"
    assert [cells[:3] for cells in shown.cells()] == [
        ("2", "Giữ nguyên", "Trịnh Văn Khoẻ"),
        ("3", "Thay đổi", "Lê Thị Hòa"),
        ("4", "Mới", "Đỗ Quang Mới"),
        ("5", "Từ chối", "Bùi Xuân Sai"),
    ]
    step.counts.counts[Outcome.CHANGED].click()
    assert step.counts.counts[Outcome.CHANGED].text() == "1 thay đổi"
    assert [cells[2] for cells in shown.cells()] == ["Lê Thị Hòa"]
    step.counts.counts[Outcome.REJECTED].click()
    assert [cells[2] for cells in shown.cells()] == ["Bùi Xuân Sai"]
    step.counts.everything.click()
    assert len(shown.cells()) == 4


def test_a_count_leads_from_another_tab_to_the_rows(shown: Preview) -> None:
    assert shown.step.tabs.currentIndex() == 2  # a wrong cell, no question: errors first
    shown.step.counts.counts[Outcome.NEW].click()
    assert shown.step.tabs.currentIndex() == 0


def test_rows_that_are_no_household_are_there_with_their_reason(shown: Preview) -> None:
    assert shown.step.counts.aside.text() == "1 không phải hộ"
    shown.step.counts.aside.click()
    assert shown.cells() == [("6", "Dòng cộng", "", "", "dòng cộng «Tổng cộng»", "")]


def test_old_and_new_stand_in_the_line_and_in_full_beneath(shown: Preview) -> None:
    table = shown.step.rows
    row = [cells[2] for cells in shown.cells()].index("Lê Thị Hòa")
    index = table.lines.index(row, 5)
    assert index.data() == "nhân khẩu: 3 → 2; hợp vệ sinh: Không → Có"
    assert [p for p in index.data(PIECES) if p.tone] == [
        Piece("3", "old"),
        Piece("2", "new"),
        Piece("Không", "old"),
        Piece("Có", "new"),
    ]
    table.selectRow(row)
    beneath = shown.step.rows_page.detail.text()
    assert "line-through" in beneath
    assert "Lê Thị Hòa" in beneath


def test_a_name_that_looks_like_markup_stays_text(qtbot: QtBot, commune_of: CommuneOf) -> None:
    listed = list_of((1, "Lê <b>An</b>", HERE, 4, "", ""), heading=HEADING)
    shown = Preview(qtbot, commune_of(KNOWN), listed)
    shown.step.rows.selectRow(0)
    assert "Lê &lt;b&gt;An&lt;/b&gt;" in shown.step.rows_page.detail.text()


def test_enter_opens_the_household_a_row_was_found_to_be(shown: Preview) -> None:
    table = shown.step.rows
    shown.step.tabs.setCurrentIndex(0)
    table.setFocus()
    table.selectRow(1)
    press(table, Qt.Key.Key_Return)
    assert shown.went == [("households", {"record_id": 2})]
    table.selectRow(2)  # new: there is nothing to open yet
    press(table, Qt.Key.Key_Return)
    assert len(shown.went) == 1


def test_an_error_says_what_may_stand_there(shown: Preview) -> None:
    (line,) = shown.step.errors.lines.lines
    assert line.cells[1:5] == ("5", "D", "Số nhân khẩu", "ba mươi")
    assert line.cells[6] == "số nguyên từ 1 đến 50, ví dụ 4"


def test_what_stays_out_is_said_before_and_after(shown: Preview) -> None:
    assert shown.step.state.text() == "1 dòng có ô sai sẽ chưa được nhập; các dòng khác vẫn nhập được."
    assert shown.step.apply.text() == "Nhập 3 hộ"
    shown.apply()
    assert shown.said[-1][0] == (
        "Đã nhập 3 hộ thôn Phác Lê: 1 mới, 1 thay đổi, 1 giữ nguyên; 1 dòng chưa nhập (1 có ô sai)."
    )


@pytest.mark.parametrize(("declared", "agrees"), [(12, True), (13, False)])
def test_the_totals_declared_stand_beside_those_counted(
    commune_of: CommuneOf, declared: int, agrees: bool
) -> None:
    data = commune_of([{**KNOWN[0], "poverty": Poverty.POOR}])
    found = preview(data, list_of(*ROWS[:3], heading=HEADING))
    village = register_of(data).households[0].village_id
    told = {village: {"declared_households": 3, "declared_persons": declared}}
    found = replace(found, batch=replace(found.batch, declared=told))
    sentence, same = declared_sentence(found, register_of(data))
    assert same is agrees
    assert sentence == f"Thôn Phác Lê khai 3 hộ, {declared} khẩu; danh sách có 3 hộ, 12 khẩu."


def test_only_the_lines_looked_at_are_made(qtbot: QtBot, commune_of: CommuneOf) -> None:
    many = [(n, f"Lê Văn {n}", HERE, 4, "Giếng khoan", "có") for n in range(1, 3001)]
    shown = Preview(qtbot, commune_of(KNOWN), list_of(*many, heading=HEADING))
    lines = shown.step.rows.lines.lines
    assert isinstance(lines, Lines)
    assert len(lines) == 3000
    assert lines.made < 100
    shown.step.rows.scrollToBottom()
    shown.step.rows.grab()
    assert lines[2999].cells[3] == "Lê Văn 3000"
    assert lines.made < 200


def test_the_place_is_kept_when_the_list_is_compared_anew(qtbot: QtBot, commune_of: CommuneOf) -> None:
    many = [(n, f"Lê Văn {n}", HERE, 4, "Giếng khoan", "có") for n in range(1, 301)]
    shown = Preview(qtbot, commune_of(KNOWN), list_of(*many, heading=HEADING))
    table = shown.step.rows
    table.selectRow(200)
    table.verticalScrollBar().setValue(195)
    shown.step.refresh()
    shown.settle()
    assert [line.cells[3] for line in table.selected()] == ["Lê Văn 201"]
    assert table.verticalScrollBar().value() == 195


def test_quick_changes_are_compared_once_at_the_end(shown: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[int] = []

    def counted(*args: Any, **named: Any) -> Seen:
        times.append(1)
        return see(*args, **named)

    monkeypatch.setattr(import_preview, "see", counted)
    for _ in range(20):
        shown.step.refresh()
    shown.settle()
    assert 1 <= len(times) <= 2


def test_stopping_leaves_the_register_as_it_was(shown: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    before, began, go_on = register_digest(shown.data), Event(), Event()

    def slowly(data: DataFile, seen: Seen, tell: Tell) -> Applied:
        began.set()
        go_on.wait(10)
        return take_in(data, seen, tell)

    monkeypatch.setattr(import_preview, "take_in", slowly)
    shown.step.apply.click()
    assert shown.step.state.text() == "Đang nhập…"
    assert began.wait(10)
    shown.step.progress.stop.click()
    go_on.set()
    shown.settle()
    assert shown.step.state.text() == "Đã dừng, chưa nhập dòng nào; sổ hộ vẫn như trước."
    assert not shown.taken
    assert register_digest(shown.data) == before
    assert shown.step.apply.isEnabled()
    shown.apply()  # and then after all
    assert register_digest(shown.data) != before


def test_closing_the_window_while_a_list_is_taken_in_leaves_all_of_it_or_nothing(
    qtbot: QtBot, shown: Preview
) -> None:
    window = MainWindow(shown.context)
    qtbot.addWidget(window)
    before = register_digest(shown.data)
    shown.step.apply.click()
    window.close()
    assert register_digest(shown.data) != before
    qtbot.waitUntil(lambda: bool(shown.taken), timeout=10_000)
