"""What became of a village's list as a PDF file: always one page, however much there is to mend."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from nsnt_desktop import format as vn
from nsnt_desktop.documents import layout
from nsnt_desktop.documents.fonts import Family, family, text_width
from nsnt_desktop.documents.import_summary import Declared, ImportSummary, Mend
from nsnt_desktop.documents.layout import TextStyle
from nsnt_desktop.documents.pdf_parts import TALL, Rule, line, side_by_side
from nsnt_desktop.documents.pdf_table import pdf_table
from nsnt_desktop.documents.tree import Column, Table, printable
from nsnt_desktop.storage.files import write_beside

_MOST_MENDS = 25
"""Rows of what is to be mended at most; the marked workbook has them all."""
_MOST_DECLARED = 6
_SHORT, _LONG, _NAME = 40, 110, 90
"""Letters of a value, of a reason, of a file name or village that find room."""
_BODY = TextStyle("Lời", 12, align="left", after=3)
_LEAD = TextStyle("Mục", 12, bold=True, align="left", before=6, after=3)
_NOTE = TextStyle("Lời nhỏ", 11, italic=True, align="left", before=3)
_NOTHING = "Không có chỗ nào cần sửa."


def save_import_summary(summary: ImportSummary, target: Path, *, bundled_fonts: bool = False) -> None:
    """Write the page to a PDF file, moved into place when complete. Raises KnownError."""
    content = import_summary_pdf(summary, bundled_fonts=bundled_fonts)
    write_beside(target, lambda file: file.write(content))


def import_summary_pdf(
    summary: ImportSummary, *, bundled_fonts: bool = False, invariant: bool = False
) -> bytes:
    """Return the page as the bytes of a PDF file."""
    faces = family(bundled=bundled_fonts)
    width, height = (side * mm for side in layout.page_size_mm(landscape=False))
    out = BytesIO()
    # Without the font named an unembedded Helvetica slips into the file.
    canvas = Canvas(
        out,
        pagesize=(width, height),
        initialFontName=faces.regular,  # type: ignore[arg-type] # the stubs say float
        lang="vi-VN",
        invariant=int(invariant),
    )
    canvas.setTitle(_title(summary))
    canvas.setAuthor(printable(summary.office))
    page = _Page(summary, faces)
    y = height - layout.TOP_MM * mm
    for part in page.fitting(y - layout.BOTTOM_MM * mm):
        y -= part.getSpaceBefore()
        y -= part.wrapOn(canvas, page.width, TALL)[1]
        part.drawOn(canvas, layout.LEFT_MM * mm, y)
        y -= part.getSpaceAfter()
    if summary.mark:
        style = layout.MARK_STYLE
        canvas.setFont(faces.face(style), style.size)
        canvas.drawRightString(
            width - layout.RIGHT_MM * mm, layout.MARK_FROM_BOTTOM_MM * mm, printable(summary.mark)
        )
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _title(summary: ImportSummary) -> str:
    place = f" {_cut(summary.place, _NAME)}" if summary.place else ""
    return f"Kết quả nhận danh sách{place}, năm {summary.year}"


def _cut(text: str, most: int) -> str:
    text = printable(text).strip()
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


class _Page:
    """The parts of the page from the top down, with as many rows to mend as find room."""

    def __init__(self, summary: ImportSummary, faces: Family) -> None:
        self.summary, self.faces = summary, faces
        self.width = layout.text_width_mm(landscape=False) * mm

    def fitting(self, height: float) -> list[Flowable]:
        """Return the parts that fill a height in points at most."""
        many = min(_MOST_MENDS, len(self.summary.mends))
        return next(
            parts
            for shown in range(many, -1, -1)
            if self._height(parts := self._parts(shown)) <= height or shown == 0
        )

    def _height(self, parts: list[Flowable]) -> float:
        return sum(
            part.wrap(self.width, TALL)[1] + part.getSpaceBefore() + part.getSpaceAfter() for part in parts
        )

    def _parts(self, shown: int) -> list[Flowable]:
        return [*self._head(), *self._counts(), *self._declared(), *self._mends(shown), *self._foot()]

    def _line(self, text: str, style: TextStyle = _BODY) -> Flowable:
        return line(text, style, self.faces)

    def _head(self) -> list[Flowable]:
        summary = self.summary
        office = _cut(summary.office, _NAME).upper()
        left: list[Flowable] = [
            self._line(office, layout.AGENCY_STYLE),
            self._rule(office, layout.AGENCY_STYLE),
        ]
        right: list[Flowable] = [
            self._line(layout.COUNTRY, layout.COUNTRY_STYLE),
            self._line(layout.MOTTO, layout.MOTTO_STYLE),
            Rule(text_width(layout.MOTTO, layout.MOTTO_STYLE, self.faces)),
        ]
        return [
            side_by_side([[left, right]], layout.HEAD_SHARES, self.faces),
            self._line(_title(summary).upper(), layout.KIND_STYLE),
            Spacer(0, 8),
            self._line(f"Tệp: {_cut(summary.file_name, _NAME)}. Ngày xem: {vn.day(summary.day)}."),
        ]

    def _rule(self, text: str, style: TextStyle) -> Rule:
        room = self.width * layout.HEAD_SHARES[0]
        return Rule(min(text_width(text, style, self.faces), room) * layout.SHORT_LINE)

    def _table(self, table: Table) -> list[Flowable]:
        return [pdf_table(table, self.width, self.faces, in_annex=True), Spacer(0, 4)]

    def _counts(self) -> list[Flowable]:
        columns = [Column(name, 1, "center") for name, _ in self.summary.counts]
        row = tuple(vn.number(count) for _, count in self.summary.counts)
        total = sum(count for _, count in self.summary.counts)
        table = Table((*columns, Column("Tổng số dòng", 1.2, "center")), ((*row, vn.number(total)),))
        return [self._line("1. Kết quả theo dòng của danh sách", _LEAD), *self._table(table)]

    def _declared(self) -> list[Flowable]:
        lead = self._line("2. Thôn khai báo và số đếm được ở các dòng đã nhận", _LEAD)
        told = self.summary.declared
        if not told:
            return [lead, self._line("Danh sách không có số thôn khai báo.")]
        columns = (
            Column("Nội dung", 4),
            Column("Thôn khai báo", 1.5, "right"),
            Column("Đếm được", 1.5, "right"),
            Column("Chênh lệch", 1.5, "right"),
        )
        parts = [lead, *self._table(Table(columns, tuple(map(_declared_row, told[:_MOST_DECLARED]))))]
        if len(told) > _MOST_DECLARED:
            parts.append(self._line(f"… và {vn.number(len(told) - _MOST_DECLARED)} số khai báo khác.", _NOTE))
        return parts

    def _mends(self, shown: int) -> list[Flowable]:
        mends = self.summary.mends
        parts = [self._line(f"3. Chỗ cần sửa ({_places(mends)})", _LEAD)]
        if not mends:
            return [*parts, self._line(_NOTHING)]
        columns = (
            Column("Dòng", 1.5, "center"),
            Column("Cột", 0.7, "center"),
            Column("Ô ghi", 1.6),
            Column("Vì sao", 4.8),
            Column("Cần làm gì", 2.4),
        )
        if shown:
            parts += self._table(Table(columns, tuple(map(_mend_row, mends[:shown]))))
        if len(mends) > shown:
            rest = _places(mends[shown:])
            parts.append(self._line(f"… và {rest} chỗ khác, xem bản Excel đánh dấu.", _NOTE))
        return parts

    def _foot(self) -> list[Flowable]:
        summary = self.summary
        back = "Sửa xong, gửi lại tệp Excel. " if summary.mends else ""
        whom = _cut(f"{summary.ask} {summary.office}".strip(), _NAME)
        return [
            self._line("4. Hộ không có trong danh sách", _LEAD),
            self._line(_missing(summary.missing)),
            self._line(f"{back}Có gì chưa rõ, xin hỏi {whom}.", _NOTE),
        ]


def _places(mends: Sequence[Mend]) -> str:
    return vn.number(sum(mend.count for mend in mends))


def _missing(count: int | None) -> str:
    if count is None:
        return "Chưa rõ danh sách của thôn nào nên chưa đối chiếu được."
    if count == 0:
        return "Danh sách đã ghi đủ các hộ của thôn đang có trong sổ."
    return f"Trong sổ còn {vn.number(count)} hộ của thôn mà danh sách không ghi tên."


def _declared_row(told: Declared) -> tuple[str, ...]:
    apart = told.counted - told.declared
    sign = "+" if apart > 0 else ""
    return (
        _cut(told.what, _NAME),
        vn.number(told.declared),
        vn.number(told.counted),
        f"{sign}{vn.number(apart)}",
    )


def _mend_row(mend: Mend) -> tuple[str, ...]:
    value = _cut(mend.value, _SHORT) or "(trống)"
    return (_cut(mend.place, _NAME), _cut(mend.column, _SHORT), value, _told(mend.why), _told(mend.todo))


def _told(text: str) -> str:
    text = _cut(text, _LONG)
    return text[:1].upper() + text[1:]
