"""The first step of an import: the bytes of a file become sheets of cells. The file is never written."""

import contextlib
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing import old_excel, packages
from nsnt_desktop.importing.delimited import not_a_table, read_delimited
from nsnt_desktop.importing.refusals import (
    MAX_FILE_MB,
    SAVE_AGAIN,
    check_extent,
    damaged,
    protected,
    refusal,
    too_large,
)
from nsnt_desktop.importing.sheet_xml import Faults

Cell = str | int | float | date | time | timedelta
"""What a cell holds; a blank is "", a number usually a float; datetime is a date."""
Range = tuple[tuple[int, int], tuple[int, int]]
"""((first row, first column), (last row, last column)), counted from 0."""

_UNICODE = "Unicode"
_TEXT_SUFFIXES = {".csv", ".txt", ".tsv"}


@dataclass(frozen=True)
class Sheet:
    """One sheet: cells[i] is Excel's row i + 1, all rows of one width; text stands as it was typed.

    A hidden sheet has no cells. `faults` says why a cell only looks blank: a formula without a value, #N/A.
    """

    name: str
    hidden: bool
    cells: list[list[Cell]]
    merged: tuple[Range, ...] = ()
    faults: Faults = field(default_factory=dict)


@dataclass(frozen=True)
class Workbook:
    """A file as it was read, and the digest by which the same file is known again."""

    path: Path
    name: str
    digest: str
    encoding: str
    """How its letters are written: "Unicode" in every workbook format, or the encoding of a text file."""
    sheets: tuple[Sheet, ...]


def read_workbook(path: Path) -> Workbook:
    """Return the sheets of an .xlsx, .xls, .ods or .csv file; what it is, its content decides, not its name.

    KnownError: missing, locked, too large, password, damaged, no workbook at all.
    """
    data = _read_bytes(path)
    name = path.name
    if not data:
        raise refusal(f"Tệp «{name}» rỗng, không có nội dung nào.", "Hãy kiểm tra lại hoặc xin thôn gửi lại.")
    encoding, sheets = _sheets(data, path)
    return Workbook(path, name, hashlib.sha256(data).hexdigest(), encoding, tuple(sheets))


def _read_bytes(path: Path) -> bytes:
    name = path.name
    try:
        if path.is_dir():
            raise refusal(
                f"«{name}» là một thư mục, không phải tệp.", "Hãy chọn tệp danh sách trong thư mục đó."
            )
        with path.open("rb") as file:
            data = file.read(MAX_FILE_MB * 1_000_000 + 1)
    except FileNotFoundError as error:
        raise refusal(
            f"Không tìm thấy tệp «{name}».",
            "Có thể tệp đã bị chuyển, đổi tên hoặc USB đã rút ra; hãy chọn lại.",
        ) from error
    except PermissionError as error:
        raise refusal(
            f"Không được phép đọc tệp «{name}», hoặc tệp đang mở trong chương trình khác.",
            "Hãy đóng tệp trong Excel, hoặc chép tệp sang thư mục khác rồi chọn lại.",
        ) from error
    except (OSError, ValueError) as error:
        raise refusal(
            f"Không đọc được tệp «{name}» từ ổ đĩa.",
            "Hãy kiểm tra ổ đĩa hoặc USB, chép tệp ra chỗ khác rồi chọn lại.",
        ) from error
    if len(data) > MAX_FILE_MB * 1_000_000:
        raise too_large(name, f"hơn {MAX_FILE_MB} MB")
    return data


def _sheets(data: bytes, path: Path) -> tuple[str, Iterator[Sheet]]:
    name = path.name
    if data.startswith(b"PK"):
        return _UNICODE, _read_package(data, name)
    if data.startswith(old_excel.SIGNATURE):
        old_excel.check_old_excel(data, name)
        return _UNICODE, _read_calamine(data, name)
    if (
        data[:1000]
        .lstrip(b"\xef\xbb\xbf \t\r\n")
        .lower()
        .startswith((b"<html", b"<!doctype html", b"<table", b"<meta"))
    ):
        raise refusal(f"Tệp «{name}» thực chất là trang web (HTML), không phải bảng tính.", SAVE_AGAIN)
    if path.suffix.lower() in _TEXT_SUFFIXES:
        rows, encoding = read_delimited(data, name)
        return encoding, iter([Sheet(path.stem, False, [list(row) for row in rows])])
    raise not_a_table(name)


def _read_package(data: bytes, name: str) -> Iterator[Sheet]:
    package = packages.open_package(data, name)
    parts = set(package.namelist())
    if "content.xml" in parts:
        packages.check_ods(package, name)
        return _read_calamine(data, name)
    if "xl/workbook.xml" not in parts:
        raise not_a_table(name)
    sheet_parts = packages.sheet_parts(package, name)

    def check(sheet: str) -> Faults:
        return packages.check_xlsx_sheet(package, sheet_parts.get(sheet, ""), name, sheet)

    return _read_calamine(data, name, check)


def _read_calamine(data: bytes, name: str, check: Callable[[str], Faults] = lambda _: {}) -> Iterator[Sheet]:
    """Yield the sheets; check(sheet name) runs before calamine lays out the rectangle of one."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - loaded when needed

    with _calamine_faults(name):
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            if about.visible != SheetVisibleEnum.Visible:
                yield Sheet(about.name, True, [])
                continue
            faults = check(about.name)
            sheet = book.get_sheet_by_name(about.name)
            check_extent(name, about.name, sheet.total_height, sheet.total_width)
            cells = [_plain(row) for row in sheet.to_python(skip_empty_area=False)]
            yield Sheet(about.name, False, cells, tuple(sheet.merged_cell_ranges or ()), faults)


def _plain(row: list[Cell]) -> list[Cell]:
    """Return the row with TRUE and FALSE as Excel shows them: in Python True == 1."""
    if True in row or False in row:
        return [str(cell).upper() if isinstance(cell, bool) else cell for cell in row]
    return row


@contextlib.contextmanager
def _calamine_faults(name: str) -> Iterator[None]:
    from python_calamine import CalamineError, PasswordError  # noqa: PLC0415 - loaded when needed

    try:
        yield
    except KnownError:
        raise
    except PasswordError as error:
        raise protected(name) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise damaged(name) from error
    except BaseException as error:
        # A panic of the Rust library is no Exception and cannot be imported by name.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(name) from error
