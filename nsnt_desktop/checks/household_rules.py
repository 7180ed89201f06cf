"""The rules about one household at a time: 1, 2, 5, 7, 10 and 16 (domain §5)."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from nsnt_desktop import format as vn
from nsnt_desktop.checks.asking import MAIN, SECOND, Asked, R, households
from nsnt_desktop.checks.finding import Finding, found, household_label, this_household
from nsnt_desktop.models import WaterScheme
from nsnt_desktop.models.words import Basis, SourceGroup


def clean_not_hygienic(asked: Asked) -> Iterator[Finding]:
    """Rule 1: clean water is hygienic water; a blank beside "clean" is as wrong as a no."""
    query = households(asked, R.clean.is_(True), R.hygienic.is_not(True), extra=(R.hygienic,))
    for row in asked.session.execute(query):
        yield _of(asked, row, "1", "hygienic_blank" if row.hygienic is None else "not_hygienic")


def source_and_scheme(asked: Asked) -> Iterator[Finding]:
    """Rule 2: a centralised source names its scheme; a scheme goes with a centralised source.

    A scheme beside a second source that is centralised is right; beside a source not known it is not judged.
    """
    without = R.scheme_id.is_(None) & (MAIN.group == SourceGroup.CENTRAL)
    second = SECOND.group.is_(None) | (SECOND.group != SourceGroup.CENTRAL)
    other = R.scheme_id.is_not(None) & (MAIN.group != SourceGroup.CENTRAL) & second
    extra = (R.scheme_id, WaterScheme.name.label("scheme"), MAIN.label.label("source"))
    query = (
        households(asked, without | other, extra=extra)
        .outerjoin(SECOND, SECOND.id == R.second_source_id)
        .outerjoin(WaterScheme, WaterScheme.id == R.scheme_id)
    )
    for row in asked.session.execute(query):
        if row.scheme_id is None:
            yield _of(asked, row, "2", "no_scheme")
        else:
            yield _of(asked, row, "2", "other_source", scheme=row.scheme, source=row.source)


def clean_without_basis(asked: Asked) -> Iterator[Finding]:
    """Rule 5: clean water that no scheme brings rests on a basis (căn cứ)."""
    bare = R.basis.is_(None) | (R.basis == Basis.NONE)
    query = households(
        asked,
        R.clean.is_(True),
        MAIN.group != SourceGroup.CENTRAL,
        bare,
        extra=(MAIN.label.label("source"),),
    )
    for row in asked.session.execute(query):
        yield _of(asked, row, "5", "no_basis", source=row.source)


def persons_out_of_range(asked: Asked) -> Iterator[Finding]:
    """Rule 7: persons are known, at least one, and not more than a household has."""
    limit = asked.assumptions.persons_max
    strange = R.persons.is_(None) | (R.persons <= 0) | (R.persons > limit)
    for row in asked.session.execute(households(asked, strange, extra=(R.persons,))):
        case = "missing" if row.persons is None else "zero" if row.persons <= 0 else "many"
        yield _of(asked, row, "7", case, persons=row.persons, limit=limit)


def litres_out_of_range(asked: Asked) -> Iterator[Finding]:
    """Rule 10: litres a person and day lie within the usual range, where volume and persons are known."""
    low, high = asked.assumptions.litres_min, asked.assumptions.litres_max
    person_days = R.persons * asked.assumptions.days_per_month
    outside = (R.litres_per_month < low * person_days) | (R.litres_per_month > high * person_days)
    extra = (R.persons, R.litres_per_month)
    for row in asked.session.execute(households(asked, R.persons > 0, outside, extra=extra)):
        litres = Fraction(row.litres_per_month, row.persons * asked.assumptions.days_per_month)
        yield _of(asked, row, "10", "outside", litres=vn.number(litres, 1), low=low, high=high)


def clean_source_unknown(asked: Asked) -> Iterator[Finding]:
    """Rule 16: without a main source a clean household belongs neither to part a nor to part b."""
    query = households(asked, R.clean.is_(True), R.main_source_id.is_(None))
    for row in asked.session.execute(query):
        yield _of(asked, row, "16", "no_source")


def _of(asked: Asked, row: Any, code: str, case: str, **values: Any) -> Finding:
    alone = asked.record_id is not None
    label = this_household() if alone else household_label(row.head, row.village, row.former_commune)
    return found(
        code,
        case,
        f"household:{row.household_id}",
        records=(row.id,),
        village_id=row.village_id,
        household=label,
        **values,
    )
