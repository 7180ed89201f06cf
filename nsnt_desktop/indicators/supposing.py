"""A supposition put to the records of a year: who is meant, who would change, and what it would give."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from nsnt_desktop.indicators.compute import year_assumptions, year_criteria, year_figures
from nsnt_desktop.indicators.criteria import Verdict, judge
from nsnt_desktop.indicators.results import YearFigures
from nsnt_desktop.indicators.what_if import Home, Meant, Supposition, affected, homes, what_if
from nsnt_desktop.models import SurveyYear


@dataclass(frozen=True)
class Supposed:
    """The figures now and as they would be, and of which households."""

    now: YearFigures
    then: YearFigures
    verdicts: tuple[tuple[Verdict, Verdict], ...]
    """Each criterion now and as it would be."""
    found: int
    """Households of the group."""
    changing: tuple[Home, ...]
    """Those of them that something would change for."""
    counted: tuple[Home, ...]
    """Those of these that were asked for: the first in the order of the list."""


def suppose(session: Session, year: SurveyYear, meant: Meant, supposition: Supposition) -> Supposed:
    """Return what the figures of a year would be. Of a closed year: beside those it was closed with."""
    now = year_figures(session, year)
    found = homes(session, year, meant)
    changing = affected(found, supposition)
    counted = changing[: supposition.most]
    then = what_if(now, counted, supposition, year_assumptions(session, year))
    verdicts = year_criteria(session, year, now)
    pairs = tuple((verdict, judge(verdict.criterion, then.commune)) for verdict in verdicts)
    return Supposed(now, then, pairs, len(found), changing, counted)
