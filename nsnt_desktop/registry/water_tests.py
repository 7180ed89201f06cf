"""Water tests of schemes and of households: reading them, adding, mending and removing one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import (
    Household,
    HouseholdRecord,
    Regulation,
    SurveyYear,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import YearState
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.changes import Change, change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.storage.water_tests import valid_to
from nsnt_desktop.text import clean

TEST_FIELDS = frozenset({"tested_on", "laboratory", "regulation_id", "passed", "valid_until", "note"})


@dataclass(frozen=True)
class TestOwner:
    """Whose water was tested: a scheme's or a household's, one of the two."""

    __test__ = False  # not a test of ours, whatever pytest thinks of the name

    scheme_id: int | None = None
    household_id: int | None = None

    def __post_init__(self) -> None:
        if (self.scheme_id is None) is (self.household_id is None):
            raise ValueError("a water test is of a scheme or of a household, one of the two")


@dataclass(frozen=True)
class TestRow:
    """One water test as lists show it."""

    __test__ = False

    id: int
    tested_on: date
    laboratory: str
    regulation_id: int | None
    regulation: str
    passed: bool | None
    valid_until: date | None
    holds_until: date
    """valid_until, or where none was given the day the assumption makes of it."""
    note: str
    warning: str
    """What is wrong with it and saved all the same: its day or its regulation; or nothing."""


@dataclass(frozen=True)
class AddedTest:
    """A test that was added."""

    test_id: int
    action_id: int


def list_regulations(session: Session) -> list[Regulation]:
    """Return the water quality regulations, newest first."""
    return list(session.scalars(select(Regulation).order_by(Regulation.applies_from.desc())))


def in_force(regulation: Regulation, day: date) -> bool:
    """Return whether a regulation applies on a day, both ends included; an end left blank is open."""
    begun = regulation.applies_from is None or regulation.applies_from <= day
    return begun and (regulation.applies_to is None or day <= regulation.applies_to)


def proposed_regulation(regulations: Iterable[Regulation], day: date) -> int | None:
    """Return the regulation to test by on a day: in force, the one that came last; None: there is none."""
    held = [r for r in regulations if in_force(r, day)]
    newest = max(held, key=lambda r: (r.applies_from or date.min, -r.id), default=None)
    return None if newest is None else newest.id


def household_tests(session: Session, household_id: int) -> tuple[TestRow, ...]:
    """Return the tests of a household's own water, newest first."""
    return tuple(row for _, row in _rows(session, WaterTest.household_id == household_id))


def scheme_tests(session: Session) -> dict[int, tuple[TestRow, ...]]:
    """Return the tests of every scheme that has any, newest first."""
    found: dict[int, list[TestRow]] = defaultdict(list)
    for test, row in _rows(session, WaterTest.scheme_id.is_not(None)):
        found[test.scheme_id or 0].append(row)
    return {scheme_id: tuple(rows) for scheme_id, rows in found.items()}


def add_test(
    data: DataFile,
    *,
    tested_on: date,
    passed: bool | None,
    scheme_id: int | None = None,
    household_id: int | None = None,
    laboratory: str = "",
    regulation_id: int | None = None,
    valid_until: date | None = None,
    note: str = "",
) -> AddedTest:
    """Add a water test of a scheme or of a household, one of the two; passed None: its verdict is awaited.

    A test belongs to a day, not to a survey year. One taken in a closed year may still be added, mended or
    removed: closing froze the figures of that year, so none of them changes.
    Raises KnownError: its validity ends before the sample was taken.
    """
    owner = TestOwner(scheme_id, household_id)
    with change(data, "Thêm kết quả xét nghiệm") as made:
        test = WaterTest(
            scheme_id=owner.scheme_id,
            household_id=owner.household_id,
            tested_on=tested_on,
            passed=passed,
            laboratory=clean(laboratory),
            regulation_id=regulation_id,
            valid_until=valid_until,
            note=clean(note),
        )
        _check_days(test)
        made.session.add(test)
        _told(made, test, "Thêm kết quả xét nghiệm")
        made.session.flush()
        return AddedTest(test.id, made.action_id)


