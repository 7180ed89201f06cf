import operator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nsnt_desktop.indicators.criteria import Bounds, Verdict, indicator_unit, judge, village_gaps
from nsnt_desktop.indicators.criteria_words import (
    missing_words,
    threshold_words,
    unknown_words,
    verdict_words,
)
from nsnt_desktop.indicators.definitions import HOUSEHOLD_INDICATORS, Definition, Part
from nsnt_desktop.indicators.results import Counts, Indicator, PlaceFigures, YearFigures
from nsnt_desktop.models import Criterion

LITRES = "lít/người/ngày đêm"


def _place(
    numerator: int,
    denominator: int,
    unknown: int = 0,
    code: str = "2",
    *,
    name: str = "Cẩm Tân",
    inside: int = 0,
) -> PlaceFigures:
    unit = LITRES if code == "5" else "%"
    indicator = Indicator(code, "Tên", "Ngắn", unit, numerator, denominator, unknown)
    return PlaceFigures(name, Counts(clean_source_unknown=inside), (indicator,))


def _criterion(value: str, indicator: str = "2", sign: str = "≥", *, confirmed: bool = True) -> Criterion:
    return Criterion(indicator=indicator, value=value, operator=sign, confirmed=confirmed)


def _judged(value: str, place: PlaceFigures, sign: str = "≥") -> Verdict:
    return judge(_criterion(value, place.indicators[0].code, sign), place)


@given(
    st.integers(1, 3000),
    st.data(),
    st.decimals("0", "100", places=1),
    st.sampled_from(["≥", ">", "≤", "<", "="]),
)
def test_the_missing_households_are_just_enough(
    total: int, draw: st.DataObject, value: object, sign: str
) -> None:
    have = draw.draw(st.integers(0, total))
    unknown = draw.draw(st.integers(0, total - have))
    threshold = Fraction(str(value))
    meets = {"≥": operator.ge, ">": operator.gt, "≤": operator.le, "<": operator.lt, "=": operator.eq}[sign]

    def met(value: Fraction) -> bool:
        return bool(meets(value, threshold))

    verdict = _judged(str(value), _place(have, total, unknown), sign)
    if unknown == total:
        assert (verdict.met, verdict.bounds) == (None, None)
        return
    assert verdict.met == met(Fraction(100 * have, total))
    more = [n for n in range(total - have + 1) if met(Fraction(100 * (have + n), total))]
    helps = sign in {"≥", ">", "="} and not verdict.met and more
    assert verdict.missing_households == (more[0] if helps else None)
    assert verdict.turns == any(
        met(Fraction(100 * (have + n), total)) != verdict.met for n in range(unknown + 1)
    )


def test_the_verdict_rests_on_the_exact_value() -> None:
    verdict = _judged("55", _place(5496, 10_000))  # printed as 55,0
    assert (verdict.met, verdict.missing_households) == (False, 4)
    assert _judged("55", _place(5500, 10_000)).met is True
    over = _judged("55", _place(5500, 10_000), ">")
    assert (over.met, over.missing_households) == (False, 1)


def test_no_verdict_without_a_threshold_or_a_value() -> None:
    assert _judged("", _place(1, 2)).met is None
    assert _judged("0", _place(0, 2)).met is True  # a threshold of zero is one
    assert _judged("55", _place(0, 0)).met is None
    assert _judged("55", _place(0, 5, unknown=5)).met is None
    assert judge(_criterion("55", "6"), _place(1, 2)).indicator is None
    assert _judged("55", _place(1, 2), "khoảng").met is None


def test_exactly_a_threshold_may_still_be_met_on_the_way() -> None:
    verdict = _judged("50", _place(4, 10, 3), "=")
    assert (verdict.met, verdict.missing_households, verdict.turns) == (False, 1, True)
    assert unknown_words(verdict) == "còn 3 hộ chưa xác định, có thể làm đổi kết quả"
    assert _judged("95", _place(4, 10, 3), "=").turns is False


