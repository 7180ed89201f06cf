"""The two commands: `python3 dev.py run` opens the program, `python3 dev.py test` runs everything.

Each sets up what it needs first: a virtual environment with the locked packages, and, on Debian as root, the
system libraries Qt needs. `python3 dev.py package` builds the one-folder program (installer/README.md).
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OUT = ROOT / "out"
QT_LIBRARIES = ["libgl1", "libegl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1", "libglib2.0-0"]
# Qt's own complaint names xcb-cursor0 whichever of these is missing.
X11_LIBRARIES = ["libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1"]
X11_LIBRARIES += ["libxkbcommon-x11-0", "libxcb-image0", "libxcb-randr0", "libxcb-render-util0"]
# A second program that computes our workbooks and prints our Word files; some tests need it.
OFFICE = ["libreoffice-calc-nogui", "libreoffice-writer-nogui"]
TEST_PROGRAMS = ["poppler-utils"]  # pdftotext, pdftoppm: tests read papers with a second pair of eyes
PACKAGE_PROGRAMS = ["nsis", "binutils"]
MEASURED = ["tests/indicators", "tests/checks"]  # alone they reach every branch of indicators/ and checks/


def main() -> int:
    """Run one of the commands; return its exit code."""
    commands = {"run": run, "test": test, "package": package}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        print("python3 dev.py run | test | package", file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):
        print("Python 3.11 or newer is needed; this is " + platform.python_version(), file=sys.stderr)
        return 1
    os.chdir(ROOT)
    return commands[sys.argv[1]](sys.argv[2:])


def run(arguments: list[str]) -> int:
    """Open the program on the sample commune; without a display do the same job unattended into out/."""
    x11 = has_display() and not os.environ.get("WAYLAND_DISPLAY")
    set_up("requirements.lock", [*QT_LIBRARIES, *(X11_LIBRARIES if x11 else [])])
    OUT.mkdir(exist_ok=True)
    sample = OUT / "minh-hoa.nsnt"
    if not sample.exists():
        call(PYTHON, "-m", "nsnt_desktop", "sample", sample)
    if os.name == "nt" or sys.platform == "darwin" or has_display():
        return subprocess.call([PYTHON, "-m", "nsnt_desktop", *(arguments or [str(sample)])])
    print("No display here: doing the same job unattended.", flush=True)
    for kind in ("plan", "report"):
        call(PYTHON, "-m", "nsnt_desktop", "document", sample, kind, "--out", OUT)
    call(PYTHON, "-m", "nsnt_desktop", "indicators", sample)
    shots = OUT / "screens"
    call(PYTHON, "-m", "nsnt_desktop.ui.screenshots", sample, shots, env={"QT_QPA_PLATFORM": "offscreen"})
    print(f"Plan, report and a screenshot of each screen are in {OUT}")
    return 0


def has_display() -> bool:
    """Return whether there is a screen to show a window on."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def test(arguments: list[str]) -> int:
    """Run the linters, the floors, the types and the tests; stop at the first that fails."""
    set_up("requirements-dev.lock", [*QT_LIBRARIES, *TEST_PROGRAMS])
    offer_debian(OFFICE, "soffice")
    bin_folder = PYTHON.parent
    steps: list[list[str | Path]] = [
        [bin_folder / "ruff", "check", "."],
        [bin_folder / "ruff", "format", "--check", "."],
        [bin_folder / "lint-imports"],
        [bin_folder / "mypy"],
        *([[PYTHON, "-m", "pytest", *arguments]] if arguments else whole_suite()),
    ]
    for step in steps:
        started = time.monotonic()
        print(
            "$ " + " ".join(Path(part).name if isinstance(part, Path) else part for part in step), flush=True
        )
        code = subprocess.call(step, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
        print(f"  {time.monotonic() - started:.1f} s, exit {code}", flush=True)
        if code:
            return code
    return 0


def whole_suite() -> list[list[str | Path]]:
    """Return the steps that run every test once: the rules under coverage (pyproject.toml), then the rest."""
    OUT.mkdir(exist_ok=True)  # what was covered is noted there
    pytest: list[str | Path] = [PYTHON, "-m", "pytest"]
    return [
        [*pytest, "--cov", "--cov-report=term-missing:skip-covered", *MEASURED],
        [*pytest, *(f"--ignore={folder}" for folder in MEASURED)],
    ]


def package(_arguments: list[str]) -> int:
    """Build the one-folder program in dist/ and start it once; see installer/README.md."""
    set_up("requirements-package.lock", [*QT_LIBRARIES, *PACKAGE_PROGRAMS])
    return subprocess.call([PYTHON, ROOT / "installer" / "build.py"])


def set_up(lock_name: str, debian: list[str]) -> None:
    """Make the virtual environment from a lock file, once for each content of it."""
    install_debian([*debian, *([] if has_venv() else ["python3-venv"])])
    lock = ROOT / lock_name
    mark = VENV / f"{lock_name}.sha256"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if PYTHON.exists() and mark.exists() and mark.read_text() == digest:
        return
    print(f"Setting up {VENV.name} from {lock_name} …", flush=True)
    if not PYTHON.exists():
        call(sys.executable, "-m", "venv", VENV)
    # Byte code now: without it each start compiles PySide6's and SQLAlchemy's files again.
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--compile"]
    # The lock is whole: left to resolve, pip takes "coverage[toml]" from a newer release, without a hash.
    call(PYTHON, *pip, "--no-deps", "--require-hashes", "-r", lock, env={"PYTHONDONTWRITEBYTECODE": ""})
    mark.write_text(digest)


def has_venv() -> bool:
    """Return whether this Python can make virtual environments (Debian ships that apart)."""
    return subprocess.call([sys.executable, "-c", "import venv, ensurepip"], stderr=subprocess.DEVNULL) == 0


def install_debian(packages: list[str]) -> None:
    """Install the system packages that are missing, on Debian as root; otherwise say what is missing."""
    if not shutil.which("dpkg-query"):
        return
    missing = [name for name in packages if not is_installed(name)]
    if not missing:
        return
    if os.geteuid() != 0:
        print("Please install first: sudo apt-get install " + " ".join(missing), file=sys.stderr)
        raise SystemExit(1)
    print("Installing " + " ".join(missing) + " …", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    call("apt-get", "update", "-qq", env=quiet)
    call("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing, env=quiet, hush=True)


def offer_debian(packages: list[str], program: str) -> None:
    """Install system packages the tests can do without, on Debian as root; what fails is only told."""
    if shutil.which(program) or not shutil.which("dpkg-query") or os.geteuid() != 0:
        return
    print("Installing " + " ".join(packages) + " …", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        if subprocess.call(["apt-get", *words], env=env, stdout=subprocess.DEVNULL):
            print(f"{program} is not there; the tests that need it are skipped.", file=sys.stderr)
            return


def is_installed(name: str) -> bool:
    """Return whether a Debian package is installed."""
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f=${Status}", name], capture_output=True, text=True, check=False
    )
    return "install ok installed" in asked.stdout


def call(*words: str | Path, env: dict[str, str] | None = None, hush: bool = False) -> None:
    """Run a program; end with its exit code if it fails."""
    out = subprocess.DEVNULL if hush else None
    code = subprocess.call(list(words), env={**os.environ, **(env or {})}, stdout=out)
    if code:
        raise SystemExit(code)


if __name__ == "__main__":
    sys.exit(main())
