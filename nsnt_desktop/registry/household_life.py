"""The life of a household within one year: moved to another village, gone, ended, and back again.

Nothing is deleted: its record stays in its year under another status, earlier years stay as they are, and
each deed is one action that can be taken back.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import in_force
from nsnt_desktop.models import ChecklistAnswer, Household, HouseholdRecord, SurveyYear, Village, now
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.household_lists import id_values
from nsnt_desktop.registry.new_year import HOUSEHOLD_CARRIED
from nsnt_desktop.registry.villages import village_labels, villages_in_force
from nsnt_desktop.registry.years import check_open
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean


@dataclass(frozen=True)
class Lived:
    """What became of some households."""

    action_id: int | None
    """For "Hoàn tác"; None: nothing changed."""
    households: int
    """How many changed."""


@dataclass(frozen=True)
class Returned:
    """A household that is counted again."""

    record_id: int
    household_id: int
    action_id: int
    figures_of: int
    """The year its figures are of, until they are brought up to date."""


def move_households(data: DataFile, record_ids: Sequence[int], village_id: int) -> Lived:
    """Move households to another village from this year on; those already there are left alone.

    Raises KnownError: the year is closed, a household is no longer active, the village is no more.
    """
    with change(data, "Chuyển hộ sang thôn khác") as made:
        records = active_records(made.session, record_ids)
        village = made.session.get_one(Village, village_id)
        moving = [record for record in records if record.village_id != village_id]
        for record in moving:
            check_village(village, made.session.get_one(SurveyYear, record.year_id))
            record.village_id = village_id
            touch(record)
        made.what = f"Chuyển {told(made.session, moving)} sang {village.name}"
        return Lived(made.action_id if moving else None, len(moving))


def leave_households(data: DataFile, record_ids: Sequence[int], note: str = "") -> Lived:
    """Mark households as moved away, with where to and why; they leave the counts of this year.

    Raises KnownError: the year is closed, a household is no longer active.
    """
    return _leave(data, record_ids, HouseholdStatus.MOVED_AWAY, clean(note))


def end_households(data: DataFile, record_ids: Sequence[int], reason: str) -> Lived:
    """Mark households as ended; they leave the counts of this year.

    Raises KnownError: no reason, the year is closed, a household is no longer active.
    """
    if not clean(reason):
        raise KnownError(
            f"Chưa ghi lý do không còn hộ. {NOTHING_LOST} "
            "Hãy ghi ngắn gọn, ví dụ «chủ hộ mất, không còn ai ở»."
        )
    return _leave(data, record_ids, HouseholdStatus.ENDED, clean(reason))


def _leave(data: DataFile, record_ids: Sequence[int], status: HouseholdStatus, note: str) -> Lived:
    with change(data, status.label) as made:
        records = put_away(made.session, record_ids, status, note)
        made.what = f"Ghi «{status.label}» cho {told(made.session, records)}"
        return Lived(made.action_id if records else None, len(records))


def put_away(
    session: Session, record_ids: Iterable[int], status: HouseholdStatus, note: str
) -> list[HouseholdRecord]:
    """Do what `leave_households` and `end_households` do within a change under way; return the records."""
    records = active_records(session, record_ids)
    for record in records:
        record.status, record.status_note = status, note
        touch(record)
    return records


def bring_back(data: DataFile, record_ids: Sequence[int]) -> Lived:
    """Count households again that had gone this year; those still there are left alone.

    Their note and what they were merged into are cleared (the trail keeps both). One whose village was
    merged since comes back to the village that took it in. Raises KnownError if the year is closed.
    """
    with change(data, "Đưa hộ trở lại") as made:
        records = open_records(made.session, record_ids)
        gone = [record for record in records if record.status is not HouseholdStatus.ACTIVE]
        for record in gone:
            _revive(made.session, record)
        made.what = f"Đưa {told(made.session, gone)} trở lại"
        return Lived(made.action_id if gone else None, len(gone))


def _revive(session: Session, record: HouseholdRecord) -> None:
    year = session.get_one(SurveyYear, record.year_id)
    record.status, record.status_note, record.merged_into_id = HouseholdStatus.ACTIVE, "", None
    record.village_id = living_village(session, record.village_id, year.year)
    touch(record)


def return_household(data: DataFile, year_id: int, household_id: int) -> Returned:
    """Take a household of another year into this one, with the figures it last had.

    They count as not updated yet; m³ start blank. One that only went this year is brought back.
    Raises KnownError: the year is closed, the household is counted this year already.
    """
    with change(data, "Đưa hộ trở lại") as made:
        session = made.session
        year = check_open(session, year_id)
        household = session.get_one(Household, household_id)
        made.what = f"Đưa hộ {household.head} trở lại"
        record, figures_of = take_into(session, household_id, year)
        return Returned(record.id, household_id, made.action_id, figures_of)


def take_into(session: Session, household_id: int, year: SurveyYear) -> tuple[HouseholdRecord, int]:
    """Do what `return_household` does within a change under way; return the record and its figures' year."""
    last, figures_of = _last_record(session, household_id, year)
    if last.year_id != year.id:
        return _carried(session, last, year), figures_of
    if last.status is HouseholdStatus.ACTIVE:
        head = session.get_one(Household, household_id).head
        raise KnownError(
            f"Hộ «{head}» đang có trong số liệu năm {year.year}. {NOTHING_LOST} "
            "Hãy tìm hộ này trong danh sách."
        )
    _revive(session, last)
    session.flush()
    return last, figures_of


