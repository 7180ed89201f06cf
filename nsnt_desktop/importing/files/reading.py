"""The first step of an import: the bytes of a file become sheets of cells. The file is never written."""

import contextlib
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files import old_excel, packages
from nsnt_desktop.importing.files.delimited import broken_cells, not_a_table, read_delimited
from nsnt_desktop.importing.files.kinds import check_no_other_kind, other_package
from nsnt_desktop.importing.files.looks import Looks, Place, Seen
from nsnt_desktop.importing.files.number_formats import show_zeros
from nsnt_desktop.importing.files.refusals import (
    MAX_FILE_MB,
    MAX_SHEETS,
    check_cells,
    check_extent,
    damaged,
    protected,
    refusal,
    too_large,
)
from nsnt_desktop.progress import Tell, silent

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

__all__ = ["Cell", "Looks", "Range", "Sheet", "Workbook", "read_workbook"]

Cell = str | int | float | date | time | timedelta
"""What a cell holds; a blank is "", a number usually a float; datetime is a date."""
Range = tuple[tuple[int, int], tuple[int, int]]
"""((first row, first column), (last row, last column)), counted from 0."""

_UNICODE = "Unicode"
_TEXT_SUFFIXES = {".csv", ".txt", ".tsv"}
_NOTHING_SEEN = Seen()
_ROWS_AT_ONCE = 5_000
_WORDS_KEPT = 20_000
_BEAT = 0.1
"""Seconds between two looks at whether the officer stopped the work."""
_T = TypeVar("_T")


@dataclass(frozen=True)
class Sheet:
    """One sheet: cells[i] is Excel's row i + 1, all rows of one width; text stands as it was typed.

    `faults` says why a cell only looks blank: a formula without a value, #N/A.
    """

    name: str
    hidden: bool
    cells: list[list[Cell]]
    merged: tuple[Range, ...] = ()
    faults: Mapping[Place, str] = field(default_factory=dict)
    looks: Looks = Looks()  # noqa: RUF009 - frozen
    unreadable: str = ""
    """Why a hidden sheet was not laid out, in Vietnamese: it has no cells, the others are read."""


@dataclass(frozen=True)
class Workbook:
    """A file as it was read, and the digest by which the same file is known again."""

    path: Path
    name: str
    digest: str
    encoding: str
    """How its letters are written: "Unicode" in every workbook format, or the encoding of a text file."""
    sheets: tuple[Sheet, ...]


def read_workbook(path: Path, tell: Tell = silent) -> Workbook:
    """Return the sheets of an .xlsx, .xls, .ods or .csv file; what it is, its content decides, not its name.

    KnownError: missing, locked, too large, password, damaged, no workbook at all.
    """
    data = _read_bytes(path)
    name = path.name
    if not data:
        raise refusal(f"Tệp «{name}» rỗng, không có nội dung nào.", "Hãy kiểm tra lại hoặc xin thôn gửi lại.")
    try:
        encoding, sheets = _sheets(data, path, tell)
        return Workbook(path, name, hashlib.sha256(data).hexdigest(), encoding, tuple(sheets))
    except MemoryError as error:
        raise too_large(name, "máy không đủ bộ nhớ để mở") from error


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


def _sheets(data: bytes, path: Path, tell: Tell) -> tuple[str, Iterator[Sheet]]:
    name = path.name
    check_no_other_kind(data, name)
    if data.startswith(b"PK"):
        return _UNICODE, _read_package(data, name, tell)
    if data.startswith(old_excel.SIGNATURE):
        seen = old_excel.see_old_excel(data, name)
        return _UNICODE, _read_calamine(data, name, lambda at, _: _at(seen, at), tell)
    if path.suffix.lower() in _TEXT_SUFFIXES:
        rows, encoding = read_delimited(data, name, tell)
        faults = broken_cells(rows) if encoding == "UTF-8" else {}
        return encoding, iter([Sheet(path.stem, False, [list[Cell](row) for row in rows], faults=faults)])
    raise not_a_table(name)


def _at(seen: Sequence[Seen], index: int) -> Seen:
    return seen[index] if index < len(seen) else _NOTHING_SEEN


