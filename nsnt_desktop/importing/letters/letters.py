"""In which letters a text is written, told by the text alone: by which reading makes Vietnamese syllables."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from nsnt_desktop.importing.letters import old_fonts
from nsnt_desktop.importing.letters.syllables import has_shape, is_syllable
from nsnt_desktop.models.words import LabelledEnum


class Encoding(LabelledEnum):
    """The way letters are written in a column of a list."""

    UNICODE = "unicode", "Unicode"
    TCVN3 = "tcvn3", "Phông cũ TCVN3 (.VnTime)"
    VNI = "vni", "Phông cũ VNI"


OLD = (Encoding.TCVN3, Encoding.VNI)


class Verdict(NamedTuple):
    """What a text says of its letters; neither: it could be anything and goes with its column."""

    sure: Encoding | None = None
    likely: Encoding | None = None
    """Said by one word only, which a foreign word could be as well."""


OPEN = Verdict()
_UNICODE = Verdict(Encoding.UNICODE)

_LETTERS = "A-Za-z\u0100-\u024f\u0300-\u036f\u1e00-\u1eff"
_ANY = f"{_LETTERS}\u00a1-\u00ff\u20ab"
_ACCENTED = re.compile(f"(?<![A-Za-z])[A-Za-z]*+[{_ANY.removeprefix('A-Za-z')}][{_ANY}]*")
"""A word that is not plain ASCII."""
_PART = re.compile(f"[{_LETTERS}\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]+")
_ONLY_UNICODE = re.compile("[\u1ea0-\u1ef9]")
"""Letters no Western or Vietnamese Windows has in its 8 bits."""
_VIETNAMESE_WINDOWS = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u0300-\u036f]")
_SYMBOL = re.compile("[\u00a1-\u00bf\u00d7\u00f7]")
_TELLTALE = re.compile(
    "[\u00a1-\u00ae\u00b5-\u00b9\u00ba-\u00be\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df"
    "\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]"
)
"""Letters and signs of the 8 bits that Vietnamese in Unicode does not use: no old text is without them."""
_RARE_OTHERWISE = (
    "có không công nhân tên thôn xã lê võ lâm sông ông bà vân ngân hân tân xuân luân quân tuân ân quê"
)
"""Words of lists that read as another, rare word when they are taken for TCVN3 or VNI."""
_COMMON = frozenset(_RARE_OTHERWISE.split())


_FEW = 200
"""So few texts are looked at one by one: a single name need not have a telling letter."""
_FOREIGN = {"thaï", "haï", "µm"}
"""Words of other languages that read as Vietnamese in an old font."""
_AROUND = "«»·©®¡¿"
"""Signs put before or behind words, without a space."""
_MOST = 0.75
"""So much of a text has to become Vietnamese."""


def may_be_old(texts: Collection[str]) -> bool:
    """Return whether old letters or wrongly saved ones can be among the texts: a look at letters in use."""
    return len(texts) < _FEW or _TELLTALE.search("\n".join(texts)) is not None


def judge(text: str) -> Verdict:
    """Return in which letters a text is written; what stands as Vietnamese is never taken for an old font."""
    if _ONLY_UNICODE.search(text):
        return _UNICODE
    stands, own, tcvn3, vni = True, False, 0, 0
    words = [look for look in map(_look, _ACCENTED.findall(text)) if look.lettered]
    for word in words:
        stands = stands and word.stands
        own = own or word.own or not (word.tcvn3 or word.vni)
        tcvn3 += word.tcvn3
        vni += word.vni
    if stands:
        return _UNICODE if own else OPEN
    if tcvn3 == vni or max(tcvn3, vni) < _MOST * len(words):
        return OPEN
    if tcvn3 > vni:
        return _weighed(
            Encoding.TCVN3, [word for word in words if word.tcvn3 and not word.stands], len(words)
        )
    return _weighed(Encoding.VNI, [word for word in words if word.vni and not word.stands], len(words))


def _weighed(best: Encoding, telling: list["_Look"], words: int) -> Verdict:
    if len(telling) == 1 and not telling[0].symbol:
        return OPEN if telling[0].foreign else Verdict(likely=best)
    return Verdict(best) if 2 * len(telling) >= words else Verdict(likely=best)


def is_readable(text: str, encoding: Encoding) -> bool:
    """Return whether every word of a text is made of letters of an old font."""
    if encoding is Encoding.VNI:
        return all(map(old_fonts.is_vni, _ACCENTED.findall(text)))
    return old_fonts.is_tcvn3(text)


def is_old(text: str, otherwise: str) -> bool:
    """Return whether more lines of a text are in an old font than are Vietnamese when read the other way."""
    old = sum(judge(line).sure in OLD for line in text.splitlines())
    return old > sum(judge(line).sure is Encoding.UNICODE for line in otherwise.splitlines())


class _Look(NamedTuple):
    """What one word with accents is."""

    lettered: bool
    """It is more than a sign."""
    stands: bool
    """It is Vietnamese as it is."""
    tcvn3: bool
    """It is Vietnamese when read so."""
    vni: bool
    own: bool
    """Nobody means another word by it."""
    symbol: bool
    """It has a sign amid its letters."""
    foreign: bool


@lru_cache(maxsize=20_000)
def _look(word: str) -> _Look:
    plain = unicodedata.normalize("NFC", word).lower()
    parts = _PART.findall(word)
    return _Look(
        lettered=bool(parts),
        stands="".join(parts) == word.strip(_AROUND) and all(map(_stands, parts)),
        tcvn3=old_fonts.is_tcvn3(word) and is_syllable(old_fonts.from_tcvn3(word)),
        vni=old_fonts.is_vni(word) and is_syllable(old_fonts.from_vni(word)),
        own=plain in _COMMON or _VIETNAMESE_WINDOWS.search(word) is not None,
        symbol=_SYMBOL.search(word) is not None and len(word) > 2,
        foreign=plain in _FOREIGN,
    )


def _stands(part: str) -> bool:
    """Return whether a part of a word is Vietnamese, without a capital behind a small letter ("NguyÔn")."""
    return has_shape(part) and not any(a.islower() and b.isupper() for a, b in pairwise(part))
