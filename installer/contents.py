"""What goes into the built program and into the set-up: plain lists for nsnt.spec, build.py and the tests."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "nsnt_desktop"
MIGRATIONS = PACKAGE / "storage" / "migrations"

PROGRAM = "nsnt-desktop"
CONSOLE_PROGRAM = "nsnt"
"""The same program for scripts: a windowed one has no console to print on, in Windows."""

DATAS = [
    (str(ROOT / "resources"), "nsnt_desktop/resources"),
    # Alembic looks for these as files; inside the archive of modules it would not find them.
    (str(MIGRATIONS), "nsnt_desktop/storage/migrations"),
]

EXCLUDES = [
    *(
        "tkinter",
        "numpy",
        "pandas",
        "matplotlib",
        "IPython",
        "defusedxml",
    ),  # others use them if they are there
    *("unittest", "doctest", "pydoc", "pdb", "test", "lib2to3", "distutils", "ensurepip", "venv", "idlelib"),
    *("pytest", "_pytest", "setuptools", "pkg_resources", "pip", "mypy", "cffi", "pycparser", "pygments"),
    *("ssl", "_ssl"),  # nothing here speaks to the network
    *("PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets"),
    *("PySide6.QtSql", "PySide6.QtTest", "PySide6.QtDBus", "PySide6.QtConcurrent", "PySide6.scripts"),
    *(
        "PIL.ImageQt",
        "PIL.ImageTk",
        "PIL._avif",
        "PIL._webp",
        "PIL._imagingft",
        "PIL._imagingcms",
        "PIL._imagingtk",
    ),
    *("psycopg2", "MySQLdb", "pymysql", "cx_Oracle", "oracledb", "asyncpg", "aiosqlite", "greenlet"),
    *("lxml.html", "lxml.isoschematron", "lxml.objectify", "rlPyCairo", "_rl_renderPM"),
]

# Qt plugins and libraries the program never loads: the window is drawn by the processor, of SVG and PNG.
# `offscreen` stays: it is how build.py starts the window on a machine without a display.
_UNUSED = re.compile(
    r"/translations/|/__pycache__/"
    r"|plugins/(platformthemes|egldeviceintegrations|xcbglintegrations|wayland[\w-]*|networkinformation|tls"
    r"|generic|styles|sqldrivers|qmltooling)/"
    r"|plugins/platforms/(lib)?q(eglfs|linuxfb|vnc|vkkhrdisplay|wayland[\w-]*|minimal|minimalegl|direct2d)\."
    r"|plugins/platforminputcontexts/(lib)?qtvirtualkeyboard"
    r"|plugins/imageformats/(lib)?q(?!svg|ico|jpeg)"
    r"|(lib)?Qt6(EglF|Wayland|WlShell|Network|OpenGL|Qml|Quick|VirtualKeyboard|Pdf|Sql|Test)"
    r"|opengl32sw\.dll|d3dcompiler"
    r"|/lib(gtk|gdk|gio|gobject|gmodule|mount|blkid|selinux|cairo|pango|pixman|atk|thai|datrie"
    r"|gssapi|krb5|k5crypto|keyutils|com_err|xcb-glx|Xext|Xrender|Xdmcp|bsd|md)[-_.\w]*\.so"
)


def modules(package: Path = PACKAGE) -> list[str]:
    """Return the name of every module of the program; pages are imported by name, so nothing finds them.

    Without the migrations, which travel as files, and the entry, which is a script.
    """
    found = []
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        if "migrations" not in parts and parts[-1] != "__main__":
            found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return found


def imports_of_migrations(folder: Path = MIGRATIONS) -> list[str]:
    """Return the modules the migrations import: to PyInstaller they are data, which it does not read."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found.update(name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    return sorted(found)


def hidden_imports() -> list[str]:
    """Return every module that PyInstaller must take without being able to see why."""
    return [
        *modules(),
        *imports_of_migrations(),
        "alembic.command",
        "alembic.config",
        "logging.config",
        "mako",
    ]


def is_used(target: str) -> bool:
    """Return whether a collected file is of use to the program, by its place in the built folder."""
    return not _UNUSED.search("/" + target.replace("\\", "/"))


def files_of(folder: Path) -> list[Path]:
    """Return every file of a built folder, relative to it, without the links Linux has to some of them."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path.relative_to(folder) for path in found)


def setup_lists(folder: Path) -> str:
    """Return the NSIS macros that put every file of a folder in place and take exactly those away again."""
    files = files_of(folder)
    folders = sorted({parent for file in files for parent in file.parents} - {Path()})
    put = []
    for place in [Path(), *folders]:
        here = [file for file in files if file.parent == place]
        if here:
            put.append(f"  SetOutPath {_target(place)}")
            put += [f'  File "{_plain(str(folder / file))}"' for file in here]
    take = [f"  Delete {_target(file)}" for file in files]
    # Without /r: a folder that holds anything of somebody else's stays.
    take += [f"  RMDir {_target(place)}" for place in reversed(folders)]
    return "\n".join(["!macro PutFiles", *put, "!macroend", "!macro TakeFiles", *take, "!macroend", ""])


def _target(place: Path) -> str:
    inside = "" if place == Path() else "\\" + str(place).replace("/", "\\")
    return f'"$INSTDIR{_plain(inside)}"'


def _plain(words: str) -> str:
    """Return words that stand between NSIS's quotes as they are, or raise ValueError."""
    if set(words) & set('$"`\n'):
        raise ValueError(f"NSIS would read this name of a file otherwise: {words!r}")
    return words


def setup_command(makensis: str, given: Mapping[str, object]) -> list[str]:
    """Return the command that packs with nsnt.nsi, given what it asks for; a warning is an error."""
    words = [f"-D{name}={value}" for name, value in given.items()]
    return [makensis, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, str(ROOT / "installer" / "nsnt.nsi")]
