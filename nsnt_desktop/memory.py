"""Bulk work without the garbage collector's search for cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_cycle_search() -> Iterator[None]:
    """Pause the search for reference cycles while rows by the thousand are made; usable as a decorator.

    They are many small objects and no cycles: a third of the time of an import of 10,000 rows went into
    looking at them again and again (benchmarks/README.md). Reference counting goes on as ever.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # Together the two put what was made into the oldest generation unsearched: else the next search
            # goes through all of it, and for a fifth of a second nothing else runs, the window neither.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
