"""The rules of the house that no linter knows."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import nsnt_desktop

PACKAGE = Path(nsnt_desktop.__file__).parent
PROJECT = PACKAGE.parent
ICONS = PROJECT / "resources" / "icons"
CHECKOUT = pytest.mark.skipif(not (PROJECT / "pyproject.toml").exists(), reason="not run from a checkout")
NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket",
    "socketserver", "ssl", "telnetlib", "urllib", "urllib3", "webbrowser", "websockets", "xmlrpc",
    "PySide6.QtNetwork", "PySide6.QtWebEngineCore", "PySide6.QtWebSockets",
}  # fmt: skip


@cache
def modules() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_a_void_call_of_qt_loses_no_reference_to_none() -> None:
    """PySide6 6.12.0 lost one with every call and aborted after about 7,000 (docs/decisions)."""
    script = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication, QLabel\n"
        "app = QApplication([])\n"
        "label = QLabel()\n"
        "label.setText('x')\n"
        "before = sys.getrefcount(None)\n"
        "for n in range(100): label.setText(str(n))\n"
        "print(sys.getrefcount(None) - before)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, "-platform", "offscreen"],
        capture_output=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert int(ran.stdout) > -50


def test_only_the_command_line_and_the_crash_report_print() -> None:
    speaks = {"cli.py", "__main__.py", "ui/crash.py", "ui/screenshots.py"}
    found = {
        name_of(path)
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in {"print", "pprint"}
    }
    assert found <= speaks


def test_the_command_line_alone_loads_nothing_heavy() -> None:
    heavy = ["PySide6", "openpyxl", "reportlab", "docx", "alembic", "sqlalchemy", "python_calamine"]
    script = f"import sys, nsnt_desktop.cli; print([m for m in {heavy} if m in sys.modules])"
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True, cwd=PROJECT
    )
    assert ran.stdout.strip() == "[]"


def test_reading_figures_loads_no_screen_and_no_papers() -> None:
    heavy = ["PySide6", "openpyxl", "reportlab", "docx", "alembic"]
    script = (
        "import sys, nsnt_desktop.cli_figures, nsnt_desktop.cli_import\n"
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True, cwd=PROJECT
    )
    assert ran.stdout.strip() == "[]"


def test_the_program_knows_no_network() -> None:
    for path, tree in modules().items():
        names = set(imported(tree))
        roots = {name.partition(".")[0] for name in names}
        assert not (names | roots) & NETWORK, name_of(path)


def test_no_address_of_the_internet_is_opened() -> None:
    for path, tree in modules().items():
        addresses = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.match(r"(?:https?|ftp)://", node.value)
        ]
        # Names of XML vocabularies look like addresses and are never fetched.
        assert all("schemas" in a or "w3.org" in a or "opendocument" in a for a in addresses), name_of(path)


@CHECKOUT
@pytest.mark.parametrize("lock", sorted(PROJECT.glob("requirements*.lock")), ids=lambda p: p.name)
def test_a_lock_file_names_no_index_and_hashes_everything(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(
        r"^\s*(?:-i|-f|--(?:index-url|extra-index-url|find-links|trusted-host))\b", text, re.MULTILINE
    )
    # One requirement with its hashes is one logical line.
    wanted = [line for line in re.sub(r"\\\n", " ", text).splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert wanted
    for line in wanted:
        assert re.match(r"[\w.\-\[\]]+==\S+", line), line
        assert "--hash=sha256:" in line, line.split()[0]


@CHECKOUT
def test_there_are_lock_files() -> None:
    assert (PROJECT / "requirements.lock").exists()


@CHECKOUT
def test_no_file_is_over_five_hundred_lines() -> None:
    files = [*PACKAGE.rglob("*.py"), *(PROJECT / "tests").rglob("*.py"), *PROJECT.glob("*/*.py")]
    ours = [path for path in files if "migrations" not in path.parts]  # those are written by alembic
    lines = {p.relative_to(PROJECT).as_posix(): p.read_text(encoding="utf-8").count("\n") for p in ours}
    assert {name: count for name, count in lines.items() if count > 500} == {}


@CHECKOUT
def test_every_icon_is_used() -> None:
    words = {
        node.value
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    sheet = (PROJECT / "resources" / "style.qss").read_text(encoding="utf-8")
    unused = [
        icon.name
        for icon in sorted(ICONS.glob("*.svg"))
        if icon.stem not in words and icon.name not in words and icon.name not in sheet
    ]
    assert unused == []


def test_floors_import_nothing_above_them() -> None:
    """The layers of pyproject.toml, for those who run the tests without import-linter."""
    floors = [
        "models",
        "storage",
        "indicators",
        "checks",
        "registry",
        "importing",
        "documents",
        "sample",
        "ui",
    ]
    rank = {name: n for n, name in enumerate(floors)}
    rank["checks"] = rank["indicators"]
    rank["documents"] = rank["importing"]
    for path, tree in modules().items():
        floor = name_of(path).partition("/")[0]
        if floor not in rank:
            continue
        above = {
            name
            for name in imported(tree)
            if name.startswith("nsnt_desktop.") and rank.get(name.split(".")[1], -1) > rank[floor]
        }
        assert above == set(), name_of(path)
        assert floor == "ui" or not any(name.startswith("PySide6") for name in imported(tree)), name_of(path)
