"""Vietnamese text: made clean where it enters, folded for search, keyed for matching and sorting."""

import re
import unicodedata
from functools import lru_cache

# Combining marks that carry the tone; the others (circumflex, breve, horn) belong to the vowel itself.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_ALPHABET = {letter: chr(0x61 + i) for i, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028\u2029\ufeff\u00ad]")


def clean(text: str) -> str:
    """Return the text in NFC, trimmed, inner white space collapsed, control characters gone."""
    return " ".join(_CONTROL.sub("", unicodedata.normalize("NFC", text)).split())


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return the text for searching: lower case, no accents (đ → d), words parted by one space."""
    lowered = unicodedata.normalize("NFD", text).lower().replace("đ", "d")
    bare = "".join(c for c in lowered if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", bare).split())


@lru_cache(maxsize=50_000)
def match_key(text: str) -> str:
    """Return the text for matching names: case, NFC/NFD, spaces and tone placement (hoà/hòa) ignored.

    Accents still count: "Hòa" and "Hoa" are two people.
    """
    return " ".join(_tone_last(word) for word in unicodedata.normalize("NFD", text.lower()).split())


def _tone_last(word: str) -> str:
    tones = "".join(_TONES[c] for c in word if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in word if c not in _TONES)) + tones


@lru_cache(maxsize=50_000)
def sort_key(text: str) -> str:
    """Return a key that sorts text by the Vietnamese alphabet, the tone deciding only between equals."""
    letters, tones = [], []
    for word in text.split():
        plain = _tone_last(unicodedata.normalize("NFD", word.lower()))
        letters.append("".join(_ALPHABET.get(c, c) for c in plain if not c.isdigit() or c in word))
        tones.append(next((c for c in reversed(plain) if c.isdigit() and c not in word), "0"))
    return " ".join(letters) + "\x01" + "".join(tones)


def person_sort_key(name: str) -> str:
    """Return a key that sorts people as Vietnamese lists do: by given name, then middle, then family name."""
    return sort_key(" ".join(reversed(name.split())))


def natural_key(text: str) -> str:
    """Return a key under which "Thôn 2" stands before "Thôn 10"."""
    return re.sub(r"\d+", lambda m: m.group().zfill(9), sort_key(text))


_VILLAGE_WORDS = ("thon", "ban", "khu pho", "to dan pho", "lang", "xom", "khu", "ap", "to")


def village_key(name: str) -> str:
    """Return the key under which "Thôn Phác Lê", "THÔN PHÁC LÊ" and "Phác Lê" are one village."""
    folded = fold(name)
    for word in _VILLAGE_WORDS:
        if folded.startswith(word + " "):
            return folded[len(word) + 1 :]
    return folded
