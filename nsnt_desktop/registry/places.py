"""The office: reading it, and changing one field at a time."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Commune, LegalBasisRow, SurveyYear
from nsnt_desktop.models.words import DocumentKind, Levels, YearState
from nsnt_desktop.registry.new_commune import office_defaults
from nsnt_desktop.registry.office import LegalBasis, Office
from nsnt_desktop.registry.place_names import split_kind
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean

_LINES = {"signing_lines", "plan_recipients", "report_recipients"}


def load_office(session: Session) -> Office:
    """Return the office as its papers need it."""
    commune = session.scalars(select(Commune)).one()
    bases = session.scalars(select(LegalBasisRow).order_by(LegalBasisRow.position, LegalBasisRow.id)).all()
    copied = (
        "unit",
        "district",
        "province",
        "levels",
        "superior",
        "superior_full",
        "superior_via",
        "responsible",
        "deadline_day",
        "deadline_month",
        "signer",
        "is_sample",
    )
    values: dict[str, Any] = {name: getattr(commune, name) for name in copied}
    values |= {name: tuple(getattr(commune, name).splitlines()) for name in _LINES}
    return Office(
        commune=commune.name,
        **values,
        plan_bases=_bases(bases, DocumentKind.PLAN),
        report_bases=_bases(bases, DocumentKind.REPORT),
    )


def _bases(rows: Sequence[LegalBasisRow], kind: DocumentKind) -> tuple[LegalBasis, ...]:
    return tuple(
        LegalBasis(r.kind, r.number, r.issued_on, r.issuer, r.subject)
        for r in rows
        if r.document_kind is kind
    )


def set_office_field(data: DataFile, field: str, value: Any) -> int | None:
    """Save one field of the office; a change of levels brings that level's names and recipients along.

    A new name of district or province goes into the superior's name, unless the officer wrote that himself.

    Raises KnownError on an empty name or a deadline that is no day of the year.
    """
    if isinstance(value, str):
        kept = "\n".join(line for line in map(clean, value.splitlines()) if line)
        value = kept if field in _LINES else split_kind(field, value)[1]
    with change(data, "Sửa thông tin đơn vị") as made:
        commune = made.session.scalars(select(Commune)).one()
        if field == "name" and not value:
            raise KnownError(f"Tên xã không được để trống. {NOTHING_LOST} Hãy nhập tên xã.")
        if getattr(commune, field) == value:
            return None  # choosing the same level again keeps the officer's own recipients
        before = _defaults(commune)
        setattr(commune, field, value)
        for name, default in _defaults(commune).items():
            # A name inside a default follows the field; what the officer wrote stays, but for new levels.
            if field == "levels" or (default != before[name] and getattr(commune, name) == before[name]):
                setattr(commune, name, default)
        if field in {"deadline_day", "deadline_month"}:
            _move_deadlines(made.session, commune)
        return made.action_id


def _defaults(commune: Commune) -> dict[str, Any]:
    return office_defaults(Levels.of(commune.levels), commune.district, commune.province)


def _move_deadlines(session: Session, commune: Commune) -> None:
    try:
        date(2001, commune.deadline_month, commune.deadline_day)  # a day of every year, 29/02 is not
    except ValueError:
        raise KnownError(
            f"Ngày {commune.deadline_day}/{commune.deadline_month} không có trong mọi năm. "
            f"{NOTHING_LOST} Hãy nhập lại hạn báo cáo."
        ) from None
    for year in session.scalars(select(SurveyYear).where(SurveyYear.state == YearState.OPEN)):
        year.deadline = date(year.year, commune.deadline_month, commune.deadline_day)
        year.as_of = year.deadline
