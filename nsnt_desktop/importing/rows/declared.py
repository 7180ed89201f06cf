"""The totals a village head declares under our own sheet: households, persons, poor households."""

import re
from collections.abc import Iterable

from nsnt_desktop.importing.files.reading import Cell, Sheet
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.words.cells import show
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.places import Places
from nsnt_desktop.registry.collection_sheet import TOTALS
from nsnt_desktop.registry.register import Register
from nsnt_desktop.text import fold

_NUMBER = re.compile(
    r"(\d{1,3}(?:\.\d{3})+|\d{1,9})(?: ?(?:hộ|hộ nghèo|khẩu|nhân khẩu|người))?", re.IGNORECASE
)
_WORDS = {fold(words): field for field, words in TOTALS}


def only_place(sheet: Sheet, layout: Layout) -> tuple[str, str] | None:
    """Return village and former commune of our own sheet; None for any other list.

    A row put in by hand leaves their hidden columns blank, and the foot has none.
    """
    village, former = layout.column_of(Field.VILLAGE), layout.column_of(Field.FORMER_COMMUNE)
    if not (village and former and layout.column_of(Field.HOUSEHOLD_KEY)):
        return None
    below = sheet.cells[layout.first_data_row - 1 :]
    named = {(show(row[village.index]), show(row[former.index])) for row in below} - {("", "")}
    return named.pop() if len(named) == 1 else None


def declared_totals(sheets: Iterable[tuple[Sheet, Layout]], register: Register) -> dict[int, dict[str, int]]:
    """Return what village heads declared, by village and field of the delivery; a blank declares nothing."""
    places = Places(register)
    found: dict[int, dict[str, int]] = {}
    for sheet, layout in sheets:
        place = only_place(sheet, layout)
        village = places.village(*place) if place else None
        if village is not None:
            below = sheet.cells[layout.first_data_row - 1 :]
            told = dict(total for row in below if (total := _total(row)))
            found.setdefault(village, {}).update(told)
    return {village: told for village, told in found.items() if told}


def _total(row: list[Cell]) -> tuple[str, int] | None:
    texts = [text for text in map(show, row) if text]
    field = _WORDS.get(fold(texts[0])) if len(texts) > 1 else None
    number = _NUMBER.fullmatch(texts[1]) if field else None
    return (field, int(number[1].replace(".", ""))) if field and number else None
