"""What every screen is given: the open data file, the year, undo, and a way to say what happened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QObject, Signal

from nsnt_desktop.errors import KnownError
from nsnt_desktop.progress import Tell
from nsnt_desktop.registry.undo import Undone, size_of, take_back
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.dialogs import Dialogs
from nsnt_desktop.ui.jobs import Job, run_job
from nsnt_desktop.ui.waiting import taking_a_moment

SMALL = 2000
"""Rows and fields an action changed that are taken back in a tenth of a second, while the screen waits."""
WAIT = "Đang hoàn tác một việc lớn. Chưa có gì bị thay đổi. Hãy đợi xong, hoặc bấm «Dừng», rồi làm lại."
STOPPED = "Đã dừng hoàn tác; số liệu còn nguyên như trước khi bấm hoàn tác."


class Context(QObject):
    """The open data file as the screens share it."""

    changed = Signal(object)
    """After each commit: the names of the tables touched (frozenset of str)."""
    year_changed = Signal(int)
    noticed = Signal(str, bool)
    """A sentence for the notice bar; True: it is a fault."""
    went = Signal(str, object)
    """Go to a page by its key, with what to show there."""
    backed_up = Signal()
    """A backup was made by hand."""
    began = Signal(str)
    """Long work has begun, in words; what is written meanwhile is refused by the data file."""
    progressed = Signal(str, int, int)
    """How far it is: what, done, of."""
    ended = Signal()
    restore_asked = Signal(object)
    """The path of a backup to put in the data file's place; the desk closes the window and opens it again."""

    def __init__(self, data: DataFile, year: int, dialogs: Dialogs | None = None) -> None:
        super().__init__()
        self.data = data
        self.dialogs = dialogs or Dialogs()
        self._year = year
        self._undo: list[int] = []
        self._redo: list[int] = []
        self._job: Job | None = None
        self.offers_undo = False
        """Whether the sentence last said tells of the newest action, so that "Hoàn tác" belongs beside it."""
        # Qt queues the signal if the write happened in another thread.
        data.listeners.append(self.changed.emit)

    @property
    def year(self) -> int:
        """The survey year all screens show."""
        return self._year

    def set_year(self, year: int) -> None:
        """Show another survey year everywhere."""
        if year != self._year:
            self._year = year
            self.year_changed.emit(year)

    def did(self, action_id: int | None, sentence: str = "") -> None:
        """Say what was done; an action can then be undone with Ctrl+Z or the button beside the sentence."""
        if action_id is not None:
            self._undo.append(action_id)
            self._redo.clear()
        self.offers_undo = action_id is not None
        if sentence:
            self.noticed.emit(sentence, False)

    def undo(self) -> None:
        """Take back the newest action of this session (Ctrl+Z)."""
        self._move(self._undo, self._redo, "Đã hoàn tác: {}.", "Không còn gì để hoàn tác.")

    def redo(self) -> None:
        """Do again what was last undone (Ctrl+Y)."""
        self._move(self._redo, self._undo, "Đã làm lại: {}.", "Không còn gì để làm lại.")

    def take_back(self, action_id: int, done: Callable[[Undone], None]) -> None:
        """Undo an action: at once if it is small, else in the background, where it can be stopped."""
        if self.working:
            self.noticed.emit(WAIT, True)
            return
        with self.trying(), self.data.reading() as session:
            small = size_of(session, action_id) <= SMALL
        if small:
            with self.trying(), taking_a_moment():
                done(take_back(self.data, action_id))
            return

        def work(tell: Tell) -> Undone:
            return take_back(self.data, action_id, tell)

        self.began.emit("Đang hoàn tác")
        self._job = run_job(
            work,
            lambda undone: self._end(lambda: done(undone)),
            lambda error: self._end(lambda: self.failed(error)),
            self,
            self.progressed.emit,
            lambda: self._end(lambda: self.noticed.emit(STOPPED, False)),
        )

    @property
    def working(self) -> bool:
        """Whether an action is being taken back in the background."""
        return self._job is not None

    def stop(self) -> None:
        """Stop what is being taken back; then nothing of it is."""
        if self._job is not None:
            self._job.stop()

    def _end(self, then: Callable[[], None]) -> None:
        self._job = None
        self.ended.emit()
        then()

    def _move(self, source: list[int], target: list[int], done: str, nothing: str) -> None:
        self.offers_undo = False
        if not source:
            self.noticed.emit(nothing, False)
            return
        newest = source[-1]

        def moved(undone: Undone) -> None:
            source.remove(newest)  # only now: what could not be taken back can be tried again
            if undone.action_id is not None:
                target.append(undone.action_id)
            self.noticed.emit(undone.told(done.format(undone.what)), False)

        self.take_back(newest, moved)

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Show a KnownError in the notice bar instead of letting it rise; bugs rise."""
        try:
            yield
        except KnownError as error:
            self.noticed.emit(error.message, True)

    def failed(self, error: BaseException) -> None:
        """Receive the error of background work: a KnownError is shown, a bug rises."""
        if not isinstance(error, KnownError):
            raise error
        self.noticed.emit(error.message, True)

    def go(self, page: str, argument: Any = None) -> None:
        """Go to a page."""
        self.went.emit(page, argument)
