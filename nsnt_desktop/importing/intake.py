"""A village head's file from disk to the register, as the window and the command line both walk it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nsnt_desktop.importing.comparing import Comparison, compare
from nsnt_desktop.importing.declared import declared_totals
from nsnt_desktop.importing.fields import Field
from nsnt_desktop.importing.layout import Layout, with_columns
from nsnt_desktop.importing.parsed import ParsedSheet, RowError
from nsnt_desktop.importing.questions import Answers, Ask, unknown_words
from nsnt_desktop.importing.reading import Sheet, Workbook, read_workbook
from nsnt_desktop.importing.recognising import SkippedSheet, recognise_workbook
from nsnt_desktop.importing.rows import parse_rows
from nsnt_desktop.importing.vocabulary import word_key
from nsnt_desktop.memory import no_cycle_search
from nsnt_desktop.registry.apply_batch import Batch, BatchRow, Outcome
from nsnt_desktop.registry.register import Register
from nsnt_desktop.text import clean


@dataclass(frozen=True)
class ListFile:
    """A file that was read and recognised; layouts can still be corrected by the officer."""

    workbook: Workbook
    sheets: tuple[tuple[Sheet, Layout], ...]
    skipped: tuple[SkippedSheet, ...]


@dataclass(frozen=True)
class Preview:
    """What taking a list in would do; nothing is written yet."""

    file: ListFile
    parsed: tuple[ParsedSheet, ...]
    comparison: Comparison
    asks: tuple[Ask, ...]
    rejected: tuple[RowError, ...]
    batch: Batch

    def count(self, outcome: Outcome) -> int:
        """Return how many rows of the list have an outcome."""
        return self.batch.count(outcome)


@no_cycle_search()
def read_list(path: Path, village: str = "") -> ListFile:
    """Read and recognise a file; a village named by the officer stands over the one found in titles.

    Raises KnownError with one sentence when the file is no list.
    """
    workbook = read_workbook(path)
    found = recognise_workbook(workbook)
    made = ListFile(workbook, found.sheets, found.skipped)
    return with_village(made, village) if clean(village) else made


def with_village(file: ListFile, village: str) -> ListFile:
    """Return the file with the officer's village for every row that does not name its own."""
    name = clean(village)
    sheets = tuple(
        (sheet, replace(layout, village=name, village_reason="Do người dùng chọn."))
        for sheet, layout in file.sheets
    )
    return replace(file, sheets=sheets)


def with_meanings(file: ListFile, sheet_name: str, chosen: Mapping[int, Field]) -> ListFile:
    """Return the file with the officer's meaning of some columns of one sheet (by index from 0)."""
    sheets = tuple(
        (sheet, with_columns(layout, chosen) if sheet.name == sheet_name else layout)
        for sheet, layout in file.sheets
    )
    return replace(file, sheets=sheets)


@no_cycle_search()
def preview_list(file: ListFile, register: Register, answers: Answers | None = None) -> Preview:
    """Return what the list would change in the register, and what it asks."""
    answers = answers or Answers()
    # The office's own names of sources are known words, also those it changed or added.
    own = {word_key(register.source_labels[i]): code for code, i in register.sources.items()}
    parsed = tuple(parse_rows(sheet, layout, own | dict(answers.words)) for sheet, layout in file.sheets)
    comparison = compare(parsed, register, answers)
    words = unknown_words(parsed, register)
    rejected = tuple(error for sheet in parsed for error in sheet.rejected)
    rows = [*comparison.rows, *_rejected_rows(rejected), *_waiting_rows(words)]
    order = {sheet.name: i for i, (sheet, _) in enumerate(file.sheets)}
    rows.sort(key=lambda row: (order[row.sheet], row.excel_row))
    batch = Batch(
        register.year_id,
        file.workbook.name,
        file.workbook.digest,
        _mapping(file),
        tuple(rows),
        declared_totals(file.sheets, register),
    )
    return Preview(file, parsed, comparison, (*words, *comparison.asks), rejected, batch)


def _rejected_rows(errors: tuple[RowError, ...]) -> list[BatchRow]:
    reasons: dict[tuple[str, int], list[str]] = {}
    for error in errors:
        reasons.setdefault((error.sheet, error.excel_row), []).append(f"cột {error.column}: {error.reason}")
    return [BatchRow(*place, Outcome.REJECTED, "; ".join(why)) for place, why in reasons.items()]


def _waiting_rows(asks: list[Ask]) -> list[BatchRow]:
    waiting = {place: ask.text for ask in reversed(asks) for place in ask.rows}
    return [BatchRow(*place, Outcome.ASKED, text) for place, text in waiting.items()]


def _mapping(file: ListFile) -> str:
    columns = {
        layout.sheet: {column.letter: column.field.value for column in layout.columns}
        for _, layout in file.sheets
    }
    return json.dumps(columns, ensure_ascii=False)
