"""How a verdict on a criterion is worded, the same on screens and papers: "chưa đạt, còn thiếu 34 hộ"."""

from fractions import Fraction

from nsnt_desktop.format import number
from nsnt_desktop.indicators.criteria import OF_SCHEMES, Verdict, indicator_unit
from nsnt_desktop.indicators.definitions import LITRES

NO_THRESHOLD = "chưa nhập ngưỡng"
UNCONFIRMED = "cần đối chiếu văn bản"
NOT_ASSESSED = "chưa đánh giá"
_LEAST_LITRES = Fraction(1, 10)


def threshold_words(verdict: Verdict) -> str:
    """Return the threshold with the decimals it was entered with: "≥ 55,5 %"; empty where there is none."""
    if verdict.threshold is None:
        return ""
    criterion = verdict.criterion
    decimals = len(criterion.value.partition(".")[2])
    unit = indicator_unit(criterion.indicator)
    return f"{criterion.operator} {number(verdict.threshold, decimals)} {unit}"


def missing_words(verdict: Verdict) -> str:
    """Return what is missing: "còn thiếu 34 hộ"; empty where nothing is, or it cannot be counted."""
    if verdict.missing_households:
        return f"còn thiếu {number(verdict.missing_households)} hộ"
    if verdict.missing_schemes:
        return f"còn thiếu {number(verdict.missing_schemes)} công trình"
    if verdict.missing_litres is not None:
        return f"còn thiếu {_litres(verdict.missing_litres)} {LITRES}"
    return ""


def unknown_words(verdict: Verdict) -> str:
    """Return what the answers still missing could do to the verdict; empty where they cannot turn it."""
    if not verdict.turns or verdict.indicator is None:
        return ""
    noun = "công trình chưa phân loại" if verdict.indicator.code == OF_SCHEMES else "hộ chưa xác định"
    told = f"còn {number(verdict.indicator.unknown)} {noun}"
    helps = verdict.met is False and verdict.criterion.operator in {"≥", ">"}
    return f"{told}, nếu đều đạt thì đủ" if helps else f"{told}, có thể làm đổi kết quả"


def verdict_words(verdict: Verdict) -> str:
    """Return the verdict as papers print it, with what is missing and whether the threshold was checked."""
    if verdict.threshold is None:
        return NO_THRESHOLD
    if verdict.met is None:
        said = NOT_ASSESSED
    else:
        parts = ("đạt" if verdict.met else "chưa đạt", missing_words(verdict))
        said = "; ".join(filter(None, (", ".join(filter(None, parts)), unknown_words(verdict))))
    return said if verdict.criterion.confirmed else f"{said} ({UNCONFIRMED})"


def _litres(litres: Fraction) -> str:
    # Less than is printed is not nothing: the criterion is not met.
    return number(litres, 1) if litres >= _LEAST_LITRES else f"dưới {number(_LEAST_LITRES, 1)}"
