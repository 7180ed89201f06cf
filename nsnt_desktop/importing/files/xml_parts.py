"""The XML of workbooks, walked without ever expanding an entity."""

from collections.abc import Callable
from xml.parsers import expat

from nsnt_desktop.importing.files.refusals import damaged

_NS = " "


def parse_xml(data: bytes, name: str, start: Callable[[str, dict[str, str]], None]) -> None:
    """Walk an XML part, calling start(tag, attributes); names come as "namespace local".

    A document type is refused, so no entity is ever expanded. KnownError when the XML is broken.
    """
    parser = expat.ParserCreate(namespace_separator=_NS)

    def refuse_doctype(*_: object) -> None:
        raise damaged(name)

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged(name) from error


def local(tag: str) -> str:
    """Return a tag or attribute name without its namespace."""
    return tag.rpartition(_NS)[2]
