from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from screens_support import shown
from typing_vi import press, type_text

from communes import year_id
from nsnt_desktop.models.words import SchemeKind, SustainabilityClass
from nsnt_desktop.registry.schemes import SchemeRow, add_scheme, list_schemes
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.fields import ChoiceField, LineField
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


def line(page: SchemesPage, name: str) -> LineField:
    field = page.form.fields[name]
    assert isinstance(field, LineField)
    return field


def enter(page: SchemesPage, name: str, text: str) -> LineField:
    field = line(page, name)
    field.line.selectAll()
    type_text(field.line, text)
    press(field.line, Qt.Key.Key_Return)
    return field


def choose(field: ChoiceField, value: object) -> None:
    at = field.box.values.index(value)
    field.box.setCurrentIndex(at)
    field.box.activated.emit(at)


def test_a_field_is_saved_as_it_is_left_and_undone(page: SchemesPage) -> None:
    assert page.form.row is not None
    name = page.form.row.scheme.name
    enter(page, "managing_body", "Hợp tác xã Cẩm Tân")
    enter(page, "yearly_income", "512.000.000")
    assert schemes(page)[name].record.managing_body == "Hợp tác xã Cẩm Tân"
    assert schemes(page)[name].record.yearly_income == 512_000_000
    assert line(page, "yearly_income").line.text() == "512.000.000"
    page.context.undo()
    assert schemes(page)[name].record.yearly_income is None
    assert line(page, "yearly_income").line.text() == ""


def test_what_is_no_number_stays_typed_with_the_reason_under_it(page: SchemesPage) -> None:
    field = enter(page, "persons", "khoang 400")
    assert field.line.text() == "khoang 400"
    assert field.fault.isVisible()
    assert "không phải là số nguyên" in field.fault.text()
    page.refresh()
    assert field.line.text() == "khoang 400"
    enter(page, "persons", "400")
    assert not field.fault.isVisible()


def test_a_number_out_of_bounds_is_refused(page: SchemesPage) -> None:
    field = enter(page, "loss_percent", "120")
    assert "từ 0 đến 100" in field.fault.text()
    assert page.form.row is not None
    assert schemes(page)[page.form.row.scheme.name].record.loss_percent is None


def test_another_scheme_is_shown_and_what_was_typed_for_the_first_is_saved(page: SchemesPage) -> None:
    first = schemes(page)["Hồ treo Thôn 5"]
    page.show_argument({"scheme_id": first.scheme.id})
    type_text(line(page, "code").line, "CT01")
    page.show_argument({"scheme_id": schemes(page)["Trạm bơm Cẩm Tân"].scheme.id, "field": "code"})
    assert schemes(page)["Hồ treo Thôn 5"].scheme.code == "CT01"
    assert schemes(page)["Trạm bơm Cẩm Tân"].scheme.code == ""
    assert page.form.heading.text() == "Trạm bơm Cẩm Tân"
    assert line(page, "code").line.hasFocus()


def test_a_choice_is_saved_and_unknown_is_none(page: SchemesPage) -> None:
    assert page.form.row is not None
    name = page.form.row.scheme.name
    kind = page.form.fields["kind"]
    assert isinstance(kind, ChoiceField)
    choose(kind, SchemeKind.PUMPED)
    assert schemes(page)[name].scheme.kind is SchemeKind.PUMPED
    choose(kind, None)
    assert schemes(page)[name].scheme.kind is None


def test_a_test_is_added_and_removed(page: SchemesPage) -> None:
    tests = page.form.tests
    tests.add.click()
    assert "Chưa ghi ngày lấy mẫu" in tests.fault.text()
    type_text(tests.day, "12/3")
    type_text(tests.laboratory, "CDC Thanh Hóa")
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


def test_an_own_class_counts_only_with_its_reason(page: SchemesPage) -> None:
    assert page.form.row is not None
    name = page.form.row.scheme.name
    classes = page.form.classes
    choose(classes.override, SustainabilityClass.FAIRLY)
    assert classes.warning.isVisible()
    assert "Chưa ghi lý do" in classes.warning.text()
    assert schemes(page)[name].verdict.final is None
    type_text(classes.why.line, "Đã kiểm tra thực tế")
    press(classes.why.line, Qt.Key.Key_Return)
    assert schemes(page)[name].verdict.final is SustainabilityClass.FAIRLY
    assert "Đang dùng xếp loại của cán bộ" in classes.warning.text()
    assert page.form.state.text() == "Tương đối bền vững"


def test_an_answer_of_the_officer_stands_until_it_is_taken_back(page: SchemesPage) -> None:
    question = page.form.classes.questions[0]
    assert question.verdict.text() == "Chưa có số liệu"
    choose(question.own, True)
    assert question.verdict.text() == "Đạt"
    assert question.reason.text() == "Cán bộ đánh giá"
    choose(question.own, None)
    assert question.verdict.text() == "Chưa có số liệu"


def test_a_new_scheme_is_shown_at_once(qtbot: QtBot, data: DataFile) -> None:
    page, dialogs, said = shown(qtbot, SchemesPage, data)
    assert page.stack.currentIndex() == 0
    dialogs.answers += ["Nước tự chảy Phác Lê", "  ", "nước"]
    page.add.click()
    assert page.form.heading.text() == "Nước tự chảy Phác Lê"
    page.add.click()
    assert said[-1] == (
        "Chưa ghi tên công trình. Chưa có gì bị thay đổi. Hãy nhập tên công trình.",
        True,
    )
    page.context.undo()
    assert page.stack.currentIndex() == 0


def test_every_editor_can_be_reached_and_has_a_name(page: SchemesPage) -> None:
    for field in (*page.form.fields.values(), *page.form.classes.fields()):
        assert field.editor.accessibleName()
        assert field.editor.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_proposed_class_keeps_the_reason_of_the_rules(page: SchemesPage) -> None:
    classes = page.form.classes
    choose(classes.override, SustainabilityClass.FAIRLY)
    type_text(classes.why.line, "Đã kiểm tra thực tế")
    press(classes.why.line, Qt.Key.Key_Return)
    assert classes.reason.text() == "Căn cứ: chưa ghi công trình còn hoạt động hay không."
    assert "Lý do: Đã kiểm tra thực tế." in classes.warning.text()


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


def test_tab_goes_through_the_questions_before_the_class(page: SchemesPage) -> None:
    classes = page.form.classes
    classes.questions[-1].own.editor.setFocus()
    press(classes.questions[-1].own.editor, Qt.Key.Key_Tab)
    assert classes.override.editor.hasFocus()
    press(classes.override.editor, Qt.Key.Key_Tab)
    assert classes.why.editor.hasFocus()
    press(classes.why.editor, Qt.Key.Key_Backtab)
    press(classes.override.editor, Qt.Key.Key_Backtab)
    assert classes.questions[-1].own.editor.hasFocus()


def test_ctrl_n_adds_a_scheme(qtbot: QtBot, data: DataFile) -> None:
    page, dialogs, _ = shown(qtbot, SchemesPage, data)
    dialogs.answers = ["Nước tự chảy Phác Lê"]
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.form.heading.text() == "Nước tự chảy Phác Lê"
