"""Long work beside the window: it is told, stopped, waited for, and the window stays alive."""

import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import TypeVar

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, own_settings
from shiboken6 import delete

from communes import CommuneOf, count
from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.matching.questions import Answers
from nsnt_desktop.models import Action, Household, ImportRowOutcome
from nsnt_desktop.progress import Tell
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.context import STOPPED, Context
from nsnt_desktop.ui.import_job import open_list, see, take_in
from nsnt_desktop.ui.jobs import Job, end_jobs, run_job, wait_for_jobs
from nsnt_desktop.ui.main_window import MainWindow

T = TypeVar("T")
ROWS = 50_000
PATIENCE = 0.25
"""Seconds the window may stand still here: 0.1 on a machine of its own, but this one is shared."""


class Told:
    """Somebody who has long work done and hears of it."""

    def __init__(self) -> None:
        self.owner = QObject()
        self.done: list[object] = []
        self.failed: list[BaseException] = []
        self.told: list[tuple[str, int, int]] = []
        self.stopped = 0

    def run(self, work: Callable[[Tell], object], *, only_reads: bool = False) -> Job:
        def stopped() -> None:
            self.stopped += 1

        def told(what: str, done: int, of: int) -> None:
            self.told.append((what, done, of))

        return run_job(
            work, self.done.append, self.failed.append, self.owner, told, stopped, only_reads=only_reads
        )

    def heard(self) -> int:
        return len(self.done) + len(self.failed) + self.stopped


@pytest.fixture
def told(qapp: QApplication) -> Iterator[Told]:  # noqa: ARG001 - there must be one
    yield Told()
    wait_for_jobs()


def test_the_result_comes_and_progress_is_told_no_oftener_than_can_be_seen(qtbot: QtBot, told: Told) -> None:
    took = 0.0

    def work(tell: Tell) -> str:
        nonlocal took
        began = time.perf_counter()
        said = 0
        while took < 0.5 or (not told.told and took < 20):
            said += 1
            tell("Đang đọc", said, 10**9)
            took = time.perf_counter() - began
        return "xong"

    told.run(work)
    qtbot.waitUntil(lambda: bool(told.heard()), timeout=30_000)
    assert told.done == ["xong"]
    assert 1 <= len(told.told) <= took * 20 + 2
    steps = [done for _, done, _ in told.told]
    assert steps == sorted(steps)


def test_an_error_comes_as_it_was_raised(qtbot: QtBot, told: Told) -> None:
    error = KnownError("Hỏng.")

    def work(_tell: Tell) -> None:
        raise error

    told.run(work)
    qtbot.waitUntil(lambda: bool(told.heard()), timeout=10_000)
    assert told.failed == [error]


def test_work_that_is_stopped_ends_at_its_next_word(qtbot: QtBot, told: Told) -> None:
    began, ended = Event(), Event()

    def work(tell: Tell) -> None:
        try:
            for at in range(2000):
                tell("Đang ghi", at, 2000)
                began.set()
                time.sleep(0.005)
        finally:
            ended.set()

    job = told.run(work)
    assert began.wait(5)
    job.stop()
    assert not told.stopped  # it may be writing: only its own end says that nothing was kept
    qtbot.waitUntil(lambda: bool(told.heard()), timeout=2_000)
    assert ended.is_set()
    assert (told.stopped, told.done, told.failed) == (1, [], [])
    assert not job.under_way


def test_reading_is_let_go_at_once_and_what_it_found_is_nobodys(qtbot: QtBot, told: Told) -> None:
    go_on = Event()
    job = told.run(lambda _tell: go_on.wait(10), only_reads=True)
    job.stop()
    assert told.stopped == 1
    go_on.set()
    wait_for_jobs()
    qtbot.wait(50)
    assert told.heard() == 1


def test_work_that_was_done_before_it_heard_of_the_stop_says_so(qtbot: QtBot, told: Told) -> None:
    go_on = Event()
    job = told.run(lambda _tell: go_on.wait(10))
    job.stop()
    go_on.set()
    qtbot.waitUntil(lambda: bool(told.heard()), timeout=5_000)
    assert (told.done, told.stopped) == ([True], 0)


def test_nobody_is_told_when_the_owner_is_gone(qtbot: QtBot, told: Told) -> None:
    go_on = Event()
    job = told.run(lambda _tell: go_on.wait(10))
    delete(told.owner)
    go_on.set()
    qtbot.waitUntil(lambda: not job.under_way, timeout=5_000)
    assert not told.heard()


