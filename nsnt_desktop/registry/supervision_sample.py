"""Which households a supervision goes to: some of each village, drawn by lot, the same whenever asked."""

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from nsnt_desktop.models import Household, HouseholdRecord, MainSource, SurveyYear, Village
from nsnt_desktop.models.words import HouseholdStatus


@dataclass(frozen=True)
class HouseholdToCheck:
    """One household that was drawn, as the register has it."""

    village_id: int
    village: str
    former_commune: str
    code: str
    head: str
    persons: int | None
    source: str
    hygienic: bool | None
    clean: bool | None


def households_to_check(session: Session, year: SurveyYear, per_village: int) -> list[HouseholdToCheck]:
    """Return up to so many active households of each village of a year, in the order of the villages.

    Drawn by a digest of year and household: nobody chooses, and the list printed twice is the same list.
    """
    record, household = HouseholdRecord, Household
    query: Select[*tuple[Any, ...]] = (
        select(
            household.id,
            Village.id,
            Village.name,
            Village.former_commune,
            household.code,
            household.head,
            record.persons,
            func.coalesce(MainSource.label, ""),
            record.hygienic,
            record.clean,
        )
        .join(household, household.id == record.household_id)
        .join(Village, Village.id == record.village_id)
        .outerjoin(MainSource, MainSource.id == record.main_source_id)
        .where(record.year_id == year.id, record.status == HouseholdStatus.ACTIVE)
        .order_by(Village.position, Village.id, household.sort_key, household.id)
    )
    villages: dict[int, list[tuple[str, HouseholdToCheck]]] = defaultdict(list)
    for row in session.execute(query):
        household_id, village_id = row[:2]
        lot = sha256(f"{year.year}:{household_id}".encode()).hexdigest()
        villages[village_id].append((lot, HouseholdToCheck(*row[1:])))
    drawn = []
    for of_village in villages.values():
        chosen = {lot for lot, _ in sorted(of_village, key=lambda pair: pair[0])[:per_village]}
        drawn += [one for lot, one in of_village if lot in chosen]
    return drawn
