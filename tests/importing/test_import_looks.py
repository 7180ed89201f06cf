"""What a sheet shows beside its values: what is hidden, old fonts, leading zeros, faults."""

import struct
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from importing_lists import DATA, write_ods
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from nsnt_desktop.importing.files.looks import ByRuns
from nsnt_desktop.importing.files.number_formats import keeps_zeros, shown
from nsnt_desktop.importing.files.old_records import sheets_of
from nsnt_desktop.importing.files.reading import Sheet, read_workbook
from nsnt_desktop.importing.list_file import read_list, recognise_list
from nsnt_desktop.progress import StoppedError


def a_list(path: Path, **kept: Any) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Họ và tên chủ hộ", "Mã hộ", "Ngày"], ["NguyÔn V¨n A", 7, date(2024, 5, 1)]):
        sheet.append(row)
    sheet["A2"].font = Font(name=kept.get("font", ".VnTime"))
    sheet["B2"].number_format = "000"
    book.save(path)
    return book


def first(path: Path) -> Sheet:
    return read_workbook(path).sheets[0]


def test_hidden_rows_columns_and_sheets_are_told_and_laid_out(tmp_path: Path) -> None:
    book = a_list(path := tmp_path / "a.xlsx")
    book.worksheets[0].row_dimensions[2].hidden = True
    book.worksheets[0].column_dimensions["C"].hidden = True
    for name in ("Ẩn", "Rất ẩn"):
        book.create_sheet(name).append(["x"])
    book["Ẩn"].sheet_state, book["Rất ẩn"].sheet_state = "hidden", "veryHidden"
    book.save(path)
    sheets = read_workbook(path).sheets
    assert (sheets[0].looks.hidden_rows, sheets[0].looks.hidden_columns) == (frozenset({2}), frozenset({2}))
    assert [(sheet.hidden, sheet.cells) for sheet in sheets[1:]] == [(True, [["x"]])] * 2


def test_a_hidden_sheet_that_reaches_too_far_does_not_refuse_the_file(tmp_path: Path) -> None:
    book = a_list(path := tmp_path / "a.xlsx")
    book.create_sheet("Ẩn")["XFD1"] = 1
    book["Ẩn"].sheet_state = "hidden"
    book.save(path)
    read = read_workbook(path)
    assert read.sheets[0].cells
    assert (read.sheets[1].cells, "cột thứ 16384" in read.sheets[1].unreadable) == ([], True)
    (skipped,) = recognise_list(read).skipped
    assert (skipped.name, skipped.hidden) == ("Ẩn", False)


def test_old_fonts_are_told_for_cells_of_text(tmp_path: Path) -> None:
    a_list(path := tmp_path / "a.xlsx")
    assert first(path).looks.fonts == {(1, 0): ".VnTime"}
    a_list(path, font="Times New Roman")
    assert first(path).looks.fonts == {}
    old = first(DATA / "3-thon-2-tcvn3.xls").looks.fonts
    assert set(old.values()) == {".VnTime"}


def test_an_ods_tells_its_looks(tmp_path: Path) -> None:
    names = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    style = (
        f'<style:style {names} style:name="a" style:family="table-cell">'
        '<style:text-properties style:font-name="VNI-Times"/></style:style>'
    )
    text = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    styled = text.replace(" office", ' table:style-name="a" office', 1)
    blank = '<table:table-cell table:formula="of:=1" office:value-type="float"/>'
    rows = (
        f"<table:table-row>{styled}{blank}</table:table-row>"
        f'<table:table-row table:visibility="filter">{text}</table:table-row>'
    )
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    path = write_ods(tmp_path / "a.ods", f'{style}<table:table table:name="S">{columns}{rows}</table:table>')
    found = first(path)
    assert found.looks.fonts == {(0, 0): "VNI-Times"}
    assert (found.looks.hidden_rows, found.looks.hidden_columns) == (frozenset({2}), frozenset({1}))
    assert "không có giá trị" in found.faults[0, 1]


