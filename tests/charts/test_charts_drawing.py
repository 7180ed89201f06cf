from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from charts_support import LOOK, bars_of, counts, figures, shapes_of, source, spans_of, words_of
from hypothesis import given
from hypothesis import strategies as st
from reportlab.graphics.shapes import Circle, Hatching, PolyLine

from nsnt_desktop.charts.axis import ticks
from nsnt_desktop.charts.chart import Bar, Bars, Chart, Lines, Panel, Series, Tone
from nsnt_desktop.charts.draw import draw, titled
from nsnt_desktop.charts.look import paper_look
from nsnt_desktop.charts.pen import DASHES, shortened, width_of, wrapped
from nsnt_desktop.charts.year_charts import Threshold, indicator_bars, source_bars, village_bars
from nsnt_desktop.charts.year_lines import year_lines
from nsnt_desktop.models.words import SourceGroup

LONG = "Khu phố Tân Lập Trung Thành Đông Hưng Phú Lộc Bình Minh"
names = st.text(st.sampled_from("aăâđêôơư ẤỮỢ.,-1"), max_size=90)
values = st.none() | st.fractions(0, 100, max_denominator=997)
said = st.sampled_from(("0,0\u00a0%", "100,0\u00a0%", "chưa đánh giá", "không có hộ nghèo"))
bars = st.builds(
    Bar,
    names,
    values,
    said,
    st.sampled_from(Tone),
    values,
    st.just("") | said,
    st.lists(st.fractions(0, 200, max_denominator=10), max_size=3).map(tuple),
    st.lists(names.filter(bool), max_size=3).map(tuple),
)
panels = st.builds(
    Panel,
    st.sampled_from(("%", "hộ", "lít/người/ngày đêm")),
    st.lists(bars, min_size=1, max_size=14).map(tuple),
    values,
    st.just("Toàn xã 57,6\u00a0%"),
)
bar_charts = st.builds(Bars, names, st.lists(panels, min_size=1, max_size=2).map(tuple))


def end(chart: Chart, label: str) -> float:
    """Return how long the bar with a label is, in shares of the axis of percentages."""
    drawing = draw(chart, LOOK, 600)
    axis = {text: (left + right) / 2 for text, left, right in spans_of(drawing)}
    at = [one.label for panel in chart.panels for one in panel.bars].index(label)  # type: ignore[union-attr]
    return float(bars_of(drawing)[at].width / (axis["100"] - axis["0"]))


def inside(chart: Chart, width: float) -> None:
    drawing = draw(chart, LOOK, width)
    for text, left, right in spans_of(drawing):
        assert left >= -0.6, text
        assert right <= width + 0.6, text
    for bar in bars_of(drawing):
        assert bar.x >= 0
        assert bar.x + bar.width <= width
        assert 0 <= bar.y <= bar.y + bar.height <= drawing.height


@given(bar_charts, st.integers(430, 1100))
def test_no_word_and_no_bar_leaves_the_drawing(chart: Bars, width: int) -> None:
    inside(chart, width)


@given(
    st.lists(st.tuples(names, st.lists(values, min_size=5, max_size=5)), min_size=1, max_size=5),
    st.booleans(),
    st.integers(430, 1100),
)
def test_no_word_of_lines_leaves_the_drawing(
    series: list[tuple[str, list[Fraction | None]]], with_table: bool, width: int
) -> None:
    lines = tuple(
        Series(str(at), name, tuple(line), tuple("—" if v is None else "57,6\u00a0%" for v in line))
        for at, (name, line) in enumerate(series)
    )
    inside(Lines("Năm", (2020, 2021, 2022, 2023, 2024), lines, with_table), width)


def test_a_bar_is_as_long_as_its_value_from_zero() -> None:
    chart = village_bars(figures(2024, [counts(100, 98), counts(100, 97), counts(100, 1)]), "2", 1)
    for label, share in (("Thôn 1", 0.98), ("Thôn 2", 0.97), ("Thôn 3", 0.01)):
        assert end(chart, label) == pytest.approx(share)


def test_no_value_and_zero_draw_no_bar_but_their_words() -> None:
    rows = (Bar("a", None, "chưa đánh giá"), Bar("b", Fraction(0), "0,0\u00a0%"))
    drawing = draw(Bars("Hai", (Panel("%", rows),)), LOOK, 500)
    assert bars_of(drawing) == []
    assert {"chưa đánh giá", "0,0\u00a0%"} <= set(words_of(drawing))


def test_every_value_is_written_once() -> None:
    chart = village_bars(figures(2024, [counts(100, clean) for clean in range(30, 60)]), "2", 1)
    written = words_of(draw(chart, LOOK, 600))
    for clean in range(30, 60):
        assert written.count(f"{clean},0\u00a0%") == 1


def test_a_line_is_broken_where_a_year_has_no_value_or_no_figures() -> None:
    unknown = counts(10, clean=0, clean_unknown=10)
    years = [figures(y, [unknown if y == 2022 else counts(10, 5)]) for y in (2020, 2021, 2022, 2024)]
    drawing = draw(year_lines(years, 1, ("2",), with_table=False), LOOK, 500, 200)
    assert len(list(shapes_of(drawing, PolyLine))) == 1  # from 2020 to 2021 only
    assert len(list(shapes_of(drawing, Circle))) == 3
    # A year stands where it belongs in time.
    middle = {text: (left + right) / 2 for text, left, right in spans_of(drawing)}
    assert middle["2024"] - middle["2022"] == pytest.approx(middle["2022"] - middle["2020"])


