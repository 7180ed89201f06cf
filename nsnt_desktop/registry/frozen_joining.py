"""The figures of closed years when two communes become one: villages side by side, counts added."""

from collections.abc import Collection
from dataclasses import asdict, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.compute import compute_year, judge_criteria
from nsnt_desktop.indicators.counting import add_counts, add_sources
from nsnt_desktop.indicators.definitions import household_indicators, sustainable_schemes
from nsnt_desktop.indicators.frozen import Frozen, freeze, frozen_year, judged
from nsnt_desktop.indicators.results import PlaceFigures, SourceCounts, YearFigures
from nsnt_desktop.indicators.sustainability import SchemeVerdict, count_classes, scheme_verdicts
from nsnt_desktop.models import (
    Commune,
    MainSource,
    SurveyYear,
    SustainabilityCriterion,
    Village,
    WaterScheme,
)
from nsnt_desktop.models.words import YearState
from nsnt_desktop.registry.commune_copy import Copy
from nsnt_desktop.storage.assumptions import Assumptions, load_assumptions


def join_figures(copy: Copy, ours: Collection[int]) -> None:
    """Put the other commune's figures beside ours in every closed year; `ours`: the years we had ourselves.

    A year of ours that was closed before figures were kept goes on being counted from its records.
    """
    for theirs in copy.theirs.scalars(select(SurveyYear).where(SurveyYear.state == YearState.CLOSED)):
        year = copy.ours.get_one(SurveyYear, copy.became(SurveyYear, theirs.id))
        own = frozen_year(year) if year.year in ours else None
        if own is not None or year.year not in ours:
            other = _here(copy, frozen_year(theirs) or _counted_now(copy.theirs, theirs))
            year.figures = freeze(_joined(copy.ours, own, other))


def _counted_now(session: Session, year: SurveyYear) -> Frozen:
    """Return the figures of a year closed before they were kept, from its records."""
    return Frozen(
        figures=compute_year(session, year),
        schemes=scheme_verdicts(session, year),
        criteria=(),
        assumptions=asdict(load_assumptions(session)),
        warnings=0,
        moved={},
    )


def _here(copy: Copy, frozen: Frozen) -> Frozen:
    """Return their figures with the numbers that villages, sources and schemes have here."""
    villages = copy.ids[Village.__tablename__]
    kept = {village.id: village for village in copy.ours.scalars(select(Village))}
    figures = replace(
        frozen.figures,
        villages=tuple(
            replace(
                village,
                village_id=(here := villages.get(village.village_id or 0)),
                name=kept[here].name if here else village.name,
                former_commune=kept[here].former_commune if here else village.former_commune,
                sources=_sources(copy, village.sources),
            )
            for village in frozen.figures.villages
        ),
    )
    moved = {villages[i]: reason for i, reason in frozen.moved.items() if i in villages}
    schemes = tuple(_scheme(copy, verdict) for verdict in frozen.schemes)
    tests = {copy.became(WaterScheme, i): latest for i, latest in frozen.tests.items()}
    return replace(frozen, figures=figures, moved=moved, schemes=schemes, tests=tests)


def _sources(copy: Copy, sources: tuple[SourceCounts, ...]) -> tuple[SourceCounts, ...]:
    ids = copy.ids[MainSource.__tablename__]
    return tuple(replace(s, source_id=None if s.source_id is None else ids[s.source_id]) for s in sources)


def _scheme(copy: Copy, verdict: SchemeVerdict) -> SchemeVerdict:
    scheme_id = copy.became(WaterScheme, verdict.scheme_id)
    criteria = copy.ids[SustainabilityCriterion.__tablename__]
    return replace(
        verdict,
        scheme_id=scheme_id,
        name=copy.ours.get_one(WaterScheme, scheme_id).name,
        answers=tuple(replace(a, criterion_id=criteria.get(a.criterion_id, 0)) for a in verdict.answers),
    )


def _villages(own: Frozen | None, other: Frozen, assumptions: Assumptions) -> tuple[PlaceFigures, ...]:
    """Return the villages of both; one that both have is one place, its counts added."""
    mine = own.figures.villages if own else ()
    theirs = {village.village_id: village for village in other.figures.villages}
    found = [
        _one_place(village, theirs.pop(village.village_id), assumptions)
        if village.village_id in theirs
        else village
        for village in mine
    ]
    return (*found, *theirs.values())


def _one_place(mine: PlaceFigures, theirs: PlaceFigures, assumptions: Assumptions) -> PlaceFigures:
    counts = add_counts([mine.counts, theirs.counts])
    return replace(
        mine,
        counts=counts,
        indicators=household_indicators(counts, assumptions),
        sources=add_sources([*mine.sources, *theirs.sources]),
    )


def _joined(session: Session, own: Frozen | None, other: Frozen) -> Frozen:
    """Return one year's figures of both; a scheme of both stands once, as ours classed it."""
    rules = own or other
    known = {verdict.scheme_id for verdict in own.schemes} if own else set()
    schemes = (*(own.schemes if own else ()), *(v for v in other.schemes if v.scheme_id not in known))
    assumptions = rules.assumed(load_assumptions(session))
    villages = _villages(own, other, assumptions)
    counts = add_counts([village.counts for village in villages])
    order: dict[int | None, int] = {
        source_id: at
        for at, source_id in enumerate(session.scalars(select(MainSource.id).order_by(MainSource.position)))
    }
    parts = [part for village in villages for part in village.sources]
    classes = count_classes(schemes)
    commune = PlaceFigures(
        name=own.figures.commune.name if own else session.scalars(select(Commune.name)).one(),
        counts=counts,
        indicators=(*household_indicators(counts, assumptions), sustainable_schemes(classes)),
        sources=add_sources(sorted(parts, key=lambda part: order.get(part.source_id, len(order)))),
    )
    figures = YearFigures(rules.figures.year, commune, villages, classes)
    return Frozen(
        figures=figures,
        schemes=tuple(sorted(schemes, key=lambda verdict: verdict.name)),
        criteria=tuple(judged(verdict) for verdict in judge_criteria(session, figures)),
        assumptions=rules.assumptions,
        warnings=(own.warnings if own else 0) + other.warnings,
        moved={**other.moved, **(own.moved if own else {})},
        tests={**other.tests, **(own.tests if own else {})},
    )
