"""Sources that run dry: households short of water in the dry season, this year, last year, and in both."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nsnt_desktop.indicators.warned_places import (
    Places,
    Spot,
    YearRecords,
    by_source,
    by_village,
    records_at,
)


@dataclass(frozen=True)
class Shortage:
    """The active households of one place and year, and which of them (record ids) were short of water."""

    households: int = 0
    short: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    """Nobody wrote down whether they were."""

    @property
    def known(self) -> int:
        return self.households - len(self.unknown)

    @property
    def share(self) -> Fraction | None:
        """The percentage of those known; None: of nobody is it known."""
        return Fraction(100 * len(self.short), self.known) if self.known else None


@dataclass(frozen=True)
class DryPlace:
    """The dry season of one place, this year and last; before is None where no last year is kept."""

    label: str = ""
    now: Shortage = Shortage()
    before: Shortage | None = None
    twice: tuple[int, ...] = ()
    """Short this year and last, as records of this year, wherever they lived then."""
    once_unknown: tuple[int, ...] = ()
    """Short this year, and nothing is known of them last year."""


@dataclass(frozen=True)
class DrySeason:
    """The dry season of a year; every household counts once in `villages` and once in `sources`."""

    whole: DryPlace = DryPlace()
    villages: tuple[DryPlace, ...] = ()
    sources: tuple[DryPlace, ...] = ()
    last_year: int | None = None
    """The year before this one; None: no figures of it are kept, so nothing is known of two years."""


def dry_season(
    places: Places, now: YearRecords, before: YearRecords | None, last_year: int | None
) -> DrySeason:
    """Return the households short of water in the dry season of a year, by village and by main source."""
    twice, unsure = _two_years(now, before)

    def place(label: str, spots: Sequence[Spot]) -> DryPlace:
        this_year = _shortage(now, spots)
        return DryPlace(
            label,
            this_year,
            _shortage(before, spots) if before else None,
            tuple(record for record in this_year.short if record in twice),
            tuple(record for record in this_year.short if record in unsure),
        )

    spots = list({**now.households, **(before.households if before else {})})
    return DrySeason(
        place("", spots), by_village(places, spots, place), by_source(places, spots, place), last_year
    )


def _two_years(now: YearRecords, before: YearRecords | None) -> tuple[Collection[int], Collection[int]]:
    """Return which records are short in both years, and of which last year is not known."""
    if before is None:
        return (), ()
    then = set(before.short_homes.values())
    twice = {record for record, home in now.short_homes.items() if home in then}
    return twice, {record for record, home in now.short_homes.items() if home not in before.told_homes}


def _shortage(records: YearRecords, spots: Sequence[Spot]) -> Shortage:
    return Shortage(
        sum(records.households.get(spot, 0) for spot in spots),
        records_at(records.short, spots),
        records_at(records.unknown, spots),
    )
