"""So sánh các năm: up to five years side by side, of the commune, a former commune or a village."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout
from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.compute import former_commune_figures, year_assumptions, year_figures
from nsnt_desktop.indicators.results import Counts, Indicator, PlaceFigures, YearFigures
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL, SustainabilityClass
from nsnt_desktop.registry.years import list_years
from nsnt_desktop.storage.assumptions import Assumptions, load_assumptions
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.figure_lines import change_since, change_words, shown_value
from nsnt_desktop.ui.figure_tab import FigureTab
from nsnt_desktop.ui.plain_table import Heading, Line, PlainTable
from nsnt_desktop.ui.widgets import card, column, label, row

YEARS_SHOWN = 5
_NAME_AT, _NAME_WIDTH = 1, 212
"""The column of the indicators' names, and the least it needs."""
_MARGINS = 56
"""What stands beside the columns: the card's edges and the scroll bar."""
WHOLE = "Toàn xã"
_COUNTS: tuple[tuple[str, str, str], ...] = (
    ("Số hộ", "households", ""),
    ("Nhân khẩu", "persons", "persons_unknown"),
    ("Hộ nghèo", "poor", "poverty_unknown"),
    ("Hộ cận nghèo", "near_poor", "poverty_unknown"),
    ("Hộ đã cập nhật trong năm", "updated", ""),
    ("Chưa xác định hợp vệ sinh", "hygienic_unknown", ""),
    ("Chưa xác định nước sạch", "clean_unknown", ""),
    ("Hộ thiếu nước mùa khô", "shortage", "shortage_unknown"),
    ("Hộ có nguy cơ ô nhiễm", "pollution", ""),
)
"""Name, count, and the count of households of which it is not known."""


@dataclass(frozen=True)
class ShownYear:
    """One year as its column shows it."""

    figures: YearFigures
    assumptions: Assumptions
    told: str
    """Its state: "đã chốt 10/11/2023"."""

    def place(self, chosen: int | str | None) -> PlaceFigures | None:
        """Return the figures of the commune (None), a village (its id) or a former commune (its name)."""
        if chosen is None:
            return self.figures.commune
        if isinstance(chosen, str):
            return former_commune_figures(self.figures, chosen, self.assumptions)
        return next((v for v in self.figures.villages if v.village_id == chosen), None)


def shown_years(session: Session, year: int) -> list[ShownYear]:
    """Return the five years around the one chosen that are nearest to today, oldest first."""
    newest_first = list_years(session)
    at = next(i for i, known in enumerate(newest_first) if known.year == year)
    first = max(0, at - YEARS_SHOWN + 1)
    return [
        ShownYear(
            year_figures(session, known),
            year_assumptions(session, known),
            known.state.label + (f" {vn.day(known.closed_at)}" if known.closed_at else ""),
        )
        for known in reversed(newest_first[first : first + YEARS_SHOWN])
    ]


def compare_headings(years: Sequence[ShownYear]) -> tuple[Heading, ...]:
    """Return the headings: a column for each year, and between two years the change."""
    heads = [Heading("Số", 36), Heading("Chỉ số")]
    for at, year in enumerate(years):
        number = year.figures.year
        if at:
            before = years[at - 1].figures.year
            tip = f"Năm {number} so với năm {before}: điểm phần trăm, lít, hoặc số hộ"
            heads.append(Heading("Thay đổi", 84, right=True, tip=tip))
        heads.append(Heading(f"Năm {number}", 100, right=True, tip=f"Năm {number} {year.told}"))
    return tuple(heads)


def compare_lines(years: Sequence[ShownYear], chosen: int | str | None, decimals: int) -> list[Line]:
    """Return the indicators over their counts, the counts themselves, and the schemes by class."""
    places = [year.place(chosen) for year in years]
    codes = [i.code for place in places if place for i in place.indicators]
    lines = [_indicator_line(code, places, years, decimals) for code in dict.fromkeys(codes)]
    lines += [_count_line(name, places, *words) for name, *words in _COUNTS]
    if chosen is None:
        lines += [_class_line(kind, years) for kind in (*SustainabilityClass, None)]
    return lines


def _indicator_line(
    code: str, places: Sequence[PlaceFigures | None], years: Sequence[ShownYear], decimals: int
) -> Line:
    found = [next((i for i in p.indicators if i.code == code), None) if p else None for p in places]
    known = next(i for i in found if i)
    cells, tones, tips = [code, known.short_name], dict[int, str](), [f"{known.name} ({known.unit})"]
    for at, now in enumerate(found):
        if at:
            change = change_since(now, found[at - 1]) if now else None
            if change:
                tones[len(cells)] = "met" if change > 0 else "error"
            cells.append(change_words(change, decimals))
        cells.append(_value(now, places[at], decimals))
        if now and now.unknown and now.unit == "%":
            noun = "công trình" if code == "6" else "hộ"
            tips.append(f"Năm {years[at].figures.year}: {vn.number(now.unknown)} {noun} chưa xác định")
    return Line(tuple(cells), code, tones, bold=code[-1] not in "ab", tip="\n".join(tips))


