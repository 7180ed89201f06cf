"""All rules about households in one run through the records of a year."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, case, or_, select

from nsnt_desktop import format as vn
from nsnt_desktop.checks.asking import Asked, active
from nsnt_desktop.checks.finding import Finding, found, heads_label, rule_scope
from nsnt_desktop.checks.record_words import sentence_values
from nsnt_desktop.checks.records import H, R
from nsnt_desktop.checks.rules import RULES, RecordRule
from nsnt_desktop.models import Village

_AT_ONCE = 2000
_Told = list[tuple[str, Any]]
"""Cases, each with the row of a household it holds for."""


def record_findings(asked: Asked) -> dict[str, list[Finding]]:
    """Return what every rule about households finds, by rule: village by village, by name."""
    findings: dict[str, list[Finding]] = defaultdict(list)
    gathered: dict[str, _Told] = defaultdict(list)
    # Without the ORM and a part at a time: of 100,000 households many may have something to be told.
    query = _query(asked).execution_options(yield_per=_AT_ONCE)
    for row in asked.session.connection().execute(query, asked.parameters):
        for code, name, alone in _cases_in(row.mask):
            if alone:
                findings[code].append(_of_one(asked, code, name, row))
            else:
                gathered[code].append((name, row))
    for code, told in gathered.items():
        findings[code] = list(_GATHERED[rule_scope(code)](asked, code, told))
    return findings


_CASES = [(r.code, name, when) for r in RULES if isinstance(r, RecordRule) for name, when in r.cases.items()]


@cache
def _cases_in(mask: int) -> tuple[tuple[str, str, bool], ...]:
    """Return the cases whose bits are set, and whether each household is told alone."""
    return tuple(
        (code, name, rule_scope(code) == "household")
        for at, (code, name, _) in enumerate(_CASES)
        if mask >> at & 1
    )


def _mask() -> ColumnElement[int]:
    parts = [case((when, 1 << at), else_=0) for at, (_, _, when) in enumerate(_CASES)]
    return sum(parts[1:], start=parts[0])


_QUERY: Select[*tuple[Any, ...]] = (
    select(
        R.id,
        R.household_id,
        R.village_id,
        R.main_source_id,
        R.scheme_id,
        R.persons,
        R.litres_per_month,
        H.head,
        _mask().label("mask"),
    )
    .join(H, H.id == R.household_id)
    .join(Village, Village.id == R.village_id)
    .where(or_(*(when for _, _, when in _CASES)))
    .order_by(Village.position, Village.id, H.sort_key, R.id)
)
"""Put together once: one bit of the mask for each case of each rule."""


def _query(asked: Asked) -> Select[*tuple[Any, ...]]:
    return _QUERY.where(active(asked))


# How the rows of one rule become findings


def _of_one(asked: Asked, code: str, name: str, row: Any) -> Finding:
    return found(
        code,
        name,
        f"household:{row.household_id}",
        records=(row.id,),
        village_id=row.village_id,
        **sentence_values(asked, code, name, row),
    )


def _by_village(asked: Asked, code: str, cases: _Told) -> Iterator[Finding]:
    for (village_id, name, _), rows in _grouped(asked, cases, lambda row: row.village_id).items():
        yield _together(asked, code, name, rows, subject=f"village:{village_id}", village_id=village_id)


def _by_scheme(asked: Asked, code: str, cases: _Told) -> Iterator[Finding]:
    """Scheme by scheme, by name; the cases of one scheme in the order of the table."""
    order = [name for own, name, _ in _CASES if own == code]
    groups = _grouped(asked, cases, lambda row: row.scheme_id)
    for at in sorted(groups, key=lambda at: (asked.schemes[at[0]], at[0], order.index(at[1]), at[2])):
        yield _together(asked, code, at[1], groups[at], subject=f"scheme:{at[0]}")


_GATHERED: Mapping[str, Callable[[Asked, str, _Told], Iterable[Finding]]] = {
    "village": _by_village,
    "scheme": _by_scheme,
}


def _grouped(asked: Asked, cases: _Told, key: Callable[[Any], int]) -> dict[tuple[int, str, int], list[Any]]:
    """Gather rows by place and case; households that are asked about each stay alone."""
    groups: dict[tuple[int, str, int], list[Any]] = defaultdict(list)
    for name, row in cases:
        groups[key(row), name, row.id if asked.alone else 0].append(row)
    return groups


def _together(
    asked: Asked, code: str, name: str, rows: list[Any], *, subject: str, village_id: int | None = None
) -> Finding:
    return found(
        code,
        name,
        subject,
        records=[row.id for row in rows],
        village_id=village_id,
        alone=asked.alone,
        count=vn.number(len(rows)),
        heads=heads_label([row.head for row in rows]),
        **sentence_values(asked, code, name, rows[0]),
    )
