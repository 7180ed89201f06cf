"""Pages of a paper as they will be printed: fitted to the width, drawn as they come into view."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from nsnt_desktop.documents.previews import PageImage, page_image, page_images
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.paper_print import PrintRun
from nsnt_desktop.ui.widgets import button, column, label, row

SMALL_DPI = 36.0
_GAP = 12
_ZOOMS = (0.5, 0.65, 0.8, 1.0, 1.25, 1.5, 2.0)
_WIDEST = 800
"""Points: on a wide screen "fit to width" would blow a page up beyond its paper size."""


class PageView(QLabel):
    """One page: a white sheet until its picture is there."""

    def __init__(self, number: int, small: PageImage) -> None:
        super().__init__()
        self.small = small
        self.drawn_at = 0
        self.setObjectName("sheet")
        self.setStyleSheet("QLabel#sheet { background: white; border: 1px solid #b8c2cc; }")
        self.setAccessibleName(f"Trang {number}")


class PagePane(QScrollArea):
    """The pages under each other."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.pages: list[PageView] = []
        self.zoom = 1.0
        self.pdf = b""
        self._asked: set[tuple[int, int]] = set()
        self._wanted: tuple[int, float] | None = None
        self._sheets = column(gap=_GAP)
        self._sheets.setAlignment(Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setLayout(self._sheets)
        self.setWidget(holder)
        self.setWidgetResizable(True)
        self.setAccessibleName("Bản xem trước")
        self._soon = QTimer(self, singleShot=True, interval=30)
        self._soon.timeout.connect(self._draw_visible)
        self.verticalScrollBar().valueChanged.connect(lambda _v: self._soon.start())

    def show_pdf(self, pdf: bytes, smalls: list[PageImage]) -> None:
        """Show the pages of a PDF; the place in it is kept."""
        self.pdf = pdf
        self._asked.clear()
        place = self.verticalScrollBar().value()
        for page in self.pages[len(smalls) :]:
            page.hide()
            self._sheets.removeWidget(page)
            page.deleteLater()
        del self.pages[len(smalls) :]
        for at, small in enumerate(smalls):
            if at == len(self.pages):
                self.pages.append(PageView(at + 1, small))
                self._sheets.addWidget(self.pages[at], 0, Qt.AlignmentFlag.AlignHCenter)
            self.pages[at].small, self.pages[at].drawn_at = small, 0
        self._fit()
        self.verticalScrollBar().setValue(place)

    def show_place(self, page: int, down: float) -> None:
        """Bring a place of a page, 0 to 1 from its top, into view, with some of what stands above it."""
        self._wanted = page, down
        self._soon.start()

    def set_zoom(self, zoom: float) -> None:
        """Show the pages larger or smaller than the width of the pane."""
        self.zoom = zoom
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = min(self.viewport().width() - 24, _WIDEST)
        portrait = min((page.small.width for page in self.pages), default=1)
        for page in self.pages:
            # One scale for all pages, by the narrow ones: a landscape annex is wider, as on paper.
            width = max(int(room * self.zoom * page.small.width / portrait), 60)
            if page.small.width > portrait and self.zoom <= 1:
                width = min(width, self.viewport().width() - 24)
            height = width * page.small.height // page.small.width
            page.setFixedSize(width, height)
        self._soon.start()

    def _go_to_wanted(self) -> None:
        if self._wanted is None or self._wanted[0] >= len(self.pages):
            return
        page, down = self.pages[self._wanted[0]], self._wanted[1]
        self._wanted = None
        bar, height, at = (
            self.verticalScrollBar(),
            self.viewport().height(),
            page.y() + int(down * page.height()),
        )
        if not bar.value() <= at <= bar.value() + height * 3 // 4:
            bar.setValue(at - height // 4)

    def _draw_visible(self) -> None:
        self._go_to_wanted()  # not earlier: pages just added have no place yet, nor the bar its range
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        for at, page in enumerate(self.pages):
            near = page.y() < bottom + 300 and page.y() + page.height() > top - 300
            if near and page.drawn_at != page.width():
                self._draw(at, page.width())
            elif not near and page.drawn_at:
                page.clear()
                page.drawn_at = 0

    def _draw(self, at: int, width: int) -> None:
        if (at, width) in self._asked:
            return
        self._asked.add((at, width))
        pdf, ratio = self.pdf, self.devicePixelRatioF()
        dpi = SMALL_DPI * width * ratio / self.pages[at].small.width

        def done(image: PageImage) -> None:
            self._asked.discard((at, width))
            if pdf is self.pdf and at < len(self.pages) and self.pages[at].width() == width:
                self.pages[at].setPixmap(_pixmap(image, ratio))
                self.pages[at].drawn_at = width

        run_in_background(lambda: page_image(pdf, at, dpi=dpi), done, self.context.failed, self)


def _pixmap(image: PageImage, ratio: float) -> QPixmap:
    drawn = QImage(image.rgb, image.width, image.height, 3 * image.width, QImage.Format.Format_RGB888)
    made = QPixmap.fromImage(drawn)
    made.setDevicePixelRatio(ratio)
    return made


class PrintablePages(QWidget):
    """The pages of a paper with what is done with them: larger, smaller, printed."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.pane = PagePane(context)
        self.state = label("", "dim", wrap=True)
        smaller, fit, larger = button("Nhỏ hơn"), button("Vừa chiều rộng"), button("Lớn hơn")
        smaller.clicked.connect(lambda: self._zoom(-1))
        larger.clicked.connect(lambda: self._zoom(1))
        fit.clicked.connect(lambda: self.pane.set_zoom(1.0))
        self.print = button("In…", "", "printer")
        self.print.setToolTip("In văn bản (Ctrl+P)")
        self.print.setEnabled(False)
        self.print.clicked.connect(self._print)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self)
        keys.activated.connect(self.print.click)
        top = row(self.state, smaller, fit, larger, self.print)
        top.setStretch(0, 1)
        layout = column(top)
        layout.addWidget(self.pane, 1)
        self.setLayout(layout)
        self._turn = 0

    def show_made(self, make: Callable[[], bytes]) -> None:
        """Make a PDF in the background and show it; of several asked for, the last."""
        self._turn += 1
        turn = self._turn
        self.state.setText("Đang dựng các trang…")
        self.print.setEnabled(False)

        def work() -> tuple[bytes, list[PageImage]]:
            pdf = make()
            return pdf, list(page_images(pdf, dpi=SMALL_DPI))

        def done(made: tuple[bytes, list[PageImage]]) -> None:
            if turn == self._turn:
                self.state.setText(f"{len(made[1])} trang giấy A4")
                self.pane.show_pdf(*made)
                self.print.setEnabled(True)

        def failed(error: BaseException) -> None:
            if turn == self._turn:
                self.state.setText("Chưa dựng được bản xem trước.")
            self.context.failed(error)

        run_in_background(work, done, failed, self)

    def _print(self) -> None:
        printer = self.context.dialogs.printer(self)
        if printer is None:
            return
        self.print.setEnabled(False)
        pages = len(self.pane.pages)

        def ended(printed: int) -> None:
            self.print.setEnabled(True)
            self.state.setText(f"{pages} trang giấy A4")
            self.context.did(None, f"Đã gửi {printed} trang tới máy in.")

        def failed(error: BaseException) -> None:
            self.print.setEnabled(True)
            self.state.setText("Chưa in được.")
            self.context.failed(error)

        run = PrintRun(printer, self.pane.pdf, pages, failed, self)
        run.moved.connect(lambda page, of: self.state.setText(f"Đang in trang {page}/{of}…"))
        run.ended.connect(ended)
        run.start()

    def _zoom(self, by: int) -> None:
        nearest = min(range(len(_ZOOMS)), key=lambda i: abs(_ZOOMS[i] - self.pane.zoom))
        self.pane.set_zoom(_ZOOMS[max(0, min(nearest + by, len(_ZOOMS) - 1))])
