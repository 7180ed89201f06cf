"""One action being taken back: its lines, the rows they are of, and what was done to these since."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from nsnt_desktop.models import (
    AuditLine,
    Base,
    ChecklistAnswer,
    FindingNote,
    Household,
    HouseholdRecord,
    SchemeAnswer,
    SchemeRecord,
    SurveyYear,
    VillageDelivery,
    search_keys,
)
from nsnt_desktop.models.words import YearState
from nsnt_desktop.progress import Tell, silent
from nsnt_desktop.registry.household_lists import id_values
from nsnt_desktop.registry.undo_guard import Field, Wanted, what_stays
from nsnt_desktop.registry.years import check_open
from nsnt_desktop.storage.audit import (
    delete_rows,
    from_json,
    kept_columns,
    restore_rows,
    row_from_json,
    to_json,
    update_rows,
)

_STAMP = "updated_at"
_DERIVED = frozenset({"search", "sort_key"})
"""Columns that follow from a household's own words."""
_WORDS = frozenset({"head", "code", "phone"})
_MODELS: dict[str, type[Base]] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers
}
_OF_A_YEAR = {m.__tablename__ for m in (HouseholdRecord, SchemeRecord, VillageDelivery, FindingNote)}
_AT_ONCE = 4000
"""Lines written between two words on how far it is; whoever stops it waits no longer than for these."""
_LINE = (AuditLine.id, AuditLine.table, AuditLine.row_id, AuditLine.field, AuditLine.old, AuditLine.new)


class Line(NamedTuple):  # an undo of 10,000 households looks into 20,000 of them again and again
    """One line of the trail."""

    id: int
    table: str
    row_id: int
    field: str
    old: str | None
    new: str | None


class _Kind(Enum):
    SET = auto()
    DROP = auto()
    MAKE = auto()


class _Step(NamedTuple):  # made as often
    """What reverting one line does."""

    table: str
    row_id: int
    kind: _Kind
    field: str = ""
    old: Any = None
    """What stands there: the value of the field, or the whole row."""
    new: Any = None


