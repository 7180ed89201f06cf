"""Whatever is done to the list of households with keys, Ctrl+Z brings back what stood before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from grid_support import CTRL, editor, key, paste, select, stand, type_over
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from screens_support import own_settings

from communes import CommuneOf, content_digest
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.app import make_application
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.grid_columns import COLUMNS, Kind
from nsnt_desktop.ui.grid_menus import assign_menu
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.jobs import wait_for_jobs
from nsnt_desktop.ui.main_window import MainWindow

ROWS: list[dict[str, Any]] = [
    {"head": f"Hộ Số {n}", "persons": n, "source": "rain" if n % 2 else None, "verified": n == 3}
    for n in range(1, 6)
] + [{"head": "Hộ Nghèo", "village": "Thôn Do Thượng", "poverty": Poverty.POOR, "clean": True}]
LAST = len(ROWS) - 1

rows = st.integers(0, LAST)
typed_columns = st.sampled_from([c.key for c in COLUMNS if c.kind not in {Kind.READ_ONLY, Kind.TICK}])
texts = st.sampled_from(
    [
        "4",
        "12,5",
        "x",
        "gk",
        "Đạt",
        "không",
        "hn",
        "Lê Thị Ước",
        "do",
        "ba",
        "99",
        "=1",
        "-",
        "đang ở",
        "0912 345 678",
    ]
)
blocks = st.lists(st.lists(texts | st.just(""), min_size=1, max_size=4), min_size=1, max_size=4)


@pytest.fixture
def page(
    qapp: QApplication,  # noqa: ARG001 - Qt first
    qtbot: QtBot,
    commune_of: CommuneOf,
    tmp_path: Path,
) -> Iterator[HouseholdsPage]:
    own_settings(tmp_path)
    make_application()
    window = MainWindow(Context(commune_of(ROWS), 2024))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.show_page("households")
    shown = window.page()
    assert isinstance(shown, HouseholdsPage)
    for column in COLUMNS:
        shown.columns.show_column(column.key, True)
    yield shown
    wait_for_jobs()


class Officer(RuleBasedStateMachine):
    """Types, pastes, fills, ticks, gives values to many, sorts, takes back and does again."""

    page: HouseholdsPage
    deeds = 0
    """The most that changed something in one run; all of them are taken back in it."""

    def __init__(self) -> None:
        super().__init__()
        self.data: DataFile = self.page.context.data
        self.before = [content_digest(self.data)]
        """What stood before each deed that changed something, and what stands now."""
        self.again: list[str] = []
        self.done_here = 0

    def done(self) -> None:
        now = content_digest(self.data)
        if now != self.before[-1]:
            self.before.append(now)
            self.again.clear()
            self.done_here += 1

    @rule(
        row=rows, column=typed_columns, text=texts, leave=st.sampled_from([Qt.Key.Key_Return, Qt.Key.Key_Tab])
    )
    def type_a_cell(self, row: int, column: str, text: str, leave: Qt.Key) -> None:
        type_over(self.page, row, column, text, leave)
        self.done()

    @rule(row=rows, column=typed_columns)
    def give_up(self, row: int, column: str) -> None:
        type_over(self.page, row, column, "7", Qt.Key.Key_Escape)
        assert content_digest(self.data) == self.before[-1]

    @rule(row=rows, column=typed_columns, block=blocks)
    def paste_a_block(self, row: int, column: str, block: list[list[str]]) -> None:
        paste(self.page, row, column, "\r\n".join("\t".join(line) for line in block))
        self.done()

    @rule(
        ends=st.tuples(rows, rows),
        columns=st.tuples(typed_columns, typed_columns),
        deed=st.sampled_from(["d", "x", "delete"]),
    )
    def change_a_block(self, ends: tuple[int, int], columns: tuple[str, str], deed: str) -> None:
        select(self.page, (min(ends), columns[0]), (max(ends), columns[1]))
        pressed = {"d": (Qt.Key.Key_D, CTRL), "x": (Qt.Key.Key_X, CTRL)}.get(deed)
        key(self.page.table, *(pressed or (Qt.Key.Key_Delete,)))
        self.done()

    @rule(row=rows)
    def tick(self, row: int) -> None:
        key(stand(self.page, row, "verified"), Qt.Key.Key_Space)
        self.done()

    @rule(ends=st.tuples(rows, rows), word=st.sampled_from(["Giếng đào", "Hộ cận nghèo", "Không đạt"]))
    def give_one_value_to_many(self, ends: tuple[int, int], word: str) -> None:
        select(self.page, (min(ends), "head"), (max(ends), "head"))
        menu = assign_menu(self.page.table, self.page, self.page.table.chosen_rows())
        found = [
            a
            for values in menu.actions()
            if isinstance(m := values.menu(), QMenu)
            for a in m.actions()
            if a.text() == word
        ]
        found[0].trigger()
        self.done()

    @rule(column=st.integers(0, len(COLUMNS) - 1), down=st.booleans())
    def sort(self, column: int, down: bool) -> None:
        self.page.table.sortByColumn(
            column, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        )

    @precondition(lambda self: len(self.before) > 1)
    @rule()
    def take_back(self) -> None:
        self.page.context.undo()
        self.again.append(self.before.pop())
        assert content_digest(self.data) == self.before[-1]

    @precondition(lambda self: self.again)
    @rule()
    def do_again(self) -> None:
        self.page.context.redo()
        self.before.append(self.again.pop())
        assert content_digest(self.data) == self.before[-1]

    @invariant()
    def the_list_shows_what_is_kept(self) -> None:
        assert editor(self.page) is None
        assert sorted(self.page.model.record_id(row) for row in range(LAST + 1)) == list(range(1, LAST + 2))

    def teardown(self) -> None:
        type(self).deeds = max(self.deeds, self.done_here)
        while len(self.before) > 1:
            self.take_back()
        self.page.model.forget_marks(self.page.model.marks.places())


@pytest.mark.parametrize(("runs", "steps", "at_least"), [(6, 20, 5), (2, 200, 50)])
def test_every_deed_is_taken_back_to_the_last_figure(
    page: HouseholdsPage, runs: int, steps: int, at_least: int
) -> None:
    class OnThisPage(Officer):
        pass

    OnThisPage.page = page
    run_state_machine_as_test(OnThisPage, settings=settings(max_examples=runs, stateful_step_count=steps))
    assert OnThisPage.deeds >= at_least
