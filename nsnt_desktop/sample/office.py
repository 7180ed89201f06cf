"""The rest of the sample: thresholds, the plan's particulars, schemes with tests, the work of the year."""

from collections import Counter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.models import (
    Activity,
    Criterion,
    Difficulty,
    LegalBasisRow,
    OfficialDocument,
    Regulation,
    SchemeRecord,
    SupervisionVisit,
    Village,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import (
    WITH_BASES,
    ActivityKind,
    DocumentKind,
    HouseholdStatus,
    ManagementModel,
    SchemeKind,
)
from nsnt_desktop.sample.home import Home
from nsnt_desktop.sample.population import YEAR

_IDENTITY = ("code", "name", "source", "treatment", "year_built", "in_use_since")


def store_office(session: Session, plan: dict[str, Any], year_id: int, heads: list[str]) -> None:
    """Write the plan's particulars, the thresholds the press gives (unconfirmed), and the village heads."""
    for kind in WITH_BASES:
        session.add(LegalBasisRow(document_kind=kind, position=1, **plan["district_plan"]))
    session.add(OfficialDocument(year_id=year_id, kind=DocumentKind.PLAN, issued_on=plan["plan_issued_on"]))
    for threshold in plan["threshold"]:
        row = session.scalars(
            select(Criterion).where(
                Criterion.code == threshold["code"], Criterion.indicator == threshold["indicator"]
            )
        ).one()
        row.value = threshold["value"]
        row.unit = plan["threshold_words"]["unit"]
        row.legal_document = plan["threshold_words"]["legal_document"]
    villages = session.scalars(select(Village).order_by(Village.position))
    for village, described, head in zip(villages, plan["village"], heads, strict=True):
        village.code, village.village_head = described["code"], head


def store_schemes(session: Session, described: list[dict[str, Any]], words: dict[str, Any]) -> dict[str, int]:
    """Write the schemes and their tests; return the scheme ids by key."""
    regulation = session.scalars(select(Regulation.id).where(Regulation.name == words["regulation"])).one()
    ids = {}
    for scheme in described:
        row = WaterScheme(
            kind=SchemeKind.of(scheme["kind"]),
            other_communes="",
            **{name: scheme[name] for name in _IDENTITY},
        )
        session.add(row)
        session.flush()
        ids[scheme["key"]] = row.id
        for test in scheme["test"]:
            session.add(
                WaterTest(
                    scheme_id=row.id,
                    tested_on=test["on"],
                    passed=test["passed"],
                    laboratory=words["laboratory"],
                    regulation_id=regulation,
                    note="",
                )
            )
    return ids


def store_scheme_records(
    session: Session,
    described: list[dict[str, Any]],
    ids: dict[str, int],
    years: dict[int, int],
    *,
    homes: list[Home],
    faults: dict[str, Any],
) -> None:
    """Write each scheme's record of each year; its connections here are the households that cite it."""
    more = {fault["scheme"]: fault["households"] for fault in faults["connections"]}
    for year, year_id in sorted(years.items()):
        citing = Counter(home.years[year].scheme for home in homes if _counted(home, year))
        persons: Counter[str | None] = Counter()
        for home in homes:
            if _counted(home, year):
                persons[home.years[year].scheme] += home.years[year].persons or 0
        for scheme in described:
            values = {**scheme["every_year"], **scheme.get(str(year), {})}
            model = ManagementModel.of(values.pop("management_model"))
            key = scheme["key"]
            session.add(
                SchemeRecord(
                    **{"note": "", "class_reason": "", **values},
                    year_id=year_id,
                    scheme_id=ids[key],
                    management_model=model,
                    households_here=citing[key] + (more.get(key, 0) if year == YEAR else 0),
                    persons=persons[key],
                )
            )


def _counted(home: Home, year: int) -> bool:
    return year in home.years and home.years[year].status is HouseholdStatus.ACTIVE


def store_work(session: Session, work: dict[str, Any], year_id: int) -> None:
    """Write the activities, supervision visits and difficulties of the year."""
    villages = dict(session.execute(select(Village.name, Village.id)).all())
    for row in work["activity"]:
        kind = ActivityKind.of(row["kind"])
        session.add(Activity(**{"note": "", **row, "kind": kind}, year_id=year_id))
    for row in work["visit"]:
        values = {key: value for key, value in row.items() if key != "village"}
        session.add(
            SupervisionVisit(**{"note": "", **values}, village_id=villages[row["village"]], year_id=year_id)
        )
    for row in work["difficulty"]:
        values = {key: value for key, value in row.items() if key != "village"}
        session.add(Difficulty(answer="", **values, village_id=villages[row["village"]], year_id=year_id))
