"""What a list of water tests says on a day, worked out a second time for both oracles; no program code."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Any


def verdict_of_tests(tests: Iterable[Any], as_of: date, months: int) -> bool | None:
    """Return whether the newest verdict by a day is passed and still holds; None: none, or it ran out."""
    told = sorted(
        (t for t in tests if t.taken <= as_of and t.passed is not None), key=lambda t: (t.taken, t.id)
    )
    if not told:
        return None
    if not told[-1].passed:
        return False
    return True if as_of <= (told[-1].valid_until or _months_later(told[-1].taken, months)) else None


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
