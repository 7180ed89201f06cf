"""The formulas of the workbook: counting the sheet of households, and rounding half up from whole numbers.

Excel 2010 and LibreOffice both know every function used. This is a second computation, written apart from
`indicators/`: that the two agree is what the workbook is there to show.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nsnt_desktop.format import BLANK
from nsnt_desktop.models.words import (
    CLEAN_LABELS,
    SOURCE_UNKNOWN_LABEL,
    UNKNOWN_LABEL,
    YES_NO_LABELS,
    Poverty,
    SourceGroup,
)
from nsnt_desktop.workbooks import Formula

Condition = tuple[str, str]
"""A column of the sheet of households by its name, and what it must say, as COUNTIFS takes it."""
Where = tuple[Condition, ...]
COMMUNE: Where = (("HO_THON", '">0"'),)
"""Every household."""
MATCH, DIFFERS = "khớp", "khác"
YES = YES_NO_LABELS[True]


def _says(column: str, word: str) -> Condition:
    return column, f'"{word}"'


_POOR = _says("HO_NGHEO", Poverty.POOR.label)
_HYGIENIC = _says("HO_HVS", YES)
_HYGIENIC_BLANK = _says("HO_HVS", UNKNOWN_LABEL)
_CLEAN = _says("HO_SACH", CLEAN_LABELS[True])
_CLEAN_BLANK = _says("HO_SACH", UNKNOWN_LABEL)
_CENTRAL = _says("HO_NHOM", SourceGroup.CENTRAL.label)
_NO_SOURCE = _says("HO_NHOM", SOURCE_UNKNOWN_LABEL)
_HAS_PERSONS = ("HO_KHAU", '">0"')
_PERSONS_KNOWN = ("HO_KHAU", '">=0"')
_METERED: Where = (_CLEAN, _HAS_PERSONS, ("HO_M3", '">=0"'))


def _count(*conditions: Condition) -> str:
    return "COUNTIFS(" + ",".join(f"{name},{wanted}" for name, wanted in conditions) + ")"


def _sum(column: str, *conditions: Condition) -> str:
    return f"SUMIFS({column}," + ",".join(f"{name},{wanted}" for name, wanted in conditions) + ")"


def _counting(*conditions: Condition) -> Callable[[Where], str]:
    return lambda where: _count(*where, *conditions)


def _litres(where: Where) -> str:
    # m³ have three decimals at most: a sum of them × 1000 is a whole number, which ROUND gives back.
    return f"ROUND(1000*{_sum('HO_M3', *where, *_METERED)},0)"


COUNTS: dict[str, tuple[str, Callable[[Where], str]]] = {
    "households": ("Số hộ", _counting()),
    "updated": ("Hộ đã cập nhật", _counting(("HO_CAP_NHAT", '">0"'))),
    "persons": ("Số khẩu", lambda where: _sum("HO_KHAU", *where)),
    "persons_unknown": (
        "Hộ chưa rõ số khẩu",
        lambda where: f"{_count(*where)}-{_count(*where, _PERSONS_KNOWN)}",
    ),
    "poor": ("Hộ nghèo", _counting(_POOR)),
    "near_poor": ("Hộ cận nghèo", _counting(_says("HO_NGHEO", Poverty.NEAR_POOR.label))),
    "poverty_unknown": ("Chưa rõ hộ nghèo", _counting(_says("HO_NGHEO", UNKNOWN_LABEL))),
    "hygienic": ("Hợp vệ sinh", _counting(_HYGIENIC)),
    "hygienic_unknown": ("Hợp vệ sinh: chưa xác định", _counting(_HYGIENIC_BLANK)),
    "clean": ("Nước sạch", _counting(_CLEAN)),
    "clean_unknown": ("Nước sạch: chưa xác định", _counting(_CLEAN_BLANK)),
    "clean_central": ("Nước sạch, tập trung", _counting(_CLEAN, _CENTRAL)),
    "clean_source_unknown": ("Nước sạch, chưa rõ nguồn", _counting(_CLEAN, _NO_SOURCE)),
    "poor_hygienic": ("Hộ nghèo hợp vệ sinh", _counting(_POOR, _HYGIENIC)),
    "poor_hygienic_unknown": ("Hộ nghèo, hợp vệ sinh chưa xác định", _counting(_POOR, _HYGIENIC_BLANK)),
    "poor_clean": ("Hộ nghèo nước sạch", _counting(_POOR, _CLEAN)),
    "poor_clean_unknown": ("Hộ nghèo, nước sạch chưa xác định", _counting(_POOR, _CLEAN_BLANK)),
    "poor_clean_central": ("Hộ nghèo nước sạch, tập trung", _counting(_POOR, _CLEAN, _CENTRAL)),
    "poor_clean_source_unknown": (
        "Hộ nghèo nước sạch, chưa rõ nguồn",
        _counting(_POOR, _CLEAN, _NO_SOURCE),
    ),
    "source_unknown": ("Chưa rõ nguồn", _counting(_NO_SOURCE)),
    "metered": ("Hộ tính chỉ số 5", _counting(*_METERED)),
    "litres": ("Lít nước sạch một tháng", _litres),
    "litre_persons": ("Số khẩu tính chỉ số 5", lambda where: _sum("HO_KHAU", *where, *_METERED)),
    "estimated": ("Trong đó ước tính", _counting(*_METERED, _says("HO_UOC_TINH", YES))),
    "shortage": ("Thiếu nước mùa khô", _counting(_says("HO_THIEU_NUOC", YES))),
    "shortage_unknown": ("Thiếu nước: chưa xác định", _counting(_says("HO_THIEU_NUOC", UNKNOWN_LABEL))),
    "pollution": ("Có nguy cơ ô nhiễm", _counting(("HO_O_NHIEM", '"<>"'))),
}
"""Each count of a place by the name of its field: its heading, and its formula over some households."""


@dataclass(frozen=True)
class Ratio:
    """An indicator in the names of counts: "clean-clean_central"; `how` says the same to a reader."""

    numerator: str
    denominator: str
    unknown: str
    how: str
    scale: int = 100


_LITRE_DAYS = f'IF(MOI_NHAN_KHAU="{YES}",persons,litre_persons)*NGAY_TRONG_THANG'

RATIOS = {
    "1": Ratio("hygienic", "households", "hygienic_unknown", "hộ hợp vệ sinh / mọi hộ"),
    "2": Ratio("clean", "households", "clean_unknown", "hộ nước sạch / mọi hộ"),
    "2a": Ratio(
        "clean_central",
        "households",
        "clean_unknown+clean_source_unknown",
        "hộ nước sạch có nguồn chính là công trình tập trung / mọi hộ",
    ),
    "2b": Ratio(
        "clean-clean_central",
        "households",
        "clean_unknown+clean_source_unknown",
        "hộ nước sạch không dùng công trình tập trung / mọi hộ",
    ),
    "3": Ratio("poor_hygienic", "poor", "poor_hygienic_unknown", "hộ nghèo hợp vệ sinh / mọi hộ nghèo"),
    "4": Ratio("poor_clean", "poor", "poor_clean_unknown", "hộ nghèo nước sạch / mọi hộ nghèo"),
    "4a": Ratio(
        "poor_clean_central",
        "poor",
        "poor_clean_unknown+poor_clean_source_unknown",
        "hộ nghèo nước sạch có nguồn chính là công trình tập trung / mọi hộ nghèo",
    ),
    "4b": Ratio(
        "poor_clean-poor_clean_central",
        "poor",
        "poor_clean_unknown+poor_clean_source_unknown",
        "hộ nghèo nước sạch không dùng công trình tập trung / mọi hộ nghèo",
    ),
    "5": Ratio(
        "litres",
        f"({_LITRE_DAYS})",
        f"IF(metered>0,0,{_LITRE_DAYS})",
        "lít một tháng của hộ nước sạch có đủ lượng nước và số khẩu / (số khẩu × số ngày)",
        scale=1,
    ),
}
"""Indicators 1 to 5 and their parts, by number."""


def over(expression: str, where: Where) -> str:
    """Return an expression in names of counts as a formula that counts the households itself."""
    return _put_in(expression, {name: f"({tell(where)})" for name, (_, tell) in COUNTS.items()})


def at_cells(expression: str, cells: Mapping[str, str]) -> str:
    """Return an expression in names of counts as one over the cells where they stand."""
    return _put_in(expression, cells)


def rounded(numerator: str, denominator: str, unknown: str, *, scale: int) -> Formula:
    """Return the value as it is printed: half up from whole numbers, or "—".

    ROUND of a quotient would round a binary number, which an exact half is not always.
    """
    a, b = f"({numerator})", f"({denominator})"
    half_up = f"INT((2*{a}*{scale}*10^SO_LE+{b})/(2*{b}))/10^SO_LE"
    return Formula(f'=IF(OR({b}=0,({unknown})>={b}),"{BLANK}",{half_up})')


def compared(*same: str) -> Formula:
    """Return "khớp" where every comparison holds."""
    return Formula(f'=IF(AND({",".join(same)}),"{MATCH}","{DIFFERS}")')


def _put_in(expression: str, given: Mapping[str, str]) -> str:
    return re.sub(r"\b[a-z][a-z_]+\b", lambda found: given[found.group()], expression)
