"""Where lists are brought in: drop them, choose them, see what became of each."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLayout, QSizePolicy, QWidget

from nsnt_desktop.ui.collection_sheets import collection_sheet_menu
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.import_queue import UNFINISHED, FileState, ImportQueue, Waiting
from nsnt_desktop.ui.plain_table import Heading, PlainTable
from nsnt_desktop.ui.progress_line import ProgressLine
from nsnt_desktop.ui.widgets import button, column, label, restyle, row

_FOLDER = 1


class QueueView(QFrame):
    """The files brought, in a list; while there is none, how to bring some."""

    brought = Signal(object)
    """list[Path]: files and folders chosen by the officer."""
    wanted = Signal(object)
    """Waiting: the file to be looked at now."""
    changed = Signal()
    """Files were put aside or cleared away."""

    def __init__(self, context: Context, queue: ImportQueue) -> None:
        super().__init__()
        self.setObjectName("card")
        self.context, self.queue = context, queue
        self.table = PlainTable(
            "Hàng chờ",
            (Heading("Tệp"), Heading("Thư mục", 130), Heading("Tình trạng", 118), Heading("Kết quả")),
            wrap=True,
        )
        self.table.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_buttons())
        self.table.lines.modelReset.connect(self._show_buttons)
        self.summary = label("", "dim", wrap=True)
        self.progress = ProgressLine()
        self._room = (_room(), _room())
        self._hint = self._make_hint()
        layout = column(
            self._room[0], self._hint, self._make_choosers(), self._make_list(), self.progress, self._room[1]
        )
        layout.setContentsMargins(14, 12, 14, 12)
        self.setLayout(layout)

    def _make_hint(self) -> QWidget:
        words = (
            label("Kéo thả danh sách của các thôn vào đây", "h2"),
            label(
                "Tệp .xlsx, .xls, .ods, .csv; có thể thả nhiều tệp và cả thư mục một lúc. Chương trình tự "
                "nhận ra dòng tiêu đề, thôn và từng cột; bạn xem và sửa trước khi nhập. "
                "Tệp gốc không bị thay đổi.",
                "dim",
                wrap=True,
            ),
        )
        for word in words:
            word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return _holder(column(*words, gap=12))

    def _make_choosers(self) -> QWidget:
        self.choose = button("Chọn tệp…", "primary", "upload")
        self.choose.clicked.connect(self._choose_files)
        self.choose_folder = button("Chọn thư mục…", "", "folder-open")
        self.choose_folder.setToolTip("Mọi danh sách trong một thư mục và các thư mục con của nó")
        self.choose_folder.clicked.connect(self._choose_folder)
        self.sheets = button("Phiếu thu thập", "", "file-down")
        self.sheets.setToolTip("Phiếu gửi các thôn, trống hoặc điền sẵn; thôn điền bản Excel gửi lại để nhập")
        self.sheets.setMenu(collection_sheet_menu(self.context, self, None))
        return _holder(row(None, self.choose, self.choose_folder, self.sheets, None))

    def _make_list(self) -> QWidget:
        self.look = button("Xem tệp đã chọn")
        self.look.clicked.connect(lambda: self._open(self._chosen_at()))
        self.put_aside = button("Để lại")
        self.put_aside.setToolTip("Không nhập tệp này lúc này; lúc nào cũng có thể xem lại")
        self.put_aside.clicked.connect(self._put_aside)
        self.clear = button("Dọn danh sách", "link")
        self.clear.setToolTip("Bỏ khỏi danh sách những tệp đã xong; tệp gốc và số liệu đã nhập còn nguyên")
        self.clear.clicked.connect(self._clear)
        self.listed = _holder(
            column(self.summary, self.table, row(self.look, self.put_aside, None, self.clear), gap=8)
        )
        self.listed.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        return self.listed

    def refresh(self) -> None:
        """Show the queue as it is now."""
        some = bool(self.queue.files)
        for part in (*self._room, self._hint):
            part.setVisible(not some)
        self.listed.setVisible(some)
        self.summary.setText(self.queue.summary())
        self.table.setColumnHidden(_FOLDER, len({file.path.parent for file in self.queue.files}) <= 1)
        self.table.show_lines(self.queue.lines())
        self._show_buttons()

    def show_dropping(self, dropping: bool) -> None:
        """Show that what is held over the page can be dropped."""
        self.setProperty("dropping", dropping)
        restyle(self)

    def chosen(self) -> list[Waiting]:
        """Return the files selected."""
        return [self.queue.files[int(str(line.key))] for line in self.table.selected()]

    def _show_buttons(self) -> None:
        chosen = self.chosen()
        self.look.setEnabled(len(chosen) == 1 and chosen[0].can_be_opened)
        self.put_aside.setEnabled(any(file.state is FileState.WAITING for file in chosen))
        self.clear.setEnabled(any(file.state not in UNFINISHED for file in self.queue.files))

    def _choose_files(self) -> None:
        self._bring(self.context.dialogs.open_files(self, "Chọn danh sách của các thôn"))

    def _choose_folder(self) -> None:
        folder = self.context.dialogs.folder(self, "Chọn thư mục có danh sách của các thôn")
        self._bring([folder] if folder else [])

    def _bring(self, paths: Sequence[Path]) -> None:
        if paths:
            self.brought.emit(list(paths))

    def _chosen_at(self) -> object:
        lines = self.table.selected()
        return lines[0].key if lines else None

    def _open(self, at: object) -> None:
        file = self.queue.files[int(str(at))]
        if file.can_be_opened:
            self.wanted.emit(file)

    def _put_aside(self) -> None:
        for file in self.chosen():
            if file.state is FileState.WAITING:
                file.state = FileState.ASIDE
        self.changed.emit()

    def _clear(self) -> None:
        self.queue.clear()
        self.changed.emit()


def _holder(layout: QLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(layout)
    return holder


def _room() -> QWidget:
    room = QWidget()
    room.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    return room
