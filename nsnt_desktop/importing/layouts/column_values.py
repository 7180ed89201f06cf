"""What columns hold, by their cells: proposed where no title tells, doubted where a title errs."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.importing.layouts.layout import Column
from nsnt_desktop.importing.words.cells import Refused, Unknown, is_tick, parser, show
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.row_words import could_be_a_name, is_suspicious
from nsnt_desktop.importing.words.village_names import villages_in
from nsnt_desktop.importing.words.vocabulary import (
    Confidence,
    blanks,
    name_words,
    poverty_words,
    source_words,
)
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.text import fold

LOOKED_AT = 400
"""Rows whose cells are looked at: enough to tell, whatever the length of the list."""
_FEW = 3
"""Filled cells from which on a column may be told by them."""
_MOST = 0.8
_SIX_OF_TEN = 0.6
"""Of the cells beside the names: totals and signatures stand among them."""
_HALF = 0.5
_PHONE = re.compile(r"(?:\+84|0)\d{9}")
_WHOLE = re.compile(r"\d{1,4}")
_VOLUME = re.compile(r"[\d.,]+ ?(?:m3|m³|khối)(?: ?/ ?tháng)?", re.IGNORECASE)
_PERSONS = re.compile(r"\d{1,2} ?(?:nhân khẩu|khẩu|người)", re.IGNORECASE)
_YEARS = range(1900, 2030)
_FREE = {Field.IGNORE, Field.NOTE, Field.ADDRESS, Field.STT, Field.CODE, Field.POLLUTION, Field.SCHEME}
_DOUBTED_BY_NAMES = frozenset(Field) - _FREE - {Field.HEAD, Field.MEMBER, Field.VILLAGE, Field.FORMER_COMMUNE}


def texts_of(rows: Sequence[list[Cell]], index: int) -> list[str]:
    """Return what the first rows show in a column, blanks left out."""
    shown = (show(row[index]) for row in rows[:LOOKED_AT])
    return [text for text in shown if text and text not in blanks()]


def looks_like_name(text: str) -> bool:
    """Return whether a text looks like the name of a person: two to six words, each with a capital."""
    words = text.split()
    return 2 <= len(words) <= 6 and all(w[0].isupper() and not any(c.isdigit() for c in w) for w in words)


def is_column_of_names(texts: Sequence[str]) -> bool:
    """Return whether most cells look like names of persons, of families one knows."""
    names = [text for text in texts if looks_like_name(text)]
    families = [text for text in names if fold(text.split()[0]) in name_words("families")]
    return (
        len(texts) >= _FEW
        and len(names) >= _MOST * len(texts)
        and 2 * len(families) >= len(texts)
        and not _are(texts, _is_village)
    )


def looks_like_given_name(rows: Sequence[list[Cell]], family: int, given: int, *, titled: bool) -> bool:
    """Return whether a column beside the names holds the last part of them, one word each.

    `titled`: the title of the names stands over it too.
    """
    pairs = [(show(row[family]), show(row[given])) for row in rows[:LOOKED_AT]]
    halves = [pair for pair in pairs if could_be_a_name(pair[0]) and not is_suspicious(pair[0].lower())]
    beside = [last for _, last in halves if last]
    single = sum(text.isalpha() and text[0].isupper() and not is_tick(text) for text in beside)
    other = sum(_is_poverty(text) or _is_source(text) for text in beside)  # people are named Khoan and Máy
    enough = len(beside) * 2 > len(halves) and single > (_HALF if titled else _SIX_OF_TEN) * len(beside)
    return enough and (titled or other < len(beside))


def by_values(column: Column, texts: Sequence[str]) -> Column:
    """Return a column no title explains with the meaning its cells leave no doubt about."""
    for field, what, test in _plain_kinds():
        found = sum(map(test, texts))
        if len(texts) >= _FEW and found >= _MOST * len(texts) and not all(map(is_tick, texts)):
            title = f"Tiêu đề «{column.title}» chưa rõ; theo" if column.title else "Theo"
            reason = f"{title} nội dung: {found}/{len(texts)} ô là {what}."
            return replace(column, field=field, confidence=Confidence.LIKELY, reason=reason)
    return column


@cache
def _plain_kinds() -> tuple[tuple[Field, str, Callable[[str], bool]], ...]:
    return (
        (Field.PHONE, "số điện thoại", _is_phone),
        (Field.POVERTY, "hộ nghèo, cận nghèo", _is_poverty),
        (Field.MAIN_SOURCE, "nguồn nước", _is_source),
        (Field.VILLAGE, "tên thôn", _is_village),
        (Field.LITRES_PER_MONTH, "số khối nước", lambda text: bool(_VOLUME.fullmatch(text))),
        (Field.PERSONS, "số khẩu", lambda text: bool(_PERSONS.fullmatch(text))),
    )


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(re.sub(r"[ .\-]", "", text)))


def _is_source(text: str) -> bool:
    return len(text) > 1 and source_words().find(text) is not None


def _is_poverty(text: str) -> bool:
    """Return whether a text speaks of poverty; "Không" alone could answer anything."""
    status = poverty_words().find(text)
    return status in {Poverty.POOR, Poverty.NEAR_POOR} or (status is Poverty.NONE and "ngheo" in fold(text))


def _is_village(text: str) -> bool:
    return len(villages_in(text)) == 1


def _are(texts: Sequence[str], test: Callable[[str], bool]) -> bool:
    return len(texts) >= _FEW and sum(map(test, texts)) >= _MOST * len(texts)


def is_poverty_with_plain(texts: Sequence[str]) -> bool:
    """Return whether a column holds statuses of poverty, with "Không" among them."""
    known = [poverty_words().find(text) for text in texts]
    return (
        len(texts) >= _FEW
        and None not in known
        and any(_is_poverty(text) for text in texts)
        and not all(map(is_tick, texts))
    )


def doubted(column: Column, texts: Sequence[str]) -> Column:
    """Return a column known by its title with less confidence where its cells say something else."""
    if column.field in _FREE or column.confidence is Confidence.CHOSEN or len(texts) < _FEW:
        return column
    if column.field in _DOUBTED_BY_NAMES and is_column_of_names(texts):
        told = f"nhưng {_names(texts)}/{len(texts)} ô có vẻ là họ tên người"
    else:
        wrong = _unreadable(column.field, texts)
        if wrong <= _HALF * len(texts):
            return column
        told = f"nhưng {wrong}/{len(texts)} ô không đọc được như vậy"
    reason = f"{column.reason.rstrip('.')}; {told}."
    return replace(column, confidence=Confidence.LIKELY, reason=reason)


def _names(texts: Sequence[str]) -> int:
    return sum(map(looks_like_name, texts))


def _unreadable(field: Field, texts: Sequence[str]) -> int:
    parse = parser(field, {})
    return sum(n for text, n in Counter(texts).items() if isinstance(parse(text), Refused | Unknown))


def columns_without_heading(rows: Sequence[list[Cell]]) -> list[Column]:
    """Return the columns of a list without a heading, where their cells leave no doubt; else nothing."""
    width = len(rows[0]) if rows else 0
    texts = [texts_of(rows, index) for index in range(width)]
    names = [index for index in range(width) if is_column_of_names(texts[index])]
    if len(names) != 1:
        return []
    columns = [_guessed(Column(i, "", Field.IGNORE, Confidence.NONE, ""), texts[i]) for i in range(width)]
    columns[names[0]] = _proposed(columns[names[0]], Field.HEAD, f"{len(texts[names[0]])} ô là họ và tên")
    for field in set(Field) - {Field.IGNORE}:
        alike = [column for column in columns if column.field is field]
        for column in alike if len(alike) > 1 else ():
            reason = f"Nhiều cột cùng có vẻ là «{field.label}»; hãy chọn cột đúng."
            columns[column.index] = replace(
                column, field=Field.IGNORE, confidence=Confidence.NONE, reason=reason
            )
    known = {column.field for column in columns} - {Field.IGNORE, Field.STT, Field.HEAD}
    return columns if known else []


def _guessed(column: Column, texts: Sequence[str]) -> Column:
    if len(texts) < _FEW:
        return replace(column, reason="Cột không có tiêu đề.")
    if all(map(_WHOLE.fullmatch, texts)):
        numbers = [int(text) for text in texts]
        if all(after == before + 1 for before, after in pairwise(numbers)):
            return _proposed(column, Field.STT, "số đếm liên tiếp")
        if all(number in _YEARS for number in numbers):
            return _proposed(column, Field.BIRTH_YEAR, "năm sinh")
        if all(0 < number <= 20 for number in numbers) and len(set(numbers)) > 1:
            return _proposed(column, Field.PERSONS, "số nhỏ từ 1 đến 20")
    if is_poverty_with_plain(texts):
        return _proposed(column, Field.POVERTY, "hộ nghèo, cận nghèo, không")
    found = by_values(column, texts)
    return replace(found, reason=found.reason or "Cột không có tiêu đề, nội dung không nói rõ là gì.")


def _proposed(column: Column, field: Field, what: str) -> Column:
    return replace(column, field=field, confidence=Confidence.LIKELY, reason=f"Theo nội dung: {what}.")
