"""The program killed while it takes a list in: reopened, the register is the one before or the one after."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

import pytest

import answered_list
from cli_running import FORM, PROJECT, result, run
from communes import content_digest, count, fill
from nsnt_desktop.models import ImportBatch, ImportRowOutcome
from nsnt_desktop.storage.datafile import open_data_file

_CHILD = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.orm import Session
from nsnt_desktop import cli_import
from nsnt_desktop.registry import apply_batch
from nsnt_desktop.storage import datafile

step, kill = sys.argv[1], lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
small = datafile.make_engine
def make_engine(path):  # so little memory that half-done pages reach the file itself
    engine = small(path)
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA cache_size=5"))
    return engine
datafile.make_engine = make_engine
if step == "before commit":
    event.listen(Session, "before_commit", kill)
elif step == "after commit":
    event.listen(Session, "after_commit", kill)
elif step:
    real = getattr(apply_batch, step)
    def stop(session, *rest):
        real(session, *rest)
        session.flush()
        kill()
    setattr(apply_batch, step, stop)
sys.stdout.write("ready\\n"); sys.stdout.flush()
if len(sys.argv) > 4:
    import answered_list
    answered_list.take_in(Path(sys.argv[2]), Path(sys.argv[3]))
else:
    cli_import.take_in(Path(sys.argv[2]), [Path(sys.argv[3])], "", None, dry_run=False)
"""


@dataclass(frozen=True)
class States:
    """The register before and after the list."""

    before: str
    after: str


def digest(path: Path) -> str:
    """Open a file for writing, as the officer would, and return what it holds but the moments of time."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE household_record SET updated_at = NULL")
        raw.execute("UPDATE import_batch SET taken_in_at = '2024-01-01 00:00:00'")
        raw.execute("UPDATE village_delivery SET delivered_on = NULL")
        raw.execute("UPDATE import_layout SET learnt_at = '2024-01-01 00:00:00'")
        raw.commit()
    data = open_data_file(path)
    try:
        return content_digest(data)
    finally:
        data.close()


def child(step: str, path: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _CHILD, step, str(path), str(FORM), *more]
    paths = os.pathsep.join(map(str, (PROJECT, PROJECT / "tests")))
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=PROJECT, env={**os.environ, "PYTHONPATH": paths}
    )


@pytest.fixture
def states(closed_file: Path, tmp_path: Path) -> States:
    """Return the two states allowed."""
    with_list = tmp_path / "sau.nsnt"
    shutil.copyfile(closed_file, with_list)
    assert run("import", with_list, FORM)[0] == 0
    untouched = tmp_path / "trước.nsnt"
    shutil.copyfile(closed_file, untouched)
    return States(digest(untouched), digest(with_list))


def reopened(path: Path) -> str:
    """Return the digest of a file whose program was killed; it must open at once, and be sound."""
    data = open_data_file(path)  # the lock of the dead program is not stale
    assert count(data, ImportRowOutcome) == 172 * count(data, ImportBatch)
    data.close()
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    return digest(path)


STEPS = ("_make_villages", "_add_new", "_change_known", "_mark_delivered", "_keep_outcomes", "before commit")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
@pytest.mark.parametrize("step", [*STEPS, "after commit"])
def test_killed_at_a_step_of_the_import(closed_file: Path, states: States, step: str) -> None:
    assert states.before != states.after
    with child(step, closed_file) as killed:
        killed.communicate()
    assert killed.returncode == -9
    journal = closed_file.with_name(closed_file.name + "-journal")
    torn = journal.exists() and journal.stat().st_size > 0
    assert torn == (step != "after commit")  # else this test would prove nothing
    assert reopened(closed_file) == (states.after if step == "after commit" else states.before)
    again = result("import", closed_file, FORM)  # and the work can go on
    assert again["same" if step == "after commit" else "new"] == 172


def test_killed_at_any_moment(closed_file: Path, tmp_path: Path, states: States) -> None:
    """Kill at moments spread over one import, the commit and the moments after it among them."""
    whole = tmp_path / "cả.nsnt"
    shutil.copyfile(closed_file, whole)
    with child("", whole) as unharmed:
        assert unharmed.stdout is not None
        unharmed.stdout.readline()
        started = perf_counter()
        unharmed.wait()
    took = perf_counter() - started
    found = set[str]()
    for part in (0.0, 0.5, 0.75, 0.9, 0.97):
        path = tmp_path / f"{part}.nsnt"
        shutil.copyfile(closed_file, path)
        with child("", path) as killed:
            assert killed.stdout is not None
            killed.stdout.readline()
            sleep(took * part)
            killed.kill()
        found.add(reopened(path))
        assert found <= {states.before, states.after}
    assert states.before in found


@pytest.fixture
def answered(closed_file: Path, tmp_path: Path) -> States:
    """Return the states of a village whose list leaves some households out, and teaches a layout."""
    data = open_data_file(closed_file)
    fill(data, [{"head": f"Không còn {n}", "persons": 3} for n in range(60)])
    data.close()
    with_list, untouched = tmp_path / "sau.nsnt", tmp_path / "trước.nsnt"
    shutil.copyfile(closed_file, with_list)
    shutil.copyfile(closed_file, untouched)
    assert answered_list.take_in(with_list, FORM) == 60
    return States(digest(untouched), digest(with_list))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
@pytest.mark.parametrize("step", ["_add_new", "_let_go", "remember", "before commit", "after commit"])
def test_killed_while_households_leave_and_a_layout_is_learnt(
    closed_file: Path, answered: States, step: str
) -> None:
    assert answered.before != answered.after
    with child(step, closed_file, "answered") as killed:
        killed.communicate()
    assert killed.returncode == -9
    assert reopened(closed_file) == (answered.after if step == "after commit" else answered.before)
