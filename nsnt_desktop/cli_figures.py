"""The indicators and check commands: figures and findings as text and as JSON."""

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nsnt_desktop import format as vn
from nsnt_desktop.checks import Finding, check_year
from nsnt_desktop.indicators.compute import year_assumptions, year_figures
from nsnt_desktop.indicators.cuts import Cut, cut_figures
from nsnt_desktop.indicators.results import Indicator, PlaceFigures, YearFigures
from nsnt_desktop.indicators.warning_words import warning_sentences
from nsnt_desktop.indicators.water_validity import Validity
from nsnt_desktop.indicators.water_warnings import WaterWarnings, water_warnings
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL, Severity
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.datafile import open_data_file


@dataclass(frozen=True)
class Printed:
    """What the indicators command prints of a year."""

    figures: YearFigures
    decimals: int
    by: Cut | None
    groups: tuple[PlaceFigures, ...]
    """Of the cut that was asked for."""


def figures_of(file: Path, year: int | None, by: str | None) -> Printed:
    """Return the figures of a year of a data file; `by`: the cut they are parted by as well, if any."""
    data = open_data_file(file, write=False)
    try:
        with data.reading() as session:
            found, cut = find_year(session, year), Cut.of(by) if by else None
            groups = cut_figures(session, found, cut) if cut else ()
            figures, decimals = year_figures(session, found), load_assumptions(session).decimals
            return Printed(figures, decimals, cut, tuple(group.place for group in groups))
    finally:
        data.close()


_GROUPS = {
    Cut.VILLAGE: "villages",
    Cut.FORMER_COMMUNE: "former_communes",
    Cut.POVERTY: "poverty",
    Cut.SOURCE: "sources",
}


def findings_of(file: Path, year: int | None) -> tuple[Finding, ...]:
    """Return what the checks find in a year of a data file."""
    data = open_data_file(file, write=False)
    try:
        with data.reading() as session:
            return check_year(session, find_year(session, year))
    finally:
        data.close()


def as_json(printed: Printed) -> dict[str, Any]:
    """Return the figures of a year, the commune's first; a value is a decimal text or null."""
    figures, decimals = printed.figures, printed.decimals
    made: dict[str, Any] = {"year": figures.year, **_place_json(figures.commune, decimals)}
    classes = {key.value if key else "unclassified": count for key, count in figures.classes.items()}
    next(i for i in made["indicators"] if i["code"] == "6")["classes"] = classes
    if printed.by:
        made[_GROUPS[printed.by]] = [
            {"name": group.name, **_place_json(group, decimals)} for group in printed.groups
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


def as_text(printed: Printed) -> str:
    """Return the figures as lines to read."""
    figures, decimals = printed.figures, printed.decimals
    lines = [f"Năm {figures.year}", *_place_lines(figures.commune, decimals)]
    classes = ", ".join(
        f"{(key.label if key else UNCLASSIFIED_LABEL).lower()} {count}"
        for key, count in figures.classes.items()
    )
    lines.append(f"     trong đó: {classes}")
    for group in printed.groups:
        lines += ["", group.name, *_place_lines(group, decimals)]
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


def warnings_of(file: Path, year: int | None) -> tuple[WaterWarnings, int]:
    """Return what a year of a data file warns of, and how many decimals it is printed with."""
    data = open_data_file(file, write=False)
    try:
        with data.reading() as session:
            wanted = find_year(session, year)
            return water_warnings(session, wanted), year_assumptions(session, wanted).decimals
    finally:
        data.close()


def warnings_json(warnings: WaterWarnings, decimals: int) -> dict[str, Any]:
    """Return the warnings as counts of households and schemes, and as the sentences of the report."""
    dry, own = warnings.dry.whole, {tests.validity: len(tests.records) for tests in warnings.own}
    schemes = Counter(scheme.standing.validity for scheme in warnings.schemes)
    return {
        "year": warnings.year,
        "households": dry.now.households,
        "shortage": None if dry.now.share is None else len(dry.now.short),
        "shortage_unknown": len(dry.now.unknown),
        "shortage_two_years": None if dry.before is None else len(dry.twice),
        "pollution": {kind.label: len(kind.records) for kind in warnings.pollution.kinds},
        "scheme_tests": {kind.value: schemes[kind] for kind in Validity},
        "household_tests": {kind.value: own.get(kind, 0) for kind in Validity},
        "clean_without_test": {s.name: len(s.records) for s in warnings.unproven.schemes},
        "sentences": warning_sentences(warnings, decimals),
    }


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
    return "\n".join(f"{f.severity.label} {f.rule}: {f.message}{_passed_over(f)}" for f in ordered)


def _passed_over(finding: Finding) -> str:
    if not finding.passed_over:
        return ""
    by = f", {finding.passed_over_by}" if finding.passed_over_by else ""
    return f" (đã bỏ qua: {finding.passed_over.rstrip('.')}{by})"
