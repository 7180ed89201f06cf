"""The villages of the commune: which stand in a year, and changing one field of one at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Table, func, select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import in_force
from nsnt_desktop.models import (
    Base,
    Difficulty,
    HouseholdRecord,
    SupervisionVisit,
    SurveyYear,
    Village,
    VillageDelivery,
)
from nsnt_desktop.registry.years import check_open
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean, match_key, natural_key

DELIVERED = ("delivered_on", "declared_households", "declared_persons", "declared_poor")
"""What a village hands in for a year, column by column."""
_NAMING = {
    HouseholdRecord.__tablename__: "số liệu hộ",
    VillageDelivery.__tablename__: "lần nộp danh sách",
    SupervisionVisit.__tablename__: "lần kiểm tra, giám sát",
    Difficulty.__tablename__: "khó khăn, vướng mắc",
    Village.__tablename__: "thôn đã nhập vào thôn này",
}
"""What may name a village, by table."""


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


def village_labels(villages: Sequence[Village | VillageRow]) -> tuple[tuple[int, str], ...]:
    """Return id and label of villages to choose among; a name that stands twice brings its former commune."""
    names = Counter(village.name for village in villages)
    return tuple(
        (v.id, f"{v.name} – {v.former_commune}" if names[v.name] > 1 and v.former_commune else v.name)
        for v in villages
    )


def villages_in_force(session: Session, year: int, own: int | None = None) -> list[Village]:
    """Return the villages of a year in the commune's order, and one's own even if it is none of them."""
    every = session.scalars(select(Village).order_by(Village.position, Village.id))
    return [village for village in every if in_force(village, year) or village.id == own]


def list_villages(session: Session, year: SurveyYear) -> list[VillageRow]:
    """Return the villages of a year in the commune's order, with what each delivered in it.

    They are those in force in that year, and any other that holds households of it.
    """
    rows = session.execute(
        select(Village, VillageDelivery)
        .outerjoin(
            VillageDelivery,
            (VillageDelivery.village_id == Village.id) & (VillageDelivery.year_id == year.id),
        )
        .order_by(Village.position, Village.id)
    ).all()
    settled = _settled(session, year)
    return [
        VillageRow(
            village.id,
            village.code,
            village.name,
            village.former_commune,
            village.village_head,
            village.phone,
            village.position,
            *(getattr(delivery, name, None) for name in DELIVERED),
        )
        for village, delivery in rows
        if in_force(village, year.year) or village.id in settled
    ]


def _settled(session: Session, year: SurveyYear) -> set[int]:
    query = select(HouseholdRecord.village_id).where(HouseholdRecord.year_id == year.id).distinct()
    return set(session.scalars(query))


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
        taken = next((o for o in same if match_key(o.name) == match_key(village.name)), None)
        if taken is not None:
            gone = f", có đến năm {taken.active_to}" if taken.active_to else ""
            raise KnownError(
                f"Đã có thôn «{taken.name}»{gone}. {NOTHING_LOST} Hãy đặt tên khác hoặc ghi rõ xã cũ."
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


def order_villages(data: DataFile, village_ids: Sequence[int]) -> int | None:
    """Put these villages into this order; villages not named keep their places among them."""
    with change(data, "Xếp lại thứ tự các thôn") as made:
        villages = _in_order(made.session)
        by_id = {village.id: village for village in villages}
        moved = iter(by_id[i] for i in village_ids)
        wanted = [next(moved) if village.id in set(village_ids) else village for village in villages]
        if wanted == villages:
            return None
        for position, village in enumerate(wanted, 1):
            village.position = position
        return made.action_id


def order_by_name(data: DataFile, village_ids: Sequence[int]) -> int | None:
    """Put these villages into the order of their names ("Thôn 2" before "Thôn 10"), by former commune."""
    with data.reading() as session:
        villages = [village for village in _in_order(session) if village.id in set(village_ids)]
    villages.sort(key=lambda v: (natural_key(v.former_commune), natural_key(v.name)))
    return order_villages(data, [village.id for village in villages])


def _in_order(session: Session) -> list[Village]:
    return list(session.scalars(select(Village).order_by(Village.position, Village.id)))


def remove_village(data: DataFile, village_id: int) -> int:
    """Remove a village that nothing names; raise KnownError otherwise (history is kept).

    A delivery that says nothing goes with it.
    """
    with change(data, "Xóa thôn") as made:
        session = made.session
        village = session.get_one(Village, village_id)
        for row in session.scalars(select(VillageDelivery).where(VillageDelivery.village_id == village_id)):
            if row.note == "" and all(getattr(row, name) is None for name in DELIVERED):
                session.delete(row)
        session.flush()
        named = _named_by(session, village_id)
        if named:
            raise KnownError(
                f"Thôn «{village.name}» đang có {', '.join(named)} nên không xóa được. {NOTHING_LOST} "
                "Hãy nhập thôn này vào thôn khác nếu thôn không còn."
            )
        session.delete(village)
        return made.action_id


def _named_by(session: Session, village_id: int) -> list[str]:
    """Return what names a village, in words with how many: every table that refers to it is asked."""
    found = []
    for table in Base.metadata.sorted_tables:
        refers = [key for key in table.foreign_keys if _to_village(key)]
        for key in refers:
            query = select(func.count()).select_from(table).where(key.parent == village_id)
            count = session.scalar(query) or 0
            if count:
                found.append(f"{count} {_NAMING.get(table.name, 'dữ liệu khác')}")
    return found


def _to_village(key: ForeignKey) -> bool:
    village: Any = Village.__table__
    return isinstance(village, Table) and key.column is village.c.id
