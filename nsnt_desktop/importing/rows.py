"""The third step of an import: rows of cells become households of typed values, errors, and questions."""

from collections.abc import Callable, Mapping
from itertools import repeat
from types import MappingProxyType
from typing import Any

from nsnt_desktop.importing.cells import TICKABLE, Parser, Refused, Unknown, is_tick, parser, show
from nsnt_desktop.importing.combining import combiners, target
from nsnt_desktop.importing.declared import only_place
from nsnt_desktop.importing.fields import Field
from nsnt_desktop.importing.layout import Column, Layout
from nsnt_desktop.importing.parsed import ImportRow, ParsedSheet, RowError, UnknownValue
from nsnt_desktop.importing.reading import Cell, Sheet
from nsnt_desktop.importing.refusals import refusal
from nsnt_desktop.importing.row_kinds import DataRow, RowSorter, SkippedRow
from nsnt_desktop.importing.vocabulary import blanks, word_key
from nsnt_desktop.registry.collection_sheet import COLUMNS
from nsnt_desktop.registry.import_memory import LearntWord

__all__ = ["ImportRow", "ParsedSheet", "RowError", "UnknownValue", "parse_rows"]

_NOTHING: Mapping[str, str] = MappingProxyType({})
_UNREAD = {Field.STT, Field.IGNORE}
_TROUBLES = {Refused, Unknown}
_OUR_HEADINGS = frozenset(column.heading for column in COLUMNS)


class _Reader(dict[Cell, Any]):
    """The parser of one column; every different cell is parsed once."""

    def __init__(self, column: Column, parse: Parser, *, ticked: bool) -> None:
        super().__init__()
        self.column, self.parse, self.ticked = column, parse, ticked

    def __missing__(self, cell: Cell) -> Any:
        value = self[cell] = self.parse(cell)
        return value


def parse_rows(sheet: Sheet, layout: Layout, words: Mapping[str, str] = _NOTHING) -> ParsedSheet:
    """Return what the rows of a sheet say; `words` answers unknown words ({"kind:word": code}).

    KnownError when no column of the layout holds the head of household.
    """
    head = layout.column_of(Field.HEAD)
    if head is None:
        raise refusal(
            f"Trang tính «{layout.sheet}» chưa có cột nào là «{Field.HEAD.label}».",
            "Hãy chọn cột ghi tên chủ hộ.",
        )
    data: list[DataRow] = []
    skipped: list[SkippedRow] = []
    for row in RowSorter(sheet, layout, head.index).walk():
        if isinstance(row, DataRow):
            data.append(row)
        else:
            skipped.append(row)
    readers = _readers(layout, data, words)
    read = _Parsing(sheet, layout, readers)
    read.all(data)
    known = {column.field.attribute for column in layout.columns} - {None}
    if layout.village or any(row.group_village for row in data):
        known.add("village")
    return ParsedSheet(
        sheet=sheet.name,
        rows=tuple(read.rows),
        rejected=tuple(read.rejected),
        asks=tuple(read.asks),
        skipped=tuple(skipped),
        fields=layout.fields,
        known=frozenset(name for name in known if name),
        answered=_answered(readers, words),
    )


def _answered(readers: list[_Reader], words: Mapping[str, str]) -> tuple[LearntWord, ...]:
    """Return which words were read by an answer, each once."""
    found: dict[str, LearntWord] = {}
    for reader in readers if words else ():
        kind = reader.column.field.word_kind
        for cell in reader:
            key = f"{kind}:{word_key(show(cell))}"
            if key in words:
                found.setdefault(key, LearntWord(kind, word_key(show(cell)), words[key], show(cell)))
    return tuple(found.values())


def _readers(layout: Layout, data: list[DataRow], words: Mapping[str, str]) -> list[_Reader]:
    columns = [column for column in layout.columns if column.field not in _UNREAD]
    seen = {
        column.index: {row.cells[column.index] for row in data}
        for column in columns
        if column.field in TICKABLE
    }
    filled = {
        index: {cell for cell in cells if show(cell) and show(cell) not in blanks()}
        for index, cells in seen.items()
    }
    ticked = {index: all(map(is_tick, cells)) for index, cells in filled.items()}
    ticks_used = any(ticked[index] and filled[index] for index in ticked)
    # Our own sheet says "Có" and "Không" in full: there a blank is never a no, even where all else is "Có".
    # Copied without its hidden columns it is known by its headings.
    ours = Field.HOUSEHOLD_KEY in layout.fields or {c.title for c in layout.columns} >= _OUR_HEADINGS
    # An empty column follows its neighbours: "no" among columns of ticks, "not known" in a list of words.
    holds_ticks = {
        index: not ours and ticked[index] and (bool(filled[index]) or ticks_used) for index in ticked
    }
    return [
        _Reader(column, parser(column.field, _of_kind(column.field, words), ticked=ticked), ticked=ticked)
        for column in columns
        for ticked in [holds_ticks.get(column.index, False)]
    ]


