"""Long work off the UI thread: a function runs in the background, its result or its error comes back here."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

T = TypeVar("T")


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
_workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="nsnt")
_under_way: set[Future[None]] = set()
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


def wait_for_jobs() -> None:
    """Wait until no work is under way; what it has to say is delivered by the event loop afterwards."""
    wait(list(_under_way))
