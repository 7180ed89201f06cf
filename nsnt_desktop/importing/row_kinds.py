"""Which rows under a heading are households, and which are groups, totals, signatures and blanks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from nsnt_desktop.importing.cells import is_tick, show
from nsnt_desktop.importing.fields import Field
from nsnt_desktop.importing.layout import Layout
from nsnt_desktop.importing.reading import Cell, Sheet
from nsnt_desktop.importing.village_names import villages_in
from nsnt_desktop.models.words import LabelledEnum
from nsnt_desktop.text import clean, fold

_TOTALS = (
    "tổng cộng",
    "tổng số",
    "tổng:",
    "tổng hộ",
    "cộng:",
    "cộng thôn",
    "cộng tổ",
    "tổng toàn thôn",
    "cộng lại",
)
_WHOLE_TOTALS = {"tong cong", "cong", "tong so", "tong"}
_SIGNATURES = (
    "trưởng thôn", "phó trưởng thôn", "trưởng bản", "trưởng khu", "trưởng xóm", "người lập", "lập biểu",
    "người tổng hợp", "người kê khai", "người điều tra", "người nhận", "(ký", "ký,", "ký tên", "ký và",
    "xác nhận", "tm.", "t/m", "kt.", "chủ tịch", "phó chủ tịch", "cán bộ", "công chức", "ủy ban", "uỷ ban",
    "ubnd", "bí thư", "đại diện",
)  # fmt: skip
_NOTES = ("ghi chú:", "ghi chú ", "lưu ý", "chú thích", "(*)", "* ")
_GROUPS = (
    "tổ ",
    "nhóm ",
    "cụm ",
    "đội ",
    "thôn ",
    "xóm ",
    "khu ",
    "bản ",
    "tổ:",
    "thôn:",
    "i.",
    "ii.",
    "iii.",
    "iv.",
)
_SUSPICIOUS = _TOTALS + _SIGNATURES + _NOTES + _GROUPS + ("tổng", "cộng")
_DATE_LINE = re.compile(r"ngày\b.*\btháng\b.*\bnăm\b")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_NO_DATA = {Field.STT, Field.VILLAGE, Field.FORMER_COMMUNE, Field.HOUSEHOLD_KEY, Field.IGNORE}


class SkipKind(LabelledEnum):
    """Why a row is no household."""

    BLANK = "blank", "Dòng trống"
    GROUP = "group", "Dòng nhóm"
    TOTAL = "total", "Dòng cộng"
    SIGNATURE = "signature", "Phần ký tên"
    HEADING = "heading", "Tiêu đề lặp lại"
    UNFILLED = "unfilled", "Dòng chưa điền"
    NOTE = "note", "Dòng ghi chú"


@dataclass(frozen=True)
class SkippedRow:
    """A row left out: Excel's row number, the kind, and why in Vietnamese."""

    excel_row: int
    kind: SkipKind
    reason: str


class DataRow(NamedTuple):  # one for each row of a list
    """A row that means a household; the village is that of the group row above it, if one named it."""

    excel_row: int
    cells: list[Cell]
    group_village: str | None


