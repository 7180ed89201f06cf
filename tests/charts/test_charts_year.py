from fractions import Fraction

from charts_support import counts, figures, source

from nsnt_desktop.charts.chart import Bar, Gap, Tone, told
from nsnt_desktop.charts.year_charts import (
    Threshold,
    class_bars,
    indicator_bars,
    source_bars,
    thresholds,
    village_bars,
)
from nsnt_desktop.indicators.criteria import judge
from nsnt_desktop.indicators.results import Counts
from nsnt_desktop.models import Criterion
from nsnt_desktop.models.words import SourceGroup, SustainabilityClass

UNKNOWN = counts(10, clean=0, clean_unknown=10)


def bar(bars: tuple[Bar, ...], label: str) -> Bar:
    return next(one for one in bars if one.label.startswith(label))


def criterion(value: str) -> Criterion:
    return Criterion(code="17.1", indicator="2", operator="≥", value=value, unit="%", confirmed=True)


def test_indicators_stand_beside_last_year_in_exact_fractions() -> None:
    chart = indicator_bars(figures(2024, [counts(3, 2)]), figures(2023, [counts(3, 1)]), (), 1)
    clean = bar(chart.panels[0].bars, "2.")
    assert (clean.value, clean.before) == (Fraction(200, 3), Fraction(100, 3))
    assert (clean.said, clean.before_said) == ("66,7\u00a0%", "33,3\u00a0%")
    assert [words for _, words in chart.key] == ["Năm 2024", "Năm 2023"]


def test_litres_have_an_axis_of_their_own() -> None:
    metered = counts(10, 5, metered=5, litres=36_000, litre_persons=20)
    chart = indicator_bars(figures(2024, [metered]), None, (), 1)
    assert [panel.unit for panel in chart.panels] == ["%", "lít/người/ngày đêm"]
    assert chart.panels[1].bars[0].said == "60,0"
    assert all(not one.label.startswith("5") for one in chart.panels[0].bars)


def test_only_a_threshold_that_was_entered_is_drawn() -> None:
    now = figures(2024, [counts(100, 57)])
    entered = thresholds([judge(criterion("55.5"), now.commune), judge(criterion(""), now.commune)])
    assert entered == (Threshold("2", Fraction(111, 2), "≥ 55,5 % (17.1)"),)
    chart = indicator_bars(now, None, entered, 1)
    assert bar(chart.panels[0].bars, "2.").marks == (Fraction(111, 2),)
    assert bar(chart.panels[0].bars, "1.").marks == ()
    assert chart.marks_key
    assert not indicator_bars(now, None, (), 1).marks_key


def test_no_value_draws_no_bar_and_says_why() -> None:
    none_poor = indicator_bars(figures(2024, [counts()]), None, (), 1).panels[0].bars
    assert (bar(none_poor, "3.").value, bar(none_poor, "3.").said) == (None, "không có hộ nghèo")
    assert bar(none_poor, "6.").said == "không có công trình"
    unknown = figures(2024, [counts(10, 0, clean_unknown=10, poverty_unknown=10)])
    bars = indicator_bars(unknown, None, (), 1).panels[0].bars
    assert (bar(bars, "2.").value, bar(bars, "2.").said) == (None, "chưa đánh giá")
    assert bar(bars, "3.").said == "chưa đánh giá"
    # Nobody has clean water is a zero, and is told as one.
    dry = indicator_bars(figures(2024, [counts(10, 0)]), None, (), 1).panels[0].bars
    assert (bar(dry, "2.").value, bar(dry, "2.").said) == (Fraction(0), "0,0\u00a0%")


def test_villages_stand_from_the_highest_to_the_lowest_and_those_without_a_value_last() -> None:
    now = figures(2024, [counts(10, 4), UNKNOWN, counts(3, 2), Counts(), counts(6, 4)])
    panel = village_bars(now, "2", 1).panels[0]
    assert [one.label for one in panel.bars] == ["Thôn 3", "Thôn 5", "Thôn 1", "Thôn 2", "Thôn 4"]
    assert [one.said for one in panel.bars][-2:] == ["chưa đánh giá", "chưa có hộ"]
    assert [one.value for one in panel.bars][-2:] == [None, None]
    assert panel.line is None or panel.line == now.commune.indicator("2").value
    assert panel.line_said == "Toàn xã 34,5\u00a0%"


