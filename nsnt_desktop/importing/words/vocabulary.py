"""The words village heads use, read from resources/importing/synonyms.toml."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

from nsnt_desktop.importing.words.fields import DENIALS, Field
from nsnt_desktop.models.words import Basis, LabelledEnum, Poverty
from nsnt_desktop.resource_files import read_toml
from nsnt_desktop.text import clean, fold, match_key

T = TypeVar("T")

_NOT_A_TITLE = {
    "khac", "khoan", "mua", "ao", "song", "can", "ho gia dinh", "tap trung", "may", "dao", "khoi", "nho",
    "suoi", "dong binh",
}  # fmt: skip
"""Words for a source too short, or too general, to name a column of ticks; under "Nguồn nước" they do."""
_NUMBERED = re.compile(r"^\s*(?:[(\[]\s*\w{1,3}\s*[)\]]|\w{1,3}\s*[.)/](?=\s)|\d{1,2}\s*[.):-])\s*(?=\S)")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*|\s*\*+\s*$")
_FOOTNOTE = re.compile(r"(?<=[^\W\d]{2})(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+[)⁾]?|[1-9])(?=\s*(?:[(\[*]|$))")
"""The sign of a footnote, raised or not: "Số khẩu²", "Số khẩu2"; the 3 of "m3" is none."""
_NEGATIONS = ("không", "chưa", "ko", "khong", "chua")
_FILLERS = [
    "có",
    "được",
    "đạt",
    "sử",
    "dụng",
    "dùng",
    "phải",
    "là",
    "thuộc",
    "lắp",
    "diện",
    "nước",
    "hộ",
    "đảm",
    "bảo",
]


class Confidence(LabelledEnum):
    """How sure the reading of a column title is."""

    SURE = "sure", "Chắc chắn"
    LIKELY = "likely", "Nên kiểm tra"
    NONE = "none", "Không nhận ra"
    CHOSEN = "chosen", "Do người dùng chọn"


@dataclass(frozen=True)
class Match:
    """What a title means, how sure that is, and why in Vietnamese."""

    field: Field
    confidence: Confidence
    reason: str


NO_MATCH = Match(Field.IGNORE, Confidence.NONE, "")


_MISSING: Any = object()


class Lexicon(Generic[T]):
    """Words and what they mean; found with their accents first, then without, where that leaves no doubt.

    Without accents "Nước mưa" and "Nước mua" are one: typed bare, such a word means nothing.
    """

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        self.exact: dict[str, T] = {}
        self.loose: dict[str, T] = {}
        doubtful = set()
        for word, meaning in words:
            self.exact.setdefault(word_key(word), meaning)
            if (
                self.loose.setdefault(fold(word), meaning) != meaning
                and self.exact[word_key(word)] == meaning
            ):
                doubtful.add(fold(word))
        for word in doubtful:
            del self.loose[word]

    def find(self, text: str, default: T | None = None) -> T | None:
        """Return the meaning of a whole text, or the default."""
        meaning = self.exact.get(word_key(text), _MISSING)
        return self.loose.get(fold(text), default) if meaning is _MISSING else meaning


@lru_cache(maxsize=10_000)
def word_key(text: str) -> str:
    """Return a text as words are compared: accents count; case, punctuation and hoà/hòa do not."""
    return match_key(" ".join(re.sub(r"[^\w]+", " ", clean(text)).split())) or clean(text)


def _words() -> dict[str, Any]:
    return read_toml("importing", "synonyms.toml")


@cache
def _titles() -> Lexicon[Field]:
    words: list[tuple[str, Field]] = [(field.label, field) for field in Field if field is not Field.IGNORE]
    words += [(title, Field.of(code)) for code, titles in _words()["titles"].items() for title in titles]
    sources = [
        (title, Field.of(f"tick:{code}")) for code, titles in _words()["sources"].items() for title in titles
    ]
    known = {fold(title) for title, _ in words}
    return Lexicon(words + [pair for pair in sources if fold(pair[0]) not in _NOT_A_TITLE | known])


@cache
def _phrases() -> list[tuple[Callable[[str], str], str, Field]]:
    """Return the titles of more than one word, those with accents first, the longest first."""
    ways: list[tuple[Callable[[str], str], dict[str, Field]]] = [
        (word_key, _titles().exact),
        (fold, _titles().loose),
    ]
    return [
        (way, phrase, known[phrase])
        for way, known in ways
        for phrase in sorted(known, key=len, reverse=True)
        if " " in phrase
    ]


@cache
def _ignored() -> list[str]:
    return [word_key(word) for word in _words()["ignored"]["words"]]


@cache
def match_title(title: str) -> Match:
    """Return what a column title means: known word for word, or by the longest known phrase inside it.

    A number before it and a remark in brackets do not count: "(2) Họ và tên (chữ in)".
    """
    if not title:
        return NO_MATCH
    for text in dict.fromkeys((title, plain_title(title))):
        exact = _titles().find(text)
        if exact:
            return Match(exact, Confidence.SURE, f"Tiêu đề «{title}» là tên gọi đã biết của «{exact.label}».")
    padded = f" {word_key(title)} "
    if any(f" {word} " in padded for word in _ignored()):
        return Match(Field.IGNORE, Confidence.SURE, f"Cột «{title}» không thuộc bộ chỉ số nên không đọc.")
    return _by_phrase(title)


def plain_title(title: str) -> str:
    """Return a title without number, footnote and remarks in brackets: "1. Số khẩu² (người)" → "Số khẩu"."""
    return clean(_ASIDE.sub(" ", _FOOTNOTE.sub("", _NUMBERED.sub("", title))))


def _by_phrase(title: str) -> Match:
    for way, phrase, field in _phrases():
        text = f" {way(title)} "
        at = text.find(f" {phrase} ")
        if at < 0:
            continue
        reason = f"Tiêu đề «{title}» có cụm từ chỉ «{field.label}»; nên kiểm tra lại."
        if not _denies(text[: at + 1]):
            return Match(field, Confidence.LIKELY, reason)
        denial = DENIALS.get(field)
        if denial:
            return Match(denial, Confidence.LIKELY, reason)
        why = f"Tiêu đề «{title}» nói ngược với «{field.label}» nên không đọc."
        return Match(Field.IGNORE, Confidence.LIKELY, why)
    return NO_MATCH


@cache
def _denying() -> tuple[frozenset[str], frozenset[str]]:
    return tuple(
        frozenset(way(w) for w in words for way in (word_key, fold)) for words in (_NEGATIONS, _FILLERS)
    )  # type: ignore[return-value]


def _denies(before: str) -> bool:
    """Return whether the words before a phrase turn it into its opposite: "chưa được sử dụng | nước sạch"."""
    negations, fillers = _denying()
    words = before.split()
    while words and words[-1] in fillers:
        words.pop()
    return bool(words) and words[-1] in negations


def is_part_of_persons(title: str) -> bool:
    """Return whether a title under "Số khẩu" names only some of the persons: men, women, children."""
    return _persons_parts().find(plain_title(title)) is not None


def is_total_of_persons(title: str) -> bool:
    """Return whether a title under "Số khẩu" names all of the persons."""
    return plain_title(title).lower() in _words()["names"]["totals"]


@cache
def _persons_parts() -> Lexicon[str]:
    return Lexicon((word, word) for word in _words()["ignored"]["parts"])


@cache
def name_words(kind: str) -> frozenset[str]:
    """Return words about names, folded: "before" and "after" title the two halves, "heads" is the head."""
    return frozenset(fold(word) for word in _words()["names"][kind])


@cache
def example_marks() -> frozenset[str]:
    """Return the words that mark a row as an example, folded."""
    return frozenset(fold(word) for word in _words()["examples"]["marks"])


@cache
def ticks() -> frozenset[str]:
    """Return what counts as a tick, in lower case."""
    return frozenset(clean(mark).lower() for mark in _words()["marks"]["ticks"])


@cache
def blanks() -> frozenset[str]:
    """Return what people write for "nothing here"."""
    return frozenset(_words()["marks"]["blanks"])


def pairs(table: str, meanings: Mapping[str, T]) -> list[tuple[str, T]]:
    """Return the (word, meaning) pairs of one table of the file."""
    return [(word, meanings[code]) for code, words in _words()[table].items() for word in words]


@cache
def answer_words() -> Lexicon[str]:
    """Return the words that say yes, no, or not known."""
    return Lexicon((word, code) for code, words in _words()["answers"].items() for word in words)


@cache
def source_words() -> Lexicon[str]:
    """Return the words for main sources, each with its code."""
    return Lexicon((word, code) for code, words in _words()["sources"].items() for word in words)


_SHORTEST_SLIP = 8
"""Letters a word needs for a slip of one of them to leave it recognisable: "giếng khoang", "nước máy" not."""


@lru_cache(maxsize=2_000)
def undoubted_source(text: str) -> str | None:
    """Return the source a text means in spite of a remark in brackets or a slip of one letter; else None."""
    known = source_words()
    bare = clean(_ASIDE.sub(" ", text))
    if bare != clean(text):
        named, asides = (
            known.find(bare),
            {known.find(aside) for aside in re.findall(r"[(\[]([^()\[\]]*)[)\]]", text)},
        )
        return named if asides <= {None, named} else None
    return _mistyped(fold(text))


def _mistyped(word: str) -> str | None:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only for words nobody knows

    if len(word) <= _SHORTEST_SLIP:
        return None
    loose = source_words().loose
    near = {code for known, code in loose.items() if OSA.distance(word, known, score_cutoff=2) <= 2}
    close = {code for known, code in loose.items() if OSA.distance(word, known, score_cutoff=1) <= 1}
    return close.pop() if len(close) == 1 and len(near) == 1 else None


@cache
def poverty_words() -> Lexicon[Poverty]:
    """Return the words for the poverty statuses."""
    labels = [(status.label, status) for status in Poverty]
    return Lexicon(labels + pairs("poverty", {status.value: status for status in Poverty}))


@cache
def basis_words() -> Lexicon[Basis]:
    """Return the words for what the verdict "clean water" rests on."""
    labels = [(basis.label, basis) for basis in Basis]
    return Lexicon(labels + pairs("basis", {basis.value: basis for basis in Basis}))
