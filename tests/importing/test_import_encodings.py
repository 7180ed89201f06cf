"""Sheets in Unicode, TCVN3 and VNI, one or several in one sheet, told by the font or by the letters."""

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from importing_lists import DATA
from old_letters import names, tcvn3, tcvn3_h, vni
from openpyxl.styles import Font

from nsnt_desktop.importing.files.looks import ByRuns, Looks
from nsnt_desktop.importing.files.reading import Cell, Sheet, read_workbook
from nsnt_desktop.importing.layouts.encodings import Encoding, decode
from nsnt_desktop.importing.list_file import read_list, with_choices
from nsnt_desktop.importing.rows.rows import ImportRow
from nsnt_desktop.importing.words.choices import SheetChoices
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.storage.datafile import DataFile
from taking_in import preview

Write = Callable[[str], str]
HEADING = (
    "TT",
    "Họ và tên chủ hộ",
    "Số nhân khẩu",
    "Loại hộ",
    "Nguồn nước chính",
    "Nước hợp vệ sinh",
    "Ghi chú",
)
POVERTY = ("Không", "Hộ nghèo", "Hộ cận nghèo")
SOURCES = ("Nước mưa", "Giếng khoan", "Giếng đào", "Công trình cấp nước tập trung")
CODES = {"Không": "none", "Hộ nghèo": "poor", "Hộ cận nghèo": "near_poor"}
SOURCE_CODES = {"Nước mưa": "rain", "Giếng khoan": "drilled_well", "Giếng đào": "dug_well"}
OLD = [pytest.param(tcvn3, Encoding.TCVN3, id="tcvn3"), pytest.param(vni, Encoding.VNI, id="vni")]


def plain(text: str) -> str:
    return text


def village(count: int = 40) -> list[list[Cell]]:
    """Return a list as a village head sends it, in Unicode."""
    title: list[Cell] = ["DANH SÁCH HỘ GIA ĐÌNH THÔN PHÁC LÊ", *[""] * 6]
    rows: list[list[Cell]] = [
        [
            float(n),
            name,
            float(n % 7 + 1),
            POVERTY[n % 3],
            SOURCES[n % 4],
            ("Có", "Không")[n % 2],
            "0912 345 678",
        ]
        for n, name in enumerate(names(count), 1)
    ]
    return [title, list(HEADING), *rows]


