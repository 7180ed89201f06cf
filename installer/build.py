"""Builds dist/nsnt-desktop, starts what was built as proof, and packs it into a set-up with NSIS.

`dev.py package` runs this in .venv. README.md says what only a Windows machine can do.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import contents
from openpyxl import Workbook
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

sys.path.insert(0, str(contents.ROOT))
from nsnt_desktop import __version__

WINDOWS = sys.platform == "win32"
BUILD = contents.ROOT / "build"
DIST = contents.ROOT / "dist"
FOLDER = DIST / contents.PROGRAM
ICON = BUILD / "nsnt.ico"
SIDE = BUILD / "side.bmp"
APP_PICTURE = contents.ROOT / "resources" / "icons" / "app.svg"
ENDING = ".exe" if WINDOWS else ""
SIGN = os.environ.get("NSNT_SIGN", "")
"""The command that signs the file named after it; empty: nothing is signed."""

NOT_FOR_WINDOWS = "" if WINDOWS else "-LINUX-FILES-NOT-FOR-USE"
PATIENCE = 120
"""Seconds after which a program that should have answered counts as hanging."""


class ProofError(Exception):
    """What was built does not do what it must."""


def main() -> int:
    """Build, prove, pack; return the exit code."""
    BUILD.mkdir(exist_ok=True)
    started = time.monotonic()
    make_icon(ICON)
    make_side(SIDE)
    (BUILD / "version.txt").write_text(version_info(__version__), encoding="utf-8")
    build_folder()
    size = sum((FOLDER / file).stat().st_size for file in contents.files_of(FOLDER))
    files = len(contents.files_of(FOLDER))
    print(f"{FOLDER}: {size / 1e6:.0f} MB, {files} files, built in {time.monotonic() - started:.0f} s")
    sign_programs()
    try:
        prove()
    except (ProofError, subprocess.TimeoutExpired) as fault:
        print(f"FAILED: {fault}", file=sys.stderr)
        return 1
    return make_setup(size)


def make_icon(target: Path) -> None:
    """Draw the program's picture in the sizes Windows asks for."""
    pictures = []
    for side in (256, 128, 64, 48, 32, 24, 20, 16):
        image = QImage(side, side, QImage.Format.Format_ARGB32)
        image.fill(0)
        _draw_picture(image, QRectF(0, 0, side, side))
        held = QBuffer()
        held.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(held, "PNG")  # type: ignore[call-overload]  # its types ask for bytes, it takes str
        pictures.append(Image.open(BytesIO(held.data().data())))
    sizes = [picture.size for picture in pictures]
    pictures[0].save(target, sizes=sizes, append_images=pictures[1:], bitmap_format="bmp")


def make_side(target: Path) -> None:
    """Draw the picture at the left of the set-up's first and last page, in the size NSIS fixes."""
    image = QImage(164, 314, QImage.Format.Format_RGB888)
    image.fill(QColor("#e6f1fa"))
    _draw_picture(image, QRectF(34, 109, 96, 96))
    image.save(str(target), "BMP")  # type: ignore[call-overload]  # as above


def _draw_picture(image: QImage, place: QRectF) -> None:
    painter = QPainter(image)
    QSvgRenderer(str(APP_PICTURE)).render(painter, place)
    painter.end()


def version_info(version: str) -> str:
    """Return what Windows shows in the properties of the program, in PyInstaller's form."""
    numbers = tuple(int(part) for part in (*version.split("."), "0"))
    words = {
        "CompanyName": "NSNT",
        "FileDescription": "Nước sạch nông thôn",
        "FileVersion": version,
        "ProductName": "Nước sạch nông thôn",
        "ProductVersion": version,
        "OriginalFilename": contents.PROGRAM + ".exe",
    }
    strings = ", ".join(f"StringStruct({name!r}, {word!r})" for name, word in words.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0,"
        " OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)), kids=["
        f"StringFileInfo([StringTable('042A04B0', [{strings}])]),"  # Vietnamese, in Unicode
        " VarFileInfo([VarStruct('Translation', [0x042A, 1200])])])"
    )