def test_at_the_end_reading_is_given_up_and_writing_is_finished(qtbot: QtBot, told: Told) -> None:
    def reading(tell: Tell) -> None:
        for at in range(2000):
            tell("Đang đọc", at, 2000)
            time.sleep(0.005)

    def writing(_tell: Tell) -> str:
        time.sleep(0.1)
        return "đã ghi"

    told.run(reading, only_reads=True)
    told.run(writing)
    began = time.perf_counter()
    end_jobs()
    assert time.perf_counter() - began < 5
    qtbot.waitUntil(lambda: bool(told.done), timeout=5_000)
    assert (told.done, told.stopped) == (["đã ghi"], 1)


# A long list, all the way


class Ticking:
    """A clock on the window's own thread: how long it stood still."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self._ticks: list[float] = []
        self._timer = QTimer(interval=10)
        self._timer.timeout.connect(lambda: self._ticks.append(time.perf_counter()))
        self._timer.start()

    def through(self, work: Callable[[Tell], T]) -> T:
        """Run work beside the window; fail where the window stood still."""
        told = Told()
        self._ticks = [time.perf_counter()]
        told.run(work)
        self.qtbot.waitUntil(lambda: bool(told.heard()), timeout=120_000)
        assert not told.failed
        self._ticks.append(time.perf_counter())
        worst = max(after - before for before, after in pairwise(self._ticks))
        assert worst < PATIENCE
        result: T = told.done[0]  # type: ignore[assignment]
        return result


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "dài.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.append(["Họ và tên chủ hộ", "Thôn", "Số nhân khẩu"])
    for at in range(ROWS):
        sheet.append([f"Trịnh Văn {at:05d}", "Thôn Phác Lê", at % 7 + 1])
    book.save(path)
    return path


def test_the_window_stays_alive_while_a_long_list_comes_and_goes(
    qtbot: QtBot, commune_of: CommuneOf, long_list: Path, tmp_path: Path
) -> None:
    own_settings(tmp_path)
    data = commune_of([{"head": "Lê Thị Hòa"}])
    before = stand(data)
    clock = Ticking(qtbot)
    opened = clock.through(lambda tell: open_list(data, 2024, long_list, tell))
    seen = clock.through(lambda tell: see(data, 2024, opened.file, Answers(), tell=tell))
    assert len(seen.preview.batch.rows) == ROWS

    # Stopped half-way, nothing of it is there.
    assert stopped_within(qtbot, lambda tell: take_in(data, seen, tell), after=3) < 1
    assert stand(data) == before
    applied = clock.through(lambda tell: take_in(data, seen, tell))
    full = stand(data)
    assert full != before
    assert stopped_within(qtbot, lambda tell: take_back(data, applied.action_id, tell), after=60) < 1
    assert stand(data) == full

    # In the window: Ctrl+Z runs beside it, is shown, and holds other changes off.
    said: list[tuple[str, bool]] = []
    context = Context(data, 2024, FakeDialogs())
    context.noticed.connect(lambda sentence, fault: said.append((sentence, fault)))
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    context.did(applied.action_id)
    context.undo()
    assert context.working
    qtbot.waitUntil(lambda: window.progress.isVisible() and window.progress.bar.maximum() > 0, timeout=20_000)
    with context.trying():
        set_household_field(data, 1, "persons", 3)
    assert said[-1][1]
    assert "đang ghi một việc khác" in said[-1][0]
    context.undo()
    assert said[-1][1]
    window.progress.stop.click()
    began = time.perf_counter()
    qtbot.waitUntil(lambda: not context.working, timeout=20_000)
    assert time.perf_counter() - began < 1
    assert said[-1] == (STOPPED, False)
    assert stand(data) == full
    assert not window.progress.isVisible()

    # What was stopped can be tried again.
    context.undo()
    qtbot.waitUntil(lambda: not context.working, timeout=60_000)
    assert said[-1][0].startswith("Đã hoàn tác: Nhập dài.xlsx")
    assert stand(data)[0] == before[0]
    window.close()


def stand(data: DataFile) -> tuple[int, int, int]:
    """Return how many households, actions and outcomes of rows the data file holds."""
    return count(data, Household), count(data, Action), count(data, ImportRowOutcome)


def stopped_within(qtbot: QtBot, work: Callable[[Tell], object], *, after: int) -> float:
    """Return in how many seconds work that said so many words was stopped."""
    told = Told()
    words = 0
    enough = Event()

    def counted(tell: Tell) -> object:
        def count(what: str, done: int, of: int) -> None:
            nonlocal words
            words += 1
            if words >= after:
                enough.set()
            tell(what, done, of)

        return work(count)

    job = told.run(counted)
    qtbot.waitUntil(enough.is_set, timeout=60_000)
    began = time.perf_counter()
    job.stop()
    qtbot.waitUntil(lambda: bool(told.heard()), timeout=60_000)
    assert told.stopped == 1
    return time.perf_counter() - began
