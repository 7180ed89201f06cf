"""Criteria of nông thôn mới and the villages nearest to them, as lines of the tables that show them."""

from collections.abc import Sequence

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.criteria import IN_LITRES, OF_SCHEMES, Verdict, VillageGap
from nsnt_desktop.indicators.criteria_words import (
    NO_THRESHOLD,
    NOT_ASSESSED,
    UNCONFIRMED,
    missing_words,
    threshold_words,
    unknown_words,
)
from nsnt_desktop.indicators.cuts import Where
from nsnt_desktop.indicators.definitions import LITRES, Part
from nsnt_desktop.ui.figure_lines import shown_value
from nsnt_desktop.ui.figure_opening import Those, part_opening
from nsnt_desktop.ui.plain_table import Heading, Line

LITRES_SHORT = "lít/người/ngày"
CRITERIA_HEADINGS = (
    Heading("Số hiệu", 62),
    Heading("Tiêu chí"),
    Heading("Chỉ số", 54),
    Heading("Kết quả", 92, right=True),
    Heading("Ngưỡng", 84, right=True),
    Heading("Đánh giá", 268),
    Heading(
        "Nếu biết hết",
        124,
        right=True,
        tip="Thấp nhất nếu không hộ chưa xác định nào đạt, cao nhất nếu đều đạt",
    ),
)
GAP_HEADINGS = (
    Heading("Thôn"),
    Heading("Kết quả", 104, right=True),
    Heading("Thôn cần thêm", 150, tip="Số hộ phải đạt thêm để riêng thôn tới ngưỡng"),
    Heading("Không đạt", 84, right=True, tip="Bấm đúp để xem các hộ"),
    Heading("Chưa xác định", 108, right=True, tip="Bấm đúp để xem các hộ"),
    Heading("Nếu cả thôn đạt", 150, tip="Xã còn thiếu bao nhiêu hộ nếu mọi hộ của thôn đều đạt"),
)


def criterion_lines(verdicts: Sequence[Verdict], decimals: int) -> list[Line]:
    """Return each criterion tied to an indicator, with its verdict; its key is its place."""
    return [_criterion_line(at, verdict, decimals) for at, verdict in enumerate(verdicts)]


def verdict_cell(verdict: Verdict) -> str:
    """Return the verdict over what else has to be known of it, for a cell of two lines."""
    if verdict.threshold is None:
        return NO_THRESHOLD
    if verdict.met is None:
        return NOT_ASSESSED
    said = ", ".join(filter(None, ("đạt" if verdict.met else "chưa đạt", in_cell(missing_words(verdict)))))
    unconfirmed = "" if verdict.criterion.confirmed else UNCONFIRMED
    return "\n".join(filter(None, (said, unknown_words(verdict) or unconfirmed)))


def in_cell(words: str) -> str:
    """Return words with the unit of indicator 5 made short, as a narrow cell needs it."""
    return words.replace(LITRES, LITRES_SHORT)


def verdict_tone(verdict: Verdict) -> str:
    """Return the colour of a verdict."""
    return "dim" if verdict.met is None else "met" if verdict.met else "warning"


def bare_threshold(verdict: Verdict) -> str:
    """Return the threshold without the long unit of indicator 5; "—" where there is none."""
    return threshold_words(verdict).removesuffix(f" {LITRES}") or vn.BLANK


def gap_lines(gaps: Sequence[VillageGap], year: int, decimals: int) -> list[Line]:
    """Return the villages, nearest first; the counts of their households open them."""
    return [_gap_line(gap, year, decimals) for gap in gaps]


def _criterion_line(at: int, verdict: Verdict, decimals: int) -> Line:
    criterion = verdict.criterion
    belongs = ", ".join(filter(None, (criterion.criteria_set, criterion.period, criterion.zone)))
    cells = (
        criterion.code,
        "\n".join(filter(None, (criterion.name, belongs))) or vn.BLANK,
        criterion.indicator,
        _value(verdict, decimals),
        bare_threshold(verdict),
        verdict_cell(verdict),
        _bounds(verdict, decimals),
    )
    notes = filter(None, (criterion.name, belongs, criterion.legal_document, unknown_words(verdict)))
    return Line(cells, at, {5: verdict_tone(verdict)}, tip="\n".join(notes))


def _value(verdict: Verdict, decimals: int) -> str:
    now = verdict.indicator
    if now is None or now.value is None:
        return vn.BLANK
    if now.code == IN_LITRES:
        return f"{shown_value(now, decimals)}\n{LITRES_SHORT}"
    return f"{shown_value(now, decimals)}\n{vn.number(now.numerator)}/{vn.number(now.denominator)}"


def _bounds(verdict: Verdict, decimals: int) -> str:
    bounds, now = verdict.bounds, verdict.indicator
    if bounds is None or now is None:
        return vn.BLANK
    if not now.unknown:
        return "đã biết hết"
    noun = "công trình" if now.code == OF_SCHEMES else "hộ"
    low, high = vn.number(bounds.low, decimals), vn.percent(bounds.high, decimals)
    return f"{low} – {high}\n{vn.number(now.unknown)} {noun} chưa rõ"


def _gap_line(gap: VillageGap, year: int, decimals: int) -> Line:
    now, village = gap.indicator, gap.village
    counts = f"{vn.number(now.numerator)}/{vn.number(now.denominator)}" if now.denominator else "không có hộ"
    those = Those(village.name, (Where(village_id=village.village_id),))
    opens = {
        at: part_opening(year, now.code, part, count, those)
        for at, part, count in ((3, Part.NOT_MET, gap.not_met), (4, Part.UNKNOWN, now.unknown))
        if count and village.village_id is not None
    }
    former = f"\n{village.former_commune} (cũ)" if village.former_commune else ""
    cells = (
        village.name + former,
        f"{shown_value(now, decimals)}\n{counts}",
        _needed(gap),
        vn.number(gap.not_met),
        vn.number(now.unknown),
        _left_over(gap),
    )
    return Line(cells, opens.get(3, opens.get(4)), {2: "met"} if gap.needed == 0 else {}, opens=opens)


def _needed(gap: VillageGap) -> str:
    if gap.needed is None:
        return NOT_ASSESSED if gap.indicator.denominator else vn.BLANK
    return f"{vn.number(gap.needed)} hộ" if gap.needed else "đã qua ngưỡng"


def _left_over(gap: VillageGap) -> str:
    if gap.left_over is None:
        return vn.BLANK
    return f"xã còn thiếu {vn.number(gap.left_over)} hộ" if gap.left_over else "xã đủ"
