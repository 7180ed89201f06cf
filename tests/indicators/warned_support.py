"""Communes to be warned about: schemes with tests, households short of water."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from communes import VILLAGES, CommuneOf, Row
from nsnt_desktop.indicators.dry_season import Shortage
from nsnt_desktop.indicators.water_warnings import WaterWarnings, water_warnings
from nsnt_desktop.models import (
    Household,
    HouseholdRecord,
    SchemeRecord,
    SurveyYear,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import Basis, HouseholdStatus
from nsnt_desktop.registry.years import add_year, find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

DEADLINE = date(2024, 11, 15)


OTHER = VILLAGES[1]


def warned(data: DataFile, today: date = DEADLINE, year: int = 2024) -> WaterWarnings:
    with data.reading() as session:
        return water_warnings(session, find_year(session, year), today)


def heads(data: DataFile, records: Sequence[int]) -> list[str]:
    with data.reading() as session:
        query = select(Household.head).join(HouseholdRecord, HouseholdRecord.household_id == Household.id)
        return sorted(session.scalars(query.where(HouseholdRecord.id.in_(records))))


def add(data: DataFile, *rows: object) -> None:
    with change(data, "Thêm số liệu thử") as made:
        made.session.add_all(rows)


def also_last_year(data: DataFile, shortages: dict[str, bool | None], **columns: Any) -> None:
    """Give households a record of 2023 as well: by head, whether they were short of water."""
    with change(data, "Thêm năm trước") as made:
        years = {year.year: year.id for year in made.session.scalars(select(SurveyYear))}
        before = years.get(2023) or add_year(made.session, 2023).id
        for head, short in shortages.items():
            home = made.session.scalars(select(Household).where(Household.head == head)).one()
            now = made.session.scalars(
                select(HouseholdRecord).where(HouseholdRecord.household_id == home.id)
            ).first()
            assert now is not None
            told = {"village_id": now.village_id, "main_source_id": now.main_source_id, **columns}
            made.session.add(
                HouseholdRecord(
                    year_id=before,
                    household_id=home.id,
                    dry_season_shortage=short,
                    treatment="",
                    pollution_risk="",
                    note="",
                    **told,
                )
            )


DRY_ROWS: list[Row] = [
    {"head": "An", "source": "dug_well", "dry_season_shortage": True},
    {"head": "Bình", "source": "dug_well", "dry_season_shortage": False},
    {"head": "Cúc", "source": "rain", "dry_season_shortage": True, "village": OTHER},
    {"head": "Dần", "source": None, "dry_season_shortage": None, "village": OTHER},
    {"head": "Đi xa", "dry_season_shortage": True, "status": HouseholdStatus.MOVED_AWAY},
]


def taken(day: date, passed: bool | None = True, until: date | None = None, number: int = 1) -> WaterTest:
    return WaterTest(id=number, tested_on=day, passed=passed, valid_until=until)


NOVEMBER = date(2024, 11, 1)


def schemes(data: DataFile, tests: dict[str, WaterTest | None], followed: bool = True) -> dict[str, int]:
    with change(data, "Thêm công trình") as made:
        year = find_year(made.session, 2024)
        ids = {}
        for name, test in tests.items():
            made.session.add(scheme := WaterScheme(name=name))
            made.session.flush()
            ids[name] = scheme.id
            if followed:
                made.session.add(SchemeRecord(year_id=year.id, scheme_id=scheme.id))
            if test is not None:
                test.scheme_id = scheme.id
                made.session.add(test)
        return ids


FOUR: dict[str, WaterTest | None] = {
    "Bơm": taken(date(2024, 3, 1), number=1),
    "Tự chảy": taken(date(2023, 11, 5), number=2),
    "Hồ treo": None,
    "Nhà máy": taken(date(2024, 3, 1), passed=False, number=3),
}


def fresh(tests: dict[str, WaterTest | None]) -> dict[str, WaterTest | None]:
    return {name: test and taken(test.tested_on, test.passed, number=test.id) for name, test in tests.items()}


def with_schemes(commune_of: CommuneOf) -> DataFile:
    data = commune_of(
        [
            *({"head": f"Bơm {n}", "source": "central_tap", "clean": True} for n in range(3)),
            *({"head": f"Tự {n}", "source": "central_tap", "clean": True} for n in range(2)),
            {"head": "Nhà máy", "source": "central_public", "clean": True, "basis": Basis.SUPPLIER},
            {"head": "Không sạch", "source": "central_tap", "clean": False},
            {"head": "Giếng", "source": "dug_well", "clean": True},
        ]
    )
    ids = schemes(data, fresh(FOUR))
    with change(data, "Nối công trình") as made:
        for record, head in made.session.execute(
            select(HouseholdRecord, Household.head).join(
                Household, Household.id == HouseholdRecord.household_id
            )
        ):
            names = {"Bơm": "Bơm", "Tự": "Tự chảy", "Nhà": "Nhà máy", "Không": "Hồ treo"}
            record.scheme_id = ids[names.get(head.split()[0], "Hồ treo")]
    return data


def shortage(short: int, unknown: int = 0, no: int = 0) -> Shortage:
    return Shortage(short + unknown + no, tuple(range(short)), tuple(range(100, 100 + unknown)))
