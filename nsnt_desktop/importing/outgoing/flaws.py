"""What is wrong or unclear in a list, cell by cell, as its sender is to be told."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nsnt_desktop import format as vn
from nsnt_desktop.importing.files.reading import Sheet
from nsnt_desktop.importing.files.sheet_xml import column_number
from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.matching.questions import Ask, AskKind
from nsnt_desktop.importing.rows.parsed import RowError, UnknownValue
from nsnt_desktop.importing.words.cells import show
from nsnt_desktop.importing.words.fields import Field

_WRITE_AGAIN = "ghi lại ô này"
_PLACES = {AskKind.VILLAGE: Field.VILLAGE, AskKind.SCHEME: Field.SCHEME}
WHAT_TO_DO = {
    AskKind.SOURCE: "ghi lại bằng tên nguồn nước trong biểu mẫu",
    AskKind.WORD: "ghi lại bằng từ trong biểu mẫu, hoặc cho biết nghĩa",
    AskKind.VILLAGE: "ghi đúng tên thôn",
    AskKind.SCHEME: "ghi đúng tên công trình",
    AskKind.DUPLICATE: "bỏ bớt một dòng, hoặc ghi cho phân biệt được hai hộ",
    AskKind.WHICH: "ghi thêm mã hộ hoặc năm sinh để phân biệt",
    AskKind.LIKE: "xem lại họ tên, ghi thêm mã hộ hoặc năm sinh",
    AskKind.GONE: "cho biết hộ này đã trở lại hay chưa",
}
"""What the sender is to do about a question."""
_LINE = re.compile(r"Dòng \d+: ")


@dataclass(frozen=True)
class Flaw:
    """One thing to be mended in a list."""

    sheet: str
    excel_row: int
    columns: tuple[int, ...]
    """The cells of the row it is about, counted from 0."""
    letters: str
    """The same as Excel shows them: "B", or "E, F"."""
    title: str
    value: str
    """What stands there, as seen in Excel."""
    why: str
    todo: str
    waits: bool
    """Only a question: the row comes in once it is answered."""

    @property
    def told(self) -> str:
        """Why and what to do, in one breath."""
        if self.why.endswith("?"):
            return f"{self.why} {self.todo[:1].upper()}{self.todo[1:]}."
        return f"{self.why}; {self.todo}."


def row_numbers(rows: Iterable[int], most: int) -> str:
    """Return rows in their order as "5–9, 12", those beyond `most` such parts only counted."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    named = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs[:most])
    more = sum(map(len, runs[most:]))
    return f"{named} và {vn.number(more)} dòng khác" if more else named


def flaws(preview: Preview) -> tuple[Flaw, ...]:
    """Return all there is to mend in a list, from the top of its first sheet down."""
    order = {sheet.name: at for at, (sheet, _) in enumerate(preview.file.sheets)}
    words = {ask.key: ask for ask in preview.asks}
    found = [_of_error(error) for error in preview.rejected]
    for parsed in preview.parsed:
        found += [_of_word(asked, words[_key(asked)]) for asked in parsed.asks if _key(asked) in words]
    found += _of_questions(preview)
    return tuple(sorted(found, key=lambda flaw: (order[flaw.sheet], flaw.excel_row, flaw.columns)))


def _key(asked: UnknownValue) -> str:
    return f"{asked.field.word_kind}:{asked.word}"


def _of_error(error: RowError) -> Flaw:
    why, _, todo = error.reason.partition("; ")
    return Flaw(
        error.sheet,
        error.excel_row,
        _indexes(error.column),
        error.column,
        error.title,
        error.value,
        why,
        todo or _WRITE_AGAIN,
        waits=False,
    )


def _indexes(letters: str) -> tuple[int, ...]:
    return tuple(column_number(letter) - 1 for letter in letters.split(", ") if letter)


def _of_word(asked: UnknownValue, ask: Ask) -> Flaw:
    return Flaw(
        asked.sheet,
        asked.excel_row,
        _indexes(asked.column),
        asked.column,
        asked.title,
        asked.value,
        "chưa rõ nghĩa của từ này",
        WHAT_TO_DO[ask.kind],
        waits=True,
    )


def _of_questions(preview: Preview) -> Iterator[Flaw]:
    sheets = {sheet.name: (sheet, layout) for sheet, layout in preview.file.sheets}
    for ask in preview.asks:
        if ask.kind in {AskKind.SOURCE, AskKind.WORD}:
            continue  # told by its cell above
        for name, excel_row in ask.rows:
            yield _of_question(ask, excel_row, *sheets[name])


def _of_question(ask: Ask, excel_row: int, sheet: Sheet, layout: Layout) -> Flaw:
    column = layout.column_of(_PLACES.get(ask.kind, Field.HEAD)) or layout.column_of(Field.HEAD)
    assert column is not None  # noqa: S101 - for mypy: rows are read only where there is a column of names
    return Flaw(
        sheet.name,
        excel_row,
        (column.index,),
        column.letter,
        column.title,
        show(sheet.cells[excel_row - 1][column.index]),
        _LINE.sub("", ask.text),
        WHAT_TO_DO[ask.kind],
        waits=True,
    )
