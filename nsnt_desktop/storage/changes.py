"""The one door through which everything is written: a transaction, its audit lines, then the news of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import event
from sqlalchemy.orm import Session

from nsnt_desktop.models import Action, now
from nsnt_desktop.storage.audit import record_flush
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import telling


@dataclass
class Change:
    """A change under way: its session, and the action it will be undone by."""

    session: Session
    action: Action

    @property
    def action_id(self) -> int:
        """The number "Hoàn tác" knows this change by."""
        return self.action.id


@contextmanager
def change(data: DataFile, what: str, *, undoes_id: int | None = None) -> Iterator[Change]:
    """Open a writing transaction named in the officer's words; commit at the end, all or nothing.

    A change that changed nothing leaves no action behind. Listeners hear the names of the tables touched.
    """
    with telling(data.path), data.writing_session() as session:
        event.listen(session, "after_flush", record_flush)
        session.info["touched"] = set[str]()
        action = Action(done_at=now(), what=what, undoes_id=undoes_id)
        session.add(action)
        session.flush()
        session.info["action_id"] = action.id
        yield Change(session, action)
        session.flush()
        touched = frozenset(session.info["touched"])
        if not touched:
            session.rollback()
            return
        session.expire_on_commit = False
        session.commit()
    for listener in list(data.listeners):
        listener(touched)
