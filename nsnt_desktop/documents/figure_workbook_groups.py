"""The sheets by village, former commune and main source: formulas above, what the program counted below."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from nsnt_desktop.documents.figure_workbook_formulas import (
    COUNTS,
    RATIOS,
    Ratio,
    at_cells,
    compared,
    rounded,
)
from nsnt_desktop.documents.figure_workbook_households import COUNT, HEADING_ROW, begin
from nsnt_desktop.documents.figure_workbook_input import BookInput, Group
from nsnt_desktop.format import BLANK
from nsnt_desktop.indicators.results import Indicator, PlaceFigures, SourceCounts
from nsnt_desktop.workbooks import TEXT, WORDS, Formula, Look, Sheet, Value

VILLAGES, FORMER_COMMUNES, SOURCES = SHEETS = ("Theo thôn", "Theo xã cũ", "Theo nguồn nước")
_LABELS = 4
"""Columns before the values: number, name, what stands beside it, the comparison."""
_SOURCE_COUNTS = [f.name for f in fields(SourceCounts) if f.name in COUNTS]


@dataclass(frozen=True)
class _Plan:
    """What one sheet counts, and what the program says of the same."""

    sheet: str
    title: str
    labels: tuple[str, str]
    width: float
    """Of the names, in characters."""
    beside: float
    """Of what stands beside them."""
    column: str
    """The column of the sheet of households that holds the number of the group."""
    groups: Sequence[Group[Any]]
    ratios: Mapping[str, Ratio]
    """By heading."""
    counts: Sequence[str]
    values: Callable[[Any], list[Value]]
    """What the program says: the values, then the counts, of a group's figures or of all (None: nothing)."""
    whole: Any
    """The figures of all groups together."""


def write_villages(made: Workbook, book: BookInput) -> None:
    """Write the indicators and the counts of every village."""
    _write(made, book, _places(book, VILLAGES, ("Thôn", "Xã cũ"), "HO_THON", [*book.village_groups.values()]))


def write_former_communes(made: Workbook, book: BookInput) -> None:
    """Write the indicators and the counts of every former commune."""
    _write(
        made, book, _places(book, FORMER_COMMUNES, ("Xã cũ", ""), "HO_XA_CU", [*book.former_groups.values()])
    )


def write_sources(made: Workbook, book: BookInput) -> None:
    """Write the households by main source."""
    whole = sum(source.households for source in book.figures.commune.sources)
    decimals = book.assumptions.decimals

    def values(sources: list[SourceCounts] | SourceCounts | None) -> list[Value]:
        inside = sources if isinstance(sources, list) else [sources] if sources else []
        sums = {name: sum(getattr(s, name) for s in inside) for name in _SOURCE_COUNTS}
        share = Indicator("", "", "", "%", sums["households"], whole, 0)
        return [printed(share, decimals), *sums.values()]

    share = {"Tỷ lệ số hộ, %": Ratio("households", "all_households", "0", "")}
    groups = [*book.source_groups.values()]
    labels = ("Nguồn nước chính", "Nhóm nguồn")
    title = "THEO NGUỒN NƯỚC CHÍNH"
    plan = _Plan(
        SOURCES,
        title,
        labels,
        46.0,
        28.0,
        "HO_NGUON",
        groups,
        share,
        _SOURCE_COUNTS,
        values,
        [*book.figures.commune.sources],
    )
    _write(made, book, plan)


def printed(indicator: Indicator, decimals: int) -> Value:
    """Return the value of an indicator as the program prints it: a number with its decimals, or "—"."""
    value = indicator.rounded(decimals)
    return BLANK if value is None else float(value)


def result_look(decimals: int, *, bold: bool = False) -> Look:
    """Return the look of a value: its decimals are always shown."""
    return Look("#,##0." + "0" * decimals, bold=bold, align="right")


