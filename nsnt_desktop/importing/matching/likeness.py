"""How like a row of a list and a registered household are: points of 100, and what speaks for and against."""

from dataclasses import dataclass
from typing import NamedTuple

from nsnt_desktop.importing.matching.entries import digits
from nsnt_desktop.importing.matching.person_names import Name, Syllable, is_short, names_in
from nsnt_desktop.importing.matching.weights import limit, points
from nsnt_desktop.importing.rows.parsed import ImportRow
from nsnt_desktop.registry.register import Registered
from nsnt_desktop.text import match_key


@dataclass(frozen=True, slots=True)
class Like:
    """A household a row may be of."""

    household: Registered
    score: int
    """Of 100."""
    why: str
    """In Vietnamese: "cùng tên không dấu, cùng số khẩu"."""


class Facts(NamedTuple):
    """What is compared of a row or of a household."""

    names: tuple[Name, ...]
    code: str
    phone: str
    birth_year: int | None
    persons: int | None
    address: str


def facts_of_row(row: ImportRow) -> Facts:
    """Return what a row gives to compare by."""
    address = match_key(row.address or "")
    return Facts(names_in(row.head), _code(row.code), digits(row.phone), row.birth_year, row.persons, address)


def facts_of(household: Registered) -> Facts:
    """Return what the register gives to compare by."""
    v = household.values
    phone, address = digits(v["phone"]), match_key(v["address"])
    return Facts(names_in(v["head"]), _code(v["code"]), phone, v["birth_year"], v["persons"], address)


def _code(code: str | None) -> str:
    """Return a code without its leading zeros: 001 in the register and 1 in a list are no contradiction."""
    return (code or "").lstrip("0")


def likeness(row: ImportRow, household: Registered) -> Like:
    """Return how like a row and a household are."""
    return weigh(facts_of_row(row), household, facts_of(household))


def weigh(listed: Facts, household: Registered, registered: Facts) -> Like:
    """Return how like a row and a household are, by their facts."""
    score, said = _names_alike(listed.names, registered.names)
    more, reasons = _evidence(listed, registered)
    full = points("names")["same"]
    score += more
    denied = any(reason.startswith("khác") for reason in reasons)
    if score >= full and (said != _SAME or denied):
        score = full - 1
    return Like(household, max(0, min(full, score)), ", ".join([said, *reasons]))


_SAME = "cùng họ tên"
_OTHER = "tên chủ hộ khác"


def _names_alike(listed: tuple[Name, ...], registered: tuple[Name, ...]) -> tuple[int, str]:
    if len(listed) == len(registered) == 1:
        return name_likeness(listed[0], registered[0])
    pairs = (name_likeness(one, other) for one in listed for other in registered)
    return max(pairs, key=lambda pair: pair[0], default=(points("names")["other"], _OTHER))


def name_likeness(one: Name, other: Name) -> tuple[int, str]:
    """Return how like two names are, of 100, and what is the same or not, in Vietnamese."""
    weights = points("names")
    if one.mark != other.mark and one.mark and other.mark:
        return weights["other"], f"khác chữ phân biệt ({one.mark.upper()}, {other.mark.upper()})"
    kind, wrong, said = _kind(one, other)
    if kind == "other":
        return weights["other"], said
    score = weights[kind] + wrong * weights["accent_besides"]
    if one.relative or other.relative:
        return score + weights["relative"], f"tên người ghi kèm: {said}"
    if one.beside or other.beside:
        score += weights["beside"]
    if one.mark != other.mark:
        score += weights["one_marked"]
    return score, said


def is_other(one: Name, other: Name) -> bool:
    """Return whether two names are of two people."""
    marked_apart = bool(one.mark and other.mark) and one.mark != other.mark
    return marked_apart or _kind(one, other)[0] == "other"


def _kind(one: Name, other: Name) -> tuple[str, int, str]:
    """Return what two names have in common, how many accents are wrong besides, and the words for it."""
    if one.folded == other.folded:
        return _accents(one, other)
    bare = one.bare or other.bare
    found = _shortened(one.syllables, other.syllables, bare=bare)
    return found or _typed(one, other, bare=bare) or ("other", 0, _OTHER)


def _accents(one: Name, other: Name) -> tuple[str, int, str]:
    wrong = [(a, b) for a, b in zip(one.syllables, other.syllables, strict=True) if a.spelt != b.spelt]
    if not wrong:
        same = all(a.key == b.key for a, b in zip(one.syllables, other.syllables, strict=True))
        return ("same", 0, _SAME) if same else ("spelling", 0, "chỉ khác cách viết i/y")
    if one.bare or other.bare:
        return "unaccented", 0, "cùng tên không dấu"
    if len(wrong) == 1:
        return "accent", 0, "khác dấu ở một chữ"
    missing = all(a.key.isalpha() and a.key.isascii() for a, _ in wrong)
    missing = missing or all(b.key.isalpha() and b.key.isascii() for _, b in wrong)
    return ("accent", 0, "thiếu dấu ở vài chữ") if missing else ("accents", 0, "khác dấu ở vài chữ")


