"""Lists taken in, households edited, lists taken back in any order: what was not edited since returns."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from communes import fill
from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.importing.list_file import with_choices
from nsnt_desktop.importing.matching.questions import Answers
from nsnt_desktop.importing.words.choices import Blank, SheetChoices
from nsnt_desktop.models import Household, HouseholdRecord, ImportBatch, ImportLayout, ImportWord
from nsnt_desktop.registry.apply_batch import apply_batch
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.storage.datafile import DataFile
from taking_in import list_of, preview, register_digest, take_in

HEADS = ("Cao Sáu", "Bùi Ơn", "Lê Cúc", "Trịnh Bình", "Quách Mười")
Values = dict[str, Any]
Place = tuple[int, str]

values = st.tuples(st.integers(1, 3), st.sampled_from(["", "a", "b"]))
lists = st.dictionaries(st.sampled_from(HEADS), values, min_size=1)
steps = st.one_of(
    st.tuples(st.just("list"), lists),
    st.tuples(st.just("list"), lists),
    st.tuples(st.just("persons"), st.tuples(st.integers(0, 9), st.integers(1, 3))),
    st.tuples(st.just("note"), st.tuples(st.integers(0, 9), st.sampled_from(["a", "b", "c"]))),
    st.tuples(st.just("undo"), st.integers(0, 9)),
    st.tuples(st.just("undo"), st.integers(0, 9)),
)


@dataclass
class Deed:
    """What one list or edit did, as a clerk with a notebook would keep it."""

    action: int
    made: dict[int, Values] = field(default_factory=dict)
    changed: dict[Place, tuple[Any, Any]] = field(default_factory=dict)


def standing(data: DataFile) -> dict[int, Values]:
    with data.reading() as session:
        query = select(Household.id, Household.head, HouseholdRecord.persons, HouseholdRecord.note).join(
            HouseholdRecord, HouseholdRecord.household_id == Household.id
        )
        return {i: {"head": h, "persons": p, "note": n} for i, h, p, n in session.execute(query)}


def taken_in(data: DataFile, rows: dict[str, tuple[int, str]], now: dict[int, Values]) -> Deed:
    cells: list[list[Cell]] = [
        [head, "Thôn Phác Lê", persons, "", note] for head, (persons, note) in rows.items()
    ]
    deed = Deed(take_in(data, list_of(*cells)).action_id)
    known = {values["head"]: i for i, values in now.items()}
    fresh = {v["head"]: i for i, v in standing(data).items() if i not in now}
    for head, (persons, note) in rows.items():
        if head not in known:
            now[fresh[head]] = {"head": head, "persons": persons, "note": note}
            deed.made[fresh[head]] = dict(now[fresh[head]])
            continue
        for name, value in (("persons", persons), ("note", note or now[known[head]]["note"])):
            old = now[known[head]][name]
            if old != value:
                deed.changed[known[head], name] = (old, value)
                now[known[head]][name] = value
    return deed


def edited(data: DataFile, name: str, which: int, value: Any, now: dict[int, Values]) -> Deed | None:
    household = sorted(now)[which % len(now)]
    with data.reading() as session:
        record = session.scalars(
            select(HouseholdRecord.id).where(HouseholdRecord.household_id == household)
        ).one()
    action = set_household_field(data, record, name, value)
    if action is None:
        return None
    deed = Deed(action, changed={(household, name): (now[household][name], value)})
    now[household][name] = value
    return deed


def taken_back(data: DataFile, deed: Deed, now: dict[int, Values]) -> None:
    stays: set[int] = set()
    for (household, name), (old, new) in deed.changed.items():
        if household in now and now[household][name] == new:
            now[household][name] = old
        elif household in now:
            stays.add(household)
    for household, made in deed.made.items():
        if now.get(household) == made:
            del now[household]
        elif household in now:
            stays.add(household)
    undone = take_back(data, deed.action)
    assert sorted(undone.named) == sorted(f"{now[i]['head']} (Thôn Phác Lê)" for i in stays)


@given(st.lists(steps, min_size=2, max_size=9))
@settings(max_examples=25)
def test_what_was_not_edited_since_returns_whatever_the_order(
    data: DataFile, steps: list[tuple[str, Any]]
) -> None:
    fill(data, [{"head": "Lê Cúc", "persons": 2, "code": ""}, {"head": "Bùi Ơn", "persons": 1, "code": ""}])
    now = standing(data)
    deeds: list[Deed] = []
    for kind, what in steps:
        if kind == "list":
            deeds.append(taken_in(data, what, now))
        elif kind == "undo" and deeds:
            taken_back(data, deeds.pop(what % len(deeds)), now)
        elif kind in {"persons", "note"} and now:
            which, value = what
            deed = edited(data, kind, which, value, now)
            deeds += [deed] if deed else []
        assert standing(data) == now
    while deeds:
        taken_back(data, deeds.pop(len(deeds) // 2), now)
        assert standing(data) == now


def count(data: DataFile, model: type[Any]) -> int:
    with data.reading() as session:
        return len(session.scalars(select(model)).all())


def test_what_a_list_taught_goes_with_it(data: DataFile) -> None:
    before = register_digest(data)
    rows: list[Cell] = ["Cao Sáu", "Thôn Phác Lê", 3, "Nước thần tiên", ""]
    file = with_choices(list_of(rows), "S", SheetChoices(blanks={4: Blank.ERASE}))
    (ask,) = preview(data, file).asks
    found = preview(data, file, Answers(words={ask.key: "surface"}))
    applied = apply_batch(data, found.batch)
    assert (count(data, ImportLayout), count(data, ImportWord)) == (1, 1)
    take_back(data, applied.action_id)
    assert (count(data, ImportLayout), count(data, ImportWord)) == (0, 0)
    assert register_digest(data) == before
    assert count(data, ImportBatch) == 1  # that it was taken in is kept for ever


def test_the_same_list_saved_again_changes_nothing(data: DataFile) -> None:
    cells: list[list[Cell]] = [
        ["Cao Sáu", "Thôn Phác Lê", 3, "Giếng khoan", "a"],
        ["Bùi Ơn", "Thôn Phác Lê", 2, "", ""],
    ]
    take_in(data, list_of(*cells))
    before = standing(data)
    again = preview(data, list_of(*cells, ["", "", "", "", ""], name="lưu lại.xlsx"))
    assert [(row.outcome.value, dict(row.values or {})) for row in again.batch.rows] == [("same", {})] * 2
    assert not again.asks
    apply_batch(data, again.batch)
    assert standing(data) == before
