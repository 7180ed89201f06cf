"""The six indicators of Quyết định 1893/QĐ-BNN-TL (24/6/2024): official names, units, and what is counted."""

from dataclasses import dataclass

from nsnt_desktop.indicators.results import Counts, Indicator
from nsnt_desktop.models.words import LabelledEnum, SustainabilityClass
from nsnt_desktop.storage.assumptions import Assumptions

PERCENT = "%"
LITRES = "lít/người/ngày đêm"
LITRES_NAME = "Cấp nước sinh hoạt đạt chuẩn bình quân đầu người/ngày đêm"
LITRES_SHORT_NAME = "Lít/người/ngày đêm"


class Part(LabelledEnum):
    """The households of one indicator, as they are counted."""

    NUMERATOR = "numerator", "đạt"
    NOT_MET = "not_met", "không đạt"
    UNKNOWN = "unknown", "chưa xác định"
    DENOMINATOR = "denominator", "được tính"


@dataclass(frozen=True)
class Definition:
    """One household indicator; each part is a sum of counts (names of `Counts`) that share no household.

    The numerator and what is unknown may share some; `NOT_MET` is who stands in neither.
    """

    code: str
    name: str
    short_name: str
    parts: dict[Part, tuple[str, ...]]

    def count(self, part: Part, counts: Counts) -> int:
        """Return how many households of a place stand in a part."""
        return sum(getattr(counts, name) for name in self.parts[part])


def _parts(met: str, not_met: str, unknown: str, of: str) -> dict[Part, tuple[str, ...]]:
    return dict(zip(Part, map(tuple, map(str.split, (met, not_met, unknown, of))), strict=True))


# 2b and 4b count every clean household that no centralised scheme serves, so that 2 = 2a + 2b and
# 4 = 4a + 4b hold as they do in the published tables. A clean household whose source is not known yet
# stands in the unknown of both parts, and the checks call it an error.
HOUSEHOLD_INDICATORS = (
    Definition(
        "1",
        "Tỷ lệ hộ sử dụng nước hợp vệ sinh",
        "Hợp vệ sinh",
        _parts("hygienic", "not_hygienic", "hygienic_unknown", "households"),
    ),
    Definition(
        "2",
        "Tỷ lệ hộ được sử dụng nước sạch đạt quy chuẩn",
        "Sạch đạt quy chuẩn",
        _parts("clean", "not_clean", "clean_unknown", "households"),
    ),
    Definition(
        "2a",
        "Tỷ lệ hộ được sử dụng nước sạch đạt quy chuẩn từ công trình cấp nước tập trung",
        "Sạch, tập trung",
        _parts("clean_central", "not_clean clean_own", "clean_unknown clean_source_unknown", "households"),
    ),
    Definition(
        "2b",
        "Tỷ lệ hộ được sử dụng nước sạch đạt quy chuẩn từ công trình cấp nước quy mô hộ gia đình",
        "Sạch, quy mô hộ",
        _parts(
            "clean_own clean_source_unknown",
            "not_clean clean_central",
            "clean_unknown clean_source_unknown",
            "households",
        ),
    ),
    Definition(
        "3",
        "Tỷ lệ hộ nghèo sử dụng nước hợp vệ sinh",
        "Hộ nghèo, hợp vệ sinh",
        _parts("poor_hygienic", "poor_not_hygienic", "poor_hygienic_unknown", "poor"),
    ),
    Definition(
        "4",
        "Tỷ lệ hộ nghèo được sử dụng nước sạch đạt quy chuẩn",
        "Hộ nghèo, sạch",
        _parts("poor_clean", "poor_not_clean", "poor_clean_unknown", "poor"),
    ),
    Definition(
        "4a",
        "Tỷ lệ hộ nghèo được sử dụng nước sạch đạt quy chuẩn từ công trình cấp nước tập trung",
        "Hộ nghèo, sạch, tập trung",
        _parts(
            "poor_clean_central",
            "poor_not_clean poor_clean_own",
            "poor_clean_unknown poor_clean_source_unknown",
            "poor",
        ),
    ),
    Definition(
        "4b",
        "Tỷ lệ hộ nghèo được sử dụng nước sạch đạt quy chuẩn từ công trình cấp nước quy mô hộ gia đình",
        "Hộ nghèo, sạch, quy mô hộ",
        _parts(
            "poor_clean_own poor_clean_source_unknown",
            "poor_not_clean poor_clean_central",
            "poor_clean_unknown poor_clean_source_unknown",
            "poor",
        ),
    ),
)


def household_definitions(assumptions: Assumptions) -> tuple[Definition, ...]:
    """Return how each household indicator is counted, "1" to "5", in their order."""
    return (*HOUSEHOLD_INDICATORS, _litres(assumptions))


def definition(code: str, assumptions: Assumptions) -> Definition:
    """Return how a household indicator is counted, "1" to "5".

    The parts of indicator 5 are households, not litres: `NUMERATOR` those whose volume is added up,
    `DENOMINATOR` those whose persons it is divided by, `UNKNOWN` those of clean water that lack one of both.
    """
    return next(d for d in household_definitions(assumptions) if d.code == code)


def part_count(code: str, part: Part, counts: Counts, assumptions: Assumptions) -> int:
    """Return how many households of a place stand in a part of a household indicator, "1" to "5"."""
    return definition(code, assumptions).count(part, counts)


def _litres(assumptions: Assumptions) -> Definition:
    persons = "persons_known" if assumptions.litres_all_persons else "metered"
    return Definition("5", LITRES_NAME, LITRES_SHORT_NAME, _parts("metered", "", "unmetered", persons))


def household_indicators(counts: Counts, assumptions: Assumptions) -> tuple[Indicator, ...]:
    """Return indicators 1 to 5 with their parts, from the counts of one place."""
    made = [
        Indicator(
            d.code,
            d.name,
            d.short_name,
            PERCENT,
            d.count(Part.NUMERATOR, counts),
            d.count(Part.DENOMINATOR, counts),
            d.count(Part.UNKNOWN, counts),
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
        LITRES_NAME,
        LITRES_SHORT_NAME,
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
