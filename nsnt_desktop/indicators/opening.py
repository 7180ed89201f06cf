"""A printed number opened: the households (or schemes) that were counted in it."""

import json
from collections.abc import Collection
from itertools import chain

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.compute import year_assumptions, year_central, year_verdicts
from nsnt_desktop.indicators.conditions import Blank, condition, is_poverty
from nsnt_desktop.indicators.counting import records_of
from nsnt_desktop.indicators.cuts import Where
from nsnt_desktop.indicators.definitions import Part, definition
from nsnt_desktop.indicators.frozen import frozen_year
from nsnt_desktop.models import Household, SurveyYear, Village
from nsnt_desktop.models import HouseholdRecord as R
from nsnt_desktop.models.words import HouseholdStatus, SustainabilityClass

__all__ = ["Part", "open_count", "open_number", "open_schemes"]

_ANYBODY = Where()
_SCALE = 1 << 20
"""One number holds a record and its village: half the time of two columns."""


def open_number(
    session: Session,
    year: SurveyYear,
    code: str,
    part: Part,
    where: Where = _ANYBODY,
    *,
    in_order: bool = True,
) -> tuple[int, ...]:
    """Return the records of a part of a household indicator ("1" to "5"), by village and people's names.

    As many as the number that is printed (`definitions.part_count`). Nobody is "không đạt" in indicator 5.
    Not in order they come in a third of the time: for a list that sorts them itself.
    """
    names = definition(code, year_assumptions(session, year)).parts[part]
    return _opened(session, year, names, where, in_order=in_order)


def open_count(
    session: Session, year: SurveyYear, name: str, where: Where = _ANYBODY, *, in_order: bool = True
) -> tuple[int, ...]:
    """Return the records that one count of households counts ("shortage", "poor"), in the same order."""
    return _opened(session, year, (name,), where, in_order=in_order)


def open_schemes(session: Session, year: SurveyYear, part: Part) -> tuple[int, ...]:
    """Return the schemes of a part of indicator 6, by name."""
    return tuple(v.scheme_id for v in year_verdicts(session, year) if part in _parts_of(v.final))


def _parts_of(final: SustainabilityClass | None) -> set[Part]:
    if final is None:
        return {Part.UNKNOWN, Part.DENOMINATOR}
    met = final is SustainabilityClass.SUSTAINABLE
    return {Part.NUMERATOR if met else Part.NOT_MET, Part.DENOMINATOR}


def _opened(
    session: Session, year: SurveyYear, names: Collection[str], where: Where, *, in_order: bool
) -> tuple[int, ...]:
    if not names:
        return ()
    central = year_central(session, year)
    wanted = (
        *records_of(session, year.id),
        R.status == HouseholdStatus.ACTIVE,
        or_(*(condition(name, central) for name in names)),
        *_inside(session, year, where),
    )
    if not in_order:
        ids = session.scalar(select(func.json_group_array(R.id)).where(*wanted))
        return tuple(json.loads(ids or "[]"))
    query = select(
        func.json_group_array(R.household_id), func.json_group_array(R.id * _SCALE + R.village_id)
    ).where(*wanted)
    households, records = map(json.loads, session.execute(query).one())
    return _in_list_order(session, dict(zip(households, records, strict=True)))


def _inside(session: Session, year: SurveyYear, where: Where) -> list[ColumnElement[bool]]:
    inside = []
    if where.village_id is not None:
        inside.append(R.village_id == where.village_id)
    if where.former_commune is not None:
        inside.append(R.village_id.in_(_villages(session, year, where.former_commune)))
    if where.poverty is not None:
        inside.append(is_poverty(where.poverty))
    if where.source is not None:
        unknown = isinstance(where.source, Blank)
        inside.append(R.main_source_id.is_(None) if unknown else R.main_source_id == where.source)
    return inside


def _villages(session: Session, year: SurveyYear, former_commune: str) -> list[int | None]:
    """Return the villages of a former commune: as the year was closed, else as they are now."""
    frozen = frozen_year(year)
    if frozen:
        return [v.village_id for v in frozen.figures.villages if v.former_commune == former_commune]
    return list(session.scalars(select(Village.id).where(Village.former_commune == former_commune)))


def _in_list_order(session: Session, records: dict[int, int]) -> tuple[int, ...]:
    """Return record ids by village and name, given by household with their village.

    Sorting them in SQL takes several times as long; the index of names is read in one go.
    """
    by_name = select(Household.id).order_by(Household.sort_key, Household.id).subquery()
    names = json.loads(session.scalar(select(func.json_group_array(by_name.c.id))) or "[]")
    villages = session.scalars(select(Village.id).order_by(Village.position, Village.id))
    parts: dict[int, list[int]] = {village_id: [] for village_id in villages}
    for record in filter(None, map(records.get, names)):
        parts[record % _SCALE].append(record // _SCALE)
    return tuple(chain.from_iterable(parts.values()))
