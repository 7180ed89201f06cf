"""What a list would change, as lines of the tables that show it."""

from collections.abc import Callable, Mapping
from typing import Any

from nsnt_desktop import format as vn
from nsnt_desktop.importing.cells import show
from nsnt_desktop.importing.fields import Field
from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.saying import changes_of
from nsnt_desktop.models import ImportBatch
from nsnt_desktop.models.words import CLEAN_LABELS, YES_NO_LABELS, LabelledEnum
from nsnt_desktop.registry.apply_batch import BatchRow, Outcome
from nsnt_desktop.registry.register import Register, Registered
from nsnt_desktop.text import fold, village_key
from nsnt_desktop.ui.plain_table import Line

TONES = {
    Outcome.NEW: "met",
    Outcome.CHANGED: "accent",
    Outcome.SAME: "dim",
    Outcome.SKIPPED: "dim",
    Outcome.ASKED: "warning",
    Outcome.REJECTED: "error",
}
_NAMES = {
    "code": "mã hộ",
    "head": "chủ hộ",
    "address": "địa chỉ",
    "phone": "điện thoại",
    "birth_year": "năm sinh",
    "persons": "nhân khẩu",
    "poverty": "loại hộ",
    "main_source_id": "nguồn nước",
    "scheme_id": "công trình",
    "hygienic": "hợp vệ sinh",
    "clean": "nước sạch",
    "basis": "căn cứ",
    "has_meter": "đồng hồ",
    "litres_per_month": "m³/tháng",
    "dry_season_shortage": "mùa khô thiếu nước",
    "pollution_risk": "nguy cơ ô nhiễm",
    "note": "ghi chú",
}
_VERDICTS = {"hygienic": "HVS", "clean": "Sạch"}
"""What the line of a new household tells first: the very thing to check must not be cut off."""
_BRIEF = ("persons", "poverty", "main_source_id", "scheme_id")
"""What it tells after that."""


def row_lines(preview: Preview, register: Register) -> list[Line]:
    """Return one line for every row of the list that means a household, in its order."""
    known = {household.record_id: household for household in (*register.households, *register.gone)}
    heads = _heads(preview)
    lines = []
    for row in preview.batch.rows:
        found = known.get(row.record_id or 0)
        head = heads.get((row.sheet, row.excel_row), "") or (found.values["head"] if found else "")
        cells = (
            row.sheet,
            str(row.excel_row),
            row.outcome.label,
            head,
            _village(row, found, register),
            _told(row, known, register),
        )
        lines.append(Line(cells, (row.sheet, row.excel_row), {2: TONES[row.outcome]}))
    return lines


def error_lines(preview: Preview) -> list[Line]:
    """Return one line for every cell that keeps its row out."""
    return [
        Line(
            (e.sheet, str(e.excel_row), e.column, e.title, e.value or "(trống)", e.reason),
            tones={5: "error"},
        )
        for e in preview.rejected
    ]


def missing_lines(preview: Preview, register: Register) -> list[Line]:
    """Return the households of the list's villages that it does not name."""
    return [
        Line(
            (
                register.villages[h.village_id][0],
                h.values["code"],
                h.values["head"],
                vn.number(h.values["persons"]),
            ),
            h.record_id,
        )
        for h in preview.comparison.missing
    ]


def batch_lines(batches: list[ImportBatch], undone: frozenset[int]) -> list[Line]:
    """Return the lists taken in, newest first; those taken back stay, and say so."""
    lines = []
    for batch in batches:
        gone = batch.action_id in undone
        counts = (batch.new, batch.changed, batch.same, batch.skipped, batch.asked, batch.rejected)
        name = f"đã hoàn tác: {batch.file_name}" if gone else batch.file_name
        cells = (vn.moment(batch.taken_in_at), name, *map(vn.number, counts))
        lines.append(Line(cells, batch.id, dict.fromkeys(range(len(cells)), "dim") if gone else {}))
    return lines


