"""Rules 3, 4, 12 and 17: water schemes and the households that cite them."""

from datetime import date

import pytest
from checks_support import add_working_scheme, all_findings, connected, editing, findings, found_in, sound

from communes import fill, year_id
from nsnt_desktop.checks import beside, check_scheme
from nsnt_desktop.models import FindingNote, SurveyYear
from nsnt_desktop.models.words import Basis, Severity
from nsnt_desktop.registry.schemes import set_scheme_field
from nsnt_desktop.registry.water_tests import add_test
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile


def test_households_cite_a_scheme_out_of_use(data: DataFile) -> None:
    scheme_id, _ = add_working_scheme(data, "Hồ treo", working=False)
    cites = connected(scheme_id, clean=False)
    (found,) = found_in(data, "3", cites, cites, sound())
    assert (found.severity, found.scope, found.subject) == (Severity.ERROR, "scheme", f"scheme:{scheme_id}")
    assert "«Hồ treo» không hoạt động nhưng còn 2 hộ" in found.message
    assert len(found.record_ids) == 2
    assert found.village_id is None


@pytest.mark.parametrize("working", [True, None])
def test_a_scheme_working_or_not_known_may_be_cited(data: DataFile, working: bool | None) -> None:
    scheme_id, _ = add_working_scheme(data, working=working)
    assert found_in(data, "3", connected(scheme_id, clean=False)) == []


def test_a_scheme_out_of_use_may_be_a_second_source(data: DataFile) -> None:
    scheme_id, _ = add_working_scheme(data, working=False)
    assert found_in(data, "3", sound(scheme_id=scheme_id, second_source_id=1)) == []


TESTS = [
    ((date(2024, 9, 1), True, None), None),
    ((date(2023, 11, 15), True, None), None),  # twelve months to the day
    ((date(2023, 11, 14), True, None), "đã hết giá trị"),
    ((date(2024, 9, 1), True, date(2024, 11, 14)), "đã hết giá trị"),
    ((date(2024, 9, 1), False, None), "không đạt"),
    ((date(2024, 9, 1), None, None), "chưa có kết quả xét nghiệm"),
    ((date(2024, 11, 16), True, None), "chưa có kết quả xét nghiệm"),  # after the as-of day
    (None, "chưa có kết quả xét nghiệm"),
]


@pytest.mark.parametrize(("test", "reason"), TESTS)
def test_clean_water_rests_on_the_schemes_test(
    data: DataFile, test: tuple[date, bool | None, date | None] | None, reason: str | None
) -> None:
    scheme_id, _ = add_working_scheme(data)
    if test:
        add_test(data, scheme_id=scheme_id, tested_on=test[0], passed=test[1], valid_until=test[2])
    fill(data, [connected(scheme_id, basis=basis) for basis in (Basis.TEST, Basis.NONE, None)])
    found = findings(data, "4")
    assert len(found) == (reason is not None)
    for finding in found:
        assert finding.severity is Severity.ERROR
        assert reason is not None
        assert reason in finding.message
        assert len(finding.record_ids) == 3


@pytest.mark.parametrize("basis", [Basis.SUPPLIER, Basis.OFFICIAL_LIST, Basis.OTHER])
def test_another_basis_outweighs_a_missing_test_but_not_a_failed_one(data: DataFile, basis: Basis) -> None:
    scheme_id, _ = add_working_scheme(data)
    fill(data, [connected(scheme_id, basis=basis), connected(scheme_id)])
    bare, based = findings(data, "4")
    assert (bare.severity, based.severity) == (Severity.ERROR, Severity.WARNING)
    add_test(data, scheme_id=scheme_id, tested_on=date(2024, 9, 1), passed=False)
    (failed,) = findings(data, "4")
    assert failed.severity is Severity.ERROR
    assert len(failed.record_ids) == 2


def test_only_the_newest_test_counts(data: DataFile) -> None:
    scheme_id, _ = add_working_scheme(data)
    add_test(data, scheme_id=scheme_id, tested_on=date(2024, 9, 1), passed=True)
    add_test(data, scheme_id=scheme_id, tested_on=date(2024, 5, 1), passed=False)
    assert found_in(data, "4", connected(scheme_id)) == []


@pytest.mark.parametrize("clean", [False, None])
def test_water_not_said_to_be_clean_needs_no_test(data: DataFile, clean: bool | None) -> None:
    scheme_id, _ = add_working_scheme(data)
    assert found_in(data, "4", connected(scheme_id, clean=clean)) == []


