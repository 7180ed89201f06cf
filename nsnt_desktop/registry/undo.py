"""Taking back what was done: any action, from its audit lines, as a new action of its own."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import (
    Action,
    AuditLine,
    Base,
    Commune,
    HouseholdRecord,
    SchemeAnswer,
    SchemeRecord,
    SurveyYear,
)
from nsnt_desktop.registry.years import check_open
from nsnt_desktop.storage.audit import from_json, to_json
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST

_STAMP = "updated_at"
_DERIVED = {"search", "sort_key"}
"""Columns the household writes itself whenever its head, code or phone is set."""
_MODELS: dict[str, type[Base]] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers
}


@dataclass(frozen=True)
class Undone:
    """What taking an action back did."""

    what: str
    action_id: int | None
    """The undo itself, which can be undone in turn (làm lại); None: there was nothing left to take back."""
    restored: int
    kept: int
    """Values edited since, which stay as they are."""


def latest_action(session: Session) -> int:
    """Return the number of the newest action, 0 if there is none."""
    return session.scalar(select(Action.id).order_by(Action.id.desc()).limit(1)) or 0


def taken_back(session: Session, action_ids: Iterable[int]) -> frozenset[int]:
    """Return which of these actions are undone now: an undo of theirs stands that was not undone in turn."""
    undone: set[int] = set()
    query = (
        select(Action.id, Action.undoes_id).where(Action.undoes_id.is_not(None)).order_by(Action.id.desc())
    )
    for undo, target in session.execute(query):  # the undo of an undo is newer, so it was met before
        if target is not None and undo not in undone:
            undone.add(target)
    return frozenset(undone.intersection(action_ids))


def take_back(data: DataFile, action_id: int) -> Undone:
    """Undo one action: made rows go, changed fields return; what was edited since stays and is counted.

    Raises KnownError, and takes nothing back, if the action touched figures of a year closed since.
    """
    with data.reading() as session:
        what = session.get_one(Action, action_id).what
    with change(data, what, undoes_id=action_id) as made:
        work = _Undoing(made.session, action_id)
        try:
            with made.session.begin_nested():
                restored, kept = work.all(cautious=False)
        except IntegrityError:
            # Later work stands in the way somewhere: the same again, each step on trial.
            made.session.expire_all()
            restored, kept = work.all(cautious=True)
        undo_id = made.action_id if restored else None
    return Undone(what, undo_id, restored, kept)


class _Undoing:
    """One action being taken back: its lines, the rows they are of, and what was done to these since."""

    def __init__(self, session: Session, action_id: int) -> None:
        self.session = session
        self.lines = session.scalars(
            select(AuditLine).where(AuditLine.action_id == action_id).order_by(AuditLine.id.desc())
        ).all()
        if any(line.table == Commune.__tablename__ and line.field == "" for line in self.lines):
            raise KnownError(
                f"Không hoàn tác được việc tạo dữ liệu của xã. {NOTHING_LOST} "
                "Muốn làm lại từ đầu, hãy tạo tệp dữ liệu mới."
            )
        rows = {(line.table, line.row_id) for line in self.lines}
        self.later: dict[tuple[str, int], list[AuditLine]] = defaultdict(list)
        since = select(AuditLine).where(AuditLine.action_id > action_id).order_by(AuditLine.id)
        for line in session.scalars(since):
            if (line.table, line.row_id) in rows:
                self.later[line.table, line.row_id].append(line)
        # Held here, or the session would forget them and ask for each again.
        self.years = session.scalars(select(SurveyYear)).all()
        self.rows: dict[tuple[str, int], Any] = {}

    def _load(self) -> None:
        self.rows = {}
        for name in {line.table for line in self.lines}:
            model: Any = _MODELS[name]
            ids = sorted({line.row_id for line in self.lines if line.table == name})
            for start in range(0, len(ids), 500):  # SQLite takes a limited number of values in one IN
                query = select(model).where(model.id.in_(ids[start : start + 500]))
                self.rows |= {(name, row.id): row for row in self.session.scalars(query)}

    def all(self, *, cautious: bool) -> tuple[int, int]:
        """Revert every line, the last first; return how many were restored and how many kept."""
        self._load()
        restored, stayed, table = 0, list[AuditLine](), ""
        for line in self.lines:
            if line.field in {_STAMP, *_DERIVED}:
                continue
            if line.table != table:
                self.session.flush()  # rows of one table may rest on those of another
                table = line.table
            if self._revert(line, cautious=cautious):
                restored += 1
            else:
                stayed.append(line)
        kept = {(line.table, line.row_id) for line in stayed}
        for line in self.lines:
            if line.field == _STAMP and (line.table, line.row_id) not in kept:
                self._revert_stamp(line)
        self.session.flush()
        return restored, len(stayed)

    def _revert(self, line: AuditLine, *, cautious: bool) -> bool:
        model = _MODELS[line.table]
        table = model.__table__
        assert isinstance(table, Table)  # noqa: S101 - for mypy: every model here maps one table
        place = (line.table, line.row_id)
        row = self.rows.get(place)
        _check_open(self.session, row)
        step: Callable[[], None]
        after = row
        if line.old is None and line.field == "":
            if row is None or not self._unchanged(row, line):
                return False
            step, after = partial(self.session.delete, row), None
        elif line.new is None and line.field == "":
            if row is not None:
                return False
            rebuilt = _rebuild(model, table, str(line.old))
            _check_open(self.session, rebuilt)
            step, after = partial(self.session.add, rebuilt), rebuilt
        else:
            if row is None or to_json(getattr(row, line.field)) != line.new:
                return False
            step = partial(setattr, row, line.field, from_json(table, line.field, str(line.old)))
        if not cautious:
            step()
        elif not _tried(self.session, step):
            return False
        self.rows[place] = after
        return True

    def _revert_stamp(self, line: AuditLine) -> None:
        # When it was edited is no figure of the officer's: a later edit keeps its own stamp, without a word.
        row = self.rows.get((line.table, line.row_id))
        if row is not None and to_json(getattr(row, _STAMP)) == line.new:
            setattr(row, _STAMP, from_json(row.__table__, _STAMP, str(line.old)))

    def _unchanged(self, row: Any, made: AuditLine) -> bool:
        """Return whether a row holds what it was made with: what each later line first calls old."""
        first: dict[str, str | None] = {}
        for line in self.later[made.table, made.row_id]:
            if line.field == "":
                return False  # removed since: what stands there now is another row under the same number
            first.setdefault(line.field, line.old)
        edited = {name: old for name, old in first.items() if name != _STAMP}
        return all(to_json(getattr(row, name)) == old for name, old in edited.items())


def _tried(session: Session, step: Callable[[], None]) -> bool:
    """Do one step at once, unless later work stands in its way.

    Later work: a row made since refers to this one, or has taken a name that may stand only once.
    """
    try:
        with session.begin_nested():
            step()
    except IntegrityError:
        return False
    return True


def _check_open(session: Session, row: Any) -> None:
    if isinstance(row, SchemeAnswer):
        row = session.get_one(SchemeRecord, row.scheme_record_id)
    if isinstance(row, HouseholdRecord | SchemeRecord):
        check_open(session, row.year_id)


def _rebuild(model: type[Base], table: Table, text: str) -> Base:
    values = {name: from_json(table, name, json.dumps(value)) for name, value in json.loads(text).items()}
    return model(**values)