class Undoing:
    """Reverts the lines of one action, the last first; what was edited since stays as it is."""

    def __init__(self, session: Session, action_id: int, tell: Tell = silent) -> None:
        self.session = session
        self._tell = tell
        self._written = 0
        query = select(*_LINE).where(AuditLine.action_id == action_id).order_by(AuditLine.id.desc())
        self.lines: Sequence[Line] = [Line(*line) for line in session.execute(query).all()]
        self.stayed: Sequence[Line] = ()
        """Those that were not reverted."""
        self._say()
        self._later = self._edits_since(action_id)
        self._rows: dict[tuple[str, int], dict[str, Any]] = {}
        self._pending: list[_Step] = []
        self._removed: dict[int, dict[str, Any]] = {}
        self._stays: set[Field] = set()
        self._told = lru_cache(4096, typed=True)(to_json)
        self._read = lru_cache(4096)(from_json)
        # Held here, or the session would forget them and ask for each again.
        self._years = session.scalars(select(SurveyYear)).all()
        self._open = set(self._years_closed_then(action_id))
        """The years that may be changed: found open, or closed as they stood then."""

    def _edits_since(self, action_id: int) -> dict[tuple[str, int], list[Line]]:
        """Return by row what was done later to the rows the action made."""
        later: dict[tuple[str, int], list[Line]] = defaultdict(list)
        made: dict[str, list[int]] = defaultdict(list)
        for line in self.lines:
            if not line.field and line.old is None:
                made[line.table].append(line.row_id)
        for table, ids in made.items():
            of_these = (AuditLine.table == table) & AuditLine.row_id.in_(id_values(ids))
            query = select(*_LINE).where(of_these, AuditLine.action_id > action_id).order_by(AuditLine.id)
            for line in map(Line._make, self.session.execute(query).all()):
                later[table, line.row_id].append(line)
        return later

    def all(self) -> tuple[int, int]:
        """Revert every line; return how many were restored and how many kept."""
        self._load()
        self._stays = self._rested_on()
        told = [line for line in self.lines if line.field != _STAMP and line.field not in _DERIVED]
        self.stayed = self._revert(told)
        self._restore_stamps({(line.table, line.row_id) for line in self.stayed})
        self._derive()
        return len(told) - len(self.stayed), len(self.stayed)

    def _revert(self, lines: Sequence[Line]) -> list[Line]:
        """Revert lines, all at once where nothing is in the way; return those that stayed.

        Where something is, halves are tried, until only the lines in whose way it is are left alone.
        """
        before = {(line.table, line.row_id): self._rows.get((line.table, line.row_id)) for line in lines}
        touched = set(self.session.info["touched"])
        try:
            with self.session.begin_nested():
                return self._revert_at_once(lines)
        except IntegrityError:
            # A row made since refers to one of these, or has taken a name that may stand only once.
            self._rows |= {place: row for place, row in before.items() if row is not None}
            for place in (place for place, row in before.items() if row is None):
                self._rows.pop(place, None)
            self._pending, self.session.info["touched"] = [], touched
        if len(lines) == 1:
            return list(lines)
        half = len(lines) // 2
        return self._revert(lines[:half]) + self._revert(lines[half:])

    def _revert_at_once(self, lines: Sequence[Line]) -> list[Line]:
        stayed = []
        for at, line in enumerate(lines):
            if at % _AT_ONCE == 0:
                self._say()
            step = self._step(line)
            if step is None:
                stayed.append(line)
            else:
                self._stand(step)
                self._pending.append(step)
        self._flush()
        return stayed

    def _load(self) -> None:
        self._rows, self._pending = {}, []
        for name in {line.table for line in self.lines}:
            table = _table(name)
            ids = id_values({line.row_id for line in self.lines if line.table == name})
            query = select(*kept_columns(table)).where(table.c.id.in_(ids))
            for at, row in enumerate(self.session.execute(query).mappings()):
                if at % _AT_ONCE == 0:
                    self._say()
                self._rows[name, row["id"]] = dict(row)

    def _rested_on(self) -> set[Field]:
        """Return the rows and fields that stay because they were edited since or later work rests on them.

        A row that was made and stays keeps every field the action gave it.
        """
        wanted = Wanted()
        for at, line in enumerate(self.lines):
            if at % _AT_ONCE == 0:
                self._say()
            place = (line.table, line.row_id)
            if line.field:
                self._note_field(wanted, line)
            elif line.old is not None:
                there = wanted.taken if place in self._rows else wanted.coming
                there[place] = self._removed[line.id] = row_from_json(_table(line.table), line.old)
            elif place in self._rows and self._unchanged(line, self._rows[place]):
                wanted.going[place] = self._rows[place]
            else:
                wanted.edited.add(place)
        self._say()
        staying = what_stays(self.session, wanted, self._rows)
        self._say()
        staying |= {(*place, "") for place in wanted.edited}
        made = wanted.going.keys() | wanted.edited
        return staying | {
            (line.table, line.row_id, line.field)
            for line in self.lines
            if (line.table, line.row_id) in made and (line.table, line.row_id, "") in staying
        }

    def _note_field(self, wanted: Wanted, line: Line) -> None:
        key = (line.table, line.row_id, line.field)
        row = self._rows.get((line.table, line.row_id))
        if row is None or key in wanted.stuck:
            return
        if self._told(wanted.changing.get(key, row[line.field])) == line.new:
            wanted.changing[key] = self._read(_table(line.table), line.field, str(line.old))
        else:
            wanted.changing.pop(key, None)
            wanted.stuck.add(key)

    def _step(self, line: Line) -> _Step | None:
        """Return what reverts a line, None if what it left does not stand any more."""
        if self._pending and self._pending[-1].table != line.table:
            self._flush()  # rows of one table may rest on those of another
        row = self._rows.get((line.table, line.row_id))
        stays = bool(self._stays) and (line.table, line.row_id, line.field) in self._stays
        if line.field:
            self._check_open(line.table, row)
            if row is None or stays or self._told(row[line.field]) != line.new:
                return None
            value = self._read(_table(line.table), line.field, str(line.old))
            return _Step(line.table, line.row_id, _Kind.SET, line.field, row[line.field], value)
        if line.old is None:
            self._check_open(line.table, row)
            gone = row is None or stays
            return None if gone else _Step(line.table, line.row_id, _Kind.DROP, old=row)
        if row is not None:
            return None
        made = self._removed[line.id]
        self._check_open(line.table, made)
        return None if stays else _Step(line.table, line.row_id, _Kind.MAKE, new=made)

    def _stand(self, step: _Step) -> None:
        """Keep in mind what stands after a step."""
        place = (step.table, step.row_id)
        if step.kind is _Kind.DROP:
            del self._rows[place]
        elif step.kind is _Kind.MAKE:
            self._rows[place] = step.new
        else:
            self._rows[place] = {**self._rows[place], step.field: step.new}

    def _flush(self) -> None:
        """Write the steps gathered so far: those of one table and kind at once."""
        at = 0
        while at < len(self._pending):
            first = self._pending[at]
            end = at
            last = min(at + _AT_ONCE, len(self._pending))
            while end < last and self._pending[end].kind is first.kind:
                end += 1
            self._written += end - at
            self._say()
            self._do(self._pending[at:end])
            at = end
        self._pending = []

    def _say(self) -> None:
        self._tell("Đang hoàn tác", min(self._written, len(self.lines)), len(self.lines))

    def _do(self, steps: Sequence[_Step]) -> None:
        model = _MODELS[steps[0].table]
        if steps[0].kind is _Kind.DROP:
            delete_rows(self.session, model, [step.old for step in steps])
        elif steps[0].kind is _Kind.MAKE:
            restore_rows(self.session, model, [step.new for step in steps])
        else:
            self._set(steps)

    def _set(self, steps: Iterable[_Step]) -> None:
        changes: dict[int, dict[str, tuple[Any, Any]]] = defaultdict(dict)
        table = ""
        for step in steps:
            table = step.table
            stood = changes[step.row_id].get(step.field, (step.old, None))[0]
            changes[step.row_id][step.field] = (stood, step.new)
        update_rows(self.session, _MODELS[table], changes)

    def _restore_stamps(self, kept: set[tuple[str, int]]) -> None:
        # When it was edited is no figure of the officer's: a later edit keeps its own stamp, without a word.
        steps: dict[str, list[_Step]] = defaultdict(list)
        for line in self.lines:
            place = (line.table, line.row_id)
            row = self._rows.get(place)
            if line.field == _STAMP and place not in kept and row and self._told(row[_STAMP]) == line.new:
                before = self._read(_table(line.table), _STAMP, str(line.old))
                step = _Step(line.table, line.row_id, _Kind.SET, _STAMP, row[_STAMP], before)
                self._stand(step)
                steps[line.table].append(step)
        for found in steps.values():
            self._set(found)

    def _derive(self) -> None:
        """Let the households' own keys follow their words."""
        name = Household.__tablename__
        steps = []
        for row_id in {line.row_id for line in self.lines if line.table == name and line.field in _WORDS}:
            row = self._rows.get((name, row_id))
            if row is not None:
                keys = search_keys(row["head"], row["code"], row["phone"])
                steps += [
                    _Step(name, row_id, _Kind.SET, key, row[key], new)
                    for key, new in keys.items()
                    if row[key] != new
                ]
        if steps:
            self._set(steps)

    def _unchanged(self, made: Line, row: dict[str, Any]) -> bool:
        """Return whether a row holds what it was made with: what each later line first calls old.

        Of a row that was removed since and put back, the line of its removal tells the rest.
        """
        first: dict[str, str | None] = {}
        whole: dict[str, Any] = {}
        for line in self._later.get((made.table, made.row_id), ()):
            if line.field:
                first.setdefault(line.field, line.old)
            elif line.old is not None:
                whole = row_from_json(_table(line.table), line.old)
                break
        if any(row[name] != value for name, value in whole.items() if name not in first and name != _STAMP):
            return False  # what stands there now is another row under the same number
        edited = {name: old for name, old in first.items() if name != _STAMP}
        return all(self._told(row[name]) == old for name, old in edited.items())

    # Closed years

    def _years_closed_then(self, action_id: int) -> frozenset[int]:
        """Return the closed years the action may be taken back in, for it was done in them as they stand.

        They were closed already, nobody opened them since, and their figures are those it left; or the action
        took the whole year away. Only joining communes does that.
        """
        table = SurveyYear.__tablename__
        since = select(AuditLine.row_id).where(
            AuditLine.table == table, AuditLine.field == "state", AuditLine.action_id > action_id
        )
        moved = set(self.session.scalars(since))
        of_years = [line for line in self.lines if line.table == table]
        left = {line.row_id: line.new for line in of_years if line.field == "figures"}
        kept = {
            year.id
            for year in self._years
            if year.id not in moved and (year.id not in left or left[year.id] == to_json(year.figures))
        }
        gone = {line.row_id for line in of_years if line.field == "" and line.new is None}
        return frozenset(kept | (gone - {year.id for year in self._years}))

    def _check_open(self, table: str, row: dict[str, Any] | None) -> None:
        year_id = None if row is None else _year_of(self.session, table, row)
        if year_id is not None and year_id not in self._open:
            check_open(self.session, year_id)
            self._open.add(year_id)


_TABLES = {name: cast("Table", model.__table__) for name, model in _MODELS.items()}


def _table(name: str) -> Table:
    return _TABLES[name]


def _year_of(session: Session, table: str, row: dict[str, Any]) -> int | None:
    """Return the year whose figures a row is part of, None where it is of no single year."""
    if table in _OF_A_YEAR:
        year_id: int = row["year_id"]
        return year_id
    if table == SchemeAnswer.__tablename__:
        return session.scalar(select(SchemeRecord.year_id).where(SchemeRecord.id == row["scheme_record_id"]))
    if table == ChecklistAnswer.__tablename__:
        return session.scalar(select(HouseholdRecord.year_id).where(HouseholdRecord.id == row["record_id"]))
    return row["id"] if table == SurveyYear.__tablename__ and row["state"] is YearState.CLOSED else None
