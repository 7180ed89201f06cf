"""What the tests of the charts share: figures of a year made by hand, and what stands in a drawing."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from reportlab.graphics.shapes import Drawing, Group, Rect, Shape, String
from reportlab.pdfbase.pdfmetrics import stringWidth

from nsnt_desktop.charts.look import Look, screen_look
from nsnt_desktop.indicators.definitions import household_indicators, sustainable_schemes
from nsnt_desktop.indicators.results import Counts, PlaceFigures, SourceCounts, YearFigures
from nsnt_desktop.models.words import SourceGroup, SustainabilityClass
from nsnt_desktop.storage.assumptions import Assumptions

ASSUMED = Assumptions(
    decimals=1,
    days_per_month=30,
    litres_all_persons=False,
    litres_min=20,
    litres_max=200,
    persons_max=20,
    test_valid_months=12,
    village_change_points=10,
    deadline_near_days=30,
    sustainable_min_met=5,
    fairly_min_met=3,
    class_unknown_max=1,
    capacity_share=60,
    days_interrupted_max=30,
    outlier_mads=3,
    outlier_villages_min=5,
    sample_households=5,
)
NO_SCHEMES: dict[SustainabilityClass | None, int] = dict.fromkeys((*SustainabilityClass, None), 0)
LOOK: Look = screen_look(dark=False)


def counts(households: int = 100, clean: int = 60, **others: int) -> Counts:
    """Return the counts of a village where everybody's water is known and nobody is poor."""
    return Counts(households=households, hygienic=households, clean=clean, **others)


def figures(
    year: int = 2024,
    villages: Sequence[Counts] = (),
    *,
    names: Sequence[str] = (),
    former: Sequence[str] = (),
    sources: tuple[SourceCounts, ...] = (),
    classes: dict[SustainabilityClass | None, int] | None = None,
) -> YearFigures:
    """Return the figures of one year, the commune being the sum of its villages."""
    known = NO_SCHEMES if classes is None else NO_SCHEMES | classes
    total = Counts(**{f.name: sum(getattr(part, f.name) for part in villages) for f in fields(Counts)})
    places = tuple(
        PlaceFigures(
            names[at] if names else f"Thôn {at + 1}",
            part,
            household_indicators(part, ASSUMED),
            village_id=at + 1,
            former_commune=former[at] if former else "",
        )
        for at, part in enumerate(villages)
    )
    indicators = (*household_indicators(total, ASSUMED), sustainable_schemes(known))
    return YearFigures(year, PlaceFigures("Cẩm Tân", total, indicators, sources), places, known)


def source(label: str, group: SourceGroup | None, households: int) -> SourceCounts:
    return SourceCounts(None if group is None else 1, label, group, households, 0, 0, 0)


def shapes_of(drawing: Group, kind: type[Any] = Shape) -> Iterator[Any]:
    """Yield the shapes of a drawing, those in its groups too."""
    for shape in drawing.contents:
        if isinstance(shape, Group):
            yield from shapes_of(shape, kind)
        elif isinstance(shape, kind):
            yield shape


def words_of(drawing: Drawing) -> list[str]:
    return [shape.text for shape in shapes_of(drawing, String)]


def spans_of(drawing: Drawing) -> list[tuple[str, float, float]]:
    """Return each line of words with where it begins and ends."""
    found = []
    for shape in shapes_of(drawing, String):
        width = stringWidth(shape.text, shape.fontName, shape.fontSize)
        start = shape.x - {"start": 0.0, "middle": width / 2, "end": width}[shape.textAnchor]
        found.append((shape.text, start, start + width))
    return found


def bars_of(drawing: Drawing) -> list[Rect]:
    """Return the bars: what has an edge; the places kept free for words have none."""
    return [shape for shape in shapes_of(drawing, Rect) if shape.strokeColor is not None]
