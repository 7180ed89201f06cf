"""The rules about whole villages: 11, 13 and 15 (domain §5)."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select

from nsnt_desktop import format as vn
from nsnt_desktop.checks.asking import Asked
from nsnt_desktop.checks.finding import Finding, found, rule_words
from nsnt_desktop.checks.village_counts import Counted, by_village
from nsnt_desktop.checks.village_measures import SHARES
from nsnt_desktop.models import Village, VillageDelivery
from nsnt_desktop.models.words import YearState

TOTALS = ("households", "persons", "poor")


def totals_differ(asked: Asked) -> Iterator[Finding]:
    """Rule 11: a village's totals are those its head declared, where there is a declaration."""
    villages = by_village(asked.groups)
    query = select(VillageDelivery).where(VillageDelivery.year_id == asked.year.id)
    deliveries = {row.village_id: row for row in asked.session.scalars(query)}
    for village_id in filter(deliveries.__contains__, asked.villages):
        differing = _differing(deliveries[village_id], villages.get(village_id, Counted()))
        if differing:
            told = "; ".join(_difference(*each) for each in differing.items())
            first = f"declared_{next(iter(differing))}"
            yield _of(asked, village_id, "11", "differs", field=first, differences=told)


def _differing(delivery: VillageDelivery, counted: Counted) -> dict[str, tuple[int, int]]:
    pairs = {name: (getattr(delivery, f"declared_{name}"), counted[name]) for name in TOTALS}
    return {name: pair for name, pair in pairs.items() if pair[0] not in {None, pair[1]}}


def _difference(name: str, pair: tuple[int, int]) -> str:
    words = rule_words("11", "differs")
    declared, counted = map(vn.number, pair)
    sentence: str = words["difference"].format(declared=declared, counted=counted, noun=words[name])
    return sentence


def indicator_moved(asked: Asked) -> Iterator[Finding]:
    """Rule 13: indicators 1 and 2 of a village that moved far since last year need a reason."""
    moved = far_moves(asked)
    for village_id in filter(moved.__contains__, asked.villages):
        told = [_move(name, *pair, asked.assumptions.decimals) for name, pair in moved[village_id].items()]
        points, year = asked.assumptions.village_change_points, asked.previous and asked.previous.year
        yield _of(asked, village_id, "13", "moved", moves="; ".join(told), year=year, points=points)


def far_moves(asked: Asked) -> dict[int, dict[str, tuple[Fraction, Fraction]]]:
    """Return the shares that moved too far since last year, before and after, by village and name."""
    before, after = by_village(asked.groups_before), by_village(asked.groups)
    found_moves: dict[int, dict[str, tuple[Fraction, Fraction]]] = {}
    for village_id in before.keys() & after.keys():
        for name, measure in SHARES.items():
            last = measure.value(before[village_id], asked.assumptions)
            now = measure.value(after[village_id], asked.assumptions)
            if last is None or now is None or abs(now - last) <= asked.assumptions.village_change_points:
                continue
            found_moves.setdefault(village_id, {})[name] = (last, now)
    return found_moves


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
        select(Village.id)
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
    for village_id in asked.session.scalars(query):
        deadline = vn.day(asked.year.deadline)
        yield _of(asked, village_id, "15", name, days=vn.number(abs(days)), deadline=deadline)


def _of(asked: Asked, village_id: int, code: str, name: str, **values: Any) -> Finding:
    subject, label = f"village:{village_id}", asked.villages[village_id]
    return found(code, name, subject, village_id=village_id, village=label, **values)
