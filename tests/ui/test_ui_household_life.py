"""The life of a household on the screen: its menu, adding with likely duplicates, merging, splitting."""

from collections.abc import Callable

from household_office import STATUS, Office, office
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMenu
from pytestqt.qtbot import QtBot
from screens_support import shown
from sqlalchemy import select
from typing_vi import compose_text, press, type_text

from communes import VILLAGES, CommuneOf, content_digest, village_ids
from nsnt_desktop.models import Household, SurveyYear
from nsnt_desktop.models.words import YearState
from nsnt_desktop.registry.duplicates import Likeness
from nsnt_desktop.storage.changes import change
from nsnt_desktop.ui.findings import FindingsPage
from nsnt_desktop.ui.household_merge import MOST, MergeHouseholds
from nsnt_desktop.ui.household_split import SplitHousehold

__all__ = ["office"]


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def enabled(menu: QMenu) -> set[str]:
    return {action.text() for action in menu.actions() if action.isEnabled() and action.text()}


# The menu


def test_the_menu_offers_what_makes_sense(office: Office) -> None:
    here = {"Chuyển sang thôn khác…", "Đánh dấu đã chuyển đi…", "Không còn hộ…"}
    assert enabled(office.menu(1)) == here | {"Gộp vào hộ khác…", "Tách hộ…"}
    assert enabled(office.menu(1, 2)) == here | {"Gộp các hộ đã chọn…"}
    assert enabled(office.menu(4)) == {"Đưa trở lại"}
    assert enabled(office.menu(1, 4)) == set()
    assert enabled(office.menu()) == set()


def test_more_households_than_stand_side_by_side_are_not_merged(qtbot: QtBot, commune_of: CommuneOf) -> None:
    office = Office(qtbot, commune_of([{"head": f"Lê Văn {n}"} for n in range(MOST + 1)]))
    menu = office.menu(*range(1, MOST + 2))
    assert "Gộp các hộ đã chọn…" not in enabled(menu)
    assert str(MOST) in entry(menu, "Gộp các hộ đã chọn…").toolTip()


def test_a_closed_year_offers_nothing_and_says_why(office: Office) -> None:
    with change(office.data, "Chốt") as made:
        year = made.session.scalars(select(SurveyYear).where(SurveyYear.year == 2024)).one()
        year.state = YearState.CLOSED
    menu = office.menu(1)
    assert enabled(menu) == set()
    assert menu.actions()[0].text() == "Số liệu năm 2024 đã chốt"


def test_moving_asks_for_the_village_and_can_be_undone(office: Office) -> None:
    before = content_digest(office.data)
    office.dialogs.answers = [VILLAGES[1]]
    office.choose(office.menu(1), "Chuyển sang thôn khác…")
    assert "Chuyển hộ Trịnh Văn Hùng sang thôn nào từ năm 2024?" in office.dialogs.asked[0]
    assert office.record(1).village_id == village_ids(office.data)[1]
    assert office.said[-1] == (f"Đã chuyển hộ Trịnh Văn Hùng sang {VILLAGES[1]}.", False)
    office.context.undo()
    assert content_digest(office.data) == before


def test_the_village_it_stands_in_is_not_offered(office: Office) -> None:
    office.dialogs.answers = [VILLAGES[0]]  # the fake takes only what is offered
    office.choose(office.menu(1), "Chuyển sang thôn khác…")
    assert office.said == []


def test_going_asks_where_to_and_an_end_asks_why(office: Office) -> None:
    office.dialogs.answers = ["vào Nam", "", "chủ hộ mất"]
    office.choose(office.menu(1, 2), "Đánh dấu đã chuyển đi…")
    assert office.record(2).status_note == "vào Nam"
    assert office.said[-1] == ("Đã ghi 2 hộ chuyển đi.", False)
    office.choose(office.menu(3), "Không còn hộ…")
    assert office.said[-1][1]
    assert office.record(3).status is STATUS.ACTIVE
    office.choose(office.menu(3), "Không còn hộ…")
    assert (office.record(3).status, office.record(3).status_note) == (STATUS.ENDED, "chủ hộ mất")
    office.choose(office.menu(1), "Đưa trở lại")
    assert office.record(1).status is STATUS.ACTIVE


