"""The copy that goes back to the village head: coloured where wrong, else as sent, read again as before."""

import hashlib
import os
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from importing_lists import DATA, write_xlsx
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

import taking_in
from communes import CommuneOf
from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.reading import Sheet
from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.list_file import ListFile, read_list
from nsnt_desktop.importing.matching.questions import AskKind
from nsnt_desktop.importing.outgoing import marked_original
from nsnt_desktop.importing.outgoing.flaws import WHAT_TO_DO, flaws
from nsnt_desktop.importing.outgoing.list_template import save_village_lists
from nsnt_desktop.importing.outgoing.marked_copy import copy_name, save_marked_copy
from nsnt_desktop.importing.outgoing.marking import WAITING, WRONG
from nsnt_desktop.importing.words.marked_words import READ_FIRST, TO_MEND
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.storage.datafile import DataFile

HEADING = ("STT", "Họ và tên chủ hộ", "Số khẩu", "Nguồn nước chính", "Số điện thoại")
ROWS = [
    (1, "Trịnh Văn Khoẻ", 4, "Giếng khoan", "0912345678"),
    (2, "Lê Thị Hòa", "ba mươi", "Giếng khoan", ""),
    ("=1+1", "Cao Thị Lạ", 3, "Nước thần tiên", ""),
    (4, "", 5, "Nước mưa", ""),
    (5, "Đỗ Văn Mới", 6, "Nước mưa", ""),
    (6, "Đỗ Văn Mới", 2, "Nước mưa", ""),
]
FIRST = 5
"""Excel's row of the first household."""
NAME = "thôn Phác Lê.xlsx"


