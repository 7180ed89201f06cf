"""What is said of a scheme's figures: how they sit with each other, with the register, with other communes.

Nothing here is refused: a sentence asks the officer to look again, and what he entered stays.
"""

from collections.abc import Iterator

from nsnt_desktop import format as vn
from nsnt_desktop.models import SchemeRecord
from nsnt_desktop.registry.schemes import SchemeRow

MOST_PERSONS = 10
"""Persons of a household on average, over which the number of persons is asked about."""
LEAST_MONEY = 1_000_000
"""Income or cost of a year in đồng, under which it was most likely typed in thousands or millions."""
PRICES = range(500, 100_001)
"""Đồng for a cubic metre, outside which the price was most likely typed in thousands, or for a month."""


def field_notes(shown: SchemeRow, year: int) -> dict[str, str]:
    """Return by field what does not sit well with the other figures of the scheme, in one sentence each."""
    record = shown.record
    return dict(
        [
            *_years(shown, year),
            *_actual_and_design(record),
            *_people(record),
            *_money(record),
        ]
    )


def _years(shown: SchemeRow, year: int) -> Iterator[tuple[str, str]]:
    built, since = shown.scheme.year_built, shown.scheme.in_use_since
    if built is not None and built > year:
        yield "year_built", f"Sau năm {year}: hãy kiểm tra lại."
    if since is not None and since > year:
        yield "in_use_since", f"Sau năm {year}: hãy kiểm tra lại."
    elif built is not None and since is not None and since < built:
        yield "in_use_since", f"Trước năm xây dựng {built}: hãy kiểm tra lại."


def _actual_and_design(record: SchemeRecord) -> Iterator[tuple[str, str]]:
    for name, words in (("capacity", "công suất thiết kế"), ("connections", "số đấu nối thiết kế")):
        actual, design = getattr(record, f"actual_{name}"), getattr(record, f"design_{name}")
        if actual is not None and design is not None and actual > design:
            yield f"actual_{name}", f"Lớn hơn {words} {vn.number(design)}: hãy kiểm tra lại."


def _people(record: SchemeRecord) -> Iterator[tuple[str, str]]:
    here, persons = record.households_here, record.persons
    if here is None or persons is None:
        return
    if persons < here:
        yield "persons", f"Ít hơn số hộ {vn.number(here)}: hãy kiểm tra lại."
    elif persons > here * MOST_PERSONS:
        yield "persons", f"Bình quân hơn {MOST_PERSONS} người một hộ: hãy kiểm tra lại."


def _money(record: SchemeRecord) -> Iterator[tuple[str, str]]:
    if record.price is not None and record.price and record.price not in PRICES:
        yield "price", "Giá của 1 m³ ghi bằng đồng, ví dụ 7.500: hãy kiểm tra lại."
    for name in ("yearly_income", "yearly_cost"):
        money = getattr(record, name)
        if money is not None and 0 < money < LEAST_MONEY:
            yield name, "Ghi bằng đồng, không ghi nghìn hay triệu đồng, ví dụ 212.000.000: hãy kiểm tra lại."


def agrees_with_register(shown: SchemeRow) -> bool | None:
    """Return whether the record has as many households as the register; None: the record does not say."""
    here = shown.record.households_here
    return None if here is None else here == shown.connected.households


def register_words(shown: SchemeRow, year: int) -> str:
    """Return the households and persons connected here after the record and after the register."""
    here, found = shown.record.households_here, shown.connected
    listed = f"danh sách hộ năm {year} có {vn.number(found.households)} hộ ({_persons(shown)})"
    if here is None:
        return f"Công trình chưa ghi số hộ của xã này; {listed}."
    reported = f"{vn.number(here)} hộ"
    if shown.record.persons is not None:
        reported += f" ({vn.number(shown.record.persons)} người)"
    less = here - found.households
    differs = f": danh sách hộ {'ít' if less > 0 else 'nhiều'} hơn {vn.number(abs(less))} hộ" if less else ""
    return f"Công trình ghi {reported}; {listed}{differs}."


def _persons(shown: SchemeRow) -> str:
    found = shown.connected
    unknown = f", {vn.number(found.persons_unknown)} hộ chưa ghi số khẩu" if found.persons_unknown else ""
    return f"{vn.number(found.persons)} người{unknown}"


def shared_words(shown: SchemeRow) -> str:
    """Return how the connections of a scheme shared with other communes are parted; empty: not shared."""
    others = shown.scheme.other_communes
    if not others:
        return ""
    total, here = shown.record.actual_connections, shown.record.households_here
    if total is None or here is None:
        return (
            f"Dùng chung với {others}. Hãy ghi số đấu nối thực tế của mọi xã và số hộ của xã này "
            "để biết số đấu nối ở xã khác."
        )
    if here > total:
        return (
            f"Dùng chung với {others}, nhưng số hộ của xã này ({vn.number(here)}) nhiều hơn tổng số đấu nối "
            f"({vn.number(total)}): hãy sửa một trong hai."
        )
    return (
        f"Dùng chung với {others}: tổng {vn.number(total)} đấu nối, xã này {vn.number(here)}, "
        f"còn lại {vn.number(total - here)} đấu nối ở xã khác. Chỉ số 6 tính công trình này một lần."
    )
