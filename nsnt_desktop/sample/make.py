"""The sample commune made from its descriptions in resources/sample: same seed, same rows."""

from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from nsnt_desktop.models import Action, SurveyYear
from nsnt_desktop.models.words import Levels
from nsnt_desktop.registry.closing import shut_year
from nsnt_desktop.registry.new_commune import NewCommune, create_commune
from nsnt_desktop.registry.years import add_year
from nsnt_desktop.resource_files import read_toml
from nsnt_desktop.sample.faults import plant, settle_persons
from nsnt_desktop.sample.history import look_back
from nsnt_desktop.sample.home import Home
from nsnt_desktop.sample.office import store_office, store_scheme_records, store_schemes, store_work
from nsnt_desktop.sample.people import invented_heads, invented_phones
from nsnt_desktop.sample.population import YEAR, settle
from nsnt_desktop.sample.stamps import stamp
from nsnt_desktop.sample.store import store_deliveries, store_homes, store_notes
from nsnt_desktop.storage.changes import change

MADE_ON = date(2024, 10, 31)
"""The day the sample stands at: the villages' lists are in, but for one."""
CLOSED_BEFORE = timedelta(days=5)
"""How long before the deadline the earlier years were closed."""


def make_sample(path: Path, seed: int = 1893) -> None:
    """Create the data file of the sample commune, closed again; the same seed gives the same rows.

    Raises KnownError if the file exists or cannot be written; then there is no new file.
    """
    plan = read_toml("sample", "commune.toml")
    new = NewCommune(
        name=plan["name"],
        year=plan["years"][0],
        villages=[village["name"] for village in plan["village"]],
        levels=Levels.THREE,
        district=plan["district"],
        province=plan["province"],
        signer=plan["signer"],
        is_sample=True,
    )
    data = create_commune(path, new)
    try:
        with change(data, "Dựng dữ liệu minh họa") as made:
            _fill(made.session, plan, seed)
            made.session.execute(update(Action).values(done_at=datetime.combine(MADE_ON, time(17))))
    except BaseException:
        data.close()
        path.unlink(missing_ok=True)
        raise
    data.close()


def invented_homes(seed: int) -> tuple[list[Home], list[str]]:
    """Return the households of the three years with the faults planted, and nine village heads."""
    plan, faults = read_toml("sample", "commune.toml"), read_toml("sample", "faults.toml")
    rng = Random(seed)  # noqa: S311 - invented people, no secrets
    taken = [plan["signer"], *(head for double in faults["double"] for head in double.get("heads", []))]
    heads, phones = invented_heads(rng, taken), invented_phones(rng)
    homes = look_back(rng, settle(rng, plan, heads, phones), plan, heads, phones)
    plant(rng, homes, faults)
    settle_persons(rng, homes, plan["persons"])
    stamp(homes, plan, MADE_ON)
    return homes, list(islice(heads, len(plan["village"])))


def _fill(session: Session, plan: dict[str, Any], seed: int) -> None:
    faults, work = read_toml("sample", "faults.toml"), read_toml("sample", "work.toml")
    schemes = read_toml("sample", "schemes.toml")["scheme"]
    homes, village_heads = invented_homes(seed)
    years = _years(session, plan["years"])
    store_office(session, plan, years[YEAR], village_heads)
    scheme_ids = store_schemes(session, schemes, work)
    store_scheme_records(session, schemes, scheme_ids, years, homes=homes, faults=faults)
    household_ids = store_homes(session, homes, years, scheme_ids)
    store_deliveries(session, homes, years, plan, faults)
    store_notes(session, homes, household_ids, years[YEAR], faults)
    store_work(session, work, years[YEAR])
    _close(session)


def _years(session: Session, years: list[int]) -> dict[int, int]:
    """Add the years after the first and return their ids."""
    for year in years[1:]:
        add_year(session, year)
    rows = session.scalars(select(SurveyYear).order_by(SurveyYear.year))
    return {row.year: row.id for row in rows}


def _close(session: Session) -> None:
    """Close all years but the newest, five days before their report was due."""
    session.flush()
    for year in session.scalars(select(SurveyYear).where(SurveyYear.year < YEAR).order_by(SurveyYear.year)):
        shut_year(session, year, datetime.combine(year.deadline - CLOSED_BEFORE, time(16, 30)))
