"""The one door through which everything is written: a transaction, its audit lines, then the news of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, bindparam, event, insert, update
from sqlalchemy.orm import Session

from nsnt_desktop.models import Action, now
from nsnt_desktop.storage.audit import record_flush
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import telling

# Of the table, not the model: a row of the trail has no life of its own that the session would have to watch.
_ACTION = cast("Table", Action.__table__)
_START = insert(_ACTION).returning(_ACTION.c.id)
_RENAME = update(_ACTION).where(_ACTION.c.id == bindparam("of")).values(what=bindparam("told"))


@dataclass
class Change:
    """A change under way."""

    session: Session
    action_id: int
    """The number "Hoàn tác" knows this change by."""
    what: str
    """In the officer's words; may be told better once it is known what was changed."""


@contextmanager
def change(data: DataFile, what: str, *, undoes_id: int | None = None) -> Iterator[Change]:
    """Open a writing transaction named in the officer's words; commit at the end, all or nothing.

    A change that changed nothing leaves no action behind. Listeners hear the names of the tables touched.
    Raises KnownError when another change is under way that takes longer than a moment.
    """
    with data.turn_to_write(what), telling(data.path), data.writing_session() as session:
        event.listen(session, "after_flush", record_flush)
        session.info["touched"] = set[str]()
        started = {"done_at": now(), "what": what, "undoes_id": undoes_id}
        made = Change(session, session.execute(_START, started).scalar_one(), what)
        session.info["action_id"] = made.action_id
        yield made
        session.flush()
        touched = frozenset(session.info["touched"])
        if not touched:
            session.rollback()
            return
        if made.what != what:
            session.execute(_RENAME, {"of": made.action_id, "told": made.what})
        session.expire_on_commit = False
        session.commit()
    for listener in list(data.listeners):
        listener(touched)
