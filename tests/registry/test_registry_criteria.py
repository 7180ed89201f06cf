"""The criteria of nông thôn mới as the officer enters them: what is refused, what has to be confirmed."""

from datetime import date

import pytest

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Criterion
from nsnt_desktop.registry.reference_lists import (
    add_criterion,
    list_criteria,
    remove_criterion,
    set_criterion_field,
)
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.storage.datafile import DataFile


def _rows(data: DataFile) -> list[Criterion]:
    with data.reading() as session:
        return list_criteria(session)


def _of(data: DataFile, indicator: str) -> int:
    return next(row.id for row in _rows(data) if row.indicator == indicator)


def _row(data: DataFile, row_id: int) -> Criterion:
    return next(row for row in _rows(data) if row.id == row_id)


def _confirmed(data: DataFile, indicator: str = "2") -> int:
    row_id = _of(data, indicator)
    for field, value in (("value", "55"), ("legal_document", "QĐ 318/QĐ-TTg"), ("confirmed", True)):
        set_criterion_field(data, row_id, field, value)
    return row_id


def test_the_values_ship_empty(data: DataFile) -> None:
    rows = _rows(data)
    assert [row.code for row in rows] == ["17.1", "17.1", "18.1", "18.2", "18.3", "8.1", "8.2"]
    assert {(row.value, row.confirmed, row.reach_by) for row in rows} == {("", False, None)}


@pytest.mark.parametrize(
    ("field", "value", "stays"),
    [
        *(("value", "60", False), ("operator", ">", False), ("indicator", "2a", False)),
        *(("legal_document", "QĐ 51/2025/QĐ-TTg", False), ("name", "Nước sạch", True)),
        *(("zone", "Nhóm 1", True), ("reach_by", date(2025, 12, 31), True)),
    ],
)
def test_what_was_held_against_the_document_has_to_be_confirmed_again(
    data: DataFile, field: str, value: object, stays: bool
) -> None:
    row_id = _confirmed(data)
    done = set_criterion_field(data, row_id, field, value)
    row = _row(data, row_id)
    assert getattr(row, field) == value
    assert row.confirmed is stays
    assert done is not None
    take_back(data, done)
    assert _row(data, row_id).confirmed is True


@pytest.mark.parametrize(
    ("indicator", "unit"), [("2", "%"), ("5", "lít/người/ngày đêm"), ("6", "%"), ("", "")]
)
def test_the_unit_follows_from_the_indicator(data: DataFile, indicator: str, unit: str) -> None:
    row_id = _confirmed(data)
    set_criterion_field(data, row_id, "indicator", indicator)
    set_criterion_field(data, row_id, "value", "60")
    assert _row(data, row_id).unit == unit


@pytest.mark.parametrize(
    ("indicator", "sign", "value", "told"),
    [
        *(("2", "≥", "100.1", "lớn hơn 100 %"), ("2", ">", "100", "Không số liệu nào đạt")),
        *(("2", "<", "0", "Không số liệu nào đạt"), ("5", "<", "0", "Không số liệu nào đạt")),
        *(("2", "~", "50", "không phải là dấu so sánh"), ("2", "≥", "năm mươi", "không phải là số")),
        ("2", "≥", "-5", "không phải là số"),
    ],
)
def test_a_threshold_nothing_can_meet_is_refused(
    data: DataFile, indicator: str, sign: str, value: str, told: str
) -> None:
    row_id = _of(data, indicator)

    def enter() -> None:
        set_criterion_field(data, row_id, "operator", sign)
        set_criterion_field(data, row_id, "value", value)

    with pytest.raises(KnownError, match=told):
        enter()
    assert _row(data, row_id).value == ""


@pytest.mark.parametrize(
    ("indicator", "sign", "value"), [("5", ">", "100"), ("5", "≥", "150"), ("2", "≥", "100")]
)
def test_a_threshold_something_can_meet_is_kept(
    data: DataFile, indicator: str, sign: str, value: str
) -> None:
    row_id = _of(data, indicator)
    set_criterion_field(data, row_id, "operator", sign)
    set_criterion_field(data, row_id, "value", value)
    assert (_row(data, row_id).operator, _row(data, row_id).value) == (sign, value)


def test_a_percentage_cannot_be_made_of_more_litres_than_a_hundred(data: DataFile) -> None:
    row_id = _of(data, "5")
    set_criterion_field(data, row_id, "value", "120")
    with pytest.raises(KnownError, match="lớn hơn 100 %"):
        set_criterion_field(data, row_id, "indicator", "2")
    assert _row(data, row_id).indicator == "5"


def test_nothing_is_confirmed_without_a_threshold_and_its_document(data: DataFile) -> None:
    row_id = _of(data, "2")
    with pytest.raises(KnownError, match="chưa có ngưỡng"):
        set_criterion_field(data, row_id, "confirmed", True)
    set_criterion_field(data, row_id, "value", "55")
    with pytest.raises(KnownError, match="Chưa ghi văn bản"):
        set_criterion_field(data, row_id, "confirmed", True)
    assert _row(data, row_id).confirmed is False


def test_a_criterion_of_a_new_set_is_added_and_removed(data: DataFile) -> None:
    add_criterion(data, " 7.2 ")
    added = _rows(data)[-1]
    assert (added.code, added.operator, added.value, added.indicator) == ("7.2", "≥", "", "")
    taken = remove_criterion(data, added.id)
    assert added.id not in {row.id for row in _rows(data)}
    take_back(data, taken)
    assert _row(data, added.id).code == "7.2"
