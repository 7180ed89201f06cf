import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from screens_support import FakeDialogs, own_settings, shown

from communes import VILLAGES, CommuneOf
from nsnt_desktop.charts.chart import Bars, Lines
from nsnt_desktop.charts.look import screen_look
from nsnt_desktop.charts.pen import width_of
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.app import make_application
from nsnt_desktop.ui.chart_view import PICTURE_SCALE, PICTURE_WIDTH, ChartView, chart_picture
from nsnt_desktop.ui.figure_charts import ChartsTab, Kind
from nsnt_desktop.ui.figures import FiguresPage

ROWS = [
    {"year": year, "village": village, "hygienic": True, "clean": clean, "poverty": Poverty.NONE}
    for year in (2023, 2024)
    for village, clean in ((VILLAGES[0], True), (VILLAGES[1], False), (VILLAGES[1], year == 2024))
]


@pytest.fixture(autouse=True)
def saving_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    def save_file(self: FakeDialogs, _parent: QWidget, _title: str, name: str, _kinds: str) -> Path | None:
        answer = self._answer(name)
        return answer if isinstance(answer, Path) else None

    monkeypatch.setattr(FakeDialogs, "save_file", save_file)


def tab_of(qtbot: QtBot, data: DataFile) -> tuple[ChartsTab, FakeDialogs, list[tuple[str, bool]]]:
    page, dialogs, said = shown(qtbot, FiguresPage, data)
    return page.bring(ChartsTab), dialogs, said


def ink(picture: QImage, background: str) -> int:
    """Return how many pixels of every tenth are not background."""
    plain = QColor(background).rgb()
    spots = [(x, y) for x in range(0, picture.width(), 10) for y in range(0, picture.height(), 3)]
    return sum(picture.pixelColor(x, y).rgb() != plain for x, y in spots)


def test_each_chart_says_the_same_as_the_tables(qtbot: QtBot, commune_of: CommuneOf) -> None:
    tab, _, _ = tab_of(qtbot, commune_of(ROWS))
    told = {}
    for kind in Kind:
        tab.show_argument(kind)
        told[kind] = tab.view.accessibleDescription()
        assert tab.name.text() == tab.view.accessibleName()
    assert "2. Sạch đạt quy chuẩn: 66,7\u00a0% (năm 2023: 33,3\u00a0%)" in told[Kind.INDICATORS]
    assert f"{VILLAGES[0]}: 100,0\u00a0%; {VILLAGES[1]}: 50,0\u00a0%" in told[Kind.VILLAGES]
    assert "3 hộ (100,0\u00a0%)" in told[Kind.SOURCES]
    assert "không theo dõi công trình" in told[Kind.CLASSES]
    assert "2023: 33,3\u00a0%, 2024: 66,7\u00a0%" in told[Kind.YEARS]


def test_the_villages_are_ranked_by_the_indicator_chosen(qtbot: QtBot, commune_of: CommuneOf) -> None:
    tab, _, _ = tab_of(qtbot, commune_of(ROWS))
    assert not tab.code.isVisible()
    tab.show_argument(Kind.VILLAGES)
    assert tab.code.isVisible()
    tab.code.choose("1")
    tab.code.activated.emit(tab.code.currentIndex())
    assert tab.name.text() == "Các thôn theo chỉ số 1 (Hợp vệ sinh), năm 2024"
    assert isinstance(tab.view.chart, Bars)
    assert [bar.said for bar in tab.view.chart.panels[0].bars] == ["100,0\u00a0%"] * 2


def test_an_empty_year_says_why_and_offers_no_picture(qtbot: QtBot, data: DataFile) -> None:
    tab, _, _ = tab_of(qtbot, data)
    for kind in Kind:
        tab.show_argument(kind)
        assert tab.view.chart is not None
        assert tab.view.chart.empty
        assert not tab.copy.isEnabled()
        assert not tab.save.isEnabled()


