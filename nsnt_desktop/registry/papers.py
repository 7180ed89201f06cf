"""The plan and the report of a year: number, date, the officer's own wording; what a report tells of."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import (
    Activity,
    Difficulty,
    DocumentSeen,
    DocumentText,
    Household,
    HouseholdRecord,
    MainSource,
    OfficialDocument,
    SupervisionVisit,
    Village,
)
from nsnt_desktop.models.words import (
    ActivityKind,
    DocumentKind,
    DocumentState,
    HouseholdStatus,
    Poverty,
)
from nsnt_desktop.storage.changes import Change, change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean

NUMBERS = range(1, 10_000)


@dataclass(frozen=True)
class Paper:
    """One paper of a year as far as the officer wrote it."""

    number: int | None = None
    issued_on: date | None = None
    texts: dict[str, str] = field(default_factory=dict)
    """The officer's wording by section; a section without one keeps the proposed text."""
    seen: dict[str, str] = field(default_factory=dict)
    """By section the proposed text that the officer last accepted or wrote over."""


@dataclass(frozen=True)
class WorkOfYear:
    """What was done in a year besides the figures."""

    done: tuple[tuple[str, date], ...]
    """Trainings and collections: title and day."""
    supervised_villages: int
    supervised_households: int | None
    differences: int | None
    """None: not written down, or of no difference in some visits and not written down in others."""
    difficulties: tuple[str, ...]
    """Those not settled, in the villages' words."""


@dataclass(frozen=True)
class HouseholdNotMet:
    """One active household that is not hygienic, not clean, or not assessed."""

    village_id: int
    village: str
    former_commune: str
    code: str
    head: str
    persons: int | None
    poverty: Poverty | None
    source: str
    hygienic: bool | None
    clean: bool | None


def load_paper(session: Session, year_id: int, kind: DocumentKind) -> Paper:
    """Return the draft of a paper of a year; an empty one if nothing was written yet."""
    row = _find(session, year_id, kind)
    if row is None:
        return Paper()
    texts = session.scalars(select(DocumentText).where(DocumentText.document_id == row.id))
    seen = session.scalars(select(DocumentSeen).where(DocumentSeen.document_id == row.id))
    return Paper(
        row.number,
        row.issued_on,
        {text.section: text.text for text in texts},
        {one.section: one.proposed for one in seen},
    )


def set_paper_number(data: DataFile, year_id: int, kind: DocumentKind, number: int | None) -> int | None:
    """Save the number of a paper; None: left blank for the clerk. Raises KnownError outside 1–9999."""
    if number is not None and number not in NUMBERS:
        raise KnownError(
            f"Số văn bản «{number}» không hợp lệ. {NOTHING_LOST} "
            "Hãy nhập số từ 1 đến 9999, hoặc để trống cho văn thư ghi."
        )
    return _set(data, year_id, kind, "number", number)


def set_paper_date(data: DataFile, year_id: int, kind: DocumentKind, issued_on: date | None) -> int | None:
    """Save the day of a paper; None: left blank for the clerk."""
    return _set(data, year_id, kind, "issued_on", issued_on)


def set_paper_text(
    data: DataFile, year_id: int, kind: DocumentKind, section: str, text: str | None, *, proposed: str = ""
) -> int | None:
    """Save the officer's wording of a section; None goes back to the proposed text.

    proposed: the proposal it was written over; what it says later is held against it.
    """
    if text is not None:
        text = "\n".join(map(clean, text.strip().splitlines()))
    with data.reading() as session:
        if load_paper(session, year_id, kind).texts.get(section) == text:
            return None
    with change(data, f"Sửa lời văn {kind.label.lower()}") as made:
        document = _of(made, year_id, kind)
        where = (DocumentText.document_id == document.id, DocumentText.section == section)
        row = made.session.scalars(select(DocumentText).where(*where)).first()
        if row is None:
            made.session.add(DocumentText(document_id=document.id, section=section, text=text or ""))
        elif text is None:
            made.session.delete(row)
        else:
            row.text = text
        _see(made, document.id, section, proposed if text is not None else "")
        return made.action_id


