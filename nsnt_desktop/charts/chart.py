"""A chart as plain data: what it shows and in which words, not where the ink goes."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from nsnt_desktop.format import BLANK


class Tone(Enum):
    """How a bar is filled; each can be told from the others without any colour."""

    SOLID = "solid"
    HATCHED = "hatched"
    LIGHT = "light"
    EMPTY = "empty"
    """Only an edge: of what is not known yet."""


@dataclass(frozen=True)
class Bar:
    """One bar with its words; a value of None draws no bar, and `said` says why."""

    label: str
    value: Fraction | None
    said: str
    tone: Tone = Tone.SOLID
    before: Fraction | None = None
    before_said: str = ""
    """Last year's value in words; empty: there was no last year."""
    marks: tuple[Fraction, ...] = ()
    """Thresholds, as strokes across the bar."""
    marks_said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gap:
    """A line of words where bars were left out: "… và 12 thôn khác"."""

    said: str


@dataclass(frozen=True)
class Panel:
    """Bars over one axis from 0."""

    unit: str
    rows: tuple[Bar | Gap, ...]
    line: Fraction | None = None
    """A value the bars are held against, as a line through all of them."""
    line_said: str = ""

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars without the lines of words between them."""
        return tuple(row for row in self.rows if isinstance(row, Bar))


@dataclass(frozen=True)
class Bars:
    """A chart of lying bars; `empty` says why there is nothing to draw."""

    title: str
    panels: tuple[Panel, ...] = ()
    key: tuple[tuple[Tone, str], ...] = ()
    marks_key: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Series:
    """One line over the years: a value or None for each year, and the same in words."""

    code: str
    name: str
    values: tuple[Fraction | None, ...]
    said: tuple[str, ...]


@dataclass(frozen=True)
class Lines:
    """A chart of percentages over the years; `empty` says why there is nothing to draw."""

    title: str
    years: tuple[int, ...] = ()
    series: tuple[Series, ...] = ()
    with_table: bool = True
    """Whether the values stand in a table under their years; else only the last beside its line."""
    empty: str = ""


Chart = Bars | Lines


def told(chart: Chart) -> str:
    """Return all a chart shows in words, for a screen reader and for who cannot see the picture."""
    if chart.empty:
        return f"{chart.title}: {chart.empty}"
    parts = _lines_told(chart) if isinstance(chart, Lines) else _bars_told(chart)
    return f"{chart.title}. " + "; ".join(parts) + "."


def _lines_told(chart: Lines) -> list[str]:
    return [
        f"{one.name}: "
        + ", ".join(f"{year}: {said}" for year, said in zip(chart.years, one.said, strict=True))
        for one in chart.series
    ]


def _bars_told(chart: Bars) -> list[str]:
    parts = []
    for panel in chart.panels:
        parts += [row.said if isinstance(row, Gap) else _bar_told(row, chart) for row in panel.rows]
        parts += [panel.line_said] if panel.line_said else []
    return parts


def _bar_told(bar: Bar, chart: Bars) -> str:
    words = f"{bar.label}: {bar.said}"
    if bar.before_said not in ("", BLANK):
        words += f" ({chart.key[-1][1].lower()}: {bar.before_said})"
    return words + (", ngưỡng " + ", ".join(bar.marks_said) if bar.marks_said else "")
