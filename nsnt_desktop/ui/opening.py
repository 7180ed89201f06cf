"""Handing a file or folder to the program of the PC that shows it."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_path(path: Path | None) -> None:
    """Open a file or folder, if there is one, as a double-click in Explorer does."""
    if path is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
