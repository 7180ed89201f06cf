from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, cell, shown, type_cell
from typing_vi import press, type_text

from nsnt_desktop.models import (
    Assumption,
    Criterion,
    LegalBasisRow,
    MainSource,
    Regulation,
    SustainabilityCriterion,
)
from nsnt_desktop.models.words import DocumentKind, Levels
from nsnt_desktop.registry.reference_lists import (
    list_all_sources,
    list_assumptions,
    list_criteria,
    list_legal_bases,
    office_fields,
)
from nsnt_desktop.registry.scheme_criteria import list_sustainability_criteria
from nsnt_desktop.registry.water_tests import list_regulations
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.edit_view import EditTable
from nsnt_desktop.ui.fields import ChoiceField, LineField, LinesField
from nsnt_desktop.ui.settings import SettingsPage
from nsnt_desktop.ui.theme import chosen_scheme


@pytest.fixture
def screen(qtbot: QtBot, data: DataFile) -> tuple[SettingsPage, FakeDialogs, list[tuple[str, bool]]]:
    return shown(qtbot, SettingsPage, data)


Screen = tuple[SettingsPage, FakeDialogs, list[tuple[str, bool]]]


def office(page: SettingsPage) -> dict[str, Any]:
    with page.context.data.reading() as session:
        return office_fields(session)


def bases(page: SettingsPage) -> list[LegalBasisRow]:
    with page.context.data.reading() as session:
        return list_legal_bases(session)


def criteria(page: SettingsPage) -> list[Criterion]:
    with page.context.data.reading() as session:
        return list_criteria(session)


def assumptions(page: SettingsPage) -> dict[str, Assumption]:
    with page.context.data.reading() as session:
        return {row.key: row for row in list_assumptions(session)}


def enter(page: SettingsPage, name: str, text: str) -> LineField:
    field = page.office.fields[name]
    assert isinstance(field, LineField)
    field.line.selectAll()
    type_text(field.line, text)
    press(field.line, Qt.Key.Key_Return)
    return field


def test_the_office_is_saved_field_by_field(screen: Screen) -> None:
    page, _, said = screen
    enter(page, "signer", "Nguyễn Thị Hoà")
    assert office(page)["signer"] == "Nguyễn Thị Hoà"
    assert said[-1] == ("Đã lưu «Họ và tên người ký».", False)
    page.context.undo()
    assert office(page)["signer"] == ""


def test_recipients_are_kept_one_a_line(qtbot: QtBot, screen: Screen) -> None:
    page = screen[0]
    field = page.office.fields["plan_recipients"]
    assert isinstance(field, LinesField)
    field.text.setFocus()
    qtbot.waitUntil(field.text.hasFocus)
    field.text.setPlainText("Sở NN&MT (để b/c)\n\n  Lưu: VT, KT ")
    page.office.fields["name"].editor.setFocus()
    assert office(page)["plan_recipients"] == "Sở NN&MT (để b/c)\nLưu: VT, KT"
    assert field.text.toPlainText() == "Sở NN&MT (để b/c)\nLưu: VT, KT"


def test_another_level_brings_its_names_along_and_can_be_undone(screen: Screen) -> None:
    page = screen[0]
    levels = page.office.fields["levels"]
    assert isinstance(levels, ChoiceField)
    before = office(page)
    at = levels.box.values.index(Levels.TWO)
    levels.box.setCurrentIndex(at)
    levels.box.activated.emit(at)
    assert office(page)["superior"] == "UBND tỉnh"
    page.context.undo()
    assert office(page) == before


def test_a_deadline_that_is_no_day_stays_typed(screen: Screen) -> None:
    page = screen[0]
    field = enter(page, "deadline_day", "31")
    assert office(page)["deadline_day"] == 15
    assert field.line.text() == "31"
    assert field.fault.isVisible()


def test_legal_bases_are_edited_added_and_removed(screen: Screen) -> None:
    page, dialogs, _ = screen
    count = len(bases(page))
    dialogs.answers.append("45/KH-UBND")
    page.office.add_basis.click()
    added = next(basis for basis in bases(page) if basis.number == "45/KH-UBND")
    assert added.document_kind is DocumentKind.REPORT
    at = [basis.id for basis in bases(page)].index(added.id)
    type_cell(page.office.bases, at, 5, "triển khai Bộ chỉ số")
    type_cell(page.office.bases, at, 3, "không rõ")
    assert "không phải là ngày" in page.office.bases.fault.text()
    assert bases(page)[at].subject == "triển khai Bộ chỉ số"
    page.office.bases.select(added.id)
    page.office.remove_basis.click()
    assert len(bases(page)) == count
    page.context.undo()
    assert len(bases(page)) == count + 1


