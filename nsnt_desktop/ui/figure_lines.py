"""The figures of a year as lines of the tables that show them."""

from collections.abc import Sequence
from fractions import Fraction

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.results import Indicator, PlaceFigures, SourceCounts, YearFigures
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL, SourceGroup, SustainabilityClass
from nsnt_desktop.registry.schemes import SchemeRow
from nsnt_desktop.ui.plain_table import Heading, Line
from nsnt_desktop.ui.scheme_class import class_tone

_POOR = ("3", "4")


def indicator_headings(before: int | None) -> tuple[Heading, ...]:
    """Return the headings of the table of indicators."""
    last = f"Năm {before}" if before else "Năm trước"
    return (
        Heading("Số", 44),
        Heading("Chỉ số"),
        Heading("Tử số", 80, right=True, tip="Số hộ (công trình) đạt; chỉ số 5: lít nước trong một tháng"),
        Heading("Mẫu số", 80, right=True, tip="Số hộ (công trình) được tính; chỉ số 5: số người × số ngày"),
        Heading("Kết quả", 84, right=True),
        Heading("Chưa xác định", 108, right=True, tip="Trong mẫu số còn bao nhiêu chưa có câu trả lời"),
        Heading(last, 84, right=True),
        Heading("Thay đổi", 100, right=True, tip="So với năm trước: điểm phần trăm, hoặc lít"),
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


def indicator_lines(figures: YearFigures, last: YearFigures | None, decimals: int) -> list[Line]:
    """Return the six indicators and their parts; a line with unknown households opens them."""
    lines = []
    for now in figures.commune.indicators:
        before = last.commune.indicator(now.code) if last else None
        change = change_since(now, before)
        part = now.code[-1] in "ab"
        cells = (
            now.code,
            ("– " if part else "") + _name(now, figures.commune),
            vn.number(now.numerator),
            vn.number(now.denominator),
            shown_value(now, decimals),
            _unknown(now),
            shown_value(before, decimals),
            change_words(change, decimals),
        )
        tones = {7: "met" if change > 0 else "error"} if change else {}
        if now.unknown:
            tones[5] = "warning"
        opens = now.unknown and now.code != "6" and now.unit == "%"
        lines.append(Line(cells, _chip(now) if opens else None, tones, bold=not part))
    return lines


def village_lines(figures: YearFigures, codes: Sequence[str], decimals: int) -> list[Line]:
    """Return one line a village, each value over its counts, and the commune last."""
    lines = [_village_line(place, codes, decimals) for place in figures.villages]
    if lines:
        total = _village_line(figures.commune, codes, decimals)
        lines.append(Line(("Toàn xã", *total.cells[1:]), None, bold=True))
    return lines


def source_lines(place: PlaceFigures) -> list[Line]:
    """Return the households by main source under the sum of each group, and all of them last."""
    lines: list[Line] = []
    for group in (*SourceGroup, None):
        inside = [source for source in place.sources if source.group is group]
        if not inside:
            continue
        if group is not None:
            lines.append(_source_line(group.label, inside, place, bold=True))
        lines += [
            _source_line(f"     {source.label}" if group else source.label, [source], place)
            for source in inside
        ]
    if lines:
        lines.append(_source_line("Tổng số hộ", list(place.sources), place, bold=True))
    return lines


def class_lines(classes: dict[SustainabilityClass | None, int]) -> list[Line]:
    """Return the schemes by class; the classes add up to all schemes."""
    total = sum(classes.values())
    lines = [
        Line((kind.label if kind else UNCLASSIFIED_LABEL, vn.number(number), _share(number, total)))
        for kind, number in classes.items()
    ]
    return [*lines, Line(("Tổng số công trình", vn.number(total), _share(total, total)), bold=True)]


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


def _name(now: Indicator, place: PlaceFigures) -> str:
    if now.code != "5":
        return now.name
    covered, clean = vn.number(place.counts.metered), vn.number(place.counts.clean)
    return f"{now.name} ({now.unit}), tính trên {covered}/{clean} hộ có số liệu"


def _unknown(now: Indicator) -> str:
    if now.unit != "%":
        return vn.BLANK
    return vn.number(now.unknown) + (" công trình" if now.code == "6" else " hộ")


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


def _chip(now: Indicator) -> str:
    return "POOR" if now.code.startswith(_POOR) else "UNKNOWN"


def _village_line(place: PlaceFigures, codes: Sequence[str], decimals: int) -> Line:
    cells = []
    for code in codes:
        now = place.indicator(code)
        counts = (
            f"{vn.number(place.counts.metered)} hộ"
            if code == "5"
            else f"{vn.number(now.numerator)}/{vn.number(now.denominator)}"
        )
        cells.append(f"{shown_value(now, decimals)}\n{counts}")
    name = place.name + (f"\n{place.former_commune} (cũ)" if place.former_commune else "")
    return Line((name, vn.number(place.counts.households), *cells), place.village_id)


def _source_line(
    name: str, sources: Sequence[SourceCounts], place: PlaceFigures, *, bold: bool = False
) -> Line:
    households = sum(source.households for source in sources)
    sums = (sum(getattr(s, what) for s in sources) for what in ("persons", "hygienic", "clean"))
    share = _share(households, place.counts.households)
    return Line((name, vn.number(households), share, *map(vn.number, sums)), bold=bold)


def _share(part: int, whole: int) -> str:
    return vn.percent(Fraction(100 * part, whole) if whole else None)
