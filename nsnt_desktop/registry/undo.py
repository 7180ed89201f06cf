"""Taking back what was done: any action, from its audit lines, as a new action of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.memory import no_cycle_search
from nsnt_desktop.models import Action, AuditLine, Commune, DocumentFile, OfficialDocument, SurveyYear
from nsnt_desktop.progress import Tell, silent
from nsnt_desktop.registry.undo_names import kept_households
from nsnt_desktop.registry.undo_work import Line, Undoing
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST

_NAMED = 20
"""Households named in a sentence at most."""


@dataclass(frozen=True)
class Undone:
    """What taking an action back did."""

    what: str
    action_id: int | None
    """The undo itself, which can be undone in turn (làm lại); None: there was nothing left to take back."""
    restored: int
    kept: int
    """Values edited since, which stay as they are."""
    named: tuple[str, ...] = ()
    """The households they are of: head and village."""

    def told(self, done: str) -> str:
        """Return the sentence for the officer; `done` says it for the case that something was taken back."""
        if self.action_id is None:
            return (
                f"Không hoàn tác được gì: {self.what}. Các giá trị đã được sửa sau đó nên giữ nguyên"
                f"{self._whose()}; hãy sửa trực tiếp nếu cần."
            )
        stays = f" {self.kept} giá trị đã sửa sau đó được giữ nguyên{self._whose()}."
        return done + (stays if self.kept else "")

    def _whose(self) -> str:
        """Return " của hộ Lê An (Thôn 1), Bùi Ơn (Thôn 2) và 3 hộ khác"; of no household: nothing."""
        told, more = ", ".join(self.named[:_NAMED]), len(self.named) - _NAMED
        rest = f" và {more} hộ khác" if more > 0 else ""
        return f" của hộ {told}{rest}" if told else ""


def latest_action(session: Session) -> int:
    """Return the number of the newest action, 0 if there is none."""
    return session.scalar(select(Action.id).order_by(Action.id.desc()).limit(1)) or 0


def taken_back(session: Session, action_ids: Iterable[int]) -> frozenset[int]:
    """Return which of these actions are undone now: an undo of theirs stands that was not undone in turn."""
    undone: set[int] = set()
    query = (
        select(Action.id, Action.undoes_id).where(Action.undoes_id.is_not(None)).order_by(Action.id.desc())
    )
    for undo, target in session.execute(query):  # the undo of an undo is newer, so it was met before
        if target is not None and undo not in undone:
            undone.add(target)
    return frozenset(undone.intersection(action_ids))


def size_of(session: Session, action_id: int) -> int:
    """Return how many rows and fields an action changed."""
    return session.scalar(select(func.count()).where(AuditLine.action_id == action_id)) or 0


@no_cycle_search()
def take_back(data: DataFile, action_id: int, tell: Tell = silent) -> Undone:
    """Undo one action: made rows go, changed fields return; what was edited since stays and is counted.

    Raises KnownError, and takes nothing back, if the action touched figures of a year closed since, or
    opened a year that would stay without its households.
    """
    with data.reading() as session:
        what = session.get_one(Action, action_id).what
    with change(data, what, undoes_id=action_id) as made:
        work = Undoing(made.session, action_id, tell)
        _refuse(work.lines)
        restored, kept = work.all()
        if kept:
            _demand_whole_years(made.session, work.lines)
        undo_id = made.action_id if restored else None
        named = kept_households(made.session, work.stayed)
    return Undone(what, undo_id, restored, kept, named)


def _refuse(lines: Iterable[Line]) -> None:
    if any(line.table == Commune.__tablename__ and line.field == "" for line in lines):
        raise KnownError(
            f"Không hoàn tác được việc tạo dữ liệu của xã. {NOTHING_LOST} "
            "Muốn làm lại từ đầu, hãy tạo tệp dữ liệu mới."
        )
    if any(line.table == SurveyYear.__tablename__ and line.field == "state" for line in lines):
        raise KnownError(
            f"Không hoàn tác được việc chốt hay mở lại số liệu của một năm. {NOTHING_LOST} "
            "Muốn sửa số liệu đã chốt, hãy dùng «Mở lại năm…» và ghi lý do."
        )
    if any(_is_of_issuing(line) for line in lines):
        raise KnownError(
            f"Không hoàn tác được việc ban hành hay thu hồi một văn bản. {NOTHING_LOST} "
            "Nếu ban hành nhầm, hãy dùng «Thu hồi…» ở trang Văn bản và ghi lý do."
        )


def _is_of_issuing(line: Line) -> bool:
    recalled = line.table == OfficialDocument.__tablename__ and line.field == "state"
    return recalled or line.table == DocumentFile.__tablename__


def _demand_whole_years(session: Session, lines: Iterable[Line]) -> None:
    """Refuse to empty a year that cannot go itself, for it was closed, opened again or worked in since."""
    opened = [line.row_id for line in lines if line.table == SurveyYear.__tablename__ and line.old is None]
    stays = session.scalars(select(SurveyYear.year).where(SurveyYear.id.in_(opened))).first()
    if stays is not None:
        raise KnownError(
            f"Năm {stays} đã được chốt, mở lại hoặc sửa từ khi mở nên không bỏ cả năm được. {NOTHING_LOST} "
            f"Muốn quay về lúc chưa có năm {stays}, hãy khôi phục một bản sao lưu ở phần Sao lưu."
        )
