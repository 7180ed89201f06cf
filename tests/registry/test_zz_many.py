"""Any deeds, taken back in any order: what stands in each other's way stays, and nobody is lost."""

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from six_households import SIX
from sqlalchemy import select

from communes import fill, village_ids, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import in_force
from nsnt_desktop.models import Base, ChecklistQuestion, Household, HouseholdRecord, SurveyYear, Village
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.apply_batch import Batch, BatchRow, Outcome, apply_batch
from nsnt_desktop.registry.checklist import answer_question
from nsnt_desktop.registry.duplicates import say_not_duplicate
from nsnt_desktop.registry.household_life import (
    bring_back,
    end_households,
    leave_households,
    move_households,
    return_household,
    village_choices,
)
from nsnt_desktop.registry.household_merge import merge_households
from nsnt_desktop.registry.household_split import split_household
from nsnt_desktop.registry.households import add_household, set_household_fields
from nsnt_desktop.registry.merge_villages import merge_villages
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.verified import verify_village
from nsnt_desktop.registry.water_tests import add_test
from nsnt_desktop.storage.datafile import DataFile, open_data_file

DEEDS = (
    *(
        "add",
        "block",
        "import",
        "import",
        "verify",
        "move",
        "leave",
        "end",
        "back",
        "merge",
        "merge",
        "split",
    ),
    *("split", "return", "apart", "test", "answer", "join", "undo", "undo", "undo"),
)
DEED = st.tuples(st.sampled_from(DEEDS), st.integers(0, 30), st.integers(0, 30))


_NUMBERS = count()
_NOT_TAKEN_BACK = {"action", "audit_line", "import_batch", "import_row"}


@settings(max_examples=800)
@given(deeds=st.lists(DEED, min_size=2, max_size=14))
def test_nobody_is_lost_and_all_of_it_leads_back_to_the_letter(
    cam_tan: Path, tmp_path: Path, deeds: list[tuple[str, int, int]]
) -> None:
    path = tmp_path / f"{next(_NUMBERS)}.nsnt"
    shutil.copyfile(cam_tan, path)
    data = open_data_file(path)
    fill(data, SIX)
    before = _rows(data)
    actions: list[int] = []
    for deed in deeds:
        action = _live(data, actions, *deed)
        actions += [action] if action else []
        _check_nobody_lost(data)
    for action in reversed(actions):
        assert take_back(data, action).kept == 0
    assert _rows(data) == before
    data.close()


def _rows(data: DataFile) -> dict[str, list[str]]:
    with data.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all()))
            for table in Base.metadata.sorted_tables
            if table.name not in _NOT_TAKEN_BACK
        }


def _live(data: DataFile, actions: list[int], kind: str, one: int, other: int) -> int | None:
    """Do one deed to households picked by number; None where it was refused or changed nothing."""
    year, both = year_id(data), village_ids(data)
    with data.reading() as session:
        ids = list(session.scalars(select(HouseholdRecord.id).where(HouseholdRecord.year_id == year)))
        homes = list(session.scalars(select(Household.id).order_by(Household.id)))
        villages = [i for i, _ in village_choices(session, session.get_one(SurveyYear, year))]
        question = session.scalars(select(ChecklistQuestion.id)).first() or 0
    first, second = ids[one % len(ids)], ids[other % len(ids)]
    home, village = homes[one % len(homes)], villages[other % len(villages)]
    name = f"Người {one} {other}"
    block: list[tuple[int, str, Any]] = [(first, "persons", other % 5 + 1), (second, "head", name)]
    does: dict[str, Callable[[], Any]] = {
        "add": lambda: add_household(data, year, village, name, persons=2, unlike=homes[: one % 2]),
        "block": lambda: set_household_fields(data, block),
        "import": lambda: apply_batch(data, _list(data, village, first, homes[other % len(homes)])),
        "verify": lambda: verify_village(data, year, village),
        "move": lambda: move_households(data, [first, second], village),
        "leave": lambda: leave_households(data, [first, second], "đi xa"),
        "end": lambda: end_households(data, [first], "mất"),
        "back": lambda: bring_back(data, [first, second]),
        "merge": lambda: merge_households(data, first, [second], persons=_persons(data, first)),
        "split": lambda: split_household(data, first, name, persons=1, remaining=1),
        "return": lambda: return_household(data, year, home),
        "apart": lambda: say_not_duplicate(data, [home, homes[other % len(homes)]]),
        "test": lambda: add_test(data, household_id=home, tested_on=date(2024, 5, 1), passed=True),
        "answer": lambda: answer_question(data, first, question, True),
        "join": lambda: merge_villages(data, both[one % 2], both[other % 2]),
        "undo": lambda: take_back(data, actions[-1 - one % len(actions)]),
    }
    if kind == "undo" and not actions:
        return None
    try:
        done = does[kind]()
    except KnownError:
        return None
    action: int | None = getattr(done, "action_id", done)
    return action


def _persons(data: DataFile, record_id: int) -> int | None:
    with data.reading() as session:
        return session.get_one(HouseholdRecord, record_id).persons


def _list(data: DataFile, village: int, known: int, gone: int) -> Batch:
    """Return a list with a new household, one in a new village, a changed one, and one that had gone."""
    year, number = year_id(data), known + gone
    with data.reading() as session:
        here = select(HouseholdRecord).where(
            HouseholdRecord.household_id == gone, HouseholdRecord.year_id == year
        )
        record = session.scalars(here).first()
    rows = [
        BatchRow("1", 3, Outcome.NEW, village=village, values={"head": f"Mới {number}", "persons": 3}),
        BatchRow("1", 4, Outcome.NEW, village=f"Thôn {number % 3}", values={"head": f"Xa {number}"}),
        BatchRow("1", 5, Outcome.CHANGED, record_id=known, values={"note": f"lần {number}"}),
    ]
    if record is None or record.status is not HouseholdStatus.ACTIVE:
        rows.append(BatchRow("1", 6, Outcome.CHANGED, returns=gone, values={"persons": number % 7 + 1}))
    return Batch(year, "a.xlsx", str(number), "", tuple(rows))


def _check_nobody_lost(data: DataFile) -> None:
    with data.reading() as session:
        records = list(session.scalars(select(HouseholdRecord)))
        years = {year.id: year.year for year in session.scalars(select(SurveyYear))}
        villages = {village.id: village for village in session.scalars(select(Village))}
        homes = set(session.scalars(select(Household.id)))
    by_place = {(r.household_id, r.year_id): r for r in records}
    assert homes == {r.household_id for r in records}, "a household without any figures"
    assert max(Counter((r.household_id, r.year_id) for r in records).values()) == 1
    for r in records:
        assert (r.status is HouseholdStatus.MERGED) == (r.merged_into_id is not None)
        assert in_force(villages[r.village_id], years[r.year_id]), "in a village that is no more"
        seen, into = {r.household_id}, r.merged_into_id
        while into is not None:
            assert into not in seen, "merged into each other"
            seen.add(into)
            into = by_place[into, r.year_id].merged_into_id
