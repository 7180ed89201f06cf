"""Households drawn by lot as rows (tests/communes.py), many with a blank; and closing their year by hand."""

from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Select

from communes import VILLAGES
from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.indicators.frozen import Frozen, freeze
from nsnt_desktop.indicators.sustainability import scheme_verdicts
from nsnt_desktop.models import SurveyYear
from nsnt_desktop.models.words import HouseholdStatus, Poverty, YearState
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

CENTRAL = {"central_tap", "central_public", "central_unspecified"}
SOURCES = [*sorted(CENTRAL), "drilled_well", "dug_well", "rain", "neighbour", "other", None]
answers = st.sampled_from([True, False, None])

rows = st.lists(
    st.fixed_dictionaries(
        {
            "year": st.sampled_from([2024, 2024, 2024, 2023]),
            "village": st.sampled_from(VILLAGES),
            "source": st.sampled_from(SOURCES),
            "status": st.sampled_from([HouseholdStatus.ACTIVE] * 6 + [*HouseholdStatus]),
            "poverty": st.sampled_from([Poverty.POOR, Poverty.POOR, *Poverty, None]),
            "persons": st.sampled_from([None, 0, 1, 2, 3, 4, 7]),
            "hygienic": answers,
            "clean": st.sampled_from([True, True, False, None]),
            "litres_per_month": st.sampled_from([None, 0, 4500, 12000, 333]),
            "dry_season_shortage": answers,
            "pollution_risk": st.sampled_from(["", "chuồng trại"]),
            "updated_at": st.sampled_from([None, datetime(2024, 10, 1)]),  # noqa: DTZ001 - the PC's clock
        }
    ),
    max_size=40,
)


def close(data: DataFile, **assumptions: int) -> None:
    """Close 2024 with its figures, and the numbers given in place of those of today."""
    with change(data, "Chốt số liệu") as made:
        year = find_year(made.session, 2024)
        figures, schemes = compute_year(made.session, year), scheme_verdicts(made.session, year)
        year.figures = freeze(Frozen(figures, schemes, (), assumptions, 0, {}))
        year.state = YearState.CLOSED


def reopen(data: DataFile) -> None:
    """Open 2024 again."""
    with change(data, "Mở lại") as made:
        year: SurveyYear = find_year(made.session, 2024)
        year.state, year.figures = YearState.OPEN, ""


def put(data: DataFile, rows: Select[Any], **values: Any) -> None:
    """Give every row of a query the same values."""
    with change(data, "Sửa số liệu thử") as made:
        for row in made.session.scalars(rows):
            for name, value in values.items():
                setattr(row, name, value)
