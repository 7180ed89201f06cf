"""Two villages made one: the open years move, the closed ones stay as they were (docs/decisions/0008)."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import in_force
from nsnt_desktop.models import (
    Difficulty,
    Household,
    HouseholdRecord,
    SupervisionVisit,
    SurveyYear,
    Village,
    VillageDelivery,
)
from nsnt_desktop.models.words import HouseholdStatus, YearState
from nsnt_desktop.registry.villages import delivery_of
from nsnt_desktop.registry.years import list_years
from nsnt_desktop.storage.audit import update_rows
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import match_key

R = HouseholdRecord
TOTALS = ("declared_households", "declared_persons", "declared_poor")


@dataclass(frozen=True)
class MovingYear:
    """What moves in one open year."""

    year: int
    households: int
    """Active ones; those that moved away or ended go along unseen."""
    totals_lost: bool
    """Whether a declared total will be left blank, because only one of the two villages declared it."""


@dataclass(frozen=True)
class VillageMerge:
    """What merging one village into another would do; nothing is done yet."""

    village: str
    into: str
    years: tuple[MovingYear, ...]
    """Open years, newest first."""
    doubles: tuple[str, ...]
    """Heads that stand in both villages of the newest year, and would look like one household twice."""
    kept_years: tuple[int, ...]
    """Closed years in which the village stays as it was."""


@dataclass(frozen=True)
class MergedVillages:
    """Two villages that were merged."""

    action_id: int
    households: int
    """Active households that moved, in the newest year."""


def preview_village_merge(session: Session, village_id: int, into_id: int) -> VillageMerge:
    """Return what merging a village into another would do; raise KnownError if that cannot be."""
    village, into, years = _checked(session, village_id, into_id)
    open_years = [year for year in years if year.state is YearState.OPEN]
    closed = [
        year.year
        for year in years
        if year.state is YearState.CLOSED and _count(session, year, village_id, active=False)
    ]
    return VillageMerge(
        village.name,
        into.name,
        tuple(_moving(session, year, village_id, into_id) for year in open_years),
        _doubles(session, years[0], village_id, into_id),
        tuple(closed),
    )


def merge_villages(data: DataFile, village_id: int, into_id: int) -> MergedVillages:
    """Merge a village into another: everything of the open years moves, closed years stay as they were.

    Declared totals are added where both villages declared them, and blank where only one did; the list counts
    as delivered when both delivered, on the later day. Raises KnownError if the newest year is closed.
    """
    with change(data, "Nhập hai thôn") as made:
        session = made.session
        village, into, years = _checked(session, village_id, into_id)
        made.what = f"Nhập {village.name} vào {into.name}"
        moved = _count(session, years[0], village_id)
        first_open = years[0].year
        for year in (year for year in years if year.state is YearState.OPEN):
            _join_deliveries(session, year, village_id, into_id)
            _move(session, year, village_id, into_id)
            first_open = year.year
        village.active_to, village.merged_into_id = first_open - 1, into.id
        return MergedVillages(made.action_id, moved)


def _checked(session: Session, village_id: int, into_id: int) -> tuple[Village, Village, list[SurveyYear]]:
    village, into = session.get_one(Village, village_id), session.get_one(Village, into_id)
    years = list_years(session)
    if village_id == into_id:
        raise KnownError(f"Không nhập một thôn vào chính nó được. {NOTHING_LOST} Hãy chọn thôn khác.")
    if years[0].state is YearState.CLOSED:
        raise KnownError(
            f"Số liệu năm {years[0].year} đã chốt nên chưa nhập hai thôn được. {NOTHING_LOST} "
            f"Hãy mở năm {years[0].year + 1} trước."
        )
    if not in_force(into, years[0].year):
        raise KnownError(
            f"Thôn «{into.name}» không còn trong năm {years[0].year}. {NOTHING_LOST} Hãy chọn thôn khác."
        )
    if not in_force(village, years[0].year) and not _count(session, years[0], village_id, active=False):
        raise KnownError(
            f"Thôn «{village.name}» không còn trong năm {years[0].year} nên không nhập được nữa. "
            f"{NOTHING_LOST} Các năm trước giữ thôn này như cũ. Hãy chọn thôn đang có."
        )
    return village, into, years


def _count(session: Session, year: SurveyYear, village_id: int, *, active: bool = True) -> int:
    query = select(func.count()).select_from(R).where(R.year_id == year.id, R.village_id == village_id)
    if active:
        query = query.where(R.status == HouseholdStatus.ACTIVE)
    return session.scalar(query) or 0


def _moving(session: Session, year: SurveyYear, village_id: int, into_id: int) -> MovingYear:
    gone, kept = (_delivery(session, year, i) for i in (village_id, into_id))
    one_sided = [(getattr(gone, t, None) is None) != (getattr(kept, t, None) is None) for t in TOTALS]
    households = _count(session, year, village_id)
    return MovingYear(year.year, households, any(one_sided) and bool(households or gone))


def _delivery(session: Session, year: SurveyYear, village_id: int) -> VillageDelivery | None:
    return session.scalars(
        select(VillageDelivery).where(
            VillageDelivery.year_id == year.id, VillageDelivery.village_id == village_id
        )
    ).first()


def _join_deliveries(session: Session, year: SurveyYear, village_id: int, into_id: int) -> None:
    gone = _delivery(session, year, village_id)
    if gone is None and not (_delivery(session, year, into_id) and _count(session, year, village_id)):
        return  # a village without anyone changes nothing of what the other declared
    add_delivery(delivery_of(session, year.id, into_id), gone)
    if gone is not None:
        session.delete(gone)
    session.flush()


def add_delivery(kept: VillageDelivery, other: VillageDelivery | None) -> None:
    """Make one delivery of two: sums where both are known, else blank; delivered when both were."""
    for total in TOTALS:
        parts = [getattr(kept, total), getattr(other, total, None)]
        setattr(kept, total, None if None in parts else sum(parts))
    days = [kept.delivered_on, other.delivered_on if other else None]
    kept.delivered_on = max((day for day in days if day), default=None) if None not in days else None
    kept.note = "; ".join(filter(None, (kept.note, other.note if other else "")))


def _move(session: Session, year: SurveyYear, village_id: int, into_id: int) -> None:
    for model in (HouseholdRecord, SupervisionVisit, Difficulty):
        query = select(model.id).where(model.year_id == year.id, model.village_id == village_id)
        moved = {row_id: {"village_id": (village_id, into_id)} for row_id in session.scalars(query)}
        update_rows(session, model, moved)


def _doubles(session: Session, year: SurveyYear, village_id: int, into_id: int) -> tuple[str, ...]:
    heads: dict[int, dict[str, str]] = {village_id: {}, into_id: {}}
    query = (
        select(R.village_id, Household.head)
        .join(Household, Household.id == R.household_id)
        .where(
            R.year_id == year.id,
            R.village_id.in_([village_id, into_id]),
            R.status == HouseholdStatus.ACTIVE,
        )
        .order_by(Household.sort_key)
    )
    for place, head in session.execute(query):
        heads[place][match_key(head)] = head
    return tuple(head for key, head in heads[village_id].items() if key in heads[into_id])


def merge_sentences(merge: VillageMerge) -> list[str]:
    """Return in the officer's words what a merge would do, one sentence a line."""
    found = [
        f"Năm {year.year}: {vn.number(year.households)} hộ chuyển sang {merge.into}."
        + (" Số thôn báo chỉ có ở một thôn nên tổng để trống, cần ghi lại." if year.totals_lost else "")
        for year in merge.years
    ]
    if merge.kept_years:
        years = ", ".join(map(str, sorted(merge.kept_years)))
        found.append(f"Năm đã chốt ({years}): {merge.village} giữ nguyên như đã chốt.")
    if merge.doubles:
        shown = ", ".join(merge.doubles[:10]) + ("…" if len(merge.doubles) > 10 else ".")
        found.append(
            f"{vn.number(len(merge.doubles))} chủ hộ trùng tên ở hai thôn, cần xem có phải một hộ: {shown}"
        )
    else:
        found.append("Không có chủ hộ nào trùng tên giữa hai thôn.")
    return found
