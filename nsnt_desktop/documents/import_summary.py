"""What became of a village's list, told to its sender on one page: what goes into the paper."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Mend:
    """One thing the sender is to mend, in one row or in several."""

    place: str
    """The rows as Excel counts; with the sheet's name where there are several."""
    column: str
    value: str
    """What the cell holds; empty: nothing."""
    why: str
    todo: str
    count: int = 1
    """In how many rows it stands so."""


@dataclass(frozen=True)
class Declared:
    """One total the village head declared, and what was counted."""

    what: str
    """ "Tổng số hộ của thôn"; with the village's name where there are several."""
    declared: int
    counted: int
    """In the rows that were taken."""


@dataclass(frozen=True)
class ImportSummary:
    """All that stands on the page."""

    office: str
    """As running text names it: "UBND xã Cẩm Tân"."""
    place: str
    """Whose list it is: "thôn Phác Lê", "3 thôn"; empty: not known yet."""
    year: int
    file_name: str
    day: date
    counts: tuple[tuple[str, int], ...]
    """What became of the rows, each outcome once."""
    declared: tuple[Declared, ...] = ()
    mends: tuple[Mend, ...] = ()
    missing: int | None = None
    """Households of the village in the register that the list does not name; None: no village is known."""
    ask: str = ""
    """Whom to ask: "cán bộ phụ trách nông thôn mới"."""
    mark: str = ""
    """Printed small when not empty: "dữ liệu minh họa"."""
