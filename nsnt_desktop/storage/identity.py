"""Whether a file is one of ours, and whether somebody else has it open: known before SQLite touches it."""

import struct
from pathlib import Path

from filelock import FileLock, Timeout

from nsnt_desktop.errors import KnownError
from nsnt_desktop.storage.faults import NOTHING_LOST, reason

APPLICATION_ID = 0x4E534E54  # "NSNT", in the header of every file of ours
SCHEMA = "0005"
"""The newest migration; a file is used only when its own revision equals this."""


def check_free(path: Path) -> None:
    """Raise KnownError if a new file cannot stand here: the name is taken, or there is no such folder."""
    if path.exists():
        raise KnownError(f"Đã có tệp «{path.name}» ở thư mục này. {NOTHING_LOST} Hãy chọn tên khác.")
    if not path.parent.is_dir():
        raise KnownError(f"Không có thư mục «{path.parent}». {NOTHING_LOST} Hãy chọn thư mục khác.")


def check_is_ours(path: Path) -> None:
    """Raise KnownError unless the file's header says it is a data file of this program; reads 72 bytes."""
    try:
        with path.open("rb") as file:
            header = file.read(72)
    except FileNotFoundError:
        raise KnownError(f"Không tìm thấy tệp «{path}». {NOTHING_LOST} Hãy kiểm tra lại đường dẫn.") from None
    except OSError as error:
        raise KnownError(
            f"Không đọc được tệp «{path.name}» ({reason(error)}). {NOTHING_LOST} Hãy kiểm tra quyền đọc tệp."
        ) from error
    ours = header[:16] == b"SQLite format 3\x00" and header[68:72] == struct.pack(">I", APPLICATION_ID)
    if not ours:
        raise KnownError(
            f"Tệp «{path.name}» không phải tệp dữ liệu của chương trình này. {NOTHING_LOST} "
            "Hãy chọn tệp có đuôi .nsnt do chương trình tạo ra."
        )


def take_lock(path: Path) -> FileLock:
    # An operating-system lock: it goes with the process, so a crash or a kill leaves nothing stale.
    # Not of one thread: a file opened off the screen's thread is closed on it.
    lock = FileLock(path.with_name(path.name + ".lock"), thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise KnownError(
            f"Tệp dữ liệu «{path.name}» đang mở ở một cửa sổ khác. {NOTHING_LOST} "
            "Hãy dùng cửa sổ đang mở, hoặc đóng nó rồi mở lại."
        ) from None
    except OSError as error:
        raise KnownError(
            f"Thư mục chứa «{path.name}» không cho ghi ({reason(error)}). {NOTHING_LOST} "
            "Hãy chép tệp sang thư mục khác (ví dụ Tài liệu) rồi mở lại."
        ) from error
    return lock
