"""Names of people as village heads write them, taken apart so that two of them can be held together."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from nsnt_desktop.importing.matching.weights import words as words_of
from nsnt_desktop.text import fold, match_key

_PARTS = re.compile(r"[()\[\];:,/–—]|\s-\s")
_NOT_LETTERS = re.compile(r"[^\w\s]|_")
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class Syllable:
    """One syllable of a name."""

    key: str
    """As names are matched: accents count, tone placement does not."""
    spelt: str
    """The same, lý and lí being one."""
    folded: str
    """The same without accents."""
    written: str
    """In lower case, each letter with its accents one character."""


@dataclass(frozen=True, slots=True)
class Name:
    """One person's name; what stood beside it is taken away."""

    syllables: tuple[Syllable, ...]
    folded: str
    """The syllables without accents, parted by spaces."""
    bare: bool
    """Written wholly without accents."""
    mark: str = ""
    """What tells namesakes of a village apart: the B of "Nguyễn Văn Hùng B"."""
    beside: bool = False
    """Words that are no name stood beside it: "Ông", "(đã mất)"."""
    relative: bool = False
    """Of a person named besides the head: "(vợ: Trịnh Thị Lan)"."""

    @property
    def given(self) -> str:
        """The given name without accents."""
        return self.syllables[-1].folded


@lru_cache(20_000)
def names_in(text: str) -> tuple[Name, ...]:
    """Return the head of household as written, then the relatives named besides; nothing of a blank."""
    words = text.split()
    plain = all(map(str.isalpha, words)) and len(words[-1]) > 1 if words else False
    if plain and not _special().intersection(word.lower() for word in words):
        return (_name(words),)
    found, mark = list[Name](), ""
    for at, part in enumerate(_parts(text)):
        own, mark_here = _withoutwords_of(part)
        mark = mark or mark_here
        if own and (not found or len(own) > 1):
            beside = at > 0 or len(own) + bool(mark_here) != len(words)
            found.append(_name(own, beside=beside, relative=bool(found)))
    if not found:
        return ()
    first = found[0]
    return (Name(first.syllables, first.folded, first.bare, mark, first.beside), *found[1:])


def _name(words: list[str], *, beside: bool = False, relative: bool = False) -> Name:
    syllables = tuple(map(syllable, words))
    folded = " ".join(s.folded for s in syllables)
    return Name(syllables, folded, "".join(words).isascii(), "", beside, relative)


@lru_cache(20_000)
def syllable(word: str) -> Syllable:
    """Return one written word as syllables are compared."""
    key, folded = match_key(word), fold(word)
    plain, tone, tones = key.partition("\x01")
    return Syllable(key, _with_i(plain) + tone + tones, _with_i(folded), word.lower())


def _with_i(plain: str) -> str:
    """Return a syllable with i where Vietnamese writes y or i alike: after a consonant, and in quy."""
    if plain.endswith("y") and len(plain) > 1 and (plain[-2:-1] not in _VOWELS or plain == "quy"):
        # Of accented vowels none stands before y but â (ây, uây), which is another sound.
        return plain if plain[-2] in "âăêôơư" else plain[:-1] + "i"
    return plain


def is_short(folded: str) -> bool:
    """Return whether a syllable is an abbreviation: one letter, or no vowel in it."""
    return len(folded) == 1 or not any(c in _VOWELS for c in folded)


def _parts(text: str) -> list[list[str]]:
    """Return the words of a cell, parted where another person or a remark begins."""
    parts: list[list[str]] = []
    for piece in _PARTS.split(text):
        parts.append([])
        for word in _NOT_LETTERS.sub(" ", piece).split():
            if word in words_of("relatives"):  # as written: "con" is no name, "Con" may be one
                parts.append([])
            else:
                parts[-1].append(word)
    return [part for part in parts if part]


def _withoutwords_of(part: list[str]) -> tuple[list[str], str]:
    """Return the name in some words, and the letter or number behind it that tells namesakes apart."""
    said = " ".join(part).lower()
    if said in words_of("notes"):
        return [], ""
    if len(part) == 1 and _is_mark(part[0]):
        return [], part[0].lower()
    written = " ".join(part)
    for note in words_of("notes"):
        # "Hùng mới" is a note, "Văn Mới" a name.
        if (said if " " in note else written).endswith(" " + note):
            part = part[: -len(note.split())]
    titles = words_of("titles") | (words_of("bare_titles") if "".join(part).isascii() else frozenset())
    for length in (2, 1, 1):  # "chủ hộ ông …"
        if len(part) > length and " ".join(part[:length]).lower() in titles:
            part = part[length:]
    if len(part) > 2 and _is_mark(part[-1]):
        return part[:-1], part[-1].lower()
    return part, ""


def _is_mark(word: str) -> bool:
    return word.isdigit() or (len(word) == 1 and word.isascii() and word.isupper()) or word in {"II", "III"}


@cache
def _special() -> frozenset[str]:
    """Return every single word of all the lists: a name without any of them is a name alone."""
    lists = ("titles", "bare_titles", "notes", "relatives")
    return frozenset(word for name in lists for one in words_of(name) for word in one.split())
