"""Our own sheet goes out to a village and comes back without a question."""

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from compared import registered as known
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select
from village_sheets import (
    FIRST,
    HEADING,
    HOUSEHOLDS,
    changes,
    column,
    counted,
    preview,
    put,
    row_of,
    save,
    typed_in,
)

from communes import CommuneOf
from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.intake import preview_list
from nsnt_desktop.importing.list_file import read_list
from nsnt_desktop.importing.matching.questions import nearest_first
from nsnt_desktop.importing.outgoing.list_template import SHEET_NAME, save_village_lists, village_list
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.vocabulary import Confidence, match_title
from nsnt_desktop.models import MainSource, Village, VillageDelivery
from nsnt_desktop.models.words import Basis, Poverty
from nsnt_desktop.registry.apply_batch import Outcome, apply_batch
from nsnt_desktop.registry.collection_sheet import (
    COLUMNS,
    PLACE_COLUMNS,
    collection_sheets,
)
from nsnt_desktop.registry.collection_sheet_words import SheetKind
from nsnt_desktop.registry.new_year import open_next_year
from nsnt_desktop.registry.register import load_register
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.sample import make_sample
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile, open_data_file


def test_every_list_of_the_sample_comes_back_as_the_same(tmp_path: Path) -> None:
    make_sample(tmp_path / "mau.nsnt")
    data = open_data_file(tmp_path / "mau.nsnt")
    lists = save_village_lists(data, 2024, tmp_path)
    assert len(lists) == 9
    rows = same = 0
    for path in lists:
        found = preview(data, path)
        assert not found.asks, path
        assert [(e.excel_row, e.reason) for e in found.rejected if "khẩu" not in e.reason] == []
        assert not found.comparison.missing or found.rejected
        rows += len(found.batch.rows)
        same += found.count(Outcome.SAME)
    data.close()
    # The sample's planted fault, a household of 0 persons, cannot come back: 0 is no number of persons.
    assert (rows, same) == (1552, 1551)


def test_every_source_and_answer_comes_back(commune_of: CommuneOf, data: DataFile, tmp_path: Path) -> None:
    with data.reading() as session:
        codes = session.scalars(select(MainSource.code)).all()
    answers = [True, False, None]
    statuses = [*Poverty, None]
    bases = [*Basis, None]
    commune_of(
        [
            {
                "head": f"Lê Văn {'ABCDEGHIKLMN'[i]}",
                "source": code,
                "hygienic": answers[i % 3],
                "clean": answers[(i + 1) % 3],
                "has_meter": answers[(i + 2) % 3],
                "dry_season_shortage": answers[i % 3],
                "poverty": statuses[i % 4],
                "basis": bases[i % 6],
                "litres_per_month": [12_345, None][i % 2],
                "note": "- nhà cuối xóm",
                "phone": "0912 345 678",
                "code": f"00{i}",
            }
            for i, code in enumerate(codes)
        ]
    )
    found = preview(data, save(data, tmp_path))
    assert [e.reason for e in found.rejected] == []
    assert counted(found) == {Outcome.SAME: len(codes)}


def test_what_was_changed_in_excel_is_changed_and_nothing_else(commune_of: CommuneOf, tmp_path: Path) -> None:
    data = commune_of(HOUSEHOLDS)

    def correct(sheet: Worksheet) -> None:
        put(sheet, row_of(sheet, "Lê Văn An"), persons="5 khẩu", clean="Đạt quy chuẩn")
        # A new head, typed by a Mac: no code, only the mark tells that it is the same household.
        put(sheet, row_of(sheet, "Lê Thị Bình"), head=unicodedata.normalize("NFD", "Trần Văn Dũng"))

    found = preview(data, typed_in(save(data, tmp_path), correct))
    assert not found.asks
    assert counted(found) == {Outcome.CHANGED: 2, Outcome.SAME: 1}
    assert sorted(changes(data, found)) == [
        ("clean", None, True),
        ("head", "Lê Thị Bình", "Trần Văn Dũng"),
        ("persons", 4, 5),
    ]


