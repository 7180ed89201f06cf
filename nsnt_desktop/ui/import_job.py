"""One list on its way in, off the screen: opened, previewed with the answers so far, taken in."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.intake import Preview, preview_list
from nsnt_desktop.importing.list_file import ListFile, read_list
from nsnt_desktop.importing.questions import Answers
from nsnt_desktop.registry.apply_batch import Applied, apply_batch, taken_in_before
from nsnt_desktop.registry.import_memory import load_memory
from nsnt_desktop.registry.register import Register, load_register
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.import_lines import done_sentence, error_lines, missing_lines, row_lines
from nsnt_desktop.ui.plain_table import Line


@dataclass(frozen=True)
class Opened:
    """A list that was read: what was recognised, the villages there are, whether it came before."""

    file: ListFile
    villages: tuple[str, ...]
    before: datetime | None


@dataclass(frozen=True)
class Seen:
    """What taking the list in would do, ready to be shown."""

    preview: Preview
    rows: tuple[Line, ...]
    errors: tuple[Line, ...]
    missing: tuple[Line, ...]
    sentence: str
    """What to say once it is taken in."""


def open_list(data: DataFile, year: int, path: Path) -> Opened:
    """Read and recognise a list. Raises KnownError, which names the file, when it is none."""
    with data.reading() as session:
        memory = load_memory(session)
    try:
        file = read_list(path, memory=memory)
    except KnownError as error:
        if path.name in error.message:
            raise
        raise KnownError(f"Tệp «{path.name}»: {error.message}") from error
    with data.reading() as session:
        wanted = find_year(session, year)
        register = load_register(session, wanted)
        before = taken_in_before(session, wanted.id, file.workbook.digest)
    return Opened(file, tuple(name for name, _ in register.villages.values()), before)


def see(data: DataFile, year: int, file: ListFile, answers: Answers) -> Seen:
    """Compare the list with the register as it is now. Raises KnownError, e.g. without a column of names."""
    register = _register(data, year)
    preview = preview_list(file, register, answers)
    return Seen(
        preview,
        tuple(row_lines(preview, register)),
        tuple(error_lines(preview)),
        tuple(missing_lines(preview, register)),
        done_sentence(preview, register),
    )


def take_in(data: DataFile, seen: Seen) -> Applied:
    """Take the list in as it was shown."""
    return apply_batch(data, seen.preview.batch)


def _register(data: DataFile, year: int) -> Register:
    with data.reading() as session:
        return load_register(session, find_year(session, year))
