"""What every rule is given: the survey year, the editable numbers, and what is read only once for a check."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from nsnt_desktop.checks.finding import village_label
from nsnt_desktop.checks.records import R, records_of
from nsnt_desktop.checks.village_counts import Group, count_groups
from nsnt_desktop.models import MainSource, SchemeRecord, SurveyYear, Village, WaterScheme, WaterTest
from nsnt_desktop.models.words import HouseholdStatus, SourceGroup
from nsnt_desktop.storage.assumptions import Assumptions
from nsnt_desktop.storage.water_tests import tested_clean


@dataclass(frozen=True)
class Asked:
    """One check of one survey year, or of a part of it."""

    session: Session
    year: SurveyYear
    previous: SurveyYear | None
    assumptions: Assumptions
    today: date
    record_ids: tuple[int, ...] | None = None
    """The records of the households asked about; None: every household."""
    scheme_id: int | None = None

    @property
    def alone(self) -> bool:
        """Whether sentences speak of one household, the one that was asked about."""
        return self.record_ids is not None

    @cached_property
    def villages(self) -> dict[int, str]:
        """How sentences name each village, in the order of the list."""
        query = select(Village.id, Village.name, Village.former_commune)
        rows = self.session.execute(query.order_by(Village.position, Village.id))
        return {row.id: village_label(row.name, row.former_commune) for row in rows}

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """What is counted of the year, by village and main source."""
        return count_groups(self.session, self.year.id)

    @cached_property
    def groups_before(self) -> tuple[Group, ...]:
        """What is counted of the year before; nothing where there is none."""
        return count_groups(self.session, self.previous.id) if self.previous else ()

    @cached_property
    def sources(self) -> dict[int, str]:
        """The label of every main source."""
        return dict(self.session.execute(select(MainSource.id, MainSource.label)).all())

    @cached_property
    def schemes(self) -> dict[int, str]:
        """The name of every water scheme."""
        return dict(self.session.execute(select(WaterScheme.id, WaterScheme.name)).all())

    @cached_property
    def tested(self) -> dict[int, tuple[bool | None, str]]:
        """Whether the latest test of each scheme holds on the as-of day, and why."""
        tests: dict[int | None, list[WaterTest]] = defaultdict(list)
        for test in self.session.scalars(select(WaterTest).where(WaterTest.scheme_id.is_not(None))):
            tests[test.scheme_id].append(test)
        months = self.assumptions.test_valid_months
        return {scheme: tested_clean(tests[scheme], self.year.as_of, months) for scheme in self.schemes}

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The values that conditions name: assumptions, and ids of sources and schemes of each kind."""
        groups = self.session.execute(select(MainSource.id, MainSource.group)).all()
        idle = select(SchemeRecord.scheme_id).where(
            SchemeRecord.year_id == self.year.id, SchemeRecord.working.is_(False)
        )
        return {
            **asdict(self.assumptions),
            "central_sources": [i for i, group in groups if group == SourceGroup.CENTRAL],
            "other_sources": [i for i, group in groups if group != SourceGroup.CENTRAL],
            "idle_schemes": list(self.session.scalars(idle)),
            "failed_schemes": [i for i, (passed, _) in self.tested.items() if passed is False],
            "unproven_schemes": [i for i, (passed, _) in self.tested.items() if passed is None],
        }


def active(asked: Asked) -> ColumnElement[bool]:
    """Return the condition "a household counted in the year" (and among those asked about)."""
    counted = R.status == HouseholdStatus.ACTIVE
    if asked.record_ids is not None:
        return counted & (R.year_id == asked.year.id) & R.id.in_(asked.record_ids)
    counted &= records_of(asked.year.id)
    return counted if asked.scheme_id is None else counted & (R.scheme_id == asked.scheme_id)