def _value(now: Indicator | None, place: PlaceFigures | None, decimals: int) -> str:
    if now is None or place is None:
        return vn.BLANK
    if now.unit == "%":
        return f"{shown_value(now, decimals)}\n{vn.number(now.numerator)}/{vn.number(now.denominator)}"
    covered = f"{vn.number(place.counts.metered)}/{vn.number(place.counts.clean)} hộ"
    return f"{shown_value(now, decimals)}\n{covered}"


def _count_line(name: str, places: Sequence[PlaceFigures | None], field: str, unknown: str) -> Line:
    def value(counts: Counts) -> int | None:
        not_known = getattr(counts, unknown) if unknown else 0
        return None if counts.households and not_known >= counts.households else getattr(counts, field)

    def told(counts: Counts) -> str:
        not_known = getattr(counts, unknown) if unknown else 0
        rest = f"\n{vn.number(not_known)} hộ chưa rõ" if not_known else ""
        return vn.number(value(counts)) + rest

    return _numbers_line(
        name,
        [value(place.counts) if place else None for place in places],
        [told(place.counts) if place else vn.BLANK for place in places],
    )


def _class_line(kind: SustainabilityClass | None, years: Sequence[ShownYear]) -> Line:
    name = f"Công trình: {(kind.label if kind else UNCLASSIFIED_LABEL).lower()}"
    numbers = [year.figures.classes.get(kind, 0) for year in years]
    return _numbers_line(name, numbers, [vn.number(number) for number in numbers])


def _numbers_line(name: str, numbers: Sequence[int | None], told: Sequence[str]) -> Line:
    cells = ["", name]
    for at, number in enumerate(numbers):
        if at:
            before = numbers[at - 1]
            change = None if number is None or before is None else Fraction(number - before)
            cells.append(change_words(change, 0))
        cells.append(told[at])
    return Line(tuple(cells), name)


def places_to_choose(years: Sequence[ShownYear]) -> list[tuple[int | str | None, str]]:
    """Return the commune, its former communes and its villages, each named as in the newest of the years."""
    former = {v.former_commune for year in years for v in year.figures.villages if v.former_commune}
    villages: dict[int | str | None, str] = {}
    for year in reversed(years):
        for village in year.figures.villages:
            if village.village_id is None:
                continue  # it is no more in the commune's file it came from
            where = f", {village.former_commune} (cũ)" if village.former_commune else ""
            villages.setdefault(village.village_id, village.name + where)
    return [(None, WHOLE), *((name, f"Xã {name} (cũ)") for name in sorted(former)), *villages.items()]


class YearCompare(FigureTab):
    """The years side by side, and of which place."""

    title = "So sánh các năm"
    key = "years"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.years: list[ShownYear] = []
        self._decimals = 1
        self.place = Choice([(None, WHOLE)])
        self.place.setAccessibleName("Xem của")
        self.place.setMinimumContentsLength(24)
        self.place.choose(None)
        self.place.activated.connect(lambda _i: self._show())
        self.states = label("", "dim", wrap=True)
        self.table = self._make_table()
        self._holder: QVBoxLayout = column(self.table)
        top = row(label("Xem của"), self.place, gap=10)
        top.addWidget(self.states, 1)
        layout = column(gap=0)
        layout.addWidget(card(top, self._holder))
        self.setLayout(layout)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            self.years = shown_years(session, self.context.year)
            self._decimals = load_assumptions(session).decimals
        self.place.offer(places_to_choose(self.years))
        if self.place.currentIndex() < 0:
            self.place.choose(None)
        self.states.setText("; ".join(f"{year.figures.year} {year.told}" for year in self.years) + ".")
        self._show()

    def shown_table(self) -> PlainTable:
        return self.table

    def _show(self) -> None:
        headings = compare_headings(self.years)
        if len(headings) != len(self.table.lines.headings):
            self._replace_table()
        self.table.show_lines(compare_lines(self.years, self.place.chosen(), self._decimals), headings)

        self._fit_names()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    def _fit_names(self) -> None:
        """Give the names what room the years leave, but never too little to tell them apart."""
        header = self.table.horizontalHeader()
        room = self.width() - _MARGINS - sum(heading.width for heading in self.table.lines.headings)
        mode = header.ResizeMode.Stretch if room >= _NAME_WIDTH else header.ResizeMode.Interactive
        header.setSectionResizeMode(_NAME_AT, mode)
        if room < _NAME_WIDTH:
            header.resizeSection(_NAME_AT, _NAME_WIDTH)

    def _replace_table(self) -> None:
        # The columns of a table are set up once, and a year more has two columns more.
        old, self.table = self.table, self._make_table()
        self._holder.replaceWidget(old, self.table)
        old.hide()
        old.deleteLater()

    def _make_table(self) -> PlainTable:
        return PlainTable("So sánh các năm", compare_headings(self.years), row_height=44)
