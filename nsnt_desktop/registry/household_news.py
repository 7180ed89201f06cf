"""Whether the households that stand in the lists are still the same ones."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.models import AuditLine, HouseholdRecord


def came_or_went(session: Session, since_action: int) -> bool:
    """Return whether an action since this one made or removed a household of any year; edits do not count."""
    query = select(AuditLine.id).where(
        AuditLine.action_id > since_action,
        AuditLine.table == HouseholdRecord.__tablename__,
        AuditLine.field == "",
    )
    return session.scalars(query.limit(1)).first() is not None
