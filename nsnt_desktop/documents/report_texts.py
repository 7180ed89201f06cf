"""The sentences a report proposes from its figures: exact, no cause invented, each section editable."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from nsnt_desktop.documents.arrange import annex_label
from nsnt_desktop.documents.figure_words import (
    MAIN_CODES,
    PARTS,
    before,
    counted,
    difference_in_text,
    find,
    in_text,
    poor_unknown,
)
from nsnt_desktop.documents.report_input import ReportInput, Supervision
from nsnt_desktop.documents.report_tables import place_name
from nsnt_desktop.documents.wording import fill, office_fields
from nsnt_desktop.format import number, round_half_up, short_day
from nsnt_desktop.indicators.results import Counts, Indicator
from nsnt_desktop.indicators.warning_words import in_sentence, warning_sentences
from nsnt_desktop.models.words import SustainabilityClass
from nsnt_desktop.resource_files import read_toml

_NOUNS = {"1": "hộ", "2": "hộ", "3": "hộ nghèo", "4": "hộ nghèo", "6": "công trình"}


def words() -> dict[str, Any]:
    """Return the wording of the report: layout of sections, sentences, titles of annexes."""
    return read_toml("documents", "report.toml")


def proposed_texts(given: ReportInput) -> dict[str, str]:
    """Return the proposed text of each section by key, in the order of the paper; see section_labels."""
    known = fields(given)
    return {
        key: fill(given.templates[key], known) if key in given.templates else "\n".join(write(given))
        for key, write in _SECTIONS.items()
    }


def section_labels() -> dict[str, str]:
    """Return the Vietnamese title of each section that can be edited, by key."""
    return {section["key"]: section["label"] for section in words()["section"] if "key" in section}


def aim_keys() -> set[str]:
    """Return the sections that say what is aimed at, by key: their figures were not computed."""
    return {section["key"] for section in words()["section"] if section.get("aims")}


def annex_keys(given: ReportInput) -> list[str]:
    """Return which annexes the report has, in order."""
    keys = ["villages", "sources"]
    keys += ["schemes"] if given.schemes else []
    return keys + (["households"] if given.households_not_met is not None else [])


def fields(given: ReportInput) -> dict[str, str]:
    """Return the fields of the office and the labels of the annexes."""
    keys = annex_keys(given)
    labels = {f"annex_{key}": annex_label(place, len(keys)) for place, key in enumerate(keys, 1)}
    return office_fields(given.office, given.year, given.office.report_bases) | labels


def say(given: ReportInput, sentence: str, **values: str) -> str:
    """Return one sentence of the wording with its fields filled."""
    return fill(words()["sentences"][sentence], fields(given) | values)


def _counts(given: ReportInput) -> Counts:
    return given.figures.commune.counts


def _opening(given: ReportInput) -> Iterator[str]:
    yield say(given, "opening")


def _deployment(given: ReportInput) -> Iterator[str]:
    counts, villages = _counts(given), given.figures.villages
    persons = counted([counts], "persons")
    if given.plan_number is not None and given.plan_issued_on is not None:
        named = f"{given.plan_number:02d}/{read_toml('documents', 'plan.toml')['symbol']}"
        yield say(given, "plan_issued", number=named, day=short_day(given.plan_issued_on))
    else:
        yield say(given, "plan_assigned")
    for work in given.work:
        yield say(given, "work_done", title=work.title.strip(" ."), day=short_day(work.done_on))
    yield say(
        given,
        "covered",
        updated=number(counts.updated),
        households=number(counts.households),
        persons="" if persons is None else say(given, "with_persons", persons=number(persons)),
        reached=number(sum(village.counts.updated > 0 for village in villages)),
        villages=number(len(villages)),
        as_of=short_day(given.as_of),
    )
    if given.supervision is not None and given.supervision.villages:
        yield _supervised(given, given.supervision)


def _supervised(given: ReportInput, visits: Supervision) -> str:
    checked = found = ""
    if visits.households is not None:
        checked = say(given, "rechecked", households=number(visits.households))
    if visits.differences is not None:
        kind = "differences" if visits.differences else "differences_none"
        found = say(given, kind, differences=number(visits.differences))
    return say(given, "supervised", places=number(visits.villages), checked=checked, found=found)


def _indicators(given: ReportInput) -> Iterator[str]:
    yield say(given, "indicators_lead")
    for code in MAIN_CODES:
        found = find(given.figures.commune, code)
        if found is not None:
            yield _litres(given, found) if code == "5" else _indicator(given, found)


def _indicator(given: ReportInput, indicator: Indicator) -> str:
    if indicator.value is None:
        empty = indicator.denominator == 0 and not poor_unknown(indicator, _counts(given))
        kind = {"3": "no_poor", "4": "no_poor", "6": "no_scheme"}.get(indicator.code, "not_assessed")
        return say(given, f"indicator_{kind if empty else 'not_assessed'}", name=indicator.name)
    noun = _NOUNS[indicator.code]
    unknown = number(indicator.unknown)
    values = {
        "name": indicator.name,
        "value": in_text(indicator.value, indicator.unit, given.decimals),
        "counts": f"{number(indicator.numerator)}/{number(indicator.denominator)} {noun}",
        "change": _change(given, indicator),
        "unknown": say(given, "still_unknown", unknown=unknown, noun=noun) if indicator.unknown else "",
    }
    parts = [find(given.figures.commune, code) for code in PARTS.get(indicator.code, ())]
    if not parts:
        return say(given, "indicator", **values)
    central, household = (_part(part, given.decimals) for part in parts)
    return say(given, "indicator_parts", **values, central=central, household=household)


def _part(part: Indicator | None, decimals: int) -> str:
    if part is None or part.value is None:
        return in_text(None, "", decimals)
    return f"{in_text(part.value, part.unit, decimals)} ({number(part.numerator)} hộ)"


def _litres(given: ReportInput, indicator: Indicator) -> str:
    coverage = _coverage(given)
    if indicator.value is None:
        return say(given, "litres_not_assessed", name=indicator.name, **coverage)
    value = in_text(indicator.value, indicator.unit, given.decimals)
    return say(
        given, "litres", name=indicator.name, value=value, change=_change(given, indicator), **coverage
    )


def _coverage(given: ReportInput) -> dict[str, str]:
    counts = _counts(given)
    estimated = say(given, "estimated", households=number(counts.estimated)) if counts.estimated else ""
    return {"metered": number(counts.metered), "clean": number(counts.clean), "estimated": estimated}


def _change(given: ReportInput, indicator: Indicator) -> str:
    then = before(given.previous, indicator.code)
    if given.previous is None or then is None or indicator.value is None:
        return ""
    year, change = str(given.previous.year), indicator.value - then
    if change == 0:
        return say(given, "change_none", year=year)
    if not round_half_up(abs(change), given.decimals).strip("0."):
        least = Fraction(1, 10**given.decimals)
        return say(
            given,
            "change_small",
            year=year,
            difference=difference_in_text(least, indicator.unit, given.decimals),
        )
    difference = difference_in_text(change, indicator.unit, given.decimals)
    return say(given, "change_up" if change > 0 else "change_down", year=year, difference=difference)


def _sources(given: ReportInput) -> Iterator[str]:
    yield say(given, "sources_lead")


def _villages(given: ReportInput) -> Iterator[str]:
    yield say(given, "villages_lead")
    for place in given.figures.villages:
        reason = given.moved.get(place.village_id or 0, "")
        if reason and given.previous is not None:
            name = place_name(place.name, place.former_commune, given)
            year = str(given.previous.year)
            yield say(given, "village_moved", village=name, year=year, reason=_sentence(reason))


def _schemes(given: ReportInput) -> Iterator[str]:
    schemes = sum(given.figures.classes.values())
    if not schemes:
        yield say(given, "schemes_none")
        return
    yield say(given, "schemes_lead" if given.schemes else "schemes_lead_short", schemes=number(schemes))
    overridden = sum(scheme.overridden for scheme in given.schemes)
    if overridden:
        yield say(given, "schemes_overridden", schemes=number(overridden))


def _criteria(given: ReportInput) -> Iterator[str]:
    yield say(given, "criteria_lead" if given.criteria else "criteria_none")


def _warnings(given: ReportInput) -> Iterator[str]:
    for sentence in warning_sentences(given.water, given.decimals):
        yield say(given, "warning", text=sentence)


def _moved(given: ReportInput, direction: int) -> Iterator[str]:
    """Yield a sentence for every indicator that rose (1) or fell (-1) by more than rounding hides."""
    for code in MAIN_CODES:
        now, then = find(given.figures.commune, code), before(given.previous, code)
        if now is None or now.value is None or then is None:
            continue
        old, new = (in_text(value, now.unit, given.decimals) for value in (then, now.value))
        if (now.value - then) * direction > 0 and old != new:
            yield say(given, "rose" if direction > 0 else "fell", name=now.name, old=old, new=new)


def _good_points(given: ReportInput) -> Iterator[str]:
    counts = _counts(given)
    points = list(_moved(given, 1))
    if counts.households and counts.updated == counts.households and not _without_households(given):
        points.append(say(given, "all_updated", households=number(counts.households)))
    if points:
        yield from points
    elif given.previous is None:
        yield say(given, "good_points_none")
    else:
        yield say(given, "good_points_none_rose", year=str(given.previous.year))


def _difficulties(given: ReportInput) -> Iterator[str]:
    counts, classes = _counts(given), given.figures.classes
    points = list(_moved(given, -1))
    for name, poor_name in (("hygienic", "poor_hygienic"), ("clean", "poor_clean")):
        lacking = _lacking(counts, "households", name)
        poor = _lacking(counts, "poor", poor_name)
        if lacking:
            among = say(given, "among_poor", poor=number(poor)) if poor else ""
            points.append(say(given, f"not_{name}", households=number(lacking), poor=among))
    poorly, stopped = (
        classes.get(c, 0) for c in (SustainabilityClass.POORLY, SustainabilityClass.NOT_WORKING)
    )
    if poorly or stopped:
        points.append(say(given, "weak_schemes", poorly=number(poorly), stopped=number(stopped)))
    points += [say(given, "reported", text=_sentence(text)) for text in given.difficulties if text.strip()]
    yield from points or [say(given, "difficulties_none")]


def _without_households(given: ReportInput) -> list[str]:
    return [
        in_sentence(place_name(village.name, village.former_commune, given))
        for village in given.figures.villages
        if not village.counts.households
    ]


def _lacking(counts: Counts, whole: str, part: str) -> int:
    """Return how many are assessed and found lacking; the unknown ones are told apart."""
    return int(getattr(counts, whole) - getattr(counts, part) - getattr(counts, f"{part}_unknown"))


def _sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(" .;,") + "."


def _completeness(given: ReportInput) -> Iterator[str]:
    counts = _counts(given)
    updated, households = number(counts.updated), number(counts.households)
    yield say(given, "as_of", as_of=short_day(given.as_of), updated=updated, households=households)
    empty = _without_households(given)
    if empty:
        yield say(given, "villages_missing", villages=", ".join(empty))
    unknown = [(getattr(counts, f"{name}_unknown"), label) for name, label in _UNKNOWN.items()]
    parts = "; ".join(f"{label} {number(count)} hộ" for count, label in unknown if count)
    yield say(given, "unknown_lead", parts=parts) if parts else say(given, "unknown_none")
    yield say(given, "litres_coverage", **_coverage(given))
    unclassified = given.figures.classes.get(None, 0)
    if unclassified:
        yield say(given, "unclassified", schemes=number(unclassified))
    if given.open_errors or given.open_warnings:
        errors, warnings = number(given.open_errors), number(given.open_warnings)
        yield say(given, "findings", errors=errors, warnings=warnings)
    else:
        yield say(given, "findings_none")


def _next_year(given: ReportInput) -> Iterator[str]:
    counts, classes = _counts(given), given.figures.classes
    yield say(given, "next_update")
    has_unknown = any(getattr(counts, f"{name}_unknown") for name in _UNKNOWN)
    if has_unknown or given.open_errors or given.open_warnings:
        yield say(given, "next_unknown")
    if _lacking(counts, "households", "hygienic") or _lacking(counts, "households", "clean"):
        yield say(given, "next_not_met_short" if given.households_not_met is None else "next_not_met")
    if classes.get(SustainabilityClass.POORLY) or classes.get(SustainabilityClass.NOT_WORKING):
        yield say(given, "next_schemes")
    if counts.shortage or counts.pollution:
        yield say(given, "next_warnings")


def _proposals(given: ReportInput) -> Iterator[str]:
    yield say(given, "proposal")
    yield say(given, "closing")


_UNKNOWN = {
    "hygienic": "nước hợp vệ sinh",
    "clean": "nước sạch",
    "source": "nguồn nước chính",
    "poverty": "hộ nghèo",
    "persons": "số khẩu",
}
_SECTIONS: dict[str, Callable[[ReportInput], Iterator[str]]] = {
    "opening": _opening,
    "deployment": _deployment,
    "indicators": _indicators,
    "sources": _sources,
    "villages": _villages,
    "schemes": _schemes,
    "criteria": _criteria,
    "warnings": _warnings,
    "good_points": _good_points,
    "difficulties": _difficulties,
    "completeness": _completeness,
    "next_year": _next_year,
    "proposals": _proposals,
}
