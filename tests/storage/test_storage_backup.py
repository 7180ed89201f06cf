import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from communes import CAM_TAN, content_digest, count, file_digest
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Village
from nsnt_desktop.registry.new_commune import create_commune
from nsnt_desktop.storage import backup as backups
from nsnt_desktop.storage.backup import KEPT, backup_folder, list_backups, make_backup, restore
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile, open_data_file


def _villages(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [name for (name,) in raw.execute("SELECT name FROM village ORDER BY id")]


def _rename(path: Path, name: str) -> None:
    data = open_data_file(path)
    with change(data, "Sửa") as made:
        made.session.scalars(select(Village).order_by(Village.id).limit(1)).one().name = name
    data.close()


def test_a_backup_beside_an_open_transaction_holds_what_was_committed(
    data: DataFile, nsnt_home: Path
) -> None:
    with change(data, "Đang sửa dở") as made:
        made.session.scalars(select(Village).order_by(Village.id).limit(1)).one().name = "Chưa ghi"
        made.session.flush()
        made_there = make_backup(data.path)
    assert _villages(made_there)[0] == "Thôn Phác Lê"
    assert _villages(data.path)[0] == "Chưa ghi"
    assert nsnt_home in made_there.parents
    (listed,) = list_backups(data.path)
    assert (listed.path, listed.size) == (made_there, made_there.stat().st_size)
    assert [p.name for p in made_there.parent.iterdir()] == [made_there.name]  # nothing half-done beside


def test_two_backups_of_one_second_are_two_files(data: DataFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "now", lambda: datetime(2024, 11, 15, 8, 0))  # noqa: DTZ001
    assert len({make_backup(data.path) for _ in range(3)}) == 3
    assert len(list_backups(data.path)) == 3


@pytest.mark.parametrize("stem", ["Cẩm Tân [2024]", "100% * {x}"])
def test_only_the_newest_are_kept(tmp_path: Path, stem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.name == "nt":
        stem = stem.replace("*", "")
    path = tmp_path / f"{stem}.nsnt"
    create_commune(path, CAM_TAN).close()
    clock = datetime(2024, 11, 15, 8, 0)  # noqa: DTZ001
    made = []
    monkeypatch.setattr(backups, "KEPT", 4)
    other = backup_folder(path) / "của tôi.nsnt"
    for n in range(6):
        monkeypatch.setattr(backups, "now", lambda n=n: clock + timedelta(minutes=n))
        made.append(make_backup(path))
        os.utime(made[-1], (1_700_000_000 + n, 1_700_000_000 + n))
        other.write_text("không phải bản sao lưu")
    assert [b.path for b in list_backups(path)] == made[:1:-1]
    assert sorted(p for p in backup_folder(path).iterdir() if p != other) == made[2:]
    assert other.exists()
    assert KEPT == 30


def test_in_a_folder_somebody_named_nothing_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, folder = tmp_path / "xa.nsnt", tmp_path / "USB"
    create_commune(path, CAM_TAN).close()
    monkeypatch.setattr(backups, "KEPT", 1)
    made = {make_backup(path, folder) for _ in range(3)}
    assert set(folder.iterdir()) == made


def test_data_files_of_one_name_do_not_share_backups(tmp_path: Path) -> None:
    paths = [tmp_path / side / "xã.nsnt" for side in ("a", "b")]
    for path in paths:
        path.parent.mkdir()
        create_commune(path, CAM_TAN).close()
        make_backup(path)
    assert all(len(list_backups(path)) == 1 for path in paths)


def test_restore_puts_back_and_keeps_what_stood_there(closed_file: Path) -> None:
    kept = make_backup(closed_file)
    _rename(closed_file, "Sửa nhầm")
    replaced = restore(kept, closed_file)
    assert _villages(closed_file)[0] == "Thôn Phác Lê"
    assert replaced is not None
    assert _villages(replaced)[0] == "Sửa nhầm"
    assert restore(replaced, closed_file) is not None  # and back again
    assert _villages(closed_file)[0] == "Sửa nhầm"
    data = open_data_file(closed_file)
    assert count(data, Village) == 2
    data.close()


def test_restore_where_nothing_stands(closed_file: Path) -> None:
    data = open_data_file(closed_file)
    before = content_digest(data)
    data.close()
    kept = make_backup(closed_file)
    closed_file.unlink()
    assert restore(kept, closed_file) is None
    data = open_data_file(closed_file)
    assert content_digest(data) == before
    data.close()


def test_restore_over_an_open_file_is_refused(data: DataFile) -> None:
    kept = make_backup(data.path)
    before = file_digest(data.path)
    with pytest.raises(KnownError, match="đang mở"):
        restore(kept, data.path)
    assert file_digest(data.path) == before
    assert len(list_backups(data.path)) == 1


def _damage(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    for page in range(2, len(whole) // 4096):
        whole[page * 4096 : page * 4096 + 200] = b"\xa5" * 200
    path.write_bytes(whole)


def _foreign(path: Path) -> None:
    path.write_text("đây không phải bản sao lưu" * 10)


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


@pytest.mark.parametrize("spoil", [_damage, _foreign, _newer, _cut, Path.unlink])
def test_a_spoilt_backup_is_refused(closed_file: Path, spoil: object) -> None:
    kept = make_backup(closed_file)
    assert callable(spoil)
    spoil(kept)
    before = file_digest(closed_file)
    with pytest.raises(KnownError) as error:
        restore(kept, closed_file)
    assert error.value.message.endswith(".")
    assert file_digest(closed_file) == before
    open_data_file(closed_file).close()


def test_the_data_file_is_no_backup_of_itself(closed_file: Path) -> None:
    with pytest.raises(KnownError, match="là một tệp"):
        restore(closed_file, closed_file)


@pytest.mark.parametrize("spoil", [_damage, _foreign, _cut])
def test_a_damaged_data_file_can_be_restored_and_is_kept_byte_for_byte(
    closed_file: Path, spoil: object
) -> None:
    kept = make_backup(closed_file)
    assert callable(spoil)
    spoil(closed_file)
    damaged = closed_file.read_bytes()
    replaced = restore(kept, closed_file)
    assert _villages(closed_file)[0] == "Thôn Phác Lê"
    assert replaced is not None
    assert replaced.read_bytes() == damaged
    assert [b.path for b in list_backups(closed_file)] == [kept]  # the damaged one is not offered


def test_a_damaged_file_gives_no_backup(closed_file: Path) -> None:
    _damage(closed_file)
    with pytest.raises(KnownError) as error:
        make_backup(closed_file)
    assert error.value.message.endswith(".")
    assert list_backups(closed_file) == []
    assert list(backup_folder(closed_file).iterdir()) == []


def test_a_backup_folder_that_cannot_be_is_told(closed_file: Path, tmp_path: Path) -> None:
    (tmp_path / "tệp").write_text("x")
    before = file_digest(closed_file)
    with pytest.raises(KnownError, match="Không ghi được bản sao lưu"):
        make_backup(closed_file, tmp_path / "tệp")
    assert file_digest(closed_file) == before