def _read_package(data: bytes, name: str, tell: Tell) -> Iterator[Sheet]:
    package = packages.open_package(data, name)
    parts = set(package.namelist())
    if "content.xml" in parts and "xl/workbook.xml" not in parts:
        mimetype = packages.read_part(package, "mimetype", name) if "mimetype" in parts else b""
        if b"spreadsheet" not in mimetype:
            raise other_package(parts, mimetype, name) or not_a_table(name)
        packages.check_no_password(package, name)
        tables = _patiently(lambda: packages.see_ods(package, name), lambda: tell(f"Đang mở «{name}»", 0, 1))
        return _read_calamine(data, name, lambda _, sheet: tables.get(sheet, _NOTHING_SEEN), tell)
    if "xl/workbook.xml" not in parts:
        raise other_package(parts, b"", name) or not_a_table(name)
    sheet_parts = packages.sheet_parts(package, name)
    styles = _patiently(lambda: packages.read_styles(package, name), lambda: tell(f"Đang mở «{name}»", 0, 1))

    def see(_: int, sheet: str) -> Seen:
        return packages.see_xlsx_sheet(package, sheet_parts.get(sheet, ""), name, styles)

    return _read_calamine(data, name, see, tell)


def _read_calamine(data: bytes, name: str, see: Callable[[int, str], Seen], tell: Tell) -> Iterator[Sheet]:
    """Yield the sheets; see(index, sheet name) runs before calamine lays out the rectangle of one."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - loaded when needed

    with _calamine_faults(name):
        book = _patiently(
            lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)), lambda: tell(f"Đang mở «{name}»", 0, 1)
        )
        tabs = [
            (at, about)
            for at, about in enumerate(book.sheets_metadata)
            if about.typ == SheetTypeEnum.WorkSheet
        ]
    if len(tabs) > MAX_SHEETS:
        raise too_large(name, f"có {len(tabs)} trang tính, giới hạn là {MAX_SHEETS}")
    if len({about.name for _, about in tabs}) < len(tabs):
        raise damaged(name)
    cells = 0
    for done, (at, about) in enumerate(tabs):
        tick = partial(tell, f"Đang đọc «{about.name}»", done, len(tabs))
        tick()
        hidden = about.visible != SheetVisibleEnum.Visible
        try:
            with _calamine_faults(name):
                seen = _patiently(partial(see, at, about.name), tick)
                sheet = _laid_out(book, about.name, name, seen, tick, hidden=hidden)
        except KnownError as error:
            if not hidden:
                raise
            sheet = Sheet(about.name, True, [], unreadable=error.message)
        cells += len(sheet.cells) * len(sheet.cells[0]) if sheet.cells else 0
        check_cells(name, cells)
        yield sheet


def _laid_out(
    book: "CalamineWorkbook", sheet: str, name: str, seen: Seen, tick: Callable[[], None], *, hidden: bool
) -> Sheet:
    """Return one sheet with its cells; KnownError when it reaches too far."""
    check_extent(name, sheet, *seen.extent)
    tick()
    found = _patiently(lambda: book.get_sheet_by_name(sheet), tick)
    check_extent(name, sheet, found.total_height, found.total_width)
    cells: list[list[Cell]] = []
    words: dict[str, str] = {}
    rows = iter(found.iter_rows())
    left: list[Cell] = [""] * (
        found.start[1] if found.start else 0
    )  # iter_rows leaves out what is blank there
    while block := list(islice(rows, _ROWS_AT_ONCE)):
        if len(words) > _WORDS_KEPT:
            words.clear()
        plain = [_plain(row, words) for row in block]
        cells += [left + row for row in plain] if left else plain
        tick()
    show_zeros(cells, seen.formats)
    merged = tuple(found.merged_cell_ranges or ())
    return Sheet(sheet, hidden, cells, merged, seen.faults, seen.looks)


def _patiently(work: Callable[[], _T], tick: Callable[[], None]) -> _T:
    """Return what the work returns, while telling how it goes and hearing whether it is to stop.

    calamine cannot be stopped within a sheet: its thread then ends by itself, a second later at most.
    """
    pool = ThreadPoolExecutor(1)
    try:
        running = pool.submit(work)
        while not wait([running], _BEAT).done:
            tick()
        return running.result()
    finally:
        pool.shutdown(wait=False)


def _plain(row: list[Cell], words: dict[str, str]) -> list[Cell]:
    """Return the row with each word kept once, TRUE and FALSE as Excel shows them: in Python True == 1."""
    if True in row or False in row:
        row = [str(cell).upper() if isinstance(cell, bool) else cell for cell in row]
    # calamine makes a new text of every cell: "Giếng khoan" a hundred thousand times.
    return [words.setdefault(cell, cell) if cell.__class__ is str else cell for cell in row]


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
