"""Pictures of every screen: python -m nsnt_desktop.ui.screenshots FILE FOLDER [light|dark]."""

import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import open_data_file
from nsnt_desktop.ui.app import make_application
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.jobs import wait_for_jobs
from nsnt_desktop.ui.main_window import PAGES, MainWindow
from nsnt_desktop.ui.theme import choose_scheme


def take(file: Path, folder: Path, scheme: str, width: int, height: int) -> list[Path]:
    """Show every page of a data file in turn and save its picture; return the pictures."""
    app = make_application()
    choose_scheme(app, scheme)
    data = open_data_file(file)
    with data.reading() as session:
        year = find_year(session).year
    window = MainWindow(Context(data, year))
    window.resize(width, height)
    window.show()
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for key, _, _, _ in PAGES:
        window.show_page(key)
        for _ in range(3):
            wait_for_jobs()
            QApplication.processEvents()
        made.append(folder / f"{key}-{scheme}-{width}.png")
        window.grab().save(str(made[-1]))
    window.close()
    return made


if __name__ == "__main__":
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    chosen = sys.argv[3:] or ["light", "dark"]
    for scheme in chosen:
        for path in take(Path(sys.argv[1]), Path(sys.argv[2]), scheme, 1366, 768):
            print(path)
