"""A list taken into the register: one transaction, one batch, one undo."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from communes import VILLAGES, audit_lines, content_digest, count, village_ids, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.importing.list_file import read_list
from nsnt_desktop.importing.matching.questions import MAKE_NEW, SKIP, TAKE, Answers
from nsnt_desktop.models import (
    Action,
    AuditLine,
    Household,
    HouseholdRecord,
    ImportBatch,
    ImportRowOutcome,
    SchemeRecord,
    SurveyYear,
    Village,
    VillageDelivery,
    WaterScheme,
)
from nsnt_desktop.models.words import YearState
from nsnt_desktop.registry import apply_batch as applying
from nsnt_desktop.registry.apply_batch import Batch, BatchRow, Outcome, apply_batch
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.registry.import_history import columns_of, list_batches, taken_in_before
from nsnt_desktop.registry.schemes import add_scheme
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.villages import list_villages
from nsnt_desktop.registry.years import add_year, find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from taking_in import SAMPLES, list_of, preview, register_digest, take_in

PHAC_LE, DO_THUONG = VILLAGES
HEADING = ("Mã hộ", "Họ và tên chủ hộ", "Thôn", "Số nhân khẩu", "Tên công trình cấp nước", "Số điện thoại")


def first_list() -> Any:
    return list_of(
        ["H1", "An", PHAC_LE, 4, "", "0912345678"],
        ["H2", "Bình", PHAC_LE, 3],
        ["", "Cúc", PHAC_LE, 2],
        ["", "Cúc", PHAC_LE, 9],
        ["H3", "Dung", DO_THUONG, -1],
        heading=HEADING,
    )


def later_list() -> Any:
    return list_of(
        ["H1", "An Mới", PHAC_LE, 5, "Bến Xuân"],
        ["H2", "Bình", PHAC_LE, 3],
        ["", "Em", "Thôn 66", 2, "BẾN XUÂN"],
        ["", "Giang", DO_THUONG, 7],
        heading=HEADING,
        name="lần hai.xlsx",
    )


def all_new(data: DataFile) -> Answers:
    """Return the answers "make one" to every question about a village or scheme of the later list."""
    return Answers(chosen={ask.key: MAKE_NEW for ask in preview(data, later_list()).asks})


def rows_of(data: DataFile, batch_id: int) -> list[tuple[str, int, str, int | None]]:
    with data.reading() as session:
        return [
            (row.sheet, row.excel_row, row.outcome, row.household_id)
            for row in session.scalars(
                select(ImportRowOutcome)
                .where(ImportRowOutcome.batch_id == batch_id)
                .order_by(ImportRowOutcome.excel_row)
            )
        ]


def record(data: DataFile, head: str) -> dict[str, Any]:
    with data.reading() as session:
        household, found = session.execute(
            select(Household, HouseholdRecord)
            .join(HouseholdRecord, HouseholdRecord.household_id == Household.id)
            .where(Household.head == head)
        ).one()
        columns = {c.name: getattr(found, c.name) for c in HouseholdRecord.__table__.columns}
        return {**columns, "code": household.code, "phone": household.phone, "search": household.search}


def test_the_batch_and_the_outcome_of_every_row_are_kept(data: DataFile) -> None:
    applied = take_in(data, first_list())
    with data.reading() as session:
        (batch,) = list_batches(session, year_id(data))
        assert columns_of(session, batch.id)["S"]["B"] == ["head"]
    assert {outcome.value: count for outcome, count in batch.counts.items()} == {
        "new": 3, "changed": 0, "same": 0, "skipped": 0, "asked": 1, "rejected": 1,
    }  # fmt: skip
    assert (batch.id, batch.action_id, batch.file_name) == (applied.batch_id, applied.action_id, "thon.xlsx")
    ids = [r["household_id"] for r in (record(data, "An"), record(data, "Bình"), record(data, "Cúc"))]
    assert rows_of(data, applied.batch_id) == [
        ("S", 2, "new", ids[0]),
        ("S", 3, "new", ids[1]),
        ("S", 4, "new", ids[2]),
        ("S", 5, "asked", None),
        ("S", 6, "rejected", None),
    ]
    with data.reading() as session:
        reasons = list(session.scalars(select(ImportRowOutcome.reason).order_by(ImportRowOutcome.excel_row)))
    assert "dòng 4" in reasons[3]
    assert reasons[4].startswith("cột D: số nhân khẩu")


def test_a_scheme_made_since_the_preview_is_not_made_twice(data: DataFile) -> None:
    take_in(data, first_list())
    batch = preview(data, later_list(), all_new(data)).batch
    add_scheme(data, year_id(data), "Bến Xuân")
    apply_batch(data, batch)
    with data.reading() as session:
        (scheme,) = session.scalars(select(WaterScheme))
    assert record(data, "Em")["scheme_id"] == scheme.id
    assert count(data, SchemeRecord) == 1


def test_a_later_list_changes_keeps_and_adds(data: DataFile) -> None:
    take_in(data, first_list())
    same = record(data, "Bình")
    applied = take_in(data, later_list(), all_new(data))
    assert [outcome for _, _, outcome, _ in rows_of(data, applied.batch_id)] == [
        "changed",
        "same",
        "new",
        "new",
    ]
    an = record(data, "An Mới")
    assert (an["persons"], an["phone"], an["search"]) == (5, "0912345678", "an moi h1 0912345678")
    assert record(data, "Bình") == same
    assert record(data, "Cúc")["persons"] == 2  # not on the list: left alone
    em = record(data, "Em")
    with data.reading() as session:
        village = session.get_one(Village, em["village_id"])
        (scheme,) = session.scalars(select(WaterScheme))
        (kept,) = session.scalars(select(SchemeRecord))
    assert (village.name, village.position) == ("Thôn 66", 3)
    assert (scheme.name, kept.scheme_id, kept.year_id) == ("Bến Xuân", scheme.id, year_id(data))
    assert an["scheme_id"] == em["scheme_id"] == scheme.id


def test_a_known_village_and_scheme_are_not_made_twice(data: DataFile) -> None:
    take_in(data, later_list(), all_new(data))
    take_in(data, later_list())
    assert (count(data, Village), count(data, WaterScheme), count(data, Household)) == (3, 1, 4)


@pytest.mark.parametrize("cites", ["id", "name"])
def test_a_scheme_of_another_year_is_followed_again_when_a_list_cites_it(data: DataFile, cites: str) -> None:
    added = add_scheme(data, year_id(data), "Bến Xuân")
    with change(data, "Năm 2025") as made:
        later = add_year(made.session, 2025).id
    row = BatchRow(
        "S",
        1,
        Outcome.NEW,
        village=village_ids(data)[0],
        scheme=added.scheme_id if cites == "id" else "BẾN XUÂN",
        values={"head": "An"},
    )
    apply_batch(data, Batch(later, "a.xlsx", "", "{}", (row,)))
    with data.reading() as session:
        (scheme,) = session.scalars(select(WaterScheme))
        followed = session.execute(select(SchemeRecord.scheme_id, SchemeRecord.year_id)).all()
        cited = session.scalars(select(HouseholdRecord.scheme_id)).one()
    assert [tuple(row) for row in followed] == [(scheme.id, year_id(data)), (scheme.id, later)]
    assert cited == scheme.id


def test_new_villages_of_one_name_in_two_former_communes_are_two(data: DataFile) -> None:
    rows = tuple(
        BatchRow("S", n, Outcome.NEW, village="Thôn 1", former_commune=former, values={"head": "An"})
        for n, former in enumerate(("Cẩm Long", "Cẩm Phú", "Cẩm Long"))
    )
    apply_batch(data, Batch(year_id(data), "a.xlsx", "", "{}", rows))
    with data.reading() as session:
        made = session.execute(select(Village.name, Village.former_commune).order_by(Village.position)).all()
    assert [tuple(row) for row in made[2:]] == [("Thôn 1", "Cẩm Long"), ("Thôn 1", "Cẩm Phú")]


def test_a_village_of_rows_left_out_is_not_made(data: DataFile) -> None:
    file = list_of(["", "Em", "Thôn 66", 2], heading=HEADING)
    (ask,) = preview(data, file).asks
    take_in(data, file, Answers(chosen={ask.key: SKIP}))
    take_in(data, file)
    assert (count(data, Village), count(data, Household)) == (2, 0)


def delivered(data: DataFile) -> list[date | None]:
    with data.reading() as session:
        return [village.delivered_on for village in list_villages(session, find_year(session))]


def test_the_day_of_delivery_is_set_once_for_the_villages_of_the_list(
    data: DataFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on(day: int) -> None:
        monkeypatch.setattr(applying, "now", lambda: datetime(2024, 10, day, tzinfo=UTC).replace(tzinfo=None))

    on(1)
    take_in(data, first_list())
    assert delivered(data) == [date(2024, 10, 1), None]  # the row of Do Thượng was rejected
    on(9)
    take_in(data, later_list(), all_new(data))
    assert delivered(data) == [date(2024, 10, 1), date(2024, 10, 9), date(2024, 10, 9)]


def test_totals_declared_before_the_list_came_stay(data: DataFile) -> None:
    with change(data, "Ghi") as made:
        made.session.add(
            VillageDelivery(year_id=year_id(data), village_id=village_ids(data)[0], declared_households=7)
        )
    take_in(data, first_list())
    with data.reading() as session:
        (row,) = session.scalars(select(VillageDelivery))
    assert row.declared_households == 7
    assert row.delivered_on is not None


def test_what_is_touched_is_stamped_and_no_longer_checked_off(data: DataFile) -> None:
    take_in(data, first_list())
    for head in ("An", "Bình"):
        set_household_field(data, record(data, head)["id"], "verified", True)
    with change(data, "Chuyển năm") as made:
        made.session.get_one(HouseholdRecord, record(data, "Bình")["id"]).updated_at = None
    take_in(data, later_list(), all_new(data))
    assert record(data, "An Mới")["verified"] is False
    assert record(data, "Bình")["verified"] is True
    assert record(data, "Bình")["updated_at"] is not None  # it was on the list: this year's figures came in


@pytest.mark.parametrize(
    "step",
    ["_make_villages", "_make_schemes", "_add_new", "_change_known", "_mark_delivered", "_keep_outcomes"],
)
def test_a_fault_half_way_leaves_everything_as_before(
    data: DataFile, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    take_in(data, first_list())
    answers = all_new(data)
    before = content_digest(data), count(data, Action), count(data, AuditLine)
    real = getattr(applying, step)

    def broken(*arguments: Any) -> Any:
        real(*arguments)
        arguments[0].flush()
        raise OSError("ổ đĩa rút ra")

    monkeypatch.setattr(applying, step, broken)
    heard: list[frozenset[str]] = []
    data.listeners.append(heard.append)
    with pytest.raises(OSError, match="rút ra"):
        take_in(data, later_list(), answers)
    assert (content_digest(data), count(data, Action), count(data, AuditLine)) == before
    assert heard == []
    monkeypatch.undo()
    take_in(data, later_list(), answers)
    assert len(heard) == 1
    assert {"household", "household_record", "village", "import_batch"} <= heard[0]


def test_a_closed_year_takes_nothing_in(data: DataFile) -> None:
    waiting = preview(data, first_list()).batch
    with change(data, "Chốt") as made:
        made.session.get_one(SurveyYear, year_id(data)).state = YearState.CLOSED
    before = content_digest(data), count(data, Action)
    with pytest.raises(KnownError, match="đã chốt"):
        apply_batch(data, waiting)
    assert (content_digest(data), count(data, Action)) == before


def test_a_register_that_changed_since_the_preview_is_told(data: DataFile) -> None:
    applied = take_in(data, first_list())
    waiting = preview(data, first_list()).batch
    take_back(data, applied.action_id)
    before = content_digest(data)
    with pytest.raises(KnownError, match="đã thay đổi từ lúc xem trước"):
        apply_batch(data, waiting)
    assert content_digest(data) == before


def test_undo_and_redo_give_the_very_same_register(data: DataFile) -> None:
    empty = register_digest(data)
    one = take_in(data, first_list())
    first = register_digest(data)
    two = take_in(data, later_list(), all_new(data))
    second = register_digest(data)
    assert len({empty, first, second}) == 3
    undone = take_back(data, two.action_id)
    assert undone.kept == 0
    assert register_digest(data) == first
    redone = take_back(data, undone.action_id or 0)
    assert redone.kept == 0
    assert register_digest(data) == second
    take_back(data, redone.action_id or 0)
    take_back(data, one.action_id)
    assert register_digest(data) == empty
    assert (count(data, ImportBatch), count(data, ImportRowOutcome)) == (2, 9)  # what happened stays told


def test_undo_of_a_whole_sample(data: DataFile) -> None:
    before = register_digest(data)
    applied = take_in(data, read_list(SAMPLES / "1-phac-le-bieu-in.xlsx"))
    assert count(data, Household) == 172
    assert take_back(data, applied.action_id).kept == 0
    assert register_digest(data) == before


def test_what_was_edited_since_stays_and_is_counted(data: DataFile) -> None:
    take_in(data, first_list())
    applied = take_in(data, later_list(), all_new(data))
    set_household_field(data, record(data, "An Mới")["id"], "persons", 6)
    set_household_field(data, record(data, "Giang")["id"], "note", "đã gặp")
    undone = take_back(data, applied.action_id)
    assert undone.kept >= 2
    assert record(data, "An")["persons"] == 6  # its name went back, the figure typed since did not
    assert record(data, "Giang")["note"] == "đã gặp"
    with data.reading() as session:
        assert session.scalars(select(Household.head).where(Household.head == "Em")).all() == []


def test_every_household_made_and_every_field_changed_has_its_audit_line(data: DataFile) -> None:
    made = audit_lines(data, take_in(data, first_list()).action_id)
    assert Counter(table for table, field, _, _ in made if field == "") == {
        "household": 3,
        "household_record": 3,
        "village_delivery": 1,
    }
    changed = audit_lines(data, take_in(data, later_list(), all_new(data)).action_id)
    told = {(table, field): (old, new) for table, field, old, new in changed if field}
    assert told["household", "head"] == ('"An"', '"An Mới"')
    assert told["household_record", "persons"] == ("4", "5")
    assert told["household_record", "scheme_id"] == ("null", "1")
    assert not any(field in {"code", "phone", "village_id"} for _, field in told)


def test_a_list_that_says_nothing_new_is_remembered_and_changes_nothing(data: DataFile) -> None:
    take_in(data, first_list())
    before = register_digest(data)
    applied = take_in(data, first_list())
    assert register_digest(data) == before
    assert audit_lines(data, applied.action_id) == []
    assert count(data, ImportBatch) == 2


def test_the_very_same_file_is_known_again(data: DataFile) -> None:
    file = first_list()
    with data.reading() as session:
        assert taken_in_before(session, year_id(data), file.workbook.digest) is None
    take_in(data, file)
    with data.reading() as session:
        assert taken_in_before(session, year_id(data), file.workbook.digest) is not None
        assert taken_in_before(session, year_id(data) + 1, file.workbook.digest) is None
        assert taken_in_before(session, year_id(data), later_list().workbook.digest) is None


def test_both_rows_of_one_name_are_taken_when_answered_so(data: DataFile) -> None:
    answers = Answers(chosen={"duplicate:S:5": TAKE})
    take_in(data, first_list(), answers)
    with data.reading() as session:
        persons = session.scalars(
            select(HouseholdRecord.persons)
            .join(Household, Household.id == HouseholdRecord.household_id)
            .where(Household.head == "Cúc")
            .order_by(HouseholdRecord.persons)
        ).all()
    assert persons == [2, 9]


def test_more_rows_than_sqlite_takes_in_one_question(data: DataFile) -> None:
    rows: list[list[Cell]] = [[f"H{n}", f"Hộ {chr(65 + n % 26)}{n}", PHAC_LE, 4] for n in range(1201)]
    take_in(data, list_of(*rows, heading=HEADING))
    take_in(data, list_of(*([*row[:3], 5] for row in rows), heading=HEADING))
    with data.reading() as session:
        assert set(session.scalars(select(HouseholdRecord.persons))) == {5}
    assert count(data, Household) == 1201
