"""How one sheet is to be read: which row is the heading, what each column means."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from nsnt_desktop.importing.choices import Blank
from nsnt_desktop.importing.encodings import Encoding
from nsnt_desktop.importing.fields import Field
from nsnt_desktop.importing.sheet_xml import column_letters
from nsnt_desktop.importing.vocabulary import Confidence


@dataclass(frozen=True)
class Column:
    """One column of a sheet: index counts from 0; the title is "group: title" where grouped."""

    index: int
    title: str
    field: Field
    confidence: Confidence
    reason: str
    blank: Blank = Blank.UNKNOWN
    """What a blank cell says."""
    encoding: Encoding = Encoding.UNICODE
    encoding_reason: str = ""
    hidden: bool = False
    """In the file; it is read all the same."""

    @property
    def letter(self) -> str:
        """The letter Excel shows above the column."""
        return column_letters(self.index + 1)


@dataclass(frozen=True)
class Layout:
    """How one sheet is to be read; rows are Excel's, counted from 1."""

    sheet: str
    heading_rows: tuple[int, ...]
    first_data_row: int
    columns: tuple[Column, ...]
    village: str | None
    village_reason: str
    heading_reason: str = ""
    """Why that row is the heading, in Vietnamese."""
    hidden_rows: tuple[int, ...] = ()
    """Rows of data hidden in the file."""
    skip_hidden_rows: bool = False
    former_commune: str = ""
    """Of the village, where the officer named it."""
    fingerprint: str = ""
    """By which the next list of this layout is known."""
    remembered: str = ""
    """From which list choices were taken over, in Vietnamese; empty: none."""

    @property
    def fields(self) -> frozenset[Field]:
        """The meanings that have a column, ignored ones left out."""
        return frozenset(column.field for column in self.columns) - {Field.IGNORE}

    def column_of(self, field: Field) -> Column | None:
        """Return the column that holds a field."""
        return next((column for column in self.columns if column.field is field), None)


def with_columns(layout: Layout, chosen: Mapping[int, Field]) -> Layout:
    """Return the layout with the officer's meanings; a column whose meaning went elsewhere is not read."""
    taken = set(chosen.values()) - {Field.IGNORE}
    columns = []
    for column in layout.columns:
        if column.index in chosen:
            field = chosen[column.index]
            column = replace(column, field=field, confidence=Confidence.CHOSEN, reason="Do người dùng chọn.")  # noqa: PLW2901
        elif column.field in taken:
            reason = f"«{column.field.label}» đã được chọn cho cột khác."
            column = replace(column, field=Field.IGNORE, confidence=Confidence.CHOSEN, reason=reason)  # noqa: PLW2901
        columns.append(column)
    return replace(layout, columns=tuple(columns))