def test_old_records_tell_hidden_rows_columns_and_errors() -> None:
    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    bof = record(0x809, bytes(16))
    sheet = bof + record(0x208, struct.pack("<HHHHHHI", 4, 0, 1, 0, 0, 0, 0x20))
    sheet += record(0x7D, struct.pack("<HHHHHH", 1, 2, 2000, 0, 1, 0))
    sheet += record(0x205, struct.pack("<HHHBB", 4, 1, 0, 42, 1))
    globals_ = bof + record(0x85, struct.pack("<I", len(bof) + 8))
    (seen, _) = sheets_of(globals_ + sheet, "a.xls")
    assert (seen.looks.hidden_rows, seen.looks.hidden_columns) == (frozenset({5}), frozenset({1, 2}))
    assert "#N/A" in seen.faults[4, 1]
    assert seen.extent == (5, 2)


def test_leading_zeros_are_kept_as_shown(tmp_path: Path) -> None:
    a_list(path := tmp_path / "a.xlsx")
    assert first(path).cells[1][1] == "007"


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("000", 7.0, "007"),
        ("000", 1234.0, "1234"),
        ("0000000000", 912345678.0, "0912345678"),
        ('"0"#########', 912345678, "0912345678"),
        ("0000 000 000", 912345678.0, "0912 345 678"),
        ("000", 0.0, "000"),
        ("000", 1.5, None),
        ("000", -1.0, None),
        ("000", True, None),
    ],
)
def test_a_number_is_shown_under_its_format(code: str, value: float, text: str | None) -> None:
    assert keeps_zeros(code)
    assert shown(value, code) == text


@pytest.mark.parametrize("code", ["General", "0", "0.00", "0%", "#,##0", "dd/mm/yyyy", '0" khẩu"', "@"])
def test_other_formats_leave_numbers_alone(code: str) -> None:
    assert not keeps_zeros(code)


def test_dates_counted_from_1904_are_the_same_dates(tmp_path: Path) -> None:
    book = a_list(path := tmp_path / "a.xlsx")
    book.epoch = CALENDAR_MAC_1904
    book.save(path)
    assert first(path).cells[1][2] == date(2024, 5, 1)


def test_reading_tells_how_far_it_is_and_can_be_stopped() -> None:
    told: list[str] = []
    read_list(DATA / "1-phac-le-bieu-in.xlsx", tell=lambda what, _done, _of: told.append(what))
    assert any(what.startswith("Đang đọc «") for what in told)

    def stop(*_: object) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        read_workbook(DATA / "1-phac-le-bieu-in.xlsx", stop)


def test_what_is_told_of_cells_is_kept_by_runs() -> None:
    told = ByRuns([((0, 1), "a"), ((1, 1), "a"), ((3, 1), "a"), ((4, 1), "b"), ((1, 0), "a")])
    told.tell((4, 1), "c", rows=3)
    assert dict(told) == {
        **dict.fromkeys([(0, 1), (1, 1), (3, 1), (1, 0)], "a"),
        (4, 1): "b",
        **dict.fromkeys([(5, 1), (6, 1)], "c"),
    }
    assert len(told) == 7
    assert next(told.runs()) == (1, range(2), "a")
    assert (2, 1) not in told


@pytest.mark.parametrize(
    ("tokens", "told"),
    [
        (b"\x1e\x01\x00\x1e\x02\x00\x03", True),  # 1 + 2
        (b"\x25" + bytes(8) + b"\x19\x10\x00\x00", True),  # SUM of one range
        (b"\x24" + bytes(4) + b"\x42\x01\x04\x00", True),  # SUM by its number
        (b"\x17\x00\x00", False),  # ""
        (b"\x24" + bytes(4), False),  # another cell
    ],
)
def test_an_old_formula_that_was_never_worked_out_is_told(tokens: bytes, told: bool) -> None:
    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    blank = struct.pack("<HHHQHLH", 4, 0, 0, 0xFFFF000000000003, 0, 0, len(tokens))
    bof = record(0x809, bytes(16))
    globals_ = bof + record(0x85, struct.pack("<I", len(bof) + 8))
    (seen, _) = sheets_of(globals_ + bof + record(0x06, blank + tokens), "a.xls")
    assert ("không có giá trị" in seen.faults.get((4, 0), "")) is told
