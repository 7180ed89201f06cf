"""The collection sheet of a village as an Excel file; the import reads it back without a question."""

from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

from nsnt_desktop.importing.outgoing.list_style import SheetStyle, protect, row_height, set_up_page
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.models.words import SAMPLE_MARK
from nsnt_desktop.registry.collection_sheet import (
    COLUMNS,
    PLACE_COLUMNS,
    TOTALS,
    CollectionSheets,
    VillageSheet,
    choices,
    collection_sheets,
    household_key,
    in_words,
)
from nsnt_desktop.registry.collection_sheet_words import (
    SheetKind,
    file_stems,
    head_lines,
    office_name,
    place_line,
    said,
    signing,
    time_line,
    title,
)
from nsnt_desktop.registry.households import PERSONS_LIMIT
from nsnt_desktop.registry.register import Registered
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.files import write_beside

SHEET_NAME = "Phiếu thu thập"
LISTS_NAME = "Danh mục"
_SPARE_ROWS = 30
"""Empty rows under the list for households that are new."""
_HEADING_ROW = 6
_FIRST = _HEADING_ROW + 1
_ALL = (*COLUMNS, *PLACE_COLUMNS)
_FIRST_COLUMN = 2
"""After the running number."""
_AT = {column.field: at for at, column in enumerate(_ALL, _FIRST_COLUMN)}
_VISIBLE = len(COLUMNS) + 1
_FROZEN_TO = "D"
_WHOLE = {Field.PERSONS.value, Field.LITRES_PER_MONTH.value}
"""Columns of numbers; in all others what is typed is kept as text, a phone with its first 0."""


class _Lists(NamedTuple):
    """Where the words of a drop-down stand on the hidden sheet."""

    letter: str
    words: list[str]


def save_village_lists(
    data: DataFile,
    year: int,
    folder: Path,
    kind: SheetKind = SheetKind.FILLED,
    village_ids: Collection[int] | None = None,
) -> list[Path]:
    """Write one workbook for each village into a folder and return them; raises KnownError if it cannot be.

    An existing file of the same name is replaced as a whole.
    """
    with data.reading() as session:
        sheets = collection_sheets(session, find_year(session, year), village_ids)
    made = []
    for village, stem in zip(sheets.villages, file_stems(sheets, kind), strict=True):
        path = folder / f"{stem}.xlsx"
        save_village_list(sheets, village, kind, path)
        made.append(path)
    return made


def save_village_list(sheets: CollectionSheets, village: VillageSheet, kind: SheetKind, path: Path) -> None:
    """Write the workbook of one village, moved into place when complete. Raises KnownError."""
    content = village_list(sheets, village, kind)
    write_beside(path, lambda file: file.write(content))


def village_list(sheets: CollectionSheets, village: VillageSheet, kind: SheetKind) -> bytes:
    """Return the workbook of one village."""
    from openpyxl import Workbook  # noqa: PLC0415 - a tenth of a second, only when needed

    from nsnt_desktop.workbooks import book_bytes  # noqa: PLC0415 - likewise

    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET_NAME
    style = SheetStyle(sheet)
    _title(sheet, style, sheets, village, kind)
    _headings(sheet, style)
    last = _rows(sheet, style, sheets, village, kind)
    foot = _foot(sheet, style, sheets, last)
    _offer_choices(sheet, sheets, last)
    _check_numbers(sheet, last)
    set_up_page(sheet, _HEADING_ROW, f"A1:{_letter(_VISIBLE)}{foot}", f"{_FROZEN_TO}{_FIRST}")
    sheet.auto_filter.ref = f"A{_HEADING_ROW}:{_letter(len(_ALL) + 1)}{last}"
    sheet.oddFooter.center.text = said("excel", "page")
    sheet.oddFooter.right.text = SAMPLE_MARK if sheets.office.is_sample else None
    protect(sheet)
    return book_bytes(book)


def _title(
    sheet: Any, style: SheetStyle, sheets: CollectionSheets, village: VillageSheet, kind: SheetKind
) -> None:
    head, phone = head_lines(village)
    lines = (
        (office_name(sheets).upper(), style.small),
        (title(sheets), style.title),
        (place_line(village), style.place),
        (f"{head}     {phone}     {time_line(sheets)}", style.small),
        (said("excel", kind.value), style.how),
    )
    for row, (text, look) in enumerate(lines, 1):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=_VISIBLE)
        style.put(sheet.cell(row, 1), text, look)
    if sheets.office.is_sample:
        text = f"{office_name(sheets).upper()}  ({SAMPLE_MARK})"
        style.put(sheet.cell(1, 1), text, style.small)
    sheet.row_dimensions[5].height = 32


