from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from nsnt_desktop.indicators.criteria import judge
from nsnt_desktop.indicators.results import Counts, Indicator, PlaceFigures
from nsnt_desktop.models import Criterion


def _place(numerator: int, denominator: int, unknown: int = 0, code: str = "2") -> PlaceFigures:
    indicator = Indicator(code, "Tên", "Ngắn", "%", numerator, denominator, unknown)
    return PlaceFigures("Cẩm Tân", Counts(), (indicator,))


def _criterion(value: str, indicator: str = "2", sign: str = "≥") -> Criterion:
    return Criterion(indicator=indicator, value=value, operator=sign)


@given(st.integers(1, 3000), st.data(), st.decimals("0", "100", places=1))
def test_the_missing_households_are_just_enough(total: int, draw: st.DataObject, value: object) -> None:
    have = draw.draw(st.integers(0, total))
    verdict = judge(_criterion(str(value)), _place(have, total))
    threshold = Fraction(str(value))
    assert verdict.met == (Fraction(100 * have, total) >= threshold)
    if verdict.met:
        assert verdict.missing_households is None
    else:
        missing = verdict.missing_households or 0
        assert missing > 0
        assert Fraction(100 * (have + missing), total) >= threshold
        assert Fraction(100 * (have + missing - 1), total) < threshold


def test_the_verdict_rests_on_the_exact_value() -> None:
    verdict = judge(_criterion("55"), _place(5496, 10_000))  # printed as 55,0
    assert (verdict.met, verdict.missing_households) == (False, 4)
    assert judge(_criterion("55"), _place(5500, 10_000)).met is True
    assert judge(_criterion("55", sign=">"), _place(5500, 10_000)).met is False


def test_no_verdict_without_a_threshold_or_a_value() -> None:
    assert judge(_criterion(""), _place(1, 2)).met is None
    assert judge(_criterion("0"), _place(0, 2)).met is True  # a threshold of zero is one
    assert judge(_criterion("55"), _place(0, 0)).met is None
    assert judge(_criterion("55"), _place(0, 5, unknown=5)).met is None
    assert judge(_criterion("55", indicator="6"), _place(1, 2)).met is None
    assert judge(_criterion("55", indicator="6"), _place(1, 4, code="6")).missing_households is None
