"""The audit trail: one line for every change of every row, written in the change's own transaction."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import cache, lru_cache
from typing import Any, cast

from sqlalchemy import (
    Boolean,
    Column,
    LargeBinary,
    Table,
    bindparam,
    func,
    insert,
    inspect,
    literal,
    select,
)
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from nsnt_desktop.models import Action, AuditLine, Base, ImportBatch, ImportRowOutcome

# The trail itself, and what became of each row of a list: these are never altered, so they need no trail.
_NOT_AUDITED = {model.__tablename__ for model in (Action, AuditLine, ImportBatch, ImportRowOutcome)}
_SQLITE = sqlite.dialect()
_AS_IS = {str, int, bool, type(None)}
"""Types of values that JSON has too."""

MADE = "true"
"""What a line of `bulk_insert` has for the new row."""


def to_json(value: Any) -> str:
    """Return a column's value as JSON: enums by code, dates in ISO form."""
    return json.dumps(_plain(value), ensure_ascii=False)


def from_json(table: Table, column: str, text: str) -> Any:
    """Return the Python value that `to_json` wrote for this column."""
    return _typed(table, column, json.loads(text))


@cache
def kept_columns(table: Table) -> tuple[Column[Any], ...]:
    """Return the columns the trail keeps: all but the contents of files."""
    return tuple(column for column in table.columns if not isinstance(column.type, LargeBinary))


@cache
def _kept_names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in kept_columns(table))


def row_json(table: Table, values: Mapping[str, Any]) -> str:
    """Return a whole row as one JSON object, without file contents."""
    given = [(name, values.get(name)) for name in _kept_names(table)]
    # Asked of 20 fields of each of 10,000 rows that go: most are what JSON holds anyway.
    kept = {name: value if type(value) in _AS_IS else _plain(value) for name, value in given}
    return json.dumps(kept, ensure_ascii=False)


def row_from_json(table: Table, text: str) -> dict[str, Any]:
    """Return the row that `row_json` wrote; columns that came later hold what a new row has there."""
    given = json.loads(text)
    row = {}
    for column in kept_columns(table):
        value = _typed(table, column.name, given[column.name]) if column.name in given else _default(column)
        row[column.name] = value
    return row


def _default(column: Column[Any]) -> Any:
    return column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _typed(table: Table, column: str, value: Any) -> Any:
    kind = table.c[column].type
    if value is None:
        return None
    if isinstance(kind, SqlEnum):
        return kind.enum_class(value) if kind.enum_class else value
    if kind.python_type in (date, datetime):
        return kind.python_type.fromisoformat(value)
    return value


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
    table = _table_of(model)
    first = (session.scalar(select(func.max(table.c.id))) or 0) + 1
    ids = range(first, first + count)
    columns: dict[str, Sequence[Any]] = {"id": ids}
    for column in table.columns:
        if column.name in given:
            columns[column.name] = given[column.name]
        elif (default := _default(column)) is not None:
            columns[column.name] = [default] * count
    _insert_fast(session, table, columns)
    if table.name not in _NOT_AUDITED:
        _audit_made(session, table, first)
    return list(ids)


def update_rows(
    session: Session, model: type[Base], changes: Mapping[int, Mapping[str, tuple[Any, Any]]]
) -> None:
    """Write new values into many rows at once and audit each: by row id and column, the old and the new.

    Objects of these rows that the session holds already do not hear of it.
    """
    session.flush()
    table = _table_of(model)
    by_column: dict[str, list[tuple[Any, int]]] = defaultdict(list)
    lines = []
    told = lru_cache(1000, typed=True)(to_json)
    for row_id, changed in changes.items():
        for name, (old, new) in changed.items():
            by_column[name].append((new, row_id))
            lines.append(_line(table.name, row_id, name, told(old), told(new)))
    for name, pairs in by_column.items():
        values, ids = zip(*pairs, strict=True)
        _run_fast(session, _update_sql(table, name), [_as_stored(table, name, values), ids])
    _write(session, lines)


def delete_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Delete many whole rows, read just now, and audit each."""
    session.flush()
    table = _table_of(model)
    lines = [_line(table.name, row["id"], "", row_json(table, row), None) for row in rows]
    _run_fast(session, _delete_sql(table), [[row["id"] for row in rows]])
    _write(session, lines)


def restore_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Put many whole rows back under their own ids, and audit each."""
    session.flush()
    table = _table_of(model)
    columns = {column.name: [row[column.name] for row in rows] for column in kept_columns(table)}
    _insert_fast(session, table, columns)
    _write(session, [_line(table.name, row["id"], "", None, MADE) for row in rows])


def _table_of(model: type[Base]) -> Table:
    return cast("Table", model.__table__)


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
    names = tuple(column.name for column in table.columns if column.name in columns)
    stored = [_as_stored(table, name, columns[name]) for name in names]
    _run_fast(session, _insert_sql(table, names), stored)


# Worked out once: to compile a statement costs as much as to run it.
@cache
def _insert_sql(table: Table, names: tuple[str, ...]) -> str:
    return str(insert(table).values(dict.fromkeys(names)).compile(dialect=_SQLITE))


@cache
def _update_sql(table: Table, name: str) -> str:
    found = table.update().where(table.c.id == bindparam("row")).values({name: bindparam("new")})
    return str(found.compile(dialect=_SQLITE))


@cache
def _delete_sql(table: Table) -> str:
    return str(table.delete().where(table.c.id == bindparam("row")).compile(dialect=_SQLITE))


def _run_fast(session: Session, statement: str, columns: Sequence[Iterable[Any]]) -> None:
    session.connection().exec_driver_sql(statement, list(zip(*columns, strict=True)))


def _as_stored(table: Table, name: str, values: Sequence[Any]) -> Iterable[Any]:
    """Return a column's values as the driver takes them."""
    kind = table.c[name].type.dialect_impl(_SQLITE)
    # sqlite3 takes True and False as they are.
    change = None if isinstance(kind, Boolean) else kind.bind_processor(_SQLITE)
    # One list holds the same few words and the same moment thousands of times.
    return values if change is None else map(lru_cache(1000)(change), values)


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
    table = _table_of(AuditLine)
    columns = {name: [line[name] for line in lines] for name in lines[0]}
    _insert_fast(session, table, {**columns, "action_id": [action_id] * len(lines)})
