"""Six households to move, merge and split, and a look at one record."""

import pytest

from communes import VILLAGES, CommuneOf, Row
from nsnt_desktop.models import HouseholdRecord
from nsnt_desktop.models.words import HouseholdStatus, Poverty
from nsnt_desktop.registry.household_lists import HouseholdRow, household_rows
from nsnt_desktop.storage.datafile import DataFile

STATUS = HouseholdStatus
ANY: Row = {"persons": None, "verified": False, "hygienic": None, "clean": None, "poverty": None}
SIX: list[Row] = [
    {
        **ANY,
        "head": "Trịnh Văn Hùng",
        "persons": 4,
        "verified": True,
        "source": "drilled_well",
        "hygienic": True,
    },
    {
        **ANY,
        "head": "Lê Thị Hoa",
        "persons": 2,
        "phone": "0951 234 567",
        "poverty": Poverty.POOR,
        "clean": True,
    },
    {**ANY, "head": "Bùi Văn An", "village": VILLAGES[1]},
    {**ANY, "head": "Phạm Văn Đông", "persons": 5, "village": VILLAGES[1], "verified": True},
    {**ANY, "head": "Cao Bá Ân", "persons": 1},
    {**ANY, "head": "Quách Thị Lan", "persons": 3, "year": 2023},
]


@pytest.fixture
def six(commune_of: CommuneOf) -> DataFile:
    """Five households of 2024, records 1 to 5, and one that was only there in 2023."""
    return commune_of(SIX)


def row(data: DataFile, record_id: int) -> HouseholdRow:
    with data.reading() as session:
        return household_rows(session, [record_id])[0]


def record(data: DataFile, record_id: int) -> HouseholdRecord:
    with data.reading() as session:
        return session.get_one(HouseholdRecord, record_id)
