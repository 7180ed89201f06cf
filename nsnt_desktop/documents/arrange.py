"""What the program itself writes into a paper: numbers, dashes, closing marks; once, for both renderers."""

from collections.abc import Iterable
from dataclasses import replace

from nsnt_desktop.documents.tree import (
    BasisParagraph,
    Block,
    Bullet,
    Chart,
    Heading,
    Item,
    Table,
    printable,
)

# Điểm a), b)… follow the Vietnamese alphabet (NĐ 30/2020/NĐ-CP, Phụ lục I).
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_MARKS = " \u00a0.,;:/"
CLOSING = "./."


def roman(number: int) -> str:
    """Return a number from 1 up in Roman figures."""
    figures = ""
    for value, sign in _ROMAN:
        while number >= value:
            figures += sign
            number -= value
    return figures


def arranged(blocks: Iterable[Block], *, closes: bool) -> tuple[Block, ...]:
    """Return the blocks with their final words: numbered, dashed, each basis ended, the last one closed.

    closes: set "./." after the last block (the body of a paper; an annex does not close).
    """
    done = _numbered(_with_ended_bases(tuple(blocks)))
    if closes and done and not isinstance(done[-1], Table | Chart):
        done[-1] = replace(done[-1], text=done[-1].text.rstrip(_MARKS) + CLOSING)
    return tuple(done)


def _numbered(blocks: tuple[Block, ...]) -> list[Block]:
    counts = [0, 0, 0]
    done: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading | Item):
            level = block.level if isinstance(block, Heading) else 2
            counts[level - 1] += 1
            counts[level:] = [0] * (3 - level)
        done.append(_worded(block, counts))
    return done


def _worded(block: Block, counts: list[int]) -> Block:
    if isinstance(block, Table | Chart):
        return block
    text = printable(block.text).strip()
    match block:
        case Heading(level=1):
            return replace(block, text=f"{roman(counts[0])}. {text.upper()}")
        case Heading(level=3):
            letter = _LETTERS[(counts[2] - 1) % len(_LETTERS)]
            return replace(block, text=f"{letter}) {text}")
        case Heading() | Item():
            return replace(block, text=f"{counts[1]}. {text}")
        case Bullet():
            return replace(block, text=f"- {text}")
        case _:
            return replace(block, text=text)


def _with_ended_bases(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    done: list[Block] = []
    for here, after in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(here, BasisParagraph):
            mark = ";" if isinstance(after, BasisParagraph) else "."
            done.append(BasisParagraph(here.text.rstrip(_MARKS) + mark))
        else:
            done.append(here)
    return tuple(done)


def recipient_lines(recipients: tuple[str, ...]) -> tuple[str, ...]:
    """Return the list under "Nơi nhận": a dash before each line, ";" after each, "." after the last."""
    bare = [printable(r).strip(" \u00a0-.;,") for r in recipients]
    kept = [r for r in bare if r]
    return tuple(f"- {r}{';' if place < len(kept) else '.'}" for place, r in enumerate(kept, 1))


def annex_label(place: int, how_many: int) -> str:
    """Return "Phụ lục II" for the second of several annexes; a single one has no number."""
    return f"Phụ lục {roman(place)}" if how_many > 1 else "Phụ lục"
