"""Opening the next survey year: who is carried over, with what, and what starts blank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Row, Table, func, select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.compute import in_force
from nsnt_desktop.models import (
    Base,
    ChecklistAnswer,
    HouseholdRecord,
    SchemeRecord,
    SurveyYear,
    Village,
)
from nsnt_desktop.models.words import HouseholdStatus, YearState
from nsnt_desktop.registry.years import add_year, find_year, list_years
from nsnt_desktop.storage.audit import insert_columns
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile


@dataclass(frozen=True)
class Part:
    """Some columns of a record under the name the officer knows them by."""

    label: str
    columns: tuple[str, ...]


# Together the two lists of a table name every column of it once: what is shown first is what is done.
HOUSEHOLD_CARRIED = (
    Part("thôn", ("village_id", "status")),
    Part("số khẩu", ("persons",)),
    Part("diện nghèo", ("poverty",)),
    Part("nguồn nước, công trình, đồng hồ, thiết bị xử lý",
         ("main_source_id", "second_source_id", "scheme_id", "has_meter", "treatment")),
    Part("đánh giá hợp vệ sinh, nước sạch và căn cứ", ("hygienic", "clean", "basis")),
    Part("mùa khô thiếu nước, nguy cơ ô nhiễm", ("dry_season_shortage", "pollution_risk")),
    Part("ghi chú", ("note",)),
)  # fmt: skip
"""Last year's word until somebody updates it."""
HOUSEHOLD_BLANK = (
    Part("m³ mỗi tháng", ("litres_per_month", "volume_estimated")),
    Part("dấu «Đã đối chiếu»", ("verified",)),
    Part("ngày cập nhật", ("updated_at",)),
    Part("lý do chuyển đi, nhập hộ", ("status_note", "merged_into_id")),
)
"""Measured or checked anew each year."""
SCHEME_CARRIED = (
    Part("tình trạng hoạt động, số giờ cấp nước", ("working", "hours_per_day")),
    Part("công suất, số đấu nối, số hộ và số người",
         ("design_capacity", "actual_capacity", "design_connections", "actual_connections",
          "households_here", "persons")),
    Part("đơn vị quản lý, người vận hành", ("managing_body", "management_model", "trained_operator")),
    Part("ghi chú", ("note",)),
)  # fmt: skip
SCHEME_BLANK = (
    Part("giá nước, thu chi", ("price", "yearly_income", "yearly_cost")),
    Part("thất thoát, số ngày gián đoạn", ("loss_percent", "days_interrupted")),
    Part("xếp loại riêng và câu trả lời của cán bộ cho từng tiêu chí", ("class_override", "class_reason")),
)
"""An answer to "thu đủ chi" must not outlive the figures it was given on."""
STARTS_BLANK = ("ngày nộp danh sách và số liệu khai báo của các thôn",)
"""What a year holds besides, and the next one begins without."""


@dataclass(frozen=True)
class NextYear:
    """What opening a year would carry over from the year before."""

    year: int
    last: int
    last_open: bool
    """Whether the year before may still change, which would not flow into the new one."""
    exists: bool
    households: int
    schemes: int
    answers: int
    """Answers about the households' water sources that come along."""
    left: tuple[tuple[HouseholdStatus, int], ...]
    """Households that do not come, by what became of them."""
    homeless: tuple[tuple[str, int], ...]
    """Villages that end before the new year without one to go to: name, and households that stay behind."""


@dataclass(frozen=True)
class OpenedYear:
    """A survey year that is open, made now or before."""

    year: int
    households: int
    schemes: int
    action_id: int | None
    """None: the year was there already, and nothing was changed."""


@dataclass(frozen=True)
class _Carried:
    """The rows of the year before that go on, with the columns that come along."""

    households: Sequence[Row[Any]]
    schemes: Sequence[Row[Any]]
    checklist: Sequence[ChecklistAnswer]
    goes_to: Mapping[int, int]
    """Where the households of each village stand in the new year."""


def preview_next_year(session: Session, last: int | None = None) -> NextYear:
    """Return what opening the year after `last` (the newest if none is named) would do; write nothing."""
    before = find_year(session, last)
    year = before.year + 1
    carried = _carried(session, before)
    return NextYear(
        year=year,
        last=before.year,
        last_open=before.state is YearState.OPEN,
        exists=any(known.year == year for known in list_years(session)),
        households=len(carried.households),
        schemes=len(carried.schemes),
        answers=len(carried.checklist),
        left=_left(session, before),
        homeless=_homeless(session, before, carried.goes_to),
    )


def open_next_year(data: DataFile, last: int | None = None) -> OpenedYear:
    """Open the year after `last` (the newest if none is named) from its active households and its schemes.

    Each record counts as not updated until somebody touches it. Households that moved away, merged or ended
    stay in their years. A year that is there already is returned as it is.
    """
    with change(data, "Mở năm mới") as made:
        session = made.session
        before = find_year(session, last)
        known = next((y for y in list_years(session) if y.year == before.year + 1), None)
        if known is not None:
            return OpenedYear(known.year, *_sizes(session, known), None)
        made.what = f"Mở năm {before.year + 1}"
        carried = _carried(session, before)
        opened = add_year(session, before.year + 1)
        _write(session, carried, opened.id)
        return OpenedYear(opened.year, len(carried.households), len(carried.schemes), made.action_id)


