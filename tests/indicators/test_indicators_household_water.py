"""What one household's water rests on, read from a file that holds other households, schemes and years."""

from datetime import date

from household_rows import put
from sqlalchemy import select

from communes import CommuneOf, year_id
from nsnt_desktop.indicators.household_water import (
    household_questions,
    hygienic_proposal,
    water_reasons,
)
from nsnt_desktop.indicators.household_water import tested_water as water_tested
from nsnt_desktop.models import (
    ChecklistAnswer,
    ChecklistQuestion,
    HouseholdRecord,
    SchemeRecord,
    SurveyYear,
    WaterTest,
)
from nsnt_desktop.registry.schemes import add_scheme
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile


def _records(data: DataFile) -> list[int]:
    with data.reading() as session:
        return list(session.scalars(select(HouseholdRecord.id).order_by(HouseholdRecord.id)))


def _add(data: DataFile, *rows: object) -> None:
    with change(data, "Thêm số liệu thử") as made:
        made.session.add_all(rows)


def test_a_household_is_asked_what_is_asked_of_its_source_and_has_its_own_answers(
    commune_of: CommuneOf,
) -> None:
    data = commune_of([{"source": "dug_well"}, {"source": "dug_well"}, {"source": "rain"}, {}])
    first, second, rain, unknown = _records(data)
    with data.reading() as session:
        listed = session.scalars(
            select(ChecklistQuestion).order_by(ChecklistQuestion.position, ChecklistQuestion.id)
        )
        of_wells = [(q.id, q.label) for q in listed if q.active and "dug_well" in q.source_codes.split()]
    (one, _), (two, _) = of_wells[:2]
    _add(
        data,
        ChecklistAnswer(record_id=first, question_id=one, met=True),
        ChecklistAnswer(record_id=first, question_id=two, met=False),
        ChecklistAnswer(record_id=second, question_id=one, met=False),
    )
    with data.reading() as session:
        asked = household_questions(session, first)
        assert [(q.id, q.label) for q in asked] == of_wells
        assert [q.met for q in asked] == [True, False, *[None] * (len(of_wells) - 2)]
        others = household_questions(session, second)
        assert [q.met for q in others] == [False, *[None] * (len(of_wells) - 1)]
        rains = {q.id for q in household_questions(session, rain)}
        assert all("rain" in session.get_one(ChecklistQuestion, q).source_codes.split() for q in rains)
        assert rains
        assert household_questions(session, unknown) == ()
        assert hygienic_proposal(session, unknown).verdict is None


def test_questions_stand_in_the_offices_order(commune_of: CommuneOf) -> None:
    data = commune_of([{"source": "dug_well"}])
    (record,) = _records(data)
    with data.reading() as session:
        before = [q.id for q in household_questions(session, record)]
    put(data, select(ChecklistQuestion).where(ChecklistQuestion.id == before[-1]), position=-1)
    with data.reading() as session:
        assert [q.id for q in household_questions(session, record)] == [before[-1], *before[:-1]]
    put(data, select(ChecklistQuestion), position=1)
    with data.reading() as session:
        assert [q.id for q in household_questions(session, record)] == sorted(before)


def test_a_test_is_of_its_own_household_or_of_its_own_scheme(commune_of: CommuneOf) -> None:
    data = commune_of([{"source": "dug_well"}, {"source": "dug_well"}, {"source": "central_tap"}])
    own, others, tap = _records(data)
    scheme, other = (add_scheme(data, year_id(data), name).scheme_id for name in ("Phác Lê", "Bái Đa"))
    put(data, select(HouseholdRecord).where(HouseholdRecord.id == tap), scheme_id=scheme)
    with data.reading() as session:
        home, neighbour = (session.get_one(HouseholdRecord, record).household_id for record in (own, others))
        year = session.get_one(SurveyYear, year_id(data))
        day = date(year.year, 6, 1)
    _add(
        data,
        WaterTest(household_id=home, tested_on=day, passed=True),
        WaterTest(household_id=neighbour, tested_on=day, passed=False),
        WaterTest(scheme_id=scheme, tested_on=day, passed=True),
        WaterTest(scheme_id=other, tested_on=day, passed=False),
    )
    with data.reading() as session:
        rows = [session.get_one(HouseholdRecord, record) for record in (own, others, tap)]
        assert [water_tested(session, row, central=row.id == tap)[0] for row in rows] == [True, False, True]
        assert water_tested(session, rows[2], central=False) == (None, "chưa có kết quả xét nghiệm")
        proposal = hygienic_proposal(session, tap)
        assert proposal.verdict is True
        assert "Phác Lê" in proposal.reason
        assert water_reasons(session, rows[2]).proposal == proposal


def test_a_scheme_that_worked_last_year_only_proposes_nothing(commune_of: CommuneOf) -> None:
    data = commune_of([{"source": "central_tap"}, {"source": "central_tap", "year": 2023}])
    years = {year: year_id(data, year) for year in (2023, 2024)}
    idle = add_scheme(data, years[2024], "Bái Đa").scheme_id
    scheme = add_scheme(data, years[2024], "Phác Lê").scheme_id
    put(data, select(HouseholdRecord), scheme_id=scheme)
    _add(
        data,
        SchemeRecord(year_id=years[2023], scheme_id=scheme, working=False),
        WaterTest(scheme_id=scheme, tested_on=date(2023, 6, 1), passed=True),
        WaterTest(scheme_id=scheme, tested_on=date(2024, 6, 1), passed=True),
    )
    put(data, select(SchemeRecord).where(SchemeRecord.scheme_id == idle), working=False)
    with data.reading() as session:
        of_year = {
            row.year_id: hygienic_proposal(session, row.id).verdict
            for row in session.scalars(select(HouseholdRecord))
        }
    assert of_year == {years[2024]: True, years[2023]: None}


def test_a_tap_without_its_scheme_says_that_the_scheme_is_missing(commune_of: CommuneOf) -> None:
    data = commune_of([{"source": "central_tap"}])
    with data.reading() as session:
        proposal = hygienic_proposal(session, _records(data)[0])
    assert proposal.verdict is None
    assert proposal.reason == "dùng công trình cấp nước tập trung nhưng chưa ghi công trình nào"
