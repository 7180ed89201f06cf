"""Rows of our own sheet and the marks beside them: who is who, whatever was sorted, copied or renamed."""

from pathlib import Path

import openpyxl
from compared import registered as known
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select
from village_sheets import FIRST, HOUSEHOLDS, column, counted, preview, put, row_of, save, typed_in

from communes import CommuneOf
from nsnt_desktop.importing.matching.questions import AskKind
from nsnt_desktop.importing.outgoing.list_template import SHEET_NAME, save_village_lists
from nsnt_desktop.models import HouseholdRecord
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.apply_batch import Outcome, apply_batch
from nsnt_desktop.registry.collection_sheet import (
    COLUMNS,
    household_key,
    household_of,
)
from nsnt_desktop.registry.register import load_register
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change


def test_a_sheet_filled_with_last_years_households_brings_them_back_unasked(
    commune_of: CommuneOf, tmp_path: Path
) -> None:
    last = [{**row, "litres_per_month": 6500} for row in HOUSEHOLDS]
    data = commune_of([*last, {"year": 2025, "village": "Thôn Do Thượng"}])
    path = save_village_lists(data, 2025, tmp_path)[0]
    sheet = openpyxl.load_workbook(path)[SHEET_NAME]
    volumes = [sheet.cell(row, column("litres_per_month")).value for row in range(FIRST, FIRST + 3)]
    assert volumes == [None, None, None]  # measured anew each year

    def change_head(sheet: Worksheet) -> None:
        put(sheet, row_of(sheet, "Lê Văn An"), head="Lê Thị Vợ An")
        put(sheet, FIRST + 3, head="Lê Thị Bình", persons=9)

    found = preview(data, typed_in(path, change_head), 2025)
    assert counted(found) == {Outcome.CHANGED: 3, Outcome.ASKED: 1}
    (twin,) = found.asks  # she is back already: nobody else of the name is left to bring back
    assert "trùng với dòng" in twin.text
    apply_batch(data, found.batch)
    with data.reading() as session:
        kept = load_register(session, find_year(session, 2025)).households
    heads = {h.values["head"]: h.household_id for h in kept if h.village_id == 1}
    assert heads == {"Lê Thị Vợ An": 1, "Lê Thị Bình": 2, "Trần Văn Cường": 3}


def test_one_who_moved_away_is_asked_about_though_the_sheet_marks_him(
    commune_of: CommuneOf, tmp_path: Path
) -> None:
    data = commune_of(HOUSEHOLDS)
    path = save(data, tmp_path)
    with change(data, "Chuyển đi") as made:
        record = made.session.scalars(select(HouseholdRecord).where(HouseholdRecord.household_id == 1)).one()
        record.status = HouseholdStatus.MOVED_AWAY
    found = preview(data, path)
    assert counted(found) == {Outcome.SAME: 2, Outcome.ASKED: 1}
    assert found.asks[0].kind is AskKind.GONE


def test_rows_sorted_without_the_hidden_columns_are_known_by_code_and_name(
    commune_of: CommuneOf, tmp_path: Path
) -> None:
    data = commune_of([{**row, "code": str(n)} for n, row in enumerate(HOUSEHOLDS, 1)])

    def sort(sheet: Worksheet) -> None:
        asked = range(1, len(COLUMNS) + 2)
        rows = [[sheet.cell(row, at).value for at in asked] for row in range(FIRST, FIRST + 3)]
        for row, values in enumerate([*rows[1:], rows[0]], FIRST):
            for at, value in zip(asked, values, strict=True):
                sheet.cell(row, at).value = value

    found = preview(data, typed_in(save(data, tmp_path), sort))
    assert not found.asks
    assert counted(found) == {Outcome.SAME: 3}


def test_a_question_about_a_mark_says_nothing_untrue_of_the_code(
    commune_of: CommuneOf, tmp_path: Path
) -> None:
    data = commune_of([{**row, "code": str(n)} for n, row in enumerate(HOUSEHOLDS, 1)])

    def rename(sheet: Worksheet) -> None:
        put(sheet, row_of(sheet, "Lê Thị Bình"), **dict.fromkeys((c.field for c in COLUMNS), None))
        put(sheet, row_of(sheet, "Lê Văn An"), head="Lê Thị Bình", code="9")

    (ask,) = preview(data, typed_in(save(data, tmp_path), rename)).asks
    assert "dòng này trong sổ là của «Lê Văn An», không phải «Lê Thị Bình»" in ask.text


def test_the_mark_of_another_communes_file_is_not_believed() -> None:
    mine, other = known(1, "Lê Văn An"), known(1, "Trần Văn Bảy")
    assert household_of(household_key(mine), {1001: mine}) is mine
    assert household_of(household_key(mine), {1001: other}) is None
    for nonsense in ("", "-", "x-1", "1001", "²-1", "9" * 5000):
        assert household_of(nonsense, {1001: mine}) is None


def test_a_row_copied_with_its_mark_is_asked_about(commune_of: CommuneOf, tmp_path: Path) -> None:
    data = commune_of(HOUSEHOLDS)

    def copy(sheet: Worksheet) -> None:
        put(sheet, FIRST + 3, head="Ngô Văn Chép", persons=2)
        mark = sheet.cell(row_of(sheet, "Lê Văn An"), column("household_key")).value
        put(sheet, FIRST + 3, household_key=mark)

    found = preview(data, typed_in(save(data, tmp_path), copy))
    assert counted(found) == {Outcome.SAME: 3, Outcome.ASKED: 1}
    assert "cùng một hộ trên phiếu" in found.asks[0].text


def test_names_that_slipped_against_their_marks_are_asked_about(
    commune_of: CommuneOf, tmp_path: Path
) -> None:
    """As when one column is sorted alone."""
    data = commune_of(HOUSEHOLDS)

    def slip(sheet: Worksheet) -> None:
        names = [sheet.cell(row, column("head")).value for row in range(FIRST, FIRST + 3)]
        for row, name in enumerate([*names[1:], names[0]], FIRST):
            put(sheet, row, head=name)

    assert counted(preview(data, typed_in(save(data, tmp_path), slip))) == {Outcome.ASKED: 3}


def test_a_code_of_a_marked_household_typed_again_is_asked_about(
    commune_of: CommuneOf, tmp_path: Path
) -> None:
    data = commune_of(HOUSEHOLDS)
    path = typed_in(save(data, tmp_path), lambda s: put(s, FIRST + 3, head="Ngô Văn Trùng", code="7"))
    found = preview(data, path)
    assert counted(found) == {Outcome.SAME: 3, Outcome.ASKED: 1}
    assert "trùng mã hộ «7»" in found.asks[0].text
