from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
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
    matched_by: Mapped[Text]
    """How its household was found: "theo mã hộ", "theo tên và số khẩu, giống 96 %"."""


class ImportLayout(Base):
    """What the officer chose for lists of one layout; the next list of that layout is read so."""

    __tablename__ = "import_layout"

    id: Mapped[Id]
    fingerprint: Mapped[str] = mapped_column(unique=True)
    """Of the headings as they stand in the file (importing/layouts/fingerprint.py)."""
    choices: Mapped[Text]
    """SheetChoices as JSON (importing/words/choices.py)."""
    file_name: Mapped[Text]
    """The list it was learnt from."""
    learnt_at: Mapped[datetime]


class ImportWord(Base):
    """What a word meant that the program did not know, as the officer answered."""

    __tablename__ = "import_word"
    __table_args__ = (UniqueConstraint("kind", "word"),)

    id: Mapped[Id]
    kind: Mapped[Text]
    """What it was said of: an attribute of a row ("source_code", "poverty", …), "village" or "scheme"."""
    word: Mapped[Text]
    """As words are compared (importing/words/vocabulary.py)."""
    meaning: Mapped[Text]
    """A code, or the id of a village or scheme; empty: nothing known."""
    shown: Mapped[Text]
    """The word as it stood in the list."""
    learnt_at: Mapped[datetime]
