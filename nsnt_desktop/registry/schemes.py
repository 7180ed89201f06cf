"""Water schemes of a year with their tests: reading them, and changing one field at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import year_verdicts
from nsnt_desktop.indicators.sustainability import SchemeVerdict
from nsnt_desktop.models import (
    HouseholdRecord,
    SchemeAnswer,
    SchemeRecord,
    SurveyYear,
    WaterScheme,
)
from nsnt_desktop.models.words import HouseholdStatus, SustainabilityClass
from nsnt_desktop.registry.water_tests import TestRow, scheme_tests
from nsnt_desktop.registry.years import check_open, previous_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean, fold, natural_key

IDENTITY_FIELDS = frozenset(
    {"code", "name", "kind", "source", "treatment", "year_built", "in_use_since", "other_communes"}
)

LIMITS = {
    "loss_percent": (0, 100),
    "hours_per_day": (0, 24),
    "days_interrupted": (0, 366),
    "year_built": (1900, 2100),
    "in_use_since": (1900, 2100),
}
"""What a number of a scheme may be, both ends included."""


@dataclass(frozen=True)
class Connected:
    """The active households of a year's register that name one scheme."""

    households: int = 0
    persons: int = 0
    persons_unknown: int = 0
    """Of the households, how many have no number of persons yet."""


@dataclass(frozen=True)
class SchemeBefore:
    """The same scheme in the survey year before."""

    year: int
    record: SchemeRecord
    final: SustainabilityClass | None


@dataclass(frozen=True)
class SchemeRow:
    """A scheme in one year: its lasting self, its record, its verdict, and who uses it here."""

    scheme: WaterScheme
    record: SchemeRecord
    verdict: SchemeVerdict
    tests: tuple[TestRow, ...]
    connected: Connected
    """What the register says, against record.households_here and record.persons."""
    before: SchemeBefore | None

    @property
    def registered_households(self) -> int:
        """Active households of the register that name this scheme."""
        return self.connected.households


@dataclass(frozen=True)
class AddedScheme:
    """A scheme that is followed in a year from now on."""

    scheme_id: int
    record_id: int
    action_id: int
    known: bool
    """Whether another year followed it already: only its record of this year is new."""


@dataclass(frozen=True)
class TakenOver:
    """Figures of a scheme's record that were set to those of the register."""

    action_id: int | None
    """None: they were the same already."""
    households: int
    persons: int | None
    """None: left as they were, since some households have no number of persons yet."""


def list_schemes(session: Session, year: SurveyYear) -> list[SchemeRow]:
    """Return the schemes followed in a year, by name."""
    verdicts = {v.scheme_id: v for v in year_verdicts(session, year)}
    connected, tests, before = _connected(session, year.id), scheme_tests(session), _before(session, year)
    rows = session.execute(
        select(WaterScheme, SchemeRecord)
        .join(SchemeRecord, SchemeRecord.scheme_id == WaterScheme.id)
        .where(SchemeRecord.year_id == year.id)
    ).all()
    return [
        SchemeRow(
            s, r, verdicts[s.id], tests.get(s.id, ()), connected.get(s.id, Connected()), before.get(s.id)
        )
        for s, r in sorted(rows, key=lambda row: natural_key(row[0].name))
    ]


def matching_schemes(schemes: Iterable[SchemeRow], typed: str) -> list[SchemeRow]:
    """Return the schemes whose name or code has every word typed, accents ignored; all for a blank."""
    words = fold(typed).split()
    return [s for s in schemes if all(word in fold(f"{s.scheme.name} {s.scheme.code}") for word in words)]


def scheme_named(session: Session, name: str) -> WaterScheme | None:
    """Return the scheme of this name, case and accents ignored, of whatever year; None: there is none."""
    wanted = fold(name)
    return next((s for s in session.scalars(select(WaterScheme)) if fold(s.name) == wanted), None)


def connected_households(session: Session, year_id: int, scheme_id: int) -> frozenset[int]:
    """Return the record ids of the active households that name this scheme in a year."""
    query = select(HouseholdRecord.id).where(
        HouseholdRecord.year_id == year_id,
        HouseholdRecord.scheme_id == scheme_id,
        HouseholdRecord.status == HouseholdStatus.ACTIVE,
    )
    return frozenset(session.scalars(query))


def _connected(session: Session, year_id: int) -> dict[int | None, Connected]:
    persons = HouseholdRecord.persons
    query = (
        select(
            HouseholdRecord.scheme_id,
            func.count(),
            func.sum(persons),
            func.count().filter(persons.is_(None)),
        )
        .where(HouseholdRecord.year_id == year_id, HouseholdRecord.status == HouseholdStatus.ACTIVE)
        .group_by(HouseholdRecord.scheme_id)
    )
    return {
        scheme_id: Connected(households, total or 0, unknown)
        for scheme_id, households, total, unknown in session.execute(query)
    }


def _before(session: Session, year: SurveyYear) -> dict[int, SchemeBefore]:
    last = previous_year(session, year)
    if last is None:
        return {}
    finals = {v.scheme_id: v.final for v in year_verdicts(session, last)}
    records = session.scalars(select(SchemeRecord).where(SchemeRecord.year_id == last.id))
    return {r.scheme_id: SchemeBefore(last.year, r, finals.get(r.scheme_id)) for r in records}


