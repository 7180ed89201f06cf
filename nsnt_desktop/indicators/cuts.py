"""The figures of a year by village, former commune, poverty, main source: each cut adds up to the commune."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.compute import (
    former_commune_figures,
    year_assumptions,
    year_central,
    year_figures,
)
from nsnt_desktop.indicators.conditions import Blank
from nsnt_desktop.indicators.counting import OF_SOURCE, added_by, count_groups
from nsnt_desktop.indicators.definitions import household_indicators
from nsnt_desktop.indicators.frozen import frozen_year
from nsnt_desktop.indicators.results import Counts, PlaceFigures, SourceCounts
from nsnt_desktop.models import MainSource, SurveyYear
from nsnt_desktop.models.words import SOURCE_UNKNOWN_LABEL, UNKNOWN_LABEL, LabelledEnum, Poverty

__all__ = ["FORMER_COMMUNE_UNKNOWN_LABEL", "Blank", "Cut", "CutFigures", "Where", "cut_figures"]

FORMER_COMMUNE_UNKNOWN_LABEL = "Chưa ghi xã cũ"


class Cut(LabelledEnum):
    """What the households of a commune are parted by."""

    VILLAGE = "village", "Thôn"
    FORMER_COMMUNE = "former_commune", "Xã cũ"
    POVERTY = "poverty", "Hộ nghèo, cận nghèo"
    SOURCE = "source", "Nguồn nước chính"


@dataclass(frozen=True)
class Where:
    """Which households of a year: None is any, BLANK those of whom it is not known yet."""

    village_id: int | None = None
    former_commune: str | None = None
    """Empty: those of villages that name none."""
    poverty: Poverty | Blank | None = None
    source: int | Blank | None = None


@dataclass(frozen=True)
class CutFigures:
    """The figures of one group, and which households it is."""

    place: PlaceFigures
    where: Where


def cut_figures(session: Session, year: SurveyYear, cut: Cut) -> tuple[CutFigures, ...]:
    """Return every group of a year in the office's order, the one not known yet last; Σ groups = commune.

    Poverty lists all its groups, the others those that occur. Of a closed year villages and former communes
    are as it was closed; its records, which nobody can change, tell what was not kept by poverty and source.
    """
    match cut:
        case Cut.VILLAGE:
            villages = year_figures(session, year).villages
            # A village that was removed since has no number: nobody lived in it.
            return tuple(
                CutFigures(village, Where(village_id=village.village_id or 0)) for village in villages
            )
        case Cut.FORMER_COMMUNE:
            return _by_former_commune(session, year)
        case Cut.POVERTY:
            return _by_poverty(session, year)
        case _:
            return _by_source(session, year)


def _by_former_commune(session: Session, year: SurveyYear) -> tuple[CutFigures, ...]:
    figures, assumptions = year_figures(session, year), year_assumptions(session, year)
    names = dict.fromkeys(village.former_commune for village in figures.villages)
    return tuple(
        CutFigures(replace(place, name=name or FORMER_COMMUNE_UNKNOWN_LABEL), Where(former_commune=name))
        for name in sorted(names, key=lambda name: not name)
        if (place := former_commune_figures(figures, name, assumptions))
    )


def _by_poverty(session: Session, year: SurveyYear) -> tuple[CutFigures, ...]:
    groups = count_groups(session, year.id, year_central(session, year))
    counted = added_by(groups, lambda group: group.poverty)
    assumptions = year_assumptions(session, year)

    def figures(poverty: Poverty | None) -> CutFigures:
        counts = counted.get(poverty, Counts())
        name = poverty.label if poverty else UNKNOWN_LABEL
        place = PlaceFigures(name, counts, household_indicators(counts, assumptions))
        return CutFigures(place, Where(poverty=poverty or Blank.BLANK))

    return tuple(figures(poverty) for poverty in (*Poverty, None))


def _by_source(session: Session, year: SurveyYear) -> tuple[CutFigures, ...]:
    groups = count_groups(session, year.id, year_central(session, year))
    counted = added_by(groups, lambda group: group.source_id)
    assumptions = year_assumptions(session, year)
    frozen = frozen_year(year)
    if frozen:
        named = _as_closed(frozen.figures.commune.sources, counted)
    else:
        sources = session.scalars(select(MainSource).order_by(MainSource.position))
        labels: dict[int | None, str] = {source.id: source.label for source in sources}
        labels[None] = SOURCE_UNKNOWN_LABEL
        named = [(i, label, counted[i]) for i, label in labels.items() if i in counted]
    return tuple(
        CutFigures(
            PlaceFigures(label, counts, household_indicators(counts, assumptions)),
            Where(source=Blank.BLANK if source_id is None else source_id),
        )
        for source_id, label, counts in named
    )


def _as_closed(
    kept: Iterable[SourceCounts], counted: dict[int | None, Counts]
) -> list[tuple[int | None, str, Counts]]:
    """Return the sources of a closed year: what was kept of them, the rest from its records."""
    return [
        (
            source.source_id,
            source.label,
            replace(
                counted.get(source.source_id, Counts()),
                **{name: getattr(source, name) for name in OF_SOURCE},
            ),
        )
        for source in kept
    ]
