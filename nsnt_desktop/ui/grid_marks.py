"""The marks of cells that could not be saved: what was typed, and the sentence why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Place = tuple[int, str]
"""A household's record and the key of a column."""


@dataclass(frozen=True)
class Mark:
    """What was typed into a cell that could not be saved."""

    typed: str
    sentence: str
    held: str = ""
    """What the cell holds; where that is changed elsewhere, the mark has been mended."""
    action_id: int | None = None
    """What was saved along with it, and takes the mark with it when undone; None: nothing was."""


class Marks:
    """The marks of one year."""

    def __init__(self) -> None:
        self._marks: dict[Place, Mark] = {}
        self._undone: frozenset[int] = frozenset()
        self._newest: tuple[Place, ...] = ()

    def get(self, place: Place) -> Mark | None:
        """Return the mark seen on a cell."""
        found = self._marks.get(place) if self._marks else None
        return None if found is None or found.action_id in self._undone else found

    def settle(self, places: Iterable[Place], marks: Mapping[Place, Mark]) -> None:
        """Take the marks off the cells written just now and put these on."""
        for place in places:
            self._marks.pop(place, None)
        self._marks |= marks
        self._newest = tuple(marks)

    def forget(self, places: Iterable[Place]) -> bool:
        """Take marks off (Esc); False if none of the places had one."""
        gone = [place for place in places if self._marks.pop(place, None) is not None]
        return bool(gone)

    def forget_mended(self, held: Mapping[Place, str]) -> None:
        """Take off the marks of cells that hold something else now, or are gone."""
        self.forget([place for place in self.places() if held.get(place) != self._marks[place].held])

    def action_ids(self) -> frozenset[int]:
        """Return the actions that marks were put on with."""
        return frozenset(m.action_id for m in self._marks.values() if m.action_id is not None)

    def hide_undone(self, undone: frozenset[int]) -> None:
        """Hide the marks of actions that are undone now; they come back when these are done again."""
        self._undone = undone

    def loose(self) -> tuple[Place, ...]:
        """Return the newest marks, if nothing was saved along with them nor since."""
        found = [place for place in self._newest if (mark := self.get(place)) and mark.action_id is None]
        return tuple(found)

    def something_saved(self) -> None:
        """Remember that what is undone next is no longer the newest marks."""
        self._newest = ()

    def places(self) -> list[Place]:
        """Return the cells that show a mark, the newest last."""
        return [place for place in self._marks if self.get(place) is not None]

    def told(self, place: Place | None) -> str:
        """Return the sentence of this cell's mark, else of the newest; empty where no mark is left."""
        seen = self.places()
        if not seen:
            return ""
        mark = (self.get(place) if place else None) or self._marks[seen[-1]]
        return mark.sentence
