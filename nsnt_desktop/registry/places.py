"""The office and its villages: reading them, and changing one field at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Commune, HouseholdRecord, LegalBasisRow, SurveyYear, Village, VillageDelivery
from nsnt_desktop.models.words import DocumentKind, Levels, YearState
from nsnt_desktop.registry.new_commune import office_defaults
from nsnt_desktop.registry.office import LegalBasis, Office
from nsnt_desktop.registry.place_names import split_kind
from nsnt_desktop.registry.years import check_open
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean, match_key

_LINES = {"signing_lines", "plan_recipients", "report_recipients"}


@dataclass(frozen=True)
class VillageRow:
    """One village as its screen shows it."""

    id: int
    code: str
    name: str
    former_commune: str
    village_head: str
    phone: str
    position: int
    delivered_on: date | None
    declared_households: int | None
    declared_persons: int | None
    declared_poor: int | None


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


def list_villages(session: Session, year: SurveyYear) -> list[VillageRow]:
    """Return the villages in the commune's order, with what each delivered in a year."""
    rows = session.execute(
        select(Village, VillageDelivery)
        .outerjoin(
            VillageDelivery,
            (VillageDelivery.village_id == Village.id) & (VillageDelivery.year_id == year.id),
        )
        .order_by(Village.position, Village.id)
    ).all()
    return [
        VillageRow(
            village.id,
            village.code,
            village.name,
            village.former_commune,
            village.village_head,
            village.phone,
            village.position,
            *(
                getattr(delivery, name, None)
                for name in ("delivered_on", "declared_households", "declared_persons", "declared_poor")
            ),
        )
        for village, delivery in rows
    ]


def add_villages(data: DataFile, names: Sequence[str], former_commune: str = "") -> int:
    """Add villages by name, one a line; names already there are left alone; return how many were added."""
    with change(data, "Thêm thôn") as made:
        former = clean(former_commune)
        known = {
            match_key(name)
            for name in made.session.scalars(select(Village.name).where(Village.former_commune == former))
        }
        position = made.session.scalar(select(func.max(Village.position))) or 0
        added = 0
        for name in map(clean, names):
            if name and match_key(name) not in known:
                known.add(match_key(name))
                added += 1
                made.session.add(Village(name=name, former_commune=former, position=position + added))
    return added


def set_village_field(data: DataFile, village_id: int, field: str, value: str) -> int | None:
    """Save one field of a village; raise KnownError if the name is empty or taken."""
    with change(data, "Sửa thôn") as made:
        village = made.session.get_one(Village, village_id)
        others = made.session.scalars(select(Village).where(Village.id != village_id)).all()
        if getattr(village, field) == clean(value):
            return None
        setattr(village, field, clean(value))
        same = [other for other in others if other.former_commune == village.former_commune]
        if not village.name:
            raise KnownError(f"Tên thôn không được để trống. {NOTHING_LOST} Hãy nhập tên thôn.")
        if any(match_key(other.name) == match_key(village.name) for other in same):
            raise KnownError(
                f"Đã có thôn «{village.name}». {NOTHING_LOST} Hãy đặt tên khác hoặc ghi rõ xã cũ."
            )
        return made.action_id


def set_delivery(
    data: DataFile, year_id: int, village_id: int, field: str, value: date | int | None
) -> int | None:
    """Save when a village delivered its list, or one total its head declared.

    Raises KnownError if the year is closed.
    """
    with change(data, "Ghi việc nộp danh sách") as made:
        check_open(made.session, year_id)
        row = delivery_of(made.session, year_id, village_id)
        if getattr(row, field) == value:
            made.session.rollback()  # with the row made just now, which would say nothing
            return None
        setattr(row, field, value)
        return made.action_id


def delivery_of(session: Session, year_id: int, village_id: int) -> VillageDelivery:
    """Return the delivery row of a village and year, made if there is none yet."""
    row = session.scalars(
        select(VillageDelivery).where(
            VillageDelivery.year_id == year_id, VillageDelivery.village_id == village_id
        )
    ).first()
    if row is None:
        row = VillageDelivery(year_id=year_id, village_id=village_id)
        session.add(row)
    return row


def remove_village(data: DataFile, village_id: int) -> int:
    """Remove a village that never held a household; raise KnownError otherwise (history is kept)."""
    with change(data, "Xóa thôn") as made:
        used = made.session.scalar(
            select(func.count()).select_from(HouseholdRecord).where(HouseholdRecord.village_id == village_id)
        )
        village = made.session.get_one(Village, village_id)
        if used:
            raise KnownError(
                f"Thôn «{village.name}» đang có {used} số liệu hộ nên không xóa được. {NOTHING_LOST} "
                "Hãy chuyển các hộ sang thôn khác trước."
            )
        for row in made.session.scalars(
            select(VillageDelivery).where(VillageDelivery.village_id == village_id)
        ):
            made.session.delete(row)
        made.session.flush()
        made.session.delete(village)
        return made.action_id
