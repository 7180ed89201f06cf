"""The tables the rules ask, and the way to the records of one year."""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, func, literal, select

from nsnt_desktop.models import Household, HouseholdRecord

R, H = HouseholdRecord, Household


def records_of(year_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Return the condition "a record of this year", so that SQLite runs through the records as they lie.

    Records of a year stand together; the way over the index by village jumps to and fro, and takes five
    times as long for a whole year.
    """
    return R.id.between(_end(func.min, year_id), _end(func.max, year_id)) & (
        R.year_id + literal(0) == year_id
    )


def _end(least: Any, year_id: int | BindParameter[int]) -> ScalarSelect[int]:
    return select(least(R.id)).where(R.year_id == year_id).correlate(None).scalar_subquery()
