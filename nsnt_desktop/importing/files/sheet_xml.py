"""What calamine does not tell about a sheet of an .xlsx: how far it reaches, what has no value, how it looks.

The bytes of the usual sheet are scanned with a few regular expressions, none of which ever goes back over
what it read; a sheet written unusually is walked by a parser.
"""

import contextlib
import re
from collections.abc import Iterator

from nsnt_desktop.importing.files.cell_styles import CellStyles, run_font
from nsnt_desktop.importing.files.looks import ByRuns, Looks, Place, Seen
from nsnt_desktop.importing.files.refusals import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from nsnt_desktop.importing.files.xml_parts import local, parse_xml

_PLAIN = re.compile(rb'<c(?! r="[A-Z][0-9]{1,5}")[\s>/]')
"""A cell outside A1:Z99999, or written unusually; without one the sheet is small enough as it stands."""
_PLAIN_LONG = re.compile(rb'<c(?! r="[A-Z](?:[0-9]{1,5}|1[0-9]{5})")[\s>/]')
_LONG_ROWS = 199_999
_LETTER = re.compile(rb'<c r="([A-Z])')
_SHORTEST_CELL = len(b"<c><v>1</v></c>")
_ROOT = 4_000
"""Where the root element with its namespaces stands."""
_PREFIX = re.compile(rb"""xmlns:\w+=["'][^"']*spreadsheetml/(?:2006/)?main""")
_ODD = re.compile(rb"<[!?]")
"""A comment, a processing instruction."""
_NO_RESULT = tuple(
    re.compile(formula + rb"\s*+(?:<v\s*+/>|<v[^<>]*>\s*+</v>)?+\s*+</c>")
    for formula in (rb"</f>", rb"<f\b[^<>]*/>")
)
"""A formula that was never worked out."""
_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_FORMULA_SIGNS = (b"<f", b":f")
_ERROR_SIGN = b't="e"'
_CELL_STARTS = (b"<c ", b"<c>", b":c ", b":c>")
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']\s*\$?([A-Za-z]*)\$?([0-9]*)""")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>([^<]*+(?:<(?!/?(?:\w+:)?c[\s>])[^<]*+)*+)")
_NO_VALUE = re.compile(rb"<(?:\w+:)?v\s*+(?:/>|>\s*+</)")
_VALUE = re.compile(rb"<(?:\w+:)?v[^<>]*>([^<]*)<")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^<>]*)>")
_UNSEEN = re.compile(rb"""\s(?:hidden\s*=\s*["'](?:1|true)|(?:ht|width)\s*=\s*["']0(?:\.0*)?["'])""")
_UNSEEN_SIGNS = (b" hidden=", b' ht="0')
_SHARED = re.compile(rb"""\st\s*=\s*["']s["']""")
_TEXT = re.compile(rb"""\st\s*=\s*["'](?:s|str|inlineStr)["']""")
_STYLE = re.compile(rb"""(?:^|\s)s\s*=\s*["'](\d{1,6})["']""")

_CONTENT = {"v", "is", "f"}

SAFE_EXTENT = (99_999, 26)
NO_FORMULA_VALUE = "công thức không có giá trị; hãy mở tệp bằng Excel, lưu lại rồi nhập lại"
_NO_STYLES = CellStyles()


def look(xml: bytes, name: str, styles: CellStyles = _NO_STYLES) -> Seen:
    """Return what a sheet tells beside its values.

    The extent is an upper bound when nothing is far away; one value written over another a million times
    counts as far. A formula that gives an empty text (=IF(B2="","",B2)) is blank by intent and is no
    fault. KnownError: the XML is broken.
    """
    odd = _is_prefixed(xml) or _ODD.search(xml, 2) is not None
    extent = None if odd else _plain_extent(xml)
    plain = extent is not None
    extent = (MAX_CELLS, MAX_COLUMNS) if _too_many_cells(xml) else extent or _exact_extent(xml, name)
    if extent[0] > MAX_ROWS or extent[1] > MAX_COLUMNS:
        return Seen(extent)
    faults = {} if plain and not _has_faults(xml) else error_cells(xml)
    hidden_rows = _hidden_rows(xml) if not plain or _has_unseen(xml) else frozenset[int]()
    fonts, formats = _styled(xml, styles)
    looks = Looks(hidden_rows, _hidden_columns(xml), fonts)
    return Seen(extent, faults, looks, formats)


def _has_faults(xml: bytes) -> bool:
    return _ERROR_SIGN in xml or (b"</f>" in xml and any(blank.search(xml) for blank in _NO_RESULT))


def _has_unseen(xml: bytes) -> bool:
    return any(sign in xml for sign in _UNSEEN_SIGNS)


def _too_many_cells(xml: bytes) -> bool:
    return len(xml) > MAX_CELLS * _SHORTEST_CELL and sum(map(xml.count, _CELL_STARTS)) > MAX_CELLS


def _is_prefixed(xml: bytes) -> bool:
    """Return whether tags are written as <x:c>: then the quick looks say nothing."""
    return b"<worksheet" not in xml[:_ROOT] or _PREFIX.search(xml[:_ROOT]) is not None


def _plain_extent(xml: bytes) -> tuple[int, int] | None:
    """Return an upper bound of the extent where all cells are written plainly; None where they are not."""
    if _PLAIN.search(xml) is None:
        return SAFE_EXTENT
    if _PLAIN_LONG.search(xml) is None:
        return _LONG_ROWS, max(_LETTER.findall(xml))[0] - 64
    return None


class _Reached(Exception):  # noqa: N818 - no error
    """The sheet reaches so far that the rest need not be looked at."""


