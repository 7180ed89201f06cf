from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nsnt_desktop.models.base import Base, Id, Text


class FindingNote(Base):
    """Why a warning was passed over ("bỏ qua vì…"), kept with the year."""

    __tablename__ = "finding_note"
    __table_args__ = (UniqueConstraint("year_id", "rule", "subject"),)

    id: Mapped[Id]
    year_id: Mapped[int] = mapped_column(ForeignKey("survey_year.id"))
    rule: Mapped[str]
    subject: Mapped[str]
    """What it is about: "household:12", "village:3"."""
    reason: Mapped[Text]
    by: Mapped[Text]
