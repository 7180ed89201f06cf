"""Years as the officer handles them in the real window: mend, close, look back, open again, open the next."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, own_settings, shown
from sqlalchemy import select
from typing_vi import press, type_text

from communes import CommuneOf, Row, count
from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Action, Assumption, HouseholdRecord, SurveyYear, Village, now
from nsnt_desktop.models.words import YearState
from nsnt_desktop.registry import closing
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.registry.new_year import preview_next_year
from nsnt_desktop.registry.reference_lists import set_assumption_field
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.app import make_application
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.figure_indicators import IndicatorsTab
from nsnt_desktop.ui.figure_opening import Opening
from nsnt_desktop.ui.figures import FiguresPage
from nsnt_desktop.ui.findings import FindingsPage
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.jobs import wait_for_jobs
from nsnt_desktop.ui.main_window import MainWindow
from nsnt_desktop.ui.overview import OverviewPage
from nsnt_desktop.ui.plain_table import PlainTable
from nsnt_desktop.ui.year_compare import YearCompare

CLEAN: Row = {
    "persons": 3,
    "poverty": "none",
    "hygienic": True,
    "clean": True,
    "basis": "official_list",
    "source": "drilled_well",
    "litres_per_month": 9000,
}
ROWS: list[Row] = [
    {**CLEAN, "head": "Trịnh Thị Thuở"},
    {**CLEAN, "head": "Lê Văn Ấm", "village": "Thôn Do Thượng", "poverty": "poor"},
    {**CLEAN, "head": "Nguyễn Thị Đượm", "hygienic": False},  # clean but not hygienic: an error
]


@pytest.fixture
def dialogs() -> FakeDialogs:
    return FakeDialogs()


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, commune_of: CommuneOf, dialogs: FakeDialogs, tmp_path: Path
) -> Iterator[MainWindow]:
    assert qapp
    own_settings(tmp_path)
    make_application()
    made = MainWindow(Context(commune_of(ROWS), 2024, dialogs))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()
    wait_for_jobs()


def choose(window: MainWindow, start: str) -> None:
    """Choose a line of the menu under the state of the year."""
    next(a for a in window.year_box.menu.actions() if a.text().startswith(start)).trigger()


def offered(window: MainWindow) -> list[str]:
    return [action.text() for action in window.year_box.menu.actions() if action.text()]


def tasks(window: MainWindow) -> dict[str, QPushButton]:
    """Show what the overview says is to be done next."""
    window.show_page("overview")
    QApplication.processEvents()  # what was to be done before is gone then
    page = window.page()
    assert isinstance(page, OverviewPage)
    buttons = page.findChildren(QPushButton)
    return {b.text(): b for b in buttons if b.property("link") and b.isVisible()}


def press_task(window: MainWindow, start: str) -> None:
    next(button for text, button in tasks(window).items() if text.startswith(start)).click()


def mend(data: DataFile) -> None:
    with data.reading() as session:
        wrong = session.scalars(select(HouseholdRecord.id).where(HouseholdRecord.hygienic.is_(False))).one()
    set_household_field(data, wrong, "hygienic", True)


def litres(window: MainWindow) -> str:
    window.show_page("figures")
    page = window.page()
    assert isinstance(page, FiguresPage)
    return next(line.cells[4] for line in page.bring(IndicatorsTab).table.lines.lines if line.cells[0] == "5")


def assume_days(data: DataFile, days: str) -> None:
    with data.reading() as session:
        row = session.scalars(select(Assumption.id).where(Assumption.key == "days_per_month")).one()
    set_assumption_field(data, row, "value", days)


def year_row(data: DataFile) -> SurveyYear:
    with data.reading() as session:
        return session.scalars(select(SurveyYear).where(SurveyYear.year == 2024)).one()


def close(window: MainWindow, dialogs: FakeDialogs) -> None:
    mend(window.context.data)
    dialogs.answers = [True]
    choose(window, "Chốt số liệu năm 2024")


def test_an_error_is_shown_instead_of_closing(window: MainWindow, dialogs: FakeDialogs) -> None:
    assert not any("Chốt" in task for task in tasks(window))
    choose(window, "Chốt số liệu năm 2024")
    assert dialogs.asked == []
    assert isinstance(window.page(), FindingsPage)
    assert "Còn 1 lỗi" in window.notice_text.text()
    assert year_row(window.context.data).state is YearState.OPEN


def test_mend_close_look_back_and_open_again(window: MainWindow, dialogs: FakeDialogs) -> None:
    data = window.context.data
    mend(data)
    dialogs.answers = [False, True]
    press_task(window, "Chốt số liệu năm 2024")
    assert year_row(data).state is YearState.OPEN  # the officer thought better of it
    press_task(window, "Chốt số liệu năm 2024")
    assert "3 hộ, 9 nhân khẩu. Không còn lỗi." in dialogs.asked[-1]
    assert "cảnh báo chưa xử lý" in dialogs.asked[-1]
    assert year_row(data).state is YearState.CLOSED
    assert window.year_box.state.text() == f"đã chốt {vn.day(now())} ▾"
    assert not window.year_box.deadline.isVisible()
    assert not window.notice_undo.isVisible()
    assert list(tasks(window)) == ["Lập báo cáo năm 2024", "Mở năm 2025 từ số liệu năm 2024"]

    before = litres(window)
    assume_days(data, "15")
    assert litres(window) == before

    dialogs.answers = [" ", "Sót hai hộ Thôn 1"]
    choose(window, "Mở lại năm 2024")
    assert "Chưa ghi lý do" in window.notice_text.text()
    choose(window, "Mở lại năm 2024")
    assert year_row(data).state is YearState.OPEN
    assert "Sót hai hộ Thôn 1" in window.year_box.state.toolTip()
    assert litres(window) != before
    with data.reading() as session:
        told = session.scalars(select(Action.what).order_by(Action.id)).all()
    assert [what for what in told if what.startswith(("Chốt", "Mở lại"))] == [
        "Chốt số liệu năm 2024",
        "Mở lại năm 2024: Sót hai hộ Thôn 1",
    ]


def test_a_closed_year_says_how_it_can_be_edited(window: MainWindow, dialogs: FakeDialogs) -> None:
    close(window, dialogs)
    with window.context.data.reading() as session:
        record = session.scalars(select(HouseholdRecord.id)).all()[0]
    window.context.go("households", {"record_id": record, "field": "persons"})
    page = window.page()
    assert isinstance(page, HouseholdsPage)
    persons = page.form.fields["persons"]
    type_text(persons.editor, "5")
    press(persons.editor, Qt.Key.Key_Return)
    assert "«Mở lại năm 2024»" in persons.fault.text()
    with window.context.data.reading() as session:
        assert session.get_one(HouseholdRecord, record).persons == 3
    assert offered(window) == ["Mở lại năm 2024…", "Mở năm 2025…", "So sánh các năm"]


def test_ctrl_z_after_closing_leaves_the_year_closed(window: MainWindow, dialogs: FakeDialogs) -> None:
    close(window, dialogs)
    window.context.undo()
    assert year_row(window.context.data).state is YearState.CLOSED


def test_figures_nobody_can_read_do_not_lock_the_officer_out(
    qtbot: QtBot, window: MainWindow, dialogs: FakeDialogs
) -> None:
    data = window.context.data
    close(window, dialogs)
    with change(data, "Hỏng") as made:
        made.session.scalars(select(SurveyYear)).one().figures = "{"
    again = MainWindow(Context(data, 2024, dialogs))
    qtbot.addWidget(again)
    again.show()
    assert again.notice_text.text().startswith("Năm 2024: Số liệu đã chốt không đọc được.")
    dialogs.answers = ["Không đọc được"]
    choose(again, "Mở lại năm 2024")
    assert year_row(data).state is YearState.OPEN
    assert any(task.startswith("Chốt số liệu") for task in tasks(again))


def test_a_failure_within_closing_leaves_the_year_open(
    window: MainWindow, dialogs: FakeDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KnownError("Ổ đĩa đã đầy.")

    monkeypatch.setattr(closing, "_shut", fail)
    close(window, dialogs)
    assert window.notice_text.text() == "Ổ đĩa đã đầy."
    assert window.year_box.state.text() == "đang mở ▾"
    assert year_row(window.context.data).figures == ""


def test_the_next_year_is_told_first_and_opened_once(window: MainWindow, dialogs: FakeDialogs) -> None:
    close(window, dialogs)
    dialogs.answers = [True]
    press_task(window, "Mở năm 2025")
    for words in ("3 hộ đang ở", "số khẩu", "Để trống: m³ mỗi tháng", "giá nước", "ngày nộp danh sách"):
        assert words in dialogs.asked[-1]
    assert "chưa chốt" not in dialogs.asked[-1]
    assert window.context.year == 2025
    window.context.set_year(2024)
    assert "Mở lại năm 2024…" in offered(window)
    dialogs.answers = ["Sửa số khẩu"]
    choose(window, "Mở lại năm 2024")
    assert count(window.context.data, SurveyYear) == 2


def test_a_year_opened_meanwhile_is_shown_and_left_alone(
    window: MainWindow, dialogs: FakeDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(window, dialogs)
    dialogs.answers = [True, True]
    choose(window, "Mở năm 2025")
    rows = count(window.context.data, HouseholdRecord)
    # The second click of a double click was asked about the same year.
    monkeypatch.setattr("nsnt_desktop.ui.years.preview_next_year", lambda s: preview_next_year(s, 2024))
    choose(window, "Mở năm")
    assert "đã mở từ trước" in dialogs.asked[-1]
    assert "Không có gì thay đổi" in window.notice_text.text()
    assert count(window.context.data, HouseholdRecord) == rows


def test_the_findings_lead_to_closing_when_no_error_stands(
    qtbot: QtBot, window: MainWindow, dialogs: FakeDialogs
) -> None:
    window.show_page("findings")
    page = window.page()
    assert isinstance(page, FindingsPage)
    qtbot.waitUntil(lambda: "kiểm tra theo" in page.state.text())
    assert not page.close_year.isVisible()
    mend(window.context.data)
    qtbot.waitUntil(page.close_year.isVisible)
    dialogs.answers = [True]
    page.close_year.click()
    assert year_row(window.context.data).state is YearState.CLOSED
    qtbot.waitUntil(lambda: not page.close_year.isVisible())


# The years side by side


def comparing(qtbot: QtBot, data: DataFile) -> tuple[FiguresPage, PlainTable]:
    page, _, _ = shown(qtbot, FiguresPage, data)
    page.show_argument("years")
    return page, page.bring(YearCompare).table


def line(table: PlainTable, name: str) -> tuple[str, ...]:
    return next(each.cells[2:] for each in table.lines.lines if each.cells[1] == name)


TWO_YEARS: list[Row] = [
    {**CLEAN, "head": "An"},
    {**CLEAN, "head": "Bình", "hygienic": None, "clean": None, "village": "Thôn Do Thượng"},
    {**CLEAN, "head": "Chi", "year": 2023},
    {**CLEAN, "head": "Dũng", "year": 2023, "hygienic": False, "clean": False},
    {**CLEAN, "head": "Em", "year": 2023, "hygienic": False, "clean": False},
]


def test_years_stand_side_by_side_with_their_counts(qtbot: QtBot, commune_of: CommuneOf) -> None:
    _, table = comparing(qtbot, commune_of(TWO_YEARS))
    assert [heading.title for heading in table.lines.headings] == [
        *("Số", "Chỉ số", "Năm 2023", "Thay đổi", "Năm 2024"),
    ]
    assert line(table, "Hợp vệ sinh") == ("33,3\u00a0%\n1/3", "▲ 16,7", "50,0\u00a0%\n1/2")
    assert line(table, "Hộ nghèo, sạch") == ("—\n0/0", "—", "—\n0/0")
    assert line(table, "Số hộ") == ("3", "▼ 1", "2")
    assert line(table, "Chưa xác định nước sạch") == ("0", "▲ 1", "1")
    assert line(table, "Hộ thiếu nước mùa khô") == ("—\n3 hộ chưa rõ", "—", "—\n2 hộ chưa rõ")
    assert "Năm 2024: 1 hộ chưa xác định" in table.lines.lines[0].tip


def test_a_village_and_a_former_commune_are_chosen(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of(TWO_YEARS)
    with change(data, "Đổi xã cũ") as made:
        made.session.scalars(select(Village)).all()[1].former_commune = "Cẩm Long"
    page, table = comparing(qtbot, data)
    place = page.bring(YearCompare).place
    assert [place.itemText(i) for i in range(place.count())] == [
        *("Toàn xã", "Xã Cẩm Long (cũ)", "Thôn Phác Lê", "Thôn Do Thượng, Cẩm Long (cũ)"),
    ]
    for at, households, hygienic in (
        (1, ("0", "▲ 1", "1"), "—\n0/1"),
        (2, ("3", "▼ 2", "1"), "100,0\u00a0%\n1/1"),
    ):
        place.setCurrentIndex(at)
        place.activated.emit(at)
        assert line(table, "Số hộ") == households
        assert line(table, "Hợp vệ sinh")[-1] == hygienic
        assert all(not each.cells[1].startswith("Công trình") for each in table.lines.lines)
    page.refresh()
    assert place.currentIndex() == 2


def test_a_number_of_another_year_shows_that_year_and_its_households(
    window: MainWindow, commune_of: CommuneOf
) -> None:
    commune_of([*TWO_YEARS, {**CLEAN, "head": "Giang", "year": 2023, "village": "Thôn Do Thượng"}])
    window.context.go("figures", "years")
    page = window.page()
    assert isinstance(page, FiguresPage)
    compared = page.bring(YearCompare)
    row = next(at for at, line in enumerate(compared.table.lines.lines) if line.cells[0] == "1")
    compared.table.setCurrentIndex(compared.table.lines.index(row, 2))
    press(compared.table, Qt.Key.Key_Return)
    listed = window.page()
    assert isinstance(listed, HouseholdsPage)
    assert window.context.year == 2023
    assert window.year_box.years.currentText() == "2023"
    assert [listed.model.household(at).head for at in range(listed.model.rowCount())] == ["Chi", "Giang"]
    assert listed.only.text() == "Chỉ số 1, đạt: 2 hộ  ✕"
    assert "chọn lại năm ở phía trên" in window.notice_text.text()


def test_counts_of_a_village_open_too(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, table = comparing(qtbot, commune_of(TWO_YEARS))
    place = page.bring(YearCompare).place
    place.setCurrentIndex(1)
    place.activated.emit(1)
    opens = {each.cells[1]: dict(each.opens) for each in table.lines.lines}
    told = opens["Số hộ"][4]
    assert isinstance(told, Opening)
    assert (told.title, told.printed, told.year) == ("Số hộ, Thôn Phác Lê", 1, 2024)
    assert opens["Nhân khẩu"] == {}  # people are no list of households
    assert set(opens["Hợp vệ sinh"]) == {2, 4}
    assert opens["Hộ nghèo"] == {}  # there is none
    listed: list[object] = []
    page.context.went.connect(lambda _key, argument: listed.append(argument))
    row = next(at for at, each in enumerate(table.lines.lines) if each.cells[1] == "Số hộ")
    table.setCurrentIndex(table.lines.index(row, 2))
    press(table, Qt.Key.Key_Return)
    assert isinstance(listed[0], dict)
    assert listed[0]["title"] == "Số hộ, Thôn Phác Lê: 3 hộ"
    assert len(listed[0]["only"]) == 3


def test_a_year_alone_says_that_there_is_none_to_compare(qtbot: QtBot, data: DataFile) -> None:
    page, table = comparing(qtbot, data)
    told = page.bring(YearCompare).told.text()
    assert told == "Chưa có năm khác trong tệp này để so sánh. Chưa có hộ nào nên các chỉ số để «—»."
    assert all(not each.opens for each in table.lines.lines)


def test_at_most_five_years_and_the_one_chosen_among_them(qtbot: QtBot, commune_of: CommuneOf) -> None:
    years = range(2018, 2025)
    data = commune_of([{**CLEAN, "head": f"Hộ {year}", "year": year} for year in years])
    page, _ = comparing(qtbot, data)
    for year, expected in ((2024, range(2020, 2025)), (2019, range(2019, 2024))):
        page.context.set_year(year)
        page.refresh()
        titles = [h.title for h in page.bring(YearCompare).table.lines.headings if h.title.startswith("Năm")]
        assert titles == [f"Năm {n}" for n in expected]


def test_names_stay_readable_beside_five_years(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of([{**CLEAN, "head": f"Hộ {year}", "year": year} for year in range(2020, 2025)])
    page, _ = comparing(qtbot, data)
    for width in (863, 1170, 2000):
        page.resize(width, 460)
        QApplication.processEvents()
        table = page.bring(YearCompare).table
        longest = max(table.fontMetrics().horizontalAdvance(row.cells[1]) for row in table.lines.lines)
        assert table.columnWidth(1) > longest
        if width > 1000:
            assert not table.horizontalScrollBar().isVisible()


def test_ctrl_c_takes_the_years_to_excel(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, table = comparing(qtbot, commune_of(TWO_YEARS))
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = [row.split("\t") for row in QGuiApplication.clipboard().text().split("\n")]
    assert rows[0] == ["Số", "Chỉ số", "Năm 2023", "Thay đổi", "Năm 2024"]
    assert rows[1][2:] == ["33,3\u00a0% · 1/3", "▲ 16,7", "50,0\u00a0% · 1/2"]
    QGuiApplication.clipboard().clear()
    page.copy.click()
    assert "Năm 2023\tThay đổi" in QGuiApplication.clipboard().text()
