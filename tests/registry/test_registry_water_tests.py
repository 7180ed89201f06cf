"""Water tests of schemes and households: their regulation, mended, removed, taken back."""

from datetime import date

import pytest
from sqlalchemy import select

from communes import content_digest, fill, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import HouseholdRecord, WaterTest
from nsnt_desktop.registry.reference_lists import set_regulation_field
from nsnt_desktop.registry.schemes import (
    AddedScheme,
    SchemeRow,
    add_scheme,
    list_schemes,
)
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.water_tests import (
    TestOwner,
    add_test,
    household_tests,
    list_regulations,
    proposed_regulation,
    remove_test,
    scheme_tests,
    set_test_field,
)
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile


@pytest.fixture
def scheme(data: DataFile) -> AddedScheme:
    return add_scheme(data, year_id(data), "Trạm bơm Cẩm Tân")


def only(data: DataFile) -> SchemeRow:
    with data.reading() as session:
        (row,) = list_schemes(session, find_year(session))
    return row


def test_the_regulation_in_force_that_day_is_proposed(data: DataFile) -> None:
    with data.reading() as session:
        kept = list_regulations(session)
        by_name = {r.name: r.id for r in kept}
        proposed = [
            proposed_regulation(kept, day)
            for day in (date(2019, 6, 14), date(2019, 6, 15), date(2025, 6, 30), date(2025, 7, 1))
        ]
    old, new = by_name["QCVN 01-1:2018/BYT"], by_name["QCVN 01-1:2024/BYT"]
    assert proposed == [None, old, old, new]


def test_a_day_that_has_not_come_yet_gets_a_warning(data: DataFile, scheme: AddedScheme) -> None:
    made = add_test(data, tested_on=date(2999, 8, 12), passed=True, scheme_id=scheme.scheme_id)
    assert only(data).tests[0].warning == "Ngày lấy mẫu 12/08/2999 chưa đến: hãy xem lại ngày."
    set_test_field(data, made.test_id, "tested_on", date(2024, 8, 12))
    assert only(data).tests[0].warning == ""


def test_a_test_by_a_regulation_not_in_force_gets_a_warning(data: DataFile, scheme: AddedScheme) -> None:
    with data.reading() as session:
        ids = {r.name: r.id for r in list_regulations(session)}
    made = add_test(
        data,
        scheme_id=scheme.scheme_id,
        tested_on=date(2024, 5, 1),
        passed=True,
        regulation_id=ids["QCVN 01-1:2024/BYT"],
    )
    (test,) = only(data).tests
    assert "QCVN 01-1:2024/BYT áp dụng từ ngày 01/07/2025" in test.warning
    set_test_field(data, made.test_id, "regulation_id", ids["QCVN 01-1:2018/BYT"])
    assert only(data).tests[0].warning == ""
    set_test_field(data, made.test_id, "tested_on", date(2025, 8, 1))
    assert "chỉ áp dụng đến hết ngày 30/06/2025" in only(data).tests[0].warning
    set_regulation_field(data, ids["QCVN 01-1:2018/BYT"], "applies_to", None)
    assert only(data).tests[0].warning == ""


def test_a_test_is_mended_field_by_field_and_undone(data: DataFile, scheme: AddedScheme) -> None:
    made = add_test(data, scheme_id=scheme.scheme_id, tested_on=date(2024, 5, 1), passed=None)
    before = content_digest(data)
    done = [
        set_test_field(data, made.test_id, field, value)
        for field, value in (
            ("passed", False),
            ("laboratory", "  CDC  Thanh Hóa "),
            ("valid_until", date(2025, 1, 1)),
            ("tested_on", date(2024, 6, 1)),
            ("note", "lấy lại mẫu"),
        )
    ]
    (test,) = only(data).tests
    assert (test.passed, test.laboratory, test.holds_until) == (False, "CDC Thanh Hóa", date(2025, 1, 1))
    assert set_test_field(data, made.test_id, "passed", False) is None
    for field, value in (
        ("tested_on", None),
        ("tested_on", date(2025, 1, 2)),
        ("valid_until", date(2024, 1, 1)),
    ):
        with pytest.raises(KnownError, match="Hãy nhập"):
            set_test_field(data, made.test_id, field, value)
    with pytest.raises(ValueError, match="no such field"):
        set_test_field(data, made.test_id, "scheme_id", 1)
    for action in reversed(done):
        assert action is not None
        take_back(data, action)
    assert content_digest(data) == before


def test_a_test_is_of_a_scheme_or_of_a_household(data: DataFile, scheme: AddedScheme) -> None:
    fill(data, [{"head": "Lê An", "verified": True}, {"head": "Lê Bình", "verified": True}])
    with data.reading() as session:
        first, second = session.scalars(select(HouseholdRecord.household_id).order_by(HouseholdRecord.id))
    for of_scheme, of_household in ((None, None), (scheme.scheme_id, first)):
        with pytest.raises(ValueError, match="one of the two"):
            add_test(
                data,
                scheme_id=of_scheme,
                household_id=of_household,
                tested_on=date(2024, 5, 1),
                passed=True,
            )
    assert TestOwner(household_id=first) != TestOwner(scheme_id=first)
    made = add_test(data, household_id=first, tested_on=date(2024, 5, 1), passed=True)
    add_test(data, scheme_id=scheme.scheme_id, tested_on=date(2024, 5, 2), passed=False)
    with data.reading() as session:
        assert [t.id for t in household_tests(session, first)] == [made.test_id]
        assert household_tests(session, second) == ()
        assert [len(found) for found in scheme_tests(session).values()] == [1]
        marks = dict(session.execute(select(HouseholdRecord.household_id, HouseholdRecord.verified)).all())
    assert marks == {first: False, second: True}
    remove_test(data, made.test_id)
    with data.reading() as session:
        assert household_tests(session, first) == ()


def test_a_test_with_a_validity_before_its_day_is_not_added(data: DataFile, scheme: AddedScheme) -> None:
    before = content_digest(data)
    with pytest.raises(KnownError, match="đứng trước ngày lấy mẫu"):
        add_test(
            data,
            scheme_id=scheme.scheme_id,
            tested_on=date(2024, 5, 1),
            passed=True,
            valid_until=date(2024, 4, 30),
        )
    assert content_digest(data) == before


def test_what_is_removed_by_mistake_comes_back(data: DataFile, scheme: AddedScheme) -> None:
    made = add_test(data, scheme_id=scheme.scheme_id, tested_on=date(2024, 5, 1), passed=True)
    before = content_digest(data)
    take_back(data, remove_test(data, made.test_id))
    assert content_digest(data) == before
    with data.reading() as session:
        assert session.get_one(WaterTest, made.test_id).scheme_id == scheme.scheme_id
