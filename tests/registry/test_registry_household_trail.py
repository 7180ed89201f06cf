from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from communes import CommuneOf, Row, year_id
from nsnt_desktop.indicators.household_water import household_questions
from nsnt_desktop.models import AuditLine, HouseholdRecord, ImportBatch, MainSource, now
from nsnt_desktop.models.words import Basis, HouseholdStatus, Poverty
from nsnt_desktop.registry.checklist import answer_question
from nsnt_desktop.registry.household_labels import FIELD_LABELS, load_names, value_words
from nsnt_desktop.registry.household_trail import TrailEntry, household_trail
from nsnt_desktop.registry.household_writing import RECORD_FIELDS
from nsnt_desktop.registry.households import set_household_field, set_household_fields
from nsnt_desktop.registry.register import IDENTITY
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.water_tests import add_test, remove_test, set_test_field
from nsnt_desktop.registry.years import add_year
from nsnt_desktop.storage.audit import bulk_insert
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

HOMES: list[Row] = [
    {"head": "Trịnh Đức Khoẻ", "source": "drilled_well", "persons": 4, "verified": True},
    {"head": "Lê Văn Ấm", "persons": 2},
]


@pytest.fixture
def homes(commune_of: CommuneOf) -> DataFile:
    return commune_of(HOMES)


def _record(data: DataFile, at: int = 0) -> HouseholdRecord:
    with data.reading() as session:
        query = select(HouseholdRecord).order_by(HouseholdRecord.household_id, HouseholdRecord.id)
        return session.scalars(query).all()[at]


def _trail(data: DataFile, at: int = 0, year: int = 2024) -> tuple[TrailEntry, ...]:
    with data.reading() as session:
        return household_trail(session, _record(data, at).household_id, year)


def _changes(data: DataFile) -> list[str]:
    return [sentence for entry in _trail(data)[:-1] for sentence in entry.changes]


def test_the_newest_change_stands_first_in_the_officers_words(homes: DataFile) -> None:
    record = _record(homes).id
    set_household_field(homes, record, "persons", 5)
    set_household_fields(
        homes, [(record, "clean", True), (record, "phone", "0912"), (record, "persons", None)]
    )
    newest, before, made = _trail(homes)
    assert set(newest.changes) == {
        "Số khẩu: 5 → Chưa xác định",
        "Nước sạch: Chưa xác định → Đạt quy chuẩn",
        "Điện thoại: (trống) → 0912",
    }
    assert before.changes == ("Số khẩu: 4 → 5", "Đã đối chiếu: Có → Không")
    assert before.what == "Sửa hộ Trịnh Đức Khoẻ"
    assert made.changes == ("Đưa hộ vào danh sách", "Lập số liệu năm 2024")
    assert _trail(homes, 1)[0].what == "Dựng số liệu thử"  # the neighbour's changes are not ours


def test_what_was_taken_back_is_told_so_and_what_was_done_again_is_not(homes: DataFile) -> None:
    action = set_household_field(homes, _record(homes).id, "persons", 5)
    undone = take_back(homes, action or 0).action_id
    undo, done, _ = _trail(homes)
    assert (undo.what, undo.changes[0]) == ("Hoàn tác: Sửa hộ Trịnh Đức Khoẻ", "Đã đối chiếu: Không → Có")
    assert "Số khẩu: 5 → 4" in undo.changes
    assert done.taken_back
    assert not undo.taken_back
    take_back(homes, undone or 0)
    redo, undo, done, _ = _trail(homes)
    assert redo.what.startswith("Làm lại: ")
    assert (undo.taken_back, done.taken_back) == (True, False)


def test_a_list_is_told_by_its_file(homes: DataFile) -> None:
    with change(homes, "Nhập phac-le.xlsx") as made:
        made.session.get_one(HouseholdRecord, _record(homes).id).persons = 6
        made.session.flush()
        bulk_insert(made.session, ImportBatch, [_batch(homes, made.action_id)])
    assert _trail(homes)[0].what == "Nhập «phac-le.xlsx»"
    assert _trail(homes)[0].changes == ("Số khẩu: 4 → 6",)


def _batch(data: DataFile, action_id: int) -> dict[str, Any]:
    counts = dict.fromkeys(("new", "changed", "same", "skipped", "asked", "rejected"), 0)
    return {
        "year_id": year_id(data),
        "file_name": "phac-le.xlsx",
        "sha256": "0",
        "taken_in_at": now(),
        "action_id": action_id,
        "mapping": "{}",
        **counts,
    }


