import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from screens_support import shown
from typing_vi import press, type_text

from communes import fill, year_id
from nsnt_desktop.models.words import SchemeKind, SustainabilityClass
from nsnt_desktop.registry.new_year import open_next_year
from nsnt_desktop.registry.schemes import (
    SchemeRow,
    add_scheme,
    connected_households,
    list_schemes,
    set_scheme_field,
)
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


def test_an_own_class_counts_only_with_its_reason(page: SchemesPage) -> None:
    assert page.form.row is not None
    name = page.form.row.scheme.name
    classes = page.form.classes
    choose(classes.override, SustainabilityClass.FAIRLY)
    assert classes.warning.isVisible()
    assert "Chưa ghi lý do" in classes.warning.text()
    assert schemes(page)[name].verdict.final is None
    assert classes.warning.geometry().bottom() < classes.override.geometry().top()  # not out of sight below
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


def chosen(page: SchemesPage) -> SchemeRow:
    assert page.form.row is not None
    return schemes(page)[page.form.row.scheme.name]


def test_last_years_value_stands_under_each_figure_of_the_year(qtbot: QtBot, data: DataFile) -> None:
    record = add_scheme(data, year_id(data), "Trạm bơm").record_id
    for field, value in (("yearly_cost", 187_000_000), ("trained_operator", True), ("working", True)):
        set_scheme_field(data, record, field, value)
    open_next_year(data)
    page, _, _ = shown(qtbot, SchemesPage, data)
    told = page.form.told
    assert not told["yearly_cost"].before.isVisible()  # 2023 is not kept
    page.context.set_year(2025)
    page.refresh()
    assert told["yearly_cost"].before.text() == "Năm 2024: 187.000.000"
    assert told["yearly_cost"].before.isVisible()
    assert line(page, "yearly_cost").line.text() == ""
    assert told["trained_operator"].before.text() == "Năm 2024: Có"
    assert told["price"].before.text() == "Năm 2024: —"
    assert not told["name"].before.text()
    assert page.form.classes.before.text() == "Năm 2024: Chưa phân loại"


def test_a_figure_that_does_not_sit_well_is_saved_and_told_of(page: SchemesPage) -> None:
    enter(page, "design_capacity", "100")
    enter(page, "actual_capacity", "120")
    note = page.form.told["actual_capacity"].note
    assert note.isVisible()
    assert note.text() == "Lớn hơn công suất thiết kế 100: hãy kiểm tra lại."
    assert chosen(page).record.actual_capacity == 120
    assert not line(page, "actual_capacity").fault.isVisible()
    enter(page, "actual_capacity", "90")
    assert not note.isVisible()


def test_the_register_is_held_against_the_record_and_taken_over(page: SchemesPage) -> None:
    data, form = page.context.data, page.form
    scheme_id = chosen(page).scheme.id
    assert not form.connections.open.isEnabled()
    assert not form.connections.take.isEnabled()  # none in the list yet: nothing to take over
    fill(data, [{"persons": 4, "source": "central_tap", "scheme_id": scheme_id}] * 3)
    enter(page, "households_here", "5")
    assert form.connections.compared.text() == (
        "Công trình ghi 5 hộ; danh sách hộ năm 2024 có 3 hộ (12 người): danh sách hộ ít hơn 2 hộ."
    )
    went: list[tuple[str, object]] = []
    page.context.went.connect(lambda where, what: went.append((where, what)))
    form.connections.open.click()
    with data.reading() as session:
        found = connected_households(session, year_id(data), scheme_id)
    assert len(found) == 3
    assert went == [("households", {"only": found})]
    form.connections.take.click()
    assert line(page, "households_here").line.text() == "3"
    assert line(page, "persons").line.text() == "12"
    assert form.connections.compared.property("kind") == "met"
    page.context.undo()
    assert line(page, "households_here").line.text() == "5"
    assert chosen(page).record.persons is None


def test_a_shared_scheme_tells_how_its_connections_are_parted(page: SchemesPage) -> None:
    shared = page.form.connections.shared
    assert not shared.isVisible()
    enter(page, "other_communes", "xã Cẩm Long")
    enter(page, "actual_connections", "240")
    enter(page, "households_here", "120")
    assert shared.isVisible()
    assert "còn lại 120 đấu nối ở xã khác" in shared.text()
    enter(page, "households_here", "250")
    told = page.form.told["households_here"].findings.text()
    assert "ghi 250 hộ của xã này nhưng tổng số đấu nối thực tế của mọi xã chỉ có 240" in told


def test_a_scheme_is_found_without_accents_and_shown(page: SchemesPage) -> None:
    type_text(page.search, "tram")
    assert [row.scheme.name for row in page.table.model.rows] == ["Trạm bơm Cẩm Tân"]
    assert page.form.heading.text() == "Trạm bơm Cẩm Tân"
    type_text(page.search, "x")
    assert page.none.isVisible()
    assert page.sums.text().startswith("2 công trình")
    page.show_argument({"scheme_id": schemes(page)["Hồ treo Thôn 5"].scheme.id})
    assert page.search.text() == ""
    assert page.form.heading.text() == "Hồ treo Thôn 5"


def test_a_name_there_is_already_leads_to_that_scheme(qtbot: QtBot, data: DataFile) -> None:
    for name in ("Hồ treo", "Trạm bơm"):
        add_scheme(data, year_id(data), name)
    page, dialogs, said = shown(qtbot, SchemesPage, data)
    assert page.form.heading.text() == "Hồ treo"
    dialogs.answers.append("tram bom")
    page.add.click()
    assert "Đã có công trình «Trạm bơm»" in said[-1][0]
    assert said[-1][1]
    assert page.form.heading.text() == "Trạm bơm"
    assert len(schemes(page)) == 2


def test_the_officer_answers_the_required_criterion(page: SchemesPage) -> None:
    working = page.form.fields["working"]
    assert isinstance(working, ChoiceField)
    choose(working, True)
    *others, managed = page.form.classes.questions
    assert managed.name.text() == "Có tổ chức quản lý khai thác (bắt buộc)"
    for question in others:
        choose(question.own, True)
    assert page.form.state.text() == "Chưa phân loại"
    choose(managed.own, False)
    assert page.form.state.text() == "Kém bền vững"
    choose(managed.own, True)
    assert page.form.state.text() == "Bền vững"


def test_what_the_checks_say_of_a_scheme_stands_beside_its_fields(page: SchemesPage) -> None:
    assert page.form.row is not None
    scheme_id = page.form.row.scheme.id
    fill(page.context.data, [{"source": "central_tap", "scheme_id": scheme_id, "clean": True}])
    page.refresh()
    assert page.form.unproven.isVisible()
    assert "chưa có kết quả xét nghiệm" in page.form.unproven.text()
    told = page.form.told["working"].findings
    assert not told.isVisible()
    working = page.form.fields["working"]
    assert isinstance(working, ChoiceField)
    choose(working, False)
    page.refresh()
    assert "không hoạt động nhưng còn 1 hộ" in told.text()
    assert told.isVisible()
    enter(page, "households_here", "9")
    page.refresh()
    assert "ghi 9 hộ đấu nối tại xã, danh sách hộ có 1" in page.form.told["households_here"].findings.text()
    page.table.select(next(s.scheme.id for s in schemes(page).values() if s.scheme.id != scheme_id))
    assert not told.isVisible()
    assert not page.form.unproven.isVisible()
