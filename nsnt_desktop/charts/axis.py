"""Where the strokes of a value axis stand: always from 0, in round steps."""

from collections.abc import Iterator
from fractions import Fraction

_STEPS = (1, 2, 5)
_MOST = 5


def percent_ticks() -> tuple[int, ...]:
    """Return the strokes of an axis of percentages: all of it, whatever the values."""
    return (0, 20, 40, 60, 80, 100)


def ticks(highest: Fraction) -> tuple[int, ...]:
    """Return whole strokes from 0 to the first one at or over the highest value, at most six."""
    step = next(step for step in _round_steps() if step * _MOST >= highest)
    count = max(1, -(-highest.numerator // (highest.denominator * step)))
    return tuple(step * at for at in range(count + 1))


def _round_steps() -> Iterator[int]:
    size = 1
    while True:
        yield from (size * step for step in _STEPS)
        size *= 10
