"""How numbers and dates are written in Vietnamese papers and screens: 1.552 hộ, 95,3 %, 05/02/2025."""

from datetime import date, datetime
from fractions import Fraction

BLANK = "—"
"""Stands for "not assessed" and "does not apply"; a blank is never a zero."""


def round_half_up(value: Fraction, decimals: int) -> str:
    """Return the exact value rounded half up, once, with a decimal point: Fraction(481, 160) → "3.0"."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).rjust(decimals + 1, "0")
    sign = "-" if value < 0 and whole else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def number(value: int | Fraction | None, decimals: int = 0) -> str:
    """Return a number with thousands dots and a decimal comma; None gives "—"."""
    if value is None:
        return BLANK
    whole, _, part = round_half_up(Fraction(value), decimals).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", ".")
    return sign + (f"{grouped},{part}" if part else grouped)


def percent(value: Fraction | None, decimals: int = 1) -> str:
    """Return a share already multiplied by 100 as "95,3 %" (no-break space); None gives "—"."""
    return BLANK if value is None else f"{number(value, decimals)}\u00a0%"


def cubic_metres(litres: int | None) -> str:
    """Return litres as m³ with only the decimals it has: 12500 → "12,5"; empty when not known."""
    if litres is None:
        return ""
    whole, part = divmod(litres, 1000)
    return number(whole) + (f",{part:03d}".rstrip("0") if part else "")


def day(value: date | None) -> str:
    """Return a date as 05/02/2025; None gives "—"."""
    return BLANK if value is None else value.strftime("%d/%m/%Y")


def day_in_words(value: date) -> str:
    """Return "ngày 05 tháng 02 năm 2025": a zero before days under 10 and months 1 and 2 (NĐ 30/2020)."""
    return f"ngày {value.day:02d} tháng {_month(value)} năm {value.year}"


def short_day(value: date) -> str:
    """Return "24/6/2024", "05/02/2025": the same zeros, as papers write a day inside a sentence."""
    return f"{value.day:02d}/{_month(value)}/{value.year}"


def _month(value: date) -> str:
    return f"{value.month:02d}" if value.month < 3 else str(value.month)


def moment(value: datetime | None) -> str:
    """Return a point in time as 14:03 05/02/2025; None gives "—"."""
    return BLANK if value is None else value.strftime("%H:%M %d/%m/%Y")
