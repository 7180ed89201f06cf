import pytest
from sqlalchemy import select

from communes import CommuneOf, Row, fill
from nsnt_desktop.models import HouseholdRecord, MainSource
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.household_sheet import household_sheet, status_words
from nsnt_desktop.registry.years import add_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

HOMES: list[Row] = [
    {"head": "Trịnh Đức Khoẻ", "source": "drilled_well", "persons": 4},
    {"head": "Lê Văn Ấm", "persons": 2},
]


@pytest.fixture
def homes(commune_of: CommuneOf) -> DataFile:
    return commune_of(HOMES)


def _record(data: DataFile, at: int = 0) -> HouseholdRecord:
    with data.reading() as session:
        query = select(HouseholdRecord).order_by(HouseholdRecord.household_id, HouseholdRecord.id)
        return session.scalars(query).all()[at]


def _next_year(data: DataFile, year: int) -> HouseholdRecord:
    old = _record(data)
    return HouseholdRecord(year_id=year, household_id=old.household_id, village_id=old.village_id, persons=3)


def _source(data: DataFile, code: str) -> int:
    with data.reading() as session:
        return session.scalars(select(MainSource.id).where(MainSource.code == code)).one()


def test_the_sheet_says_what_became_of_a_household(homes: DataFile) -> None:
    into = _record(homes, 1)
    with change(homes, "Nhập hộ") as made:
        record = made.session.get_one(HouseholdRecord, _record(homes).id)
        record.status, record.merged_into_id = HouseholdStatus.MERGED, into.household_id
        record.status_note = "về ở với con"
    with homes.reading() as session:
        sheet = household_sheet(session, _record(homes).id)
        other = household_sheet(session, into.id)
    assert sheet is not None
    assert other is not None
    assert status_words(sheet) == "Đã nhập hộ vào hộ Lê Văn Ấm (2024): về ở với con"
    assert sheet.merged_into is not None
    assert sheet.merged_into.record_id == into.id
    assert status_words(other) == ""


def test_the_sheet_offers_what_the_household_has_and_no_more(homes: DataFile) -> None:
    with change(homes, "Ngừng dùng") as made:
        for code in ("drilled_well", "rain"):
            made.session.get_one(MainSource, _source(homes, code)).active = False
    with homes.reading() as session:
        sheet = household_sheet(session, _record(homes).id)
        gone = household_sheet(session, 999)
    assert gone is None
    assert sheet is not None
    offered = [label for _, label in sheet.sources]
    assert "Giếng khoan" in offered
    assert "Nước mưa (bể, lu)" not in offered
    assert [name for _, name in sheet.villages] == ["Thôn Phác Lê", "Thôn Do Thượng"]


def test_earlier_years_stand_newest_first(data: DataFile) -> None:
    fill(data, [{"year": 2024, "persons": 4}])
    with change(data, "Thêm năm") as made:
        for year, persons in ((2022, 2), (2025, 5), (2023, 3)):
            record = _next_year(data, add_year(made.session, year).id)
            record.persons = persons
            made.session.add(record)
    with data.reading() as session:
        sheet = household_sheet(session, _record(data).id)
    assert sheet is not None
    assert [(year, row.persons) for year, row in sheet.earlier] == [(2023, 3), (2022, 2)]
    assert [year for year, _ in sheet.others] == [2025, 2023, 2022]
