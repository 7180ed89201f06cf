"""One invented household: who lives there, and the facts of each year."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any

from nsnt_desktop.models.words import Basis, HouseholdStatus, Poverty


@dataclass(frozen=True)
class Facts:
    """A household in one year; source and scheme by their codes and keys."""

    persons: int | None
    source: str | None
    poverty: Poverty | None = Poverty.NONE
    scheme: str | None = None
    hygienic: bool | None = True
    clean: bool | None = False
    basis: Basis | None = None
    has_meter: bool = False
    litres: int | None = None
    """A month."""
    estimated: bool = False
    treatment: str = ""
    shortage: bool = False
    pollution: str = ""
    status: HouseholdStatus = HouseholdStatus.ACTIVE
    updated_at: datetime | None = None
    verified: bool = False

    @property
    def central(self) -> bool:
        """Whether the main source is a centralised scheme."""
        return self.source is not None and self.source.startswith("central")


@dataclass
class Home:
    """A household through the years; a year it does not stand in is absent."""

    village: str
    code: str
    head: str
    phone: str
    years: dict[int, Facts] = field(default_factory=dict)
    updated: bool = True
    """This year's figures came in; otherwise last year's stand, untouched."""
    new: bool = False
    """New this year."""
    faulty: bool = False
    """A fault was planted here."""

    @property
    def free(self) -> bool:
        """Whether chance may still change the home's facts from year to year."""
        return self.updated and not self.new and not self.faulty

    def change(self, year: int, **facts: Any) -> None:
        """Change some facts of one year."""
        self.years[year] = replace(self.years[year], **facts)


Suits = Callable[[Home, Facts], bool]


def draw(rng: Random, homes: Sequence[Home], count: int, year: int, suits: Suits) -> list[Home]:
    """Draw homes that stand in a year and suit, none twice, in the order of the list."""
    suiting = [i for i, home in enumerate(homes) if year in home.years and suits(home, home.years[year])]
    return [homes[i] for i in sorted(rng.sample(suiting, count))]