def test_a_threshold_is_a_number_and_has_to_be_confirmed(screen: Screen) -> None:
    page, _, said = screen
    page.show_argument("criteria")
    table = page.criteria.table
    assert cell(table, 0, 11) == "chưa nhập ngưỡng"
    type_cell(table, 0, 7, "15,5")
    assert criteria(page)[0].value == "15.5"
    assert cell(table, 0, 7) == "15,5"
    assert cell(table, 0, 11) == "cần đối chiếu văn bản"
    tick = table.model.index(0, 11)
    table.model.setData(tick, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert "Chưa ghi văn bản" in said[-1][0]
    type_cell(table, 0, 9, "Quyết định 15/2022/QĐ-UBND")
    table.model.setData(tick, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert criteria(page)[0].confirmed
    assert cell(table, 0, 11) == "đã kiểm chứng"
    type_cell(table, 0, 7, "20")
    assert not criteria(page)[0].confirmed
    type_cell(table, 0, 7, "trên 20")
    assert "không phải là số" in table.fault.text()
    table.model.setData(table.model.index(1, 11), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert said[-1][1]
    assert not criteria(page)[1].confirmed


def test_a_criterion_is_added_with_its_indicator(screen: Screen) -> None:
    page, dialogs, _ = screen
    page.show_argument("criteria")
    dialogs.answers.append("7.2")
    page.criteria.add.click()
    assert criteria(page)[-1].code == "7.2"
    last = len(criteria(page)) - 1
    table = page.criteria.table
    table.view.edit(table.model.index(last, 4))
    box = table.view.viewport().findChild(QComboBox)
    assert isinstance(box, QComboBox)
    box.setCurrentText("2a")
    box.activated.emit(box.currentIndex())
    assert criteria(page)[-1].indicator == "2a"


def test_an_assumption_that_cannot_be_used_is_refused(screen: Screen) -> None:
    page = screen[0]
    page.show_argument("assumptions")
    table = page.assumptions.table
    type_cell(table, 0, 1, "3")
    assert "số nguyên từ 1 đến 2" in table.fault.text()
    assert "Cài đặt" not in table.fault.text()
    assert cell(table, 0, 1) == "3"
    type_cell(table, 0, 1, "2")
    assert assumptions(page)["decimals"].value == "2"
    tick = table.model.index(0, 4)
    table.model.setData(tick, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert assumptions(page)["decimals"].confirmed
    with page.context.data.reading() as session:
        assert load_assumptions(session).decimals == 2


def test_lists_are_edited(screen: Screen) -> None:
    page, dialogs, _ = screen
    page.show_argument("lists")
    type_cell(page.lists.sources, 3, 0, "Giếng khoan hộ gia đình")
    tick = page.lists.sources.model.index(3, 2)
    page.lists.sources.model.setData(tick, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    dialogs.answers.append("QCĐP 01:2023/TH")
    page.lists.add_regulation.click()
    with page.context.data.reading() as session:
        source: MainSource = list_all_sources(session)[3]
        regulations: list[Regulation] = list_regulations(session)
    assert (source.label, source.active) == ("Giếng khoan hộ gia đình", False)
    assert "QCĐP 01:2023/TH" in {regulation.name for regulation in regulations}
    at = [r.name for r in regulations].index("QCVN 01-1:2018/BYT")
    type_cell(page.lists.regulations, at, 2, "1/1/2019")
    assert "đứng trước" in page.lists.regulations.fault.text()


def rule_rows(page: SettingsPage) -> list[SustainabilityCriterion]:
    with page.context.data.reading() as session:
        return list_sustainability_criteria(session)


def tick(table: EditTable, at: int, column: int, state: Qt.CheckState) -> None:
    table.model.setData(table.model.index(at, column), state.value, Qt.ItemDataRole.CheckStateRole)


def test_a_criterion_of_sustainability_is_added_proposed_and_removed(screen: Screen) -> None:
    page, dialogs, said = screen
    page.show_argument("sustainability")
    tab = page.sustainability
    assert cell(tab.criteria, 2, 1) == "Gián đoạn không quá 30 ngày trong năm"
    dialogs.answers += ["Có quy chế quản lý", "có quy chế QUẢN LÝ"]
    tab.add.click()
    own = rule_rows(page)[-1]
    assert (cell(tab.criteria, 6, 0), cell(tab.criteria, 6, 1)) == (
        "Có quy chế quản lý",
        "Cán bộ tự đánh giá",
    )
    assert "ít nhất 5/6 tiêu chí khác" in tab.rule.text()
    tab.add.click()
    assert "Đã có tiêu chí" in said[-1][0]
    choose_measure(tab.criteria, 6, "Thu trong năm đủ bù chi")
    assert "tính hai lần thì sai" in tab.criteria.fault.text()
    assert rule_rows(page)[-1].measure is None
    tab.criteria.select(own.id)
    tab.remove.click()
    assert len(rule_rows(page)) == 6
    page.context.undo()
    assert rule_rows(page)[-1].label == "Có quy chế quản lý"


def choose_measure(table: EditTable, at: int, text: str) -> None:
    table.view.edit(table.model.index(at, 1))
    box = table.view.viewport().findChild(QComboBox)
    assert isinstance(box, QComboBox)
    box.setCurrentText(text)
    box.activated.emit(box.currentIndex())


def test_the_rule_follows_its_table_and_its_numbers(screen: Screen) -> None:
    page = screen[0]
    page.show_argument("sustainability")
    tab = page.sustainability
    assert "Bền vững: đạt «Có tổ chức quản lý khai thác» và ít nhất 5/5 tiêu chí khác." in tab.rule.text()
    assert not tab.warning.isVisible()
    tick(tab.criteria, 0, 3, Qt.CheckState.Unchecked)
    assert "không công trình nào được xếp bền vững" in tab.warning.text()
    assert tab.warning.isVisible()
    type_cell(tab.numbers, 0, 1, "4")
    assert "ít nhất 4/4 tiêu chí khác" in tab.rule.text()
    assert not tab.warning.isVisible()
    assert not assumptions(page)["sustainable_min_met"].confirmed
    type_cell(tab.numbers, 0, 1, "bốn")
    assert "số nguyên" in tab.numbers.fault.text()
    tick(tab.criteria, 1, 2, Qt.CheckState.Checked)
    assert "«Chất lượng nước đạt quy chuẩn» và «Có tổ chức quản lý khai thác»" in tab.rule.text()
    at = [row.key for row in tab.numbers.model.rows].index("days_interrupted_max")
    type_cell(tab.numbers, at, 1, "20")
    assert cell(tab.criteria, 2, 1) == "Gián đoạn không quá 20 ngày trong năm"


def test_the_criteria_are_put_in_order_and_worded(screen: Screen) -> None:
    page, _, said = screen
    page.show_argument("sustainability")
    tab = page.sustainability
    tab.criteria.view.setCurrentIndex(tab.criteria.model.index(-1, -1))
    tab.up.click()
    assert said[-1][0] == "Hãy chọn dòng tiêu chí trước."
    codes = [row.code for row in rule_rows(page)]
    tab.criteria.select(rule_rows(page)[1].id)
    tab.up.click()
    assert [row.code for row in rule_rows(page)] == [codes[1], codes[0], *codes[2:]]
    assert tab.criteria.current_row().code == codes[1]
    tab.down.click()
    assert [row.code for row in rule_rows(page)] == codes
    type_cell(tab.criteria, 0, 0, "Thu bù đủ chi")
    assert rule_rows(page)[0].label == "Thu bù đủ chi"
    type_cell(tab.criteria, 0, 0, "")
    assert "Hãy nhập nội dung tiêu chí" in tab.criteria.fault.text()


def test_the_look_is_chosen_and_remembered(screen: Screen) -> None:
    page = screen[0]
    page.show_argument("look")
    page.look.choices["dark"].click()
    assert chosen_scheme() == "dark"
    page.look.choices["light"].click()
    assert chosen_scheme() == "light"


def test_a_share_beyond_a_hundred_is_no_threshold(screen: Screen) -> None:
    page = screen[0]
    page.show_argument("criteria")
    table = page.criteria.table
    at = next(i for i, c in enumerate(criteria(page)) if c.indicator not in {"", "5"})
    type_cell(table, at, 7, "120")
    assert "lớn hơn 100 %" in table.fault.text()
    assert criteria(page)[at].value == ""
