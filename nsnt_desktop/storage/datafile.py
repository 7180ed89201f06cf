"""The data file `*.nsnt`: opened under a lock, checked before use, one place where sessions come from."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from filelock import FileLock
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.storage.backup import make_backup
from nsnt_desktop.storage.faults import NOTHING_LOST, telling
from nsnt_desktop.storage.identity import SCHEMA, check_free, check_is_ours, take_lock

Listener = Callable[[frozenset[str]], None]
PATIENCE = 0.3
"""Seconds a change waits for one under way in another thread: the window must not stand still for longer."""


class DataFile:
    """An open data file: the engine, the lock, and who wants to hear of changes."""

    def __init__(self, path: Path, engine: Engine, lock: FileLock | None) -> None:
        self.path = path
        self.engine = engine
        self._writing_engine = engine.execution_options(nsnt_writing=True)
        self._lock = lock
        self.listeners: list[Listener] = []
        self._turn = Lock()
        self._writing = ""

    @property
    def writable(self) -> bool:
        """Whether this opening may write: it holds the lock."""
        return self._lock is not None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that sees one consistent state and writes nothing."""
        with telling(self.path), Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def turn_to_write(self, what: str) -> Iterator[None]:
        """Hold the one turn to write, for a change named in the officer's words.

        Raises KnownError when another thread has it and does not give it back in a moment.
        """
        if not self._turn.acquire(timeout=PATIENCE):
            raise KnownError(
                f"Chương trình đang ghi một việc khác vào tệp dữ liệu: {self._writing}. {NOTHING_LOST} "
                "Hãy đợi việc đó xong rồi làm lại."
            )
        try:
            self._writing = what
            yield
        finally:
            self._turn.release()

    def writing_session(self) -> Session:
        """Return a session whose transaction begins IMMEDIATE; `storage.changes.change` is its one user."""
        if not self.writable:
            raise RuntimeError("this data file was opened for reading")
        return Session(self._writing_engine)

    def close(self) -> None:
        """Let go of the file and the lock."""
        self.engine.dispose()
        if self._lock is not None:
            self._lock.release()


def make_engine(path: Path) -> Engine:
    """Return an engine whose transactions SQLite itself sees, DDL included (docs/decisions)."""
    # Built, not written: in a written URL "?" and "%20" in a folder's name mean something else.
    # Without hidden parameters the names of households would stand in every traceback.
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": 5}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _connect(raw: sqlite3.Connection, _record: Any) -> None:
        raw.isolation_level = None  # the driver must not begin or commit behind our back
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("PRAGMA synchronous=FULL")  # USB sticks are pulled out
        raw.execute("PRAGMA cache_size=-32000")
        # A long write that outgrows the cache would shut out every reader, the window too, until it is done.
        raw.execute("PRAGMA cache_spill=OFF")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("nsnt_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def open_data_file(path: Path, *, write: bool = True) -> DataFile:
    """Open an existing data file; with write, take the lock and bring an older schema up to date.

    Raises KnownError: missing, not ours, newer than this program, read-only, in use, damaged.
    """
    path = path.absolute()
    check_is_ours(path)
    lock = take_lock(path) if write else None
    engine = make_engine(path)
    try:
        with telling(path):
            _check_schema(path, engine, write=write)
            if write:
                _probe_write(engine)
    except BaseException:
        engine.dispose()
        if lock is not None:
            lock.release()
        raise
    return DataFile(path, engine, lock)


def create_data_file(path: Path) -> DataFile:
    """Create an empty data file with the newest schema; an existing file is never overwritten."""
    path = path.absolute()
    check_free(path)
    lock = take_lock(path)
    engine = make_engine(path)
    try:
        with telling(path):
            _migrate(engine)
    except BaseException:
        engine.dispose()
        path.unlink(missing_ok=True)
        lock.release()
        raise
    return DataFile(path, engine, lock)


def _check_schema(path: Path, engine: Engine, *, write: bool) -> None:
    with engine.connect() as connection:
        versioned = connection.execute(
            text("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'")
        ).scalar()
        found = versioned and connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found == SCHEMA:
        return
    if not found:
        raise KnownError(
            f"Tệp «{path.name}» không có dữ liệu bên trong. Tệp được giữ nguyên. "
            "Hãy chọn tệp khác hoặc khôi phục từ bản sao lưu."
        )
    if found > SCHEMA:
        raise KnownError(
            f"Tệp «{path.name}» do phiên bản mới hơn của chương trình tạo ra. Tệp được giữ nguyên. "
            "Hãy cài phiên bản mới nhất rồi mở lại."
        )
    if not write:
        raise KnownError(
            f"Tệp «{path.name}» thuộc phiên bản cũ. Tệp được giữ nguyên. "
            "Hãy mở tệp bằng cửa sổ chương trình một lần."
        )
    make_backup(path)  # a migration is the riskiest write there is
    _migrate(engine)


def _probe_write(engine: Engine) -> None:
    with engine.execution_options(nsnt_writing=True).connect() as connection:
        # Beginning is not enough: SQLite begins on a read-only file too, and refuses at the first write.
        kept = connection.exec_driver_sql("PRAGMA user_version").scalar()
        connection.exec_driver_sql(f"PRAGMA user_version={kept}")
        connection.rollback()


def _migrate(engine: Engine) -> None:
    # Alembic costs 0.1–0.4 s to import: only when there is something to do.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    folder = str(Path(__file__).parent / "migrations").replace("%", "%%")  # a per cent sign is a macro there
    config.set_main_option("script_location", folder)
    with engine.execution_options(nsnt_writing=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
