"""What the figures of a year would be if some households met a standard; nothing is written.

Only the counts that depend on the answers move: who is there, who is poor and how much water is used stay as
they are. A household that becomes clean brings the volume and the persons it has on record into indicator 5.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cache, partial
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.compute import year_central
from nsnt_desktop.indicators.conditions import Supply, supply_of
from nsnt_desktop.indicators.definitions import household_indicators
from nsnt_desktop.indicators.results import Counts, PlaceFigures, YearFigures
from nsnt_desktop.models import Household, SurveyYear, Village
from nsnt_desktop.models import HouseholdRecord as R
from nsnt_desktop.models.words import HouseholdStatus, LabelledEnum, Poverty
from nsnt_desktop.storage.assumptions import Assumptions


class Group(LabelledEnum):
    """Which households are meant."""

    NOT_CLEAN = "not_clean", "Hộ chưa có nước sạch"
    NOT_HYGIENIC = "not_hygienic", "Hộ chưa dùng nước hợp vệ sinh"
    POOR = "poor", "Hộ nghèo"
    SOURCE = "source", "Hộ dùng một nguồn nước"
    SCHEME = "scheme", "Hộ dùng một công trình"


class Goal(LabelledEnum):
    """What the households come to meet; clean water is hygienic water."""

    CLEAN = "clean", "nước sạch đạt quy chuẩn"
    HYGIENIC = "hygienic", "nước hợp vệ sinh"


class Through(LabelledEnum):
    """From which source they then have their water."""

    AS_NOW = "as_now", "nguồn như hiện nay"
    CENTRAL = "central", "công trình cấp nước tập trung"


@dataclass(frozen=True)
class Meant:
    """The households asked about: a group of one village or of all, or those named by their records."""

    group: Group = Group.NOT_CLEAN
    village_id: int | None = None
    of: int | None = None
    """The main source, or the scheme, that the group is of."""
    record_ids: frozenset[int] | None = None
    """Where given, just these, whatever the group."""


@dataclass(frozen=True)
class Supposition:
    """What the households come to meet, from which source, and how many of them; None: all."""

    goal: Goal = Goal.CLEAN
    through: Through = Through.AS_NOW
    most: int | None = None


class Home(NamedTuple):
    """What of a household in one year the figures rest on (None: not known yet); small, as there are many."""

    record_id: int
    village_id: int
    supply: Supply
    poor: bool
    hygienic: bool | None
    clean: bool | None
    persons: int | None
    litres: int | None
    estimated: bool


def homes(session: Session, year: SurveyYear, meant: Meant) -> tuple[Home, ...]:
    """Return the active households asked about, by village and name."""
    query = (
        select(
            R.id,
            R.village_id,
            R.main_source_id,
            func.coalesce(R.poverty == Poverty.POOR, False),
            R.hygienic,
            R.clean,
            R.persons,
            R.litres_per_month,
            R.volume_estimated,
        )
        .join(Village, Village.id == R.village_id)
        .join(Household, Household.id == R.household_id)
        .where(R.year_id == year.id, R.status == HouseholdStatus.ACTIVE, *_conditions(meant))
        .order_by(Village.position, Village.id, Household.sort_key, R.id)
    )
    supply = cache(partial(supply_of, central=year_central(session, year)))
    return tuple(Home(row[0], row[1], supply(row[2]), *row[3:]) for row in session.execute(query))


def moved(home: Home, supposition: Supposition) -> Home:
    """Return a household as it would be; one that is clean already does not become less."""
    clean = True if supposition.goal is Goal.CLEAN else home.clean
    supply = Supply.CENTRAL if supposition.through is Through.CENTRAL else home.supply
    return home._replace(hygienic=True, clean=clean, supply=supply)


def affected(found: Iterable[Home], supposition: Supposition) -> tuple[Home, ...]:
    """Return the households of which anything would change, in their order and however many."""
    clean, central = supposition.goal is Goal.CLEAN, supposition.through is Through.CENTRAL
    return tuple(
        home
        for home in found
        if home.hygienic is not True
        or (clean and home.clean is not True)
        or (central and home.supply is not Supply.CENTRAL)
    )


def what_if(
    figures: YearFigures, found: Iterable[Home], supposition: Supposition, assumptions: Assumptions
) -> YearFigures:
    """Return the figures with these households as they would be; no scheme changes, so indicator 6 stays.

    Without counts by main source: a household that comes to "tập trung" names none of them.
    """
    villages: dict[int | None, Counter[str]] = defaultdict(Counter)
    commune: Counter[str] = Counter()
    # Households that are alike change the counts alike: few kinds stand for many households.
    for kind, alike in Counter(home._replace(record_id=0) for home in found).items():
        before, then = _counted(kind), _counted(moved(kind, supposition))
        for name in before:
            change = alike * (then[name] - before[name])
            villages[kind.village_id][name] += change
            commune[name] += change
    return YearFigures(
        figures.year,
        _place(figures.commune, commune, assumptions),
        tuple(_place(village, villages[village.village_id], assumptions) for village in figures.villages),
        figures.classes,
    )


def _place(place: PlaceFigures, change: Counter[str], assumptions: Assumptions) -> PlaceFigures:
    counts = Counts(**{f.name: getattr(place.counts, f.name) + change[f.name] for f in fields(Counts)})
    indicators = household_indicators(counts, assumptions)
    rest = place.indicators[len(indicators) :]
    return replace(place, counts=counts, indicators=(*indicators, *rest), sources=())


def _counted(home: Home) -> dict[str, int]:
    """Return what one household adds to the counts that can change, as the query of `counting` counts it."""
    clean = home.clean is True
    metered = clean and home.litres is not None and bool(home.persons)
    central = clean and home.supply is Supply.CENTRAL
    sourceless = clean and home.supply is Supply.UNKNOWN
    return {
        "hygienic": home.hygienic is True,
        "hygienic_unknown": home.hygienic is None,
        "clean": clean,
        "clean_unknown": home.clean is None,
        "clean_central": central,
        "poor_hygienic": home.poor and home.hygienic is True,
        "poor_hygienic_unknown": home.poor and home.hygienic is None,
        "poor_clean": home.poor and clean,
        "poor_clean_unknown": home.poor and home.clean is None,
        "poor_clean_central": home.poor and central,
        "source_unknown": home.supply is Supply.UNKNOWN,
        "clean_source_unknown": sourceless,
        "poor_clean_source_unknown": home.poor and sourceless,
        "metered": metered,
        "litres": (home.litres or 0) if metered else 0,
        "litre_persons": (home.persons or 0) if metered else 0,
        "estimated": metered and home.estimated,
    }


def _conditions(meant: Meant) -> list[ColumnElement[bool]]:
    if meant.record_ids is not None:
        named = func.json_each(json.dumps(sorted(meant.record_ids))).table_valued("value")
        return [R.id.in_(select(named.c.value))]
    here = [] if meant.village_id is None else [R.village_id == meant.village_id]
    return [*here, _in_group(meant)]


def _in_group(meant: Meant) -> ColumnElement[bool]:
    match meant.group:
        case Group.NOT_CLEAN:
            return R.clean.is_not(True)
        case Group.NOT_HYGIENIC:
            return R.hygienic.is_not(True)
        case Group.POOR:
            return R.poverty == Poverty.POOR
        case Group.SOURCE:
            return R.main_source_id.is_(None) if meant.of is None else R.main_source_id == meant.of
        case _:
            return R.scheme_id == (meant.of or 0)  # no scheme chosen is no household, not those without one