def typed(rows: Sequence[Sequence[Cell]], write: Write) -> list[list[Cell]]:
    return [[write(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def sheet(rows: Sequence[Sequence[Cell]], fonts: Mapping[tuple[int, int], str] | None = None) -> Sheet:
    return Sheet(
        "S", False, [list(row) for row in rows], looks=Looks(fonts=ByRuns(sorted((fonts or {}).items())))
    )


def read(
    rows: Sequence[Sequence[Cell]], fonts: Mapping[tuple[int, int], str] | None = None
) -> list[list[Cell]]:
    return decode(sheet(rows, fonts)).sheet.cells


# Told by the letters


@pytest.mark.parametrize(("write", "encoding"), OLD)
def test_a_sheet_in_an_old_font_comes_back_letter_by_letter(write: Write, encoding: Encoding) -> None:
    found = decode(sheet(typed(village(400), write)))
    assert found.sheet.cells == village(400)
    assert {index: written.encoding for index, written in found.columns.items()} == dict.fromkeys(
        range(7), encoding
    )
    told = {
        "tcvn3": "Phông cũ TCVN3 → Unicode (theo mặt chữ).",
        "vni": "Phông cũ VNI → Unicode (theo mặt chữ).",
    }
    assert {written.reason for written in found.columns.values()} == {told[encoding.value]}


@pytest.mark.parametrize("write", [tcvn3, vni])
@pytest.mark.parametrize("name", names(400))
def test_every_name_comes_back_beside_another(write: Write, name: str) -> None:
    beside = "Nguyễn Văn Hưởng"
    # TCVN3 has no capital Ý, and what has no letter of its own font is left as it stands.
    meant = {name, name[:-1] + "ý"} if write is tcvn3 and name.endswith(" Ý") else {name}
    assert read([[write(beside), write(name)]])[0][1] in meant


def test_hardly_a_name_needs_a_second_cell_to_tell() -> None:
    for write in (tcvn3, vni):
        left = [name for name in names(400) if read([[write(name)]])[0][0] != name]
        assert len(left) <= 4


@pytest.mark.parametrize("write", [tcvn3, vni])
def test_short_words_go_with_their_column(write: Write) -> None:
    rows = [["Tên chủ hộ", "Có", "x", "Đ"], *[[name, "Có", "X", "Đ"] for name in names(20)]]
    assert read(typed(rows, write)) == rows


@pytest.mark.parametrize("write", [tcvn3, vni])
@pytest.mark.parametrize("columns", [{1}, {3, 4}, {1, 4, 5}, {0, 2, 3}])
def test_each_column_is_told_by_itself(write: Write, columns: set[int]) -> None:
    rows = village()
    mixed = [
        [write(c) if i in columns and isinstance(c, str) else c for i, c in enumerate(row)] for row in rows
    ]
    found = decode(sheet(mixed))
    assert found.sheet.cells == rows
    assert set(found.columns) <= columns


def test_tcvn3_and_vni_stand_side_by_side() -> None:
    rows = village()
    mixed = [[*typed([row[:2]], tcvn3)[0], *row[2:4], *typed([row[4:]], vni)[0]] for row in rows]
    found = decode(sheet(mixed))
    assert found.sheet.cells == rows
    assert [found.columns[i].encoding.value for i in sorted(found.columns)] == [
        "tcvn3",
        "tcvn3",
        "vni",
        "vni",
        "vni",
    ]


@pytest.mark.parametrize("write", [tcvn3, vni])
def test_rows_pasted_from_another_file_are_read_by_themselves(write: Write) -> None:
    rows = village(60)
    mixed = [typed([row], write)[0] if n % 5 == 0 and n > 1 else row for n, row in enumerate(rows)]
    found = decode(sheet(mixed))
    assert found.sheet.cells == rows
    assert found.columns[3].reason.endswith("(theo mặt chữ), 12 ô.")


def test_a_title_in_unicode_over_rows_in_tcvn3_stays() -> None:
    rows = village()
    assert read([*rows[:2], *typed(rows[2:], tcvn3)]) == rows


def test_a_title_in_tcvn3_over_rows_in_unicode_is_read() -> None:
    rows = village()
    found = decode(sheet([*typed(rows[:1], tcvn3), *rows[1:]]))
    assert found.sheet.cells == rows
    assert found.columns[0].reason == "Phông cũ TCVN3 → Unicode (theo mặt chữ)."


def test_a_vietnamese_windows_shows_tcvn3_otherwise() -> None:
    rows = village()
    seen = typed(rows, lambda text: tcvn3(text).encode("latin-1").decode("cp1258"))
    assert read(seen) == rows


def test_what_was_saved_under_wrong_letters_is_mended_and_told() -> None:
    rows = village()
    broken = [rows[0], rows[1], *typed(rows[2:], lambda text: text.encode().decode("latin-1"))]
    found = decode(sheet(broken))
    assert found.sheet.cells == rows
    assert found.columns[1].encoding is Encoding.UNICODE
    assert found.columns[1].reason.startswith("Chữ lưu sai bảng mã → Unicode (theo mặt chữ)")


# What is in Unicode stays


SYLLABLES = sorted(
    {word for name in names() for word in name.split()} | set(" ".join(SOURCES + HEADING).split())
)
WORDS = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=8), st.sampled_from(["NFC", "NFD"]), st.booleans())
def test_vietnamese_in_unicode_is_never_touched(words: list[str], form: str, loud: bool) -> None:
    rows: list[list[Cell]] = [
        [unicodedata.normalize("NFD" if form == "NFD" else "NFC", word.upper() if loud else word)]
        for word in words
    ]
    made = sheet(rows)
    assert decode(made).sheet.cells == rows
    assert not decode(made).columns


@given(
    st.lists(
        st.lists(st.text(st.characters(max_codepoint=127), max_size=12), min_size=3, max_size=3), max_size=6
    )
)
def test_plain_letters_are_never_touched(rows: list[list[str]]) -> None:
    made = Sheet("S", False, [list(row) for row in rows])
    assert decode(made).sheet is made


@pytest.mark.parametrize(
    "text",
    [
        "Café de Paris", "Résumé", "Müller", "São Tomé", "naïve façade", "5 m³", "25 m²", "30°C", "1½",
        "2 × 3", "5 µm", "«An»", "§ 5", "© 2024", "05/2/2024", "0912 345 678", "H-001", "'=1+1", "Hôp", "Niê",
        "Thaï", 12.5, 7,
    ],
)  # fmt: skip
def test_other_things_stay_beside_unicode_and_alone(text: Cell) -> None:
    assert read([[text]]) == [[text]]
    rows = [[*row[:6], text] for row in village(20)]
    assert read(rows) == rows


def test_numbers_codes_and_phones_stay_in_a_sheet_of_an_old_font() -> None:
    rows: list[list[Cell]] = [
        [name, 0.5, "H-001", "0912 345 678", "12,5", "5/2/2024", "x", ""] for name in names(20)
    ]
    assert read(typed(rows, tcvn3)) == rows


def test_a_good_sheet_is_handed_on_as_it_is() -> None:
    made = sheet(village(500))
    assert decode(made).sheet is made


# Told by the font


def fonts_of(rows: Sequence[Sequence[Cell]], font: str, columns: Sequence[int]) -> dict[tuple[int, int], str]:
    return {(row, column): font for row in range(len(rows)) for column in columns}


@pytest.mark.parametrize(("write", "font"), [(tcvn3, ".VnTime"), (vni, "VNI-Times"), (tcvn3, ".VnArial")])
def test_the_font_tells_even_of_a_single_short_word(write: Write, font: str) -> None:
    rows = [["Có"], ["Lộc"], ["Đ"]]
    found = decode(sheet(typed(rows, write), fonts_of(rows, font, [0])))
    assert found.sheet.cells == rows
    assert found.columns[0].reason.endswith(f"→ Unicode (phông {font}).")


def test_a_font_of_capitals_shows_capitals() -> None:
    rows = [["DANH SÁCH HỘ NGHÈO THÔN PHÁC LÊ"], ["Nguyễn Văn Ánh"]]
    old = [[tcvn3_h(str(rows[0][0]))], [tcvn3(str(rows[1][0]))]]
    assert read(old, {(0, 0): ".VnTimeH", (1, 0): ".VnTime"}) == rows
    assert read([["nam"]], {(0, 0): ".VnArialH"}) == [["NAM"]]


@pytest.mark.parametrize("name", names(400))
def test_names_typed_in_a_font_of_capitals_come_back(name: str) -> None:
    assert read([[tcvn3_h(name)]], {(0, 0): ".VnTimeH"}) == [[name.upper()]]


def test_unicode_that_kept_its_old_font_stays() -> None:
    rows = village()
    found = decode(sheet(rows, fonts_of(rows, ".VnTime", range(7))))
    assert found.sheet.cells == rows
    assert not found.columns
    rows = [["Hà"], ["Lê Văn Bảy"], ["Có"]]
    assert read(rows, fonts_of(rows, ".VnTimeH", [0])) == rows


def test_cells_in_a_modern_font_beside_old_ones_stay() -> None:
    rows = village()
    mixed = [[row[0], *typed([row[1:2]], tcvn3)[0], *row[2:]] for row in rows]
    found = decode(sheet(mixed, fonts_of(rows, ".VnTime", [1])))
    assert found.sheet.cells == rows
    assert set(found.columns) == {1}


def test_letters_stand_over_a_font_they_contradict() -> None:
    rows = [[name] for name in names(20)]
    assert read(typed(rows, vni), fonts_of(rows, ".VnTime", [0])) == rows


# The officer's word


def test_the_officer_overrules_for_the_sheet_and_for_a_column() -> None:
    rows: list[list[Cell]] = [["Vò Huy Dòng", "Vò Huy Dòng", "Đỗ Văn Lộc"]]
    assert read(rows) == rows
    found = decode(sheet(rows), Encoding.TCVN3)
    assert found.sheet.cells == [["Vũ Huy Dũng", "Vũ Huy Dũng", "Đỗ Văn Lộc"]]
    assert found.columns[0].reason == "Phông cũ TCVN3 → Unicode (do người dùng chọn)."
    found = decode(sheet(rows), Encoding.TCVN3, {1: Encoding.UNICODE})
    assert found.sheet.cells == [["Vũ Huy Dũng", "Vò Huy Dòng", "Đỗ Văn Lộc"]]
    assert found.columns[1].reason == "Đọc như Unicode (do người dùng chọn)."


def test_the_officer_can_keep_a_sheet_as_it_stands() -> None:
    rows = typed(village(), tcvn3)
    assert decode(sheet(rows, fonts_of(rows, ".VnTime", range(7))), Encoding.UNICODE).sheet.cells == rows


def test_the_officer_can_say_vni_of_one_column() -> None:
    rows = typed([[name, name] for name in names(20)], vni)
    kept = decode(sheet(rows), None, {0: Encoding.UNICODE})
    assert [row[0] for row in kept.sheet.cells] == [row[0] for row in rows]
    assert [row[1] for row in kept.sheet.cells] == names(20)


# The whole way, from the disk to the rows of households


def households(path: Path, data: DataFile) -> list[ImportRow]:
    found = preview(data, read_list(path))
    assert not found.rejected
    return [row for parsed in found.parsed for row in parsed.rows]


def told(rows: Sequence[ImportRow]) -> list[tuple[object, ...]]:
    return [(r.head, r.persons, r.poverty, r.source_code, r.hygienic) for r in rows]


def expected(rows: Sequence[Sequence[Cell]]) -> list[tuple[object, ...]]:
    return [
        (
            r[1],
            int(float(str(r[2]))),
            CODES[str(r[3])],
            SOURCE_CODES.get(str(r[4]), "central_unspecified"),
            r[5] == "Có",
        )
        for r in rows[2:]
    ]


def workbook(path: Path, rows: Sequence[Sequence[Cell]], font: Callable[[int, int], str]) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            cell = page.cell(r + 1, c + 1, value)
            cell.font = Font(name=font(r, c))
    book.save(path)
    return path


def test_the_sample_in_tcvn3_gives_exactly_its_rows(data: DataFile) -> None:
    truth = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))["3-thon-2-tcvn3.xls"]
    poverty = {"none": "none", "near": "near_poor", "poor": "poor"}
    sources = SOURCE_CODES | {
        "Công trình cấp nước tập trung": "central_unspecified",
        "Nước tự chảy": "gravity_pipe",
        "Nước suối": "surface",
        "Nước mua": "bought",
    }
    file = read_list(DATA / "3-thon-2-tcvn3.xls")
    found = preview(data, file)
    assert [
        (r.village, r.head, r.persons, r.poverty, r.source_code, r.hygienic, r.clean)
        for parsed in found.parsed
        for r in parsed.rows
    ] == [
        (
            e["village"],
            e["head"],
            e["persons"],
            poverty[e["poverty"]],
            sources[e["source"]],
            e["hygienic"],
            e["clean"],
        )
        for e in truth["rows"]
    ]
    assert not found.rejected
    (layout,) = (layout for _, layout in file.sheets)
    assert {column.encoding for column in layout.columns} == {Encoding.TCVN3}
    assert layout.columns[1].encoding_reason == "Phông cũ TCVN3 → Unicode (phông .VnTime)."
    assert layout.fields >= {
        Field.HEAD,
        Field.PERSONS,
        Field.POVERTY,
        Field.MAIN_SOURCE,
        Field.HYGIENIC,
        Field.CLEAN,
    }


