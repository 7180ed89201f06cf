"""Issued papers: kept as they left the office, numbered by kind and calendar year, called back if wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Action, DocumentFile, DocumentText, OfficialDocument, SurveyYear, now
from nsnt_desktop.models.words import NUMBERED_TOGETHER, DocumentKind, DocumentState
from nsnt_desktop.registry.papers import load_paper
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean

_NAMED = 5
"""Numbers named in a sentence at most."""


@dataclass(frozen=True)
class IssuedFile:
    """One file of an issued paper, without its content."""

    id: int
    name: str
    sha256: str


@dataclass(frozen=True)
class Issued:
    """One version of a paper as it left the office."""

    id: int
    kind: DocumentKind
    year: int
    """The survey year it is of."""
    version: int
    number: int
    issued_on: date
    made_at: datetime
    """When it was marked as issued."""
    state: DocumentState
    note: str
    """Why it was called back."""
    files: tuple[IssuedFile, ...]


@dataclass(frozen=True)
class ToIssue:
    """A paper made ready to be kept."""

    seen: int
    """The newest action when the paper was made (`undo.latest_action`): a later one may have moved it."""
    texts: Mapping[str, str]
    """The wording of every section, proposed or the officer's."""
    figures: str
    stem: str
    """The name of its files without ending; a later version adds which it is."""
    files: Mapping[str, bytes]
    """Contents by ending: "pdf", "docx"."""


def issued_papers(session: Session) -> list[Issued]:
    """Return the papers that left the office, the newest survey year first, then by kind and version."""
    paper, file = OfficialDocument, DocumentFile
    rows = session.execute(
        select(paper, SurveyYear.year)
        .join(SurveyYear, SurveyYear.id == paper.year_id)
        .where(paper.state != DocumentState.DRAFT)
        .order_by(SurveyYear.year.desc(), paper.kind, paper.version.desc())
    ).all()
    # The contents stay where they are: a list of ten years of papers would be tens of megabytes.
    kept = session.execute(select(file.document_id, file.id, file.name, file.sha256).order_by(file.id))
    files: dict[int, list[IssuedFile]] = {}
    for document_id, file_id, name, digest in kept:
        files.setdefault(document_id, []).append(IssuedFile(file_id, name, digest))
    return [_issued(row, year, files.get(row.id, [])) for row, year in rows]


def issued_file(session: Session, file_id: int) -> tuple[str, bytes]:
    """Return name and content of a kept file. Raises KnownError if it is no longer what was kept."""
    file = session.get_one(DocumentFile, file_id)
    if sha256(file.content).hexdigest() != file.sha256:
        raise KnownError(
            f"Tệp «{file.name}» trong tệp dữ liệu không còn đúng như lúc ban hành. "
            "Chương trình không ghi ra bản sai. Hãy lấy lại từ bản sao lưu hoặc từ bản đã gửi đi."
        )
    return file.name, file.content


def next_number(session: Session, kind: DocumentKind, calendar_year: int) -> int:
    """Return the number after the highest that the program knows of, of a kind in a calendar year."""
    return max(_numbers(session, kind, calendar_year), default=0) + 1


def number_notes(
    session: Session, year_id: int, kind: DocumentKind, number: int | None, issued_on: date | None
) -> tuple[str, ...]:
    """Return what is to be told of a number and day before they are given: repeats, gaps, days out of order.

    Numbers run by kind from 01 on 1 January to 31 December (NĐ 30/2020/NĐ-CP, Điều 15). The clerk gives
    numbers to papers made elsewhere too, so nothing of it forbids to issue.
    """
    if number is None or issued_on is None:
        return ()
    others = [
        row
        for row in _series(session, kind, issued_on.year)
        if (row.year_id, row.kind, row.number) != (year_id, kind, number)
    ]
    told = []
    if same := [row for row in others if row.number == number]:
        told.append(
            f"Số {number:02d} năm {issued_on.year} đã dùng cho {same[0].kind.label.lower()} khác, "
            f"ban hành {vn.day(_day(same[0]))}."
        )
    else:
        known = {row.number or 0 for row in others}
        missing = range(max((n for n in known if n < number), default=number) + 1, number)
        if missing:
            told.append(
                f"Giữa số này và số trước trong tệp còn bỏ trống {_listed(missing)}; "
                "nếu văn thư đã cấp cho văn bản khác thì không sao."
            )
    before = [row for row in others if (row.number or 0) < number and _day(row) > issued_on]
    after = [row for row in others if (row.number or 0) > number and _day(row) < issued_on]
    told += [
        f"Số {row.number:02d} ban hành {vn.day(_day(row))}: số và ngày không theo cùng thứ tự."
        for row in (*before[:1], *after[:1])
    ]
    return tuple(told)