def build_folder() -> None:
    """Run PyInstaller; end the build if a module of ours was not found."""
    work = BUILD / "pyinstaller"
    spec = contents.ROOT / "installer" / "nsnt.spec"
    words: list[str | Path] = [
        "--noconfirm",
        "--clean",
        "--log-level",
        "ERROR",
        "--distpath",
        DIST,
        "--workpath",
        work,
        spec,
    ]
    subprocess.run([sys.executable, "-m", "PyInstaller", *words], check=True, cwd=contents.ROOT)
    warnings = (work / "nsnt" / "warn-nsnt.txt").read_text(encoding="utf-8").splitlines()
    missing = [
        line
        for line in warnings
        if line.startswith("missing module") and "nsnt_desktop" in line.split(" - ")[0]
    ]
    if missing:
        raise SystemExit("\n".join(["Modules of the program are missing:", *missing]))


def sign_programs() -> None:
    """Sign the programs before they are packed; the set-up and the uninstaller are signed by nsnt.nsi."""
    for name in (contents.PROGRAM, contents.CONSOLE_PROGRAM):
        path = FOLDER / (name + ENDING)
        if SIGN and path.exists():
            # The builder's own command, with its quotes as they are.
            subprocess.run(f'{SIGN} "{path}"', shell=True, check=True)  # noqa: S602


def prove() -> None:
    """Use the built program as an office would; raise ProofError at the first thing it does not do."""
    before = contents.files_of(FOLDER)
    with tempfile.TemporaryDirectory(prefix="nsnt-Cẩm Tân ") as temporary:
        desk = Path(temporary)
        # A home of its own: no setting and no backup of whoever builds is touched (README.md: Windows).
        own = {"NSNT_HOME": desk / "home", "XDG_CONFIG_HOME": desk / "config", "QT_QPA_PLATFORM": "offscreen"}
        environment = {**os.environ, **{name: str(value) for name, value in own.items()}}
        environment.pop("PYTHONPATH", None)
        prove_commands(desk, environment)
        prove_pages(desk, environment)
        prove_window(desk, environment)
    if contents.files_of(FOLDER) != before:
        raise ProofError(f"the program wrote into its own folder {FOLDER}")
    print("Its own folder is as it was.")


def prove_commands(desk: Path, environment: Mapping[str, str]) -> None:
    """Run the commands an office's scripts run, a migration, an import and both papers among them."""
    sample, own = desk / "Minh họa.nsnt", desk / "Cẩm Tân.nsnt"
    run = _runner(environment)
    for _ in range(2):  # the first time the disk is cold
        took, said = run("--version")
    if said.strip() != __version__:
        raise ProofError(f"--version said {said!r}")
    print(f"--version: {took:.2f} s")
    took, _ = run("sample", sample)
    print(f"sample: {took:.2f} s, {sample.stat().st_size / 1000:.0f} KB")
    took, said = run("indicators", sample, "--json")
    print(f"indicators --json: {took:.2f} s, {len(said)} characters")
    run("check", sample)
    took, _ = run("document", sample, "report", "--out", desk)
    papers = sorted(path.suffix for path in desk.iterdir() if path.suffix in {".pdf", ".docx"})
    if papers != [".docx", ".pdf"]:
        raise ProofError(f"document report made {papers}")
    print(f"document report: {took:.2f} s, PDF and DOCX")
    run("new", own, "--commune", "Cẩm Tân", "--year", "2024", "--villages", "Thôn 1;Thôn 2")
    took, said = run("import", own, _village_list(desk), "--village", "Thôn 1")
    print(f"import: {took:.2f} s, {said.strip()}")
    run("backup", own, "--to", desk / "backups")


def prove_pages(desk: Path, environment: Mapping[str, str]) -> None:
    """Open every page inside the built program, by a second program that is lent to the folder for that."""
    made = BUILD / "pyinstaller" / "nsnt" / f"proof{ENDING}"
    lent = FOLDER / made.name
    shutil.copy2(made, lent)
    try:
        run = _runner(environment, lent)
        _, said = run(desk / "Minh họa.nsnt", next(desk.glob("*.pdf")), BUILD / "screens")
    finally:
        lent.unlink()
    *pictures, _paper, took = said.splitlines()
    print(f"{len(pictures)} pages and a paper drawn in {took} (pictures in {BUILD / 'screens'})")


