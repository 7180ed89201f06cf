"""Numbers that a number format shows with leading zeros: codes and phone numbers kept as numbers."""

import re
from typing import Any, TypeGuard

from nsnt_desktop.importing.files.looks import ByRuns

_PIECE = re.compile(r'"([^"]*)"|\\(.)|([0#?])|([ ().\-])')
_LARGEST = 10**15
"""Digits beyond are not kept exactly."""
_DIGITS = re.compile(r"[0-9 ().\-]*")


def keeps_zeros(code: str) -> bool:
    """Return whether a number format puts zeros in front: 000, 0000000000, "0"000000000, 0### ### ###."""
    pieces = _pieces(code)
    if not pieces:
        return False
    place, sign = pieces[0]
    return _zeros(pieces) > 1 or (not place and sign.startswith("0"))


def _pieces(code: str) -> list[tuple[bool, str]] | None:
    """Return [(is a place for a digit, sign)]; None where the format is more than digits and spaces."""
    found, at = [], 0
    code = code.partition(";")[0]
    while at < len(code):
        piece = _PIECE.match(code, at)
        literal = piece and "".join(text for text in piece.group(1, 2, 4) if text)
        if piece is None or not _DIGITS.fullmatch(literal or ""):
            return None
        place = piece[3] is not None
        # A point between digits is a decimal point.
        if piece[4] == ".":
            return None
        found.append((place, piece[3] if place else literal or ""))
        at = piece.end()
    return found


def _zeros(pieces: list[tuple[bool, str]]) -> int:
    """Return how many digits are shown at least."""
    return sum(sign == "0" if place else sum(map(str.isdigit, sign)) for place, sign in pieces)


def shown(value: object, code: str) -> str | None:
    """Return a whole number as its format shows it: 7 under 000 is "007"; None for anything else."""
    pieces = _pieces(code)
    if not _is_whole(value) or pieces is None:
        return None
    digits = list(str(int(value))) if value else []
    last = next((at for at, (place, _) in enumerate(pieces) if place), -1)
    text = []
    for at in range(len(pieces) - 1, -1, -1):
        place, sign = pieces[at]
        if not place:
            text.append(sign)
            continue
        text.append(digits.pop() if digits else "0" if sign == "0" else "")
        if at == last and digits:
            text.append("".join(digits))
    return "".join(reversed(text)).strip()


def _is_whole(value: object) -> TypeGuard[int | float]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= _LARGEST and value == int(value)


def show_zeros(cells: list[list[Any]], formats: ByRuns) -> None:
    """Replace, in place, numbers that are shown with leading zeros by what is shown."""
    for column, rows, code in formats.runs():
        for row in cells[rows.start : rows.stop]:
            text = shown(row[column], code) if column < len(row) else None
            if text is not None:
                row[column] = text
