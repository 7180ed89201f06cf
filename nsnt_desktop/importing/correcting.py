"""How the officer corrects what was recognised: each correction can be taken back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from nsnt_desktop.importing.layouts.encodings import Encoding
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.layouts.recognising import NOTHING_CHOSEN
from nsnt_desktop.importing.list_file import ListFile, choices_in_force, recognise_list, with_choices
from nsnt_desktop.importing.words.cells import TICKABLE
from nsnt_desktop.importing.words.choices import Blank, SheetChoices
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.registry.import_memory import ImportMemory

Change = Callable[[SheetChoices], SheetChoices]
"""One correction: what is chosen of a sheet before it, and after it."""
T = TypeVar("T")
_NEVER_BLANK = {Field.HEAD, Field.VILLAGE, Field.FORMER_COMMUNE, Field.HOUSEHOLD_KEY}


def blanks_of(field: Field) -> tuple[Blank, ...]:
    """Return what a blank cell of a column can be said to mean; nothing where there is no choice."""
    if field.attribute is None or field in _NEVER_BLANK:
        return ()
    return tuple(Blank) if field in TICKABLE else (Blank.UNKNOWN, Blank.ERASE)


def layout_of(file: ListFile, sheet: str) -> Layout | None:
    """Return how a sheet is read; None for one left aside."""
    return next((layout for _, layout in file.sheets if layout.sheet == sheet), None)


def correct(file: ListFile, sheet: str, change: Change) -> ListFile:
    """Return the file with a correction of one sheet; also one in which no list was recognised."""
    file = _taken_over(file, sheet)
    return with_choices(file, sheet, change(file.choices.get(sheet, NOTHING_CHOSEN)))


def is_read_by(file: ListFile, memory: ImportMemory) -> bool:
    """Return whether a file was read with just this memory; what is chosen for it alone does not count."""
    return _but_own(file, memory) == file.memory


def with_memory(file: ListFile, memory: ImportMemory) -> ListFile:
    """Return the file read with what is remembered now; what was chosen for this file stays."""
    return recognise_list(file.workbook, _but_own(file, memory), file.choices, file.ticked)


def without_layout(file: ListFile, fingerprint: str) -> ListFile:
    """Return the file with lists of one layout read as recognised; their villages stay as chosen."""
    alike = [layout.sheet for _, layout in file.sheets if layout.fingerprint == fingerprint]
    choices = {
        name: village(chosen.village, chosen.former_commune)(NOTHING_CHOSEN) if name in alike else chosen
        for name, chosen in file.choices.items()
    }
    layouts = {key: learnt for key, learnt in file.memory.layouts.items() if key != fingerprint}
    return recognise_list(file.workbook, replace(file.memory, layouts=layouts), choices, file.ticked)


def meaning(index: int, field: Field | None) -> Change:
    """Read a column as a field (None: as recognised); a column chosen for that field before gives it up."""

    def change(chosen: SheetChoices) -> SheetChoices:
        others = {i: f for i, f in chosen.meanings.items() if f is not field or f is Field.IGNORE}
        return replace(chosen, meanings=_put(others, index, field))

    return change


def blank(index: int, means: Blank | None) -> Change:
    """Read the blank cells of a column so (None: as recognised)."""
    return lambda chosen: replace(chosen, blanks=_put(chosen.blanks, index, means))


def column_encoding(index: int, encoding: Encoding | None) -> Change:
    """Read the letters of one column so (None: as recognised)."""
    return lambda chosen: replace(chosen, encodings=_put(chosen.encodings, index, encoding))


def sheet_encoding(encoding: Encoding | None) -> Change:
    """Read the letters of a sheet so (None: as recognised); of single columns nothing is said any more."""
    return lambda chosen: replace(chosen, encoding=encoding, encodings={})


def heading(row: int | None) -> Change:
    """Take a row, as Excel counts, for the first of the heading (None: as recognised)."""
    return lambda chosen: replace(chosen, heading_row=row)


def hidden_rows(*, skip: bool) -> Change:
    """Leave rows out that are hidden in the file."""
    return lambda chosen: replace(chosen, skip_hidden_rows=skip)


def village(name: str | None, former_commune: str = "") -> Change:
    """Take the list to be of this village ("": of none, None: as recognised)."""
    return lambda chosen: replace(chosen, village=name, former_commune=former_commune)


def _put(chosen: Mapping[int, T], index: int, value: T | None) -> dict[int, T]:
    kept = {key: word for key, word in chosen.items() if key != index}
    return kept if value is None else {**kept, index: value}


def _but_own(file: ListFile, memory: ImportMemory) -> ImportMemory:
    """Return the memory without what was taken over into the choices of the file."""
    own = {key for key, learnt in file.memory.layouts.items() if not learnt.choices}
    layouts = {
        key: replace(learnt, choices="") if key in own else learnt for key, learnt in memory.layouts.items()
    }
    return replace(memory, layouts=layouts)


def _taken_over(file: ListFile, sheet: str) -> ListFile:
    """Return the file with what is remembered of a sheet's layout as choices of this file.

    Laid over what is remembered a choice could be changed, but not be taken back.
    """
    layout = layout_of(file, sheet)
    learnt = file.memory.layouts.get(layout.fingerprint) if layout else None
    if layout is None or learnt is None or not learnt.choices:
        return file
    alike = [other for _, other in file.sheets if other.fingerprint == layout.fingerprint]
    choices = {**file.choices, **{other.sheet: choices_in_force(file, other) for other in alike}}
    # Kept with nothing in it, so that the layout is forgotten if nothing is chosen in the end.
    layouts = {**file.memory.layouts, layout.fingerprint: replace(learnt, choices="")}
    return replace(file, choices=choices, memory=replace(file.memory, layouts=layouts))
