"""What changed in one household, when, and by which import or hand: read from the audit trail."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, or_, select
from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.models import (
    Action,
    AuditLine,
    Base,
    ChecklistAnswer,
    ChecklistQuestion,
    Household,
    HouseholdRecord,
    ImportBatch,
    Regulation,
    SurveyYear,
    WaterTest,
)
from nsnt_desktop.models.words import CLEAN_LABELS
from nsnt_desktop.registry.household_labels import FIELD_LABELS, Names, load_names, value_words
from nsnt_desktop.registry.undo import taken_back
from nsnt_desktop.storage.audit import MADE, from_json

LATEST = 50
"""Actions told at most: a household is touched a few times a year."""
ANSWER_LABELS = {True: "Đạt", False: "Không đạt", None: "Chưa rõ"}
_HOUSEHOLD, _RECORD = Household.__tablename__, HouseholdRecord.__tablename__
_ANSWER, _TEST = ChecklistAnswer.__tablename__, WaterTest.__tablename__
_TABLES: dict[str, type[Base]] = {_HOUSEHOLD: Household, _RECORD: HouseholdRecord}
_LINKS = ("merged_into_id", "split_from_id")
_TEST_LABELS = {
    "tested_on": "ngày lấy mẫu",
    "laboratory": "nơi xét nghiệm",
    "regulation_id": "quy chuẩn",
    "passed": "kết luận",
    "valid_until": "có giá trị đến",
    "note": "ghi chú",
}


@dataclass(frozen=True)
class TrailEntry:
    """One thing done to a household."""

    action_id: int
    done_at: datetime
    what: str
    """In the officer's words; the file's name where a list was taken in."""
    changes: tuple[str, ...]
    """What changed, sentence by sentence; empty: the figures were confirmed as they are."""
    taken_back: bool


@dataclass(frozen=True)
class _Owned:
    """The rows of one household."""

    household_id: int
    years: dict[int, int]
    """Year by record id."""
    questions: dict[int, str]
    answers: dict[int, int]
    """Question by answer id, as far as the answers still stand."""
    regulations: dict[int, str]


def household_trail(session: Session, household_id: int, year: int) -> tuple[TrailEntry, ...]:
    """Return what was done to a household, newest first; changes of another year are told with that year."""
    owned = _owned(session, household_id)
    lines = _lines(session, owned)
    ids = sorted(lines, reverse=True)[:LATEST]
    actions = {a.id: a for a in session.scalars(select(Action).where(Action.id.in_(ids)))}
    files = dict(
        session.execute(
            select(ImportBatch.action_id, ImportBatch.file_name).where(ImportBatch.action_id.in_(ids))
        ).all()
    )
    undone = taken_back(session, ids)
    names = load_names(session, *_households_named(lines))
    entries = []
    for action_id in ids:
        action = actions[action_id]
        told = tuple(sentence for line in lines[action_id] for sentence in _tell(line, owned, names, year))
        what = f"Nhập «{files[action_id]}»" if action_id in files else _what(session, action)
        entries.append(TrailEntry(action_id, action.done_at, what, told, action_id in undone))
    return tuple(entries)


def _owned(session: Session, household_id: int) -> _Owned:
    years = dict(
        session.execute(
            select(HouseholdRecord.id, SurveyYear.year)
            .join(SurveyYear, SurveyYear.id == HouseholdRecord.year_id)
            .where(HouseholdRecord.household_id == household_id)
        ).all()
    )
    answers = select(ChecklistAnswer.id, ChecklistAnswer.question_id).where(
        ChecklistAnswer.record_id.in_(list(years))
    )
    return _Owned(
        household_id=household_id,
        years=years,
        questions=dict(session.execute(select(ChecklistQuestion.id, ChecklistQuestion.label)).all()),
        answers=dict(session.execute(answers).all()),
        regulations=dict(session.execute(select(Regulation.id, Regulation.name)).all()),
    )


def _lines(session: Session, owned: _Owned) -> dict[int, list[AuditLine]]:
    """Return the lines of the household's rows by action, each list in the order written."""
    own = or_(
        (AuditLine.table == _HOUSEHOLD) & (AuditLine.row_id == owned.household_id),
        (AuditLine.table == _RECORD) & AuditLine.row_id.in_(list(owned.years)),
        (AuditLine.table == _ANSWER) & AuditLine.row_id.in_(list(owned.answers)),
    )
    found = {line.id: line for line in session.scalars(select(AuditLine).where(own))}
    stamped = {line.action_id for line in found.values() if line.table == _RECORD and line.field}
    found |= {line.id: line for line in _gone_answers(session, owned, stamped)}
    found |= {line.id: line for line in _tests(session, owned.household_id)}
    by_action: dict[int, list[AuditLine]] = defaultdict(list)
    for line_id in sorted(found):
        by_action[found[line_id].action_id].append(found[line_id])
    return by_action


def _gone_answers(session: Session, owned: _Owned, stamped: set[int]) -> list[AuditLine]:
    """Return the lines of answers that were taken back since: found by the record they stamped as well."""
    imports = set(session.scalars(select(ImportBatch.action_id)))
    query = select(AuditLine).where(
        AuditLine.action_id.in_(stamped - imports), AuditLine.table == _ANSWER, AuditLine.field == ""
    )
    return [line for line in session.scalars(query) if _row(line).get("record_id") in owned.years]


