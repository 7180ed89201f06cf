"""What a written Vietnamese syllable can look like: by this, right letters are told from wrong ones."""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain

_MARKS = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_ACUTE, _DOT = 4, 5
"""The only tones of a syllable that ends in a stop."""
_VOWELS = "aăâeêioôơuưy"
_CONSONANTS = "bcdđghklmnpqrstvx"
_LETTERS = {letter: (letter, 0) for letter in _CONSONANTS} | {
    unicodedata.normalize("NFC", vowel + mark): (vowel, tone)
    for vowel in _VOWELS
    for tone, mark in enumerate(_MARKS)
}
_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x"
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y "
    "o oc oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơng ơp ơt "
    "u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu "
    "ươc ươi ươm ươn ương ươp ươt ươu"
)
_ROUNDED = (
    "oa oac oach oai oam oan oang oanh oao oap oat oau oay oăc oăm oăn oăng oăt oăp oe oem oen oeo oet "
    "uân uâng uât uây uâc uâp uê uên uênh uêch uêt uêu uơ uơn uơt uơi "
    "uy uya uych uyn uynh uyp uyt uyu uyên uyêt"
)
"""Rimes that begin with a rounding; after q only its u is left of it."""
_ALONE = ("yêm", "yên", "yêng", "yêt", "yêu")
_OTHERS = (("qu", "ôc"), ("qu", "i"), ("qu", "it"), ("qu", "inh"), ("k", "an"), ("đ", "ăk"), ("l", "ăk"))
_LOANS = ("boong", "xoong", "soong", "goong", "loong", "coong", "toong", "sooc", "mooc", "rooc")
_STOPS = ("c", "ch", "p", "t", "k")
_FRONT = tuple("eêiy")
_BEFORE_FRONT = {"k", "gh", "ngh"}
_NOT_BEFORE_FRONT = {"c", "ng"}
_BEFORE_Y = {"", "h", "k", "l", "m", "n", "s", "t", "v", "x"}


_QUALIFIED = "ăâêôơư"
_EITHER = ("oa", "oe", "uy")
"""Open rimes written with the tone on either letter: hoà, hòa."""


@lru_cache(maxsize=20_000)
def has_shape(word: str) -> bool:
    """Return whether a word could be Vietnamese, whichever tone it has: so a slip of the pen passes."""
    plain, tones = _parted(word)
    places = _shapes().get(plain, frozenset())
    return bool(places) and all(place in places for place, _ in tones)


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Return whether a word is a possible Vietnamese syllable, in any case, NFC or NFD, hoà or hòa."""
    plain, tones = _parted(word)
    if not has_shape(word) or len(tones) > 1:
        return False
    return not plain.endswith(_STOPS) or any(tone in {_ACUTE, _DOT} for _, tone in tones)


def _parted(word: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the letters without tones, and the tones with their places; no letters when one is foreign."""
    parts = [_LETTERS.get(letter) for letter in unicodedata.normalize("NFC", word).lower()]
    known = [part for part in parts if part]
    if len(known) < len(parts):
        return "", []
    return "".join(letter for letter, _ in known), [(at, tone) for at, (_, tone) in enumerate(known) if tone]


@cache
def _shapes() -> dict[str, frozenset[int]]:
    """Return how syllables are spelled without their tone, and on which letters it can stand."""
    shapes: dict[str, frozenset[int]] = {}
    for onset, rime in chain(
        _spelled(), (("", word) for word in _ALONE), _OTHERS, ((word[0], word[1:]) for word in _LOANS)
    ):
        places = frozenset(len(onset) + place for place in _tone_places(rime))
        shapes[onset + rime] = shapes.get(onset + rime, frozenset()) | places
    return shapes


def _tone_places(rime: str) -> tuple[int, ...]:
    qualified = [place for place, letter in enumerate(rime) if letter in _QUALIFIED]
    if qualified:
        return (qualified[-1],)
    vowels = len(rime.rstrip("bcdghkmnpt"))
    if rime in _EITHER:
        return 0, 1
    if vowels == 1 or (vowels == 2 and vowels == len(rime)):
        return (0,)
    return (vowels - 1,) if vowels < len(rime) else (1,)


def _spelled() -> Iterator[tuple[str, str]]:
    rimes, rounded = _RIMES.split(), _ROUNDED.split()
    for onset in ("", *_ONSETS.split()):
        yield from ((onset, rime) for rime in rimes if _meet(onset, rime))
        yield from ((onset, rime) for rime in rounded if onset != "c" and _meet(onset, rime))
    yield from (("qu", rime[1:]) for rime in rounded)


def _meet(onset: str, rime: str) -> bool:
    """Return whether an onset is written so before a rime."""
    if rime == "y":
        return onset in _BEFORE_Y
    if onset == "gi" or (onset == "" and rime.startswith("iê")):
        return not rime.startswith("i")
    front = rime.startswith(_FRONT)
    if onset == "g":
        return not front or rime.startswith("i")
    return not (onset in _BEFORE_FRONT and not front) and not (onset in _NOT_BEFORE_FRONT and front)
