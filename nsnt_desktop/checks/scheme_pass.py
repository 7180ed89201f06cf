"""The rules about the records of water schemes."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Select, select

from nsnt_desktop import format as vn
from nsnt_desktop.checks.asking import Asked
from nsnt_desktop.checks.finding import Finding, found
from nsnt_desktop.checks.rules import RULES, SchemeRule
from nsnt_desktop.checks.scheme_counts import CITED, CITING, HERE, S
from nsnt_desktop.models import WaterScheme

_CASES = [(r.code, name, when) for r in RULES if isinstance(r, SchemeRule) for name, when in r.cases.items()]
_HOLDS = [when.label(f"{code}_{name}") for code, name, when in _CASES]


def scheme_findings(asked: Asked) -> dict[str, list[Finding]]:
    """Return what every rule about schemes finds, by rule: scheme by scheme, by name."""
    told: dict[str, list[Finding]] = defaultdict(list)
    for row in asked.session.execute(_query(asked), {"year_id": asked.year.id}):
        for code, name, _ in _CASES:
            if getattr(row, f"{code}_{name}"):
                told[code].append(_finding(code, name, row))
    return told


def _query(asked: Asked) -> Select[*tuple[Any, ...]]:
    query = (
        select(WaterScheme.id, WaterScheme.name, HERE, S.actual_connections, CITING.label("citing"), *_HOLDS)
        .join(S, S.scheme_id == WaterScheme.id)
        .outerjoin(CITED, CITED.c.scheme_id == WaterScheme.id)
        .where(S.year_id == asked.year.id)
        .order_by(WaterScheme.name)
    )
    return query if asked.scheme_id is None else query.where(WaterScheme.id == asked.scheme_id)


def _finding(code: str, name: str, row: Any) -> Finding:
    return found(
        code,
        name,
        f"scheme:{row.id}",
        scheme=row.name,
        here=vn.number(row.households_here),
        total=vn.number(row.actual_connections),
        citing=vn.number(row.citing),
    )
