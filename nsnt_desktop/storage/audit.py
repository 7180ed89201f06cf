"""The audit trail: one line for every change of every row, written in the change's own transaction."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, LargeBinary, Table, func, insert, inspect, literal, select
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.orm import Session, UOWTransaction

from nsnt_desktop.models import Action, AuditLine, Base, ImportBatch, ImportRowOutcome

# The trail itself, and what became of each row of a list: these are never altered, so they need no trail.
_NOT_AUDITED = {model.__tablename__ for model in (Action, AuditLine, ImportBatch, ImportRowOutcome)}


MADE = "true"
"""What a line of `bulk_insert` has for the new row."""


def to_json(value: Any) -> str:
    """Return a column's value as JSON: enums by code, dates in ISO form."""
    if isinstance(value, Enum):
        value = value.value
    elif isinstance(value, (date, datetime)):
        value = value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def from_json(table: Table, column: str, text: str) -> Any:
    """Return the Python value that `to_json` wrote for this column."""
    value = json.loads(text)
    kind = table.c[column].type
    if value is None:
        return None
    if isinstance(kind, SqlEnum):
        return kind.enum_class(value) if kind.enum_class else value
    if kind.python_type in (date, datetime):
        return kind.python_type.fromisoformat(value)
    return value


def row_json(table: Table, values: Mapping[str, Any]) -> str:
    """Return a whole row as one JSON object, without file contents."""
    kept = {c.name: values.get(c.name) for c in table.columns if not isinstance(c.type, LargeBinary)}
    return json.dumps({name: json.loads(to_json(value)) for name, value in kept.items()}, ensure_ascii=False)


def record_flush(session: Session, _context: UOWTransaction) -> None:
    """Write the audit lines of what a flush is about to have done (listens to after_flush)."""
    lines = [line for obj in session.new for line in _made(obj)]
    lines += [line for obj in session.dirty for line in _changed(obj)]
    lines += [line for obj in session.deleted for line in _gone(obj)]
    _write(session, lines)


def bulk_insert(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert many rows at once and audit each; return their ids in order.

    The ids are ours to give: the transaction began IMMEDIATE, so nobody else inserts meanwhile.
    The rows' keys are column names; columns left out take their defaults.
    """
    return (
        insert_columns(session, model, {name: [row[name] for row in rows] for name in rows[0]})
        if rows
        else []
    )


def insert_columns(session: Session, model: type[Base], given: Mapping[str, Sequence[Any]]) -> list[int]:
    """Do what `bulk_insert` does with rows for columns of equal length."""
    count = len(next(iter(given.values())))
    if not count:
        return []
    session.flush()
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - for mypy: every model here maps one table
    first = (session.scalar(select(func.max(table.c.id))) or 0) + 1
    ids = range(first, first + count)
    columns: dict[str, Sequence[Any]] = {"id": ids}
    for column in table.columns:
        if column.name in given:
            columns[column.name] = given[column.name]
        elif column.default is not None and column.default.is_scalar:
            columns[column.name] = [column.default.arg] * count
    _insert_fast(session, table, columns)
    if table.name not in _NOT_AUDITED:
        _audit_made(session, table, first)
    return list(ids)


def _audit_made(session: Session, table: Table, first: int) -> None:
    """Write one line for each row from an id on, inside SQLite: 10,000 lines in a few milliseconds.

    The line does not repeat the row: what it was made as is what it holds, and what later lines call old.
    """
    lines = select(
        literal(session.info["action_id"]), literal(table.name), table.c.id, literal(""), literal(MADE)
    ).where(table.c.id >= first)
    into = ["action_id", "table", "row_id", "field", "new"]
    session.execute(insert(AuditLine).from_select(into, lines))
    session.info["touched"].add(table.name)


def _insert_fast(session: Session, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert columns of values with the driver's own executemany: SQLAlchemy's costs three times as much."""
    connection = session.connection()
    names = [column.name for column in table.columns if column.name in columns]
    converted = []
    for name in names:
        kind = table.c[name].type.dialect_impl(connection.dialect)
        # sqlite3 takes True and False as they are.
        change = None if isinstance(kind, Boolean) else kind.bind_processor(connection.dialect)
        # One list holds the same few words and the same moment thousands of times.
        converted.append(columns[name] if change is None else map(lru_cache(1000)(change), columns[name]))
    statement = insert(table).values(dict.fromkeys(names)).compile(dialect=connection.dialect)
    connection.exec_driver_sql(str(statement), list(zip(*converted, strict=True)))


def _made(obj: Any) -> Iterable[dict[str, Any]]:
    table = obj.__table__
    if table.name not in _NOT_AUDITED:
        yield _line(table.name, obj.id, "", None, row_json(table, _values(obj)))


def _gone(obj: Any) -> Iterable[dict[str, Any]]:
    table = obj.__table__
    yield _line(table.name, obj.id, "", row_json(table, _values(obj)), None)


def _changed(obj: Any) -> Iterable[dict[str, Any]]:
    if obj.__table__.name in _NOT_AUDITED:
        return
    state = inspect(obj)
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if history.has_changes() and not isinstance(column.columns[0].type, LargeBinary):
            old = history.deleted[0] if history.deleted else None
            new = history.added[0] if history.added else None
            if old != new:
                yield _line(obj.__table__.name, obj.id, column.columns[0].name, to_json(old), to_json(new))


def _values(obj: Any) -> dict[str, Any]:
    return {c.columns[0].name: getattr(obj, c.key) for c in inspect(obj).mapper.column_attrs}


def _line(table: str, row_id: int, field: str, old: str | None, new: str | None) -> dict[str, Any]:
    return {"table": table, "row_id": row_id, "field": field, "old": old, "new": new}


def _write(session: Session, lines: list[dict[str, Any]]) -> None:
    if not lines:
        return
    action_id = session.info["action_id"]
    session.info["touched"].update(line["table"] for line in lines)
    table = AuditLine.__table__
    assert isinstance(table, Table)  # noqa: S101 - for mypy
    columns = {name: [line[name] for line in lines] for name in lines[0]}
    _insert_fast(session, table, {**columns, "action_id": [action_id] * len(lines)})
