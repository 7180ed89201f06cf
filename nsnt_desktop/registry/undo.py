"""Taking back what was done: any action, from its audit lines, as a new action of its own."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Action, AuditLine, Base, Commune, HouseholdRecord, SchemeRecord
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
    restored = kept = 0
    with change(data, what, undoes_id=action_id) as made:
        lines = made.session.scalars(
            select(AuditLine).where(AuditLine.action_id == action_id).order_by(AuditLine.id.desc())
        ).all()
        if any(line.table == Commune.__tablename__ and line.field == "" for line in lines):
            raise KnownError(
                f"Không hoàn tác được việc tạo dữ liệu của xã. {NOTHING_LOST} "
                "Muốn làm lại từ đầu, hãy tạo tệp dữ liệu mới."
            )
        stamps = [line for line in lines if line.field == _STAMP]
        stayed = set[tuple[str, int]]()
        for line in lines:
            if line.field in {_STAMP, *_DERIVED}:
                continue
            if _revert(made.session, line):
                restored += 1
            else:
                kept += 1
                stayed.add((line.table, line.row_id))
        for line in stamps:
            if (line.table, line.row_id) not in stayed:
                _revert_stamp(made.session, line)
    return Undone(what, made.action_id if restored else None, restored, kept)


def _revert(session: Session, line: AuditLine) -> bool:
    model = _MODELS[line.table]
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - for mypy: every model here maps one table
    row: Any = session.get(model, line.row_id)
    _check_open(session, row)
    if line.old is None and line.field == "":
        unchanged = row is not None and _unchanged(session, row, line)
        return unchanged and _tried(session, lambda: session.delete(row))
    if line.new is None and line.field == "":
        if row is not None:
            return False
        rebuilt = _rebuild(model, table, str(line.old))
        _check_open(session, rebuilt)
        return _tried(session, lambda: session.add(rebuilt))
    if row is None or to_json(getattr(row, line.field)) != line.new:
        return False
    old = from_json(table, line.field, str(line.old))
    return _tried(session, lambda: setattr(row, line.field, old))


def _revert_stamp(session: Session, line: AuditLine) -> None:
    # When it was edited is no figure of the officer's: a later edit keeps its own stamp, without a word.
    row: Any = session.get(_MODELS[line.table], line.row_id)
    if row is not None and to_json(getattr(row, _STAMP)) == line.new:
        setattr(row, _STAMP, from_json(row.__table__, _STAMP, str(line.old)))


def _unchanged(session: Session, row: Any, made: AuditLine) -> bool:
    """Return whether a row holds what it was made with: what each later line first calls old."""
    later = session.scalars(
        select(AuditLine)
        .where(AuditLine.table == made.table, AuditLine.row_id == made.row_id, AuditLine.id > made.id)
        .order_by(AuditLine.id)
    )
    first: dict[str, str | None] = {}
    for line in later:
        if line.field == "":
            return False  # removed since: what stands there now is another row under the same number
        first.setdefault(line.field, line.old)
    edited = {name: old for name, old in first.items() if name and name != _STAMP}
    return all(to_json(getattr(row, name)) == old for name, old in edited.items())


def _tried(session: Session, step: Callable[[], None]) -> bool:
    """Do one step at once (the next may rest on it), unless later work stands in its way.

    Later work: a row made since refers to this one, or has taken a name that may stand only once.
    """
    try:
        with session.begin_nested():
            step()
    except IntegrityError:
        return False
    return True


def _check_open(session: Session, row: Any) -> None:
    if isinstance(row, HouseholdRecord | SchemeRecord):
        check_open(session, row.year_id)


def _rebuild(model: type[Base], table: Table, text: str) -> Base:
    values = {name: from_json(table, name, json.dumps(value)) for name, value in json.loads(text).items()}
    return model(**values)
