"""Vì sao tính như vậy: how a household counts, in its form and line by line."""

import pytest
from grid_support import dialogs, window
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from communes import CommuneOf, Row
from nsnt_desktop.indicators.household_path import Step
from nsnt_desktop.models import Household, HouseholdRecord
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.ui.household_form import HouseholdForm
from nsnt_desktop.ui.household_path import LESS, MORE, PathCard, path_lines, verdict_words
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.main_window import MainWindow

__all__ = ["dialogs", "window"]

KNOWN: Row = {"persons": 3, "poverty": "none", "hygienic": True, "clean": True, "source": "drilled_well"}
ROWS: list[Row] = [
    {**KNOWN, "head": "An", "basis": "official_list"},
    {**KNOWN, "head": "Bình", "poverty": "poor", "clean": False},
    {**KNOWN, "head": "Chi", "hygienic": None, "clean": None},
    {**KNOWN, "head": "Dũng", "status": HouseholdStatus.MOVED_AWAY},
]


def words(card: PathCard) -> list[str]:
    """Return what the card says now, from top to bottom."""
    QApplication.processEvents()  # Qt shows what was put into a layout only then
    return [text.text() for text in card.findChildren(QLabel) if text.isVisibleTo(card)]


def form_of(qtbot: QtBot, window: MainWindow, head: str) -> HouseholdForm:
    data = window.context.data
    with data.reading() as session:
        query = select(HouseholdRecord.id).join(Household, Household.id == HouseholdRecord.household_id)
        record = session.scalars(query.where(Household.head == head)).one()
    window.context.go("households", {"record_id": record})
    page = window.page()
    assert isinstance(page, HouseholdsPage)
    qtbot.waitUntil(lambda: page.form.path.steps != ())
    return page.form


def test_the_form_says_how_a_household_counts(
    qtbot: QtBot, window: MainWindow, commune_of: CommuneOf
) -> None:
    commune_of(ROWS)
    path = form_of(qtbot, window, "An").path
    told = words(path)
    assert told[0:2] == ["Chỉ số 1: Hợp vệ sinh", "đạt"]
    assert "căn cứ: danh sách được cơ quan có thẩm quyền xác nhận" in " ".join(told)
    assert told[6:9] == [
        *("Chỉ số 3, 4", "không tính"),
        "Không tính: không nghèo, chỉ số này chỉ tính hộ nghèo.",
    ]
    assert "2a" not in " ".join(told)
    path.more.click()
    assert path.more.text() == LESS
    assert "Chỉ số 2a: Sạch, tập trung" in words(path)
    assert "Chỉ số 3, 4, 4a, 4b" in words(path)
    path.more.click()
    assert path.more.text() == MORE
    assert words(path) == told


def test_a_household_that_is_gone_counts_nowhere(
    qtbot: QtBot, window: MainWindow, commune_of: CommuneOf
) -> None:
    commune_of(ROWS)
    path = form_of(qtbot, window, "Dũng").path
    assert words(path) == ["Không tính: hộ đã chuyển đi."]
    assert not path.more.isVisible()


def test_the_card_follows_what_is_edited(qtbot: QtBot, window: MainWindow, commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    form = form_of(qtbot, window, "Chi")
    assert words(form.path)[:2] == ["Chỉ số 1: Hợp vệ sinh", "chưa xác định"]
    assert form.record_id is not None
    set_household_field(data, form.record_id, "hygienic", True)
    qtbot.waitUntil(lambda: words(form.path)[1] == "đạt")


def test_the_poor_see_their_own_indicators(qtbot: QtBot, window: MainWindow, commune_of: CommuneOf) -> None:
    commune_of(ROWS)
    told = words(form_of(qtbot, window, "Bình").path)
    at = told.index("Chỉ số 4: Hộ nghèo, sạch")
    assert told[at + 1] == "không đạt"
    assert told[at + 2].startswith("Hộ nghèo. Không đạt")


def test_the_card_is_no_wider_than_the_form(qtbot: QtBot, window: MainWindow, commune_of: CommuneOf) -> None:
    commune_of(ROWS)
    window.resize(911, 512)
    form = form_of(qtbot, window, "An")
    form.path.more.click()
    form.to_path.click()
    assert form.width() <= 400
    assert form.path.minimumSizeHint().width() <= 320
    assert not form.path.visibleRegion().isEmpty()


def step(code: str, *, counted: bool, met: bool | None, why: str = "Vì vậy.") -> Step:
    return Step(code, f"Tên {code}", counted, met, why)


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (step("1", counted=True, met=True), ("đạt", "met")),
        (step("1", counted=True, met=False), ("không đạt", "error")),
        (step("1", counted=True, met=None), ("chưa xác định", "warning")),
        (step("3", counted=False, met=None), ("không tính", "")),
        (step("2a", counted=True, met=False), ("không thuộc", "")),  # clean water of one's own is no fault
        (step("5", counted=True, met=True), ("được tính", "met")),
        (step("5", counted=True, met=False), ("chỉ tính số khẩu", "")),
    ],
)
def test_each_verdict_has_its_words(shown: Step, told: tuple[str, str]) -> None:
    assert verdict_words(shown) == told


def test_neighbours_stand_together_only_for_one_reason() -> None:
    steps = [
        step("1", counted=True, met=True),
        step("2", counted=True, met=True),
        step("3", counted=True, met=False),
        step("4", counted=True, met=False, why="Khác."),
    ]
    assert [[one.code for one in same] for same in path_lines(steps)] == [["1", "2"], ["3"], ["4"]]
