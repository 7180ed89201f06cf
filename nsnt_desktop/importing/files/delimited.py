"""Lists saved as text (.csv): which encoding, which delimiter, which cells."""

import contextlib
import csv
import io
import re
from collections.abc import Iterator

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.looks import Place
from nsnt_desktop.importing.files.refusals import (
    MAX_COLUMNS,
    MAX_ROWS,
    SAVE_AGAIN,
    check_extent,
    damaged,
    refusal,
)
from nsnt_desktop.importing.letters.letters import is_old
from nsnt_desktop.progress import Tell, silent

_DELIMITERS = ";\t,"
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE_LINES = 30
_ACCENTED = re.compile("[\u00c0-\u1ef9]")
_TOLD_DELIMITER = re.compile(r'"?sep=([;,\t])"?\r?\n', re.IGNORECASE)
"""The first line by which Excel is told the delimiter."""
_BREAKS = "\r\n"
_END = "\x1e"
"""Put behind the last line; no text that is let in holds it."""
_LINES_IN_A_CELL = 20
"""More are no note in a cell but rows that a stray quote swallowed."""
_ROWS_AT_ONCE = 5_000
_LOOK = 400
_LETTERS = 50_000
"""Bytes by which the kind of letters is told."""


_BROKEN = "\ufffd"
_ACCENTS_A_FAULT = 9
"""So many whole letters of UTF-8 for each broken one are no chance: letters of Windows seldom form one."""
BROKEN_LETTERS = "có chữ bị hỏng (hiện là �) khi chép hoặc gửi tệp; hãy xem bản gốc, sửa ô này rồi nhập lại"


def broken_cells(rows: list[list[str]]) -> dict[Place, str]:
    """Return why cells cannot be read whose letters were damaged on the way."""
    return {
        (row, column): BROKEN_LETTERS
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if _BROKEN in cell
    }


def read_delimited(data: bytes, name: str, tell: Tell = silent) -> tuple[list[list[str]], str]:
    """Return the rows of a text table, all of one width, and its encoding; KnownError when it is none."""
    text, encoding = _decode(data, name)
    told = _TOLD_DELIMITER.match(text)
    text = text[told.end() :] if told else text  # Excel does not show that line, nor count it
    rows: list[list[str]] = []
    width = 0
    for row in _rows(text, told[1] if told else _delimiter(text), name):
        rows.append(row)
        width = max(width, len(row))
        if len(rows) > MAX_ROWS or width > MAX_COLUMNS:
            break
        if not len(rows) % _ROWS_AT_ONCE:
            tell(f"Đang đọc «{name}»", 0, 1)
    check_extent(name, "", len(rows), width)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows, encoding


def _rows(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    """Yield the rows; KnownError when a quote that is never closed would swallow all that follows it."""
    reader = csv.reader(io.StringIO(f"{text.rstrip(_BREAKS)}\n{_END}", newline=""), delimiter=delimiter)
    begun = 1
    try:
        for row in reader:
            if row == [_END]:
                return
            if row and (row[-1].endswith(_END) or _too_many_lines(row)):
                raise _open_quote(name, begun)
            begun = reader.line_num + 1
            yield row
    except csv.Error as error:
        raise _open_quote(name, begun) from error


def _too_many_lines(row: list[str]) -> bool:
    return any(cell.count("\n") > _LINES_IN_A_CELL for cell in row)


def _open_quote(name: str, line: int) -> KnownError:
    return refusal(
        f"Tệp «{name}» có một ô dài bất thường bắt đầu từ dòng {line}; có thể thiếu dấu nháy kép đóng.",
        "Hãy mở tệp bằng Excel, sửa ô đó, lưu dưới dạng .xlsx rồi chọn lại.",
    )


def _decode(data: bytes, name: str) -> tuple[str, str]:
    try:
        wide = _wide(data)
        text, encoding = (data.decode(wide), "UTF-16") if wide else _decode_8_bit(data, name)
    except UnicodeDecodeError as error:
        raise not_a_table(name) from error
    if _BINARY.search(text):
        raise not_a_table(name)
    return text, encoding


def _wide(data: bytes) -> str:
    """Return how letters of two bytes are laid out; empty when they have one."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    first, second = data[0:_LOOK:2], data[1:_LOOK:2]
    if 2 * second.count(0) > len(second) > 0 and not first.count(0):
        return "utf-16-le"
    return "utf-16-be" if 2 * first.count(0) > len(first) and not second.count(0) else ""


def _decode_8_bit(data: bytes, name: str) -> tuple[str, str]:
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        _check_whole(data, error, name)
    patched = data.decode("utf-8-sig", "replace")
    broken = patched.count(_BROKEN)
    if len(_ACCENTED.findall(patched)) >= _ACCENTS_A_FAULT * broken:
        return patched, "UTF-8"
    western, vietnamese = (data[:_LETTERS].decode(code, "ignore") for code in ("cp1252", "cp1258"))
    if is_old(western, vietnamese):
        return data.decode("cp1252"), "windows-1252"  # letters of an old font, in a Western Windows
    return data.decode("cp1258"), "windows-1258"  # Excel for Windows in Vietnamese, "CSV (Comma delimited)"


def _check_whole(data: bytes, error: UnicodeDecodeError, name: str) -> None:
    """Raise KnownError when the only fault is a letter cut in two at the end: more is missing."""
    cut = error.reason == "unexpected end of data"
    if cut and len(_ACCENTED.findall(data[: error.start].decode("utf-8"))) >= _ACCENTS_A_FAULT:
        raise damaged(name)


def not_a_table(name: str) -> Exception:
    """Return the error for a file whose content is no table at all."""
    return refusal(f"Tệp «{name}» không phải bảng tính: nội dung bên trong không đọc được.", SAVE_AGAIN)


def _delimiter(text: str) -> str:
    """Return the delimiter that splits the first lines into the most cells, the same number on most lines."""
    lines = text[:100_000].splitlines(keepends=True)[:_SAMPLE_LINES]

    def regularity(delimiter: str) -> tuple[int, int]:
        with contextlib.suppress(csv.Error):
            rows = csv.reader(lines, delimiter=delimiter)
            counts = [len(row) - 1 for row in rows if len(row) > 1]
            usual = max(set(counts), key=counts.count, default=0)
            return usual * counts.count(usual), -_DELIMITERS.index(delimiter)
        return -1, 0

    return max(_DELIMITERS, key=regularity)
