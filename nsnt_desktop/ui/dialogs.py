"""Every modal dialog of the program behind one object, so that tests can answer in its place."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QMessageBox, QWidget

DATA_FILES = "Tệp dữ liệu nước sạch (*.nsnt)"
LISTS = "Danh sách (*.xlsx *.xls *.ods *.csv *.xlsm *.xlsb *.xltx *.tsv *.txt);;Mọi tệp (*)"


class Dialogs:
    """Asks the officer; each method returns None when the officer gives up."""

    def open_file(self, parent: QWidget, title: str, kinds: str = DATA_FILES) -> Path | None:
        """Ask for one existing file."""
        name, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
        return Path(name) if name else None

    def open_files(self, parent: QWidget, title: str, kinds: str = LISTS) -> list[Path]:
        """Ask for several existing files."""
        names, _ = QFileDialog.getOpenFileNames(parent, title, "", kinds)
        return [Path(name) for name in names]

    def save_file(self, parent: QWidget, title: str, suggested: str, kinds: str = DATA_FILES) -> Path | None:
        """Ask where to save a new file."""
        name, _ = QFileDialog.getSaveFileName(parent, title, suggested, kinds)
        return Path(name) if name else None

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """Ask for a folder."""
        name = QFileDialog.getExistingDirectory(parent, title)
        return Path(name) if name else None

    def printer(self, parent: QWidget) -> QPrinter | None:
        """Ask which printer, which pages, how many copies."""
        chosen = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(chosen, parent)
        return chosen if dialog.exec() == QPrintDialog.DialogCode.Accepted else None

    def text(self, parent: QWidget, title: str, label: str, value: str = "") -> str | None:
        """Ask for one line of text."""
        dialog = _input(parent, title, label)
        dialog.setTextValue(value)
        return dialog.textValue() if dialog.exec() else None

    def lines(self, parent: QWidget, title: str, label: str) -> str | None:
        """Ask for several lines of text."""
        dialog = _input(parent, title, label)
        dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
        dialog.resize(620, 380)  # a list pasted from Excel is seen as it was there
        return dialog.textValue() if dialog.exec() else None

    def choose(self, parent: QWidget, title: str, label: str, options: Sequence[str]) -> str | None:
        """Ask for one of several."""
        dialog = _input(parent, title, label)
        dialog.setComboBoxItems(list(options))
        dialog.setComboBoxEditable(False)
        return dialog.textValue() if dialog.exec() else None

    def confirm(self, parent: QWidget, question: str, yes: str) -> bool:
        """Ask before something that cannot be undone by one click; yes names the deed."""
        box = QMessageBox(QMessageBox.Icon.Question, "Nước sạch nông thôn", question, parent=parent)
        go = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.addButton("Hủy", QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is go

    def run(self, dialog: QDialog) -> bool:
        """Show a screen's own dialog until it is answered; False: the officer gave up."""
        return dialog.exec() == QDialog.DialogCode.Accepted

    def error(self, parent: QWidget | None, message: str) -> None:
        """Tell of a fault where no window is there to show it."""
        QMessageBox.warning(parent, "Nước sạch nông thôn", message)


def _input(parent: QWidget, title: str, label: str) -> QInputDialog:
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.resize(480, 120)
    return dialog
