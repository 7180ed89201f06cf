"""The rules about water schemes and the households that cite them: 3, 4, 12 and 17 (domain §5)."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from nsnt_desktop import format as vn
from nsnt_desktop.checks.asking import MAIN, Asked, R, active, households
from nsnt_desktop.checks.finding import Finding, found, heads_label
from nsnt_desktop.models import SchemeRecord, WaterScheme, WaterTest
from nsnt_desktop.models.words import Basis, SourceGroup
from nsnt_desktop.storage.water_tests import tested_clean

ACCEPTED = frozenset({Basis.SUPPLIER, Basis.OFFICIAL_LIST, Basis.OTHER})
"""What may stand for clean water in place of the scheme's own test."""


def scheme_not_working(asked: Asked) -> Iterator[Finding]:
    """Rule 3: a scheme out of use is no household's main source."""
    query = (
        households(
            asked,
            MAIN.group == SourceGroup.CENTRAL,
            SchemeRecord.working.is_(False),
            extra=(R.scheme_id, WaterScheme.name.label("scheme")),
        )
        .join(WaterScheme, WaterScheme.id == R.scheme_id)
        .join(SchemeRecord, (SchemeRecord.scheme_id == R.scheme_id) & (SchemeRecord.year_id == R.year_id))
    )
    for rows in _by_scheme(asked.session.execute(query)):
        yield _of(asked, "3", "not_working", rows)


def clean_without_test(asked: Asked) -> Iterator[Finding]:
    """Rule 4: clean water from a scheme rests on a passed test still valid on the as-of day.

    A failed test cannot be outweighed. A missing or expired one is an error where the households have
    no other basis, a warning where they have.
    """
    tests = _tests(asked)
    query = households(
        asked,
        R.clean.is_(True),
        MAIN.group == SourceGroup.CENTRAL,
        extra=(R.scheme_id, WaterScheme.name.label("scheme"), R.basis),
    ).join(WaterScheme, WaterScheme.id == R.scheme_id)
    months = asked.assumptions.test_valid_months
    for rows in _by_scheme(asked.session.execute(query)):
        passed, reason = tested_clean(tests[rows[0].scheme_id], asked.year.as_of, months)
        values = {"reason": reason, "as_of": vn.day(asked.year.as_of)}
        if passed is False:
            yield _of(asked, "4", "failed", rows, **values)
        elif passed is None:
            bare = [row for row in rows if row.basis not in ACCEPTED]
            based = [row for row in rows if row.basis in ACCEPTED]
            if bare:
                yield _of(asked, "4", "not_valid", bare, **values)
            if based:
                yield _of(asked, "4", "other_basis", based, **values)


def connections_differ(asked: Asked) -> Iterator[Finding]:
    """Rule 12: as many households cite a scheme as it has connections here, where those are known."""
    citing = (
        select(R.scheme_id, func.count().label("counted"))
        .where(active(asked), R.scheme_id.is_not(None))
        .group_by(R.scheme_id)
        .subquery()
    )
    counted = func.coalesce(citing.c.counted, 0)
    query = (
        select(WaterScheme.id, WaterScheme.name, SchemeRecord.households_here, counted.label("counted"))
        .join(SchemeRecord, SchemeRecord.scheme_id == WaterScheme.id)
        .outerjoin(citing, citing.c.scheme_id == WaterScheme.id)
        .where(SchemeRecord.year_id == asked.year.id, SchemeRecord.households_here != counted)
        .order_by(WaterScheme.name)
    )
    for row in asked.session.execute(query):
        yield found(
            "12",
            "differs",
            f"scheme:{row.id}",
            scheme=row.name,
            declared=vn.number(row.households_here),
            counted=vn.number(row.counted),
        )


def more_here_than_connected(asked: Asked) -> Iterator[Finding]:
    """Rule 17: the connections in this commune are a part of all connections of a scheme."""
    query = (
        select(
            WaterScheme.id, WaterScheme.name, SchemeRecord.households_here, SchemeRecord.actual_connections
        )
        .join(SchemeRecord, SchemeRecord.scheme_id == WaterScheme.id)
        .where(
            SchemeRecord.year_id == asked.year.id,
            SchemeRecord.households_here > SchemeRecord.actual_connections,
        )
        .order_by(WaterScheme.name)
    )
    for row in asked.session.execute(query):
        yield found(
            "17",
            "more_here",
            f"scheme:{row.id}",
            scheme=row.name,
            here=vn.number(row.households_here),
            total=vn.number(row.actual_connections),
        )


def _tests(asked: Asked) -> dict[int | None, list[WaterTest]]:
    tests: dict[int | None, list[WaterTest]] = defaultdict(list)
    for test in asked.session.scalars(select(WaterTest).where(WaterTest.scheme_id.is_not(None))):
        tests[test.scheme_id].append(test)
    return tests


def _by_scheme(rows: Any) -> list[list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.scheme_id].append(row)
    return sorted(grouped.values(), key=lambda group: str(group[0].scheme))


def _of(asked: Asked, code: str, case: str, rows: list[Any], **values: Any) -> Finding:
    return found(
        code,
        case,
        f"scheme:{rows[0].scheme_id}",
        records=[row.id for row in rows],
        alone=asked.record_id is not None,
        scheme=rows[0].scheme,
        count=vn.number(len(rows)),
        heads=heads_label([row.head for row in rows]),
        **values,
    )
