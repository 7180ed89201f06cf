"""Collection sheets as PDF files: A4 across, drawn straight onto the page; a form stamps the empty rows."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from nsnt_desktop.documents import layout
from nsnt_desktop.documents.collection_sheet import Cell, PaperColumn, SheetPaper, sheet_paper
from nsnt_desktop.documents.collection_sheet_pages import Room, pages_of
from nsnt_desktop.documents.fonts import Family, family
from nsnt_desktop.registry.collection_sheet import CollectionSheets
from nsnt_desktop.registry.collection_sheet_words import SheetKind, office_name, said, title
from nsnt_desktop.storage.files import write_beside

_WIDTH, _HEIGHT = (side * mm for side in layout.page_size_mm(landscape=True))
_LEFT, _RIGHT, _TOP, _BOTTOM = 15 * mm, 12 * mm, 10 * mm, 8 * mm
_ROW = {SheetKind.BLANK: 9 * mm, SheetKind.FILLED: 10 * mm}
"""Room to write by hand; on a filled sheet also a correction under what is printed."""
_BOX = 3.6 * mm
_PAD = 1.0 * mm
_LEADING = 1.15
_MOST_LINES = 5
"""A longer note is cut on paper; the register has all of it."""
_TEXT, _HEAD, _SMALL, _FACT, _HOW = 10.0, 7.5, 7.5, 10.5, 9.0
_TITLE, _PLACE = 14.0, 12.0
_GRID_PT, _BOX_PT, _CROSS_PT = 0.5, 0.6, 1.1
_CLOSING_LINE = 7 * mm
_CLOSING = 44 * mm
_CLOSING_SHARES = (0.40, 0.70, 1.0)
"""Where the declared totals end and the two signatures end, as shares of the width."""


def save_sheets_pdf(
    sheets: CollectionSheets, kind: SheetKind, path: Path, *, bundled_fonts: bool = False
) -> None:
    """Write the sheets of all villages given into one file, moved into place when complete; KnownError."""
    content = sheets_pdf(sheets, kind, bundled_fonts=bundled_fonts)
    write_beside(path, lambda file: file.write(content))


def sheets_pdf(
    sheets: CollectionSheets, kind: SheetKind, *, bundled_fonts: bool = False, invariant: bool = False
) -> bytes:
    """Return the sheets of all villages given as one PDF; each village counts its own pages."""
    faces = family(bundled=bundled_fonts)
    out = BytesIO()
    # Without the font named an unembedded Helvetica slips into the file.
    canvas = Canvas(
        out,
        pagesize=(_WIDTH, _HEIGHT),
        initialFontName=faces.regular,  # type: ignore[arg-type] # the stubs say float
        lang="vi-VN",
        invariant=int(invariant),
        pageCompression=1,
    )
    canvas.setTitle(title(sheets).capitalize())
    canvas.setAuthor(office_name(sheets))
    stamps: set[str] = set()
    for village in sheets.villages:
        paper = sheet_paper(sheets, village, kind)
        canvas.bookmarkPage(f"village{village.village_id}")
        canvas.addOutlineEntry(paper.place, f"village{village.village_id}")
        _Drawing(canvas, faces, paper, _ROW[kind], stamps).all()
    canvas.save()
    return out.getvalue()


@lru_cache(maxsize=20_000)
def _wrapped(text: str, face: str, size: float, width: float) -> tuple[str, ...]:
    """Return a text in lines no wider than told; a word that is too long by itself is broken."""
    if stringWidth(text, face, size) <= width:
        return (text,)
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if stringWidth(joined, face, size) <= width:
            lines[-1] = joined
            continue
        lines += [""] if lines[-1] else []
        for letter in word:
            if lines[-1] and stringWidth(lines[-1] + letter, face, size) > width:
                lines.append("")
            lines[-1] += letter
    return tuple(lines)


class _Drawing:
    """The pages of one village; y is measured from the foot of the page, as PDF does."""

    def __init__(
        self, canvas: Canvas, faces: Family, paper: SheetPaper, row_height: float, stamps: set[str]
    ) -> None:
        self.canvas, self.faces, self.paper, self.row_height, self.stamps = (
            canvas,
            faces,
            paper,
            row_height,
            stamps,
        )
        given = [column.width_mm * mm for column in paper.columns]
        given[-1] += _WIDTH - _LEFT - _RIGHT - sum(given)  # the last, for notes, takes what is left
        self.widths = given
        self.edges = [_LEFT, *(_LEFT + sum(given[:n]) for n in range(1, len(given) + 1))]
        self.inner = _WIDTH - _LEFT - _RIGHT
        self.legend = [line for text in paper.legend for line in self._wrap(text, _SMALL, self.inner)]
        self.how = [line for text in paper.how for line in _wrapped(text, faces.italic, _HOW, self.inner)]

    def all(self) -> None:
        """Draw every page."""
        rows = [self._lines(row) for row in self.paper.rows]
        heights = [self._height(lines) for lines in rows]
        table_head = sum(self._head_heights())
        foot = _BOTTOM + (len(self.legend) + 2) * _SMALL * _LEADING
        body = _HEIGHT - _TOP - table_head - foot
        room = Room(body - self._title_height(), body - _HOW * 1.6, _CLOSING, self.row_height)
        pages = pages_of(heights, self.paper.least_rows, room)
        done = 0
        for number, page in enumerate(pages, 1):
            y = self._title() if number == 1 else self._running()
            y = self._table_head(y)
            for height in page:
                row = self.paper.rows[done] if done < len(rows) else self.paper.empty_row(done)
                lines = rows[done] if done < len(rows) else self._lines(row)
                y -= height
                self._row(y, height, row, lines)
                done += 1
            if number == len(pages):
                self._closing(y)
            self._foot(number, len(pages))
            self.canvas.showPage()

    # Measures

    def _wrap(self, text: str, size: float, width: float) -> tuple[str, ...]:
        return _wrapped(text, self.faces.regular, size, width)

    def _lines(self, row: Sequence[Cell]) -> list[tuple[str, ...]]:
        return [
            () if isinstance(cell, bool) or not cell else self._cell(cell, width - 2 * _PAD)
            for cell, width in zip(row, self.widths, strict=True)
        ]

    def _cell(self, text: str, width: float) -> tuple[str, ...]:
        lines = self._wrap(text, _TEXT, width)
        if len(lines) > _MOST_LINES:
            last = lines[_MOST_LINES - 1].rpartition(" ")[0] or lines[_MOST_LINES - 1][:-1]
            return (*lines[: _MOST_LINES - 1], f"{last}…")
        return lines

    def _height(self, lines: Sequence[Sequence[str]]) -> float:
        most = max(map(len, lines))
        return max(self.row_height, most * _TEXT * _LEADING + 2 * _PAD)

    def _title_height(self) -> float:
        facts = len(self._facts())
        lines = (_FACT, _TITLE, _PLACE, *[_FACT] * facts, *[_HOW] * len(self.how))
        return sum(lines) * _LEADING + 3 * mm

    def _facts(self) -> list[str]:
        both = f"{self.paper.village_head}     {self.paper.time}"
        if stringWidth(both, self.faces.regular, _FACT) <= self.inner:
            return [both]
        return [
            line
            for text in (self.paper.village_head, self.paper.time)
            for line in self._wrap(text, _FACT, self.inner)
        ]

    def _head_heights(self) -> tuple[float, float]:
        """Return the heights of the upper row of the heading, with the groups, and of the lower."""
        leading = _HEAD * _LEADING
        upper = max(len(lines) for _, _, lines in self._groups())
        lower = max(len(self._heading(n)) for n, c in enumerate(self.paper.columns) if c.group)
        alone = max(len(self._heading(n)) for n, c in enumerate(self.paper.columns) if not c.group)
        tall = max(upper + lower, alone) * leading + 4 * _PAD
        return tall - lower * leading - 2 * _PAD, lower * leading + 2 * _PAD

    def _heading(self, place: int) -> tuple[str, ...]:
        width = self.widths[place] - _PAD
        return _wrapped(self.paper.columns[place].heading, self.faces.bold, _HEAD, width)

    def _groups(self) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Yield first and last column of each group, and its title in lines."""
        columns: Sequence[PaperColumn] = self.paper.columns
        start = 0
        while start < len(columns):
            end = start
            while (
                end + 1 < len(columns)
                and columns[start].group
                and columns[end + 1].group == columns[start].group
            ):
                end += 1
            if columns[start].group:
                width = self.edges[end + 1] - self.edges[start] - _PAD
                yield start, end, _wrapped(columns[start].group, self.faces.bold, _HEAD, width)
            start = end + 1

    # Drawing

    def _text(
        self, x: float, y: float, text: str, size: float, *, face: str = "", align: str = "left"
    ) -> None:
        self.canvas.setFont(face or self.faces.regular, size)
        draw = {"left": "drawString", "center": "drawCentredString", "right": "drawRightString"}[align]
        getattr(self.canvas, draw)(x, y, text)

    def _block(
        self, x: float, y: float, lines: Sequence[str], size: float, *, face: str = "", align: str = "left"
    ) -> float:
        """Draw lines downwards from y; return where they end."""
        for line in lines:
            y -= size * _LEADING
            self._text(x, y + size * 0.25, line, size, face=face, align=align)
        return y

    def _title(self) -> float:
        middle, bold = _LEFT + self.inner / 2, self.faces.bold
        y = self._block(_LEFT, _HEIGHT - _TOP, [self.paper.agency], _FACT, face=bold)
        y = self._block(middle, y, [self.paper.title], _TITLE, face=bold, align="center")
        y = self._block(middle, y, [self.paper.place], _PLACE, face=bold, align="center")
        y = self._block(_LEFT, y, self._facts(), _FACT)
        return self._block(_LEFT, y, self.how, _HOW, face=self.faces.italic) - 3 * mm

    def _running(self) -> float:
        self._block(_LEFT, _HEIGHT - _TOP, [self.paper.running], _HOW, face=self.faces.italic)
        return _HEIGHT - _TOP - _HOW * 1.6

    def _table_head(self, top: float) -> float:
        upper, lower = self._head_heights()
        bottom = top - upper - lower
        canvas = self.canvas
        canvas.setLineWidth(_GRID_PT)
        grouped = set()
        for start, end, lines in self._groups():
            x, wide = self.edges[start], self.edges[end + 1] - self.edges[start]
            canvas.rect(x, bottom + lower, wide, upper)
            self._centred(x + wide / 2, bottom + lower, upper, lines)
            grouped |= set(range(start, end + 1))
        for place, width in enumerate(self.widths):
            high = lower if place in grouped else upper + lower
            canvas.rect(self.edges[place], bottom, width, high)
            self._centred(self.edges[place] + width / 2, bottom, high, self._heading(place))
        return bottom

    def _centred(self, x: float, bottom: float, high: float, lines: Sequence[str]) -> None:
        top = bottom + (high + len(lines) * _HEAD * _LEADING) / 2
        self._block(x, top, lines, _HEAD, face=self.faces.bold, align="center")

    def _row(self, y: float, height: float, row: Sequence[Cell], lines: Sequence[tuple[str, ...]]) -> None:
        canvas = self.canvas
        canvas.saveState()
        canvas.translate(0, y)
        canvas.doForm(self._stamp(height))
        canvas.restoreState()
        for place, cell in enumerate(row):
            if cell is True:
                self._cross(place, y + height / 2)
            elif lines[place]:
                self._write(place, y, height, lines[place])

    def _write(self, place: int, y: float, height: float, lines: tuple[str, ...]) -> None:
        column = self.paper.columns[place]
        left, right = self.edges[place] + _PAD, self.edges[place + 1] - _PAD
        x = {"left": left, "right": right, "center": (left + right) / 2}[column.align]
        # What is printed stands at the top: a correction finds room under it.
        top = y + height - _PAD if self.paper.rows else y + (height + _TEXT * _LEADING) / 2
        self._block(x, top, lines, _TEXT, align=column.align)

    def _cross(self, place: int, middle: float) -> None:
        x, half = (self.edges[place] + self.edges[place + 1]) / 2, _BOX / 2 - 0.5
        self.canvas.setLineWidth(_CROSS_PT)
        self.canvas.line(x - half, middle - half, x + half, middle + half)
        self.canvas.line(x - half, middle + half, x + half, middle - half)

    def _stamp(self, height: float) -> str:
        """Return the name of the form that draws an empty row of this height, made when first needed."""
        name = f"row{round(height * 100)}"
        if name not in self.stamps:
            self.stamps.add(name)
            self.canvas.beginForm(name, 0, 0, _WIDTH, height)
            self._empty(height)
            self.canvas.endForm()
        return name

    def _empty(self, height: float) -> None:
        canvas = self.canvas
        canvas.setLineWidth(_GRID_PT)
        canvas.grid(self.edges, [0, height])
        canvas.setLineWidth(_BOX_PT)
        for place, column in enumerate(self.paper.columns):
            if column.is_box:
                x = (self.edges[place] + self.edges[place + 1] - _BOX) / 2
                canvas.rect(x, (height - _BOX) / 2, _BOX, _BOX)

    def _closing(self, y: float) -> None:
        """Draw the totals the village head declares and the two signatures."""
        lead, *totals = self.paper.declared
        y -= 3 * mm
        self._block(_LEFT, y, [lead], _FACT, face=self.faces.bold)
        ends = [_LEFT + self.inner * share for share in _CLOSING_SHARES]
        for n, words in enumerate(totals, 1):
            line = y - n * _CLOSING_LINE - 3 * mm
            self._text(_LEFT, line, f"{words}:", _FACT)
            self.canvas.setLineWidth(_GRID_PT)
            self.canvas.line(_LEFT + 58 * mm, line - 1, ends[0] - 12 * mm, line - 1)
        for (day, who, how), left, right in zip(self.paper.signing, ends, ends[1:], strict=False):
            middle = (left + right) / 2
            at = self._block(middle, y, [day], _FACT, face=self.faces.italic, align="center")
            at = self._block(middle, at, [who], _FACT, face=self.faces.bold, align="center")
            self._block(middle, at, [how], _HOW, face=self.faces.italic, align="center")

    def _foot(self, number: int, of: int) -> None:
        size = _SMALL * _LEADING
        self._block(_LEFT, _BOTTOM + (len(self.legend) + 1) * size, self.legend, _SMALL)
        page = said("paper", "page").format(trang=number, tổng=of)
        self._text(_WIDTH - _RIGHT, _BOTTOM, page, _HOW, align="right")
        if self.paper.mark:
            self._text(_LEFT, _BOTTOM, self.paper.mark, _HOW, face=self.faces.italic)
