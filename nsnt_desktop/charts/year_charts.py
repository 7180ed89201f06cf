"""The charts of one year: indicators, villages ranked, main sources, schemes by class."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nsnt_desktop.charts.chart import Bar, Bars, Gap, Panel, Tone
from nsnt_desktop.format import number, percent
from nsnt_desktop.indicators.criteria import Verdict
from nsnt_desktop.indicators.criteria_words import NOT_ASSESSED, threshold_words
from nsnt_desktop.indicators.definitions import PERCENT
from nsnt_desktop.indicators.results import Indicator, PlaceFigures, SourceCounts, YearFigures
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL, SourceGroup, SustainabilityClass

THRESHOLD_KEY = "ngưỡng đã nhập"
NO_HOUSEHOLDS = "Chưa có hộ nào trong năm {year} nên chưa có gì để vẽ."
NO_SCHEMES = "Năm {year} không theo dõi công trình cấp nước tập trung nào nên không có gì để vẽ."
NOTHING_ASSESSED = "Chưa có thôn nào được đánh giá chỉ số này trong năm {year} nên chưa có gì để vẽ."
NO_INDICATOR = "Chưa chỉ số nào đủ số liệu để đánh giá trong năm {year} nên chưa có gì để vẽ."
_TONES = {
    SourceGroup.CENTRAL: Tone.SOLID,
    SourceGroup.HOUSEHOLD: Tone.HATCHED,
    SourceGroup.OTHER: Tone.LIGHT,
    None: Tone.EMPTY,
}


@dataclass(frozen=True)
class Threshold:
    """A value the officer entered for a criterion, by the code of the indicator it is held against."""

    indicator: str
    value: Fraction
    said: str
    """As printed: "≥ 55 % (17.1)"."""


def thresholds(verdicts: Iterable[Verdict]) -> tuple[Threshold, ...]:
    """Return the thresholds the officer entered; a criterion without one draws nothing."""
    return tuple(
        Threshold(v.criterion.indicator, v.threshold, f"{threshold_words(v)} ({v.criterion.code})")
        for v in verdicts
        if v.threshold is not None
    )


def value_words(indicator: Indicator, place: PlaceFigures, decimals: int) -> str:
    """Return the value of an indicator with its mark; where there is none, the reason."""
    if indicator.value is not None:
        is_share = indicator.unit == PERCENT
        return percent(indicator.value, decimals) if is_share else number(indicator.value, decimals)
    if indicator.denominator or indicator.code == "5":
        return NOT_ASSESSED
    if indicator.code == "6":
        return "không có công trình"
    if not place.counts.households:
        return "chưa có hộ"
    return NOT_ASSESSED if place.counts.poverty_unknown else "không có hộ nghèo"


def indicator_bars(
    figures: YearFigures, before: YearFigures | None, limits: Sequence[Threshold], decimals: int
) -> Bars:
    """Return the indicators with their parts beside last year's, and the thresholds across them.

    Indicator 5 has a panel of its own: litres do not stand on an axis of percentages.
    """
    title = f"Các chỉ số năm {figures.year}" + (f" so với năm {before.year}" if before else "")
    place = figures.commune
    if all(indicator.value is None for indicator in place.indicators):
        return Bars(title, empty=NO_INDICATOR.format(year=figures.year))
    bars = {i: _indicator_bar(i, place, before, limits, decimals) for i in place.indicators}
    shares = tuple(bar for i, bar in bars.items() if i.unit == PERCENT)
    litres = [i for i in place.indicators if i.unit != PERCENT]
    own = tuple(Panel(i.unit, (bars[i],)) for i in litres if i.value is not None)
    key = ((Tone.SOLID, f"Năm {figures.year}"),)
    return Bars(
        title,
        (Panel(PERCENT, shares), *own),
        (*key, (Tone.HATCHED, f"Năm {before.year}")) if before else key,
        THRESHOLD_KEY if any(bar.marks for bar in bars.values()) else "",
    )


def _indicator_bar(
    now: Indicator,
    place: PlaceFigures,
    before: YearFigures | None,
    limits: Sequence[Threshold],
    decimals: int,
) -> Bar:
    then = next((i for i in before.commune.indicators if i.code == now.code), None) if before else None
    found = [limit for limit in limits if limit.indicator == now.code]
    return Bar(
        f"{now.code}. {now.short_name}",
        now.value,
        value_words(now, place, decimals),
        before=then.value if then else None,
        before_said=value_words(then, before.commune, decimals) if before and then else "",
        marks=tuple(limit.value for limit in found),
        marks_said=tuple(limit.said for limit in found),
    )


def village_bars(figures: YearFigures, code: str, decimals: int, most: int = 60) -> Bars:
    """Return the villages from the highest value of an indicator to the lowest, those without one last.

    most: of more villages than so many the highest and the lowest stand, and a line says how many are
    left out between them. The commune's own value is a line through the bars.
    """
    commune = figures.commune.indicator(code)
    title = f"Các thôn theo chỉ số {code} ({commune.short_name}), năm {figures.year}"
    if not figures.commune.counts.households:
        return Bars(title, empty=NO_HOUSEHOLDS.format(year=figures.year))
    known = [village for village in figures.villages if village.indicator(code).value is not None]
    if not known:
        return Bars(title, empty=NOTHING_ASSESSED.format(year=figures.year))
    ranked = sorted(known, key=lambda village: -_value(village, code))
    blank = [village for village in figures.villages if village.indicator(code).value is None]
    several = len({village.former_commune for village in figures.villages}) > 1
    bars = [_village_bar(village, code, decimals, several=several) for village in (*ranked, *blank)]
    said = f"Toàn xã {value_words(commune, figures.commune, decimals)}"
    return Bars(title, (Panel(commune.unit, _cut(bars, most), commune.value, said),))


def _value(place: PlaceFigures, code: str) -> Fraction:
    return place.indicator(code).value or Fraction(0)


def _village_bar(village: PlaceFigures, code: str, decimals: int, *, several: bool) -> Bar:
    indicator = village.indicator(code)
    former = f" ({village.former_commune})" if several and village.former_commune else ""
    return Bar(village.name + former, indicator.value, value_words(indicator, village, decimals))


def _cut(bars: Sequence[Bar], most: int) -> tuple[Bar | Gap, ...]:
    if len(bars) <= most:
        return tuple(bars)
    first, last = (most + 1) // 2, most // 2
    left_out = bars[first : len(bars) - last]
    values = f", từ {left_out[0].said} đến {left_out[-1].said}"
    gap = Gap(f"… và {number(len(left_out))} thôn khác{values if left_out[-1].value is not None else ''}")
    return (*bars[:first], gap, *bars[len(bars) - last :])


def source_bars(figures: YearFigures, decimals: int) -> Bars:
    """Return the households by main source, hatched by the group of the source."""
    title = f"Số hộ theo nguồn nước chính, năm {figures.year}"
    whole = figures.commune.counts.households
    if not whole:
        return Bars(title, empty=NO_HOUSEHOLDS.format(year=figures.year))
    sources = figures.commune.sources
    bars = tuple(_source_bar(source, whole, decimals) for source in sources)
    groups = [group for group in SourceGroup if any(source.group is group for source in sources)]
    return Bars(title, (Panel("hộ", bars),), tuple((_TONES[group], group.label) for group in groups))


def _source_bar(source: SourceCounts, whole: int, decimals: int) -> Bar:
    share = percent(Fraction(source.households * 100, whole), decimals)
    said = f"{number(source.households)} hộ ({share})"
    return Bar(source.label, Fraction(source.households), said, _TONES[source.group])


def class_bars(figures: YearFigures, decimals: int) -> Bars:
    """Return the schemes by class of sustainability, those not classified yet apart."""
    title = f"Công trình cấp nước tập trung theo mức độ bền vững, năm {figures.year}"
    whole = sum(figures.classes.values())
    if not whole:
        return Bars(title, empty=NO_SCHEMES.format(year=figures.year))
    shown = [*SustainabilityClass, *([None] if figures.classes.get(None) else [])]
    return Bars(
        title, (Panel("công trình", tuple(_class_bar(figures, kind, whole, decimals) for kind in shown)),)
    )


def _class_bar(figures: YearFigures, kind: SustainabilityClass | None, whole: int, decimals: int) -> Bar:
    count = figures.classes.get(kind, 0)
    share = percent(Fraction(count * 100, whole), decimals)
    label = kind.label if kind else UNCLASSIFIED_LABEL
    said = f"{number(count)} công trình ({share})"
    return Bar(label, Fraction(count), said, Tone.SOLID if kind else Tone.EMPTY)
