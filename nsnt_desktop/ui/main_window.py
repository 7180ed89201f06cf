"""The main window: where I am (left), which year (top), the page, what happened (bottom)."""

from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import QByteArray, QSettings, QSize, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models.words import SAMPLE_MARK
from nsnt_desktop.registry.office import Office
from nsnt_desktop.registry.places import load_office
from nsnt_desktop.registry.undo import latest_action
from nsnt_desktop.registry.years import list_years
from nsnt_desktop.storage.backup import list_backups, make_backup
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.icons import icon
from nsnt_desktop.ui.jobs import end_jobs
from nsnt_desktop.ui.progress_line import ProgressLine
from nsnt_desktop.ui.theme import apply_theme, colours
from nsnt_desktop.ui.widgets import (
    ElidedLabel,
    Page,
    badge,
    button,
    column,
    label,
    recolour,
    restyle,
    row,
)
from nsnt_desktop.ui.years import PLACE as YEAR
from nsnt_desktop.ui.years import YearBox

PAGES = (
    ("overview", "Tổng quan", "layout-dashboard", "OverviewPage"),
    ("villages", "Thôn", "map-pin", "VillagesPage"),
    ("households", "Hộ gia đình", "users", "HouseholdsPage"),
    ("schemes", "Công trình cấp nước", "droplets", "SchemesPage"),
    ("imports", "Nhập từ Excel", "file-spreadsheet", "ImportsPage"),
    ("findings", "Kiểm tra số liệu", "clipboard-check", "FindingsPage"),
    ("figures", "Chỉ số", "chart-column", "FiguresPage"),
    ("papers", "Văn bản", "file-text", "PapersPage"),
    ("backups", "Sao lưu", "archive-restore", "BackupsPage"),
    ("settings", "Cài đặt", "settings", "SettingsPage"),
)
"""Key (the module nsnt_desktop/ui/<key>.py), title, icon, class; a page is made when first shown."""

_GEOMETRY = "window/geometry"
SPARE = 600
"""Milliseconds after which a window just opened uses the time nobody asks for."""
WIDE = 1120
"""Below this width (in points) the navigation shows icons only."""


