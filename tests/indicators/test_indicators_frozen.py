"""The figures of a closed year come back from their text as they went in, from every format ever released."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from communes import CommuneOf
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import (
    compute_year,
    former_commune_figures,
    year_assumptions,
    year_criteria,
    year_figures,
    year_verdicts,
)
from nsnt_desktop.indicators.criteria import judge
from nsnt_desktop.indicators.frozen import FORMAT, Frozen, freeze, frozen_year, judged, thawed
from nsnt_desktop.indicators.results import Counts, Indicator, PlaceFigures, YearFigures
from nsnt_desktop.models import Criterion, SurveyYear
from nsnt_desktop.models.words import YearState
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.assumptions import load_assumptions

KEPT = Path(__file__).parent / "data" / "frozen-1.json"


@given(st.from_type(Frozen))
def test_what_is_frozen_thaws_to_the_same(frozen: Frozen) -> None:
    assert thawed(freeze(frozen)) == frozen


def test_a_text_of_the_first_format_is_read_for_ever() -> None:
    frozen = thawed(KEPT.read_text(encoding="utf-8"))
    assert frozen.figures.year == 2023
    assert frozen.figures.commune.indicator("1").value == Fraction(100 * 3, 4)
    assert frozen.figures.villages[0].former_commune == "Cẩm Long"
    assert frozen.figures.classes[None] == 1
    assert [v.name for v in frozen.schemes] == ["Trạm Bái Đa"]
    assert [(v.criterion.code, v.criterion.value, v.met) for v in frozen.verdicts() if v.threshold] == [
        ("17.1", "15", True)
    ]
    assert _still_says(json.loads(freeze(frozen)), json.loads(KEPT.read_text(encoding="utf-8")))
    assert thawed(freeze(frozen)) == frozen


def _still_says(now: Any, then: Any) -> bool:
    """Return whether all that was kept is kept; a field added since may stand beside it."""
    if isinstance(then, dict):
        return then.keys() <= now.keys() and all(_still_says(now[key], then[key]) for key in then)
    if isinstance(then, list):
        return len(now) == len(then) and all(map(_still_says, now, then))
    return bool(now == then)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (json.dumps({"format": FORMAT + 1}), "mẫu mới hơn"),
        ("", "không đọc được"),
        ("[]", "không đọc được"),
        (json.dumps({"format": FORMAT}), "không đọc được"),
        (json.dumps({"format": FORMAT, "figures": {"year": "2024"}}), "không đọc được"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, told: str) -> None:
    with pytest.raises(KnownError, match=told):
        thawed(text)


def _frozen(session: Session, year: SurveyYear) -> Frozen:
    figures = YearFigures(2024, PlaceFigures("Xưa", Counts(households=7), ()), (), {})
    return Frozen(figures, year_verdicts(session, year), (), {"decimals": 2, "litres_all_persons": 1}, 3, {})


def test_the_doors_open_to_the_frozen_figures_only_of_a_closed_year(commune_of: CommuneOf) -> None:
    data = commune_of([{"hygienic": True}])
    with data.reading() as session:
        year, today = find_year(session), load_assumptions(session)
        session.expunge(year)  # what is tried on it here is never written
        year.figures = freeze(_frozen(session, year))
        assert frozen_year(year) is None
        assert year_figures(session, year) == compute_year(session, year)
        assert year_assumptions(session, year) == today
        year.state = YearState.CLOSED
        figures = year_figures(session, year)
        assert (figures.commune.name, figures.commune.counts.households) == ("Xưa", 7)
        assert year_criteria(session, year, figures) == ()
        then = year_assumptions(session, year)
        assert (then.decimals, then.litres_all_persons) == (2, True)
        assert then.days_per_month == today.days_per_month
        year.figures = json.dumps({"format": FORMAT + 1})
        with pytest.raises(KnownError, match=r"^Năm 2024: .*mẫu mới hơn"):
            frozen_year(year)
        year.figures = ""  # closed by a program that kept none
        assert year_figures(session, year) == compute_year(session, year)


def test_a_judged_criterion_keeps_its_threshold_and_its_verdict() -> None:
    place = PlaceFigures("Cẩm Tân", Counts(), (Indicator("2", "Tên", "Ngắn", "%", 54, 100, 0),))
    columns = dict.fromkeys(("criteria_set", "period", "name", "zone", "unit", "legal_document"), "")
    row = Criterion(
        code="17.1", indicator="2", operator="≥", value="55", confirmed=True, position=1, **columns
    )
    before = judge(row, place)
    frozen = Frozen(YearFigures(2024, place, ()), (), (judged(before),), {}, 0, {})
    row.value = "10"
    (after,) = thawed(freeze(frozen)).verdicts()
    assert (after.criterion.code, after.criterion.value, after.threshold) == ("17.1", "55", Fraction(55))
    assert (after.indicator, after.met, after.missing_households) == (place.indicators[0], False, 1)


def test_a_former_commune_is_its_villages_added_up(commune_of: CommuneOf) -> None:
    data = commune_of([{"hygienic": True}, {"hygienic": False}, {"village": "Thôn Do Thượng"}])
    with data.reading() as session:
        figures, assumptions = compute_year(session, find_year(session)), load_assumptions(session)
    assert former_commune_figures(figures, "Cẩm Long", assumptions) is None
    whole = former_commune_figures(figures, "", assumptions)
    assert whole is not None
    assert whole.counts == figures.commune.counts
    assert whole.indicators == figures.commune.indicators[:-1]  # schemes belong to no village


def test_what_was_said_of_a_criterion_is_frozen_with_it() -> None:
    place = PlaceFigures("Cẩm Tân", Counts(), (Indicator("6", "Tên", "Ngắn", "%", 1, 4, 1),))
    columns = dict.fromkeys(("criteria_set", "period", "name", "zone", "unit", "legal_document"), "")
    row = Criterion(
        code="18.3", indicator="6", operator="≥", value="50", confirmed=True, position=1, **columns
    )
    row.reach_by = date(2025, 12, 31)
    before = judge(row, place)
    litres = replace(judged(before), missing_litres=Fraction(7, 3))
    frozen = Frozen(YearFigures(2024, place, ()), (), (judged(before), litres), {}, 0, {})
    after, other = thawed(freeze(frozen)).verdicts()
    assert (after.missing_schemes, after.turns, after.bounds) == (1, True, before.bounds)
    assert after.criterion.reach_by == date(2025, 12, 31)
    assert other.missing_litres == Fraction(7, 3)
