"""Villages added, many at once, as they are typed or pasted from Excel."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.compute import in_force
from nsnt_desktop.models import SurveyYear, Village
from nsnt_desktop.registry.years import check_open
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.text import clean, fold, match_key

_HEADINGS = {"thon", "ten thon", "thon ban", "ten", "ho va ten", "ten thon ban", "khu pho", "ban"}


@dataclass(frozen=True)
class NewVillage:
    """One village to be added."""

    name: str
    village_head: str = ""
    phone: str = ""
    former_commune: str = ""


@dataclass(frozen=True)
class AddedVillages:
    """What adding villages did."""

    action_id: int | None
    """For "Hoàn tác"; None: nothing was added or filled in."""
    added: int
    """New ones, and those that were given up and are back."""
    filled: int
    """Of those known, how many got a village head or phone they had not."""
    known: tuple[str, ...]
    """Names that stand there already; what they have was left alone."""


def read_village_lines(text: str) -> list[NewVillage]:
    """Read villages one a line, the cells parted by tabs: name, village head, phone, former commune.

    A heading row and a first column of running numbers, as Excel copies them, are passed over.
    """
    rows = [[clean(cell) for cell in line.split("\t")] for line in text.splitlines()]
    rows = [row for row in rows if any(row)]
    while rows and not any(row[0] for row in rows):
        rows = [row[1:] for row in rows]  # a column that is empty in Excel, copied along
    if rows and _is_heading(rows[0]):
        del rows[0]
    if rows and all(len(row) > 1 and row[0].rstrip(".").isdigit() for row in rows):
        rows = [row[1:] for row in rows]
    return [NewVillage(*row[:4]) for row in rows if row[0]]


def _is_heading(row: Sequence[str]) -> bool:
    cells = row[1:] if fold(row[0]) in {"stt", "tt", "so tt"} else row[:1]
    return bool(cells) and fold(cells[0]) in _HEADINGS


def add_villages(data: DataFile, year_id: int, villages: Iterable[NewVillage]) -> AddedVillages:
    """Add villages from a year on; of names already there only blanks are filled in.

    Raises KnownError if the year is closed: its villages stand as they are.
    """
    with change(data, "Thêm thôn") as made:
        year = check_open(made.session, year_id)
        added, filled, known = 0, 0, []
        for new in villages:
            if not clean(new.name):
                continue
            village = find_village(made.session, new.name, new.former_commune)
            if village is not None and in_force(village, year.year):
                known.append(clean(new.name))
                filled += _take_over(village, new, only_blanks=True)
                continue
            if village is None:
                village = new_village(made.session, year, new.name, new.former_commune)
            take_up(village, year)
            _take_over(village, new, only_blanks=False)  # of one that is back, too: what is typed is newer
            made.session.flush()
            added += 1
        return AddedVillages(made.action_id if added or filled else None, added, filled, tuple(known))


def _take_over(village: Village, new: NewVillage, *, only_blanks: bool) -> bool:
    given = {"village_head": clean(new.village_head), "phone": clean(new.phone)}
    taken = {f: v for f, v in given.items() if v and not (only_blanks and getattr(village, f))}
    for field, value in taken.items():
        setattr(village, field, value)
    return bool(taken)


def find_village(session: Session, name: str, former_commune: str) -> Village | None:
    """Return the village of this name and former commune, in force or not (case and hoà/hòa ignored)."""
    same = session.scalars(select(Village).where(Village.former_commune == clean(former_commune)))
    return next((v for v in same if match_key(v.name) == match_key(clean(name))), None)


def new_village(session: Session, year: SurveyYear, name: str, former_commune: str) -> Village:
    """Add one village at the end of the list; from the first year of the file on it has always been there."""
    first = session.scalar(select(func.min(SurveyYear.year)))
    village = Village(
        name=clean(name),
        former_commune=clean(former_commune),
        position=(session.scalar(select(func.max(Village.position))) or 0) + 1,
        active_from=None if year.year == first else year.year,
    )
    session.add(village)
    return village


def take_up(village: Village, year: SurveyYear) -> None:
    """Put a village that was given up, or comes later, in force in a year."""
    if not in_force(village, year.year):
        village.active_from = min(village.active_from or 0, year.year) or None
        village.active_to, village.merged_into_id = None, None
