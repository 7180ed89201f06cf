"""What could be, as lines of tables: figures as they would be, years carried on, households a year."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import ceil, floor

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.criteria import IN_LITRES, OF_SCHEMES, Verdict
from nsnt_desktop.indicators.criteria_words import missing_words, threshold_words
from nsnt_desktop.indicators.forecast import YEARS_LEAST, Forecast, Pace, Points, forecast
from nsnt_desktop.indicators.results import Indicator, PlaceFigures, YearFigures
from nsnt_desktop.ui.criteria_lines import LITRES_SHORT, bare_threshold, in_cell, verdict_cell, verdict_tone
from nsnt_desktop.ui.figure_lines import change_since, change_words, shown_value
from nsnt_desktop.ui.plain_table import Heading, Line

WHAT_IF_HEADINGS = (
    Heading("Số", 52),
    Heading("Chỉ số, tiêu chí"),
    Heading("Hiện nay", 190, right=True),
    Heading("Nếu vậy", 190, right=True),
    Heading("Thay đổi", 92, right=True, tip="Điểm phần trăm, hoặc lít"),
)
PACE_HEADINGS = (
    Heading("Số hiệu", 62),
    Heading("Tiêu chí"),
    Heading("Ngưỡng", 84, right=True),
    Heading("Còn thiếu", 196),
    Heading("Đến ngày", 92),
    Heading("Mỗi năm cần thêm", 150),
    Heading("Các năm qua, mỗi năm", 164, tip="Tăng bình quân từ năm đầu đến năm cuối đã có số liệu"),
)


def what_if_lines(
    now: YearFigures, then: YearFigures, verdicts: Sequence[tuple[Verdict, Verdict]], decimals: int
) -> list[Line]:
    """Return each indicator now and as it would be, then each criterion with a threshold."""
    lines = [_indicator_line(one, now.commune, then.commune, decimals) for one in now.commune.indicators]
    return lines + [_criterion_line(*pair) for pair in verdicts if pair[0].threshold is not None]


def _indicator_line(now: Indicator, place: PlaceFigures, other: PlaceFigures, decimals: int) -> Line:
    then = other.indicator(now.code)
    part = now.code[-1] in "ab"
    change = change_since(then, now)
    cells = (
        now.code,
        ("– " if part else "") + now.short_name,
        _over_counts(now, place, decimals),
        _over_counts(then, other, decimals),
        change_words(change, decimals),
    )
    tones = {4: "met" if change > 0 else "error"} if change else {}
    return Line(cells, now.code, tones, bold=not part, tip=now.name)


def _over_counts(now: Indicator, place: PlaceFigures, decimals: int) -> str:
    noun = "công trình" if now.code == OF_SCHEMES else "hộ"
    counts = f"{vn.number(now.numerator)}/{vn.number(now.denominator)} {noun}"
    if now.code == IN_LITRES:
        counts = f"trên {vn.number(place.counts.metered)}/{vn.number(place.counts.clean)} hộ"
    return f"{shown_value(now, decimals)}\n{counts}"


def _criterion_line(now: Verdict, then: Verdict) -> Line:
    criterion = now.criterion
    cells = (
        criterion.code,
        f"Tiêu chí {threshold_words(now)}\n{criterion.name}",
        verdict_cell(now),
        verdict_cell(then),
        "",
    )
    tones = {2: verdict_tone(now), 3: verdict_tone(then)}
    return Line(cells, (criterion.code, criterion.name), tones, tip=criterion.name)


def trend_headings(years: Sequence[int], target: int) -> tuple[Heading, ...]:
    """Return the headings of the years carried on to another one."""
    rested = f"Các năm {years[0]}–{years[-1]}" if len(years) > 1 else "Các năm đã có"
    return (
        Heading("Số", 44),
        Heading("Chỉ số"),
        Heading(rested, 260),
        Heading("Xu thế mỗi năm", 120, right=True),
        Heading(f"Năm {target}", 170, right=True, tip="Khoảng mà 4 trong 5 lần kết quả sẽ rơi vào"),
    )


def trend_lines(years: Sequence[YearFigures], target: int, decimals: int) -> list[Line]:
    """Return every indicator with the years it has, and the range of the year asked for."""
    return [_trend_line(now, years, target, decimals) for now in years[-1].commune.indicators]


def value_points(years: Sequence[YearFigures], code: str) -> Points:
    """Return the years in which an indicator has a value."""
    known = [(year, now.value) for year, now in indicator_by_year(years, code) if now]
    return [(year, value) for year, value in known if value is not None]


def indicator_by_year(years: Sequence[YearFigures], code: str) -> list[tuple[int, Indicator | None]]:
    """Return an indicator in each year; None where its figures do not have it."""
    return [
        (figures.year, next((i for i in figures.commune.indicators if i.code == code), None))
        for figures in years
    ]


def _trend_line(now: Indicator, years: Sequence[YearFigures], target: int, decimals: int) -> Line:
    points = value_points(years, now.code)
    ahead = forecast(points, target, unit_is_percent=now.unit == "%")
    cells = (
        now.code,
        now.short_name,
        " · ".join(f"{year}: {vn.number(value, decimals)}" for year, value in points[-5:]) or vn.BLANK,
        vn.BLANK if ahead is None else change_words(ahead.slope, decimals),
        _too_few(len(points)) if ahead is None else range_words(ahead, now.unit),
    )
    tones = {4: "dim"} if ahead is None else {}
    return Line(cells, now.code, tones, bold=now.code[-1] not in "ab", tip=f"{now.name} ({now.unit})")


def _too_few(years: int) -> str:
    return f"{vn.BLANK}\nmới có {years}/{YEARS_LEAST} năm"


def range_words(ahead: Forecast, unit: str) -> str:
    """Return a range, never one number: "từ 58 % đến 66 %", rounded outwards."""
    low, high = floor(ahead.low), ceil(ahead.high)
    mark = "\u00a0%" if unit == "%" else ""
    return f"từ {vn.number(low)}{mark} đến {vn.number(high)}{mark or ' lít'}"


def pace_lines(paces: Sequence[tuple[Verdict, Pace | None]], wanted: date | None) -> list[Line]:
    """Return each criterion with a threshold and what it asks for a year; `wanted` is a day typed for all."""
    return [_pace_line(verdict, pace, wanted) for verdict, pace in paces]


def _pace_line(verdict: Verdict, pace: Pace | None, wanted: date | None) -> Line:
    criterion = verdict.criterion
    cells = (
        criterion.code,
        "\n".join(
            filter(None, (criterion.name, ", ".join(filter(None, (criterion.criteria_set, criterion.zone)))))
        ),
        bare_threshold(verdict),
        in_cell(missing_words(verdict)) or verdict_cell(verdict).partition("\n")[0],
        vn.day(wanted or criterion.reach_by),
        _per_year(verdict, pace),
        _gained(verdict, pace),
    )
    enough = pace.enough if pace else None
    tones = {} if enough is None else {6: "met" if enough else "warning"}
    return Line(
        cells, (criterion.code, criterion.name), {**tones, 3: verdict_tone(verdict)}, tip=criterion.name
    )


def _per_year(verdict: Verdict, pace: Pace | None) -> str:
    if pace is None:
        return vn.BLANK
    if pace.past:
        return "đã qua ngày đặt ra"
    if pace.per_year is None:
        return f"{vn.BLANK}\nchưa đặt ngày"
    needed = amount_words(verdict, pace.per_year)
    return f"{needed}\ntrong chưa đầy một năm" if pace.within_a_year else f"{needed}\nmột năm"


def _gained(verdict: Verdict, pace: Pace | None) -> str:
    if pace is None:
        return vn.BLANK
    if pace.gained is None:
        return f"{vn.BLANK}\nchưa đủ hai năm"
    told = "không tăng"
    if pace.gained:
        told = ("giảm " if pace.gained < 0 else "tăng ") + amount_words(verdict, abs(pace.gained))
    return told if pace.enough is None else f"{told}\n{'kịp' if pace.enough else 'không kịp'} với mức này"


def amount_words(verdict: Verdict, amount: Fraction) -> str:
    """Return households, schemes or litres with their noun; a mean of several years has one decimal."""
    if verdict.criterion.indicator == IN_LITRES:
        return f"{vn.number(amount, 1)} {LITRES_SHORT}"
    noun = "công trình" if verdict.criterion.indicator == OF_SCHEMES else "hộ"
    return f"{vn.number(amount, 0 if amount.denominator == 1 else 1)} {noun}"
