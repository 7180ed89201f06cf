"""Water schemes of a year with their tests: reading them, and changing one field at a time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.sustainability import SchemeVerdict, scheme_verdicts
from nsnt_desktop.models import (
    HouseholdRecord,
    Regulation,
    SchemeAnswer,
    SchemeRecord,
    SurveyYear,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.years import check_open
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.storage.water_tests import valid_to
from nsnt_desktop.text import clean, natural_key

IDENTITY_FIELDS = frozenset(
    {"code", "name", "kind", "source", "treatment", "year_built", "in_use_since", "other_communes"}
)

LIMITS = {
    "loss_percent": (0, 100),
    "hours_per_day": (0, 24),
    "days_interrupted": (0, 366),
    "year_built": (1900, 2100),
    "in_use_since": (1900, 2100),
}
"""What a number of a scheme may be, both ends included."""


@dataclass(frozen=True)
class TestRow:
    """One water test as lists show it."""

    __test__ = False  # not a test of ours, whatever pytest thinks of the name

    id: int
    tested_on: date
    laboratory: str
    regulation: str
    passed: bool | None
    valid_until: date | None
    holds_until: date
    """valid_until, or where none was given the day the assumption makes of it."""


@dataclass(frozen=True)
class SchemeRow:
    """A scheme in one year: its lasting self, its record, its verdict, and who uses it here."""

    scheme: WaterScheme
    record: SchemeRecord
    verdict: SchemeVerdict
    tests: tuple[TestRow, ...]
    registered_households: int
    """Active households of the register that name this scheme, against record.households_here."""


def list_regulations(session: Session) -> list[Regulation]:
    """Return the water quality regulations, newest first."""
    return list(session.scalars(select(Regulation).order_by(Regulation.applies_from.desc())))


def list_schemes(session: Session, year: SurveyYear) -> list[SchemeRow]:
    """Return the schemes followed in a year, by name."""
    verdicts = {v.scheme_id: v for v in scheme_verdicts(session, year)}
    connected = _connected(session, year.id)
    tests = _tests(session)
    rows = session.execute(
        select(WaterScheme, SchemeRecord)
        .join(SchemeRecord, SchemeRecord.scheme_id == WaterScheme.id)
        .where(SchemeRecord.year_id == year.id)
    ).all()
    return [
        SchemeRow(s, r, verdicts[s.id], tuple(tests[s.id]), connected.get(s.id, 0))
        for s, r in sorted(rows, key=lambda row: natural_key(row[0].name))
    ]


def connected_households(session: Session, year_id: int, scheme_id: int) -> frozenset[int]:
    """Return the record ids of the active households that name this scheme in a year."""
    query = select(HouseholdRecord.id).where(
        HouseholdRecord.year_id == year_id,
        HouseholdRecord.scheme_id == scheme_id,
        HouseholdRecord.status == HouseholdStatus.ACTIVE,
    )
    return frozenset(session.scalars(query))


def _connected(session: Session, year_id: int) -> dict[int | None, int]:
    query = (
        select(HouseholdRecord.scheme_id, func.count())
        .where(HouseholdRecord.year_id == year_id, HouseholdRecord.status == HouseholdStatus.ACTIVE)
        .group_by(HouseholdRecord.scheme_id)
    )
    return dict(session.execute(query).all())


def _tests(session: Session) -> dict[int | None, list[TestRow]]:
    query = (
        select(WaterTest, func.coalesce(Regulation.name, ""))
        .outerjoin(Regulation, Regulation.id == WaterTest.regulation_id)
        .order_by(WaterTest.tested_on.desc())
    )
    months = load_assumptions(session).test_valid_months
    found: dict[int | None, list[TestRow]] = defaultdict(list)
    for test, regulation in session.execute(query):
        found[test.scheme_id].append(
            TestRow(
                id=test.id,
                tested_on=test.tested_on,
                laboratory=test.laboratory,
                regulation=regulation,
                passed=test.passed,
                valid_until=test.valid_until,
                holds_until=valid_to(test, months),
            )
        )
    return found


def add_scheme(data: DataFile, year_id: int, name: str) -> int:
    """Add a scheme and its record of a year; return the record's id."""
    with change(data, f"Thêm công trình {clean(name)}") as made:
        check_open(made.session, year_id)
        _check_name(made.session, clean(name), None)
        scheme = WaterScheme(name=clean(name))
        made.session.add(scheme)
        made.session.flush()
        record = SchemeRecord(
            year_id=year_id, scheme_id=scheme.id, managing_body="", class_reason="", note=""
        )
        made.session.add(record)
        made.session.flush()
        return record.id


