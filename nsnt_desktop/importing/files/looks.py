"""How a sheet looks where that matters to what it says: what is hidden, what is set in an old font."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

Place = tuple[int, int]
"""(row index, column index), both from 0."""
_OLD_FONT = re.compile(r"\s*['\"]?(?:\.vn|vni)", re.IGNORECASE)


@dataclass(frozen=True)
class Looks:
    """What the office program shows of a sheet beside its values."""

    hidden_rows: frozenset[int] = frozenset()
    """Excel's row numbers, from 1; rows left out by a filter are among them."""
    hidden_columns: frozenset[int] = frozenset()
    """Counted from 0."""
    fonts: Mapping[Place, str] = field(default_factory=dict)
    """The font of cells of text, only where it is one of old Vietnamese letters."""


@dataclass(frozen=True)
class Seen:
    """What a sheet tells beside the values that calamine reads."""

    extent: tuple[int, int] = (0, 0)
    """How far it reaches, as (rows, columns)."""
    faults: dict[Place, str] = field(default_factory=dict)
    """Why cells only look blank, in Vietnamese."""
    looks: Looks = Looks()
    formats: dict[Place, str] = field(default_factory=dict)
    """Number formats that show leading zeros."""


def is_old_font(name: str) -> bool:
    """Return whether a font has Vietnamese letters in places of their own: .VnTime (TCVN3), VNI-Times."""
    return _OLD_FONT.match(name) is not None
