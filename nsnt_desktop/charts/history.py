"""The years a chart of lines is made from."""

from sqlalchemy.orm import Session

from nsnt_desktop.charts.year_lines import YEARS
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.indicators.results import YearFigures
from nsnt_desktop.registry.years import list_years


def recent_years(session: Session, figures: YearFigures) -> tuple[YearFigures, ...]:
    """Return the figures of five calendar years up to the one given, oldest first; those kept of them."""
    earlier = [year for year in list_years(session) if figures.year - YEARS < year.year < figures.year]
    return (*(year_figures(session, year) for year in reversed(earlier)), figures)