def _of_kind(field: Field, words: Mapping[str, str]) -> dict[str, str]:
    kind = f"{field.word_kind}:"
    return {key.removeprefix(kind): code for key, code in words.items() if key.startswith(kind)}


class _Parsing:
    """The three piles a sheet is sorted into, and the step that sorts one row."""

    def __init__(self, sheet: Sheet, layout: Layout, readers: list[_Reader]) -> None:
        self.sheet, self.layout = sheet, layout
        self.columns = [
            (target(reader.column.field, layout.fields), reader.column.index, reader) for reader in readers
        ]
        ticked = frozenset(reader.column.field for reader in readers if reader.ticked)
        self.combine: list[Callable[[dict[str, Any]], tuple[list[Field], str] | None]] = combiners(
            layout.fields, ticked
        )
        self.place = only_place(sheet, layout)
        self.rows: list[ImportRow] = []
        self.rejected: list[RowError] = []
        self.asks: list[UnknownValue] = []

    def all(self, data: list[DataRow]) -> None:
        """Read all rows: a column at a time, which is twice as fast, then each row as a whole."""
        columns = [[reader[row.cells[index]] for row in data] for _, index, reader in self.columns]
        names = [name for name, _, _ in self.columns]
        doubtful = [
            (at, reader.column)
            for at, (_, _, reader) in enumerate(self.columns)
            if any(value.__class__ in _TROUBLES for value in reader.values())
        ]
        if not (doubtful or self.combine or self.sheet.faults):
            self._plain(data, dict(zip(names, columns, strict=True)))
            return
        for row, given in zip(data, zip(*columns, strict=True), strict=True):
            troubled = [(column, given[at]) for at, column in doubtful if given[at].__class__ in _TROUBLES]
            if self.sheet.faults:
                troubled = self._faults(row) or troubled
            if troubled:
                self._trouble(row, troubled)
            else:
                self._household(row, dict(zip(names, given, strict=True)))

    def _plain(self, data: list[DataRow], columns: dict[str, list[Any]]) -> None:
        """Take rows in that hold nothing wrong and nothing to combine: whole columns, without a dict each."""
        if "village" not in columns:
            columns["village"] = [row.group_village or self.layout.village for row in data]
        elif not all(columns["village"]):
            for row, given in zip(data, zip(*columns.values(), strict=True), strict=True):
                self._household(row, dict(zip(columns, given, strict=True)))
            return
        told = (columns.get(name, repeat(None)) for name in ImportRow._fields[2:])
        numbers = [row.excel_row for row in data]
        self.rows += map(ImportRow._make, zip(repeat(self.sheet.name), numbers, *told, strict=False))

    def _household(self, row: DataRow, values: dict[str, Any]) -> None:
        for combine in self.combine:
            conflict = combine(values)
            if conflict:
                self._conflict(row, *conflict)
                return
        if not values.get("village") and self.place and not row.group_village:
            values["village"], values["former_commune"] = self.place
        elif not values.get("village"):
            values["village"] = row.group_village or self.layout.village
        self.rows.append(ImportRow(self.sheet.name, row.excel_row, **values))

    def _faults(self, row: DataRow) -> list[tuple[Column, Refused | Unknown]]:
        found: list[tuple[Column, Refused | Unknown]] = []
        for _, index, reader in self.columns:
            reason = self.sheet.faults.get((row.excel_row - 1, index))
            if reason:
                found.append((reader.column, Refused(reason)))
        return found

    def _trouble(self, row: DataRow, troubled: list[tuple[Column, Refused | Unknown]]) -> None:
        rejected = [(column, trouble) for column, trouble in troubled if isinstance(trouble, Refused)]
        for column, refused in rejected:
            self._reject(row, [column], refused.reason)
        if rejected:
            return
        for column, unknown in troubled:
            value = show(row.cells[column.index])
            word = unknown.word if isinstance(unknown, Unknown) else ""
            self.asks.append(
                UnknownValue(
                    self.sheet.name, row.excel_row, column.letter, column.title, column.field, value, word
                )
            )

    def _conflict(self, row: DataRow, fields: list[Field], reason: str) -> None:
        columns = [column for column in self.layout.columns if column.field in fields]
        self._reject(row, columns, reason)

    def _reject(self, row: DataRow, columns: list[Column], reason: str) -> None:
        self.rejected.append(
            RowError(
                self.sheet.name,
                row.excel_row,
                ", ".join(column.letter for column in columns),
                "; ".join(column.title for column in columns),
                "; ".join(show(row.cells[column.index]) for column in columns),
                reason,
            )
        )
