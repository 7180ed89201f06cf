from dataclasses import replace

import pytest
from importing_lists import parse, sheet

from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.importing.layouts.recognising import recognise
from nsnt_desktop.importing.layouts.row_kinds import SkipKind
from nsnt_desktop.importing.rows.rows import parse_rows
from nsnt_desktop.importing.words.fields import Field

FORM: list[Cell] = [
    "STT",
    "Họ và tên chủ hộ",
    "Số khẩu",
    "Hộ nghèo",
    "Hộ cận nghèo",
    "Nước hợp vệ sinh",
    "Nước sạch",
    "Công trình CNNL",
    "Công trình CNTT",
]
HOME: list[Cell] = [1.0, "Lê Thị Ấm", 4.0, "", "", "x", "", "x", ""]


def home(**cells: Cell) -> list[Cell]:
    places = {
        "stt": 0,
        "head": 1,
        "persons": 2,
        "poor": 3,
        "near": 4,
        "hygienic": 5,
        "clean": 6,
        "cnnl": 7,
        "cntt": 8,
    }
    row = list(HOME)
    for name, cell in cells.items():
        row[places[name]] = cell
    return row


@pytest.mark.parametrize("mark", ["x", "X", "✓", "v", "V", "1", 1.0, "có", " x "])
def test_ticks_of_every_kind(mark: Cell) -> None:
    first, second = parse([FORM, home(clean=mark), home()]).rows
    assert (first.clean, second.clean) == (True, False)


def test_a_blank_in_a_column_of_words_is_not_known() -> None:
    rows = parse([["Chủ hộ", "Nước sạch"], ["Lê A", "Có"], ["Lê B", "Không"], ["Lê C", ""]]).rows
    assert [row.clean for row in rows] == [True, False, None]


def test_an_empty_column_follows_its_neighbours() -> None:
    (ticked,) = parse([FORM, home()]).rows
    assert (ticked.clean, ticked.poverty) == (False, "none")
    (worded,) = parse([["Chủ hộ", "Nước hợp vệ sinh", "Nước sạch"], ["Lê A", "Không", ""]]).rows
    assert (worded.hygienic, worded.clean) == (False, None)


def test_a_row_nobody_filled_in_stays_open() -> None:
    blank = parse([FORM, home(), home(hygienic="", cnnl="")]).rows[1]
    assert (blank.hygienic, blank.clean, blank.source_code) == (None, None, None)
    unhygienic = parse([FORM, home(), home(hygienic="")]).rows[1]
    assert (unhygienic.hygienic, unhygienic.clean, unhygienic.source_code) == (
        False,
        False,
        "household_unspecified",
    )


def test_a_no_in_words_stays_a_no_beside_sources_nobody_ticked() -> None:
    rows = parse([FORM, home(), home(hygienic="không", clean="không", cnnl="")]).rows
    assert (rows[1].hygienic, rows[1].clean, rows[1].source_code) == (False, False, None)


def test_a_row_nobody_filled_in_stays_open_where_the_source_is_a_word() -> None:
    heading: list[Cell] = ["Chủ hộ", "Nước hợp vệ sinh", "Nước sạch", "Nguồn nước chính"]
    rows = parse([heading, ["Lê A", "x", "x", "Giếng khoan"], ["Lê B", "", "", "Giếng đào"], ["Lê C"]]).rows
    assert [(row.hygienic, row.clean) for row in rows] == [(True, True), (False, False), (None, None)]


def test_both_kinds_of_poverty_are_refused() -> None:
    found = parse([FORM, home(poor="x", near="x"), home()])
    (error,) = found.rejected
    assert (error.excel_row, error.column, error.value) == (2, "D, E", "x; x")
    assert "cận nghèo" in error.reason
    assert found.data_rows == 2


def test_both_kinds_of_source_are_refused() -> None:
    (error,) = parse([FORM, home(cntt="x")]).rejected
    assert error.column == "H, I"
    assert "một nguồn nước chính" in error.reason


def test_a_named_source_is_finer_than_its_group() -> None:
    heading: list[Cell] = ["Chủ hộ", "Giếng khoan", "Nước mưa", "Công trình CNNL", "Công trình CNTT"]
    found = parse(
        [
            heading,
            ["Lê A", "x", "", "x", ""],
            ["Lê B", "", "", "", "x"],
            ["Lê C", "x", "x", "", ""],
            ["Lê D", "x", "", "", "x"],
        ]
    )
    assert [row.source_code for row in found.rows] == ["drilled_well", "central_unspecified"]
    assert [error.excel_row for error in found.rejected] == [4, 5]


def test_a_word_and_a_tick_for_the_source_go_together() -> None:
    heading: list[Cell] = ["Chủ hộ", "Nguồn nước chính", "Công trình CNTT"]
    found = parse([heading, ["Lê A", "Nước máy", "x"], ["Lê B", "Giếng đào", ""], ["Lê C", "Giếng đào", "x"]])
    assert [row.source_code for row in found.rows] == ["central_tap", "dug_well"]
    assert [error.column for error in found.rejected] == ["B, C"]


def test_a_source_of_the_officer_contradicts_no_group() -> None:
    heading: list[Cell] = ["Chủ hộ", "Nguồn nước chính", "Công trình CNNL"]
    asked = parse([heading, ["Lê A", "Nước thần tiên", "x"]])
    assert asked.waiting_rows == (2,)
    assert not asked.rows
    found = parse([heading, ["Lê A", "Nước thần tiên", "x"]], {f"source_code:{asked.asks[0].word}": "my_own"})
    assert found.rows[0].source_code == "my_own"


