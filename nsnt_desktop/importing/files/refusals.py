"""How a file is turned down: what happened, that nothing was lost, what to do."""

from nsnt_desktop.errors import KnownError

MAX_FILE_MB = 100
"""A list of 200,000 households is about 20 MB; the whole file is held in memory while it is read."""
MAX_UNPACKED_MB = 200
"""What the zip directory may promise: a 574 KB bomb took 1.7 GB when it was let in (trap 8)."""
MAX_ROWS = 200_000
"""Far over any commune; a list beyond it is no list of households."""
MAX_COLUMNS = 200
"""The widest form seen has 40 columns."""
MAX_CELLS = 4_000_000
"""calamine keeps a full rectangle of cells: a stray value in the last corner aborts the whole program."""

MAX_SHEETS = 200
"""A commune has a few dozen villages, each on a sheet at most."""
MAX_STRINGS = 2_000_000
"""Different texts in a workbook: ten columns of them in the longest list."""

NOTHING_CHANGED = "Chưa có gì thay đổi trong dữ liệu."
COPY_INTO_EXCEL = "Hãy chép bảng trong đó sang Excel, lưu dưới dạng .xlsx rồi chọn lại."
SAVE_AGAIN = "Hãy mở tệp bằng Excel, lưu lại dưới dạng .xlsx rồi chọn lại."


def refusal(what: str, todo: str) -> KnownError:
    """Return the error for a file that cannot be taken in."""
    return KnownError(f"{what} {NOTHING_CHANGED} {todo}")


def damaged(name: str) -> KnownError:
    """Return the error for a workbook that breaks off or contradicts itself."""
    return refusal(
        f"Tệp «{name}» bị hỏng hoặc chưa được chép đủ nên không đọc được.",
        "Hãy mở thử bằng Excel; nếu mở được thì lưu lại dưới dạng .xlsx, nếu không thì xin thôn gửi lại.",
    )


def protected(name: str) -> KnownError:
    """Return the error for a workbook locked with a password."""
    return refusal(
        f"Tệp «{name}» được đặt mật khẩu nên không đọc được.",
        "Hãy mở tệp bằng Excel, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ sổ làm việc), lưu lại rồi chọn lại.",
    )


def too_large(name: str, what: str) -> KnownError:
    """Return the error for a file beyond the limits; `what` names the limit passed."""
    return refusal(
        f"Tệp «{name}» quá lớn so với một danh sách hộ: {what}.",
        "Hãy xóa các dòng, cột thừa ở xa bảng, lưu lại rồi chọn lại.",
    )


def check_extent(name: str, sheet: str, rows: int, columns: int) -> None:
    """Raise KnownError when a sheet reaches further than any list of households."""
    place = f"trang tính «{sheet}»" if sheet else "bảng"
    if rows > MAX_ROWS:
        raise too_large(name, f"{place} có dữ liệu tới dòng {rows}, giới hạn là {MAX_ROWS} dòng")
    if columns > MAX_COLUMNS:
        raise too_large(name, f"{place} có dữ liệu tới cột thứ {columns}, giới hạn là {MAX_COLUMNS} cột")
    check_rectangle(name, rows, columns, place)


def check_rectangle(name: str, rows: int, columns: int, place: str = "một trang tính") -> None:
    """Raise KnownError when a sheet, hidden ones too, would be laid out in more cells than memory bears."""
    if rows * columns > MAX_CELLS:
        raise too_large(name, f"{place} trải rộng {rows} dòng × {columns} cột")


def check_cells(name: str, cells: int) -> None:
    """Raise KnownError when the sheets of a workbook hold more cells together than memory bears."""
    if cells > MAX_CELLS:
        raise too_large(name, f"các trang tính có hơn {MAX_CELLS} ô cộng lại")
