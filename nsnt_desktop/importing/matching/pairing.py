"""Namesakes of one village: rows paired with the households they mean, as far as that is beyond doubt."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nsnt_desktop.importing.matching.entries import Entry, agrees
from nsnt_desktop.importing.matching.saying import Said
from nsnt_desktop.registry.register import Registered

_MANY = 100_000
"""Namesakes × rows of one village beyond which no pairing is tried: nobody's names, each row asks."""

Pair = tuple[Entry, Registered]


def paired(entries: Sequence[Entry], namesakes: Sequence[Registered], said: Said) -> list[Pair]:
    """Return the pairs beyond doubt: rows that say just what the register holds, then those that agree.

    Rows that fit fewest households go first, and of those the rows that say most.
    """
    if not 1 < len(namesakes) * len(entries) < _MANY:
        return []
    left = list(namesakes)
    fits = {e: [h for h in left if not said.changes(e, h)] for e in entries}
    found = list(_fitting(fits, said))
    for _, household in found:
        left.remove(household)
    return [*found, *_agreeing(fits, left)]


def _fitting(fits: dict[Entry, list[Registered]], said: Said) -> Iterator[Pair]:
    """Yield the rows that change nothing, and take them out of `fits`."""
    order = {e: (-len(said.values(e)), repr(sorted(said.values(e).items(), key=str))) for e in fits}
    taken: set[int] = set()
    while any(fits.values()):
        entry = min((e for e in fits if fits[e]), key=lambda e: (len(fits[e]), order[e]))
        household = fits.pop(entry)[0]
        taken.add(household.record_id)
        for e, those in fits.items():
            fits[e] = [h for h in those if h.record_id not in taken]
        yield entry, household


def _agreeing(entries: Iterable[Entry], left: list[Registered]) -> Iterator[Pair]:
    """Yield the rows that agree with one household only, which no other row agrees with."""
    rest = list(entries)
    while True:
        agreed = {e: [h for h in left if agrees(e.row, h)] for e in rest}
        wanted = Counter(h.record_id for those in agreed.values() for h in those)
        sure = [(e, h[0]) for e, h in agreed.items() if len(h) == 1 and wanted[h[0].record_id] == 1]
        if not sure:
            return
        yield from sure
        for entry, household in sure:
            rest.remove(entry)
            left.remove(household)
