"""Everything that is no list: one clear sentence, never a traceback, and the program lives on."""

import contextlib
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importing_lists import DATA, ods_table, ole_file, png, replace_part, sheet, write_ods, write_xlsx
from mutated_files import packed

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files import refusals
from nsnt_desktop.importing.files.old_excel import SIGNATURE
from nsnt_desktop.importing.files.reading import Workbook, read_workbook
from nsnt_desktop.importing.layouts.recognising import recognise
from nsnt_desktop.importing.list_file import nothing_found, recognise_list

GOOD = DATA / "6-thon-6-loi.xlsx"
FORM = DATA / "1-phac-le-bieu-in.xlsx"
OLD = DATA / "3-thon-2-tcvn3.xls"
SHEET_PART = "xl/worksheets/sheet1.xml"


def refused(path: Path) -> str:
    with pytest.raises(KnownError) as caught:
        read_workbook(path)
    assert "Chưa có gì thay đổi trong dữ liệu." in caught.value.message
    return caught.value.message


def saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"", "rỗng"),
        ("a.csv", b"", "rỗng"),
        ("a.xls", b"<html><body><table><tr><td>x</td></tr></table></body></html>", "HTML"),
        ("a.xls", b"\xef\xbb\xbf\r\n<!DOCTYPE html><html></html>", "HTML"),
        ("a.xlsx", "Danh sách hộ".encode(), "không phải bảng tính"),
        ("a.xlsx", png(), "không phải bảng tính"),
        ("a.csv", png(), "không phải bảng tính"),
        ("a.xlsx", GOOD.read_bytes()[:3000], "hỏng"),
        ("a.xls", OLD.read_bytes()[:20_000], "hỏng"),
        ("a.xls", OLD.read_bytes()[:600], "hỏng"),
        ("a.xlsx", b"PK\x05\x06" + bytes(18), "không phải bảng tính"),
        ("a.xlsx", ole_file("EncryptionInfo", "EncryptedPackage"), "mật khẩu"),
        ("a.xls", ole_file("WordDocument"), "Word"),
        (
            "a.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "XML 2003",
        ),
        ("a.xlsx", b"%PDF-1.7", "PDF"),
        ("a.xlsx", b"Rar!\x1a\x07", "giải nén"),
        ("a.xlsx", packed({"word/document.xml": b"<a/>"}), "Word"),
        ("a.xlsx", packed({"xl/workbook.bin": b"\0"}), "xlsb"),
        ("a.zip", packed({"Thôn 1.xlsx": b"x"}), "giải nén"),
        ("~$a.xlsx", b"\x05User", "tệp tạm"),
        (
            "a.ods",
            packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
            "odt",
        ),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    message = refused(saved(tmp_path / name, data))
    assert says in message
    assert name in message


def test_an_old_workbook_with_a_password_is_told(tmp_path: Path) -> None:
    data = OLD.read_bytes()
    at = data.index(b"\xe1\x00\x02\x00\xb0\x04")  # INTERFACEHDR, the record after BOF
    message = refused(saved(tmp_path / "a.xls", data[:at] + b"\x2f\x00" + data[at + 2 :]))
    assert "mật khẩu" in message


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    assert "Không tìm thấy" in refused(tmp_path / "không có.xlsx")
    assert "thư mục" in refused(tmp_path)


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (PermissionError(13, "in use"), "đang mở trong chương trình khác"),
        (OSError(5, "input/output"), "ổ đĩa"),
    ],
)
def test_a_locked_file_and_a_failing_disk_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, says: str
) -> None:
    path = saved(tmp_path / "a.xlsx", GOOD.read_bytes())

    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(Path, "open", fail)
    assert says in refused(path)


