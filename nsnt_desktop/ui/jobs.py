"""Long work off the UI thread: a function runs in the background, its result or its error comes back here."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from threading import Event
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from nsnt_desktop.memory import no_cycle_search
from nsnt_desktop.progress import StoppedError, Tell

T = TypeVar("T")
OFTEN = 50
"""Milliseconds between two looks at how far long work is."""


class _Post(QObject):
    """Carries what a worker has to say to the thread this was made in, the UI thread."""

    came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def _deliver(self, tell: Callable[[], None]) -> None:
        tell()


# Python's own threads, not QRunnable: one that Python lets go of while its run() is still returning
# takes the process with it (seen with jobs that start the next one).
_workers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="nsnt")
_under_way: set[Future[None]] = set()
_jobs: list["Job"] = []
_posts: list[_Post] = []


def run_in_background(
    work: Callable[[], T],
    done: Callable[[T], None],
    failed: Callable[[BaseException], None],
    owner: QObject | None = None,
) -> None:
    """Run work in the background, then call done(result) or failed(error) in the UI thread.

    owner: the widget it is for; if that is gone by then, nobody is told.
    """
    if not _posts:
        _posts.append(_Post())
    post = _posts[0]

    def tell(then: Callable[[Any], None], value: Any) -> None:
        if owner is None or isValid(owner):
            then(value)

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - every error travels to the UI thread, none is swallowed
            post.came.emit(partial(tell, failed, error))
        else:
            post.came.emit(partial(tell, done, result))

    job = _workers.submit(run)
    _under_way.add(job)
    job.add_done_callback(_under_way.discard)


class Job:
    """Long work under way: how far it is, and a way to stop it. Made by `run_job`."""

    def __init__(
        self,
        owner: QObject,
        told: Callable[[str, int, int], None],
        stopped: Callable[[], None],
        *,
        only_reads: bool,
    ) -> None:
        self.only_reads = only_reads
        self._owner, self._told, self._stopped = owner, told, stopped
        self._asked = Event()
        self._said: tuple[str, int, int] | None = None
        self._looking = QTimer(interval=OFTEN)
        self._looking.timeout.connect(self._look)
        self._looking.start()
        _jobs.append(self)

    @property
    def under_way(self) -> bool:
        """Whether somebody still waits for the outcome."""
        return self in _jobs

    def stop(self) -> None:
        """Ask the work to end and to leave everything as it was.

        Work that only reads is let go at once; work that writes may be done before it hears of it.
        """
        self._asked.set()
        if self.only_reads and self.end():
            self._stopped()

    def end(self) -> bool:
        """Leave off; return False if that was so already: then the outcome is nobody's concern."""
        self._looking.stop()
        if not self.under_way:
            return False
        _jobs.remove(self)
        return True

    def tell(self, what: str, done: int, of: int) -> None:
        """Hear from the work, in its own thread, how far it is. Raises StoppedError once it was stopped."""
        if self._asked.is_set():
            raise StoppedError
        self._said = (what, done, of)

    def fail(self, error: BaseException, failed: Callable[[BaseException], None]) -> None:
        """Receive the error the work ended with."""
        if not self.end():
            return
        if isinstance(error, StoppedError):
            self._stopped()
        else:
            failed(error)

    def _look(self) -> None:
        # Looked at from here, not sent from there: however often the work speaks, the screen hears
        # the latest twenty times a second.
        if not isValid(self._owner):
            self.end()
            return
        said, self._said = self._said, None
        if said is not None:
            self._told(*said)


def run_job(  # noqa: PLR0917 - one place for each way it can end
    work: Callable[[Tell], T],
    done: Callable[[T], None],
    failed: Callable[[BaseException], None],
    owner: QObject,
    told: Callable[[str, int, int], None],
    stopped: Callable[[], None],
    *,
    only_reads: bool = False,
) -> Job:
    """Run long work in the background; one of done, failed, stopped is called in the UI thread at its end.

    told(what, done, of) hears how far it is, at most 20 times a second. only_reads: nothing is written, so
    that once stopped nobody need wait for its end. If the owner is gone by then, nobody is told.
    """
    job = Job(owner, told, stopped, only_reads=only_reads)

    def finish(result: T) -> None:
        if job.end():
            done(result)

    searchless = no_cycle_search()(partial(work, job.tell))
    run_in_background(searchless, finish, partial(job.fail, failed=failed), owner)
    return job


def wait_for_jobs() -> None:
    """Wait until no work is under way; what it has to say is delivered by the event loop afterwards."""
    wait(list(_under_way))


def end_jobs() -> None:
    """End what is under way, as the window closes: reading is given up, writing comes to its end."""
    for job in [job for job in _jobs if job.only_reads]:
        job.stop()
    wait_for_jobs()
