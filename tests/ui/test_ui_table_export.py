"""Tables of the screens saved as Excel files, from their menus and by Ctrl+Shift+E."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, own_settings, shown

from communes import VILLAGES, CommuneOf, Row
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.edit_view import EditView
from nsnt_desktop.ui.figures import FiguresPage
from nsnt_desktop.ui.grid_columns import COLUMNS
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.jobs import wait_for_jobs
from nsnt_desktop.ui.table_export import KEY
from nsnt_desktop.ui.villages import VillagesPage

ROWS: list[Row] = [
    {"head": "=1+1", "code": "007", "persons": 4, "clean": True, "litres_per_month": 12_345},
    {"head": "Lê Văn Được", "persons": None, "poverty": Poverty.POOR, "village": VILLAGES[1]},
    {"head": "Trịnh Thị Hoà", "persons": 10, "clean": False, "village": VILLAGES[1]},
]


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path) -> None:
    own_settings(tmp_path)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was proposed as the file's name."""
    proposed: list[str] = []

    def save_file(
        self: FakeDialogs, _parent: QWidget, title: str, suggested: str, _kinds: str
    ) -> Path | None:
        proposed.append(suggested)
        answer = self._answer(title)
        return answer if isinstance(answer, Path) else None

    monkeypatch.setattr(FakeDialogs, "save_file", save_file)
    return proposed


def _wait(qtbot: QtBot, said: list[tuple[str, bool]], words: str) -> None:
    wait_for_jobs()
    qtbot.waitUntil(lambda: any(sentence.startswith(words) for sentence, _ in said), timeout=20_000)


def _rows(path: Path) -> list[tuple[Any, ...]]:
    return list(load_workbook(path).worksheets[0].values)


