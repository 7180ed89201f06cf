"""The command line run inside a test: its exit code, its output, its error output."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from nsnt_desktop import cli
from taking_in import SAMPLES

TRUTH: dict[str, Any] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
FORM = SAMPLES / "1-phac-le-bieu-in.xlsx"
OLD_FONT = SAMPLES / "3-thon-2-tcvn3.xls"
FAULTY = SAMPLES / "6-thon-6-loi.xlsx"
PROJECT = Path(cli.__file__).parents[1]


def run(*words: object) -> tuple[int, str, str]:
    """Run a command in this process; return exit code, output, error output."""
    out, err = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = cli.main([str(word) for word in words])
    except SystemExit as left:
        code = int(left.code or 0)
    return code, out.getvalue(), err.getvalue()


def result(*words: object) -> Any:
    code, out, err = run(*words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def new_file(path: Path, villages: str) -> Path:
    code, out, err = run("new", path, "--commune", "Cẩm Tân", "--year", 2024, "--villages", villages)
    assert (code, err) == (0, "")
    assert str(path) in out
    return path


def refused(ran: tuple[int, str, str]) -> str:
    """Return the one sentence of a KnownError: one line, nothing on stdout, no traceback."""
    code, out, err = ran
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert err.strip().endswith(".")
    return err


def as_process(*words: object, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "nsnt_desktop", *map(str, words)],
        capture_output=True,
        check=False,
        env={**os.environ, **env},
        cwd=PROJECT,
    )
