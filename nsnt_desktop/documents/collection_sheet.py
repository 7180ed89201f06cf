"""The collection sheet of a village as it stands on paper: its lines, columns and rows."""

from dataclasses import dataclass

from nsnt_desktop import format as vn
from nsnt_desktop.documents.tree import Align, printable
from nsnt_desktop.models.words import SAMPLE_MARK
from nsnt_desktop.registry.collection_sheet import (
    COLUMNS,
    TOTALS,
    CollectionSheets,
    SheetColumn,
    VillageSheet,
    choices,
    in_words,
)
from nsnt_desktop.registry.collection_sheet_words import (
    SheetKind,
    head_lines,
    office_name,
    place_line,
    said,
    signing,
    time_line,
    title,
)
from nsnt_desktop.registry.register import Registered

Cell = str | bool
"""Text, or a box: True with its cross, False empty."""
_COUNT_MM = 8.0
_SPARE_ROWS = {SheetKind.BLANK: 10, SheetKind.FILLED: 5}
"""Empty rows at least, for households nobody knows of yet; each page is filled up besides."""


@dataclass(frozen=True)
class PaperColumn:
    """One column on paper; ticks of one question stand side by side under its group."""

    heading: str
    width_mm: float
    group: str = ""
    align: Align = "left"
    is_box: bool = False


@dataclass(frozen=True)
class SheetPaper:
    """The sheet of one village, ready to be laid out."""

    agency: str
    title: str
    place: str
    village_head: str
    time: str
    how: tuple[str, ...]
    """How to fill it in, a paragraph each."""
    running: str
    """On the following pages in place of the title."""
    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """Households; a blank sheet has none."""
    least_rows: int
    """How many rows there must be, empty ones among them."""
    legend: tuple[str, ...]
    """At the foot of each page: what the numbers mean."""
    declared: tuple[str, ...]
    """What the village head declares under the table: a lead and a line for each total."""
    signing: tuple[tuple[str, ...], tuple[str, ...]]
    """Lines over the two signatures: who receives, who heads the village."""
    mark: str

    def empty_row(self, place: int) -> tuple[Cell, ...]:
        """Return a row to be written in, counted from 0."""
        return (str(place + 1), *(False if column.is_box else "" for column in self.columns[1:]))


def sheet_paper(sheets: CollectionSheets, village: VillageSheet, kind: SheetKind) -> SheetPaper:
    """Return the sheet of one village on paper, every text in NFC."""
    filled = village.households if kind is SheetKind.FILLED else ()
    rows = tuple(_row(place, household, sheets) for place, household in enumerate(filled, 1))
    day = signing(sheets, "day")
    how = signing(sheets, "how")
    # The day stands over both, so that the two signatures are level.
    signatures = tuple((day, signing(sheets, who), how) for who in ("receiver", "village_head"))
    name = printable(place_line(village))
    return SheetPaper(
        agency=printable(office_name(sheets)).upper(),
        title=printable(title(sheets)),
        place=name,
        village_head=printable("     ".join(head_lines(village))),
        time=printable(time_line(sheets)),
        how=tuple(said("paper", kind.value)),
        running=printable(said("paper", "continued").format(phiếu=title(sheets).capitalize(), thôn=name)),
        columns=paper_columns(),
        rows=rows,
        least_rows=len(village.households) + _SPARE_ROWS[kind],
        legend=_legend(sheets),
        declared=(said("paper", "declared"), *(words for _, words in TOTALS)),
        signing=(signatures[0], signatures[1]),
        mark=SAMPLE_MARK if sheets.office.is_sample else "",
    )


def paper_columns() -> tuple[PaperColumn, ...]:
    """Return the columns on paper from the first, the running number; a column of ticks becomes several."""
    made = [PaperColumn("TT", _COUNT_MM, align="center")]
    for column in COLUMNS:
        if column.ticks:
            boxes = (
                PaperColumn(words, column.paper_mm, column.heading, "center", True)
                for _, words in column.ticks
            )
            made += boxes
        elif column.paper_mm:
            made.append(PaperColumn(_heading(column), column.paper_mm, align=_align(column)))
    return tuple(made)


def _heading(column: SheetColumn) -> str:
    return f"{column.heading} (ghi số)" if column.numbered else column.heading


def _align(column: SheetColumn) -> Align:
    if column.numbered:
        return "center"
    return "right" if column.right else "left"


def _row(place: int, household: Registered, sheets: CollectionSheets) -> tuple[Cell, ...]:
    cells: list[Cell] = [str(place)]
    for column in COLUMNS:
        value = household.values[column.attribute]
        if column.ticks:
            cells += [value is not None and value == answer for answer, _ in column.ticks]
        elif column.paper_mm:
            cells.append(printable(_text(column, household, sheets)))
    return tuple(cells)


def _text(column: SheetColumn, household: Registered, sheets: CollectionSheets) -> str:
    value = household.values[column.attribute]
    if value is None:
        return ""
    if column.numbered:
        # A word for a whole group of sources has no number: the sheet asks for the source itself.
        numbers = {answer: str(n) for n, answer in enumerate(choices(column, sheets), 1)}
        return numbers.get(value, "")
    if column.field == "litres_per_month":
        return _cubic_metres(value)
    return str(in_words(column, household, sheets) or "")


def _cubic_metres(litres: int) -> str:
    whole, part = divmod(litres, 1000)
    return f"{vn.number(whole)},{part:03d}".rstrip("0") if part else vn.number(whole)


def _legend(sheets: CollectionSheets) -> tuple[str, ...]:
    leads = {"main_source": said("paper", "sources"), "basis": said("paper", "basis")}
    lines = []
    for column in COLUMNS:
        if column.numbered:
            offered = enumerate(choices(column, sheets).values(), 1)
            words = "; ".join(f"{n}\u00a0=\u00a0{word}" for n, word in offered)
            lines.append(printable(f"{leads[column.field]}: {words}."))
    return tuple(lines)
