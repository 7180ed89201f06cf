"""The records of an old Excel workbook (.xls), walked once: how far each sheet reaches, and how it looks.

Layout after [MS-XLS].
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from nsnt_desktop.importing.files.looks import ByRuns, Looks, Place, Seen, is_old_font
from nsnt_desktop.importing.files.number_formats import keeps_zeros
from nsnt_desktop.importing.files.refusals import MAX_COLUMNS, protected
from nsnt_desktop.importing.files.sheet_xml import NO_FORMULA_VALUE, error_reason

_FILEPASS, _DIMENSIONS, _SST, _BOFS = 0x2F, 0x200, 0xFC, {0x809, 0x409, 0x209, 0x09}
_BOUNDSHEET, _FONT, _FORMAT, _XF = 0x85, 0x31, 0x41E, 0xE0
_ROW, _COLINFO, _MULRK, _BOOLERR = 0x208, 0x7D, 0xBD, 0x205
_LABELS, _FORMULAS = {0x04, 0x204, 0xFD, 0xD6}, {0x06, 0x206, 0x406}
_NUMBERS = {0x03, 0x203, 0x7E, 0x27E}
_VALUED = {*_LABELS, *_FORMULAS, *_NUMBERS, 0x05, _BOOLERR, _MULRK}
_SHEET_LOOKS = {_ROW, _COLINFO}
_WHOLE_SHEET = (65_536, 256)
_BLANK = 3
"""The result of a formula that gives an empty text, or was never worked out."""
_ARITHMETIC = {*range(0x03, 0x08), *range(0x12, 0x15)}
"""What stands last in a formula that adds, takes away, multiplies, divides, or makes a percentage."""
_SUM_OF_ONE = b"\x19\x10"
_FUNCTION, _FUNCTIONS = {0x21, 0x41, 0x61}, {0x22, 0x42, 0x62}
_COUNTING = {0, 4, 5, 6, 7, 25, 27, 169, 183, 212, 213, 345, 346, 347}
"""COUNT, SUM, AVERAGE, MIN, MAX, INT, ROUND, COUNTA, PRODUCT, ROUNDUP, ROUNDDOWN, SUMIF, COUNTIF and such."""
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass
class _Styles:
    """What stands in the globals of the workbook and matters to its cells."""

    fonts: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    cells: list[tuple[int, int]] = field(default_factory=list)
    """(font, format) of each style."""

    def take(self, kind: int, record: bytes) -> None:
        if kind == _FONT:
            # The font numbered 4 never exists: the fifth in the file is number 5.
            if len(self.fonts) == 4:
                self.fonts.append("")
            self.fonts.append(_text(record, 14, wide=False))
        elif kind == _FORMAT:
            self.formats[struct.unpack_from("<H", record)[0]] = _text(record, 2, wide=True)
        elif kind == _XF:
            self.cells.append(struct.unpack_from("<HH", record))

    def old_fonts(self) -> dict[int, str]:
        """Return {style: old Vietnamese font}."""
        old = {at: name for at, name in enumerate(self.fonts) if is_old_font(name)}
        return {style: old[font] for style, (font, _) in enumerate(self.cells) if font in old}

    def zero_formats(self) -> dict[int, str]:
        """Return {style: number format that shows leading zeros}."""
        zeros = {number: code for number, code in self.formats.items() if keeps_zeros(code)}
        return {style: zeros[number] for style, (_, number) in enumerate(self.cells) if number in zeros}


class _Sheet:
    """One sheet while its records go by."""

    def __init__(self, styles: _Styles) -> None:
        self.fonts, self.formats = styles.old_fonts(), styles.zero_formats()
        self.rows = self.columns = 0
        self.faults: dict[Place, str] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.old = ByRuns()
        self.zeros = ByRuns()

    def cell(self, kind: int, record: bytes) -> None:
        row, column = struct.unpack_from("<HH", record)
        last = struct.unpack_from("<H", record, len(record) - 2)[0] if kind == _MULRK else column
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, last + 1)
        if kind in _FORMULAS or kind == _BOOLERR:
            self._fault(kind, record, (row, column))
        if self.fonts or self.formats:
            self._style(kind, record, row, column)

    def _fault(self, kind: int, record: bytes, place: Place) -> None:
        if kind in _FORMULAS and record[6] == _BLANK and record[12:14] == b"\xff\xff" and _counts(record):
            self.faults[place] = NO_FORMULA_VALUE
            return
        if kind == _BOOLERR:
            error, code = record[7], record[6]
        else:
            error, code = record[6] == 2 and record[12:14] == b"\xff\xff", record[8]
        if error:
            self.faults[place] = error_reason(_ERRORS.get(code, ""))

    def _style(self, kind: int, record: bytes, row: int, column: int) -> None:
        if kind == _MULRK:
            styles = struct.unpack_from("<" + "H4x" * ((len(record) - 6) // 6), record, 4)
            for at, style in enumerate(styles, column):
                if style in self.formats:
                    self.zeros.tell((row, at), self.formats[style])
            return
        style = struct.unpack_from("<H", record, 4)[0]
        if style in self.formats and (kind in _NUMBERS or kind in _FORMULAS):
            self.zeros.tell((row, column), self.formats[style])
        if style in self.fonts and (kind in _LABELS or kind in _FORMULAS):
            self.old.tell((row, column), self.fonts[style])

    def look(self, kind: int, record: bytes) -> None:
        if kind == _ROW:
            if record[12] & 0x20:
                self.hidden_rows.add(struct.unpack_from("<H", record)[0] + 1)
            return
        first, last, width, _, flags = struct.unpack_from("<HHHHH", record)
        if flags & 1 or not width:
            self.hidden_columns.update(range(first, min(last + 1, MAX_COLUMNS)))

    def seen(self) -> Seen:
        looks = Looks(frozenset(self.hidden_rows), frozenset(self.hidden_columns), self.old)
        return Seen((self.rows, self.columns), self.faults, looks, self.zeros)


def _counts(record: bytes) -> bool:
    """Return whether what a formula does last gives a number and never a text (BIFF 5 and later)."""
    if len(record) < 23:
        return False
    tokens = record[22 : 22 + int.from_bytes(record[20:22], "little")]
    if tokens[-4:-2] == _SUM_OF_ONE or (len(tokens) > 2 and tokens[-1] in _ARITHMETIC):
        return True
    named = int.from_bytes(tokens[-2:], "little") in _COUNTING
    return named and not (_FUNCTION.isdisjoint(tokens[-3:-2]) and _FUNCTIONS.isdisjoint(tokens[-4:-3]))


def sheets_of(book: bytes, name: str) -> list[Seen]:
    """Return what each sheet tells beside its values, in the order of the tabs, then sheets without a tab.

    KnownError: password. struct.error, IndexError, ValueError: the records contradict themselves.
    """
    styles, tabs, found = _Styles(), list[int](), dict[int, _Sheet]()
    sheet: _Sheet | None = None
    for at, kind, record in _records(book):
        if kind in _BOFS:
            sheet = found[at] = _Sheet(styles)
        elif kind == _FILEPASS:
            raise protected(name)
        elif kind == _BOUNDSHEET:
            tabs.append(struct.unpack_from("<I", record)[0])
        elif kind in {_SST, _DIMENSIONS}:
            _check_announced(kind, record, len(book))
        elif kind in {_FONT, _FORMAT, _XF}:
            styles.take(kind, record)
        elif sheet is None:
            continue
        elif kind in _VALUED and len(record) >= 4:
            sheet.cell(kind, record)
        elif kind in _SHEET_LOOKS and len(record) >= 10:
            sheet.look(kind, record)
    in_order = [found.pop(at).seen() if at in found else Seen() for at in tabs]
    return in_order + [sheet.seen() for sheet in found.values()]


def _records(book: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield (where it begins, kind, content) of each record."""
    at, end = 0, len(book)
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", book, at)
        yield at, kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _text(record: bytes, at: int, *, wide: bool) -> str:
    """Return a string that begins with its length, of two bytes where wide, and how its letters are kept."""
    count = struct.unpack_from("<H" if wide else "<B", record, at)[0]
    at += 2 if wide else 1
    if record[at] & 1:
        return record[at + 1 : at + 1 + 2 * count].decode("utf-16-le", "replace")
    return record[at + 1 : at + 1 + count].decode("latin-1")


def _check_announced(kind: int, record: bytes, end: int) -> None:
    """Raise ValueError when a record promises more than the file can hold."""
    if kind == _SST:
        if struct.unpack_from("<4xI", record)[0] > end:
            raise ValueError(kind)
        return
    wide = len(record) >= 14
    first, last, left, right = struct.unpack_from("<IIHH" if wide else "<HHHH", record)
    if last > _WHOLE_SHEET[0] or right > _WHOLE_SHEET[1] or first > last or left > right:
        raise ValueError(kind)
