"""Taking a compared list into the register: one transaction, one batch, one undo."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.memory import no_cycle_search
from nsnt_desktop.models import (
    Household,
    HouseholdRecord,
    ImportBatch,
    ImportRowOutcome,
    MainSource,
    SurveyYear,
    Village,
    VillageDelivery,
    WaterScheme,
    now,
    search_text,
)
from nsnt_desktop.models.words import HouseholdStatus, LabelledEnum
from nsnt_desktop.progress import Tell, silent
from nsnt_desktop.registry.batch_staleness import are_there, can_be_settled, changed_since, is_as_seen
from nsnt_desktop.registry.household_life import put_away, take_into
from nsnt_desktop.registry.household_writing import Changes, read_rows, write_changes
from nsnt_desktop.registry.import_memory import Learnt, remember
from nsnt_desktop.registry.new_villages import find_village, new_village, take_up
from nsnt_desktop.registry.register import IDENTITY, Register, Registered
from nsnt_desktop.registry.schemes import cite_scheme
from nsnt_desktop.registry.years import check_open
from nsnt_desktop.storage.audit import insert_columns
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.text import person_sort_key

NOTHING_LEARNT = Learnt()
_TEXTS = frozenset({"pollution_risk", "note"})
_AT_ONCE = 1000
"""Rows written between two words on how far the work is; whoever stops it waits no longer than for these."""


class Outcome(LabelledEnum):
    """What becomes of one row of a list."""

    NEW = "new", "Mới"
    CHANGED = "changed", "Thay đổi"
    SAME = "same", "Giữ nguyên"
    SKIPPED = "skipped", "Bỏ qua"
    ASKED = "asked", "Chờ trả lời"
    REJECTED = "rejected", "Từ chối"


class BatchRow(NamedTuple):  # as frozen as a dataclass, and made three times as fast, by the thousand
    """One row of a list, decided: a new household, changes of a known one, or why nothing is done."""

    sheet: str
    excel_row: int
    outcome: Outcome
    reason: str = ""
    record_id: int | None = None
    """Of the household found in the register (changed, same)."""
    village: int | str | None = None
    """Of a new household: a village's id, or the name of one to be made."""
    former_commune: str = ""
    """Of a village to be made."""
    scheme: int | str | None = None
    """A scheme's id, or the name of one to be made."""
    values: Mapping[str, Any] | None = None
    """New: every field given; changed: only the fields that change."""
    returns: int | None = None
    """The household that had gone and is counted again; the record found is then the last it has."""
    matched_by: str = ""
    """How the household was found: "theo mã hộ", "theo tên và số khẩu, giống 96 %"."""


@dataclass(frozen=True)
class Batch:
    """A list ready to be taken in."""

    year_id: int
    file_name: str
    sha256: str
    mapping: str
    rows: tuple[BatchRow, ...]
    declared: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    """The totals village heads declared: by village, by field of the delivery."""
    learnt: Learnt = NOTHING_LEARNT
    """What the officer chose and answered, for the next list."""
    gone: tuple[tuple[int, HouseholdStatus], ...] = ()
    """Records of households the list no longer names, and what the officer says became of them."""
    seen: Register | None = None
    """The register it was compared with: where that has changed since, it is not taken in."""

    def before(self, row: BatchRow) -> Registered | None:
        """Return the household of a row as it was seen."""
        if row.returns is None:
            return self._seen_here.get(row.record_id or 0)
        return self._seen_gone.get(row.returns)

    @cached_property
    def _seen_here(self) -> dict[int, Registered]:
        return {h.record_id: h for h in self.seen.households} if self.seen else {}

    @cached_property
    def _seen_gone(self) -> dict[int, Registered]:
        return {h.household_id: h for h in self.seen.gone} if self.seen else {}

    def count(self, outcome: Outcome) -> int:
        """Return how many rows have an outcome."""
        return self._counts[outcome]

    @cached_property
    def _counts(self) -> Counter[Outcome]:
        return Counter(row.outcome for row in self.rows)


@dataclass(frozen=True)
class Applied:
    """A batch that was taken in."""

    batch_id: int
    action_id: int
    gone: int = 0
    """Households that the list no longer names and that left the counts."""


@dataclass(frozen=True)
class _Made:
    """What the rows of a list refer to, by the name or id they give it, and when it was taken in."""

    villages: Mapping[tuple[str, str], int]
    schemes: Mapping[int | str, int]
    moment: datetime

    def village_of(self, row: BatchRow) -> int | None:
        """Return the id of the village a new household lives in."""
        return self.villages[row.village, row.former_commune] if isinstance(row.village, str) else row.village


