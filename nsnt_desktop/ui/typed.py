"""What an officer types into a field, read as a number or a day; blank is "not yet known", never 0."""

import re
from datetime import date

from nsnt_desktop.errors import KnownError
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean

DIGITS_LIMIT = 12
_GROUPED = re.compile(r"\d{1,3}([. ]\d{3})+")


def typed_number(text: str, example: str = "1552") -> int | None:
    """Return the whole number typed ("1.552", "1 552" and "1552" are one), None for a blank.

    The example stands in the sentence that refuses anything else.
    """
    value = clean(text)
    if value in {"", "—"}:
        return None
    digits = re.sub(r"[. ]", "", value) if _GROUPED.fullmatch(value) else value
    if not (digits.isascii() and digits.isdigit() and len(digits) <= DIGITS_LIMIT):
        raise KnownError(
            f"«{value}» không phải là số nguyên. {NOTHING_LOST} "
            f"Hãy nhập bằng chữ số, ví dụ {example}, hoặc để trống nếu chưa biết."
        )
    return int(digits)


def typed_day(text: str, year: int | None = None) -> date | None:
    """Return the day typed as d/m/y (d/m takes the year given; two digits mean 20xx), None for a blank."""
    value = clean(text)
    if value in {"", "—"}:
        return None
    parts = [part for part in re.split(r"[/.\- ]", value) if part]
    if len(parts) == 2 and year is not None:
        parts.append(str(year))
    try:
        day, month, full = (int(part) for part in parts)
        return date(full + 2000 if full < 100 else full, month, day)
    except ValueError:
        raise KnownError(
            f"«{value}» không phải là ngày. {NOTHING_LOST} "
            "Hãy nhập theo dạng ngày/tháng/năm, ví dụ 05/02/2025, hoặc để trống nếu chưa biết."
        ) from None
