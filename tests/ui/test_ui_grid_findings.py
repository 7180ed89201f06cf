"""What the checks say while one types in the list: a tint and a sentence in the cell of the field."""

from grid_support import dialogs, ground, page, stand, tip, type_over, window
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from nsnt_desktop.registry.finding_notes import pass_over
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.grid_findings import CellFindings
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.theme import colours

__all__ = ["dialogs", "page", "window"]


def tinted(page: HouseholdsPage, row: int, column: str) -> bool:
    return ground(page, row, column) == QColor(colours().warning_soft)


def test_a_cell_shows_what_the_checks_find_there(qtbot: QtBot, page: HouseholdsPage) -> None:
    qtbot.waitUntil(lambda: tinted(page, 2, "hygienic"))  # clean, but not hygienic
    assert "Hộ này ghi nước sạch đạt quy chuẩn nhưng nước không hợp vệ sinh" in tip(page, 2, "hygienic")
    assert tip(page, 2, "hygienic").startswith("Không")
    assert not tinted(page, 0, "hygienic")


def test_after_a_cell_is_saved_its_row_is_checked(qtbot: QtBot, page: HouseholdsPage) -> None:
    qtbot.waitUntil(lambda: tinted(page, 2, "hygienic"))
    assert not tinted(page, 0, "persons")
    type_over(page, 0, "persons", "25")
    qtbot.waitUntil(lambda: tinted(page, 0, "persons"))
    assert "Hộ này ghi 25 khẩu, nhiều hơn 20" in tip(page, 0, "persons")
    type_over(page, 0, "persons", "5")
    qtbot.waitUntil(lambda: not tinted(page, 0, "persons"))
    assert "khẩu" not in tip(page, 0, "persons")


def test_a_warning_passed_over_is_told_without_a_tint(qtbot: QtBot, page: HouseholdsPage) -> None:
    type_over(page, 0, "persons", "25")
    qtbot.waitUntil(lambda: tinted(page, 0, "persons"))
    data = page.context.data
    with data.reading() as session:
        year = find_year(session).id
    household = page.model.household(0).household_id
    pass_over(data, year, "7", [f"household:{household}"], reason="trường nội trú", by="Lê An")
    page.refresh()
    stand(page, 0, "persons")
    qtbot.waitUntil(lambda: "Đã bỏ qua vì: trường nội trú (Lê An)." in tip(page, 0, "persons"))
    assert not tinted(page, 0, "persons")


def test_pages_scrolled_past_are_not_asked_about(qtbot: QtBot, page: HouseholdsPage) -> None:
    findings = CellFindings(page.context)
    ids = [household.id for household in page.model.households(range(page.model.rowCount()))]
    for number in range(7):
        findings.ask(number, ids if number == 6 else [])
    asked: list[int] = []
    findings.found.connect(asked.append)
    qtbot.waitUntil(lambda: len(asked) == 4)
    assert asked == [3, 4, 5, 6]
    assert findings.open_in((ids[2], "hygienic"))
    assert not findings.open_in((ids[0], "hygienic"))
