"""The zip files behind .xlsx and .ods: opened with care, and what their parts tell beside the cells."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from nsnt_desktop.importing import sheet_xml
from nsnt_desktop.importing.refusals import MAX_UNPACKED_MB, check_extent, damaged, too_large

_MAX_PARTS = 5_000
"""A workbook has a few dozen parts; a directory of a million is an attack on the reader."""
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
_NS = " "


def open_package(data: bytes, name: str) -> zipfile.ZipFile:
    """Return the zip after summing its directory; KnownError when it is broken or unpacks too large."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except _ZIP_FAULTS as error:
        raise damaged(name) from error
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MAX_PARTS or unpacked > MAX_UNPACKED_MB * 1_000_000:
        raise too_large(name, f"bung ra hơn {MAX_UNPACKED_MB} MB")
    return package


def read_part(package: zipfile.ZipFile, part: str, name: str) -> bytes:
    """Return the bytes of one part; KnownError when it is missing or broken."""
    try:
        return package.read(part)
    except _ZIP_FAULTS as error:
        raise damaged(name) from error


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


def sheet_parts(package: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Return {sheet name: part of the zip} of an .xlsx."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)
            targets[attributes.get("Id", "")] = path

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "sheet":
            by_local = {local(key): value for key, value in attributes.items()}
            sheets[by_local.get("name", "")] = targets.get(by_local.get("id", ""), "")

    parse_xml(read_part(package, "xl/_rels/workbook.xml.rels", name), name, relation)
    parse_xml(read_part(package, "xl/workbook.xml", name), name, sheet)
    return sheets


def check_xlsx_sheet(package: zipfile.ZipFile, part: str, name: str, sheet: str) -> sheet_xml.Faults:
    """Return the cells of one sheet that only look blank; KnownError when it reaches too far to be read."""
    xml = read_part(package, part, name)
    extent, faults = sheet_xml.look(xml)
    check_extent(name, sheet, *extent)
    return faults


def check_ods(package: zipfile.ZipFile, name: str) -> None:
    """Raise KnownError when a table of an .ods reaches too far once its repeats are unrolled."""
    place = {"rows": 0, "columns": 0, "repeat": 0, "widest": 0, "last": 0}

    def start(tag: str, attributes: dict[str, str]) -> None:
        kind = local(tag)
        if kind == "table":
            place.update(rows=0, columns=0, widest=0, last=0)
        elif kind == "table-row":
            place.update(rows=place["rows"] + _repeat(attributes, "number-rows-repeated"), columns=0)
        elif kind in {"table-cell", "covered-table-cell"}:
            place["columns"] += _repeat(attributes, "number-columns-repeated")
            if any(local(key) == "value-type" for key in attributes):
                place["widest"] = max(place["widest"], place["columns"])
                place["last"] = place["rows"]
                check_extent(name, "", place["last"], place["widest"])

    parse_xml(read_part(package, "content.xml", name), name, start)


def _repeat(attributes: dict[str, str], which: str) -> int:
    value = next((value for key, value in attributes.items() if local(key) == which), "1")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else 1
