from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, shown
from sqlalchemy import select

from nsnt_desktop.importing.layouts.encodings import Encoding
from nsnt_desktop.importing.words.choices import Blank, SheetChoices, to_json
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.models import Village
from nsnt_desktop.registry.import_memory import Learnt, LearntWord, list_layouts, list_words, remember
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.settings import SettingsPage

MOMENT = datetime.fromisoformat("2024-10-02T08:00")
CHOSEN = SheetChoices(
    heading_row=5,
    meanings={2: Field.PHONE, 6: Field.IGNORE},
    blanks={5: Blank.NO},
    encodings={1: Encoding.TCVN3},
    skip_hidden_rows=True,
)
Screen = tuple[SettingsPage, FakeDialogs, list[tuple[str, bool]]]


@pytest.fixture
def screen(qtbot: QtBot, data: DataFile) -> Screen:
    page, dialogs, said = shown(qtbot, SettingsPage, data)
    page.show_argument("memory")
    return page, dialogs, said


def learn(data: DataFile) -> None:
    with change(data, "Ghi nhớ thử") as made:
        village = made.session.scalars(select(Village.id).order_by(Village.id)).first()
        words = (
            LearntWord("source_code", "nước khe", "gravity_pipe", "Nước khe"),
            LearntWord("yes_no", "tốt", "yes", "Tốt"),
            LearntWord("village", "xóm phác", str(village), "Xóm Phác"),
            LearntWord("scheme", "trạm cũ", "987", "Trạm cũ"),
            LearntWord("poverty", "khó", "", "khó"),
        )
        remember(made.session, Learnt({"f": to_json(CHOSEN)}, words), "thon-3.xlsx", MOMENT)


def test_where_nothing_is_remembered_yet_it_says_what_will_stand_there(screen: Screen) -> None:
    tab = screen[0].memory
    for part in (tab.layouts, tab.words):
        assert part.empty.isVisible()
        assert not part.table.isVisible()
        assert not part.forget.isVisible()


def test_what_was_chosen_is_told_in_words(screen: Screen) -> None:
    page = screen[0]
    learn(page.context.data)
    (line,) = page.memory.layouts.table.lines.lines
    assert line.cells[:2] == ("thon-3.xlsx", "02/10/2024")
    assert line.cells[2] == (
        "Tiêu đề ở dòng 5; cột C là «Số điện thoại»; cột G không đọc; ô trống cột F: là «không»; "
        f"chữ cột B: {Encoding.TCVN3.label}; bỏ qua dòng ẩn"
    )


def test_words_are_told_with_what_they_mean(screen: Screen) -> None:
    page = screen[0]
    learn(page.context.data)
    told = [line.cells[:3] for line in page.memory.words.table.lines.lines]
    assert ("nguồn nước", "«Nước khe»", "→ Máng lần/tự chảy") in told
    assert ("có, không", "«Tốt»", "→ Có") in told
    assert ("thôn", "«Xóm Phác»", "→ Thôn Phác Lê") in told
    assert ("công trình", "«Trạm cũ»", "→ không còn trong danh mục") in told
    assert ("loại hộ", "«khó»", "→ Chưa xác định") in told


def test_what_is_forgotten_comes_back_with_undo(screen: Screen) -> None:
    page, _, said = screen
    data = page.context.data
    learn(data)
    words = page.memory.words
    assert not words.forget.isEnabled()
    words.table.selectRow(0)
    gone = words.table.lines.lines[0].key
    words.forget.click()
    assert said[-1] == ("Đã quên 1 điều; các hộ đã nhập vẫn giữ nguyên.", False)
    with data.reading() as session:
        assert gone not in {word.id for word in list_words(session)}
    page.memory.layouts.table.selectRow(0)
    page.memory.layouts.forget.click()
    assert page.memory.layouts.empty.isVisible()
    page.context.undo()
    page.context.undo()
    with data.reading() as session:
        assert len(list_layouts(session)) == 1
        assert gone in {word.id for word in list_words(session)}
    assert page.memory.layouts.table.lines.rowCount() == 1
