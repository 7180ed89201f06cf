"""The container of old Excel files (.xls): enough of it to refuse what would abort the reader.

calamine trusts the row and column numbers in an .xls and asks for a rectangle that size; a damaged byte can
ask for more memory than there is, which ends the whole program. So the records are walked once beforehand.
Layout after [MS-CFB] and [MS-XLS].
"""

import struct

from nsnt_desktop.importing.files.looks import Seen
from nsnt_desktop.importing.files.old_records import sheets_of
from nsnt_desktop.importing.files.refusals import (
    COPY_INTO_EXCEL,
    check_rectangle,
    damaged,
    protected,
    refusal,
)

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_OTHERS = {"WordDocument": "văn bản Word cũ (.doc)", "PowerPoint Document": "trình chiếu PowerPoint (.ppt)"}


class _BrokenError(Exception):
    """The container contradicts itself."""


def see_old_excel(data: bytes, name: str) -> list[Seen]:
    """Return what each sheet of an .xls tells beside its values, in the order of its tabs.

    KnownError when an OLE file has a password, holds no workbook, or would abort the reader.
    """
    try:
        streams = _Container(data).streams()
        if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
            raise protected(name)
        other = next((what for title, what in _OTHERS.items() if title in streams), "")
        if other:
            raise refusal(f"Tệp «{name}» thực chất là {other}, không phải bảng tính.", COPY_INTO_EXCEL)
        seen = sheets_of(streams["Workbook"] if "Workbook" in streams else streams["Book"], name)
    except (_BrokenError, struct.error, KeyError, IndexError, ValueError) as error:
        raise damaged(name) from error
    for sheet in seen:
        check_rectangle(name, *sheet.extent)
    return seen


class _Container:
    """A compound file: sectors chained by an allocation table."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in {9, 12} or mini_shift != 6:
            raise _BrokenError
        self.size = 1 << shift
        self.first_directory, self.cutoff = struct.unpack_from("<I4xI", data, 48)
        self.first_mini = struct.unpack_from("<I", data, 60)[0]
        self.table = self._allocation_table()

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        if start >= len(self.data):
            raise _BrokenError
        return self.data[start : start + self.size]

    def _allocation_table(self) -> list[int]:
        listed = list(struct.unpack_from("<109I", self.data, 76))
        after = struct.unpack_from("<I", self.data, 68)[0]
        seen = 0
        while after < _END:
            more = self._numbers(after)
            listed += more[:-1]
            after = more[-1]
            seen += 1
            if seen * self.size > len(self.data):
                raise _BrokenError
        return [entry for number in listed if number < _END for entry in self._numbers(number)]

    def _numbers(self, sector: int) -> list[int]:
        block = self._sector(sector)
        return list(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))

    def _chain(self, first: int, table: list[int]) -> list[int]:
        chain, number = [], first
        while number < _END:
            chain.append(number)
            if len(chain) > len(table) or number >= len(table):
                raise _BrokenError
            number = table[number]
        return chain

    def _read(self, first: int) -> bytes:
        return b"".join(self._sector(number) for number in self._chain(first, self.table))

    def streams(self) -> dict[str, bytes]:
        """Return the named streams of the file; only those a workbook needs are read."""
        directory = self._read(self.first_directory)
        entries: dict[str, tuple[int, int]] = {}
        for at in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            if kind in {2, 5} and 2 <= length <= 64:
                title = directory[at : at + length - 2].decode("utf-16-le")
                entries[title] = struct.unpack_from("<IQ", directory, at + 116)
        wanted = {"Workbook", "Book", "EncryptedPackage", "EncryptionInfo", *_OTHERS} & entries.keys()
        return {title: self._stream(entries, title) for title in wanted}

    def _stream(self, entries: dict[str, tuple[int, int]], title: str) -> bytes:
        if title not in {"Workbook", "Book"}:
            return b""
        first, size = entries[title]
        size &= 0xFFFFFFFF
        if size >= self.cutoff:
            return self._read(first)[:size]
        small = self._read(entries["Root Entry"][0]) if "Root Entry" in entries else b""
        table = [
            entry for number in self._chain(self.first_mini, self.table) for entry in self._numbers(number)
        ]
        return b"".join(small[number * 64 : number * 64 + 64] for number in self._chain(first, table))[:size]
