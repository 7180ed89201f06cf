"""All figures of a year for screens, papers and the command line: as they were closed, or computed now."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.counting import add_counts, add_sources, central_of, count_year
from nsnt_desktop.indicators.criteria import Verdict, judge
from nsnt_desktop.indicators.definitions import household_indicators, sustainable_schemes
from nsnt_desktop.indicators.frozen import frozen_year
from nsnt_desktop.indicators.results import Counts, PlaceFigures, YearFigures
from nsnt_desktop.indicators.sustainability import SchemeVerdict, count_classes, scheme_verdicts
from nsnt_desktop.models import Commune, Criterion, MainSource, SurveyYear, Village
from nsnt_desktop.storage.assumptions import Assumptions, load_assumptions


def year_figures(session: Session, year: SurveyYear) -> YearFigures:
    """Return the figures of a survey year: those it was closed with, else computed from its records."""
    frozen = frozen_year(year)
    return frozen.figures if frozen else compute_year(session, year)


def year_verdicts(session: Session, year: SurveyYear) -> tuple[SchemeVerdict, ...]:
    """Return the class of every scheme followed in a year, by name: as closed, else by today's rules."""
    frozen = frozen_year(year)
    return frozen.schemes if frozen else scheme_verdicts(session, year)


def year_criteria(session: Session, year: SurveyYear, figures: YearFigures) -> tuple[Verdict, ...]:
    """Return the criteria of nông thôn mới held against a year's figures: as closed, else as they are now.

    A criterion nobody has tied to an indicator yet (8.1, 8.2) has nothing to be held against.
    """
    frozen = frozen_year(year)
    return frozen.verdicts() if frozen else judge_criteria(session, figures)


def year_assumptions(session: Session, year: SurveyYear) -> Assumptions:
    """Return the editable numbers that the figures of a year rest on: those of its closing, else today's."""
    today = load_assumptions(session)
    frozen = frozen_year(year)
    return frozen.assumed(today) if frozen else today


def year_central(session: Session, year: SurveyYear) -> frozenset[int]:
    """Return which main sources are centralised schemes in a year, by id: as closed, else as they are now."""
    frozen = frozen_year(year)
    return central_of(frozen.figures.commune.sources if frozen else session.scalars(select(MainSource)))


def judge_criteria(session: Session, figures: YearFigures) -> tuple[Verdict, ...]:
    """Return today's criteria held against some figures, in their order."""
    query = select(Criterion).where(Criterion.indicator != "").order_by(Criterion.position, Criterion.id)
    return tuple(judge(criterion, figures.commune) for criterion in session.scalars(query))


def former_commune_figures(
    figures: YearFigures, former_commune: str, assumptions: Assumptions
) -> PlaceFigures | None:
    """Return the villages of one former commune added up; None where none of them stood in the year."""
    inside = [village for village in figures.villages if village.former_commune == former_commune]
    if not inside:
        return None
    counts = add_counts([village.counts for village in inside])
    return PlaceFigures(former_commune, counts, household_indicators(counts, assumptions))


def compute_year(session: Session, year: SurveyYear) -> YearFigures:
    """Return the figures of one survey year as its records make them now: the commune, and every village.

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
