"""What every screen is given: the open data file, the year, undo, and a way to say what happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QObject, Signal

from nsnt_desktop.errors import KnownError
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.dialogs import Dialogs
from nsnt_desktop.ui.waiting import taking_a_moment


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
    restore_asked = Signal(object)
    """The path of a backup to put in the data file's place; the desk closes the window and opens it again."""

    def __init__(self, data: DataFile, year: int, dialogs: Dialogs | None = None) -> None:
        super().__init__()
        self.data = data
        self.dialogs = dialogs or Dialogs()
        self._year = year
        self._undo: list[int] = []
        self._redo: list[int] = []
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

    def _move(self, source: list[int], target: list[int], done: str, nothing: str) -> None:
        self.offers_undo = False
        if not source:
            self.noticed.emit(nothing, False)
            return
        with self.trying(), taking_a_moment():
            undone = take_back(self.data, source[-1])
            source.pop()  # only now: what could not be taken back can be tried again
            if undone.action_id is not None:
                target.append(undone.action_id)
            self.noticed.emit(undone.told(done.format(undone.what)), False)

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
