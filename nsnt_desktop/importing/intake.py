"""A village head's list held against the register, as the window and the command line both walk it."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from nsnt_desktop.importing.layouts.encodings import Encoding
from nsnt_desktop.importing.layouts.layout import Column
from nsnt_desktop.importing.list_file import ListFile, choices_in_force
from nsnt_desktop.importing.matching.comparing import Comparison, compare
from nsnt_desktop.importing.matching.questions import Answers, Ask, unknown_words, word_asks
from nsnt_desktop.importing.rows.declared import declared_totals
from nsnt_desktop.importing.rows.parsed import ParsedSheet, RowError
from nsnt_desktop.importing.rows.rows import parse_rows
from nsnt_desktop.importing.words.choices import to_json
from nsnt_desktop.importing.words.vocabulary import word_key
from nsnt_desktop.memory import no_cycle_search
from nsnt_desktop.progress import Tell, silent
from nsnt_desktop.registry.apply_batch import Batch, BatchRow, Outcome
from nsnt_desktop.registry.import_memory import ImportMemory, Learnt
from nsnt_desktop.registry.register import Register


@dataclass(frozen=True)
class Preview:
    """What taking a list in would do; nothing is written yet."""

    file: ListFile
    parsed: tuple[ParsedSheet, ...]
    comparison: Comparison
    asks: tuple[Ask, ...]
    rejected: tuple[RowError, ...]
    batch: Batch
    recalled: tuple[Ask, ...] = ()
    """Words that earlier lists explained: each can be answered otherwise."""

    def count(self, outcome: Outcome) -> int:
        """Return how many rows of the list have an outcome."""
        return self.batch.count(outcome)


@no_cycle_search()
def preview_list(
    file: ListFile, register: Register, answers: Answers | None = None, *, tell: Tell = silent
) -> Preview:
    """Return what the list would change in the register, and what it asks."""
    answers = _with_memory(answers or Answers(), file.memory, register)
    # The office's own names of sources are known words, also those it changed or added.
    own = {f"source_code:{word_key(register.source_labels[i])}": c for c, i in register.sources.items()}
    known = own | dict(answers.words)
    parsed = []
    for at, (sheet, layout) in enumerate(file.sheets):
        tell(f"Đang đọc «{sheet.name}»", at, len(file.sheets))
        parsed.append(parse_rows(sheet, layout, known))
    comparison = compare(parsed, register, answers, tell=tell)
    words = unknown_words(parsed, register)
    rejected = tuple(error for sheet in parsed for error in sheet.rejected)
    rows = [*comparison.rows, *_rejected_rows(rejected), *_waiting_rows(words)]
    order = {sheet.name: i for i, (sheet, _) in enumerate(file.sheets)}
    rows.sort(key=lambda row: (order[row.sheet], row.excel_row))
    answered = {(a.kind, a.word): a for sheet in parsed for a in sheet.answered}
    said = [a for a in answered.values() if f"{a.kind}:{a.word}" not in own]
    batch = Batch(
        register.year_id,
        file.workbook.name,
        file.workbook.digest,
        _mapping(file),
        tuple(rows),
        declared_totals(file.sheets, register),
        learnt=Learnt(_layouts(file), (*said, *comparison.learnt)),
        gone=comparison.gone,
        seen=register,
    )
    recalled = [a for a in said if (a.kind, a.word) in file.memory.words]
    return Preview(
        file,
        tuple(parsed),
        comparison,
        (*words, *comparison.asks),
        rejected,
        batch,
        tuple(word_asks(recalled, register)),
    )


def _with_memory(answers: Answers, memory: ImportMemory, register: Register) -> Answers:
    """Return the answers with what earlier lists taught under them."""
    words, chosen = {}, {}
    known: dict[str, Collection[int]] = {"village": register.villages, "scheme": register.schemes}
    for (kind, word), meaning in memory.words.items():
        if kind not in known:
            words[f"{kind}:{word}"] = meaning
        elif meaning.isdigit() and int(meaning) in known[kind]:
            chosen[f"{kind}:{word}"] = meaning
    return Answers({**words, **answers.words}, {**chosen, **answers.chosen}, answers.missing)


def _layouts(file: ListFile) -> dict[str, str]:
    """Return what is to be remembered of each layout; nothing where nothing was ever chosen."""
    layouts = {}
    for _, layout in file.sheets:
        choices = to_json(choices_in_force(file, layout))
        if choices or layout.fingerprint in file.memory.layouts:
            layouts[layout.fingerprint] = choices
    return layouts


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
        layout.sheet: {column.letter: _meaning(column) for column in layout.columns}
        for _, layout in file.sheets
    }
    return json.dumps(columns, ensure_ascii=False)


def _meaning(column: Column) -> str | list[str]:
    """Return what a column was read as, with its old font where it had one."""
    if column.encoding is Encoding.UNICODE:
        return column.field.value
    return [column.field.value, column.encoding.value]
