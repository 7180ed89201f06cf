from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nsnt_desktop.importing.words import cells
from nsnt_desktop.importing.words.cells import MAX_M3_PER_MONTH, Refused, Unknown
from nsnt_desktop.importing.words.choices import Blank
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.models.words import Basis, Poverty
from nsnt_desktop.registry.households import PERSONS_LIMIT


@given(
    st.integers(1, PERSONS_LIMIT),
    st.sampled_from(["{}", " {} ", "{} khẩu", "{} người", "{} nhân khẩu", "0{}", "{},0", "{}.0"]),
)
def test_persons_are_read_however_they_are_written(number: int, written: str) -> None:
    assert cells.persons(written.format(number)) == number
    assert cells.persons(float(number)) == number


@given(st.integers().filter(lambda n: not 1 <= n <= PERSONS_LIMIT))
def test_persons_out_of_range_are_refused(number: int) -> None:
    assert isinstance(cells.persons(number), Refused)
    assert isinstance(cells.persons(str(number)), Refused)


@pytest.mark.parametrize(
    "cell", ["ba", "4,5", 4.5, "4-5", "TRUE", float("nan"), float("inf"), 1e300, date(1900, 1, 4), "4 5", "²"]
)
def test_what_is_no_number_of_persons_is_refused(cell: Any) -> None:
    assert isinstance(cells.persons(cell), Refused)


@given(st.integers(0, MAX_M3_PER_MONTH * 1000))
def test_litres_are_exact(litres: int) -> None:
    volume = Decimal(litres) / 1000
    assert cells.litres(float(volume)) == litres
    assert cells.litres(f"{volume:.4f}".replace(".", ",")) == litres
    grouped = f"{volume:,.4f}".replace(",", "_").replace(".", ",").replace("_", ".")
    assert cells.litres(grouped) == litres
    assert cells.litres(f"{volume:.1f}") == int(Decimal(f"{volume:.1f}") * 1000)


@pytest.mark.parametrize(
    ("cell", "litres"),
    [
        ("12,5", 12_500),
        ("12.5 m3", 12_500),
        ("12 m³/tháng", 12_000),
        ("7 khối", 7_000),
        (7.3, 7_300),
        (0.0005, 1),
        ("1.234,5", 1_234_500),
        ("", None),
        ("-", None),
    ],
)
def test_litres_as_people_write_them(cell: Any, litres: int | None) -> None:
    assert cells.litres(cell) == litres


@pytest.mark.parametrize(
    "cell",
    ["-1", -1.0, "nhiều", float("nan"), float("-inf"), "1,2,3", "10001", "1.200", date(2024, 1, 2), ",", "."],
)
def test_what_is_no_volume_is_refused(cell: Any) -> None:
    if cell == ".":
        assert cells.litres(cell) is None
    else:
        assert isinstance(cells.litres(cell), Refused)


def test_a_doubtful_dot_is_told() -> None:
    assert "không rõ dấu chấm" in cells.litres("12.500").reason  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (912345678.0, "0912345678"),
        ("0912.345.678", "0912345678"),
        ("0912 345 678", "0912345678"),
        (2373123456.0, "2373123456"),
        (212345678.0, "212345678"),
        ("0912345678 / 0987654321", "0912345678 / 0987654321"),
        ("912345678", "912345678"),
        ("", None),
    ],
)
def test_phones_keep_their_digits(cell: Any, phone: str | None) -> None:
    assert cells.phone(cell) == phone


def test_codes_keep_leading_zeros() -> None:
    assert cells.words("00123") == "00123"
    assert cells.words(123.0) == "123"


@pytest.mark.parametrize("cell", ["", "   ", "-", "=A1", 12.0, "...", "x" * 101, "?"])
def test_what_is_no_name_is_refused(cell: Any) -> None:
    assert isinstance(cells.head(cell), Refused)


def test_a_name_is_made_clean() -> None:
    assert cells.head("  Lê  Thi\u0323 \u00a0Hoa\u0300 ") == "Lê Thị Hoà"
    assert isinstance(cells.words("=1+1"), Refused)


@given(st.text(max_size=30))
def test_a_name_comes_out_clean_or_is_refused(text: str) -> None:
    found = cells.head(text)
    assert isinstance(found, Refused) or cells.head(found) == found


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("Có", True),
        ("co", True),
        ("ĐẠT", True),
        ("x", True),
        ("✓", True),
        (1.0, True),
        ("TRUE", True),
        ("Không", False),
        ("không đạt", False),
        ("Chưa đạt quy chuẩn", False),
        (0.0, False),
        ("FALSE", False),
        ("Chưa xác định", None),
        ("", None),
        ("–", None),
    ],
)
def test_answers_have_three_states(cell: Any, answer: bool | None) -> None:
    assert cells.parser(Field.CLEAN, {}, Blank.UNKNOWN)(cell) is answer