def set_test_field(data: DataFile, test_id: int, field: str, value: Any) -> int | None:
    """Save one field of a test, of whatever day (see `add_test`); None if nothing changed.

    Raises KnownError: no day of sampling, or a validity that ends before it.
    """
    if field not in TEST_FIELDS:
        raise ValueError(f"no such field of a test: {field}")
    if type(value) is str:
        value = clean(value)
    with change(data, "Sửa kết quả xét nghiệm") as made:
        test = made.session.get_one(WaterTest, test_id)
        if getattr(test, field) == value:
            return None
        if field == "tested_on" and value is None:
            raise KnownError(f"Chưa ghi ngày lấy mẫu. {NOTHING_LOST} Hãy nhập ngày/tháng/năm.")
        setattr(test, field, value)
        _check_days(test)
        _told(made, test, "Sửa kết quả xét nghiệm")
        return made.action_id


def remove_test(data: DataFile, test_id: int) -> int:
    """Remove a test entered by mistake, of whatever day (see `add_test`); it can be undone."""
    with change(data, "Xóa kết quả xét nghiệm") as made:
        test = made.session.get_one(WaterTest, test_id)
        _told(made, test, "Xóa kết quả xét nghiệm")
        made.session.delete(test)
        return made.action_id


def _rows(session: Session, wanted: ColumnElement[bool]) -> list[tuple[WaterTest, TestRow]]:
    query = (
        select(WaterTest, Regulation)
        .outerjoin(Regulation, Regulation.id == WaterTest.regulation_id)
        .where(wanted)
        .order_by(WaterTest.tested_on.desc(), WaterTest.id.desc())
    )
    months = load_assumptions(session).test_valid_months
    rows: Sequence[Any] = session.execute(query).all()
    return [(test, _row(test, regulation, months)) for test, regulation in rows]


def _row(test: WaterTest, regulation: Regulation | None, months: int) -> TestRow:
    return TestRow(
        id=test.id,
        tested_on=test.tested_on,
        laboratory=test.laboratory,
        regulation_id=test.regulation_id,
        regulation=regulation.name if regulation else "",
        passed=test.passed,
        valid_until=test.valid_until,
        holds_until=valid_to(test, months),
        note=test.note,
        warning=_warning(test, regulation),
    )


def _warning(test: WaterTest, regulation: Regulation | None) -> str:
    if test.tested_on > date.today():  # noqa: DTZ011 - the office PC's own day, which may be wrong itself
        return f"Ngày lấy mẫu {vn.day(test.tested_on)} chưa đến: hãy xem lại ngày."
    if regulation is None or in_force(regulation, test.tested_on):
        return ""
    day, since, until = test.tested_on, regulation.applies_from, regulation.applies_to
    early = since is not None and day < since
    when = f"áp dụng từ ngày {vn.day(since)}" if early else f"chỉ áp dụng đến hết ngày {vn.day(until)}"
    return f"Mẫu lấy ngày {vn.day(day)} nhưng {regulation.name} {when}: hãy xem lại ngày hoặc quy chuẩn."


def _told(made: Change, test: WaterTest, what: str) -> None:
    """Name the owner in the action; a household whose test changed is no longer "đã đối chiếu"."""
    if test.household_id is None:
        made.what = f"{what} của {made.session.get_one(WaterScheme, test.scheme_id).name}"
        return
    made.what = f"{what} của hộ {made.session.get_one(Household, test.household_id).head}"
    verified = select(HouseholdRecord).where(
        HouseholdRecord.household_id == test.household_id,
        HouseholdRecord.verified,
        HouseholdRecord.year_id.in_(select(SurveyYear.id).where(SurveyYear.state == YearState.OPEN)),
    )
    for record in made.session.scalars(verified):
        record.verified = False


def _check_days(test: WaterTest) -> None:
    if test.valid_until is not None and test.valid_until < test.tested_on:
        raise KnownError(
            f"Ngày hết giá trị {vn.day(test.valid_until)} đứng trước ngày lấy mẫu {vn.day(test.tested_on)}. "
            f"{NOTHING_LOST} Hãy nhập lại một trong hai ngày, hoặc để trống ngày hết giá trị."
        )
