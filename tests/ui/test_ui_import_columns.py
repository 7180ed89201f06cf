from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as ExcelBook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs
from typing_vi import press

from nsnt_desktop.importing.files.reading import Sheet, Workbook
from nsnt_desktop.importing.layouts.encodings import Encoding
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.list_file import ListFile, read_list, recognise_list
from nsnt_desktop.importing.words.choices import Blank, SheetChoices, to_json
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.models import Village
from nsnt_desktop.registry.import_memory import Learnt, list_layouts, load_memory, remember
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.import_column_table import (
    AS_RECOGNISED,
    BLANK,
    CONFIDENCE,
    EXAMPLES,
    LETTERS,
    MEANING,
    TITLE,
)
from nsnt_desktop.ui.import_columns import ColumnsStep
from nsnt_desktop.ui.import_job import Opened
from nsnt_desktop.ui.steps import Step, Walk

HEADING = ("STT", "Họ và tên chủ hộ", "Số khẩu", "Nguồn nước chính", "Số CCCD", "Điện thoại")
ROWS = [
    (1, "Lê Văn An", 4, "Giếng khoan", "038", "0912345678"),
    (2, "Lê Thị Bình", 3, "Giếng khoan", "039", ""),
    (3, "Trần Văn Cường", 4, "Giếng đào", "040", ""),
]
LIST = [["DANH SÁCH HỘ - Thôn Phác Lê"], HEADING, *ROWS]


class Screen:
    """The step in a walk on a real data file, as the imports page shows it."""

    def __init__(self, qtbot: QtBot, data: DataFile) -> None:
        self.qtbot, self.data = qtbot, data
        self.context = Context(data, 2024, FakeDialogs())
        self.said: list[str] = []
        self.context.noticed.connect(lambda sentence, _fault: self.said.append(sentence))
        self.step = ColumnsStep(self.context)
        self.walk = Walk("Danh sách", (self.step, Step(self.context)), lambda: None, "Bỏ tệp này")
        self.step.changed.connect(self.walk.show_state)
        self.context.changed.connect(lambda _tables: self.walk.refresh())
        qtbot.addWidget(self.walk)
        self.walk.resize(1150, 650)
        self.walk.show()
        qtbot.waitExposed(self.walk)

    def open(self, file: ListFile) -> ColumnsStep:
        self.step.show_file(Opened(file, (), None))
        self.walk.begin()
        self.qtbot.waitUntil(lambda: not self.step.busy, timeout=20_000)
        return self.step

    def column(self, at: int) -> Any:
        layout = self.step.layout_shown()
        assert layout is not None
        return layout.columns[at]

    def line(self, at: int) -> tuple[str, ...]:
        return self.step.table.lines.lines[at].cells


@pytest.fixture
def screen(qtbot: QtBot, data: DataFile) -> Screen:
    return Screen(qtbot, data)


def list_file(*sheets: Sequence[Sequence[Any]], hidden: Sequence[int] = (), memory: Any = None) -> ListFile:
    made = []
    for at, rows in enumerate(sheets):
        width = max(map(len, rows))
        cells = [[*row, *[""] * (width - len(row))] for row in rows]
        made.append(Sheet(f"Trang {at + 1}", at in hidden, cells))
    book = Workbook(Path("thon.xlsx"), "thon.xlsx", "0", "Unicode", tuple(made))
    return recognise_list(book) if memory is None else recognise_list(book, memory)


def pick(box: Choice | None, value: object) -> None:
    assert box is not None
    assert value in box.values
    box.choose(value)
    box.activated.emit(box.currentIndex())


def with_layout(file: ListFile, **changed: Any) -> ListFile:
    """Return a file whose only sheet was recognised otherwise, as other parts of the import would."""
    ((sheet, layout),) = file.sheets
    return replace(file, sheets=((sheet, replace(layout, **changed)),))


def test_each_column_shows_what_stands_in_it_and_what_is_not_read_is_named(screen: Screen) -> None:
    screen.open(list_file(LIST))
    assert screen.line(1)[TITLE] == "Họ và tên chủ hộ"
    assert screen.line(2)[EXAMPLES] == "4 · 3"
    assert screen.step.unread.text() == "Không đọc 1 cột: E «Số CCCD»."
    assert screen.step.table.lines.lines[4].tones[TITLE] == "dim"