def _shortened(
    one: tuple[Syllable, ...], other: tuple[Syllable, ...], *, bare: bool
) -> tuple[str, int, str] | None:
    """Return how one name is short for the other: abbreviated, without middle or family name."""
    if one[-1].folded != other[-1].folded:
        return None
    long, short = (one, other) if len(one) > len(other) else (other, one)
    tail = long[-len(short) :]
    kept = tail if len(long) > len(short) and _are_same(short, tail) else _within(short, long)
    if kept is None:
        return None
    kind, said = "abbreviated", "tên viết tắt"
    if kept is tail and len(long) > len(short):
        kind, said = ("given_only", "chỉ ghi tên") if len(short) == 1 else ("no_family", "thiếu họ")
    elif _are_same(short, kept):
        kind, said = "middle", "khác tên đệm"
    return kind, _wrong(short, kept, bare=bare), said


def _are_same(one: tuple[Syllable, ...], other: tuple[Syllable, ...]) -> bool:
    return all(a.folded == b.folded for a, b in zip(one, other, strict=True))


def _within(short: tuple[Syllable, ...], long: tuple[Syllable, ...]) -> tuple[Syllable, ...] | None:
    """Return the syllables of the long name that the short one has, in order, family name first."""
    kept, at = list[Syllable](), 0
    for want in short:
        while at < len(long) and not _stands_for(want.folded, long[at].folded):
            at += 1
        if at == len(long) or (not kept and at):
            return None
        kept.append(long[at])
        at += 1
    return tuple(kept) if kept[-1] is long[-1] else None


def _stands_for(one: str, other: str) -> bool:
    """Return whether two syllables are one, or one is short for the other: N., Ng., Ngu."""
    if one == other:
        return True
    long, short = (one, other) if len(one) > len(other) else (other, one)
    return is_short(short) and long.startswith(short)


def _wrong(one: tuple[Syllable, ...], other: tuple[Syllable, ...], *, bare: bool) -> int:
    """Return how many syllables differ in nothing but their accents; without any accents none does."""
    pairs = zip(one, other, strict=False)
    return 0 if bare else sum(a.folded == b.folded and a.spelt != b.spelt for a, b in pairs)


def _typed(one: Name, other: Name, *, bare: bool) -> tuple[str, int, str] | None:
    """Return whether one letter was typed wrong, left out, doubled, or changed places with the next."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - most lists have no such name

    short, digit = min(len(one.folded), len(other.folded)), any(map(str.isdigit, one.folded + other.folded))
    # "Hộ 12" and "Hộ 13" are two, and so are An and Ân.
    if short < limit("shortest") or digit or OSA.distance(one.folded, other.folded, score_cutoff=1) > 1:
        return None
    if len(one.syllables) != len(other.syllables):
        return "typed", 0, "khác một chữ cái"  # two words written as one
    pairs = list(zip(one.syllables, other.syllables, strict=True))
    wrong = 0 if bare else sum(OSA.distance(a.written, b.written) > (a.folded != b.folded) for a, b in pairs)
    given, known = pairs[-1]
    if given.folded == known.folded:
        return "typed", wrong, "khác một chữ cái"
    if wrong:
        return None  # "Hùng" and "Dũng" differ in a letter and in the tone: two people
    return "typed_given", 0, "khác một chữ cái"


def _evidence(listed: Facts, registered: Facts) -> tuple[int, list[str]]:
    """Return what everything but the name adds or takes away, and the words for it."""
    found = [
        (f"{'same' if getattr(listed, name) == getattr(registered, name) else 'other'}_{name}", words)
        for name, words in (("code", "mã hộ"), ("phone", "điện thoại"))
        if getattr(listed, name) and getattr(registered, name)
    ]
    for name, words in (("birth_year", "năm sinh"), ("persons", "số khẩu")):
        one, other = getattr(listed, name), getattr(registered, name)
        if one and other and one == other:
            found.append((f"same_{name}", words))
        elif one and other and abs(one - other) > limit(f"{name}_apart"):
            found.append((f"other_{name}", f"{words} ({one}, {other})"))
    if listed.address and listed.address == registered.address:
        found.append(("same_address", "địa chỉ"))
    weights = points("evidence")
    said = [f"{'cùng' if kind.startswith('same') else 'khác'} {words}" for kind, words in found]
    return sum(weights[kind] for kind, _ in found), said