def test_schemes_and_litres_are_missing_in_their_own_units() -> None:
    schemes = _judged("50", _place(1, 4, 1, "6"))
    assert (schemes.missing_schemes, schemes.missing_households) == (1, None)
    assert missing_words(schemes) == "còn thiếu 1 công trình"
    assert unknown_words(schemes) == "còn 1 công trình chưa phân loại, nếu đều đạt thì đủ"
    litres = _judged("80", _place(627, 10, code="5"))
    assert (litres.missing_litres, litres.bounds) == (Fraction("17.3"), None)
    assert missing_words(litres) == f"còn thiếu 17,3 {LITRES}"
    assert missing_words(_judged("62.71", _place(627, 10, code="5"))) == f"còn thiếu dưới 0,1 {LITRES}"
    assert missing_words(_judged("62.7", _place(627, 10, code="5"), ">")) == f"còn thiếu dưới 0,1 {LITRES}"
    assert missing_words(_judged("50", _place(627, 10, code="5"), "≤")) == ""
    assert missing_words(_judged("50", _place(627, 10, code="5"), "=")) == ""


def test_a_household_without_a_source_may_still_leave_its_part() -> None:
    verdict = _judged("50", _place(5, 10, 3, "2b", inside=2))
    assert verdict.bounds == Bounds(Fraction(30), Fraction(60))
    assert (verdict.met, verdict.turns) == (True, True)
    assert unknown_words(verdict) == "còn 3 hộ chưa xác định, có thể làm đổi kết quả"


@pytest.mark.parametrize("definition", HOUSEHOLD_INDICATORS, ids=lambda d: d.code)
@given(counts=st.lists(st.integers(0, 9), min_size=5, max_size=5))
def test_the_bounds_leave_out_just_those_who_do_not_meet_it(
    definition: Definition, counts: list[int]
) -> None:
    central, own, sourceless, _not_clean, unknown = counts
    clean, total = central + own + sourceless, sum(counts)
    same = {
        "clean": clean,
        "clean_unknown": unknown,
        "clean_central": central,
        "clean_source_unknown": sourceless,
        "hygienic": clean,
        "hygienic_unknown": unknown,
    }
    whole = Counts(households=total, poor=total, **same, **{f"poor_{name}": n for name, n in same.items()})
    shown = {part: definition.count(part, whole) for part in Part}
    indicator = Indicator(
        definition.code,
        *("Tên", "Ngắn", "%", shown[Part.NUMERATOR], shown[Part.DENOMINATOR]),
        min(shown[Part.UNKNOWN], shown[Part.DENOMINATOR]),
    )
    verdict = judge(_criterion("1", indicator.code), PlaceFigures("Xã", whole, (indicator,)))
    if verdict.bounds is not None:
        assert verdict.bounds.high == Fraction(100 * (total - shown[Part.NOT_MET]), total)
        sure = {"2b": own, "4b": own}.get(indicator.code, indicator.numerator)
        assert verdict.bounds.low == Fraction(100 * sure, total)


@pytest.mark.parametrize(
    ("place", "confirmed", "said"),
    [
        (_place(60, 100), True, "đạt"),
        (_place(54, 100), True, "chưa đạt, còn thiếu 1 hộ"),
        (_place(54, 100, 12), True, "chưa đạt, còn thiếu 1 hộ; còn 12 hộ chưa xác định, nếu đều đạt thì đủ"),
        (_place(30, 100, 12), True, "chưa đạt, còn thiếu 25 hộ"),
        (_place(60, 100), False, "đạt (cần đối chiếu văn bản)"),
        (_place(0, 0), True, "chưa đánh giá"),
    ],
)
def test_a_verdict_is_worded_with_what_is_missing(place: PlaceFigures, confirmed: bool, said: str) -> None:
    assert verdict_words(judge(_criterion("55", confirmed=confirmed), place)) == said


def test_without_a_threshold_nothing_is_said() -> None:
    verdict = _judged("", _place(1, 2))
    assert (verdict_words(verdict), threshold_words(verdict)) == ("chưa nhập ngưỡng", "")
    assert threshold_words(_judged("55.50", _place(1, 2))) == "≥ 55,50 %"
    assert (indicator_unit(""), indicator_unit("5"), indicator_unit("6")) == ("", LITRES, "%")


def _figures(*villages: PlaceFigures) -> YearFigures:
    whole = [village.indicators[0] for village in villages]
    sums = (sum(getattr(i, name) for i in whole) for name in ("numerator", "denominator", "unknown"))
    return YearFigures(2024, _place(*sums), villages)


