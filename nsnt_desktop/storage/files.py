"""Files that leave the program: written beside their place first, so that a failure spoils nothing."""

import errno
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from nsnt_desktop.errors import KnownError
from nsnt_desktop.storage.faults import reason


def write_beside(path: Path, writer: Callable[[BinaryIO], object]) -> None:
    """Write a file through a temporary one in the same folder, moved into place when complete.

    The old file, if any, stays whole until then. Raises KnownError when the world refuses: the file
    open in another program, a read-only or missing folder, a full disk.
    """
    beside = path.with_name(f"~{secrets.token_hex(6)}.tmp")
    try:
        with beside.open("xb") as file:
            writer(file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as fault:
        raise KnownError(_sentence(path, fault)) from fault
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _sentence(path: Path, fault: OSError) -> str:
    happened = f"Không lưu được tệp «{path.name}»: {_reason(path, fault)}."
    return f"{happened} Dữ liệu và tệp cũ còn nguyên; {_advice(fault)}."


def _reason(path: Path, fault: OSError) -> str:
    if isinstance(fault, FileNotFoundError | NotADirectoryError):
        return f"không tìm thấy thư mục «{path.parent}»"
    if isinstance(fault, PermissionError | IsADirectoryError):
        return "tệp đang mở trong chương trình khác hoặc thư mục không cho ghi"
    return reason(fault)


def _advice(fault: OSError) -> str:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return "hãy giải phóng bớt dung lượng hoặc chọn ổ đĩa khác rồi lưu lại"
    if isinstance(fault, PermissionError):
        return "hãy đóng tệp đó (Word, Excel, trình đọc PDF) hoặc chọn thư mục khác rồi lưu lại"
    return "hãy chọn nơi lưu khác rồi lưu lại"
