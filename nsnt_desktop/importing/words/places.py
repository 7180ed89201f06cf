"""Which village of the commune, and which scheme, a list means by a name."""

from collections import defaultdict

from nsnt_desktop.importing.words.vocabulary import word_key
from nsnt_desktop.registry.register import Register
from nsnt_desktop.text import fold, match_key, village_key


class Places:
    """The villages and schemes of a register, found by the names lists write."""

    def __init__(self, register: Register) -> None:
        self._named = register.villages
        self._villages: dict[str, list[int]] = defaultdict(list)
        for village_id, (name, _) in register.villages.items():
            self._villages[village_key(name)].append(village_id)
        self._schemes = {match_key(name): scheme_id for scheme_id, name in register.schemes.items()}
        self._found: dict[tuple[str, str], int | None] = {}

    def scheme(self, name: str) -> int | None:
        """Return the scheme of this name (case, spaces and hoà/hòa ignored)."""
        return self._schemes.get(match_key(name))

    def village(self, name: str, former: str) -> int | None:
        """Return the one village meant, None if there is none such or a doubt is left."""
        if (name, former) not in self._found:
            self._found[name, former] = self._look_up(name, former) if name else None
        return self._found[name, former]

    def is_known(self, name: str, former: str) -> bool:
        """Return whether a village of just this name stands in the register (of that former commune)."""
        return any(
            match_key(known) == match_key(name) and (not former or fold(place) == fold(former))
            for known, place in self._named.values()
        )

    def _look_up(self, name: str, former: str) -> int | None:
        alike = self._villages.get(village_key(name), [])
        if former:
            there = [v for v in alike if fold(self._named[v][1]) == fold(former)]
            # A village whose former commune nobody entered may be it; one of another commune is another.
            alike = there or [v for v in alike if len(alike) == 1 and not self._named[v][1]]
        # As written; then "Phác Lê" for "Thôn Phác Lê"; then "Phac Le", which says nothing of accents. Where
        # both are written with accents they count: Thôn Đông and Thôn Đồng are two villages.
        as_written = [v for v in alike if match_key(self._named[v][0]) == match_key(name)]
        own = [v for v in alike if _own_name(self._named[v][0]) == _own_name(name)]
        bare = [v for v in alike if _is_bare(name) or _is_bare(self._named[v][0])]
        found = as_written or own or bare
        return found[0] if len(found) == 1 else None


def place_words(name: str, former: str) -> str:
    """Return "Phác Lê (xã cũ Cẩm Long)"."""
    return f"{name} (xã cũ {former})" if former else name


def _own_name(name: str) -> str:
    """Return a village's name as names are matched, without the word for its kind (thôn, bản)."""
    kind = len(fold(name).split()) - len(village_key(name).split())
    return " ".join(word_key(name).split(" ")[kind:])


def _is_bare(name: str) -> bool:
    return _own_name(name) == village_key(name)
