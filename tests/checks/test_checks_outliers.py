"""Rules 18 and 19: villages that stand apart from the others."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from checks_support import all_findings, findings, sound
from hypothesis import given
from hypothesis import strategies as st

from communes import Row, fill
from nsnt_desktop.checks import check_villages
from nsnt_desktop.checks.outliers import spread_of
from nsnt_desktop.checks.village_measures import MEASURES
from nsnt_desktop.models.words import Basis, HouseholdStatus, Severity
from nsnt_desktop.registry.new_commune import NewCommune, create_commune
from nsnt_desktop.registry.reference_lists import list_assumptions, set_assumption_field
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.datafile import DataFile

NAMES = [f"Thôn {n}" for n in range(1, 8)]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataFile]:
    """A commune of seven villages."""
    made = create_commune(tmp_path / "bảy thôn.nsnt", NewCommune("Bảy Thôn", 2024, NAMES))
    yield made
    made.close()


def homes(village: str, clean: int, *, of: int = 100, year: int = 2024, **more: Any) -> list[Row]:
    """Return the households of one village, so many of them with clean water."""
    basis = {True: Basis.TEST, False: None}
    return [
        sound(village=village, year=year, clean=i < clean, basis=basis[i < clean], **more) for i in range(of)
    ]


def villages(*clean: int, year: int = 2024, **more: Any) -> list[Row]:
    return [
        row for name, yes in zip(NAMES, clean, strict=False) for row in homes(name, yes, year=year, **more)
    ]


def told(data: DataFile, rule: str, rows: list[Row]) -> dict[str, str]:
    """Return the sentences of a rule by village."""
    fill(data, rows)
    return {f.message.partition(" (")[0]: f.message for f in findings(data, rule)}


def assume(data: DataFile, key: str, value: str) -> None:
    with data.reading() as session:
        row = next(a for a in list_assumptions(session) if a.key == key)
    set_assumption_field(data, row.id, "value", value)


# Median 50 with a last village above, 48 with one below; distances 0 2 2 4 4 6 and the last: MAD 4,
# limit 3 × 1.4826 × 4 = 17.79, and one household is 1 point.
SIX = (50, 48, 52, 46, 54, 44)


@pytest.mark.parametrize(("last", "apart"), [(68, False), (69, True), (30, False), (29, True), (90, True)])
def test_a_village_far_from_the_median_is_told(data: DataFile, last: int, apart: bool) -> None:
    found = told(data, "18", villages(*SIX, last))
    assert list(found) == (["Thôn 7"] if apart else [])


def test_the_sentence_says_value_median_households_and_what_to_do(data: DataFile) -> None:
    fill(data, villages(*SIX, 90))
    (found,) = findings(data, "18")
    assert found.message == (
        "Thôn 7 (100 hộ) khác hẳn các thôn khác: tỷ lệ hộ dùng nước sạch 90,0\u00a0%, trong khi trung vị của "
        "7 thôn là 50,0\u00a0%. Hãy xem lại các hộ của thôn; nếu đúng thì bỏ qua và ghi lý do."
    )
    assert (found.severity, found.scope, found.subject) == (Severity.WARNING, "village", "village:7")
    assert (found.village_id, found.record_ids, found.field) == (7, (), None)


def test_the_officer_decides_how_far_and_how_many(data: DataFile) -> None:
    rows = villages(*SIX, 69)
    assert told(data, "18", rows)
    assume(data, "outlier_mads", "4")
    assert not findings(data, "18")
    assume(data, "outlier_mads", "3")
    assume(data, "outlier_villages_min", "8")
    assert not findings(data, "18")


def test_few_villages_are_not_compared(data: DataFile) -> None:
    assert told(data, "18", villages(50, 50, 50, 99)) == {}
    assert list(told(data, "18", villages(50, 50, 50, 50, 99))) == ["Thôn 5"]


def test_where_half_of_the_villages_are_alike_the_fixed_points_decide(data: DataFile) -> None:
    assert told(data, "18", villages(100, 100, 100, 100, 100, 100, 89)) == {}  # one household more: 90
    assert list(told(data, "18", villages(100, 100, 100, 100, 100, 100, 88))) == ["Thôn 7"]


def test_of_other_figures_nothing_is_said_where_half_of_the_villages_are_alike(data: DataFile) -> None:
    rows = [row for name in NAMES for row in homes(name, 0, persons=19 if name == "Thôn 7" else 4)]
    assert told(data, "18", rows) == {}


def test_a_household_or_two_make_no_outlier(data: DataFile) -> None:
    """Of four households each is 25 points: three of four is no more than one away from two."""
    small = villages(*SIX) + homes("Thôn 7", 3, of=4)
    assert told(data, "18", small) == {}
    assert list(told(data, "18", villages(*SIX) + homes("Thôn 7", 0, of=4))) == ["Thôn 7"]
    assert "(4 hộ)" in findings(data, "18")[0].message


def test_blanks_may_still_be_filled_in(data: DataFile) -> None:
    blank = [{**row, "clean": None} for row in homes("Thôn 7", 0, of=60)]
    assert told(data, "18", villages(*SIX) + homes("Thôn 7", 5, of=40) + blank) == {}
    no = homes("Thôn 7", 0, of=60)
    assert list(told(data, "18", villages(*SIX) + homes("Thôn 7", 5, of=40) + no)) == ["Thôn 7"]


def test_villages_not_assessed_or_without_households_are_not_compared(data: DataFile) -> None:
    assert told(data, "18", []) == {}
    unknown = [{**row, "clean": None, "hygienic": None, "persons": None} for row in homes("Thôn 7", 0)]
    gone = [{**row, "status": HouseholdStatus.ENDED} for row in homes("Thôn 6", 100)]
    assert told(data, "18", villages(50, 48, 52, 46, 54) + gone + unknown) == {}


def of_size(name: str, persons: int, more: int, **changes: Any) -> list[Row]:
    """Return 100 households of so many persons, some of them with one more."""
    year = changes.pop("year", 2024)
    return [
        {**row, "persons": persons + (i < more), **changes}
        for i, row in enumerate(homes(name, 100, year=year))
    ]


def test_persons_of_a_household_are_compared(data: DataFile) -> None:
    rows = [row for n, name in enumerate(NAMES[:6]) for row in of_size(name, 3, 50 + 2 * n)]
    found = told(data, "18", rows + of_size("Thôn 7", 7, 0))
    assert list(found) == ["Thôn 7"]
    assert "bình quân một hộ 7,0 khẩu, trong khi trung vị của 7 thôn là 3,6 khẩu" in found["Thôn 7"]


def test_litres_of_a_person_are_compared_after_the_setting_of_indicator_5(data: DataFile) -> None:
    rows = [
        row
        for n, name in enumerate(NAMES[:6])
        for row in of_size(name, 4, 0, litres_per_month=(60 + n) * 30 * 4)
    ]
    thirsty = of_size("Thôn 7", 4, 0, litres_per_month=150 * 30 * 4)
    found = told(data, "18", rows + thirsty)
    assert list(found) == ["Thôn 7"]
    words = (
        "lượng nước sạch bình quân một người một ngày 150,0 lít, trong khi trung vị của 7 thôn là 63,0 lít"
    )
    assert words in found["Thôn 7"]
    half_metered = [{**row, "litres_per_month": None} if i < 50 else row for i, row in enumerate(thirsty)]
    assert "150,0 lít" in told(data, "18", rows + half_metered)["Thôn 7"]
    assume(data, "litres_all_persons", "có")
    assert list(told(data, "18", rows + half_metered)) == []  # 75 litres a person, of all persons


def both_years(before: tuple[int, ...], after: tuple[int, ...]) -> list[Row]:
    return villages(*before, year=2023) + villages(*after)


# Changes 0 1 -1 1 -1 2 and the last: median 0 with a fall, 1 with a rise; MAD 1, limit 3 × 1.4826 = 4.45.
BEFORE = (50, 50, 50, 50, 50, 50, 50)
AFTER = (50, 51, 49, 51, 49, 52)


@pytest.mark.parametrize(("last", "apart"), [(44, True), (45, False), (56, False), (57, True)])
def test_a_village_that_changed_otherwise_is_told(data: DataFile, last: int, apart: bool) -> None:
    found = told(data, "19", both_years(BEFORE, (*AFTER, last)))
    assert list(found) == (["Thôn 7"] if apart else [])
    assert not findings(data, "13")


def test_the_change_is_told_beside_the_median_change(data: DataFile) -> None:
    found = told(data, "19", both_years(BEFORE, (*AFTER, 44)))
    assert found["Thôn 7"] == (
        "Thôn 7 (100 hộ) thay đổi khác hẳn các thôn khác so với năm 2023: tỷ lệ hộ dùng nước sạch "
        "44,0\u00a0%, giảm 6,0 điểm, trong khi thay đổi trung vị của 7 thôn là không đổi. Hãy xem lại "
        "các hộ của thôn; nếu đúng, ghi lý do để giải trình trong báo cáo."
    )


def test_a_village_that_stood_still_while_the_others_rose_is_told(data: DataFile) -> None:
    found = told(data, "19", both_years(BEFORE, (60, 60, 59, 59, 58, 59, 50)))
    assert list(found) == ["Thôn 7"]
    assert (
        "50,0\u00a0%, không đổi, trong khi thay đổi trung vị của 7 thôn là tăng 9,0 điểm" in found["Thôn 7"]
    )


def test_what_rule_13_says_is_not_said_again(data: DataFile) -> None:
    fill(data, both_years(BEFORE, (*AFTER, 20)))
    rules = {(f.rule, f.village_id) for f in all_findings(data) if f.rule in {"13", "19"}}
    assert rules == {("13", 7)}


def test_figures_rule_13_does_not_look_at_are_said_beside_it(data: DataFile) -> None:
    before = [row for name in NAMES for row in of_size(name, 4, 0, year=2023)]
    after = [row for n, name in enumerate(NAMES[:6]) for row in of_size(name, 4, n)]
    last = [{**row, "clean": i >= 40} for i, row in enumerate(of_size("Thôn 7", 7, 0))]
    found = told(data, "19", before + after + last)
    assert list(found) == ["Thôn 7"]
    assert "nước sạch" not in found["Thôn 7"]
    assert "bình quân một hộ 7,0 khẩu, tăng 3,0 khẩu, trong khi thay đổi trung vị" in found["Thôn 7"]
    assert [f.village_id for f in findings(data, "13")] == [7]


def test_without_a_year_before_nothing_has_changed(data: DataFile) -> None:
    assert told(data, "19", villages(*SIX, 90)) == {}


def test_the_page_of_villages_asks_the_same(data: DataFile) -> None:
    fill(data, both_years(BEFORE, (*AFTER, 20)) + homes("Thôn 1", 0, of=1, persons=None))
    today = date(2024, 11, 1)
    with data.reading() as session:
        found = check_villages(session, find_year(session, 2024), today)
    every = [f for f in all_findings(data, today=today) if f.rule in {"11", "13", "15", "18", "19"}]
    assert list(found) == every
    assert {f.rule for f in found} == {"13", "15", "18"}


@given(values=st.lists(st.fractions(0, 100, max_denominator=300), min_size=5, max_size=40))
def test_the_spread_is_exact(data: DataFile, values: list[Fraction]) -> None:
    """Against the definition written out: sorted values, no floats."""
    with data.reading() as session:
        assumptions = load_assumptions(session)
    spread = spread_of(MEASURES["clean"], dict(enumerate(values)), assumptions)
    assert spread is not None
    middle = Fraction(median(values))
    distances = sorted(abs(value - middle) for value in values)
    half = len(distances) // 2
    mad = distances[half] if len(distances) % 2 else (distances[half - 1] + distances[half]) / 2
    limit = 3 * Fraction(14826, 10000) * mad or Fraction(10)
    assert (spread.middle, spread.limit, spread.villages) == (middle, limit, len(values))
    assert isinstance(spread.limit, Fraction)
