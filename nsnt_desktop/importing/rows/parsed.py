"""What comes out of a list: households, wrong cells, open questions, rows left out."""

from dataclasses import dataclass
from typing import NamedTuple

from nsnt_desktop.importing.layouts.row_kinds import SkippedRow
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.models.words import Basis, Poverty
from nsnt_desktop.registry.import_memory import LearntWord


class ImportRow(NamedTuple):  # as frozen as a dataclass, and made three times as fast, by the thousand
    """One household of a list; None means "not given"; ParsedSheet.known tells what the list gives."""

    sheet: str
    excel_row: int
    head: str
    village: str | None = None
    former_commune: str | None = None
    code: str | None = None
    persons: int | None = None
    poverty: Poverty | None = None
    source_code: str | None = None
    hygienic: bool | None = None
    clean: bool | None = None
    basis: Basis | None = None
    scheme: str | None = None
    litres_per_month: int | None = None
    has_meter: bool | None = None
    address: str | None = None
    phone: str | None = None
    dry_season_shortage: bool | None = None
    pollution: str | None = None
    note: str | None = None
    household_key: str | None = None
    birth_year: int | None = None


@dataclass(frozen=True)
class RowError:
    """A cell that keeps its row out: where it stands, what it holds, and why in Vietnamese."""

    sheet: str
    excel_row: int
    column: str
    title: str
    value: str
    reason: str


@dataclass(frozen=True)
class UnknownValue:
    """A word that needs the officer's answer; {"kind:word": code} given to parse_rows answers it everywhere.

    Its kind is that of the column (fields.word_kind).

    Codes: those of the main source list, of Poverty, of Basis for their columns; "yes", "no", "unknown"
    for the columns that say yes or no; "" for "leave blank".
    """

    sheet: str
    excel_row: int
    column: str
    title: str
    field: Field
    value: str
    word: str


@dataclass(frozen=True)
class ParsedSheet:
    """A sheet read to the end: the households, the wrong cells, the open questions and the rows left out.

    `known` names the attributes of ImportRow this list has a column for; the others must overwrite nothing.
    """

    sheet: str
    rows: tuple[ImportRow, ...]
    rejected: tuple[RowError, ...]
    asks: tuple[UnknownValue, ...]
    skipped: tuple[SkippedRow, ...]
    fields: frozenset[Field]
    known: frozenset[str]
    answered: tuple[LearntWord, ...] = ()
    """The words read as the officer explained them, now or for an earlier list."""
    erased: frozenset[str] = frozenset()
    """Attributes whose blank erases what the register holds, as the officer chose."""
    kept_out: tuple[ImportRow, ...] = ()
    """Whom the rejected and the waiting rows are about; only what tells a household is filled in."""

    @property
    def rejected_rows(self) -> tuple[int, ...]:
        """The Excel rows kept out by at least one wrong cell, each once."""
        return tuple(dict.fromkeys(error.excel_row for error in self.rejected))

    @property
    def waiting_rows(self) -> tuple[int, ...]:
        """The Excel rows that wait for an answer, each once."""
        return tuple(dict.fromkeys(ask.excel_row for ask in self.asks))

    @property
    def data_rows(self) -> int:
        """How many rows mean a household: stored, rejected or waiting."""
        return len(self.rows) + len(self.rejected_rows) + len(self.waiting_rows)
