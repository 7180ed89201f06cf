"""The records a warning is about, by village and main source: read at once, told place by place."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.counting import records_of
from nsnt_desktop.models import HouseholdRecord as R
from nsnt_desktop.models import MainSource, SurveyYear, Village
from nsnt_desktop.models.words import SOURCE_UNKNOWN_LABEL, HouseholdStatus

Spot = tuple[int, int | None]
"""A village and a main source (None: not known yet), by id."""
Found = Mapping[Spot, Sequence[int]]
"""Record ids by spot."""
Place = TypeVar("Place")
Group = TypeVar("Group")
_SOURCES = 1 << 20


@dataclass(frozen=True)
class Places:
    """What villages and main sources are called today; the order of the keys is the order of the lists."""

    villages: dict[int, str]
    sources: dict[int | None, str]


@dataclass(frozen=True)
class YearRecords:
    """What the active households of a year say of their water."""

    households: Mapping[Spot, int]
    short: Found
    unknown: Found
    """Of these nobody wrote down whether they are short of water."""
    risks: Mapping[str, Found]
    """By the text as it was written."""
    short_homes: Mapping[int, int]
    """The household of each record that is short of water."""
    told_homes: frozenset[int]
    """The households of which it is known whether they are."""


def load_places(session: Session) -> Places:
    """Return every village and main source; a village says its former commune where there are several."""
    villages = list(session.scalars(select(Village).order_by(Village.position, Village.id)))
    several = len({village.former_commune for village in villages}) > 1
    sources = session.scalars(select(MainSource).order_by(MainSource.position, MainSource.id))
    return Places(
        {
            v.id: f"{v.name} ({v.former_commune})" if several and v.former_commune else v.name
            for v in villages
        },
        {**{s.id: s.label for s in sources}, None: SOURCE_UNKNOWN_LABEL},
    )


def year_records(session: Session, year: SurveyYear) -> YearRecords:
    """Return what the active households of a year say of their water, in one pass over the records."""
    short, unknown = R.dry_season_shortage.is_(True), R.dry_season_shortage.is_(None)
    risk, place = R.pollution_risk != "", R.village_id * _SOURCES + func.coalesce(R.main_source_id, 0)
    every = [(place, R.id.is_not(None)), (R.household_id, ~unknown)]
    marked = [(column, told) for told in (short, unknown, risk) for column in (place, R.id)]
    beside = [(R.household_id, short), (R.pollution_risk, risk)]
    # As arrays: a hundred thousand rows of the driver, or one sorted group by, cost more than all the rest.
    arrays = [func.json_group_array(column).filter(told) for column, told in (*every, *marked, *beside)]
    query = select(*arrays).where(*records_of(session, year.id), R.status == HouseholdStatus.ACTIVE)
    (places, told, short_at, short_ids, blank_at, blank_ids, risk_at, risk_ids, homes, risks) = map(
        json.loads, session.execute(query).one()
    )
    by_risk: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for text, at, record in zip(risks, risk_at, risk_ids, strict=True):
        by_risk[text].append((at, record))
    return YearRecords(
        {_spot(at): count for at, count in Counter(places).items()},
        _found(zip(short_at, short_ids, strict=True)),
        _found(zip(blank_at, blank_ids, strict=True)),
        {text: _found(pairs) for text, pairs in by_risk.items()},
        dict(zip(short_ids, homes, strict=True)),
        frozenset(told),
    )


def by_village(
    places: Places, spots: Collection[Spot], group: Callable[[str, list[Spot]], Group]
) -> tuple[Group, ...]:
    """Return one group a village that has spots, in the order of the villages."""
    return _by_place(places.villages, spots, lambda spot: spot[0], group)


def by_source(
    places: Places, spots: Collection[Spot], group: Callable[[str, list[Spot]], Group]
) -> tuple[Group, ...]:
    """Return one group a main source that has spots, in the order of the sources."""
    return _by_place(places.sources, spots, lambda spot: spot[1], group)


def records_at(found: Found, spots: Iterable[Spot]) -> tuple[int, ...]:
    """Return the records found at some spots, in their order."""
    return tuple(sorted(one for spot in spots for one in found.get(spot, ())))


def _by_place(
    labels: Mapping[Place, str],
    spots: Collection[Spot],
    key: Callable[[Spot], Any],
    group: Callable[[str, list[Spot]], Group],
) -> tuple[Group, ...]:
    inside: dict[Place, list[Spot]] = defaultdict(list)
    for spot in spots:
        inside[key(spot)].append(spot)
    return tuple(group(label, inside[place]) for place, label in labels.items() if place in inside)


def _found(pairs: Iterable[tuple[int, int]]) -> Found:
    packed: dict[int, list[int]] = defaultdict(list)
    for at, record in pairs:
        packed[at].append(record)
    return {_spot(at): records for at, records in packed.items()}


def _spot(packed: int) -> Spot:
    village, source = divmod(packed, _SOURCES)
    return village, source or None
