"""Which rows under a heading are households, and which are groups, totals, signatures and blanks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from nsnt_desktop.importing.files.reading import Cell, Sheet
from nsnt_desktop.importing.layouts.extra_rows import example_rows, second_lines
from nsnt_desktop.importing.layouts.heading import is_numbering, named_fields
from nsnt_desktop.importing.layouts.household_members import Members
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.layouts.poverty_groups import PovertyGroups
from nsnt_desktop.importing.words.cells import is_tick, show
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.row_words import (
    DATE_LINE,
    NOTES,
    SIGNATURES,
    could_be_a_name,
    could_be_of_family,
    is_group,
    is_numbered_group,
    is_suspicious,
    is_total,
    village_named,
)
from nsnt_desktop.importing.words.village_names import villages_in
from nsnt_desktop.importing.words.vocabulary import Confidence, match_title
from nsnt_desktop.models.words import LabelledEnum, Poverty
from nsnt_desktop.registry.households import PERSONS_LIMIT
from nsnt_desktop.text import clean, fold

_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_NO_DATA = {
    Field.STT,
    Field.VILLAGE,
    Field.FORMER_COMMUNE,
    Field.HOUSEHOLD_KEY,
    Field.IGNORE,
    Field.GIVEN_NAME,
}
_OF_ONE_ROW = {
    Field.STT, Field.CODE, Field.HEAD, Field.GIVEN_NAME, Field.MEMBER, Field.RELATION, Field.PERSONS,
    Field.PHONE,
    Field.BIRTH_YEAR, Field.LITRES_PER_MONTH, Field.HOUSEHOLD_KEY, Field.IGNORE,
}  # fmt: skip
"""Columns whose merged cell does not speak for all the rows it covers."""
_CLOSING_TEXTS = 3
"""Texts a row of signatures has at most."""
_TITLES = 3
"""Known titles that make a heading of a row."""
_WORDS_OF_GROUP = 3
"""Texts a row named after a village has at most, besides its sums."""


class SkipKind(LabelledEnum):
    """Why a row is no household."""

    BLANK = "blank", "Dòng trống"
    GROUP = "group", "Dòng nhóm"
    TOTAL = "total", "Dòng cộng"
    SIGNATURE = "signature", "Phần ký tên"
    HEADING = "heading", "Tiêu đề lặp lại"
    UNFILLED = "unfilled", "Dòng chưa điền"
    NOTE = "note", "Dòng ghi chú"
    MEMBER = "member", "Thành viên trong hộ"
    HIDDEN = "hidden", "Dòng ẩn"


@dataclass(frozen=True)
class SkippedRow:
    """A row left out: Excel's row number, the kind, and why in Vietnamese."""

    excel_row: int
    kind: SkipKind
    reason: str


class DataRow(NamedTuple):  # one for each row of a list
    """A row that means a household; village and poverty are those of the group rows above it, if named."""

    excel_row: int
    cells: list[Cell]
    group_village: str | None
    group_poverty: Poverty | None = None


