from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nsnt_desktop.format import day, day_in_words, moment, number, percent, round_half_up, short_day

counts = st.integers(-(10**9), 10**9)
shares = st.builds(Fraction, counts, st.integers(1, 10**6))


def _oracle(value: Fraction, decimals: int) -> str:
    """Halves go away from zero: what Decimal calls ROUND_HALF_UP, on digits enough to be exact at a half."""
    with localcontext() as context:
        context.prec = 60
        cut = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
            Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP
        )
    return str(abs(cut) if cut == 0 else cut)


@given(shares, st.integers(0, 4))
def test_rounding_agrees_with_decimal(value: Fraction, decimals: int) -> None:
    assert round_half_up(value, decimals) == _oracle(value, decimals)


@given(counts, st.integers(0, 3))
def test_exact_halves_go_up(whole: int, decimals: int) -> None:
    half = Fraction(2 * abs(whole) + 1, 2 * 10**decimals)
    assert Fraction(round_half_up(half, decimals)) == Fraction(abs(whole) + 1, 10**decimals)
    if whole:
        assert round_half_up(-half, decimals) == "-" + round_half_up(half, decimals)


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (Fraction(9375, 100), 1, "93.8"),
        (Fraction(1, 20), 1, "0.1"),
        (Fraction(-1, 20), 1, "-0.1"),
        (Fraction(-1, 25), 1, "0.0"),  # no minus before a zero
        (Fraction(9995, 100), 1, "100.0"),
        (Fraction(94949, 1000), 1, "94.9"),  # not 94.95 → 95.0: rounded once
        (Fraction(481, 160), 1, "3.0"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(115, 100), 1, "1.2"),  # the float 1.15 is below the half
    ],
)
def test_rounding_examples(value: Fraction, decimals: int, written: str) -> None:
    assert round_half_up(value, decimals) == written


@given(counts)
def test_thousands_have_dots(value: int) -> None:
    written = number(value)
    assert int(written.replace(".", "")) == value
    groups = written.removeprefix("-").split(".")
    assert 1 <= len(groups[0]) <= 3
    assert all(len(group) == 3 for group in groups[1:])


@given(shares, st.integers(1, 3))
def test_number_keeps_every_digit_of_the_rounding(value: Fraction, decimals: int) -> None:
    assert number(value, decimals).replace(".", "").replace(",", ".") == round_half_up(value, decimals)


def test_numbers() -> None:
    assert number(1552) == "1.552"
    assert number(-1234567) == "-1.234.567"
    assert number(Fraction(12345675, 1000), 2) == "12.345,68"
    assert number(Fraction(-1, 25), 1) == "0,0"
    assert number(0) == "0"
    assert number(None) == "—"
    assert percent(Fraction(953, 10)) == "95,3\u00a0%"
    assert percent(Fraction(0)) == "0,0\u00a0%"
    assert percent(Fraction(9375, 100), 2) == "93,75\u00a0%"
    assert percent(None) == "—"


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_day_in_words_takes_a_zero_before_days_under_10_and_months_1_and_2(value: date) -> None:
    words = day_in_words(value).split()
    assert words[::2] == ["ngày", "tháng", "năm"]
    written_day, month, year = words[1::2]
    assert (int(written_day), int(month), int(year)) == (value.day, value.month, value.year)
    assert written_day.startswith("0") == (value.day < 10)
    assert month.startswith("0") == (value.month < 3)


def test_days() -> None:
    assert day_in_words(date(2025, 2, 5)) == "ngày 05 tháng 02 năm 2025"
    assert day_in_words(date(2024, 3, 10)) == "ngày 10 tháng 3 năm 2024"
    assert day_in_words(date(2024, 11, 15)) == "ngày 15 tháng 11 năm 2024"
    assert [short_day(d) for d in (date(2025, 2, 5), date(2024, 6, 24))] == ["05/02/2025", "24/6/2024"]
    assert day(date(2025, 2, 5)) == "05/02/2025"
    assert day(None) == moment(None) == "—"
    assert moment(datetime(2025, 2, 5, 14, 3, 59)) == "14:03 05/02/2025"  # noqa: DTZ001 - as the PC's clock
