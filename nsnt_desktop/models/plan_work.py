from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from nsnt_desktop.models.base import Base, Id, Text
from nsnt_desktop.models.words import ActivityKind, DocumentKind, DocumentState


class Activity(Base):
    """A piece of work the plan names: who, when, done."""

    __tablename__ = "activity"

    id: Mapped[Id]
    year_id: Mapped[int] = mapped_column(ForeignKey("survey_year.id"))
    kind: Mapped[ActivityKind]
    title: Mapped[Text]
    responsible: Mapped[Text]
    planned_on: Mapped[date | None]
    done_on: Mapped[date | None]
    note: Mapped[Text]


class SupervisionVisit(Base):
    """A check of one village: households re-checked and differences found."""

    __tablename__ = "supervision_visit"

    id: Mapped[Id]
    year_id: Mapped[int] = mapped_column(ForeignKey("survey_year.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    visited_on: Mapped[date]
    households_checked: Mapped[int | None]
    differences: Mapped[int | None]
    note: Mapped[Text]


class Difficulty(Base):
    """A difficulty a village reports, and its answer."""

    __tablename__ = "difficulty"

    id: Mapped[Id]
    year_id: Mapped[int] = mapped_column(ForeignKey("survey_year.id"))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    reported_on: Mapped[date]
    text: Mapped[Text]
    settled: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[Text]


class OfficialDocument(Base):
    """A paper of a year: the draft, or one version as it left the office, which never changes."""

    __tablename__ = "document"

    id: Mapped[Id]
    year_id: Mapped[int] = mapped_column(ForeignKey("survey_year.id"))
    kind: Mapped[DocumentKind]
    number: Mapped[int | None]
    issued_on: Mapped[date | None]
    state: Mapped[DocumentState] = mapped_column(default=DocumentState.DRAFT)
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    """Of the issued papers of one kind and year, from 1; 0: the draft."""
    made_at: Mapped[datetime | None]
    """When it was marked as issued."""
    figures: Mapped[Text] = mapped_column(deferred=True)
    """The figures it was issued with, as `indicators.frozen` writes them; empty: it tells of none."""
    note: Mapped[Text]
    """Why it was called back."""


class DocumentText(Base):
    """The wording of one section: of a draft only what the officer wrote, of an issued paper every one.

    A section of a draft without a row keeps the proposed text.
    """

    __tablename__ = "document_text"

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    section: Mapped[str]
    text: Mapped[Text]


class PaperTemplate(Base):
    """The office's own wording of a section for every year, with {fields}; the newest one counts.

    An empty text: back to the wording the program came with.
    """

    __tablename__ = "paper_template"

    id: Mapped[Id]
    kind: Mapped[DocumentKind]
    section: Mapped[str]
    text: Mapped[Text]
    kept_at: Mapped[datetime]


class DocumentSeen(Base):
    """The proposed text of one section of a draft when the officer last accepted it or wrote over it.

    Where the proposal of today reads otherwise, its figures have moved since.
    """

    __tablename__ = "document_seen"

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    section: Mapped[str]
    proposed: Mapped[Text]


class DocumentFile(Base):
    """A file made of an issued document, kept as it left the office."""

    __tablename__ = "document_file"

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    name: Mapped[Text]
    sha256: Mapped[Text]
    made_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary)
