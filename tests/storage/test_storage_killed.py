"""The program killed while it writes: the file holds the state before or the state after, whole."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from communes import content_digest, count
from nsnt_desktop.models import Household
from nsnt_desktop.storage.backup import make_backup, restore
from nsnt_desktop.storage.datafile import open_data_file

_START = """
import sys, time
from pathlib import Path
from nsnt_desktop.models import Household
from nsnt_desktop.storage.audit import bulk_insert
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import open_data_file
data = open_data_file(Path(sys.argv[1]))
rows = [{"code": f"H{n}", "head": "Trịnh Đức Khoẻ", "search": "x", "sort_key": "x"} for n in range(SIZE)]
def say(word): sys.stdout.write(word + "\\n"); sys.stdout.flush()
"""
_MIDDLE = (
    _START.replace("SIZE", "20_000")
    + """
raw = data.engine.raw_connection()  # SQLite hears of it between transactions only
raw.execute("PRAGMA cache_spill=5") if sys.argv[2] == "spilled" else None
raw.close()
with change(data, "Nhập danh sách") as made:
    if sys.argv[2] == "spilled":  # so little memory that half-done pages reach the file itself
        made.session.connection().exec_driver_sql("PRAGMA cache_size=5")
    bulk_insert(made.session, Household, rows)
    say("written")
    time.sleep(60)
"""
)
_OVER_AND_OVER = (
    _START.replace("SIZE", "300")
    + """
while True:
    with change(data, "Nhập danh sách") as made:
        bulk_insert(made.session, Household, rows)
    say("done")
"""
)


def _kill_in_the_middle(path: Path, how: str) -> None:
    with subprocess.Popen([sys.executable, "-c", _MIDDLE, path, how], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == b"written"
        child.kill()


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as raw:
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()
        return raw.execute("PRAGMA integrity_check").fetchone() == ("ok",) and not broken


@pytest.mark.parametrize("how", ["in memory", "spilled"])
def test_killed_before_the_commit_nothing_has_happened(closed_file: Path, how: str) -> None:
    size = closed_file.stat().st_size
    _kill_in_the_middle(closed_file, how)
    if how == "spilled":  # the file is torn: only the journal makes it whole
        assert closed_file.stat().st_size > size
        assert _journal(closed_file).stat().st_size > 0
    data = open_data_file(closed_file)  # and the dead program's lock is gone
    assert count(data, Household) == 0
    data.close()
    assert _sound(closed_file)


def test_killed_at_any_moment_every_change_is_there_whole_or_not_at_all(closed_file: Path) -> None:
    known = 0
    for wait in (0.0, 0.013, 0.027):
        with subprocess.Popen(
            [sys.executable, "-c", _OVER_AND_OVER, closed_file], stdout=subprocess.PIPE
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline().strip() == b"done"
            time.sleep(wait)
            child.kill()
            said = 1 + child.stdout.read().count(b"done")
        data = open_data_file(closed_file)
        found = count(data, Household)
        data.close()
        assert found % 300 == 0
        assert found // 300 - known in {said, said + 1}  # what it reported done is done
        known = found // 300
        assert _sound(closed_file)


def test_a_dead_journal_does_not_spoil_the_file_restored_beside_it(closed_file: Path) -> None:
    backup = make_backup(closed_file)
    data = open_data_file(closed_file)
    before = content_digest(data)
    data.close()
    _kill_in_the_middle(closed_file, "spilled")
    closed_file.unlink()  # the officer throws the damaged file away; its journal stays behind
    assert _journal(closed_file).stat().st_size > 0
    assert restore(backup, closed_file) is None
    assert not _journal(closed_file).exists()
    data = open_data_file(closed_file)
    assert content_digest(data) == before
    data.close()
    assert _sound(closed_file)
