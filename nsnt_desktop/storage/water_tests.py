"""Water tests: which one counts on a day, how long it holds, and what it says."""

from datetime import date

from nsnt_desktop import format as vn
from nsnt_desktop.models import WaterTest


def latest_test(tests: list[WaterTest], as_of: date) -> WaterTest | None:
    """Return the newest test with a verdict taken on or before a day; one still awaited says nothing."""
    told = (t for t in tests if t.tested_on <= as_of and t.passed is not None)
    return max(told, key=lambda t: (t.tested_on, t.id), default=None)


def valid_to(test: WaterTest, months: int) -> date:
    """Return the last day a test is valid: its own date, or so many months after it was taken."""
    if test.valid_until is not None:
        return test.valid_until
    index = test.tested_on.month - 1 + months
    year, month = min(test.tested_on.year + index // 12, 9999), index % 12 + 1
    day = test.tested_on.day
    while True:  # 31 January + 1 month is the last day of February
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def tested_clean(tests: list[WaterTest], as_of: date, months: int) -> tuple[bool | None, str]:
    """Return whether the latest test says the water meets its regulation on a day, and why."""
    test = latest_test(tests, as_of)
    if test is None:
        return None, "chưa có kết quả xét nghiệm"
    taken = vn.day(test.tested_on)
    if not test.passed:
        return False, f"xét nghiệm ngày {taken} không đạt"
    if valid_to(test, months) < as_of:
        return None, f"xét nghiệm ngày {taken} đã hết giá trị"
    return True, f"xét nghiệm ngày {taken} đạt"
