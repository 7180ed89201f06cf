"""How the letters of a list are written: Unicode, or the letters of an old Vietnamese font."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nsnt_desktop.importing.reading import Sheet
from nsnt_desktop.models.words import LabelledEnum


class Encoding(LabelledEnum):
    """The way letters are written in a column of a list."""

    UNICODE = "unicode", "Unicode"
    TCVN3 = "tcvn3", "Phông cũ TCVN3 (.VnTime)"
    VNI = "vni", "Phông cũ VNI"


@dataclass(frozen=True)
class Written:
    """How one column is written, and why in Vietnamese."""

    encoding: Encoding
    reason: str


@dataclass(frozen=True)
class Decoded:
    """A sheet in Unicode, and how its columns were written (by index from 0; Unicode ones left out)."""

    sheet: Sheet
    columns: Mapping[int, Written]


NO_COLUMNS: Mapping[int, Encoding] = MappingProxyType({})


def decode(
    sheet: Sheet, chosen: Encoding | None = None, columns: Mapping[int, Encoding] = NO_COLUMNS
) -> Decoded:
    """Return a sheet in Unicode; `chosen` is the officer's word for the sheet, `columns` for single columns."""
    return Decoded(sheet, {})