class _Walk:
    """How far the cells reach that hold something, one tag after the other."""

    def __init__(self) -> None:
        self.row = self.column = self.rows = self.columns = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = local(tag)
        if kind == "c":
            letters, digits = _reference_of(attributes)
            self.row, self.column = digits or self.row, letters or self.column + 1
        elif kind == "row":
            self.row, self.column = _reference_of(attributes)[1] or self.row + 1, 0
        elif kind in _CONTENT:
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
            if self.rows > MAX_ROWS or self.columns > MAX_COLUMNS:
                raise _Reached


def _exact_extent(xml: bytes, name: str) -> tuple[int, int]:
    walk = _Walk()
    with contextlib.suppress(_Reached):
        parse_xml(xml, name, walk.start)
    return walk.rows, walk.columns


def _reference_of(attributes: dict[str, str]) -> tuple[int, int]:
    written = attributes.get("r", "")
    return _reference(b'r="%b"' % written.encode()) if written else (0, 0)


def _reference(attributes: bytes) -> tuple[int, int]:
    found = _REFERENCE.search(attributes)
    if not found:
        return 0, 0
    return column_number(found[1].decode().upper()), int(found[2][:10] or 0)


def column_number(letters: str) -> int:
    """Return the number of a column: A → 1, Z → 26, AA → 27; no letters → 0."""
    number = 0
    for letter in letters[:10]:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column: 1 → A, 26 → Z, 27 → AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def error_cells(xml: bytes) -> dict[Place, str]:
    """Return why cells only look blank: errors such as #N/A, formulas that were never worked out."""
    found = {}
    for cell in _CELL.finditer(xml):
        attributes, inner = cell.groups()
        if not any(sign in inner for sign in _FORMULA_SIGNS) and not _ERROR.search(b" " + attributes):
            continue
        reason = "" if attributes.endswith(b"/") else _fault(attributes, inner)
        place = _place(attributes)
        if reason and place:
            found[place] = reason
    return found


def _place(attributes: bytes) -> Place | None:
    letters, digits = _reference(attributes)
    return (digits - 1, letters - 1) if letters and digits else None


def _fault(attributes: bytes, inner: bytes) -> str:
    value = _VALUE.search(inner)
    if _ERROR.search(b" " + attributes):
        return error_reason(value[1].decode("utf-8", "replace") if value else "")
    formula = b"<f" in inner or b":f" in inner
    blank = _NO_VALUE.search(inner) or not value
    if formula and blank and b't="str"' not in attributes:
        return NO_FORMULA_VALUE
    return ""


def error_reason(shown: str) -> str:
    """Return why a cell that shows #N/A or another error cannot be read."""
    told = f"ô báo lỗi {shown[:20]}".rstrip()
    return f"{told}; hãy sửa công thức trong Excel, lưu lại rồi nhập lại"


def _hidden_rows(xml: bytes) -> frozenset[int]:
    found, number = [], 0
    for row in _ROW.finditer(xml):
        number = _reference(row[1])[1] or number + 1
        if _UNSEEN.search(row[1]):
            found.append(number)
    return frozenset(found)


def _hidden_columns(xml: bytes) -> frozenset[int]:
    found: set[int] = set()
    for column in _COLUMN.finditer(xml[: max(xml.find(b"sheetData"), 0)]):
        if _UNSEEN.search(b" " + column[1]):
            first, last = (_bound(column[1], which) for which in (b"min", b"max"))
            found.update(range(first - 1, min(last, MAX_COLUMNS)))
    return frozenset(found)


def _bound(attributes: bytes, which: bytes) -> int:
    found = re.search(rb"""(?:^|\s)%b\s*=\s*["'](\d{1,6})["']""" % which, attributes)
    return max(int(found[1]), 1) if found else 1


def _styled(xml: bytes, styles: CellStyles) -> tuple[ByRuns, ByRuns]:
    """Return {place: old font} of cells of text, and {place: number format} of numbers shown with zeros."""
    fonts, formats = ByRuns(), ByRuns()
    for attributes, inner in _cells_of(xml, styles):
        place = _place(attributes)
        if place is None:
            continue
        style = _STYLE.search(attributes)
        number = int(style[1]) if style else 0
        if not _TEXT.search(b" " + attributes):
            if number in styles.formats:
                formats.tell(place, styles.formats[number])
            continue
        font = _own_font(attributes, inner, styles)
        font = styles.fonts.get(number, "") if font is None else font
        if font:
            fonts.tell(place, font)
    return fonts, formats


def _cells_of(xml: bytes, styles: CellStyles) -> Iterator[tuple[bytes, bytes]]:
    """Yield (attributes, content) of the cells worth a look; where no style matters, no cell is."""
    if not (styles.fonts or styles.formats or styles.strings):
        return
    numbers = b"|".join(b"%d" % style for style in sorted({*styles.fonts, *styles.formats}))
    wanted = re.compile(rb"""(?:^|\s)s\s*=\s*["'](?:%b)["']""" % numbers)
    everyone = styles.strings or b"rFont" in xml or 0 in styles.fonts or 0 in styles.formats
    for cell in _CELL.finditer(xml):
        attributes, inner = cell.groups()
        if not attributes.endswith(b"/") and (everyone or wanted.search(attributes)):
            yield attributes, inner


def _own_font(attributes: bytes, inner: bytes, styles: CellStyles) -> str | None:
    """Return the font of a rich text, which goes before the font of its cell; None: the cell's."""
    if b"rFont" in inner:
        return run_font(inner)
    if not (styles.strings and _SHARED.search(b" " + attributes)):
        return None
    value = _VALUE.search(inner)
    digits = value[1].strip() if value else b""
    return styles.strings.get(int(digits)) if digits.isdigit() and len(digits) < 9 else None