def test_a_chart_is_copied_as_a_sharp_picture_on_white(qtbot: QtBot, commune_of: CommuneOf) -> None:
    tab, _, said = tab_of(qtbot, commune_of(ROWS))
    QGuiApplication.clipboard().clear()
    tab.copy.click()
    picture = QGuiApplication.clipboard().image()
    assert picture.width() >= PICTURE_SCALE * PICTURE_WIDTH >= 2 * PICTURE_WIDTH
    assert picture.pixelColor(0, 0) == QColor("white")
    assert ink(picture, "white") > 500
    assert said[-1] == ("Đã chép hình. Mở Word và bấm Ctrl+V để dán.", False)


@pytest.mark.parametrize(("typed", "kept"), [("a.pdf", "a.pdf"), ("a.png", "a.png"), ("a.b", "a.b.png")])
def test_a_chart_is_saved(qtbot: QtBot, commune_of: CommuneOf, tmp_path: Path, typed: str, kept: str) -> None:
    tab, dialogs, said = tab_of(qtbot, commune_of(ROWS))
    dialogs.answers = [tmp_path / typed]
    tab.save.click()
    assert dialogs.asked == ["bieu-do-indicators-2024.png"]
    assert (tmp_path / kept).read_bytes()[:4] == (b"%PDF" if kept.endswith("pdf") else b"\x89PNG")
    assert said[-1] == (f"Đã lưu biểu đồ vào tệp «{kept}».", False)


def test_a_place_that_refuses_is_said_and_giving_up_writes_nothing(
    qtbot: QtBot, commune_of: CommuneOf, tmp_path: Path
) -> None:
    tab, dialogs, said = tab_of(qtbot, commune_of(ROWS))
    dialogs.answers = [tmp_path / "gone" / "a.png", None]
    tab.save.click()
    assert "không tìm thấy thư mục" in dialogs.asked[-1]
    tab.save.click()
    assert len(dialogs.asked) == 3  # twice where to, once what went wrong
    assert said == []


def test_the_screen_draws_the_chart_in_the_height_it_needs(qtbot: QtBot, commune_of: CommuneOf) -> None:
    tab, _, _ = tab_of(qtbot, commune_of(ROWS))
    needed = tab.view.heightForWidth(tab.view.width())
    qtbot.waitUntil(lambda: tab.view.height() == needed)
    assert ink(tab.view.grab().toImage(), "#ffffff") > 300
    tab.show_argument(Kind.CLASSES)
    assert tab.view.heightForWidth(600) < needed


def test_a_chart_that_fills_its_place_follows_it(qtbot: QtBot) -> None:
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    assert view.heightForWidth(400) == -1
    view.show_chart(Lines("Các năm", empty="Chưa có gì để vẽ."))
    qtbot.waitUntil(lambda: ink(view.grab().toImage(), "#ffffff") > 0)
    assert chart_picture(Lines("Các năm", empty="Chưa có gì để vẽ.")).height() > 100


def test_the_window_stands_before_the_library_of_charts_is_loaded() -> None:
    asked = (
        "import sys, nsnt_desktop.ui.main_window, nsnt_desktop.ui.overview, nsnt_desktop.ui.figures;"
        "print([m for m in sys.modules if m.startswith('reportlab')])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.usefixtures("qtbot")
def test_the_screens_typeface_is_the_one_measured_with(tmp_path: Path) -> None:
    """What reportlab measured is what Qt paints, to a pixel in a hundred letters."""
    own_settings(tmp_path)
    make_application()
    words = "Tỷ lệ hộ được sử dụng nước sạch đạt quy chuẩn Ữ Ợ Ẫ 57,6 % "
    font = QFont("Noto Sans")
    font.setPixelSize(12)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    assert QFontMetricsF(font).horizontalAdvance(words) == pytest.approx(
        width_of(words, screen_look(dark=False)), abs=1
    )
