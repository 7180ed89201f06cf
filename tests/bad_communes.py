"""Communes that lack something, by name: what no screen, paper or command may stumble over."""

import re
from collections.abc import Callable

from communes import VILLAGES, Row, fill
from nsnt_desktop.models import SchemeRecord, WaterScheme
from nsnt_desktop.models.words import Basis, Poverty
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

KNOWN: Row = {
    "persons": 4,
    "poverty": Poverty.NONE,
    "source": "drilled_well",
    "hygienic": True,
    "clean": True,
    "basis": Basis.TEST,
    "litres_per_month": 9000,
    "dry_season_shortage": False,
}
POOR: Row = {**KNOWN, "poverty": Poverty.POOR}
UNKNOWN: Row = {"source": None}


def _rows(*rows: Row) -> Callable[[DataFile], None]:
    return lambda data: fill(data, rows)


def _unknown_scheme(data: DataFile) -> None:
    """Everything is unknown, the scheme as well."""
    fill(data, [UNKNOWN] * 3)
    with change(data, "Thêm công trình") as made:
        made.session.add(scheme := WaterScheme(name="Khe Ngang"))
        made.session.flush()
        year = find_year(made.session, 2024)
        made.session.add(SchemeRecord(year_id=year.id, scheme_id=scheme.id))


BAD: dict[str, Callable[[DataFile], None]] = {
    "no households": _rows(),
    "no poor households": _rows(KNOWN, {**KNOWN, "clean": False, "village": VILLAGES[1]}),
    "no schemes": _rows(POOR, {**POOR, "clean": False}),
    "everything unknown": _rows(*[UNKNOWN] * 3, {**UNKNOWN, "village": VILLAGES[1]}),
    "everything unknown, the scheme too": _unknown_scheme,
    "one village empty": _rows(POOR, {**KNOWN, "hygienic": False, "clean": False}),
    "a year before without an answer": _rows(KNOWN, {**UNKNOWN, "year": 2023}),
    "a year before that is missing": _rows(KNOWN, {**KNOWN, "year": 2022}),
    "only the year before has households": _rows({**KNOWN, "year": 2023}),
}
NOTHING_ASSESSED = (
    "no households",
    "everything unknown",
    "everything unknown, the scheme too",
)
_NO_WORDS = re.compile(r"\b(None|nan|NaN|inf|null|Traceback)\b|<[a-z_]+\.|\{[^{}]*\}")
_SHARE = re.compile(r"(?<![\d,.])(0,00?|100,00?|0|100)[\s\u00a0]?%")


def stray_words(text: str) -> list[str]:
    """Return what Python would print where the office expects a word."""
    return [found.group() for found in _NO_WORDS.finditer(text)]


def invented_shares(text: str) -> list[str]:
    """Return shares of nothing and of everything, with what stands around them."""
    return [text[max(0, m.start() - 60) : m.end() + 20] for m in _SHARE.finditer(text)]