def test_one_scheme_asked_about_alone_tells_what_the_year_tells_of_it(data: DataFile) -> None:
    scheme_id, record_id = add_working_scheme(data, working=False)
    other, _ = add_working_scheme(data, "Hồ treo", working=False)
    set_scheme_field(data, record_id, "households_here", 3)
    set_scheme_field(data, record_id, "actual_connections", 2)
    fill(data, [connected(scheme_id, persons=None), connected(scheme_id, basis=None), connected(other)])
    with data.reading() as session:
        alone = check_scheme(session, find_year(session, 2024), scheme_id)
    assert alone == tuple(f for f in all_findings(data) if f.subject == f"scheme:{scheme_id}")
    assert {f.rule for f in alone} == {"3", "4", "12", "17"}
    assert [beside(f) for f in alone] == ["working", "tests", "households_here", "households_here"]


def test_the_as_of_day_decides(data: DataFile) -> None:
    scheme_id, _ = add_working_scheme(data)
    add_test(data, scheme_id=scheme_id, tested_on=date(2024, 9, 1), passed=True)
    fill(data, [connected(scheme_id)])
    with editing(data) as session:
        session.get_one(SurveyYear, 1).as_of = date(2024, 8, 1)
    assert len(findings(data, "4")) == 1


@pytest.mark.parametrize(("declared", "found"), [(2, False), (3, True), (0, True), (None, False)])
def test_connections_against_citing_households(data: DataFile, declared: int | None, found: bool) -> None:
    scheme_id, record_id = add_working_scheme(data)
    add_test(data, scheme_id=scheme_id, tested_on=date(2024, 9, 1), passed=True)
    set_scheme_field(data, record_id, "households_here", declared)
    fill(data, [connected(scheme_id), connected(scheme_id), sound()])
    said_of = findings(data, "12")
    assert len(said_of) == found
    for said in said_of:
        assert f"ghi {declared} hộ đấu nối tại xã, danh sách hộ có 2" in said.message
        assert said.field == "households_here"


def test_a_scheme_nobody_cites_has_no_connections(data: DataFile) -> None:
    _, record_id = add_working_scheme(data)
    set_scheme_field(data, record_id, "households_here", 0)
    assert findings(data, "12") == []
    set_scheme_field(data, record_id, "households_here", 5)
    assert len(findings(data, "12")) == 1


@pytest.mark.parametrize(
    ("here", "total", "found"), [(121, 120, True), (120, 120, False), (121, None, False), (None, 120, False)]
)
def test_households_here_are_a_part_of_all_connections(
    data: DataFile, here: int | None, total: int | None, found: bool
) -> None:
    scheme_id, record_id = add_working_scheme(data)
    set_scheme_field(data, record_id, "households_here", here)
    set_scheme_field(data, record_id, "actual_connections", total)
    said_of = findings(data, "17")
    assert len(said_of) == found
    for said in said_of:
        assert (said.severity, said.subject) == (Severity.WARNING, f"scheme:{scheme_id}")
        assert "ghi 121 hộ của xã này nhưng tổng số đấu nối thực tế của mọi xã chỉ có 120" in said.message


def test_schemes_stand_by_name(data: DataFile) -> None:
    ids = []
    for name in ("Tự chảy", "Bơm", "Khe"):
        scheme_id, record_id = add_working_scheme(data, name)
        set_scheme_field(data, record_id, "households_here", 9)
        set_scheme_field(data, record_id, "actual_connections", 2)
        ids.append(scheme_id)
    fill(data, [connected(scheme_id, basis=None, persons=None) for scheme_id in ids])
    last, first, second = (f"scheme:{scheme_id}" for scheme_id in ids)
    for rule in ("4", "12", "17"):
        assert [f.subject for f in findings(data, rule)] == [first, second, last]
    assert all("Tự chảy" in f.message for f in all_findings(data) if f.subject == last)
    assert all("Bơm" in f.message for f in all_findings(data) if f.subject == first)


def test_one_scheme_alone_does_not_tell_of_another_and_keeps_what_was_passed_over(data: DataFile) -> None:
    told = []
    for name in ("Phác Lê", "Bái Đa"):
        scheme_id, record_id = add_working_scheme(data, name)
        set_scheme_field(data, record_id, "households_here", 5)
        told.append(scheme_id)
    fill(data, [connected(scheme_id) for scheme_id in told])
    subject = f"scheme:{told[0]}"
    with editing(data) as session:
        session.add(
            FindingNote(year_id=year_id(data), rule="12", subject=subject, reason="Đã đếm", by="Cán bộ")
        )
    with data.reading() as session:
        alone = check_scheme(session, find_year(session, 2024), told[0])
    assert {f.subject for f in alone} == {subject}
    assert [f.passed_over for f in alone if f.rule == "12"] == ["Đã đếm"]
