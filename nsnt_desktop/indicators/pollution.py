"""Pollution risks on record: by kind, by village and by main source. A blank says nothing, not "no risk"."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from nsnt_desktop.indicators.warned_places import (
    Places,
    Spot,
    YearRecords,
    by_source,
    by_village,
    records_at,
)
from nsnt_desktop.resource_files import read_toml
from nsnt_desktop.text import clean, match_key

SEPARATOR = ";"
"""Parts the kinds of one household; a comma is part of the name of a kind."""


@dataclass(frozen=True)
class RiskKind:
    """One kind of risk and the households (record ids) that have it; one with two kinds stands in both."""

    label: str
    records: tuple[int, ...]
    listed: bool
    """Whether the list of kinds offers it; else somebody's own words."""


@dataclass(frozen=True)
class RiskPlace:
    """The active households of one place, and which of them (record ids) have a risk on record."""

    label: str = ""
    households: int = 0
    records: tuple[int, ...] = ()


@dataclass(frozen=True)
class Pollution:
    """The risks of a year; every household counts once in `villages` and once in `sources`."""

    whole: RiskPlace = RiskPlace()
    kinds: tuple[RiskKind, ...] = ()
    """Those of the list in its order, then other words, the most frequent first."""
    villages: tuple[RiskPlace, ...] = ()
    sources: tuple[RiskPlace, ...] = ()


def pollution(places: Places, now: YearRecords) -> Pollution:
    """Return the pollution risks written down for the active households of a year."""
    risky: dict[Spot, list[int]] = defaultdict(list)
    for found in now.risks.values():
        for spot, records in found.items():
            risky[spot] += records

    def place(label: str, spots: Sequence[Spot]) -> RiskPlace:
        return RiskPlace(label, sum(now.households[spot] for spot in spots), records_at(risky, spots))

    spots = list(now.households)
    return Pollution(
        place("", spots), _kinds(now), by_village(places, spots, place), by_source(places, spots, place)
    )


def listed_kinds() -> list[str]:
    """Return the kinds of pollution risk that are offered for a household."""
    kinds: list[str] = read_toml("reference", "pollution_kinds.toml")["kinds"]
    return kinds


def _kinds(now: YearRecords) -> tuple[RiskKind, ...]:
    offered = {match_key(kind): kind for kind in listed_kinds()}
    found: dict[str, set[int]] = {key: set() for key in offered}
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for text, by_spot in now.risks.items():
        records = records_at(by_spot, by_spot)
        for word in _words(text):
            found.setdefault(match_key(word), set()).update(records)
            spelt[match_key(word)][word] += len(records)
    own = sorted(found.keys() - offered.keys(), key=lambda key: (-len(found[key]), key))
    return tuple(
        RiskKind(offered.get(key) or _most(spelt[key]), tuple(sorted(found[key])), key in offered)
        for key in (*offered, *own)
        if found[key]
    )


def _most(spellings: Counter[str]) -> str:
    return spellings.most_common(1)[0][0]


def _words(text: str) -> list[str]:
    """Return the kinds one household has; of nothing but separators, the text as it stands."""
    return list(filter(None, map(clean, text.split(SEPARATOR)))) or [text]
