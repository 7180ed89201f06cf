"""The menu of collection sheets: saved as PDF or Excel for one village or all of them, or printed at once."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from nsnt_desktop.documents.collection_sheet_files import (
    save_joint_sheets,
    save_village_sheets,
    village_sheets_pdf,
)
from nsnt_desktop.documents.previews import page_count
from nsnt_desktop.importing.outgoing.list_template import save_village_lists
from nsnt_desktop.registry.collection_sheet_words import SheetKind
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.opening import open_path
from nsnt_desktop.ui.paper_print import PrintRun

_KINDS = (SheetKind.BLANK, SheetKind.FILLED)


def collection_sheet_menu(context: Context, parent: QWidget, village_id: int | None) -> "CollectionSheetMenu":
    """Return the menu for one village, or for all villages of the year (None)."""
    return CollectionSheetMenu(context, parent, village_id)


class CollectionSheetMenu(QMenu):
    """What can be made of the collection sheet; the page may set another village_id before it is shown."""

    def __init__(self, context: Context, parent: QWidget, village_id: int | None) -> None:
        super().__init__("Phiếu thu thập", parent)
        self.context = context
        self.village_id = village_id
        self._folder: Path | None = None
        self.each = self._say("Của mọi thôn, mỗi thôn một tệp")
        for ending, save in (("PDF", self._save_pdf), ("Excel", self._save_excel)):
            for kind in _KINDS:
                self._offer(f"{kind.label} – {ending}…", save, kind)
        self.addSeparator()
        self.together = self._say("Của mọi thôn, gộp làm một")
        self.joint = [self._offer(f"{kind.label} – một tệp PDF…", self._save_joint, kind) for kind in _KINDS]
        self.print_blank, self.print_filled = (
            self._offer(f"In {kind.label.lower()}…", self._print, kind) for kind in _KINDS
        )
        self.addSeparator()
        self.open_folder = self.addAction("Mở thư mục vừa lưu")
        self.open_folder.setVisible(False)
        self.open_folder.triggered.connect(self._open_folder)
        self.aboutToShow.connect(self._show_joint)
        self._show_joint()

    def _say(self, words: str) -> QAction:
        heading = self.addAction(words)
        heading.setEnabled(False)
        return heading

    def _offer(self, words: str, do: Callable[[SheetKind], None], kind: SheetKind) -> QAction:
        action = self.addAction(words)
        action.triggered.connect(lambda: do(kind))
        return action

    def _show_joint(self) -> None:
        for action in (self.each, self.together, *self.joint):
            action.setVisible(self.village_id is None)

    def _villages(self) -> list[int] | None:
        return None if self.village_id is None else [self.village_id]

    def _save_pdf(self, kind: SheetKind) -> None:
        data, year, villages = self.context.data, self.context.year, self._villages()
        self._save(lambda folder: save_village_sheets(data, year, kind, folder, villages))

    def _save_excel(self, kind: SheetKind) -> None:
        data, year, villages = self.context.data, self.context.year, self._villages()
        self._save(lambda folder: save_village_lists(data, year, folder, kind, villages))

    def _save_joint(self, kind: SheetKind) -> None:
        data, year = self.context.data, self.context.year
        self._save(lambda folder: save_joint_sheets(data, year, kind, folder))

    def _save(self, write: Callable[[Path], list[Path]]) -> None:
        folder = self.context.dialogs.folder(self._page(), "Chọn thư mục lưu phiếu thu thập")
        if folder is None:
            return

        def done(paths: list[Path]) -> None:
            self._be_busy(busy=False)
            self._folder = folder
            self.open_folder.setVisible(True)
            what = f"phiếu «{paths[0].name}»" if len(paths) == 1 else f"{len(paths)} phiếu thu thập"
            self.context.did(None, f"Đã lưu {what} vào {folder}.")

        self._be_busy(busy=True)
        run_in_background(lambda: write(folder), done, self._failed, self)

    def _print(self, kind: SheetKind) -> None:
        data, year, villages = self.context.data, self.context.year, self._villages()

        def work() -> tuple[bytes, int]:
            pdf = village_sheets_pdf(data, year, kind, villages)
            return pdf, page_count(pdf)

        self._be_busy(busy=True)
        run_in_background(work, self._send, self._failed, self)

    def _send(self, made: tuple[bytes, int]) -> None:
        self._be_busy(busy=False)
        printer = self.context.dialogs.printer(self._page())
        if printer is None:
            return
        run = PrintRun(printer, *made, self.context.failed, self)
        run.ended.connect(lambda pages: self.context.did(None, f"Đã gửi {pages} trang tới máy in."))
        run.start()

    def _page(self) -> QWidget:
        parent = self.parentWidget()
        return parent or self

    def _be_busy(self, *, busy: bool) -> None:
        self.setEnabled(not busy)
        if busy:
            self.context.did(None, "Đang lập phiếu thu thập…")

    def _failed(self, error: BaseException) -> None:
        self._be_busy(busy=False)
        self.context.failed(error)

    def _open_folder(self) -> None:
        open_path(self._folder)
