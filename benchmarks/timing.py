"""How the benchmarks measure: ours and the yardstick in turn, so that a busy machine hits both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Paired:
    """Ours and the yardstick, and the ratio pair by pair; each as median (minimum–maximum)."""

    name: str
    ours: tuple[float, ...]
    yardstick: tuple[float, ...]
    unit: str = "s"

    def line(self) -> str:
        """Return one row of a Markdown table."""
        ratios = [a / b for a, b in zip(self.ours, self.yardstick, strict=True)]
        cells = (
            self.name,
            _spread(self.ours, self.unit),
            _spread(self.yardstick, self.unit),
            _spread(ratios, "×"),
        )
        return f"| {' | '.join(cells)} |"


HEADING = "| what | ours | yardstick | ratio |\n|---|---|---|---|"


def pair(
    name: str, ours: Callable[[], float], yardstick: Callable[[], float], *, runs: int = 7, unit: str = "s"
) -> Paired:
    """Measure two things in turn; each callable returns its own figure. One uncounted run first."""
    ours(), yardstick()
    pairs = [(ours(), yardstick()) for _ in range(runs)]
    return Paired(name, tuple(a for a, _ in pairs), tuple(b for _, b in pairs), unit)


def seconds(work: Callable[[], object]) -> float:
    """Return how long a call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _spread(values: tuple[float, ...] | list[float], unit: str) -> str:
    scale, shown = (1000, "ms") if unit == "s" and min(values) < 1 else (1, unit)
    middle, low, high = (v * scale for v in (statistics.median(values), min(values), max(values)))
    digits = {"ms": 1 if middle < 20 else 0, "MB": 0}.get(shown, 2)
    return f"{middle:.{digits}f} {shown} ({low:.{digits}f}–{high:.{digits}f})"
