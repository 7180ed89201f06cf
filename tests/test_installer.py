"""What the built program takes along, and what the set-up takes away again; `dev.py package` builds both."""

import re
import runpy
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import nsnt_desktop
from nsnt_desktop.storage.identity import SCHEMA
from nsnt_desktop.ui.main_window import PAGES

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = (ROOT / "installer" / "nsnt.nsi").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def contents() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "installer" / "contents.py"))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "Cẩm Tân" / "nsnt-desktop"
    (folder / "_internal" / "nsnt_desktop" / "resources").mkdir(parents=True)
    for name in ("nsnt-desktop.exe", "_internal/python311.dll", "_internal/nsnt_desktop/resources/style.qss"):
        (folder / name).write_text(name)
    return folder


def test_every_page_travels_though_it_is_imported_by_name(contents: dict[str, Any]) -> None:
    taken = set(contents["hidden_imports"]())
    assert {f"nsnt_desktop.ui.{key}" for key, *_ in PAGES} <= taken


def test_every_module_travels_but_the_migrations_which_are_files(contents: dict[str, Any]) -> None:
    taken = contents["modules"]()
    files = [p for p in (ROOT / "nsnt_desktop").rglob("*.py") if "migrations" not in p.parts]
    assert len(taken) == len(files) - 1  # __main__ is the entry
    assert "nsnt_desktop" in taken
    assert "nsnt_desktop.storage.datafile" in taken
    assert not [name for name in taken if "migrations" in name]


def test_what_the_migrations_import_travels(contents: dict[str, Any]) -> None:
    assert {"alembic", "sqlalchemy", "nsnt_desktop.models"} <= set(contents["imports_of_migrations"]())
    assert {"alembic.command", "alembic.config", "logging.config"} <= set(contents["hidden_imports"]())


def test_resources_and_migrations_travel_where_the_program_looks(contents: dict[str, Any]) -> None:
    places = {place: Path(source) for source, place in contents["DATAS"]}
    assert places["nsnt_desktop/resources"] == ROOT / "resources"
    migrations = places["nsnt_desktop/storage/migrations"]
    assert (migrations / "env.py").is_file()
    assert list((migrations / "versions").glob(f"{SCHEMA}_*.py"))
    for source in places.values():
        for file in source.rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                assert contents["is_used"](f"nsnt_desktop/{file.relative_to(ROOT).as_posix()}"), file


@pytest.mark.parametrize(
    "kept",
    [
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/platforms/qoffscreen.dll",
        "PySide6/plugins/imageformats/qsvg.dll",
        "PySide6/plugins/iconengines/qsvgicon.dll",
        "PySide6/Qt6Svg.dll",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "pypdfium2_raw/pdfium.dll",
    ],
)
def test_what_the_window_needs_is_kept(contents: dict[str, Any], kept: str) -> None:
    assert contents["is_used"](kept)
    assert contents["is_used"](kept.replace("/", "\\"))


@pytest.mark.parametrize(
    "dropped",
    [
        "PySide6/opengl32sw.dll",
        "PySide6/Qt6Network.dll",
        "PySide6/translations/qtbase_fr.qm",
        "PySide6/plugins/tls/qschannelbackend.dll",
        "PySide6/plugins/platforms/qdirect2d.dll",
        "PySide6/plugins/imageformats/qwebp.dll",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    ],
)
def test_what_is_never_loaded_stays_out(contents: dict[str, Any], dropped: str) -> None:
    assert not contents["is_used"](dropped)
    assert not contents["is_used"](dropped.replace("/", "\\"))


def test_no_module_of_the_program_is_excluded(contents: dict[str, Any]) -> None:
    excluded = tuple(contents["EXCLUDES"])
    imported: set[str] = set()
    for path in Path(nsnt_desktop.__file__).parent.rglob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            found = re.match(r"\s*(?:from|import) ([\w.]+)", line)
            if found:
                imported.add(found[1])
    clash = {name for name in imported if any(name == out or name.startswith(out + ".") for out in excluded)}
    assert not clash


def test_the_uninstaller_takes_what_was_put_and_nothing_else(contents: dict[str, Any], built: Path) -> None:
    put, take = contents["setup_lists"](built).split("!macro TakeFiles")
    assert len(re.findall(r"^ {2}File ", put, re.MULTILINE)) == 3
    assert take.split("\n")[1:-2] == [
        r'  Delete "$INSTDIR\_internal\nsnt_desktop\resources\style.qss"',
        r'  Delete "$INSTDIR\_internal\python311.dll"',
        r'  Delete "$INSTDIR\nsnt-desktop.exe"',
        r'  RMDir "$INSTDIR\_internal\nsnt_desktop\resources"',
        r'  RMDir "$INSTDIR\_internal\nsnt_desktop"',
        r'  RMDir "$INSTDIR\_internal"',
    ]


def test_a_name_nsis_would_read_otherwise_is_refused(contents: dict[str, Any], built: Path) -> None:
    (built / "$TEMP.txt").write_text("")
    with pytest.raises(ValueError, match="TEMP"):
        contents["setup_lists"](built)


def test_the_set_up_never_deletes_a_whole_folder_and_asks_for_no_administrator() -> None:
    code = "\n".join(line.split(";")[0] for line in SCRIPT.splitlines())
    assert not re.search(r"RMDir\s+/", code)
    assert not re.search(r"Delete .*\*", code)
    assert "HKLM" not in code
    assert "RequestExecutionLevel user" in code
    for asked in re.findall(r"MessageBox .*", SCRIPT):
        assert "/SD" in asked, f"a silent set-up would wait for an answer: {asked}"


def test_every_key_written_is_deleted_again() -> None:
    written = set(re.findall(r'WriteReg\w+ HKCU "([^"]+)"', SCRIPT))
    deleted = set(re.findall(r'DeleteRegKey(?: /ifempty)? HKCU "([^"]+)"', SCRIPT))
    left = {key for key in written if not any(key == gone or key.startswith(gone + "\\") for gone in deleted)}
    assert written
    assert not left
    # A kind of file may be somebody else's by then: its key goes only when nothing is left in it.
    assert r'DeleteRegKey /ifempty HKCU "${CLASSES}\.nsnt"' in SCRIPT


def test_the_script_names_the_programs_that_are_built(contents: dict[str, Any]) -> None:
    assert f'"{contents["PROGRAM"]}.exe"' in SCRIPT
    assert f'"{contents["CONSOLE_PROGRAM"]}.exe"' in SCRIPT


def test_the_script_is_given_all_it_asks_for_and_compiles(
    contents: dict[str, Any], built: Path, tmp_path: Path
) -> None:
    lists, target = tmp_path / "lists.nsh", tmp_path / "NSNT-1.2.3.exe"
    lists.write_text(contents["setup_lists"](built), encoding="utf-8-sig")
    icon, side = tmp_path / "nsnt.ico", tmp_path / "side.bmp"
    for picture in (icon, side):
        Image.new("RGB", (32, 32)).save(picture)
    given = {"VERSION": "1.2.3", "LISTS": lists, "ICON": icon, "SIDE": side, "OUT": target, "SIZE_KB": 1}
    words = contents["setup_command"]("makensis", given)
    defined = set(re.findall(r"!define (\w+)", SCRIPT)) | {
        word[2:].split("=")[0] for word in words if word[:2] == "-D"
    }
    asked = set(re.findall(r"\$\{([A-Z_]+)\}", SCRIPT)) - {"SIGN", "NAME"}
    assert asked <= defined
    assert "-WX" in words
    if shutil.which("makensis"):  # where it is not, dev.py package compiles the script
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert target.read_bytes()[:2] == b"MZ"
