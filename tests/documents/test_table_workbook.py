"""A table of the screen as a workbook: what reads as a number is one, and text can never become a formula."""

import io
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from nsnt_desktop.documents.table_workbook import (
    Column,
    ShownTable,
    table_stem,
    table_workbook,
    typed,
    typed_number,
)

NAMED = Column("Thôn")
COUNTED = Column("Hợp vệ sinh", numbers=True)


def _sheet(table: ShownTable) -> Any:
    return load_workbook(io.BytesIO(table_workbook("UBND xã Cẩm Tân – năm 2024", table)))["Bảng"]


@pytest.mark.parametrize(
    ("text", "value", "form"),
    [
        ("95,3 %", 0.953, "#,##0.0%"),
        ("95,3\u00a0%", 0.953, "#,##0.0%"),
        ("100,00 %", 1, "#,##0.00%"),
        ("1.552", 1552, "#,##0"),
        ("2024", 2024, "0"),
        ("0", 0, "#,##0"),
        ("12,5", 12.5, "#,##0.0"),
        ("1.234.567,89", 1234567.89, "#,##0.00"),
        ("51 hộ", 51, '#,##0 "hộ"'),
        ("▲ 0,8", 0.8, '"▲ "#,##0.0;"▼ "#,##0.0'),
        ("▼ 1,2", -1.2, '"▲ "#,##0.0;"▼ "#,##0.0'),
        ("-3", -3, "#,##0"),
        ("—", "—", "@"),
        ("", "", "@"),
        ("0912345678", "0912345678", "@"),
        ("897/1.552", "897/1.552", "@"),
        ("1.23", "1.23", "@"),
        ("dưới 0,1", "dưới 0,1", "@"),
        ("2a", "2a", "@"),
        ("không đổi", "không đổi", "@"),
    ],
)
def test_a_text_in_a_column_of_numbers(text: str, value: object, form: str) -> None:
    assert typed_number(text) == (value, form)


def test_days_and_moments_are_days_in_any_column() -> None:
    assert typed("05/02/2025") == (date(2025, 2, 5), "dd/mm/yyyy")
    assert typed("14:03 05/02/2025") == (datetime(2025, 2, 5, 14, 3), "hh:mm dd/mm/yyyy")  # noqa: DTZ001
    assert typed_number("05/02/2025")[0] == date(2025, 2, 5)
    for text in ("31/02/2024", "5/2/2025", "01/01/1899", "25:00 01/01/2024", "0912", "1.552", "12/05"):
        assert typed(text) == (text, "@")


def test_a_cell_of_two_lines_becomes_two_columns_and_its_value_stays_a_number() -> None:
    rows = [("Thôn 1\nCẩm Long (cũ)", "95,3\n143/150"), ("Thôn 2", "—\n0/0"), ("Toàn xã", "62,7\n51 hộ")]
    sheet = _sheet(ShownTable("Theo thôn", (NAMED, COUNTED), rows, frozenset({2})))
    assert [cell.value for cell in sheet[4]] == [
        "Thôn",
        "Thôn – chi tiết",
        "Hợp vệ sinh",
        "Hợp vệ sinh – chi tiết",
    ]
    assert [cell.value for cell in sheet[5]] == ["Thôn 1", "Cẩm Long (cũ)", 95.3, "143/150"]
    assert [cell.value for cell in sheet[6]] == ["Thôn 2", None, "—", "0/0"]
    assert [cell.value for cell in sheet[7]] == ["Toàn xã", None, 62.7, 51]
    assert sheet["C5"].data_type == "n"
    assert sheet["D5"].data_type == "s"
    assert [sheet["A5"].font.bold, sheet["A7"].font.bold] == [False, True]


def test_the_heading_is_bold_and_stays_in_sight_under_title_commune_and_year() -> None:
    sheet = _sheet(ShownTable("Theo thôn", (NAMED, COUNTED), [("Thôn 1", "95,3 %")]))
    assert [sheet["A1"].value, sheet["A2"].value] == ["UBND xã Cẩm Tân – năm 2024", "Theo thôn"]
    assert sheet["A4"].font.bold
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref == "A4:B5"
    assert (sheet["B5"].value, sheet["B5"].number_format) == (0.953, "#,##0.0%")


def test_no_text_becomes_a_formula_and_control_signs_are_left_out() -> None:
    hostile = [
        "=1+1",
        "+84 912",
        "@SUM(A1)",
        "-2+3",
        "=cmd|'/c calc'!A1",
        "\tx",
        "Lê\x07 Văn\x00 \ud800Tí\uffff",
    ]
    sheet = _sheet(ShownTable("=T()", (NAMED, COUNTED), [(text, text) for text in hostile]))
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=T()", "s")
    for row in range(5, 12):
        for cell in sheet[row]:
            assert (cell.data_type, cell.number_format) == ("s", "@")
    assert sheet["A5"].value == "=1+1"
    assert sheet["A11"].value == "Lê Văn Tí"


def test_values_keep_their_kind() -> None:
    rows = [(4, 12.345, date(2024, 10, 30), None, "007")]
    sheet = _sheet(ShownTable("Hộ", tuple(Column(f"C{at}") for at in range(5)), rows))
    assert [cell.value for cell in sheet[5]] == [4, 12.345, datetime(2024, 10, 30), None, "007"]  # noqa: DTZ001
    assert sheet["C5"].number_format == "dd/mm/yyyy"


def test_an_empty_table_has_its_heading() -> None:
    sheet = _sheet(ShownTable("Trống", (NAMED, COUNTED), []))
    assert [cell.value for cell in sheet[4]] == ["Thôn", "Hợp vệ sinh"]


def test_file_names_hold_no_signs_a_disk_refuses() -> None:
    assert table_stem("Hộ theo thôn: «sạch»/đạt", 2024) == "ho-theo-thon-sach-dat-2024"
    assert table_stem("", 2024) == "bang-2024"