def done_sentence(preview: Preview, register: Register) -> str:
    """Return what was taken in, in one sentence: "Đã nhập 172 hộ thôn Phác Lê: 8 mới, …"."""
    taken = [row for row in preview.batch.rows if row.outcome in TAKEN]
    known = {household.record_id: household for household in (*register.households, *register.gone)}
    places = dict.fromkeys(_village(row, known.get(row.record_id or 0), register) for row in taken)
    where = f"của {len(places)} thôn" if len(places) > 1 else _in_a_sentence(next(iter(places), ""))
    counts = ", ".join(
        f"{vn.number(preview.count(outcome))} {outcome.label.lower()}"
        for outcome in Outcome
        if preview.count(outcome) or outcome in TAKEN
    )
    return f"Đã nhập {vn.number(len(taken))} hộ {where}: {counts}.{_declared(preview)}"


_DECLARED = {"declared_households": "hộ", "declared_persons": "khẩu", "declared_poor": "hộ nghèo"}


def _declared(preview: Preview) -> str:
    """Return what the village head declared under the list, as a sentence; of several, how many did."""
    told = list(preview.batch.declared.values())
    if len(told) > 1:
        return f" {len(told)} thôn có số khai báo."
    words = ", ".join(f"{vn.number(one[f])} {w}" for one in told for f, w in _DECLARED.items() if f in one)
    return f" Thôn khai báo: {words}." if words else ""


TAKEN = (Outcome.NEW, Outcome.CHANGED, Outcome.SAME)


def _in_a_sentence(village: str) -> str:
    named = village_key(village) != fold(village)  # it says "Thôn" itself
    return village[:1].lower() + village[1:] if named else f"thôn {village}"


def _heads(preview: Preview) -> dict[tuple[str, int], str]:
    """Return the name each row gives, read off the cells: rows kept out have one too."""
    heads = {}
    for sheet, layout in preview.file.sheets:
        column = layout.column_of(Field.HEAD)
        if column is not None:
            for number, cells in enumerate(sheet.cells, 1):
                heads[sheet.name, number] = show(cells[column.index])
    return heads


def _village(row: BatchRow, found: Registered | None, register: Register) -> str:
    place = found.village_id if found else row.village
    return register.villages[place][0] if isinstance(place, int) else place or ""


def _told(row: BatchRow, known: Mapping[int, Registered], register: Register) -> str:
    if row.outcome is Outcome.CHANGED:
        changes = [
            f"{_NAMES.get(c.field, c.field)}: {shown(c.field, c.old, register)} → "
            f"{shown(c.field, c.new, register)}"
            for c in changes_of(row, known)
        ]
        return "; ".join([row.reason, *changes] if row.reason else changes)
    if row.outcome is Outcome.NEW:
        values = {**(row.values or {}), **({"scheme_id": row.scheme} if row.scheme is not None else {})}
        first = [f"{word}: {YES_NO_LABELS[values[n]]}" for n, word in _VERDICTS.items() if n in values]
        rest = [f"{_NAMES[name]}: {shown(name, values[name], register)}" for name in _BRIEF if name in values]
        return "; ".join(first + rest)
    return row.reason


def shown(name: str, value: Any, register: Register) -> str:
    """Return a value of a household in the words of the screens."""
    if value is None or value == "":
        return vn.BLANK
    ways: dict[str, Callable[[Any], str]] = {
        "main_source_id": lambda v: register.source_labels[v],
        "scheme_id": lambda v: register.schemes[v] if isinstance(v, int) else str(v),
        "clean": lambda v: CLEAN_LABELS[v],
        "litres_per_month": vn.cubic_metres,
    }
    if name in ways:
        return ways[name](value)
    if isinstance(value, bool):
        return YES_NO_LABELS[value]
    return value.label if isinstance(value, LabelledEnum) else str(value)
