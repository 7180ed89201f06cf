"""How long water tests hold: of every scheme followed, and of the households that had their own tested."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.counting import records_of
from nsnt_desktop.models import HouseholdRecord as R
from nsnt_desktop.models import MainSource, SchemeRecord, SurveyYear, WaterScheme, WaterTest
from nsnt_desktop.models.words import Basis, HouseholdStatus, LabelledEnum, SourceGroup
from nsnt_desktop.storage.water_tests import latest_test, tested_clean, valid_to


class Validity(LabelledEnum):
    """What the latest test says on a day; in the order in which something has to be done."""

    FAILED = "failed", "Không đạt"
    MISSING = "missing", "Chưa có kết quả"
    EXPIRED = "expired", "Đã hết giá trị"
    EXPIRING = "expiring", "Hết giá trị trước hạn báo cáo"
    VALID = "valid", "Còn giá trị đến hạn báo cáo"


@dataclass(frozen=True)
class Standing:
    """How the tests of one water stand on a day; days_left are counted from it to the last valid day."""

    validity: Validity
    tested_on: date | None = None
    holds_to: date | None = None
    days_left: int | None = None


@dataclass(frozen=True)
class SchemeTest:
    """How the tests of one scheme stand."""

    scheme_id: int
    name: str
    standing: Standing


@dataclass(frozen=True)
class OwnTests:
    """The households (record ids) whose own tests stand alike; `clean` are counted as using clean water."""

    validity: Validity
    records: tuple[int, ...]
    clean: tuple[int, ...]
    first_end: date | None
    """The first day on which one of them stops being valid; None where they hold no longer, or never did."""


class _Taken(NamedTuple):
    """What the rules of tests look at: as objects of the database a test of each household is slow."""

    id: int
    tested_on: date
    passed: bool | None
    valid_until: date | None


def standing(tests: Any, day: date, deadline: date, months: int) -> Standing:
    """Return how tests stand on a day, seen together with the deadline: one may end in between.

    A test taken in between counts on the deadline, for better or worse.
    """
    test = latest_test(tests, day)
    if test is None:
        return Standing(Validity.MISSING)
    if not test.passed:
        return Standing(Validity.FAILED, test.tested_on)
    last = valid_to(test, months)
    if last < day:
        return Standing(Validity.EXPIRED, test.tested_on, last)
    later = tested_clean(tests, deadline, months)[0] if day < deadline else True
    if later is False:
        return standing(tests, deadline, deadline, months)
    kind = Validity.VALID if later else Validity.EXPIRING
    return Standing(kind, test.tested_on, last, (last - day).days)


def scheme_tests(session: Session, year: SurveyYear, day: date, months: int) -> tuple[SchemeTest, ...]:
    """Return how the tests of every scheme followed in a year stand, what presses most first."""
    tests = tests_of_schemes(session)
    followed = session.execute(
        select(WaterScheme.id, WaterScheme.name)
        .join(SchemeRecord, SchemeRecord.scheme_id == WaterScheme.id)
        .where(SchemeRecord.year_id == year.id)
    )
    found = [
        SchemeTest(scheme, name, standing(tests[scheme], day, year.deadline, months))
        for scheme, name in followed
    ]
    order = list(Validity)
    return tuple(
        sorted(found, key=lambda s: (order.index(s.standing.validity), s.standing.holds_to or day, s.name))
    )


def tests_of_schemes(session: Session) -> dict[int | None, list[WaterTest]]:
    """Return every test of a scheme, by scheme id."""
    tests: dict[int | None, list[WaterTest]] = defaultdict(list)
    for test in session.scalars(select(WaterTest).where(WaterTest.scheme_id.is_not(None))):
        tests[test.scheme_id].append(test)
    return tests


def own_tests(session: Session, year: SurveyYear, day: date, months: int) -> tuple[OwnTests, ...]:
    """Return the active households by how their own tests stand; a standing of nobody is left out.

    Without a result are those counted clean on the basis of a test where no scheme brings the water.
    """
    stand: dict[int, Standing] = {}
    clean: set[int] = set()
    for record, is_clean, tests in _tested(session, year):
        stand[record] = standing(tests, day, year.deadline, months)
        clean |= {record} if is_clean else set()
    claimed = _claimed(session, year)
    clean |= claimed
    grouped: dict[Validity, list[int]] = defaultdict(list)
    for record in sorted(stand.keys() | claimed):
        kind = stand[record].validity if record in stand else Validity.MISSING
        if kind is not Validity.MISSING or record in claimed:
            grouped[kind].append(record)
    return tuple(
        OwnTests(kind, tuple(ids), tuple(r for r in ids if r in clean), _first_end(ids, stand))
        for kind in Validity
        if (ids := grouped[kind])
    )


def _first_end(records: list[int], stand: dict[int, Standing]) -> date | None:
    ends = (stand[r].holds_to for r in records if r in stand and stand[r].days_left is not None)
    return min((end for end in ends if end), default=None)


def _tested(session: Session, year: SurveyYear) -> list[tuple[int, bool | None, list[Any]]]:
    query = select(
        WaterTest.household_id,
        WaterTest.id,
        WaterTest.tested_on,
        WaterTest.passed,
        WaterTest.valid_until,
    ).where(WaterTest.household_id.is_not(None))
    tests: dict[int | None, list[Any]] = defaultdict(list)
    for home, number, tested_on, passed, valid_until in session.execute(query):
        tests[home].append(_Taken(number, tested_on, passed, valid_until))
    homes = _homes(session, year) if tests else []
    return [(record, clean, tests[home]) for record, home, clean in homes]


def _homes(session: Session, year: SurveyYear) -> list[tuple[int, int, bool | None]]:
    tested = select(WaterTest.household_id).where(WaterTest.household_id.is_not(None))
    query = select(R.id, R.household_id, R.clean).where(
        *records_of(session, year.id), R.status == HouseholdStatus.ACTIVE, R.household_id.in_(tested)
    )
    return [(record, home, clean) for record, home, clean in session.execute(query)]


def _claimed(session: Session, year: SurveyYear) -> set[int]:
    query = (
        select(R.id)
        .outerjoin(MainSource, MainSource.id == R.main_source_id)
        .where(
            *records_of(session, year.id),
            R.status == HouseholdStatus.ACTIVE,
            R.clean.is_(True),
            R.basis == Basis.TEST,
            MainSource.group.is_distinct_from(SourceGroup.CENTRAL),
        )
    )
    return set(session.scalars(query))
