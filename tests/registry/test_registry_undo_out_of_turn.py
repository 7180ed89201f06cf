"""Any deeds, taken back in any order: what stands in each other's way stays, and nobody is lost."""

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from six_households import SIX, six

__all__ = ["six"]
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
from nsnt_desktop.registry.household_lists import Chip, HouseholdFilter
from nsnt_desktop.registry.household_merge import merge_households
from nsnt_desktop.registry.household_split import split_household
from nsnt_desktop.registry.households import add_household, set_household_fields
from nsnt_desktop.registry.merge_villages import merge_villages
from nsnt_desktop.registry.roster import Roster
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.undo_work import Line, Undoing
from nsnt_desktop.registry.verified import verify_village
from nsnt_desktop.registry.water_tests import add_test
from nsnt_desktop.storage.changes import change
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


@settings(max_examples=60)
@given(deeds=st.lists(DEED, min_size=2, max_size=14))
def test_nobody_is_lost_and_all_of_it_leads_back_to_the_letter(
    cam_tan: Path, tmp_path: Path, deeds: list[tuple[str, int, int]]
) -> None:
    path = tmp_path / f"{next(_NUMBERS)}.nsnt"
    shutil.copyfile(cam_tan, path)
    data = open_data_file(path)
    fill(data, SIX)
    before, roster = _rows(data), Roster(data, year_id(data))
    actions: list[int] = []
    for deed in deeds:
        action = _live(data, actions, *deed)
        actions += [action] if action else []
        _check_nobody_lost(data)
        assert _seen(roster) == _seen(Roster(data, year_id(data)))
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


def _seen(roster: Roster) -> list[list[int]]:
    """Return what the list of households shows, under some of its filters and orders."""
    wheres = [
        HouseholdFilter(),
        HouseholdFilter(search="nguoi"),
        HouseholdFilter(chips=frozenset({Chip.GONE})),
    ]
    return [list(roster.find(where, sort).ids) for where in wheres for sort in ("village", "head", "persons")]


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


# One by one


@pytest.fixture
def taken_in(data: DataFile) -> tuple[int, dict[str, HouseholdRecord]]:
    """A list of two households taken in: the action, and their records by head."""
    village = village_ids(data)[0]
    rows = [
        BatchRow("1", n, Outcome.NEW, village=village, values={"head": head, "persons": n})
        for n, head in enumerate(("Lê An", "Lê Bình"), 3)
    ]
    done = apply_batch(data, Batch(year_id(data), "a.xlsx", "a", "", tuple(rows)))
    return done.action_id, _records(data)


TakenIn = tuple[int, dict[str, HouseholdRecord]]


def _records(data: DataFile) -> dict[str, HouseholdRecord]:
    with data.reading() as session:
        query = select(Household.head, HouseholdRecord).join(
            HouseholdRecord, HouseholdRecord.household_id == Household.id
        )
        return dict(session.execute(query).all())


def test_a_household_others_were_merged_into_stays(data: DataFile, taken_in: TakenIn) -> None:
    action, records = taken_in
    other = add_household(data, year_id(data), village_ids(data)[0], "Cao Bá Ân", persons=2)
    merge_households(data, records["Lê An"].id, [other.record_id], persons=3)
    assert take_back(data, action).kept == 2
    assert set(_records(data)) == {"Lê An", "Cao Bá Ân"}


def test_a_household_that_returned_and_took_another_in_stays(six: DataFile) -> None:
    with six.reading() as session:
        lan = session.scalars(select(Household.id).where(Household.head == "Quách Thị Lan")).one()
    back = return_household(six, year_id(six), lan)
    merged = merge_households(six, back.record_id, [2], persons=3)
    undone = take_back(six, back.action_id)
    assert (undone.action_id, undone.kept) == (None, 1)
    take_back(six, merged.action_id)
    assert take_back(six, back.action_id).restored == 1


@pytest.mark.parametrize("later", ["head", "test", "apart", "split"])
def test_a_household_that_stays_keeps_its_figures(data: DataFile, taken_in: TakenIn, later: str) -> None:
    action, records = taken_in
    an, binh = records["Lê An"], records["Lê Bình"]
    home = add_household(data, year_id(data), village_ids(data)[0], "Cao Bá Ân").household_id
    does: dict[str, Callable[[], Any]] = {
        "head": lambda: set_household_fields(data, [(an.id, "head", "Lê Ân")]),
        "test": lambda: add_test(data, household_id=an.household_id, tested_on=date(2024, 5, 1), passed=True),
        "apart": lambda: say_not_duplicate(data, [an.household_id, home]),
        "split": lambda: split_household(data, an.id, "Lê Con", persons=1, remaining=3),
    }
    does[later]()
    assert take_back(data, action).kept >= 2
    heads = set(_records(data))
    assert heads & {"Lê An", "Lê Ân"}
    assert "Lê Bình" not in heads
    with data.reading() as session:
        assert session.get(Household, binh.household_id) is None


