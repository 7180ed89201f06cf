"""Taking back what was done: any action, from its audit lines, as a new action of its own."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from nsnt_desktop.models import Action, AuditLine, Base
from nsnt_desktop.storage.audit import from_json, row_json, to_json
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

_STAMP = "updated_at"
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


def take_back(data: DataFile, action_id: int) -> Undone:
    """Undo one action: made rows go, changed fields return; what was edited since stays and is counted."""
    with data.reading() as session:
        what = session.get_one(Action, action_id).what
    restored = kept = 0
    with change(data, what, undoes_id=action_id) as made:
        lines = made.session.scalars(
            select(AuditLine).where(AuditLine.action_id == action_id).order_by(AuditLine.id.desc())
        ).all()
        for line in lines:
            if _revert(made.session, line):
                restored += 1
            else:
                kept += 1
    return Undone(what, made.action_id if restored else None, restored, kept)


def _revert(session: Session, line: AuditLine) -> bool:
    model = _MODELS[line.table]
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - for mypy: every model here maps one table
    row: Any = session.get(model, line.row_id)
    if line.old is None and line.field == "":
        return row is not None and _unchanged(table, row, str(line.new)) and _remove(session, row)
    if line.new is None and line.field == "":
        if row is not None:
            return False
        session.add(_rebuild(model, table, str(line.old)))
        session.flush()
        return True
    if line.field == _STAMP:
        return _revert_stamp(row, line, table)
    if row is None or to_json(getattr(row, line.field)) != line.new:
        return False
    setattr(row, line.field, from_json(table, line.field, str(line.old)))
    return True


def _revert_stamp(row: Any, line: AuditLine, table: Table) -> bool:
    # When it was edited is no figure of the officer's: a later edit keeps its own stamp, without a word.
    if row is not None and to_json(getattr(row, _STAMP)) == line.new:
        setattr(row, _STAMP, from_json(table, _STAMP, str(line.old)))
    return True


def _unchanged(table: Table, row: Any, made: str) -> bool:
    current = json.loads(row_json(table, {c.name: getattr(row, c.name) for c in table.columns}))
    return bool({**current, _STAMP: None} == {**json.loads(made), _STAMP: None})


def _remove(session: Session, row: Any) -> bool:
    """Remove a row at once (the next line may remove what it refers to), unless later work uses it."""
    try:
        with session.begin_nested():
            session.delete(row)
    except IntegrityError:
        return False
    return True


def _rebuild(model: type[Base], table: Table, text: str) -> Base:
    values = {name: from_json(table, name, json.dumps(value)) for name, value in json.loads(text).items()}
    return model(**values)