def prove_window(desk: Path, environment: Mapping[str, str]) -> None:
    """Start the program as a double click on a data file does; a second writer must be turned away."""
    file, lock = desk / "Cẩm Tân.nsnt", desk / "Cẩm Tân.nsnt.lock"
    backup = next((desk / "backups").iterdir())
    lock.unlink(missing_ok=True)
    complaints = desk / "complaints.txt"
    started = time.monotonic()
    with complaints.open("wb") as errors:
        window = subprocess.Popen(
            [FOLDER / (contents.PROGRAM + ENDING), file], env=environment, stderr=errors
        )
    try:
        _wait_until(lambda: lock.exists() or window.poll() is not None)
        took = time.monotonic() - started
        time.sleep(4)
        if window.poll() is not None:
            raise ProofError(f"the window ended with {window.returncode}: {complaints.read_text('utf-8')}")
        code, said = _answer([_console(), "restore", str(backup), str(file)], environment)
        if code != 1 or "đang mở ở một cửa sổ khác" not in said:
            raise ProofError(f"a second writer was not turned away: {code}, {said!r}")
    finally:
        window.terminate()
        window.wait(PATIENCE)
    if complaints.read_text("utf-8").strip():
        raise ProofError(f"the window complained: {complaints.read_text('utf-8')}")
    print(
        f"window: data file open after {took:.2f} s, alive 4 s later; a second writer is told: {said.strip()}"
    )


def make_setup(size: int) -> int:
    """Pack the folder with makensis, warnings being errors; return the exit code."""
    makensis = find_makensis()
    if makensis is None:
        print("No set-up: makensis (NSIS 3.08 or newer) is not installed.", file=sys.stderr)
        return 1
    target = DIST / f"NSNT-Desktop-Setup-{__version__}{NOT_FOR_WINDOWS}.exe"
    lists = BUILD / "lists.nsh"
    started = time.monotonic()
    # With its mark: without one NSIS reads the old code page of the Windows it runs on.
    lists.write_text(contents.setup_lists(FOLDER), encoding="utf-8-sig")
    given = {"VERSION": __version__, "LISTS": lists, "ICON": ICON, "SIDE": SIDE, "OUT": target}
    given["SIZE_KB"] = size // 1024
    if SIGN:
        given["SIGN"] = SIGN
    code = subprocess.call(contents.setup_command(makensis, given))
    if code:
        return code
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, packed in {time.monotonic() - started:.0f} s")
    if NOT_FOR_WINDOWS:
        print("It holds the Linux files: proof that nsnt.nsi compiles, and of its size; nothing to hand out.")
    return 0


def find_makensis() -> str | None:
    """Return where makensis is: on the path, or where its own set-up puts it in Windows."""
    usual = [
        Path(os.environ[name]) / "NSIS"
        for name in ("ProgramFiles(x86)", "ProgramFiles")
        if name in os.environ
    ]
    return shutil.which("makensis") or next(
        filter(None, (shutil.which("makensis", path=str(p)) for p in usual)), None
    )


def _console() -> Path:
    """Return the program that prints: in Windows the windowed one has nowhere to print."""
    return FOLDER / ((contents.CONSOLE_PROGRAM if WINDOWS else contents.PROGRAM) + ENDING)


def _runner(environment: Mapping[str, str], program: Path | None = None) -> Callable[..., tuple[float, str]]:
    def run(*words: str | Path) -> tuple[float, str]:
        started = time.monotonic()
        code, said = _answer([program or _console(), *words], environment)
        if code:
            raise ProofError(f"{' '.join(map(str, words))} ended with {code}: {said}")
        return time.monotonic() - started, said

    return run


def _answer(words: list[str | Path], environment: Mapping[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        words,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


def _wait_until(come: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not come():
        if time.monotonic() > until:
            raise ProofError("the window did not open its data file")
        time.sleep(0.01)


def _village_list(desk: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["STT", "Họ và tên chủ hộ", "Số nhân khẩu", "Loại hộ", "Nguồn nước chính"])
    sheet.append([1, "Nguyễn Thị Hồng", 4, "Nghèo", "Giếng khoan"])
    sheet.append([2, "Đỗ Văn Ước", 3, "", "Giếng đào"])
    path = desk / "Danh sách thôn 1.xlsx"
    book.save(path)
    return path


if __name__ == "__main__":
    sys.exit(main())
