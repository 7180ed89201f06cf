from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, shown
from typing_vi import press

from communes import CommuneOf
from nsnt_desktop.models.words import Severity
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.findings import FindingsPage, Shown

GOOD = {"persons": 4, "poverty": "none", "hygienic": True, "clean": False, "source": "drilled_well"}
ROWS = [
    {**GOOD, "head": "Trịnh Văn Khoẻ", "hygienic": False, "clean": True, "basis": "test"},  # rule 1, an error
    {**GOOD, "head": "Lê Thị Hòa", "clean": True, "basis": None},  # rule 5, a warning
    {**GOOD, "head": "Phạm Văn Ân"},
]


def found_page(qtbot: QtBot, data: DataFile) -> tuple[FindingsPage, FakeDialogs, list[tuple[str, bool]]]:
    page, dialogs, said = shown(qtbot, FindingsPage, data)
    settle(qtbot, page)
    return page, dialogs, said


def settle(qtbot: QtBot, page: FindingsPage) -> None:
    qtbot.waitUntil(lambda: not page.state.text().startswith("Đang"))


def row_with(page: FindingsPage, words: str) -> int:
    return next(i for i, line in enumerate(page.table.lines.lines) if words in line.cells[1])


def test_findings_are_counted_and_grouped_by_rule(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = found_page(qtbot, commune_of(ROWS))
    errors = sum(f.severity is Severity.ERROR for f in page.findings)
    assert page.chips[Shown.ERROR].text() == f"Lỗi  {errors}"
    rules = {line.cells[0]: line.cells[1] for line in page.rules.lines.lines}
    assert rules["Tất cả quy tắc"] == str(len(page.findings))
    assert rules["Nước sạch nhưng không hợp vệ sinh"] == "1"
    row = next(i for i, line in enumerate(page.rules.lines.lines) if line.key == "1")
    page.rules.selectRow(row)
    assert len(page.table.lines.lines) == 1
    assert "Trịnh Văn Khoẻ" in page.table.lines.lines[0].cells[1]


def test_the_overview_asks_for_one_severity(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = found_page(qtbot, commune_of(ROWS))
    page.show_argument(Severity.WARNING)
    assert {line.cells[0] for line in page.table.lines.lines} == {"Cảnh báo"}
    page.show_argument(Severity.ERROR)
    assert {line.cells[0] for line in page.table.lines.lines} == {"Lỗi"}


def test_enter_opens_the_household_at_the_field(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = found_page(qtbot, commune_of(ROWS))
    places: list[tuple[str, object]] = []
    page.context.went.connect(lambda key, argument: places.append((key, argument)))
    row = row_with(page, "Trịnh Văn Khoẻ")
    page.table.setCurrentIndex(page.table.lines.index(row, 1))
    press(page.table, Qt.Key.Key_Return)
    record = next(f.record_id for f in page.findings if "Trịnh Văn Khoẻ" in f.message)
    assert places == [("households", {"record_id": record, "field": "hygienic"})]


def test_a_warning_is_passed_over_with_a_reason_and_comes_back(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, dialogs, said = found_page(qtbot, commune_of(ROWS))
    page.table.selectRow(row_with(page, "Lê Thị Hòa"))
    before = len(page.findings)
    dialogs.answers = ["đã xem giấy xét nghiệm"]
    page.pass_over.click()
    settle(qtbot, page)
    assert said[-1] == ("Đã bỏ qua 1 cảnh báo: đã xem giấy xét nghiệm.", False)
    assert not any("Lê Thị Hòa" in line.cells[1] for line in page.table.lines.lines)
    page.chips[Shown.PASSED].click()
    line = page.table.lines.lines[0]
    assert line.cells[1].endswith("Đã bỏ qua vì: đã xem giấy xét nghiệm")
    page.table.selectRow(0)
    page.bring_back.click()
    settle(qtbot, page)
    page.chips[Shown.OPEN].click()
    assert len(page.table.lines.lines) == before
    page.context.undo()
    settle(qtbot, page)
    assert sum(bool(f.passed_over) for f in page.findings) == 1


def test_an_error_cannot_be_passed_over(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = found_page(qtbot, commune_of(ROWS))
    page.table.selectRow(row_with(page, "Trịnh Văn Khoẻ"))
    assert page.open.isEnabled()
    assert not page.pass_over.isEnabled()


def test_a_warning_needs_a_reason(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, dialogs, said = found_page(qtbot, commune_of(ROWS))
    page.table.selectRow(row_with(page, "Lê Thị Hòa"))
    dialogs.answers = ["  "]
    page.pass_over.click()
    assert said[-1][1]
    assert "lý do" in said[-1][0]


def test_after_passing_over_the_next_finding_is_selected(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, dialogs, _ = found_page(qtbot, commune_of(ROWS))
    at = row_with(page, "Lê Thị Hòa")
    page.table.selectRow(at)
    dialogs.answers = ["đã xem giấy xét nghiệm"]
    page.pass_over.click()
    settle(qtbot, page)
    rows = [index.row() for index in page.table.selectionModel().selectedRows()]
    assert rows == [min(at, len(page.table.lines.lines) - 1)]