def test_namesakes_without_a_code_are_told_apart(commune_of: CommuneOf, tmp_path: Path) -> None:
    data = commune_of([{"head": "Lê Văn An", "code": "", "persons": n} for n in (2, 3)])

    def both(sheet: Worksheet) -> None:
        for row in (FIRST, FIRST + 1):
            put(sheet, row, persons=int(str(sheet.cell(row, column("persons")).value)) + 5)

    found = preview(data, typed_in(save(data, tmp_path), both))
    assert not found.asks
    assert sorted(changes(data, found)) == [("persons", 2, 7), ("persons", 3, 8)]


NAMES = ("Lê Văn An", "Lê Văn Án", "LÊ VĂN AN", "Nguyễn Thị Hoà", "Nguyễn Thị Hòa", "Tổ Văn Cộng")
NOTES = ("", "x", "-", "Tổng cộng", "ghi chú: nhà cũ", "“a” & <b>", "1")
TOLD = st.fixed_dictionaries(
    {
        "head": st.sampled_from(NAMES),
        "code": st.sampled_from(["", "1", "002"]),
        "phone": st.sampled_from(["", "0912345678", "0373 123 456"]),
        "note": st.sampled_from(NOTES),
        "persons": st.sampled_from([None, 1, 50]),
        "poverty": st.sampled_from([None, *Poverty]),
        "main_source_id": st.sampled_from([None, 1, 4, 5]),
        "scheme_id": st.none(),
        "hygienic": st.sampled_from([None, True, False]),
        "clean": st.sampled_from([None, True, False]),
        "basis": st.sampled_from([None, *Basis]),
        "has_meter": st.sampled_from([None, True, False]),
        "litres_per_month": st.sampled_from([None, 0, 12_345, 999_999]),
        "dry_season_shortage": st.sampled_from([None, True, False]),
    }
)


@settings(max_examples=25)
@given(told=st.lists(TOLD, max_size=8), renamed=st.sets(st.integers(0, 7)), inserted=st.booleans())
def test_whatever_is_known_comes_back_unasked_and_so_do_changes(
    data: DataFile, tmp_path: Path, told: list[dict[str, Any]], renamed: set[int], inserted: bool
) -> None:
    with data.reading() as session:
        year = find_year(session)
        sheets, empty = collection_sheets(session, year), load_register(session, year)
    households = tuple(known(n, village=1, **values) for n, values in enumerate(told, 1))
    now = replace(empty, households=households)
    village = replace(sheets.villages[0], households=households)
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(village_list(sheets, village, SheetKind.FILLED))
    found = preview_list(read_list(path), now)
    assert counted(found) == ({Outcome.SAME: len(told)} if told else {})
    assert not (*found.asks, *found.rejected, *found.comparison.missing)

    def rename(sheet: Worksheet) -> None:
        for n in renamed:
            if n < len(told):
                put(sheet, FIRST + n, head=f"Ngô Văn {'ABCDEGHI'[n]}")
        if inserted:
            sheet.insert_rows(FIRST)

    found = preview_list(read_list(typed_in(path, rename)), now)
    changed = {row.record_id for row in found.batch.rows if row.outcome is Outcome.CHANGED}
    assert changed == {n + 1 for n in renamed if n < len(told)}
    assert not (*found.asks, *found.rejected, *found.comparison.missing)


def test_a_blank_sheet_typed_in_gives_new_households_and_knows_the_old(
    commune_of: CommuneOf, tmp_path: Path
) -> None:
    data = commune_of(HOUSEHOLDS)

    def fill(sheet: Worksheet) -> None:
        put(sheet, FIRST, head="Lê Văn An", persons="4")
        put(sheet, FIRST + 1, head="Ngô Thị Mới", persons=2, hygienic="Có", main_source="Giếng đào")
        put(sheet, FIRST + 2, head="Ngô Thị Mai", persons=2, phone=987654321)

    found = preview(data, typed_in(save(data, tmp_path, SheetKind.BLANK), fill))
    assert not found.asks
    assert not found.rejected
    assert counted(found) == {Outcome.NEW: 2, Outcome.SAME: 1}
    new = [row.values for row in found.batch.rows if row.outcome is Outcome.NEW]
    assert [values and values.get("phone") for values in new] == [None, "0987654321"]
    # "Có" is a tick elsewhere: here the blank beside it is not yet known, never a no.
    assert [values and values.get("hygienic") for values in new] == [True, None]