def accept_proposal(
    data: DataFile, year_id: int, kind: DocumentKind, section: str, proposed: str
) -> int | None:
    """Note that the officer read the proposed text of a section and lets it stand; None: it was noted."""
    with data.reading() as session:
        if load_paper(session, year_id, kind).seen.get(section, "") == proposed:
            return None
    with change(data, f"Duyệt câu đề xuất của {kind.label.lower()}") as made:
        _see(made, _of(made, year_id, kind).id, section, proposed)
        return made.action_id


def work_of_year(session: Session, year_id: int) -> WorkOfYear:
    """Return the finished work, the supervision visits added up, and the open difficulties of a year."""
    done = session.execute(
        select(Activity.title, Activity.done_on)
        .where(
            Activity.year_id == year_id,
            Activity.done_on.is_not(None),
            Activity.kind.in_([ActivityKind.TRAINING, ActivityKind.COLLECTION]),
        )
        .order_by(Activity.done_on, Activity.id)
    )
    visits = session.execute(
        select(
            func.count(SupervisionVisit.village_id.distinct()),
            func.sum(SupervisionVisit.households_checked),
            func.sum(SupervisionVisit.differences),
            func.count() - func.count(SupervisionVisit.differences),
        ).where(SupervisionVisit.year_id == year_id)
    ).one()
    difficulties = session.scalars(
        select(Difficulty.text)
        .where(Difficulty.year_id == year_id, Difficulty.settled.is_(False))
        .order_by(Difficulty.reported_on, Difficulty.id)
    )
    villages, households, differences, not_written = visits
    return WorkOfYear(
        done=tuple((title, on) for title, on in done if on),
        supervised_villages=villages,
        supervised_households=households,
        differences=differences or (None if not_written else differences),
        difficulties=tuple(difficulties),
    )


def households_not_met(session: Session, year_id: int) -> list[HouseholdNotMet]:
    """Return the active households without a yes to hygienic and clean, village by village, by name."""
    record, household = HouseholdRecord, Household
    query: Select[*tuple[Any, ...]] = (
        select(
            Village.id,
            Village.name,
            Village.former_commune,
            household.code,
            household.head,
            record.persons,
            record.poverty,
            func.coalesce(MainSource.label, ""),
            record.hygienic,
            record.clean,
        )
        .join(household, household.id == record.household_id)
        .join(Village, Village.id == record.village_id)
        .outerjoin(MainSource, MainSource.id == record.main_source_id)
        .where(
            record.year_id == year_id,
            record.status == HouseholdStatus.ACTIVE,
            record.hygienic.is_not(True) | record.clean.is_not(True),
        )
        .order_by(Village.position, Village.id, household.sort_key, household.id)
    )
    return [HouseholdNotMet(*row) for row in session.execute(query)]


def _see(made: Change, document_id: int, section: str, proposed: str) -> None:
    where = (DocumentSeen.document_id == document_id, DocumentSeen.section == section)
    row = made.session.scalars(select(DocumentSeen).where(*where)).first()
    if row is None and proposed:
        made.session.add(DocumentSeen(document_id=document_id, section=section, proposed=proposed))
    elif row is not None and not proposed:
        made.session.delete(row)
    elif row is not None:
        row.proposed = proposed


def _find(session: Session, year_id: int, kind: DocumentKind) -> OfficialDocument | None:
    return session.scalars(
        select(OfficialDocument).where(
            OfficialDocument.year_id == year_id,
            OfficialDocument.kind == kind,
            OfficialDocument.state == DocumentState.DRAFT,
        )
    ).first()


def _of(made: Change, year_id: int, kind: DocumentKind) -> OfficialDocument:
    row = _find(made.session, year_id, kind)
    if row is None:
        row = OfficialDocument(year_id=year_id, kind=kind, state=DocumentState.DRAFT)
        made.session.add(row)
        made.session.flush()
    return row


def _set(data: DataFile, year_id: int, kind: DocumentKind, name: str, value: Any) -> int | None:
    with data.reading() as session:
        if getattr(load_paper(session, year_id, kind), name) == value:
            return None
    with change(data, f"Ghi số, ngày {kind.label.lower()}") as made:
        setattr(_of(made, year_id, kind), name, value)
        return made.action_id
