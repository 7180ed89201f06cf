import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, own_settings, shown
from sqlalchemy import select
from typing_vi import press

from communes import CommuneOf
from nsnt_desktop.checks import Finding
from nsnt_desktop.models import Commune
from nsnt_desktop.models.words import Severity
from nsnt_desktop.sample import make_sample
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile, open_data_file
from nsnt_desktop.ui.app import make_application
from nsnt_desktop.ui.backups import BackupsPage
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.findings import FindingsPage, Shown
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.jobs import wait_for_jobs
from nsnt_desktop.ui.main_window import MainWindow
from nsnt_desktop.ui.pass_over import PassOver
from nsnt_desktop.ui.schemes import SchemesPage
from nsnt_desktop.ui.village_columns import DELIVERY_AT
from nsnt_desktop.ui.villages import VillagesPage

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


def answering(reason: str, by: str | None = None) -> Callable[[PassOver], None]:
    """Return what the officer does in the dialog: gives a reason, under another name or the one offered."""

    def answer(dialog: PassOver) -> None:
        dialog.reason.setText(reason)
        if by is not None:
            dialog.by.setText(by)
        dialog.agree.click()

    return answer


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
    dialogs.answers = [answering("đã xem giấy xét nghiệm", "Lê Thị An")]
    page.pass_over.click()
    settle(qtbot, page)
    assert said[-1] == ("Đã bỏ qua 1 cảnh báo: đã xem giấy xét nghiệm.", False)
    assert not any("Lê Thị Hòa" in line.cells[1] for line in page.table.lines.lines)
    page.chips[Shown.PASSED].click()
    line = page.table.lines.lines[0]
    assert line.cells[1].endswith("Đã bỏ qua vì: đã xem giấy xét nghiệm (Lê Thị An).")
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


def test_a_warning_needs_a_reason_and_a_name(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, dialogs, said = found_page(qtbot, commune_of(ROWS))
    page.table.selectRow(row_with(page, "Lê Thị Hòa"))
    agreed: list[bool] = []

    def look(dialog: PassOver) -> None:
        for reason, by in (("  ", "Lê An"), ("đã xem", " "), ("đã xem", "Lê An")):
            dialog.reason.setText(reason)
            dialog.by.setText(by)
            agreed.append(dialog.agree.isEnabled())
        dialog.give_up.click()

    dialogs.answers = [look]
    page.pass_over.click()
    assert agreed == [False, False, True]
    assert said == []
    assert not any(finding.passed_over for finding in page.findings)


def test_after_passing_over_the_next_finding_is_selected(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, dialogs, _ = found_page(qtbot, commune_of(ROWS))
    at = row_with(page, "Lê Thị Hòa")
    page.table.selectRow(at)
    dialogs.answers = [answering("đã xem giấy xét nghiệm", "Lê Thị An")]
    page.pass_over.click()
    settle(qtbot, page)
    rows = [index.row() for index in page.table.selectionModel().selectedRows()]
    assert rows == [min(at, len(page.table.lines.lines) - 1)]


def test_the_officer_responsible_is_offered_as_the_one_who_passes_over(
    qtbot: QtBot, commune_of: CommuneOf
) -> None:
    data = commune_of(ROWS)
    with change(data, "Ghi người phụ trách") as made:
        made.session.scalars(select(Commune)).one().responsible = "Trịnh Thị Vân"
    page, dialogs, _ = found_page(qtbot, data)
    page.table.selectRow(row_with(page, "Lê Thị Hòa"))
    dialogs.answers = [answering("đã hỏi")]
    page.pass_over.click()
    settle(qtbot, page)
    passed = [finding for finding in page.findings if finding.passed_over]
    assert [(f.rule, f.passed_over, f.passed_over_by) for f in passed] == [("5", "đã hỏi", "Trịnh Thị Vân")]


@pytest.fixture
def alone() -> Iterator[None]:
    """Spare the search for cycles what earlier tests left alive: in the whole run that takes seconds."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("alone")
def test_fifty_thousand_findings_do_not_freeze_the_window(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, _, _ = found_page(qtbot, commune_of(ROWS))
    one = next(f for f in page.findings if f.rule == "5")
    page.findings = tuple(
        replace(one, subject=f"household:{n}", message=f"Hộ {n} ghi nước sạch. Hãy xem lại.")
        for n in range(50_000)
    )
    started = time.process_time()
    page.show_only(Shown.OPEN)
    QApplication.processEvents()
    assert time.process_time() - started < 1.5
    assert page.table.model().rowCount() == 50_000
    assert page.chips[Shown.WARNING].text() == "Cảnh báo  50.000"
    started = time.process_time()
    page.table.selectAll()
    assert time.process_time() - started < 1.5
    assert page.pass_over.isEnabled()
    assert not page.open.isEnabled()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The whole window on the sample commune."""
    make_application()
    own_settings(tmp_path)
    make_sample(tmp_path / "mẫu.nsnt")
    data = open_data_file(tmp_path / "mẫu.nsnt")
    made = MainWindow(Context(data, 2024, FakeDialogs()))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    yield made
    wait_for_jobs()
    made.close()
    data.close()


def lands_right(window: MainWindow, finding: Finding) -> None:
    """Look where the window stands after a finding was opened."""
    page, focused = window.page(), window.focusWidget()
    if isinstance(page, HouseholdsPage) and finding.record_ids:
        assert page.form.record_id in finding.record_ids
        assert page.model.rowCount() >= len(finding.record_ids)
        if len(finding.record_ids) > 1:
            assert page.model.rowCount() == len(finding.record_ids)
        if finding.field is not None:
            assert focused is page.form.fields[finding.field].editor
    elif isinstance(page, HouseholdsPage):
        assert page.village_box.currentData() == finding.village_id
        assert finding.rule in {"13", "18"}
    elif isinstance(page, VillagesPage):
        row = page.table.current_row()
        assert row is not None
        assert row.id == finding.village_id
        assert page.table.view.currentIndex().column() == DELIVERY_AT[str(finding.field)]
    else:
        assert isinstance(page, SchemesPage)
        assert page.form.row is not None
        assert page.form.row.scheme.id == finding.subject_ids[0]
        assert focused is page.form.fields[str(finding.field)].editor


def test_every_rule_leads_to_the_field_where_it_is_put_right(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("findings")
    page = window.page()
    assert isinstance(page, FindingsPage)
    settle(qtbot, page)
    rules = {finding.rule: finding for finding in page.findings}
    assert rules.keys() == {str(n) for n in range(1, 19)}
    for finding in rules.values():
        page.table.opened.emit((finding.rule, finding.subject, finding.message))
        qtbot.wait(1)
        lands_right(window, finding)


def test_sums_that_do_not_close_lead_to_the_backups(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("findings")
    page = window.page()
    assert isinstance(page, FindingsPage)
    settle(qtbot, page)
    broken = replace(page.findings[0], rule="20", scope="commune", subject="commune:1", record_id=None)
    page.findings = (replace(broken, record_ids=(), village_id=None),)
    page.table.opened.emit((broken.rule, broken.subject, broken.message))
    assert isinstance(window.page(), BackupsPage)