def test_a_village_of_the_same_name_in_another_former_commune_is_not_asked_about(
    commune_of: CommuneOf, tmp_path: Path
) -> None:
    data = commune_of(HOUSEHOLDS)
    with change(data, "Hai thôn cùng tên") as made:
        first, second = made.session.scalars(select(Village).order_by(Village.id))
        first.former_commune, second.former_commune, second.name = "Cẩm Long", "Cẩm Phú", first.name
    paths = save_village_lists(data, 2024, tmp_path)
    assert [path.name for path in paths] == [
        "phieu-dien-san-thon-phac-le-cam-long-2024.xlsx",
        "phieu-dien-san-thon-phac-le-cam-phu-2024.xlsx",
    ]

    def insert(sheet: Worksheet) -> None:
        sheet.insert_rows(FIRST + 1)
        put(sheet, FIRST + 1, head="Ngô Thị Chèn", persons=2)

    found = preview(data, typed_in(paths[0], insert))
    assert not found.asks
    assert counted(found) == {Outcome.NEW: 1, Outcome.SAME: 3}
    assert counted(preview(data, paths[1])) == {}


def test_last_years_sheet_is_read_in_the_new_year(commune_of: CommuneOf, tmp_path: Path) -> None:
    data = commune_of(HOUSEHOLDS)
    path = save(data, tmp_path)
    open_next_year(data)
    found = preview(data, path, 2025)
    assert not found.asks
    assert counted(found) == {Outcome.SAME: 3}


def test_a_village_without_figures_this_year_is_filled_with_last_years(
    commune_of: CommuneOf, tmp_path: Path
) -> None:
    data = commune_of([*HOUSEHOLDS, {"year": 2025, "village": "Thôn Do Thượng"}])
    path = save_village_lists(data, 2025, tmp_path)[0]
    sheet = openpyxl.load_workbook(path)[SHEET_NAME]
    names = [sheet.cell(row, column("head")).value for row in range(FIRST, FIRST + 4)]
    assert names == ["Lê Văn An", "Lê Thị Bình", "Trần Văn Cường", None]


def test_declared_totals_are_the_villages_and_no_households(commune_of: CommuneOf, tmp_path: Path) -> None:
    data = commune_of(HOUSEHOLDS)

    def declare(sheet: Worksheet) -> None:
        words = ("Tổng số hộ của thôn", "Tổng số nhân khẩu của thôn", "Tổng số hộ nghèo của thôn")
        for label, value in zip(words, (3, "1.012 khẩu", 0), strict=True):
            put(sheet, row_of(sheet, label), persons=value)

    found = preview(data, typed_in(save(data, tmp_path), declare))
    assert counted(found) == {Outcome.SAME: 3}
    apply_batch(data, found.batch)
    with data.reading() as session:
        kept = session.scalars(select(VillageDelivery)).one()
    assert (kept.declared_households, kept.declared_persons, kept.declared_poor) == (3, 1012, 0)


def test_a_blank_is_no_no_though_the_hidden_columns_were_left_behind(
    commune_of: CommuneOf, tmp_path: Path
) -> None:
    """As when what is seen is copied into a workbook of the village head's own."""
    data = commune_of(HOUSEHOLDS)

    def copy(sheet: Worksheet) -> None:
        put(sheet, FIRST, has_meter="Có", dry_season_shortage="Có")
        sheet.delete_cols(len(COLUMNS) + 2, len(PLACE_COLUMNS))

    found = preview(data, typed_in(save(data, tmp_path), copy))
    assert changes(data, found) == [("has_meter", None, True), ("dry_season_shortage", None, True)]


