"""One autumn as the officer acts it: from nothing, through two village lists, to the report on disk."""

import json
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, own_settings
from typing_vi import press, type_text

from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.registry.new_commune import NewCommune, create_commune
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.backup import list_backups
from nsnt_desktop.storage.datafile import open_data_file
from nsnt_desktop.ui.app import Desk, make_application
from nsnt_desktop.ui.first_run import FirstRun
from nsnt_desktop.ui.household_new import AddHousehold
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.imports import ImportsPage
from nsnt_desktop.ui.jobs import wait_for_jobs
from nsnt_desktop.ui.main_window import MainWindow
from nsnt_desktop.ui.papers import PapersPage

LISTS = Path(__file__).parents[1] / "importing" / "data"


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:  # noqa: ARG001 - Qt first
    own_settings(tmp_path)
    make_application()
    made = Desk(FakeDialogs())
    yield made
    if made.window is not None:
        made.window.close()
    wait_for_jobs()


def main_window(desk: Desk) -> MainWindow:
    assert isinstance(desk.window, MainWindow)
    return desk.window


def take_in(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    window.show_page("imports")
    page = window.page()
    assert isinstance(page, ImportsPage)
    page.take([path])
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.walk, timeout=10_000)
    page.walk.on.click()
    qtbot.waitUntil(page.preview.apply.isEnabled, timeout=10_000)
    page.preview.apply.click()
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 0, timeout=10_000)


def type_household(dialog: QDialog) -> None:
    assert isinstance(dialog, AddHousehold)
    dialog.village.choose(2)
    type_text(dialog.head, "Trịnh Thị Thuở")
    type_text(dialog.persons, "3")
    press(dialog.persons, Qt.Key.Key_Return)


def test_from_two_lists_to_the_report_on_disk(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "Cẩm Tân.nsnt"
    desk.show(create_commune(path, NewCommune("Cẩm Tân", 2024, ["Thôn Phác Lê", "Thôn 1"])))
    window = main_window(desk)
    take_in(qtbot, window, LISTS / "1-phac-le-bieu-in.xlsx")
    take_in(qtbot, window, LISTS / "2-thon-1-nfd.xlsx")

    # The figures on screen are the truth about the two files.
    expected = json.loads((LISTS / "expected.json").read_text(encoding="utf-8"))
    with window.context.data.reading() as session:
        figures = compute_year(session, find_year(session))
    for village, name in zip(figures.villages, ("1-phac-le-bieu-in.xlsx", "2-thon-1-nfd.xlsx"), strict=True):
        truth = expected[name]["indicators"]
        assert (village.counts.households, village.counts.persons) == (truth["households"], truth["persons"])
        for code in ("1", "2", "2a", "2b", "3", "4"):
            assert village.indicator(code).rounded() == truth[code], (name, code)

    # A household is typed in by hand, as from paper.
    window.show_page("households")
    households = window.page()
    assert isinstance(households, HouseholdsPage)
    desk.dialogs.answers = [type_household]  # type: ignore[attr-defined]
    households.add()

    # The report is made, looked through, and saved.
    window.show_page("papers", "report")
    papers = window.page()
    assert isinstance(papers, PapersPage)
    walk = papers.stack.currentWidget()
    folder = tmp_path / "Văn bản"
    folder.mkdir()
    desk.dialogs.answers = [folder]  # type: ignore[attr-defined]
    walk.go_to(3)  # type: ignore[union-attr]
    save = walk.steps[3]  # type: ignore[union-attr]
    save.save.click()
    qtbot.waitUntil(lambda: save.done.text().startswith("Đã lưu"), timeout=20_000)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(folder / "bao-cao-2024.pdf").pages)
    assert "333" in text  # 172 + 160 + the one typed in
    words = "\n".join(p.text for p in Document(str(folder / "bao-cao-2024.docx")).paragraphs)
    assert "BÁO CÁO" in words

    # Closing backs up what changed and lets go of the file.
    window.close()
    assert len(list_backups(path)) == 1
    again = open_data_file(path)
    with again.reading() as session:
        assert compute_year(session, find_year(session)).commune.counts.households == 333
    again.close()


def test_another_file_can_be_opened_from_the_window(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    desk.show(create_commune(tmp_path / "a.nsnt", NewCommune("Cẩm Tân", 2024, ["Thôn 1"])))
    first = main_window(desk)
    first.other_file.click()
    assert isinstance(desk.window, FirstRun)
    qtbot.addWidget(desk.window)
    assert not first.isVisible()
    open_data_file(tmp_path / "a.nsnt").close()  # its lock is free again
