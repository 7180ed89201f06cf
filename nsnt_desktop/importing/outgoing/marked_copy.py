"""A copy of a village head's workbook that shows what is to be mended; the original is never written."""

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePath

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.reading import Sheet, Workbook
from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.layouts.encodings import decode
from nsnt_desktop.importing.outgoing.flaws import flaws
from nsnt_desktop.importing.outgoing.marked_original import marked_original
from nsnt_desktop.importing.outgoing.marked_values import marked_values
from nsnt_desktop.importing.outgoing.marking import Marks, marks_of
from nsnt_desktop.storage.files import write_beside

_ENDINGS = (" (cần sửa)", " (can sua)")
"""Of the copy's name, in brackets and with accents only where the name has some: it may name the village."""


@dataclass(frozen=True)
class Marked:
    """What was marked in a copy."""

    cells: int
    rows: int
    as_sent: bool
    """Whether formats and formulas are the sender's; False: only values, rows and columns are."""


def copy_name(preview: Preview) -> str:
    """Return the name proposed for the copy: "Thôn 3 (cần sửa).xlsx"."""
    stem = PurePath(preview.file.workbook.name).stem
    for ending in _ENDINGS:
        stem = stem.removesuffix(ending)
    return f"{stem}{_ENDINGS[stem.isascii()]}.xlsx"


def save_marked_copy(preview: Preview, target: Path) -> Marked:
    """Write the marked copy, moved into place when complete.

    Raises KnownError when it cannot be written, or would replace the list it is made of.
    """
    workbook = preview.file.workbook
    if _is_same(workbook.path, target):
        raise KnownError(
            f"Tệp «{target.name}» chính là danh sách thôn đã gửi nên không ghi đè. Tệp gốc còn nguyên; "
            "hãy chọn tên khác cho bản đánh dấu."
        )
    marks = marks_of(flaws(preview))
    sheets = _in_unicode(preview)
    data = _original(workbook)
    content = marked_original(data, preview, sheets, marks) if data else None
    as_sent = content is not None
    if content is None:
        content = marked_values(preview, sheets, marks)
    whole = content
    write_beside(target, lambda file: file.write(whole))
    return _counted(marks, as_sent=as_sent)


def _is_same(source: Path, target: Path) -> bool:
    try:
        return source.samefile(target)
    except OSError:  # one of them is not there
        return False


def _in_unicode(preview: Preview) -> list[Sheet]:
    """Return every sheet of the file in Unicode: as it was recognised, or else as it would be."""
    read = {sheet.name: sheet for sheet, _ in preview.file.sheets}
    return [read.get(raw.name) or decode(raw).sheet for raw in preview.file.workbook.sheets]


def _original(workbook: Workbook) -> bytes | None:
    """Return the file as it was read; None when it is gone, was changed since, or is no .xlsx."""
    try:
        data = workbook.path.read_bytes()
    except OSError:
        return None
    same = hashlib.sha256(data).hexdigest() == workbook.digest
    return data if same and data.startswith(b"PK") else None


def _counted(marks: Marks, *, as_sent: bool) -> Marked:
    rows = [row for by_row in marks.values() for row in by_row.values()]
    return Marked(sum(len(row.cells) for row in rows), len(rows), as_sent)
