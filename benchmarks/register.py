"""The register at 100,000 households: its page, search, sorting, one edit, a pasted block, memory."""

import os
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

from generated import commune
from timing import Paired, pair, seconds

from nsnt_desktop.models.words import Poverty
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.registry.new_commune import NewCommune, create_commune
from nsnt_desktop.storage.datafile import DataFile, open_data_file

ROOT = Path(__file__).resolve().parent.parent
HOUSEHOLDS = 100_000
LIST = """
FROM household_record r JOIN household h ON h.id = r.household_id JOIN village v ON v.id = r.village_id
WHERE r.year_id = 1 AND r.status = 'active'
"""
SEARCHES = ("nguyen van hung", "trinh thi hoa", "le duc", "0123", "pham minh son")
"""Typed letter by letter, as an officer looks for somebody."""


@contextmanager
def _bare(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA cache_size=-32000")
        connection.execute("PRAGMA synchronous=FULL")
        yield connection


def page(folder: Path) -> Paired:
    """The page made, its list read and painted, against the same list by one query into a bare table."""
    data, app, page_class, context = _window(folder)

    def ours() -> float:
        pages: list[Any] = []

        def work() -> None:
            shown = page_class(context)
            pages.append(shown)
            shown.resize(1150, 700)
            shown.refresh()
            shown.show()
            app.processEvents()

        taken = seconds(work)
        pages.pop().close()
        return taken

    measured = pair(f"page of {HOUSEHOLDS:,} households made and shown", ours, lambda: _bare_list(data.path))
    data.close()
    return measured


def click(folder: Path) -> Paired:
    """The page shown by a click in a window that has been open for a while, against the same bare table."""
    from nsnt_desktop.ui.main_window import MainWindow  # noqa: PLC0415

    data, app, _, context = _window(folder)
    window = MainWindow(context)
    window.resize(1366, 768)
    window.show()
    opened = time.monotonic()
    while time.monotonic() < opened + 2:
        app.processEvents()

    def work() -> None:
        window.show_page("households")
        app.processEvents()

    def ours() -> float:
        window.show_page("backups")
        app.processEvents()
        return seconds(work)

    name = f"page of {HOUSEHOLDS:,} households shown by a click"
    measured = pair(name, ours, lambda: _bare_list(data.path))
    window.close()
    return measured


def _bare_list(path: Path) -> float:
    from PySide6.QtCore import QStringListModel  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication, QListView  # noqa: PLC0415

    view = QListView()
    view.setUniformItemSizes(True)
    view.resize(1150, 700)

    def work() -> None:
        with _bare(path) as connection:
            rows = connection.execute(f"SELECT h.head {LIST} ORDER BY v.position, h.sort_key").fetchall()
        model = QStringListModel([head for (head,) in rows], view)
        view.setModel(model)
        view.show()
        QApplication.processEvents()

    taken = seconds(work)
    view.close()
    return taken


def search(folder: Path) -> Paired:
    """One letter more in the search box until the list is painted, against the same search by LIKE.

    A cell of ours is the 95th percentile of the letters of all searches, typed in the page itself.
    """
    data, app, page_class, context = _window(folder)
    shown = page_class(context)
    shown.resize(1150, 700)
    shown.refresh()
    shown.show()
    app.processEvents()

    def type_letter(text: str) -> float:
        return seconds(lambda: (shown.search.setText(text), app.processEvents()))

    def like(connection: sqlite3.Connection, text: str) -> float:
        where = " ".join(f"AND h.search LIKE '%{word}%'" for word in text.split())
        query = f"SELECT r.id {LIST} {where} ORDER BY v.position, h.sort_key"
        return seconds(lambda: connection.execute(query).fetchall())

    prefixes = [text[:end] for text in SEARCHES for end in range(1, len(text) + 1)]
    with _bare(data.path) as connection:
        measured = pair(
            f"a letter typed in the search, 95th percentile, {HOUSEHOLDS:,} households",
            lambda: _percentile([type_letter(text) for text in prefixes]),
            lambda: _percentile([like(connection, text) for text in prefixes]),
        )
    shown.close()
    data.close()
    return measured


def sort(folder: Path) -> Paired:
    """Sorting by a click on a heading until it is painted, against ORDER BY of the same column."""
    data, app, page_class, context = _window(folder)
    shown = page_class(context)
    shown.resize(1150, 700)
    shown.refresh()
    shown.show()
    app.processEvents()
    turns = cycle([(0, "h.sort_key"), (2, "r.persons"), (7, "r.litres_per_month")])
    column: list[str] = []

    def ours() -> float:
        # An order is forgotten with any change of the data; one asked for twice would be known.
        set_household_field(data, 1, "note", str(random.random()))  # noqa: S311 - no secret
        shown.refresh()
        at, name = next(turns)
        column[:] = [name]
        return seconds(lambda: (shown.model.sort(at), app.processEvents()))

    def bare() -> float:
        with _bare(data.path) as connection:
            query = f"SELECT r.id {LIST} ORDER BY {column[0]}, h.sort_key"
            return seconds(lambda: connection.execute(query).fetchall())

    measured = pair(f"sorted by name, persons, m³ in turn, {HOUSEHOLDS:,} households", ours, bare, runs=9)
    shown.close()
    data.close()
    return measured


def edit(folder: Path) -> Paired:
    """One field saved, against one UPDATE and its commit on the same file; twenty at a time."""
    data = commune(folder / "edit.nsnt", HOUSEHOLDS)
    values = cycle(range(1, 10))

    def ours() -> float:
        return _middle(lambda: set_household_field(data, 77, "persons", next(values)))

    def bare() -> float:
        with _bare(data.path) as connection:

            def work() -> None:
                connection.execute("UPDATE household_record SET persons = ? WHERE id = 78", [next(values)])
                connection.commit()

            return _middle(work)

    measured = pair(f"one edit saved, {HOUSEHOLDS:,} households", ours, bare)
    data.close()
    return measured


def paste(folder: Path, rows: int = 2_000) -> Paired:
    """A block of 2,000 × 8 cells pasted into the grid, against the bare UPDATEs of its values."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    data, app, page_class, context = _window(folder)
    shown = page_class(context)
    shown.resize(1150, 700)
    shown.refresh()
    shown.show()
    app.processEvents()
    rng = random.Random(1893)  # noqa: S311 - repeatable data, no secret

    def ours() -> float:
        QApplication.clipboard().setText("\n".join("\t".join(_pasted(rng)) for _ in range(rows)))
        shown.table.go_to(0, 0)
        return seconds(lambda: (shown.table.paste(), app.processEvents()))

    def bare() -> float:
        with _bare(data.path) as connection:
            given = [(rng.randint(1, 9),) * 7 + (i,) for i in range(1, rows + 1)]

            def work() -> None:
                connection.executemany(
                    "UPDATE household_record SET persons = ?, clean = ?, hygienic = ?, main_source_id = ?, "
                    "poverty = ?, litres_per_month = ?, note = ? WHERE id = ?",
                    given,
                )
                connection.rollback()  # 7 is no main source of this file: only the time is wanted

            return seconds(work)

    measured = pair(f"block of {rows:,} × 8 cells pasted, {HOUSEHOLDS:,} households", ours, bare)
    shown.close()
    data.close()
    return measured


def memory(folder: Path) -> Paired:
    """Memory of the window on its page of households after a walk through it, against an empty commune."""
    commune(folder / "full.nsnt", HOUSEHOLDS).close()
    create_commune(folder / "empty.nsnt", NewCommune("Đo Thử", 2024, ["Thôn 1"])).close()
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "NSNT_HOME": str(folder)}

    def megabytes(name: str) -> float:
        script = [sys.executable, str(Path(__file__).with_name("window_memory.py")), str(folder / name)]
        return float(subprocess.run(script, env=env, cwd=ROOT, check=True, capture_output=True).stdout)

    return pair(
        f"memory of the window, {HOUSEHOLDS:,} households",
        lambda: megabytes("full.nsnt"),
        lambda: megabytes("empty.nsnt"),
        runs=3,
        unit="MB",
    )


def _pasted(rng: random.Random) -> tuple[str, ...]:
    """One row as Excel copies it: head, village, persons, clean, hygienic, source, poverty, m³."""
    return (
        f"{rng.choice(['Lê', 'Trịnh'])} Văn {rng.choice(['An', 'Bình', 'Khoẻ'])} {rng.randint(1, 999)}",
        f"Thôn {rng.randint(1, 40)}",
        str(rng.randint(1, 9)),
        rng.choice(["Đạt quy chuẩn", "Không đạt", "Chưa xác định"]),
        rng.choice(["Có", "Không"]),
        rng.choice(["Giếng khoan", "Giếng đào"]),
        rng.choice([status.label for status in Poverty]),
        f"{rng.randint(1, 20)},{rng.randint(1, 9)}",
    )


def _middle(work: Callable[[], object]) -> float:
    return statistics.median(seconds(work) for _ in range(20))


def _percentile(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def _window(folder: Path) -> Any:
    """Return a large commune, the application, the page's class and its context."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["NSNT_HOME"] = os.environ["XDG_CONFIG_HOME"] = str(folder)
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - Qt only where a window is measured

    from nsnt_desktop.ui.app import make_application  # noqa: PLC0415
    from nsnt_desktop.ui.context import Context  # noqa: PLC0415
    from nsnt_desktop.ui.households import HouseholdsPage  # noqa: PLC0415

    app = QApplication.instance() or make_application()
    path = folder / "register.nsnt"
    data: DataFile = open_data_file(path) if path.exists() else commune(path, HOUSEHOLDS)
    context = Context(data, 2024)
    return data, app, HouseholdsPage, context


REGISTER: dict[str, Callable[[Path], Paired]] = {
    "page": page,
    "click": click,
    "search": search,
    "sort": sort,
    "edit": edit,
    "paste": paste,
    "memory": memory,
}
