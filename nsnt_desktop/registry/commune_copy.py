"""Rows of another commune's file written into this one: in bulk, audited, every reference translated."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from nsnt_desktop.models import Base
from nsnt_desktop.storage.audit import insert_columns, update_rows

Columns = dict[str, list[Any]]


class Copy:
    """Two open files, and which row here each row there has become."""

    def __init__(self, ours: Session, theirs: Session) -> None:
        self.ours, self.theirs = ours, theirs
        self.ids: dict[str, dict[int, int]] = {}
        """By table: their id → ours."""
        self._later: list[tuple[type[Base], str, dict[int, int]]] = []

    def became(self, model: type[Base], theirs: int) -> int:
        """Return the id here of a row of theirs."""
        return self.ids[model.__tablename__][theirs]

    def link(self, model: type[Base], found: Mapping[int, int]) -> None:
        """Say that rows of theirs are rows that stand here already."""
        self.ids.setdefault(model.__tablename__, {}).update(found)

    def rows(
        self,
        model: type[Base],
        *,
        leave: Callable[[Mapping[str, Any]], bool] | None = None,
        change: Callable[[Columns], None] | None = None,
    ) -> int:
        """Copy the rows of a table that did not become one here yet; return how many.

        `leave` sees each row with its references translated and says which stay behind; `change` may put
        other values into the columns. A reference to the same table is written at the end (`finish`).
        """
        table = table_of(model)
        known = self.ids.setdefault(table.name, {})
        taken = [
            row for row in self.theirs.execute(select(table).order_by(table.c.id)) if row[0] not in known
        ]
        columns: Columns = {
            column.name: list(values)
            for column, values in zip(table.columns, zip(*taken, strict=True), strict=False)
        }
        if not taken:
            return 0
        self._translate(model, table, columns)
        if leave is not None:
            columns = _without(columns, leave)
        if change is not None:
            change(columns)
        theirs = columns.pop("id")
        known.update(zip(theirs, insert_columns(self.ours, model, columns), strict=True))
        return len(theirs)

    def _translate(self, model: type[Base], table: Table, columns: Columns) -> None:
        for column in table.columns:
            for key in column.foreign_keys:
                target = key.column.table
                values = columns[column.name]
                if target is table:
                    pairs = zip(columns["id"], values, strict=True)
                    self._later.append((model, column.name, {i: v for i, v in pairs if v is not None}))
                    columns[column.name] = [None] * len(values)
                else:
                    ids = self.ids[target.name]
                    columns[column.name] = [None if v is None else ids[v] for v in values]

    def finish(self) -> None:
        """Write the references within one table, now that all its rows are here.

        Last of all, so that undoing begins with them: no row is taken away while another names it.
        """
        for model, name, references in self._later:
            ids = self.ids[model.__tablename__]
            changes = {ids[row]: {name: (None, ids[to])} for row, to in references.items()}
            update_rows(self.ours, model, changes)


def table_of(model: type[Base]) -> Table:
    """Return the table of a model."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - for mypy: every model here maps one table
    return table


def _without(columns: Columns, leave: Callable[[Mapping[str, Any]], bool]) -> Columns:
    names = list(columns)
    rows: Sequence[tuple[Any, ...]] = list(zip(*columns.values(), strict=True))
    kept = [row for row in rows if not leave(dict(zip(names, row, strict=True)))]
    return {name: [row[at] for row in kept] for at, name in enumerate(names)}
