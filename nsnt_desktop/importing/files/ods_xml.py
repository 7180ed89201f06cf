"""What calamine does not tell about the tables of an .ods: extents, what is hidden, fonts, faults."""

from dataclasses import dataclass, field

from nsnt_desktop.importing.files.looks import ByRuns, Looks, Place, Seen, is_old_font
from nsnt_desktop.importing.files.refusals import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from nsnt_desktop.importing.files.sheet_xml import NO_FORMULA_VALUE, error_reason

_ROW, _COLUMN, _CELLS = "table-row", "table-column", {"table-cell", "covered-table-cell"}
CALC_TYPE = "calcext-value-type"
"""What LibreOffice tells of a value beyond the standard: whether it is an error."""
_VALUES = {"value", "string-value", "boolean-value", "date-value", "time-value"}


@dataclass
class _Table:
    """One table while its elements go by; counts are of what lies before the present element."""

    rows: int = 0
    columns: int = 0
    row_repeat: int = 1
    told_columns: int = 0
    row_style: str = ""
    column_styles: list[str] = field(default_factory=list)
    extent: tuple[int, int] = (0, 0)
    elements: int = 0
    unworked: Place = (-1, -1)
    """The last formula that has no value, so far."""
    faults: dict[Place, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    fonts: ByRuns = field(default_factory=ByRuns)
    formats: ByRuns = field(default_factory=ByRuns)

    def seen(self) -> Seen:
        rows = frozenset(row for row in self.hidden_rows if row <= self.extent[0])
        looks = Looks(rows, frozenset(self.hidden_columns), self.fonts)
        return Seen(self.extent, self.faults, looks, self.formats)


class OdsReader:
    """Collects what the tables of content.xml tell, one start tag after the other."""

    def __init__(self) -> None:
        self.tables: dict[str, _Table] = {}
        self._table = _Table()
        self._style = self._number = ""
        self._faces: dict[str, str] = {}
        self._fonts: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._data_styles: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take one start tag; names without their namespaces."""
        if tag in _CELLS:
            self._cell(attributes)
        elif tag == "p":
            self._table.faults.pop(self._table.unworked, None)  # LibreOffice writes an empty text so
        elif tag == _ROW:
            self._row(attributes)
        elif tag == _COLUMN:
            self._column(attributes)
        elif tag == "table" and "name" in attributes:
            self._table = self.tables[attributes["name"]] = _Table()
        elif tag in {"font-face", "style", "text-properties", "number-style", "number"}:
            self._take_style(tag, attributes)

    def seen(self) -> dict[str, Seen]:
        """Return {name of the table: what it tells}."""
        return {name: table.seen() for name, table in self.tables.items()}

    def _take_style(self, tag: str, given: dict[str, str]) -> None:
        if tag == "font-face":
            self._faces[given.get("name", "")] = given.get("font-family", "")
        elif tag == "style":
            self._style = given.get("name", "") if given.get("family") == "table-cell" else ""
            parent = given.get("parent-style-name", "")
            self._data_styles[self._style] = given.get("data-style-name") or self._data_styles.get(parent, "")
            self._fonts[self._style] = self._fonts.get(parent, "")
        elif tag == "text-properties" and self._style:
            face = given.get("font-name", "")
            font = given.get("font-family") or self._faces.get(face) or face
            if font:
                self._fonts[self._style] = font.strip("'\" ") if is_old_font(font) else ""
        elif tag == "number-style":
            self._number = given.get("name", "")
        elif tag == "number" and self._number:
            digits = _whole(given.get("min-integer-digits", ""), 1)
            if 1 < digits < 20 and given.get("decimal-places", "0") == "0":
                self._numbers[self._number] = "0" * digits

    def _column(self, given: dict[str, str]) -> None:
        table, repeat = self._table, _whole(given.get("number-columns-repeated", ""), 1)
        first = table.told_columns
        table.told_columns += repeat
        kept = max(0, min(first + repeat, MAX_COLUMNS) - first)
        table.column_styles += [given.get("default-cell-style-name", "")] * kept
        if given.get("visibility", "visible") != "visible":
            table.hidden_columns.update(range(first, first + kept))

    def _row(self, given: dict[str, str]) -> None:
        table = self._table
        table.rows += table.row_repeat if table.elements else 0
        table.elements += 1
        table.row_repeat, table.columns = _whole(given.get("number-rows-repeated", ""), 1), 0
        table.row_style = given.get("default-cell-style-name", "")
        if given.get("visibility", "visible") != "visible":
            last = min(table.rows + table.row_repeat, MAX_ROWS)
            table.hidden_rows.update(range(table.rows + 1, last + 1))

    def _cell(self, given: dict[str, str]) -> None:
        table, repeat = self._table, _whole(given.get("number-columns-repeated", ""), 1)
        first = table.columns
        table.columns += repeat
        if "value-type" not in given and "formula" not in given:
            return
        rows, columns = table.extent
        table.extent = (max(rows, table.rows + table.row_repeat), max(columns, table.columns))
        if table.extent[0] * table.extent[1] > MAX_CELLS:
            return
        fault, font, code = _fault(given), "", ""
        table.unworked = (table.rows, first) if fault and "value-type" not in given else (-1, -1)
        style = given.get("style-name") or table.row_style or _at(table.column_styles, first) or "Default"
        if given.get("value-type") == "string":
            font = self._fonts.get(style, "")
        elif given.get("value-type") == "float":
            code = self._numbers.get(self._data_styles.get(style, ""), "")
        if fault:
            table.faults.update(dict.fromkeys(_places(table, first), fault))
        for told, places in ((font, table.fonts), (code, table.formats)):
            for column in range(first, table.columns) if told else ():
                places.tell((table.rows, column), told, table.row_repeat)


def _places(table: _Table, first: int) -> list[Place]:
    rows = range(table.rows, table.rows + table.row_repeat)
    return [(row, column) for row in rows for column in range(first, table.columns)]


def _fault(given: dict[str, str]) -> str:
    if given.get(CALC_TYPE) == "error":
        return error_reason("")
    if "formula" not in given or given.get("value-type") == "string":
        return ""
    return "" if _VALUES & given.keys() else NO_FORMULA_VALUE


def _at(styles: list[str], index: int) -> str:
    return styles[index] if index < len(styles) else ""


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
