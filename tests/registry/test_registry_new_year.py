"""The next year is opened from the newest one, and can be taken back."""

from sqlalchemy import select

from communes import CommuneOf, Row, content_digest
from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.models import HouseholdRecord, SchemeRecord
from nsnt_desktop.models.words import HouseholdStatus, SustainabilityClass, YearState
from nsnt_desktop.registry.new_year import open_next_year
from nsnt_desktop.registry.schemes import add_scheme, set_scheme_field
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.years import find_year, list_years
from nsnt_desktop.storage.datafile import DataFile

ROWS: list[Row] = [
    {"head": "An", "persons": 4, "hygienic": True, "clean": True, "litres_per_month": 9000, "verified": True},
    {"head": "Bình", "persons": 2, "status": HouseholdStatus.MOVED_AWAY},
    {"head": "Chi", "persons": None, "village": "Thôn Do Thượng", "note": "nhà mới"},
]


def records(data: DataFile, year: int) -> list[HouseholdRecord]:
    with data.reading() as session:
        wanted = find_year(session, year)
        query = select(HouseholdRecord).where(HouseholdRecord.year_id == wanted.id)
        return list(session.scalars(query.order_by(HouseholdRecord.household_id)))


def test_active_households_go_on_and_count_as_not_updated(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    opened = open_next_year(data)
    assert (opened.year, opened.households) == (2025, 2)
    first, second = records(data, 2025)
    assert (first.persons, first.hygienic, first.clean) == (4, True, True)
    assert (first.litres_per_month, first.verified, first.updated_at) == (None, False, None)
    assert (second.persons, second.note, second.village_id) == (None, "nhà mới", 2)
    with data.reading() as session:
        year = find_year(session, 2025)
        assert year.state is YearState.OPEN
        assert compute_year(session, year).commune.counts.updated == 0


def test_last_year_stays_as_it_was(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    with data.reading() as session:
        before = compute_year(session, find_year(session, 2024))
    open_next_year(data)
    with data.reading() as session:
        assert compute_year(session, find_year(session, 2024)) == before


def test_schemes_go_on_without_money_and_without_the_officers_own_class(data: DataFile) -> None:
    scheme = add_scheme(data, 1, "Trạm Bái Đa")
    for field, value in {
        "managing_body": "HTX",
        "design_capacity": 100,
        "yearly_income": 5,
        "class_override": SustainabilityClass.POORLY,
        "class_reason": "cũ",
    }.items():
        set_scheme_field(data, scheme, field, value)
    assert open_next_year(data).schemes == 1
    with data.reading() as session:
        kept = session.scalars(select(SchemeRecord).order_by(SchemeRecord.year_id.desc())).first()
        assert kept is not None
        assert (kept.managing_body, kept.design_capacity) == ("HTX", 100)
        assert (kept.yearly_income, kept.class_override, kept.class_reason) == (None, None, "")


def test_it_is_taken_back_whole(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    before = content_digest(data)
    opened = open_next_year(data)
    take_back(data, opened.action_id)
    assert content_digest(data) == before
    with data.reading() as session:
        assert [y.year for y in list_years(session)] == [2024]
