"""The next year is opened from the newest one: what is shown first is done, once, and can be taken back."""

import pytest
from sqlalchemy import select

from communes import CommuneOf, Row, action_count, content_digest, village_ids, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.models import (
    Base,
    ChecklistAnswer,
    ChecklistQuestion,
    HouseholdRecord,
    SchemeAnswer,
    SchemeRecord,
    SurveyYear,
    SustainabilityCriterion,
    Village,
    now,
)
from nsnt_desktop.models.words import HouseholdStatus, SustainabilityClass, YearState
from nsnt_desktop.registry.closing import reopen_year, shut_year
from nsnt_desktop.registry.new_year import (
    HOUSEHOLD_BLANK,
    HOUSEHOLD_CARRIED,
    SCHEME_BLANK,
    SCHEME_CARRIED,
    Part,
    open_next_year,
    preview_next_year,
)
from nsnt_desktop.registry.schemes import add_scheme, set_scheme_field
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.years import find_year, list_years
from nsnt_desktop.storage.changes import change
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


@pytest.mark.parametrize(
    ("model", "lasting", "parts"),
    [
        (HouseholdRecord, "household_id", (*HOUSEHOLD_CARRIED, *HOUSEHOLD_BLANK)),
        (SchemeRecord, "scheme_id", (*SCHEME_CARRIED, *SCHEME_BLANK)),
    ],
)
def test_every_column_is_carried_or_blank(model: type[Base], lasting: str, parts: tuple[Part, ...]) -> None:
    named = sorted(name for part in parts for name in part.columns)
    assert named == sorted({c.name for c in model.__table__.columns} - {"id", "year_id", lasting})


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


def test_what_would_be_done_is_told_first_and_nothing_written(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    before = content_digest(data)
    with data.reading() as session:
        shown = preview_next_year(session)
    assert content_digest(data) == before
    assert (shown.year, shown.last, shown.last_open, shown.exists) == (2025, 2024, True, False)
    assert shown.left == ((HouseholdStatus.MOVED_AWAY, 1),)
    opened = open_next_year(data, shown.last)
    assert (shown.households, shown.schemes) == (opened.households, opened.schemes)


def test_a_year_that_is_there_already_is_returned_as_it_is(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    first = open_next_year(data, 2024)
    before, actions = content_digest(data), action_count(data)
    again = open_next_year(data, 2024)
    assert (again.year, again.households, again.action_id) == (2025, first.households, None)
    assert (content_digest(data), action_count(data)) == (before, actions)
    with data.reading() as session:
        assert preview_next_year(session, 2024).exists
        assert not preview_next_year(session).exists


def test_last_year_stays_as_it_was(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    with data.reading() as session:
        before = compute_year(session, find_year(session, 2024))
    open_next_year(data)
    with data.reading() as session:
        assert compute_year(session, find_year(session, 2024)) == before


def test_schemes_go_on_without_money_and_without_the_officers_own_class(data: DataFile) -> None:
    scheme = add_scheme(data, 1, "Trạm Bái Đa").record_id
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


def test_answers_about_a_source_go_on_and_those_about_a_scheme_start_blank(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    scheme = add_scheme(data, year_id(data), "Trạm Bái Đa").record_id
    with change(data, "Trả lời") as made:
        session = made.session
        for row in session.scalars(select(ChecklistQuestion)):
            session.delete(row)
        question = ChecklistQuestion(code="roof", label="Mái sạch", source_codes="rain", position=1)
        session.add(question)
        session.flush()
        households = session.scalars(select(HouseholdRecord).order_by(HouseholdRecord.household_id)).all()
        for household, met in zip(households, (True, False, None), strict=True):  # the second moved away
            session.add(ChecklistAnswer(record_id=household.id, question_id=question.id, met=met))
        criterion = session.scalars(select(SustainabilityCriterion.id)).first()
        session.add(SchemeAnswer(scheme_record_id=scheme, criterion_id=criterion, met=False))
    with data.reading() as session:
        assert preview_next_year(session).answers == 1
    open_next_year(data)
    new = records(data, 2025)[0].id
    with data.reading() as session:
        carried = session.scalars(select(ChecklistAnswer).where(ChecklistAnswer.record_id >= new)).all()
        assert [(answer.record_id, answer.met) for answer in carried] == [(new, True)]
        answers = session.scalars(select(SchemeAnswer.scheme_record_id)).all()
        assert answers == [scheme]


def end(data: DataFile, village: int, into: int | None) -> None:
    with change(data, "Thôn thôi hoạt động") as made:
        row = made.session.get_one(Village, village)
        row.active_to, row.merged_into_id = 2024, into


def test_households_of_a_merged_village_go_on_in_the_one_it_went_to(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    first, second = village_ids(data)
    end(data, second, into=first)
    assert open_next_year(data).households == 2
    assert [record.village_id for record in records(data, 2025)] == [first, first]
    assert [record.village_id for record in records(data, 2024)] == [first, first, second]


def test_a_village_that_ends_with_nowhere_to_go_is_told_first(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    end(data, village_ids(data)[1], into=None)
    with data.reading() as session:
        shown = preview_next_year(session)
    assert (shown.households, shown.homeless) == (1, (("Thôn Do Thượng", 1),))
    assert open_next_year(data).households == 1


def test_two_villages_merged_into_each_other_do_not_hang(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    first, second = village_ids(data)
    end(data, first, into=second)
    end(data, second, into=first)
    with data.reading() as session:
        assert preview_next_year(session).households == 0


def test_it_is_taken_back_whole(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    before = content_digest(data)
    opened = open_next_year(data)
    assert opened.action_id
    take_back(data, opened.action_id)
    assert content_digest(data) == before
    with data.reading() as session:
        assert [y.year for y in list_years(session)] == [2024]


def test_a_year_closed_and_opened_again_is_not_emptied_by_an_undo(commune_of: CommuneOf) -> None:
    data = commune_of(ROWS)
    opened = open_next_year(data)
    new = year_id(data, 2025)
    with change(data, "Chốt") as made:
        shut_year(made.session, made.session.get_one(SurveyYear, new), now())
    reopen_year(data, new, "Sót một hộ")
    before = content_digest(data)
    with pytest.raises(KnownError, match=r"Năm 2025 .*không bỏ cả năm được") as error:
        take_back(data, opened.action_id or 0)
    assert "Chưa có gì bị thay đổi." in error.value.message
    assert content_digest(data) == before
