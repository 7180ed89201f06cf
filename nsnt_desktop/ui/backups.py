"""Sao lưu: the backups of the data file, making one, and going back to one."""

from fractions import Fraction
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget

from nsnt_desktop import format as vn
from nsnt_desktop.storage.backup import KEPT, Backup, backup_folder, list_backups, make_backup
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.edit_table import Column
from nsnt_desktop.ui.edit_view import EditTable
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.widgets import Page, button, card, column, empty_state, label, row

_UNITS = ((1 << 20, "MB"), (1 << 10, "KB"))


class BackupsPage(Page):
    """The backups, newest first."""

    title = "Sao lưu"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.make = button("Sao lưu ngay", "primary", "save")
        self.usb = button("Sao lưu ra USB…", icon_name="upload")
        self.restore = button("Khôi phục…", icon_name="archive-restore")
        self.other = button("Khôi phục từ tệp khác…", icon_name="folder-open")
        self.make.clicked.connect(lambda: self._make(None))
        self.usb.clicked.connect(self._make_outside)
        self.restore.clicked.connect(self._restore_chosen)
        self.other.clicked.connect(self._restore_other)
        self.table = EditTable(context, "Các bản sao lưu", _COLUMNS, key=lambda backup: backup.path)
        self.table.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_buttons())
        first = button("Sao lưu ngay", "primary", "save")
        first.clicked.connect(lambda: self._make(None))
        nothing = empty_state(
            "Chưa có bản sao lưu nào. Chương trình tự sao lưu mỗi lần đóng sau khi có thay đổi; "
            "có thể sao lưu ngay bây giờ.",
            first,
        )
        where = label(
            f"Bản sao lưu nằm trên máy này, giữ {KEPT} bản mới nhất: {backup_folder(context.data.path)}",
            "dim",
            wrap=True,
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(nothing)
        self.stack.addWidget(card(self.table, row(self.restore, self.other, None), where))
        top = row(label(self.title, "h1"), None, self.usb, self.make)
        layout = column(top, self.stack, gap=12)
        layout.setContentsMargins(20, 14, 20, 14)
        self.setLayout(layout)

    def refresh(self) -> None:
        backups = list_backups(self.context.data.path)
        self.stack.setCurrentIndex(1 if backups else 0)
        self.table.show_rows(backups)
        if backups and self.table.current_row() is None:
            self.table.select(backups[0].path)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.restore.setEnabled(self.table.current_row() is not None)

    def _make(self, folder: Path | None) -> None:
        self._set_busy(True)
        path = self.context.data.path
        run_in_background(lambda: make_backup(path, folder), self._made, self._failed, self)

    def _make_outside(self) -> None:
        folder = self.context.dialogs.folder(self, "Chọn USB hoặc thư mục để sao lưu")
        if folder is not None:
            self._make(folder)

    def _made(self, path: Path) -> None:
        self._set_busy(False)
        self.context.backed_up.emit()
        self.context.did(None, f"Đã sao lưu và kiểm tra bản sao: {path}")
        self.refresh()

    def _failed(self, error: BaseException) -> None:
        self._set_busy(False)
        self.context.failed(error)

    def _set_busy(self, busy: bool) -> None:
        self.make.setText("Đang sao lưu…" if busy else "Sao lưu ngay")
        for one in (self.make, self.usb):
            one.setEnabled(not busy)

    def _restore_chosen(self) -> None:
        backup = self.table.current_row()
        if backup is not None:
            self._ask(backup.path, f"lúc {vn.moment(backup.made_at)}")

    def _restore_other(self) -> None:
        path = self.context.dialogs.open_file(self, "Chọn bản sao lưu")
        if path is not None:
            self._ask(path, f"trong tệp «{path.name}»")

    def _ask(self, backup: Path, which: str) -> None:
        question = (
            f"Đưa dữ liệu trở về bản sao lưu {which}?\n\n"
            "Mọi thay đổi làm sau bản đó sẽ không còn trong dữ liệu đang dùng. "
            "Dữ liệu hiện tại được sao lưu trước, nên vẫn có thể quay lại. "
            "Cửa sổ sẽ đóng rồi mở lại với dữ liệu đã khôi phục."
        )
        if self.context.dialogs.confirm(self, question, "Khôi phục"):
            self.context.restore_asked.emit(backup)


def _size(backup: Backup) -> str:
    for unit, name in _UNITS:
        if backup.size >= unit:
            return f"{vn.number(Fraction(backup.size, unit), 1)} {name}"
    return f"{vn.number(backup.size)} B"


_COLUMNS = (
    Column(heading="Thời điểm sao lưu", width=170, stretch=1, text=lambda b: vn.moment(b.made_at)),
    Column(heading="Dung lượng", width=90, right=True, text=_size),
    Column(heading="Tên tệp", width=280, stretch=2, text=lambda b: b.path.name, tip=lambda b: str(b.path)),
)
