"""The list of a year's households held in memory: 100,000 of them are searched as fast as one types."""

import json
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from nsnt_desktop.models import AuditLine, Household, HouseholdRecord, Village
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.household_lists import CHIP_CONDITIONS, Chip, HouseholdFilter
from nsnt_desktop.registry.household_sorting import sort_ranks
from nsnt_desktop.registry.undo import latest_action
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.text import fold

R, H = HouseholdRecord, Household
_GONE = 1 << 20
_SHIFT = 21
_SCALE = 1 << _SHIFT
"""One number holds a record's id, whether it is gone, and its village: half the time of three columns."""


@dataclass(frozen=True)
class Found:
    """What a filter lets through."""

    ids: "array[int]"
    """Record ids, sorted."""
    counts: dict[int, int]
    """How many households by village, whatever village the filter names."""


class Roster:
    """The households of one survey year, those of the commune that are gone among them.

    Everything stands by village and name, as the list is mostly shown; a household is known by its place.
    """

    def __init__(self, data: DataFile, year_id: int) -> None:
        self.year_id = year_id
        self._data = data
        self._read_at = -1
        self._records: list[int] = []
        self._starts: list[tuple[int, int]] = []
        """Each village in its order, with the first place of its households."""
        self._households: list[int] = []
        self._by_name: list[int] = []
        """Which household in the order of names stands at each place."""
        self._active: list[int] = []
        self._gone: list[int] = []
        self._orders: dict[str, Sequence[int]] = {}
        self._chips: dict[Chip, frozenset[int]] = {}
        self._words: list[str] = []

    def find(self, where: HouseholdFilter, sort: str = "village", *, descending: bool = False) -> Found:
        """Return the households that a filter lets through, sorted; blanks stand first.

        What was changed since the last call is taken in first.
        """
        with self._data.reading() as session:
            self._catch_up(session)
            places = self._filtered(session, where)
            parts = dict(self._by_village(places))
            if where.village_id is not None:
                places = parts.get(where.village_id, ())
            ordered = self._in_order(session, places, sort)
        ids = array("q", map(self._records.__getitem__, ordered))
        if descending:
            ids.reverse()
        return Found(ids, {village_id: len(part) for village_id, part in parts.items()})

    def warm(self) -> None:
        """Read what the first search needs, while nobody waits for it."""
        with self._data.reading() as session:
            self._catch_up(session)
            self._read_words(session)

    def _catch_up(self, session: Session) -> None:
        newest = latest_action(session)
        if newest == self._read_at:
            return
        self._orders.clear()
        self._chips.clear()
        if self._read_at < 0 or _moved(session, self._read_at):
            self._read(session)
        self._read_at = newest

    def _read(self, session: Session) -> None:
        by_name = select(H.id).order_by(H.sort_key, H.id).subquery()
        order: list[int] = json.loads(session.scalar(select(func.json_group_array(by_name.c.id))) or "[]")
        # Records of a year stand together: a run through them is twice as fast as the way over the index.
        low, high = session.execute(
            select(func.min(R.id), func.max(R.id)).where(R.year_id == self.year_id)
        ).one()
        gone = case((R.status != HouseholdStatus.ACTIVE, _GONE), else_=0)
        query = select(
            func.json_group_array(R.household_id),
            func.json_group_array(R.id * _SCALE + gone + R.village_id),
        ).where(R.id.between(low, high), R.year_id + 0 == self.year_id)
        households, packed = map(json.loads, session.execute(query).one())
        row_of = dict(zip(households, packed, strict=True))
        found = list(map(row_of.get, order))
        rows = [row for row in found if row is not None]
        names = order if len(rows) == len(order) else [i for i in order if i in row_of]
        villages = session.scalars(select(Village.id).order_by(Village.position, Village.id)).all()
        place = {village_id: at for at, village_id in enumerate(villages)}
        keys = [place[row & (_GONE - 1)] for row in rows]
        self._by_name = sorted(range(len(keys)), key=keys.__getitem__)
        self._words = []
        self._households = [names[i] for i in self._by_name]
        rows = [rows[i] for i in self._by_name]
        self._records = [row >> _SHIFT for row in rows]
        self._active = [i for i, row in enumerate(rows) if not row & _GONE]
        self._gone = [i for i, row in enumerate(rows) if row & _GONE]
        sizes = Counter(keys)
        starts = accumulate((sizes[at] for at in range(len(villages))), initial=0)
        self._starts = list(zip(villages, starts, strict=False))

    def _filtered(self, session: Session, where: HouseholdFilter) -> Sequence[int]:
        places: Sequence[int] = self._gone if Chip.GONE in where.chips else self._active
        for chip in where.chips & CHIP_CONDITIONS.keys():
            wanted = self._with_chip(session, chip)
            places = [i for i in places if self._records[i] in wanted]
        if where.only is not None:
            only = where.only
            places = [i for i in places if self._records[i] in only]
        # The longest word lets the fewest through.
        for word in sorted(fold(where.search).split(), key=len, reverse=True):
            words = self._read_words(session)
            places = [i for i in places if word in words[i]]
        return places

    def _with_chip(self, session: Session, chip: Chip) -> frozenset[int]:
        if chip not in self._chips:
            query = select(R.id).where(R.year_id == self.year_id, CHIP_CONDITIONS[chip])
            self._chips[chip] = frozenset(session.scalars(query))
        return self._chips[chip]

    def _by_village(self, places: Sequence[int]) -> Iterable[tuple[int, Sequence[int]]]:
        """Part places by village; villages without any are left out."""
        ends = [start for _, start in self._starts[1:]] + [len(self._records)]
        for (village_id, start), end in zip(self._starts, ends, strict=True):
            part = places[bisect_left(places, start) : bisect_left(places, end)]
            if part:
                yield village_id, part

    def _read_words(self, session: Session) -> list[str]:
        """Return what the search box looks in, by place; read when first searched."""
        if not self._words and self._records:
            by_name = select(H.id, H.search).order_by(H.sort_key, H.id).subquery()
            query = select(func.json_group_array(by_name.c.id), func.json_group_array(by_name.c.search))
            ids, words = map(json.loads, session.execute(query).one())
            if len(ids) != len(self._households):
                here = frozenset(self._households)
                words = list(compress(words, map(here.__contains__, ids)))
            self._words = [words[i] for i in self._by_name]
        return self._words

    def _in_order(self, session: Session, places: Sequence[int], sort: str) -> Iterable[int]:
        if sort == "village":
            return places
        order = self._order(session, sort)
        if len(places) == len(order):
            return order
        wanted = bytearray(len(order))
        for i in places:
            wanted[i] = 1
        return compress(order, map(wanted.__getitem__, order))

    def _order(self, session: Session, sort: str) -> Sequence[int]:
        """Return every place in the order of a column; worked out once, until something changes."""
        if sort not in self._orders:
            if sort == "head":
                keys = self._by_name
            else:
                ranks, of_household = sort_ranks(session, self.year_id, sort)
                keys = [ranks[i] for i in (self._households if of_household else self._records)]
            self._orders[sort] = sorted(range(len(keys)), key=keys.__getitem__)
        return self._orders[sort]


def _moved(session: Session, since: int) -> bool:
    """Return whether an action after this one added, removed, renamed or moved a household."""
    line = AuditLine
    in_record = (line.table == R.__tablename__) & line.field.in_(("", "village_id", "status"))
    in_household = (line.table == H.__tablename__) & line.field.in_(("", "search", "sort_key"))
    in_village = (line.table == Village.__tablename__) & line.field.in_(("", "position"))
    query = select(line.id).where(line.action_id > since, in_record | in_household | in_village)
    return session.scalar(query.limit(1)) is not None
