"""The sample commune's own lists written as village heads write them: who is asked about, who is proposed."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nsnt_desktop.importing.list_file import read_list
from nsnt_desktop.importing.matching.comparing import Comparison, compare
from nsnt_desktop.importing.matching.questions import Answers, AskKind
from nsnt_desktop.importing.outgoing.list_template import save_village_lists
from nsnt_desktop.importing.rows.parsed import ImportRow, ParsedSheet
from nsnt_desktop.importing.rows.rows import parse_rows
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.register import Register
from nsnt_desktop.sample import make_sample
from nsnt_desktop.storage.datafile import open_data_file
from nsnt_desktop.text import clean, fold
from taking_in import register_of

_TITLES = ("Ông {}", "Bà {}", "{} (đã mất)", "Hộ ông {}")


def bare(head: str, _rng: random.Random) -> str:
    return fold(head).title()


def swapped(head: str, rng: random.Random) -> str:
    """Return a name with two letters of one word having changed places."""
    at = rng.choice([i for i in range(1, len(head) - 1) if head[i : i + 2].isalpha()])
    return head[:at] + head[at + 1] + head[at] + head[at + 2 :]


def titled(head: str, rng: random.Random) -> str:
    return rng.choice(_TITLES).format(head)


def initials(head: str, _rng: random.Random) -> str:
    *others, given = head.split()
    return "".join(f"{word[0]}." for word in others) + given


def without_middle(head: str, _rng: random.Random) -> str:
    words = head.split()
    return " ".join(words[:1] + words[-1:])


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Register, list[ParsedSheet]]]:
    """The register of the sample, and its lists as they are read: without codes and marks, as lists come."""
    folder: Path = tmp_path_factory.mktemp("mau")
    make_sample(folder / "mau.nsnt")
    data = open_data_file(folder / "mau.nsnt", write=False)
    files = [read_list(path, "") for path in save_village_lists(data, 2024, folder)]
    sheets = [parse_rows(sheet, layout) for file in files for sheet, layout in file.sheets]
    yield register_of(data, 2024), sheets
    data.close()


def held(
    register: Register, sheets: list[ParsedSheet], change: Callable[[ImportRow], ImportRow]
) -> Comparison:
    changed = [
        replace(sheet, sheet=str(n), rows=tuple(change(row._replace(sheet=str(n))) for row in sheet.rows))
        for n, sheet in enumerate(sheets)
    ]
    return compare(changed, register, Answers())


def anonymous(row: ImportRow) -> ImportRow:
    return row._replace(code=None, household_key=None)


def names_alone(row: ImportRow) -> ImportRow:
    return ImportRow(row.sheet, row.excel_row, row.head, row.village, row.former_commune)


def test_the_lists_come_back_to_the_last_row_as_they_are(
    sample: tuple[Register, list[ParsedSheet]],
) -> None:
    register, sheets = sample
    found = held(register, sheets, lambda row: row)
    assert {row.outcome for row in found.rows} == {Outcome.SAME}
    assert len(found.rows) + sum(len(sheet.rejected_rows) for sheet in sheets) == len(register.households)
    without_codes = held(register, sheets, anonymous)
    assert Outcome.NEW not in {row.outcome for row in without_codes.rows}
    assert not any(ask.kind is AskKind.LIKE for ask in without_codes.asks)


@pytest.mark.parametrize(
    ("written", "told", "share", "proposed"),
    [
        (bare, anonymous, 1.0, 0.99),
        (bare, anonymous, 0.2, 0.99),
        (swapped, anonymous, 0.2, 0.99),
        (titled, anonymous, 0.2, 0.99),
        (initials, anonymous, 0.2, 0.97),
        (without_middle, anonymous, 0.2, 0.97),
        (bare, names_alone, 1.0, 0.95),
        (titled, names_alone, 0.2, 0.95),
    ],
)
def test_a_household_written_otherwise_is_asked_about_and_proposed(
    sample: tuple[Register, list[ParsedSheet]],
    written: Callable[[str, random.Random], str],
    told: Callable[[ImportRow], ImportRow],
    share: float,
    proposed: float,
) -> None:
    register, sheets = sample
    rng = random.Random(1893)  # noqa: S311 - repeatable data, no secret
    meant = {(n, row.excel_row): row.household_key for n, sheet in enumerate(sheets) for row in sheet.rows}
    truth = held(register, sheets, lambda row: row)
    record = {(row.sheet, row.excel_row): str(row.record_id) for row in truth.rows}
    assert len(record) == len(meant)
    renamed: set[tuple[str, int]] = set()

    def change(row: ImportRow) -> ImportRow:
        head = clean(written(row.head, rng)) if rng.random() < share else row.head
        if fold(head) != fold(row.head) or head != row.head:
            renamed.add((row.sheet, row.excel_row))
        return told(row)._replace(head=head)

    found = held(register, sheets, change)
    # Nobody becomes another household, and nobody renamed a new one unasked.
    wrong = [
        row for row in found.rows if row.record_id and str(row.record_id) != record[row.sheet, row.excel_row]
    ]
    new = [row for row in found.rows if row.outcome is Outcome.NEW]
    asks = {place: ask for ask in found.asks for place in ask.rows if place in renamed}
    right = [p for p, ask in asks.items() if ask.suggested == record[p]]
    misled = [p for p, ask in asks.items() if ask.suggested.isdigit() and ask.suggested != record[p]]
    assert not wrong
    assert len(right) >= proposed * len(renamed)
    assert len(misled) + len(new) <= 0.01 * len(renamed)
