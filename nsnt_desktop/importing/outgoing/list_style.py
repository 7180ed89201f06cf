"""How the Excel sheet of a village looks, what of it is locked, and how it is printed."""

from collections.abc import Sequence
from functools import partial
from math import ceil
from typing import Any

_FONT = "Times New Roman"
_MM_TO_INCH = 1 / 25.4
_MARGIN_MM = 10
_LINE_PT = 14.5
_LEAST_PT = 20.0
"""Of a row: one line, and easily hit with the mouse."""


class SheetStyle:
    """The looks of a workbook's cells, each made once: a style made cell by cell takes ten times as long."""

    def __init__(self, sheet: Any) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side  # noqa: PLC0415

        font = partial(Font, name=_FONT, size=11)

        self._sheet = sheet
        line = Side(style="thin", color="888888")
        box = Border(left=line, right=line, top=line, bottom=line)
        free = Protection(locked=False)
        left = Alignment(vertical="center", wrap_text=True)
        right = Alignment(horizontal="right", vertical="center", indent=1)
        middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
        bold, grey = font(bold=True), PatternFill("solid", fgColor="E8EEF4")
        self.title = self._look(font=font(bold=True, size=14), alignment=middle)
        self.place = self._look(font=font(bold=True, size=12), alignment=middle)
        self.small = self._look(font=font(size=10), alignment=left)
        self.small_centred = self._look(
            font=font(size=10, italic=True), alignment=Alignment(horizontal="center")
        )
        self.how = self._look(font=font(size=10, italic=True), alignment=left)
        self.heading = self._look(font=bold, alignment=middle, border=box, fill=grey)
        self.count = self._look(font=font(), alignment=middle, border=box, protection=free)
        self.text = self._look(font=font(), alignment=left, border=box, protection=free, number_format="@")
        self.number = self._look(font=font(), alignment=right, border=box, protection=free)
        self.label = self._look(font=bold, alignment=right)
        self.signing = self._look(font=bold, alignment=Alignment(horizontal="center"))

    def _look(self, **parts: Any) -> Any:
        cell = self._sheet.parent.active.cell(1, 1)
        kept = cell._style  # noqa: SLF001 - the only way to give one look to many cells at once
        for name, value in parts.items():
            setattr(cell, name, value)
        look, cell._style = cell._style, kept  # noqa: SLF001
        return look

    def put(self, cell: Any, value: Any, look: Any) -> None:
        """Write a value into a cell and give it a look."""
        cell._style = look  # noqa: SLF001
        self.write(cell, value)

    @staticmethod
    def write(cell: Any, value: Any) -> None:
        """Write a value; text stays text, never a formula."""
        if value is None or value == "":
            return
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


def row_height(texts: Sequence[tuple[str, float]]) -> float:
    """Return the height in points in which each text shows whole in its width, told in characters.

    Programs do not agree on when to fit a row to wrapped text by themselves.
    """
    return max(_LEAST_PT, _LINE_PT * max((ceil(len(text) / width) for text, width in texts), default=1))


def protect(sheet: Any) -> None:
    """Lock title and headings, without a password: a guard against slips, not against the village head.

    Allowed: typing, widths and heights, colours, new rows, sorting, filtering. Not allowed: removing rows and
    columns; a household that is gone is told in its note, so that nobody vanishes unseen.
    """
    lock = sheet.protection
    lock.sheet = True
    lock.formatCells = lock.formatColumns = lock.formatRows = False
    lock.insertRows = lock.sort = lock.autoFilter = False


def set_up_page(sheet: Any, heading_row: int, area: str, frozen: str) -> None:
    """Print on A4 across, as wide as the page, the heading on every page."""
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    sheet.freeze_panes = frozen
    sheet.print_area = area
    sheet.print_title_rows = f"{heading_row}:{heading_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margin = _MARGIN_MM * _MM_TO_INCH
    for side in ("left", "right", "top"):
        setattr(sheet.page_margins, side, margin)
    sheet.page_margins.bottom, sheet.page_margins.footer = 1.5 * margin, margin / 2
