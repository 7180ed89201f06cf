"""The years side by side as lines: five at most, of the commune, a former commune or a village."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.compute import former_commune_figures, year_assumptions, year_figures
from nsnt_desktop.indicators.cuts import Where
from nsnt_desktop.indicators.definitions import Part
from nsnt_desktop.indicators.results import Counts, Indicator, PlaceFigures, YearFigures
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL, SustainabilityClass
from nsnt_desktop.registry.years import list_years
from nsnt_desktop.storage.assumptions import Assumptions
from nsnt_desktop.ui.figure_lines import change_since, change_words, counted_in, shown_value
from nsnt_desktop.ui.figure_opening import (
    EVERYBODY,
    Opening,
    Those,
    count_opening,
    part_opening,
)
from nsnt_desktop.ui.plain_table import Heading, Line

YEARS_SHOWN = 5
_FIRST_YEAR_AT = 2
"""The column of the first year."""
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


@dataclass(frozen=True)
class Chosen:
    """The place shown: the commune (None), a village by its id, a former commune by its name."""

    place: int | str | None = None
    name: str = ""

    @property
    def those(self) -> Those:
        """Its households."""
        match self.place:
            case int(village):
                return Those(self.name, (Where(village_id=village),))
            case str(former):
                return Those(self.name, (Where(former_commune=former),))
        return EVERYBODY


def compare_lines(years: Sequence[ShownYear], chosen: Chosen, decimals: int) -> list[Line]:
    """Return the indicators over their counts, the counts themselves, and the schemes by class."""
    places = [year.place(chosen.place) for year in years]
    codes = [i.code for place in places if place for i in place.indicators]
    lines = [
        replace(
            _indicator_line(code, places, years, decimals),
            opens=_openings(years, places, partial(_opens_indicator, chosen, code)),
        )
        for code in dict.fromkeys(codes)
    ]
    lines += [
        replace(
            _count_line(name, places, field, unknown),
            opens=_openings(years, places, partial(_opens_count, chosen, name, field)),
        )
        for name, field, unknown in _COUNTS
    ]
    if chosen.place is None:
        lines += [_class_line(kind, years) for kind in (*SustainabilityClass, None)]
    return lines


def _openings(
    years: Sequence[ShownYear],
    places: Sequence[PlaceFigures | None],
    opens: Callable[[ShownYear, PlaceFigures], Opening | None],
) -> dict[int, Opening]:
    """Return what the number of each year opens, by its column."""
    found = {
        _FIRST_YEAR_AT + 2 * at: opens(year, place)
        for at, (year, place) in enumerate(zip(years, places, strict=True))
        if place is not None
    }
    return {at: key for at, key in found.items() if key is not None}


def _opens_indicator(chosen: Chosen, code: str, year: ShownYear, place: PlaceFigures) -> Opening | None:
    if all(known.code != code for known in place.indicators):
        return None
    number = counted_in(place, code, Part.NUMERATOR, year.assumptions)
    return part_opening(year.figures.year, code, Part.NUMERATOR, number, chosen.those) if number else None


def _opens_count(
    chosen: Chosen, name: str, field: str, year: ShownYear, place: PlaceFigures
) -> Opening | None:
    number = getattr(place.counts, field)
    if not number or field == "persons":  # people are no list of households
        return None
    return count_opening(year.figures.year, field, name, number, chosen.those)


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
