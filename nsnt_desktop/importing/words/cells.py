"""One cell of a list becomes one typed value, or tells why it cannot."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from nsnt_desktop import format as vietnamese
from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.importing.words import vocabulary
from nsnt_desktop.importing.words.choices import Blank
from nsnt_desktop.importing.words.fields import DENIALS, Field
from nsnt_desktop.importing.words.vocabulary import Lexicon
from nsnt_desktop.models.words import Basis, Poverty
from nsnt_desktop.registry.households import EARLIEST_BIRTH, PERSONS_LIMIT
from nsnt_desktop.text import clean

MAX_M3_PER_MONTH = 10_000
"""A whole commune uses about that; a household beyond it is a slip of the hand."""
MAX_NAME = 100
"""Longer is no name but a sentence that slipped into the column."""

_PERSONS = re.compile(
    r"(-?\d{1,9})(?:[.,]0+)?(?: ?(?:nhân khẩu|khẩu|người|nk))?(?: ?\([^()]*\))?", re.IGNORECASE
)
_VOLUME = re.compile(r"(-?[\d.,]+) ?(?:m ?3|m³|khối|m khối|mét khối)?(?: ?/ ?tháng)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d+|-?\d{1,3}(?:\.\d{3}){2,}")
_DECIMAL = re.compile(r"-?\d{1,12}(?:,\d{1,12}|\.(?:\d{1,2}|\d{4,12}))?")
_BIRTH = re.compile(r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-])?(\d{4})")
_PHONE = re.compile(r"\+?[\d .\-()]+")
_LOST_ZERO = re.compile(r"[35789]\d{8}")
_HYGIENIC = re.compile(r"vệ sinh|hvs", re.IGNORECASE)
_MISSING: Any = object()
_ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, "unknown": None}


@dataclass(frozen=True)
class Refused:
    """The cell is wrong; the reason, in Vietnamese, says what is allowed."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """The cell holds a word nobody explained yet; `word` is the key of the answer."""

    word: str


Parser = Callable[[Cell], Any]


def show(cell: Cell) -> str:
    """Return a cell as the officer sees it in Excel: 4 for 4.0, 7,3 for 7.3, dates as 05/02/2025."""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return vietnamese.day(cell.date())
    return vietnamese.day(cell) if isinstance(cell, date) else str(cell)


def _content(cell: Cell) -> str:
    text = show(cell)
    return "" if text in vocabulary.blanks() else text


def head(cell: Cell) -> str | Refused:
    """Return the name of the head of household; blank, formulas, numbers and sentences are refused."""
    text = _content(cell)
    if not text:
        return Refused("thiếu tên chủ hộ; cần ghi họ và tên")
    if text.startswith("="):
        return Refused("công thức ở chỗ cần họ và tên chủ hộ; hãy ghi họ và tên bằng chữ")
    if not (text[0].isalpha() or any(letter.isalpha() for letter in text)):
        return Refused("tên chủ hộ phải là chữ")
    if len(text) > MAX_NAME:
        return Refused(f"tên chủ hộ dài hơn {MAX_NAME} chữ cái; hãy kiểm tra có phải là tên không")
    return text


def words(cell: Cell) -> str | Refused | None:
    """Return free text, None when blank; a formula typed as text is refused."""
    text = _content(cell)
    if text.startswith("="):
        return Refused("công thức ghi dưới dạng chữ; hãy ghi giá trị")
    return text or None


def persons(cell: Cell) -> int | Refused | None:
    """Return the number of persons from 4, 4.0, "4", "4 khẩu" or "4 (2 nữ)"; None when blank."""
    text = _content(cell)
    if not text:
        return None
    found = _PERSONS.fullmatch(text)
    if not found:
        return Refused(f"số nhân khẩu phải là số nguyên từ 1 đến {PERSONS_LIMIT}")
    number = int(found[1])
    if not 0 < number <= PERSONS_LIMIT:
        return Refused(f"số nhân khẩu phải từ 1 đến {PERSONS_LIMIT}")
    return number


def litres(cell: Cell) -> int | Refused | None:
    """Return litres from m³, exactly: 7.3, "12,5" and "12.5 m3" give 7300, 12500 and 12500.

    Half a litre rounds up.
    """
    allowed = f"lượng nước phải là số m³ mỗi tháng, từ 0 đến {MAX_M3_PER_MONTH}, ví dụ 12,5"
    volume = _cubic_metres(cell)
    if volume is None or isinstance(volume, Refused):
        return volume
    if not 0 <= volume <= MAX_M3_PER_MONTH:
        return Refused(allowed)
    return int((volume * 1000).to_integral_value(ROUND_HALF_UP))


def _cubic_metres(cell: Cell) -> Decimal | Refused | None:
    if isinstance(cell, int | float):
        return Decimal(repr(cell)) if math.isfinite(cell) else Refused("lượng nước không phải là một số")
    text = _content(cell)
    if not text:
        return None
    found = _VOLUME.fullmatch(text)
    number = found[1] if found else ""
    if _THOUSANDS.fullmatch(number):
        return Decimal(number.replace(".", "").replace(",", "."))
    if _DECIMAL.fullmatch(number):
        return Decimal(number.replace(",", "."))
    if re.fullmatch(r"-?\d{1,3}\.\d{3}", number):
        return Refused("không rõ dấu chấm ngăn hàng nghìn hay phần lẻ; hãy ghi 1200 hoặc 1,2")
    return Refused("lượng nước phải là số m³ mỗi tháng, ví dụ 12,5")


def birth_year(cell: Cell) -> int | Refused | None:
    """Return the year of birth from 1975, "1975", a date or "5/2/1975"; None when blank."""
    allowed = f"năm sinh phải là năm từ {EARLIEST_BIRTH} đến nay, ví dụ 1975 hoặc 05/02/1975"
    text = _content(cell)
    if not text:
        return None
    found = _BIRTH.fullmatch(text)
    year = int(found[1]) if found else 0
    return year if EARLIEST_BIRTH <= year <= date.today().year else Refused(allowed)  # noqa: DTZ011


def phone(cell: Cell) -> str | Refused | None:
    """Return the digits of a phone number as text; a mobile number kept as a number gets its lost 0 back."""
    text = _content(cell)
    if isinstance(cell, int | float):
        return "0" + text if _LOST_ZERO.fullmatch(text) else text
    if _PHONE.fullmatch(text):
        return re.sub(r"[ .\-()]", "", text)
    return words(cell)


def is_tick(cell: Cell) -> bool:
    """Return whether a cell holds a tick: x, X, ✓, v, 1, có."""
    return show(cell).lower() in vocabulary.ticks()


def by_word(known: Lexicon[Any], answered: Mapping[str, str], codes: Mapping[str, Any] | None) -> Parser:
    """Return a parser of a closed list: a blank gives None, a word nobody knows gives Unknown.

    `answered` maps words the officer explained to codes, `codes` codes to values (None: any code will do).
    """

    def parse(cell: Cell) -> Any:
        text = _content(cell)
        if not text:
            return None
        meaning = known.find(text, _MISSING)
        if meaning is not _MISSING:
            return meaning
        word = vocabulary.word_key(text)
        code = answered.get(word)
        if code == "":
            return None
        if code is not None and (codes is None or code in codes):
            return code if codes is None else codes[code]
        return Unknown(word)

    return parse


def answer(answered: Mapping[str, str]) -> Parser:
    """Return the parser of a yes/no column: True, False, None when blank or "chưa xác định"."""
    by_text = by_word(Lexicon(vocabulary.pairs("answers", _ANSWERS)), answered, _ANSWERS)
    return lambda cell: True if is_tick(cell) else by_text(cell)


def _clean(answered: Mapping[str, str]) -> Parser:
    """Return the parser of clean water: "hợp vệ sinh" says nothing of it."""
    yes_no = answer(answered)

    def parse(cell: Cell) -> Any:
        value = yes_no(cell)
        return (
            Unknown(vocabulary.word_key(show(cell)))
            if value is True and _HYGIENIC.search(show(cell))
            else value
        )

    return parse


def _denial(answered: Mapping[str, str]) -> Parser:
    """Return the parser of a column that says no: a tick, or "không" itself, is True."""
    yes_no = answer(answered)

    def parse(cell: Cell) -> Any:
        value = yes_no(cell)
        return True if value is False else value

    return parse


def _source_tick(own: str) -> Callable[[Mapping[str, str]], Parser]:
    """Return the maker of the parser of a column of ticks: the code of its source, or of one it names."""

    def make(answered: Mapping[str, str]) -> Parser:
        by_text = source(answered)
        codes = {"yes": own, "no": False, "unknown": None}
        said: Lexicon[Any] = Lexicon(vocabulary.pairs("answers", codes))

        def parse(cell: Cell) -> Any:
            if is_tick(cell):
                return own
            meaning = said.find(_content(cell), _MISSING)
            return by_text(cell) if meaning is _MISSING else meaning

        return parse

    return make


def source(answered: Mapping[str, str]) -> Parser:
    """Return the parser of main sources; a slip of one letter and a remark in brackets leave no doubt."""
    known = vocabulary.source_words()
    by_text = by_word(known, answered, None)

    def parse(cell: Cell) -> Any:
        value = by_text(cell)
        if isinstance(value, Unknown):
            code = vocabulary.undoubted_source(show(cell))
            return value if code is None else code
        return value

    return parse


def poverty(answered: Mapping[str, str], ticked: Poverty | None = None) -> Parser:
    """Return the parser of a poverty column; a tick or "có" means the status `ticked`."""
    statuses: dict[str, Any] = {status.value: status for status in Poverty}
    if ticked is None:
        return by_word(vocabulary.poverty_words(), answered, statuses)
    meaning = {"yes": ticked, "no": Poverty.NONE, "unknown": None}
    known: Lexicon[Any] = Lexicon(
        vocabulary.pairs("poverty", statuses) + vocabulary.pairs("answers", meaning)
    )
    by_text = by_word(known, answered, statuses | meaning)
    return lambda cell: ticked if is_tick(cell) else by_text(cell)


def parser(field: Field, answered: Mapping[str, str], blank: Blank = Blank.UNKNOWN) -> Parser:
    """Return the parser of a column; `blank` tells what a blank cell says where a tick may stand."""
    parse = _PARSERS[field](answered) if field in _PARSERS else words
    if blank is not Blank.NO or field not in TICKABLE:
        return parse
    no = Poverty.NONE if field.attribute == "poverty" else False
    return lambda cell: parse(cell) if _content(cell) else no


def by_codes(parse: Parser, codes: Mapping[str, str]) -> Parser:
    """Return the parser of a column of code numbers; one the list does not explain is an unknown word.

    It is asked as "mã 1", and so never taken for a tick, nor remembered for lists with other codes.
    """

    def parse_code(cell: Cell) -> Any:
        text = show(cell)
        return parse(codes[text] or f"mã {text}") if text in codes else parse(cell)

    return parse_code


_YES_NO = {
    Field.HYGIENIC,
    Field.HAS_METER,
    Field.DRY_SEASON_SHORTAGE,
    Field.CLEAN_CENTRAL,
    Field.CLEAN_HOUSEHOLD,
}
_DENIALS = set(DENIALS.values()) - {Field.NOT_POOR}
_TICKED_SOURCES = {field: field.source_code for field in Field if field.source_code}
TICKABLE = {Field.POOR, Field.NEAR_POOR, Field.CLEAN, *_YES_NO, *_TICKED_SOURCES, *DENIALS.values()}
"""The columns that may hold ticks."""

_PARSERS: dict[Field, Callable[[Mapping[str, str]], Parser]] = {
    **dict.fromkeys(_YES_NO, answer),
    **dict.fromkeys(_DENIALS, _denial),
    **{field: _source_tick(code) for field, code in _TICKED_SOURCES.items()},
    Field.CLEAN: _clean,
    Field.NOT_POOR: lambda answered: poverty(answered, Poverty.NONE),
    Field.HEAD: lambda _: head,
    Field.PERSONS: lambda _: persons,
    Field.BIRTH_YEAR: lambda _: birth_year,
    Field.LITRES_PER_MONTH: lambda _: litres,
    Field.PHONE: lambda _: phone,
    Field.POVERTY: poverty,
    Field.POOR: lambda answered: poverty(answered, Poverty.POOR),
    Field.NEAR_POOR: lambda answered: poverty(answered, Poverty.NEAR_POOR),
    Field.MAIN_SOURCE: source,
    Field.BASIS: lambda answered: by_word(
        vocabulary.basis_words(), answered, {basis.value: basis for basis in Basis}
    ),
}
