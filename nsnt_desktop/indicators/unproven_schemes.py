"""Schemes that serve households counted clean without a valid test, and the indicators without those."""

import json
from dataclasses import dataclass, replace

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.counting import records_of
from nsnt_desktop.indicators.results import Indicator, PlaceFigures
from nsnt_desktop.indicators.water_validity import tests_of_schemes
from nsnt_desktop.models import HouseholdRecord as R
from nsnt_desktop.models import MainSource, SurveyYear, WaterScheme
from nsnt_desktop.models.words import HouseholdStatus, SourceGroup
from nsnt_desktop.storage.water_tests import tested_clean

CODES = ("2", "2a")
"""The indicators that such households stand in."""


@dataclass(frozen=True)
class Without:
    """One indicator as it is, and as it would be if some households were not counted clean."""

    now: Indicator
    then: Indicator


@dataclass(frozen=True)
class UnprovenScheme:
    """A scheme whose tests do not bear out, on the as-of day, that its water is clean."""

    scheme_id: int
    name: str
    why: str
    """"chưa có kết quả xét nghiệm"; "xét nghiệm ngày 05/02/2024 không đạt"."""
    records: tuple[int, ...]
    """The households (record ids) counted clean by it as their main source."""
    without: tuple[Without, ...]


@dataclass(frozen=True)
class Unproven:
    """All such schemes, those with most households first, and the indicators without all of them."""

    schemes: tuple[UnprovenScheme, ...] = ()
    records: tuple[int, ...] = ()
    without: tuple[Without, ...] = ()


def unproven_schemes(session: Session, year: SurveyYear, commune: PlaceFigures, months: int) -> Unproven:
    """Return the schemes without a valid test on the as-of day that households are counted clean by.

    commune: its figures, which the indicators are read from. A household may have another accepted basis; it
    is told here all the same, as no test bears it out.
    """
    tests = tests_of_schemes(session)
    found = []
    for scheme, name, ids in session.execute(_citing(session, year)):
        proven, why = tested_clean(tests[scheme], year.as_of, months)
        if not proven:
            records = tuple(sorted(json.loads(ids)))
            found.append(UnprovenScheme(scheme, name, why, records, without(commune, len(records))))
    records = tuple(sorted(record for scheme in found for record in scheme.records))
    ordered = sorted(found, key=lambda scheme: (-len(scheme.records), scheme.name))
    return Unproven(tuple(ordered), records, without(commune, len(records)))


def without(place: PlaceFigures, households: int) -> tuple[Without, ...]:
    """Return the indicators if so many clean households of schemes were found not clean."""
    return tuple(
        Without(now, replace(now, numerator=max(0, now.numerator - households)))
        for now in map(place.indicator, CODES)
    )


def _citing(session: Session, year: SurveyYear) -> Select[int, str, str]:
    return (
        select(WaterScheme.id, WaterScheme.name, func.json_group_array(R.id))
        .join(R, R.scheme_id == WaterScheme.id)
        .join(MainSource, MainSource.id == R.main_source_id)
        .where(
            *records_of(session, year.id),
            R.status == HouseholdStatus.ACTIVE,
            R.clean.is_(True),
            MainSource.group == SourceGroup.CENTRAL,
        )
        .group_by(WaterScheme.id)
    )