def _tests(session: Session, household_id: int) -> list[AuditLine]:
    """Return the lines of the household's tests, of those removed as well: tests are few."""
    whole = func.coalesce(AuditLine.new, AuditLine.old)
    ids = (
        select(AuditLine.row_id)
        .where(AuditLine.table == _TEST, AuditLine.field == "", whole != MADE)
        .where(func.json_extract(whole, "$.household_id") == household_id)
    )
    standing = select(WaterTest.id).where(WaterTest.household_id == household_id)
    rows = set(session.scalars(ids)) | set(session.scalars(standing))
    query = select(AuditLine).where(AuditLine.table == _TEST, AuditLine.row_id.in_(rows))
    return list(session.scalars(query))


def _what(session: Session, action: Action) -> str:
    if action.undoes_id is None:
        return action.what
    undone = session.get_one(Action, action.undoes_id)
    return f"{'Hoàn tác' if undone.undoes_id is None else 'Làm lại'}: {action.what}"


def _households_named(lines: dict[int, list[AuditLine]]) -> set[int]:
    """Return the other households these lines speak of: merged into, split from."""
    every = [line for of_action in lines.values() for line in of_action]
    linked = [line for line in every if line.field in _LINKS]
    named = {json.loads(text) for line in linked for text in (line.old, line.new) if text}
    return {i for i in named | {_row(line).get("split_from_id") for line in every} if i}


def _tell(line: AuditLine, owned: _Owned, names: Names, year: int) -> Sequence[str]:
    if line.table == _ANSWER:
        return [_answer(line, owned)]
    if line.table == _TEST:
        return [_test(line, owned.regulations)]
    of = owned.years.get(line.row_id, year) if line.table == _RECORD else year
    before = f"Năm {of}: " if of != year else ""
    if line.field == "":
        return [_whole(line, of, before, names)]
    label = FIELD_LABELS.get(line.field)
    if label is None:
        return []  # what the program keeps for itself: search words, the moment of the last edit
    old, new = (_words(line, text, names) for text in (line.old, line.new))
    return [f"{before}{label}: {old} → {new}"]


def _whole(line: AuditLine, of: int, before: str, names: Names) -> str:
    if line.table == _HOUSEHOLD:
        split_from = names.households.get(_row(line).get("split_from_id") or 0)
        told = f" (tách từ hộ {split_from})" if split_from else ""
        return f"Đưa hộ vào danh sách{told}" if line.old is None else "Bỏ hộ khỏi danh sách"
    what = f"Lập số liệu năm {of}" if line.old is None else f"Bỏ số liệu năm {of}"
    persons = _row(line).get("persons")
    return what if persons is None or before else f"{what} ({vn.number(persons)} khẩu)"


def _words(line: AuditLine, text: str | None, names: Names) -> str:
    table = _TABLES[line.table].__table__
    assert isinstance(table, Table)  # noqa: S101 - for mypy: every model here maps one table
    value = None if text is None else from_json(table, line.field, text)
    return value_words(line.field, value, names)


def _answer(line: AuditLine, owned: _Owned) -> str:
    whole = _row(line)
    question = whole.get("question_id") or owned.answers.get(line.row_id)
    label = owned.questions.get(question or 0, "Điều kiện vệ sinh")
    if line.field == "":
        old = None if line.old is None else whole.get("met")
        new = None if line.new is None else whole.get("met")
    else:
        old, new = json.loads(line.old or "null"), json.loads(line.new or "null")
    return f"{label}: {ANSWER_LABELS[old]} → {ANSWER_LABELS[new]}"


def _test(line: AuditLine, regulations: dict[int, str]) -> str:
    if line.field == "":
        whole = _row(line)
        taken = datetime.fromisoformat(whole["tested_on"]) if "tested_on" in whole else None
        verdict = CLEAN_LABELS[whole.get("passed")].lower()
        deed = "Bỏ" if line.new is None else "Thêm"
        return f"{deed} kết quả xét nghiệm" + (f" ngày {vn.day(taken)}: {verdict}" if taken else "")
    old, new = (_test_words(line.field, text, regulations) for text in (line.old, line.new))
    return f"Kết quả xét nghiệm, {_TEST_LABELS.get(line.field, line.field)}: {old} → {new}"


def _test_words(field: str, text: str | None, regulations: dict[int, str]) -> str:
    value = json.loads(text or "null")
    if field == "regulation_id":
        value = regulations.get(value)
    if field == "passed":
        return CLEAN_LABELS[value]
    if field in {"tested_on", "valid_until"} and value:
        return vn.day(datetime.fromisoformat(value))
    return vn.BLANK if value in {None, ""} else str(value)


def _row(line: AuditLine) -> dict[str, Any]:
    """Return a whole row as its line tells it; empty for a row that was made in bulk."""
    text = line.new if line.old is None else line.old
    value = json.loads(text) if text and line.field == "" else None
    return value if isinstance(value, dict) else {}
