"""How one sheet is to be read: which row is the heading, what each column means."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from nsnt_desktop.importing.files.sheet_xml import column_letters
from nsnt_desktop.importing.layouts.encodings import Encoding
from nsnt_desktop.importing.words.choices import Blank
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.vocabulary import Confidence


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
    codes: tuple[tuple[str, str], ...] = ()
    """Numbers in the cells and what the list says they mean; "": it does not say, so they are asked."""

    @property
    def letter(self) -> str:
        """The letter Excel shows above the column."""
        return column_letters(self.index + 1)


@dataclass(frozen=True)
class Layout:
    """How one sheet is to be read; rows are Excel's, counted from 1."""

    sheet: str
    heading_rows: tuple[int, ...]
    """None for a list without a heading, whose columns are told by their cells."""
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
    village_down: bool = False
    """The column of villages names one once; blank cells under it belong to it too."""
    further: tuple["Layout", ...] = ()
    """Tables with other columns further down the sheet."""
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


def parts_of(layout: Layout) -> list[tuple[Layout, int | None]]:
    """Return the tables of a sheet from the top, each with its last Excel row (None: that of the sheet)."""
    further = [
        replace(
            table,
            village=layout.village,
            former_commune=layout.former_commune,
            hidden_rows=layout.hidden_rows,
            skip_hidden_rows=layout.skip_hidden_rows,
        )
        for table in layout.further
    ]
    ends = [table.heading_rows[0] - 1 for table in further]
    return list(
        zip((replace(layout, further=()) if further else layout, *further), (*ends, None), strict=True)
    )


def with_columns(layout: Layout, chosen: Mapping[int, Field]) -> Layout:
    """Return the layout with the officer's meanings; a column whose meaning went elsewhere is not read."""
    taken = set(chosen.values()) - {Field.IGNORE}
    columns = []
    for column in layout.columns:
        if column.index in chosen:
            field = chosen[column.index]
            column = replace(  # noqa: PLW2901
                column,
                field=field,
                confidence=Confidence.CHOSEN,
                reason="Do người dùng chọn.",
                blank=column.blank if field is column.field else Blank.UNKNOWN,
            )
        elif column.field in taken:
            reason = f"«{column.field.label}» đã được chọn cho cột khác."
            column = replace(column, field=Field.IGNORE, confidence=Confidence.CHOSEN, reason=reason)  # noqa: PLW2901
        columns.append(column)
    return replace(layout, columns=tuple(columns))
