"""The rules about whole villages: 11, 13 and 15 (domain §5)."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sqlalchemy import case, func, select

from nsnt_desktop import format as vn
from nsnt_desktop.checks.asking import Asked, R, active
from nsnt_desktop.checks.finding import Finding, found, rule_words, village_label
from nsnt_desktop.models import Village, VillageDelivery
from nsnt_desktop.models.words import HouseholdStatus, Poverty, YearState

TOTALS = ("households", "persons", "poor")
MOVING = ("hygienic", "clean")


def totals_differ(asked: Asked) -> Iterator[Finding]:
    """Rule 11: a village's totals are those its head declared, where there is a declaration."""
    counted = (
        select(
            R.village_id,
            func.count().label("households"),
            func.coalesce(func.sum(R.persons), 0).label("persons"),
            func.count(case((R.poverty == Poverty.POOR, 1))).label("poor"),
        )
        .where(active(asked))
        .group_by(R.village_id)
        .subquery()
    )
    totals = [func.coalesce(counted.c[name], 0).label(name) for name in TOTALS]
    query = (
        select(Village.id, Village.name, Village.former_commune, VillageDelivery, *totals)
        .join(VillageDelivery, VillageDelivery.village_id == Village.id)
        .outerjoin(counted, counted.c.village_id == Village.id)
        .where(VillageDelivery.year_id == asked.year.id)
        .order_by(Village.position, Village.id)
    )
    for row in asked.session.execute(query):
        pairs = {
            name: (getattr(row.VillageDelivery, f"declared_{name}"), getattr(row, name)) for name in TOTALS
        }
        differing = {name: pair for name, pair in pairs.items() if pair[0] not in {None, pair[1]}}
        if differing:
            yield _of(row, "11", "differs", differences="; ".join(_difference(*d) for d in differing.items()))


def _difference(name: str, pair: tuple[int, int]) -> str:
    words = rule_words("11", "differs")
    declared, counted = map(vn.number, pair)
    sentence: str = words["difference"].format(declared=declared, counted=counted, noun=words[name])
    return sentence


def indicator_moved(asked: Asked) -> Iterator[Finding]:
    """Rule 13: indicators 1 and 2 of a village that moved far since last year need a reason."""
    if asked.previous is None:
        return
    shares = _shares(asked, asked.previous.id)
    points = asked.assumptions.village_change_points
    query = select(Village.id, Village.name, Village.former_commune).order_by(Village.position, Village.id)
    for row in asked.session.execute(query):
        before = shares.get((asked.previous.id, row.id), {})
        after = shares.get((asked.year.id, row.id), {})
        moves = [
            _move(name, before[name], after[name], asked.assumptions.decimals)
            for name in MOVING
            if name in before and name in after and abs(after[name] - before[name]) > points
        ]
        if moves:
            yield _of(row, "13", "moved", moves="; ".join(moves), year=asked.previous.year, points=points)


def _shares(asked: Asked, previous_id: int) -> dict[tuple[int, int], dict[str, Fraction]]:
    """Return the exact percentages of indicators 1 and 2 by year and village; not assessed: absent."""
    query = (
        select(
            R.year_id,
            R.village_id,
            func.count().label("households"),
            func.count(case((R.hygienic.is_(True), 1))).label("hygienic"),
            func.count(R.hygienic).label("hygienic_known"),
            func.count(case((R.clean.is_(True), 1))).label("clean"),
            func.count(R.clean).label("clean_known"),
        )
        .where(R.year_id.in_([asked.year.id, previous_id]), R.status == HouseholdStatus.ACTIVE)
        .group_by(R.year_id, R.village_id)
    )
    return {
        (row.year_id, row.village_id): {
            name: Fraction(100 * getattr(row, name), row.households)
            for name in MOVING
            if getattr(row, f"{name}_known")
        }
        for row in asked.session.execute(query)
    }


def _move(name: str, before: Fraction, after: Fraction, decimals: int) -> str:
    words = rule_words("13", "moved")
    rose = after > before
    sentence: str = words["move" if rose else "move_down"].format(
        indicator=words[name],
        direction=words["up" if rose else "down"],
        before=vn.percent(before, decimals),
        after=vn.percent(after, decimals),
    )
    return sentence


def not_delivered(asked: Asked) -> Iterator[Finding]:
    """Rule 15: as the deadline of an open year nears, villages that delivered nothing are named."""
    days = (asked.year.deadline - asked.today).days
    if asked.year.state is not YearState.OPEN or days > asked.assumptions.deadline_near_days:
        return
    year = asked.year.year
    query = (
        select(Village.id, Village.name, Village.former_commune)
        .outerjoin(
            VillageDelivery,
            (VillageDelivery.village_id == Village.id) & (VillageDelivery.year_id == asked.year.id),
        )
        .where(
            VillageDelivery.delivered_on.is_(None),
            func.coalesce(Village.active_from, year) <= year,
            func.coalesce(Village.active_to, year) >= year,
        )
        .order_by(Village.position, Village.id)
    )
    name = "near" if days > 0 else "today" if days == 0 else "late"
    for row in asked.session.execute(query):
        yield _of(row, "15", name, days=vn.number(abs(days)), deadline=vn.day(asked.year.deadline))


def _of(row: Any, code: str, name: str, **values: Any) -> Finding:
    label = village_label(row.name, row.former_commune)
    return found(code, name, f"village:{row.id}", village_id=row.id, village=label, **values)