def set_scheme_field(data: DataFile, record_id: int, field: str, value: Any) -> int | None:
    """Save one field of a scheme or of its record; return the action, None if nothing changed."""
    with change(data, "Sửa công trình") as made:
        record = made.session.get_one(SchemeRecord, record_id)
        check_open(made.session, record.year_id)
        scheme = made.session.get_one(WaterScheme, record.scheme_id)
        if type(value) is str:
            value = clean(value)
        if field == "name":
            _check_name(made.session, value, scheme.id)
        _check_limits(field, value)
        row: Any = scheme if field in IDENTITY_FIELDS else record
        if getattr(row, field) == value:
            return None
        setattr(row, field, value)
        made.action.what = f"Sửa công trình {scheme.name}"
        return made.action_id


def set_scheme_answer(data: DataFile, record_id: int, criterion_id: int, met: bool | None) -> int | None:
    """Save the officer's own answer to a criterion; None goes back to what the record tells."""
    with change(data, "Đánh giá công trình") as made:
        check_open(made.session, made.session.get_one(SchemeRecord, record_id).year_id)
        answer = made.session.scalars(
            select(SchemeAnswer).where(
                SchemeAnswer.scheme_record_id == record_id, SchemeAnswer.criterion_id == criterion_id
            )
        ).first()
        if met is (answer.met if answer else None):
            return None
        if answer is None:
            answer = SchemeAnswer(scheme_record_id=record_id, criterion_id=criterion_id)
            made.session.add(answer)
        answer.met = met
        return made.action_id


def add_test(data: DataFile, scheme_id: int, tested_on: date, *, passed: bool | None, **values: Any) -> int:
    """Add a water test of a scheme (laboratory, regulation_id, valid_until, note); return its id."""
    with change(data, "Thêm kết quả xét nghiệm") as made:
        test = WaterTest(scheme_id=scheme_id, tested_on=tested_on, passed=passed, **values)
        made.session.add(test)
        made.session.flush()
        return test.id


def remove_test(data: DataFile, test_id: int) -> int:
    """Remove a test entered by mistake; the audit trail keeps it, and it can be undone."""
    with change(data, "Xóa kết quả xét nghiệm") as made:
        made.session.delete(made.session.get_one(WaterTest, test_id))
        return made.action_id


def _check_name(session: Session, name: str, scheme_id: int | None) -> None:
    if not name:
        raise KnownError(f"Chưa ghi tên công trình. {NOTHING_LOST} Hãy nhập tên công trình.")
    same: Sequence[int] = session.scalars(
        select(WaterScheme.id).where(WaterScheme.name == name, WaterScheme.id != (scheme_id or 0))
    ).all()
    if same:
        raise KnownError(f"Đã có công trình «{name}». {NOTHING_LOST} Hãy đặt tên khác.")


def _check_limits(field: str, value: Any) -> None:
    low, high = LIMITS.get(field, (0, None))
    if type(value) is int and (value < low or (high is not None and value > high)):
        allowed = f"từ {low} đến {high}" if high is not None else f"từ {low} trở lên"
        raise KnownError(
            f"Giá trị «{value}» không hợp lệ. {NOTHING_LOST} Hãy nhập số {allowed}, "
            "hoặc để trống nếu chưa biết."
        )
