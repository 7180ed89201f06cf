"""Cảnh báo: sources that run dry, pollution risks, water tests that end, and clean water without one."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.compute import year_assumptions
from nsnt_desktop.indicators.warning_words import (
    dry_sentences,
    pollution_sentences,
    sentences_of_tests,
    unproven_sentences,
)
from nsnt_desktop.indicators.water_validity import Validity
from nsnt_desktop.indicators.water_warnings import WaterWarnings, water_warnings
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.figure_tab import FigureTab
from nsnt_desktop.ui.plain_table import Heading, Line, PlainTable
from nsnt_desktop.ui.warning_lines import (
    POLLUTION_HEADINGS,
    TEST_HEADINGS,
    UNPROVEN_HEADINGS,
    Named,
    SchemeNamed,
    dry_headings,
    dry_lines,
    pollution_lines,
    tested_lines,
    unproven_lines,
)
from nsnt_desktop.ui.widgets import button, card, column, label, row


@dataclass(frozen=True)
class Part:
    """One of the four: its name, how many it warns of, what it says, and the lines that say it in full."""

    name: str
    count: Callable[[WaterWarnings], int]
    said: Callable[[WaterWarnings, int], str]
    headings: Callable[[int], tuple[Heading, ...]]
    lines: Callable[[WaterWarnings, int], list[Line]]


def _dry(warnings: WaterWarnings, decimals: int) -> str:
    """Leave out the lists of places, which the table tells, but say why nothing is told of two years."""
    first, *others = dry_sentences(warnings.dry, warnings.year, decimals)
    return first if warnings.dry.whole.twice else "\n".join((first, *others[-1:]))


def _tests(warnings: WaterWarnings, _decimals: int) -> str:
    days = f"Xem vào ngày {vn.day(warnings.day)}; hạn báo cáo {vn.day(warnings.deadline)}."
    # The table names every scheme and group; what is missing is said.
    told = zip(sentences_of_tests(warnings), (warnings.schemes, warnings.own), strict=True)
    missing = [said for said, there in told if not there]
    return " ".join((days, *missing))


PARTS = (
    Part(
        "Thiếu nước mùa khô",
        lambda w: len(w.dry.whole.now.short),
        _dry,
        dry_headings,
        lambda w, decimals: dry_lines(w.dry, w.year, decimals) if w.dry.whole.now.households else [],
    ),
    Part(
        "Nguy cơ ô nhiễm",
        lambda w: len(w.pollution.whole.records),
        lambda w, _: pollution_sentences(w.pollution)[0],
        lambda _: POLLUTION_HEADINGS,
        lambda w, _: pollution_lines(w.pollution, w.year) if w.pollution.whole.households else [],
    ),
    Part(
        "Xét nghiệm nước",
        lambda w: sum(s.standing.validity is not Validity.VALID for s in w.schemes),
        _tests,
        lambda _: TEST_HEADINGS,
        lambda w, _: tested_lines(w),
    ),
    Part(
        "Nước sạch thiếu xét nghiệm",
        lambda w: len(w.unproven.records),
        lambda w, decimals: unproven_sentences(w.unproven, w.as_of, decimals)[-1],
        lambda _: UNPROVEN_HEADINGS,
        lambda w, decimals: unproven_lines(w.unproven, w.year, decimals),
    ),
)


class WaterWarningsTab(FigureTab):
    """Four warnings, one in sight; the table says in full what the sentence above it says in short."""

    title = "Cảnh báo"
    key = "warnings"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._group = QButtonGroup(self)
        self.chips = [button(part.name, "chip") for part in PARTS]
        for at, chip in enumerate(self.chips):
            self._group.addButton(chip, at)
        self.chips[0].setChecked(True)
        self._group.idClicked.connect(lambda _at: self.refresh())
        self.told = label("", wrap=True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.tables = [PlainTable(part.name, part.headings(context.year)) for part in PARTS]
        for table in self.tables:
            table.opened.connect(self._open)
        layout = column(gap=0)
        layout.addWidget(card(row(*self.chips, None), self.told, *self.tables))
        self.setLayout(layout)

    def bring(self, at: int) -> None:
        """Bring one of the four into sight."""
        self.chips[at].setChecked(True)
        self.refresh()

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            warnings = water_warnings(session, year)
            decimals = year_assumptions(session, year).decimals
        for chip, part in zip(self.chips, PARTS, strict=True):
            count = part.count(warnings)
            chip.setText(f"{part.name} ({vn.number(count)})" if count else part.name)
        at = self._group.checkedId()
        part, shown = PARTS[at], self.tables[at]
        self.told.setText(part.said(warnings, decimals))
        shown.show_lines(part.lines(warnings, decimals), part.headings(warnings.year))
        for table in self.tables:
            table.setVisible(table is shown and bool(table.lines.lines))

    def shown_table(self) -> PlainTable | None:
        shown = self.tables[self._group.checkedId()]
        return shown if shown.lines.lines else None

    def _open(self, key: object) -> None:
        if isinstance(key, SchemeNamed):
            self.context.go("schemes", {"scheme_id": key.scheme_id})
        elif isinstance(key, Named):
            self.context.set_year(key.year)
            self.context.go("households", {"only": frozenset(key.records), "title": key.title})
