import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from communes import CommuneOf, Row, action_count, content_digest, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.household_water import household_questions, hygienic_proposal
from nsnt_desktop.indicators.hygienic import Proposal
from nsnt_desktop.models import ChecklistQuestion, HouseholdRecord, MainSource, SurveyYear
from nsnt_desktop.models.words import YearState
from nsnt_desktop.registry.checklist import (
    add_question,
    answer_question,
    ask_of_source,
    list_questions,
    set_question_field,
    take_proposal,
)
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.registry.schemes import add_scheme, set_scheme_field
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.water_tests import add_test
from nsnt_desktop.resource_files import read_toml
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile, open_data_file

HOMES: list[Row] = [{"head": "Trịnh Đức Khoẻ", "source": "dug_well", "verified": True, "persons": 4}]


def _record(data: DataFile) -> HouseholdRecord:
    with data.reading() as session:
        return session.scalars(select(HouseholdRecord)).one()


def _answer_all(data: DataFile, met: bool | None) -> None:
    with data.reading() as session:
        questions = household_questions(session, _record(data).id)
    for question in questions:
        answer_question(data, _record(data).id, question.id, met)


def _proposal(data: DataFile) -> Proposal:
    with data.reading() as session:
        return hygienic_proposal(session, _record(data).id)


def _close(data: DataFile) -> None:
    with change(data, "Chốt số liệu") as made:
        made.session.get_one(SurveyYear, year_id(data)).state = YearState.CLOSED


@pytest.mark.parametrize(
    ("source", "asked"),
    [("drilled_well", 4), ("dug_well", 6), ("rain", 3), ("gravity_pipe", 3), ("surface", 3), ("bought", 0)],
)
def test_each_source_is_asked_its_own_questions(commune_of: CommuneOf, source: str, asked: int) -> None:
    data = commune_of([{"source": source}])
    with data.reading() as session:
        questions = household_questions(session, _record(data).id)
    assert len(questions) == asked
    assert all(question.met is None for question in questions)


def test_the_answers_propose_and_the_officer_takes_it(commune_of: CommuneOf) -> None:
    data = commune_of(HOMES)
    assert _proposal(data).verdict is None
    _answer_all(data, True)
    assert _proposal(data) == Proposal(True, "giếng đào, đủ 6 điều kiện")
    assert _record(data).hygienic is None  # a proposal writes nothing itself
    before = content_digest(data)
    action = take_proposal(data, _record(data).id)
    assert _record(data).hygienic is True
    assert take_proposal(data, _record(data).id) is None
    assert action is not None
    take_back(data, action)
    assert content_digest(data) == before


def test_without_all_answers_there_is_nothing_to_take(commune_of: CommuneOf) -> None:
    data = commune_of(HOMES)
    before = action_count(data)
    with pytest.raises(KnownError, match=r"còn 6/6 điều kiện chưa rõ.*Hãy trả lời đủ"):
        take_proposal(data, _record(data).id)
    assert action_count(data) == before


def test_an_answer_is_one_action_and_takes_the_verified_mark(
    commune_of: CommuneOf,
) -> None:
    data = commune_of(HOMES)
    record, before = _record(data), content_digest(data)
    with data.reading() as session:
        question = household_questions(session, record.id)[0]
    action = answer_question(data, record.id, question.id, False)
    assert _record(data).verified is False
    assert _record(data).updated_at is not None
    assert answer_question(data, record.id, question.id, False) is None
    assert action is not None
    take_back(data, action)
    assert content_digest(data) == before


def test_an_answer_can_go_back_to_not_known(commune_of: CommuneOf) -> None:
    data = commune_of(HOMES)
    _answer_all(data, True)
    _answer_all(data, None)
    assert _proposal(data).verdict is None
    assert "còn 6/6" in _proposal(data).reason


def test_a_closed_year_takes_no_answer_and_none_is_taken_back(commune_of: CommuneOf) -> None:
    data = commune_of(HOMES)
    with data.reading() as session:
        first, second, *_ = household_questions(session, _record(data).id)
    action = answer_question(data, _record(data).id, first.id, True)
    assert action is not None
    _close(data)
    before = content_digest(data)
    with pytest.raises(KnownError, match="đã chốt"):
        answer_question(data, _record(data).id, second.id, True)
    with pytest.raises(KnownError, match="đã chốt"):
        take_back(data, action)
    assert content_digest(data) == before


