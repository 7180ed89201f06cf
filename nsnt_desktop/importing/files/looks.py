"""How a sheet looks where that matters to what it says: what is hidden, what is set in an old font."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

Place = tuple[int, int]
"""(row index, column index), both from 0."""
_OLD_FONT = re.compile(r"\s*['\"]?(?:\.vn|vni)", re.IGNORECASE)


class ByRuns(Mapping[Place, str]):
    """What is told of cells, kept as runs down each column: a list of 100,000 rows is set in one font.

    Cells are to be told from above; one told twice counts as it was told first.
    """

    def __init__(self, told: Iterable[tuple[Place, str]] = ()) -> None:
        self._runs: dict[int, list[tuple[int, int, str]]] = {}
        """By column: (first row, row behind the last, what is told)."""
        for place, what in told:
            self.tell(place, what)

    def tell(self, place: Place, what: str, rows: int = 1) -> None:
        """Add a cell, or so many below each other."""
        row, column = place
        runs = self._runs.setdefault(column, [])
        first, end, last = runs[-1] if runs else (row, row, what)
        if row < end:
            row, rows = end, row + rows - end
        if rows < 1:
            return
        if runs and row == end and what == last:
            runs[-1] = (first, row + rows, what)
        else:
            runs.append((row, row + rows, what))

    def __getitem__(self, place: Place) -> str:
        row, column = place
        for first, end, what in self._runs.get(column, ()):
            if first <= row < end:
                return what
        raise KeyError(place)

    def __iter__(self) -> Iterator[Place]:
        return (
            (row, column)
            for column, runs in self._runs.items()
            for first, end, _ in runs
            for row in range(first, end)
        )

    def __len__(self) -> int:
        return sum(end - first for runs in self._runs.values() for first, end, _ in runs)

    def runs(self) -> Iterator[tuple[int, range, str]]:
        """Yield (column, rows, what is told)."""
        for column, runs in self._runs.items():
            for first, end, what in runs:
                yield column, range(first, end), what


@dataclass(frozen=True)
class Looks:
    """What the office program shows of a sheet beside its values."""

    hidden_rows: frozenset[int] = frozenset()
    """Excel's row numbers, from 1; rows left out by a filter are among them."""
    hidden_columns: frozenset[int] = frozenset()
    """Counted from 0."""
    fonts: ByRuns = field(default_factory=ByRuns)
    """The font of cells of text, only where it is one of old Vietnamese letters."""


@dataclass(frozen=True)
class Seen:
    """What a sheet tells beside the values that calamine reads."""

    extent: tuple[int, int] = (0, 0)
    """How far it reaches, as (rows, columns)."""
    faults: dict[Place, str] = field(default_factory=dict)
    """Why cells only look blank, in Vietnamese."""
    looks: Looks = Looks()
    formats: ByRuns = field(default_factory=ByRuns)
    """Number formats that show leading zeros."""


def is_old_font(name: str) -> bool:
    """Return whether a font has Vietnamese letters in places of their own: .VnTime (TCVN3), VNI-Times."""
    return _OLD_FONT.match(name) is not None
