"""One commune's file read for comparing it with another: its years, villages, schemes and households."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop.models import Commune, Household, HouseholdRecord, SurveyYear, Village, WaterScheme
from nsnt_desktop.models.words import HouseholdStatus, SchemeKind, YearState
from nsnt_desktop.text import fold

R = HouseholdRecord


@dataclass(frozen=True)
class VillageRead:
    """A village, and how many active households it has in the newest year."""

    name: str
    former: str
    households: int


@dataclass(frozen=True, slots=True)
class HouseholdRead:
    """A household and where it stood last."""

    head: str
    sort_key: str
    code: str
    phone: str
    """Its digits only."""
    village_id: int


@dataclass(frozen=True)
class Side:
    """One of the two communes."""

    commune: str
    is_sample: bool
    years: dict[int, YearState]
    counted: dict[int, int]
    """Active households by year."""
    villages: dict[int, VillageRead]
    """By id, in the commune's order; also those given up, which history names."""
    schemes: dict[int, str]
    """Name by id."""
    shared: frozenset[int]
    """Schemes that say they serve other communes too."""
    households: tuple[HouseholdRead, ...]

    def former(self, village_id: int) -> str:
        """Return the former commune of a village: the commune itself where none is written."""
        return self.villages[village_id].former or self.commune

    def heads_by_former(self) -> dict[str, Counter[str]]:
        """Return how often each name stands in each former commune (folded)."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        keys = {village_id: fold(self.former(village_id)) for village_id in self.villages}
        for household in self.households:
            found[keys[household.village_id]][household.sort_key] += 1
        return found


def read_side(session: Session) -> Side:
    """Read one commune's file."""
    commune = session.scalars(select(Commune)).one()
    years = {year.year: year for year in session.scalars(select(SurveyYear).order_by(SurveyYear.year))}
    schemes = session.scalars(select(WaterScheme).order_by(WaterScheme.name)).all()
    return Side(
        commune=commune.name,
        is_sample=commune.is_sample,
        years={number: year.state for number, year in years.items()},
        counted=_counted(session),
        villages=_villages(session, years[max(years)]),
        schemes={scheme.id: scheme.name for scheme in schemes},
        shared=frozenset(s.id for s in schemes if s.other_communes or s.kind is SchemeKind.PLANT_NETWORK),
        households=_households(session),
    )


def _counted(session: Session) -> dict[int, int]:
    query = (
        select(SurveyYear.year, func.count())
        .join(R, R.year_id == SurveyYear.id)
        .where(R.status == HouseholdStatus.ACTIVE)
        .group_by(SurveyYear.year)
    )
    return dict(session.execute(query).all())


def _villages(session: Session, newest: SurveyYear) -> dict[int, VillageRead]:
    query = (
        select(R.village_id, func.count())
        .where(R.year_id == newest.id, R.status == HouseholdStatus.ACTIVE)
        .group_by(R.village_id)
    )
    counted = dict(session.execute(query).all())
    return {
        village.id: VillageRead(village.name, village.former_commune, counted.get(village.id, 0))
        for village in session.scalars(select(Village).order_by(Village.position, Village.id))
    }


def _households(session: Session) -> tuple[HouseholdRead, ...]:
    query = (
        select(R.household_id, R.village_id)
        .join(SurveyYear, SurveyYear.id == R.year_id)
        .order_by(SurveyYear.year)
    )
    last = dict(session.execute(query).all())  # the newest year has the last word
    H = Household  # noqa: N806 - as R
    rows = session.execute(select(H.id, H.head, H.sort_key, H.code, H.phone).order_by(H.id))
    return tuple(
        HouseholdRead(head, sort_key, code, "".join(filter(str.isdigit, phone)), last[household_id])
        for household_id, head, sort_key, code, phone in rows
        if household_id in last
    )
