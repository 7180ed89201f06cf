import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from communes import CAM_TAN, VILLAGES, content_digest, count, file_digest
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Household, Village
from nsnt_desktop.registry.new_commune import create_commune
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile, create_data_file, open_data_file
from nsnt_desktop.storage.identity import APPLICATION_ID, SCHEMA


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder every user may walk into (pytest's own are closed to others), closed to writing at will."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def _sentences(error: pytest.ExceptionInfo[KnownError]) -> str:
    message = error.value.message
    assert message.endswith(".")
    assert "Traceback" not in message
    assert any(
        word in message for word in ("Chưa có gì bị thay đổi", "giữ nguyên", "Chương trình không ghi gì")
    )
    return message


def test_create_close_open(data_path: Path) -> None:
    create_commune(data_path, CAM_TAN).close()
    header = data_path.read_bytes()[:72]
    assert header[68:72] == struct.pack(">I", APPLICATION_ID) == b"NSNT"
    data = open_data_file(data_path)
    assert data.writable
    assert count(data, Village) == len(VILLAGES)
    data.close()


@pytest.mark.parametrize(
    "name", ["Xã Cẩm Tân (mới) 2024.nsnt", "a#b%20c%.nsnt", "[2024] {x}.nsnt", "a;b&c='d'.nsnt"]
)
def test_odd_paths_are_taken_as_they_are(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "Người dùng 100% #1 %41"
    folder.mkdir()
    create_commune(folder / name, CAM_TAN).close()
    data = open_data_file(folder / name)
    assert count(data, Village) == 2
    data.close()
    assert [p.name for p in folder.iterdir() if p.suffix == ".nsnt"] == [name]
    assert [p.name for p in tmp_path.iterdir()] == [folder.name]


@pytest.mark.skipif(sys.platform == "win32", reason="no question marks in Windows names")
def test_a_question_mark_is_no_query(tmp_path: Path) -> None:
    path = tmp_path / "a?mode=memory.nsnt"
    create_commune(path, CAM_TAN).close()
    assert path.is_file()


def test_the_settings_of_the_connection(data: DataFile) -> None:
    with data.reading() as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("foreign_keys", "synchronous", "journal_mode")
        }
    assert found == {"foreign_keys": 1, "synchronous": 2, "journal_mode": "delete"}


def test_a_second_opening_is_refused_and_harms_nothing(data: DataFile) -> None:
    before = file_digest(data.path)
    with pytest.raises(KnownError) as error:
        open_data_file(data.path)
    assert "đang mở ở một cửa sổ khác" in _sentences(error)
    assert file_digest(data.path) == before
    reader = open_data_file(data.path, write=False)  # reading beside is allowed
    assert not reader.writable
    assert count(reader, Village) == 2
    with pytest.raises(RuntimeError):
        reader.writing_session()
    reader.close()
    with change(data, "Vẫn ghi được") as made:
        made.session.add(Village(name="Thôn mới", position=9))


def test_an_opening_in_another_process_is_refused(data: DataFile) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from nsnt_desktop.errors import KnownError\n"
        "from nsnt_desktop.storage.datafile import open_data_file\n"
        "try: open_data_file(Path(sys.argv[1]))\n"
        "except KnownError as error: sys.exit(0 if 'cửa sổ khác' in error.message else 2)\n"
        "sys.exit(1)"
    )
    assert subprocess.run([sys.executable, "-c", script, data.path], check=False).returncode == 0


def test_opened_on_one_thread_closed_on_another(closed_file: Path) -> None:
    opened: list[DataFile] = []
    thread = threading.Thread(target=lambda: opened.append(open_data_file(closed_file)))
    thread.start()
    thread.join()
    opened[0].close()
    open_data_file(closed_file).close()


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "x.nsnt"
    path.write_text("của người khác")
    with pytest.raises(KnownError) as error:
        create_data_file(path)
    _sentences(error)
    assert path.read_text() == "của người khác"
    with pytest.raises(KnownError):
        create_data_file(tmp_path / "không có" / "x.nsnt")


def _text_file(path: Path) -> None:
    path.write_text("đây là văn bản\n" * 100, encoding="utf-8")


def _empty_file(path: Path) -> None:
    path.write_bytes(b"")


def _other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE note (id INTEGER)")
        raw.commit()


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("make", [_text_file, _empty_file, _other_database, _folder])
@pytest.mark.parametrize("write", [True, False])
def test_what_is_not_ours_is_refused_untouched(tmp_path: Path, make: object, write: bool) -> None:
    path = tmp_path / "x.nsnt"
    assert callable(make)
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(KnownError) as error:
        open_data_file(path, write=write)
    _sentences(error)
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert [p.name for p in tmp_path.iterdir()] == ["x.nsnt"]  # no lock, no journal beside it


def test_a_missing_file_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="Không tìm thấy"):
        open_data_file(tmp_path / "x.nsnt")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kept", [60, 100, 4096, 4096 * 3 + 7])