@pytest.mark.parametrize(("write", "font"), [(tcvn3, ".VnTime"), (vni, "VNI-Times")])
@pytest.mark.parametrize("columns", [range(7), (1,), (0, 1, 3)])
def test_a_workbook_with_columns_in_an_old_font(
    tmp_path: Path, data: DataFile, write: Write, font: str, columns: Sequence[int]
) -> None:
    rows = village()
    old = [
        [write(c) if i in columns and isinstance(c, str) else c for i, c in enumerate(row)] for row in rows
    ]
    path = workbook(tmp_path / "a.xlsx", old, lambda _, c: font if c in columns else "Times New Roman")
    assert told(households(path, data)) == expected(rows)
    (layout,) = (layout for _, layout in read_list(path).sheets)
    assert layout.village == "Thôn Phác Lê"
    assert f"phông {font}" in layout.columns[1].encoding_reason


def test_a_workbook_with_single_cells_and_a_title_in_old_fonts(tmp_path: Path, data: DataFile) -> None:
    rows = village()
    fonts = {(0, 0): ".VnTimeH"}
    old = [list(row) for row in rows]
    old[0][0] = tcvn3_h(str(rows[0][0]))
    for row in range(5, 20):
        write, font = (tcvn3, ".VnTime") if row % 2 else (vni, "VNI-Times")
        old[row] = typed([rows[row]], write)[0]
        fonts |= {(row, column): font for column in range(7)}
    path = workbook(tmp_path / "a.xlsx", old, lambda r, c: fonts.get((r, c), "Arial"))
    assert told(households(path, data)) == expected(rows)
    assert read_workbook(path).sheets[0].looks.fonts
    assert read_list(path).sheets[0][1].village == "Thôn Phác Lê"


