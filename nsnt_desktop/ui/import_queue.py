"""The files waiting to be taken in: what each is, what became of it, which comes next."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nsnt_desktop import format as vn
from nsnt_desktop.importing.files.folders import files_in
from nsnt_desktop.models.words import LabelledEnum
from nsnt_desktop.progress import Tell
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.import_history import KeptBatch
from nsnt_desktop.ui.import_job import Opened
from nsnt_desktop.ui.plain_table import Line


class FileState(LabelledEnum):
    """What becomes of a file."""

    WAITING = "waiting", "Chờ"
    READING = "reading", "Đang đọc"
    OPEN = "open", "Cần xem"
    TAKEN = "taken", "Đã nhập"
    ASIDE = "aside", "Để lại"
    TWICE = "twice", "Trùng tệp"
    UNREADABLE = "unreadable", "Không đọc được"


_TONES = {
    FileState.OPEN: "accent",
    FileState.TAKEN: "met",
    FileState.ASIDE: "dim",
    FileState.TWICE: "dim",
    FileState.UNREADABLE: "error",
}
UNFINISHED = frozenset({FileState.WAITING, FileState.READING, FileState.OPEN})
_CAN_BE_OPENED = frozenset({FileState.WAITING, FileState.OPEN, FileState.ASIDE, FileState.UNREADABLE})


@dataclass(frozen=True)
class Arrived:
    """A file the officer brought; digest "": it could not even be read through."""

    path: Path
    digest: str


@dataclass(eq=False)
class Waiting:
    """One file of the queue."""

    path: Path
    digest: str
    state: FileState = FileState.WAITING
    told: str = ""
    """Why it cannot be read, what it is the same as."""
    before: datetime | None = None
    """When this very file was taken in for the year shown."""
    opened: Opened | None = None
    """As it was read and corrected so far."""
    batch: KeptBatch | None = None
    """What was taken in of it."""

    @property
    def can_be_opened(self) -> bool:
        """Whether it can be chosen to be looked at now."""
        return self.state in _CAN_BE_OPENED


def look_over(paths: Sequence[Path], tell: Tell) -> list[Arrived]:
    """Return the files brought, those in folders too, with their digests. Raises KnownError for none."""
    files = files_in(paths)
    arrived = []
    for at, path in enumerate(files):
        tell("Đang xem các tệp", at, len(files))
        arrived.append(Arrived(path, _digest(path)))
    return arrived


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""  # the reading says why, in its turn


class ImportQueue:
    """The files in the order they came; one of them may be at hand."""

    def __init__(self) -> None:
        self.files: list[Waiting] = []
        self.current: Waiting | None = None

    def add(self, arrived: Sequence[Arrived]) -> None:
        """Put files at the end; a file that waits already, under whatever name, is told and not read."""
        for one in arrived:
            # Brought once more, a file that was put aside or could not be read is tried again.
            self.files = [
                f
                for f in self.files
                if f.path != one.path or f.state in UNFINISHED or f.state is FileState.TAKEN
            ]
            same = next((f for f in self.files if f.state in UNFINISHED and _same(f, one)), None)
            waiting = Waiting(one.path, one.digest)
            if same is not None:
                waiting.state, waiting.told = FileState.TWICE, f"Giống hệt «{same.path.name}» đã có ở trên."
            self.files.append(waiting)

    def next(self) -> Waiting | None:
        """Return the file whose turn it is."""
        return next((f for f in self.files if f.state is FileState.WAITING), None)

    def left(self) -> int:
        """Return how many files wait, the one at hand not counted."""
        return sum(f.state in UNFINISHED and f is not self.current for f in self.files)

    def clear(self) -> None:
        """Forget the files there is nothing more to do with."""
        self.files = [f for f in self.files if f.state in UNFINISHED]

    def summary(self) -> str:
        """Return what became of the files in one sentence: "5 tệp: 2 đã nhập, 1 để lại, 2 chờ."."""
        counts = Counter(f.state for f in self.files)
        parts = [f"{vn.number(counts[s])} {s.label.lower()}" for s in FileState if counts[s]]
        return f"{vn.number(len(self.files))} tệp: {', '.join(parts)}." if parts else ""

    def lines(self) -> list[Line]:
        """Return the files as lines of a table, keyed by their place."""
        return [
            Line(
                (f.path.name, f.path.parent.name, f.state.label, _told(f)),
                at,
                _tones(f),
                bold=f is self.current,
                tip=f"{f.path}\n{_told(f)}".strip(),
            )
            for at, f in enumerate(self.files)
        ]


def _same(one: Waiting, other: Arrived) -> bool:
    return one.path == other.path or (one.digest == other.digest and other.digest != "")


def _told(file: Waiting) -> str:
    if file.batch is not None:
        undone = "đã hoàn tác: " if file.batch.undo_id is not None else ""
        return undone + counts_in_words(file.batch)
    if file.before is not None and file.state in UNFINISHED:
        return f"Tệp này đã nhập lúc {vn.moment(file.before)}."
    return file.told


def _tones(file: Waiting) -> dict[int, str]:
    tones = {1: "dim"}
    if file.state in _TONES:
        tones[2] = _TONES[file.state]
    if file.batch is not None and file.batch.undo_id is not None:
        tones |= {2: "dim", 3: "dim"}
    elif file.before is not None and file.state in UNFINISHED:
        tones[3] = "warning"
    return tones


def counts_in_words(batch: KeptBatch) -> str:
    """Return what became of a list's rows: "8 mới, 21 thay đổi, 143 giữ nguyên"."""
    parts = [f"{vn.number(batch.counts[o])} {o.label.lower()}" for o in Outcome if batch.counts[o]]
    return ", ".join(parts) or "không có dòng nào"