def _headings(sheet: Any, style: SheetStyle) -> None:
    style.put(sheet.cell(_HEADING_ROW, 1), "TT", style.heading)
    sheet.column_dimensions["A"].width = 5
    for at, column in enumerate(_ALL, _FIRST_COLUMN):
        style.put(sheet.cell(_HEADING_ROW, at), column.heading, style.heading)
        about = sheet.column_dimensions[_letter(at)]
        about.width = column.width
        about.hidden = column in PLACE_COLUMNS
    sheet.row_dimensions[_HEADING_ROW].height = 48


def _rows(
    sheet: Any, style: SheetStyle, sheets: CollectionSheets, village: VillageSheet, kind: SheetKind
) -> int:
    """Write the households, or none, and the empty rows; return the last row."""
    filled = len(village.households) if kind is SheetKind.FILLED else 0
    last = _FIRST - 1 + len(village.households) + _SPARE_ROWS
    looks = [style.number if column.field in _WHOLE else style.text for column in _ALL]
    for row in range(_FIRST, last + 1):
        at = row - _FIRST
        household = village.households[at] if at < filled else None
        told = [in_words(c, household, sheets) if household else None for c in COLUMNS]
        key = household_key(household) if household else None
        style.put(sheet.cell(row, 1), at + 1, style.count)
        values = (*_as_typed(told, household), village.name, village.former_commune, key)
        for place, (value, look) in enumerate(zip(values, looks, strict=True), _FIRST_COLUMN):
            style.put(sheet.cell(row, place), value, look)
        texts = [(value, c.width) for value, c in zip(told, COLUMNS, strict=True) if isinstance(value, str)]
        sheet.row_dimensions[row].height = row_height(texts)
    return last


def _as_typed(told: list[Any], household: Registered | None) -> list[Any]:
    """Return the cells of a household with its water in m³: three decimals at most, which Excel keeps."""
    if household is not None and household.values["litres_per_month"] is not None:
        told[_AT["litres_per_month"] - _FIRST_COLUMN] = household.values["litres_per_month"] / 1000
    return told


def _foot(sheet: Any, style: SheetStyle, sheets: CollectionSheets, last: int) -> int:
    """Write what the village head declares and signs; return the last row."""
    head, persons = _AT["head"], _AT["persons"]
    for row, (_, words) in enumerate(TOTALS, last + 2):
        style.put(sheet.cell(row, head), words, style.label)
        style.put(sheet.cell(row, persons), None, style.number)
    row = last + len(TOTALS) + 3
    for name, at in (("receiver", head), ("village_head", _AT["basis"])):
        style.put(sheet.cell(row, at), signing(sheets, name), style.signing)
        style.put(sheet.cell(row + 1, at), signing(sheets, "how"), style.small_centred)
    return row + 6  # room for the signatures


def _offer_choices(sheet: Any, sheets: CollectionSheets, last: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    for field, found in _lists(sheet, sheets).items():
        choice = DataValidation(
            "list", f"'{LISTS_NAME}'!${found.letter}$1:${found.letter}${len(found.words)}", allow_blank=True
        )
        choice.showErrorMessage = False  # a word of their own is asked about at the import
        sheet.add_data_validation(choice)
        choice.add(f"{_letter(_AT[field])}{_FIRST}:{_letter(_AT[field])}{last}")


def _lists(sheet: Any, sheets: CollectionSheets) -> dict[str, _Lists]:
    """Write the words to choose from on a hidden sheet, a column for each field."""
    hidden = sheet.parent.create_sheet(LISTS_NAME)
    hidden.sheet_state = "hidden"
    hidden.protection.sheet = True
    offered = {column.field: list(choices(column, sheets).values()) for column in COLUMNS}
    made = {}
    for at, (field, words) in enumerate(((f, w) for f, w in offered.items() if w), 1):
        for row, word in enumerate(words, 1):
            SheetStyle.write(hidden.cell(row, at), word)
        made[field] = _Lists(_letter(at), words)
    return made


def _check_numbers(sheet: Any, last: int) -> None:
    """Warn in Excel already of a number that the import would refuse; a warning can be overruled."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    limits = (
        ("persons", DataValidation("whole", "1", str(PERSONS_LIMIT), operator="between", allow_blank=True)),
        ("litres_per_month", DataValidation("decimal", "0", operator="greaterThanOrEqual", allow_blank=True)),
    )
    words = (said("excel", "persons").format(nhiều_nhất=PERSONS_LIMIT), said("excel", "volume"))
    for (field, limit), sentence in zip(limits, words, strict=True):
        limit.errorStyle = "warning"
        limit.showErrorMessage = True
        limit.errorTitle, limit.error = "Nước sạch nông thôn", sentence
        sheet.add_data_validation(limit)
        limit.add(f"{_letter(_AT[field])}{_FIRST}:{_letter(_AT[field])}{last}")


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    return get_column_letter(number)
