"""What stays when an action is taken back, because later work rests on it: nobody is lost by an undo.

SQLite keeps a row from going while another refers to it. It does not see that a household or scheme needs
its figures of the year, nor that households must stand in a village that is there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from nsnt_desktop.indicators.compute import in_force
from nsnt_desktop.models import (
    Base,
    Household,
    HouseholdRecord,
    SchemeRecord,
    SurveyYear,
    Village,
    WaterScheme,
)
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.household_lists import id_values

Place = tuple[str, int]
"""A table and a row of it."""
Field = tuple[str, int, str]
"""A table, a row of it and a field; no field: the whole row."""
_Edges = list[tuple[Place, Place]]
"""What rests on what: if the first stays, the second stays too."""

_RECORD, _VILLAGE = HouseholdRecord.__tablename__, Village.__tablename__
_OWNERS = {_RECORD: "household_id", SchemeRecord.__tablename__: "scheme_id"}
_OWNED_BY = {
    _RECORD: Household.__tablename__,
    SchemeRecord.__tablename__: WaterScheme.__tablename__,
}
_NEEDED = {*_OWNED_BY, *_OWNED_BY.values()}
_POINTED_AT: tuple[tuple[type[HouseholdRecord | SchemeRecord], str, str], ...] = (
    (HouseholdRecord, "household_id", "merged_into_id"),
    (SchemeRecord, "scheme_id", "scheme_id"),
)
"""Figures of a year that other households' figures of that year point to: whose they are, and the pointer."""
_GONE = ("status", "merged_into_id", "status_note")
_SPAN = ("active_from", "active_to", "merged_into_id")


@dataclass
class Wanted:
    """What taking an action back would do, if nothing rested on it."""

    going: dict[Place, dict[str, Any]] = field(default_factory=dict)
    """Rows that were made."""
    edited: set[Place] = field(default_factory=set)
    """Rows that were made and edited since."""
    coming: dict[Place, dict[str, Any]] = field(default_factory=dict)
    """Rows that were removed."""
    taken: dict[Place, dict[str, Any]] = field(default_factory=dict)
    """Rows that were removed, and whose number another row has now."""
    changing: dict[Field, Any] = field(default_factory=dict)
    """What fields would hold again."""
    stuck: set[Field] = field(default_factory=set)
    """Fields edited since."""

    def left(self, staying: set[Field]) -> "Wanted":
        """Return what is wanted still when some rows and fields stay."""
        rows = {(table, row_id) for table, row_id, name in staying if not name}
        return Wanted(
            {place: row for place, row in self.going.items() if place not in rows},
            self.edited,
            {place: row for place, row in self.coming.items() if place not in rows},
            self.taken,
            {key: value for key, value in self.changing.items() if key not in staying},
            self.stuck | staying,
        )


def what_stays(session: Session, wanted: Wanted, rows: dict[Place, dict[str, Any]]) -> set[Field]:
    """Return the rows and fields that have to stay; `rows` are those the action touched, as they stand."""
    staying = {(*place, "") for place in (*_rested_on(session, wanted), *_halves(wanted))}
    while True:
        left = wanted.left(staying)
        more = {
            *_merged_in_vain(session, left, rows),
            *_villages_needed(session, left),
            *_homeless(session, left, rows),
        }
        if more <= staying:
            return staying
        staying |= more


# Rows that were made


def _rested_on(session: Session, wanted: Wanted) -> set[Place]:
    """Return the rows made that something which stays refers to, or that such a row cannot do without."""
    edges = [*_references(session, wanted), *_pointers(session, wanted)]
    made = wanted.going.keys() | wanted.edited
    outside = {held for holder, held in edges if holder[0] in _OWNERS and holder not in wanted.going}
    for place, row in wanted.going.items():
        owner = _owner(place, row)
        if owner in made and owner not in outside:
            edges.append((owner, place))  # without it nobody would see that the household is there
    return _carried_on(edges, (held for holder, held in edges if holder not in wanted.going))


def _owner(place: Place, row: dict[str, Any]) -> Place | None:
    table = place[0]
    return (_OWNED_BY[table], row[_OWNERS[table]]) if table in _OWNERS else None


def _carried_on(edges: _Edges, first: Iterable[Place]) -> set[Place]:
    rests: dict[Place, list[Place]] = defaultdict(list)
    for holder, held in edges:
        rests[holder].append(held)
    found, todo = set[Place](), list(first)
    while todo:
        place = todo.pop()
        if place not in found:
            found.add(place)
            todo += rests[place]
    return found


def _references(session: Session, wanted: Wanted) -> Iterator[tuple[Place, Place]]:
    """Yield what refers to the households, schemes and their figures that would go."""
    made: dict[str, list[int]] = defaultdict(list)
    for name, row_id in (*wanted.going, *wanted.edited):
        made[name].append(row_id)
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column.table.name
            if target in made and target in _NEEDED:
                query = select(table.c.id, key.parent).where(key.parent.in_(id_values(made[target])))
                for row_id, at in session.execute(query).all():
                    if (table.name, row_id, key.parent.name) not in wanted.changing:
                        yield (table.name, row_id), (target, at)


