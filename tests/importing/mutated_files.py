"""Real list files, damaged in the ways files get damaged and in the ways an attacker would."""

import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

_ATTRIBUTE = re.compile(rb"""(\w+)=(["'])([^"']*)\2""")
_TAG = re.compile(rb"<[^<>]+>")
_VALUES = (
    *(
        b"",
        b"0",
        b"-1",
        b"1",
        b"999999999999999999999",
        b"1048576",
        b"16384",
        b"XFD1048576",
        b"A1:XFD1048576",
    ),
    *(b"s", b"e", b"str", b"b", b"n", b"d", b"inlineStr", b"\xff\xfe", b"&a;", b"nan", b"1e400", b"A0", b"A"),
    *(b"hidden", b"true", b"collapse", b"float", b"date", b"../../../etc", b"rId1", b"000", b".VnTime"),
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return a damaged copy; the same random numbers damage it the same way."""
    ways: list[Callable[[bytes, random.Random], bytes]] = [_flipped, _cut, _spliced]
    if data.startswith(b"PK"):
        ways += [_other_parts] * 2 + [_other_xml] * 6
    return chance.choice(ways)(data, chance)


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 8, 64])):
        changed[chance.randrange(len(changed))] = chance.choice([0, 255, chance.randrange(256)])
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _spliced(data: bytes, chance: random.Random) -> bytes:
    """Return the file with a piece of it put elsewhere, or put in twice, or taken out."""
    at, begin = chance.randrange(len(data)), chance.randrange(len(data))
    piece = data[begin : begin + chance.choice([1, 4, 30, 2_000])]
    return data[:at] + piece + data[at + chance.choice([0, len(piece), 512]) :]


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {item.filename: package.read(item) for item in package.infolist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


def _other_parts(data: bytes, chance: random.Random) -> bytes:
    parts = parts_of(data)
    one, other = chance.choice(list(parts)), chance.choice(list(parts))
    way = chance.randrange(4)
    if way == 0:
        parts[one], parts[other] = parts[other], parts[one]
    elif way == 1:
        del parts[one]
    elif way == 2:
        parts[one] = b""
    else:
        parts[one] = _spliced(parts[one] or b" ", chance)
    return packed(parts)


def _other_xml(data: bytes, chance: random.Random) -> bytes:
    """Return the package with one part whose attributes, tags or texts were changed."""
    parts = parts_of(data)
    name = chance.choice([part for part in parts if parts[part]])
    xml = parts[name]
    for _ in range(chance.choice([1, 1, 3])):
        xml = chance.choice([_attribute, _attribute, _tag, _flipped])(xml, chance) or b" "
    parts[name] = xml
    return packed(parts)


def _attribute(xml: bytes, chance: random.Random) -> bytes:
    found = list(_ATTRIBUTE.finditer(xml))
    if not found:
        return xml
    one = chance.choice(found)
    return xml[: one.start(3)] + chance.choice(_VALUES) + xml[one.end(3) :]


def _tag(xml: bytes, chance: random.Random) -> bytes:
    """Take one tag out, double it, nest it deeply, or put another in its place."""
    found = list(_TAG.finditer(xml))
    if not found:
        return xml
    one, other = chance.choice(found), chance.choice(found)
    new = chance.choice([b"", one[0] * 2, one[0] * 20_000, other[0], b"<!--", b"<![CDATA[", b"<!DOCTYPE a>"])
    return xml[: one.start()] + new + xml[one.end() :]


def seeds(folder: Path) -> list[Path]:
    """Return the samples, of each kind of file."""
    return sorted(path for path in folder.iterdir() if path.suffix in {".xlsx", ".xls", ".ods", ".csv"})
