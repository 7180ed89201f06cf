"""Rows that look like households and are none: examples under the heading, second lines of a household."""

from collections.abc import Sequence

from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.words.cells import show
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.row_words import is_example, is_suspicious
from nsnt_desktop.importing.words.vocabulary import example_marks
from nsnt_desktop.text import clean, fold

_TOP = 5
"""Rows under the heading among which examples stand."""
_FEW = 3
"""Second lines from which on a list is one of two lines a household."""
_ONE_IN = 3
_OF_A_PERSON = {
    Field.STT, Field.HEAD, Field.GIVEN_NAME, Field.RELATION, Field.MEMBER, Field.BIRTH_YEAR, Field.PHONE,
    Field.NOTE, Field.ADDRESS, Field.CODE, Field.VILLAGE, Field.FORMER_COMMUNE, Field.HOUSEHOLD_KEY,
    Field.IGNORE,
}  # fmt: skip
"""Columns a second line may fill in too: it names the wife, the husband."""
Rows = Sequence[list[Cell]]


def example_rows(layout: Layout, below: Rows, head: int) -> dict[int, str]:
    """Return the Excel rows that only show how to fill the list in, each with the reason."""
    stt = layout.column_of(Field.STT)
    found = {}
    for row, cells in enumerate(below[:_TOP], layout.first_data_row):
        marked = stt is not None and fold(show(cells[stt.index])) in example_marks()
        if marked or is_example(show(cells[head])):
            found[row] = f"dòng ví dụ «{show(cells[head])}»"
    return found


def second_lines(layout: Layout, below: Rows, head: int, stt: int | None) -> dict[int, str]:
    """Return the Excel rows that name one more person of the numbered household above, each with the reason.

    Nothing where only a few rows do so: a household may lack its number.
    """
    facts = [column.index for column in layout.columns if column.field not in _OF_A_PERSON]
    if stt is None or not facts:
        return {}
    numbered = sum(cells[stt] != "" for cells in below)
    found = {}
    for at, cells in enumerate(below[1:], 1):
        if cells[stt] == "" and cells[head] != "" and below[at - 1][stt] != "":
            name = clean(show(cells[head])).lower()
            if all(cells[fact] == "" for fact in facts) and not is_suspicious(name):
                found[layout.first_data_row + at] = (
                    "dòng thứ hai của hộ ở trên: không có số thứ tự và số liệu"
                )
    return found if len(found) >= max(_FEW, numbered / _ONE_IN) else {}
