"""The rules of domain §5 as one table: number and condition of each.

Severity, scope, title, sentence and field stand under the same number and case in
resources/checks/rules.toml. A new rule about households is one entry here and its words there.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam

from nsnt_desktop.checks.asking import Asked
from nsnt_desktop.checks.carried_over import not_updated
from nsnt_desktop.checks.duplicates import likely_doubles
from nsnt_desktop.checks.finding import Finding
from nsnt_desktop.checks.outliers import moved_apart, stands_apart
from nsnt_desktop.checks.records import R
from nsnt_desktop.checks.scheme_counts import CITING, HERE, S
from nsnt_desktop.checks.sums import sums_do_not_close
from nsnt_desktop.checks.village_rules import indicator_moved, not_delivered, totals_differ
from nsnt_desktop.models.words import Basis


@dataclass(frozen=True)
class RecordRule:
    """A rule asked of every household's record: its cases, of which at most one holds for a record.

    By the scope of its words each household is told alone, or all of a village or scheme in one finding.
    """

    code: str
    cases: Mapping[str, ColumnElement[bool]]


@dataclass(frozen=True)
class SchemeRule:
    """A rule asked of every scheme's record and the households that cite it."""

    code: str
    cases: Mapping[str, ColumnElement[bool]]


@dataclass(frozen=True)
class OwnRule:
    """A rule no condition on one record can say: it needs the other households, villages or years."""

    code: str
    finds: Callable[[Asked], Iterator[Finding]]


class VillageRule(OwnRule):
    """A rule asked of what is counted of each village, or handed in by it."""


def _value(name: str) -> BindParameter[Any]:
    """Stand for an editable number (storage/assumptions.py)."""
    return bindparam(name)


def _ids(name: str) -> BindParameter[Any]:
    """Stand for a list of ids of `Asked.parameters`."""
    return bindparam(name, expanding=True)


_CLEAN = R.clean.is_(True)
_CENTRAL = R.main_source_id.in_(_ids("central_sources"))
_OTHER_SOURCE = R.main_source_id.in_(_ids("other_sources"))
_UNPROVEN = _CLEAN & _CENTRAL & R.scheme_id.in_(_ids("unproven_schemes"))
_NO_CENTRAL_SECOND = R.second_source_id.is_(None) | R.second_source_id.in_(_ids("other_sources"))
_ACCEPTED = R.basis.in_([Basis.SUPPLIER, Basis.OFFICIAL_LIST, Basis.OTHER])
"""What may stand for clean water in place of the scheme's own test."""
_NOT_ACCEPTED = R.basis.is_(None) | R.basis.in_([Basis.TEST, Basis.NONE])
_PERSON_DAYS = R.persons * _value("days_per_month")

RULES: tuple[RecordRule | SchemeRule | OwnRule, ...] = (
    # Clean water is hygienic water; a blank beside "clean" is as wrong as a no.
    RecordRule(
        "1",
        {
            "not_hygienic": _CLEAN & R.hygienic.is_(False),
            "hygienic_blank": _CLEAN & R.hygienic.is_(None),
        },
    ),
    # A scheme beside a centralised second source is right; beside a source not known it is not judged.
    RecordRule(
        "2",
        {
            "no_scheme": R.scheme_id.is_(None) & _CENTRAL,
            "other_source": R.scheme_id.is_not(None) & _OTHER_SOURCE & _NO_CENTRAL_SECOND,
        },
    ),
    RecordRule("3", {"not_working": _CENTRAL & R.scheme_id.in_(_ids("idle_schemes"))}),
    # A failed test cannot be outweighed; a missing or expired one can, by another basis.
    RecordRule(
        "4",
        {
            "failed": _CLEAN & _CENTRAL & R.scheme_id.in_(_ids("failed_schemes")),
            "not_valid": _UNPROVEN & _NOT_ACCEPTED,
            "other_basis": _UNPROVEN & _ACCEPTED,
        },
    ),
    RecordRule("5", {"no_basis": _CLEAN & _OTHER_SOURCE & (R.basis.is_(None) | (R.basis == Basis.NONE))}),
    OwnRule("6", likely_doubles),
    RecordRule(
        "7",
        {
            "missing": R.persons.is_(None),
            "zero": R.persons <= 0,
            "many": R.persons > _value("persons_max"),
        },
    ),
    RecordRule("8", {"blank": R.poverty.is_(None)}),
    RecordRule("9", {"blank": R.hygienic.is_(None) | R.clean.is_(None)}),
    # Where volume and persons are known.
    RecordRule(
        "10",
        {
            "outside": (R.persons > 0)
            & (
                (R.litres_per_month < _value("litres_min") * _PERSON_DAYS)
                | (R.litres_per_month > _value("litres_max") * _PERSON_DAYS)
            )
        },
    ),
    VillageRule("11", totals_differ),
    SchemeRule("12", {"differs": HERE != CITING}),
    VillageRule("13", indicator_moved),
    OwnRule("14", not_updated),
    VillageRule("15", not_delivered),
    # Without a main source a clean household belongs neither to part a nor to part b.
    RecordRule("16", {"no_source": _CLEAN & R.main_source_id.is_(None)}),
    SchemeRule("17", {"more_here": S.actual_connections < HERE}),
    VillageRule("18", stands_apart),
    VillageRule("19", moved_apart),
    OwnRule("20", sums_do_not_close),
)