class MainWindow(QMainWindow):
    """One open data file."""

    def __init__(self, context: Context, on_other_file: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.context = context
        with context.data.reading() as session:
            self._opened_at_action = latest_action(session)
        self._pages: dict[str, Page] = {}
        self._buttons: dict[str, QPushButton] = {}
        self.setMinimumSize(880, 480)
        self.stack = QStackedWidget()
        self.progress = ProgressLine()
        self.progress.setObjectName("progress")
        right = column(self._make_top(), self.stack, self.progress, self._make_notice(), gap=0)
        holder = QWidget()
        whole = row(self._make_nav(), gap=0)
        whole.addLayout(right, 1)
        holder.setLayout(whole)
        self.setCentralWidget(holder)
        self._status = ElidedLabel()
        self.statusBar().addWidget(self._status)
        self.statusBar().addPermanentWidget(label("Bộ chỉ số theo Quyết định 1893/QĐ-BNN-TL"))
        if on_other_file is not None:
            self.other_file = button("Mở tệp khác…", "link", "folder-open")
            self.other_file.clicked.connect(on_other_file)
            self.statusBar().addPermanentWidget(self.other_file)
        self._connect()
        self._refresh_frame()
        self.show_page("overview")
        # The page most worked on, and the longest to make, stands ready before it is asked for.
        self._spare = QTimer(self, singleShot=True, interval=SPARE)
        self._spare.timeout.connect(self._make_ready)
        self._spare.start()

    # What stands around the page

    def _make_nav(self) -> QWidget:
        self._nav = QFrame()
        self._nav.setObjectName("nav")
        self._brand = label("Nước sạch nông thôn", "h2")
        self._office = label("", "dim", wrap=True)
        for key, title, icon_name, _ in PAGES:
            made = QPushButton(title)
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.setToolTip(title)
            made.setAccessibleName(title)
            made.setIconSize(QSize(18, 18))
            made.setProperty("icon_name", icon_name)
            made.clicked.connect(lambda _checked=False, k=key: self.show_page(k))
            self._buttons[key] = made
        made_buttons = list(self._buttons.values())
        head = column(self._brand, self._office, gap=0)
        head.setContentsMargins(12, 12, 12, 8)
        layout = column(head, *made_buttons[:-2], None, *made_buttons[-2:], gap=1)
        layout.setContentsMargins(0, 0, 0, 8)
        self._nav.setLayout(layout)
        return self._nav

    def _make_top(self) -> QWidget:
        top = QFrame()
        top.setObjectName("top")
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(180)
        self.search.setMaximumWidth(380)
        self._typing = QTimer(self, singleShot=True, interval=150)
        self._typing.timeout.connect(self._search_households)
        self.search.textEdited.connect(lambda _text: self._typing.start())
        self.search.returnPressed.connect(self._search_households)
        self.year_box = YearBox(self.context)
        self._sample = badge("", "warning")
        layout = row(self.search, None, self._sample, self.year_box, gap=10)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setStretch(0, 1)
        top.setLayout(layout)
        return top

    def _make_notice(self) -> QWidget:
        self.notice = QFrame()
        self.notice.setObjectName("notice")
        self.notice_text = label("", wrap=True)
        self.notice_undo = button("Hoàn tác", "link", "undo-2")
        self.notice_undo.clicked.connect(self.context.undo)
        close = button("Đóng", "link")
        close.clicked.connect(self.notice.hide)
        layout = row(self.notice_text, self.notice_undo, close)
        layout.setStretch(0, 1)
        layout.setContentsMargins(16, 6, 16, 6)
        self.notice.setLayout(layout)
        self.notice.hide()
        return self.notice

    def _connect(self) -> None:
        self.context.changed.connect(self._on_changed)
        self.context.year_changed.connect(lambda _year: self._on_changed(frozenset()))
        self.context.noticed.connect(self.say)
        self.context.went.connect(self._go)
        self.context.backed_up.connect(self._refresh_status)
        self.context.began.connect(self.progress.begin)
        self.context.progressed.connect(self.progress.tell)
        self.context.ended.connect(self.progress.end)
        self.progress.stopped.connect(self.context.stop)
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+F": self._focus_search,
            "Ctrl+Z": self.context.undo,
            "Ctrl+Y": self.context.redo,
            "F5": self._renew,
        }
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_scheme)

    # What happens

    def show_page(self, key: str, argument: object = None) -> None:
        """Show a page, made on first use; the argument is what another page asked it to show."""
        page = self._made(key)
        with self.context.trying():  # a year that cannot be read must not keep the window from opening
            page.refresh()
        if argument is not None:
            page.show_argument(argument)
            if key == "households" and not (isinstance(argument, dict) and "search" in argument):
                self._typing.stop()
                self.search.clear()  # the list now follows another filter
        self.stack.setCurrentWidget(page)
        self._buttons[key].setChecked(True)
        self._colour_nav()
        if QApplication.focusWidget() in self._buttons.values():
            self._buttons[key].setFocus()

    def _made(self, key: str) -> Page:
        if key not in self._pages:
            class_name = next(name for k, _, _, name in PAGES if k == key)
            page_class: type[Page] = getattr(import_module(f"nsnt_desktop.ui.{key}"), class_name)
            self._pages[key] = page_class(self.context)
            self.stack.addWidget(self._pages[key])
        return self._pages[key]

    def _make_ready(self) -> None:
        if "households" not in self._pages:
            with self.context.trying():
                self._made("households").refresh()

    def _go(self, place: str, argument: object) -> None:
        if place == YEAR:
            self.year_box.act(argument)
        else:
            self.show_page(place, argument)

    def page(self) -> Page:
        """Return the page shown now."""
        current = self.stack.currentWidget()
        assert isinstance(current, Page)  # noqa: S101 - for mypy: the stack holds pages only
        return current

    def say(self, sentence: str, fault: bool) -> None:
        """Show a sentence in the notice bar; a fault stays until it is closed or the next deed."""
        self.notice_text.setText(sentence)
        self.notice.setProperty("kind", "error" if fault else "done")
        restyle(self.notice)
        restyle(self.notice_text)
        self.notice_undo.setVisible(not fault and self.context.offers_undo)
        self.notice.show()

    def _on_changed(self, _tables: frozenset[str]) -> None:
        with self.context.data.reading() as session:
            newest = list_years(session)[0].year
            gone = all(y.year != self.context.year for y in list_years(session))
        if gone:  # its opening was undone
            self.context.set_year(newest)
            return
        self._refresh_frame()
        with self.context.trying():
            self.page().refresh()

    def _renew(self) -> None:
        self._refresh_frame()
        self.page().renew()

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _search_households(self) -> None:
        self.context.go("households", {"search": self.search.text()})

    def _refresh_frame(self) -> None:
        with self.context.data.reading() as session:
            office = load_office(session)
        self._show_office(office)
        self.year_box.refresh()
        self._refresh_status()

    def _show_office(self, office: Office) -> None:
        name = f"{office.unit.capitalize()} {office.commune}"
        self.setWindowTitle(
            f"{name} – Nước sạch nông thôn" + (f" ({SAMPLE_MARK})" if office.is_sample else "")
        )
        self._office.setText(name)
        self._sample.setText(SAMPLE_MARK.capitalize())
        self._sample.setVisible(office.is_sample)
        for key, made in self._buttons.items():
            made.setText("" if self._is_narrow() else next(t for k, t, _, _ in PAGES if k == key))
        self._colour_nav()

    def _colour_nav(self) -> None:
        for made in self._buttons.values():
            shown = colours().accent if made.isChecked() else colours().dim
            made.setIcon(icon(str(made.property("icon_name")), shown))

    def _refresh_status(self) -> None:
        backups = list_backups(self.context.data.path)
        last = f"Sao lưu gần nhất {vn.moment(backups[0].made_at)}" if backups else "Chưa có bản sao lưu"
        self._status.show_text(f"Mọi thay đổi được lưu ngay · {last} · {self.context.data.path}")

    def _is_narrow(self) -> bool:
        return self.width() < WIDE

    def _on_scheme(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app)
        for made in self.findChildren(QPushButton):
            recolour(made)
        self._refresh_frame()  # the navigation has its own colours

    def stand_as_before(self) -> None:
        """Take the size and place of last time, as far as the screen there is now has room."""
        saved = QSettings().value(_GEOMETRY)
        if isinstance(saved, QByteArray) and not self.isMaximized():
            self.restoreGeometry(saved)
            self.resize(self.size().boundedTo(self.screen().availableSize()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self._is_narrow()
        self._nav.setFixedWidth(48 if narrow else 196)
        self.search.setPlaceholderText(
            f"{'Tìm hộ' if narrow else 'Tìm hộ theo tên, mã, điện thoại'}…   Ctrl+F"
        )
        self._brand.setVisible(not narrow)
        self._office.setVisible(not narrow)
        for key, made in self._buttons.items():
            made.setText("" if narrow else next(t for k, t, _, _ in PAGES if k == key))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Back up what changed, then let go of the file; a backup that fails is told, the data is safe."""
        self._spare.stop()
        QSettings().setValue(_GEOMETRY, self.saveGeometry())
        QApplication.processEvents()
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()  # a field being typed in is saved as it is left
        end_jobs()
        try:
            with self.context.data.reading() as session:
                changed = latest_action(session) != self._opened_at_action
            if changed:
                make_backup(self.context.data.path)
        except KnownError as error:  # the notice bar goes with the window
            self.context.dialogs.error(self, error.message)
        finally:
            self.context.data.close()
        event.accept()
