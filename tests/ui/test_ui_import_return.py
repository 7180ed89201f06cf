"""The button that sends a list back: what it offers, saves, copies and says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from pypdf import PdfReader
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs

import taking_in
from communes import CommuneOf
from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.list_file import read_list
from nsnt_desktop.importing.outgoing.list_template import save_village_lists
from nsnt_desktop.importing.words.marked_words import READ_FIRST
from nsnt_desktop.models import Commune
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.import_return import ReturnMenu, return_button

KNOWN = [
    {"head": "Trịnh Văn Khoẻ", "persons": 4, "source": "drilled_well"},
    {"head": "Lê Thị Vắng", "persons": 2, "source": "drilled_well"},
]
ROWS = [
    (1, "Trịnh Văn Khoẻ", 4, "Giếng khoan"),
    (2, "Lê Thị Hòa", "=2+3 người", "Giếng khoan"),
    (3, "Cao Thị Lạ", 3, "Nước thần tiên"),
]


class SavingDialogs(FakeDialogs):
    """Answers where to save as well, and keeps what was proposed."""

    def __init__(self) -> None:
        super().__init__()
        self.suggested: list[str] = []

    def save_file(self, parent: QWidget, title: str, suggested: str, kinds: str = "") -> Path | None:  # noqa: ARG002
        self.suggested.append(suggested)
        answer = self._answer(title)
        return answer if isinstance(answer, Path) else None


@dataclass
class Shown:
    """The button on a page of its own, with what stands on the screen behind it."""

    page: QWidget
    menu: ReturnMenu
    dialogs: SavingDialogs
    data: DataFile
    said: list[tuple[str, bool]] = field(default_factory=list)
    preview: Preview | None = None


def write_list(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH HỘ SỬ DỤNG NƯỚC - Thôn Phác Lê"])
    sheet.append(["STT", "Họ và tên chủ hộ", "Số khẩu", "Nguồn nước chính"])
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(path)
    return path


@pytest.fixture
def shown(qtbot: QtBot, commune_of: CommuneOf, tmp_path: Path) -> Shown:
    data, page, dialogs = commune_of(KNOWN), QWidget(), SavingDialogs()
    qtbot.addWidget(page)
    context = Context(data, 2024, dialogs)
    now: list[Shown] = []
    made = return_button(context, page, lambda: now[0].preview)
    made.setParent(page)
    menu = made.menu()
    assert isinstance(menu, ReturnMenu)
    now.append(Shown(page, menu, dialogs, data))
    context.noticed.connect(lambda sentence, fault: now[0].said.append((sentence, fault)))
    now[0].preview = taking_in.preview(data, read_list(write_list(tmp_path / "Phác Lê.xlsx", ROWS)))
    return now[0]


def offered(menu: ReturnMenu) -> dict[str, bool]:
    menu.aboutToShow.emit()
    return {a.text(): a.isEnabled() for a in menu.actions() if a.isVisible() and not a.isSeparator()}


def test_three_ways_back_and_none_without_a_list(shown: Shown, tmp_path: Path) -> None:
    marked, summary, copied = (
        "Lưu bản đánh dấu lỗi (.xlsx)…",
        "Lưu tóm tắt một trang (PDF)…",
        "Chép danh sách lỗi",
    )
    assert offered(shown.menu) == {marked: True, summary: True, copied: True}
    shown.preview = taking_in.preview(shown.data, read_list(write_list(tmp_path / "đúng.xlsx", ROWS[:1])))
    assert offered(shown.menu) == {marked: False, summary: True, copied: False}
    shown.preview = None
    assert offered(shown.menu) == {marked: False, summary: False, copied: False}
    for action in (shown.menu.marked, shown.menu.summary, shown.menu.copied):
        action.triggered.emit()
    assert not shown.dialogs.asked


def test_the_marked_copy_is_proposed_beside_the_list_and_saved(
    qtbot: QtBot, shown: Shown, tmp_path: Path
) -> None:
    folder = tmp_path / "gửi lại"
    folder.mkdir()
    shown.dialogs.answers = [folder / "bản đánh dấu"]
    shown.menu.marked.trigger()
    assert shown.said[-1] == ("Đang lập bản đánh dấu lỗi…", False)
    assert not shown.menu.isEnabled()
    qtbot.waitUntil(shown.menu.isEnabled, timeout=15_000)
    assert shown.dialogs.suggested == [str(tmp_path / "Phác Lê (cần sửa).xlsx")]
    path = folder / "bản đánh dấu.xlsx"
    assert shown.said[-1] == (
        f"Đã lưu bản đánh dấu: «{path.name}» vào {folder}, 2 ô ở 2 dòng cần sửa.",
        False,
    )
    assert openpyxl.load_workbook(path).sheetnames[0] == READ_FIRST


def test_a_list_that_is_gone_is_marked_by_its_values_and_that_is_said(
    qtbot: QtBot, shown: Shown, tmp_path: Path
) -> None:
    (tmp_path / "Phác Lê.xlsx").unlink()
    shown.dialogs.answers = [tmp_path / "a.xlsx"]
    shown.menu.marked.trigger()
    qtbot.waitUntil(shown.menu.isEnabled, timeout=15_000)
    assert "chỉ giữ nội dung" in shown.said[-1][0]


def test_the_summary_says_what_became_of_the_list(qtbot: QtBot, shown: Shown, tmp_path: Path) -> None:
    shown.dialogs.answers = [tmp_path / "tóm tắt.pdf"]
    shown.menu.summary.trigger()
    qtbot.waitUntil(shown.menu.isEnabled, timeout=15_000)
    assert shown.dialogs.suggested == [str(tmp_path / "Phác Lê - kết quả nhận.pdf")]
    assert shown.said[-1] == (f"Đã lưu tóm tắt: «tóm tắt.pdf» vào {tmp_path}.", False)
    (page,) = PdfReader(tmp_path / "tóm tắt.pdf").pages
    text = " ".join(page.extract_text().split())
    assert "KẾT QUẢ NHẬN DANH SÁCH THÔN PHÁC LÊ, NĂM 2024" in text
    assert "Tệp: Phác Lê.xlsx." in text
    assert "Từ chối Tổng số dòng 0 0 1 0 1 1 3" in text
    assert "4 C =2+3 người" in text
    assert "5 D Nước thần tiên" in text
    assert "Trong sổ còn 1 hộ của thôn" in text
    assert "Vắng" not in text  # only names needed to find a row
    assert "Hòa" not in text


def test_what_the_village_head_declared_is_held_against_what_was_counted(
    qtbot: QtBot, shown: Shown, tmp_path: Path
) -> None:
    with change(shown.data, "Minh họa") as made:
        made.session.get_one(Commune, 1).is_sample = True
    (path,) = save_village_lists(shown.data, 2024, tmp_path, village_ids=[1])
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for cell in sheet["C"]:
        if str(cell.value).startswith("Tổng số"):
            sheet.cell(cell.row, 4).value = 5
    book.save(path)
    shown.preview = taking_in.preview(shown.data, read_list(path))
    shown.dialogs.answers = [tmp_path / "a.pdf"]
    shown.menu.summary.trigger()
    qtbot.waitUntil(shown.menu.isEnabled, timeout=15_000)
    text = " ".join(PdfReader(tmp_path / "a.pdf").pages[0].extract_text().split())
    assert "Tổng số hộ của thôn 5 2 -3" in text
    assert "Tổng số nhân khẩu của thôn 5 6 +1" in text
    assert "Danh sách đã ghi đủ các hộ" in text
    assert "dữ liệu minh họa" in text


def test_the_errors_are_copied_as_cells_and_never_as_formulas(shown: Shown) -> None:
    shown.menu.copied.trigger()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0] == ["Trang tính", "Dòng", "Cột", "Tiêu đề", "Ô ghi", "Vì sao", "Cần làm gì"]
    assert [line[1:5] for line in lines[1:]] == [
        ["4", "C", "Số khẩu", "'=2+3 người"],
        ["5", "D", "Nguồn nước chính", "Nước thần tiên"],
    ]
    assert shown.said[-1][0].startswith("Đã chép 2 chỗ cần sửa.")


def test_giving_up_saves_nothing_and_says_nothing(shown: Shown) -> None:
    shown.dialogs.answers = [None, None]
    shown.menu.marked.trigger()
    shown.menu.summary.trigger()
    assert not shown.said
    assert shown.menu.isEnabled()


@pytest.mark.parametrize("which", ["marked", "summary"])
def test_a_place_that_is_gone_is_told_and_the_menu_works_again(
    qtbot: QtBot, shown: Shown, tmp_path: Path, which: str
) -> None:
    shown.dialogs.answers = [tmp_path / "rút ra" / "a"]
    getattr(shown.menu, which).trigger()
    qtbot.waitUntil(shown.menu.isEnabled, timeout=15_000)
    sentence, fault = shown.said[-1]
    assert fault
    assert "không tìm thấy thư mục" in sentence
    assert "Mở thư mục vừa lưu" not in offered(shown.menu)


def test_the_folder_can_be_opened_afterwards(
    qtbot: QtBot, shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    shown.dialogs.answers = [tmp_path / "a.pdf"]
    shown.menu.summary.trigger()
    qtbot.waitUntil(shown.menu.isEnabled, timeout=15_000)
    assert "Mở thư mục vừa lưu" in offered(shown.menu)
    shown.menu.open_folder.trigger()
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path]
