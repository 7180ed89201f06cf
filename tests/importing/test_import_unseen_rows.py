"""Rows and titles of lists nobody has seen: groups, examples, codes, second lines, footnotes."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from importing_lists import FACTS, NAMES, PLAIN, TOP, heads, parse, sheet

from nsnt_desktop.importing.files.looks import Looks
from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.importing.layouts.recognising import recognise
from nsnt_desktop.importing.layouts.row_kinds import SkipKind
from nsnt_desktop.importing.rows.rows import parse_rows
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.vocabulary import word_key
from nsnt_desktop.models.words import Poverty


def facts(number: int, name: str) -> list[Cell]:
    return [float(number), name, 4.0, "Nước mưa", "Có"]


@pytest.mark.parametrize(
    "groups",
    [
        ([["I. HỘ NGHÈO"]], [["II. HỘ CẬN NGHÈO"]], [["III. HỘ KHÁC"]]),
        ([["Hộ nghèo"]], [["Hộ cận nghèo"]], [["Hộ không thuộc diện nghèo, cận nghèo"]]),
        ([["A", "Hộ nghèo", 18.0]], [["B", "Hộ cận nghèo: 12 hộ", 40.0]], [["C", "Các hộ còn lại", 60.0]]),
        ([["Hộ nghèo"], FACTS], [["", "Cộng trang", 4.0], [], ["Hộ cận nghèo"]], [["Hộ khác"]]),
    ],
)
def test_poverty_that_stands_in_group_rows_is_read(groups: Sequence[list[list[Cell]]]) -> None:
    rows = [FACTS]
    for number, (group, name) in enumerate(zip(groups, NAMES, strict=True), 1):
        rows += [*group, facts(number, name)]
    found = parse(rows)
    assert [(row.head, row.poverty) for row in found.rows] == list(
        zip(NAMES, (Poverty.POOR, Poverty.NEAR_POOR, Poverty.NONE), strict=True)
    )
    assert "poverty" in found.known
    assert next(row.reason for row in found.skipped if "đọc là" in row.reason).endswith("đọc là «Hộ nghèo»")
    assert (len(found.rejected), len(found.asks)) == (0, 0)


def test_a_group_of_the_poor_ends_with_its_village_or_its_total() -> None:
    rows: list[list[Cell]] = [
        FACTS,
        ["Thôn 1"],
        ["Hộ nghèo"],
        facts(1, NAMES[0]),
        ["Thôn 2"],
        facts(1, NAMES[1]),
    ]
    assert [row.poverty for row in parse(rows).rows] == [Poverty.POOR, None]
    rows = [FACTS, ["Hộ nghèo"], ["Thôn 1"], facts(1, NAMES[0]), ["Thôn 2"], facts(2, NAMES[1])]
    assert [row.poverty for row in parse(rows).rows] == [Poverty.POOR, Poverty.POOR]
    rows = [FACTS, ["Hộ nghèo"], facts(1, NAMES[0]), ["", "Cộng", 4.0], facts(2, NAMES[1])]
    assert [row.poverty for row in parse(rows).rows] == [Poverty.POOR, None]


def test_sums_of_the_poor_under_a_list_say_nothing_of_the_next() -> None:
    feet: list[list[Cell]] = [["", "Tổng cộng", 8.0], ["", "Hộ nghèo", 9.0], ["", "Hộ cận nghèo", 12.0]]
    rows: list[list[Cell]] = [
        FACTS,
        facts(1, NAMES[0]),
        *feet,
        ["Danh sách hộ thôn 2"],
        FACTS,
        facts(1, NAMES[1]),
    ]
    assert [row.poverty for row in parse(rows).rows] == [None, None]
    told = [*FACTS, "Loại hộ"]
    rows = [told, ["Hộ nghèo"], [*facts(1, NAMES[0]), "Cận nghèo"], [*facts(2, NAMES[1]), ""]]
    assert [row.poverty for row in parse(rows).rows] == [Poverty.NEAR_POOR, None]


@pytest.mark.parametrize(
    "example",
    [
        ["VD", "Nguyễn Văn A", 4.0, "Giếng khoan", "Có"],
        ["Ví dụ", "Nguyễn Văn A", 4.0, "Giếng khoan", "Có"],
        ["", "VD: Nguyễn Văn A", 4.0, "Giếng khoan", "Có"],
        [1.0, "Nguyễn Văn A (ví dụ)", 4.0, "Giếng khoan", "Có"],
        ["", "(Mẫu) Nguyễn Văn A", 4.0, "Giếng khoan", "Có"],
    ],
)
def test_an_example_under_the_heading_is_no_household(example: list[Cell]) -> None:
    homes = [facts(n, name) for n, name in enumerate((*NAMES, "Mẫu Văn Ví"), 1)]
    found = parse([FACTS, example, *homes])
    assert [row.head for row in found.rows] == [*NAMES, "Mẫu Văn Ví"]
    assert [(row.kind, row.reason[:11]) for row in found.skipped] == [(SkipKind.NOTE, "dòng ví dụ ")]


def test_second_lines_of_households_are_no_households() -> None:
    rows = [FACTS]
    for number, name in enumerate(NAMES, 1):
        rows += [facts(number, name), ["", "Trần Thị Vợ", "", "", ""]]
    found = parse(rows)
    assert [(row.head, row.persons) for row in found.rows] == [(name, 4) for name in NAMES]
    assert {row.kind for row in found.skipped} == {SkipKind.MEMBER}
    lacking: list[Cell] = ["", NAMES[1], "", "Nước mưa", ""]
    assert heads([FACTS, facts(1, NAMES[0]), lacking, facts(3, NAMES[2])]) == NAMES


def test_a_household_named_like_a_group_is_told_by_what_it_uses() -> None:
    rows: list[list[Cell]] = [["Chủ hộ", "Số khẩu", "Nguồn nước", "HVS", "Nước sạch"]]
    rows += [[name, 4.0, "Nước mưa", "Có", "Không"] for name in (*NAMES, "Bản Văn Ba")]
    assert heads(rows) == [*NAMES, "Bản Văn Ba"]


def test_sums_by_village_under_the_list_are_no_households() -> None:
    top: list[Cell] = ["STT", "Chủ hộ", "Thôn", "Số khẩu", "Nguồn nước"]
    rows: list[list[Cell]] = [[float(n), name, "Thôn 1", 4.0, "Nước mưa"] for n, name in enumerate(NAMES, 1)]
    sums: list[list[Cell]] = [
        ["TT", "Thôn", "Số hộ", "Số khẩu", "Hộ nghèo"],
        [1.0, "Thôn 1", 3.0, 12.0, 1.0],
        ["", "Cộng", 3.0, 12.0, 1.0],
    ]
    assert heads([top, *rows, [], ["TỔNG HỢP THEO THÔN"], *sums]) == NAMES


@pytest.mark.parametrize("where", ["above", "title", "above, of all"])
def test_code_numbers_are_read_by_their_legend(where: str) -> None:
    legend = {
        "above": ["Nguồn nước: 1. Giếng khoan; 2. Nước mưa", "Hợp vệ sinh, nước sạch: 1. Không; 2. Có"],
        "title": [],
        "above, of all": ["1. Giếng khoan; 2. Nước mưa", "1 - Không, 2 - Có"],
    }[where]
    aside = (" (1: Giếng khoan; 2: Nước mưa)", " (1 = Không, 2 = Có)") if where == "title" else ("", "")
    top: list[Cell] = ["Chủ hộ", f"Nguồn nước{aside[0]}", f"HVS{aside[1]}", f"Nước sạch{aside[1]}"]
    cells: list[list[Cell]] = [[1.0, 2.0, 1.0], ["2", "2", "2"], [1.0, 1.0, ""]]
    found = parse([*([line] for line in legend), top, *([n, *c] for n, c in zip(NAMES, cells, strict=True))])
    assert not found.asks
    assert [(row.source_code, row.hygienic, row.clean) for row in found.rows] == [
        ("drilled_well", True, False),
        ("rain", True, True),
        ("drilled_well", False, None),
    ]


def test_code_numbers_nobody_explains_are_asked_and_one_is_no_tick() -> None:
    rows: list[list[Cell]] = [["Chủ hộ", "HVS", "Số khẩu"], [NAMES[0], 1.0, 3.0], [NAMES[1], 2.0, 3.0]]
    found = parse(rows)
    assert [(ask.value, ask.word) for ask in found.asks] == [("1", word_key("mã 1")), ("2", word_key("mã 2"))]
    made = sheet(rows)
    answered = parse_rows(
        made,
        recognise(made),
        {f"yes_no:{word_key(w)}": code for w, code in (("mã 1", "no"), ("mã 2", "yes"))},
    )
    assert [row.hygienic for row in answered.rows] == [False, True]
    assert not answered.answered  # the next list has codes of its own
    ticks: list[list[Cell]] = [["Chủ hộ", "HVS"], [NAMES[0], 1.0], [NAMES[1], ""], ["Cộng", 2.0]]
    assert [row.hygienic for row in parse(ticks).rows] == [True, False]


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Số khẩu²", Field.PERSONS),
        ("Nước HVS¹⁾", Field.HYGIENIC),
        ("Nước sạch1 (*)", Field.CLEAN),
        ("m³/tháng", Field.LITRES_PER_MONTH),
        ("Câu 1. Gia đình có bao nhiêu người?", Field.PERSONS),
    ],
)
def test_titles_with_footnotes_and_questions(title: str, field: Field) -> None:
    assert (
        recognise(sheet([["Chủ hộ", "Nguồn nước", title], [NAMES[0], "Nước mưa", ""]])).columns[2].field
        is field
    )


def test_hidden_columns_of_another_list_are_not_read() -> None:
    rows: list[list[Cell]] = [["Họ và tên", "Khẩu", "", "Chủ hộ", "Nước sạch"]]
    rows += [[name, 4.0, "", "Trần Văn Khác", "Có"] for name in NAMES]
    made = replace(sheet(rows), looks=Looks(hidden_columns=frozenset({3, 4})))
    layout = recognise(made)
    assert [column.field for column in layout.columns] == [Field.HEAD, Field.PERSONS, *[Field.IGNORE] * 3]
    assert "danh sách khác" in layout.columns[4].reason
    assert [row.head for row in parse_rows(made, layout).rows] == NAMES


@pytest.mark.parametrize(
    ("title", "village"),
    [
        ("danh sách hộ thôn phác lê năm 2024", "Thôn Phác Lê"),
        ("thôn phác lê, xã cẩm tân", "Thôn Phác Lê"),
        ("danh sách các hộ trong thôn", None),
        ("Danh sách hộ thôn 1 và 2", None),
        ("Danh sách hộ các thôn 1, 2, 3", None),
        ("Danh sách hộ Thôn Phác Lê và Do Thượng", None),
        ("Thôn 3, 45 hộ", "Thôn 3"),
        ("Thôn 1 - 2024", "Thôn 1"),
    ],
)
def test_the_village_of_a_title(title: str, village: str | None) -> None:
    assert recognise(sheet([[title], TOP, *PLAIN])).village == village


def test_a_file_named_after_another_village_is_told() -> None:
    layout = recognise(sheet([["Danh sách hộ thôn 2"], TOP, *PLAIN]), "thon 1.xlsx")
    assert layout.village == "Thôn 2"
    assert "tên tệp «thon 1» ghi thôn khác" in layout.village_reason
