"""Whose later edits stayed when an action was taken back: households by head and village."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from nsnt_desktop.models import ChecklistAnswer, Household, HouseholdRecord, SurveyYear, Village
from nsnt_desktop.registry.household_lists import id_values
from nsnt_desktop.registry.undo_work import Line


def kept_households(session: Session, stayed: Iterable[Line]) -> tuple[str, ...]:
    """Return "Lê Văn An (Thôn Phác Lê)" for each household that lines left alone are of, as it stands now.

    In the order of their names; those that are gone altogether have none.
    """
    rows: dict[str, set[int]] = defaultdict(set)
    for line in stayed:
        rows[line.table].add(line.row_id)
    records, answers = rows[HouseholdRecord.__tablename__], rows[ChecklistAnswer.__tablename__]
    records |= _of(session, ChecklistAnswer.record_id, ChecklistAnswer.id, answers)
    households = rows[Household.__tablename__]
    households |= _of(session, HouseholdRecord.household_id, HouseholdRecord.id, records)
    query = (
        select(Household.id, Household.head, Village.name)
        .join(HouseholdRecord, HouseholdRecord.household_id == Household.id)
        .join(SurveyYear, SurveyYear.id == HouseholdRecord.year_id)
        .join(Village, Village.id == HouseholdRecord.village_id)
        .where(Household.id.in_(id_values(households)))
        .order_by(Household.sort_key, Household.id, SurveyYear.year)
    )
    # The village of its newest year: the last row of each household.
    found = {household: f"{head} ({village})" for household, head, village in session.execute(query)}
    return tuple(found.values())


def _of(
    session: Session,
    wanted: InstrumentedAttribute[int],
    known: InstrumentedAttribute[int],
    ids: Iterable[int],
) -> set[int]:
    return set(session.scalars(select(wanted).where(known.in_(id_values(ids)))))
