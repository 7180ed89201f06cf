"""«Xuất ra Excel»: where to save, saving in the background, and the folder afterwards; for every table."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QMenu, QWidget

from nsnt_desktop.documents.table_workbook import ShownTable, save_table, table_stem
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.opening import open_path

EXCEL = "Bảng tính Excel (*.xlsx)"
KEY = "Ctrl+Shift+E"
_FOLDER_KEY = "tables/folder"
"""Where tables were last saved: offered for the next one."""


class TableExport(QObject):
    """Saves workbooks asked for on one part of the screen, one after another."""

    def __init__(self, parent: QWidget, context: Context | None = None) -> None:
        super().__init__(parent)
        self._parent, self._context = parent, context
        self.folder: Path | None = None
        """Where the last one went; None: none was saved here yet."""
        self.busy = False

    def table(self, title: str, make: Callable[[], ShownTable]) -> None:
        """Ask where to save a table, and save it; `make` is called in the background."""
        context = self._found()
        if context is None:
            return
        data, year = context.data, context.year
        self.save(table_stem(title, year), lambda path: save_table(data, year, make(), path))

    def save(self, stem: str, write: Callable[[Path], None]) -> None:
        """Ask where to save a workbook, and write it in the background; what goes wrong is said."""
        context = self._found()
        if context is None or self.busy:
            return
        path = self._ask(context, stem)
        if path is None:
            return
        self.busy = True
        context.did(None, "Đang xuất ra Excel…")

        def done(_: object) -> None:
            self.busy = False
            self.folder = path.parent
            context.did(None, f"Đã lưu «{path.name}» vào {path.parent}.")

        def failed(error: BaseException) -> None:
            self.busy = False
            context.failed(error)

        run_in_background(lambda: write(path), done, failed, self)

    def offer(self, menu: QMenu, export: Callable[[], None]) -> None:
        """Add "Xuất ra Excel…" to a menu, and the folder of the last one."""
        menu.addAction("Xuất ra Excel…", export).setShortcut(KEY)
        self.offer_folder(menu)

    def offer_folder(self, menu: QMenu) -> None:
        """Add "Mở thư mục vừa lưu" to a menu once something was saved."""
        if self.folder is not None:
            menu.addAction("Mở thư mục vừa lưu", self.open_folder)

    def open_folder(self) -> None:
        """Show the folder of the last workbook."""
        open_path(self.folder)

    def _ask(self, context: Context, stem: str) -> Path | None:
        last = Path(str(QSettings().value(_FOLDER_KEY, "")))
        suggested = str(last / f"{stem}.xlsx") if last.is_dir() and last.is_absolute() else f"{stem}.xlsx"
        path = context.dialogs.save_file(self._parent, "Xuất ra Excel", suggested, EXCEL)
        if path is None:
            return None
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
        QSettings().setValue(_FOLDER_KEY, str(path.parent))
        return path

    def _found(self) -> Context | None:
        """Return the context of the screen this stands on: a table itself is given none."""
        widget: QWidget | None = self._parent
        while self._context is None and widget is not None:
            found = getattr(widget, "context", None)
            self._context = found if isinstance(found, Context) else None
            widget = widget.parentWidget()
        return self._context
