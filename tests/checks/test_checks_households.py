"""Rules about one household: a record that trips each, and a near miss that does not."""

from datetime import date
from pathlib import Path

import pytest
from checks_support import add_working_scheme, all_findings, connected, findings, found_in, sound
from sqlalchemy import select

from communes import Row, fill, year_id
from nsnt_desktop.checks import rule_titles
from nsnt_desktop.models import Assumption, HouseholdRecord
from nsnt_desktop.models.words import Basis, HouseholdStatus, Severity
from nsnt_desktop.registry.new_commune import NewCommune, create_commune
from nsnt_desktop.registry.reference_lists import list_assumptions, set_assumption_field
from nsnt_desktop.storage.datafile import DataFile

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def test_a_sound_commune_has_no_finding(data: DataFile) -> None:
    fill(
        data,
        [sound(), sound(), sound(clean=False, basis=None), sound(hygienic=False, clean=False, basis=None)],
    )
    assert all_findings(data) == ()


def test_an_empty_year_has_no_finding(data: DataFile) -> None:
    assert all_findings(data) == ()


TRIPS = [
    ("1", sound(hygienic=False), ERROR, "hygienic"),
    ("1", sound(hygienic=None), ERROR, "hygienic"),
    ("2", connected(None), ERROR, "scheme_id"),
    ("5", sound(basis=None), WARNING, "basis"),
    ("5", sound(basis=Basis.NONE), WARNING, "basis"),
    ("5", sound(source="neighbour", basis=None), WARNING, "basis"),
    ("7", sound(persons=None), ERROR, "persons"),
    ("7", sound(persons=0), ERROR, "persons"),
    ("7", sound(persons=21), WARNING, "persons"),
    ("10", sound(litres_per_month=4 * 30 * 200 + 1), WARNING, "litres_per_month"),
    ("10", sound(litres_per_month=4 * 30 * 20 - 1), WARNING, "litres_per_month"),
    ("10", sound(litres_per_month=0), WARNING, "litres_per_month"),
    ("16", sound(source=None), ERROR, "main_source_id"),
]
NEAR_MISSES = [
    ("1", sound(hygienic=False, clean=False)),
    ("1", sound(hygienic=None, clean=None)),
    ("2", sound()),
    ("2", sound(source=None)),
    ("5", sound(basis=Basis.OFFICIAL_LIST)),
    ("5", sound(clean=False, basis=None)),
    ("5", sound(clean=None, basis=None)),
    ("5", connected(None, basis=None)),
    ("7", sound(persons=1)),
    ("7", sound(persons=20)),
    ("10", sound(litres_per_month=4 * 30 * 200)),
    ("10", sound(litres_per_month=4 * 30 * 20)),
    ("10", sound(litres_per_month=None)),
    ("10", sound(litres_per_month=9000, persons=None)),
    ("10", sound(litres_per_month=9000, persons=0)),
    ("16", sound(source=None, clean=None)),
    ("16", sound(source=None, clean=False)),
]


@pytest.mark.parametrize(("rule", "row", "severity", "field"), TRIPS)
def test_it_is_found(data: DataFile, rule: str, row: Row, severity: Severity, field: str) -> None:
    (found,) = found_in(data, rule, sound(), {**row, "head": "Trịnh Văn Khoẻ"})
    with data.reading() as session:
        record = session.scalars(select(HouseholdRecord).order_by(HouseholdRecord.id.desc())).first()
        assert record is not None
        assert (found.record_id, found.record_ids) == (record.id, (record.id,))
        assert found.subject == f"household:{record.household_id}"
        assert found.village_id == record.village_id
    assert (found.severity, found.scope, found.field) == (severity, "household", field)
    assert found.message.startswith("Hộ Trịnh Văn Khoẻ (Thôn Phác Lê) ")
    assert "Hãy" in found.message or ": hãy" in found.message
    assert "{" not in found.message
    assert "None" not in found.message


