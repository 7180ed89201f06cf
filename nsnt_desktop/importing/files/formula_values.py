"""The last values of formulas, which openpyxl leaves out when it writes: put from a file into its copy."""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

from nsnt_desktop.importing.files import packages

_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*<(?:\w+:)?v[^>]*>([^<]*)</"
)
_WRITTEN = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)>(<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)<v\s*(?:/>|></v>)</c>')
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Z]+\d+)["']""")
_TYPE = re.compile(rb"""(?:^|\s)t\s*=\s*["'](str|b|e|n)["']""")

Values = Mapping[bytes, tuple[bytes, bytes]]
"""By cell ("B5"): its type in the file's words, empty for a number, and its value as written."""


def formula_values(xml: bytes) -> Values:
    """Return the value of every formula of a sheet that has one."""
    found = {}
    for cell in _FORMULA.finditer(xml):
        attributes, value = cell.groups()
        where, kind = _REFERENCE.search(attributes), _TYPE.search(attributes)
        if where:
            found[where[1]] = (kind[1] if kind else b"", value)
    return found


def with_formula_values(workbook: bytes, values: Mapping[str, Values], name: str) -> bytes:
    """Return a workbook as openpyxl wrote it with the values of its formulas put in, by name of sheet."""
    if not any(values.values()):
        return workbook
    before = packages.open_package(workbook, name)
    parts = {part: values.get(sheet, {}) for sheet, part in packages.sheet_parts(before, name).items()}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for item in before.infolist():
            data = before.read(item)
            kept = parts.get(item.filename)
            after.writestr(item.filename, _put_in(data, kept) if kept else data)
    return stream.getvalue()


def _put_in(xml: bytes, values: Values) -> bytes:
    def cell(found: re.Match[bytes]) -> bytes:
        where, attributes, formula = found.groups()
        if where not in values:
            return found[0]
        kind, value = values[where]
        told = b' t="%s"' % kind if kind else b""
        return b'<c r="%s"%s%s>%s<v>%s</v></c>' % (where, attributes, told, formula, value)

    return _WRITTEN.sub(cell, xml)
