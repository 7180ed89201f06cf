"""One list on its way in, off the screen: opened, previewed with the answers so far, taken in."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.intake import Preview, preview_list
from nsnt_desktop.importing.list_file import ListFile, nothing_found, read_list
from nsnt_desktop.importing.matching.questions import Answers
from nsnt_desktop.progress import Tell, silent
from nsnt_desktop.registry.apply_batch import Applied, apply_batch
from nsnt_desktop.registry.import_history import taken_in_before
from nsnt_desktop.registry.import_memory import load_memory
from nsnt_desktop.registry.register import Register, load_register
from nsnt_desktop.registry.undo import latest_action
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.import_lines import declared_sentence, done_sentence, error_lines, partial_sentence
from nsnt_desktop.ui.import_rows import ListRows
from nsnt_desktop.ui.plain_table import Line


@dataclass(frozen=True)
class Opened:
    """A list that was read: what was recognised, the villages there are, whether it came before."""

    file: ListFile
    villages: tuple[str, ...]
    before: datetime | None


@dataclass(frozen=True)
class Known:
    """The register as it was after some action: read again only when something was changed since."""

    action_id: int
    register: Register


@dataclass(frozen=True)
class Seen:
    """What taking the list in would do, ready to be shown."""

    known: Known
    rows: ListRows
    errors: tuple[Line, ...]
    declared: str
    """What village heads declared, beside what the list holds."""
    agrees: bool
    partial: str
    """Why the households not named may well be here all the same."""
    sentence: str
    """What to say once it is taken in."""

    @property
    def preview(self) -> Preview:
        """The comparison itself."""
        return self.rows.preview


def open_list(data: DataFile, year: int, path: Path, tell: Tell = silent) -> Opened:
    """Read and recognise a list; where no heading is found, the officer chooses it by hand.

    Raises KnownError, which names the file, when it cannot be read or holds nothing.
    """
    with data.reading() as session:
        memory = load_memory(session)
    try:
        file = read_list(path, memory=memory, tell=tell, lenient=True)
        if not any(any(row) for sheet in file.workbook.sheets for row in sheet.cells):
            raise nothing_found(file)
    except KnownError as error:
        if path.name in error.message:
            raise
        raise KnownError(f"Tệp «{path.name}»: {error.message}") from error
    with data.reading() as session:
        wanted = find_year(session, year)
        register = load_register(session, wanted)
        before = taken_in_before(session, wanted.id, file.workbook.digest)
    return Opened(file, tuple(name for name, _ in register.villages.values()), before)


def see(
    data: DataFile,
    year: int,
    file: ListFile,
    answers: Answers,
    *,
    before: Known | None = None,
    tell: Tell = silent,
) -> Seen:
    """Compare the list with the register as it is now; `before`: as it was when last looked at.

    Raises KnownError, e.g. without a column of names.
    """
    known = _known(data, year, before)
    preview = preview_list(file, known.register, answers, tell=tell)
    return Seen(
        known,
        ListRows(preview, known.register),
        tuple(error_lines(preview)),
        *declared_sentence(preview, known.register),
        partial_sentence(preview, known.register),
        done_sentence(preview, known.register),
    )


def take_in(data: DataFile, seen: Seen, tell: Tell = silent) -> Applied:
    """Take the list in as it was shown."""
    return apply_batch(data, seen.preview.batch, tell=tell)


def _known(data: DataFile, year: int, before: Known | None) -> Known:
    with data.reading() as session:
        action = latest_action(session)
        wanted = find_year(session, year)
        if before and before.action_id == action and before.register.year_id == wanted.id:
            return before
        return Known(action, load_register(session, wanted))
