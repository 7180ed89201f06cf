"""What the sentences about households fill in, each word worked out only where a sentence asks for it."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from string import Formatter
from typing import Any

from nsnt_desktop import format as vn
from nsnt_desktop.checks.asking import Asked
from nsnt_desktop.checks.finding import household_label, rule_words, this_household


def sentence_values(asked: Asked, code: str, name: str, row: Any) -> dict[str, Any]:
    """Return the values of a sentence about one household, or about the first of several.

    A word that is not listed here is the name of an editable number.
    """
    return {word: work_out(asked, row) for word, work_out in _asked_for(code, name, asked.alone)}


_GIVEN = frozenset({"count", "heads"})
"""Told of several households at once, by whoever gathers them."""
_Word = Callable[[Asked, Any], object]


@cache
def _asked_for(code: str, name: str, alone: bool) -> tuple[tuple[str, _Word], ...]:
    words = rule_words(code, name)
    sentence = words.get("alone", words["message"]) if alone else words["message"]
    asked_for = {word for _, word, _, _ in Formatter().parse(sentence) if word}
    return tuple((word, _WORDS.get(word) or _editable(word)) for word in asked_for - _GIVEN)


def _editable(name: str) -> _Word:
    return lambda asked, _row: getattr(asked.assumptions, name)


def _household(asked: Asked, row: Any) -> str:
    """Where one household is asked about, its name stands beside the sentence already."""
    if asked.alone:
        return this_household()
    return household_label(row.head, asked.villages[row.village_id])


def _litres(asked: Asked, row: Any) -> str:
    return vn.number(Fraction(row.litres_per_month, row.persons * asked.assumptions.days_per_month), 1)


_WORDS: Mapping[str, _Word] = {
    "household": _household,
    "village": lambda asked, row: asked.villages[row.village_id],
    "source": lambda asked, row: asked.sources[row.main_source_id],
    "scheme": lambda asked, row: asked.schemes[row.scheme_id],
    "persons": lambda _asked, row: row.persons,
    "litres": _litres,
    "reason": lambda asked, row: asked.tested[row.scheme_id][1],
    "as_of": lambda asked, _row: vn.day(asked.year.as_of),
}
