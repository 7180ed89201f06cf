"""Lists taken into a data file, for tests: the walk of the window and the command line in one call."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from nsnt_desktop.importing.files.reading import Cell, Sheet, Workbook
from nsnt_desktop.importing.intake import Preview, preview_list
from nsnt_desktop.importing.list_file import ListFile, nothing_found, recognise_list, with_choices
from nsnt_desktop.importing.matching.questions import Answers
from nsnt_desktop.importing.words.choices import SheetChoices
from nsnt_desktop.models import Base
from nsnt_desktop.registry.apply_batch import Applied, Outcome, apply_batch
from nsnt_desktop.registry.register import Register, load_register
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile

SAMPLES = Path(__file__).parent / "importing" / "data"
HEADING: tuple[Cell, ...] = ("Họ và tên chủ hộ", "Thôn", "Số nhân khẩu", "Nguồn nước chính", "Ghi chú")
_TRAIL = {"action", "audit_line", "import_batch", "import_row"}


def list_of(
    *rows: Sequence[Cell], heading: Sequence[Cell] = HEADING, name: str = "thon.xlsx", sheet: str = "S"
) -> ListFile:
    """Return a list as it stands after reading, made of a heading and rows."""
    width = max(map(len, (heading, *rows)))
    cells = [[*row, *[""] * (width - len(row))] for row in (heading, *rows)]
    made = Sheet(sheet, False, cells)
    digest = hashlib.sha256(repr(cells).encode()).hexdigest()
    book = Workbook(Path(name), name, digest, "Unicode", (made,))
    found = recognise_list(book)
    if not found.sheets:
        raise nothing_found(found)
    return found


def with_village(file: ListFile, village: str) -> ListFile:
    """Return a list as the officer has it who names its village."""
    for sheet in file.workbook.sheets:
        file = with_choices(file, sheet.name, SheetChoices(village=village))
    return file


def register_of(data: DataFile, year: int | None = None) -> Register:
    with data.reading() as session:
        return load_register(session, find_year(session, year))


def preview(data: DataFile, file: ListFile, answers: Answers | None = None) -> Preview:
    return preview_list(file, register_of(data), answers)


def take_in(data: DataFile, file: ListFile, answers: Answers | None = None) -> Applied:
    return apply_batch(data, preview(data, file, answers).batch)


def counts(found: Preview) -> dict[str, int]:
    """Return how many rows have each outcome, those with none left out."""
    return {outcome.value: n for outcome in Outcome if (n := found.count(outcome))}


def register_digest(data: DataFile) -> str:
    """Return a digest of every row of every table, the trails of changes and of lists left out."""
    with data.reading() as session:
        rows = {
            table.name: sorted(map(repr, session.execute(select(table)).all()))
            for table in Base.metadata.sorted_tables
            if table.name not in _TRAIL
        }
    return hashlib.sha256(repr(rows).encode()).hexdigest()