def test_giving_up_changes_nothing(office: Office) -> None:
    before = content_digest(office.data)
    office.dialogs.answers = [None, None, None]
    for text in ("Chuyển sang thôn khác…", "Đánh dấu đã chuyển đi…", "Không còn hộ…"):
        office.choose(office.menu(1), text)
    assert (office.said, content_digest(office.data)) == ([], before)


# Merging


def merging(office: Office, deed: Callable[[MergeHouseholds], None], *record_ids: int) -> None:
    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, MergeHouseholds)
        deed(dialog)

    office.dialogs.answers.append(answer)
    text = "Gộp vào hộ khác…" if len(record_ids) == 1 else "Gộp các hộ đã chọn…"
    office.choose(office.menu(*record_ids), text)


def test_merging_proposes_the_sum_and_takes_what_is_ticked(office: Office) -> None:
    def deed(dialog: MergeHouseholds) -> None:
        assert dialog.persons.text() == "6"
        assert "Lê Thị Hoa được ghi «Đã nhập hộ» vào hộ Trịnh Văn Hùng" in dialog.told.text()
        assert not any(box.isChecked() for box, _ in dialog.take.values())
        dialog.take["phone"][0].click()
        dialog.persons.selectAll()
        type_text(dialog.persons, "5")
        dialog.merge.click()

    before = content_digest(office.data)
    merging(office, deed, 1, 2)
    assert office.said[-1] == ("Đã gộp hộ Lê Thị Hoa vào hộ Trịnh Văn Hùng.", False)
    assert (office.record(1).persons, office.record(1).poverty) == (5, None)
    assert office.record(2).merged_into_id == office.record(1).household_id
    with office.data.reading() as session:
        assert session.get_one(Household, office.record(1).household_id).phone == "0951 234 567"
    office.context.undo()
    assert content_digest(office.data) == before


def test_the_other_one_can_be_kept(office: Office) -> None:
    def deed(dialog: MergeHouseholds) -> None:
        dialog.keep[2].click()
        assert "phone" not in dialog.take
        assert "main_source_id" in dialog.take
        dialog.merge.click()

    merging(office, deed, 1, 2)
    assert office.record(1).merged_into_id == office.record(2).household_id
    assert office.record(2).main_source_id is None


def test_persons_typed_stay_when_another_is_kept(office: Office) -> None:
    def deed(dialog: MergeHouseholds) -> None:
        dialog.persons.setText("5")
        dialog.keep[2].click()
        assert dialog.persons.text() == "5"
        dialog.reject()

    merging(office, deed, 1, 2)


def test_unknown_persons_stay_unknown_and_say_so(office: Office) -> None:
    def deed(dialog: MergeHouseholds) -> None:
        assert dialog.persons.text() == ""
        assert "Chưa rõ số khẩu của Bùi Văn An" in dialog.how.text()
        dialog.merge.click()

    merging(office, deed, 1, 3)
    assert office.record(1).persons is None


def test_persons_that_are_no_number_keep_the_dialog_open(office: Office) -> None:
    def deed(dialog: MergeHouseholds) -> None:
        type_text(dialog.persons, "x")
        dialog.merge.click()
        assert "không phải là số" in dialog.fault.text()
        dialog.give_up.click()

    before = content_digest(office.data)
    merging(office, deed, 1, 2)
    assert content_digest(office.data) == before


def test_one_household_finds_the_other_and_goes_into_it(office: Office, qtbot: QtBot) -> None:
    def deed(dialog: MergeHouseholds) -> None:
        assert dialog.finder is not None
        assert not dialog.merge.isEnabled()
        type_text(dialog.finder.search, "le thi hoa")
        table = dialog.finder.table
        qtbot.waitUntil(lambda: len(table.lines.lines) == 1)
        table.selectRow(0)
        assert dialog.merge.isEnabled()
        dialog.merge.click()

    merging(office, deed, 1)
    assert office.record(1).merged_into_id == office.record(2).household_id


