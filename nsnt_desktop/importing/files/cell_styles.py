"""The styles of an .xlsx that matter to its values: old Vietnamese fonts, formats that show leading zeros."""

import re
from dataclasses import dataclass, field

from nsnt_desktop.importing.files.looks import is_old_font
from nsnt_desktop.importing.files.number_formats import keeps_zeros

# What follows a tag up to its end or the next of its kind: never back over what was read, however long.
_MAX_STYLES = 70_000
"""Excel itself stops at 65,490."""
_STRING = re.compile(rb"<(?:\w+:)?si\b[^<>]*>([^<]*+(?:<(?!/?(?:\w+:)?si\b)[^<]*+)*+)")
_RUN = re.compile(rb"<(?:\w+:)?r>([^<]*+(?:<(?!/?(?:\w+:)?r>)[^<]*+)*+)")
_RUN_FONT = re.compile(rb"""<(?:\w+:)?rFont\s+val\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True)
class CellStyles:
    """Which styles and shared strings of a workbook matter; the usual workbook has none."""

    fonts: dict[int, str] = field(default_factory=dict)
    """{style index: old Vietnamese font}."""
    formats: dict[int, str] = field(default_factory=dict)
    """{style index: number format that shows leading zeros}."""
    strings: dict[int, str] = field(default_factory=dict)
    """{shared string: the font all its runs are set in}, "" for a font of Unicode letters."""


class StyleReader:
    """Collects the styles of cells out of styles.xml, one start tag after the other."""

    def __init__(self) -> None:
        self._within = ""
        self._fonts: list[str] = []
        self._formats: dict[int, str] = {}
        self._cells: list[tuple[int, int]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take one start tag; ValueError: more styles than any workbook has."""
        if tag in {"fonts", "cellXfs", "cellStyleXfs", "dxfs", "numFmts"}:
            self._within = tag
        elif tag == "numFmt" and self._within == "numFmts":
            self._formats[_number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif tag == "font" and self._within == "fonts":
            self._fonts.append("")
        elif tag == "name" and self._within == "fonts" and self._fonts:
            self._fonts[-1] = attributes.get("val", "")
        elif tag == "xf" and self._within == "cellXfs":
            if len(self._cells) > _MAX_STYLES:
                raise ValueError(tag)
            self._cells.append(
                (_number(attributes.get("fontId", "")), _number(attributes.get("numFmtId", "")))
            )

    def found(self, shared: bytes) -> CellStyles:
        """Return the styles that matter; `shared` is the part of shared strings."""
        old = {at: name for at, name in enumerate(self._fonts) if is_old_font(name)}
        zeros = {number: code for number, code in self._formats.items() if keeps_zeros(code)}
        return CellStyles(
            {style: old[font] for style, (font, _) in enumerate(self._cells) if font in old},
            {style: zeros[number] for style, (_, number) in enumerate(self._cells) if number in zeros},
            _run_fonts(shared, styled=bool(old)),
        )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _run_fonts(shared: bytes, *, styled: bool) -> dict[int, str]:
    """Return the fonts of strings whose every run names one; nothing where no old font can come of it."""
    names = {name: is_old_font(name.decode("utf-8", "replace")) for name in set(_RUN_FONT.findall(shared))}
    if not names or not (styled or any(names.values())):
        return {}
    found = {}
    for at, string in enumerate(_STRING.finditer(shared)):
        font = run_font(string[1] or b"")
        if font is not None:
            found[at] = font
    return found


def run_font(inner: bytes) -> str | None:
    """Return the old font all runs of a rich text are in; "" where all are in others, None where mixed."""
    runs = _RUN.findall(inner)
    named = [match[1].decode("utf-8", "replace") for run in runs if (match := _RUN_FONT.search(run))]
    if not runs or len(named) < len(runs):
        return None
    old = [name for name in named if is_old_font(name)]
    return "" if not old else old[0] if len(old) == len(named) else None
