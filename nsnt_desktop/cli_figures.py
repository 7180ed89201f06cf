"""The indicators and check commands: figures and findings as text and as JSON."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from nsnt_desktop import format as vn
from nsnt_desktop.checks import Finding, check_year
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.indicators.results import Indicator, PlaceFigures, YearFigures
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL, Severity
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.datafile import open_data_file


def figures_of(file: Path, year: int | None) -> tuple[YearFigures, int]:
    """Return the figures of a year of a data file, and how many decimals they are printed with."""
    data = open_data_file(file, write=False)
    try:
        with data.reading() as session:
            return year_figures(session, find_year(session, year)), load_assumptions(session).decimals
    finally:
        data.close()


def findings_of(file: Path, year: int | None) -> tuple[Finding, ...]:
    """Return what the checks find in a year of a data file."""
    data = open_data_file(file, write=False)
    try:
        with data.reading() as session:
            return check_year(session, find_year(session, year))
    finally:
        data.close()


def as_json(figures: YearFigures, decimals: int, *, by_village: bool) -> dict[str, Any]:
    """Return the figures of a year, the commune's first; a value is a decimal text or null."""
    made: dict[str, Any] = {"year": figures.year, **_place_json(figures.commune, decimals)}
    classes = {key.value if key else "unclassified": count for key, count in figures.classes.items()}
    next(i for i in made["indicators"] if i["code"] == "6")["classes"] = classes
    if by_village:
        made["villages"] = [
            {"name": village.name, **_place_json(village, decimals)} for village in figures.villages
        ]
    return made


def _place_json(place: PlaceFigures, decimals: int) -> dict[str, Any]:
    return {
        "households": place.counts.households,
        "persons": place.counts.persons,
        "poor": place.counts.poor,
        "indicators": [_indicator_json(indicator, decimals) for indicator in place.indicators],
    }


def _indicator_json(indicator: Indicator, decimals: int) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "name": indicator.name,
        "unit": indicator.unit,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "value": indicator.rounded(decimals),
        "unknown": indicator.unknown,
    }


def as_text(figures: YearFigures, decimals: int, *, by_village: bool) -> str:
    """Return the figures as lines to read."""
    lines = [f"Năm {figures.year}", *_place_lines(figures.commune, decimals)]
    classes = ", ".join(
        f"{(key.label if key else UNCLASSIFIED_LABEL).lower()} {count}"
        for key, count in figures.classes.items()
    )
    lines.append(f"     trong đó: {classes}")
    for village in figures.villages if by_village else ():
        lines += ["", village.name, *_place_lines(village, decimals)]
    return "\n".join(lines)


def _place_lines(place: PlaceFigures, decimals: int) -> list[str]:
    counts = place.counts
    parts = ((counts.households, "hộ"), (counts.persons, "khẩu"), (counts.poor, "hộ nghèo"))
    head = ", ".join(f"{vn.number(count)} {noun}" for count, noun in parts)
    return [head, *(_indicator_line(indicator, decimals) for indicator in place.indicators)]


def _indicator_line(indicator: Indicator, decimals: int) -> str:
    unit = indicator.unit if indicator.value is not None else ""
    counts = f"{vn.number(indicator.numerator)}/{vn.number(indicator.denominator)}"
    unknown = f", chưa xác định {vn.number(indicator.unknown)}" if indicator.unknown else ""
    value = f"{vn.number(indicator.value, decimals)} {unit}".strip()
    return f"{indicator.code:>3}. {indicator.name}: {value} ({counts}{unknown})"


def findings_json(findings: tuple[Finding, ...]) -> dict[str, Any]:
    """Return the findings with their counts by severity."""
    return {
        **{f"{s.value}s": sum(f.severity is s and not f.passed_over for f in findings) for s in Severity},
        "findings": [asdict(finding) for finding in findings],
    }


def findings_text(findings: tuple[Finding, ...]) -> str:
    """Return one line a finding, errors first."""
    if not findings:
        return "Không có lỗi hay cảnh báo nào."
    ordered = sorted(findings, key=lambda f: list(Severity).index(f.severity))
    return "\n".join(f"{f.severity.label} {f.rule}: {f.message}" for f in ordered)
