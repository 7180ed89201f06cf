"""The application: starts Qt, opens the data file named, the last one, or the first-run page."""

import sys
from pathlib import Path

from PySide6.QtCore import QLocale, QSettings, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from nsnt_desktop import __version__
from nsnt_desktop.errors import KnownError
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.resource_files import resource
from nsnt_desktop.storage.backup import restore
from nsnt_desktop.storage.datafile import DataFile, open_data_file
from nsnt_desktop.ui import crash
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.dialogs import Dialogs
from nsnt_desktop.ui.jobs import end_jobs
from nsnt_desktop.ui.main_window import MainWindow
from nsnt_desktop.ui.theme import apply_theme, load_fonts
from nsnt_desktop.ui.vietnamese import Vietnamese

NAME = "NSNT Desktop"


def make_application() -> QApplication:
    """Return the application with its style, fonts, Vietnamese words and locale; made once a process."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)  # noqa: S101 - for mypy: nobody made another kind before
    if app.applicationName() == NAME:
        return app
    app.setOrganizationName("NSNT")
    app.setApplicationName(NAME)
    app.setApplicationVersion(__version__)
    app.setStyle("Fusion")
    app.setWindowIcon(QIcon(str(resource("icons", "app.svg"))))
    QLocale.setDefault(QLocale("vi_VN"))
    app.installTranslator(Vietnamese(app))
    load_fonts(app)
    apply_theme(app)
    return app


class Desk:
    """The one window on the screen: the first-run page or an open data file."""

    def __init__(self, dialogs: Dialogs | None = None) -> None:
        self.dialogs = dialogs or Dialogs()
        self.window: QWidget | None = None

    def open(self, path: Path) -> bool:
        """Open a data file in the main window; a fault is told and the window stays as it was."""
        try:
            data = open_data_file(path)
        except KnownError as error:
            self.dialogs.error(self.window, error.message)
            return False
        self.show(data)
        return True

    def show(self, data: DataFile) -> None:
        """Show an open data file, and remember it for next time."""
        with data.reading() as session:
            year = find_year(session).year
        QSettings().setValue("last_file", str(data.path))
        context = Context(data, year, self.dialogs)
        # Not at once: the window that asks is about to go.
        context.restore_asked.connect(
            lambda backup: QTimer.singleShot(0, lambda: self.restore(backup, data.path))
        )
        self._replace(MainWindow(context, self.start_anew))

    def restore(self, backup: Path, path: Path) -> None:
        """Put a backup in the data file's place: the window lets go of the file, then opens it again."""
        told = f"Đã khôi phục dữ liệu từ bản sao lưu «{backup.name}»."
        QApplication.setQuitOnLastWindowClosed(False)
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()  # left to Python, a worker could be the one to throw it away
            self.window = None
        try:
            kept = restore(backup, path)
            told += f" Dữ liệu trước khi khôi phục được giữ trong «{kept.name}»." if kept else ""
        except KnownError as error:
            told = ""
            self.dialogs.error(None, error.message)
        finally:
            if not self.open(path):
                self.start_anew()
            QApplication.setQuitOnLastWindowClosed(True)
        if told and isinstance(self.window, MainWindow):
            self.window.say(told, False)

    def start_anew(self) -> None:
        """Show the first-run page: make a data file, open one, or open the sample commune."""
        from nsnt_desktop.ui.first_run import FirstRun  # noqa: PLC0415 - most starts never see it

        self._replace(FirstRun(self))

    def _replace(self, window: QWidget) -> None:
        old, self.window = self.window, window
        window.resize(1280, 720)
        room = window.screen().availableSize()
        small = room.width() < 1280 or room.height() < 760  # 720 and a title bar
        window.showMaximized() if small else window.show()  # first: the program ends with its last window
        if isinstance(window, MainWindow):
            window.stand_as_before()
        if old is not None:
            old.close()
            QTimer.singleShot(
                0, lambda gone=old: gone.deleteLater()
            )  # one of its own buttons may have asked for this


def run(path: Path | None) -> int:
    """Run the program until its window is closed; return the exit code.

    Raises KnownError, told in a dialog first where somebody can see it, if the file named cannot be opened.
    """
    app = make_application()
    crash.install()
    desk = Desk()
    if path is not None:
        try:
            desk.show(open_data_file(path))
        except KnownError as error:
            if app.platformName() not in {"offscreen", "minimal"}:  # a dialog nobody can close waits for ever
                desk.dialogs.error(None, error.message)
            raise
    else:
        last = Path(str(QSettings().value("last_file", "")))
        if not (last.is_file() and desk.open(last)):
            desk.start_anew()
    code = app.exec()
    end_jobs()
    return code