@no_cycle_search()
def apply_batch(data: DataFile, batch: Batch, tell: Tell = silent) -> Applied:
    """Take a list in: new households and changes in one transaction, the outcome of every row kept.

    Raises KnownError if the year is closed, or a household is no longer as it was in the preview; then
    nothing has changed, nor has it where `tell` stops the work.
    """
    with change(data, f"Nhập {batch.file_name}") as made:
        session = made.session
        _check_places(session, batch)
        check_open(session, batch.year_id)
        moment = now()
        kept = ImportBatch(
            year_id=batch.year_id,
            file_name=batch.file_name,
            sha256=batch.sha256,
            taken_in_at=moment,
            action_id=made.action_id,
            mapping=batch.mapping,
            **{outcome.value: batch.count(outcome) for outcome in Outcome},
        )
        session.add(kept)
        found = _Made(_make_villages(session, batch), _make_schemes(session, batch), moment)
        batch = _bring_back(session, batch)
        new_ids = _add_new(session, batch, found, tell)
        touched = _change_known(session, batch, found, tell)
        _mark_delivered(session, batch, touched | _new_places(batch, found), moment)
        gone = _let_go(session, batch)
        session.flush()
        tell("Đang ghi kết quả từng dòng", len(batch.rows), len(batch.rows))
        _keep_outcomes(session, kept.id, batch, new_ids)
        remember(session, batch.learnt, batch.file_name, moment)
        # A list that says nothing new is still a batch to remember, though no household changed.
        session.info["touched"].add(ImportBatch.__tablename__)
        return Applied(kept.id, made.action_id, gone)


def _check_places(session: Session, batch: Batch) -> None:
    """Raise KnownError if what the list is to be entered under is not there any more."""
    if batch.seen is None:
        return
    known = [row for row in batch.rows if row.outcome in {Outcome.CHANGED, Outcome.SAME}]
    settling = {row.village for row in batch.rows if row.outcome is Outcome.NEW}
    sources = {
        row.values["main_source_id"] for row in batch.rows if row.values and "main_source_id" in row.values
    }
    returning = [before.record_id for row in known if row.returns and (before := batch.before(row))]
    there = (
        are_there(session, SurveyYear, [batch.year_id])
        and are_there(session, Village, batch.declared)
        and are_there(session, WaterScheme, [r.scheme for r in batch.rows if isinstance(r.scheme, int)])
        and are_there(session, MainSource, sources - {None})
        and are_there(session, HouseholdRecord, returning)
        and can_be_settled(session, batch.seen, [v for v in settling if isinstance(v, int)])
    )
    if not there:
        raise changed_since(batch.file_name)


def _make_villages(session: Session, batch: Batch) -> dict[tuple[str, str], int]:
    """Make the villages new households live in; return their ids by name and former commune."""
    named = dict.fromkeys(
        (row.village, row.former_commune)
        for row in batch.rows
        if row.outcome is Outcome.NEW and isinstance(row.village, str)
    )
    if not named:
        return {}
    made: dict[tuple[str, str], int] = {}
    year = session.get_one(SurveyYear, batch.year_id)
    for name, former in named:
        village = find_village(session, name, former) or new_village(session, year, name, former)
        take_up(village, year)
        session.flush()
        made[name, former] = village.id
    return made


def _make_schemes(session: Session, batch: Batch) -> dict[int | str, int]:
    """Return the ids of the schemes that the rows taken in cite, each followed in the year from now on."""
    taken = {Outcome.NEW, Outcome.CHANGED, Outcome.SAME}
    cited = dict.fromkeys(r.scheme for r in batch.rows if r.scheme is not None and r.outcome in taken)
    return {scheme: cite_scheme(session, batch.year_id, scheme) for scheme in cited}


def _bring_back(session: Session, batch: Batch) -> Batch:
    """Count households again that had gone; return the batch with their records of the year."""
    if all(row.returns is None for row in batch.rows):
        return batch
    year = session.get_one(SurveyYear, batch.year_id)
    rows = tuple(
        row if row.returns is None else row._replace(record_id=take_into(session, row.returns, year)[0].id)
        for row in batch.rows
    )
    return replace(batch, rows=rows)


def _add_new(session: Session, batch: Batch, made: _Made, tell: Tell) -> list[int]:
    """Add the new households, some at a time; return their ids in the order of the rows."""
    rows = [row for row in batch.rows if row.outcome is Outcome.NEW]
    ids: list[int] = []
    for at in range(0, len(rows), _AT_ONCE):
        tell("Đang ghi các hộ mới", at, len(rows))
        ids += _add_some(session, batch.year_id, rows[at : at + _AT_ONCE], made)
    return ids