def test_a_column_without_a_title_is_not_left_out_in_silence(screen: Screen) -> None:
    rows = [*LIST, *[("", "Lê Văn An", 4, "Giếng khoan", "", "") for _ in range(2_100)]]
    screen.open(list_file([*rows[:2], *[(*row, "") for row in rows[2:]], ("",) * 6 + ("ghi thêm",)]))
    assert screen.line(6)[1:3] == ("(không có tiêu đề)", "ghi thêm")
    assert "G (không có tiêu đề)" in screen.step.unread.text()


def test_a_field_is_chosen_and_taken_back(screen: Screen) -> None:
    step = screen.open(list_file(LIST))
    pick(step.table.box(4, MEANING), Field.NOTE)
    assert screen.line(4)[CONFIDENCE] == "Do người dùng chọn"
    assert screen.column(4).field is Field.NOTE
    pick(step.table.box(2, MEANING), Field.NOTE)  # it moves on, as only one column can hold it
    assert (screen.column(2).field, screen.column(4).field) == (Field.NOTE, Field.IGNORE)
    box = step.table.box(2, MEANING)
    assert box is not None
    assert box.itemText(0) == AS_RECOGNISED
    pick(box, None)
    assert screen.column(2).field is Field.PERSONS
    assert step.file is not None
    assert step.file.choices["Trang 1"] == SheetChoices()