def test_a_truncated_file_is_refused_untouched(closed_file: Path, kept: int) -> None:
    closed_file.write_bytes(closed_file.read_bytes()[:kept])
    before = file_digest(closed_file)
    with pytest.raises(KnownError) as error:
        open_data_file(closed_file)
    _sentences(error)
    assert file_digest(closed_file) == before


def test_a_file_of_a_newer_program_is_refused_untouched(closed_file: Path) -> None:
    with closing(sqlite3.connect(closed_file)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    before = file_digest(closed_file)
    for write in (True, False):
        with pytest.raises(KnownError) as error:
            open_data_file(closed_file, write=write)
        assert "phiên bản mới hơn" in _sentences(error)
    assert file_digest(closed_file) == before


def test_a_refused_opening_lets_go_of_the_lock(closed_file: Path) -> None:
    with closing(sqlite3.connect(closed_file)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    with pytest.raises(KnownError):
        open_data_file(closed_file)
    with closing(sqlite3.connect(closed_file)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", [SCHEMA])
        raw.commit()
    open_data_file(closed_file).close()


_AS_NOBODY = """
import os, sys
from pathlib import Path
from nsnt_desktop.errors import KnownError
from nsnt_desktop.registry.new_commune import NewCommune, create_commune
from nsnt_desktop.storage.datafile import open_data_file
import sqlalchemy
sqlalchemy.create_engine("sqlite://").connect().close()  # all it loads, while the packages can be read
if hasattr(os, "geteuid") and os.geteuid() == 0:  # root may write anywhere: be nobody
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
path = Path(sys.argv[2])
try:
    if sys.argv[1] == "create":
        create_commune(path, NewCommune("X", 2024, []))
    else:
        open_data_file(path, write=sys.argv[1] == "write").close()
except KnownError as error:
    sys.stdout.buffer.write(error.message.encode())
    sys.exit(7)
"""


def _as_nobody(mode: str, path: Path) -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", _AS_NOBODY, mode, path], capture_output=True, check=False
    )
    assert ran.returncode in {0, 7}, ran.stderr.decode()
    return ran.returncode, ran.stdout.decode()


def test_a_read_only_file_is_refused_for_writing_and_opens_for_reading(open_folder: Path) -> None:
    path = open_folder / "x.nsnt"
    create_commune(path, CAM_TAN).close()
    open_folder.chmod(0o777)
    (open_folder / "x.nsnt.lock").unlink(missing_ok=True)
    path.chmod(0o444)
    before = file_digest(path)
    code, message = _as_nobody("write", path)
    assert code == 7
    assert "chỉ cho đọc" in message
    assert _as_nobody("read", path) == (0, "")
    assert file_digest(path) == before
    path.chmod(0o666)
    assert _as_nobody("write", path) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no read-only mode there")
def test_a_read_only_folder_is_refused(open_folder: Path) -> None:
    path = open_folder / "x.nsnt"
    create_commune(path, CAM_TAN).close()
    (open_folder / "x.nsnt.lock").unlink(missing_ok=True)
    path.chmod(0o666)
    open_folder.chmod(0o555)
    before = file_digest(path)
    code, message = _as_nobody("write", path)
    assert code == 7
    assert "không cho ghi" in message
    code, message = _as_nobody("create", open_folder / "mới.nsnt")
    assert code == 7
    assert _as_nobody("read", path) == (0, "")
    assert file_digest(path) == before
    assert [p.name for p in open_folder.iterdir()] == ["x.nsnt"]


def _fill_the_disk(data: DataFile) -> None:
    with data.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


def _write_much(data: DataFile) -> None:
    with change(data, "Quá nhiều") as made:
        for n in range(3000):
            made.session.add(Household(code=f"H{n}", head="Trịnh Đức Khoẻ" * 9, address="", phone=""))


def test_a_full_disk_is_told_and_leaves_the_state_before(data: DataFile) -> None:
    _fill_the_disk(data)
    before = content_digest(data)
    heard: list[frozenset[str]] = []
    data.listeners.append(heard.append)
    with pytest.raises(KnownError) as error:
        _write_much(data)
    assert "đã đầy" in _sentences(error)
    assert content_digest(data) == before
    assert heard == []
    data.close()
    again = open_data_file(data.path)
    assert content_digest(again) == before
    again.close()


def test_a_busy_file_is_told(data: DataFile) -> None:
    with data.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=10")
    with closing(sqlite3.connect(data.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(KnownError) as error, change(data, "Không tới lượt"):
            pytest.fail("the transaction began beside another")
        other.rollback()
    assert "chương trình khác" in _sentences(error)


def test_a_writing_transaction_holds_the_file_from_its_start(data: DataFile) -> None:
    with data.writing_session() as session, closing(sqlite3.connect(data.path, timeout=0)) as other:
        session.execute(text("SELECT 1"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


def test_a_bug_is_no_known_error(data: DataFile) -> None:
    with pytest.raises(Exception, match="no such table") as error, data.reading() as session:
        session.execute(text("SELECT * FROM khong_co"))
    assert not isinstance(error.value, KnownError)
