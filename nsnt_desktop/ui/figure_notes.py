"""What stands under the table of the six indicators: how indicator 5 was made, and why a value is missing."""

from collections.abc import Sequence

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.criteria_words import UNCONFIRMED
from nsnt_desktop.indicators.results import PlaceFigures, YearFigures
from nsnt_desktop.storage.assumptions import Assumptions

LITRES_RULES = frozenset({"days_per_month", "litres_all_persons"})
"""The assumptions that indicator 5 is made by."""


def litres_note(place: PlaceFigures, assumptions: Assumptions, *, confirmed: bool) -> str:
    """Return how far indicator 5 covers the households, where its volumes are from, what they are divided by.

    Empty where no household has a volume: then there is no value to explain.
    """
    counts = place.counts
    if not counts.metered:
        return ""
    measured, estimated = counts.metered - counts.estimated, counts.estimated
    volumes = [
        f"{vn.number(number)} hộ {words}"
        for number, words in ((measured, "theo đồng hồ hoặc lượng nước bán"), (estimated, "ước tính"))
        if number
    ]
    persons = "mọi hộ trong xã" if assumptions.litres_all_persons else "các hộ đó"
    return (
        f"Chỉ số 5 tính trên {vn.number(counts.metered)}/{vn.number(counts.clean)} hộ có số liệu "
        f"({', '.join(volumes)}), chia cho số khẩu của {persons} và {assumptions.days_per_month} ngày một "
        f"tháng{'' if confirmed else f' ({UNCONFIRMED})'}."
    )


def missing_note(figures: YearFigures, last: YearFigures | None) -> str:
    """Return what "—" means and why each missing value is missing; empty where nothing is."""
    why = [*_missing(figures), *([] if last else ["năm trước: chưa có năm trước trong tệp này"])]
    if not why:
        return ""
    told = "; ".join(why)
    return f"«—» là chưa có gì để tính, không phải bằng 0. {told[:1].upper()}{told[1:]}."


def _missing(figures: YearFigures) -> list[str]:
    """Return the reasons, each for the indicators that share it."""
    reasons: dict[str, list[str]] = {}
    for now in figures.commune.indicators:
        if now.value is None:
            reasons.setdefault(why_missing(figures.commune, now.code), []).append(now.code)
    return [f"chỉ số {', '.join(codes)}: {why}" for why, codes in reasons.items()]


def why_missing(place: PlaceFigures, code: str) -> str:
    """Return why an indicator of a place has no value."""
    now, counts = place.indicator(code), place.counts
    if code == "6":
        return "mọi công trình đều chưa phân loại" if now.denominator else "chưa có công trình"
    if not counts.households:
        return "chưa có hộ nào"
    if code == "5":
        return (
            "chưa có hộ nào đạt nước sạch"
            if not counts.clean
            else "chưa hộ sạch nào đủ lượng nước và số khẩu"
        )
    if now.denominator:
        return "mọi hộ đều chưa xác định"
    if counts.poverty_unknown == counts.households:
        return "mọi hộ đều chưa ghi nghèo hay không"
    return "chưa có hộ nghèo"


def group_note(places: Sequence[PlaceFigures]) -> str:
    """Return why some groups (or years) have no value; empty where all have."""
    if not any(place.counts.households for place in places):
        return "Chưa có hộ nào nên các chỉ số để «—»."
    if all(now.value is not None for place in places for now in place.indicators):
        return ""
    return (
        "«—» là chưa có gì để tính, không phải bằng 0: không có hộ (hộ nghèo, hộ có lượng nước, công trình) "
        "thuộc chỉ số đó, hoặc tất cả đều chưa xác định."
    )