def test_a_household_cleared_from_the_sheet_is_told_as_missing(commune_of: CommuneOf, tmp_path: Path) -> None:
    data = commune_of(HOUSEHOLDS)

    def clear(sheet: Worksheet) -> None:
        row = row_of(sheet, "Lê Văn An")
        put(sheet, row, **dict.fromkeys((c.field for c in COLUMNS), None))

    found = preview(data, typed_in(save(data, tmp_path), clear))
    assert counted(found) == {Outcome.SAME: 2}
    assert [h.values["head"] for h in found.comparison.missing] == ["Lê Văn An"]


def test_headings_are_locked_and_cells_are_not(commune_of: CommuneOf, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(save(commune_of(HOUSEHOLDS), tmp_path))[SHEET_NAME]
    width = len(COLUMNS) + len(PLACE_COLUMNS) + 1
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    allowed = ("insertRows", "sort", "autoFilter", "formatColumns", "formatRows", "formatCells")
    assert not any(getattr(sheet.protection, name) for name in allowed)
    assert sheet.protection.deleteRows
    for row in range(1, HEADING + 1):
        assert all(sheet.cell(row, at).protection.locked for at in range(1, width + 1))
    for row in (FIRST, FIRST + 2, FIRST + 32):
        assert not any(sheet.cell(row, at).protection.locked for at in range(1, width + 1))
    assert sheet.freeze_panes == "D7"
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        "$6:$6",
        "landscape",
        0,
    )
    hidden = [sheet.column_dimensions[letter].hidden for letter in "OPQR"]
    assert hidden == [False, True, True, True]


def test_drop_downs_offer_what_the_import_knows(commune_of: CommuneOf, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(save(commune_of(HOUSEHOLDS), tmp_path))
    lists = book["Danh mục"]
    assert lists.sheet_state == "hidden"
    offered = {str(v.formula1) for v in book[SHEET_NAME].data_validations.dataValidation if v.type == "list"}
    assert len(offered) == 7  # no scheme yet, so nothing to choose from
    words = [cell.value for row in lists.iter_rows() for cell in row if cell.value]
    assert "Giếng khoan" in words
    assert not [word for word in words if "chưa rõ loại" in str(word)]


def test_a_number_the_import_would_refuse_is_warned_of_in_excel(
    commune_of: CommuneOf, tmp_path: Path
) -> None:
    sheet = openpyxl.load_workbook(save(commune_of(HOUSEHOLDS), tmp_path))[SHEET_NAME]
    checked = [v for v in sheet.data_validations.dataValidation if v.type != "list"]
    told = [(str(v.sqref)[:2], v.showErrorMessage, v.errorStyle, bool(v.error)) for v in checked]
    assert told == [("D7", True, "warning", True), ("L7", True, "warning", True)]


def test_every_heading_is_read_as_what_it_stands_for() -> None:
    for about in (*COLUMNS, *PLACE_COLUMNS):
        match = match_title(about.heading)
        assert (match.field, match.confidence) == (Field.of(about.field), Confidence.SURE)


def test_text_is_never_a_formula(commune_of: CommuneOf, data: DataFile, tmp_path: Path) -> None:
    commune_of([{"head": "Lê Văn A", "note": '=HYPERLINK("http://x")', "code": "=1+1"}])
    book = openpyxl.load_workbook(save(data, tmp_path))
    sheet = book[SHEET_NAME]
    assert sheet.cell(FIRST, column("note")).value == '=HYPERLINK("http://x")'
    assert not [c for page in book for row in page.iter_rows() for c in row if c.data_type == "f"]


def test_a_folder_that_is_not_there_is_told(data: DataFile, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="không tìm thấy thư mục"):
        save_village_lists(data, 2024, tmp_path / "không có")


def test_a_commune_without_villages_is_told(data: DataFile, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="Chưa có thôn nào"):
        save_village_lists(data, 2024, tmp_path, village_ids=[])


def test_the_most_alike_is_offered_first() -> None:
    options = [("1", "Thôn 1"), ("2", "Phác Lê"), ("3", "Do Thượng")]
    assert nearest_first("thon phac le", options)[0] == ("2", "Phác Lê")