def _choose(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


def test_the_table_in_sight_is_saved_where_the_officer_says(
    qtbot: QtBot, commune_of: CommuneOf, tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, dialogs, said = shown(qtbot, FiguresPage, commune_of(ROWS))
    table = page.part().shown_table()
    assert table is not None
    target = tmp_path / "bảng"
    dialogs.answers = [target]
    _choose(page.export_menu(), "Bảng đang xem…")
    _wait(qtbot, said, "Đã lưu «bảng.xlsx»")
    assert asked[0].endswith("-2024.xlsx")
    saved = _rows(tmp_path / "bảng.xlsx")
    assert saved[0][0] == "UBND xã Cẩm Tân – năm 2024"
    assert saved[1][0] == table.accessibleName()
    assert len(saved) == 4 + len(table.lines.lines)
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    _choose(page.export_menu(), "Mở thư mục vừa lưu")
    assert opened == [str(tmp_path)]


def test_the_workbook_of_all_figures_is_saved_from_the_same_button(
    qtbot: QtBot, commune_of: CommuneOf, tmp_path: Path, asked: list[str]
) -> None:
    page, dialogs, said = shown(qtbot, FiguresPage, commune_of(ROWS))
    dialogs.answers = [tmp_path / "mọi chỉ số.xlsx"]
    _choose(page.export_menu(), "Mọi chỉ số kèm danh sách hộ và công thức…")
    _wait(qtbot, said, "Đã lưu «mọi chỉ số.xlsx»")
    assert asked == ["so-lieu-va-cong-thuc-2024.xlsx"]
    assert load_workbook(tmp_path / "mọi chỉ số.xlsx").sheetnames[:2] == ["Cách kiểm tra", "Sáu chỉ số"]


def test_a_file_held_by_excel_is_told_and_the_old_one_stays(
    qtbot: QtBot, commune_of: CommuneOf, tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, dialogs, said = shown(qtbot, FiguresPage, commune_of(ROWS))
    table = page.part().shown_table()
    assert table is not None
    target = tmp_path / "bảng.xlsx"
    target.write_text("cũ")

    def held(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "held")

    monkeypatch.setattr(Path, "replace", held)
    dialogs.answers = [target]
    table.export()
    _wait(qtbot, said, "Không lưu được tệp «bảng.xlsx»")
    assert "hãy đóng tệp đó" in said[-1][0]
    assert said[-1][1]
    assert target.read_text() == "cũ"
    assert not list(tmp_path.glob("~*"))
    monkeypatch.undo()
    assert len(asked) == 1
    assert not page.exporting.busy


def test_a_table_is_saved_by_its_key_and_its_menu(
    qtbot: QtBot, commune_of: CommuneOf, tmp_path: Path, asked: list[str]
) -> None:
    page, dialogs, said = shown(qtbot, FiguresPage, commune_of(ROWS))
    table = page.part().shown_table()
    assert table is not None
    dialogs.answers = [tmp_path / "một.xlsx", None, tmp_path / "hai.xlsx"]
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QApplication.sendEvent(table, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_E, held))
    _wait(qtbot, said, "Đã lưu «một.xlsx»")
    table.export()  # given up
    assert len(asked) == 2
    assert Path(asked[1]).parent == tmp_path  # where the last one went
    _choose(table.menu(), "Xuất ra Excel…")
    _wait(qtbot, said, "Đã lưu «hai.xlsx»")
    assert (tmp_path / "một.xlsx").exists()
    assert [action.text() for action in table.menu().actions()] == [
        "Chép bảng",
        "Xuất ra Excel…",
        "Mở thư mục vừa lưu",
    ]


def test_the_list_of_households_is_saved_as_filtered_and_sorted_with_every_column(
    qtbot: QtBot, commune_of: CommuneOf, tmp_path: Path, asked: list[str]
) -> None:
    page, dialogs, said = shown(qtbot, HouseholdsPage, commune_of(ROWS))
    second = list(page.model.reader.lists.village_names)[1]
    page.show_argument({"village_id": second})
    page.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    dialogs.answers = [tmp_path / "hộ.xlsx", tmp_path / "mọi hộ.xlsx"]
    page.export()
    _wait(qtbot, said, "Đã lưu «hộ.xlsx»")
    saved = _rows(tmp_path / "hộ.xlsx")
    assert saved[1][0] == f"Danh sách hộ – {VILLAGES[1]}: 2 hộ"
    assert list(saved[3]) == [column.name for column in COLUMNS]
    assert [row[0] for row in saved[4:]] == ["Trịnh Thị Hoà", "Lê Văn Được"]
    assert [row[saved[3].index("Số khẩu")] for row in saved[4:]] == [10, None]
    assert [row[saved[3].index("Hộ nghèo, cận nghèo")] for row in saved[4:]] == ["Chưa xác định", "Hộ nghèo"]
    page.show_argument({})
    _choose(page.work_menu(), "Xuất danh sách đang xem ra Excel…")
    _wait(qtbot, said, "Đã lưu «mọi hộ.xlsx»")
    first = next(row for row in _rows(tmp_path / "mọi hộ.xlsx") if row[0] == "=1+1")
    assert first[saved[3].index("Nước sạch dùng, m³/tháng")] == 12.345
    assert first[saved[3].index("Mã hộ")] == "007"
    assert asked[0] == "danh-sach-ho-thon-do-thuong-2024.xlsx"


def test_a_table_that_is_edited_in_place_is_saved_too(
    qtbot: QtBot, data: DataFile, tmp_path: Path, asked: list[str]
) -> None:
    page, dialogs, said = shown(qtbot, VillagesPage, data)
    view = page.findChild(EditView)
    assert isinstance(view, EditView)
    dialogs.answers = [tmp_path / "thôn.xlsx"]
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_E, held))
    _wait(qtbot, said, "Đã lưu «thôn.xlsx»")
    saved = _rows(tmp_path / "thôn.xlsx")
    assert len(asked) == 1
    assert [column.heading.replace("\n", " ") for column in view.rows.columns] == list(saved[3])
    assert [VILLAGES[at] in row for at, row in enumerate(saved[4:])] == [True, True]
    assert 0 in saved[4]


def test_the_key_is_the_same_everywhere(qtbot: QtBot, data: DataFile) -> None:
    page, _, _ = shown(qtbot, HouseholdsPage, data)
    keys = [action.shortcut().toString() for action in page.work_menu().actions()]
    assert KEY in keys
