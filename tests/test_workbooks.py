"""Workbooks with households' data leave no trace beside the file that was asked for."""

import io
import tempfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from nsnt_desktop.workbooks import (
    HEADING,
    TEXT,
    TITLE,
    WORDS,
    Formula,
    Look,
    Page,
    Sheet,
    book_bytes,
    fitting_width,
    new_book,
    write_only_sheet,
)


def test_a_workbook_is_written_without_a_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))  # a temporary file would fail there
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B2"] = "Trịnh Đức Khoẻ"
    sheet["B2"].comment = Comment("cần sửa", "xã")
    choices = DataValidation(type="list", formula1='"Có,Không"')
    sheet.add_data_validation(choices)
    choices.add("C2")
    book.create_sheet("Thôn 2")["A1"] = "=1+1"
    kept = load_workbook(io.BytesIO(book_bytes(book)))
    assert kept.sheetnames == [sheet.title, "Thôn 2"]
    first = kept[sheet.title]
    assert (first["B2"].value, first["B2"].comment.text) == ("Trịnh Đức Khoẻ", "cần sửa")
    assert [str(v.sqref) for v in first.data_validations.dataValidation] == ["C2"]
    assert kept["Thôn 2"]["A1"].value == "=1+1"


def test_rows_written_one_by_one_wait_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    book = Workbook(write_only=True)
    sheet = write_only_sheet(book, "Thôn 1")
    sheet.column_dimensions["A"].width = 33
    sheet.append(["Lê Văn Được", 4])
    write_only_sheet(book, "Trống")
    kept = load_workbook(io.BytesIO(book_bytes(book)))
    assert list(kept["Thôn 1"].values) == [("Lê Văn Được", 4)]
    assert kept["Thôn 1"].column_dimensions["A"].width == 33
    assert kept.sheetnames == ["Thôn 1", "Trống"]


def test_a_sheet_keeps_text_as_text_and_counts_its_rows() -> None:
    book = new_book({"SO": "'Tờ'!$B$3"})
    sheet = Sheet(book, "Tờ", Page([12, 8], heading_row=2, frozen_columns=1, pages_wide=2))
    assert sheet.write(["Tên sổ"], TITLE) == 1
    assert sheet.write(["Tên", "Số"], HEADING, 30) == 2
    assert sheet.write(["=SUM(B3)", Formula("=SO*2"), None], [TEXT, Look("0.0"), WORDS]) == 3
    sheet.filter(2, 2)
    kept = load_workbook(io.BytesIO(book_bytes(book)))["Tờ"]
    assert [(c.value, c.data_type) for c in kept[3][:2]] == [("=SUM(B3)", "s"), ("=SO*2", "f")]
    assert (kept["A3"].number_format, kept["B3"].number_format) == ("@", "0.0")
    assert (kept.freeze_panes, kept.auto_filter.ref, kept.row_dimensions[2].height) == ("B3", "A2:B3", 30)
    assert (kept.print_title_rows, kept.print_title_cols, kept.page_setup.fitToWidth) == ("$2:$2", "$A:$A", 2)


def test_a_column_is_as_wide_as_its_texts_up_to_a_limit() -> None:
    assert fitting_width(["Trịnh Đức Khoẻ", "Lê"]) == 16
    assert fitting_width([]) == 6
    assert fitting_width(["x" * 500], most=40) == 40