def test_enter_goes_from_the_search_to_the_first_household_found(office: Office) -> None:
    def deed(dialog: MergeHouseholds) -> None:
        assert dialog.finder is not None
        type_text(dialog.finder.search, "le thi hoa")
        press(dialog.finder.search, Qt.Key.Key_Return)
        assert dialog.focusWidget() is dialog.finder.table
        assert dialog.merge.isEnabled()
        dialog.merge.click()

    merging(office, deed, 1)
    assert office.record(1).merged_into_id == office.record(2).household_id


def test_the_likely_duplicate_is_offered_first(qtbot: QtBot, commune_of: CommuneOf) -> None:
    heads = ("Lê Văn Tú", "Lê Văn Tư", "Lê Văn Cường")
    office = Office(qtbot, commune_of([{"head": head} for head in heads]))

    def deed(dialog: MergeHouseholds) -> None:
        assert dialog.finder is not None
        (line,) = dialog.finder.table.lines.lines
        assert (line.cells[0], line.cells[4]) == ("Lê Văn Tư", Likeness.UNACCENTED.value)
        dialog.give_up.click()

    merging(office, deed, 1)


# Splitting


def splitting(office: Office, deed: Callable[[SplitHousehold], None]) -> None:
    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, SplitHousehold)
        deed(dialog)

    office.dialogs.answers.append(answer)
    office.choose(office.menu(1), "Tách hộ…")


def test_a_split_shows_what_both_are_left_with(office: Office) -> None:
    def deed(dialog: SplitHousehold) -> None:
        assert not dialog.split.isEnabled()
        compose_text(dialog.head, "Trịnh Văn Nam")
        type_text(dialog.persons, "1")
        assert dialog.remaining.text() == "3"
        assert "Hộ Trịnh Văn Nam là hộ mới" in dialog.told.text()
        assert "Hộ Trịnh Văn Hùng còn 3 khẩu" in dialog.told.text()
        assert "Giếng khoan" in dialog.carried.text()
        dialog.split.click()

    before = content_digest(office.data)
    splitting(office, deed)
    new = office.record(office.record_of("Trịnh Văn Nam"))
    assert (new.persons, new.main_source_id) == (1, office.record(1).main_source_id)
    assert office.record(1).persons == 3
    assert office.said[-1] == ("Đã tách hộ Trịnh Văn Nam từ hộ Trịnh Văn Hùng.", False)
    office.context.undo()
    assert content_digest(office.data) == before


def test_a_split_can_leave_the_water_behind_and_never_the_old_one_empty(office: Office) -> None:
    def deed(dialog: SplitHousehold) -> None:
        compose_text(dialog.head, "Trịnh Văn Nam")
        type_text(dialog.persons, "4")
        dialog.split.click()
        assert "không còn ai" in dialog.fault.text()
        dialog.persons.selectAll()
        type_text(dialog.persons, "2")
        dialog.carry.click()
        dialog.split.click()

    splitting(office, deed)
    assert office.record(office.record_of("Trịnh Văn Nam")).main_source_id is None


# The checks


def test_findings_of_doubles_are_settled_where_they_are_read(qtbot: QtBot, commune_of: CommuneOf) -> None:
    data = commune_of([{"head": head} for head in ("Lê Văn Tú", "Lê Văn Tư", "Bùi Thị Sen", "Bùi Thị Sen")])
    page, dialogs, said = shown(qtbot, FindingsPage, data)

    def doubles() -> list[int]:
        return [at for at, line in enumerate(page.table.lines.lines) if "Nghi trùng" in line.cells[1]]

    qtbot.waitUntil(lambda: len(doubles()) == 2)
    other = next(at for at, line in enumerate(page.table.lines.lines) if "Nghi trùng" not in line.cells[1])
    page.table.selectRow(other)
    assert page.not_same.isHidden()
    page.table.selectRow(doubles()[1])
    assert not page.not_same.isHidden()
    page.not_same.click()
    assert said[-1] == ("Đã ghi 2 hộ không phải trùng.", False)
    qtbot.waitUntil(lambda: len(doubles()) == 1)
    page.table.selectRow(doubles()[0])

    def merge(dialog: MergeHouseholds) -> None:
        dialog.merge.click()

    dialogs.answers = [merge]
    page.merge.click()
    qtbot.waitUntil(lambda: doubles() == [])
    assert said[-1] == ("Đã gộp hộ Bùi Thị Sen vào hộ Bùi Thị Sen.", False)