def write_list(path: Path, rows: Any = ROWS, change: Any = lambda _sheet: None) -> Path:
    """Write a list as villages send them: a merged title, formats, a hidden sheet, print set-up."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Danh sách"
    sheet["A1"] = "DANH SÁCH HỘ SỬ DỤNG NƯỚC THÔN PHÁC LÊ"
    sheet.merge_cells("A1:E1")
    for at, title in enumerate(HEADING, 1):
        sheet.cell(4, at, title).font = Font(name="Arial", bold=True, color="FF0000")
    for row, values in enumerate(rows, FIRST):
        for at, value in enumerate(values, 1):
            cell = sheet.cell(row, at, value)
            if isinstance(value, str):
                cell.data_type = "s"
    sheet.column_dimensions["B"].width = 31
    sheet.print_area = "A1:E20"
    sheet.page_setup.orientation = "landscape"
    sheet.freeze_panes = "C5"
    choose = DataValidation("list", '"Giếng khoan,Nước mưa"')
    choose.add("D5:D20")
    sheet.add_data_validation(choose)
    rule: Any = CellIsRule("greaterThan", ["5"], fill=PatternFill("solid"))  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("C5:C9", rule)
    secret = book.create_sheet("Ẩn")
    secret["A1"] = "đừng đọc"
    secret.sheet_state = "hidden"
    change(sheet)
    book.save(path)
    return path


def preview(data: DataFile, path: Path) -> Preview:
    return taking_in.preview(data, read_list(path))


def away(found: Preview) -> Preview:
    """Return the preview of a file that is gone by now."""
    workbook = replace(found.file.workbook, path=Path("rút ra") / found.file.workbook.name)
    return replace(found, file=replace(found.file, workbook=workbook))


def errors(found: Preview) -> list[tuple[str, int, str, str, str]]:
    return [(e.sheet, e.excel_row, e.column, e.value, e.reason) for e in found.rejected]


def outcomes(found: Preview) -> list[tuple[str, int, Outcome]]:
    return [(row.sheet, row.excel_row, row.outcome) for row in found.batch.rows]


def villages(found: Preview) -> list[str | None]:
    return [layout.village for _, layout in found.file.sheets]


def colours(sheet: Worksheet) -> dict[str, str]:
    """Return the cells in the colours of a marked copy."""
    fills = {cell.coordinate: cell.fill.fgColor.rgb for row in sheet.iter_rows() for cell in row}
    return {where: str(colour) for where, colour in fills.items() if colour in {WRONG, WAITING}}


@pytest.fixture
def commune(commune_of: CommuneOf) -> DataFile:
    return commune_of([{"head": "Trịnh Văn Khoẻ", "persons": 4, "source": "drilled_well"}])


@pytest.fixture
def found(commune: DataFile, tmp_path: Path) -> Preview:
    return preview(commune, write_list(tmp_path / NAME))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "thôn Phác Lê (cần sửa).xlsx"


def test_wrong_cells_are_red_open_ones_amber_and_the_reasons_stand_beside(
    found: Preview, target: Path
) -> None:
    marked = save_marked_copy(found, target)
    assert (marked.cells, marked.rows, marked.as_sent) == (4, 4, True)
    sheet = openpyxl.load_workbook(target)["Danh sách"]
    assert colours(sheet) == {"C6": WRONG, "D7": WAITING, "B8": WRONG, "B10": WAITING}
    assert sheet["F4"].value == TO_MEND
    reasons = {row: sheet.cell(row, 6).value for row in range(FIRST, FIRST + len(ROWS))}
    assert reasons == {
        5: None,
        6: "Cột C (Số khẩu): số nhân khẩu phải là số nguyên từ 1 đến 50; ghi lại ô này.",
        7: "Cột D (Nguồn nước chính): chưa rõ nghĩa của từ này; ghi lại bằng tên nguồn nước trong biểu mẫu.",
        8: "Cột B (Họ và tên chủ hộ): thiếu tên chủ hộ; cần ghi họ và tên.",
        9: None,
        10: reasons[10],
    }
    assert "Có phải hai hộ khác nhau? Bỏ bớt" in str(reasons[10])
    comment = sheet["C6"].comment
    assert comment is not None
    assert comment.text == "số nhân khẩu phải là số nguyên từ 1 đến 50; ghi lại ô này."
    assert sheet.column_dimensions["F"].width == 66
    assert sheet["F6"].alignment.wrap_text


def test_the_first_sheet_says_what_to_do(found: Preview, target: Path) -> None:
    save_marked_copy(found, target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == [READ_FIRST, "Danh sách", "Ẩn"]
    assert book.active is book[READ_FIRST]
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets[1:]] == [False, False]
    said = [row[0].value for row in book[READ_FIRST].iter_rows()]
    today = date.today().strftime("%d/%m/%Y")  # noqa: DTZ011
    assert said[1] == f"Tệp đã gửi: {NAME}. Ngày xem: {today}."
    assert said[2] == "Nhận được 2 dòng; chờ làm rõ 2 dòng; chưa nhận 2 dòng."
    assert said[6:] == ["Trang tính «Danh sách»: 4 dòng cần sửa, dòng 6–8, 10."]


def test_all_else_stays_as_the_sender_made_it(commune: DataFile, target: Path, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C20"] = "=SUM(C5:C5)"
        sheet["B6"].comment = Comment("nhớ hỏi lại", "Trưởng thôn")
        sheet["C6"].comment = Comment("đếm cả cháu", "Trưởng thôn")
        sheet["C6"].font = Font(name="Arial", italic=True, size=9)
        sheet["D8"] = CellRichText("Nước ", TextBlock(InlineFont(b=True), "mưa"))
        sheet.row_dimensions[6].height = 12
        sheet["A7"].alignment = Alignment(wrap_text=True)
        sheet["A7"] = "bốn lăm chữ " * 3 + "năm chữ"

    path = write_list(tmp_path / NAME, change=change)
    before, book = path.read_bytes(), openpyxl.load_workbook(path, rich_text=True)
    save_marked_copy(preview(commune, path), target)
    assert path.read_bytes() == before
    copied = openpyxl.load_workbook(target, rich_text=True)
    old, new = book["Danh sách"], copied["Danh sách"]
    for row in old.iter_rows():
        for cell in row:
            copy = new[cell.coordinate]
            assert copy.value == cell.value
            assert cell.value is None or copy.data_type == cell.data_type
            assert (copy.font.name, copy.font.b, copy.font.i) == (cell.font.name, cell.font.b, cell.font.i)
    assert isinstance(new["D8"].value, CellRichText)
    heights = [new.row_dimensions[row].height for row in (5, 6, 7, 8)]
    assert heights == [None, 20, 87, None]  # a reason shows whole, and what the sender wrapped in six lines
    assert new.column_dimensions["B"].width == 31
    assert new.merged_cells.ranges == old.merged_cells.ranges
    assert (new.print_area, new.freeze_panes) == (old.print_area, "C5")
    assert new.page_setup.orientation == "landscape"
    assert len(new.data_validations.dataValidation) == 1
    assert len(new.conditional_formatting) == 1
    assert copied["Ẩn"].sheet_state == "hidden"
    assert new["B6"].comment.text == "nhớ hỏi lại"
    assert new["C6"].comment.text.startswith("đếm cả cháu\nsố nhân khẩu phải là")


@pytest.mark.parametrize("is_gone", [False, True])
def test_read_again_it_is_as_wrong_as_before_and_mended_it_comes_in(
    commune: DataFile, found: Preview, target: Path, is_gone: bool
) -> None:
    marked = save_marked_copy(away(found) if is_gone else found, target)
    assert marked.as_sent is not is_gone
    again = preview(commune, target)
    assert errors(again) == errors(found)
    assert outcomes(again) == outcomes(found)
    assert [ask.text for ask in again.asks] == [ask.text for ask in found.asks]
    book = openpyxl.load_workbook(target)
    sheet = book["Danh sách"]
    right: dict[str, Any] = {"C6": 3, "D7": "Nước mưa", "B8": "Vũ Thị Sửa", "B10": "Đỗ Văn Khác"}
    for where, value in right.items():
        assert where in colours(sheet)
        sheet[where] = value
    book.save(target)
    mended = preview(commune, target)
    assert not mended.rejected
    assert not mended.asks
    assert mended.count(Outcome.NEW) + mended.count(Outcome.SAME) + mended.count(Outcome.CHANGED) == len(ROWS)


def test_marked_again_only_what_is_still_wrong_is_marked(
    commune: DataFile, found: Preview, target: Path, tmp_path: Path
) -> None:
    save_marked_copy(found, target)
    book = openpyxl.load_workbook(target)
    book["Danh sách"]["C6"] = 3
    book.save(target)
    second = preview(commune, target)
    assert copy_name(second) == target.name
    for gone in (False, True):
        again = tmp_path / f"lần hai {gone}.xlsx"
        save_marked_copy(away(second) if gone else second, again)
        new = openpyxl.load_workbook(again)
        assert new.sheetnames == [READ_FIRST, "Danh sách", "Ẩn"]
        sheet = new["Danh sách"]
        assert colours(sheet) == {"D7": WAITING, "B8": WRONG, "B10": WAITING}
        assert sheet["C6"].comment is None
        assert [sheet.cell(row, 6).value is not None for row in range(5, 11)] == [
            False,
            False,
            True,
            True,
            False,
            True,
        ]
        assert sheet["F4"].value == TO_MEND
        assert sheet["G4"].value is None


def test_formulas_keep_what_they_gave(commune: DataFile, target: Path, tmp_path: Path) -> None:
    plain = write_list(tmp_path / "công thức.xlsx", change=lambda sheet: sheet.__setitem__("C5", "=2+2"))
    path = tmp_path / NAME
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(path, "w") as after:
        for item in before.infolist():
            xml = before.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                assert b"<f>2+2</f><v></v>" in xml or b"<f>2+2</f><v />" in xml or b"<f>2+2</f><v/>" in xml
                for blank in (b"<v></v>", b"<v />", b"<v/>"):
                    xml = xml.replace(b"<f>2+2</f>" + blank, b"<f>2+2</f><v>4</v>")
            after.writestr(item, xml)
    found = preview(commune, path)
    save_marked_copy(found, target)
    assert openpyxl.load_workbook(target)["Danh sách"]["C5"].value == "=2+2"
    assert openpyxl.load_workbook(target, data_only=True)["Danh sách"]["C5"].value == 4
    assert outcomes(preview(commune, target)) == outcomes(found)


def test_a_formula_without_a_value_stays_wrong_either_way(
    commune: DataFile, target: Path, tmp_path: Path
) -> None:
    found = preview(commune, write_list(tmp_path / NAME, change=lambda s: s.__setitem__("C5", "=2+2")))
    assert ("Danh sách", 5, "C") in [error[:3] for error in errors(found)]
    for one in (found, away(found)):
        save_marked_copy(one, target)
        assert [e[:3] for e in errors(preview(commune, target))] == [e[:3] for e in errors(found)]


def test_a_number_in_a_cell_of_days_stays_a_number(commune: DataFile, target: Path, tmp_path: Path) -> None:
    def number_as_day(sheet: Worksheet) -> None:
        sheet["E9"].number_format = "dd/mm/yyyy"
        sheet["E9"] = 912345678

    found = preview(commune, write_list(tmp_path / NAME, change=number_as_day))
    assert save_marked_copy(found, target).as_sent
    again = read_list(target).sheets[0][0]
    assert again.cells[8][4] == found.file.sheets[0][0].cells[8][4] == 912345678
    assert outcomes(preview(commune, target)) == outcomes(found)


def test_a_formula_that_looks_elsewhere_leaves_its_value(
    commune: DataFile, target: Path, tmp_path: Path
) -> None:
    path = write_list(tmp_path / NAME, change=lambda s: s.__setitem__("C20", "=[1]Khác!A1"))
    save_marked_copy(preview(commune, path), target)
    assert openpyxl.load_workbook(target)["Danh sách"]["C20"].value is None
    with zipfile.ZipFile(target) as package:
        assert not [name for name in package.namelist() if "externalLink" in name or "vba" in name]


@pytest.mark.parametrize("name", [path.name for path in sorted(DATA.glob("[0-9]-*"))])
@pytest.mark.parametrize("is_gone", [False, True])
def test_every_sample_comes_in_again_as_it_was(
    data: DataFile, target: Path, name: str, is_gone: bool
) -> None:
    found = preview(data, DATA / name)
    digest = hashlib.sha256((DATA / name).read_bytes()).hexdigest()
    target = target.with_name(copy_name(found))
    save_marked_copy(away(found) if is_gone else found, target)
    assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == digest
    again = preview(data, target)
    assert errors(again) == errors(found)
    assert outcomes(again) == outcomes(found)
    assert villages(again) == villages(found)


def test_our_own_sheet_comes_in_again_and_keeps_its_locks(
    commune: DataFile, target: Path, tmp_path: Path
) -> None:
    path = save_village_lists(commune, 2024, tmp_path, village_ids=[1])[0]
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    persons = next(cell for cell in sheet[6] if cell.value == "Số nhân khẩu")
    sheet.cell(7, persons.column, "nhiều")
    book.save(path)
    found = preview(commune, path)
    assert len(found.rejected) == 1
    save_marked_copy(found, target)
    assert outcomes(preview(commune, target)) == outcomes(found)
    new = openpyxl.load_workbook(target)
    page = new.worksheets[1]
    assert page.protection.sheet
    assert not page.cell(7, persons.column).protection.locked
    heading = next(cell for cell in page[6] if cell.value == TO_MEND)
    assert not page.column_dimensions[heading.column_letter].hidden
    assert list(colours(page)) == [page.cell(7, persons.column).coordinate]


def test_columns_hidden_as_one_block_do_not_hide_the_reasons(
    commune: DataFile, target: Path, tmp_path: Path
) -> None:
    def hide_the_rest(sheet: Worksheet) -> None:
        sheet.column_dimensions.group("F", "XFD", hidden=True)

    save_marked_copy(preview(commune, write_list(tmp_path / NAME, change=hide_the_rest)), target)
    widths = openpyxl.load_workbook(target)["Danh sách"].column_dimensions
    assert (widths["F"].width, widths["F"].hidden) == (66, False)
    assert (widths["G"].min, widths["G"].max, widths["G"].hidden) == (7, 16384, True)


def test_a_hidden_row_to_be_mended_is_named(commune: DataFile, target: Path, tmp_path: Path) -> None:
    path = write_list(tmp_path / NAME, change=lambda s: setattr(s.row_dimensions[6], "hidden", True))
    found = preview(commune, path)
    sheet, layout = found.file.sheets[0]
    found = replace(found, file=replace(found.file, sheets=((sheet, replace(layout, hidden_rows=(6,))),)))
    save_marked_copy(found, target)
    said = [row[0].value for row in openpyxl.load_workbook(target)[READ_FIRST].iter_rows()]
    assert said[-1] == "Trang tính «Danh sách»: các dòng đang ẩn, cần bỏ ẩn để sửa: 6."


@pytest.mark.parametrize("limit", ["_MOST_ROWS", "_MOST_XML"])
def test_a_sheet_too_large_to_copy_is_made_of_its_values(
    found: Preview, target: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(marked_original, limit, 3)
    assert not save_marked_copy(found, target).as_sent
    sheet = openpyxl.load_workbook(target)["Danh sách"]
    assert colours(sheet) == {"C6": WRONG, "D7": WAITING, "B8": WRONG, "B10": WAITING}
    assert sheet["B5"].font.name == "Times New Roman"
    assert (sheet["A7"].value, sheet["A7"].data_type) == ("=1+1", "s")
    assert sheet["E5"].value == "0912345678"
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:E1"]


def test_a_file_changed_since_is_not_copied(found: Preview, target: Path) -> None:
    write_list(found.file.workbook.path, ROWS[:2])
    assert not save_marked_copy(found, target).as_sent
    assert openpyxl.load_workbook(target)["Danh sách"]["B10"].value == "Đỗ Văn Mới"


def test_letters_no_cell_can_hold_are_left_out(commune: DataFile, target: Path) -> None:
    file = taking_in.list_of(
        ("Lê\x07 Văn An\ufffe", "Thôn Phác Lê", "nhiều\x00", "Giếng khoan", "dài " * 12_000)
    )
    save_marked_copy(taking_in.preview(commune, file), target)
    sheet = openpyxl.load_workbook(target)["S"]
    assert sheet["A2"].value == "Lê Văn An"
    assert len(sheet["E2"].value) == 32_767


def test_the_list_itself_is_never_overwritten(found: Preview) -> None:
    path = found.file.workbook.path
    before = path.read_bytes()
    with pytest.raises(KnownError, match="Tệp gốc còn nguyên"):
        save_marked_copy(found, path)
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told_in_one_sentence(found: Preview, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="không tìm thấy thư mục"):
        save_marked_copy(found, tmp_path / "rút ra" / "a.xlsx")


def test_letters_of_an_old_font_come_back_in_unicode(commune: DataFile, target: Path, tmp_path: Path) -> None:
    def set_old_font(sheet: Worksheet) -> None:
        sheet["B9"] = "§ç V¨n Míi"
        sheet["B9"].font = Font(name=".VnTime", bold=True, size=13)
        sheet["B8"].font = Font(name="VNI-Times")

    path = write_list(tmp_path / NAME, change=set_old_font)
    raw = read_list(path)
    found = taking_in.preview(commune, _decoded(raw, {"§ç V¨n Míi": "Đỗ Văn Mới"}))
    save_marked_copy(found, target)
    sheet = openpyxl.load_workbook(target)["Danh sách"]
    blank, cell = sheet["B8"], sheet["B9"]
    assert (blank.value, blank.font.name) == (None, "Times New Roman")
    assert cell.value == "Đỗ Văn Mới"
    assert (cell.font.name, cell.font.b, cell.font.sz) == ("Times New Roman", True, 13)


def _decoded(file: ListFile, words: dict[str, str]) -> ListFile:
    """Return the file with some cells of its first sheet read in other letters."""
    ((sheet, layout), *rest) = file.sheets
    cells = [
        [words.get(cell, cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.cells
    ]
    plain: Sheet = replace(sheet, cells=cells)
    return replace(file, sheets=((plain, layout), *rest))


def test_nothing_wrong_leaves_the_sheet_as_it_is(commune: DataFile, target: Path, tmp_path: Path) -> None:
    found = preview(commune, write_list(tmp_path / NAME, ROWS[:1]))
    assert flaws(found) == ()
    assert save_marked_copy(found, target).rows == 0
    sheet = openpyxl.load_workbook(target)["Danh sách"]
    assert sheet["F4"].value is None
    assert colours(sheet) == {}


def test_a_text_file_becomes_a_workbook_whatever_its_name(
    commune: DataFile, target: Path, tmp_path: Path
) -> None:
    path = tmp_path / "danh sách [mới] của thôn Phác Lê năm 2024.csv"
    path.write_text("Họ và tên chủ hộ;Số khẩu\nLê Văn An;nhiều\n=1+1;3\n", encoding="utf-8-sig")
    found = preview(commune, path)
    assert copy_name(found) == "danh sách [mới] của thôn Phác Lê năm 2024 (cần sửa).xlsx"
    assert not save_marked_copy(found, target).as_sent
    sheet = openpyxl.load_workbook(target).worksheets[1]
    assert sheet.title == "danh sách _mới_ của thôn Phác L"
    assert colours(sheet) == {"B2": WRONG, "A3": WRONG}
    assert [e[1:] for e in errors(preview(commune, target))] == [e[1:] for e in errors(found)]


def test_every_kind_of_question_says_what_to_do() -> None:
    assert WHAT_TO_DO.keys() == set(AskKind)


def test_many_sheets_each_have_their_reasons(commune: DataFile, target: Path, tmp_path: Path) -> None:
    rows = [["Họ và tên chủ hộ", "Số khẩu"], ["Lê Văn An", "nhiều"]]
    path = write_xlsx(tmp_path / "hai.xlsx", {"Thôn 1": rows, "Thôn 2": rows, "Trống": []})
    save_marked_copy(preview(commune, path), target)
    book = openpyxl.load_workbook(target)
    assert [book[name]["C2"].value is not None for name in ("Thôn 1", "Thôn 2")] == [True, True]
    assert book["Trống"].max_row == 1


@pytest.mark.skipif(os.name == "nt", reason="a full disk is told by other means on Windows")
def test_a_full_disk_leaves_no_half_file(
    found: Preview, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(KnownError, match="Không lưu được tệp"):
        save_marked_copy(found, target)
    assert not target.exists()
    assert not list(target.parent.glob("*.tmp"))
