"""Communes built from rows, for tests: fast, in one transaction, through the audit trail like any import."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select

from nsnt_desktop.models import (
    Action,
    AuditLine,
    Base,
    Household,
    HouseholdRecord,
    MainSource,
    SurveyYear,
    Village,
    search_text,
)
from nsnt_desktop.registry.new_commune import NewCommune
from nsnt_desktop.registry.years import add_year
from nsnt_desktop.storage.audit import bulk_insert
from nsnt_desktop.storage.changes import Change, change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.text import person_sort_key

Row = dict[str, Any]
CommuneOf = Callable[[Sequence[Row]], DataFile]

VILLAGES = ("Thôn Phác Lê", "Thôn Do Thượng")
CAM_TAN = NewCommune("Cẩm Tân", 2024, VILLAGES, district="Cẩm Thủy", province="Thanh Hóa")


def fill(data: DataFile, rows: Sequence[Row]) -> None:
    """Put households into a commune, in place of those that stand there.

    A row holds columns of household_record and, instead of ids, `year` (2024), `village` (a name, the
    first), `source` (a code, None), `head`, `code`, `phone`.
    """
    with change(data, "Dựng số liệu thử") as made:
        made.session.execute(delete(HouseholdRecord))
        made.session.execute(delete(Household))
        _insert(made, rows)


def _insert(made: Change, rows: Sequence[Row]) -> None:
    session = made.session
    villages = dict(session.execute(select(Village.name, Village.id).order_by(Village.id)).all())
    sources = dict(session.execute(select(MainSource.code, MainSource.id)).all())
    years = dict(session.execute(select(SurveyYear.year, SurveyYear.id)).all())
    for year in sorted({row.get("year", 2024) for row in rows} - set(years)):
        years[year] = add_year(session, year).id
    households = bulk_insert(session, Household, [_household(n, row) for n, row in enumerate(rows, 1)])
    columns = [c for c in HouseholdRecord.__table__.columns if c.name != "id"]
    empty = {c.name: None for c in columns if c.default is None}
    texts = {c.name: "" for c in columns if c.name in {"treatment", "pollution_risk", "note"}}
    records = [
        {
            **empty,
            **texts,
            **{c.name: row[c.name] for c in columns if c.name in row},
            "year_id": years[row.get("year", 2024)],
            "household_id": household,
            "village_id": villages[row.get("village", VILLAGES[0])],
            "main_source_id": sources[row["source"]] if row.get("source") else None,
        }
        for household, row in zip(households, rows, strict=True)
    ]
    for shape in {tuple(sorted(record)) for record in records}:
        bulk_insert(session, HouseholdRecord, [r for r in records if tuple(sorted(r)) == shape])


def _household(number: int, row: Row) -> Row:
    head, code, phone = (
        row.get("head", f"Chủ hộ {number}"),
        row.get("code", f"H{number}"),
        row.get("phone", ""),
    )
    return {
        "head": head,
        "code": code,
        "phone": phone,
        "search": search_text(head, code, phone),
        "sort_key": person_sort_key(head),
    }


def year_id(data: DataFile, year: int = 2024) -> int:
    with data.reading() as session:
        return session.scalars(select(SurveyYear.id).where(SurveyYear.year == year)).one()


def village_ids(data: DataFile) -> list[int]:
    with data.reading() as session:
        return list(session.scalars(select(Village.id).order_by(Village.position)))


def count(data: DataFile, model: type[Any]) -> int:
    with data.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def action_count(data: DataFile) -> int:
    return count(data, Action)


def audit_lines(data: DataFile, action_id: int) -> list[tuple[str, str, str | None, str | None]]:
    with data.reading() as session:
        lines = session.scalars(
            select(AuditLine).where(AuditLine.action_id == action_id).order_by(AuditLine.id)
        ).all()
    return [(line.table, line.field, line.old, line.new) for line in lines]


def content_digest(data: DataFile) -> str:
    """Return a digest of every row of every table, the audit trail left out."""
    with data.reading() as session:
        rows = {
            table.name: sorted(map(repr, session.execute(select(table)).all()))
            for table in Base.metadata.sorted_tables
            if table.name not in {"action", "audit_line"}
        }
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
