"""A list taken in with everything an officer can say: who is gone, and what a blank of a column means."""

from pathlib import Path

from nsnt_desktop.importing.intake import preview_list
from nsnt_desktop.importing.list_file import read_list, with_choices
from nsnt_desktop.importing.matching.questions import Answers
from nsnt_desktop.importing.words.choices import Blank, SheetChoices
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.apply_batch import apply_batch
from nsnt_desktop.storage.datafile import open_data_file
from taking_in import register_of


def take_in(path: Path, workbook: Path) -> int:
    """Take a list in; whoever it does not name has moved away. Return how many these were."""
    data = open_data_file(path)
    try:
        file = read_list(workbook, "")
        name = file.sheets[0][0].name
        file = with_choices(file, name, SheetChoices(blanks={2: Blank.UNKNOWN}))
        register = register_of(data)
        missing = preview_list(file, register).comparison.missing
        answers = Answers(missing={h.record_id: HouseholdStatus.MOVED_AWAY for h in missing})
        return apply_batch(data, preview_list(file, register, answers).batch).gone
    finally:
        data.close()
