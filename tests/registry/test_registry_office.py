from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from communes import CAM_TAN, VILLAGES, action_count, content_digest, count, village_ids, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Assumption, Commune, Criterion, SurveyYear, SustainabilityCriterion
from nsnt_desktop.models.words import Levels, YearState
from nsnt_desktop.registry import new_commune, places
from nsnt_desktop.registry.households import add_household
from nsnt_desktop.registry.new_commune import NewCommune, create_commune
from nsnt_desktop.registry.reference_lists import list_all_sources
from nsnt_desktop.registry.schemes import (
    add_scheme,
    list_schemes,
    set_scheme_answer,
    set_scheme_field,
)
from nsnt_desktop.registry.villages import list_villages, set_delivery, set_village_field
from nsnt_desktop.registry.water_tests import add_test, list_regulations
from nsnt_desktop.registry.years import check_open, find_year, list_years, previous_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile


def _refused(error: pytest.ExceptionInfo[KnownError]) -> str:
    assert error.value.message.endswith(".")
    assert "Hãy" in error.value.message
    return error.value.message


@pytest.mark.parametrize(
    "new",
    [
        NewCommune(" \t", 2024, []),
        NewCommune("X", 1999, []),
        NewCommune("X", 2101, []),
        NewCommune("X", 2024, ["Thôn Hòa", " thôn  HOÀ "]),
    ],
)
def test_a_refused_commune_leaves_no_file(tmp_path: Path, new: NewCommune) -> None:
    with pytest.raises(KnownError, match="Chưa tạo tệp nào"):
        create_commune(tmp_path / "x.nsnt", new)
    assert list(tmp_path.iterdir()) == []


def test_a_fault_while_filling_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("bug")

    path = tmp_path / "x.nsnt"
    monkeypatch.setattr(new_commune, "add_year", fail)
    with pytest.raises(RuntimeError, match="bug"):
        create_commune(path, CAM_TAN)
    assert [p.name for p in tmp_path.iterdir() if not p.name.endswith(".lock")] == []
    monkeypatch.undo()
    create_commune(path, CAM_TAN).close()  # neither the name nor the lock is taken


def test_a_file_that_exists_survives_a_second_creation(data: DataFile) -> None:
    before = content_digest(data)
    with pytest.raises(KnownError, match="Đã có tệp"):
        create_commune(data.path, NewCommune("Khác", 2024, []))
    assert content_digest(data) == before


def test_a_new_commune_is_whole(data: DataFile) -> None:
    with data.reading() as session:
        office = places.load_office(session)
        year = find_year(session)
        assert [v.name for v in list_villages(session, year)] == list(VILLAGES)
        assert load_assumptions(session).days_per_month == 30
        assert not session.scalars(select(Assumption.key).where(Assumption.confirmed)).all()
        assert {c.value for c in session.scalars(select(Criterion))} == {""}
        assert len(list_all_sources(session)) == 12
        assert [r.name for r in list_regulations(session)] == ["QCVN 01-1:2024/BYT", "QCVN 01-1:2018/BYT"]
    assert (year.year, year.as_of, year.deadline) == (2024, date(2024, 11, 15), date(2024, 11, 15))
    assert (office.commune, office.levels, office.superior) == ("Cẩm Tân", Levels.THREE, "UBND huyện")
    assert office.superior_full == "Ủy ban nhân dân huyện Cẩm Thủy"
    assert office.signing_lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert (
        [b.number for b in office.plan_bases] == [b.number for b in office.report_bases] == ["1893/QĐ-BNN-TL"]
    )


@pytest.mark.parametrize(("year", "levels"), [(2024, Levels.THREE), (2025, Levels.TWO), (2026, Levels.TWO)])
def test_levels_follow_the_year(tmp_path: Path, year: int, levels: Levels) -> None:
    data = create_commune(tmp_path / "x.nsnt", NewCommune("X", year, [], province="Thanh Hóa"))
    with data.reading() as session:
        assert places.load_office(session).levels is levels
    data.close()


def _office(data: DataFile) -> Any:
    with data.reading() as session:
        return places.load_office(session)


def test_another_level_brings_its_names_and_recipients(data: DataFile) -> None:
    before = _office(data)
    places.set_office_field(data, "levels", Levels.TWO)
    office = _office(data)
    assert office.levels is Levels.TWO
    assert office.superior_full == "Ủy ban nhân dân tỉnh Thanh Hóa"
    assert office.superior_via == "Sở Nông nghiệp và Môi trường"
    assert any("Sở Nông nghiệp và Môi trường" in line for line in office.report_recipients)
    assert not any("huyện" in line for line in (*office.plan_recipients, *office.report_recipients))
    places.set_office_field(data, "levels", Levels.THREE)
    assert _office(data) == before


def test_a_province_named_later_stands_in_the_superior_until_the_officer_wrote_his_own(
    tmp_path: Path,
) -> None:
    data = create_commune(tmp_path / "x.nsnt", NewCommune("X", 2026, []))
    places.set_office_field(data, "province", "Thanh Hóa")
    assert _office(data).superior_full == "Ủy ban nhân dân tỉnh Thanh Hóa"
    places.set_office_field(data, "superior_full", "Ủy ban nhân dân thành phố Huế")
    places.set_office_field(data, "province", "Huế")
    assert _office(data).superior_full == "Ủy ban nhân dân thành phố Huế"
    data.close()