def _carried(session: Session, before: SurveyYear) -> _Carried:
    goes_to = _goes_to(session, before.year + 1)
    # Columns, not objects: 100,000 of these cost seconds.
    active = (
        select(*_asked(HouseholdRecord, "household_id", HOUSEHOLD_CARRIED))
        .where(HouseholdRecord.year_id == before.id, HouseholdRecord.status == HouseholdStatus.ACTIVE)
        .order_by(HouseholdRecord.id)
    )
    schemes = (
        select(*_asked(SchemeRecord, "scheme_id", SCHEME_CARRIED))
        .where(SchemeRecord.year_id == before.id)
        .order_by(SchemeRecord.id)
    )
    checklist = (
        select(ChecklistAnswer)
        .join(HouseholdRecord, HouseholdRecord.id == ChecklistAnswer.record_id)
        .where(
            HouseholdRecord.year_id == before.id,
            HouseholdRecord.status == HouseholdStatus.ACTIVE,
            HouseholdRecord.village_id.in_(goes_to),
            ChecklistAnswer.met.is_not(None),
        )
    )
    return _Carried(
        [row for row in session.execute(active) if row.village_id in goes_to],
        session.execute(schemes).all(),
        session.scalars(checklist.order_by(ChecklistAnswer.id)).all(),
        goes_to,
    )


def _write(session: Session, carried: _Carried, year_id: int) -> None:
    columns = _columns(carried.households, HOUSEHOLD_CARRIED, "household_id")
    columns["village_id"] = [carried.goes_to[village] for village in columns["village_id"]]
    records = _insert(session, HouseholdRecord, carried.households, columns, year_id)
    schemes = _columns(carried.schemes, SCHEME_CARRIED, "scheme_id")
    _insert(session, SchemeRecord, carried.schemes, schemes, year_id)
    kept = [c.name for c in _table(ChecklistAnswer).columns if c.name not in {"id", "record_id"}]
    answers = {name: [getattr(row, name) for row in carried.checklist] for name in kept}
    owners = [records[row.record_id] for row in carried.checklist]
    insert_columns(session, ChecklistAnswer, {"record_id": owners, **answers})


def _asked(model: type[Base], owner: str, parts: Sequence[Part]) -> list[Column[Any]]:
    return [_table(model).c[name] for name in ("id", owner, *_names(parts))]


def _names(parts: Sequence[Part]) -> list[str]:
    return [name for part in parts for name in part.columns]


def _columns(rows: Sequence[Row[Any]], parts: Sequence[Part], owner: str) -> dict[str, list[Any]]:
    by_column = zip(*rows, strict=True) if rows else ()
    named = dict(zip(("id", owner, *_names(parts)), map(list, by_column), strict=False))
    return {name: named.get(name, []) for name in (owner, *_names(parts))}


def _insert(
    session: Session, model: type[Base], rows: Sequence[Row[Any]], columns: dict[str, list[Any]], year_id: int
) -> dict[int, int]:
    """Insert the records of a new year; return the new id of each old one. Columns left out start blank."""
    ids = insert_columns(session, model, {"year_id": [year_id] * len(rows), **columns})
    return dict(zip((row.id for row in rows), ids, strict=True))


def _goes_to(session: Session, year: int) -> dict[int, int]:
    """Return where the households of each village stand in a year; one that ends with none is absent."""
    villages = {village.id: village for village in session.scalars(select(Village))}
    found = {}
    for village in villages.values():
        at: Village | None = village
        passed = set[int]()
        while at is not None and not in_force(at, year) and at.id not in passed:
            passed.add(at.id)
            at = villages.get(at.merged_into_id or 0)
        if at is not None and in_force(at, year):
            found[village.id] = at.id
    return found


def _left(session: Session, before: SurveyYear) -> tuple[tuple[HouseholdStatus, int], ...]:
    query = (
        select(HouseholdRecord.status, func.count())
        .where(HouseholdRecord.year_id == before.id)
        .group_by(HouseholdRecord.status)
    )
    counted = dict(session.execute(query).all())
    return tuple((s, counted[s]) for s in HouseholdStatus if s in counted and s is not HouseholdStatus.ACTIVE)


def _homeless(
    session: Session, before: SurveyYear, goes_to: Mapping[int, int]
) -> tuple[tuple[str, int], ...]:
    query = (
        select(Village.id, Village.name, func.count())
        .join(HouseholdRecord, HouseholdRecord.village_id == Village.id)
        .where(HouseholdRecord.year_id == before.id, HouseholdRecord.status == HouseholdStatus.ACTIVE)
        .group_by(Village.id)
        .order_by(Village.position, Village.id)
    )
    return tuple((name, count) for village, name, count in session.execute(query) if village not in goes_to)


def _sizes(session: Session, year: SurveyYear) -> tuple[int, int]:
    active = select(func.count()).where(
        HouseholdRecord.year_id == year.id, HouseholdRecord.status == HouseholdStatus.ACTIVE
    )
    schemes = select(func.count()).where(SchemeRecord.year_id == year.id)
    return session.scalar(active) or 0, session.scalar(schemes) or 0


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - for mypy: every model here maps one table
    return table
