"""What calamine does not tell about a sheet of an .xlsx: how far it reaches, and which cells have no value.

The bytes are scanned with regular expressions: no XML parser, so no entity is ever expanded, and the usual
sheet costs a single pass in C.
"""

import re

_PLAIN = re.compile(rb'<c(?! r="[A-Z][0-9]{1,5}")[\s>/]')
"""A cell outside A1:Z99999, or written unusually; without one the sheet is small enough as it stands."""
_ROOT = 4_000
"""Where the root element with its namespaces stands."""
_PREFIX = re.compile(rb"""xmlns:\w+=["'][^"']*spreadsheetml/(?:2006/)?main""")
_ODD = re.compile(rb"<[!?f]")
"""A formula, a comment, a processing instruction."""
_HIDDEN_TEXT = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_TOKEN = re.compile(rb"""<(?:\w+:)?(row|c)\b((?:[^>"']|"[^"]*"|'[^']*')*)>(</)?""")
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']\s*\$?([A-Za-z]*)\$?([0-9]*)""")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_NO_VALUE = re.compile(rb"<(?:\w+:)?v\s*(?:/>|>\s*</)")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]*)<")

Faults = dict[tuple[int, int], str]

SAFE_EXTENT = (99_999, 26)
NO_FORMULA_VALUE = "công thức không có giá trị; hãy mở tệp bằng Excel, lưu lại rồi nhập lại"


def look(xml: bytes) -> tuple[tuple[int, int], Faults]:
    """Return how far a sheet reaches, as (rows, columns), and its cells that only look blank.

    The extent is an upper bound when nothing is far away. Faults: {(row index, column index): reason in
    Vietnamese}; a formula that gives an empty text (=IF(B2="","",B2)) is blank by intent and is none.
    """
    odd = _is_prefixed(xml) or _ODD.search(xml, 2) is not None
    far = odd or _PLAIN.search(xml) is not None
    extent = _exact_extent(_HIDDEN_TEXT.sub(b"", xml)) if far else SAFE_EXTENT
    return extent, _faults(xml) if odd or b't="e"' in xml else {}


def _is_prefixed(xml: bytes) -> bool:
    """Return whether tags are written as <x:c>: then the quick looks say nothing."""
    return b"<worksheet" not in xml[:_ROOT] or _PREFIX.search(xml[:_ROOT]) is not None


def _exact_extent(xml: bytes) -> tuple[int, int]:
    rows = columns = row = column = 0
    for token in _TOKEN.finditer(xml):
        kind, attributes, closed = token.groups()
        letters, digits = _reference(attributes)
        if kind == b"row":
            row, column = digits or row + 1, 0
            continue
        row, column = digits or row, letters or column + 1
        if not attributes.endswith(b"/") and not closed:
            rows, columns = max(rows, row), max(columns, column)
    return rows, columns


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


def _faults(xml: bytes) -> Faults:
    found = {}
    for cell in _CELL.finditer(xml):
        attributes, inner = cell.groups()
        reason = _fault(attributes, inner)
        letters, digits = _reference(attributes)
        if reason and letters and digits:
            found[digits - 1, letters - 1] = reason
    return found


def _fault(attributes: bytes, inner: bytes) -> str:
    value = _VALUE.search(inner)
    if b't="e"' in attributes:
        shown = value[1].decode("utf-8", "replace") if value else "#?"
        return f"ô báo lỗi {shown}; hãy sửa công thức trong Excel, lưu lại rồi nhập lại"
    formula = b"<f" in inner or b":f" in inner
    blank = _NO_VALUE.search(inner) or not value
    if formula and blank and b't="str"' not in attributes:
        return NO_FORMULA_VALUE
    return ""
