"""Backups: whole, checked copies through SQLite's backup API, written beside and moved into place."""

import glob
import hashlib
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import now
from nsnt_desktop.storage.faults import NOTHING_LOST, reason, telling
from nsnt_desktop.storage.identity import SCHEMA, check_is_ours, take_lock

KEPT = 30
"""Backups kept for one data file; the oldest beyond that go."""


@dataclass(frozen=True)
class Backup:
    """One backup on disk."""

    path: Path
    made_at: datetime
    size: int


def home() -> Path:
    """Return the folder of this program's own files on this PC (NSNT_HOME overrides it)."""
    return Path(os.environ.get("NSNT_HOME") or user_data_path("NSNT Desktop", appauthor=False))


def backup_folder(data_path: Path) -> Path:
    """Return where the backups of one data file go: off the USB stick, on the PC."""
    whole = os.path.normcase(data_path.absolute())  # Windows: C:/Xa.nsnt and c:/xa.nsnt are one file
    mark = hashlib.sha256(str(whole).encode()).hexdigest()[:8]
    return home() / "backups" / f"{data_path.stem}-{mark}"


def make_backup(data_path: Path, folder: Path | None = None) -> Path:
    """Copy the data file whole into a folder and check the copy; return its path.

    In the file's own folder the oldest beyond KEPT go; in a folder somebody named nothing is removed, for a
    file of the same name from elsewhere may keep its backups there too.
    Raises KnownError if the folder cannot be written or the copy is not sound.
    """
    own = backup_folder(data_path)
    folder = folder or own
    base = f"{data_path.stem}-{now():%Y%m%d-%H%M%S}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = _free_name(folder, base)
        with telling(data_path):
            _copy(data_path, target)
    except OSError as error:
        raise KnownError(
            f"Không ghi được bản sao lưu vào «{folder}» ({reason(error)}). "
            "Dữ liệu đang dùng vẫn nguyên vẹn. Hãy chọn thư mục khác."
        ) from error
    for old in list_backups(data_path, folder)[KEPT:] if folder == own else ():
        with suppress(OSError):  # one that another program holds open goes next time
            old.path.unlink(missing_ok=True)
    return target


def list_backups(data_path: Path, folder: Path | None = None) -> list[Backup]:
    """Return the backups of one data file, newest first."""
    folder = folder or backup_folder(data_path)
    found = [
        Backup(path, datetime.fromtimestamp(path.stat().st_mtime), path.stat().st_size)  # noqa: DTZ006 - as now()
        for path in folder.glob(f"{glob.escape(data_path.stem)}-????????-??????*.nsnt")
    ]
    return sorted(found, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)


def restore(backup: Path, data_path: Path) -> Path | None:
    """Put a backup in the data file's place; what stood there is backed up first, and that path returned.

    Raises KnownError if the backup is not sound or the data file is open; then nothing has changed.
    """
    check_is_ours(backup)
    if backup.absolute() == data_path.absolute():
        raise KnownError(f"Bản sao lưu và tệp dữ liệu là một tệp. {NOTHING_LOST} Hãy chọn bản sao lưu khác.")
    with telling(backup):
        _check_sound(backup)
    lock = take_lock(data_path)
    try:
        kept = _keep_what_stands(data_path)
        with telling(data_path):
            _copy(backup, data_path)
    except OSError as error:
        raise KnownError(
            f"Không ghi được vào «{data_path.name}» ({reason(error)}). {NOTHING_LOST} "
            "Hãy đóng tệp ở chương trình khác."
        ) from error
    finally:
        lock.release()
    return kept


def _keep_what_stands(data_path: Path) -> Path | None:
    """Back up the data file; one too damaged for that is kept byte for byte, as `….nsnt.hong`."""
    if not data_path.exists():
        return None
    try:
        return make_backup(data_path)
    except KnownError:
        folder = backup_folder(data_path)
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / f"{data_path.stem}-{now():%Y%m%d-%H%M%S}.nsnt.hong"
        shutil.copyfile(data_path, kept)
        for leftover in filter(Path.exists, _leftovers(data_path)):
            shutil.copyfile(leftover, kept.with_name(kept.name + leftover.name.removeprefix(data_path.name)))
        return kept


def _leftovers(path: Path) -> list[Path]:
    return [path.with_name(path.name + suffix) for suffix in ("-journal", "-wal", "-shm")]


def _copy(source: Path, target: Path) -> None:
    beside = target.with_name(target.name + ".tmp")
    beside.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(beside)) as write:
            read.backup(write)
        _check_sound(beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        for leftover in _leftovers(target):
            # SQLite would roll the journal of a killed program back into the file we put in its place.
            leftover.unlink(missing_ok=True)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _check_sound(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if verdict != "ok" or found > SCHEMA:
        raise KnownError(
            f"Bản sao «{path.name}» không nguyên vẹn hoặc thuộc phiên bản mới hơn. {NOTHING_LOST} "
            "Hãy chọn bản sao lưu khác."
        )


def _free_name(folder: Path, base: str) -> Path:
    candidate = folder / f"{base}.nsnt"
    count = 1
    while candidate.exists():
        count += 1
        candidate = folder / f"{base}-{count}.nsnt"
    return candidate
