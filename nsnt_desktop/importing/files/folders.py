"""The lists in files and folders that were chosen or dropped together."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from nsnt_desktop.importing.files.kinds import LOCK_MARK
from nsnt_desktop.importing.files.refusals import refusal
from nsnt_desktop.text import natural_key

LIST_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt")
MAX_FILES = 500
"""Ten villages send ten files; more is a folder chosen by mistake, such as the whole disk."""
MAX_DEPTH = 3
"""Folders within the chosen one: "Năm 2024/Xã/Thôn"."""


def files_in(paths: Sequence[Path]) -> list[Path]:
    """Return the files themselves, and the lists that stand in the folders, in natural order, each once.

    A file chosen by name is kept whatever its kind: reading it tells what it is. KnownError: more than 500
    files, none, or a folder that cannot be read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(_walk(path), key=_natural) if path.is_dir() else [path]
        for file in inside:
            found.setdefault(file)
        if len(found) > MAX_FILES:
            raise _too_many()
    if not found:
        raise refusal(
            "Không có tệp danh sách nào (.xlsx, .xls, .ods, .csv) trong thư mục đã chọn.",
            "Hãy chọn thư mục chứa các tệp thôn gửi, hoặc chọn thẳng các tệp đó.",
        )
    return list(found)


def _walk(top: Path) -> Iterator[Path]:
    """Yield the lists within a folder; links to other folders are not followed."""
    count = 0
    for folder, inside, files in os.walk(top, onerror=_unreadable):
        here = Path(folder)
        inside[:] = [name for name in inside if not name.startswith(".")]
        if len(here.relative_to(top).parts) >= MAX_DEPTH:
            inside.clear()
        for name in files:
            if not name.startswith((LOCK_MARK, ".")) and name.lower().endswith(LIST_SUFFIXES):
                count += 1
                if count > MAX_FILES:
                    raise _too_many()
                yield here / name


def _natural(path: Path) -> list[str]:
    return [natural_key(part) for part in path.parts]


def _unreadable(error: OSError) -> None:
    raise refusal(
        f"Không được phép đọc thư mục «{Path(error.filename or '').name}».",
        "Hãy chép các tệp sang thư mục khác rồi chọn lại.",
    ) from error


def _too_many() -> Exception:
    return refusal(
        f"Thư mục đã chọn có hơn {MAX_FILES} tệp danh sách.", "Hãy chọn thư mục nhỏ hơn hoặc chọn từng tệp."
    )
