"""Households a list no longer names: left alone unless the officer says what became of them."""

from typing import Any

import pytest
from preview_support import Preview
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from typing_vi import press, type_text

from communes import VILLAGES, CommuneOf
from nsnt_desktop.models import Household, HouseholdRecord
from nsnt_desktop.models.words import HouseholdStatus
from taking_in import list_of

HEADING = ("Họ và tên chủ hộ", "Thôn", "Số nhân khẩu")
HERE = VILLAGES[0]
HEADS = ["Trịnh Văn Khoẻ", "Lê Thị Hòa", "Phạm Văn Ân", "Cao Bá Quát", "Ngô Thị Sáu", "Vũ Đức Bảy"]
KNOWN: list[dict[str, Any]] = [{"head": head, "code": "", "persons": n} for n, head in enumerate(HEADS, 1)]
ANSWER = 4
_NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def shown(qtbot: QtBot, commune_of: CommuneOf) -> Preview:
    rows = [(head, HERE, n) for n, head in enumerate(HEADS[:4], 1)]
    return Preview(qtbot, commune_of(KNOWN), list_of(*rows, heading=HEADING))


def statuses(shown: Preview) -> dict[str, HouseholdStatus]:
    with shown.data.reading() as session:
        query = select(Household.head, HouseholdRecord.status).join(
            HouseholdRecord, HouseholdRecord.household_id == Household.id
        )
        return dict(session.execute(query).all())


def test_left_alone_they_are_still_here(shown: Preview) -> None:
    lines = shown.step.missing.lines.lines
    assert [line.cells[2:] for line in lines] == [
        ("Ngô Thị Sáu", "5", "vẫn ở đây"),
        ("Vũ Đức Bảy", "6", "vẫn ở đây"),
    ]
    assert shown.tabs()[-1] == "Không còn trong danh sách (2)"
    assert shown.step.apply.text() == "Ghi nhận đã nộp, không có thay đổi"
    shown.apply()
    assert set(statuses(shown).values()) == {HouseholdStatus.ACTIVE}


def test_what_became_of_them_is_written_with_the_list(shown: Preview) -> None:
    page, table = shown.step.missing_page, shown.step.missing
    table.selectRow(0)
    page.deeds[1].click()
    shown.settle()
    assert shown.step.apply.text() == "Nhập 4 hộ, ghi 1 hộ đã chuyển đi"
    table.selectRow(1)
    page.deeds[2].click()
    shown.settle()
    assert shown.step.apply.text() == "Nhập 4 hộ, ghi 1 hộ đã chuyển đi, 1 hộ không còn"
    assert [line.cells[ANSWER] for line in table.lines.lines] == ["đã chuyển đi", "không còn hộ"]
    shown.apply()
    assert shown.said[-1][0] == (
        "Đã nhập 4 hộ thôn Phác Lê: 0 mới, 0 thay đổi, 4 giữ nguyên, 1 ghi đã chuyển đi, 1 ghi không còn."
    )
    now = statuses(shown)
    assert now["Ngô Thị Sáu"] is HouseholdStatus.MOVED_AWAY
    assert now["Vũ Đức Bảy"] is HouseholdStatus.ENDED
    shown.context.undo()
    assert set(statuses(shown).values()) == {HouseholdStatus.ACTIVE}


def test_several_are_answered_at_once_and_taken_back(shown: Preview) -> None:
    page, table = shown.step.missing_page, shown.step.missing
    assert not page.deeds[1].isEnabled()
    table.selectAll()
    page.deeds[1].click()
    shown.settle()
    assert shown.step.apply.text() == "Nhập 4 hộ, ghi 2 hộ đã chuyển đi"
    assert len(table.selected()) == 2
    page.deeds[0].click()
    shown.settle()
    assert shown.step.apply.text() == "Ghi nhận đã nộp, không có thay đổi"


def test_a_letter_answers_a_line(shown: Preview) -> None:
    table = shown.step.missing
    shown.step.tabs.setCurrentIndex(3)
    table.setFocus()
    table.setCurrentIndex(table.answers.index(0, 0))
    type_text(table, "k")
    editor = table.indexWidget(table.answers.index(0, ANSWER))
    assert editor is not None
    press(editor, Qt.Key.Key_Return)
    shown.settle()
    assert shown.step.gone == {5: HouseholdStatus.ENDED}


def test_a_double_click_elsewhere_opens_the_household(qtbot: QtBot, shown: Preview) -> None:
    table = shown.step.missing
    shown.step.tabs.setCurrentIndex(3)
    at = table.visualRect(table.answers.index(1, 2)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, _NONE, at)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, _NONE, at)
    qtbot.waitUntil(lambda: shown.went == [("households", {"record_id": 6})], timeout=5_000)


def test_a_list_of_a_part_of_the_village_says_so(qtbot: QtBot, commune_of: CommuneOf) -> None:
    many = [{"head": f"Lê Văn {n}", "code": "", "persons": 3} for n in range(60)]
    part = [(f"Lê Văn {n}", HERE, 3) for n in range(6)]
    shown = Preview(qtbot, commune_of(many), list_of(*part, heading=HEADING))
    warning = shown.step.missing_page.warning
    assert not warning.isHidden()
    assert warning.text().startswith("Danh sách chỉ nhắc đến 6 trong 60 hộ thôn Phác Lê")


def test_a_list_of_most_of_the_village_warns_of_nothing(shown: Preview) -> None:
    assert shown.step.missing_page.warning.isHidden()
