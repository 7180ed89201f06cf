"""What a list says of one household, in pieces: the field, the old value struck out, the new one coloured."""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any, NamedTuple

from nsnt_desktop import format as vn
from nsnt_desktop.importing.matching.saying import changes_of
from nsnt_desktop.models.words import CLEAN_LABELS, YES_NO_LABELS, LabelledEnum
from nsnt_desktop.registry.apply_batch import BatchRow, Outcome
from nsnt_desktop.registry.register import Register, Registered
from nsnt_desktop.ui.theme import colours

NAMES = {
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


class Piece(NamedTuple):
    """A few words of a line; tone: "old", "new", "dim" or nothing."""

    text: str
    tone: str = ""


Pieces = tuple[Piece, ...]


def told(row: BatchRow, known: Mapping[int, Registered], register: Register) -> Pieces:
    """Return what the line of a row says: its changes, the first facts of a new household, or why nothing."""
    if row.outcome is Outcome.CHANGED:
        return _changed(row, known, register)
    if row.outcome is Outcome.NEW:
        return (Piece(_brief(row, register)),)
    return (Piece(row.reason),)


def told_in_full(row: BatchRow, known: Mapping[int, Registered], register: Register) -> Pieces:
    """Return all there is to say of a row: every field of a new household, how a known one was found."""
    pieces = told(row, known, register)
    if row.outcome is Outcome.NEW:
        values = _given(row)
        given = (f"{word}: {shown(n, values[n], register)}" for n, word in NAMES.items() if n in values)
        pieces = (Piece("; ".join(given)),)
    return (*pieces, Piece(f" · {row.matched_by}", "dim")) if row.matched_by else pieces


def plain(pieces: Iterable[Piece]) -> str:
    """Return the pieces as plain text."""
    return "".join(piece.text for piece in pieces)


def as_html(pieces: Iterable[Piece]) -> str:
    """Return the pieces as markup in the colours in force; what came from a list stays text."""
    now = colours()
    styles = {
        "old": f"color:{now.dim}; text-decoration:line-through",
        "new": f"color:{now.accent}; font-weight:bold",
        "dim": f"color:{now.dim}",
        "": f"color:{now.text}",
    }
    return "".join(f'<span style="{styles[piece.tone]}">{escape(piece.text)}</span>' for piece in pieces)


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


def _changed(row: BatchRow, known: Mapping[int, Registered], register: Register) -> Pieces:
    pieces = [Piece(row.reason)] if row.reason else []
    for change in changes_of(row, known):
        old = shown(change.field, change.old, register)
        pieces += [
            Piece(f"{'; ' if pieces else ''}{NAMES.get(change.field, change.field)}: "),
            Piece(old, "dim" if old == vn.BLANK else "old"),  # nothing is not struck out
            Piece(" → "),
            Piece(shown(change.field, change.new, register), "new"),
        ]
    return tuple(pieces)


def _given(row: BatchRow) -> dict[str, Any]:
    return {**(row.values or {}), **({"scheme_id": row.scheme} if row.scheme is not None else {})}


def _brief(row: BatchRow, register: Register) -> str:
    values = _given(row)
    first = [f"{word}: {YES_NO_LABELS[values[n]]}" for n, word in _VERDICTS.items() if n in values]
    rest = [f"{NAMES[name]}: {shown(name, values[name], register)}" for name in _BRIEF if name in values]
    return "; ".join(first + rest)