@pytest.mark.parametrize("rule", ["1", "2", "5", "7", "10", "16"])
def test_near_misses_are_not_found(data: DataFile, rule: str) -> None:
    rows = [row for code, row in NEAR_MISSES if code == rule]
    assert rows
    assert found_in(data, rule, *rows) == []


@pytest.mark.parametrize("rule", ["1", "2", "5", "7", "10", "16"])
def test_a_household_that_went_away_is_not_checked(data: DataFile, rule: str) -> None:
    rows = [{**row, "status": HouseholdStatus.MOVED_AWAY} for code, row, _, _ in TRIPS if code == rule]
    assert found_in(data, rule, *rows) == []


def test_a_scheme_with_a_well_as_main_source_is_found(data: DataFile) -> None:
    scheme_id, _ = add_working_scheme(data)
    (found,) = found_in(data, "2", sound(scheme_id=scheme_id), connected(scheme_id))
    assert "«Phác Lê»" in found.message
    assert "«Giếng khoan»" in found.message
    assert found.field == "main_source_id"


def test_a_scheme_beside_a_centralised_second_source_is_right(data: DataFile) -> None:
    scheme_id, _ = add_working_scheme(data)
    assert found_in(data, "2", sound(scheme_id=scheme_id, second_source_id=1)) == []
    assert len(found_in(data, "2", sound(scheme_id=scheme_id, second_source_id=5))) == 1


def test_a_scheme_beside_an_unknown_source_is_not_judged(data: DataFile) -> None:
    scheme_id, _ = add_working_scheme(data)
    assert found_in(data, "2", sound(scheme_id=scheme_id, source=None)) == []


def test_the_limits_are_the_officers_to_change(data: DataFile) -> None:
    row = sound(persons=9, litres_per_month=9 * 30 * 30)
    assert found_in(data, "7", row) == found_in(data, "10", row) == []
    _assume(data, "persons_max", "8")
    _assume(data, "litres_min", "40")
    assert len(findings(data, "7")) == len(findings(data, "10")) == 1


def _assume(data: DataFile, key: str, value: str) -> None:
    with data.reading() as session:
        row: Assumption = next(a for a in list_assumptions(session) if a.key == key)
    set_assumption_field(data, row.id, "value", value)


def test_the_litres_are_told_as_vietnamese_write_numbers(data: DataFile) -> None:
    (found,) = found_in(data, "10", sound(persons=1, litres_per_month=7_777))
    assert "259,2 lít/người/ngày, ngoài khoảng 20–200" in found.message


def test_findings_come_rule_by_rule_then_by_village_and_name(data: DataFile) -> None:
    rows = [
        sound(head="Lê Văn Yến", persons=0, village="Thôn Do Thượng"),
        sound(head="Lê Văn Bình", persons=0),
        sound(head="Lê Văn An", persons=0, hygienic=False),
    ]
    fill(data, rows)
    found = all_findings(data)
    assert [f.rule for f in found] == ["1", "7", "7", "7"]
    assert [f.message.split("(")[0].split()[-1] for f in found] == ["An", "An", "Bình", "Yến"]


def test_another_year_is_another_matter(data: DataFile) -> None:
    fill(data, [sound(year=2023, persons=0), sound()])
    assert findings(data, "7") == []
    assert len(findings(data, "7", year=2023)) == 1
    assert year_id(data, 2023) != year_id(data, 2024)


def test_every_rule_has_a_title() -> None:
    assert list(rule_titles()) == [str(number) for number in range(1, 21)]
    assert all(rule_titles().values())


def test_a_commune_without_villages_households_or_schemes_is_checked(tmp_path: Path) -> None:
    empty = create_commune(tmp_path / "trống.nsnt", NewCommune("Xã Trống", 2024, []))
    assert all_findings(empty) == ()
    assert all_findings(empty, today=date(2024, 12, 1)) == ()
    empty.close()
