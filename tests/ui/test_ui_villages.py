from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from screens_support import cell, shown, type_cell
from typing_vi import compose_text, type_text

from communes import CommuneOf, fill, village_ids, year_id
from nsnt_desktop.registry.new_commune import NewCommune, create_commune
from nsnt_desktop.registry.villages import VillageRow, list_villages, set_delivery
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.villages import VillagesPage
from two_communes import close


def villages(data: DataFile) -> list[VillageRow]:
    with data.reading() as session:
        return list_villages(session, find_year(session))


def test_a_cell_typed_over_is_saved_and_undone(qtbot: QtBot, data: DataFile) -> None:
    page, _, said = shown(qtbot, VillagesPage, data)
    type_cell(page.table, 0, 2, "Trịnh Văn Khoẻ")
    assert villages(data)[0].village_head == "Trịnh Văn Khoẻ"
    assert said[-1] == ("Đã lưu «Trưởng thôn».", False)
    assert page.table.view.currentIndex().row() == 1  # Enter goes to the next row
    page.context.undo()
    assert villages(data)[0].village_head == ""
    assert cell(page.table, 0, 2) == ""


def test_a_composed_word_is_saved(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    page.table.view.edit(page.table.model.index(1, 2))
    editor = page.table.view.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    compose_text(editor, "Hường")
    page.table.view.commitData(editor)
    assert villages(data)[1].village_head == "Hường"


def test_a_refused_name_stays_in_its_cell_with_the_reason(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    type_cell(page.table, 1, 0, "thôn phác lê")
    assert [v.name for v in villages(data)] == ["Thôn Phác Lê", "Thôn Do Thượng"]
    assert cell(page.table, 1, 0) == "thôn phác lê"
    assert "Đã có thôn" in page.table.fault.text()
    assert page.table.fault.isVisible()
    type_cell(page.table, 1, 0, "Thôn Do Hạ")
    assert villages(data)[1].name == "Thôn Do Hạ"
    assert not page.table.fault.isVisible()


def test_a_delivery_day_and_blank_totals(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    type_cell(page.table, 0, 7, "2/10")
    type_cell(page.table, 0, 8, "1.172")
    assert villages(data)[0].delivered_on == date(2024, 10, 2)
    assert villages(data)[0].declared_households == 1172
    type_cell(page.table, 0, 8, "")
    assert villages(data)[0].declared_households is None
    assert cell(page.table, 0, 8) == "—"
    type_cell(page.table, 0, 7, "32/10")
    assert "không phải là ngày" in page.table.fault.text()
    assert villages(data)[0].delivered_on == date(2024, 10, 2)


def test_tab_goes_to_the_next_cell_and_keeps_editing(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    type_cell(page.table, 0, 3, "0912", Qt.Key.Key_Tab)
    assert villages(data)[0].phone == "0912"
    assert page.table.view.currentIndex().column() == 7  # counts in between are not typed


def test_villages_pasted_one_a_line_are_added_as_one_action(qtbot: QtBot, data: DataFile) -> None:
    page, dialogs, said = shown(qtbot, VillagesPage, data)
    dialogs.answers.append("Thôn 3\tLê An\t0912345678\tCẩm Phú\nThôn Phác Lê\n\nThôn 4")
    page.add.click()
    added = villages(data)[2:]
    assert [(v.name, v.village_head, v.phone, v.former_commune) for v in added] == [
        ("Thôn 3", "Lê An", "0912345678", "Cẩm Phú"),
        ("Thôn 4", "", "", ""),
    ]
    assert said[-1] == ("Đã thêm 2 thôn. Đã có từ trước, giữ nguyên: Thôn Phác Lê.", False)
    page.context.undo()
    assert len(villages(data)) == 2
    dialogs.answers.append("Thôn Phác Lê")
    page.add.click()
    assert said[-1] == ("Không có thôn nào mới. Đã có từ trước, giữ nguyên: Thôn Phác Lê.", False)
    assert not page.context.offers_undo


def test_only_an_empty_village_can_be_removed(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of([{"village": "Thôn Phác Lê"}])
    page, _, _ = shown(qtbot, VillagesPage, data)
    page.table.select(villages(data)[0].id)
    assert not page.remove.isEnabled()
    assert cell(page.table, 0, 4) == "1"
    page.table.select(villages(data)[1].id)
    page.remove.click()
    assert [v.name for v in villages(data)] == ["Thôn Phác Lê"]
    page.context.undo()
    assert len(villages(data)) == 2


def test_its_households_are_opened(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    went: list[object] = []
    page.context.went.connect(lambda key, argument: went.append((key, argument)))
    page.table.select(villages(data)[1].id)
    page.open.click()
    assert went == [("households", {"village_id": villages(data)[1].id})]


def test_a_refresh_keeps_the_row_and_what_is_being_typed(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    index = page.table.model.index(1, 2)
    page.table.view.setCurrentIndex(index)
    page.table.view.edit(index)
    editor = page.table.view.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    type_text(editor, "Lê Văn")
    page.refresh()
    assert editor.text() == "Lê Văn"
    assert page.table.view.currentIndex().row() == 1


def test_without_villages_the_page_says_what_to_do(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    for village in villages(data):
        page.table.select(village.id)
        page.remove.click()
    assert page.stack.currentIndex() == 0
    assert not page.open.isEnabled()


def test_ctrl_n_adds_villages(qtbot: QtBot, data: DataFile) -> None:
    page, dialogs, _ = shown(qtbot, VillagesPage, data)
    dialogs.answers = ["Thôn Mới"]
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert "Thôn Mới" in {village.name for village in villages(data)}


def names(data: DataFile) -> list[str]:
    return [village.name for village in villages(data)]


def test_villages_are_moved_with_buttons_and_keys_and_the_cursor_goes_along(
    qtbot: QtBot, data: DataFile
) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    first = villages(data)[0]
    page.table.select(first.id)
    assert (page.up.isEnabled(), page.down.isEnabled()) == (False, True)
    page.down.click()
    assert names(data) == ["Thôn Do Thượng", "Thôn Phác Lê"]
    assert page.table.current_key() == first.id
    assert (page.up.isEnabled(), page.down.isEnabled()) == (True, False)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.table.view.setFocus()
    QTest.keyClick(page.table.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(data) == ["Thôn Phác Lê", "Thôn Do Thượng"]
    QTest.keyClick(page.table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    page.context.undo()
    assert names(data) == ["Thôn Phác Lê", "Thôn Do Thượng"]


def test_villages_are_put_in_the_order_of_their_names(qtbot: QtBot, data: DataFile) -> None:
    page, _, said = shown(qtbot, VillagesPage, data)
    page.sort.click()
    assert names(data) == ["Thôn Do Thượng", "Thôn Phác Lê"]
    page.sort.click()
    assert said[-1] == ("Các thôn đã xếp theo tên rồi.", False)


def test_a_whole_village_is_marked_as_verified(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of([{"head": "A"}, {"head": "B", "verified": True}, {"head": "C"}])
    page, _, said = shown(qtbot, VillagesPage, data)
    assert [cell(page.table, at, 6) for at in (0, 1)] == ["1/3", "—"]
    page.verify.click()
    assert said[-1] == ("Đã đánh dấu đối chiếu 2 hộ của Thôn Phác Lê.", False)
    assert cell(page.table, 0, 6) == "3/3"
    assert "đã đối chiếu 3/3 hộ" in page.sums.text()
    assert not page.verify.isEnabled()
    page.context.undo()
    assert cell(page.table, 0, 6) == "1/3"


def test_a_village_is_merged_into_another_after_a_look(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of([{"head": "Lê An"}, {"head": "Lê An", "village": "Thôn Do Thượng"}])
    page, dialogs, said = shown(qtbot, VillagesPage, data)
    page.table.select(villages(data)[0].id)
    dialogs.answers = ["Thôn Do Thượng", False]
    page.merge.click()
    assert "1 hộ chuyển sang Thôn Do Thượng" in dialogs.asked[-1]
    assert "Lê An" in dialogs.asked[-1]
    assert len(villages(data)) == 2
    dialogs.answers = ["Thôn Do Thượng", True]
    page.merge.click()
    assert said[-1] == ("Đã nhập Thôn Phác Lê vào Thôn Do Thượng: 1 hộ.", False)
    assert (names(data), cell(page.table, 0, 4)) == (["Thôn Do Thượng"], "2")
    assert not page.merge.isEnabled()
    page.context.undo()
    assert [cell(page.table, at, 4) for at in (0, 1)] == ["1", "1"]


def test_the_sheet_menu_knows_the_village_chosen(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    page.table.select(villages(data)[1].id)
    assert page.one_sheet.village_id == villages(data)[1].id
    assert page.one_sheet.title() == "Chỉ Thôn Do Thượng"
    menu = page.sheets.menu()
    assert menu is not None
    assert page.one_sheet.menuAction() in menu.actions()


def test_a_hundred_known_names_are_told_in_one_line(qtbot: QtBot, data: DataFile) -> None:
    page, dialogs, said = shown(qtbot, VillagesPage, data)
    typed = "\n".join(f"Thôn {number}" for number in range(1, 101))
    dialogs.answers += [typed, typed]
    page.add.click()
    assert len(villages(data)) == 102
    page.add.click()
    assert said[-1][0] == (
        "Không có thôn nào mới. Đã có từ trước, giữ nguyên: "
        "Thôn 1, Thôn 2, Thôn 3, Thôn 4, Thôn 5 và 95 thôn khác."
    )


def test_a_closed_year_refuses_new_villages_before_they_are_typed(qtbot: QtBot, data: DataFile) -> None:
    page, dialogs, said = shown(qtbot, VillagesPage, data)
    close(data, 2024)
    page.add.click()
    assert dialogs.asked == []
    assert said[-1][1]
    assert "Số liệu năm 2024 đã chốt" in said[-1][0]


def test_what_was_refused_in_one_year_is_not_shown_in_another(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of([{"year": 2023}, {"year": 2024}])
    page, _, _ = shown(qtbot, VillagesPage, data)
    page.table.select(villages(data)[1].id)
    type_cell(page.table, 1, 8, "nhiều")
    assert cell(page.table, 1, 8) == "nhiều"
    page.refresh()
    assert cell(page.table, 1, 8) == "nhiều"  # in its own year it waits to be mended
    page.context.set_year(2023)
    page.refresh()
    assert cell(page.table, 1, 8) == "—"
    assert not page.table.fault.isVisible()
    assert page.table.view.currentIndex().row() == 1


def test_a_name_too_long_for_its_cell_is_told_whole(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, VillagesPage, data)
    name = "Thôn Phác Lê Thượng (xã Cẩm Phú cũ)"
    type_cell(page.table, 0, 0, name)
    index = page.table.model.index(0, 0)
    assert page.table.view.columnWidth(0) < page.table.view.fontMetrics().horizontalAdvance(name)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == name


def test_after_a_merge_the_village_that_took_the_households_is_chosen(
    qtbot: QtBot, commune_of: CommuneOf
) -> None:
    page, dialogs, _said = shown(qtbot, VillagesPage, commune_of([{"head": "Lê An"}]))
    dialogs.answers = ["Thôn X\nThôn Y\nThôn Z"]
    page.add.click()
    ids = {line.village.name: line.id for line in page.table.model.rows}
    page.table.select(ids["Thôn Z"])
    dialogs.answers = ["Thôn X", True]
    page.merge.click()
    assert page.table.current_key() == ids["Thôn X"]


def test_after_a_village_is_removed_its_neighbour_is_chosen(qtbot: QtBot, commune_of: CommuneOf) -> None:
    page, dialogs, _said = shown(qtbot, VillagesPage, commune_of([{"head": "Lê An"}]))
    dialogs.answers = ["Thôn X\nThôn Y\nThôn Z"]
    page.add.click()
    ids = {line.village.name: line.id for line in page.table.model.rows}
    page.table.select(ids["Thôn Y"])
    page.remove.click()
    assert page.table.current_key() == ids["Thôn Z"]


def test_what_the_checks_say_stands_in_its_cell_and_under_the_list(qtbot: QtBot, data: DataFile) -> None:
    year = year_id(data)
    set_delivery(data, year, village_ids(data)[0], "declared_persons", 7)
    page, _, _ = shown(qtbot, VillagesPage, data)
    tip = Qt.ItemDataRole.ToolTipRole
    assert "trưởng thôn báo 7 khẩu, danh sách có 0" in page.table.model.index(0, 9).data(tip)
    assert "trưởng thôn báo 7 khẩu, danh sách có 0" in page.found.text()
    assert page.found.isVisible()
    page.table.select(village_ids(data)[1])
    assert "khẩu" not in page.found.text()


def test_a_village_unlike_the_others_is_marked_at_its_name(qtbot: QtBot, tmp_path: Path) -> None:
    names = [f"Thôn {n}" for n in range(1, 8)]
    data = create_commune(tmp_path / "bảy thôn.nsnt", NewCommune("Bảy Thôn", 2024, names))
    fill(
        data,
        [
            {"village": name, "hygienic": True, "clean": i < (0 if name == "Thôn 7" else 20 + len(name) + n)}
            for n, name in enumerate(names)
            for i in range(40)
        ],
    )
    page, _, _ = shown(qtbot, VillagesPage, data)
    told = page.table.model.index(6, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert told.startswith("Thôn 7\nThôn 7 (40 hộ) khác hẳn các thôn khác")
    assert "\n" not in page.table.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    page.table.select(village_ids(data)[6])
    assert "khác hẳn các thôn khác" in page.found.text()
    data.close()
