"""What the rules find in a thousand communes drawn by lot, against the oracle (checks_oracle.py)."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

import checks_oracle as oracle
import pytest

from generated_communes import FILES, Commune, draw
from nsnt_desktop.checks import Finding, check_household, check_year
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile

JUDGED = frozenset({"1", "2", "3", "4", "5", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17"})
OF_ONE = frozenset({"1", "2", "3", "4", "5", "7", "8", "9", "10", "16"})
"""Rules that can be asked of one household."""


def _told(found: Iterable[Finding]) -> list[oracle.Told]:
    return [(f.rule, f.severity.value, f.subject, frozenset(f.record_ids)) for f in found if f.rule in JUDGED]


def _today(random: Random, commune: Commune) -> date:
    return commune.deadline - timedelta(days=random.choice([60, 31, 30, 29, 6, 5, 1, 0, -1]))


@pytest.mark.parametrize("seed", range(-(-FILES // 2)))
def test_the_rules_find_what_the_oracle_finds(data: DataFile, seed: int) -> None:
    drawn, random = draw(data, seed), Random(seed)  # noqa: S311 - the same days on every run
    with data.reading() as session:
        for commune in drawn.communes.values():
            today = _today(random, commune)
            told = _told(check_year(session, find_year(session, commune.year), today))
            assert len(set(told)) == len(told)
            found, expected = set(told), oracle.findings(drawn, commune, today)
            assert found - expected == set(), f"{commune.year}: more than the oracle"
            assert expected - found == set(), f"{commune.year}: fewer than the oracle"


@pytest.mark.parametrize("seed", range(-(-FILES // 20)))
def test_a_household_asked_alone_is_told_what_the_year_says_of_it(data: DataFile, seed: int) -> None:
    drawn = draw(data, seed)
    with data.reading() as session:
        for commune in list(drawn.communes.values())[:5]:
            year = find_year(session, commune.year)
            expected = oracle.findings(drawn, commune, commune.deadline)
            for house in commune.houses:
                alone = {
                    (f.rule, f.severity.value, f.record_ids)
                    for f in check_household(session, year, house.id)
                    if f.rule in OF_ONE
                }
                assert alone == {
                    (rule, severity, (house.id,))
                    for rule, severity, _subject, records in expected
                    if rule in OF_ONE and house.id in records
                }
