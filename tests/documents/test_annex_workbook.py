from io import BytesIO
from typing import Any

import openpyxl
import pytest
from documents_support import OFFICE, a_document
from report_support import figures, report_input

from nsnt_desktop.documents.annex_workbook import annex_bytes
from nsnt_desktop.documents.report import report
from nsnt_desktop.documents.tree import Annex, Column, Paragraph, Table


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.rows] for sheet in book.worksheets}


@pytest.fixture(scope="module")
def made() -> dict[str, list[list[Any]]]:
    return sheets(annex_bytes(report(report_input())))


def test_a_sheet_for_the_level_above_and_one_for_each_annex(made: dict[str, list[list[Any]]]) -> None:
    assert list(made) == ["Gửi cấp trên", "Phụ lục I", "Phụ lục II", "Phụ lục III", "Phụ lục IV"]
    for rows in made.values():
        assert rows[0][0] == "UBND xã Cẩm Tân – Báo cáo, Số: 07/BC-UBND"


def test_the_line_for_the_level_above_says_every_indicator_in_numbers(
    made: dict[str, list[list[Any]]],
) -> None:
    heading, line = made["Gửi cấp trên"][3:5]
    told = dict(zip(heading, line, strict=True))
    assert [told[name] for name in ("Tỉnh", "Huyện", "Xã", "Năm")] == [
        *("Thanh Hóa", OFFICE.district, "xã Cẩm Tân", "2024")
    ]
    commune = figures().commune
    assert told["Số hộ"] == commune.counts.households
    for found in commune.indicators:
        group = f"Chỉ số {found.code} ({found.unit})"
        assert told[f"{group}: Tử số"] == found.numerator
        assert told[f"{group}: Mẫu số"] == found.denominator
        assert found.value is not None
        assert told[f"{group}: Kết quả"] == pytest.approx(float(found.value), abs=0.051)
    assert len(made["Gửi cấp trên"]) == 5


def test_no_village_and_no_household_of_an_annex_is_lost(made: dict[str, list[list[Any]]]) -> None:
    given = report_input()
    villages = made["Phụ lục I"]
    assert [row[1] for row in villages[4:]] == [*(p.name for p in given.figures.villages), "Toàn xã"]
    assert [row[2] for row in villages[4:]] == [
        *(p.counts.households for p in given.figures.villages),
        given.figures.commune.counts.households,
    ]
    households = made["Phụ lục IV"]
    assert households[3][:3] == ["Thôn", "TT", "Mã hộ"]
    assert given.households_not_met
    assert [(row[0], row[2], row[3]) for row in households[4:]] == [
        (of.village, one.code, one.head) for of in given.households_not_met for one in of.households
    ]


def test_the_only_village_is_named_too() -> None:
    given = report_input()
    assert given.households_not_met
    one = sheets(annex_bytes(report(report_input(households_not_met=given.households_not_met[:1]))))
    assert {row[0] for row in one["Phụ lục IV"][4:]} == {given.households_not_met[0].village}


def test_text_stays_text_and_an_annex_of_words_says_them() -> None:
    table = Table((Column("Chủ hộ", 1), Column("Số khẩu", 1, "right")), (("=1+1", "—"), ("007", "1.234,5")))
    words = Annex("Lời", "Kèm theo", (Paragraph("Không có hộ nào."),))
    document = a_document(annexes=(Annex("Hộ", "Kèm theo", (table,)), words))
    made = sheets(annex_bytes(document))
    assert made["Phụ lục I"][4:] == [["=1+1", "—"], ["007", 1234.5]]
    book = openpyxl.load_workbook(BytesIO(annex_bytes(document)))
    assert book["Phụ lục I"]["A5"].data_type == "s"
    assert made["Phụ lục II"][4:] == [["Không có hộ nào."]]
