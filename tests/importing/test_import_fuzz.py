"""Damaged files by the hundred: a workbook, or one sentence; the process lives on."""

import os
import random
import subprocess
import sys
from pathlib import Path

from importing_lists import DATA
from mutated_files import mutated, seeds

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.refusals import NOTHING_CHANGED
from nsnt_desktop.importing.list_file import ListFile, read_list

_FILES = 300


def test_damaged_files_are_read_or_refused_in_a_process_that_lives(tmp_path: Path) -> None:
    """In a process of its own: a reader that aborts would take the other tests with it."""
    run = subprocess.run(
        [sys.executable, __file__, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert run.returncode == 0, run.stderr[-2_000:]
    read, refused = map(int, run.stdout.split())
    assert read + refused == _FILES
    assert min(read, refused) > _FILES // 10  # the damage is neither harmless nor always deadly


def _walk(folder: Path) -> tuple[int, int]:
    chance, read, refused = random.Random(20240701), 0, 0  # noqa: S311 - the same damage every time
    for _ in range(_FILES):
        source = chance.choice(seeds(DATA))
        path = folder / f"a{source.suffix}"
        path.write_bytes(mutated(source.read_bytes(), chance))
        try:
            assert isinstance(read_list(path, lenient=True), ListFile)
            read += 1
        except KnownError as error:
            refused += NOTHING_CHANGED in error.message and error.message.endswith(".")
    return read, refused


if __name__ == "__main__":
    print(*_walk(Path(sys.argv[1])))