def test_confirmed_without_a_change_is_an_entry_without_sentences(homes: DataFile) -> None:
    with change(homes, "Nhập danh sách") as made:
        made.session.get_one(HouseholdRecord, _record(homes).id).updated_at = now()
    assert _trail(homes)[0].changes == ()


def test_another_year_is_named(homes: DataFile) -> None:
    with change(homes, "Thêm năm") as made:
        year = add_year(made.session, 2025)
        made.session.add(_next_year(homes, year.id))
    set_household_field(homes, _record(homes).id, "persons", 7)
    assert "Năm 2024: Số khẩu: 4 → 7" in _trail(homes, year=2025)[0].changes
    assert "Số khẩu: 4 → 7" in _trail(homes, year=2024)[0].changes
    assert "Lập số liệu năm 2025 (3 khẩu)" in _trail(homes, year=2025)[1].changes


def _next_year(data: DataFile, year: int) -> HouseholdRecord:
    old = _record(data)
    return HouseholdRecord(year_id=year, household_id=old.household_id, village_id=old.village_id, persons=3)


def test_answers_and_tests_belong_to_the_household_also_when_gone(homes: DataFile) -> None:
    record = _record(homes)
    with homes.reading() as session:
        question = household_questions(session, record.id)[0]
    answered = answer_question(homes, record.id, question.id, False)
    take_back(homes, answered or 0)
    test = add_test(homes, household_id=record.household_id, tested_on=date(2024, 9, 12), passed=None)
    set_test_field(homes, test.test_id, "passed", True)
    remove_test(homes, test.test_id)
    told = _changes(homes)
    assert told[:3] == [
        "Bỏ kết quả xét nghiệm ngày 12/09/2024: đạt quy chuẩn",
        "Kết quả xét nghiệm, kết luận: Chưa xác định → Đạt quy chuẩn",
        "Thêm kết quả xét nghiệm ngày 12/09/2024: chưa xác định",
    ]
    assert f"{question.label}: Chưa rõ → Không đạt" in told
    assert f"{question.label}: Không đạt → Chưa rõ" in told
    assert len(_trail(homes, 1)) == 1


def test_every_field_has_a_label_and_no_value_shows_its_code(homes: DataFile) -> None:
    record = _record(homes)
    assert set(FIELD_LABELS) >= RECORD_FIELDS | set(IDENTITY)
    values: dict[str, Any] = {
        "poverty": Poverty.NEAR_POOR,
        "basis": Basis.OFFICIAL_LIST,
        "status": HouseholdStatus.ENDED,
        "main_source_id": _source(homes, "rain"),
        "litres_per_month": 12_500,
        "dry_season_shortage": True,
        "volume_estimated": True,
        "village_id": 2,
    }
    set_household_fields(homes, [(record.id, field, value) for field, value in values.items()])
    told = _trail(homes)[0].changes
    assert "Hộ nghèo, cận nghèo: Chưa xác định → Hộ cận nghèo" in told
    assert "Nguồn nước chính: Giếng khoan → Nước mưa (bể, lu)" in told
    assert "m³ nước sạch/tháng: Chưa xác định → 12,5" in told
    assert "Thôn: Thôn Phác Lê → Thôn Do Thượng" in told
    with homes.reading() as session:
        names = load_names(session)
    assert value_words("scheme_id", None, names) == "Không nối"
    assert value_words("note", "", names) == "(trống)"


def _source(data: DataFile, code: str) -> int:
    with data.reading() as session:
        return session.scalars(select(MainSource.id).where(MainSource.code == code)).one()


def test_the_trail_itself_never_changes_by_being_read(homes: DataFile) -> None:
    with homes.reading() as session:
        before = len(session.scalars(select(AuditLine)).all())
    _trail(homes)
    with homes.reading() as session:
        assert len(session.scalars(select(AuditLine)).all()) == before


def test_a_test_takes_the_verified_mark_of_open_years_only(homes: DataFile) -> None:
    added = add_test(
        homes, household_id=_record(homes).household_id, tested_on=date(2024, 9, 12), passed=True
    )
    assert not _record(homes).verified
    take_back(homes, added.action_id)
    assert _record(homes).verified
