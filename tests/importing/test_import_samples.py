"""The six sample files against expected.json: the truth of this room."""

import json
from functools import cache
from typing import Any

import pytest
from importing_lists import DATA

from nsnt_desktop.importing.files.reading import read_workbook
from nsnt_desktop.importing.list_file import recognise_list
from nsnt_desktop.importing.rows.rows import ImportRow, ParsedSheet, parse_rows
from nsnt_desktop.resource_files import read_toml

POVERTY = {"none": "none", "near": "near_poor", "poor": "poor"}
SOURCES = {
    "Công trình cấp nước tập trung": "central_unspecified",
    "Giếng khoan": "drilled_well",
    "Giếng đào": "dug_well",
    "Nước mưa": "rain",
    "Nước tự chảy": "gravity_pipe",
    "Nước suối": "surface",
    "Nước mua": "bought",
}


@cache
def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
    return found


@cache
def parsed(file: str) -> tuple[ParsedSheet, ...]:
    found = recognise_list(read_workbook(DATA / file))
    return tuple(parse_rows(sheet, layout) for sheet, layout in found.sheets)


def told(row: ImportRow) -> tuple[Any, ...]:
    return row.village, row.head, row.persons, row.poverty, row.hygienic, row.clean


@pytest.mark.parametrize(
    "file", ["1-phac-le-bieu-in.xlsx", "2-thon-1-nfd.xlsx", "4-hai-thon-sheet-an.xlsx", "5-thon-5.csv"]
)
def test_a_sound_sample_is_read_whole_and_exactly(file: str) -> None:
    sheets = parsed(file)
    rows = [row for sheet in sheets for row in sheet.rows]
    expected = truth()[file]["rows"]
    assert [told(row) for row in rows] == [
        (e["village"], e["head"], e["persons"], POVERTY[e["poverty"]], e["hygienic"], e["clean"])
        for e in expected
    ]
    assert not any(sheet.rejected or sheet.asks for sheet in sheets)
    assert len(rows) == truth()[file]["indicators"]["households"]
    assert sum(row.persons or 0 for row in rows) == truth()[file]["indicators"]["persons"]


@pytest.mark.parametrize("file", ["2-thon-1-nfd.xlsx", "5-thon-5.csv"])
def test_a_list_that_names_its_sources_keeps_each_of_them(file: str) -> None:
    rows = [row for sheet in parsed(file) for row in sheet.rows]
    assert [row.source_code for row in rows] == [SOURCES[e["source"]] for e in truth()[file]["rows"]]


@pytest.mark.parametrize("file", ["1-phac-le-bieu-in.xlsx", "4-hai-thon-sheet-an.xlsx"])
def test_the_printed_form_knows_only_two_kinds_of_source(file: str) -> None:
    rows = [row for sheet in parsed(file) for row in sheet.rows]
    expected = [
        "central_unspecified" if e["source_group"] == "central" else "household_unspecified"
        for e in truth()[file]["rows"]
    ]
    assert [row.source_code for row in rows] == expected


def test_cubic_metres_become_exact_litres() -> None:
    (sheet,) = parsed("2-thon-1-nfd.xlsx")
    expected = [
        e["m3"] and int(str(e["m3"]).replace(".", "")) * 100 for e in truth()["2-thon-1-nfd.xlsx"]["rows"]
    ]
    assert [row.litres_per_month for row in sheet.rows] == expected
    assert "litres_per_month" in sheet.known
    assert "litres_per_month" not in parsed("5-thon-5.csv")[0].known


def test_excel_row_numbers_are_those_of_the_file() -> None:
    (sheet,) = parsed("1-phac-le-bieu-in.xlsx")
    assert [row.excel_row for row in sheet.rows if row.head in {"Trịnh Đức Khoẻ", "Phùng Thị Ấm"}] == [7, 188]


def test_the_faulty_sample_gives_the_faults_of_its_list() -> None:
    (sheet,) = parsed("6-thon-6-loi.xlsx")
    faults = truth()["6-thon-6-loi.xlsx"]["faults"]
    assert list(sheet.rejected_rows) == [
        fault["excel_row"] for fault in faults if fault["expect"] == "rejected"
    ]
    assert [(ask.excel_row, ask.column, ask.value) for ask in sheet.asks] == [(22, "F", "Nước thần tiên")]
    assert sheet.data_rows == truth()["6-thon-6-loi.xlsx"]["data_rows"]
    by_row = {row.excel_row: row for row in sheet.rows}
    assert by_row[31].litres_per_month == 12_500
    assert (by_row[16].hygienic, by_row[16].clean) == (False, True)
    assert by_row[25].village == "Thôn 66"
    assert by_row[18].head == by_row[19].head


def test_each_error_names_column_value_and_reason() -> None:
    (sheet,) = parsed("6-thon-6-loi.xlsx")
    errors = {error.excel_row: error for error in sheet.rejected}
    assert (errors[13].column, errors[13].title, errors[13].value) == ("D", "Số nhân khẩu", "400")
    assert "từ 1 đến 50" in errors[13].reason
    assert errors[7].value == "-2"
    assert errors[10].value == "ba"
    assert "thiếu tên chủ hộ" in errors[4].reason
    assert "công thức không có giá trị" in errors[28].reason


def test_an_answer_lets_the_waiting_row_in() -> None:
    found = recognise_list(read_workbook(DATA / "6-thon-6-loi.xlsx"))
    (ask,) = parsed("6-thon-6-loi.xlsx")[0].asks
    sheet = parse_rows(*found.sheets[0], {f"source_code:{ask.word}": "surface"})
    assert not sheet.asks
    assert next(row for row in sheet.rows if row.excel_row == 22).source_code == "surface"


def test_the_hidden_sheet_is_named_but_not_read() -> None:
    found = recognise_list(read_workbook(DATA / "4-hai-thon-sheet-an.xlsx"))
    assert [layout.village for _, layout in found.sheets] == ["Thôn 3", "Thôn 4"]
    assert [skipped.name for skipped in found.skipped] == ["Năm 2023"]
    assert "ẩn" in found.skipped[0].reason


def test_a_list_in_an_old_font_is_read_like_any_other() -> None:
    book = read_workbook(DATA / "3-thon-2-tcvn3.xls")
    # The letter ư of TCVN3 is a soft hyphen: it must survive until it is put into Unicode.
    assert any("\xad" in str(cell) for cell in book.sheets[0].cells[1])
    (sheet,) = parsed("3-thon-2-tcvn3.xls")
    assert [told(row) for row in sheet.rows] == [
        (e["village"], e["head"], e["persons"], POVERTY[e["poverty"]], e["hygienic"], e["clean"])
        for e in truth()["3-thon-2-tcvn3.xls"]["rows"]
    ]
    assert [row.source_code for row in sheet.rows] == [
        SOURCES[e["source"]] for e in truth()["3-thon-2-tcvn3.xls"]["rows"]
    ]


def test_the_shipped_words_lead_only_to_shipped_sources() -> None:
    shipped = read_toml("reference", "main_sources.toml")
    codes = {source["code"] for source in next(iter(shipped.values()))}
    assert set(read_toml("importing", "synonyms.toml")["sources"]) <= codes
