"""The package as `pip install .` takes it: resources inside, working from any folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content in a folder of its own, as pip lays it into site-packages."""
    built = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", built],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = built.glob("nsnt_desktop-*.whl")
    site = built / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


def test_every_resource_travels(installed: Path) -> None:
    here = {p.relative_to(ROOT / "resources") for p in (ROOT / "resources").rglob("*") if p.is_file()}
    there = {
        p.relative_to(installed / "nsnt_desktop" / "resources")
        for p in (installed / "nsnt_desktop" / "resources").rglob("*")
        if p.is_file()
    }
    assert here
    assert there == here


def test_the_command_works_from_another_folder(installed: Path, tmp_path: Path) -> None:
    def command(*words: str) -> str:
        code = "import sys; from nsnt_desktop.cli import main; sys.exit(main(sys.argv[1:]))"
        done = subprocess.run(
            # The folder run in is empty, so nothing of the checkout is found.
            [sys.executable, "-c", code, *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(installed), "NSNT_HOME": str(tmp_path / "home")},
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        return done.stdout

    command("new", "xa.nsnt", "--commune", "Cẩm Tân", "--year", "2024", "--villages", "Thôn 1;Thôn 2")
    command("document", "xa.nsnt", "plan", "--out", "giay")
    assert (tmp_path / "giay" / "ke-hoach-2024.pdf").read_bytes().startswith(b"%PDF")
    assert "0 hộ" in command("indicators", "xa.nsnt")


def test_the_entry_point_names_the_command(installed: Path) -> None:
    (entry,) = installed.glob("nsnt_desktop-*.dist-info/entry_points.txt")
    assert "nsnt-desktop = nsnt_desktop.cli:main" in entry.read_text()