def test_the_same_level_again_keeps_what_the_officer_wrote(data: DataFile) -> None:
    places.set_office_field(data, "report_recipients", " Như trên ; \n\n  Lưu:  VT. ")
    assert _office(data).report_recipients == ("Như trên ;", "Lưu: VT.")
    before = action_count(data)
    places.set_office_field(data, "levels", Levels.THREE)
    assert _office(data).report_recipients == ("Như trên ;", "Lưu: VT.")
    assert action_count(data) == before


def test_the_deadline_moves_with_the_office(data: DataFile) -> None:
    with change(data, "Năm cũ") as made:
        old = date(2023, 11, 15)
        made.session.add(SurveyYear(year=2023, as_of=old, deadline=old, state=YearState.CLOSED))
    places.set_office_field(data, "deadline_day", 30)
    with data.reading() as session:
        years = {y.year: (y.deadline, y.as_of) for y in list_years(session)}
    assert years == {2024: (date(2024, 11, 30),) * 2, 2023: (old, old)}  # a closed year stands
    before = content_digest(data)
    for field, value in (
        ("deadline_day", 31),
        ("deadline_month", 2),
        ("deadline_day", 0),
        ("deadline_month", 13),
    ):
        with pytest.raises(KnownError) as error:
            places.set_office_field(data, field, value)
        _refused(error)
    places.set_office_field(data, "deadline_day", 29)
    with pytest.raises(KnownError):  # 29 February is a day of 2024 only
        places.set_office_field(data, "deadline_month", 2)
    places.set_office_field(data, "deadline_day", 30)
    assert content_digest(data) == before


def test_the_name_of_the_commune_may_not_be_empty(data: DataFile) -> None:
    with pytest.raises(KnownError) as error:
        places.set_office_field(data, "name", "  ")
    _refused(error)
    places.set_office_field(data, "name", " Ca\u0302\u0309m  Tân ")
    assert _office(data).commune == "Cẩm Tân"
    with pytest.raises(AttributeError):
        places.set_office_field(data, "nmae", "X")


def test_saying_nothing_leaves_no_trace(data: DataFile) -> None:
    record = add_scheme(data, year_id(data), "Bến Én").record_id
    with data.reading() as session:
        criterion = session.scalars(select(SustainabilityCriterion.id)).first() or 0
    before, digest = action_count(data), content_digest(data)
    set_delivery(data, year_id(data), village_ids(data)[0], "declared_poor", None)
    set_scheme_answer(data, record, criterion, None)
    set_village_field(data, village_ids(data)[0], "phone", "  ")
    assert (action_count(data), content_digest(data)) == (before, digest)


def test_years_are_found_by_name_or_the_newest(data: DataFile) -> None:
    with change(data, "Các năm") as made:
        for year in (2022, 2021):
            made.session.add(SurveyYear(year=year, as_of=date(year, 11, 15), deadline=date(year, 11, 15)))
    with data.reading() as session:
        assert [y.year for y in list_years(session)] == [2024, 2022, 2021]
        newest = find_year(session)
        assert newest.year == 2024
        before = previous_year(session, newest)
        assert before is not None
        assert before.year == find_year(session, 2022).year == 2022
        assert previous_year(session, find_year(session, 2021)) is None
        with pytest.raises(KnownError, match="2023"):
            find_year(session, 2023)
        assert check_open(session, newest.id) is newest


def test_schemes_have_names_of_their_own(data: DataFile) -> None:
    record = add_scheme(data, year_id(data), "  Bến   Én ").record_id
    add_scheme(data, year_id(data), "Khác")
    for name in ("Bến Én", "  "):
        with pytest.raises(KnownError) as error:
            add_scheme(data, year_id(data), name)
        _refused(error)
    with pytest.raises(KnownError):
        set_scheme_field(data, record, "name", "Khác")
    assert set_scheme_field(data, record, "name", "Bến Én") is None
    with pytest.raises(AttributeError):
        set_scheme_field(data, record, "wroking", True)


def test_a_scheme_row_shows_its_tests_and_who_uses_it(data: DataFile) -> None:
    record = add_scheme(data, year_id(data), "Bến Én").record_id
    with data.reading() as session:
        scheme = list_schemes(session, find_year(session))[0].scheme.id
    add_test(data, scheme_id=scheme, tested_on=date(2023, 3, 1), passed=False)
    add_test(data, scheme_id=scheme, tested_on=date(2024, 3, 1), passed=True, laboratory="CDC")
    add_household(data, year_id(data), village_ids(data)[0], "Lê An", scheme_id=scheme)
    with data.reading() as session:
        criterion = list_schemes(session, find_year(session))[0].verdict.answers[0].criterion_id
    set_scheme_answer(data, record, criterion, True)
    with data.reading() as session:
        (row,) = list_schemes(session, find_year(session))
    assert [(t.tested_on.year, t.passed) for t in row.tests] == [(2024, True), (2023, False)]
    assert row.registered_households == 1
    assert [a.met for a in row.verdict.answers] == [True, True, None, None, None, None]
    set_scheme_answer(data, record, criterion, None)
    with data.reading() as session:
        (row,) = list_schemes(session, find_year(session))
    assert row.verdict.answers[0].met is None
    assert count(data, Commune) == 1
