from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from nsnt_desktop.models.base import Base, Id, Text


class Action(Base):
    """One thing the officer did, as one transaction; what "Hoàn tác" takes back."""

    __tablename__ = "action"

    id: Mapped[Id]
    done_at: Mapped[datetime]
    what: Mapped[Text]
    """In the officer's words: "Sửa hộ Trịnh Văn Khoẻ"."""
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    """The action this one takes back, if it is an undo (or a redo: the undo of an undo)."""


class AuditLine(Base):
    """One change of one row, never altered afterwards: a field old → new, or a whole row made or removed."""

    __tablename__ = "audit_line"
    __table_args__ = (Index("ix_audit_line_row", "table", "row_id"),)

    id: Mapped[Id]
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    table: Mapped[str]
    row_id: Mapped[int]
    field: Mapped[Text]
    """Empty: the whole row."""
    old: Mapped[str | None]
    """JSON; None: there was no row."""
    new: Mapped[str | None]
    """JSON; None: the row is gone."""
