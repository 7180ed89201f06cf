"""What a list would do, as lines of the tables that show it and as sentences."""

from collections import Counter
from collections.abc import Iterable, Mapping

from nsnt_desktop import format as vn
from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.outgoing.list_totals import counted_totals
from nsnt_desktop.importing.rows.allowed import allowed_for
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.register import Register
from nsnt_desktop.text import fold, village_key
from nsnt_desktop.ui.import_rows import village_of
from nsnt_desktop.ui.plain_table import Line

TAKEN = (Outcome.NEW, Outcome.CHANGED, Outcome.SAME)
LEFT_OUT = {Outcome.ASKED: "chờ trả lời", Outcome.REJECTED: "có ô sai"}
GONE = {HouseholdStatus.MOVED_AWAY: "đã chuyển đi", HouseholdStatus.ENDED: "không còn"}
_DECLARED = {"declared_households": "hộ", "declared_persons": "khẩu", "declared_poor": "hộ nghèo"}


def error_lines(preview: Preview) -> list[Line]:
    """Return one line for every cell that keeps its row out."""
    layouts = {layout.sheet: layout for _, layout in preview.file.sheets}
    return [
        Line(
            (
                e.sheet,
                str(e.excel_row),
                e.column,
                e.title,
                e.value or "(trống)",
                e.reason,
                allowed_for(e, layouts[e.sheet]),
            ),
            (e.sheet, e.excel_row),
            tones={5: "error"},
        )
        for e in preview.rejected
    ]


def button_words(preview: Preview) -> str:
    """Return what the one button would do: "Nhập 172 hộ, ghi 3 hộ đã chuyển đi"."""
    taken = sum(map(preview.count, TAKEN))
    gone = ", ".join(_gone(preview, "{} hộ "))
    if not gone and taken > 0 and taken == preview.count(Outcome.SAME):
        return "Ghi nhận đã nộp, không có thay đổi"
    return f"Nhập {vn.number(taken)} hộ, ghi {gone}" if gone else f"Nhập {vn.number(taken)} hộ"


def left_out_sentence(preview: Preview) -> str:
    """Return which rows will not be taken in, as a sentence; empty where all are."""
    parts = [
        f"{vn.number(n)} dòng {words}" for outcome, words in LEFT_OUT.items() if (n := preview.count(outcome))
    ]
    others = "các dòng khác vẫn nhập được" if any(map(preview.count, TAKEN)) else "chưa có dòng nào để nhập"
    return f"{' và '.join(parts)} sẽ chưa được nhập; {others}." if parts else ""


def done_sentence(preview: Preview, register: Register) -> str:
    """Return what was taken in, in one sentence: "Đã nhập 172 hộ thôn Phác Lê: 8 mới, …"."""
    taken = [row for row in preview.batch.rows if row.outcome in TAKEN]
    known = {household.record_id: household for household in (*register.households, *register.gone)}
    places = dict.fromkeys(village_of(row, known.get(row.record_id or 0), register) for row in taken)
    where = f"của {len(places)} thôn" if len(places) > 1 else _in_a_sentence(next(iter(places), ""))
    counts = [
        f"{vn.number(preview.count(outcome))} {outcome.label.lower()}"
        for outcome in (*TAKEN, Outcome.SKIPPED)
        if preview.count(outcome) or outcome in TAKEN
    ]
    told = ", ".join([*counts, *_gone(preview, "{} ghi ")])
    left = {words: n for outcome, words in LEFT_OUT.items() if (n := preview.count(outcome))}
    which = ", ".join(f"{vn.number(n)} {words}" for words, n in left.items())
    rest = f"; {vn.number(sum(left.values()))} dòng chưa nhập ({which})" if left else ""
    return f"Đã nhập {vn.number(len(taken))} hộ {where}: {told}{rest}.{_declared(preview)}"


def declared_sentence(preview: Preview, register: Register) -> tuple[str, bool]:
    """Return what village heads declared beside what the list holds, and whether all of it agrees."""
    if not preview.batch.declared:
        return "", True
    counted = counted_totals(preview, register)
    pairs = [(v, told, counted.get(v, {})) for v, told in preview.batch.declared.items()]
    differing = [pair for pair in pairs if any(pair[2].get(n, 0) != told for n, told in pair[1].items())]
    if len(pairs) > 1 and not differing:
        return f"Số khai báo của {vn.number(len(pairs))} thôn khớp với danh sách.", True
    told_of = differing or pairs
    left = sum(map(preview.count, LEFT_OUT))
    unread = f" (chưa kể {vn.number(left)} dòng chưa nhập được)" if left and differing else ""
    sentences = (_beside(register.villages[v][0], told, held, unread) for v, told, held in told_of)
    return " ".join(sentences), not differing


def partial_sentence(preview: Preview, register: Register) -> str:
    """Return why nearly all the households not named may well be here; empty where the list names most."""
    partial = preview.comparison.partial
    if not partial:
        return ""
    every = Counter(h.village_id for h in register.households)
    left = Counter(h.village_id for h in preview.comparison.missing)
    named = "; ".join(
        f"{vn.number(every[v] - left[v])} trong {vn.number(every[v])} hộ "
        f"{_in_a_sentence(register.villages[v][0])}"
        for v in register.villages
        if v in partial
    )
    return (
        f"Danh sách chỉ nhắc đến {named}: có lẽ chỉ là một phần của thôn. "
        "Hãy để «vẫn ở đây», trừ hộ nào biết chắc đã đi."
    )


def _beside(village: str, declared: Mapping[str, int], held: Mapping[str, int], unread: str) -> str:
    told, counted = (_totals(declared, of) for of in (declared, held))
    name = _in_a_sentence(village)
    return f"{name[:1].upper()}{name[1:]} khai {told}; danh sách có {counted}{unread}."


def _totals(fields: Iterable[str], values: Mapping[str, int]) -> str:
    return ", ".join(f"{vn.number(values.get(f, 0))} {word}" for f, word in _DECLARED.items() if f in fields)


def _gone(preview: Preview, words: str) -> list[str]:
    counts = dict.fromkeys(GONE, 0)
    for _, status in preview.batch.gone:
        counts[status] += 1
    return [words.format(vn.number(n)) + GONE[status] for status, n in counts.items() if n]


def _declared(preview: Preview) -> str:
    """Return what the village head declared under the list, as a sentence; of several, how many did."""
    told = list(preview.batch.declared.values())
    if len(told) > 1:
        return f" {len(told)} thôn có số khai báo."
    words = ", ".join(_totals(one, one) for one in told)
    return f" Thôn khai báo: {words}." if words else ""


def _in_a_sentence(village: str) -> str:
    named = village_key(village) != fold(village)  # it says "Thôn" itself
    return village[:1].lower() + village[1:] if named else f"thôn {village}"
