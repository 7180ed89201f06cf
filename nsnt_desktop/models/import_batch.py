from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from nsnt_desktop.models.base import Base, Id, Text


class ImportBatch(Base):
    """One list taken in: which file, what was made of it; kept for ever."""

    __tablename__ = "import_batch"

    id: Mapped[Id]
    year_id: Mapped[int] = mapped_column(ForeignKey("survey_year.id"))
    file_name: Mapped[Text]
    sha256: Mapped[str] = mapped_column(index=True)
    taken_in_at: Mapped[datetime]
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    """The action that undoes it."""
    mapping: Mapped[Text]
    """Sheet by sheet: which column was read as what (JSON)."""
    new: Mapped[int]
    changed: Mapped[int]
    same: Mapped[int]
    skipped: Mapped[int]
    asked: Mapped[int]
    rejected: Mapped[int]


class ImportRowOutcome(Base):
    """What became of one row of a list."""

    __tablename__ = "import_row"

    id: Mapped[Id]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), index=True)
    sheet: Mapped[Text]
    excel_row: Mapped[int]
    outcome: Mapped[Text]
    household_id: Mapped[int | None]
    """No foreign key: the outcome is kept for ever, also when the batch was undone."""
    reason: Mapped[Text]