def test_the_file_is_only_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", GOOD.read_bytes())
    path.chmod(0o444)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    book = read_workbook(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [found.name for found in tmp_path.iterdir()] == ["a.xlsx"]
    assert book.digest == read_workbook(GOOD).digest
    assert book.digest != read_workbook(FORM).digest


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        block = bytes(10_000_000)
        for number in range(21):
            package.writestr(f"xl/worksheets/sheet{number}.xml", block)
    assert path.stat().st_size < 1_000_000
    assert "quá lớn" in refused(path)


def test_a_file_over_the_limit_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(refusals.MAX_FILE_MB * 1_000_000 + 1)
    assert "quá lớn" in refused(path)


def test_a_value_in_the_last_corner_does_not_end_the_program(tmp_path: Path) -> None:
    path = replace_part(GOOD, tmp_path / "a.xlsx", SHEET_PART, b'r="I61"', b'r="XFD1048576"')
    assert "1048576" in refused(path)


WORKSHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


@pytest.mark.parametrize(
    "xml",
    [
        WORKSHEET + b'<c "' * 2_000_000,
        WORKSHEET + b"<!--" * 2_000_000,
        WORKSHEET + b'</f><c r="A1">' * 1_000_000,
        WORKSHEET + b"</f>" + b"<f " * 2_000_000,
        WORKSHEET + b'<row r="1">' + b'<c r="A1"><v>1</v></c>' * 4_100_000,
        WORKSHEET + b"".join(b'<row r="%d"><c><v>1</v></c></row>' % row for row in range(1, 400_000)),
    ],
)
def test_no_sheet_keeps_the_reader_busy(tmp_path: Path, xml: bytes) -> None:
    with zipfile.ZipFile(GOOD) as package:
        parts = {item.filename: package.read(item) for item in package.infolist()}
    path = saved(tmp_path / "a.xlsx", packed(parts | {SHEET_PART: xml}))
    started = time.process_time()
    refused(path)
    assert time.process_time() - started < 4  # one pass takes a tenth of that; going back over it takes hours


@pytest.mark.parametrize(
    ("part", "xml", "says"),
    [
        (SHEET_PART, WORKSHEET + b"<c>" * 3_000_000, "hỏng"),
        ("xl/styles.xml", b"<a>" * 3_000_000, "hỏng"),
        (SHEET_PART, WORKSHEET + b'<row r="1"><c r="A1" x="' + b"a" * 9_000_000, "dài bất thường"),
        ("xl/sharedStrings.xml", b"<sst><si><t>" + b"a" * 9_000_000, "dài bất thường"),
    ],
)
def test_no_depth_or_length_keeps_the_reader_busy(tmp_path: Path, part: str, xml: bytes, says: str) -> None:
    with zipfile.ZipFile(GOOD) as package:
        parts = {item.filename: package.read(item) for item in package.infolist()}
    path = saved(tmp_path / "a.xlsx", packed(parts | {part: xml}))
    started = time.process_time()
    assert says in refused(path)
    assert time.process_time() - started < 0.7  # three million tags take over a second and 400 MB


def test_a_cell_of_a_hundred_thousand_letters_is_read(tmp_path: Path) -> None:
    text = f"STT,Chủ hộ,Ghi chú\n1,Lê Thị Ấm,{'a' * 100_000}\n2,{'a' * 100_000},NguyÔn V¨n\n"
    path = saved(tmp_path / "a.csv", text.encode())
    started = time.process_time()
    recognise_list(read_workbook(path))
    assert time.process_time() - started < 4  # going back over it takes minutes


def test_a_workbook_with_macros_and_links_to_others_is_read(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(GOOD)
    book.create_sheet("Nối")["A1"] = "='[1]Sheet1'!A1"
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        parts = {item.filename: package.read(item) for item in package.infolist()}
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = parts["[Content_Types].xml"].replace(
        kind, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    names = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    links = b'<externalReferences><externalReference %b r:id="rId99"/></externalReferences>' % names
    workbook = parts["xl/workbook.xml"].replace(b"</sheets>", b"</sheets>" + links)
    relation = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>'
    )
    related = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", relation)
    more = {
        "[Content_Types].xml": types,
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": related,
        "xl/vbaProject.bin": SIGNATURE + bytes(5_000),
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
    }
    read = read_workbook(saved(tmp_path / "a.xlsm", packed(parts | more)))
    assert read.sheets[0].cells == read_workbook(GOOD).sheets[0].cells
    assert "không có giá trị" in read.sheets[-1].faults[0, 0]


_PEAK = """
import re, sys
from pathlib import Path
from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.list_file import read_list
try:
    print(len(read_list(Path(sys.argv[1])).sheets[0][0].cells))
except KnownError as error:
    print("refused")
# Not ru_maxrss: that begins with what the process held that started this one.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1000)
"""


def peak_of(path: Path) -> tuple[str, int]:
    """Return what came of reading a list in a process of its own, and the most megabytes it held."""
    run = subprocess.run(
        [sys.executable, "-c", _PEAK, str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    what, megabytes = run.stdout.split()
    return what, int(megabytes)


def test_a_bomb_and_a_far_cell_take_no_memory(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        for number in range(40):
            package.writestr(f"xl/worksheets/sheet{number}.xml", bytes(10_000_000))
    far = replace_part(GOOD, tmp_path / "far.xlsx", SHEET_PART, b'r="I61"', b'r="I1048576"')
    for path in (bomb, far):
        what, megabytes = peak_of(path)
        assert what == "refused"
        assert megabytes < 150


def test_a_list_of_100_000_rows_in_an_old_font_stays_within_memory(tmp_path: Path) -> None:
    texts = ["Th«n 1", "Hé nghÌo", "GiÕng khoan", "Cã", "§¹t", "Kh«ng", "Ng\u00e2", "ghi chó"]
    heads = ["STT", "Hä vµ tªn chñ hé", "Sè nh©n khÈu", *[f"x{n}" for n in range(9)]]

    def cell(column: int, row: int, text: str) -> str:
        return f'<c r="{chr(65 + column)}{row}" s="1" t="inlineStr"><is><t>{text}</t></is></c>'

    rows = ["".join(cell(at, 1, text) for at, text in enumerate(heads))]
    for row in range(2, 100_002):
        number = (
            f'<c r="A{row}"><v>{row}</v></c>{cell(1, row, f"NguyÔn V¨n {row}")}<c r="C{row}"><v>3</v></c>'
        )
        rows.append(number + "".join(cell(at, row, text) for at, text in enumerate([*texts, "x"], 3)))
    xml = WORKSHEET.decode() + "".join(f'<row r="{n}">{row}</row>' for n, row in enumerate(rows, 1))
    with zipfile.ZipFile(GOOD) as package:
        parts = {item.filename: package.read(item) for item in package.infolist()}
    styles = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts><font/>'
    styles += (
        b'<font><name val=".VnTime"/></font></fonts><cellXfs><xf/><xf fontId="1"/></cellXfs></styleSheet>'
    )
    more = {SHEET_PART: f"{xml}</sheetData></worksheet>".encode(), "xl/styles.xml": styles}
    what, megabytes = peak_of(saved(tmp_path / "a.xlsx", packed(parts | more)))
    assert what == "100001"
    assert megabytes < 450


def test_one_sheet_named_a_thousand_times_is_refused(tmp_path: Path) -> None:
    tag = b'<sheet name="Sheet" sheetId="1" state="visible" r:id="rId1" />'
    path = replace_part(GOOD, tmp_path / "a.xlsx", "xl/workbook.xml", tag, tag * 1_000)
    assert "trang tính" in refused(path)


@pytest.mark.parametrize(
    "trick",
    [
        b'<row r="99"><c t="n" r="XFD1048576"><v>1</v></c></row></sheetData>',
        b"<row r='99'><c r='XFD1048576' t='n'><v>1</v></c></row></sheetData>",
        b'<row r="1048576"><c t="n"><v>1</v></c></row></sheetData>',
        b'<!-- --><row r="99"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    ],
)
def test_a_far_value_written_unusually_is_found(tmp_path: Path, trick: bytes) -> None:
    assert "quá lớn" in refused(replace_part(GOOD, tmp_path / "a.xlsx", SHEET_PART, b"</sheetData>", trick))


def test_a_formatted_blank_in_the_last_corner_does_no_harm(tmp_path: Path) -> None:
    blank = b'<row r="1048576"><c r="XFD1048576" s="1"/><c r="XFD1048576" s="1"></c></row></sheetData>'
    path = replace_part(GOOD, tmp_path / "a.xlsx", SHEET_PART, b"</sheetData>", blank)
    assert len(read_workbook(path).sheets[0].cells) == 61


def test_an_entity_is_never_expanded(tmp_path: Path) -> None:
    path = replace_part(
        GOOD, tmp_path / "a.xlsx", "xl/workbook.xml", b"<workbook", b'<!DOCTYPE w [<!ENTITY a "b">]><workbook'
    )
    assert "hỏng" in refused(path)


def test_an_ods_that_repeats_itself_far_away_is_refused(tmp_path: Path) -> None:
    attributes = 'office:value-type="string" table:number-columns-repeated="16000"'
    cell = f"<table:table-cell {attributes}><text:p>a</text:p></table:table-cell>"
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    assert "quá lớn" in refused(
        write_ods(tmp_path / "a.ods", f'<table:table table:name="S">{row}</table:table>')
    )


def test_a_plain_ods_is_read(tmp_path: Path) -> None:
    rows = [["STT", "Chủ hộ", "Số khẩu"], ["", "", ""], ["1", "Lê Thị Ấm", "3"]]
    table = ods_table(rows).replace(
        "</table:table>",
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table>",
    )
    book = read_workbook(write_ods(tmp_path / "a.ods", table))
    assert book.sheets[0].cells == rows
    assert recognise_list(book).sheets[0][1].village == "Thôn 9"


def test_a_workbook_without_a_list_is_told(tmp_path: Path) -> None:
    book = read_workbook(
        write_xlsx(tmp_path / "a.xlsx", {"Trang": [["Kính gửi"], ["Danh sách chủ hộ nghèo"]]})
    )
    with pytest.raises(KnownError, match="Không tìm thấy dòng tiêu đề"):
        raise nothing_found(recognise_list(book))
    blank = read_workbook(write_xlsx(tmp_path / "b.xlsx", {"Trang": []}))
    with pytest.raises(KnownError, match="không có trang tính nào chứa số liệu"):
        raise nothing_found(recognise_list(blank))
    with pytest.raises(KnownError, match="Không tìm thấy dòng tiêu đề"):
        recognise(sheet([]))


def test_a_page_of_instructions_beside_the_list_is_left_aside(tmp_path: Path) -> None:
    good: list[list[Any]] = [["STT", "Chủ hộ"], [1, "Lê Thị Ấm"]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Hướng dẫn": [["Cách ghi"]], "Hộ": good, "Sheet3": []})
    found = recognise_list(read_workbook(path))
    assert [layout.sheet for _, layout in found.sheets] == ["Hộ"]
    assert [skipped.name for skipped in found.skipped] == ["Hướng dẫn", "Sheet3"]


def test_true_and_false_stay_words(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx", {"S": [["Chủ hộ", "Nước sạch"], ["Lê Thị Ấm", True], ["Lê Văn B", 1]]}
    )
    assert [row[1] for row in read_workbook(path).sheets[0].cells] == ["Nước sạch", "TRUE", 1.0]


ENDINGS = st.sampled_from([".xlsx", ".xls", ".ods", ".csv"])
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def reads_or_refuses(path: Path) -> None:
    """Pass when the file is read or refused; anything else that is raised fails the test."""
    with contextlib.suppress(KnownError):
        assert isinstance(read_workbook(path), Workbook)


@QUICK
@given(
    start=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
    data=st.binary(max_size=2000),
    end=ENDINGS,
)
def test_any_bytes_are_read_or_refused(tmp_path: Path, start: bytes, data: bytes, end: str) -> None:
    reads_or_refuses(saved(tmp_path / f"a{end}", start + data))


@QUICK
@given(
    source=st.sampled_from([GOOD, FORM, OLD, DATA / "5-thon-5.csv"]),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=8),
    kept=st.one_of(st.just(1.0), st.floats(0.01, 1)),
)
def test_a_damaged_file_is_read_or_refused(
    tmp_path: Path, source: Path, changes: list[tuple[float, int]], kept: float
) -> None:
    data = bytearray(source.read_bytes())
    for place, value in changes:
        data[int(place * len(data))] = value
    reads_or_refuses(saved(tmp_path / f"a{source.suffix}", bytes(data[: int(kept * len(data))])))


@QUICK
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 48_000), st.binary(min_size=1, max_size=6)), min_size=1, max_size=5
    )
)
def test_a_sheet_with_damaged_xml_is_read_or_refused(
    tmp_path: Path, changes: list[tuple[int, bytes]]
) -> None:
    with zipfile.ZipFile(FORM) as package:
        parts = {item.filename: package.read(item) for item in package.infolist()}
    xml = bytearray(parts[SHEET_PART])
    for place, new in changes:
        xml[place : place + len(new)] = new
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in (parts | {SHEET_PART: bytes(xml)}).items():
            package.writestr(name, data)
    reads_or_refuses(path)