def issue_paper(data: DataFile, year_id: int, kind: DocumentKind, made: ToIssue) -> Issued:
    """Keep a paper as it leaves the office, as a new version; the draft stays for the next one.

    Raises KnownError, and keeps nothing: number or day is missing, the day is yet to come, or something was
    changed since the paper was made.
    """
    with change(data, f"Ban hành {kind.label.lower()}") as under_way:
        session = under_way.session
        year = session.get_one(SurveyYear, year_id)
        draft = load_paper(session, year_id, kind)
        if draft.number is None or draft.issued_on is None:
            raise KnownError(
                f"{kind.label} chưa có số hoặc ngày nên chưa ban hành được. {NOTHING_LOST} "
                "Hãy ghi số và ngày văn thư đã cấp rồi làm lại."
            )
        if draft.issued_on > now().date():
            raise KnownError(
                f"Ngày {vn.day(draft.issued_on)} chưa tới nên chưa ban hành được. {NOTHING_LOST} "
                "Hãy sửa ngày, hoặc ban hành khi đến ngày đó."
            )
        earlier = select(func.max(Action.id)).where(Action.id < under_way.action_id)
        if (session.scalar(earlier) or 0) != made.seen:
            raise KnownError(
                f"Dữ liệu vừa thay đổi trong lúc lập văn bản nên chưa ban hành. {NOTHING_LOST} "
                "Hãy xem lại văn bản rồi ban hành."
            )
        under_way.what = f"Ban hành {kind.label.lower()} số {draft.number:02d} năm {year.year}"
        kept = OfficialDocument(
            year_id=year_id,
            kind=kind,
            number=draft.number,
            issued_on=draft.issued_on,
            state=DocumentState.ISSUED,
            version=_versions(session, year_id, kind) + 1,
            made_at=now(),
            figures=made.figures,
            note="",
        )
        session.add(kept)
        session.flush()
        stem = made.stem if kept.version == 1 else f"{made.stem}-lan-{kept.version}"
        texts = [DocumentText(document_id=kept.id, section=key, text=t) for key, t in made.texts.items()]
        files = [
            DocumentFile(
                document_id=kept.id,
                name=f"{stem}.{ending}",
                sha256=sha256(content).hexdigest(),
                made_at=kept.made_at,
                content=content,
            )
            for ending, content in made.files.items()
        ]
        session.add_all([*texts, *files])
        session.flush()
        return _issued(kept, year.year, [IssuedFile(f.id, f.name, f.sha256) for f in files])


def recall_paper(data: DataFile, document_id: int, reason: str) -> int | None:
    """Mark an issued paper as called back; it stays in the list with its files.

    Raises KnownError without a reason, or if it was called back already.
    """
    with change(data, "Thu hồi văn bản") as made:
        row = made.session.get_one(OfficialDocument, document_id)
        if row.state is not DocumentState.ISSUED:
            raise KnownError(f"Văn bản này đã thu hồi rồi. {NOTHING_LOST} Không cần thu hồi lại.")
        if not clean(reason):
            raise KnownError(
                f"Chưa ghi lý do thu hồi. {NOTHING_LOST} Hãy ghi ngắn gọn vì sao phải thu hồi văn bản."
            )
        made.what = f"Thu hồi {row.kind.label.lower()} số {row.number:02d}: {clean(reason)}"
        row.state, row.note = DocumentState.RECALLED, clean(reason)
        return made.action_id


def latest_issued(session: Session, year_id: int, kind: DocumentKind) -> OfficialDocument | None:
    """Return the newest version of a paper that is in force; None if there is none."""
    paper = OfficialDocument
    return session.scalars(
        select(paper)
        .where(paper.year_id == year_id, paper.kind == kind, paper.state == DocumentState.ISSUED)
        .order_by(paper.version.desc())
        .limit(1)
    ).first()


def issued_texts(session: Session, document_id: int) -> dict[str, str]:
    """Return the wording an issued paper had, by section."""
    text = DocumentText
    rows = session.execute(select(text.section, text.text).where(text.document_id == document_id))
    return {row.section: row.text for row in rows}


def _issued(row: OfficialDocument, year: int, files: Sequence[IssuedFile]) -> Issued:
    assert row.number is not None and row.issued_on and row.made_at  # noqa: S101, PT018 - no issuing without
    return Issued(
        row.id,
        row.kind,
        year,
        row.version,
        row.number,
        row.issued_on,
        row.made_at,
        row.state,
        row.note,
        tuple(files),
    )


def _series(session: Session, kind: DocumentKind, calendar_year: int) -> list[OfficialDocument]:
    """Return the issued papers of one number series; one called back keeps its number."""
    paper = OfficialDocument
    return list(
        session.scalars(
            select(paper)
            .where(
                paper.kind.in_(NUMBERED_TOGETHER if kind in NUMBERED_TOGETHER else (kind,)),
                paper.state != DocumentState.DRAFT,
                paper.issued_on.between(date(calendar_year, 1, 1), date(calendar_year, 12, 31)),
            )
            .order_by(paper.number, paper.id)
        )
    )


def _numbers(session: Session, kind: DocumentKind, calendar_year: int) -> list[int]:
    return [row.number for row in _series(session, kind, calendar_year) if row.number is not None]


def _day(row: OfficialDocument) -> date:
    return row.issued_on or date.min


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(f"{n:02d}" for n in numbers[:_NAMED])
    return f"số {shown}" + (f" và {len(numbers) - _NAMED} số nữa" if len(numbers) > _NAMED else "")


def _versions(session: Session, year_id: int, kind: DocumentKind) -> int:
    paper = OfficialDocument
    return (
        session.scalar(select(func.max(paper.version)).where(paper.year_id == year_id, paper.kind == kind))
        or 0
    )
