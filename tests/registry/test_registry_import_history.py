"""What became of every row of a list, kept for ever."""

from communes import VILLAGES, year_id
from nsnt_desktop.importing.list_file import ListFile
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.import_history import (
    KeptBatch,
    columns_of,
    find_batch,
    list_batches,
    rows_of,
    taken_in_before,
)
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.storage.datafile import DataFile
from taking_in import list_of, take_in

PHAC_LE, _ = VILLAGES


def first() -> ListFile:
    return list_of(["An", PHAC_LE, 4], ["Bình", PHAC_LE, 3], ["Cúc", PHAC_LE, -1])


def only(data: DataFile) -> KeptBatch:
    with data.reading() as session:
        (batch,) = list_batches(session, year_id(data))
        return batch


def test_every_row_keeps_its_outcome_its_household_and_its_reason(data: DataFile) -> None:
    applied = take_in(data, first())
    with data.reading() as session:
        rows = rows_of(session, applied.batch_id)
        assert columns_of(session, applied.batch_id)["S"]["A"] == ["head"]
    assert [(r.sheet, r.excel_row, r.outcome, r.head) for r in rows] == [
        ("S", 2, Outcome.NEW, "An"),
        ("S", 3, Outcome.NEW, "Bình"),
        ("S", 4, Outcome.REJECTED, ""),
    ]
    assert rows[0].record_id is not None
    assert rows[2].record_id is None
    assert "cột C" in rows[2].reason
    assert only(data).counts[Outcome.NEW] == 2


def test_rows_of_a_list_taken_back_keep_the_names_they_had(data: DataFile) -> None:
    applied = take_in(data, first())
    take_back(data, applied.action_id)
    with data.reading() as session:
        rows = rows_of(session, applied.batch_id)
    assert [(r.head, r.record_id) for r in rows] == [("An", None), ("Bình", None), ("", None)]


def test_an_undo_that_stands_is_named_and_taking_it_back_does_the_list_again(data: DataFile) -> None:
    applied = take_in(data, first())
    assert only(data).undo_id is None
    undone = take_back(data, applied.action_id)
    assert only(data).undo_id == undone.action_id
    take_back(data, undone.action_id or 0)
    assert only(data).undo_id is None
    again = take_back(data, applied.action_id)
    with data.reading() as session:
        assert find_batch(session, applied.batch_id).undo_id == again.action_id


def test_a_file_taken_back_was_not_taken_in(data: DataFile) -> None:
    file = first()
    applied = take_in(data, file)
    with data.reading() as session:
        assert taken_in_before(session, year_id(data), file.workbook.digest) is not None
    take_back(data, applied.action_id)
    with data.reading() as session:
        assert taken_in_before(session, year_id(data), file.workbook.digest) is None


def test_old_fonts_are_kept_with_the_columns(data: DataFile) -> None:
    applied = take_in(data, list_of(["TrÞnh V¨n Kho¶", PHAC_LE, 4], ["Lª ThÞ Hßa", PHAC_LE, 3]))
    with data.reading() as session:
        columns = columns_of(session, applied.batch_id)["S"]
    assert columns["A"] == ["head", "tcvn3"]
    assert columns["C"] == ["persons"]
