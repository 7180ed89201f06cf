"""Fixtures of every floor: a home of its own for each test, and a small commune to work on."""

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from communes import CAM_TAN, CommuneOf, Row, fill
from nsnt_desktop.registry.new_commune import create_commune
from nsnt_desktop.storage.datafile import DataFile, open_data_file

# Qt ends the process where it finds no display; with one, tests show real windows.
if not os.environ.get("DISPLAY") and os.name == "posix":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The same examples on every run; a red test is red for everybody. Fixtures are shared by the examples.
settings.register_profile(
    "nsnt",
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],  # explaining a failure takes minutes here
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("nsnt")


@pytest.fixture(autouse=True)
def nsnt_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own folder of this PC, never the real one."""
    home = tmp_path / "home"
    monkeypatch.setenv("NSNT_HOME", str(home))
    return home


@pytest.fixture
def data_path(tmp_path: Path) -> Path:
    """Where `data` stands: Vietnamese letters and a space, as on an office PC."""
    return tmp_path / "Cẩm Tân 2024.nsnt"


@pytest.fixture(scope="session")
def cam_tan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed data file to copy: making one anew for every test costs a migration each time."""
    path = tmp_path_factory.mktemp("cam-tan") / "mau.nsnt"
    create_commune(path, CAM_TAN).close()
    return path


@pytest.fixture
def closed_file(cam_tan: Path, data_path: Path) -> Path:
    """Cẩm Tân 2024, two villages and no household yet; nobody has it open."""
    shutil.copyfile(cam_tan, data_path)
    return data_path


@pytest.fixture
def data(closed_file: Path) -> Iterator[DataFile]:
    """The same, open for writing."""
    opened = open_data_file(closed_file)
    yield opened
    opened.close()


@pytest.fixture
def commune_of(data: DataFile) -> CommuneOf:
    """Fill `data` with household records given as rows (tests/communes.py) and return it."""

    def build(rows: Sequence[Row]) -> DataFile:
        fill(data, rows)
        return data

    return build
