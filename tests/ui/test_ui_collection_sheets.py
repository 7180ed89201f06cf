"""The menu of collection sheets: what it offers, saves, prints and says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs

from communes import CommuneOf
from nsnt_desktop.importing.intake import preview_list
from nsnt_desktop.importing.list_file import read_list
from nsnt_desktop.importing.outgoing.list_template import save_village_lists
from nsnt_desktop.registry.register import load_register
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.collection_sheets import CollectionSheetMenu, collection_sheet_menu
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.import_lines import done_sentence

ROWS: list[dict[str, Any]] = [
    {"head": "Lê Văn An", "persons": 4},
    {"head": "Ngô Thị Bé", "village": "Thôn Do Thượng"},
]
Said = list[tuple[str, bool]]
Shown = tuple[CollectionSheetMenu, FakeDialogs, Said]


def pdf_text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def menu_of(qtbot: QtBot, data: DataFile, village_id: int | None) -> Iterator[Shown]:
    parent, dialogs = QWidget(), FakeDialogs()  # the menu goes with its parent: kept to the end of the test
    qtbot.addWidget(parent)
    context = Context(data, 2024, dialogs)
    said: Said = []
    context.noticed.connect(lambda sentence, fault: said.append((sentence, fault)))
    yield collection_sheet_menu(context, parent, village_id), dialogs, said


@pytest.fixture
def of_all(qtbot: QtBot, commune_of: CommuneOf) -> Iterator[Shown]:
    yield from menu_of(qtbot, commune_of(ROWS), None)


@pytest.fixture
def of_one(qtbot: QtBot, commune_of: CommuneOf) -> Iterator[Shown]:
    yield from menu_of(qtbot, commune_of(ROWS), 1)


def offered(menu: CollectionSheetMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.isVisible() and not action.isSeparator()]


def action(menu: CollectionSheetMenu, words: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == words)


def save(qtbot: QtBot, shown: Shown, words: str, folder: Path) -> list[str]:
    """Choose an entry, answer the folder, and return the files that stand in it then."""
    menu, dialogs, said = shown
    dialogs.answers = [folder]
    action(menu, words).trigger()
    assert said[-1] == ("Đang lập phiếu thu thập…", False)
    assert not menu.isEnabled()
    qtbot.waitUntil(menu.isEnabled, timeout=15_000)
    return sorted(path.name for path in folder.iterdir())


def test_one_village_has_four_sheets_and_the_printer(of_one: Shown) -> None:
    assert offered(of_one[0]) == [
        "Phiếu trống – PDF…",
        "Phiếu điền sẵn số liệu – PDF…",
        "Phiếu trống – Excel…",
        "Phiếu điền sẵn số liệu – Excel…",
        "In phiếu trống…",
        "In phiếu điền sẵn số liệu…",
    ]


def test_all_villages_can_also_stand_in_one_file(of_all: Shown) -> None:
    menu = of_all[0]
    assert [words for words in offered(menu) if "một tệp PDF" in words] == [
        "Phiếu trống – một tệp PDF…",
        "Phiếu điền sẵn số liệu – một tệp PDF…",
    ]
    headings = [a.text() for a in menu.actions() if a.text() and a.isVisible() and not a.isEnabled()]
    assert headings == ["Của mọi thôn, mỗi thôn một tệp", "Của mọi thôn, gộp làm một"]
    menu.village_id = 1
    menu.aboutToShow.emit()
    assert not [words for words in offered(menu) if "một tệp" in words]


def test_the_pdf_of_one_village(qtbot: QtBot, of_one: Shown, tmp_path: Path) -> None:
    folder = tmp_path / "Phiếu"
    folder.mkdir()
    names = save(qtbot, of_one, "Phiếu điền sẵn số liệu – PDF…", folder)
    assert names == ["phieu-dien-san-thon-phac-le-2024.pdf"]
    assert of_one[2][-1] == (f"Đã lưu phiếu «{names[0]}» vào {folder}.", False)
    text = pdf_text_of(folder / names[0])
    assert "Lê Văn An" in text
    assert "Ngô Thị Bé" not in text


def test_the_blank_pdfs_of_all_villages(qtbot: QtBot, of_all: Shown, tmp_path: Path) -> None:
    folder = tmp_path / "Phiếu"
    folder.mkdir()
    names = save(qtbot, of_all, "Phiếu trống – PDF…", folder)
    assert names == ["phieu-trong-thon-do-thuong-2024.pdf", "phieu-trong-thon-phac-le-2024.pdf"]
    assert of_all[2][-1] == (f"Đã lưu 2 phiếu thu thập vào {folder}.", False)
    assert "Lê Văn An" not in pdf_text_of(folder / names[1])


def test_all_villages_in_one_pdf(qtbot: QtBot, of_all: Shown, tmp_path: Path) -> None:
    folder = tmp_path / "Phiếu"
    folder.mkdir()
    names = save(qtbot, of_all, "Phiếu điền sẵn số liệu – một tệp PDF…", folder)
    assert names == ["phieu-dien-san-cac-thon-2024.pdf"]
    text = pdf_text_of(folder / names[0])
    assert "Lê Văn An" in text
    assert "Ngô Thị Bé" in text


@pytest.mark.parametrize("kind", ["trong", "dien-san"])
def test_the_excel_sheet_of_one_village(qtbot: QtBot, of_one: Shown, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "Phiếu"
    folder.mkdir()
    words = {"trong": "Phiếu trống – Excel…", "dien-san": "Phiếu điền sẵn số liệu – Excel…"}[kind]
    names = save(qtbot, of_one, words, folder)
    assert names == [f"phieu-{kind}-thon-phac-le-2024.xlsx"]
    sheet = openpyxl.load_workbook(folder / names[0]).worksheets[0]
    heads = [cell.value for cell in sheet["C"]]
    assert ("Lê Văn An" in heads) == (kind == "dien-san")


def test_giving_up_saves_nothing_and_says_nothing(of_one: Shown) -> None:
    menu, dialogs, said = of_one
    dialogs.answers = [None]
    action(menu, "Phiếu trống – PDF…").trigger()
    assert not said
    assert menu.isEnabled()


def test_a_folder_that_is_gone_is_told_and_the_menu_works_again(
    qtbot: QtBot, of_one: Shown, tmp_path: Path
) -> None:
    menu, dialogs, said = of_one
    for words in ("Phiếu trống – PDF…", "Phiếu trống – Excel…"):
        dialogs.answers = [tmp_path / "rút ra"]
        action(menu, words).trigger()
        qtbot.waitUntil(menu.isEnabled, timeout=15_000)
        sentence, fault = said[-1]
        assert fault
        assert "không tìm thấy thư mục" in sentence
        assert not menu.open_folder.isVisible()


def test_the_folder_can_be_opened_afterwards(
    qtbot: QtBot, of_one: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    menu = of_one[0]
    assert not menu.open_folder.isVisible()
    folder = tmp_path / "Phiếu"
    folder.mkdir()
    save(qtbot, of_one, "Phiếu trống – Excel…", folder)
    assert menu.open_folder.isVisible()
    menu.open_folder.trigger()
    assert [Path(url.toLocalFile()) for url in opened] == [folder]


def test_the_sheet_is_printed_across(
    qtbot: QtBot, of_one: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    menu, dialogs, said = of_one
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    monkeypatch.setattr(dialogs, "printer", lambda _parent: printer)
    menu.print_filled.trigger()
    qtbot.waitUntil(lambda: len(said) > 1, timeout=30_000)
    assert said[-1] == ("Đã gửi 1 trang tới máy in.", False)
    (page,) = PdfReader(tmp_path / "in.pdf").pages
    assert page.mediabox.width > page.mediabox.height


def test_no_printer_chosen_prints_nothing(
    qtbot: QtBot, of_one: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    menu, dialogs, said = of_one
    asked: list[QWidget] = []
    monkeypatch.setattr(dialogs, "printer", asked.append)
    menu.print_blank.trigger()
    qtbot.waitUntil(lambda: bool(asked), timeout=15_000)
    assert menu.isEnabled()
    assert [sentence for sentence, _ in said] == ["Đang lập phiếu thu thập…"]


def test_what_the_village_head_declared_is_told_once_it_is_taken_in(
    commune_of: CommuneOf, tmp_path: Path
) -> None:
    data = commune_of(ROWS)
    (path,) = save_village_lists(data, 2024, tmp_path, village_ids=[1])
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for cell in sheet["C"]:
        if cell.value == "Tổng số hộ của thôn":
            sheet.cell(cell.row, 4).value = 1
        elif cell.value == "Tổng số hộ nghèo của thôn":
            sheet.cell(cell.row, 4).value = 0
    book.save(path)
    with data.reading() as session:
        register = load_register(session, find_year(session))
    said = done_sentence(preview_list(read_list(path), register), register)
    assert said.endswith(": 0 mới, 0 thay đổi, 1 giữ nguyên. Thôn khai báo: 1 hộ, 0 hộ nghèo.")
