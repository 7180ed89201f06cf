from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nsnt_desktop.models.base import Base, Id, Text


class ChecklistQuestion(Base):
    """One question about a household's source (published: GSO); the list is the officer's to edit."""

    __tablename__ = "checklist_question"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    label: Mapped[Text]
    source_codes: Mapped[Text]
    """Codes of the main sources it is asked of, parted by spaces."""
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)


class ChecklistAnswer(Base):
    """The answer for one household in one year; no row or None: not yet known."""

    __tablename__ = "checklist_answer"
    __table_args__ = (UniqueConstraint("record_id", "question_id"),)

    id: Mapped[Id]
    record_id: Mapped[int] = mapped_column(ForeignKey("household_record.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("checklist_question.id"))
    met: Mapped[bool | None]
