"""The plain way sections are written and edited: one line a block, its first signs saying which."""

import re
from collections.abc import Iterable

from nsnt_desktop.documents.tree import Block, Bullet, Heading, Item, Paragraph, TextBlock
from nsnt_desktop.text import clean

_NUMBERED = re.compile(r"\d{1,2}\.\s+(?=\D)")
_DASH = re.compile(r"[-–•+]\s+")


def blocks_of(text: str) -> tuple[TextBlock, ...]:
    """Return the blocks of a section's text.

    "# " opens a heading 1., "## " a heading a), "1. " a numbered sentence (the program counts, whatever
    number is typed), "- " a bullet; any other line is a paragraph. Empty lines say nothing.
    """
    lines = (line.strip() for line in text.splitlines())
    return tuple(_block(line) for line in lines if clean(line))


def _block(line: str) -> TextBlock:
    if line.startswith("## "):
        return Heading(line[3:].strip(), 3)
    if line.startswith("# "):
        return Heading(line[2:].strip(), 2)
    if found := _NUMBERED.match(line):
        return Item(line[found.end() :])
    if found := _DASH.match(line):
        return Bullet(line[found.end() :])
    return Paragraph(line)


def assembled(sections: Iterable[tuple[Heading | None, tuple[Block, ...]]]) -> tuple[Block, ...]:
    """Return the body of a paper; a section the officer emptied leaves no heading behind."""
    body: list[Block] = []
    deepest_kept = 0
    for heading, blocks in reversed(list(sections)):
        has_parts = heading is not None and deepest_kept > heading.level
        if heading is not None and (blocks or has_parts):
            body[:0] = [heading, *blocks]
            deepest_kept = heading.level
        else:
            body[:0] = blocks
    return tuple(body)
