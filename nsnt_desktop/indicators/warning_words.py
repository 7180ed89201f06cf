"""What the warnings of a year say, in sentences: the same on screen, in the report, on the command line."""

from collections.abc import Sequence
from datetime import date

from nsnt_desktop.format import day, number, percent
from nsnt_desktop.indicators.dry_season import DryPlace, DrySeason, Shortage
from nsnt_desktop.indicators.pollution import Pollution, RiskKind
from nsnt_desktop.indicators.unproven_schemes import Unproven, Without
from nsnt_desktop.indicators.water_validity import OwnTests, SchemeTest, Validity
from nsnt_desktop.indicators.water_warnings import WaterWarnings
from nsnt_desktop.text import fold, village_key

_SHORTAGE = "Thiếu nước mùa khô"
_RISK = "Nguy cơ ô nhiễm nguồn nước"
_OWN_NAMED = 4
"""Kinds of risk in somebody's own words that a sentence names; the others are added up."""


def dry_sentences(dry: DrySeason, year: int, decimals: int) -> tuple[str, ...]:
    """Return what is to be said of the dry season: how many, by what water, where, who two years running."""
    now = dry.whole.now
    if now.share is None:
        return (f"{_SHORTAGE}: chưa đánh giá, {_nobody(now.households)}.",)
    told = [f"{_SHORTAGE}: {_short(now, decimals)}{_last_year(dry, decimals)}."]
    if now.short:
        sources = _named([(_lowered(place.label), len(place.now.short)) for place in dry.sources])
        told.append(f"Nguồn nước chính của các hộ thiếu nước: {sources}.")
        told.append(f"Nơi có hộ thiếu nước: {_places(dry.villages)}.")
        told.append(f"Thiếu nước hai năm liền: {_twice(dry, year)}.")
    return tuple(told)


def pollution_sentences(found: Pollution) -> tuple[str, ...]:
    """Return what is to be said of pollution risks; blanks are told, as they do not mean "none"."""
    whole = found.whole
    blank = whole.households - len(whole.records)
    if not whole.households:
        return (f"{_RISK}: chưa đánh giá, chưa có hộ nào.",)
    if not whole.records:
        return (f"{_RISK}: chưa ghi nhận hộ nào; {number(blank)} hộ để trống mục này.",)
    left = f"; {number(blank)} hộ để trống mục này" if blank else ""
    places = _named([(in_sentence(place.label), len(place.records)) for place in found.villages])
    return (
        f"{_RISK}: ghi nhận {number(len(whole.records))}/{number(whole.households)} hộ{left}.",
        f"Loại nguy cơ: {_kinds(found.kinds)}.",
        f"Nơi có nguy cơ: {places}.",
    )


def sentences_of_tests(warnings: WaterWarnings) -> tuple[str, ...]:
    """Return what is to be said of water tests, of the schemes and of the households' own."""
    schemes = warnings.schemes
    if schemes:
        said = "; ".join(_schemes(kind, schemes) for kind in Validity if _of(kind, schemes))
        told = [f"Xét nghiệm của {number(len(schemes))} công trình cấp nước tập trung: {said}."]
    else:
        told = ["Xét nghiệm của công trình cấp nước tập trung: không có công trình được theo dõi."]
    own = "; ".join(_own(tests) for tests in warnings.own)
    return (*told, f"Xét nghiệm riêng của hộ: {own}." if own else "Xét nghiệm riêng của hộ: chưa có.")


def unproven_sentences(unproven: Unproven, as_of: date, decimals: int) -> tuple[str, ...]:
    """Return which schemes make households clean without a valid test, and the indicators without those."""
    if not unproven.schemes:
        none = "Không có hộ nào được tính dùng nước sạch từ công trình không có kết quả xét nghiệm đạt"
        return (f"{none} còn giá trị đến ngày {day(as_of)}.",)
    told = [
        f"{scheme.name}: đến ngày {day(as_of)} {scheme.why}; {number(len(scheme.records))} hộ đang được tính "
        f"dùng nước sạch. {without_words(scheme.without, decimals)}."
        for scheme in unproven.schemes
    ]
    if len(unproven.schemes) > 1:
        households = number(len(unproven.records))
        told.append(f"Cả {households} hộ nói trên: {_lowered(without_words(unproven.without, decimals))}.")
    return tuple(told)


