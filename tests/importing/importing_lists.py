"""Lists made up for the tests: sheets in memory, workbooks on disk, broken containers."""

import io
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from nsnt_desktop.importing.files.reading import Cell, Range, Sheet
from nsnt_desktop.importing.layouts.recognising import recognise
from nsnt_desktop.importing.rows.rows import ParsedSheet, parse_rows

DATA = Path(__file__).parent / "data"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def sheet(rows: Sequence[Sequence[Cell]], name: str = "Sheet1", merged: Sequence[Range] = ()) -> Sheet:
    width = max((len(row) for row in rows), default=0)
    return Sheet(name, False, [[*row, *[""] * (width - len(row))] for row in rows], tuple(merged))


def parse(rows: Sequence[Sequence[Cell]], words: dict[str, str] | None = None) -> ParsedSheet:
    made = sheet(rows)
    return parse_rows(made, recognise(made), words or {})


def write_xlsx(
    path: Path,
    sheets: dict[str, Sequence[Sequence[Any]]],
    hidden: Sequence[str] = (),
    merge: Sequence[str] = (),
) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
        for cells in merge:
            page.merge_cells(cells)
        page.sheet_state = "hidden" if title in hidden else "visible"
    book.save(path)
    return path


def write_ods(path: Path, table: str) -> Path:
    content = (
        f'<?xml version="1.0"?><office:document-content {_ODS_NAMES}><office:body><office:spreadsheet>'
        f"{table}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", ODS)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        package.writestr("content.xml", content)
    return path


def ods_table(rows: Sequence[Sequence[str]]) -> str:
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
            if text
            else "<table:table-cell/>"
            for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    return f'<table:table table:name="Thôn 9">{body}</table:table>'


def replace_part(source: Path, target: Path, part: str, old: bytes, new: bytes) -> Path:
    """Copy an .xlsx, changing one of its parts."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for item in before.infolist():
            data = before.read(item)
            if item.filename == part:
                assert old in data
                data = data.replace(old, new)
            after.writestr(item.filename, data)
    return target


def ole_file(*streams: str) -> bytes:
    """Return a compound file whose directory names these streams, each of no length."""
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0)[:36]
    header += struct.pack("<I", 0) + struct.pack("<108I", *[free] * 108)
    allocation = struct.pack("<128I", table, end, *[free] * 126)
    directory = b"".join(
        _entry(title, 5 if title == "Root Entry" else 2) for title in ("Root Entry", *streams)
    )
    return header + allocation + directory.ljust(512, b"\0")


def _entry(title: str, kind: int) -> bytes:
    name = title.encode("utf-16-le")
    entry = (
        name.ljust(64, b"\0")
        + struct.pack("<HBB", len(name) + 2, kind, 1)
        + struct.pack("<III", *[0xFFFFFFFF] * 3)
    )
    return entry.ljust(116, b"\0") + struct.pack("<IQ", 0xFFFFFFFE, 0)


def png() -> bytes:
    stream = io.BytesIO()
    stream.write(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    return stream.getvalue()


def heads(rows: list[list[Cell]], merged: Sequence[Range] = (), name: str = "Sheet1") -> list[str]:
    made = sheet(rows, name=name, merged=merged)
    found = parse_rows(made, recognise(made))
    assert not found.rejected, found.rejected
    assert not found.asks, found.asks
    return [row.head for row in found.rows]


NAMES = ["Lê Văn An", "Bùi Thị Bình", "Quách Văn Cường"]
PLAIN: list[list[Cell]] = [[float(n), name, float(n + 1)] for n, name in enumerate(NAMES, 1)]
TOP: list[Cell] = ["STT", "Họ và tên chủ hộ", "Số khẩu"]


FACTS: list[Cell] = ["STT", "Họ và tên chủ hộ", "Số khẩu", "Nguồn nước", "HVS"]
