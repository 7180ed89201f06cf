"""The step that shows a paper as it will be printed."""

from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.paper_making import make_pdf
from nsnt_desktop.ui.paper_pages import PrintablePages
from nsnt_desktop.ui.steps import Step
from nsnt_desktop.ui.widgets import column


class PreviewStep(Step):
    """The paper as it will be printed."""

    title = "Xem trước"

    def __init__(self, context: Context, kind: DocumentKind) -> None:
        super().__init__(context)
        self.kind = kind
        self.shown = PrintablePages(context)
        self.setLayout(column(self.shown))

    def enter(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        data, year, kind = self.context.data, self.context.year, self.kind
        self.shown.show_made(lambda: make_pdf(data, year, kind))
