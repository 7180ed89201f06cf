"""Vietnamese text: made clean where it enters, folded for search, keyed for matching and sorting."""

import re
import unicodedata
from functools import lru_cache

# Combining marks that carry the tone; the others (circumflex, breve, horn) belong to the vowel itself.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_DROP_TONES = dict.fromkeys(map(ord, _TONES))
_ALPHABET = {letter: chr(0x61 + i) for i, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
# What str.split() takes for white space (line breaks of Word and Excel among it) is not here: it parts words.
_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\ud800-\udfff\ufffe\uffff]"
)


def clean(text: str) -> str:
    """Return the text in NFC, trimmed, inner white space collapsed, control characters gone."""
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return unicodedata.normalize("NFC", text)  # nothing to take away, as nearly always
    return unicodedata.normalize("NFC", " ".join(_CONTROL.sub("", text).split()))


# Names are many, the syllables they are made of few: what is worked out is kept by syllable.
_by_syllable = lru_cache(maxsize=20_000)


def fold(text: str) -> str:
    """Return the text for searching: lower case, no accents (đ → d), words parted by one space."""
    return " ".join(filter(None, map(_fold_word, text.split())))


@_by_syllable
def _fold_word(word: str) -> str:
    lowered = unicodedata.normalize("NFD", word).lower().replace("đ", "d")
    bare = "".join(c for c in lowered if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", bare).split())


def match_key(text: str) -> str:
    """Return the text for matching names: case, NFC/NFD, spaces and tone placement (hoà/hòa) ignored.

    Accents still count: "Hòa" and "Hoa" are two people.
    """
    return " ".join(map(_tone_last, text.split()))


@_by_syllable
def _tone_last(word: str) -> str:
    plain, tones = _part_tones(word)
    return f"{plain}\x01{tones}" if tones else plain


def _part_tones(word: str) -> tuple[str, str]:
    """Return a word in lower case without its tones (in NFC), and its tones as digits."""
    spread = unicodedata.normalize("NFD", word.lower())
    plain = spread.translate(_DROP_TONES)
    tones = "" if plain == spread else "".join(_TONES[c] for c in spread if c in _TONES)
    return unicodedata.normalize("NFC", plain), tones


def sort_key(text: str) -> str:
    """Return a key that sorts text by the Vietnamese alphabet, the tone deciding only between equals."""
    return _sorted_by(text.split())


def _sorted_by(words: list[str]) -> str:
    letters, tones = [], []
    for word in words:
        plain, tone = _sort_word(word)
        letters.append(plain)
        tones.append(tone)
    return " ".join(letters) + "\x01" + "".join(tones)


@_by_syllable
def _sort_word(word: str) -> tuple[str, str]:
    plain, tones = _part_tones(word)
    return "".join(_ALPHABET.get(c, c) for c in plain), tones[-1:] or "0"


def person_sort_key(name: str) -> str:
    """Return a key that sorts people as Vietnamese lists do: by given name, then middle, then family name."""
    return _sorted_by(name.split()[::-1])


def natural_key(text: str) -> str:
    """Return a key under which "Thôn 2" stands before "Thôn 10"."""
    return re.sub(r"\d+", lambda m: m.group().zfill(9), sort_key(text))


_VILLAGE_WORDS = (
    *(
        "thôn",
        "bản",
        "khu phố",
        "tổ dân phố",
        "khu dân cư",
        "tiểu khu",
        "làng",
        "xóm",
        "buôn",
        "khu",
        "ấp",
        "tổ",
    ),
    *("kdc", "tdp"),
)
_NUMBERED = re.compile(r"^so (?=\d)")


def village_key(name: str) -> str:
    """Return the key under which "Thôn Phác Lê", "THÔN PHÁC LÊ" and "Phác Lê" are one village.

    So are "Thôn 3" and "Thôn số 3".
    """
    lowered = clean(name).lower()
    for word in _VILLAGE_WORDS:
        # With its accents, or all typed without: "Bàn Thạch" is a name, "ban 3" is a village of that number.
        kind = fold(word) if lowered.isascii() else word
        if lowered.startswith(kind + " "):
            return _NUMBERED.sub("", fold(lowered[len(kind) + 1 :]), count=1)
    return fold(lowered)
