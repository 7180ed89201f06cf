"""The checklist for hygienic water: its questions kept, and answered for one household in one year."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.household_water import hygienic_proposal
from nsnt_desktop.models import ChecklistAnswer, ChecklistQuestion, Household, HouseholdRecord
from nsnt_desktop.registry.household_life import touch
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.registry.years import check_open
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean, match_key


def list_questions(session: Session) -> list[ChecklistQuestion]:
    """Return every question in order, those out of use as well."""
    return list(
        session.scalars(select(ChecklistQuestion).order_by(ChecklistQuestion.position, ChecklistQuestion.id))
    )


def answer_question(data: DataFile, record_id: int, question_id: int, met: bool | None) -> int | None:
    """Save the answer to one question; return the action, None if nothing changed.

    The year's record counts as updated, and the mark "đã đối chiếu" falls off.
    Raises KnownError: the year is closed.
    """
    with change(data, "Trả lời điều kiện vệ sinh") as made:
        record = made.session.get_one(HouseholdRecord, record_id)
        check_open(made.session, record.year_id)
        answer = made.session.scalars(
            select(ChecklistAnswer).where(
                ChecklistAnswer.record_id == record_id, ChecklistAnswer.question_id == question_id
            )
        ).first()
        if met is (answer.met if answer else None):
            return None
        if answer is None:
            answer = ChecklistAnswer(record_id=record_id, question_id=question_id)
            made.session.add(answer)
        answer.met = met
        touch(record)
        head = made.session.get_one(Household, record.household_id).head
        made.what = f"Trả lời điều kiện vệ sinh của hộ {head}"
        return made.action_id


def take_proposal(data: DataFile, record_id: int) -> int | None:
    """Save the proposed verdict as the officer's own; None if it stands so already.

    Raises KnownError: the year is closed, or nothing can be proposed yet.
    """
    with data.reading() as session:
        proposal = hygienic_proposal(session, record_id)
    if proposal.verdict is None:
        raise KnownError(
            f"Chưa đề xuất được: {proposal.reason}. {NOTHING_LOST} Hãy trả lời đủ các điều kiện, "
            "hoặc tự chọn ở mục «Nước hợp vệ sinh»."
        )
    return set_household_field(data, record_id, "hygienic", proposal.verdict)


# The questions themselves


def add_question(data: DataFile, label: str) -> int:
    """Add a question, asked of no source yet; raise KnownError on a blank or taken wording."""
    with change(data, "Thêm điều kiện vệ sinh") as made:
        _check_label(made.session, clean(label), None)
        position = (made.session.scalar(select(func.max(ChecklistQuestion.position))) or 0) + 1
        codes = set(made.session.scalars(select(ChecklistQuestion.code)))
        code = next(f"own_{n}" for n in range(1, len(codes) + 2) if f"own_{n}" not in codes)
        made.session.add(ChecklistQuestion(code=code, label=clean(label), source_codes="", position=position))
        return made.action_id


def set_question_field(data: DataFile, question_id: int, field: str, value: Any) -> int | None:
    """Save the wording of a question ("label"), or whether it is asked at all ("active")."""
    if field not in {"label", "active"}:
        raise ValueError(f"no such field of a question: {field}")
    with change(data, "Sửa điều kiện vệ sinh") as made:
        question = made.session.get_one(ChecklistQuestion, question_id)
        if field == "label":
            value = clean(value)
            _check_label(made.session, value, question_id)
        if getattr(question, field) == value:
            return None
        setattr(question, field, value)
        return made.action_id


def ask_of_source(data: DataFile, question_id: int, source_code: str, *, asked: bool) -> int | None:
    """Save whether a question is asked of a source; return the action, None if nothing changed."""
    with change(data, "Sửa nguồn nước của điều kiện vệ sinh") as made:
        question = made.session.get_one(ChecklistQuestion, question_id)
        codes = question.source_codes.split()
        if asked is (source_code in codes):
            return None
        kept = [*codes, source_code] if asked else [code for code in codes if code != source_code]
        question.source_codes = " ".join(kept)
        return made.action_id


def _check_label(session: Session, label: str, question_id: int | None) -> None:
    if not label:
        raise KnownError(f"Chưa ghi nội dung điều kiện. {NOTHING_LOST} Hãy nhập nội dung điều kiện.")
    others = session.scalars(
        select(ChecklistQuestion.label).where(ChecklistQuestion.id != (question_id or 0))
    )
    if any(match_key(other) == match_key(label) for other in others):
        raise KnownError(f"Đã có điều kiện «{label}». {NOTHING_LOST} Hãy ghi khác đi, hoặc dùng lại câu đó.")
