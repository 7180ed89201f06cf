"""Rows of our own sheet and the households they are marked with: who is sure, in doubt, there twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nsnt_desktop.importing.matching.entries import Entry, Place, is_named
from nsnt_desktop.registry.register import Registered
from nsnt_desktop.text import match_key


@dataclass(frozen=True)
class Marked:
    """The marked rows of a list; what a mark says does not hang on the order of the rows."""

    sure: list[tuple[Entry, Registered]]
    doubtful: list[tuple[Entry, Registered]]
    """Under the name of another household, or while a row nobody knows has the name it had."""
    twins: list[tuple[Entry, Entry]]
    """A mark copied to a row of another name, and the row it came from."""


def sort_marked(
    keyed: Sequence[tuple[Registered, list[Entry]]],
    by_name: Mapping[tuple[Place, str], list[Registered]],
    entries: Mapping[tuple[Place, str], list[Entry]],
) -> Marked:
    """Return what becomes of the rows marked for each household; the registered and the rows come by name."""
    firsts = [(next((e for e in rows if is_named(e, h)), rows[0]), h) for h, rows in keyed]
    named = [(entry, holder) for entry, holder in firsts if is_named(entry, holder)]
    taken = {holder.record_id for _, holder in named}
    settled = {entry for entry, _ in named}
    sure, doubtful = list(named), list[tuple[Entry, Registered]]()
    for entry, holder in firsts:
        if entry in settled:
            continue
        namesakes = by_name.get((entry.place, match_key(entry.row.head)), ())
        rivals = entries.get((holder.village_id, match_key(holder.values["head"])), ())
        known = all(h.record_id in taken for h in namesakes) and settled.issuperset(rivals)
        (sure if known else doubtful).append((entry, holder))
    twins = [
        (other, first)
        for (first, _), (_, rows) in zip(firsts, keyed, strict=True)
        for other in rows
        if match_key(other.row.head) != match_key(first.row.head)
    ]
    return Marked(sure, doubtful, twins)