def test_what_a_list_wrote_into_a_row_that_stays_stays_with_it(six: DataFile) -> None:
    with six.reading() as session:
        lan = session.scalars(select(Household.id).where(Household.head == "Quách Thị Lan")).one()
    row = BatchRow("1", 3, Outcome.CHANGED, returns=lan, values={"persons": 5})
    done = apply_batch(six, Batch(year_id(six), "a.xlsx", "a", "", (row,)))
    back = _last_of(six, lan)
    edited = set_household_fields(six, [(back.id, "persons", 7), (back.id, "note", "bể nứt")])
    assert take_back(six, done.action_id).kept == 2  # the row and the persons the list gave it
    assert _last_of(six, lan).persons == 7
    take_back(six, edited.action_id or 0)
    take_back(six, done.action_id)
    assert _last_of(six, lan).persons == 3


def _last_of(data: DataFile, household_id: int) -> HouseholdRecord:
    with data.reading() as session:
        query = select(HouseholdRecord).where(HouseholdRecord.household_id == household_id)
        return session.scalars(query.order_by(HouseholdRecord.id.desc())).first() or HouseholdRecord()


def test_households_do_not_return_to_a_village_that_is_no_more(six: DataFile) -> None:
    first, second = village_ids(six)
    moved = move_households(six, [1], second)
    joined = merge_villages(six, first, second)
    take_back(six, moved.action_id or 0)
    assert _last_of(six, 1).village_id == second
    take_back(six, joined.action_id)
    take_back(six, moved.action_id or 0)
    assert _last_of(six, 1).village_id == first


def test_no_village_is_merged_again_under_those_who_came_since(six: DataFile) -> None:
    first, second = village_ids(six)
    apart = take_back(six, merge_villages(six, first, second).action_id)
    added = add_household(six, year_id(six), first, "Cao Mới")
    take_back(six, apart.action_id or 0)
    with six.reading() as session:
        assert in_force(session.get_one(Village, first), 2024)
        assert session.get_one(HouseholdRecord, added.record_id).village_id == first
        assert session.get_one(HouseholdRecord, 1).village_id == second


def test_undo_merges_no_two_households_into_each_other(six: DataFile) -> None:
    merge_households(six, 2, [1], persons=6)
    back = bring_back(six, [1])
    merge_households(six, 1, [2], persons=6)
    assert take_back(six, back.action_id or 0).kept >= 2
    _check_nobody_lost(six)


# Many lines at once


class _OneByOne(Undoing):
    """Tries every line by itself, however long that takes."""

    def _revert(self, lines: Sequence[Line]) -> list[Line]:
        return [line for line in lines if super(_OneByOne, self)._revert([line])]


@settings(max_examples=30)
@given(
    names_taken=st.sets(st.integers(0, 11)),
    lived_in=st.sets(st.integers(0, 11)),
    edited=st.sets(st.integers(0, 11)),
)
def test_halving_leaves_what_trying_one_by_one_leaves(
    cam_tan: Path, tmp_path: Path, names_taken: set[int], lived_in: set[int], edited: set[int]
) -> None:
    path, other = (tmp_path / f"{next(_NUMBERS)}.nsnt" for _ in range(2))
    shutil.copyfile(cam_tan, path)
    data = open_data_file(path)
    old = [_village(data, f"Thôn {n}") for n in range(12)]
    with change(data, "Đổi tên và thêm nhiều thôn") as made:
        new = []
        for n in range(12):
            made.session.get_one(Village, old[n]).name = f"Bản {n}"
            made.session.add(village := Village(name=f"Mới {n}", position=50 + n))
            made.session.flush()
            new.append(village.id)
    for n in sorted(names_taken):
        _village(data, f"Thôn {n}")
    for n in sorted(lived_in):
        add_household(data, year_id(data), new[n], f"Người {n}")
    with change(data, "Sửa thôn") as later:
        for n in edited:
            later.session.get_one(Village, new[n]).phone = "0912"
    data.close()
    shutil.copyfile(path, other)
    found = [_undone(path, Undoing, made.action_id), _undone(other, _OneByOne, made.action_id)]
    assert found[0] == found[1]
    stayed = len(names_taken) + len(lived_in | edited)
    assert found[0][0] == (24 - stayed, stayed)


def _village(data: DataFile, name: str) -> int:
    with change(data, f"Thêm {name}") as made:
        made.session.add(village := Village(name=name, position=9))
        made.session.flush()
        return village.id


def _undone(path: Path, kind: type[Undoing], action_id: int) -> tuple[tuple[int, int], dict[str, list[str]]]:
    data = open_data_file(path)
    with change(data, "Hoàn tác", undoes_id=action_id) as made:
        counted = kind(made.session, action_id).all()
    rows = _rows(data)
    data.close()
    return counted, rows
