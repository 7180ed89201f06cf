"""Faults of the world on the command line: exit 1, one sentence, and everything as it was."""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from cli_running import FORM, PROJECT, as_process, refused, result, run
from communes import CAM_TAN, content_digest, file_digest
from nsnt_desktop.registry.new_commune import create_commune
from nsnt_desktop.storage.datafile import open_data_file


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xlsx", b"", "rỗng"),
        ("a.xlsx", b"khong phai bang tinh", "không phải bảng tính"),
        ("a.xlsx", None, "Không tìm thấy"),
        ("a.xlsx", FORM.read_bytes()[:2000], "hỏng"),
        ("a.csv", "Bảng chấm công\nAn,Bình\n".encode(), "dòng tiêu đề"),
    ],
)
def test_a_workbook_that_is_none_is_one_sentence(
    closed_file: Path, tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    book = tmp_path / name
    if content is not None:
        book.write_bytes(content)
    before = file_digest(closed_file)
    assert says in refused(run("import", closed_file, book))
    assert file_digest(closed_file) == before


def commands(path: Path, tmp_path: Path) -> list[list[object]]:
    """Return every command that needs a sound data file."""
    return [
        ["import", path, FORM],
        ["import", path, FORM, "--dry-run"],
        ["indicators", path],
        ["check", path],
        ["document", path, "plan", "--out", tmp_path / "out"],
        ["document", path, "report", "--out", tmp_path / "out"],
        ["backup", path, "--to", tmp_path / "out"],
        ["restore", path, tmp_path / "y.nsnt"],
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "Không tìm thấy"), (b"", "không phải tệp dữ liệu"), (b"x" * 5000, "không phải tệp dữ liệu")],
)
def test_what_is_no_data_file_is_one_sentence(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "x.nsnt"
    if content is not None:
        path.write_bytes(content)
    for words in commands(path, tmp_path):
        assert says in refused(run(*words))
    assert [p.name for p in tmp_path.iterdir() if p.name != "home"] == (
        ["x.nsnt"] if content is not None else []
    )


def test_a_file_of_a_newer_program_is_one_sentence(closed_file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(closed_file)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    before = file_digest(closed_file)
    for words in commands(closed_file, tmp_path):
        assert "mới hơn" in refused(run(*words))
    assert file_digest(closed_file) == before
    assert not (tmp_path / "y.nsnt").exists()


def test_a_locked_data_file_is_read_but_not_written(closed_file: Path, tmp_path: Path) -> None:
    backup = tmp_path / "b.nsnt"
    shutil.copyfile(closed_file, backup)
    window = open_data_file(closed_file)
    before = content_digest(window)
    for words in (["import", closed_file, FORM], ["restore", backup, closed_file]):
        assert "đang mở" in refused(run(*words))
    assert result("indicators", closed_file)["households"] == 0
    assert content_digest(window) == before
    window.close()
    assert run("import", closed_file, FORM)[0] == 0


def test_a_year_without_figures_is_one_sentence(closed_file: Path, tmp_path: Path) -> None:
    for words in commands(closed_file, tmp_path)[:6]:
        assert "2031" in refused(run(*words, "--year", 2031))


def test_new_refuses_what_makes_no_sense(closed_file: Path, tmp_path: Path) -> None:
    before = file_digest(closed_file)

    def make(path: Path, commune: str, year: int, villages: str) -> str:
        return refused(run("new", path, "--commune", commune, "--year", year, "--villages", villages))

    assert "Đã có tệp" in make(closed_file, "A", 2024, "B")
    assert "tên xã" in make(tmp_path / "x.nsnt", " ", 2024, "B")
    assert "Năm 24" in make(tmp_path / "x.nsnt", "A", 24, "B")
    assert "hai lần" in make(tmp_path / "x.nsnt", "A", 2024, "Thôn Hoà;thôn hòa")
    assert "thư mục" in make(tmp_path / "không có" / "x.nsnt", "A", 2024, "B")
    assert file_digest(closed_file) == before
    assert not (tmp_path / "x.nsnt").exists()


def test_folders_that_cannot_be_written_are_one_sentence(closed_file: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "tệp"
    in_the_way.write_text("x", encoding="utf-8")
    refused(run("backup", closed_file, "--to", in_the_way))
    refused(run("document", closed_file, "plan", "--out", in_the_way))
    assert in_the_way.read_text(encoding="utf-8") == "x"


_AS_NOBODY = """
import os, sys
from contextlib import redirect_stdout
from io import StringIO
from nsnt_desktop.cli import main
with redirect_stdout(StringIO()):  # nobody may not even read our libraries: load them all first
    main(["import", sys.argv[1], sys.argv[2], "--dry-run"])
    main(["indicators", sys.argv[1]])
if hasattr(os, "geteuid") and os.geteuid() == 0:  # root may write anywhere: be nobody
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
sys.exit(main(sys.argv[3:]))
"""


def test_a_read_only_file_is_one_sentence() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        path, book = folder / "x.nsnt", folder / "a.xlsx"
        create_commune(path, CAM_TAN).close()
        (folder / "x.nsnt.lock").unlink(missing_ok=True)
        shutil.copyfile(FORM, book)
        book.chmod(0o444)
        path.chmod(0o444)
        before = file_digest(path)
        for words, code in ((["import", path, book], 1), (["indicators", path], 0)):
            ran = subprocess.run(
                [sys.executable, "-c", _AS_NOBODY, path, book, *map(str, words)],
                capture_output=True,
                check=False,
                cwd=PROJECT,
            )
            assert ran.returncode == code, ran.stderr.decode()
            assert ("chỉ cho đọc" in ran.stderr.decode()) == (code == 1)
            assert b"Traceback" not in ran.stderr
        assert file_digest(path) == before


@pytest.mark.parametrize("content", [None, b"khong phai du lieu"])
def test_a_window_on_what_is_no_data_file_is_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.nsnt"
    if content is not None:
        path.write_bytes(content)
    ran = as_process(path, QT_QPA_PLATFORM="offscreen", NSNT_HOME=str(tmp_path))
    *_, told = ran.stderr.decode().splitlines()  # Qt may have its own word before, on some machines
    assert (ran.returncode, "x.nsnt" in told, b"Traceback" in ran.stderr) == (1, True, False)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_window_is_one_sentence(
    closed_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "không có màn hình" in refused(run(closed_file))