class RowSorter:
    """Walks down a sheet and tells households from the rest; remembers village and signatures."""

    def __init__(self, sheet: Sheet, layout: Layout, head: int) -> None:
        self.sheet, self.layout, self.head = sheet, layout, head
        data = [column.index for column in layout.columns if column.field not in _NO_DATA]
        self.pick = itemgetter(*data, data[0])  # one more, so that a single column gives a tuple too
        self.doubled = data[0]
        self.stt = self._numbered_column()
        self.faulty = {row + 1 for row, column in sheet.faults if column in data}
        self.headings = {
            show(cell) for row in layout.heading_rows for cell in sheet.cells[row - 1] if cell != ""
        }
        self.village: str | None = None
        self.closing = False

    def walk(self) -> Iterator[DataRow | SkippedRow]:
        """Yield every row under the heading, in order."""
        start = self.layout.first_data_row
        for excel_row, cells in enumerate(self.sheet.cells[start - 1 :], start):
            head = cells[self.head]
            plain = head.__class__ is str and head and not self.closing and self._filled(cells) > 1
            if plain and not clean(head).lower().startswith(_SUSPICIOUS) and head not in self.headings:  # type: ignore[arg-type]
                yield DataRow(excel_row, cells, self.village)
                continue
            skipped = self._why(excel_row, cells)
            yield skipped or DataRow(excel_row, cells, self.village)

    def _numbered_column(self) -> int | None:
        """Return the column of running numbers, if anyone wrote numbers into it."""
        stt = self.layout.column_of(Field.STT)
        below = self.sheet.cells[self.layout.first_data_row - 1 :]
        used = stt and any(_NUMBER.fullmatch(show(row[stt.index])) for row in below)
        return stt.index if stt and used else None

    def _filled(self, cells: list[Cell]) -> int:
        picked = self.pick(cells)
        filled: int = len(picked) - picked.count("") - (cells[self.doubled] != "")
        return filled

    def _why(self, excel_row: int, cells: list[Cell]) -> SkippedRow | None:
        texts = [text for text in map(show, cells) if text]
        if not texts:
            return SkippedRow(excel_row, SkipKind.BLANK, "dòng trống")
        if all(text in self.headings for text in texts) and len(texts) > 1:
            return SkippedRow(excel_row, SkipKind.HEADING, "dòng tiêu đề lặp lại")
        head = show(cells[self.head])
        for text in (texts[0], head):
            if text.lower().startswith(_TOTALS) or fold(text) in _WHOLE_TOTALS:
                return SkippedRow(excel_row, SkipKind.TOTAL, f"dòng cộng «{text}»")
        return self._why_closing(excel_row, texts) or self._why_thin(excel_row, cells, texts, head)

    def _why_closing(self, excel_row: int, texts: list[str]) -> SkippedRow | None:
        if any(_NUMBER.fullmatch(text) for text in texts):
            return None
        lowered = [text.lower() for text in texts]
        if lowered[0].startswith(_NOTES):
            return SkippedRow(excel_row, SkipKind.NOTE, f"dòng ghi chú «{texts[0]}»")
        signs = any(text.startswith(_SIGNATURES) or _DATE_LINE.search(text) for text in lowered)
        if signs and len(texts) <= 3:
            self.closing = True
        if not self.closing:
            return None
        return SkippedRow(excel_row, SkipKind.SIGNATURE, f"phần ký tên «{texts[0]}»")

    def _why_thin(self, excel_row: int, cells: list[Cell], texts: list[str], head: str) -> SkippedRow | None:
        """Return why a row with next to nothing in it is no household."""
        filled = self._filled(cells)
        if (head and filled > 1) or excel_row in self.faulty:
            return None
        numbered = self.stt is not None and _NUMBER.fullmatch(show(cells[self.stt]))
        if head and (numbered or self.stt is None) and not self._is_group(excel_row, head):
            return None
        if len(texts) == 1 and not is_tick(texts[0]) and not _NUMBER.fullmatch(texts[0]):
            return self._group(excel_row, texts[0])
        if filled == 0:
            return SkippedRow(
                excel_row, SkipKind.UNFILLED, "chỉ có số thứ tự hoặc tên thôn, chưa điền hộ nào"
            )
        return None

    def _is_group(self, excel_row: int, text: str) -> bool:
        merged = any(
            first[0] <= excel_row - 1 <= last[0] and first[1] <= self.head <= last[1] and last[1] > first[1]
            for first, last in self.sheet.merged
        )
        return merged or text.lower().startswith(_GROUPS)

    def _group(self, excel_row: int, text: str) -> SkippedRow:
        villages = villages_in(text)
        if len(villages) == 1:
            self.village = villages[0]
            return SkippedRow(excel_row, SkipKind.GROUP, f"dòng nhóm: các hộ bên dưới thuộc {villages[0]}")
        return SkippedRow(excel_row, SkipKind.GROUP, f"chỉ có một ô chữ «{text}», không phải dòng số liệu")
