"""A report's figures made by hand: nine villages, three of them with something missing."""

from dataclasses import fields
from datetime import date

from documents_support import OFFICE

from nsnt_desktop.documents.report_input import (
    CriterionRow,
    HouseholdRow,
    ReportInput,
    SchemeRow,
    Supervision,
    VillageHouseholds,
    WorkDone,
)
from nsnt_desktop.indicators.definitions import household_indicators, sustainable_schemes
from nsnt_desktop.indicators.dry_season import DryPlace, DrySeason, Shortage
from nsnt_desktop.indicators.pollution import Pollution, RiskKind, RiskPlace
from nsnt_desktop.indicators.results import Counts, PlaceFigures, SourceCounts, YearFigures
from nsnt_desktop.indicators.unproven_schemes import Unproven
from nsnt_desktop.indicators.water_warnings import WaterWarnings
from nsnt_desktop.models.words import Poverty, SourceGroup, SustainabilityClass
from nsnt_desktop.storage.assumptions import Assumptions

ASSUMED = Assumptions(
    decimals=1,
    days_per_month=30,
    litres_all_persons=False,
    litres_min=20,
    litres_max=200,
    persons_max=20,
    test_valid_months=12,
    village_change_points=10,
    deadline_near_days=30,
    sustainable_min_met=5,
    fairly_min_met=3,
    class_unknown_max=1,
    capacity_share=60,
    days_interrupted_max=30,
    outlier_mads=3,
    outlier_villages_min=5,
    sample_households=5,
)
NAMES = ("Phác Lê", "Vĩnh Thanh", "Do Đào", "Phú Lai", "Trung Tâm", "Đồng Tiến", "Bèo", "Đồi Dung", "Thủy")
CLASSES: dict[SustainabilityClass | None, int] = {
    SustainabilityClass.SUSTAINABLE: 1,
    SustainabilityClass.FAIRLY: 1,
    SustainabilityClass.POORLY: 1,
    SustainabilityClass.NOT_WORKING: 1,
    None: 0,
}
NO_SCHEMES: dict[SustainabilityClass | None, int] = dict.fromkeys(CLASSES, 0)


def shortage(households: int, short: int, unknown: int = 0) -> Shortage:
    return Shortage(households, tuple(range(short)), tuple(range(short, short + unknown)))


