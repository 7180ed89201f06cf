"""Communes drawn by lot, many years of one file at a time, for the oracles of the indicators and the checks.

Every value of a file is kept beside it as plain Python, so that an oracle never asks the database. Each year
is a commune of its own kind: nobody poor, nothing known, everybody gone, a single household. Run more of them
with NSNT_COMMUNES=20000.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nsnt_desktop.models import (
    Assumption,
    Household,
    HouseholdRecord,
    MainSource,
    SchemeAnswer,
    SchemeRecord,
    SurveyYear,
    SustainabilityCriterion,
    Village,
    VillageDelivery,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import (
    Basis,
    HouseholdStatus,
    ManagementModel,
    Poverty,
    SourceGroup,
    SustainabilityClass,
)
from nsnt_desktop.storage.audit import bulk_insert
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.text import fold, person_sort_key

YEARS = range(2001, 2051)
FILES = -(-int(os.environ.get("NSNT_COMMUNES", "2000")) // len(YEARS))
"""How many files of fifty communes a run draws."""
VILLAGES = (
    ("Thôn Phác Lê", "", None, None),
    ("Thôn Do Thượng", "Cẩm Tân", None, None),
    ("Thôn 1", "Cẩm Long", None, 2030),
    ("Thôn 1", "Cẩm Phú", 2020, None),
    ("Thôn 2", "Cẩm Long", 2010, 2040),
    ("Thôn Eo Lê", "Cẩm Tân", 2060, None),
)
"""Name, former commune, first and last year; the last comes too late for every year drawn."""
POOL = 45
"""Lasting households of a file: most stand in several of its years."""
SCHEMES = 6


@dataclass(frozen=True)
class House:
    """A household record as it was written, and where it leads."""

    id: int
    household_id: int
    sort_key: str
    village_id: int
    former_commune: str
    status: str
    persons: int | None
    poverty: str | None
    source_id: int | None
    group: str | None
    second_group: str | None
    """Of the second source."""
    scheme_id: int | None
    hygienic: bool | None
    clean: bool | None
    basis: str | None
    litres: int | None
    estimated: bool
    shortage: bool | None
    pollution: str
    updated: bool


@dataclass(frozen=True)
class Tested:
    id: int
    taken: date
    passed: bool | None
    valid_until: date | None


@dataclass(frozen=True)
class Scheme:
    """A scheme followed in a year: its record, its answers by criterion, its tests."""

    id: int
    in_use_since: int | None
    record: dict[str, Any]
    answers: dict[int, bool | None]
    tests: tuple[Tested, ...]


@dataclass
class Commune:
    """One year of a file."""

    year: int
    as_of: date
    deadline: date
    houses: list[House] = field(default_factory=list)
    schemes: list[Scheme] = field(default_factory=list)
    deliveries: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def active(self) -> list[House]:
        return [house for house in self.houses if house.status == "active"]


@dataclass
class Drawn:
    """A file of communes, and all that its figures rest on."""

    assumed: dict[str, int | bool]
    villages: list[tuple[int, str, str, int | None, int | None]]
    sources: list[tuple[int, str, str]]
    """Id, label, group, in the order of the list."""
    criteria: list[tuple[int, str | None, bool, bool]]
    """Id, measure, required, in use."""
    in_use_since: dict[int, int | None] = field(default_factory=dict)
    """Of every scheme of the register."""
    scheme_tests: dict[int, tuple[Tested, ...]] = field(default_factory=dict)
    communes: dict[int, Commune] = field(default_factory=dict)


def draw(data: DataFile, seed: int) -> Drawn:
    """Write fifty communes into a new data file, all drawn from one seed, and return what was written."""
    random = Random(seed)  # noqa: S311 - the same communes on every run
    with change(data, "Dựng số liệu thử") as made:
        session = made.session
        session.execute(delete(SurveyYear))
        session.execute(delete(Village))
        drawn = Drawn(
            assumed=_assume(session, random),
            villages=_villages(session),
            sources=_sources(session),
            criteria=_criteria(session, random),
        )
        drawing = _Drawing(session, random, drawn)
        _schemes(drawing)
        households = _households(session, random)
        for year in YEARS:
            _year(drawing, year, households)
    return drawn


@dataclass(frozen=True)
class _Drawing:
    """Where the lots are drawn from, written to and kept."""

    session: Session
    random: Random
    drawn: Drawn


def _assume(session: Session, random: Random) -> dict[str, int | bool]:
    assumed: dict[str, int | bool] = {
        "decimals": random.choice([1, 2]),
        "days_per_month": random.choice([30, 30, 31, 365]),
        "litres_all_persons": random.random() < 0.3,
        "litres_min": random.choice([20, 20, 0, 60]),
        "litres_max": random.choice([200, 200, 100]),
        "persons_max": random.choice([20, 20, 7]),
        "test_valid_months": random.choice([12, 12, 1, 30, 0]),
        "village_change_points": random.choice([10, 10, 25, 0]),
        "deadline_near_days": random.choice([30, 5, 0]),
        "sustainable_min_met": random.choice([5, 5, 4, 2]),
        "fairly_min_met": random.choice([3, 3, 2, 5]),
        "class_unknown_max": random.choice([1, 1, 0, 3, 9]),
        "capacity_share": random.choice([60, 60, 33, 0]),
        "days_interrupted_max": random.choice([30, 0]),
    }
    for row in session.scalars(select(Assumption).where(Assumption.key.in_(assumed))):
        value = assumed[row.key]
        row.value = ("có" if value else "không") if isinstance(value, bool) else str(value)
    return assumed


def _villages(session: Session) -> list[tuple[int, str, str, int | None, int | None]]:
    made = [
        Village(name=name, former_commune=former, position=n, active_from=first, active_to=last)
        for n, (name, former, first, last) in enumerate(VILLAGES)
    ]
    session.add_all(made)
    session.flush()
    return [(v.id, v.name, v.former_commune, v.active_from, v.active_to) for v in made]


def _sources(session: Session) -> list[tuple[int, str, str]]:
    session.add(MainSource(code="old", label="Giếng làng", group=SourceGroup.OTHER, position=0, active=False))
    session.flush()
    sources = session.scalars(select(MainSource).order_by(MainSource.position, MainSource.id))
    return [(source.id, source.label, source.group.value) for source in sources]


def _criteria(session: Session, random: Random) -> list[tuple[int, str | None, bool, bool]]:
    """Return the shipped criteria and one the officer answers himself; now and then changed."""
    own = SustainabilityCriterion(code="own", label="Dân đồng tình", position=99, measure=None)
    session.add(own)
    session.flush()
    criteria = list(session.scalars(select(SustainabilityCriterion)))
    own.active = random.random() < 0.5
    if random.random() < 0.4:
        criteria[0].required = True
        criteria[random.randrange(5)].active = False
    session.flush()
    return [(c.id, c.measure and c.measure.value, c.required, c.active) for c in criteria]


def _schemes(drawing: _Drawing) -> None:
    session, random, drawn = drawing.session, drawing.random, drawing.drawn
    for n in range(SCHEMES):
        scheme = WaterScheme(name=f"Công trình {n}", in_use_since=random.choice([None, *range(1995, 2050)]))
        session.add(scheme)
        session.flush()
        drawn.in_use_since[scheme.id] = scheme.in_use_since
        tests = [_test(random, scheme.id) for _ in range(random.choice([0, 3, 30, 50]))]
        session.add_all(tests)
        session.flush()
        kept = (Tested(t.id, t.tested_on, t.passed, t.valid_until) for t in tests)
        drawn.scheme_tests[scheme.id] = tuple(kept)


def _test(random: Random, scheme_id: int) -> WaterTest:
    taken = date(random.choice(YEARS), random.randint(1, 12), random.choice([1, 15, 28]))
    if random.random() < 0.1:
        taken = date(taken.year, random.choice([1, 8, 12]), 31)
    until = random.choice([None, None, date(taken.year, 12, 31), date(taken.year + 1, 6, 1)])
    passed = random.choice([True, True, True, False, None])
    return WaterTest(scheme_id=scheme_id, tested_on=taken, passed=passed, valid_until=until)


def _households(session: Session, random: Random) -> dict[int, str]:
    """Return the sort keys of the lasting households; their names do not stand in the order of their ids."""
    heads = [f"Trịnh Văn {chr(65 + random.randrange(20))}" for _ in range(POOL)]
    rows = [
        {
            "head": head,
            "code": f"H{n}",
            "phone": "",
            "search": fold(head),
            "sort_key": person_sort_key(head),
        }
        for n, head in enumerate(heads)
    ]
    return dict(zip(bulk_insert(session, Household, rows), map(person_sort_key, heads), strict=True))


def _year(drawing: _Drawing, year: int, households: dict[int, str]) -> None:
    random, drawn = drawing.random, drawing.drawn
    as_of = date(year, random.choice([11, 12]), random.choice([15, 28, 1]))
    commune = Commune(year, as_of, date(year, 11, 15))
    row = SurveyYear(year=year, as_of=as_of, deadline=commune.deadline)
    drawing.session.add(row)
    drawing.session.flush()
    followed = random.sample(sorted(drawn.in_use_since), random.choice([0, 1, 2, SCHEMES]))
    commune.schemes = [_followed(drawing, row.id, scheme) for scheme in followed]
    commune.houses = _houses(drawing, row.id, households)
    commune.deliveries = _deliveries(drawing, row.id, commune.active)
    drawn.communes[year] = commune


def _followed(drawing: _Drawing, year_id: int, scheme_id: int) -> Scheme:
    session, random, drawn = drawing.session, drawing.random, drawing.drawn
    known = random.choice([0.5, 0.95, 1.0])

    def maybe(values: Sequence[Any]) -> Any:
        return random.choice(values) if random.random() < known else None

    values = {
        "working": maybe([True, True, True, True, True, False]),
        "yearly_income": maybe([0, 10, 100]),
        "yearly_cost": maybe([0, 10]),
        "days_interrupted": maybe([0, 30, 31]),
        "design_capacity": maybe([0, 100, 100]),
        "actual_capacity": maybe([0, 59, 60, 100]),
        "design_connections": maybe([0, 90, 90]),
        "actual_connections": maybe([0, 4, 53, 54]),
        "households_here": maybe([0, 1, 3, 60]),
        "managing_body": maybe(["", "  ", "Tổ quản lý", "HTX"]) or "",
        "management_model": random.choice([None, *ManagementModel]),
        "trained_operator": maybe([True, True, False]),
        "class_override": random.choice([None] * 6 + [*SustainabilityClass]),
        "class_reason": random.choice(["", "   ", "Đoàn kiểm tra kết luận"]),
    }
    record = SchemeRecord(year_id=year_id, scheme_id=scheme_id, **values)
    session.add(record)
    session.flush()
    answers = {
        criterion: random.choice([True, False, None])
        for criterion, _measure, _required, _active in drawn.criteria
        if random.random() < 0.2
    }
    session.add_all(
        SchemeAnswer(scheme_record_id=record.id, criterion_id=criterion, met=met)
        for criterion, met in answers.items()
    )
    tests = drawn.scheme_tests[scheme_id]
    return Scheme(scheme_id, drawn.in_use_since[scheme_id], values, answers, tests)


def _houses(drawing: _Drawing, year_id: int, households: dict[int, str]) -> list[House]:
    random, drawn = drawing.random, drawing.drawn
    kind = _kind(random, drawn)
    there = random.sample(sorted(households), kind["size"])
    rows = [_record(drawing, kind, year_id, household) for household in there]
    ids = bulk_insert(drawing.session, HouseholdRecord, rows) if rows else []
    former = {v[0]: v[2] for v in drawn.villages}
    group = {s[0]: s[2] for s in drawn.sources}
    return [
        House(
            id=record_id,
            household_id=row["household_id"],
            sort_key=households[row["household_id"]],
            village_id=row["village_id"],
            former_commune=former[row["village_id"]],
            status=row["status"].value,
            persons=row["persons"],
            poverty=row["poverty"] and row["poverty"].value,
            source_id=row["main_source_id"],
            group=group.get(row["main_source_id"]),
            second_group=group.get(row["second_source_id"]),
            scheme_id=row["scheme_id"],
            hygienic=row["hygienic"],
            clean=row["clean"],
            basis=row["basis"] and row["basis"].value,
            litres=row["litres_per_month"],
            estimated=row["volume_estimated"],
            shortage=row["dry_season_shortage"],
            pollution=row["pollution_risk"],
            updated=row["updated_at"] is not None,
        )
        for record_id, row in zip(ids, rows, strict=True)
    ]


def _kind(random: Random, drawn: Drawn) -> dict[str, Any]:
    """Return what sort of commune a year is; the odd ones come up often."""
    village_ids = [v[0] for v in drawn.villages]
    return {
        "size": random.choice([0, 1, 2, 3, 10, 20, 30, POOL]),
        "blank": random.choice([0.0, 0.0, 0.05, 0.3, 1.0]),
        "gone": random.choice([0.0, 0.1, 0.5, 1.0] if random.random() < 0.5 else [0.0]),
        "poor": random.choice(
            [[Poverty.POOR], [Poverty.NONE], [Poverty.NEAR_POOR, Poverty.NONE], [*Poverty]]
        ),
        "villages": random.choice([village_ids[:1], village_ids[:4], village_ids[:4], village_ids]),
        "yes": random.choice([0.0, 0.5, 0.9, 1.0]),
        "volume": random.choice([0.0, 0.7, 1.0]),
        "litres": random.choice([[0, 333, 2399, 2400, 24_000, 24_001], [4500, 9000], [10**6, 10**15]]),
        "persons": random.choice([[1, 2, 3, 4], [0, 1, 4, 8, 20, 21, 25], [0]]),
        "same_source": random.choice([s[0] for s in drawn.sources]) if random.random() < 0.2 else None,
    }


def _record(drawing: _Drawing, kind: dict[str, Any], year_id: int, household: int) -> dict[str, Any]:
    random, drawn = drawing.random, drawing.drawn

    def known(value: Any) -> Any:
        return None if random.random() < kind["blank"] else value

    def yes() -> Any:
        return known(random.random() < kind["yes"])

    gone = random.random() < kind["gone"]
    source = kind["same_source"] or random.choice([s[0] for s in drawn.sources])
    central = next(s[2] for s in drawn.sources if s[0] == source) == "central"
    scheme = (
        random.choice([None, *drawn.scheme_tests]) if random.random() < (0.8 if central else 0.1) else None
    )
    return {
        "year_id": year_id,
        "household_id": household,
        "village_id": random.choice(kind["villages"]),
        "status": random.choice([s for s in HouseholdStatus if (s is not HouseholdStatus.ACTIVE) == gone]),
        "persons": known(random.choice(kind["persons"])),
        "poverty": known(random.choice(kind["poor"])),
        "main_source_id": known(source),
        "second_source_id": random.choice([None, None, *(s[0] for s in drawn.sources)]),
        "scheme_id": scheme,
        "hygienic": yes(),
        "clean": yes(),
        "basis": known(random.choice([*Basis])),
        "has_meter": yes(),
        "litres_per_month": random.choice(kind["litres"]) if random.random() < kind["volume"] else None,
        "volume_estimated": random.random() < 0.3,
        "treatment": "",
        "dry_season_shortage": yes(),
        "pollution_risk": random.choice(["", "", "chuồng trại", "nghĩa trang, khác"]),
        "note": "",
        "updated_at": known(datetime(2024, 10, 1, 8)),  # noqa: DTZ001 - the clock of the office PC
        "verified": False,
        "merged_into_id": None,
        "status_note": "",
    }


def _deliveries(drawing: _Drawing, year_id: int, active: Sequence[House]) -> dict[int, dict[str, Any]]:
    random = drawing.random
    made: dict[int, dict[str, Any]] = {}
    for village_id, *_ in drawing.drawn.villages:
        if random.random() < 0.4:
            continue
        here = [house for house in active if house.village_id == village_id]
        right = {
            "declared_households": len(here),
            "declared_persons": sum(house.persons or 0 for house in here),
            "declared_poor": sum(house.poverty == "poor" for house in here),
        }
        made[village_id] = {
            key: random.choice([value, value, value + 1, 0, None]) for key, value in right.items()
        }
        made[village_id]["delivered_on"] = random.choice([None, date(2024, 10, 1)])
        drawing.session.add(VillageDelivery(year_id=year_id, village_id=village_id, **made[village_id]))
    return made
