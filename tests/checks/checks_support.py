"""Sound households to spoil one at a time, and the findings of one rule."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from communes import Row, fill, year_id
from nsnt_desktop.checks import Finding, check_year
from nsnt_desktop.models.words import Basis, Poverty
from nsnt_desktop.registry.schemes import add_scheme, set_scheme_field
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

EARLY = date(2024, 6, 1)
"""Far from the deadline of 15/11/2024."""


def sound(**changes: Any) -> Row:
    """Return a household of which no rule has anything to say."""
    row = {
        "persons": 4,
        "poverty": Poverty.NONE,
        "source": "drilled_well",
        "hygienic": True,
        "clean": True,
        "basis": Basis.TEST,
        "updated_at": datetime(2024, 10, 1, 8),  # noqa: DTZ001 - the clock of the office PC
    }
    return {**row, **changes}


def findings(data: DataFile, rule: str, *, year: int = 2024, today: date = EARLY) -> list[Finding]:
    """Return what one rule finds."""
    return [finding for finding in all_findings(data, year=year, today=today) if finding.rule == rule]


def all_findings(data: DataFile, *, year: int = 2024, today: date = EARLY) -> tuple[Finding, ...]:
    with data.reading() as session:
        return check_year(session, find_year(session, year), today)


def found_in(data: DataFile, rule: str, *rows: Row) -> list[Finding]:
    """Return what one rule finds in a commune of these households alone."""
    fill(data, rows)
    return findings(data, rule)


def add_working_scheme(
    data: DataFile, name: str = "Phác Lê", *, working: bool | None = True
) -> tuple[int, int]:
    """Add a scheme; return its own id and its record's."""
    added = add_scheme(data, year_id(data), name)
    set_scheme_field(data, added.record_id, "working", working)
    return added.scheme_id, added.record_id


def connected(scheme_id: int | None, **changes: Any) -> Row:
    """Return a sound household with a tap of a scheme."""
    return sound(source="central_tap", scheme_id=scheme_id, **changes)


@contextmanager
def editing(data: DataFile) -> Iterator[Session]:
    """Change anything in a data file, past the rules of the registry."""
    with change(data, "Sửa số liệu thử") as made:
        yield made.session