def test_the_keyboard_stays_in_the_box_that_was_answered(screen: Screen) -> None:
    step = screen.open(list_file(LIST))
    box = step.table.box(4, MEANING)
    assert box is not None
    box.setFocus()
    pick(box, Field.NOTE)
    assert QApplication.focusWidget() is box
    press(box, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is step.table.box(4, BLANK)


def test_what_a_blank_means_is_asked_only_where_it_matters(screen: Screen) -> None:
    step = screen.open(list_file([["Chủ hộ", "Thôn", "Hợp vệ sinh"], ["Lê Văn An", "Thôn 1", "x"]]))
    assert step.table.box(0, BLANK) is None
    assert step.table.box(1, BLANK) is None
    pick(step.table.box(2, BLANK), Blank.ERASE)
    assert screen.column(2).blank is Blank.ERASE
    pick(step.table.box(2, MEANING), Field.IGNORE)
    assert step.table.box(2, BLANK) is None


def test_old_letters_are_told_and_can_be_overruled(screen: Screen) -> None:
    file = list_file(LIST)
    columns = file.sheets[0][1].columns
    old = [replace(c, encoding=Encoding.TCVN3) if c.index in {1, 3} else c for c in columns]
    step = screen.open(with_layout(file, columns=tuple(old)))
    told = (step.card.old_font.text(), step.card.old_columns.text())
    assert told == ("Phông cũ TCVN3 → Unicode", "cột B, D")
    assert not step.table.isColumnHidden(LETTERS)
    pick(step.card.encoding, Encoding.UNICODE)
    assert step.file is not None
    assert step.file.choices["Trang 1"].encoding is Encoding.UNICODE
    assert step.card.old_font.isHidden()


def test_letters_of_one_column_are_asked_for(screen: Screen) -> None:
    step = screen.open(list_file(LIST))
    assert step.table.isColumnHidden(LETTERS)
    step.card.by_column.click()
    assert not step.table.isColumnHidden(LETTERS)
    pick(step.table.box(3, LETTERS), Encoding.VNI)
    assert step.file is not None
    assert step.file.choices["Trang 1"].encodings == {3: Encoding.VNI}


def test_two_villages_of_one_name_are_told_apart(screen: Screen) -> None:
    with change(screen.data, "Thêm thôn thử") as made:
        for at, former in enumerate(("Cẩm Long", "Cẩm Phúc"), 50):
            made.session.add(Village(name="Thôn 7", former_commune=former, position=at, code=f"T{at}"))
    step = screen.open(list_file([["Danh sách Thôn 7"], *LIST[1:]]))
    assert step.village.currentText() == "Thôn 7 (có 2 thôn tên này, hãy chọn)"
    pick(step.village, "Thôn 7 (xã cũ Cẩm Phúc)")
    layout = step.layout_shown()
    assert layout is not None
    assert (layout.village, layout.former_commune) == ("Thôn 7", "Cẩm Phúc")
    assert step.village.chosen() == "Thôn 7 (xã cũ Cẩm Phúc)"
    pick(step.village, step.village.values[step.village.findText(AS_RECOGNISED)])
    assert step.village.currentText() == "Thôn 7 (có 2 thôn tên này, hãy chọn)"


def test_the_heading_is_corrected_by_one_choice(screen: Screen) -> None:
    step = screen.open(list_file(LIST))
    step.card.change_heading.click()
    assert step.pages.currentWidget() is step.heading
    assert [line.cells[0] for line in step.heading.table.lines.lines if line.bold] == ["2"]
    step.heading.table.selectRow(2)
    step.refresh()  # F5 keeps the place
    assert step.pages.currentWidget() is step.heading
    step.heading.this.click()
    assert screen.line(1)[TITLE] == "Lê Văn An"
    assert "dòng 3" in step.card.where.text()
    step.card.change_heading.click()
    step.heading.again.click()
    assert screen.line(1)[TITLE] == "Họ và tên chủ hộ"


def test_a_list_without_a_heading_that_is_known_is_read_all_the_same(screen: Screen) -> None:
    step = screen.open(list_file([["Ghi chép của tổ 1"], ["Ai", "Mấy người"], ["Lê Văn An", 4]]))
    assert not step.may_go_on()
    assert not screen.walk.on.isEnabled()
    assert step.pages.currentWidget() is step.heading
    assert "Không tìm thấy dòng tiêu đề" in step.card.aside.text()
    step.heading.table.opened.emit(2)
    assert step.pages.currentWidget() is step.columns_page
    assert "Chưa có cột nào là «Chủ hộ»" in step.card.aside.text()
    assert not screen.walk.on.isEnabled()
    pick(step.table.box(0, MEANING), Field.HEAD)
    pick(step.table.box(1, MEANING), Field.PERSONS)
    assert step.may_go_on()
    assert screen.walk.on.isEnabled()
    assert step.card.aside.isHidden()


def test_a_sheet_that_still_lacks_its_heads_is_named_on_the_others(screen: Screen) -> None:
    step = screen.open(list_file(LIST, [["Ai", "Mấy người"], ["Lê Văn An", 4]]))
    step.sheets.setCurrentIndex(1)
    assert "hoặc để trang này không đọc" in step.card.aside.text()
    step.heading.table.opened.emit(1)
    step.sheets.setCurrentIndex(0)
    assert step.card.aside.text() == "Trang tính «Trang 2» chưa có cột nào là «Chủ hộ»."
    assert not step.may_go_on()
    step.sheets.setCurrentIndex(1)
    step.card.restart.click()
    assert step.may_go_on()


def test_sheets_left_aside_are_named_and_hidden_ones_read_when_ticked(screen: Screen) -> None:
    step = screen.open(list_file(LIST, LIST, [[""]], hidden=[1]))
    names = [step.sheets.tabText(at) for at in range(step.sheets.count())]
    assert names == ["Trang 1", "Trang 2 (ẩn, không đọc)", "Trang 3 (không đọc)"]
    (box,) = step.card.boxes.values()
    assert box.text() == "Đọc trang tính ẩn «Trang 2»"
    step.sheets.setCurrentIndex(1)
    assert step.pages.currentWidget() is step.nothing
    assert step.nothing.text() == "Trang tính ẩn nên không đọc."
    box.click()
    assert step.sheets.tabText(1) == "Trang 2 (ẩn)"
    assert screen.line(1)[TITLE] == "Họ và tên chủ hộ"
    box.click()
    assert step.pages.currentWidget() is step.nothing


def test_hidden_rows_are_told_and_can_be_left_out(screen: Screen) -> None:
    step = screen.open(with_layout(list_file(LIST), hidden_rows=(15, 18, 19, 20)))
    assert step.card.hidden_told.text() == "4 dòng ẩn trong tệp (dòng 15, 18–20): vẫn đọc."
    step.card.skip_hidden.click()
    assert step.file is not None
    assert step.file.choices["Trang 1"].skip_hidden_rows


def learn(data: DataFile, layout: Layout, chosen: SheetChoices) -> None:
    with change(data, "Ghi nhớ thử") as made:
        learnt = Learnt({layout.fingerprint: to_json(chosen)})
        remember(made.session, learnt, "nam-ngoai.xlsx", datetime.fromisoformat("2024-10-02T08:00"))


def test_what_is_remembered_is_said_and_forgotten_and_comes_back(screen: Screen) -> None:
    fresh = list_file(LIST)
    learn(screen.data, fresh.sheets[0][1], SheetChoices(meanings={4: Field.NOTE}))
    with screen.data.reading() as session:
        memory = load_memory(session)
    step = screen.open(list_file(LIST, memory=memory))
    assert step.card.remembered.text() == "Đọc như đã chọn cho «nam-ngoai.xlsx» ngày 02/10/2024."
    assert screen.column(4).field is Field.NOTE
    step.card.forget.click()
    assert screen.column(4).field is Field.IGNORE
    assert step.card.memory_row.isHidden()
    with screen.data.reading() as session:
        assert not list_layouts(session)
    screen.context.undo()
    assert screen.column(4).field is Field.NOTE


def test_what_another_list_taught_meanwhile_counts_for_one_that_was_read_before(screen: Screen) -> None:
    read_before = list_file(LIST)
    learn(screen.data, read_before.sheets[0][1], SheetChoices(meanings={4: Field.NOTE}))
    screen.open(read_before)
    assert screen.column(4).field is Field.NOTE


def test_hidden_rows_left_out_by_an_earlier_choice_can_be_read_after_all(screen: Screen) -> None:
    file = list_file(LIST)
    learn(screen.data, file.sheets[0][1], SheetChoices(skip_hidden_rows=True, meanings={4: Field.NOTE}))
    step = screen.open(file)
    layout = step.layout_shown()
    assert layout is not None
    assert layout.skip_hidden_rows
    step.card.skip_hidden.setChecked(True)
    step.card.skip_hidden.click()
    layout = step.layout_shown()
    assert layout is not None
    assert not layout.skip_hidden_rows
    assert screen.column(4).field is Field.NOTE


def test_rows_and_columns_hidden_in_the_file_are_marked(screen: Screen, tmp_path: Path) -> None:
    book = ExcelBook()
    assert book.active is not None
    for row in LIST:
        book.active.append(list(row))
    book.active.row_dimensions[4].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.save(tmp_path / "an.xlsx")
    step = screen.open(read_list(tmp_path / "an.xlsx"))
    assert screen.line(2)[TITLE] == "Số khẩu (cột ẩn)"
    assert step.card.hidden_told.text() == "1 dòng ẩn trong tệp (dòng 4): vẫn đọc."
    step.card.skip_hidden.click()
    assert step.card.hidden_told.text() == "1 dòng ẩn trong tệp (dòng 4): bỏ qua."


def test_every_correction_of_a_sheet_is_taken_back_at_once(screen: Screen) -> None:
    step = screen.open(list_file(LIST))
    assert step.card.restart.isHidden()
    pick(step.table.box(4, MEANING), Field.NOTE)
    pick(step.village, "Thôn Do Thượng")
    step.card.restart.click()
    assert screen.column(4).field is Field.IGNORE
    assert step.village.chosen() == "Thôn Phác Lê"


def test_a_long_list_is_read_anew_beside_the_window(screen: Screen, qtbot: QtBot) -> None:
    many = [(n, f"Lê Văn {n}", 4, "Giếng khoan", "", "") for n in range(6_000)]
    step = screen.open(list_file([*LIST[:2], *many]))
    pick(step.table.box(4, MEANING), Field.NOTE)
    assert step.busy
    assert not step.may_go_on()
    assert not screen.walk.on.isEnabled()
    qtbot.waitUntil(lambda: not step.busy, timeout=20_000)
    assert screen.column(4).field is Field.NOTE
    assert screen.walk.on.isEnabled()


def test_a_wide_list_shows_every_column(screen: Screen, tmp_path: Path) -> None:
    book = ExcelBook()
    assert book.active is not None
    book.active.append([*HEADING, *[f"Câu hỏi {n}" for n in range(1, 20)]])
    book.active.append([*ROWS[0], *["x"] * 19])
    book.save(tmp_path / "rong.xlsx")
    step = screen.open(read_list(tmp_path / "rong.xlsx"))
    assert step.table.lines.rowCount() == 25
    box = step.table.box(24, MEANING)
    assert box is not None
    box.setFocus()
    assert step.table.viewport().rect().contains(box.geometry().center())
