"""The figures of a closed year, kept as text: what its papers and screens say no later change can move."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache, lru_cache, partial
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.criteria import Verdict, judge
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
    missing_schemes: int | None = None
    missing_litres: Fraction | None = None
    turns: bool = False
    """Whether the answers still missing then could have turned the verdict."""
    reach_by: date | None = None


_JUDGED = ("met", "missing_households", "missing_schemes", "missing_litres", "turns")
"""What was said of a criterion, apart from the criterion itself."""


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
    return JudgedCriterion(
        **{
            f.name: getattr(verdict if f.name in _JUDGED else verdict.criterion, f.name)
            for f in fields(JudgedCriterion)
        }
    )


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
            made: Frozen = _maker(Frozen)(kept)
            return made
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
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
    said = {name: columns.pop(name) for name in _JUDGED}
    # A row of no session: it is read like any criterion and never written. What was said of it stands.
    return replace(judge(Criterion(**columns), figures.commune), **said)


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
    if isinstance(value, Fraction):
        return str(value)
    return value.value if isinstance(value, Enum) else value


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """Return what puts together again what `_plain` took apart; a field added since takes its default."""
    inside = tuple(map(_maker, get_args(kind)[: 2 if get_origin(kind) is dict else 1]))
    if isinstance(kind, UnionType):
        return lambda plain: None if plain is None else inside[0](plain)
    if get_origin(kind) is tuple:
        return lambda plain: tuple(map(inside[0], plain))
    if get_origin(kind) is dict:
        return lambda plain: {inside[0](key): inside[1](one) for key, one in plain}
    if hasattr(kind, "__dataclass_fields__"):
        makers = {name: _maker(hint) for name, hint in get_type_hints(kind).items()}
        return lambda plain: kind(**{name: makers[name](one) for name, one in plain.items()})
    return _READ.get(kind) or (kind if issubclass(kind, Enum) else partial(_same, kind))


_READ: dict[Any, Callable[[Any], Any]] = {date: date.fromisoformat, Fraction: Fraction}


def _same(kind: type, plain: Any) -> Any:
    if not isinstance(plain, kind):
        raise TypeError(f"{plain!r} is no {kind.__name__}")
    return plain
