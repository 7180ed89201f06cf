"""The zip files behind .xlsx and .ods: opened with care, and what their parts tell beside the cells."""

import io
import posixpath
import zipfile
import zlib

from nsnt_desktop.importing.files import sheet_xml
from nsnt_desktop.importing.files.cell_styles import CellStyles, StyleReader
from nsnt_desktop.importing.files.looks import Seen
from nsnt_desktop.importing.files.ods_xml import CALC_TYPE, OdsReader
from nsnt_desktop.importing.files.refusals import (
    MAX_STRINGS,
    MAX_UNPACKED_MB,
    check_rectangle,
    damaged,
    protected,
    too_large,
)
from nsnt_desktop.importing.files.xml_parts import check_stretches, local, parse_xml

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
_NAME_LENGTHS = 26
"""Where a part's own header tells the lengths of its name and of what follows."""
_STYLES, _STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
_CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"


def open_package(data: bytes, name: str) -> zipfile.ZipFile:
    """Return the zip after summing its directory; KnownError when it is broken or unpacks too large.

    What the directory says is believed only after read_part: calamine unpacks to the end of a part.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except _ZIP_FAULTS as error:
        raise damaged(name) from error
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MAX_PARTS or unpacked > MAX_UNPACKED_MB * 1_000_000:
        raise too_large(name, f"bung ra hơn {MAX_UNPACKED_MB} MB")
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise damaged(name)  # two readers might take two different parts of one name
    return package


def read_part(package: zipfile.ZipFile, part: str, name: str) -> bytes:
    """Return the bytes of one part; KnownError when it is missing, broken, or longer than was promised."""
    try:
        about = package.getinfo(part)
        with package.open(about) as packed:
            deflated = about.compress_type == zipfile.ZIP_DEFLATED
            data = _inflated(package, about, name) if deflated else packed.read()
    except _ZIP_FAULTS as error:
        raise damaged(name) from error
    check_stretches(data, name)
    return data


def _inflated(package: zipfile.ZipFile, about: zipfile.ZipInfo, name: str) -> bytes:
    """Return a packed part, read to the end of what is packed and not only as far as was promised."""
    stream = package.fp
    if stream is None:
        raise damaged(name)
    stream.seek(about.header_offset + _NAME_LENGTHS)
    lengths = stream.read(4)
    stream.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), io.SEEK_CUR)
    unpack = zlib.decompressobj(-zlib.MAX_WBITS)
    data = unpack.decompress(stream.read(about.compress_size), about.file_size + 1)
    if len(data) != about.file_size or not unpack.eof or zlib.crc32(data) != about.CRC:
        raise damaged(name)
    return data


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


def read_styles(package: zipfile.ZipFile, name: str) -> CellStyles:
    """Return the styles of an .xlsx that matter to its values; most workbooks have none."""
    parts = set(package.namelist())
    reader = StyleReader()

    def start(tag: str, attributes: dict[str, str]) -> None:
        reader.start(local(tag), attributes)

    if _STYLES in parts:
        parse_xml(read_part(package, _STYLES, name), name, start)
    strings = read_part(package, _STRINGS, name) if _STRINGS in parts else b""
    if strings.count(b"si>") + strings.count(b"si/>") > 2 * MAX_STRINGS:
        raise too_large(name, f"có hơn {MAX_STRINGS} ô chữ khác nhau")
    return reader.found(strings)


def see_xlsx_sheet(package: zipfile.ZipFile, part: str, name: str, styles: CellStyles) -> Seen:
    """Return what one sheet tells beside its values."""
    return sheet_xml.look(read_part(package, part, name), name, styles)


def check_no_password(package: zipfile.ZipFile, name: str) -> None:
    """Raise KnownError when an .ods is locked with a password."""
    manifest = "META-INF/manifest.xml"
    if manifest in package.NameToInfo and b"encryption-data" in read_part(package, manifest, name):
        raise protected(name)


def see_ods(package: zipfile.ZipFile, name: str) -> dict[str, Seen]:
    """Return what the tables of an .ods tell beside their values, by name.

    KnownError when a table, hidden ones too, is too large to be laid out once its repeats are unrolled.
    """
    reader = OdsReader()

    def start(tag: str, attributes: dict[str, str]) -> None:
        # LibreOffice says more in a namespace of its own, under the same name.
        own = attributes.pop(_CALC_TYPE, "")
        reader.start(local(tag), {local(key): value for key, value in attributes.items()} | {CALC_TYPE: own})

    if "styles.xml" in package.NameToInfo:
        parse_xml(read_part(package, "styles.xml", name), name, start)
    parse_xml(read_part(package, "content.xml", name), name, start)
    found = reader.seen()
    for table, seen in found.items():
        check_rectangle(name, *seen.extent, f"trang tính «{table}»")
    return found
