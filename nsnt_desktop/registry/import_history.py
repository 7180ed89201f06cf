"""The lists taken in, for ever: which, how each was read, and what became of every row."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop.models import (
    Action,
    AuditLine,
    Household,
    HouseholdRecord,
    ImportBatch,
    ImportRowOutcome,
)
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.household_lists import id_values
from nsnt_desktop.registry.undo import taken_back


class KeptRow(NamedTuple):  # made by the ten thousand
    """What became of one row of a list."""

    sheet: str
    excel_row: int
    outcome: Outcome
    head: str
    """Of its household as it stands, or as it stood last; empty where the row met none."""
    record_id: int | None
    """Of its household in the year of the list; None: it has no record there (any more)."""
    matched_by: str
    reason: str


@dataclass(frozen=True)
class KeptBatch:
    """One list taken in."""

    id: int
    action_id: int
    file_name: str
    taken_in_at: datetime
    counts: Mapping[Outcome, int]
    undo_id: int | None
    """The action that took it back and still stands; taking that back does it again. None: it is in."""


def list_batches(session: Session, year_id: int) -> list[KeptBatch]:
    """Return the lists taken in for a year, newest first."""
    found = session.scalars(
        select(ImportBatch).where(ImportBatch.year_id == year_id).order_by(ImportBatch.id.desc())
    ).all()
    undone = _undone_by(session, [batch.action_id for batch in found])
    return [_kept(batch, undone.get(batch.action_id)) for batch in found]


def find_batch(session: Session, batch_id: int) -> KeptBatch:
    """Return one list taken in."""
    batch = session.get_one(ImportBatch, batch_id)
    return _kept(batch, _undone_by(session, [batch.action_id]).get(batch.action_id))


def columns_of(session: Session, batch_id: int) -> dict[str, dict[str, list[str]]]:
    """Return how a list was read: by sheet and letter of the column, its meaning and its old font, by code.

    Columns in Unicode have the meaning alone.
    """
    kept = json.loads(session.get_one(ImportBatch, batch_id).mapping)
    return {
        sheet: {letter: [read] if isinstance(read, str) else read for letter, read in columns.items()}
        for sheet, columns in kept.items()
    }


def rows_of(session: Session, batch_id: int) -> list[KeptRow]:
    """Return what became of every row of a list, in its order."""
    year = select(ImportBatch.year_id).where(ImportBatch.id == batch_id).scalar_subquery()
    row, record = ImportRowOutcome, HouseholdRecord
    query = (
        select(
            row.sheet,
            row.excel_row,
            row.outcome,
            func.coalesce(Household.head, ""),
            record.id,
            row.matched_by,
            row.reason,
            row.household_id,
        )
        .outerjoin(Household, Household.id == row.household_id)
        .outerjoin(record, (record.household_id == row.household_id) & (record.year_id == year))
        .where(row.batch_id == batch_id)
        .order_by(row.id)
    )
    outcomes = {outcome.value: outcome for outcome in Outcome}
    found = session.execute(query).all()
    lost = _lost_heads(session, {line[7] for line in found if line[7] and not line[3]})
    return [
        KeptRow(sheet, number, outcomes[outcome], head or lost.get(household or 0, ""), record_id, by, reason)
        for sheet, number, outcome, head, record_id, by, reason, household in found
    ]


def taken_in_before(session: Session, year_id: int, sha256: str) -> datetime | None:
    """Return when this very file was last taken in for the year, None if never or if that was undone."""
    found = session.execute(
        select(ImportBatch.action_id, ImportBatch.taken_in_at).where(
            ImportBatch.year_id == year_id, ImportBatch.sha256 == sha256
        )
    ).all()
    undone = taken_back(session, [action for action, _ in found])
    return max((moment for action, moment in found if action not in undone), default=None)


def _kept(batch: ImportBatch, undo_id: int | None) -> KeptBatch:
    return KeptBatch(
        batch.id,
        batch.action_id,
        batch.file_name,
        batch.taken_in_at,
        {outcome: getattr(batch, outcome.value) for outcome in Outcome},
        undo_id,
    )


def _undone_by(session: Session, action_ids: list[int]) -> dict[int, int]:
    """Return the undo that stands of each of these actions that is undone now."""
    undone = taken_back(session, action_ids)
    undos = session.execute(
        select(Action.undoes_id, Action.id).where(Action.undoes_id.in_(undone)).order_by(Action.id)
    ).all()
    standing = {undo for _, undo in undos} - taken_back(session, [undo for _, undo in undos])
    return {target: undo for target, undo in undos if target is not None and undo in standing}


def _lost_heads(session: Session, household_ids: set[int]) -> dict[int, str]:
    """Return the names of households that are gone, as the trail keeps them."""
    if not household_ids:
        return {}
    query = (
        select(AuditLine.row_id, func.json_extract(AuditLine.old, "$.head"))
        .where(
            AuditLine.table == Household.__tablename__,
            AuditLine.row_id.in_(id_values(household_ids)),
            AuditLine.field == "",
            AuditLine.old.is_not(None),
        )
        .order_by(AuditLine.id)
    )
    return dict(session.execute(query).all())
