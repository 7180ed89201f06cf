"""Printing a paper: its pages drawn in the background at 300 dpi and handed to the printer one by one."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from nsnt_desktop.documents.previews import PageImage, page_image
from nsnt_desktop.errors import KnownError
from nsnt_desktop.ui.jobs import run_in_background

_DPI = 300.0
_REFUSED = (
    "Máy in không nhận trang in. Văn bản và số liệu không mất gì; "
    "hãy kiểm tra máy in, hoặc lưu tệp PDF rồi in từ tệp đó."
)


class PrintRun(QObject):
    """One paper on its way to the printer."""

    moved = Signal(int, int)
    """Page at hand, and how many there are to print."""
    ended = Signal(int)
    """How many pages were handed over."""

    def __init__(
        self,
        printer: QPrinter,
        pdf: bytes,
        pages: int,
        failed: Callable[[BaseException], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._printer = printer  # kept: a printer that goes away in the middle crashes
        self._pdf, self._failed = pdf, failed
        self._painter = QPainter()
        chosen = printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage() > 0
        first, last = (printer.fromPage(), printer.toPage()) if chosen else (1, pages)
        self._pages = list(range(first - 1, min(last or pages, pages)))
        printer.setFullPage(True)  # the paper brings its own margins

    def start(self) -> None:
        """Hand over the first page; the others follow by themselves."""
        self._next(0)

    def _next(self, place: int) -> None:
        if place >= len(self._pages):
            self._painter.end()
            self.ended.emit(len(self._pages))
            self.deleteLater()
            return
        self.moved.emit(place + 1, len(self._pages))
        pdf, page = self._pdf, self._pages[place]
        run_in_background(
            lambda: page_image(pdf, page, dpi=_DPI), lambda image: self._paint(place, image), self._fail, self
        )

    def _paint(self, place: int, image: PageImage) -> None:
        wide = image.width > image.height
        self._printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        )
        ready = self._painter.begin(self._printer) if place == 0 else self._printer.newPage()
        if not ready:
            self._fail(KnownError(_REFUSED))
            return
        drawn = QImage(image.rgb, image.width, image.height, 3 * image.width, QImage.Format.Format_RGB888)
        # Papers are black on white: a third of the work for the printer.
        drawn = drawn.convertToFormat(QImage.Format.Format_Grayscale8)
        sheet = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        self._painter.drawImage(sheet.translated(-sheet.topLeft()), drawn)
        self._next(place + 1)

    def _fail(self, error: BaseException) -> None:
        if self._painter.isActive():
            self._painter.end()
        self._failed(error)
        self.deleteLater()
