"""The letters of the old Vietnamese fonts, put into Unicode: TCVN3 (.VnTime) and VNI-Windows (VNI-Times).

Such a font draws Vietnamese letters in the places of Western ones, so a file holds "NguyÔn" for "Nguyễn".
"""

import re
import unicodedata
from functools import lru_cache

from nsnt_desktop.importing.letters.syllables import has_shape

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TONES = dict(zip("øûõùï", ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323"), strict=True))
_CIRCUMFLEX = dict(zip("âàåãáä", ("", *_TONES.values()), strict=True))
_BREVE = dict(zip("êèúüéë", ("", *_TONES.values()), strict=True))
_VNI_ALONE = {"ñ": "đ", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "í": "í", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư"}

_FROM_1258 = str.maketrans("Ă\u0300Đ\u0309ƠƯ\u0303ă\u0301đ\u0323ơư₫", "ÃÌÐÒÕÝÞãìðòõýþ")
"""A Windows set to Vietnamese shows some of the Western letters as its own."""
_WORD = re.compile(r"[^\W\d_]+")


def _vni() -> dict[str, str]:
    """Return what stands for each letter: a vowel with its marks behind it, or a letter of its own."""
    pairs = {base + mark: base + tone for base in "aeouy" for mark, tone in _TONES.items()}
    pairs |= {
        horned + mark: base + tone
        for horned, base in (("ô", "ơ"), ("ö", "ư"))
        for mark, tone in _TONES.items()
    }
    pairs |= {base + mark: base + "\u0302" + tone for base in "aeo" for mark, tone in _CIRCUMFLEX.items()}
    pairs |= {"a" + mark: "a\u0306" + tone for mark, tone in _BREVE.items()}
    composed = {pair: unicodedata.normalize("NFC", letter) for pair, letter in pairs.items()}
    capitals = {
        pair[0].upper() + mark: letter.upper()
        for pair, letter in composed.items()
        for mark in (pair[1], pair[1].upper())
    }
    alone = _VNI_ALONE | {old.upper(): letter.upper() for old, letter in _VNI_ALONE.items()}
    return composed | capitals | alone


_VNI = _vni()
_TCVN3_MAP = str.maketrans(_TCVN3)
_OTHER = "".join(chr(code) for code in range(0xA1, 0x100) if chr(code) not in _TCVN3)
_NOT_TCVN3 = re.compile(f"[{_OTHER}\u0100-\u024f\u1e00-\u1eff]")
_VNI_LETTER = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))
_VNI_WORD = re.compile(f"(?:{_VNI_LETTER.pattern}|[A-Za-z])+")
_NO_CAPITAL = frozenset(letter for letter in _TCVN3.values() if letter.islower()) - set("ăâêôơưđ")
"""TCVN3 has no capitals of the letters with a tone: "Ánh" was typed, and shown, as "ánh"."""


_INNER_CAPITAL = re.compile(r"(?<=[^\W\d_])[A-ZĂÂĐÊÔƠƯ]")
_SMALL_BEGINNING = re.compile(rf"(?<!\w)[{''.join(sorted(_NO_CAPITAL))}]")


def western(text: str) -> str:
    """Return the text with the letters of a Vietnamese Windows as the Western ones they stand for."""
    return text.translate(_FROM_1258) if max(text, default="") > "\xff" else text


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """Return TCVN3 text in Unicode; `capitals`: it was typed in a font that shows capitals only."""
    read = western(text).translate(_TCVN3_MAP)
    return read.upper() if capitals else _evenly_cased(read)


def from_vni(text: str) -> str:
    """Return VNI-Windows text in Unicode."""
    return _VNI_LETTER.sub(lambda found: _VNI[found[0]], western(text))


def is_tcvn3(text: str) -> bool:
    """Return whether all letters of a text are in TCVN3."""
    return not _NOT_TCVN3.search(western(text))


@lru_cache(maxsize=20_000)
def is_vni(word: str) -> bool:
    """Return whether a word is written in VNI, every mark behind its vowel."""
    return _VNI_WORD.fullmatch(western(word)) is not None


def _evenly_cased(text: str) -> str:
    """Return the text with the capitals that TCVN3 could not write: "TRƯởNG" → "TRƯỞNG", "ánh" in a name."""
    if _INNER_CAPITAL.search(text):
        return _in_capitals(text)
    if _SMALL_BEGINNING.search(text):
        words = _WORD.findall(text)
        if all(map(_begins_a_name, words)) and sum(word[0].isupper() for word in words) > 1:
            return _WORD.sub(lambda word: word[0][0].upper() + word[0][1:], text)
    return text


def _in_capitals(text: str) -> str:
    words = _WORD.findall(text)
    if not any(map(_shouts, words)):
        return text
    if not any(map(_is_calm, words)):
        return text.upper()
    return _WORD.sub(lambda word: word[0].upper() if _shouts(word[0]) else word[0], text)


def _begins_a_name(word: str) -> bool:
    return word[0].isupper() or word[0] in _NO_CAPITAL


def _shouts(word: str) -> bool:
    """Return whether a word was meant in capitals; an abbreviation (UBND) does not tell of the others."""
    capitals = sum(map(str.isupper, word))
    if capitals < (2 if word[0].isupper() else 1) or _is_calm(word):
        return False
    return capitals < len(word) or has_shape(word)


def _is_calm(word: str) -> bool:
    return any(letter.islower() and letter not in _NO_CAPITAL for letter in word)
