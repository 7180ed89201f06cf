"""An officer before a data file, for the tests of a household's life: what is asked and what is said."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs
from sqlalchemy import select

from communes import VILLAGES, CommuneOf, Row
from nsnt_desktop.models import Household, HouseholdRecord
from nsnt_desktop.models.words import HouseholdStatus, Poverty
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.household_life import household_actions

STATUS = HouseholdStatus
ANY: Row = {"persons": 3, "status": STATUS.ACTIVE, "status_note": "", "poverty": None}
HOMES: list[Row] = [
    {**ANY, "head": "Trịnh Văn Hùng", "persons": 4, "source": "drilled_well"},
    {**ANY, "head": "Lê Thị Hoa", "persons": 2, "phone": "0951 234 567", "poverty": Poverty.POOR},
    {**ANY, "head": "Bùi Văn An", "persons": None, "village": VILLAGES[1]},
    {**ANY, "head": "Cao Bá Ân", "status": STATUS.MOVED_AWAY, "status_note": "đi Lào"},
    {**ANY, "head": "Quách Thị Lan", "year": 2023, "status": STATUS.MOVED_AWAY},
]


class Office:
    """A data file with an officer before it."""

    def __init__(self, qtbot: QtBot, data: DataFile) -> None:
        self.data, self.dialogs = data, FakeDialogs()
        self.context = Context(data, 2024, self.dialogs)
        self.said: list[tuple[str, bool]] = []
        self.context.noticed.connect(lambda sentence, fault: self.said.append((sentence, fault)))
        self.window = QWidget()
        qtbot.addWidget(self.window)

    def menu(self, *record_ids: int) -> QMenu:
        return household_actions(self.context, self.window, record_ids)

    def choose(self, menu: QMenu, text: str) -> None:
        next(action for action in menu.actions() if action.text() == text).trigger()

    def record(self, record_id: int) -> HouseholdRecord:
        with self.data.reading() as session:
            return session.get_one(HouseholdRecord, record_id)

    def record_of(self, head: str) -> int:
        with self.data.reading() as session:
            query = select(HouseholdRecord.id).join(Household, Household.id == HouseholdRecord.household_id)
            return session.scalars(query.where(Household.head == head)).one()


@pytest.fixture
def office(qtbot: QtBot, commune_of: CommuneOf) -> Iterator[Office]:
    """Records 1 to 5 are the households of HOMES; every answer laid ready is asked for."""
    office = Office(qtbot, commune_of(HOMES))
    yield office
    assert office.dialogs.answers == []
