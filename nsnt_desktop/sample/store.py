"""The sample's households written down: identities, yearly records, deliveries and water tests."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.models import (
    FindingNote,
    Household,
    HouseholdRecord,
    MainSource,
    Village,
    VillageDelivery,
    search_text,
)
from nsnt_desktop.models.words import HouseholdStatus, Poverty
from nsnt_desktop.sample.home import Facts, Home
from nsnt_desktop.sample.population import YEAR
from nsnt_desktop.sample.stamps import delivered_on
from nsnt_desktop.storage.audit import bulk_insert
from nsnt_desktop.text import person_sort_key


def store_homes(
    session: Session, homes: list[Home], years: dict[int, int], schemes: dict[str, int]
) -> list[int]:
    """Insert the households and their records year by year; return the household ids in order."""
    villages = dict(session.execute(select(Village.name, Village.id)).all())
    sources = dict(session.execute(select(MainSource.code, MainSource.id)).all())
    ids = bulk_insert(session, Household, [_identity(home) for home in homes])
    for year in sorted(years):
        rows = [
            {
                "year_id": years[year],
                "household_id": household_id,
                "village_id": villages[home.village],
                **_record(home.years[year], sources, schemes),
            }
            for household_id, home in zip(ids, homes, strict=True)
            if year in home.years
        ]
        bulk_insert(session, HouseholdRecord, rows)
    return ids


def _identity(home: Home) -> dict[str, Any]:
    return {
        "code": home.code,
        "head": home.head,
        "address": "",
        "phone": home.phone,
        "search": search_text(home.head, home.code, home.phone),
        "sort_key": person_sort_key(home.head),
    }


def _record(facts: Facts, sources: dict[str, int], schemes: dict[str, int]) -> dict[str, Any]:
    return {
        "status": facts.status,
        "persons": facts.persons,
        "poverty": facts.poverty,
        "main_source_id": sources[facts.source] if facts.source else None,
        "second_source_id": None,
        "scheme_id": schemes[facts.scheme] if facts.scheme else None,
        "hygienic": facts.hygienic,
        "clean": facts.clean,
        "basis": facts.basis,
        "has_meter": facts.has_meter,
        "litres_per_month": facts.litres,
        "volume_estimated": facts.estimated,
        "treatment": facts.treatment,
        "dry_season_shortage": facts.shortage,
        "pollution_risk": facts.pollution,
        "note": "",
        "updated_at": facts.updated_at,
        "verified": facts.verified,
    }


def store_deliveries(
    session: Session, homes: list[Home], years: dict[int, int], plan: dict[str, Any], faults: dict[str, Any]
) -> None:
    """Insert what each village delivered and declared; a village that delivered nothing declares nothing."""
    villages = dict(session.execute(select(Village.name, Village.id)).all())
    more = {fault["village"]: fault["households"] for fault in faults["declared"]}
    for year in sorted(years):
        rows = []
        for position, village in enumerate(plan["village"], 1):
            name = village["name"]
            day = delivered_on(village, position, year)
            here = [home.years[year] for home in homes if home.village == name and year in home.years]
            counted = [facts for facts in here if facts.status is HouseholdStatus.ACTIVE]
            declared = {
                "declared_households": len(counted) + (more.get(name, 0) if year == YEAR else 0),
                "declared_persons": sum(facts.persons or 0 for facts in counted),
                "declared_poor": sum(facts.poverty is Poverty.POOR for facts in counted),
            }
            rows.append(
                {
                    "year_id": years[year],
                    "village_id": villages[name],
                    "delivered_on": day,
                    **(declared if day else dict.fromkeys(declared)),
                    "note": "",
                }
            )
        bulk_insert(session, VillageDelivery, rows)


def store_notes(
    session: Session, homes: list[Home], ids: list[int], year_id: int, faults: dict[str, Any]
) -> None:
    """Insert why a planted double is passed over."""
    reasons = {d["village"]: d["passed_over"] for d in faults["double"] if "passed_over" in d}
    for village, reason in reasons.items():
        pair = [
            i for i, home in zip(ids, homes, strict=True) if home.village == village and _doubled(home, homes)
        ]
        subject = "household:" + ",".join(str(i) for i in sorted(pair))
        session.add(
            FindingNote(year_id=year_id, rule="6", subject=subject, reason=reason, by="Cán bộ phụ trách")
        )


def _doubled(home: Home, homes: list[Home]) -> bool:
    return bool(home.phone) and sum(other.phone == home.phone for other in homes) > 1
