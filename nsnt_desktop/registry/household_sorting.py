"""By what the list of households can be sorted, and the place of every value in that order."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import DateTime, Enum, String, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from nsnt_desktop.models import Household, HouseholdRecord, MainSource, WaterScheme
from nsnt_desktop.text import natural_key

_R, _H = HouseholdRecord, Household
_OF_HOUSEHOLD: dict[str, InstrumentedAttribute[Any]] = {
    "code": _H.code,
    "address": _H.address,
    "phone": _H.phone,
    "birth_year": _H.birth_year,
}
_OF_RECORD: dict[str, InstrumentedAttribute[Any]] = {
    "persons": _R.persons,
    "poverty": _R.poverty,
    "main_source": _R.main_source_id,
    "second_source": _R.second_source_id,
    "scheme": _R.scheme_id,
    "hygienic": _R.hygienic,
    "clean": _R.clean,
    "basis": _R.basis,
    "has_meter": _R.has_meter,
    "litres_per_month": _R.litres_per_month,
    "volume_estimated": _R.volume_estimated,
    "treatment": _R.treatment,
    "dry_season_shortage": _R.dry_season_shortage,
    "pollution_risk": _R.pollution_risk,
    "note": _R.note,
    "status": _R.status,
    "updated_at": _R.updated_at,
    "verified": _R.verified,
}
SORTS = frozenset({"head", "village", *_OF_HOUSEHOLD, *_OF_RECORD})
"""Every name the list can be sorted by."""


def sort_ranks(session: Session, year_id: int, sort: str) -> tuple[dict[int, int], bool]:
    """Return the place of each household in the order of a column, equal for equal values, a blank first.

    By household id (and True) for what is the household's own, by record id for what is of the year.
    """
    own = sort in _OF_HOUSEHOLD
    if own:
        ids, column = _H.id, _OF_HOUSEHOLD[sort]
        among = _H.id > 0
    else:
        ids, column = _R.id, _OF_RECORD[sort]
        among = _R.year_id == year_id
    raw = type_coerce(column, String) if isinstance(column.type, Enum | DateTime) else column
    query = select(func.json_group_array(ids), func.json_group_array(raw)).where(among)
    found, values = map(json.loads, session.execute(query).one())
    places = {value: at for at, value in enumerate(_ordered(session, sort, column, set(values)), 1)}
    places |= dict.fromkeys((None, ""), 0)
    return dict(zip(found, map(places.__getitem__, values), strict=True)), own


def _ordered(
    session: Session, sort: str, column: InstrumentedAttribute[Any], values: set[Any]
) -> Iterable[Any]:
    """Return the values of a column in the order an officer expects, each once."""
    known = values - {None, ""}
    if isinstance(column.type, Enum) and column.type.enum_class is not None:
        return [member.value for member in column.type.enum_class]
    if sort in {"main_source", "second_source"}:
        return session.scalars(select(MainSource.id).order_by(MainSource.position)).all()
    if sort == "scheme":
        names = dict(session.execute(select(WaterScheme.id, WaterScheme.name)).all())
        return sorted(names, key=lambda i: natural_key(names[i]))
    # Codes and moments of one length stand in their order as they are; "H2" stands before "H10".
    as_they_are = all(not isinstance(v, str) for v in known) or (
        len(set(map(len, known))) == 1 and all(map(str.isascii, known))
    )
    return sorted(known, key=None if as_they_are else natural_key)