@pytest.mark.parametrize(
    ("write", "code", "told_as"),
    [
        (tcvn3, "latin-1", "windows-1252"),
        (vni, "latin-1", "windows-1252"),
        (plain, "cp1258", "windows-1258"),
        (plain, "utf-16-le", "UTF-16"),
        (plain, "utf-16-be", "UTF-16"),
        (plain, "utf-16", "UTF-16"),
        (lambda text: unicodedata.normalize("NFD", text), "utf-8", "UTF-8"),
        (lambda text: text.encode().decode("latin-1"), "utf-8", "UTF-8"),
        (tcvn3, "utf-8", "UTF-8"),
    ],
)
def test_a_text_table_in_every_way_of_writing(
    tmp_path: Path, data: DataFile, write: Write, code: str, told_as: str
) -> None:
    rows = village()
    text = "\r\n".join(";".join(str(cell).removesuffix(".0") for cell in row) for row in typed(rows, write))
    path = tmp_path / "a.csv"
    path.write_bytes(as_windows(text).encode(code) if code == "cp1258" else text.encode(code))
    assert told(households(path, data)) == expected(rows)
    assert read_workbook(path).encoding == told_as


def as_windows(text: str) -> str:
    """Return text as a Vietnamese Windows keeps it: what it has no letter for, with the tone behind."""
    spread = []
    for letter in text:
        try:
            letter.encode("cp1258")
            spread.append(letter)
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", letter)[:-1], unicodedata.normalize("NFD", letter)[-1]
            if tone in "\u0302\u0306\u031b":
                base, tone = (
                    unicodedata.normalize("NFD", letter)[0] + tone,
                    unicodedata.normalize("NFD", letter)[1],
                )
            spread.append(unicodedata.normalize("NFC", base) + tone)
    return "".join(spread)


def test_the_officer_overrules_in_a_file(tmp_path: Path) -> None:
    rows = typed(village(), tcvn3)
    path = workbook(tmp_path / "a.xlsx", rows, lambda _r, _c: "Arial")
    file = read_list(path)
    name = file.sheets[0][1].sheet
    kept = with_choices(file, name, SheetChoices(encodings={6: Encoding.VNI}))
    assert kept.sheets[0][1].columns[6].encoding is Encoding.VNI
    assert kept.sheets[0][1].columns[1].encoding is Encoding.TCVN3
