"""Generated communes: the checks never crash, sums close, and what is found stands in the register."""

from dataclasses import fields
from datetime import date
from typing import Any

from checks_support import all_findings
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from communes import Row, fill
from nsnt_desktop.checks import summary
from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.indicators.results import Counts
from nsnt_desktop.models import HouseholdRecord
from nsnt_desktop.models.words import Basis, HouseholdStatus, Poverty
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile

MAYBE: st.SearchStrategy[Any] = st.sampled_from([True, False, None])
ROWS: st.SearchStrategy[list[Row]] = st.lists(
    st.fixed_dictionaries(
        {
            "year": st.sampled_from([2023, 2024, 2024]),
            "village": st.sampled_from(["Thôn Phác Lê", "Thôn Do Thượng"]),
            "head": st.sampled_from(["Lê Văn Hoà", "Lê Văn Hòa", "lê văn hoà", "{0}", "Hà Thị An", "%s"]),
            "code": st.sampled_from(["", "A1", "a1"]),
            "phone": st.sampled_from(["", "0951 2", "09512"]),
            "status": st.sampled_from(HouseholdStatus),
            "persons": st.sampled_from([None, -1, 0, 1, 4, 25]),
            "poverty": st.sampled_from([*Poverty, None]),
            "source": st.sampled_from([None, "central_tap", "dug_well", "neighbour"]),
            "hygienic": MAYBE,
            "clean": MAYBE,
            "basis": st.sampled_from([*Basis, None]),
            "litres_per_month": st.sampled_from([None, 0, 1, 9000, 900_000]),
        }
    ),
    max_size=12,
)


@given(rows=ROWS)
@settings(max_examples=30)
def test_the_checks_never_crash_and_their_counts_close(data: DataFile, rows: list[Row]) -> None:
    fill(data, rows)
    found = all_findings(data, today=date(2024, 11, 1))
    counted = summary(found)
    assert counted.errors + counted.warnings + counted.passed_over == len(found)
    assert sum(sum(by.values()) for by in counted.by_village.values()) == len(found)
    with data.reading() as session:
        active = set(
            session.scalars(
                select(HouseholdRecord.id).where(
                    HouseholdRecord.year_id == find_year(session, 2024).id,
                    HouseholdRecord.status == HouseholdStatus.ACTIVE,
                )
            )
        )
    assert all(set(finding.record_ids) <= active for finding in found)
    subjects = [(f.rule, f.subject, f.severity) for f in found]
    assert len(set(subjects)) == len(subjects)


@given(rows=ROWS)
@settings(max_examples=20)
def test_sums_close(data: DataFile, rows: list[Row]) -> None:
    fill(data, rows)
    with data.reading() as session:
        figures = compute_year(session, find_year(session, 2024))
    total = figures.commune.counts
    for field in fields(Counts):
        assert sum(getattr(village.counts, field.name) for village in figures.villages) == getattr(
            total, field.name
        )
    assert sum(source.households for source in figures.commune.sources) == total.households
    assert total.poor + total.near_poor + total.poverty_unknown <= total.households
    assert total.clean_central <= total.clean <= total.households


@given(rows=ROWS)
@settings(max_examples=20)
def test_without_errors_clean_households_are_hygienic_and_have_a_source(
    data: DataFile, rows: list[Row]
) -> None:
    fill(data, rows)
    errors = {finding.rule for finding in all_findings(data) if finding.severity == "error"}
    with data.reading() as session:
        counts = compute_year(session, find_year(session, 2024)).commune.counts
    if "1" not in errors:
        assert counts.hygienic >= counts.clean
    assert ("16" in errors) is (counts.clean_source_unknown > 0)
    assert ("8" in errors) is (counts.poverty_unknown > 0)
    assert ("7" in errors) >= (counts.persons_unknown > 0)
