"""A village head's file, read and recognised: what the officer corrects before anything is compared."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.reading import Sheet, Workbook, read_workbook
from nsnt_desktop.importing.files.refusals import refusal
from nsnt_desktop.importing.layouts.encodings import Decoded, decode
from nsnt_desktop.importing.layouts.fingerprint import fingerprint
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.layouts.recognising import NOTHING_CHOSEN, recognise
from nsnt_desktop.importing.words.choices import SheetChoices, from_json, over
from nsnt_desktop.importing.words.marked_words import GUIDE_TITLE
from nsnt_desktop.memory import no_cycle_search
from nsnt_desktop.progress import Tell, silent
from nsnt_desktop.registry.import_memory import ImportMemory
from nsnt_desktop.text import clean

NO_MEMORY = ImportMemory()


@dataclass(frozen=True)
class SkippedSheet:
    """A sheet that is not read, and why in Vietnamese."""

    name: str
    reason: str
    hidden: bool = False
    """It can be read by ticking it."""
    tried: bool = False
    """It holds something, but no list was recognised in it."""


@dataclass(frozen=True)
class ListFile:
    """A file that was read and recognised; what was recognised can still be corrected."""

    workbook: Workbook
    """As it was read: old fonts not converted."""
    sheets: tuple[tuple[Sheet, Layout], ...]
    """Those that hold a list, in Unicode."""
    skipped: tuple[SkippedSheet, ...]
    choices: Mapping[str, SheetChoices] = field(default_factory=dict)
    """What the officer chose for this very file, by sheet."""
    ticked: frozenset[str] = frozenset()
    """Hidden sheets to be read all the same."""
    memory: ImportMemory = NO_MEMORY


@no_cycle_search()
def read_list(
    path: Path,
    village: str = "",
    memory: ImportMemory = NO_MEMORY,
    *,
    tell: Tell = silent,
    lenient: bool = False,
) -> ListFile:
    """Read and recognise a file; a village named by the officer stands over the one found in titles.

    lenient: a file in which no list was recognised comes back without sheets, for the officer to choose the
    heading by hand. Raises KnownError with one sentence when the file cannot be read, or else holds no list.
    """
    workbook = read_workbook(path, tell)
    chosen = SheetChoices(village=clean(village)) if clean(village) else NOTHING_CHOSEN
    choices = {sheet.name: chosen for sheet in workbook.sheets} if chosen != NOTHING_CHOSEN else {}
    found = recognise_list(workbook, memory, choices, tell=tell)
    if not (found.sheets or lenient):
        raise nothing_found(found)
    return found


def recognise_list(
    workbook: Workbook,
    memory: ImportMemory = NO_MEMORY,
    choices: Mapping[str, SheetChoices] | None = None,
    ticked: Collection[str] = (),
    *,
    tell: Tell = silent,
) -> ListFile:
    """Return what stands in the sheets of a file, as the program and the officer read it."""
    choices = choices or {}
    found: list[tuple[Sheet, Layout]] = []
    skipped: list[SkippedSheet] = []
    for at, sheet in enumerate(workbook.sheets):
        tell(f"Đang nhận dạng «{sheet.name}»", at, len(workbook.sheets))
        reason = _why_aside(sheet, ticked)
        tried = not reason
        if tried:
            try:
                found.append(
                    _recognise(sheet, workbook.name, choices.get(sheet.name, NOTHING_CHOSEN), memory)
                )
                continue
            except KnownError as error:
                reason = error.message
        tickable = sheet.hidden and not sheet.unreadable and sheet.name not in ticked
        skipped.append(SkippedSheet(sheet.name, reason, tickable, tried))
    return ListFile(workbook, tuple(found), tuple(skipped), choices, frozenset(ticked), memory)


def with_choices(file: ListFile, sheet: str, choices: SheetChoices) -> ListFile:
    """Return the file with one sheet read as the officer says; also one in which no list was recognised."""
    return recognise_list(file.workbook, file.memory, {**file.choices, sheet: choices}, file.ticked)


def with_hidden(file: ListFile, ticked: Collection[str]) -> ListFile:
    """Return the file with these hidden sheets read as well."""
    return recognise_list(file.workbook, file.memory, file.choices, ticked)


def choices_in_force(file: ListFile, layout: Layout) -> SheetChoices:
    """Return what is chosen about a sheet, remembered and now."""
    learnt = file.memory.layouts.get(layout.fingerprint)
    return over(from_json(learnt.choices if learnt else ""), file.choices.get(layout.sheet, NOTHING_CHOSEN))


def nothing_found(file: ListFile) -> KnownError:
    """Return the error for a file in which no list was recognised."""
    tried = next((sheet.reason for sheet in file.skipped if sheet.tried), "")
    if tried:
        return KnownError(tried)
    return refusal(
        f"Tệp «{file.workbook.name}» không có trang tính nào chứa số liệu.", "Hãy kiểm tra lại tệp đã chọn."
    )


def _why_aside(sheet: Sheet, ticked: Collection[str]) -> str:
    if sheet.hidden and sheet.name not in ticked:
        return f"Trang tính ẩn nên không đọc. {sheet.unreadable}".strip()
    if sheet.unreadable:
        return sheet.unreadable
    if sheet.cells and sheet.cells[0][:1] == [GUIDE_TITLE]:
        return "Trang hướng dẫn của bản đánh dấu lỗi nên không đọc."
    return "" if any(any(row) for row in sheet.cells) else "Trang tính trống."


def _recognise(
    raw: Sheet, file_name: str, chosen: SheetChoices, memory: ImportMemory
) -> tuple[Sheet, Layout]:
    """Return one sheet in Unicode and its layout: as recognised, as remembered over it, as chosen now."""
    plain = decode(raw)
    found = _tried(plain, file_name)
    key = fingerprint(raw, found.heading_rows if isinstance(found, Layout) else ())
    learnt = memory.layouts.get(key)
    choices = over(from_json(learnt.choices if learnt else ""), chosen)
    if choices != NOTHING_CHOSEN:
        plain = decode(raw, choices.encoding, choices.encodings)
        found = recognise(plain.sheet, file_name, choices, plain.columns)
    if isinstance(found, KnownError):
        raise found
    told = f"Đọc như đã chọn cho «{learnt.file_name}» ngày {vn.day(learnt.learnt_at)}." if learnt else ""
    return plain.sheet, replace(found, fingerprint=key, remembered=told)


def _tried(plain: Decoded, file_name: str) -> Layout | KnownError:
    try:
        return recognise(plain.sheet, file_name, written=plain.columns)
    except KnownError as error:
        return error