def test_all_wrong_cells_are_listed_and_the_row_counts_once() -> None:
    found = parse(
        [
            ["Chủ hộ", "Số khẩu", "m3/tháng", "Nguồn nước"],
            ["", "ba", "-1", "lạ"],
            ["Lê B", 2.0, 3.0, "Giếng đào"],
        ]
    )
    assert [error.column for error in found.rejected] == ["A", "B", "C"]
    assert found.rejected_rows == (2,)
    assert not found.asks
    assert found.data_rows == 2


def test_a_formula_without_a_value_is_refused_wherever_it_is_read() -> None:
    made = sheet([["STT", "Chủ hộ", "Số khẩu"], ["", "Lê A", ""], ["", "Lê B", ""]])
    made = replace(made, faults={(1, 2): "công thức không có giá trị", (2, 0): "công thức không có giá trị"})
    found = parse_rows(made, recognise(made))
    assert [(error.excel_row, error.column) for error in found.rejected] == [(2, "C")]
    assert [row.head for row in found.rows] == ["Lê B"]


def test_rows_that_are_no_households_are_counted_with_their_reason() -> None:
    found = parse(
        [
            FORM,
            ["Tổ 1"],
            home(),
            [],
            FORM,
            home(head="Tống Cộng Hòa"),
            ["", "Tổng cộng", 8.0],
            ["Cộng", "", 8.0],
            [3.0],
            ["Ghi chú: x là có"],
            ["", "", "", "", "", "", "", "Cẩm Tân, ngày 5 tháng 2 năm 2026"],
            ["", "NGƯỜI LẬP BIỂU", "", "", "", "", "", "TRƯỞNG THÔN"],
            ["", "(Ký, ghi rõ họ tên)", "", "", "", "", "", "(Ký, ghi rõ họ tên)"],
            ["", "Lê Thị Lập", "", "", "", "", "", "Bùi Văn Trưởng"],
        ]
    )
    assert [row.head for row in found.rows] == ["Lê Thị Ấm", "Tống Cộng Hòa"]
    assert not found.rejected
    assert [(row.excel_row, row.kind) for row in found.skipped] == [
        (2, SkipKind.GROUP),
        (4, SkipKind.BLANK),
        (5, SkipKind.HEADING),
        (7, SkipKind.TOTAL),
        (8, SkipKind.TOTAL),
        (9, SkipKind.UNFILLED),
        (10, SkipKind.NOTE),
        (11, SkipKind.SIGNATURE),
        (12, SkipKind.SIGNATURE),
        (13, SkipKind.SIGNATURE),
        (14, SkipKind.SIGNATURE),
    ]
    assert all(row.reason for row in found.skipped)


def test_every_row_under_the_heading_is_accounted_for() -> None:
    body: list[list[Cell]] = [
        ["Tổ 1"],
        home(),
        [],
        home(head=""),
        home(persons="ba"),
        ["", "Tổng cộng"],
        ["", "", "TRƯỞNG THÔN"],
    ]
    found = parse([FORM, *body])
    assert found.data_rows + len(found.skipped) == len(body)


def test_a_name_alone_with_its_number_is_a_household() -> None:
    found = parse([FORM, home(), [2.0, "Lê Văn Bảy"], ["", "Xóm trên"]])
    assert [row.head for row in found.rows] == ["Lê Thị Ấm", "Lê Văn Bảy"]
    assert [row.kind for row in found.skipped] == [SkipKind.GROUP]


def test_a_missing_head_in_a_filled_row_is_refused() -> None:
    (error,) = parse([FORM, home(head="")]).rejected
    assert (error.column, error.reason) == ("B", "thiếu tên chủ hộ; cần ghi họ và tên")


def test_group_rows_name_the_village_of_the_rows_below() -> None:
    found = parse(
        [["Danh sách thôn 9"], FORM, home(), ["THÔN 1"], home(), ["Thôn Phác Lê"], home(), ["Tổ 2"], home()]
    )
    assert [row.village for row in found.rows] == ["Thôn 9", "Thôn 1", "Thôn Phác Lê", "Thôn Phác Lê"]
    assert "village" in found.known


def test_an_absent_column_is_not_known() -> None:
    found = parse([["Chủ hộ", "Hộ nghèo", "CNTT"], ["Lê A", "x", "x"]])
    assert found.known == {"head", "poverty", "source_code"}
    assert found.fields == {Field.HEAD, Field.POOR, Field.TICK_CENTRAL}


def test_every_field_reaches_its_place() -> None:
    heading: list[Cell] = [
        "Mã hộ",
        "Chủ hộ",
        "Thôn",
        "Xã cũ",
        "Địa chỉ",
        "SĐT",
        "Tên công trình",
        "Căn cứ",
        "m3/tháng",
        "Đồng hồ nước",
        "Thiếu nước mùa khô",
        "Nguy cơ ô nhiễm",
        "Ghi chú",
    ]
    (row,) = parse(
        [
            heading,
            [
                "007",
                "Lê A",
                5.0,
                "Cẩm Phú",
                "Tổ 3",
                912345678.0,
                "Trạm Bái",
                "Xét nghiệm",
                "12,5",
                "Có",
                "Không",
                "gần chuồng trại",
                "x",
            ],
        ]
    ).rows
    assert (row.code, row.head, row.village, row.former_commune, row.address) == (
        "007",
        "Lê A",
        "5",
        "Cẩm Phú",
        "Tổ 3",
    )
    assert (row.phone, row.scheme, row.basis, row.litres_per_month) == (
        "0912345678",
        "Trạm Bái",
        "test",
        12_500,
    )
    assert (row.has_meter, row.dry_season_shortage, row.pollution, row.note) == (
        True,
        False,
        "gần chuồng trại",
        "x",
    )