def _add_some(session: Session, year_id: int, rows: Sequence[BatchRow], made: _Made) -> list[int]:
    given = [row.values or {} for row in rows]
    named = set[str]().union(*given)
    # Text nobody gave is left to the table's own default: 10,000 times nothing need not be sent.
    own: dict[str, list[Any]] = {
        name: [values.get(name) or (None if name == "birth_year" else "") for values in given]
        for name in IDENTITY
        if name in named
    }
    blank = [""] * len(rows)
    codes, phones = own.get("code", blank), own.get("phone", blank)
    own["search"] = list(map(search_text, own.get("head", blank), codes, phones))
    own["sort_key"] = list(map(person_sort_key, own.get("head", blank)))
    ids = insert_columns(session, Household, own)
    untold = {name: "" if name in _TEXTS else None for name in sorted(named.difference(IDENTITY))}
    records: dict[str, list[Any]] = {
        name: [values.get(name, nothing) for values in given] for name, nothing in untold.items()
    }
    records |= {
        "year_id": [year_id] * len(rows),
        "household_id": ids,
        "village_id": [made.village_of(row) for row in rows],
        "scheme_id": [None if row.scheme is None else made.schemes[row.scheme] for row in rows],
        "updated_at": [made.moment] * len(rows),
    }
    insert_columns(session, HouseholdRecord, records)
    return ids


def _change_known(session: Session, batch: Batch, made: _Made, tell: Tell) -> set[int]:
    """Write the changes of known households, some at a time; return the villages they live in."""
    rows = [row for row in batch.rows if row.outcome in {Outcome.CHANGED, Outcome.SAME}]
    places: set[int] = set()
    for at in range(0, len(rows), _AT_ONCE):
        tell("Đang ghi các thay đổi", at, len(rows))
        places |= _change_some(session, batch, rows[at : at + _AT_ONCE], made)
    return places


def _change_some(session: Session, batch: Batch, rows: Sequence[BatchRow], made: _Made) -> set[int]:
    known = read_rows(session, {row.record_id for row in rows if row.record_id})
    if not all(_is_as_seen(known.get(row.record_id or 0), row, batch) for row in rows):
        raise changed_since(batch.file_name)
    changes: Changes = {}
    for row in rows:
        values = dict(row.values or {})
        if row.scheme is not None:
            values["scheme_id"] = made.schemes[row.scheme]
        changed = changes.setdefault(row.record_id or 0, {})
        for name, value in values.items():
            old = known[row.record_id or 0][name]
            if old != value:
                changed[name] = (old, value)
    write_changes(session, known, changes, made.moment)
    return {row["village_id"] for row in known.values()}


def _is_as_seen(now: Mapping[str, Any] | None, row: BatchRow, batch: Batch) -> bool:
    if now is None or batch.seen is None:
        return now is not None
    before = batch.before(row)
    return before is not None and is_as_seen(now, before)


def _let_go(session: Session, batch: Batch) -> int:
    """Mark the households the list no longer names as the officer said; return how many."""
    note = f"không còn trong danh sách «{batch.file_name}»"
    for status in dict.fromkeys(status for _, status in batch.gone):
        put_away(session, [record for record, said in batch.gone if said is status], status, note)
    return len(batch.gone)


def _new_places(batch: Batch, made: _Made) -> set[int]:
    places = {made.village_of(row) for row in batch.rows if row.outcome is Outcome.NEW}
    return {place for place in places if place is not None}


def _mark_delivered(session: Session, batch: Batch, village_ids: set[int], moment: datetime) -> None:
    kept = {
        row.village_id: row
        for row in session.scalars(select(VillageDelivery).where(VillageDelivery.year_id == batch.year_id))
    }
    for village_id in sorted(village_ids | batch.declared.keys()):
        delivery = kept.get(village_id)
        if delivery is None:
            delivery = VillageDelivery(year_id=batch.year_id, village_id=village_id)
            session.add(delivery)
        if delivery.delivered_on is None and village_id in village_ids:
            delivery.delivered_on = moment.date()
        for name, total in batch.declared.get(village_id, {}).items():
            setattr(delivery, name, total)


def _keep_outcomes(session: Session, batch_id: int, batch: Batch, new_ids: list[int]) -> None:
    fresh = iter(new_ids)
    ids = select(HouseholdRecord.id, HouseholdRecord.household_id).where(
        HouseholdRecord.year_id == batch.year_id
    )
    known = dict(session.execute(ids).all()) if any(row.record_id for row in batch.rows) else {}
    household_ids = [
        next(fresh) if row.outcome is Outcome.NEW else known.get(row.record_id or 0) for row in batch.rows
    ]
    codes = {outcome: outcome.value for outcome in Outcome}
    outcomes: dict[str, list[Any]] = {
        "batch_id": [batch_id] * len(batch.rows),
        "sheet": [row.sheet for row in batch.rows],
        "excel_row": [row.excel_row for row in batch.rows],
        "outcome": [codes[row.outcome] for row in batch.rows],
        "household_id": household_ids,
    }
    if any(row.reason for row in batch.rows):
        outcomes["reason"] = [row.reason for row in batch.rows]
    if any(row.matched_by for row in batch.rows):
        outcomes["matched_by"] = [row.matched_by for row in batch.rows]
    insert_columns(session, ImportRowOutcome, outcomes)
