"""The button that sends a list back to its village: a marked copy, a page that sums it up, the errors."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.outgoing.flaws import flaws
from nsnt_desktop.importing.outgoing.marked_copy import Marked, copy_name, save_marked_copy
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.import_return_words import flaws_as_text, save_summary, summary_name
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.opening import open_path
from nsnt_desktop.ui.widgets import button

Current = Callable[[], Preview | None]
"""The list as it stands on the screen; None: none is compared yet."""
_WORKBOOKS = "Sổ Excel (*.xlsx)"
_PDFS = "Tệp PDF (*.pdf)"


def return_button(context: Context, parent: QWidget, current: Current) -> QPushButton:
    """Return the button "Gửi lại thôn" with its menu, to be placed beside the errors of a list."""
    made = button("Gửi lại thôn")
    made.setMenu(ReturnMenu(context, parent, current))
    return made


class ReturnMenu(QMenu):
    """What can be handed back to the sender of the list on the screen."""

    def __init__(self, context: Context, parent: QWidget, current: Current) -> None:
        super().__init__("Gửi lại thôn", parent)
        self.context = context
        self._current = current
        self._folder: Path | None = None
        self.marked = self._offer("Lưu bản đánh dấu lỗi (.xlsx)…", self._save_marked)
        self.summary = self._offer("Lưu tóm tắt một trang (PDF)…", self._save_summary)
        self.copied = self._offer("Chép danh sách lỗi", self._copy)
        self.addSeparator()
        self.open_folder = self._offer("Mở thư mục vừa lưu", self._open_folder)
        self.open_folder.setVisible(False)
        self.aboutToShow.connect(self._enable)

    def _offer(self, words: str, do: Callable[[], None]) -> QAction:
        action = self.addAction(words)
        action.triggered.connect(do)
        return action

    def _enable(self) -> None:
        preview = self._current()
        wrong = preview is not None and bool(preview.rejected or preview.asks)
        self.marked.setEnabled(wrong)
        self.copied.setEnabled(wrong)
        self.summary.setEnabled(preview is not None)

    def _save_marked(self) -> None:
        preview = self._current()
        if preview is None:
            return
        target = self._ask("Lưu bản đánh dấu lỗi", _beside(preview, copy_name(preview)), _WORKBOOKS, ".xlsx")
        if target is None:
            return

        def done(marked: Marked) -> None:
            loss = (
                ""
                if marked.as_sent
                else " Tệp gốc không còn hoặc không giữ được định dạng: chỉ giữ nội dung."
            )
            counts = f"{vn.number(marked.cells)} ô ở {vn.number(marked.rows)} dòng cần sửa"
            self._saved(target, f"Đã lưu bản đánh dấu: «{target.name}» vào {target.parent}, {counts}.{loss}")

        self._be_busy("Đang lập bản đánh dấu lỗi…")
        run_in_background(lambda: save_marked_copy(preview, target), done, self._failed, self)

    def _save_summary(self) -> None:
        preview = self._current()
        if preview is None:
            return
        target = self._ask("Lưu tóm tắt", _beside(preview, summary_name(preview)), _PDFS, ".pdf")
        if target is None:
            return
        data, year = self.context.data, self.context.year
        self._be_busy("Đang lập tóm tắt…")
        run_in_background(
            lambda: save_summary(data, year, preview, date.today(), target),  # noqa: DTZ011 - the office's day
            lambda _: self._saved(target, f"Đã lưu tóm tắt: «{target.name}» vào {target.parent}."),
            self._failed,
            self,
        )

    def _copy(self) -> None:
        preview = self._current()
        if preview is None:
            return
        found = flaws(preview)
        QGuiApplication.clipboard().setText(flaws_as_text(found))
        self.context.did(
            None, f"Đã chép {vn.number(len(found))} chỗ cần sửa. Dán vào Excel hoặc tin nhắn để gửi lại thôn."
        )

    def _ask(self, title: str, suggested: str, kinds: str, ending: str) -> Path | None:
        target = self.context.dialogs.save_file(self._page(), title, suggested, kinds)
        if target is None or target.name.lower().endswith(ending):
            return target
        return target.with_name(target.name + ending)

    def _page(self) -> QWidget:
        return self.parentWidget() or self

    def _be_busy(self, words: str) -> None:
        self.setEnabled(False)
        self.context.did(None, words)

    def _saved(self, target: Path, sentence: str) -> None:
        self.setEnabled(True)
        self._folder = target.parent
        self.open_folder.setVisible(True)
        self.context.did(None, sentence)

    def _failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        self.context.failed(error)

    def _open_folder(self) -> None:
        open_path(self._folder)


def _beside(preview: Preview, name: str) -> str:
    """Return where to save at first: beside the list it is made of, if its folder is still there."""
    folder = preview.file.workbook.path.parent
    return str(folder / name) if folder.is_dir() else name