def warning_sentences(warnings: WaterWarnings, decimals: int) -> tuple[str, ...]:
    """Return every warning of a year, in order."""
    return (
        *dry_sentences(warnings.dry, warnings.year, decimals),
        *pollution_sentences(warnings.pollution),
        *sentences_of_tests(warnings),
        *unproven_sentences(warnings.unproven, warnings.as_of, decimals),
    )


def without_words(without: Sequence[Without], decimals: int) -> str:
    """Return "Nếu không tính: chỉ số 2 còn 41,2 % (đang là 57,8 %), chỉ số 2a còn 7,5 % (đang là 24,1 %)"."""
    parts = (
        f"chỉ số {one.now.code} còn {percent(one.then.value, decimals)} "
        f"(đang là {percent(one.now.value, decimals)})"
        for one in without
    )
    return f"Nếu không tính: {', '.join(parts)}"


def in_sentence(village: str) -> str:
    """Return a village's name as it stands inside a sentence: "thôn Bèo", but "Bèo" as it is."""
    return _lowered(village) if village_key(village) != fold(village) else village


def _nobody(households: int) -> str:
    return f"cả {number(households)} hộ chưa ghi mục này" if households else "chưa có hộ nào"


def _short(told: Shortage, decimals: int) -> str:
    blank = f"; còn {number(len(told.unknown))} hộ chưa ghi" if told.unknown else ""
    if not told.short:
        return f"không có hộ nào trong {number(told.known)} hộ đã ghi{blank}"
    return (
        f"ghi nhận {number(len(told.short))} hộ, chiếm {percent(told.share, decimals)} của "
        f"{number(told.known)} hộ đã ghi{blank}"
    )


def _last_year(dry: DrySeason, decimals: int) -> str:
    before = dry.whole.before
    if before is None:
        return ""
    if before.share is None:
        return f"; năm {dry.last_year} chưa đánh giá"
    return f"; năm {dry.last_year} {_short(before, decimals).replace('; ', ', ')}"


def _twice(dry: DrySeason, year: int) -> str:
    if dry.last_year is None:
        return f"chưa đánh giá, chưa có số liệu năm {year - 1}"
    unsure = len(dry.whole.once_unknown)
    left = f"; {number(unsure)} hộ chưa rõ năm {dry.last_year}" if unsure else ""
    if unsure == len(dry.whole.now.short):
        return f"chưa đánh giá, cả {number(unsure)} hộ chưa rõ năm {dry.last_year}"
    if not dry.whole.twice:
        return f"không có hộ nào{left}"
    where = _named([(in_sentence(place.label), len(place.twice)) for place in dry.villages])
    return f"{number(len(dry.whole.twice))} hộ, tại {where}{left}"


def _places(places: Sequence[DryPlace]) -> str:
    return _named([(in_sentence(place.label), len(place.now.short)) for place in places])


def _kinds(kinds: Sequence[RiskKind]) -> str:
    listed = sum(kind.listed for kind in kinds)
    named = [(_lowered(kind.label), len(kind.records)) for kind in kinds[: listed + _OWN_NAMED]]
    others = {record for kind in kinds[listed + _OWN_NAMED :] for record in kind.records}
    return _named([*named, ("nội dung khác", len(others))])


def _named(counts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{name} ({number(count)} hộ)" for name, count in counts if count)


def _of(kind: Validity, schemes: Sequence[SchemeTest]) -> list[SchemeTest]:
    return [scheme for scheme in schemes if scheme.standing.validity is kind]


def _schemes(kind: Validity, schemes: Sequence[SchemeTest]) -> str:
    found = _of(kind, schemes)
    names = ", ".join(_scheme(scheme) for scheme in found)
    return f"{number(len(found))} {_lowered(kind.label)} ({names})"


def _scheme(scheme: SchemeTest) -> str:
    ends = scheme.standing.holds_to
    return f"{scheme.name}: đến ngày {day(ends)}" if ends else scheme.name


def _own(tests: OwnTests) -> str:
    clean = f", trong đó {number(len(tests.clean))} hộ đang tính nước sạch" if tests.clean else ""
    ends = f", sớm nhất ngày {day(tests.first_end)}" if tests.validity is Validity.EXPIRING else ""
    return f"{number(len(tests.records))} hộ {_lowered(tests.validity.label)}{ends}{clean}"


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
