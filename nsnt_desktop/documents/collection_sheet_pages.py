"""Which rows of a collection sheet stand on which page; all lengths in one unit."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """The height a sheet has for rows, and what it needs."""

    first: float
    """For rows on the first page, under title and heading."""
    other: float
    """For rows on each following page."""
    closing: float
    """What totals and signatures take on the last page."""
    row: float
    """The height of an empty row."""


def pages_of(heights: Sequence[float], least: int, room: Room) -> list[list[float]]:
    """Return the heights of the rows of each page: the given ones, then empty ones, `least` in all or more.

    Every page is filled up with empty rows. The last leaves room for the closing, which never stands alone:
    at least one row stands over it.
    """
    wanted = [*heights, *[room.row] * max(0, least - len(heights))]
    pages: list[list[float]] = [[]]
    for height in wanted:
        if pages[-1] and _free(pages, room) < height:
            pages.append([])
        pages[-1].append(height)
    if _free(pages, room) < room.closing:
        pages[-1] += [room.row] * _fitting(_free(pages, room), room)
        pages.append([])
    pages[-1] += [room.row] * max(_fitting(_free(pages, room) - room.closing, room), not pages[-1])
    return pages


def _free(pages: list[list[float]], room: Room) -> float:
    return (room.first if len(pages) == 1 else room.other) - sum(pages[-1])


def _fitting(free: float, room: Room) -> int:
    return max(0, int((free + 1e-6) // room.row))
