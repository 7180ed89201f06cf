"""Warnings of the checks that were seen and passed over, with the reason ("bỏ qua vì…")."""

from sqlalchemy import select

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import FindingNote
from nsnt_desktop.registry.years import check_open
from nsnt_desktop.storage.changes import Change, change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean


def pass_over(
    data: DataFile, year_id: int, rule: str, subjects: list[str], *, reason: str, by: str
) -> int | None:
    """Pass over one rule's findings about some subjects ("household:12"); return the action for "Hoàn tác".

    Raises KnownError without a reason and a name (a warning is never passed over in silence), or in a
    closed year.
    """
    if not clean(reason):
        raise KnownError(f"Chưa ghi lý do bỏ qua cảnh báo. {NOTHING_LOST} Hãy ghi ngắn gọn vì sao.")
    if not clean(by):
        raise KnownError(f"Chưa ghi ai bỏ qua cảnh báo. {NOTHING_LOST} Hãy ghi họ tên người đã xem xét.")
    if not subjects:
        return None
    with change(data, f"Bỏ qua {len(subjects)} cảnh báo") as made:
        check_open(made.session, year_id)
        notes = _notes(made, year_id, rule)
        for subject in subjects:
            if subject not in notes:
                notes[subject] = FindingNote(year_id=year_id, rule=rule, subject=subject)
                made.session.add(notes[subject])
            notes[subject].reason, notes[subject].by = clean(reason), clean(by)
        return made.action_id


def bring_back(data: DataFile, year_id: int, rule: str, subjects: list[str]) -> int | None:
    """Count findings again that were passed over; return the action for "Hoàn tác"."""
    with change(data, f"Xem lại {len(subjects)} cảnh báo đã bỏ qua") as made:
        check_open(made.session, year_id)
        notes = _notes(made, year_id, rule)
        rows = [notes[subject] for subject in subjects if subject in notes]
        for row in rows:
            made.session.delete(row)
        return made.action_id if rows else None


def _notes(made: Change, year_id: int, rule: str) -> dict[str, FindingNote]:
    """Return what was passed over of a rule, by subject: one query, however many are chosen at once."""
    query = select(FindingNote).where(FindingNote.year_id == year_id, FindingNote.rule == rule)
    return {note.subject: note for note in made.session.scalars(query)}
