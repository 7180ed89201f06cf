"""Layouts nobody has seen: whatever the shape of the list, the households come out as they are."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from importing_lists import NAMES, PLAIN, TOP, heads, parse, sheet
from unseen_layouts import draw

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.looks import Looks
from nsnt_desktop.importing.files.reading import Cell, Range
from nsnt_desktop.importing.layouts.recognising import recognise
from nsnt_desktop.importing.layouts.row_kinds import SkipKind
from nsnt_desktop.importing.rows.parsed import ImportRow
from nsnt_desktop.importing.rows.rows import parse_rows
from nsnt_desktop.importing.words.choices import Blank, SheetChoices
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.vocabulary import Confidence


def told(row: ImportRow) -> dict[str, object]:
    names = [
        "head",
        "persons",
        "poverty",
        "source_code",
        "hygienic",
        "clean",
        "litres_per_month",
        "phone",
        "birth_year",
        "village",
    ]
    return {name: getattr(row, name) for name in names}


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 2**32))
def test_every_layout_gives_the_truth(seed: int) -> None:
    drawn = draw(seed)
    found = parse_rows(drawn.sheet, recognise(drawn.sheet))
    assert not found.rejected, (drawn.how, found.rejected)
    assert not found.asks, (drawn.how, found.asks)
    assert [told(row) for row in found.rows] == [asdict(home) for home in drawn.homes], drawn.how


@pytest.mark.parametrize(
    ("below", "why"),
    [
        (["", "TRƯỞNG THÔN"], "a signature"),
        (["I", "Thôn 3", ""], "a group with an index"),
        (["II", "Thôn Phác Lê", 450.0], "a group with its sums"),
        (["", "Tổ 2: 23 hộ", ""], "a group with its count"),
        (["Cộng trang trước chuyển sang", "", 12.0], "a page brought forward"),
        (["Mang sang", "", 12.0], "a page brought forward"),
        (["", "Cộng tổ 1: 23 hộ, 98 khẩu", ""], "a total in words"),
        (["", "Số hộ nghèo", 9.0], "a summary"),
        (["", "Trong đó: hộ nghèo", 9.0], "a summary"),
        (["", "", 690.0], "a sum nobody labelled"),
        (["", "Tổng: 172 hộ", 690.0], "a total with its count"),
        (["Danh sách này có 172 hộ./.", "", ""], "a closing sentence"),
        (["(1)", "(2)", "(3)"], "a numbering"),
        (["STT", "HỌ VÀ TÊN CHỦ HỘ", "Số khẩu"], "a heading again"),
        (["", "Toàn thôn", 690.0], "a total"),
        (["Trang 2/5", "", ""], "a page number"),
        (["", "Tổ trưởng", ""], "a signature"),
        (["III. KHU PHỐ 2", "", ""], "a group"),
        (["", "Người lập biểu: Nguyễn Văn A", ""], "a signature with its name"),
    ],
)
def test_a_row_that_is_no_household_stands_between_households(below: list[Cell], why: str) -> None:
    assert heads([TOP, *PLAIN[:2], below, *PLAIN[2:]]) == NAMES, why


def test_names_under_a_signature_are_no_households_with_or_without_numbers() -> None:
    feet: list[list[Cell]] = [["", "TRƯỞNG THÔN"], ["", "(Ký, ghi rõ họ tên)"], [], ["", "Nguyễn Văn A"]]
    assert heads([TOP, *PLAIN, *feet]) == NAMES
    unnumbered: list[list[Cell]] = [["Họ và tên chủ hộ", "Nguồn nước"]]
    unnumbered += [[n, "Nước mưa"] for n in NAMES]
    assert heads([*unnumbered, ["TRƯỞNG THÔN"], ["Nguyễn Văn A"]]) == NAMES


def test_members_listed_under_each_head_are_counted_and_are_no_households() -> None:
    top: list[Cell] = ["STT", "Họ và tên", "Quan hệ với chủ hộ", "Năm sinh", "Nguồn nước"]
    made: list[list[Cell]] = [
        top,
        [1.0, "Lê Văn An", "Chủ hộ", 1960.0, "Giếng khoan"],
        ["", "Trần Thị Vợ", "Vợ", 1962.0, ""],
        ["", "Lê Văn Con", "Con", 1990.0, ""],
        [2.0, "Bùi Thị Bình", "Chủ hộ", 1970.0, "Nước mưa"],
    ]
    found = parse(made)
    assert [(row.head, row.persons, row.birth_year) for row in found.rows] == [
        ("Lê Văn An", 3, 1960),
        ("Bùi Thị Bình", 1, 1970),
    ]
    assert [row.kind for row in found.skipped] == [SkipKind.MEMBER, SkipKind.MEMBER]
    assert "persons" in found.known
    apart: list[list[Cell]] = [
        ["Chủ hộ", "Họ và tên thành viên", "Quan hệ", "Nguồn nước"],
        ["Lê Văn An", "Lê Văn An", "Chủ hộ", "Giếng đào"],
        ["", "Trần Thị Vợ", "Vợ", ""],
    ]
    assert [(row.head, row.persons) for row in parse(apart).rows] == [("Lê Văn An", 2)]


def test_the_relation_of_who_answered_makes_no_members_of_heads() -> None:
    top: list[Cell] = ["Họ và tên chủ hộ", "Người trả lời", "Quan hệ với chủ hộ", "Số khẩu", "Nguồn nước"]
    rows: list[list[Cell]] = [
        [NAMES[0], "Chị Hoa", "Vợ", 4.0, "Nước mưa"],
        [NAMES[1], "", "Chủ hộ", 2.0, "Nước mưa"],
    ]
    assert heads([top, *rows]) == NAMES[:2]


def test_two_lists_side_by_side_are_refused_in_one_sentence() -> None:
    made = sheet([[*TOP, "", *TOP], [1.0, "Lê Văn An", 4.0, "", 2.0, "Bùi Thị Bình", 3.0]])
    with pytest.raises(
        KnownError, match=r"cạnh nhau \(cột B và cột F.*Chưa có gì thay đổi.*chuyển phần bên phải"
    ):
        recognise(made)


def test_a_second_table_below_is_read_by_its_own_columns() -> None:
    rows: list[list[Cell]] = [
        ["Danh sách hộ thôn 3"],
        TOP,
        *PLAIN[:2],
        ["", "TRƯỞNG THÔN"],
        ["", "Nguyễn Văn A"],
        ["Danh sách hộ thôn 4"],
        ["STT", "Chủ hộ", "Nguồn nước", "Nước sạch"],
        [1.0, "Quách Văn Cường", "Giếng khoan", "Có"],
    ]
    made = sheet(rows)
    layout = recognise(made)
    assert "Từ dòng 8 là một bảng" in layout.heading_reason
    found = parse_rows(made, layout)
    assert [(r.head, r.persons, r.source_code, r.village) for r in found.rows] == [
        ("Lê Văn An", 2, None, "Thôn 3"),
        ("Bùi Thị Bình", 3, None, "Thôn 3"),
        ("Quách Văn Cường", None, "drilled_well", "Thôn 4"),
    ]
    numbers = [r.excel_row for r in found.rows] + [r.excel_row for r in found.skipped]
    assert sorted(numbers) == list(range(layout.first_data_row, len(rows) + 1))


def test_a_list_without_a_heading_is_read_by_its_cells_and_says_so() -> None:
    rows: list[list[Cell]] = [
        [1.0, "Lê Văn An", 4.0, "Giếng khoan", "Không", "0912345678"],
        [2.0, "Bùi Thị Bình", 3.0, "Nước mưa", "Hộ nghèo", "0912345679"],
        [3.0, "Quách Văn Cường", 5.0, "Nước suối", "Không", "0912345670"],
    ]
    made = sheet([["DANH SÁCH HỘ THÔN 5"], *rows])
    layout = recognise(made)
    assert layout.heading_rows == ()
    assert "Không có dòng tiêu đề" in layout.heading_reason
    assert {c.confidence for c in layout.columns} == {Confidence.LIKELY}
    found = parse_rows(made, layout)
    assert [(r.head, r.persons, r.source_code, r.poverty, r.phone, r.village) for r in found.rows] == [
        ("Lê Văn An", 4, "drilled_well", "none", "0912345678", "Thôn 5"),
        ("Bùi Thị Bình", 3, "rain", "poor", "0912345679", "Thôn 5"),
        ("Quách Văn Cường", 5, "surface", "none", "0912345670", "Thôn 5"),
    ]


def test_without_a_heading_two_columns_of_names_are_a_doubt() -> None:
    rows: list[list[Cell]] = [[n, "Trần Văn Chồng", 4.0, "Nước mưa"] for n in NAMES]
    with pytest.raises(KnownError, match="Không tìm thấy dòng tiêu đề"):
        recognise(sheet(rows))


def test_a_column_of_unknown_title_is_proposed_by_its_cells() -> None:
    top: list[Cell] = ["Chủ hộ", "Số khẩu", "Đang xài", "Alo", "", "Màu sơn"]
    rows: list[list[Cell]] = [
        [n, 4.0, s, f"09123456{i}0", f"Thôn {i}", "Có"]
        for i, (n, s) in enumerate(zip(NAMES, ("Nước mưa", "GK", "Giếng đào"), strict=True), 1)
    ]
    layout = recognise(sheet([top, *rows]))
    assert [c.field for c in layout.columns] == [
        Field.HEAD, Field.PERSONS, Field.MAIN_SOURCE, Field.PHONE, Field.VILLAGE, Field.IGNORE,
    ]  # fmt: skip
    assert "3/3 ô là nguồn nước" in layout.columns[2].reason
    assert layout.columns[2].confidence is Confidence.LIKELY


def test_cells_that_deny_a_title_lower_its_confidence_and_leave_its_meaning() -> None:
    rows: list[list[Cell]] = [["Chủ hộ", "Hộ nghèo", "Số khẩu"]]
    rows += [[name, name, 4.0] for name in NAMES]
    poor = recognise(sheet(rows)).columns[1]
    assert (poor.field, poor.confidence) == (Field.POOR, Confidence.LIKELY)
    assert "3/3 ô có vẻ là họ tên người" in poor.reason


@pytest.mark.parametrize(
    ("columns", "rows", "told"),
    [
        (
            ["Nước sạch từ công trình tập trung", "Nước sạch từ công trình nhỏ lẻ"],
            [["x", ""], ["", "x"], ["", ""]],
            [(True, "central_unspecified"), (True, "household_unspecified"), (None, None)],
        ),
        (
            ["Nước sạch", "Chưa có nước sạch"],
            [["x", ""], ["", "x"], ["", ""]],
            [(True, None), (False, None), (None, None)],
        ),
        (
            ["Đạt quy chuẩn", "Không đạt quy chuẩn"],
            [["Đạt", ""], ["", "Không"], ["", "x"]],
            [(True, None), (False, None), (False, None)],
        ),
    ],
)
def test_columns_that_answer_together(
    columns: list[Cell], rows: list[list[Cell]], told: list[tuple[bool | None, str | None]]
) -> None:
    found = parse([["Chủ hộ", *columns], *([n, *row] for n, row in zip(NAMES, rows, strict=True))])
    assert [(row.clean, row.source_code) for row in found.rows] == told


def test_yes_and_no_both_ticked_is_refused() -> None:
    found = parse([["Chủ hộ", "Nước sạch", "Chưa có nước sạch"], [NAMES[0], "x", "x"], [NAMES[1], "x", ""]])
    assert [(error.excel_row, error.column) for error in found.rejected] == [(2, "B, C")]


def test_a_group_above_the_row_of_the_head_belongs_to_the_heading() -> None:
    rows: list[list[Cell]] = [
        ["Danh sách hộ"],
        ["", "Thông tin chủ hộ", "", "Nước hợp vệ sinh", "", "Nguồn nước", ""],
        ["STT", "Họ và tên", "Năm sinh", "Có", "Không", "Mưa", "Khác"],
        [1.0, "Lê Văn An", 1970.0, "x", "", "x", ""],
        [2.0, "Bùi Thị Bình", 1980.0, "", "x", "", "x"],
    ]
    merged: list[Range] = [((1, 1), (1, 2)), ((1, 3), (1, 4)), ((1, 5), (1, 6))]
    found = parse_rows(made := sheet(rows, merged=merged), recognise(made))
    assert [(r.head, r.hygienic, r.source_code) for r in found.rows] == [
        ("Lê Văn An", True, "rain"),
        ("Bùi Thị Bình", False, "other"),
    ]


def test_a_heading_of_three_rows_with_units_is_read() -> None:
    rows: list[list[Cell]] = [
        ["STT", "Họ và tên chủ hộ", "Số nhân khẩu", "", "Sử dụng nước", "", "", ""],
        ["", "", "Tổng số", "Trong đó nữ", "Hợp vệ sinh", "", "Nước sạch", ""],
        ["", "", "", "", "Có", "Không", "Có", "Không"],
        ["", "", "(người)", "(người)", "(x)", "(x)", "(x)", "(x)"],
        [1.0, "Lê Văn An", 5.0, 2.0, "x", "", "", "x"],
        [2.0, "Bùi Thị Bình", 4.0, 1.0, "", "x", "", ""],
    ]
    merged: list[Range] = [((0, 0), (3, 0)), ((0, 1), (3, 1)), ((0, 2), (0, 3)), ((0, 4), (0, 7)), ((1, 4), (1, 5)), ((1, 6), (1, 7))]  # noqa: E501 # fmt: skip
    for ranges in (merged, ()):
        found = parse_rows(made := sheet(rows, merged=ranges), recognise(made))
        assert [(r.head, r.persons, r.hygienic, r.clean) for r in found.rows] == [
            ("Lê Văn An", 5, True, False),
            ("Bùi Thị Bình", 4, False, None),
        ]


def test_merged_cells_down_the_list_speak_for_all_the_rows_they_cover() -> None:
    rows: list[list[Cell]] = [
        ["Thôn", "Chủ hộ", "Số khẩu", "Nguồn nước"],
        ["Thôn 1", NAMES[0], 1.0, "Nước mưa"],
        ["", NAMES[1], 2.0, ""],
        ["Thôn 2", NAMES[2], 3.0, "Giếng đào"],
    ]
    made = sheet(rows, merged=[((1, 0), (2, 0)), ((1, 3), (2, 3))])
    found = parse_rows(made, recognise(made))
    assert [(r.village, r.source_code) for r in found.rows] == [
        ("Thôn 1", "rain"),
        ("Thôn 1", "rain"),
        ("Thôn 2", "dug_well"),
    ]


def test_hidden_rows_are_read_unless_the_officer_leaves_them_out() -> None:
    made = replace(
        sheet([TOP, *PLAIN]), looks=Looks(hidden_rows=frozenset({1, 3}), hidden_columns=frozenset({2}))
    )
    layout = recognise(made)
    assert (layout.hidden_rows, [c.hidden for c in layout.columns]) == ((3,), [False, False, True])
    assert [row.head for row in parse_rows(made, layout).rows] == NAMES
    found = parse_rows(made, recognise(made, choices=SheetChoices(skip_hidden_rows=True)))
    assert [row.head for row in found.rows] == [NAMES[0], NAMES[2]]
    assert [(row.excel_row, row.kind) for row in found.skipped] == [(3, SkipKind.HIDDEN)]


def test_what_a_blank_says_is_recognised_and_the_officer_rules_over_it() -> None:
    rows: list[list[Cell]] = [["Chủ hộ", "Nước sạch", "Đồng hồ nước", "SĐT"], [NAMES[0], "x", "Có", ""], [NAMES[1], "", "Không", ""], [NAMES[2], "", "", ""]]  # noqa: E501 # fmt: skip
    made = sheet(rows)
    layout = recognise(made)
    assert [c.blank for c in layout.columns] == [Blank.UNKNOWN, Blank.NO, Blank.UNKNOWN, Blank.UNKNOWN]
    found = parse_rows(made, layout)
    assert [(r.clean, r.has_meter) for r in found.rows] == [(True, True), (False, False), (False, None)]
    chosen = SheetChoices(blanks={1: Blank.UNKNOWN, 2: Blank.NO, 3: Blank.ERASE})
    found = parse_rows(made, recognise(made, choices=chosen))
    assert [(r.clean, r.has_meter) for r in found.rows] == [(True, True), (None, False), (None, False)]
    assert found.erased == {"phone"}


def test_any_row_may_be_chosen_as_the_heading() -> None:
    rows: list[list[Cell]] = [
        ["Bảng"],
        ["a", "b", "c"],
        ["Lê Văn An", "4", "Nước mưa"],
        ["Bùi Thị Bình", "3", "GK"],
    ]
    made = sheet(rows)
    layout = recognise(made, choices=SheetChoices(heading_row=2))
    assert (layout.heading_rows, layout.first_data_row) == ((2,), 3)
    with pytest.raises(KnownError, match="Hãy chọn cột ghi tên chủ hộ"):
        parse_rows(made, layout)
    meanings = {0: Field.HEAD, 1: Field.PERSONS, 2: Field.MAIN_SOURCE}
    found = parse_rows(made, recognise(made, choices=SheetChoices(heading_row=2, meanings=meanings)))
    assert [(r.head, r.persons, r.source_code) for r in found.rows] == [
        ("Lê Văn An", 4, "rain"),
        ("Bùi Thị Bình", 3, "drilled_well"),
    ]
    recognise(made, choices=SheetChoices(heading_row=99))


def test_the_village_the_officer_names_brings_its_former_commune() -> None:
    made = sheet([TOP, *PLAIN])
    chosen = SheetChoices(village="Thôn 9", former_commune="Cẩm Phú")
    found = parse_rows(made, recognise(made, choices=chosen))
    assert {(row.village, row.former_commune) for row in found.rows} == {("Thôn 9", "Cẩm Phú")}
    assert {"village", "former_commune"} <= found.known


def test_the_heading_says_why_it_is_one() -> None:
    assert recognise(sheet([["Danh sách"], TOP, *PLAIN])).heading_reason == (
        "Dòng 2 có «Họ và tên chủ hộ» và 2 cột khác nhận ra."
    )
