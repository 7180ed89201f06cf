"""The rule table of sustainability as the officer edits it, and the classes it makes."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from communes import content_digest, fill, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.models import SustainabilityCriterion
from nsnt_desktop.models.words import Poverty, SchemeMeasure, SustainabilityClass
from nsnt_desktop.registry import scheme_criteria as rules
from nsnt_desktop.registry.closing import close_year
from nsnt_desktop.registry.reference_lists import list_assumptions
from nsnt_desktop.registry.schemes import (
    AddedScheme,
    SchemeRow,
    add_scheme,
    list_schemes,
    set_scheme_answer,
    set_scheme_field,
    take_from_register,
)
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.water_tests import (
    add_test,
    remove_test,
    set_test_field,
)
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile, open_data_file


@pytest.fixture
def scheme(data: DataFile) -> AddedScheme:
    return add_scheme(data, year_id(data), "Trạm bơm Cẩm Tân")


def only(data: DataFile) -> SchemeRow:
    with data.reading() as session:
        (row,) = list_schemes(session, find_year(session))
    return row


def criteria(data: DataFile) -> dict[str, SustainabilityCriterion]:
    with data.reading() as session:
        return {c.code: c for c in rules.list_sustainability_criteria(session)}


def test_an_own_criterion_is_asked_answered_and_then_only_switched_off(
    data: DataFile, scheme: AddedScheme
) -> None:
    before = content_digest(data)
    added = rules.add_sustainability_criterion(data, "  Có quy chế   quản lý ")
    own = criteria(data)["own-1"]
    assert (own.label, own.measure, own.active, own.required) == ("Có quy chế quản lý", None, True, False)
    assert only(data).verdict.answers[-1].label == "Có quy chế quản lý"
    with pytest.raises(KnownError, match="Đã có tiêu chí"):
        rules.add_sustainability_criterion(data, "có quy chế quản lý")
    answered = set_scheme_answer(data, scheme.record_id, own.id, True)
    with pytest.raises(KnownError, match="bỏ đánh dấu «Đang dùng»"):
        rules.remove_sustainability_criterion(data, own.id)
    off = rules.set_sustainability_field(data, own.id, "active", False)
    assert len(only(data).verdict.answers) == 6
    for action in (off, answered):
        assert action is not None
        take_back(data, action)
    rules.remove_sustainability_criterion(data, own.id)
    assert content_digest(data) == before
    assert take_back(data, added).action_id is None  # gone already


def test_an_answer_taken_back_does_not_hold_a_criterion(data: DataFile, scheme: AddedScheme) -> None:
    rules.add_sustainability_criterion(data, "Có quy chế quản lý")
    own = criteria(data)["own-1"]
    set_scheme_answer(data, scheme.record_id, own.id, False)
    set_scheme_answer(data, scheme.record_id, own.id, None)
    before = content_digest(data)
    removed = rules.remove_sustainability_criterion(data, own.id)
    assert "own-1" not in criteria(data)
    take_back(data, removed)
    assert content_digest(data) == before


def test_one_measure_serves_one_criterion(data: DataFile) -> None:
    rules.add_sustainability_criterion(data, "Có quy chế quản lý")
    shipped = criteria(data)
    assert {c.measure for c in shipped.values()} == {*SchemeMeasure, None}
    with pytest.raises(KnownError, match="«Thu đủ bù chi» đã đề xuất theo số liệu này"):
        rules.set_sustainability_field(data, shipped["own-1"].id, "measure", SchemeMeasure.COVERS_COST)
    assert rules.set_sustainability_field(data, shipped["covers_cost"].id, "measure", None)
    assert rules.set_sustainability_field(data, shipped["own-1"].id, "measure", SchemeMeasure.COVERS_COST)
    rules.add_sustainability_criterion(data, "Thêm nữa")
    rules.set_sustainability_field(data, criteria(data)["own-2"].id, "required", True)
    assert criteria(data)["own-2"].required
    for label in ("", "Thu đủ bù chi"):
        with pytest.raises(KnownError, match="tiêu chí"):
            rules.set_sustainability_field(data, criteria(data)["own-2"].id, "label", label)
    with pytest.raises(ValueError, match="no such field"):
        rules.set_sustainability_field(data, shipped["own-1"].id, "code", "x")


def test_a_closed_year_keeps_its_classes_whatever_the_rule_and_the_tests_become(
    data: DataFile, scheme: AddedScheme
) -> None:
    fill(data, [{"persons": 4, "poverty": Poverty.NONE, "source": "rain", "hygienic": True, "clean": False}])
    for field in ("working", "trained_operator"):
        set_scheme_field(data, scheme.record_id, field, True)
    for criterion in criteria(data).values():
        if criterion.measure is not SchemeMeasure.WATER_MEETS:
            set_scheme_answer(data, scheme.record_id, criterion.id, True)
    test = add_test(data, scheme_id=scheme.scheme_id, tested_on=date(2024, 5, 1), passed=True)
    was = only(data).verdict
    assert was.final is SustainabilityClass.SUSTAINABLE
    close_year(data, year_id(data), date(2024, 11, 1))
    set_test_field(data, test.test_id, "passed", False)
    rules.set_sustainability_field(data, criteria(data)["water_meets"].id, "required", True)
    assert only(data).verdict == was
    remove_test(data, test.test_id)
    with data.reading() as session:
        figures = year_figures(session, find_year(session))
    assert figures.classes[SustainabilityClass.SUSTAINABLE] == 1
    with pytest.raises(KnownError, match="đã chốt"):
        take_from_register(data, scheme.record_id)


def test_a_file_of_the_first_schema_gets_the_criteria_of_a_new_one(data: DataFile, tmp_path: Path) -> None:
    path = tmp_path / "cũ.nsnt"
    shutil.copyfile(Path(__file__).parents[1] / "storage" / "data" / "schema-0001.nsnt", path)
    old = open_data_file(path)
    try:
        shown = [
            [(c.code, c.label, c.position, c.active, c.required, c.measure) for c in criteria(kept).values()]
            for kept in (data, old)
        ]
        with data.reading() as fresh, old.reading() as migrated:
            notes = [
                {a.key: a.note for a in list_assumptions(session) if a.key.endswith("min_met")}
                for session in (fresh, migrated)
            ]
    finally:
        old.close()
    assert shown[0] == shown[1]
    assert notes[0] == notes[1]


def test_criteria_are_put_in_another_order(data: DataFile) -> None:
    codes = list(criteria(data))
    first, last = criteria(data)[codes[0]].id, criteria(data)[codes[-1]].id
    assert rules.move_sustainability_criterion(data, first, -1) is None
    assert rules.move_sustainability_criterion(data, last, 1) is None
    before = content_digest(data)
    moved = rules.move_sustainability_criterion(data, last, -1)
    assert list(criteria(data)) == [*codes[:-2], codes[-1], codes[-2]]
    assert moved is not None
    take_back(data, moved)
    assert content_digest(data) == before