class RowSorter:
    """Walks down a sheet and tells households from the rest; remembers village and signatures."""

    def __init__(self, sheet: Sheet, layout: Layout, head: int, last: int | None = None) -> None:
        self.sheet, self.layout, self.head = sheet, layout, head
        self.last = last or len(sheet.cells)
        data = [column.index for column in layout.columns if column.field not in _NO_DATA]
        self.pick = itemgetter(*data, data[0])  # one more, so that a single column gives a tuple too
        self.doubled = data[0]
        self.stt = self._numbered_column()
        self.faulty = {row + 1 for row, column in sheet.faults if column in data}
        self.headings = {
            fold(show(cell)) for row in layout.heading_rows for cell in sheet.cells[row - 1] if cell != ""
        }
        self.titles = {
            show(cell).lower() for row in layout.heading_rows for cell in sheet.cells[row - 1] if cell != ""
        }
        self.hidden = frozenset(layout.hidden_rows if layout.skip_hidden_rows else ())
        self.merged = _merged_down(sheet, layout)
        self.members = Members.of(layout)
        self.statuses = PovertyGroups(layout)
        below = sheet.cells[layout.first_data_row - 1 : self.last]
        self.examples = example_rows(layout, below, head)
        self.seconds = second_lines(layout, below, head, self.stt)
        village = layout.column_of(Field.VILLAGE)
        self.down = village.index if village and layout.village_down else None
        self.village: str | None = None
        self.announced: str | None = None
        """The village named among signatures or titles, of what follows them."""
        self.closing = False

    def walk(self) -> Iterator[DataRow | SkippedRow]:
        """Yield every row under the heading, in order."""
        start = self.layout.first_data_row
        aside = self.members is not None or self.hidden or self.merged or self.examples or self.seconds
        for excel_row, cells in enumerate(self.sheet.cells[start - 1 : self.last], start):
            if aside:
                cells, skipped = self._aside(excel_row, cells)  # noqa: PLW2901
                if skipped:
                    yield skipped
                    continue
            head = cells[self.head]
            skipped = None
            if head.__class__ is not str or not head or self.closing or self._filled(cells) <= 1:
                skipped = self._why(excel_row, cells)
            else:
                lowered = clean(head).lower()
                if is_suspicious(lowered) or lowered in self.titles:
                    skipped = self._why(excel_row, cells)
            if skipped:
                yield skipped
                continue
            if self.down is not None and cells[self.down] != "":
                self.village = show(cells[self.down])
            yield DataRow(excel_row, cells, self.village, self.statuses.current)

    def _aside(self, excel_row: int, cells: list[Cell]) -> tuple[list[Cell], SkippedRow | None]:
        """Return the cells with what is merged into them, and why the row is left out unread."""
        if excel_row in self.hidden:
            return cells, SkippedRow(excel_row, SkipKind.HIDDEN, "dòng ẩn trong tệp")
        if excel_row in self.examples:
            return cells, SkippedRow(excel_row, SkipKind.NOTE, self.examples[excel_row])
        if excel_row in self.seconds:
            return cells, SkippedRow(excel_row, SkipKind.MEMBER, self.seconds[excel_row])
        covered = self.merged.get(excel_row)
        if covered and any(cell != "" for cell in cells):
            cells = [covered.get(at, cell) if cell == "" else cell for at, cell in enumerate(cells)]
        if self.members and self.members.is_member(cells):
            return cells, SkippedRow(excel_row, SkipKind.MEMBER, "thành viên trong hộ, không phải chủ hộ")
        return cells, None

    def _numbered_column(self) -> int | None:
        """Return the column of running numbers, if anyone wrote numbers into it."""
        stt = self.layout.column_of(Field.STT)
        below = self.sheet.cells[self.layout.first_data_row - 1 : self.last]
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
        head, numbered = show(cells[self.head]), self._is_numbered(cells)
        if self._is_heading(texts, head):
            return self._heading(excel_row)
        status = self._why_status(excel_row, texts, head)
        if status:
            return status
        label = next((text for text in texts if not _is_number(text)), "")
        for text in (label, head):
            if text and is_total(text) and not (numbered and could_be_of_family(text)):
                self.statuses.total(text)
                return SkippedRow(excel_row, SkipKind.TOTAL, f"dòng cộng «{text}»")
        return (
            self._why_group(excel_row, cells, texts, head)
            or self._why_closing(excel_row, texts)
            or self._why_thin(excel_row, cells, texts, head)
            or self._why_sums(excel_row, cells, head)
        )

    def _is_heading(self, texts: list[str], head: str) -> bool:
        if (len(texts) > 1 and all(fold(text) in self.headings for text in texts)) or is_numbering(texts):
            return True
        # That of a table of sums below the list; a household has some figure, or a name that is no title.
        titled = match_title(head).confidence is Confidence.SURE and not any(map(_is_number, texts))
        return titled and len(named_fields(texts)) >= _TITLES

    def _repeats_heading(self, cells: list[Cell]) -> bool:
        texts = [text for text in map(show, cells) if text]
        return self._is_heading(texts, show(cells[self.head]))

    def _why_status(self, excel_row: int, texts: list[str], head: str) -> SkippedRow | None:
        """Return a group of households of one status of poverty: "I. Hộ nghèo"."""
        label = head or max(texts, key=len)
        others = [text for text in texts if text is not label and not _is_number(text)]
        if self.closing or any(len(text) > len("VIII.") for text in others):
            return None
        status = self.statuses.named(label)
        if status is None:
            return None
        if not self._heads_households(excel_row, counted=any(map(_is_number, texts))):
            self.statuses.leave()
            return None
        self.statuses.enter(status)
        reason = f"dòng nhóm «{label}»: các hộ bên dưới đọc là «{status.label}»"
        return SkippedRow(excel_row, SkipKind.GROUP, reason)

    def _heads_households(self, excel_row: int, *, counted: bool) -> bool:
        """Return whether a household follows a row; under one with no sums a smaller group may come first."""
        below = (cells for cells in self.sheet.cells[excel_row : self.last] if any(cells))
        cells = next((cells for cells in below if counted or not self._repeats_heading(cells)), None)
        if cells is None:
            return False
        label = show(cells[self.head]) or max(map(show, cells), key=len)
        if self.statuses.named(label) or is_total(label):
            return False
        smaller = not counted and (is_numbered_group(label) or village_named(label) is not None)
        return smaller or (cells[self.head] != "" and self._filled(cells) > 1)

    def _is_numbered(self, cells: list[Cell]) -> bool:
        return self.stt is not None and bool(_NUMBER.fullmatch(show(cells[self.stt])))

    def _heading(self, excel_row: int) -> SkippedRow:
        self.closing = False
        self.village, self.announced = self.announced or self.village, None
        return SkippedRow(excel_row, SkipKind.HEADING, "dòng tiêu đề lặp lại")

    def _why_group(self, excel_row: int, cells: list[Cell], texts: list[str], head: str) -> SkippedRow | None:
        """Return a group by its name, also where the row goes on with the group's totals."""
        label = head or next((text for text in texts if not _NUMBER.fullmatch(text)), "")
        if not label or (not head and any(text is not label and not _is_number(text) for text in texts)):
            return None  # a household whose name is missing may well name its village
        village = village_named(label)
        by_number = is_numbered_group(label) and not (
            self._is_numbered(cells) and not village and len(texts) > 3
        )
        by_name = village and (not self._is_numbered(cells) or self._filled(cells) <= 1)
        by_name = by_name and sum(not _is_number(text) for text in texts) <= _WORDS_OF_GROUP
        if not (by_number or by_name) or (not head and not self._alone(cells)):
            return None
        self.closing = False
        return self._group(excel_row, label, village)

    def _alone(self, cells: list[Cell]) -> bool:
        """Return whether the columns that say which household it is are blank, but for one text."""
        named = [self.layout.column_of(field) for field in (Field.VILLAGE, Field.FORMER_COMMUNE)]
        return all(cells[column.index] == "" for column in named if column) and not self._is_numbered(cells)

    def _why_closing(self, excel_row: int, texts: list[str]) -> SkippedRow | None:
        if any(map(_is_number, texts)):
            if self.closing and self.announced:
                self.village, self.announced = self.announced, None
            return None
        lowered = [text.lower() for text in texts]
        signs = any(text.startswith(SIGNATURES) or DATE_LINE.search(text) for text in lowered)
        if not self.closing and not signs and lowered[0].startswith(NOTES) and len(texts) <= _CLOSING_TEXTS:
            self._announce(texts)
            return SkippedRow(excel_row, SkipKind.NOTE, f"dòng ghi chú «{texts[0]}»")
        if signs and len(texts) <= _CLOSING_TEXTS:
            self.closing = True
            self.statuses.leave()
        if not self.closing:
            return None
        if not signs:
            self._announce(texts)
        return SkippedRow(excel_row, SkipKind.SIGNATURE, f"phần ký tên «{texts[0]}»")

    def _announce(self, texts: list[str]) -> None:
        named = {village for text in texts for village in villages_in(text)}
        self.announced = named.pop() if len(named) == 1 else self.announced

    def _why_thin(self, excel_row: int, cells: list[Cell], texts: list[str], head: str) -> SkippedRow | None:
        """Return why a row with next to nothing in it is no household."""
        filled = self._filled(cells)
        if (head and filled > 1) or excel_row in self.faulty:
            return None
        numbered = self._is_numbered(cells)
        named = numbered or (self.stt is None and could_be_a_name(head))
        if head and named and not self._is_group(excel_row, head):
            return None
        only_indexed = len(texts) == 1 + (self.stt is not None and cells[self.stt] != "" and not numbered)
        if only_indexed and not is_tick(texts[-1]) and not _is_number(texts[-1]):
            return self._group(excel_row, texts[-1], None)
        if filled == 0:
            return SkippedRow(
                excel_row, SkipKind.UNFILLED, "chỉ có số thứ tự hoặc tên thôn, chưa điền hộ nào"
            )
        return None

    def _why_sums(self, excel_row: int, cells: list[Cell], head: str) -> SkippedRow | None:
        """Return a row of sums nobody wrote a word to: no name, no number, nothing but figures."""
        if head or excel_row in self.faulty or self._is_numbered(cells):
            return None
        texts = [text for text in map(show, cells) if text]
        if not all(map(_is_number, texts)):
            return None
        persons = self.layout.column_of(Field.PERSONS)
        large = (
            persons
            and _is_number(show(cells[persons.index]))
            and float(show(cells[persons.index]).replace(",", ".")) > PERSONS_LIMIT
        )
        if large or (self.stt is not None and len(texts) > 1):
            return SkippedRow(excel_row, SkipKind.TOTAL, "dòng cộng không ghi chữ")
        return None

    def _is_group(self, excel_row: int, text: str) -> bool:
        merged = any(
            first[0] <= excel_row - 1 <= last[0] and first[1] <= self.head <= last[1] and last[1] > first[1]
            for first, last in self.sheet.merged
        )
        return merged or is_group(text)

    def _is_inside(self, village: str) -> bool:
        """Return whether a group only parts the village: a column names them, or it is a xóm of a thôn."""
        within = self.layout.village or self.village or ""
        return self.down is not None or (_is_hamlet(village) and bool(within) and not _is_hamlet(within))

    def _group(self, excel_row: int, text: str, village: str | None) -> SkippedRow:
        self.statuses.enter_other()
        villages = [village] if village else villages_in(text)
        if len(villages) == 1 and not self._is_inside(villages[0]):
            self.village = villages[0]
            return SkippedRow(excel_row, SkipKind.GROUP, f"dòng nhóm: các hộ bên dưới thuộc {villages[0]}")
        return SkippedRow(excel_row, SkipKind.GROUP, f"chỉ có một ô chữ «{text}», không phải dòng số liệu")


def _is_hamlet(village: str) -> bool:
    return village.lower().startswith("xóm ")


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _merged_down(sheet: Sheet, layout: Layout) -> dict[int, dict[int, Cell]]:
    """Return what cells merged over several rows say, by Excel row and column, for the rows they cover."""
    spread = {column.index for column in layout.columns if column.field not in _OF_ONE_ROW}
    found: dict[int, dict[int, Cell]] = {}
    for first, last in sheet.merged:
        if first[0] < layout.first_data_row - 1 or last[0] == first[0] or first[1] not in spread:
            continue
        for row in range(first[0] + 1, min(last[0] + 1, len(sheet.cells))):
            found.setdefault(row + 1, {})[first[1]] = sheet.cells[first[0]][first[1]]
    return found