def test_too_many_villages_are_cut_in_the_middle_and_counted() -> None:
    now = figures(2024, [counts(100, clean) for clean in range(40, 80)])
    rows = village_bars(now, "2", 1, most=10).panels[0].rows
    assert len(rows) == 11
    assert rows[5] == Gap("… và 30 thôn khác, từ 74,0\u00a0% đến 45,0\u00a0%")
    assert [row.said for row in rows if isinstance(row, Bar)][4:6] == ["75,0\u00a0%", "44,0\u00a0%"]
    assert len(village_bars(now, "2", 1, most=40).panels[0].bars) == 40


def test_villages_of_one_name_are_told_apart_by_their_former_commune() -> None:
    parts = [counts(10, 4), counts(10, 6)]
    now = figures(2024, parts, names=("Thôn 1", "Thôn 1"), former=("Cẩm Tân", "Cẩm Phú"))
    assert [one.label for one in village_bars(now, "2", 1).panels[0].bars] == [
        "Thôn 1 (Cẩm Phú)",
        "Thôn 1 (Cẩm Tân)",
    ]


def test_sources_are_counted_and_told_apart_by_their_group() -> None:
    sources = (
        source("Công trình cấp nước tập trung", SourceGroup.CENTRAL, 25),
        source("Giếng khoan", SourceGroup.HOUSEHOLD, 73),
        source("Chưa xác định nguồn", None, 2),
    )
    chart = source_bars(figures(2024, [counts(100)], sources=sources), 1)
    bars = chart.panels[0].bars
    assert [one.said for one in bars] == ["25 hộ (25,0\u00a0%)", "73 hộ (73,0\u00a0%)", "2 hộ (2,0\u00a0%)"]
    assert [one.tone for one in bars] == [Tone.SOLID, Tone.HATCHED, Tone.EMPTY]
    assert [words for _, words in chart.key] == ["Công trình cấp nước tập trung", "Quy mô hộ gia đình"]


def test_schemes_stand_by_class_those_without_one_apart() -> None:
    kinds: dict[SustainabilityClass | None, int] = {SustainabilityClass.SUSTAINABLE: 3, None: 1}
    bars = class_bars(figures(2024, [counts()], classes=kinds), 1).panels[0].bars
    assert [(one.label, int(one.value or 0)) for one in bars] == [
        ("Bền vững", 3),
        ("Tương đối bền vững", 0),
        ("Kém bền vững", 0),
        ("Không hoạt động", 0),
        ("Chưa phân loại", 1),
    ]
    assert bars[-1].tone is Tone.EMPTY
    kinds[None] = 0
    assert len(class_bars(figures(2024, [], classes=kinds), 1).panels[0].bars) == 4


def test_where_there_is_nothing_the_reason_stands() -> None:
    empty = figures(2024)
    for chart in (village_bars(empty, "2", 1), source_bars(empty, 1)):
        assert chart.empty == "Chưa có hộ nào trong năm 2024 nên chưa có gì để vẽ."
    assert class_bars(empty, 1).empty.startswith("Năm 2024 không theo dõi công trình")
    assert indicator_bars(empty, None, (), 1).empty.startswith("Chưa chỉ số nào đủ số liệu")
    assert village_bars(figures(2024, [UNKNOWN]), "2", 1).empty.startswith("Chưa có thôn nào")


def test_all_that_is_drawn_is_told_in_words() -> None:
    limit = Threshold("2", Fraction(55), "≥ 55 % (17.1)")
    words = told(indicator_bars(figures(2024, [counts(2, 1)]), figures(2023, [counts(4, 1)]), (limit,), 1))
    assert words.startswith("Các chỉ số năm 2024 so với năm 2023. 1. Hợp vệ sinh: 100,0\u00a0% ")
    expected = "2. Sạch đạt quy chuẩn: 50,0\u00a0% (năm 2023: 25,0\u00a0%), ngưỡng ≥ 55 % (17.1)"
    assert expected in words
    many = village_bars(figures(2024, [counts(100, clean) for clean in range(40)]), "2", 1, most=4)
    assert "… và 36 thôn khác" in told(many)
    assert told(many).endswith("Toàn xã 19,5\u00a0%.")
