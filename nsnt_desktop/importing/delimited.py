"""Lists saved as text (.csv): which encoding, which delimiter, which cells."""

import csv
import io
import re

from nsnt_desktop.importing.refusals import MAX_COLUMNS, MAX_ROWS, SAVE_AGAIN, check_extent, damaged, refusal

_DELIMITERS = ";\t,"
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE_LINES = 30


def read_delimited(data: bytes, name: str) -> tuple[list[list[str]], str]:
    """Return the rows of a text table, all of one width, and its encoding; KnownError when it is none."""
    text, encoding = _decode(data, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[list[str]] = []
    width = 0
    try:
        for row in reader:
            rows.append(row)
            width = max(width, len(row))
            if len(rows) > MAX_ROWS or width > MAX_COLUMNS:
                break
    except csv.Error as error:
        raise damaged(name) from error
    check_extent(name, "", len(rows), width)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows, encoding


def _decode(data: bytes, name: str) -> tuple[str, str]:
    try:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text, encoding = (data.decode("utf-16"), "UTF-16") if wide else _decode_8_bit(data)
    except UnicodeDecodeError as error:
        raise not_a_table(name) from error
    if _BINARY.search(text):
        raise not_a_table(name)
    return text, encoding


def _decode_8_bit(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return data.decode(
            "cp1258"
        ), "windows-1258"  # Excel for Windows in Vietnamese, "CSV (Comma delimited)"


def not_a_table(name: str) -> Exception:
    """Return the error for a file whose content is no table at all."""
    return refusal(f"Tệp «{name}» không phải bảng tính: nội dung bên trong không đọc được.", SAVE_AGAIN)


def _delimiter(text: str) -> str:
    """Return the delimiter that splits the first lines into the most cells, the same number on most lines."""
    lines = text[:100_000].splitlines()[:_SAMPLE_LINES]

    def regularity(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines if delimiter in line]
        usual = max(set(counts), key=counts.count, default=0)
        return usual * counts.count(usual), -_DELIMITERS.index(delimiter)

    return max(_DELIMITERS, key=regularity)
