import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.delimited import read_delimited
from nsnt_desktop.importing.files.reading import read_workbook
from nsnt_desktop.importing.files.refusals import MAX_COLUMNS
from nsnt_desktop.importing.list_file import read_list
from nsnt_desktop.importing.rows.rows import parse_rows

ROWS = [["STT", "Chủ hộ", "m3/tháng"], ["1", "Nguyễn Thị Đượm", "12,5"], ["2", "Lê Văn Ước", "7"]]


def saved(rows: list[list[str]], delimiter: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiter_and_encoding_are_found(delimiter: str, encoding: str) -> None:
    read, told = read_delimited(saved(ROWS, delimiter).encode(encoding), "a.csv")
    assert read == ROWS
    assert told == ("UTF-16" if encoding == "utf-16" else "UTF-8")


def test_windows_1258_is_read() -> None:
    # cp1258 keeps the tone as a letter of its own: text.clean puts it together at the next step.
    data = "STT;Chủ hộ\r\n1;Đỗ Hữu".replace("ủ", "u\u0309").replace("ộ", "ô\u0323").replace("ỗ", "ô\u0303")
    data = data.replace("ữ", "ư\u0303")
    rows, encoding = read_delimited(data.encode("cp1258"), "a.csv")
    assert encoding == "windows-1258"
    assert rows[1] == ["1", "Đô\u0303 Hư\u0303u"]


def test_blank_and_short_lines_keep_their_place() -> None:
    assert read_delimited(b"a;b;c\r\n\r\n1;2\r\n", "a.csv")[0] == [
        ["a", "b", "c"],
        ["", "", ""],
        ["1", "2", ""],
    ]


def test_decimal_commas_do_not_pass_for_delimiters() -> None:
    rows = [["Chủ hộ", "m3"], ["Lê A", "12,5"], ["Lê B", "1,5"], ["Lê, C", "2,5"]]
    assert read_delimited("\r\n".join(";".join(row) for row in rows).encode(), "a.csv")[0] == rows


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(KnownError, match="quá lớn"):
        read_delimited(b";" * (MAX_COLUMNS + 1), "a.csv")


@given(
    st.lists(st.lists(st.text("abc đ,;\"'\n1", max_size=5), min_size=3, max_size=3), min_size=1, max_size=6)
)
def test_what_excel_quotes_comes_back(rows: list[list[str]]) -> None:
    headed = [["Họ và tên", "Thôn", "Khẩu"]] * 40 + rows
    assert read_delimited(saved(headed, ";").encode(), "a.csv")[0] == headed


def test_the_line_that_names_the_delimiter_is_not_counted() -> None:
    assert read_delimited(b"sep=,\r\na,b;c\r\n1,2\r\n", "a.csv")[0] == [["a", "b;c"], ["1", "2"]]


def test_a_delimiter_within_quoted_names_does_not_decide() -> None:
    rows = [["Chủ hộ", "Khẩu"], *[["Lê A; Lê B; Lê C", "3"]] * 5]
    text = "\n".join(f'"{head}","{persons}"' for head, persons in rows)
    assert read_delimited(text.encode(), "a.csv")[0] == rows


@pytest.mark.parametrize("tail", ["", "1;2\n" * 40])
def test_a_quote_that_is_never_closed_swallows_no_rows(tail: str) -> None:
    with pytest.raises(KnownError, match=r"dòng 2;.*dấu nháy kép"):
        read_delimited(f'a;b\n1;"Lê A\n3;4\n{tail}'.encode(), "a.csv")


def test_a_file_of_one_column_and_a_long_line_are_read() -> None:
    assert read_delimited(b"ten\nLe A\n", "a.csv")[0] == [["ten"], ["Le A"]]
    assert read_delimited(b"a;" + b"x" * 100_000, "a.csv")[0] == [["a", "x" * 100_000]]


LIST = "STT,Chủ hộ\n1,Lê Thị Ấm\n2,Nguyễn Văn Được\n3,Đỗ Thị Thủy\n4,Phạm Thị Liễu\n"


def test_utf_8_with_a_broken_letter_is_no_other_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(LIST.encode().replace("Được".encode(), b"\xc4\xe1\xbb\xa3c"))
    book = read_workbook(path)
    assert book.encoding == "UTF-8"
    assert book.sheets[0].cells[1] == ["1", "Lê Thị Ấm"]
    assert [place for place, why in book.sheets[0].faults.items() if "bị hỏng" in why] == [(2, 1)]
    rejected = preview_rejected(path)
    assert rejected == [3]


def preview_rejected(path: Path) -> list[int]:
    (found,) = read_list(path).sheets
    return [error.excel_row for error in parse_rows(*found, {}).rejected]


def test_utf_8_cut_off_within_a_letter_is_told_as_incomplete() -> None:
    with pytest.raises(KnownError, match="chưa được chép đủ"):
        read_delimited((LIST + "5,Lê Thị Ấ").encode()[:-1], "a.csv")
