from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QComboBox, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from screens_support import cell, shown, type_cell
from typing_vi import press, type_text

from communes import year_id
from nsnt_desktop.registry.schemes import (
    SchemeRow,
    add_scheme,
    list_schemes,
)
from nsnt_desktop.registry.water_tests import add_test, list_regulations
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.schemes import SchemesPage


@pytest.fixture
def page(qtbot: QtBot, data: DataFile) -> SchemesPage:
    year = year_id(data)
    for name in ("Trạm bơm Cẩm Tân", "Hồ treo Thôn 5"):
        add_scheme(data, year, name)
    return shown(qtbot, SchemesPage, data)[0]


def schemes(page: SchemesPage) -> dict[str, SchemeRow]:
    data = page.context.data
    with data.reading() as session:
        return {row.scheme.name: row for row in list_schemes(session, find_year(session))}


def chosen(page: SchemesPage) -> SchemeRow:
    assert page.form.row is not None
    return schemes(page)[page.form.row.scheme.name]


def test_a_test_is_added_and_removed(page: SchemesPage) -> None:
    tests = page.form.tests
    tests.add.click()
    assert "Chưa ghi ngày lấy mẫu" in tests.fault.text()
    type_text(tests.day, "12/3")
    type_text(tests.laboratory, "CDC Thanh Hóa")
    assert tests.verdict.chosen() is None  # nobody said yet that it passed
    tests.verdict.choose(True)
    tests.add.click()
    assert page.form.row is not None
    (kept,) = schemes(page)[page.form.row.scheme.name].tests
    assert (kept.tested_on, kept.laboratory, kept.passed) == (date(2024, 3, 12), "CDC Thanh Hóa", True)
    assert tests.day.text() == ""
    tests.table.select(kept.id)
    tests.remove.click()
    assert not schemes(page)[page.form.row.scheme.name].tests
    page.context.undo()
    assert len(schemes(page)[page.form.row.scheme.name].tests) == 1


def in_view(page: SchemesPage, part: QWidget) -> bool:
    area = page.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    place = QRect(part.mapTo(area.viewport(), QPoint(0, 0)), part.size())
    return area.viewport().rect().contains(place)


def test_what_is_said_of_a_test_and_the_test_added_are_scrolled_into_view(
    qtbot: QtBot, page: SchemesPage
) -> None:
    page.resize(900, 420)
    tests = page.form.tests
    assert not in_view(page, tests.day)
    type_text(tests.day, "32/13")
    press(tests.day, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: in_view(page, tests.fault))
    tests.day.clear()
    type_text(tests.day, "12/3")
    press(tests.day, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: in_view(page, tests.table))
    assert tests.table.model.index(0, 4).data() == "12/03/2025 (tính)"


def test_a_field_asked_for_is_scrolled_into_view(qtbot: QtBot, page: SchemesPage) -> None:
    page.resize(900, 420)
    assert page.form.row is not None
    page.show_argument({"scheme_id": page.form.row.scheme.id, "field": "note"})
    qtbot.waitUntil(lambda: in_view(page, page.form.fields["note"]))


def test_the_regulation_of_the_day_is_proposed_and_another_is_warned_of(page: SchemesPage) -> None:
    tests = page.form.tests
    type_text(tests.day, "12/3")
    press(tests.day, Qt.Key.Key_Tab)
    assert tests.regulation.currentText() == "QCVN 01-1:2018/BYT"
    tests.day.selectAll()
    type_text(tests.day, "1/8/2025")
    press(tests.day, Qt.Key.Key_Tab)
    assert tests.regulation.currentText() == "QCVN 01-1:2024/BYT"
    tests.regulation.setCurrentText("QCVN 01-1:2018/BYT")  # the officer's own choice stays
    tests.add.click()
    (kept,) = chosen(page).tests
    assert kept.regulation == "QCVN 01-1:2018/BYT"
    assert tests.warning.isVisible()
    assert "chỉ áp dụng đến hết ngày 30/06/2025" in tests.warning.text()
    assert tests.regulation.currentText() == "Chưa ghi"


def test_a_test_is_mended_in_its_cells(page: SchemesPage) -> None:
    data, tests = page.context.data, page.form.tests
    with data.reading() as session:
        regulations = {r.name: r.id for r in list_regulations(session)}
    add_test(
        data,
        scheme_id=chosen(page).scheme.id,
        tested_on=date(2024, 3, 12),
        passed=True,
        regulation_id=regulations["QCVN 01-1:2024/BYT"],
    )
    assert tests.warning.isVisible()
    choose_cell(page, 2, "QCVN 01-1:2018/BYT")
    assert not tests.warning.isVisible()
    choose_cell(page, 3, "Không đạt")
    type_cell(tests.table, 0, 1, "CDC Thanh Hóa")
    type_cell(tests.table, 0, 0, "13/3/2024")
    type_cell(tests.table, 0, 4, "31/12/2024")
    (kept,) = chosen(page).tests
    assert (kept.tested_on, kept.laboratory, kept.passed) == (date(2024, 3, 13), "CDC Thanh Hóa", False)
    assert (kept.regulation, kept.valid_until) == ("QCVN 01-1:2018/BYT", date(2024, 12, 31))
    type_cell(tests.table, 0, 4, "1/1/2024")
    assert cell(tests.table, 0, 4) == "1/1/2024"
    assert "đứng trước ngày lấy mẫu" in tests.table.fault.text()
    type_cell(tests.table, 0, 4, "")
    assert cell(tests.table, 0, 4) == "13/03/2025 (tính)"
    page.context.undo()
    assert cell(tests.table, 0, 4) == "31/12/2024"


def choose_cell(page: SchemesPage, at: int, text: str) -> None:
    table = page.form.tests.table
    table.view.edit(table.model.index(0, at))
    box = table.view.viewport().findChild(QComboBox)
    assert isinstance(box, QComboBox)
    box.setCurrentText(text)
    box.activated.emit(box.currentIndex())
    box.setParent(None)  # Qt would let it go later, and the next one must be found
