"""What SQLite and the disk complain of, told to the officer in one sentence each."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from nsnt_desktop.errors import KnownError

NOTHING_LOST = "Chưa có gì bị thay đổi."

_SENTENCES = {
    sqlite3.SQLITE_BUSY: "Tệp dữ liệu «{name}» đang được một chương trình khác dùng. "
    + NOTHING_LOST
    + " Hãy đóng chương trình kia rồi làm lại.",
    sqlite3.SQLITE_READONLY: "Tệp dữ liệu «{name}» chỉ cho đọc, không ghi được. "
    + NOTHING_LOST
    + " Hãy bỏ thuộc tính chỉ đọc (Read-only) hoặc chép tệp sang thư mục khác rồi mở lại.",
    sqlite3.SQLITE_FULL: "Ổ đĩa chứa «{name}» đã đầy nên việc vừa làm không ghi được. "
    + NOTHING_LOST
    + " Hãy dọn bớt ổ đĩa rồi làm lại.",
    sqlite3.SQLITE_IOERR: "Không đọc hoặc ghi được ổ đĩa chứa «{name}» (USB bị rút hoặc ổ đĩa hỏng). "
    "Những gì đã lưu trước đó vẫn còn. Hãy cắm lại USB rồi mở lại tệp, hoặc dùng bản sao lưu.",
    sqlite3.SQLITE_CORRUPT: "Tệp dữ liệu «{name}» bị hỏng một phần. Chương trình không ghi gì vào tệp. "
    "Hãy khôi phục từ bản sao lưu gần nhất.",
    sqlite3.SQLITE_NOTADB: "Tệp «{name}» không phải tệp dữ liệu của chương trình này. "
    + NOTHING_LOST
    + " Hãy chọn tệp có đuôi .nsnt.",
    sqlite3.SQLITE_CANTOPEN: "Không mở được tệp dữ liệu «{name}». "
    + NOTHING_LOST
    + " Hãy kiểm tra tệp còn ở đó và thư mục cho phép ghi.",
}
_SENTENCES[sqlite3.SQLITE_LOCKED] = _SENTENCES[sqlite3.SQLITE_BUSY]


def reason(error: OSError) -> str:
    """Return in Vietnamese why the operating system refused."""
    if isinstance(error, PermissionError | IsADirectoryError):
        return "đang mở trong chương trình khác hoặc không được phép"
    return _REASONS.get(error.errno or 0, "hệ điều hành từ chối")


_REASONS = {
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EDQUOT: "ổ đĩa đã đầy",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ENOENT: "không tìm thấy thư mục",
    errno.ENOTDIR: "không tìm thấy thư mục",
    errno.EIO: "không đọc ghi được ổ đĩa",
}


def as_known(error: BaseException, path: Path) -> KnownError | None:
    """Return the sentence for a fault of the world, or None if the error is a bug."""
    if isinstance(error, DatabaseError) and error.orig is not None:
        error = error.orig
    if not isinstance(error, sqlite3.Error):
        return None
    # The low byte is the primary code; the extended ones only say where it happened.
    sentence = _SENTENCES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return KnownError(sentence.format(name=path.name)) if sentence else None


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn the faults of the world inside the block into KnownError; let bugs through as they are."""
    try:
        yield
    except (DatabaseError, sqlite3.Error) as error:
        known = as_known(error, path)
        if known is None:
            raise
        raise known from error
