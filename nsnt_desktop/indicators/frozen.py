"""The figures of a closed year, kept as text: what its papers and screens say no later change can move."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache, lru_cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.criteria import Verdict
from nsnt_desktop.indicators.results import YearFigures
from nsnt_desktop.indicators.sustainability import SchemeVerdict
from nsnt_desktop.models import Criterion, SurveyYear
from nsnt_desktop.models.words import YearState
from nsnt_desktop.storage.assumptions import Assumptions
from nsnt_desktop.storage.faults import NOTHING_LOST

FORMAT = 1
"""Raised when a text of today can no longer be read by `thawed`; every older one must stay readable."""


@dataclass(frozen=True)
class JudgedCriterion:
    """A criterion of nông thôn mới as it stood, and how it was judged, when the year was closed."""

    criteria_set: str
    period: str
    code: str
    name: str
    indicator: str
    zone: str
    operator: str
    value: str
    unit: str
    legal_document: str
    confirmed: bool
    position: int
    met: bool | None
    missing_households: int | None


@dataclass(frozen=True)
class LatestTest:
    """The latest water test of a scheme by the day the figures hold; passed None: no result yet."""

    tested_on: date
    passed: bool | None


@dataclass(frozen=True)
class Frozen:
    """All that a report of a year would compute anew."""

    figures: YearFigures
    schemes: tuple[SchemeVerdict, ...]
    criteria: tuple[JudgedCriterion, ...]
    assumptions: dict[str, int]
    """The editable numbers by key; "có" is 1."""
    warnings: int
    """Findings that were neither mended nor passed over."""
    moved: dict[int, str]
    """The officer's reason why a village's figures moved far since the year before, by village id."""
    tests: dict[int, LatestTest] = field(default_factory=dict)
    """By scheme id; a scheme never tested is absent."""

    def verdicts(self) -> tuple[Verdict, ...]:
        """Return how the criteria were judged, as `judge` tells it."""
        return tuple(_verdict(judged, self.figures) for judged in self.criteria)

    def assumed(self, today: Assumptions) -> Assumptions:
        """Return the numbers of then; one that was not asked for then is today's."""
        kinds = get_type_hints(Assumptions)
        return replace(today, **{key: kinds[key](n) for key, n in self.assumptions.items() if key in kinds})


def judged(verdict: Verdict) -> JudgedCriterion:
    """Return a verdict with the criterion it was given on, apart from the row that may change."""
    names = {f.name for f in fields(JudgedCriterion)} - {"met", "missing_households"}
    columns = {name: getattr(verdict.criterion, name) for name in names}
    return JudgedCriterion(**columns, met=verdict.met, missing_households=verdict.missing_households)


def freeze(frozen: Frozen) -> str:
    """Return the figures as JSON; `thawed` gives back the very same."""
    return json.dumps(
        {"format": FORMAT, **_plain(frozen)}, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )


@lru_cache(maxsize=16)  # a screen of five years reads them again after every change
def thawed(text: str) -> Frozen:
    """Return what `freeze` wrote. Raises KnownError: a newer program wrote it, or it is damaged."""
    try:
        kept = json.loads(text)
        number = kept.pop("format")
        if number == FORMAT:
            made: Frozen = _made(Frozen, kept)
            return made
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise KnownError(
            f"Số liệu đã chốt không đọc được. {NOTHING_LOST} "
            "Hãy khôi phục từ bản sao lưu, hoặc mở lại năm đó rồi chốt lại từ danh sách hộ."
        ) from error
    raise KnownError(
        f"Số liệu đã chốt được ghi theo mẫu mới hơn bản chương trình này (mẫu {number}). {NOTHING_LOST} "
        "Hãy cài bản chương trình mới rồi mở lại tệp."
    )


def frozen_year(year: SurveyYear) -> Frozen | None:
    """Return the figures a year was closed with; None while it is open, or closed before they were kept.

    Raises KnownError, which names the year, as `thawed`.
    """
    if year.state is YearState.OPEN or not year.figures:
        return None
    try:
        return thawed(year.figures)
    except KnownError as error:
        raise KnownError(f"Năm {year.year}: {error.message}") from error


def _verdict(judged: JudgedCriterion, figures: YearFigures) -> Verdict:
    columns = asdict(judged)
    met, missing = columns.pop("met"), columns.pop("missing_households")
    indicator = next((i for i in figures.commune.indicators if i.code == judged.indicator), None)
    threshold = Fraction(judged.value) if judged.value else None
    # A row of no session: it is read like any criterion and never written.
    return Verdict(Criterion(**columns), indicator, threshold, met, missing)


def _plain(value: Any) -> Any:
    """Return a result as JSON holds it; a mapping becomes pairs, as its keys may be None or numbers."""
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(one)] for key, one in value.items()]
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _made(kind: Any, plain: Any) -> Any:
    """Return what `_plain` took apart, by the declared types; a field added since takes its default."""
    inside = get_args(kind)
    if isinstance(kind, UnionType):
        return None if plain is None else _made(inside[0], plain)
    match get_origin(kind):
        case origin if origin is tuple:
            return tuple(_made(inside[0], one) for one in plain)
        case origin if origin is dict:
            return {_made(inside[0], key): _made(inside[1], one) for key, one in plain}
    if hasattr(kind, "__dataclass_fields__"):
        hints = _hints(kind)
        return kind(**{name: _made(hints[name], one) for name, one in plain.items()})
    return _value(kind, plain)


def _value(kind: Any, plain: Any) -> Any:
    if issubclass(kind, Enum):
        return kind(plain)
    if kind is date:
        return date.fromisoformat(plain)
    if not isinstance(plain, kind):
        raise TypeError(f"{plain!r} is no {kind.__name__}")
    return plain


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
