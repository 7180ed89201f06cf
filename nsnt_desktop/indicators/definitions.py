"""The six indicators of Quyết định 1893/QĐ-BNN-TL (24/6/2024): official names, units, and what is counted."""

from collections.abc import Callable
from dataclasses import dataclass

from nsnt_desktop.indicators.results import Counts, Indicator
from nsnt_desktop.models.words import SustainabilityClass
from nsnt_desktop.storage.assumptions import Assumptions

PERCENT = "%"
LITRES = "lít/người/ngày đêm"


@dataclass(frozen=True)
class Definition:
    """One household indicator: numerator, denominator, not assessed, as functions of the counts."""

    code: str
    name: str
    short_name: str
    numerator: Callable[[Counts], int]
    denominator: Callable[[Counts], int]
    unknown: Callable[[Counts], int]


def _households(c: Counts) -> int:
    return c.households


def _poor(c: Counts) -> int:
    return c.poor


# 2b and 4b count every clean household that no centralised scheme serves, so that 2 = 2a + 2b and
# 4 = 4a + 4b hold as they do in the published tables. A clean household whose source is not known yet
# stands in the unknown of both parts, and the checks call it an error.
HOUSEHOLD_INDICATORS = (
    Definition(
        "1",
        "Tỷ lệ hộ sử dụng nước hợp vệ sinh",
        "Hợp vệ sinh",
        lambda c: c.hygienic,
        _households,
        lambda c: c.hygienic_unknown,
    ),
    Definition(
        "2",
        "Tỷ lệ hộ được sử dụng nước sạch đạt quy chuẩn",
        "Sạch đạt quy chuẩn",
        lambda c: c.clean,
        _households,
        lambda c: c.clean_unknown,
    ),
    Definition(
        "2a",
        "Tỷ lệ hộ được sử dụng nước sạch đạt quy chuẩn từ công trình cấp nước tập trung",
        "Sạch, tập trung",
        lambda c: c.clean_central,
        _households,
        lambda c: c.clean_unknown + c.clean_source_unknown,
    ),
    Definition(
        "2b",
        "Tỷ lệ hộ được sử dụng nước sạch đạt quy chuẩn từ công trình cấp nước quy mô hộ gia đình",
        "Sạch, quy mô hộ",
        lambda c: c.clean - c.clean_central,
        _households,
        lambda c: c.clean_unknown + c.clean_source_unknown,
    ),
    Definition(
        "3",
        "Tỷ lệ hộ nghèo sử dụng nước hợp vệ sinh",
        "Hộ nghèo, hợp vệ sinh",
        lambda c: c.poor_hygienic,
        _poor,
        lambda c: c.poor_hygienic_unknown,
    ),
    Definition(
        "4",
        "Tỷ lệ hộ nghèo được sử dụng nước sạch đạt quy chuẩn",
        "Hộ nghèo, sạch",
        lambda c: c.poor_clean,
        _poor,
        lambda c: c.poor_clean_unknown,
    ),
    Definition(
        "4a",
        "Tỷ lệ hộ nghèo được sử dụng nước sạch đạt quy chuẩn từ công trình cấp nước tập trung",
        "Hộ nghèo, sạch, tập trung",
        lambda c: c.poor_clean_central,
        _poor,
        lambda c: c.poor_clean_unknown + c.poor_clean_source_unknown,
    ),
    Definition(
        "4b",
        "Tỷ lệ hộ nghèo được sử dụng nước sạch đạt quy chuẩn từ công trình cấp nước quy mô hộ gia đình",
        "Hộ nghèo, sạch, quy mô hộ",
        lambda c: c.poor_clean - c.poor_clean_central,
        _poor,
        lambda c: c.poor_clean_unknown + c.poor_clean_source_unknown,
    ),
)


def household_indicators(counts: Counts, assumptions: Assumptions) -> tuple[Indicator, ...]:
    """Return indicators 1 to 5 with their parts, from the counts of one place."""
    made = [
        Indicator(
            d.code,
            d.name,
            d.short_name,
            PERCENT,
            d.numerator(counts),
            d.denominator(counts),
            min(d.unknown(counts), d.denominator(counts)),
        )
        for d in HOUSEHOLD_INDICATORS
    ]
    return (*made, litres_indicator(counts, assumptions))


def litres_indicator(counts: Counts, assumptions: Assumptions) -> Indicator:
    """Return indicator 5: litres of clean water / (persons × days of a month); assumption, domain §2.

    Its unknown is the number of person-days only when nothing is metered; coverage is in the counts.
    """
    persons = counts.persons if assumptions.litres_all_persons else counts.litre_persons
    denominator = persons * assumptions.days_per_month
    return Indicator(
        "5",
        "Cấp nước sinh hoạt đạt chuẩn bình quân đầu người/ngày đêm",
        "Lít/người/ngày đêm",
        LITRES,
        counts.litres,
        denominator,
        0 if counts.metered else denominator,
    )


def sustainable_schemes(classes: dict[SustainabilityClass | None, int]) -> Indicator:
    """Return indicator 6 from the schemes by class; schemes not classified yet are its unknown."""
    return Indicator(
        "6",
        "Tỷ lệ công trình cấp nước tập trung có tổ chức quản lý khai thác hoạt động bền vững",
        "Công trình bền vững",
        PERCENT,
        classes[SustainabilityClass.SUSTAINABLE],
        sum(classes.values()),
        classes[None],
    )