def dry_village(name: str, short: int) -> DryPlace:
    return DryPlace(f"Thôn {name}", shortage(170, short), twice=tuple(range(short // 2)))


DRY = DrySeason(
    DryPlace("", shortage(1555, 12, 15), shortage(1550, 9), tuple(range(4)), (11,)),
    villages=tuple(dry_village(name, 3 if n % 2 else 0) for n, name in enumerate(NAMES)),
    sources=(DryPlace("Giếng khoan", shortage(700, 0)), DryPlace("Giếng đào", shortage(340, 12))),
    last_year=2023,
)
RISKS = Pollution(
    RiskPlace("", 1555, (7,)),
    (RiskKind("chuồng trại", (7,), listed=True),),
    (RiskPlace("Thôn Trung Tâm", 172, (7,)),),
)
WATER = WaterWarnings(
    2024, date(2024, 11, 15), date(2024, 10, 31), date(2024, 11, 15), DRY, RISKS, (), (), Unproven()
)


def village_counts(place: int, less: int = 0) -> Counts:
    """Return the counts of one village of about 172 households; less: how many fewer are clean."""
    households = 160 + 3 * place
    return Counts(
        households=households,
        updated=households,
        persons=households * 4 - 7,
        poor=5,
        near_poor=10,
        hygienic=households - 6,
        hygienic_unknown=2 if place == 3 else 0,
        clean=95 + place - less,
        clean_unknown=4 if place == 3 else 0,
        clean_central=40 + place - less,
        poor_hygienic=4,
        poor_clean=2,
        poor_clean_central=1,
        metered=30,
        litres=30 * 4 * 60 * 30,
        litre_persons=30 * 4,
        shortage=3 if place % 2 else 0,
        pollution=1 if place == 4 else 0,
    )


def village(name: str, counts: Counts) -> PlaceFigures:
    return PlaceFigures(f"Thôn {name}", counts, household_indicators(counts, ASSUMED))


def sources(counts: Counts) -> tuple[SourceCounts, ...]:
    """Return the households of a commune by source; they add up to all of them."""
    central = counts.households // 4
    well = counts.households - central - 11
    return (
        SourceCounts(
            1, "Công trình cấp nước tập trung", SourceGroup.CENTRAL, central, 1400, central, central
        ),
        SourceCounts(2, "Giếng khoan", SourceGroup.HOUSEHOLD, well, 4500, well - 20, counts.clean - central),
        SourceCounts(3, "Nước mưa", SourceGroup.HOUSEHOLD, 9, 30, 8, 0),
        SourceCounts(None, "Chưa xác định nguồn", None, 2, 5, 0, 0),
    )


def figures(
    year: int = 2024,
    parts: list[Counts] | None = None,
    classes: dict[SustainabilityClass | None, int] | None = None,
    less: int = 0,
) -> YearFigures:
    """Return the figures of one year."""
    parts = [village_counts(n, less) for n in range(9)] if parts is None else parts
    classes = CLASSES if classes is None else classes
    total = Counts(**{f.name: sum(getattr(part, f.name) for part in parts) for f in fields(Counts)})
    indicators = (*household_indicators(total, ASSUMED), sustainable_schemes(classes))
    commune = PlaceFigures("Cẩm Tân", total, indicators, sources(total) if parts else ())
    villages = tuple(village(name, part) for name, part in zip(NAMES, parts, strict=False))
    return YearFigures(year, commune, villages, classes)


def household(place: int) -> HouseholdRow:
    return HouseholdRow(
        code=f"CT-{place:04d}",
        head=("Nguyễn Thị Ánh Tuyết", "Trịnh Văn Đường", "Lê Quốc <Bảo> & con")[place % 3],
        persons=None if place % 17 == 0 else 1 + place % 6,
        poverty=(Poverty.POOR, Poverty.NEAR_POOR, Poverty.NONE, None)[place % 4],
        source=("Giếng khoan", "Giếng đào", "Nước mặt (sông, suối, ao, hồ, khe, mó)", "")[place % 4],
        hygienic=(True, False, None)[place % 3],
        clean=(False, None)[place % 2],
    )


SCHEMES = (
    SchemeRow(
        name="Hệ thống cấp nước tập trung thôn Phác Lê",
        kind="Tự chảy",
        in_use_since=2009,
        design_capacity=120,
        actual_capacity=95,
        households_here=134,
        managing_body="UBND xã Cẩm Tân",
        latest_test="xét nghiệm ngày 12/8/2024 đạt",
        final=SustainabilityClass.SUSTAINABLE,
        reason="có tổ chức quản lý, đạt 5/5 tiêu chí",
    ),
    SchemeRow(
        name="Nhà máy nước liên xã Cẩm Vân",
        final=SustainabilityClass.FAIRLY,
        overridden=True,
        reason="Đang sửa bể lọc & thay đường ống chính; đơn vị cam kết xong trong quý I",
    ),
    SchemeRow(name="Cấp nước thôn Bèo", final=SustainabilityClass.POORLY, reason="đạt 2/5 tiêu chí"),
    SchemeRow(name="Bể công cộng thôn Thủy", final=SustainabilityClass.NOT_WORKING),
)
CRITERIA = (
    CriterionRow("Xã nông thôn mới 2021–2025", "17.1", "Tỷ lệ hộ dùng nước sạch", "2", "≥ 55 %", "đạt"),
    CriterionRow(
        *("Xã nông thôn mới 2021–2025", "17.1", "Trong đó: tập trung", "2a", "≥ 30 %"),
        "chưa đạt, còn thiếu 74 hộ (cần đối chiếu văn bản)",
    ),
    CriterionRow("Xã nông thôn mới nâng cao 2021–2025", "18.2", "Cấp nước bình quân", "5"),
)


def report_input(**changes: object) -> ReportInput:
    """Return what a full report of 2024 is made from."""
    parts: dict[str, object] = {
        "office": OFFICE,
        "figures": figures(),
        "previous": figures(2023, less=2),
        "as_of": date(2024, 10, 31),
        "water": WATER,
        "plan_number": 12,
        "plan_issued_on": date(2024, 10, 22),
        "work": (WorkDone("Tập huấn, hướng dẫn thực hiện Bộ chỉ số", date(2024, 10, 25)),),
        "supervision": Supervision(villages=9, households=90, differences=4),
        "criteria": CRITERIA,
        "schemes": SCHEMES,
        "difficulties": ("Thôn Bèo: đường ống hỏng nhiều đoạn",),
        "open_errors": 0,
        "open_warnings": 7,
        "households_not_met": tuple(
            VillageHouseholds(f"Thôn {name}", tuple(household(n) for n in range(70))) for name in NAMES
        ),
        "number": 7,
        "issued_on": date(2024, 11, 12),
    }
    return ReportInput(**(parts | changes))  # type: ignore[arg-type]