def test_the_villages_that_need_fewest_stand_first() -> None:
    figures = _figures(
        _place(0, 3, 3, name="Chưa hỏi"),
        _place(9, 10, name="Đã qua"),
        _place(10, 40, 2, name="Xa"),
        _place(5, 12, 1, name="Gần"),
        _place(0, 0, name="Không hộ"),
    )
    verdict = judge(_criterion("50"), figures.commune)
    assert verdict.missing_households == 9
    gaps = village_gaps(figures, verdict)
    assert [(g.village.name, g.needed, g.not_met, g.left_over) for g in gaps] == [
        ("Gần", 1, 6, 2),
        ("Xa", 10, 28, 0),
        ("Đã qua", 0, 1, 8),
        ("Chưa hỏi", None, 0, 6),
        ("Không hộ", None, 0, 9),
    ]
    met = village_gaps(figures, judge(_criterion("10"), figures.commune))
    assert {gap.left_over for gap in met} == {None}


def test_no_village_is_nearest_where_more_households_do_not_help() -> None:
    figures = _figures(_place(5, 10))
    for criterion in (_criterion(""), _criterion("50", sign="≤"), _criterion("50", "3")):
        assert village_gaps(figures, judge(criterion, figures.commune)) == ()
    litres = YearFigures(2024, _place(5, 10, code="5"), ())
    assert village_gaps(litres, judge(_criterion("50", "5"), litres.commune)) == ()


def test_a_village_that_cannot_be_exactly_there_needs_no_number() -> None:
    figures = _figures(_place(1, 3, name="Ba hộ"), _place(0, 1, name="Một hộ"))
    (one, other) = village_gaps(figures, judge(_criterion("50", sign="="), figures.commune))
    assert (one.needed, other.needed) == (None, None)


def test_what_is_not_judged_keeps_its_indicator_and_what_the_unknown_could_make_of_it() -> None:
    place = _place(5, 10, 3, "2b", inside=2)
    for verdict in (_judged("", place), _judged("50", place, "?")):
        assert (verdict.indicator, verdict.met) == (place.indicators[0], None)
        assert verdict.bounds == Bounds(Fraction(30), Fraction(60))


def test_households_and_schemes_are_never_missing_together() -> None:
    households = _judged("50", _place(1, 4))
    assert (households.missing_households, households.missing_schemes) == (1, None)
    met = _judged("50", _place(3, 4, code="6"))
    assert (met.met, met.missing_schemes) == (True, None)


@pytest.mark.parametrize(("have", "missing"), [(4, 1), (5, None), (6, None)])
def test_exactly_a_threshold_is_missed_from_below_only(have: int, missing: int | None) -> None:
    assert _judged("50", _place(have, 10), "=").missing_households == missing


def test_all_households_may_be_what_is_asked_for() -> None:
    assert _judged("100", _place(7, 10)).missing_households == 3
    assert _judged("100", _place(7, 10), ">").missing_households is None


@pytest.mark.parametrize(
    ("value", "unknown", "turns"),
    [
        ("40", 3, True),  # met as it stands: one more household and it is no longer
        ("70", 3, True),  # met at the far end
        ("50", 3, True),  # met in between
        ("80", 3, False),
        ("30", 3, False),
        ("45", 3, False),  # no number of ten households is 45 %
    ],
)
def test_exactly_a_threshold_turns_where_it_lies_within_the_bounds(
    value: str, unknown: int, turns: bool
) -> None:
    assert _judged(value, _place(4, 10, unknown), "=").turns is turns


def test_at_least_a_threshold_does_not_turn_between_two_values_on_one_side() -> None:
    assert _judged("30", _place(4, 10, 3)).turns is False
    assert _judged("80", _place(4, 10, 3)).turns is False


def test_a_gap_tells_its_own_indicator_and_leaves_out_the_unknown_of_its_source() -> None:
    place = _place(5, 10, 3, "2b", inside=2)
    figures = _figures(place)
    (gap,) = village_gaps(figures, judge(_criterion("90", "2b"), place))
    assert (gap.indicator, gap.not_met) == (place.indicators[0], 4)


def test_more_households_help_where_more_than_a_threshold_is_asked_for() -> None:
    assert unknown_words(_judged("50", _place(4, 10, 3), ">")) == "còn 3 hộ chưa xác định, nếu đều đạt thì đủ"


def test_a_tenth_of_a_litre_is_told_as_it_is() -> None:
    assert missing_words(_judged("62.8", _place(627, 10, code="5"))) == f"còn thiếu 0,1 {LITRES}"
