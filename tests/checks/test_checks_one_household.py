"""One household asked about alone: the same findings as in the check of the whole year."""

from collections.abc import Iterator

import pytest
from checks_support import add_working_scheme, connected, sound
from sqlalchemy import select

from communes import fill
from nsnt_desktop.checks import Finding, check_household, check_households, check_year
from nsnt_desktop.checks.finding import this_household
from nsnt_desktop.models import HouseholdRecord
from nsnt_desktop.models.words import HouseholdStatus, Severity
from nsnt_desktop.registry.finding_notes import pass_over
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.resource_files import read_toml
from nsnt_desktop.sample import make_sample
from nsnt_desktop.storage.datafile import DataFile, open_data_file

ALONE = {"1", "2", "3", "4", "5", "7", "8", "9", "10", "16"}
"""Rules that can be asked about one household."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataFile]:
    path = tmp_path_factory.mktemp("mau") / "mau.nsnt"
    make_sample(path)
    data = open_data_file(path)
    yield data
    data.close()


def _alone(data: DataFile, record_id: int) -> tuple[Finding, ...]:
    with data.reading() as session:
        return check_household(session, find_year(session), record_id)


def _records(data: DataFile) -> list[int]:
    with data.reading() as session:
        return list(session.scalars(select(HouseholdRecord.id).order_by(HouseholdRecord.household_id)))


def test_every_finding_of_the_sample_is_found_alone(sample: DataFile) -> None:
    with sample.reading() as session:
        every = check_year(session, find_year(session))
    expected = {(f.rule, f.severity, record) for f in every if f.rule in ALONE for record in f.record_ids}
    assert {rule for rule, _, _ in expected} >= {"1", "2", "5", "7", "9"}
    records = {record for _, _, record in expected}
    found = {(f.rule, f.severity, record) for record in records for f in _alone(sample, record)}
    assert found == expected


def test_a_sound_household_and_one_that_left_have_no_findings(data: DataFile) -> None:
    fill(data, [sound(), sound(persons=None, status=HouseholdStatus.MOVED_AWAY), sound(persons=None)])
    told = [[f.rule for f in _alone(data, record)] for record in _records(data)]
    assert told == [[], [], ["7"]]


def test_the_sentence_speaks_of_this_household_alone(data: DataFile) -> None:
    scheme_id, _ = add_working_scheme(data, working=False)
    fill(data, [connected(scheme_id, persons=None, poverty=None), connected(scheme_id), sound()])
    findings = {f.rule: f for f in _alone(data, _records(data)[0])}
    assert set(findings) == {"3", "4", "7", "8"}
    assert findings["7"].message.startswith(f"{this_household()} chưa ghi số khẩu")
    for rule in ("3", "4", "8"):
        assert " 1 hộ" not in findings[rule].message
        assert "{" not in findings[rule].message
    assert findings["4"].severity is Severity.ERROR


def test_a_warning_passed_over_says_so(data: DataFile) -> None:
    fill(data, [sound(basis=None)])
    (open_one,) = _alone(data, _records(data)[0])
    with data.reading() as session:
        year = find_year(session).id
    pass_over(data, year, open_one.rule, [open_one.subject], reason="đã hỏi trưởng thôn", by="Lê An")
    (settled,) = _alone(data, _records(data)[0])
    assert (settled.passed_over, settled.passed_over_by) == ("đã hỏi trưởng thôn", "Lê An")


def test_many_households_asked_about_at_once_are_each_told_alone(sample: DataFile) -> None:
    records = _records(sample)[-600:]
    with sample.reading() as session:
        found = check_households(session, find_year(session), records)
    assert found
    assert all(told == _alone(sample, record) for record, told in found.items())
    assert all(not _alone(sample, record) for record in records[:40] if record not in found)


def test_every_sentence_about_many_has_one_about_one() -> None:
    rules = {rule["code"]: rule["case"] for rule in read_toml("checks", "rules.toml")["rule"]}
    for code in ("3", "4", "8", "9"):
        assert all("alone" in case for case in rules[code].values())
