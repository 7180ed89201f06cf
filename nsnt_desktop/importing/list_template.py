"""Our own list for a village head, filled in as far as known; the import reads it without a question."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from nsnt_desktop.importing.fields import Field
from nsnt_desktop.models.words import CLEAN_LABELS, YES_NO_LABELS, Poverty
from nsnt_desktop.registry.register import Register, Registered, load_register
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.files import write_beside
from nsnt_desktop.text import fold

_SPARE_ROWS = 30
"""Empty rows under the list for households that are new."""

Tell = Callable[[Registered, Register], Any]

_COLUMNS: tuple[tuple[Field, float, Tell], ...] = (
    (Field.CODE, 10, lambda h, _: h.values["code"]),
    (Field.HEAD, 26, lambda h, _: h.values["head"]),
    (Field.VILLAGE, 16, lambda h, r: r.villages[h.village_id][0]),
    (Field.FORMER_COMMUNE, 12, lambda h, r: r.villages[h.village_id][1]),
    (Field.PERSONS, 10, lambda h, _: h.values["persons"]),
    (Field.POVERTY, 16, lambda h, _: h.values["poverty"].label if h.values["poverty"] else ""),
    (Field.MAIN_SOURCE, 34, lambda h, r: r.source_labels.get(h.values["main_source_id"], "")),
    (Field.SCHEME, 26, lambda h, r: r.schemes.get(h.values["scheme_id"], "")),
    (Field.HYGIENIC, 13, lambda h, _: YES_NO_LABELS[h.values["hygienic"]]),
    (Field.CLEAN, 15, lambda h, _: CLEAN_LABELS[h.values["clean"]]),
    (Field.LITRES_PER_MONTH, 12, lambda h, _: _cubic_metres(h.values["litres_per_month"])),
    (Field.PHONE, 14, lambda h, _: h.values["phone"]),
    (Field.NOTE, 24, lambda h, _: h.values["note"]),
)


def save_village_lists(data: DataFile, year: int, folder: Path) -> list[Path]:
    """Write one workbook for each village into a folder and return them; raises KnownError if it cannot be.

    An existing file of the same name is replaced as a whole.
    """
    with data.reading() as session:
        register = load_register(session, find_year(session, year))
    made = []
    for village_id, (name, former) in register.villages.items():
        stem = "-".join(fold(f"danh sach {name} {former} {year}").split())
        path = folder / f"{stem}.xlsx"
        content = _workbook(register, village_id)
        write_beside(path, lambda file, content=content: file.write(content))  # type: ignore[misc]
        made.append(path)
    return made


def _workbook(register: Register, village_id: int) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - a tenth of a second, only when needed
    from openpyxl.styles import Alignment, Border, Font, Side  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    name = register.villages[village_id][0]
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - for mypy: a new workbook has one sheet
    sheet.title = "Danh sách"
    _put(sheet.cell(1, 1), f"DANH SÁCH HỘ SỬ DỤNG NƯỚC SINH HOẠT NĂM {register.year} - {name.upper()}")
    sheet.cell(1, 1).font = Font(bold=True, size=13)
    line = Side(style="thin", color="888888")
    box = Border(left=line, right=line, top=line, bottom=line)
    for at, title in enumerate(("TT", *(field.label for field, _, _ in _COLUMNS)), 1):
        heading = sheet.cell(3, at, title)
        heading.font = Font(bold=True)
        heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        heading.border = box
        sheet.column_dimensions[get_column_letter(at)].width = 5 if at == 1 else _COLUMNS[at - 2][1]
    here = [h for h in register.households if h.village_id == village_id]
    for row, household in enumerate(here, 4):
        sheet.cell(row, 1, row - 3)
        for at, (_, _, tell) in enumerate(_COLUMNS, 2):
            _put(sheet.cell(row, at), tell(household, register))
    last = 3 + len(here) + _SPARE_ROWS
    for cells in sheet.iter_rows(min_row=4, max_row=last, max_col=len(_COLUMNS) + 1):
        for cell in cells:
            cell.border = box
    _offer_choices(sheet, register, last)
    sheet.freeze_panes = "D4"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "3:3"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put(cell: Any, value: Any) -> None:
    if value in {None, ""}:
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a note that begins with "=" is text, never a formula


def _offer_choices(sheet: Any, register: Register, last: int) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    sheet.parent.create_sheet("Danh mục").sheet_state = "hidden"
    lists = {
        Field.POVERTY: [status.label for status in Poverty],
        Field.MAIN_SOURCE: list(register.source_labels.values()),
        Field.SCHEME: list(register.schemes.values()),
        Field.HYGIENIC: list(YES_NO_LABELS.values()),
        Field.CLEAN: list(CLEAN_LABELS.values()),
    }
    hidden = sheet.parent["Danh mục"]
    fields = [field for field, _, _ in _COLUMNS]
    for at, (field, words) in enumerate(lists.items(), 1):
        if not words:
            continue
        for row, word in enumerate(words, 1):
            _put(hidden.cell(row, at), word)
        letter, target = get_column_letter(at), get_column_letter(fields.index(field) + 2)
        choice = DataValidation("list", f"'Danh mục'!${letter}$1:${letter}${len(words)}", allow_blank=True)
        choice.showErrorMessage = False  # a word of their own is asked about at the import
        sheet.add_data_validation(choice)
        choice.add(f"{target}4:{target}{last}")


def _cubic_metres(litres: int | None) -> float | None:
    return None if litres is None else litres / 1000  # at most three decimals: Excel keeps them exactly
