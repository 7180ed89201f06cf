"""Whose spelling of a head's name stands when a row and a household are one: the list's or the register's."""

from enum import Enum, auto

from nsnt_desktop.importing.matching.likeness import is_other
from nsnt_desktop.importing.matching.person_names import Name, Syllable, is_short, names_in


class Spelling(Enum):
    """What a name in a list is to the name in the register."""

    SAYS_LESS = auto()
    """The same, or with less of it: the register's stays."""
    EITHER = auto()
    """Both may be right: an accent or a letter differs, the list has a middle name more."""
    ANOTHER = auto()
    """Another person's: the wife or the son who is head now."""


def compare_spelling(listed: str, registered: str) -> Spelling:
    """Return what a name in a list is to the name in the register, by the first person each names."""
    ours, theirs = names_in(listed), names_in(registered)
    if not ours:
        return Spelling.SAYS_LESS
    if not theirs:
        return Spelling.ANOTHER
    if not is_other(ours[0], theirs[0]):
        return Spelling.SAYS_LESS if _says_less(ours[0], theirs[0]) else Spelling.EITHER
    known = any(not is_other(one, other) for one in ours for other in theirs)
    # Of a couple it may be either who is head.
    return Spelling.EITHER if known else Spelling.ANOTHER


def _says_less(listed: Name, registered: Name) -> bool:
    if listed.mark and not registered.mark:
        return False
    if listed.bare and not registered.bare:
        return True
    one, other = listed.syllables, registered.syllables
    if [syllable.key for syllable in one] == [syllable.key for syllable in other]:
        return True
    if _shorts(one) != _shorts(other):
        return _shorts(one) > _shorts(other)
    if len(one) != len(other):
        return len(one) < len(other) and listed.folded.replace(" ", "") != registered.folded.replace(" ", "")
    return _lacks_accents(one, other)


def _shorts(name: tuple[Syllable, ...]) -> int:
    return sum(is_short(syllable.folded) for syllable in name)


def _lacks_accents(one: tuple[Syllable, ...], other: tuple[Syllable, ...]) -> bool:
    """Return whether several syllables of a name lost their accents; of one alone it may be another name."""
    wrong = [(a, b) for a, b in zip(one, other, strict=True) if a.spelt != b.spelt]
    return len(wrong) > 1 and all(a.folded == b.folded and a.written.isascii() for a, b in wrong)
