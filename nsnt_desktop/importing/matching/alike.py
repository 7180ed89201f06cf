"""The households of one village that no row has taken yet, found by what is like them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from nsnt_desktop.importing.matching.likeness import Facts, Like, facts_of, facts_of_row, weigh
from nsnt_desktop.importing.matching.person_names import Name, is_short
from nsnt_desktop.importing.matching.weights import limit
from nsnt_desktop.importing.rows.parsed import ImportRow
from nsnt_desktop.registry.register import Registered

_Key = tuple[str, ...]


class Alike:
    """Finds the households a row may be of without holding every row against every household."""

    def __init__(
        self, free: Sequence[Registered], village: Iterable[Registered], rows: Iterable[ImportRow]
    ) -> None:
        """Take the free households, and all households and rows of their village.

        A phone or address that several households or several rows have tells nobody apart.
        """
        self._households = free
        self._shared = _shared(map(facts_of, village)) | _shared(map(facts_of_row, rows))
        self._facts = [self._telling(facts_of(household)) for household in free]
        self._named: dict[str, list[int]] = defaultdict(list)
        self._keyed: dict[_Key, list[int]] = defaultdict(list)
        for at, facts in enumerate(self._facts):
            for name in facts.names:
                self._named[name.folded].append(at)
                for key in _short_keys(name):
                    self._keyed[key].append(at)
                for tail in _tails(name):
                    self._keyed["tail", tail].append(at)
            for key in _other_keys(facts):
                self._keyed[key].append(at)

    def find(self, row: ImportRow) -> list[Like]:
        """Return the households like enough to be asked about, the likest first.

        Those of the same name without accents come first, or of the same phone; a name that is only near is
        looked for where there is none of these.
        """
        listed = self._telling(facts_of_row(row))
        near = dict.fromkeys(
            (*self._of_name(listed), *(at for key in _other_keys(listed) for at in self._of_key(key)))
        )
        found = self._likest(listed, near)
        return found or self._likest(listed, dict.fromkeys(self._of_near_name(listed)))

    def _likest(self, listed: Facts, near: Iterable[int]) -> list[Like]:
        likes = [weigh(listed, self._households[at], self._facts[at]) for at in near]
        found = [like for like in likes if like.score >= limit("ask")]
        return sorted(found, key=lambda like: -like.score)[: limit("offered")]

    def _telling(self, facts: Facts) -> Facts:
        if facts.phone in self._shared:
            facts = facts._replace(phone="")
        return facts._replace(address="") if facts.address in self._shared else facts

    def _of_name(self, listed: Facts) -> Iterator[int]:
        for name in listed.names:
            yield from _few(self._named.get(name.folded, ()))

    def _of_key(self, key: _Key) -> Sequence[int]:
        return _few(self._keyed.get(key, ()))

    def _of_near_name(self, listed: Facts) -> Iterator[int]:
        """Yield where names stand that are a part of the row's, the reverse, or one slip of the keys away."""
        for name in listed.names:
            for key in _lookups(name):
                yield from self._of_key(key)
            yield from self._of_key(("tail", name.folded))
            for tail in _tails(name):
                yield from _few(self._named.get(tail, ()))
            for part in _one_less(name.folded):
                yield from _few(self._slipped.get(part, ()))

    @cached_property
    def _slipped(self) -> dict[str, list[int]]:
        """Where the names stand that are something without one letter, by what is left."""
        slipped: dict[str, list[int]] = defaultdict(list)
        for known, those in self._named.items():
            for part in _one_less(known):
                slipped[part] += those
        return slipped


def _shared(everyone: Iterable[Facts]) -> set[str]:
    told = Counter(word for facts in everyone for word in {facts.phone, facts.address} if word)
    return {word for word, times in told.items() if times > 1}


def _few(those: Sequence[int]) -> Sequence[int]:
    """Return nothing of what too many share: it tells nobody apart."""
    return those if len(those) <= limit("block") else ()


def _one_less(folded: str) -> set[str]:
    """Return a name and what it is without any one letter: two names one slip apart share one of these."""
    if len(folded) < limit("shortest") - 1:
        return set()
    return {folded, *(folded[:at] + folded[at + 1 :] for at in range(len(folded)))}


def _short_keys(name: Name) -> Iterator[_Key]:
    """Yield the keys a registered name is found under by a name that is shorter, or that is written out."""
    yield "ends", name.syllables[0].folded, name.given
    yield "initials", _initials(name), name.given
    if any(is_short(syllable.folded) for syllable in name.syllables):
        yield "written out", _initials(name), name.given


def _lookups(name: Name) -> Iterator[_Key]:
    """Yield the keys of `_short_keys` under which a listed name looks: by initials only if it has some."""
    yield "ends", name.syllables[0].folded, name.given
    short = any(is_short(syllable.folded) for syllable in name.syllables)
    yield "initials" if short else "written out", _initials(name), name.given


def _initials(name: Name) -> str:
    return "".join(syllable.folded[:1] for syllable in name.syllables[:-1])


def _tails(name: Name) -> Iterator[str]:
    """Yield a name without its family name, without its first two words, and so on."""
    parts = name.folded.split(" ")
    return (" ".join(parts[at:]) for at in range(1, len(parts)))


def _other_keys(facts: Facts) -> Iterator[_Key]:
    """Yield the keys under which a household meets the row of its new head."""
    if facts.phone:
        yield "phone", facts.phone
    if facts.address:
        yield "address", facts.address
    if facts.birth_year and facts.persons and facts.names:
        yield "born", str(facts.birth_year), str(facts.persons), facts.names[0].given
