"""The page beside the text: made anew in the background at every pause in typing."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from nsnt_desktop.documents.markup import blocks_of
from nsnt_desktop.documents.previews import PageImage, page_images, place_of
from nsnt_desktop.documents.tree import Document
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.paper_making import read_draft
from nsnt_desktop.ui.paper_pages import SMALL_DPI, PagePane
from nsnt_desktop.ui.widgets import column, label

PAUSE = 150
"""Milliseconds without a key before the page is made."""
_WORDS = 4
"""Words by which the place on the page is found: few, for they must stand on one line."""
_READY = "Trang văn bản khi in (chưa kèm phụ lục)"

_Draft = Callable[[Mapping[str, str]], Document]


class LivePage(QWidget):
    """The paper's own pages as the texts stand now; a text that makes no paper leaves the last page."""

    def __init__(self, context: Context, kind: DocumentKind) -> None:
        super().__init__()
        self.context, self.kind = context, kind
        self.pane = PagePane(context)
        self.state = label(_READY, "dim", wrap=True)
        inside = column(self.state, gap=6)
        inside.addWidget(self.pane, 1)
        self.setLayout(inside)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._make)
        self._draft: _Draft | None = None
        self._reading = 0
        self._texts: dict[str, str] = {}
        self._line = ""
        self._busy = False

    def read_again(self) -> None:
        """Take the figures from the data file again before the next page: they may have changed."""
        self._draft = None
        self._reading += 1

    def show_texts(self, texts: Mapping[str, str], line: str) -> None:
        """Show, after a pause, the paper with these edited texts, where this line of text stands."""
        self._texts, self._line = dict(texts), line
        self._pause.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pause.start()

    def _make(self) -> None:
        if self._busy or not self.isVisible():  # what is busy starts the pause again; so does showing
            return
        self._busy = True
        reading, known, texts, line = self._reading, self._draft, self._texts, self._line
        data, year, kind = self.context.data, self.context.year, self.kind

        def work() -> tuple[_Draft, bytes, list[PageImage], tuple[int, float] | None]:
            from nsnt_desktop.documents.pdf import pdf_bytes  # noqa: PLC0415 - loaded when first needed

            draft = known or read_draft(data, year, kind)
            pdf = pdf_bytes(draft(texts))
            return draft, pdf, list(page_images(pdf, dpi=SMALL_DPI)), place_of(pdf, _opening_words(line))

        def done(made: tuple[_Draft, bytes, list[PageImage], tuple[int, float] | None]) -> None:
            draft, pdf, smalls, place = made
            if reading == self._reading:
                self._draft = draft
                self.state.setText(_READY)
                self.pane.show_pdf(pdf, smalls)
                if place:
                    self.pane.show_place(*place)
            ended()

        def failed(error: BaseException) -> None:
            # Half a field is typed at every field: told here, and in full when the paper is made.
            if isinstance(error, KnownError):
                self.state.setText(str(error))
            else:
                self.context.failed(error)
            ended()

        def ended() -> None:
            self._busy = False
            if (reading, texts, line) != (self._reading, self._texts, self._line):
                self._pause.start()

        run_in_background(work, done, failed, self)


def _opening_words(line: str) -> str:
    """Return the first words of a line as they stand on the page, up to a {field}."""
    said = (block.text for block in blocks_of(line))
    return " ".join(next(said, "").partition("{")[0].split()[:_WORDS])