def test_lines_differ_without_colour() -> None:
    assert len({str(dash) for dash in DASHES}) == len(DASHES)
    drawing = draw(year_lines([figures(y, [counts(10, 5)]) for y in (2023, 2024)], 1, ("1", "2")), LOOK, 500)
    assert len({str(line.strokeDashArray) for line in shapes_of(drawing, PolyLine)}) == 2


def test_names_at_the_ends_of_lines_never_overlap() -> None:
    years = [figures(y, [counts(10, 10, poor=4, poor_hygienic=4, poor_clean=4)]) for y in (2023, 2024)]
    drawing = draw(year_lines(years, 1, ("1", "2", "3", "4"), with_table=False), LOOK, 500, 150)
    ends = sorted(
        shape.y for shape in shapes_of(drawing) if getattr(shape, "text", "").endswith("100,0\u00a0%")
    )
    assert len(ends) == 4
    assert all(upper - lower >= LOOK.size for lower, upper in pairwise(ends))


def test_last_year_and_the_groups_of_sources_are_hatched() -> None:
    chart = indicator_bars(figures(2024, [counts(10, 5)]), figures(2023, [counts(10, 4)]), (), 1)
    hatched = list(shapes_of(draw(chart, LOOK, 600), Hatching))
    assert len(hatched) == 4  # 1, 2 and 2b have a value; and the key
    sources = (source("Giếng khoan", SourceGroup.HOUSEHOLD, 7), source("Khác", None, 3))
    drawing = draw(source_bars(figures(2024, [counts(10)], sources=sources), 1), LOOK, 600)
    assert bars_of(drawing)[-1].strokeDashArray  # not known yet: an edge of dashes, nothing inside


def test_paper_is_grey() -> None:
    look = paper_look("Tinos", "Tinos-Bold")
    for colour in (look.paper, look.text, look.dim, look.grid, look.solid, look.light, *look.series):
        red, green, blue = colour[1:3], colour[3:5], colour[5:7]
        assert red == green == blue


def test_a_threshold_far_off_the_axis_stands_in_words() -> None:
    limits = (Threshold("2", Fraction(400), "≥ 400 % (x)"),)
    chart = indicator_bars(figures(2024, [counts(10, 5)]), None, limits, 1)
    drawing = draw(chart, LOOK, 600)
    assert "≥ 400 % (x)" in words_of(drawing)
    inside(chart, 600)


def test_forty_villages_with_long_names_fit_in_two_lines_each() -> None:
    parts = [counts(100, 30 + at) for at in range(40)]
    now = figures(2024, parts, names=[f"{LONG} số {at} {LONG}" for at in range(40)])
    chart = village_bars(now, "2", 1)
    inside(chart, 468)
    assert sum(word.endswith("…") for word in words_of(draw(chart, LOOK, 468))) == 40


def test_the_reason_stands_where_there_is_nothing_to_draw() -> None:
    empty = village_bars(figures(2024), "2", 1)
    assert " ".join(words_of(draw(empty, LOOK, 300))) == empty.empty
    assert draw(empty, LOOK, 300, 400).height == 400


def test_a_picture_that_travels_alone_has_its_title() -> None:
    chart = village_bars(figures(2024, [counts()]), "2", 1)
    plain = draw(chart, LOOK, 500)
    drawing = titled(plain, chart.title, LOOK)
    assert chart.title in words_of(drawing)
    assert drawing.height > plain.height
    assert len(words_of(drawing)) == len(words_of(plain)) + 1


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (Fraction(0), (0, 1)),
        (Fraction(1), (0, 1)),
        (Fraction(4), (0, 1, 2, 3, 4)),
        (Fraction(1150), (0, 500, 1000, 1500)),
        (Fraction(627, 10), (0, 20, 40, 60, 80)),
        (Fraction(100001), (0, 50000, 100000, 150000)),
    ],
)
def test_an_axis_starts_at_zero_and_ends_over_the_highest(
    highest: Fraction, expected: tuple[int, ...]
) -> None:
    assert ticks(highest) == expected


def test_words_are_shortened_to_their_place() -> None:
    assert shortened("Thôn 1", 100, LOOK) == "Thôn 1"
    assert shortened(LONG, 100, LOOK).endswith("…")
    assert width_of(shortened(LONG, 100, LOOK), LOOK) <= 100
    assert wrapped("Phác Lê", 100, LOOK) == ("Phác Lê",)
    assert [line.endswith("…") for line in wrapped(LONG * 3, 100, LOOK)] == [False, True]
    assert " ".join(wrapped(LONG, 100, replace(LOOK, size=6), most=9)) == LONG


def test_a_value_steps_past_one_threshold_but_never_far_from_its_bar() -> None:
    def start(*limits: int) -> float:
        marks = tuple(Fraction(limit) for limit in limits)
        row = Bar("a", Fraction(45), "45,0\u00a0%", marks=marks, marks_said=("≥",))
        drawing = draw(Bars("Một", (Panel("%", (row,)),)), LOOK, 600)
        return next(left for text, left, _ in spans_of(drawing) if text == row.said)

    assert start(60) == start(20) < start(47)
    assert start(47, 53) == start(20)
