"""The crash window: a bug is shown, can be copied, and the data is already safe on disk."""

import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit

from nsnt_desktop import __version__
from nsnt_desktop.errors import KnownError
from nsnt_desktop.ui.dialogs import Dialogs
from nsnt_desktop.ui.widgets import button, column, label, row


def report(error: BaseException) -> str:
    """Return what a developer needs of a bug: versions, where it happened, its type; never the data.

    The message of an exception can quote household data, so only its type is told.
    """
    frames = traceback.extract_tb(error.__traceback__)
    where = [
        f"  {frame.filename.rsplit('nsnt_desktop', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames
    ]
    head = f"NSNT Desktop {__version__} · Python {platform.python_version()} · {platform.platform()}"
    return "\n".join([head, type(error).__name__, *where])


class CrashWindow(QDialog):
    """Tells that the program erred, and lets the report be copied."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.setWindowTitle("Chương trình gặp lỗi")
        self.resize(640, 380)
        told = label(
            "Chương trình gặp lỗi ngoài dự kiến. Những gì đã nhập trước đó đã được lưu. "
            "Hãy bấm «Chép nội dung lỗi» và gửi cho người hỗ trợ, rồi làm tiếp hoặc mở lại chương trình. "
            "Nội dung lỗi không chứa số liệu của hộ.",
            wrap=True,
        )
        self.text = QPlainTextEdit(report(error))
        self.text.setReadOnly(True)
        copy = button("Chép nội dung lỗi", "primary")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.text.toPlainText()))
        close = button("Đóng")
        close.clicked.connect(self.accept)
        layout = column(told, self.text, row(None, copy, close), gap=12)
        layout.setContentsMargins(16, 16, 16, 16)
        self.setLayout(layout)


def install() -> None:
    """Send what nobody caught to the crash window; a KnownError that got this far is told as one."""
    telling = False

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal telling
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        print(report(error), file=sys.stderr)
        if telling:
            return  # most likely the same again, as of something that is drawn: one window is enough
        telling = True
        try:
            if isinstance(error, KnownError):
                Dialogs().error(QApplication.activeWindow(), error.message)
            else:
                CrashWindow(error).exec()
        finally:
            telling = False

    sys.excepthook = hook