def _last_record(session: Session, household_id: int, year: SurveyYear) -> tuple[HouseholdRecord, int]:
    """Return the record of the year, else the newest before it, else the first after it; and its year."""
    rows = session.execute(
        select(HouseholdRecord, SurveyYear.year)
        .join(SurveyYear, SurveyYear.id == HouseholdRecord.year_id)
        .where(HouseholdRecord.household_id == household_id)
    ).all()
    record, of = min(rows, key=lambda row: (row[1] > year.year, abs(row[1] - year.year)))
    return record, of


def _carried(session: Session, last: HouseholdRecord, year: SurveyYear) -> HouseholdRecord:
    """Return the record of another year made anew in this one, as opening a year would have carried it."""
    names = {name for part in HOUSEHOLD_CARRIED for name in part.columns} - {"village_id", "status"}
    record = HouseholdRecord(
        year_id=year.id,
        household_id=last.household_id,
        village_id=living_village(session, last.village_id, year.year),
        **{name: getattr(last, name) for name in names},
    )
    session.add(record)
    session.flush()
    answers = session.scalars(select(ChecklistAnswer).where(ChecklistAnswer.record_id == last.id)).all()
    session.add_all(
        ChecklistAnswer(record_id=record.id, question_id=answer.question_id, met=answer.met)
        for answer in answers
        if answer.met is not None
    )
    return record


def living_village(session: Session, village_id: int, year: int) -> int:
    """Return the village itself, or the one it had been merged into by a year."""
    seen: set[int] = set()
    village = session.get_one(Village, village_id)
    while not in_force(village, year) and village.merged_into_id and village.id not in seen:
        seen.add(village.id)
        village = session.get_one(Village, village.merged_into_id)
    return village.id


def check_village(village: Village, year: SurveyYear) -> None:
    """Raise KnownError if no household can be in a village in a year, for there is no such village then."""
    if not in_force(village, year.year):
        raise KnownError(
            f"Năm {year.year} không có «{village.name}» nên không ghi hộ ở đó được. {NOTHING_LOST} "
            "Hãy chọn thôn khác."
        )


def village_choices(session: Session, year: SurveyYear) -> tuple[tuple[int, str], ...]:
    """Return the villages a household can be put into in a year, by id and label."""
    return village_labels(villages_in_force(session, year.year))


def open_records(session: Session, record_ids: Iterable[int]) -> list[HouseholdRecord]:
    """Return the records in the order given, each once.

    Raises KnownError: their year is closed, one is no longer there.
    """
    wanted = list(dict.fromkeys(record_ids))
    query = select(HouseholdRecord).where(HouseholdRecord.id.in_(id_values(wanted)))
    found = {record.id: record for record in session.scalars(query)}
    check_there(wanted, found)
    for year_id in {record.year_id for record in found.values()}:
        check_open(session, year_id)
    return [found[record_id] for record_id in wanted]


def check_there(wanted: Collection[int], found: Collection[int]) -> None:
    """Raise KnownError if a record that is to be changed is no longer there."""
    if any(record_id not in found for record_id in wanted):
        raise KnownError(
            f"Hộ cần sửa không còn trong sổ: việc thêm hộ này đã được hoàn tác. {NOTHING_LOST} "
            "Hãy bấm F5 để xem lại danh sách."
        )


def active_records(session: Session, record_ids: Iterable[int]) -> list[HouseholdRecord]:
    """Return the records as `open_records` does; raise KnownError if one is no longer active."""
    records = open_records(session, record_ids)
    gone = [record for record in records if record.status is not HouseholdStatus.ACTIVE]
    if gone:
        raise KnownError(
            f"{told(session, gone, capital=True)} không còn «{HouseholdStatus.ACTIVE.label}» trong năm này. "
            f"{NOTHING_LOST} Hãy chọn «Đưa trở lại» trước."
        )
    return records


def touch(record: HouseholdRecord) -> None:
    """Note that the officer changed a record: it counts as updated, and "đã đối chiếu" falls off."""
    record.updated_at, record.verified = now(), False


def told(session: Session, records: Sequence[HouseholdRecord], *, capital: bool = False) -> str:
    """Return "hộ Lê Văn An" for one household, "3 hộ" for more."""
    if len(records) != 1:
        return f"{len(records)} hộ"
    head = session.get_one(Household, records[0].household_id).head
    return f"{'Hộ' if capital else 'hộ'} {head}"


def end_of_merging(session: Session, record_id: int) -> int | None:
    """Return the household a merged one ended up in, following every merging of its year; None: not merged.

    The pointers themselves stay as they were written: they are history.
    """
    record = session.get_one(HouseholdRecord, record_id)
    seen, end = {record.household_id}, record.merged_into_id
    while end is not None:
        seen.add(end)
        onward = session.scalars(
            select(HouseholdRecord.merged_into_id).where(
                HouseholdRecord.household_id == end, HouseholdRecord.year_id == record.year_id
            )
        ).first()
        if onward is None or onward in seen:  # in a ring it would run for ever
            break
        end = onward
    return end
