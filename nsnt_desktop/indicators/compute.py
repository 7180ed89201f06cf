"""All figures of a year, computed in one place for screens, papers and the command line."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.counting import add_counts, add_sources, count_year
from nsnt_desktop.indicators.definitions import household_indicators, sustainable_schemes
from nsnt_desktop.indicators.results import Counts, PlaceFigures, YearFigures
from nsnt_desktop.indicators.sustainability import count_classes, scheme_verdicts
from nsnt_desktop.models import Commune, SurveyYear, Village
from nsnt_desktop.storage.assumptions import load_assumptions


def compute_year(session: Session, year: SurveyYear) -> YearFigures:
    """Return the figures of one survey year: the commune, and every village in its order.

    Villages that were active in the year appear even without a household; their indicators are None.
    """
    assumptions = load_assumptions(session)
    counted = count_year(session, year.id)
    villages = tuple(
        PlaceFigures(
            name=village.name,
            counts=(counts := counted.villages.get(village.id, Counts())),
            indicators=household_indicators(counts, assumptions),
            sources=counted.sources.get(village.id, ()),
            village_id=village.id,
            former_commune=village.former_commune,
        )
        for village in session.scalars(select(Village).order_by(Village.position, Village.id))
        if village.id in counted.villages or in_force(village, year.year)
    )
    total = add_counts([village.counts for village in villages])
    classes = count_classes(scheme_verdicts(session, year))
    commune = PlaceFigures(
        name=session.scalars(select(Commune.name)).one(),
        counts=total,
        indicators=(*household_indicators(total, assumptions), sustainable_schemes(classes)),
        sources=add_sources(
            sorted((s for v in villages for s in v.sources), key=lambda s: counted.order[s.source_id])
        ),
    )
    return YearFigures(year.year, commune, villages, classes)


def in_force(village: Village, year: int) -> bool:
    """Return whether a village exists in a year."""
    return (village.active_from or 0) <= year <= (village.active_to or 9999)