def test_answers_of_another_source_wait_until_it_is_the_main_one_again(commune_of: CommuneOf) -> None:
    data = commune_of(HOMES)
    _answer_all(data, True)
    well, sources = _record(data).main_source_id, _sources(data)
    set_household_field(data, _record(data).id, "main_source_id", sources["rain"])
    assert "còn 3/3" in _proposal(data).reason
    set_household_field(data, _record(data).id, "main_source_id", well)
    assert _proposal(data).verdict is True


def _sources(data: DataFile) -> dict[str, int]:
    with data.reading() as session:
        return dict(session.execute(select(MainSource.code, MainSource.id)).all())


def test_a_scheme_proposes_by_its_test(data: DataFile, commune_of: CommuneOf) -> None:
    added = add_scheme(data, year_id(data), "Khe Ngang")
    commune_of([{"source": "central_tap", "scheme_id": added.scheme_id}])
    assert _proposal(data).verdict is None
    add_test(data, scheme_id=added.scheme_id, tested_on=date(2024, 8, 12), passed=True)
    assert _proposal(data).verdict is True
    set_scheme_field(data, added.record_id, "working", False)
    assert _proposal(data) == Proposal(None, "công trình «Khe Ngang», công trình không hoạt động")


def test_a_question_is_reworded_asked_elsewhere_and_put_out_of_use(commune_of: CommuneOf) -> None:
    data = commune_of([{"source": "bought"}])
    before = content_digest(data)
    done = [add_question(data, "  Bình  còn niêm phong ")]
    with data.reading() as session:
        own = list_questions(session)[-1]
    assert own.label == "Bình còn niêm phong"
    done += [ask_of_source(data, own.id, "bought", asked=True) or 0]
    _answer_all(data, True)
    assert _proposal(data).reason == "nước mua, đóng bình, chở xe, đủ 1 điều kiện"
    with data.reading() as session:
        answered = household_questions(session, _record(data).id)
    assert [question.met for question in answered] == [True]
    assert ask_of_source(data, own.id, "bought", asked=True) is None
    assert set_question_field(data, own.id, "active", False) is not None
    assert "cán bộ tự xác định" in _proposal(data).reason
    assert before != content_digest(data)
    assert all(done)


@pytest.mark.parametrize(
    ("label", "sentence"),
    [("   ", "Chưa ghi nội dung"), ("thành giếng  cao từ 0,6 M trở lên", "Đã có điều kiện")],
)
def test_a_blank_or_repeated_wording_is_refused(data: DataFile, label: str, sentence: str) -> None:
    with data.reading() as session:
        first = session.scalars(select(ChecklistQuestion.id).order_by(ChecklistQuestion.position)).first()
    before = content_digest(data)
    with pytest.raises(KnownError, match=sentence):
        add_question(data, label)
    with pytest.raises(KnownError, match=sentence):
        set_question_field(data, first or 0, "label", label)
    assert content_digest(data) == before


def test_an_older_file_gets_the_questions_a_new_one_has(tmp_path: Path, data: DataFile) -> None:
    old = tmp_path / "cũ.nsnt"
    shutil.copyfile(Path(__file__).parents[1] / "storage" / "data" / "schema-0001.nsnt", old)
    migrated = open_data_file(old)
    found = []
    for opened in (migrated, data):
        with opened.reading() as session:
            found.append([(q.code, q.label, q.source_codes, q.position) for q in list_questions(session)])
    migrated.close()
    assert found[0] == found[1]
    shipped = read_toml("reference", "hygienic_checklist.toml")["question"]
    assert [code for code, *_ in found[1]] == [question["code"] for question in shipped]


def test_shipped_questions_name_sources_that_exist(data: DataFile) -> None:
    codes = set(_sources(data))
    with data.reading() as session:
        for question in list_questions(session):
            assert set(question.source_codes.split()) <= codes
            assert question.source_codes
