"""All benchmarks: python benchmarks/run.py; prints the table that benchmarks/README.md keeps."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the program is not installed in .venv

from figures import FIGURES, HAND_WRITTEN
from figures_calc import FIGURES_CALC
from generated import commune, village_list
from papers import PAPERS
from register import REGISTER
from timing import HEADING, Paired, pair, seconds
from village_lists import IMPORTING

from checks import CHECKS
from nsnt_desktop.cli_import import take_in as take_in_lists
from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry.new_commune import NewCommune, create_commune
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.sample import make_sample
from nsnt_desktop.storage.datafile import open_data_file

ROOT = Path(__file__).resolve().parent.parent


def start(folder: Path) -> Paired:
    """Time from process start until the window answers, against a bare PySide6 window with SQLAlchemy."""
    sample = folder / "start.nsnt"
    make_sample(sample)
    bare = (
        "from PySide6.QtWidgets import QApplication, QMainWindow; import sqlalchemy, sqlalchemy.orm;"
        "app = QApplication([]); w = QMainWindow(); w.resize(1280, 720); w.show(); app.processEvents()"
    )
    ours = (
        "import sys; from pathlib import Path; from nsnt_desktop.ui.app import Desk, make_application;"
        "app = make_application(); desk = Desk(); desk.open(Path(sys.argv[1])); app.processEvents();"
        "import os; os._exit(0)"
    )
    env = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "NSNT_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),  # nor is the "last file" of whoever measures touched
        "PYTHONDONTWRITEBYTECODE": "",
    }

    def run(code: str, *words: str) -> float:
        return seconds(
            lambda: subprocess.run([sys.executable, "-c", code, *words], env=env, cwd=ROOT, check=True)
        )

    return pair("window usable, sample commune", partial(run, ours, str(sample)), partial(run, bare))


def take_in(folder: Path, rows: int = 10_000) -> Paired:
    """Import a list of 10,000 rows, against reading it with calamine and bulk-inserting it with sqlite3."""
    workbook = folder / "list.xlsx"
    village_list(workbook, rows)
    target = folder / "import.nsnt"

    def ours() -> float:
        target.unlink(missing_ok=True)
        create_commune(target, NewCommune("Đo Thử", 2024, [f"Thôn {i}" for i in range(1, 41)])).close()
        return seconds(lambda: take_in_lists(target, [workbook], "", None, dry_run=False))

    def bare() -> float:
        from python_calamine import CalamineWorkbook  # noqa: PLC0415 - the yardstick's own import

        plain = folder / "plain.db"
        plain.unlink(missing_ok=True)
        with closing(sqlite3.connect(plain)) as connection:
            connection.execute("CREATE TABLE h (id INTEGER PRIMARY KEY, a, b, c, d, e, f, g, h, i)")

            def work() -> None:
                sheet = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_index(0)
                read = sheet.to_python(skip_empty_area=False)[1:]
                connection.executemany("INSERT INTO h VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", read)
                connection.commit()

            return seconds(work)

    return pair(f"import of {rows:,} rows", ours, bare)


def indicators(folder: Path, households: int = 100_000) -> Paired:
    """All indicators by village, against the one hand-written query on the same file."""
    path = folder / "large.nsnt"
    data = commune(path, households)

    def ours() -> float:
        with data.reading() as session:
            year = find_year(session)
            return seconds(lambda: compute_year(session, year))

    def bare() -> float:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA cache_size=-32000")
            connection.execute("SELECT count(*) FROM main_source").fetchone()
            return seconds(lambda: connection.execute(HAND_WRITTEN, [1]).fetchall())

    measured = pair(f"indicators by village, {households:,} households", ours, bare)
    data.close()
    return measured


def report(folder: Path) -> Paired:
    """The report with annexes of the sample's 1,552 households, against bare reportlab tables of annex 4."""
    from nsnt_desktop.documents.gather import save_year_paper  # noqa: PLC0415

    path = folder / "report.nsnt"
    make_sample(path)
    data = open_data_file(path, write=False)
    measured = pair(
        "report with annexes, PDF and DOCX, 1,552 households",
        lambda: seconds(lambda: save_year_paper(data, DocumentKind.REPORT, None, folder)),
        lambda: seconds(lambda: _bare_table(folder / "bare.pdf")),
    )
    data.close()
    return measured


def _bare_table(path: Path) -> None:
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415 - the yardstick's own imports
    from reportlab.platypus import SimpleDocTemplate, Table  # noqa: PLC0415

    rows = [[str(i), "Nguyen Van A", "Gieng khoan", "x", "", ""] for i in range(700)]
    SimpleDocTemplate(str(path), pagesize=A4).build(
        [Table(rows[at : at + 100], repeatRows=1) for at in range(0, 700, 100)]
    )


BENCHMARKS: dict[str, Callable[[Path], Paired]] = {
    "start": start,
    "import": take_in,
    "indicators": indicators,
    "report": report,
    **FIGURES,
    **FIGURES_CALC,
    **CHECKS,
    **REGISTER,
    **IMPORTING,
    **PAPERS,
}


def main() -> None:
    """Run the benchmarks named on the command line, or all."""
    print(HEADING)
    for name in sys.argv[1:] or BENCHMARKS:
        with tempfile.TemporaryDirectory() as folder:
            print(BENCHMARKS[name](Path(folder)).line(), flush=True)


if __name__ == "__main__":
    main()
