"""Every page that shows figures, on communes that lack something: a dash and why, never a share made up."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, own_settings
from sqlalchemy import select

from bad_communes import BAD, NOTHING_ASSESSED, invented_shares, stray_words
from nsnt_desktop.models import HouseholdRecord
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.app import make_application
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.figure_outlook import OutlookTab
from nsnt_desktop.ui.figure_warnings import PARTS, WaterWarningsTab
from nsnt_desktop.ui.figures import TABS, FiguresPage
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.jobs import wait_for_jobs
from nsnt_desktop.ui.main_window import MainWindow

Open = Callable[[str], MainWindow]
_ACROSS = Qt.Orientation.Horizontal
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, data: DataFile, tmp_path: Path) -> Iterator[Open]:  # noqa: ARG001
    own_settings(tmp_path)
    make_application()

    def opened(lacking: str) -> MainWindow:
        BAD[lacking](data)
        made = MainWindow(Context(data, 2024, FakeDialogs()))
        made.resize(1366, 768)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitExposed(made)
        return made

    yield opened
    wait_for_jobs()


def words_on(page: QWidget) -> str:
    """Return every word that is in sight, those under the mouse and those for screen readers too."""
    QApplication.processEvents()
    said = [page.accessibleDescription()]
    for widget in page.findChildren(QWidget):
        if widget.isVisibleTo(page):
            said += [widget.toolTip(), widget.accessibleDescription()]
            if isinstance(widget, QLabel | QAbstractButton):
                said.append(widget.text())
            if isinstance(widget, QTableView):
                said += _cells(widget)
    return "\n".join(said)


def _cells(table: QTableView) -> list[str]:
    model = table.model()
    # The households of a group are a share of the commune's whatever is known of them.
    shares = {at for at in range(model.columnCount()) if model.headerData(at, _ACROSS) == "Số hộ"}
    columns = [at for at in range(model.columnCount()) if at not in shares and not table.isColumnHidden(at)]
    told = [
        model.index(row, at).data(role) for row in range(model.rowCount()) for at in columns for role in ROLES
    ]
    return [str(one) for one in told if one is not None]


def check(page: QWidget, lacking: str, *, supposing: bool = False) -> str:
    """supposing: the page tells what shares would be if households met the standard."""
    said = words_on(page)
    assert stray_words(said) == []
    if lacking in NOTHING_ASSESSED and not supposing:
        assert invented_shares(said) == []
    return said


@pytest.mark.parametrize("lacking", BAD)
def test_every_tab_of_the_figures(window: Open, lacking: str) -> None:
    shown = window(lacking)
    shown.show_page("figures")
    page = shown.page()
    assert isinstance(page, FiguresPage)
    for tab in TABS:
        made = page.bring(tab)
        supposing = isinstance(made, OutlookTab)
        if isinstance(made, OutlookTab | WaterWarningsTab):  # several parts, one in sight
            for at in range(len(made.chips)):
                made.bring(at)
                check(page, lacking, supposing=supposing)
        said = check(page, lacking, supposing=supposing)
        if lacking == "no households":
            assert any(words in said for words in ("—", "chưa", "Chưa", "không có", "Không có")), tab.key


@pytest.mark.parametrize("lacking", BAD)
def test_every_other_page(window: Open, lacking: str) -> None:
    shown = window(lacking)
    for key in ("overview", "findings", "villages", "schemes", "households", "papers"):
        shown.show_page(key)
        check(shown.page(), lacking)


@pytest.mark.parametrize("lacking", BAD)
def test_the_form_of_a_household(window: Open, data: DataFile, lacking: str) -> None:
    shown = window(lacking)
    with data.reading() as session:
        year = find_year(session, 2024)
        record = session.scalars(select(HouseholdRecord.id).where(HouseholdRecord.year_id == year.id)).first()
    shown.context.go("households", {"record_id": record})
    page = shown.page()
    assert isinstance(page, HouseholdsPage)
    if record is None:
        assert page.form.record_id is None
    else:
        page.form.show_record(record)
        page.form.show_rest()
    assert stray_words(words_on(page)) == []


@pytest.mark.parametrize(
    ("at", "lacking", "said"),
    [
        (0, "no households", "Thiếu nước mùa khô: chưa đánh giá, chưa có hộ nào."),
        (0, "everything unknown", "Thiếu nước mùa khô: chưa đánh giá, cả 4 hộ chưa ghi mục này."),
        (0, "no poor households", "Thiếu nước mùa khô: không có hộ nào trong 2 hộ đã ghi."),
        (1, "no households", "Nguy cơ ô nhiễm nguồn nước: chưa đánh giá, chưa có hộ nào."),
        (1, "no schemes", "Nguy cơ ô nhiễm nguồn nước: chưa ghi nhận hộ nào; 2 hộ để trống mục này."),
        (2, "no households", "không có công trình được theo dõi. Xét nghiệm riêng của hộ: chưa có."),
        (3, "no schemes", "Không có hộ nào được tính dùng nước sạch từ công trình không có kết quả"),
    ],
)
def test_an_empty_warning_says_so(window: Open, at: int, lacking: str, said: str) -> None:
    shown = window(lacking)
    shown.show_page("figures")
    page = shown.page()
    assert isinstance(page, FiguresPage)
    tab = page.bring(WaterWarningsTab)
    tab.bring(at)
    assert said in tab.told.text()
    assert tab.chips[at].text() == PARTS[at].name  # no number where there is nothing
