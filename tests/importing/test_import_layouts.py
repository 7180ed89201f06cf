"""Made-up layouts: however the heading is written, the same households come out."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from importing_lists import parse, sheet, write_xlsx

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.reading import Cell, Range, read_workbook
from nsnt_desktop.importing.layouts.layout import with_columns
from nsnt_desktop.importing.layouts.recognising import recognise
from nsnt_desktop.importing.rows.rows import parse_rows
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.village_names import find_village, villages_in
from nsnt_desktop.importing.words.vocabulary import Confidence, match_title
from nsnt_desktop.resource_files import read_toml

PEOPLE: list[dict[str, Cell]] = [
    {
        "stt": 1.0,
        "head": "Lê Thị Ấm",
        "persons": 4.0,
        "poor": "x",
        "hygienic": "x",
        "clean": "x",
        "well": "x",
        "phone": "0912345678",
    },
    {
        "stt": 2.0,
        "head": "Tống Công Minh",
        "persons": "3 khẩu",
        "near_poor": "x",
        "hygienic": "x",
        "well": "x",
    },
    {"stt": 3.0, "head": "Tổ Văn Cộng", "persons": 2.0, "hygienic": "x", "rain": "x", "note": "mới tách hộ"},
]
TITLES = read_toml("importing", "synonyms.toml")["titles"]
ALSO = {"well": ["Giếng khoan", "Nước giếng khoan"], "rain": ["Nước mưa"]}
FILLERS = st.lists(
    st.sampled_from(
        [
            [],
            ["UBND XÃ CẨM TÂN"],
            ["DANH SÁCH HỘ SỬ DỤNG NƯỚC - THÔN 7"],
            ["", "Năm 2026"],
            ["Kính gửi: UBND xã"],
        ]
    ),
    max_size=6,
)


def told(parsed: object) -> list[object]:
    return [row._replace(sheet="", excel_row=0, village=None) for row in parsed.rows]  # type: ignore[attr-defined]


def plain() -> list[list[Cell]]:
    order = list(dict.fromkeys(key for person in PEOPLE for key in person))
    return [list(order), *[[person.get(key, "") for key in order] for person in PEOPLE]]


def titled(order: list[str], titles: dict[str, str]) -> list[list[Cell]]:
    return [[titles[key] for key in order], *[[person.get(key, "") for key in order] for person in PEOPLE]]


ORDER = [str(key) for key in plain()[0]]
SIMPLE = {
    "stt": "STT",
    "head": "Chủ hộ",
    "persons": "Số khẩu",
    "poor": "Hộ nghèo",
    "near_poor": "Hộ cận nghèo",
    "hygienic": "Nước hợp vệ sinh",
    "clean": "Nước sạch",
    "well": "Giếng khoan",
    "rain": "Nước mưa",
    "phone": "SĐT",
    "note": "Ghi chú",
}


def test_the_simple_layout_is_read_right() -> None:
    first, second, third = parse(titled(ORDER, SIMPLE)).rows
    assert (first.head, first.persons, first.poverty, first.hygienic, first.clean) == (
        "Lê Thị Ấm",
        4,
        "poor",
        True,
        True,
    )
    assert (first.source_code, first.phone, first.note) == ("drilled_well", "0912345678", None)
    assert (second.head, second.persons, second.poverty, second.clean) == (
        "Tống Công Minh",
        3,
        "near_poor",
        False,
    )
    assert (third.head, third.poverty, third.source_code, third.note) == (
        "Tổ Văn Cộng",
        "none",
        "rain",
        "mới tách hộ",
    )


@settings(deadline=None)
@given(order=st.permutations(ORDER), above=FILLERS, data=st.data())
def test_order_titles_and_rows_above_change_nothing(
    order: list[str], above: list[list[Cell]], data: st.DataObject
) -> None:
    titles = {key: data.draw(st.sampled_from((TITLES | ALSO)[key])) for key in order}
    changed = {
        key: data.draw(st.sampled_from([title, title.upper(), f" {title} ", f"{title}:"]))
        for key, title in titles.items()
    }
    found = parse([*above, *titled(order, changed)])
    assert told(found) == told(parse(titled(ORDER, SIMPLE)))
    assert [row.excel_row for row in found.rows] == [len(above) + 2 + n for n in range(3)]


GROUPS = {
    "hygienic": "Chất lượng nước sinh hoạt đang sử dụng",
    "clean": "Chất lượng nước sinh hoạt đang sử dụng",
    "well": "Nguồn cấp nước",
    "rain": "Nguồn cấp nước",
}


@settings(deadline=None)
@given(above=FILLERS, merged=st.booleans(), numbered=st.booleans())
def test_a_heading_of_two_rows_gives_the_same(above: list[list[Cell]], merged: bool, numbered: bool) -> None:
    top: list[Cell] = []
    below: list[Cell] = []
    ranges: list[Range] = []
    at = len(above)
    order = [
        *[key for key in ORDER if key not in GROUPS and key != "note"],
        "hygienic",
        "clean",
        "well",
        "rain",
        "note",
    ]
    for column, key in enumerate(order):
        group = GROUPS.get(key, "")
        first = bool(group) and GROUPS.get(order[column - 1]) != group
        top.append(group if first else "" if group else SIMPLE[key])
        below.append(SIMPLE[key] if group else "")
        ranges.append(((at, column), (at, column + 1)) if first else ((at, column), (at + 1, column)))
    numbers: list[list[Cell]] = [[f"({n})" for n in range(1, len(order) + 1)]] if numbered else []
    rows = [*above, top, below, *numbers, *titled(order, SIMPLE)[1:]]
    made = sheet(rows, merged=ranges if merged else ())
    layout = recognise(made)
    assert layout.heading_rows == (at + 1, at + 2)
    assert told(parse_rows(made, layout)) == told(parse(titled(ORDER, SIMPLE)))
    assert any(column.title == "Nguồn cấp nước: Giếng khoan" for column in layout.columns)


def test_a_two_row_heading_survives_a_real_file(tmp_path: Path) -> None:
    rows = [
        ["Họ và tên chủ hộ", "Nguồn cấp nước", ""],
        ["", "Công trình CNNL", "Công trình CNTT"],
        ["Lê Thị Ấm", "", "v"],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"S": rows}, merge=["A1:A2", "B1:C1"])
    made = read_workbook(path).sheets[0]
    assert parse_rows(made, recognise(made)).rows[0].source_code == "central_unspecified"


def test_a_column_says_why_it_is_read_so() -> None:
    layout = recognise(
        sheet([["Chủ hộ", "Số CCCD chủ hộ", "Tổng số nhân khẩu của hộ", "Màu sơn", "", "Khẩu"]])
    )
    fields = [(column.field, column.confidence) for column in layout.columns]
    assert fields == [
        (Field.HEAD, Confidence.SURE),
        (Field.IGNORE, Confidence.SURE),
        (Field.IGNORE, Confidence.LIKELY),
        (Field.IGNORE, Confidence.NONE),
        (Field.IGNORE, Confidence.NONE),
        (Field.PERSONS, Confidence.SURE),
    ]
    reasons = [column.reason for column in layout.columns]
    assert "Trùng nghĩa «Nhân khẩu» với cột F" in reasons[2]
    assert "Màu sơn" in reasons[3]
    assert layout.fields == {Field.HEAD, Field.PERSONS}


def test_the_officer_overrules_a_column() -> None:
    made = sheet([["Chủ hộ", "Khẩu", "Khẩu thực tế"], ["Lê Thị Ấm", "4", "5"]])
    layout = recognise(made)
    assert parse_rows(made, layout).rows[0].persons == 4
    changed = with_columns(layout, {2: Field.PERSONS})
    assert parse_rows(made, changed).rows[0].persons == 5
    assert [column.field for column in changed.columns] == [Field.HEAD, Field.IGNORE, Field.PERSONS]
    assert changed.columns[2].confidence is Confidence.CHOSEN
    with pytest.raises(KnownError, match="Chủ hộ"):
        parse_rows(made, with_columns(layout, {0: Field.NOTE}))


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Nước mua", Field.TICK_BOUGHT),
        ("Nước mưa", Field.TICK_RAIN),
        ("nuoc mua", Field.IGNORE),
        ("Số điện thoại của chủ hộ", Field.PHONE),
        ("Công trình cấp nước tập trung", Field.TICK_CENTRAL),
        ("Khác", Field.IGNORE),
        ("Hộ nghèo, cận nghèo", Field.POVERTY),
        ("Tên công trình cấp nước", Field.SCHEME),
        ("Nguồn nước hợp vệ sinh", Field.HYGIENIC),
    ],
)
def test_titles_that_are_easily_confused(title: str, field: Field) -> None:
    assert match_title(title).field is field


@pytest.mark.parametrize("field", [field for field in Field if field is not Field.IGNORE])
def test_every_field_is_known_by_its_own_label(field: Field) -> None:
    match = match_title(field.label)
    assert (match.field, match.confidence) == (field, Confidence.SURE)


@pytest.mark.parametrize(
    ("text", "villages"),
    [
        ("DANH SÁCH HỘ SỬ DỤNG NƯỚC SINH HOẠT - THÔN PHÁC LÊ", ["Thôn Phác Lê"]),
        ("Danh sách hộ thôn 1", ["Thôn 1"]),
        ("Danh sách hộ gia đình thôn 2 xã Cẩm Tân năm 2024", ["Thôn 2"]),
        ("Thôn: Phác Lê, xã Cẩm Tân", ["Thôn Phác Lê"]),
        ("KHU PHỐ 3 NĂM 2025", ["Khu phố 3"]),
        ("Danh sách thôn 1, thôn 2", ["Thôn 1", "Thôn 2"]),
        ("Trưởng thôn: Nguyễn Văn A", []),
        ("Các hộ trong thôn có nước sạch", []),
        ("VĂN BẢN SỐ 5", []),
        ("BẢN TỔNG HỢP HỘ SỬ DỤNG NƯỚC", []),
        ("LÀNG NGHỀ", []),
        ("Thôn Phác Lê 2", ["Thôn Phác Lê 2"]),
        ("thôn 3A", ["Thôn 3A"]),
        ("Bản Pù Luông", ["Bản Pù Luông"]),
        ("KDC số 5", ["KDC số 5"]),
        ("Tổ dân phố số 3", ["Tổ dân phố số 3"]),
        ("TIỂU KHU 2", ["Tiểu khu 2"]),
        ("Ấp Bắc", ["Ấp Bắc"]),
        ("Buôn Đôn", ["Buôn Đôn"]),
        ("THÔN: 3", ["Thôn 3"]),
        ("Thôn3", ["Thôn 3"]),
        ("Thôn An Bình", ["Thôn An Bình"]),
        ("THÔN NAM SƠN - XÃ CẨM TÂN", ["Thôn Nam Sơn"]),
        ("Thôn: phác lê", ["Thôn phác lê"]),
    ],
)
def test_villages_are_found_in_words(text: str, villages: list[str]) -> None:
    assert villages_in(text) == villages


def test_the_village_comes_from_the_title_then_the_sheet_then_the_file() -> None:
    assert find_village(["Danh sách thôn 1"], "Thôn 2", "thon-3.xlsx")[0] == "Thôn 1"
    assert find_village(["Danh sách"], "Thôn 2", "thon-3.xlsx")[0] == "Thôn 2"
    village, reason = find_village(["Danh sách"], "Sheet1", "5-thon-3.xlsx")
    assert village == "Thôn 3"
    assert "tên tệp" in reason
    assert find_village(["Thôn 1 và thôn 2"], "Thôn 2", "")[0] is None
    assert find_village([], "Phác Lê", "")[0] == "Phác Lê"
    assert find_village([], "Danh sách hộ", "")[0] is None
    assert find_village([], "Sheet1", "DS_HO_THON_PHAC_LE.xlsx")[0] == "Thôn Phac Le"
    assert find_village([], "Sheet1", "4-hai-thon-sheet-an.xlsx")[0] is None
