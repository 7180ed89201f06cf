from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, shown

from communes import VILLAGES, content_digest, fill, year_id
from nsnt_desktop.models import SurveyYear, Village
from nsnt_desktop.registry.new_commune import NewCommune
from nsnt_desktop.registry.villages import set_village_field
from nsnt_desktop.storage.backup import list_backups
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.jobs import wait_for_jobs
from nsnt_desktop.ui.villages import VillagesPage
from two_communes import close, counts, make_other, rows_of

THEIRS = [{"head": "Trần An", "village": "Thôn Phác Lê", "code": "P1", "year": year} for year in (2023, 2024)]


@pytest.fixture
def ours(data: DataFile) -> DataFile:
    fill(data, [{"head": "Lê An", "village": VILLAGES[0], "year": year} for year in (2023, 2024)])
    return data


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[DataFile]:
    data = make_other(tmp_path / "Cẩm Phú.nsnt", THEIRS)
    yield data
    data.close()


Shown = tuple[VillagesPage, FakeDialogs, list[tuple[str, bool]]]


def chosen(qtbot: QtBot, data: DataFile, path: Path) -> Shown:
    page, dialogs, said = shown(qtbot, VillagesPage, data)
    dialogs.answers = [path]
    page.join.click()
    return page, dialogs, said


def seen(qtbot: QtBot, page: VillagesPage) -> None:
    qtbot.waitUntil(lambda: page.joining.joining is not None)


def test_a_commune_is_taken_in_with_its_answers_and_undone(
    qtbot: QtBot, ours: DataFile, theirs: DataFile
) -> None:
    set_village_field(ours, rows_of(ours, Village)[0].id, "former_commune", "Cẩm Phú")
    before = content_digest(ours)
    page, _, said = chosen(qtbot, ours, theirs.path)
    assert page.joining.isVisible()
    seen(qtbot, page)
    # What was said of a file chosen before no longer stands.
    assert said[-1] == ("Đã đọc tệp của xã Cẩm Phú. Chưa có gì được ghi.", False)
    assert not page.add.isVisible()
    assert page.joining.apply.text() == "Nhận 2 thôn, 2 hộ, 0 công trình"
    assert page.joining.tabs.tabText(0) == "Cần trả lời (1)"
    box = page.joining.asks.indexWidget(page.joining.asks.lines.index(0, 2))
    assert isinstance(box, Choice)
    assert box.chosen() == "apart"
    box.choose("same")
    box.activated.emit(box.currentIndex())
    page.joining.name_ours.setChecked(True)
    page.joining.former.setText("Cẩm Tân cũ")
    assert content_digest(ours) == before
    said.clear()
    page.joining.apply.click()
    qtbot.waitUntil(lambda: bool(said))
    sentence, fault = said[-1]
    assert not fault
    assert "Đã nhận xã Cẩm Phú: 1 thôn mới, 2 hộ, 0 công trình mới." in sentence
    assert list_backups(ours.path)[0].path.name in sentence
    assert not page.joining.isVisible()
    assert set(counts(ours)[2024]) == {
        ("Thôn Phác Lê", "Cẩm Phú"),
        ("Thôn Do Thượng", "Cẩm Tân cũ"),
        ("Thôn Phú", "Cẩm Phú"),
    }
    assert page.table.model.rowCount() == 3
    page.context.undo()
    assert content_digest(ours) == before


def test_what_cannot_be_taken_in_is_told_and_offers_no_button(
    qtbot: QtBot, ours: DataFile, theirs: DataFile
) -> None:
    close(ours, 2023)
    page, _, _ = chosen(qtbot, ours, theirs.path)
    seen(qtbot, page)
    assert "Năm 2023 ở đây đã chốt" in page.joining.refusals.text()
    assert page.joining.refusals.isVisible()
    assert not page.joining.apply.isVisible()
    page.joining.close_button.click()
    assert page.add.isVisible()
    assert page.stack.currentIndex() == 1


def test_a_file_that_is_none_leads_back_to_the_list(qtbot: QtBot, ours: DataFile) -> None:
    page, _, said = chosen(qtbot, ours, ours.path)
    qtbot.waitUntil(lambda: bool(said))
    assert said[-1][1]
    assert "chính là tệp đang mở" in said[-1][0]
    assert page.stack.currentIndex() == 1


def test_giving_up_the_file_changes_nothing(qtbot: QtBot, ours: DataFile, theirs: DataFile) -> None:
    page, dialogs, _ = shown(qtbot, VillagesPage, ours)
    dialogs.answers = [None]
    page.join.click()
    assert page.stack.currentIndex() == 1
    dialogs.answers = [theirs.path]
    page.join.click()
    page.joining.close_button.click()  # before it was read
    wait_for_jobs()
    qtbot.wait(20)
    assert page.joining.joining is None
    assert page.stack.currentIndex() == 1


def test_a_change_meanwhile_keeps_the_answers_and_says_to_look_again(
    qtbot: QtBot, ours: DataFile, theirs: DataFile
) -> None:
    page, _, said = chosen(qtbot, ours, theirs.path)
    seen(qtbot, page)
    page.joining.name_ours.setChecked(True)
    set_village_field(ours, rows_of(ours, Village)[0].id, "former_commune", "Cẩm Phú")
    assert page.joining.isVisible()  # the refresh after a change keeps the place
    said.clear()
    page.joining.apply.click()
    qtbot.waitUntil(lambda: bool(said))
    assert said[-1][1]
    assert "đã thay đổi từ lúc xem trước" in said[-1][0]
    assert page.joining.name_ours.isChecked()
    assert page.joining.apply.isVisible()


def test_a_commune_without_villages_can_take_one_in(qtbot: QtBot, ours: DataFile, theirs: DataFile) -> None:
    empty = make_other(ours.path.with_name("mới.nsnt"), (), NewCommune("Cẩm Tân", 2024, ()))
    fill(theirs, [row for row in THEIRS if row["year"] == 2024])
    page, dialogs, said = shown(qtbot, VillagesPage, empty)
    assert page.stack.currentIndex() == 0
    dialogs.answers = [theirs.path]
    page.first_join.click()
    seen(qtbot, page)
    said.clear()
    page.joining.apply.click()
    qtbot.waitUntil(lambda: bool(said))
    assert page.stack.currentIndex() == 1
    assert page.table.model.rowCount() == 2
    page.context.undo()
    assert page.stack.currentIndex() == 0
    empty.close()


def test_a_year_of_one_commune_only_is_told_first(qtbot: QtBot, ours: DataFile, theirs: DataFile) -> None:
    fill(theirs, [row for row in THEIRS if row["year"] == 2024])
    with change(theirs, "Bỏ năm 2023") as made:
        made.session.delete(made.session.get_one(SurveyYear, year_id(theirs, 2023)))
    page, _, _ = chosen(qtbot, ours, theirs.path)
    seen(qtbot, page)
    notes = [line.cells[0] for line in page.joining.notes.lines.lines]
    told = "Năm 2023 chỉ có số liệu của xã Cẩm Tân: các chỉ số năm đó chưa tính xã còn lại."
    assert [note for note in notes if note.startswith("Năm ")] == [told]
