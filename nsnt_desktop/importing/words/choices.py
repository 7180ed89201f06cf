"""What the officer chose about one sheet of a list, kept for the next list of the same layout."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nsnt_desktop.importing.letters.letters import Encoding
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.models.words import LabelledEnum


class Blank(LabelledEnum):
    """What a blank cell of a column says."""

    UNKNOWN = "unknown", "chưa biết, giữ số liệu đang có"
    NO = "no", "là «không»"
    ERASE = "erase", "xóa số liệu đang có"


@dataclass(frozen=True)
class SheetChoices:
    """The officer's word on one sheet; None or nothing: as recognised. Columns count from 0."""

    heading_row: int | None = None
    """The first row of the heading, as Excel counts."""
    meanings: Mapping[int, Field] = field(default_factory=dict)
    blanks: Mapping[int, Blank] = field(default_factory=dict)
    encoding: Encoding | None = None
    """Of the whole sheet."""
    encodings: Mapping[int, Encoding] = field(default_factory=dict)
    """Of single columns, whatever the sheet is written in."""
    skip_hidden_rows: bool = False
    village: str | None = None
    """Of this list alone, never remembered: the next list of the layout is of another village. "": none."""
    former_commune: str = ""


def over(earlier: SheetChoices, now: SheetChoices) -> SheetChoices:
    """Return what was chosen earlier with what is chosen now laid over it."""
    return SheetChoices(
        heading_row=now.heading_row or earlier.heading_row,
        meanings={**earlier.meanings, **now.meanings},
        blanks={**earlier.blanks, **now.blanks},
        encoding=now.encoding or earlier.encoding,
        encodings={**earlier.encodings, **now.encodings},
        skip_hidden_rows=now.skip_hidden_rows or earlier.skip_hidden_rows,
        village=now.village,
        former_commune=now.former_commune,
    )


def to_json(choices: SheetChoices) -> str:
    """Return what is remembered of the choices; an empty text when nothing of them is."""
    kept: dict[str, Any] = {
        "heading_row": choices.heading_row,
        "meanings": _codes(choices.meanings),
        "blanks": _codes(choices.blanks),
        "encoding": choices.encoding.value if choices.encoding else None,
        "encodings": _codes(choices.encodings),
        "skip_hidden_rows": choices.skip_hidden_rows,
    }
    kept = {name: value for name, value in kept.items() if value}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""


def from_json(text: str) -> SheetChoices:
    """Return remembered choices; words that a later version no longer knows are left out."""
    kept: dict[str, Any] = json.loads(text) if text else {}
    return SheetChoices(
        heading_row=kept.get("heading_row"),
        meanings=_members(Field, kept.get("meanings", {})),
        blanks=_members(Blank, kept.get("blanks", {})),
        encoding=next((e for e in Encoding if e.value == kept.get("encoding")), None),
        encodings=_members(Encoding, kept.get("encodings", {})),
        skip_hidden_rows=bool(kept.get("skip_hidden_rows")),
    )


def _codes(chosen: Mapping[int, LabelledEnum]) -> dict[str, str]:
    return {str(column): word.value for column, word in chosen.items()}


def _members(words: Any, kept: Mapping[str, str]) -> dict[int, Any]:
    by_code = {word.value: word for word in words}
    return {int(column): by_code[code] for column, code in kept.items() if code in by_code}
