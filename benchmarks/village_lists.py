"""The benchmarks of taking lists in: previewed, matched, applied, and what a large file takes of memory."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from generated import commune, village_list
from timing import Paired, pair, seconds

from nsnt_desktop.importing.intake import Preview, preview_list
from nsnt_desktop.importing.list_file import read_list
from nsnt_desktop.importing.matching.comparing import compare
from nsnt_desktop.importing.matching.questions import Answers
from nsnt_desktop.importing.rows.parsed import ParsedSheet
from nsnt_desktop.registry.apply_batch import apply_batch
from nsnt_desktop.registry.new_commune import NewCommune, create_commune
from nsnt_desktop.registry.register import Register, load_register
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.text import fold

_ROOT = Path(__file__).resolve().parent


def _calamine(workbook: Path) -> list[Any]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - the yardstick's own import

    sheet = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_index(0)
    return list(sheet.to_python(skip_empty_area=False))


def _register(data: DataFile) -> Register:
    with data.reading() as session:
        return load_register(session, find_year(session))


def _empty(path: Path) -> DataFile:
    path.unlink(missing_ok=True)
    return create_commune(path, NewCommune("Đo Thử", 2024, [f"Thôn {i}" for i in range(1, 41)]))


def _preview(folder: Path, rows: int) -> Paired:
    """A list read, recognised and held against the register it was taken into, against calamine alone."""
    workbook = folder / "list.xlsx"
    village_list(workbook, rows)
    data = _empty(folder / "preview.nsnt")
    apply_batch(data, preview_list(read_list(workbook), _register(data)).batch)

    def ours() -> Preview:
        return preview_list(read_list(workbook), _register(data))

    measured = pair(
        f"preview of {rows:,} rows, all known",
        lambda: seconds(ours),
        lambda: seconds(lambda: _calamine(workbook)),
    )
    data.close()
    return measured


def _match(folder: Path, spoil: Callable[[int, str], str], what: str) -> Paired:
    """10,000 rows matched with 10,000 households, against a bare dict of village and name."""
    workbook = folder / "list.xlsx"
    village_list(workbook, 10_000)
    data = _empty(folder / "match.nsnt")
    first = preview_list(read_list(workbook), _register(data))
    apply_batch(data, first.batch)
    register = _register(data)
    (sheet,) = first.parsed
    rows = tuple(row._replace(head=spoil(at, row.head)) for at, row in enumerate(sheet.rows))
    spoilt = _with_rows(sheet, rows)

    def bare() -> None:
        known = {(h.village_id, h.values["head"]): h for h in register.households}
        for row in rows:
            known.get((1, row.head))

    measured = pair(
        f"10,000 rows matched with 10,000 households, {what}",
        lambda: seconds(lambda: compare([spoilt], register, Answers())),
        lambda: seconds(bare),
    )
    data.close()
    return measured


def _with_rows(sheet: ParsedSheet, rows: tuple[object, ...]) -> ParsedSheet:
    return ParsedSheet(**{**vars(sheet), "rows": rows})


def _misspelt(at: int, head: str) -> str:
    """Return every tenth name without accents, and every other tenth with one letter too many."""
    return fold(head).title() if at % 10 == 0 else f"{head[:-1]}h{head[-1]}" if at % 10 == 5 else head


def _apply(folder: Path) -> Paired:
    """10,000 new households written, against one executemany of the same values."""
    workbook = folder / "list.xlsx"
    village_list(workbook, 10_000)
    target = folder / "apply.nsnt"

    def ours() -> float:
        data = _empty(target)
        batch = preview_list(read_list(workbook), _register(data)).batch
        taken = seconds(lambda: apply_batch(data, batch))
        data.close()
        return taken

    values = _calamine(workbook)[1:]

    def bare() -> float:
        plain = folder / "plain.db"
        plain.unlink(missing_ok=True)
        with closing(sqlite3.connect(plain)) as connection:
            connection.execute("CREATE TABLE h (id INTEGER PRIMARY KEY, a, b, c, d, e, f, g, h, i)")

            def work() -> None:
                connection.executemany("INSERT INTO h VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
                connection.commit()

            return seconds(work)

    return pair("10,000 new households applied", ours, bare)


def _memory(folder: Path) -> Paired:
    """Peak memory of previewing a list of 100,000 rows, against calamine reading it, each in its process."""
    workbook = folder / "large.xlsx"
    village_list(workbook, 100_000)
    data = _empty(folder / "memory.nsnt")
    data.close()

    def peak(*words: str) -> float:
        run = subprocess.run(
            [sys.executable, str(_ROOT / "import_memory.py"), *words, str(workbook)],
            check=True,
            capture_output=True,
            text=True,
            cwd=_ROOT.parent,
        )
        return float(run.stdout)

    ours = lambda: peak("ours", str(data.path))  # noqa: E731 - the same measure twice
    return pair("peak memory, list of 100,000 rows", ours, lambda: peak("bare"), runs=3, unit="MB")


def _large_match(folder: Path) -> Paired:
    """A list of one village of 10,000, every name typed without accents: the worst case of matching."""
    data = commune(folder / "worst.nsnt", 10_000, villages=1)
    register = _register(data)
    rows = folder / "bare.xlsx"
    village_list(rows, 1)
    (sheet,) = preview_list(read_list(rows), register).parsed
    pattern = sheet.rows[0]
    heads = [fold(h.values["head"]).title() for h in register.households]
    spoilt = _with_rows(
        sheet,
        tuple(
            pattern._replace(excel_row=at, head=head, village="Thôn 1", code=None, persons=None)
            for at, head in enumerate(heads, 2)
        ),
    )
    measured = pair(
        "10,000 names of one village without accents",
        lambda: seconds(lambda: compare([spoilt], register, Answers())),
        lambda: seconds(lambda: {fold(h.values["head"]): h for h in register.households}),
    )
    data.close()
    return measured


IMPORTING: dict[str, Callable[[Path], Paired]] = {
    "preview3000": lambda folder: _preview(folder, 3_000),
    "preview10000": lambda folder: _preview(folder, 10_000),
    "match": lambda folder: _match(folder, lambda _at, head: head, "as written"),
    "misspelt": lambda folder: _match(folder, _misspelt, "2,000 of them misspelt"),
    "bare_names": _large_match,
    "apply": _apply,
    "import_memory": _memory,
}