def _pointers(session: Session, wanted: Wanted) -> Iterator[tuple[Place, Place]]:
    """Yield whose figures point to a household or scheme that would have none that year."""
    for model, owner, pointer in _POINTED_AT:
        name = model.__tablename__
        ids = [row_id for table, row_id in wanted.going if table == name]
        if not ids:
            continue
        here, pointed = aliased(HouseholdRecord), aliased(model)
        same = (getattr(pointed, owner) == getattr(here, pointer)) & (pointed.year_id == here.year_id)
        query = select(here.id, pointed.id).join(pointed, same).where(pointed.id.in_(id_values(ids)))
        for row_id, at in session.execute(query).all():
            if (_RECORD, row_id, pointer) not in wanted.changing:
                yield (_RECORD, row_id), (name, at)


# Rows that were removed


def _halves(wanted: Wanted) -> set[Place]:
    """Return the rows that cannot come back because what belongs to them cannot."""
    edges: _Edges = []
    removed = {**wanted.coming, **wanted.taken}
    for place, row in removed.items():
        owner = _owner(place, row)
        if owner in removed:
            edges += [(owner, place), (place, owner)]
    return _carried_on(edges, wanted.taken) - wanted.taken.keys()


# Fields


def _merged_in_vain(session: Session, wanted: Wanted, rows: dict[Place, dict[str, Any]]) -> Iterator[Field]:
    """Yield the fields of households that would be merged into one that is not there, or half merged."""
    for (table, row_id, name), into in wanted.changing.items():
        if table != _RECORD or name != "merged_into_id":
            continue
        record = rows[table, row_id]
        merged = wanted.changing.get((table, row_id, "status")) is HouseholdStatus.MERGED
        if (table, row_id, "status") in wanted.stuck or (
            into is not None and not (merged and _takes_in(session, wanted, record, into))
        ):
            yield from _fields(wanted, (table, row_id), _GONE)
    for table, row_id, name in wanted.stuck:
        if table == _RECORD and name == "merged_into_id":
            yield from _fields(wanted, (table, row_id), _GONE)


def _fields(wanted: Wanted, place: Place, names: Iterable[str]) -> Iterator[Field]:
    yield from ((*place, name) for name in names if (*place, name) in wanted.changing)


def _takes_in(session: Session, wanted: Wanted, record: dict[str, Any], into: int) -> bool:
    """Return whether a household stands in a record's year and does not end up in that record itself."""
    seen = {record["household_id"]}
    at: int | None = into
    while at is not None:
        query = select(HouseholdRecord.id, HouseholdRecord.merged_into_id).where(
            HouseholdRecord.household_id == at, HouseholdRecord.year_id == record["year_id"]
        )
        found = session.execute(query).first()
        if at in seen or found is None or (_RECORD, found.id) in wanted.going:
            return False
        seen.add(at)
        at = found.merged_into_id
    return True


def _span(session: Session, wanted: Wanted, village_id: int) -> Village | None:
    """Return a village as it would be in force; None: there would be none."""
    place = (_VILLAGE, village_id)
    if place in wanted.coming:
        return Village(**wanted.coming[place])
    village = session.get(Village, village_id)
    if village is None or place in wanted.going:
        return None
    return Village(**{name: wanted.changing.get((*place, name), getattr(village, name)) for name in _SPAN})


def _villages_needed(session: Session, wanted: Wanted) -> Iterator[Field]:
    """Yield the fields of villages that would be no more in a year in which households still stand there."""
    years = dict(session.execute(select(SurveyYear.id, SurveyYear.year)).all())
    for village_id in {
        row_id for table, row_id, name in wanted.changing if table == _VILLAGE and name in _SPAN
    }:
        now, then = session.get_one(Village, village_id), _span(session, wanted, village_id)
        lost = {i for i, year in years.items() if in_force(now, year) and not (then and in_force(then, year))}
        query = select(HouseholdRecord.id).where(
            HouseholdRecord.village_id == village_id, HouseholdRecord.year_id.in_(lost)
        )
        if lost and any(_remains(wanted, row_id) for row_id in session.scalars(query)):
            yield from _fields(wanted, (_VILLAGE, village_id), _SPAN)


def _remains(wanted: Wanted, record_id: int) -> bool:
    return (_RECORD, record_id) not in wanted.going and (
        _RECORD,
        record_id,
        "village_id",
    ) not in wanted.changing


def _homeless(session: Session, wanted: Wanted, rows: dict[Place, dict[str, Any]]) -> Iterator[Field]:
    """Yield where households would stand again in a village that is no more in their year."""
    years = dict(session.execute(select(SurveyYear.id, SurveyYear.year)).all())
    back = [
        ((table, row_id, name), rows[table, row_id]["year_id"], village_id)
        for (table, row_id, name), village_id in wanted.changing.items()
        if table == _RECORD and name == "village_id"
    ]
    back += [
        ((*place, ""), row["year_id"], row["village_id"])
        for place, row in wanted.coming.items()
        if place[0] == _RECORD
    ]
    spans = {i: _span(session, wanted, i) for i in {village_id for _, _, village_id in back}}
    for key, year_id, village_id in back:
        village = spans[village_id]
        if year_id in years and village is not None and not in_force(village, years[year_id]):
            yield key