def add_scheme(data: DataFile, year_id: int, name: str) -> AddedScheme:
    """Follow a scheme in a year: a new one, or one of another year that is met again by its name.

    Raises KnownError: no name, the year follows a scheme of this name (accents ignored), it is closed.
    """
    with change(data, f"Thêm công trình {clean(name)}") as made:
        check_open(made.session, year_id)
        _demand_name(clean(name))
        scheme = scheme_named(made.session, name)
        if scheme is not None and _followed(made.session, year_id, scheme.id):
            raise _name_taken(scheme.name)
        record = follow_scheme(made.session, year_id, scheme or clean(name))
        return AddedScheme(record.scheme_id, record.id, made.action_id, scheme is not None)


def follow_scheme(session: Session, year_id: int, scheme: WaterScheme | str) -> SchemeRecord:
    """Begin to follow a scheme in a year: one of another year, or a new one of this name."""
    if isinstance(scheme, str):
        scheme = WaterScheme(name=scheme)
        session.add(scheme)
        session.flush()
    record = SchemeRecord(year_id=year_id, scheme_id=scheme.id)
    session.add(record)
    session.flush()
    return record


def cite_scheme(session: Session, year_id: int, cited: int | str) -> int:
    """Return the id of a scheme that a list cites; it is followed in the year from now on, if it was not."""
    scheme = scheme_named(session, cited) if isinstance(cited, str) else session.get_one(WaterScheme, cited)
    if scheme is not None and _followed(session, year_id, scheme.id):
        return scheme.id
    return follow_scheme(session, year_id, scheme or str(cited)).scheme_id


def set_scheme_field(data: DataFile, record_id: int, field: str, value: Any) -> int | None:
    """Save one field of a scheme or of its record; return the action, None if nothing changed."""
    with change(data, "Sửa công trình") as made:
        record = made.session.get_one(SchemeRecord, record_id)
        check_open(made.session, record.year_id)
        scheme = made.session.get_one(WaterScheme, record.scheme_id)
        if type(value) is str:
            value = clean(value)
        if field == "name":
            _check_name(made.session, value, scheme.id)
        _check_limits(field, value)
        row: Any = scheme if field in IDENTITY_FIELDS else record
        if getattr(row, field) == value:
            return None
        setattr(row, field, value)
        made.what = f"Sửa công trình {scheme.name}"
        return made.action_id


def set_scheme_answer(data: DataFile, record_id: int, criterion_id: int, met: bool | None) -> int | None:
    """Save the officer's own answer to a criterion; None goes back to what the record tells."""
    with change(data, "Đánh giá công trình") as made:
        check_open(made.session, made.session.get_one(SchemeRecord, record_id).year_id)
        answer = made.session.scalars(
            select(SchemeAnswer).where(
                SchemeAnswer.scheme_record_id == record_id, SchemeAnswer.criterion_id == criterion_id
            )
        ).first()
        if met is (answer.met if answer else None):
            return None
        if answer is None:
            answer = SchemeAnswer(scheme_record_id=record_id, criterion_id=criterion_id)
            made.session.add(answer)
        answer.met = met
        return made.action_id


def take_from_register(data: DataFile, record_id: int) -> TakenOver:
    """Set the households of this commune, and their persons where all are known, to the register's."""
    with change(data, "Lấy số đấu nối theo danh sách hộ") as made:
        record = made.session.get_one(SchemeRecord, record_id)
        check_open(made.session, record.year_id)
        scheme = made.session.get_one(WaterScheme, record.scheme_id)
        found = _connected(made.session, record.year_id).get(record.scheme_id, Connected())
        persons = None if found.persons_unknown else found.persons
        made.what = f"Lấy số đấu nối của {scheme.name} theo danh sách hộ"
        same = record.households_here == found.households and persons in {None, record.persons}
        record.households_here = found.households
        record.persons = record.persons if persons is None else persons
        return TakenOver(None if same else made.action_id, found.households, persons)


def _check_name(session: Session, name: str, scheme_id: int) -> None:
    _demand_name(name)
    wanted = fold(name)
    for other in session.scalars(select(WaterScheme).where(WaterScheme.id != scheme_id)):
        if fold(other.name) == wanted:
            raise _name_taken(other.name)


def _demand_name(name: str) -> None:
    if not name:
        raise KnownError(f"Chưa ghi tên công trình. {NOTHING_LOST} Hãy nhập tên công trình.")


def _name_taken(name: str) -> KnownError:
    return KnownError(
        f"Đã có công trình «{name}». {NOTHING_LOST} "
        "Hãy dùng công trình đó; nếu là công trình khác thì thêm chữ để phân biệt, ví dụ tên thôn."
    )


def _followed(session: Session, year_id: int, scheme_id: int) -> bool:
    query = select(SchemeRecord.id).where(
        SchemeRecord.year_id == year_id, SchemeRecord.scheme_id == scheme_id
    )
    return session.scalar(query) is not None


def _check_limits(field: str, value: Any) -> None:
    low, high = LIMITS.get(field, (0, None))
    if type(value) is int and (value < low or (high is not None and value > high)):
        allowed = f"từ {low} đến {high}" if high is not None else f"từ {low} trở lên"
        raise KnownError(
            f"Giá trị «{value}» không hợp lệ. {NOTHING_LOST} Hãy nhập số {allowed}, "
            "hoặc để trống nếu chưa biết."
        )
