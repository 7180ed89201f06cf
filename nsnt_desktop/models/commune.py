from datetime import date

from sqlalchemy.orm import Mapped

from nsnt_desktop.models.base import Base, Id, Text
from nsnt_desktop.models.words import DocumentKind, Levels


class Commune(Base):
    """The office itself: one row in each data file."""

    __tablename__ = "commune"

    id: Mapped[Id]
    name: Mapped[Text]
    code: Mapped[Text]
    unit: Mapped[Text]
    district: Mapped[Text]
    province: Mapped[Text]
    levels: Mapped[Levels]
    superior: Mapped[Text]
    superior_full: Mapped[Text]
    superior_via: Mapped[Text]
    responsible: Mapped[Text]
    signing_lines: Mapped[Text]
    """One line each, top to bottom."""
    signer: Mapped[Text]
    plan_recipients: Mapped[Text]
    """One recipient a line; the last is "Lưu: VT, …"."""
    report_recipients: Mapped[Text]
    deadline_day: Mapped[int]
    deadline_month: Mapped[int]
    is_sample: Mapped[bool]


class LegalBasisRow(Base):
    """One document the plan or the report rests on (căn cứ)."""

    __tablename__ = "legal_basis"

    id: Mapped[Id]
    document_kind: Mapped[DocumentKind]
    position: Mapped[int]
    kind: Mapped[Text]
    number: Mapped[Text]
    issued_on: Mapped[date]
    issuer: Mapped[Text]
    subject: Mapped[Text]