def test_the_officer_explains_a_word_once() -> None:
    unknown = cells.parser(Field.CLEAN, {}, Blank.UNKNOWN)("tàm tạm")
    assert isinstance(unknown, Unknown)
    assert cells.parser(Field.CLEAN, {unknown.word: "no"}, Blank.UNKNOWN)("Tàm tạm") is False
    assert cells.parser(Field.CLEAN, {unknown.word: ""}, Blank.UNKNOWN)("tàm tạm") is None
    assert isinstance(cells.parser(Field.CLEAN, {unknown.word: "poor"}, Blank.UNKNOWN)("tàm tạm"), Unknown)


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("Hộ nghèo", Poverty.POOR),
        ("NGHÈO", Poverty.POOR),
        ("can ngheo", Poverty.NEAR_POOR),
        ("Hộ cận nghèo", Poverty.NEAR_POOR),
        ("Không", Poverty.NONE),
        ("Thoát nghèo", Poverty.NONE),
        ("", None),
    ],
)
def test_poverty_words(cell: str, status: Poverty | None) -> None:
    assert cells.parser(Field.POVERTY, {}, Blank.UNKNOWN)(cell) is status


def test_a_poverty_column_may_hold_ticks_or_words() -> None:
    ticks = cells.parser(Field.POOR, {}, Blank.NO)
    assert (ticks("x"), ticks("")) == (Poverty.POOR, Poverty.NONE)
    words = cells.parser(Field.NEAR_POOR, {}, Blank.UNKNOWN)
    assert [words(cell) for cell in ("x", "Không", "Hộ nghèo", "")] == [
        Poverty.NEAR_POOR,
        Poverty.NONE,
        Poverty.POOR,
        None,
    ]


def test_basis_words() -> None:
    parse = cells.parser(Field.BASIS, {}, Blank.UNKNOWN)
    assert [parse(cell) for cell in ("Xét nghiệm", "Chưa có căn cứ", "")] == [Basis.TEST, Basis.NONE, None]
    assert isinstance(parse("ông Ba nói"), Unknown)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Nước mưa", "rain"),
        ("Nước mua", "bought"),
        ("NƯỚC MƯA", "rain"),
        ("Nước giếng khoan", "drilled_well"),
        ("gieng dao", "dug_well"),
        ("Nước máy", "central_tap"),
        ("CNTT", "central_unspecified"),
        ("CNNL", "household_unspecified"),
        ("Máng lần/tự chảy", "gravity_pipe"),
        ("Nước mặt (sông, suối, ao, hồ, khe, mó)", "surface"),
        ("Công trình cấp nước tập trung (vòi/đồng hồ tại hộ)", "central_tap"),
        ("giếng khoan (có máy bơm)", "drilled_well"),
        ("nước máy (Trạm CN Cẩm Tân)", "central_tap"),
        ("Giếng khoang", "drilled_well"),
    ],
)
def test_source_words(word: str, code: str) -> None:
    assert cells.parser(Field.MAIN_SOURCE, {}, Blank.UNKNOWN)(word) == code


def test_rain_and_bought_water_are_one_without_accents_so_it_is_asked() -> None:
    assert isinstance(cells.parser(Field.MAIN_SOURCE, {}, Blank.UNKNOWN)("nuoc mua"), Unknown)


@pytest.mark.parametrize(
    "word",
    ["Nước khe", "Giếng khoan (dùng nhờ)", "Giếng khoan, nước mưa", "Giếng", "Nước thần tiên", "nuoc mau"],
)
def test_a_source_in_doubt_is_asked(word: str) -> None:
    assert isinstance(cells.parser(Field.MAIN_SOURCE, {})(word), Unknown)


def test_hygienic_says_nothing_of_clean() -> None:
    assert isinstance(cells.parser(Field.CLEAN, {})("HVS"), Unknown)
    assert cells.parser(Field.HYGIENIC, {})("HVS") is True
    assert cells.parser(Field.CLEAN, {})("Không hợp vệ sinh") is False


def test_a_column_of_one_source_takes_a_tick_a_word_or_an_answer() -> None:
    parse = cells.parser(Field.TICK_OTHER, {})
    assert [parse(cell) for cell in ("x", 1.0, "Nước mưa", "Không", "")] == [
        "other",
        "other",
        "rain",
        False,
        None,
    ]
    unknown = cells.parser(Field.TICK_OTHER, {})("Nước khe")
    assert isinstance(unknown, Unknown)
    assert cells.parser(Field.TICK_OTHER, {unknown.word: "gravity_pipe"})("nước khe") == "gravity_pipe"


def test_an_added_source_is_taken_as_the_officer_says() -> None:
    unknown = cells.parser(Field.MAIN_SOURCE, {}, Blank.UNKNOWN)("Nước thần tiên")
    assert (
        cells.parser(Field.MAIN_SOURCE, {unknown.word: "my_own"}, Blank.UNKNOWN)("nước thần tiên") == "my_own"
    )


def test_cells_are_shown_as_excel_shows_them() -> None:
    shown = [
        cells.show(cell)
        for cell in (4.0, 7.3, 5, date(2025, 2, 5), datetime.fromisoformat("2025-02-05T07:30"), " a  b ")
    ]
    assert shown == ["4", "7,3", "5", "05/02/2025", "05/02/2025", "a b"]
