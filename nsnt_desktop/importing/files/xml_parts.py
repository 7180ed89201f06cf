"""The XML of workbooks, walked without ever expanding an entity."""

from collections.abc import Callable
from xml.parsers import expat

from nsnt_desktop.importing.files.refusals import damaged, too_large

_NS = " "
_MAX_DEPTH = 200
"""Workbooks nest a dozen elements; each that is open costs memory."""
_STRETCH = 200_000
"""Excel keeps 32,767 letters in a cell, of up to four bytes each."""


def parse_xml(data: bytes, name: str, start: Callable[[str, dict[str, str]], None]) -> None:
    """Walk an XML part, calling start(tag, attributes); names come as "namespace local".

    A document type is refused, so no entity is ever expanded. KnownError when the XML is broken.
    """
    parser = expat.ParserCreate(namespace_separator=_NS)
    depth = 0

    def refuse_doctype(*_: object) -> None:
        raise damaged(name)

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise damaged(name)
        start(tag, attributes)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged(name) from error


def local(tag: str) -> str:
    """Return a tag or attribute name without its namespace."""
    return tag.rpartition(_NS)[2]


def check_stretches(data: bytes, name: str) -> None:
    """Raise KnownError when a text or an attribute is longer than anything an office program writes.

    One tag at least begins in every stretch of a table: so only the first bytes of each are looked at.
    """
    for at in range(0, len(data) - _STRETCH, _STRETCH):
        if data.find(b"<", at, at + _STRETCH) < 0:
            raise too_large(name, "có một ô chữ dài bất thường")
