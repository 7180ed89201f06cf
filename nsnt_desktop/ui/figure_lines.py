"""The figures of a year as lines of the tables that show them."""

from collections.abc import Sequence
from fractions import Fraction

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.definitions import Part, part_count
from nsnt_desktop.indicators.results import Indicator, PlaceFigures, YearFigures
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL, SustainabilityClass
from nsnt_desktop.registry.schemes import SchemeRow
from nsnt_desktop.storage.assumptions import Assumptions
from nsnt_desktop.ui.figure_opening import part_opening
from nsnt_desktop.ui.plain_table import Heading, Line
from nsnt_desktop.ui.scheme_class import class_tone

NOT_MET_AT = 5
"""The column of the indicators' table that a narrow screen leaves out."""
_PARTS = {2: Part.NUMERATOR, 3: Part.DENOMINATOR, NOT_MET_AT: Part.NOT_MET, 6: Part.UNKNOWN}
"""Column → what its number opens."""


def indicator_headings(before: int | None) -> tuple[Heading, ...]:
    """Return the headings of the table of indicators."""
    last = f"Năm {before}" if before else "Năm trước"
    return (
        Heading("Số", 40),
        Heading("Chỉ số"),
        Heading("Tử số", 80, right=True, tip="Số hộ (công trình) đạt; chỉ số 5: lít nước trong một tháng"),
        Heading("Mẫu số", 80, right=True, tip="Số hộ (công trình) được tính; chỉ số 5: số người × số ngày"),
        Heading("Kết quả", 84, right=True),
        Heading("Không đạt", 84, right=True, tip="Trong mẫu số có bao nhiêu không đạt"),
        Heading("Chưa xác định", 108, right=True, tip="Trong mẫu số còn bao nhiêu chưa có câu trả lời"),
        Heading(last, 84, right=True),
        Heading("Thay đổi", 92, right=True, tip="So với năm trước: điểm phần trăm, hoặc lít"),
    )


def shown_value(indicator: Indicator | None, decimals: int) -> str:
    """Return the value of an indicator with its mark; "—" where there is none."""
    if indicator is None:
        return vn.BLANK
    if indicator.unit == "%":
        return vn.percent(indicator.value, decimals)
    return vn.number(indicator.value, decimals)


def change_since(now: Indicator, before: Indicator | None) -> Fraction | None:
    """Return by how much an indicator moved since the year before, in its own unit."""
    if now.value is None or before is None or before.value is None:
        return None
    return now.value - before.value


def indicator_lines(figures: YearFigures, last: YearFigures | None, assumptions: Assumptions) -> list[Line]:
    """Return the six indicators and their parts; every number opens what was counted in it."""
    return [_indicator_line(now, figures, last, assumptions) for now in figures.commune.indicators]


def _indicator_line(
    now: Indicator, figures: YearFigures, last: YearFigures | None, assumptions: Assumptions
) -> Line:
    before = last.commune.indicator(now.code) if last else None
    change = change_since(now, before)
    code, place, decimals = now.code, figures.commune, assumptions.decimals
    part = code[-1] in "ab"
    unknown = counted_in(place, code, Part.UNKNOWN, assumptions)
    cells = (
        code,
        ("– " if part else "") + now.name + (f" ({now.unit})" if code == "5" else ""),
        vn.number(now.numerator),
        vn.number(now.denominator),
        shown_value(now, decimals),
        not_met_words(place, code, assumptions),
        vn.number(unknown) + (" công trình" if code == "6" else " hộ"),
        shown_value(before, decimals),
        change_words(change, decimals),
    )
    tones = change_tone(8, change) | ({6: "warning"} if unknown else {})
    opens = {
        at: part_opening(figures.year, code, kind, number)
        for at, kind in _PARTS.items()
        if (number := counted_in(place, code, kind, assumptions))
    }
    if last and (number := counted_in(last.commune, code, Part.NUMERATOR, assumptions)):
        opens[7] = part_opening(last.year, code, Part.NUMERATOR, number)
    return Line(
        cells,
        part_opening(figures.year, code, Part.NUMERATOR, None),
        tones,
        bold=not part,
        opens=opens,
    )


def counted_in(place: PlaceFigures, code: str, part: Part, assumptions: Assumptions) -> int:
    """Return how many households (indicator 6: schemes) stand in one part of an indicator."""
    if code != "6":
        return part_count(code, part, place.counts, assumptions)
    now = place.indicator(code)
    not_met = now.denominator - now.numerator - now.unknown
    return dict(zip(Part, (now.numerator, not_met, now.unknown, now.denominator), strict=True))[part]


def not_met_words(place: PlaceFigures, code: str, assumptions: Assumptions) -> str:
    """Return how many do not meet an indicator; "—" for the litres, which nobody can fail."""
    return vn.BLANK if code == "5" else vn.number(counted_in(place, code, Part.NOT_MET, assumptions))


def class_lines(classes: dict[SustainabilityClass | None, int]) -> list[Line]:
    """Return the schemes by class, which add up to all; while none is classified there are no shares."""
    total = sum(classes.values())
    whole = total if total > classes.get(None, 0) else 0
    lines = [
        Line((kind.label if kind else UNCLASSIFIED_LABEL, vn.number(number), share(number, whole)))
        for kind, number in classes.items()
    ]
    return [*lines, Line(("Tổng số công trình", vn.number(total), share(whole, whole)), bold=True)]


def scheme_lines(schemes: Sequence[SchemeRow]) -> list[Line]:
    """Return each scheme with its class and the reason for it."""
    lines = []
    for scheme in schemes:
        verdict = scheme.verdict
        name = verdict.final.label if verdict.final else UNCLASSIFIED_LABEL
        reason = ("cán bộ xếp: " if verdict.overridden else "") + verdict.reason
        cells = (verdict.name, name, reason, vn.number(scheme.registered_households))
        lines.append(Line(cells, scheme.scheme.id, {1: class_tone(scheme) or "dim"}, tip=reason))
    return lines


def change_words(change: Fraction | None, decimals: int) -> str:
    """Return a change as "▲ 0,8"; one smaller than what is printed says so."""
    if change is None:
        return vn.BLANK
    if not change:
        return "không đổi"
    written = vn.number(abs(change), decimals)
    if not written.strip("0,"):  # it moved, by less than is printed
        written = f"dưới {vn.number(Fraction(1, 10**decimals), decimals)}"
    return f"{'▲' if change > 0 else '▼'} {written}"


def change_tone(at: int, change: Fraction | None) -> dict[int, str]:
    """Return the tone of a cell that tells a change: more of any indicator is better."""
    return {at: "met" if change > 0 else "error"} if change else {}


def share(part: int, whole: int, decimals: int = 1) -> str:
    """Return a part of a whole in per cent; "—" where there is no whole."""
    return vn.percent(Fraction(100 * part, whole) if whole else None, decimals)
