"""Which households each count counts, said once: for the query that counts and the list a number opens."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sqlalchemy import ColumnElement, and_, true

from nsnt_desktop.models import HouseholdRecord as R
from nsnt_desktop.models.words import Poverty


class Blank(Enum):
    """What is not known yet, where None already means "any"."""

    BLANK = auto()


class Supply(Enum):
    """Where a household's main source belongs in indicators 2a, 2b, 4a and 4b."""

    CENTRAL = auto()
    OWN = auto()
    """Known, and no centralised scheme."""
    UNKNOWN = auto()


@dataclass(frozen=True)
class Asked:
    """The households of one count: what is true of them, and among whom; None: among all."""

    what: str = "households"
    poverty: Poverty | Blank | None = None
    supply: Supply | None = None

    def asks(self, poverty: Poverty | None, supply: Supply) -> bool:
        """Return whether households of this poverty and supply are asked at all."""
        return self.poverty in {None, poverty or Blank.BLANK} and self.supply in {None, supply}


def _metered(t: Any) -> ColumnElement[bool]:
    return and_(t.clean.is_(True), t.litres_per_month.is_not(None), t.persons > 0)


# `t` is the table of records, or a query with the same columns.
CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "households": lambda _t: true(),
    "updated": lambda t: t.updated_at.is_not(None),
    "persons_known": lambda t: t.persons.is_not(None),
    "persons_unknown": lambda t: t.persons.is_(None),
    "hygienic": lambda t: t.hygienic.is_(True),
    "not_hygienic": lambda t: t.hygienic.is_(False),
    "hygienic_unknown": lambda t: t.hygienic.is_(None),
    "clean": lambda t: t.clean.is_(True),
    "not_clean": lambda t: t.clean.is_(False),
    "clean_unknown": lambda t: t.clean.is_(None),
    "metered": _metered,
    "unmetered": lambda t: (
        t.clean.is_(True) & (t.litres_per_month.is_(None) | t.persons.is_(None) | (t.persons <= 0))
    ),
    "estimated": lambda t: _metered(t) & t.volume_estimated.is_(True),
    "shortage_unknown": lambda t: t.dry_season_shortage.is_(None),
    "shortage": lambda t: t.dry_season_shortage.is_(True),
    "pollution": lambda t: t.pollution_risk != "",
}

COUNTED: dict[str, Asked] = {
    **{what: Asked(what) for what in CONDITIONS},
    "poor": Asked(poverty=Poverty.POOR),
    "near_poor": Asked(poverty=Poverty.NEAR_POOR),
    "poverty_unknown": Asked(poverty=Blank.BLANK),
    "poor_hygienic": Asked("hygienic", Poverty.POOR),
    "poor_not_hygienic": Asked("not_hygienic", Poverty.POOR),
    "poor_hygienic_unknown": Asked("hygienic_unknown", Poverty.POOR),
    "poor_clean": Asked("clean", Poverty.POOR),
    "poor_not_clean": Asked("not_clean", Poverty.POOR),
    "poor_clean_unknown": Asked("clean_unknown", Poverty.POOR),
    "source_unknown": Asked(supply=Supply.UNKNOWN),
    "clean_central": Asked("clean", supply=Supply.CENTRAL),
    "clean_own": Asked("clean", supply=Supply.OWN),
    "clean_source_unknown": Asked("clean", supply=Supply.UNKNOWN),
    "poor_clean_central": Asked("clean", Poverty.POOR, Supply.CENTRAL),
    "poor_clean_own": Asked("clean", Poverty.POOR, Supply.OWN),
    "poor_clean_source_unknown": Asked("clean", Poverty.POOR, Supply.UNKNOWN),
}
"""By the name of the count (`results.Counts`)."""


def supply_of(source_id: int | None, central: Collection[int]) -> Supply:
    """Return where a main source belongs, given the centralised ones."""
    if source_id is None:
        return Supply.UNKNOWN
    return Supply.CENTRAL if source_id in central else Supply.OWN


def condition(name: str, central: Collection[int]) -> ColumnElement[bool]:
    """Return what is true of the records that one count counts; never more than true: it may be null."""
    asked = COUNTED[name]
    parts = [CONDITIONS[asked.what](R)]
    if asked.poverty is not None:
        parts.append(is_poverty(asked.poverty))
    if asked.supply is not None:
        parts.append(_is_supply(asked.supply, central))
    return and_(*parts)


def is_poverty(poverty: Poverty | Blank) -> ColumnElement[bool]:
    """Return what is true of the records of one poverty status."""
    return R.poverty.is_(None) if isinstance(poverty, Blank) else R.poverty == poverty


def _is_supply(supply: Supply, central: Collection[int]) -> ColumnElement[bool]:
    source = R.main_source_id
    match supply:
        case Supply.CENTRAL:
            return source.in_(central)
        case Supply.OWN:
            return source.is_not(None) & source.not_in(central)
        case _:
            return source.is_(None)
