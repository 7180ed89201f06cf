"""The third step of an import: rows of cells become households of typed values, errors, and questions."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import chain, repeat
from types import MappingProxyType
from typing import Any

from nsnt_desktop.importing.files.reading import Cell, Sheet
from nsnt_desktop.importing.files.refusals import refusal
from nsnt_desktop.importing.layouts.layout import Column, Layout, parts_of
from nsnt_desktop.importing.layouts.row_kinds import DataRow, RowSorter, SkipKind, SkippedRow
from nsnt_desktop.importing.rows.combining import combiners, target
from nsnt_desktop.importing.rows.declared import only_place
from nsnt_desktop.importing.rows.parsed import ImportRow, ParsedSheet, RowError, UnknownValue
from nsnt_desktop.importing.words.cells import TICKABLE, Parser, Refused, Unknown, by_codes, parser, show
from nsnt_desktop.importing.words.choices import Blank
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.vocabulary import word_key
from nsnt_desktop.registry.import_memory import LearntWord

__all__ = ["ImportRow", "ParsedSheet", "RowError", "UnknownValue", "parse_rows"]

_NOTHING: Mapping[str, str] = MappingProxyType({})
_UNREAD = {Field.STT, Field.RELATION, Field.MEMBER, Field.IGNORE}
_TROUBLES = {Refused, Unknown}
_WHOM = ("head", "village", "former_commune", "code", "household_key")
"""What tells which household a row is about that cannot be read as a whole."""


class _Reader(dict[Cell, Any]):
    """The parser of one column; every different cell is parsed once."""

    def __init__(self, column: Column, parse: Parser) -> None:
        super().__init__()
        self.column, self.parse = column, parse

    def __missing__(self, cell: Cell) -> Any:
        value = self[cell] = self.parse(cell)
        return value


def parse_rows(sheet: Sheet, layout: Layout, words: Mapping[str, str] = _NOTHING) -> ParsedSheet:
    """Return what the rows of a sheet say; `words` answers unknown words ({"kind:word": code}).

    KnownError when no column of the layout holds the head of household.
    """
    tables: list[ParsedSheet] = []
    village: str | None = None
    for table, last in parts_of(layout):
        parsed, village = _parse_table(sheet, table, last, words, village)
        if tables:
            parsed = replace(parsed, skipped=(*_heading_of(table), *parsed.skipped))
        tables.append(parsed)
    return tables[0] if len(tables) == 1 else _together(tables)


def _heading_of(table: Layout) -> list[SkippedRow]:
    rows = range(table.heading_rows[0], table.first_data_row)
    return [SkippedRow(row, SkipKind.HEADING, "tiêu đề của bảng bên dưới") for row in rows]


def _together(tables: list[ParsedSheet]) -> ParsedSheet:
    """Return the tables of one sheet as one."""

    def all_of(name: str) -> tuple[Any, ...]:
        return tuple(chain.from_iterable(getattr(table, name) for table in tables))

    return ParsedSheet(
        sheet=tables[0].sheet,
        rows=all_of("rows"),
        rejected=all_of("rejected"),
        asks=all_of("asks"),
        skipped=all_of("skipped"),
        fields=frozenset(all_of("fields")),
        known=frozenset(all_of("known")),
        answered=tuple({(word.kind, word.word): word for word in all_of("answered")}.values()),
        erased=frozenset(all_of("erased")),
        kept_out=all_of("kept_out"),
    )


def _parse_table(
    sheet: Sheet, layout: Layout, last: int | None, words: Mapping[str, str], village: str | None
) -> tuple[ParsedSheet, str | None]:
    """Return one table down to its last row, and the village what follows it belongs to.

    `village`: that of the rows above, where a row named one.
    """
    head = layout.column_of(Field.HEAD)
    if head is None:
        raise refusal(
            f"Trang tính «{layout.sheet}» chưa có cột nào là «{Field.HEAD.label}».",
            "Hãy chọn cột ghi tên chủ hộ.",
        )
    data: list[DataRow] = []
    skipped: list[SkippedRow] = []
    persons: dict[int, int] = {}
    sorter = RowSorter(sheet, layout, head.index, last)
    sorter.village = village
    for row in sorter.walk():
        if isinstance(row, DataRow):
            data.append(row)
        else:
            skipped.append(row)
            if row.kind is SkipKind.MEMBER and data:
                persons[data[-1].excel_row] = persons.get(data[-1].excel_row, 1) + 1
    readers = _readers(layout, words)
    counts = sorter.members is not None and sorter.members.counts and Field.PERSONS not in layout.fields
    read = _Parsing(sheet, layout, readers, persons if counts else None)
    read.all(data)
    known = {column.field.attribute for column in layout.columns} - {None}
    known |= {"persons"} if counts else set()
    if {Field.CLEAN_CENTRAL, Field.CLEAN_HOUSEHOLD} & layout.fields:
        known.add("source_code")
    if layout.village or any(row.group_village for row in data):
        known.add("village")
    if any(row.group_poverty for row in data):
        known.add("poverty")
    if layout.village and layout.former_commune:
        known.add("former_commune")
    erased = {column.field.attribute for column in layout.columns if column.blank is Blank.ERASE} - {None}
    parsed = ParsedSheet(
        sheet=sheet.name,
        rows=tuple(read.rows),
        rejected=tuple(read.rejected),
        asks=tuple(read.asks),
        skipped=tuple(skipped),
        fields=layout.fields,
        known=frozenset(name for name in known if name),
        answered=_answered(readers, words),
        erased=frozenset(name for name in erased if name and name != "head"),
        kept_out=tuple(read.kept_out),
    )
    return parsed, sorter.announced or sorter.village


def _answered(readers: list[_Reader], words: Mapping[str, str]) -> tuple[LearntWord, ...]:
    """Return which words were read by an answer, each once."""
    found: dict[str, LearntWord] = {}
    kinds = {key.partition(":")[0] for key in words}
    for reader in readers:
        field = reader.column.field
        kind = field.word_kind
        if kind not in kinds or (kind == "yes_no" and field not in TICKABLE):
            continue  # names and numbers, thousands of them, are no words
        for cell in reader:
            key = f"{kind}:{word_key(show(cell))}"
            if key in words:
                found.setdefault(key, LearntWord(kind, word_key(show(cell)), words[key], show(cell)))
    return tuple(found.values())


def _readers(layout: Layout, words: Mapping[str, str]) -> list[_Reader]:
    return [
        _Reader(column, _parser(column, _of_kind(column.field, words)))
        for column in layout.columns
        if column.field not in _UNREAD
    ]


def _parser(column: Column, words: Mapping[str, str]) -> Parser:
    parse = parser(column.field, words, column.blank)
    return by_codes(parse, dict(column.codes)) if column.codes else parse


def _of_kind(field: Field, words: Mapping[str, str]) -> dict[str, str]:
    kind = f"{field.word_kind}:"
    return {key.removeprefix(kind): code for key, code in words.items() if key.startswith(kind)}


class _Parsing:
    """The three piles a sheet is sorted into, and the step that sorts one row."""

    def __init__(
        self, sheet: Sheet, layout: Layout, readers: list[_Reader], persons: Mapping[int, int] | None
    ) -> None:
        self.sheet, self.layout = sheet, layout
        self.persons = persons
        """By Excel row, where they were counted and not written."""
        self.columns = [
            (target(reader.column.field, layout.fields), reader.column.index, reader) for reader in readers
        ]
        ticked = frozenset(r.column.field for r in readers if r.column.blank is Blank.NO)
        self.combine: list[Callable[[dict[str, Any]], tuple[list[Field], str] | None]] = combiners(
            layout.fields, ticked
        )
        self.place = only_place(sheet, layout)
        self.rows: list[ImportRow] = []
        self.rejected: list[RowError] = []
        self.asks: list[UnknownValue] = []
        self.kept_out: list[ImportRow] = []

    def all(self, data: list[DataRow]) -> None:
        """Read all rows: a column at a time, which is twice as fast, then each row as a whole."""
        columns = [[reader[row.cells[index]] for row in data] for _, index, reader in self.columns]
        names = [name for name, _, _ in self.columns]
        doubtful = [
            (at, reader.column)
            for at, (_, _, reader) in enumerate(self.columns)
            if any(value.__class__ in _TROUBLES for value in reader.values())
        ]
        aside = self.persons is not None or self.layout.former_commune
        if not (doubtful or self.combine or self.sheet.faults or aside):
            self._plain(data, dict(zip(names, columns, strict=True)))
            return
        for row, given in zip(data, zip(*columns, strict=True), strict=True):
            troubled = [(column, given[at]) for at, column in doubtful if given[at].__class__ in _TROUBLES]
            if self.sheet.faults:
                troubled = self._faults(row) or troubled
            values = dict(zip(names, given, strict=True))
            if troubled:
                self._trouble(row, troubled)
                self._keep_out(row, values)
            else:
                self._household(row, values)

    def _plain(self, data: list[DataRow], columns: dict[str, list[Any]]) -> None:
        """Take rows in that hold nothing wrong and nothing to combine: whole columns, without a dict each."""
        if "village" not in columns:
            columns["village"] = [row.group_village or self.layout.village for row in data]
        elif not all(columns["village"]):
            for row, given in zip(data, zip(*columns.values(), strict=True), strict=True):
                self._household(row, dict(zip(columns, given, strict=True)))
            return
        columns.setdefault("poverty", [row.group_poverty for row in data])
        told = (columns.get(name, repeat(None)) for name in ImportRow._fields[2:])
        numbers = [row.excel_row for row in data]
        self.rows += map(ImportRow._make, zip(repeat(self.sheet.name), numbers, *told, strict=False))

    def _household(self, row: DataRow, values: dict[str, Any]) -> None:
        for combine in self.combine:
            conflict = combine(values)
            if conflict:
                self._conflict(row, *conflict)
                self._keep_out(row, values)
                return
        if self.persons is not None:
            values["persons"] = self.persons.get(row.excel_row, 1)
        if not values.get("village"):
            self._place(row, values)
        if row.group_poverty:
            values["poverty"] = row.group_poverty
        self.rows.append(ImportRow(self.sheet.name, row.excel_row, **values))

    def _keep_out(self, row: DataRow, values: Mapping[str, Any]) -> None:
        """Note whom a row is about that cannot be read as a whole."""
        told: dict[str, Any] = {name: text for name in _WHOM if isinstance(text := values.get(name), str)}
        if not told.get("village"):
            self._place(row, told)
        self.kept_out.append(ImportRow(self.sheet.name, row.excel_row, **{"head": "", **told}))

    def _place(self, row: DataRow, values: dict[str, Any]) -> None:
        """Give a row that names no village that of its group, of our own sheet, or of the whole list."""
        if row.group_village:
            values["village"] = row.group_village
        elif self.place:
            values["village"], values["former_commune"] = self.place
        else:
            values["village"] = self.layout.village
            values["former_commune"] = values.get("former_commune") or self.layout.former_commune or None

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
