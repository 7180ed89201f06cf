"""What the office's earlier lists taught: how layouts are read, what unknown words mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop.models import AuditLine, ImportLayout, ImportWord, Village, WaterScheme
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

_NUMBERED = {"village": Village.__tablename__, "scheme": WaterScheme.__tablename__}
"""Kinds of words whose meaning is the number of a row."""


@dataclass(frozen=True)
class LearntLayout:
    """Choices about one layout, as JSON (importing/words/choices.py), and the list they come from."""

    choices: str
    file_name: str
    learnt_at: datetime


@dataclass(frozen=True)
class ImportMemory:
    """What is remembered for the next list."""

    layouts: Mapping[str, LearntLayout] = field(default_factory=dict)
    """By fingerprint."""
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By kind and word: a code, or the id of a village or scheme; an empty text says "nothing known"."""


@dataclass(frozen=True)
class LearntWord:
    """What one word meant, as the officer answered."""

    kind: str
    word: str
    meaning: str
    shown: str


@dataclass(frozen=True)
class Learnt:
    """What one list taught: kept with its batch, and taken back with it."""

    layouts: Mapping[str, str] = field(default_factory=dict)
    """Choices as JSON by fingerprint; an empty text: nothing is chosen any more."""
    words: tuple[LearntWord, ...] = ()


def load_memory(session: Session) -> ImportMemory:
    """Return all that is remembered."""
    return ImportMemory(
        {
            row.fingerprint: LearntLayout(row.choices, row.file_name, row.learnt_at)
            for row in session.scalars(select(ImportLayout))
        },
        {
            (row.kind, row.word): row.meaning
            for row in session.scalars(select(ImportWord))
            if not _is_of_another(row, session)
        },
    )


def _is_of_another(word: ImportWord, session: Session) -> bool:
    """Return whether a word means a village or scheme that is gone, and whose number another has by now."""
    table = _NUMBERED.get(word.kind)
    if table is None or not word.meaning.isdecimal():
        return False
    said = select(func.max(AuditLine.action_id)).where(
        AuditLine.table == ImportWord.__tablename__, AuditLine.row_id == word.id
    )
    made = select(AuditLine.id).where(
        AuditLine.table == table,
        AuditLine.row_id == int(word.meaning),
        AuditLine.field == "",
        AuditLine.old.is_(None),
        AuditLine.action_id > said.scalar_subquery(),
    )
    return session.scalars(made.limit(1)).first() is not None


def remember(session: Session, learnt: Learnt, file_name: str, moment: datetime) -> None:
    """Keep what a list taught; the newest word counts."""
    layouts = {row.fingerprint: row for row in session.scalars(select(ImportLayout))}
    for fingerprint, choices in learnt.layouts.items():
        kept_layout = layouts.get(fingerprint)
        if kept_layout is None and choices:
            kept_layout = ImportLayout(fingerprint=fingerprint, choices="")
            session.add(kept_layout)
        if kept_layout is not None and not choices:
            session.delete(kept_layout)
        elif kept_layout is not None and kept_layout.choices != choices:
            kept_layout.choices, kept_layout.file_name = choices, file_name
            kept_layout.learnt_at = moment
    words = {(row.kind, row.word): row for row in session.scalars(select(ImportWord))}
    for said in learnt.words:
        kept = words.get((said.kind, said.word))
        if kept is not None and _is_of_another(kept, session):
            session.delete(kept)
            session.flush()
            kept = None
        if kept is None:
            kept = ImportWord(kind=said.kind, word=said.word)
            session.add(kept)
        if kept.meaning != said.meaning:
            kept.meaning, kept.shown, kept.learnt_at = said.meaning, said.shown, moment


def list_layouts(session: Session) -> Sequence[ImportLayout]:
    """Return the remembered layouts, newest first."""
    return session.scalars(
        select(ImportLayout).order_by(ImportLayout.learnt_at.desc(), ImportLayout.id)
    ).all()


def list_words(session: Session) -> Sequence[ImportWord]:
    """Return the remembered words by kind."""
    return session.scalars(select(ImportWord).order_by(ImportWord.kind, ImportWord.word)).all()


def forget(data: DataFile, layout_ids: Sequence[int] = (), word_ids: Sequence[int] = ()) -> int:
    """Forget layouts and words; return the action for "Hoàn tác"."""
    with change(data, "Quên điều đã nhớ khi nhập danh sách") as made:
        for layout_id in layout_ids:
            made.session.delete(made.session.get_one(ImportLayout, layout_id))
        for word_id in word_ids:
            made.session.delete(made.session.get_one(ImportWord, word_id))
        return made.action_id
