"""Long work that says how far it is, and that can be stopped."""

from collections.abc import Callable

Tell = Callable[[str, int, int], None]
"""tell(what, done, of) in Vietnamese ("Đang đọc «Thôn 3»", 2, 5), called now and then by long work.

It may raise StoppedError: the work ends there and leaves everything as it was.
"""


class StoppedError(Exception):
    """The officer stopped the work; nothing of it was kept."""


def silent(_what: str, _done: int, _of: int) -> None:
    """Take what long work says to nobody."""
