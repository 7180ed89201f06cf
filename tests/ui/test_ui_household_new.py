"""Adding a household on the screen: likely duplicates while typing, and one that had gone brought back."""

from collections.abc import Callable

import pytest
from household_office import Office, office
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from typing_vi import compose_text, press, type_text

from communes import content_digest, count, village_ids
from nsnt_desktop.checks import check_year
from nsnt_desktop.models import Household, NotDuplicate
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.duplicates import Likeness
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.findings import DOUBLES
from nsnt_desktop.ui.household_new import AddHousehold, add_household_dialog

__all__ = ["office"]
STATUS = HouseholdStatus


def adding(office: Office, deed: Callable[[AddHousehold], None], village: int | None = 0) -> int | None:
    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, AddHousehold)
        deed(dialog)

    office.dialogs.answers.append(answer)
    where = None if village is None else village_ids(office.data)[village]
    return add_household_dialog(office.context, office.window, where)


def test_a_new_household_is_typed_and_added_with_enter(office: Office, qtbot: QtBot) -> None:
    def deed(dialog: AddHousehold) -> None:
        assert not dialog.add.isEnabled()
        compose_text(dialog.head, "Phạm Thị Đào")
        type_text(dialog.persons, "4")
        type_text(dialog.phone, "0951222333")
        qtbot.waitUntil(lambda: not dialog.duplicates.is_waiting())
        assert dialog.duplicates.entries == []
        press(dialog.phone, Qt.Key.Key_Return)

    before = content_digest(office.data)
    record_id = adding(office, deed)
    assert record_id == office.record_of("Phạm Thị Đào")
    assert office.record(record_id or 0).persons == 4
    assert office.said[-1] == ("Đã thêm hộ Phạm Thị Đào.", False)
    office.context.undo()
    assert content_digest(office.data) == before


def test_a_likely_duplicate_shows_while_typing_and_opens_instead(office: Office, qtbot: QtBot) -> None:
    def deed(dialog: AddHousehold) -> None:
        compose_text(dialog.head, "trinh van hung")
        qtbot.waitUntil(lambda: len(dialog.duplicates.entries) == 1)
        (found,) = dialog.duplicates.entries
        assert found.one.likeness is Likeness.UNACCENTED
        assert "4 khẩu" in found.facts.text()
        assert found.bring_back.isHidden()
        found.see.click()
        assert "2024: " in found.past.text()
        assert "Giếng khoan" in found.past.text()
        found.see.click()
        assert found.past.isHidden()
        found.open.click()

    before = content_digest(office.data)
    assert adding(office, deed) == 1
    assert content_digest(office.data) == before


def test_enter_before_the_search_does_not_slip_past_a_duplicate(office: Office) -> None:
    def deed(dialog: AddHousehold) -> None:
        compose_text(dialog.head, "Trịnh Văn Hùng")
        dialog.add.click()
        assert "Có hộ giống hộ này trong sổ" in dialog.fault.text()
        assert len(dialog.duplicates.entries) == 1
        dialog.add.click()

    record_id = adding(office, deed)
    assert record_id not in {None, 1}


def test_said_not_to_be_the_same_it_is_remembered_with_the_new_one(office: Office) -> None:
    def deed(dialog: AddHousehold) -> None:
        compose_text(dialog.head, "Trịnh Văn Hùng")
        dialog.duplicates.look_now()
        dialog.duplicates.entries[0].not_same.click()
        assert dialog.duplicates.entries == []
        assert dialog.duplicates.title.text() == "Không còn hộ nào khác giống hộ này."
        dialog.duplicates.again.click()
        assert len(dialog.duplicates.entries) == 1
        dialog.duplicates.entries[0].not_same.click()
        dialog.add.click()

    before = content_digest(office.data)
    adding(office, deed)
    assert count(office.data, NotDuplicate) == 1
    with office.data.reading() as session:
        found = check_year(session, find_year(session, 2024))
    assert [finding for finding in found if finding.rule == DOUBLES] == []
    office.context.undo()
    assert content_digest(office.data) == before


@pytest.mark.parametrize(
    ("head", "told", "said"),
    [
        (
            "Quách Thị Lan",
            "Hộ này đã chuyển đi năm 2023 – đưa trở lại?",
            "Đã đưa hộ Quách Thị Lan trở lại năm 2024, số liệu lấy từ năm 2023, chờ cập nhật.",
        ),
        (
            "Cao Bá Ân",
            "Hộ này đã chuyển đi năm 2024 (đi Lào) – đưa trở lại?",
            "Đã đưa hộ Cao Bá Ân trở lại năm 2024.",
        ),
    ],
)
def test_one_that_had_gone_is_brought_back_instead(office: Office, head: str, told: str, said: str) -> None:
    def deed(dialog: AddHousehold) -> None:
        compose_text(dialog.head, head)
        dialog.duplicates.look_now()
        (found,) = dialog.duplicates.entries
        assert found.state.text() == told
        assert found.open.isHidden()
        found.bring_back.click()

    households = count(office.data, Household)
    record_id = adding(office, deed)
    assert office.said[-1] == (said, False)
    assert count(office.data, Household) == households
    assert office.record(record_id or 0).status is STATUS.ACTIVE


def test_a_village_is_asked_for_and_bad_persons_keep_what_was_typed(office: Office) -> None:
    def deed(dialog: AddHousehold) -> None:
        compose_text(dialog.head, "Phạm Thị Đào")
        dialog.duplicates.look_now()
        dialog.add.click()
        assert "Chưa chọn thôn" in dialog.fault.text()
        dialog.village.choose(village_ids(office.data)[1])
        type_text(dialog.persons, "99")
        dialog.duplicates.look_now()
        dialog.add.click()
        assert "Số khẩu" in dialog.fault.text()
        assert dialog.head.text() == "Phạm Thị Đào"
        press(dialog.persons, Qt.Key.Key_Backspace)
        assert dialog.fault.isHidden()
        dialog.give_up.click()

    before = content_digest(office.data)
    assert adding(office, deed, None) is None
    assert content_digest(office.data) == before
