"""Rule 20: sums must always close (domain §5); where they do not, the file is broken or the program is."""

from collections.abc import Iterator

from sqlalchemy import func, select

from nsnt_desktop import format as vn
from nsnt_desktop.checks.asking import Asked
from nsnt_desktop.checks.finding import Finding, found
from nsnt_desktop.checks.records import R, records_of
from nsnt_desktop.checks.village_counts import add_up
from nsnt_desktop.models.words import HouseholdStatus

_COMMUNE = "commune:1"
"""A data file holds one commune."""
_POVERTY = ("poor", "near_poor", "not_poor", "poverty_blank")


def sums_do_not_close(asked: Asked) -> Iterator[Finding]:
    """Rule 20: Σ villages = commune, Σ sources = all households, poor and the others = all households."""
    households, persons = _commune(asked)
    in_villages = add_up(group for group in asked.groups if group.village_id in asked.villages)
    with_source = add_up(g for g in asked.groups if g.source_id is None or g.source_id in asked.sources)
    every = add_up(asked.groups)
    by_poverty = sum(every[name] for name in _POVERTY)
    for name, parts, whole in (
        ("villages", in_villages["households"], households),
        ("persons", in_villages["persons"], persons),
        ("sources", with_source["households"], households),
        ("poverty", by_poverty, households),
    ):
        if parts != whole:
            yield found("20", name, _COMMUNE, parts=vn.number(parts), whole=vn.number(whole))


def _commune(asked: Asked) -> tuple[int, int]:
    """Return all households of the year and their persons, counted without regard to anything else."""
    query = select(func.count(), func.sum(R.persons)).where(
        records_of(asked.year.id), R.status == HouseholdStatus.ACTIVE
    )
    households, persons = asked.session.execute(query).one()
    return households, persons or 0