def _places(
    book: BookInput, sheet: str, labels: tuple[str, str], column: str, groups: list[Group[PlaceFigures]]
) -> _Plan:
    decimals = book.assumptions.decimals

    def values(place: PlaceFigures | None) -> list[Value]:
        if place is None:
            return [*[BLANK] * len(RATIOS), *[0] * len(COUNTS)]
        shown = [printed(place.indicator(code), decimals) for code in RATIOS]
        return [*shown, *(getattr(place.counts, name) for name in COUNTS)]

    headed = {f"Chỉ số {code}": ratio for code, ratio in RATIOS.items()}
    whole = book.figures.commune
    return _Plan(sheet, sheet.upper(), labels, 26.0, 18.0, column, groups, headed, [*COUNTS], values, whole)


def _write(made: Workbook, book: BookInput, plan: _Plan) -> None:
    columns = [("Số", 6.0), (plan.labels[0], plan.width), (plan.labels[1], plan.beside), ("So sánh", 10.0)]
    columns += [(heading, 10.0) for heading in plan.ratios] + [
        (COUNTS[name][0], 13.0) for name in plan.counts
    ]
    note = "Bảng trên là công thức đếm từ trang «Hộ», bảng dưới là số của chương trình. «So sánh» xem từng ô."
    sheet = begin(
        made,
        book,
        plan.sheet,
        plan.title,
        note,
        columns=columns,
        frozen=4,
        pages_wide=3 if len(columns) > 20 else 1,
    )
    _Table(sheet, plan, book.assumptions.decimals).write()


class _Table:
    def __init__(self, sheet: Sheet, plan: _Plan, decimals: int) -> None:
        self.sheet, self.plan = sheet, plan
        self.first = HEADING_ROW + 1
        self.total = self.first + len(plan.groups)
        self.program = self.total + 3 - self.first
        """Rows from a line of formulas down to what the program says of the same."""
        width = _LABELS + len(plan.ratios) + len(plan.counts)
        self.letters = [get_column_letter(at) for at in range(_LABELS + 1, width + 1)]
        self.of = dict(zip(plan.counts, self.letters[len(plan.ratios) :], strict=True))
        self.looks = [self._look(decimals, bold=bold) for bold in (False, True)]

    def _look(self, decimals: int, *, bold: bool) -> list[Look]:
        text = TEXT._replace(bold=bold)
        results = [result_look(decimals, bold=bold)] * len(self.plan.ratios)
        counts = [COUNT._replace(bold=bold)] * len(self.plan.counts)
        return [COUNT._replace(bold=bold), text, text, Look(bold=bold), *results, *counts]

    def write(self) -> None:
        for row, group in enumerate(self.plan.groups, self.first):
            where = ((self.plan.column, f"$A{row}"),)
            counts = [Formula("=" + COUNTS[name][1](where)) for name in self.plan.counts]
            self._line(row, [group.number, group.label, group.beside], counts)
        self._line(self.total, [None, "Toàn xã", ""], [self._sum(letter) for letter in self.of.values()])
        self.sheet.write([])
        self.sheet.write([None, "Chương trình đã tính"], WORDS._replace(bold=True))
        for group in self.plan.groups:
            told = self.plan.values(group.figures)
            self.sheet.write([group.number, group.label, group.beside, "", *told], self.looks[0])
        self.sheet.write([None, "Toàn xã", "", "", *self.plan.values(self.plan.whole)], self.looks[1])

    def _line(self, row: int, labels: list[Value], counts: list[Formula]) -> None:
        cells = {name: f"{letter}{row}" for name, letter in self.of.items()}
        cells["all_households"] = f"{self.of['households']}${self.total}"
        results = [
            rounded(
                at_cells(r.numerator, cells),
                at_cells(r.denominator, cells),
                at_cells(r.unknown, cells),
                scale=r.scale,
            )
            for r in self.plan.ratios.values()
        ]
        start, end, below = self.letters[0], self.letters[-1], row + self.program
        same = f"SUMPRODUCT(--({start}{row}:{end}{row}<>{start}{below}:{end}{below}))=0"
        self.sheet.write([*labels, compared(same), *results, *counts], self.looks[row == self.total])

    def _sum(self, letter: str) -> Formula:
        rows = f"{letter}{self.first}:{letter}{self.total - 1}"
        return Formula(f"=SUM({rows})" if self.plan.groups else "=0")
