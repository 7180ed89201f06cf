"""Rule 20: sums close, whatever is entered; they are told where a file is broken."""

import sqlite3
from contextlib import closing

import pytest
from checks_support import all_findings, found_in, sound

from communes import fill
from nsnt_desktop.models.words import Severity
from nsnt_desktop.storage.datafile import DataFile


def _break(data: DataFile, statement: str) -> None:
    """Do to the file what the program never does: its foreign keys are not looked at."""
    with closing(sqlite3.connect(data.path)) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE household_record SET village_id = 99 WHERE id = 1",
            ["Cộng các thôn được 2 hộ nhưng cả xã có 3 hộ", "Cộng các thôn được 8 khẩu nhưng cả xã có 12"],
        ),
        (
            "UPDATE household_record SET main_source_id = 99 WHERE id = 1",
            ["Cộng các nguồn nước được 2 hộ nhưng cả xã có 3 hộ"],
        ),
        (
            "UPDATE household_record SET poverty = 'rich' WHERE id = 1",
            ["không nghèo và chưa ghi được 2 hộ nhưng cả xã có 3 hộ"],
        ),
    ],
)
def test_a_broken_file_is_told(data: DataFile, statement: str, told: list[str]) -> None:
    fill(data, [sound(), sound(), sound()])
    _break(data, statement)
    found = [f for f in all_findings(data) if f.rule == "20"]
    assert len(found) == len(told)
    for finding, words in zip(found, told, strict=True):
        assert words in finding.message
        assert "vẫn còn nguyên" in finding.message
        assert (finding.severity, finding.scope, finding.village_id) == (Severity.ERROR, "commune", None)


def test_blanks_and_households_that_left_break_no_sum(data: DataFile) -> None:
    rows = [sound(source=None, poverty=None, persons=None), sound(status="moved_away"), sound(year=2023)]
    assert found_in(data, "20", *rows) == []
    assert found_in(data, "20") == []
